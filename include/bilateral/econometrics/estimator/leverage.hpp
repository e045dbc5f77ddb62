#pragma once
/// How much each row fits itself.

#include <bilateral/numeric/dense.hpp>

namespace bilateral {

/// h_i = x_i' (X'WX)^-1 x_i w_i of weighted rows x_i sqrt(w_i)
/// @param weighted_design  (n x k), rows x_i sqrt(w_i); @param bread  (k x k), (X'WX)^-1
/// @see  Hoaglin & Welsch (1978), The American Statistician 32
template <class Scalar>
[[nodiscard]] dense_vector<Scalar> leverage_of(const dense_matrix<Scalar>& weighted_design,
                                               const dense_matrix<Scalar>& bread) {
  return matrix_product(weighted_design, bread).cwiseProduct(weighted_design).rowwise().sum();
}

}  // namespace bilateral
