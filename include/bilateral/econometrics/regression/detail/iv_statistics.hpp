#pragma once
// What is said of the fit of an equation with instruments, and the scores of its moments.

#include <bilateral/econometrics/estimator/scores.hpp>
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

// z_i u_i as scores whose covariance is that of their sum: of the moments of the directions z
template <class Result, class Scalar>
estimation_scores<Scalar> moment_scores(const Result& r, const dense_vector<Scalar>& u,
                                        const dense_matrix<Scalar>& z) {
  estimation_scores<Scalar> s;
  s.bread = dense_matrix<Scalar>::Identity(z.cols(), z.cols());
  s.scores = u.asDiagonal() * z;
  s.residuals = u;
  s.residual_sum_of_squares = u.squaredNorm();
  s.observations = r.observations;
  s.time = r.time;
  s.entity = r.entity;
  return s;
}

}  // namespace bilateral::detail
