#pragma once
// The growth rate of a nonnegative matrix.

#include <bilateral/numeric/dense.hpp>

#include <algorithm>
#include <cmath>

namespace bilateral::detail {

// growth of a nonnegative matrix by power iteration; `apply(v)` is A' v, v starts positive
template <class Scalar, class Apply>
double perron_root(const Apply& apply, dense_vector<Scalar> v) {
  double growth = 0;
  double before = -1;
  int still = 0;
  for (int step = 0; step < 20000; ++step) {
    const dense_vector<Scalar> next = apply(v);  // (A' v)_j / v_j
    double low = 0, high = 0;
    bool first = true;
    for (Eigen::Index j = 0; j < v.size(); ++j) {
      if (!(v[j] > Scalar(0))) continue;
      const double ratio = static_cast<double>(next[j] / v[j]);
      low = first ? ratio : (std::min)(low, ratio);
      high = first ? ratio : (std::max)(high, ratio);
      first = false;
    }
    if (high - low <= 1e-12 * (std::max)(1.0, high)) return (high + low) / 2;
    growth = static_cast<double>(next.sum() / v.sum());
    still = std::abs(growth - before) <= 1e-14 * growth ? still + 1 : 0;
    if (still > 200) return growth;
    before = growth;
    v += next;  // I + A: no cycles
    v /= v.sum();
  }
  return growth;
}

}  // namespace bilateral::detail
