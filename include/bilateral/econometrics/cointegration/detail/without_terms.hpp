#pragma once
// Series cleared of their deterministic terms.

#include <bilateral/econometrics/estimator/lagged_columns.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/stats/mackinnon.hpp>

namespace bilateral::detail {

// residuals of every column on the deterministic terms and on columns of one's own
template <class Scalar>
dense_matrix<Scalar> without_terms(const dense_matrix<Scalar>& z, deterministic_terms terms,
                                   const dense_matrix<Scalar>& fixed = {}) {
  const Eigen::Index own = terms == deterministic_terms::none       ? 0
                           : terms == deterministic_terms::constant ? 1
                                                                    : 2;
  if (own + fixed.cols() == 0) return z;
  dense_matrix<Scalar> d(z.rows(), own + fixed.cols());
  if (own > 0) d.col(0).setOnes();
  if (own > 1) d.col(1) = trend_column<Scalar>(0, z.rows());
  if (fixed.cols() > 0) d.rightCols(fixed.cols()) = fixed;
  dense_matrix<Scalar> out = z;
  for (Eigen::Index j = 0; j < z.cols(); ++j) {
    const dense_vector<Scalar> column = z.col(j);
    out.col(j) = least_squares(d, column).residuals;
  }
  return out;
}

}  // namespace bilateral::detail
