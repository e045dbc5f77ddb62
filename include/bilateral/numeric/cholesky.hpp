#pragma once
/// Cholesky factors that say which columns are collinear, and triangular solves with them.

#include <bilateral/core/check.hpp>
#include <bilateral/numeric/dense.hpp>

#include <cmath>
#include <optional>
#include <utility>

namespace bilateral {

namespace detail {

template <class Scalar>
struct cholesky_progress {
  dense_matrix<Scalar> factor;
  std::optional<Eigen::Index> collinear;  // the column whose pivot is too small
};

template <class Scalar>
cholesky_progress<Scalar> cholesky_steps(const dense_matrix<Scalar>& a, Scalar tolerance) {
  using std::sqrt;
  const Eigen::Index k = a.rows();
  cholesky_progress<Scalar> out{dense_matrix<Scalar>::Zero(k, k), std::nullopt};
  auto& l = out.factor;
  for (Eigen::Index j = 0; j < k; ++j) {
    const Scalar pivot = a(j, j) - l.row(j).head(j).squaredNorm();
    if (!(pivot > tolerance * a(j, j))) {
      out.collinear = j;
      return out;
    }
    l(j, j) = sqrt(pivot);
    for (Eigen::Index i = j + 1; i < k; ++i) {
      l(i, j) = (a(i, j) - l.row(i).head(j).dot(l.row(j).head(j))) / l(j, j);
    }
  }
  return out;
}

}  // namespace detail

/// Lower Cholesky factor L of a symmetric positive definite matrix: L L' = A.
///
/// @param a     (k x k); only its lower triangle is read
/// @param what  the columns that A belongs to, in words, for the message
/// @throws numerical_error  a pivot at most 1e-13 of its diagonal element: the columns are collinear
/// @see    Golub & Van Loan (2013), Matrix Computations, algorithm 4.2.1
template <class Scalar>
[[nodiscard]] dense_matrix<Scalar> lower_cholesky(const dense_matrix<Scalar>& a,
                                                  const char* function, const char* what) {
  auto l = detail::cholesky_steps(a, Scalar(1e-13));
  if (l.collinear) {
    throw numerical_error(
        text(function, ": ", what, " are collinear (column ", *l.collinear + 1, ")"));
  }
  return std::move(l.factor);
}

/// The factor, or none where a pivot is at most `tolerance` of its diagonal element.
template <class Scalar>
[[nodiscard]] std::optional<dense_matrix<Scalar>> cholesky_above(const dense_matrix<Scalar>& a,
                                                                 Scalar tolerance) {
  const auto l = detail::cholesky_steps(a, tolerance);
  if (l.collinear) return std::nullopt;
  return l.factor;
}

/// L^-1 B.
template <class Scalar>
[[nodiscard]] dense_matrix<Scalar> solve_lower(const dense_matrix<Scalar>& l,
                                               dense_matrix<Scalar> b) {
  for (Eigen::Index i = 0; i < l.rows(); ++i) {
    for (Eigen::Index j = 0; j < i; ++j) b.row(i) -= l(i, j) * b.row(j);
    b.row(i) /= l(i, i);
  }
  return b;
}

/// L'^-1 B.
template <class Scalar>
[[nodiscard]] dense_matrix<Scalar> solve_lower_transposed(const dense_matrix<Scalar>& l,
                                                          dense_matrix<Scalar> b) {
  for (Eigen::Index i = l.rows() - 1; i >= 0; --i) {
    for (Eigen::Index j = i + 1; j < l.rows(); ++j) b.row(i) -= l(j, i) * b.row(j);
    b.row(i) /= l(i, i);
  }
  return b;
}

}  // namespace bilateral
