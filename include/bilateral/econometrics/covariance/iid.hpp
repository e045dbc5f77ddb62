#pragma once
/// The covariance of spherical errors.

#include <bilateral/core/instantiate.hpp>
#include <bilateral/econometrics/estimator/scores.hpp>

namespace bilateral {

/// Spherical errors: sigma^2 (X'X)^-1 with sigma^2 = RSS / (n - K); t(n - K).
/// @note  equals R lm, statsmodels nonrobust, Stata regress, gretl ols
struct iid {};
/// Equal variances need the bread alone.
[[nodiscard]] constexpr bool uses_scores(const iid&) { return false; }

/// s^2 B, B the bread, s^2 = RSS / (n - k) or the dispersion that the estimator states (1: Poisson).
template <class Scalar>
[[nodiscard]] covariance_estimate<Scalar> covariance(const estimation_scores<Scalar>& s,
                                                     const iid&) {
  const Scalar phi = s.dispersion < 0 ? Scalar(s.residual_sum_of_squares / Scalar(s.residual_dof()))
                                      : Scalar(s.dispersion);
  return {
      s.bread * phi, "iid", s.default_dof(), {}, {.kind = "iid", .groups = {}, .bandwidth = {}}};
}

BILATERAL_INSTANTIATE(covariance_estimate<double> covariance(const estimation_scores<double>&,
                                                             const iid&))

}  // namespace bilateral
