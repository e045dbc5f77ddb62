#pragma once
/// Floor 1: time series and their growth.

#include <bilateral/series/aggregate.hpp>
#include <bilateral/series/align.hpp>
#include <bilateral/series/convert.hpp>
#include <bilateral/series/growth.hpp>
#include <bilateral/series/price_index.hpp>
#include <bilateral/series/series.hpp>
#include <bilateral/series/transform.hpp>
