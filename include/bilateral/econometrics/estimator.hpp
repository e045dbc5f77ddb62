#pragma once
/// What all estimators share: design, sample, result.

#include <bilateral/econometrics/estimator/absorbed.hpp>
#include <bilateral/econometrics/estimator/absorbed_term.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/econometrics/estimator/deterministic_case.hpp>
#include <bilateral/econometrics/estimator/effects_leverage.hpp>
#include <bilateral/econometrics/estimator/effects_rank.hpp>
#include <bilateral/econometrics/estimator/effects_sample.hpp>
#include <bilateral/econometrics/estimator/fit_statistics.hpp>
#include <bilateral/econometrics/estimator/formula.hpp>
#include <bilateral/econometrics/estimator/inference.hpp>
#include <bilateral/econometrics/estimator/lagged_columns.hpp>
#include <bilateral/econometrics/estimator/leverage.hpp>
#include <bilateral/econometrics/estimator/model_frame.hpp>
#include <bilateral/econometrics/estimator/recovered_effects.hpp>
#include <bilateral/econometrics/estimator/result.hpp>
#include <bilateral/econometrics/estimator/sample.hpp>
#include <bilateral/econometrics/estimator/scores.hpp>
#include <bilateral/econometrics/estimator/series_design.hpp>
