#pragma once
/// Floor 2: distributions, tests and descriptive statistics.

#include <bilateral/stats/bootstrap.hpp>
#include <bilateral/stats/calendar.hpp>
#include <bilateral/stats/descriptive.hpp>
#include <bilateral/stats/distribution.hpp>
#include <bilateral/stats/kernel.hpp>
#include <bilateral/stats/long_run_variance.hpp>
#include <bilateral/stats/mackinnon.hpp>
#include <bilateral/stats/propagation.hpp>
#include <bilateral/stats/random.hpp>
#include <bilateral/stats/seasonal.hpp>
#include <bilateral/stats/stationarity.hpp>
#include <bilateral/stats/sup_f.hpp>
#include <bilateral/stats/test_result.hpp>
#include <bilateral/stats/trend.hpp>
#include <bilateral/stats/unit_root.hpp>
