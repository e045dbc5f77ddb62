#pragma once
/// Predictions of a linear model at new rows.

#include <bilateral/core/check.hpp>
#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/stats/distribution.hpp>

#include <utility>

namespace bilateral {

/// A forecast of E[y | x] and of y, with their errors.
template <class Scalar>
struct prediction {
  dense_vector<Scalar> mean;        ///< (m) X b
  dense_vector<Scalar> mean_error;  ///< (m) sqrt(x V x')
  dense_vector<Scalar> error;       ///< (m) sqrt(x V x' + sigma^2): of a single observation
  double inference_dof = 0;
  /// mean -+ t mean_error (or t error for a single observation).
  [[nodiscard]] std::pair<dense_vector<Scalar>, dense_vector<Scalar>> interval(
      double level = 0.95, bool single_observation = false) const {
    const Scalar t(student_t_quantile((1 + level) / 2, inference_dof));
    const dense_vector<Scalar>& e = single_observation ? error : mean_error;
    return {mean - t * e, mean + t * e};
  }
};

/// Predicts at new rows of regressors, columns in the order of `names` (intercept included).
/// @throws argument_error  columns; a fit without covariance
template <class Scalar>
[[nodiscard]] prediction<Scalar> predict(const ols_result<Scalar>& fit,
                                         const dense_matrix<Scalar>& rows) {
  require(rows.cols() == fit.coefficients.size(), "predict", "rows have ", rows.cols(),
          " columns; the fit has ", fit.coefficients.size(), " coefficients");
  const auto& v = covariance_of(fit, "predict");
  prediction<Scalar> p;
  p.mean = rows * fit.coefficients;
  const dense_vector<Scalar> variance = (rows * v).cwiseProduct(rows).rowwise().sum();
  p.mean_error = variance.cwiseMax(Scalar(0)).cwiseSqrt();
  p.error = (variance.array() + *fit.sigma * *fit.sigma).cwiseMax(Scalar(0)).sqrt().matrix();
  p.inference_dof = fit.inference_dof;
  return p;
}

}  // namespace bilateral
