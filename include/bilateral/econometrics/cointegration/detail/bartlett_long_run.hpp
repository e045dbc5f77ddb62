#pragma once
// The long-run covariance with Bartlett weights.

#include <bilateral/numeric/dense.hpp>

namespace bilateral::detail {

// sum over j = -b..b of Bartlett weights times E[x_t x_(t-j)'], divided by n
template <class Scalar>
dense_matrix<Scalar> bartlett_long_run(const dense_matrix<Scalar>& x, int bandwidth) {
  const Eigen::Index n = x.rows();
  dense_matrix<Scalar> s = x.transpose() * x;
  for (int j = 1; j <= bandwidth && j < n; ++j) {
    const dense_matrix<Scalar> g = x.bottomRows(n - j).transpose() * x.topRows(n - j);
    s += Scalar(1 - double(j) / double(bandwidth + 1)) * (g + g.transpose());
  }
  return s / Scalar(double(n));
}

}  // namespace bilateral::detail
