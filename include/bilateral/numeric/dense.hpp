#pragma once
/// Names for the dense matrices that the library passes around: dynamic size, column-major.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/version.hpp>

#include <Eigen/Core>

#include <cstddef>
#include <vector>

static_assert(EIGEN_WORLD_VERSION > 3 || (EIGEN_WORLD_VERSION == 3 && EIGEN_MAJOR_VERSION >= 4),
              "bilateral needs Eigen 3.4 or later");

namespace bilateral {

template <class Scalar>
using dense_vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;

template <class Scalar>
using dense_matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;

/// A B, compiled once: every other form of a product that Eigen is given (transposed, scaled, added
/// to a matrix) is a kernel more to compile, 0.1 to 0.3 s each. For small matrices.
template <class Scalar>
[[nodiscard]] dense_matrix<Scalar> matrix_product(const dense_matrix<Scalar>& a,
                                                  const dense_matrix<Scalar>& b) {
  return a * b;
}

/// A', as a matrix.
template <class Scalar>
[[nodiscard]] dense_matrix<Scalar> transposed(const dense_matrix<Scalar>& a) {
  return a.transpose();
}

/// (A + A') / 2
template <class Scalar>
[[nodiscard]] dense_matrix<Scalar> symmetric_part(const dense_matrix<Scalar>& a) {
  return (a + a.transpose()) / Scalar(2);
}

/// The elements of x row after row.
template <class Scalar>
[[nodiscard]] std::vector<Scalar> row_major(const dense_matrix<Scalar>& x) {
  std::vector<Scalar> rows(to_size(x.size()));
  std::size_t at = 0;
  for (Eigen::Index i = 0; i < x.rows(); ++i) {
    for (Eigen::Index j = 0; j < x.cols(); ++j) rows[at++] = x(i, j);
  }
  return rows;
}

/// [a b]; a matrix without columns may have no rows either.
template <class Scalar>
[[nodiscard]] dense_matrix<Scalar> beside(const dense_matrix<Scalar>& a,
                                          const dense_matrix<Scalar>& b) {
  dense_matrix<Scalar> out(a.rows() > 0 ? a.rows() : b.rows(), a.cols() + b.cols());
  if (a.cols() > 0) out.leftCols(a.cols()) = a;
  if (b.cols() > 0) out.rightCols(b.cols()) = b;
  return out;
}

}  // namespace bilateral
