#pragma once
/// Cointegration: residual tests, cointegrating regressions, Johansen's system.

#include <bilateral/econometrics/cointegration/cointegrating_regression.hpp>
#include <bilateral/econometrics/cointegration/johansen.hpp>
#include <bilateral/econometrics/cointegration/johansen_moments.hpp>
#include <bilateral/econometrics/cointegration/johansen_p_value.hpp>
#include <bilateral/econometrics/cointegration/johansen_restriction.hpp>
#include <bilateral/econometrics/cointegration/relation.hpp>
#include <bilateral/econometrics/cointegration/residual_tests.hpp>
#include <bilateral/econometrics/cointegration/vecm.hpp>
#include <bilateral/econometrics/cointegration/vecm_design.hpp>
