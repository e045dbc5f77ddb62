#pragma once
/// Least squares, instruments, Poisson, absorbed effects, their diagnostics and bootstraps.

#include <bilateral/econometrics/regression/bootstrap.hpp>
#include <bilateral/econometrics/regression/chosen_covariance.hpp>
#include <bilateral/econometrics/regression/diagnostics.hpp>
#include <bilateral/econometrics/regression/families.hpp>
#include <bilateral/econometrics/regression/fixed_effects.hpp>
#include <bilateral/econometrics/regression/generalised_linear.hpp>
#include <bilateral/econometrics/regression/generalised_linear_result.hpp>
#include <bilateral/econometrics/regression/gmm.hpp>
#include <bilateral/econometrics/regression/iv.hpp>
#include <bilateral/econometrics/regression/iv_effects.hpp>
#include <bilateral/econometrics/regression/iv_ppml.hpp>
#include <bilateral/econometrics/regression/iv_tests.hpp>
#include <bilateral/econometrics/regression/lasso.hpp>
#include <bilateral/econometrics/regression/negative_binomial.hpp>
#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/econometrics/regression/poisson_reset.hpp>
#include <bilateral/econometrics/regression/ppml.hpp>
#include <bilateral/econometrics/regression/predict.hpp>
#include <bilateral/econometrics/regression/predict_effects.hpp>
#include <bilateral/econometrics/regression/split_panel.hpp>
#include <bilateral/econometrics/regression/wild_effects.hpp>
#include <bilateral/econometrics/regression/wild_weight.hpp>
