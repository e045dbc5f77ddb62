#pragma once
/// From scores and a covariance to what a result says: errors, another covariance, the overall test.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/econometrics/estimator/result.hpp>
#include <bilateral/econometrics/estimator/scores.hpp>
#include <bilateral/stats/test_result.hpp>

#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// A result without covariance, and why.
template <class Result>
void withhold_covariance(Result& result, std::string reason) {
  result.covariance.reset();
  result.covariance_label = "none";
  result.inference_dof = 0;
  result.notes.push_back(std::move(reason));
}

/// Says why a standard error is blank; withholds a covariance that is no matrix of numbers.
template <class Result>
void check_variances(Result& result) {
  using std::isfinite;
  const auto& v = *result.covariance;
  for (Eigen::Index j = 0; j < v.cols(); ++j) {
    const std::string& name = result.names[to_size(j)];
    if (!isfinite(v(j, j))) {
      withhold_covariance(result, text("the variance of ", name,
                                       " is beyond the range of the "
                                       "arithmetic: standard errors are undefined; multiply or "
                                       "divide the columns by powers of ten first"));
      return;
    }
    if (v(j, j) < 0) {
      result.notes.push_back(text("the variance of ", name, " is below zero (",
                                  result.covariance_label, "): its standard error is undefined"));
    }
  }
}

/// Fills covariance, label, degrees of freedom and notes of a result from its scores.
template <class Result, class Scalar, class Spec>
void apply_covariance(Result& result, const estimation_scores<Scalar>& scores, const Spec& spec) {
  static_assert(
      covariance_spec<Spec, Scalar>,
      "this is no covariance: pass iid{}, hc::hc1, newey_west{.lags = 4}, clustered{.by = {firm}}, ... "
      "with its header of econometrics/covariance/ included, or give a type of your own the function "
      "covariance(scores, spec)");
  if (!(scores.residual_dof() > 0)) {
    withhold_covariance(result, text("as many parameters as observations (", scores.observations,
                                     "): no residual degrees of freedom, standard errors are "
                                     "undefined"));
    return;
  }
  covariance_estimate<Scalar> v = covariance(scores, spec);
  result.covariance = std::move(v.matrix);
  result.covariance_label = std::move(v.label);
  result.inference_dof = v.inference_dof;
  result.notes.insert(result.notes.end(), v.notes.begin(), v.notes.end());
  check_variances(result);
}

/// The same fit under another covariance, without estimating again.
/// @throws argument_error  the fit was made without `.keep_parts = keep::scores`
template <class Result, class Spec>
[[nodiscard]] Result with_covariance(Result fit, const Spec& spec) {
  require(fit.scores.has_value(), "with_covariance",
          "the fit kept no scores: estimate with .keep_parts = keep::scores");
  apply_covariance(fit, *fit.scores, spec);
  return fit;
}

/// Test that every coefficient but the intercept is zero, under the fit's own covariance.
/// @return  none without slopes or covariance, and where the response does not vary
/// @see     Greene (2012), Econometric Analysis, eq. 5-16, of R that picks the slopes
template <estimation_result Result>
[[nodiscard]] std::optional<test_result> overall_test(const Result& fit) {
  std::vector<std::string> slopes;
  for (const auto& name : fit.names) {
    if (name != intercept_name) slopes.push_back(name);
  }
  if (slopes.empty() || !fit.covariance) return std::nullopt;
  if constexpr (requires { fit.total_sum_of_squares; }) {
    if (!(fit.total_sum_of_squares > 0)) return std::nullopt;  // y does not vary
  }
  test_result t = wald_test(fit, slopes);
  t.name = std::isinf(fit.inference_dof) ? "chi-squared" : "F";
  t.null = "all slopes are zero";
  return t;
}

}  // namespace bilateral
