#pragma once
/// Distributed lags, error correction, bounds tests, vector autoregressions, local projections.

#include <bilateral/econometrics/dynamics/ardl.hpp>
#include <bilateral/econometrics/dynamics/ardl_forecast.hpp>
#include <bilateral/econometrics/dynamics/ardl_order.hpp>
#include <bilateral/econometrics/dynamics/bounds_test.hpp>
#include <bilateral/econometrics/dynamics/distributed_lag.hpp>
#include <bilateral/econometrics/dynamics/error_correction.hpp>
#include <bilateral/econometrics/dynamics/granger.hpp>
#include <bilateral/econometrics/dynamics/local_projection.hpp>
#include <bilateral/econometrics/dynamics/nardl.hpp>
#include <bilateral/econometrics/dynamics/trend_choice.hpp>
#include <bilateral/econometrics/dynamics/vector_autoregression.hpp>
