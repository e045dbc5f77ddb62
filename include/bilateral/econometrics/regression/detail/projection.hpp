#pragma once
// Residuals of columns on a factored basis.

#include <bilateral/numeric/extended.hpp>
#include <bilateral/numeric/least_squares.hpp>

namespace bilateral::detail {

/// X - P X, P the projection on the columns that `qr` factored; `basis` is that matrix.
template <class Scalar>
dense_matrix<Scalar> residuals_on(const checked_qr<Scalar>& qr, const dense_matrix<Scalar>& basis,
                                  const dense_matrix<Scalar>& x) {
  const dense_matrix<Scalar> kept = qr.kept_columns(basis);
  dense_matrix<Scalar> out(x.rows(), x.cols());
  for (Eigen::Index j = 0; j < x.cols(); ++j) {
    const dense_vector<Scalar> column = x.col(j);
    const dense_vector<Scalar> b = qr.solve(basis, column);
    out.col(j) = extended_residual(kept, b, column);
  }
  return out;
}

}  // namespace bilateral::detail
