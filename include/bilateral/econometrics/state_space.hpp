#pragma once
/// State space models and forecasts made with them.

#include <bilateral/econometrics/state_space/forecast.hpp>
#include <bilateral/econometrics/state_space/state_space.hpp>
#include <bilateral/econometrics/state_space/structural_time_series.hpp>
#include <bilateral/econometrics/state_space/time_varying.hpp>
