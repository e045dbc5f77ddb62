#pragma once
/// Stepping an ARDL through time: rows of its design, samples remade from residuals, intervals of
/// what is drawn.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/dynamics/ardl.hpp>
#include <bilateral/econometrics/estimator/lagged_columns.hpp>
#include <bilateral/stats/random.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

namespace bilateral {

namespace detail {

// positions of the terms of an ARDL, so that a path can be stepped without looking up names
template <class Scalar>
struct ardl_terms {
  Eigen::Index constant = -1, trend = -1;
  std::vector<Eigen::Index> own;
  std::vector<std::vector<Eigen::Index>> lags;
  std::vector<Eigen::Index> fixed;

  explicit ardl_terms(const ardl_result<Scalar>& fit)
      : constant(term_position(fit.names, intercept_name)),
        trend(term_position(fit.names, trend_name)),
        own(own_lag_positions(fit)) {
    for (std::size_t j = 0; j < fit.data.regressors.size(); ++j)
      lags.push_back(lag_positions(fit, j));
    for (const auto& c : fit.data.fixed) fixed.push_back(term_position(fit.names, c.first));
  }

  // row of the design at t (from 0) of series that run past the end of the data
  void row(Eigen::Index t, const dense_vector<Scalar>& y,
           const std::vector<dense_vector<Scalar>>& x, const std::vector<dense_vector<Scalar>>& z,
           dense_vector<Scalar>& out) const {
    out.setZero();
    if (constant >= 0) out[constant] = Scalar(1);
    if (trend >= 0) out[trend] = Scalar(double(t + 1));
    for (std::size_t l = 0; l < own.size(); ++l) {
      if (own[l] >= 0) out[own[l]] = y[t - to_index(l) - 1];
    }
    for (std::size_t j = 0; j < lags.size(); ++j) {
      for (std::size_t l = 0; l < lags[j].size(); ++l) {
        if (lags[j][l] >= 0) out[lags[j][l]] = x[j][t - to_index(l)];
      }
    }
    for (std::size_t j = 0; j < fixed.size(); ++j) {
      if (fixed[j] >= 0) out[fixed[j]] = z[j][t];
    }
  }
};

// residuals about their mean, in the size of the shocks: times sqrt(n / (n - k))
template <class Scalar>
dense_vector<Scalar> residual_pool(const ardl_result<Scalar>& fit) {
  using std::sqrt;
  dense_vector<Scalar> pool = fit.residuals.array() - fit.residuals.mean();
  const double n = fit.observations;
  if (n > fit.parameters) pool *= sqrt(Scalar(n / (n - fit.parameters)));
  return pool;
}

template <class Scalar>
Scalar any_of(const dense_vector<Scalar>& pool, philox& stream) {
  return pool[to_index(stream.index(to_size(pool.size())))];
}

// coefficients of a sample remade by recursion from drawn residuals, the first rows as they were
template <class Scalar>
dense_vector<Scalar> resampled_coefficients(const ardl_result<Scalar>& fit,
                                            const ardl_terms<Scalar>& terms,
                                            const std::vector<dense_vector<Scalar>>& x,
                                            const std::vector<dense_vector<Scalar>>& z,
                                            const dense_vector<Scalar>& pool, philox& stream) {
  const Eigen::Index rows = fit.data.response.second.size();
  const Eigen::Index first = fit.first_row;
  const Eigen::Index k = fit.coefficients.size();
  dense_vector<Scalar> sample = fit.data.response.second;
  dense_matrix<Scalar> design(rows - first, k);
  dense_vector<Scalar> row(k);
  for (Eigen::Index t = first; t < rows; ++t) {
    terms.row(t, sample, x, z, row);
    design.row(t - first) = row.transpose();
    sample[t] = row.dot(fit.coefficients) + any_of(pool, stream);
  }
  const auto again = least_squares<Scalar>(design, sample.tail(rows - first), {.refine = false});
  dense_vector<Scalar> b = fit.coefficients;
  for (std::size_t j = 0; j < again.kept.size(); ++j) {
    b[again.kept[j]] = again.coefficients[to_index(j)];
  }
  return b;
}

// percentile interval of draws: order statistics floor(a (R + 1)) and its mirror image
template <class Scalar>
std::pair<Scalar, Scalar> drawn_interval(std::vector<Scalar> draws, double level) {
  std::sort(draws.begin(), draws.end());
  const double tail = (1 - level) / 2, count = static_cast<double>(draws.size());
  const auto low = static_cast<std::size_t>((std::max)(1.0, std::floor(tail * (count + 1) + 1e-9)));
  return {draws[low - 1], draws[draws.size() - low]};
}

template <class Scalar>
dense_vector<Scalar> joined(const dense_vector<Scalar>& a, const dense_vector<Scalar>& b) {
  dense_vector<Scalar> out(a.size() + b.size());
  out << a, b;
  return out;
}

}  // namespace detail

}  // namespace bilateral
