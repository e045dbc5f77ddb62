#pragma once
/// What a generalised linear model is asked for and what it gives.

#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/estimator/effects_sample.hpp>
#include <bilateral/econometrics/estimator/result.hpp>
#include <bilateral/econometrics/estimator/sample.hpp>
#include <bilateral/econometrics/estimator/scores.hpp>
#include <bilateral/econometrics/regression/ppml.hpp>
#include <bilateral/numeric/absorb.hpp>
#include <bilateral/numeric/dense.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace bilateral {

/// Options of generalised_linear and the families by name.
template <class Scalar>
struct generalised_linear_options {
  dense_vector<Scalar> weights{};             ///< of a row's score; empty is none
  dense_vector<Scalar> frequency_weights{};   ///< counts: row i stands for so many observations
  dense_vector<Scalar> offset{};              ///< added to x b; empty is none
  separation separated = separation::refuse;  ///< of rows that are predicted perfectly
  bool keep_singletons = false;               ///< groups of one row stay
  bool strict = false;                        ///< absorbed or collinear columns throw
  keep keep_parts = keep::residuals;          ///< `scores` allows with_covariance
  double tolerance = 1e-8;  ///< of the last step: objective, and coefficients against their error
  int max_iterations = 200;
  bool accept_unconverged = false;  ///< a flagged result in place of convergence_error
  absorb_options absorb{};          ///< tolerance at most 1e-10
};

/// A fit: n rows, k coefficients kept, in the units of the columns.
template <class Scalar>
struct generalised_linear_result : result_head<Scalar> {
  std::string family;

  double observations = 0;  ///< n, or the sum of the frequency weights
  double parameters = 0;    ///< coefficients, with effects slopes + 1 + sum of (levels - 1)
  bool intercept = true;
  std::vector<absorbed_effect> effects;
  std::size_t singletons = 0;                 ///< rows dropped because they were alone in a group
  std::size_t separated = 0;                  ///< rows dropped because they are predicted perfectly
  std::optional<double> separation_residual;  ///< of the witness, as in ppml
  ppml_convergence convergence;               ///< `deviances` holds -2 times the objective

  double dispersion = 1;                ///< gamma: Pearson's, sum w (y - mu)^2 / mu^2 / (n - K)
  std::optional<double> theta;          ///< of a negative binomial
  std::optional<double> theta_error;    ///< by the observed information; none where theta was given
  std::optional<double> deviance;       ///< 2 (objective of y itself - objective)
  std::optional<double> null_deviance;  ///< of a constant (and the offset) alone
  std::optional<double> log_likelihood;
  std::optional<double> null_log_likelihood;  ///< logit, probit, cloglog
  std::optional<double> pseudo_r2;            ///< McFadden's, of these
  std::optional<double> aic, bic;             ///< a dispersion or theta that was estimated counts

  dense_vector<Scalar> fitted;     ///< (n) mu, unless keep::nothing
  dense_vector<Scalar> predictor;  ///< (n) eta, offset and effects included
  dense_vector<Scalar> residuals;  ///< (n) y - mu
  dense_vector<Scalar>
      score_residuals;               ///< (n) (y - mu) mu' / V: orthogonal to columns and effects
  dense_vector<Scalar> information;  ///< (n) mu'^2 / V
  std::optional<estimation_scores<Scalar>> scores;  ///< with keep::scores
};

}  // namespace bilateral
