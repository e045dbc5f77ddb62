#pragma once
/// Floor 3: estimators, covariances and tests.

#include <bilateral/econometrics/breaks.hpp>
#include <bilateral/econometrics/cointegration.hpp>
#include <bilateral/econometrics/covariance.hpp>
#include <bilateral/econometrics/dynamics.hpp>
#include <bilateral/econometrics/estimator.hpp>
#include <bilateral/econometrics/panel.hpp>
#include <bilateral/econometrics/regression.hpp>
#include <bilateral/econometrics/state_space.hpp>
