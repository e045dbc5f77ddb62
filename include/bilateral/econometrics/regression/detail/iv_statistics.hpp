#pragma once
// What is said of the fit of an equation with instruments.

#include <bilateral/numeric/extended.hpp>

#include <cmath>

namespace bilateral::detail {

// fit statistics from coefficients: residuals of y - X b, not of the projected X
template <class Result, class Scalar>
void describe_iv(Result& r, const dense_matrix<Scalar>& x) {
  using std::sqrt;
  r.residuals = extended_residual(x, r.coefficients, r.response);
  r.residual_sum_of_squares = r.residuals.squaredNorm();
  const double dof = r.observations - r.parameters;
  if (dof > 0) r.sigma = sqrt(Scalar(r.residual_sum_of_squares / Scalar(dof)));
  const Scalar mean = r.intercept ? r.response.mean() : Scalar(0);
  const Scalar tss = (r.response.array() - mean).matrix().squaredNorm();
  if (tss > Scalar(0)) r.r2 = 1 - static_cast<double>(r.residual_sum_of_squares / tss);
}

}  // namespace bilateral::detail
