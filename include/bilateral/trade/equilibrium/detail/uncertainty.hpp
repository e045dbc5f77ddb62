#pragma once
// Draws of estimates and elasticities, and the quantiles of what follows from them.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/stats/random.hpp>
#include <bilateral/trade/equilibrium/estimates.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <string>
#include <vector>

namespace bilateral::detail {

/// A root L L' of a covariance that may be singular; a negative pivot beyond rounding is refused.
template <class Scalar>
[[nodiscard]] dense_matrix<Scalar> covariance_root(const dense_matrix<Scalar>& v) {
  const auto k = v.rows();
  dense_matrix<Scalar> root = dense_matrix<Scalar>::Zero(k, k);
  for (Eigen::Index j = 0; j < k; ++j) {
    const Scalar pivot = v(j, j) - root.row(j).head(j).squaredNorm();
    require(pivot >= -1e-10 * std::abs(v(j, j)), "counterfactual",
            "the covariance of the estimates is not positive semidefinite");
    if (pivot <= 1e-14 * std::abs(v(j, j))) continue;
    root(j, j) = std::sqrt(pivot);
    for (Eigen::Index i = j + 1; i < k; ++i) {
      root(i, j) = (v(i, j) - root.row(i).head(j).dot(root.row(j).head(j))) / root(j, j);
    }
  }
  return root;
}

template <class = when_called>
[[nodiscard]] double draw_of(const uncertain_value& u, philox& random) {
  if (u.how == spread_kind::normal) return u.value + u.first * random.normal();
  if (u.how == spread_kind::uniform) return u.first + (u.second - u.first) * random.uniform();
  return u.value;
}

template <class = when_called>
void check_uncertain(const char* name, const uncertain_value& u) {
  require(u.how != spread_kind::normal || u.first >= 0, "counterfactual",
          "the standard deviation of ", name, " is ", u.first, "; it cannot be negative");
  require(u.how != spread_kind::uniform || u.first < u.second, "counterfactual", "the range of ",
          name, " is ", u.first, " to ", u.second, "; its ends must be in order");
}

/// The part of the estimates that the scenario uses, in its order.
template <class = when_called>
[[nodiscard]] named_estimates selected(const named_estimates& estimates,
                                       const std::vector<std::string>& columns) {
  named_estimates out;
  std::vector<Eigen::Index> at;
  for (const auto& name : columns) {
    const auto found = std::find(estimates.names.begin(), estimates.names.end(), name);
    require(found != estimates.names.end(), "counterfactual", "the estimates have no term '", name,
            "'");
    at.push_back(found - estimates.names.begin());
  }
  const auto k = std::ssize(at);
  out.names = columns;
  out.coefficients.resize(k);
  if (estimates.covariance.size() > 0) out.covariance.resize(k, k);
  for (Eigen::Index a = 0; a < k; ++a) {
    out.coefficients[a] = estimates.coefficients[at[to_size(a)]];
    for (Eigen::Index b = 0; b < k && out.covariance.size() > 0; ++b) {
      out.covariance(a, b) = estimates.covariance(at[to_size(a)], at[to_size(b)]);
    }
  }
  return out;
}

/// The variance of what is believed about a value.
template <class = when_called>
[[nodiscard]] double variance_of(const uncertain_value& u) {
  if (u.how == spread_kind::normal) return u.first * u.first;
  if (u.how == spread_kind::uniform) return (u.second - u.first) * (u.second - u.first) / 12;
  return 0;
}

}  // namespace bilateral::detail
