#pragma once
/// How much each row fits itself through absorbed effects.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/estimator/absorbed.hpp>
#include <bilateral/numeric/absorb.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/stats/random.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <vector>

namespace bilateral {

struct effects_leverage_options {
  std::size_t exact_rows = 5000;  ///< several sets: solved row by row up to so many rows
  int draws = 200;                ///< of the random projection beyond them
  std::uint64_t seed = 1;
  unsigned threads = 1;
};

/// Leverage of the dummies (and slopes) of absorbed effects.
template <class Scalar>
struct effects_leverage_result {
  dense_vector<Scalar> leverage;  ///< (n)
  bool exact = true;
  int draws = 0;             ///< where it is not exact
  double largest_error = 0;  ///< the largest standard error of a leverage; zero where it is exact
};

namespace detail {

// w_i / W_g
template <class Scalar>
dense_vector<Scalar> leverage_of_levels(const factor& f, const dense_vector<Scalar>& weights) {
  const auto n = std::ssize(f);
  dense_vector<Scalar> total = dense_vector<Scalar>::Zero(f.levels);
  dense_vector<Scalar> h = weights.size() > 0 ? weights : dense_vector<Scalar>::Ones(n).eval();
  for (Eigen::Index i = 0; i < n; ++i) total[f.codes[to_size(i)]] += h[i];
  for (Eigen::Index i = 0; i < n; ++i) h[i] /= total[f.codes[to_size(i)]];
  return h;
}

// one less the residual of unit i on the effects
template <class Scalar>
dense_vector<Scalar> leverage_by_units(const std::vector<grouping>& effects, std::size_t n,
                                       const dense_vector<Scalar>& weights) {
  const auto rows = to_index(n);
  dense_vector<Scalar> h(rows);
  constexpr Eigen::Index block = 64;
  for (Eigen::Index start = 0; start < rows; start += block) {
    const Eigen::Index m = (std::min)(block, rows - start);
    dense_matrix<Scalar> units = dense_matrix<Scalar>::Zero(rows, m);
    for (Eigen::Index j = 0; j < m; ++j) units(start + j, j) = Scalar(1);
    const dense_matrix<Scalar> left = absorb(units, effects, weights).residuals;
    for (Eigen::Index j = 0; j < m; ++j) h[start + j] = Scalar(1) - left(start + j, j);
  }
  return h;
}

// z of random signs is split into its projection p and the rest m: h = E p^2, 1 - h = E m^2
template <class Scalar>
effects_leverage_result<Scalar> leverage_by_projection(const std::vector<grouping>& effects,
                                                       const dense_vector<Scalar>& weights,
                                                       const effects_leverage_options& options) {
  constexpr Eigen::Index width = 4;
  const auto rows = to_index(effects.front().codes.size());
  const dense_vector<Scalar> root = weights.cwiseSqrt();
  dense_vector<Scalar> explained = dense_vector<Scalar>::Zero(rows);
  dense_vector<Scalar> left = explained;
  dense_matrix<Scalar> z(rows, width);
  effects_leverage_result<Scalar> out;
  for (int draw = 0; draw < options.draws; draw += static_cast<int>(width)) {
    for (Eigen::Index j = 0; j < width; ++j) {
      philox random(options.seed, static_cast<std::uint64_t>(draw + j));
      for (Eigen::Index i = 0; i < rows; ++i) z(i, j) = Scalar(random.sign());
    }
    const dense_matrix<Scalar> scaled =
        root.size() > 0 ? (root.cwiseInverse().asDiagonal() * z).eval() : z;
    dense_matrix<Scalar> rest =
        absorb(scaled, effects, weights, {.tolerance = 1e-6, .threads = options.threads}).residuals;
    if (root.size() > 0) rest = root.asDiagonal() * rest;
    explained += (z - rest).rowwise().squaredNorm();
    left += rest.rowwise().squaredNorm();
    out.draws += static_cast<int>(width);
  }
  out.exact = false;
  out.leverage = explained.cwiseQuotient(explained + left);
  for (Scalar& h : out.leverage) {
    if (Scalar(1) - h < Scalar(1e-10)) h = Scalar(1);  // the effects fit this row exactly
    const double share = static_cast<double>(h);
    out.largest_error =
        (std::max)(out.largest_error, 2 * share * (1 - share) / std::sqrt(out.draws));
  }
  return out;
}

}  // namespace detail

/// Leverage h_i of the dummies D of absorbed effects, the diagonal of
///
///   P = W^(1/2) D (D'WD)^- D' W^(1/2)
///
/// One set of levels: w_i / W_g. Several sets, or slopes: exactly, by a solve for each row, up to a
/// number of rows; beyond it from random signs z, h_i = p_i / (p_i + m_i), where p_i and m_i are
/// the sums over the draws of (P z)_i^2 and (z - P z)_i^2. The standard error of such an h_i is at
/// most 2 h_i (1 - h_i) / sqrt(draws): at most 0.036 with 200 draws.
///
/// @param weights  (n), positive; empty is none
/// @throws argument_error  no draws; shapes
/// @see  Kline, Saggio & Solvsten (2020), Econometrica 88(5), appendix B (random projection);
///       Achlioptas (2003), J. Computer and System Sciences 66(4)
template <class Scalar>
[[nodiscard]] effects_leverage_result<Scalar> effects_leverage(
    const std::vector<factor>& effects, const dense_vector<Scalar>& weights,
    const effects_leverage_options& options = {}) {
  require(!effects.empty(), "effects_leverage", "there are no effects");
  require(options.draws > 0, "effects_leverage", "draws is ", options.draws,
          "; it must be above zero");
  const std::size_t n = effects.front().size();
  require(weights.size() == 0 || to_size(weights.size()) == n, "effects_leverage", "there are ",
          weights.size(), " weights for ", n, " rows");
  if (effects.size() == 1 && effects.front().slopes.empty()) {
    return {detail::leverage_of_levels(effects.front(), weights)};
  }
  const std::vector<grouping> groups = groupings_of(effects);
  if (n <= options.exact_rows) return {detail::leverage_by_units<Scalar>(groups, n, weights)};
  return detail::leverage_by_projection<Scalar>(groups, weights, options);
}

}  // namespace bilateral
