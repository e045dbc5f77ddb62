#pragma once
/// The umbrella: every floor. A program that cares for compile time includes the folder headers.

#include <bilateral/core.hpp>
#include <bilateral/data.hpp>
#include <bilateral/econometrics.hpp>
#include <bilateral/io.hpp>
#include <bilateral/numeric.hpp>
#include <bilateral/report.hpp>
#include <bilateral/series.hpp>
#include <bilateral/stats.hpp>
#include <bilateral/trade.hpp>
#include <bilateral/version.hpp>
