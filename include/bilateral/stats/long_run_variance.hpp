#pragma once
/// Long-run variance of a vector series: kernels, automatic bandwidths, prewhitening.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/instantiate.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/stats/kernel.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

namespace bilateral {

/// How a bandwidth is chosen from the data.
enum class bandwidth_rule {
  newey_west_1994,  ///< nonparametric plug-in; Bartlett, Parzen and quadratic spectral
  andrews           ///< AR(1) plug-in
};

/// Weights of lags 0, 1, ... of a kernel, to the last lag whose weight exceeds 1e-7 (or n - 1).
/// @throws argument_error  a bandwidth that is negative or not finite
[[nodiscard]] inline std::vector<double> kernel_weights(kernel k, double bandwidth,
                                                        std::ptrdiff_t n) {
  require(std::isfinite(bandwidth) && bandwidth >= 0, "kernel_weights", "the bandwidth is ",
          bandwidth);
  std::vector<double> w{1};
  std::size_t last = 0;
  if (bandwidth > 0) {
    // beyond 1500 bandwidths the quadratic spectral weight is below 1e-7 for good
    const double reach = k == kernel::quadratic_spectral ? 1500 * bandwidth + 1 : bandwidth;
    for (std::ptrdiff_t l = 1; l < n && static_cast<double>(l) <= reach; ++l) {
      w.push_back(kernel_weight(k, static_cast<double>(l) / bandwidth));
      if (std::abs(w.back()) > 1e-7) last = w.size() - 1;
    }
  }
  w.resize(last + 1);
  return w;
}

/// Weighted sum of autocovariances, not divided by n:
///
///   S = w_0 G_0 + sum_{l >= 1} w_l (G_l + G_l'),   G_l = sum_t u_t u_{t-l}'
///
/// @param u        (n x k), row t is u_t'
/// @param weights  w_0, w_1, ...
template <class Scalar>
[[nodiscard]] dense_matrix<Scalar> weighted_autocovariance(const dense_matrix<Scalar>& u,
                                                           std::span<const double> weights) {
  // v = half of u, filtered: blocks that stay in cache, a strip of rows in registers over all lags
  const Eigen::Index n = u.rows();
  constexpr Eigen::Index block = 1024;
  constexpr Eigen::Index strip = 16;
  using strip_array = Eigen::Array<Scalar, strip, 1>;
  const auto lags = std::ssize(weights);
  std::vector<Scalar> w(weights.begin(), weights.end());
  w[0] /= Scalar(2);
  dense_matrix<Scalar> half = dense_matrix<Scalar>::Zero(u.cols(), u.cols());
  dense_matrix<Scalar> v((std::min)(block, n), u.cols());
  for (Eigen::Index start = 0; start < n; start += block) {
    const Eigen::Index m = (std::min)(block, n - start);
    for (Eigen::Index j = 0; j < u.cols(); ++j) {
      const Scalar* column = u.col(j).data() + start;
      Eigen::Index t = 0;
      while (t < m) {
        if (start + t >= lags - 1 && t + strip <= m) {
          strip_array sum = strip_array::Zero();
          for (Eigen::Index l = 0; l < lags; ++l) {
            sum += w[to_size(l)] * Eigen::Map<const strip_array>(column + t - l);
          }
          Eigen::Map<strip_array>(v.col(j).data() + t) = sum;
          t += strip;
        } else {
          Scalar sum(0);
          const Eigen::Index reach = (std::min)(lags, start + t + 1);
          for (Eigen::Index l = 0; l < reach; ++l) sum += w[to_size(l)] * column[t - l];
          v(t, j) = sum;
          ++t;
        }
      }
    }
    half.noalias() += u.middleRows(start, m).transpose() * v.topRows(m);
  }
  return half + half.transpose();
}

/// Residuals of a first-order vector autoregression without intercept, and what colours them again.
template <class Scalar>
struct prewhitened {
  dense_matrix<Scalar> residuals;  ///< ((n-1) x k)
  dense_matrix<Scalar> recolour;   ///< (k x k) D = (I - A)^-1: the long-run variance is D S D'
};

/// u_t = A u_{t-1} + e_t by least squares.
/// @throws argument_error   fewer than k + 2 rows
/// @throws numerical_error  u_{t-1} is collinear or I - A is singular
/// @note  A is taken as estimated, without pulling its roots inside the unit circle (R sandwich)
/// @see   Andrews & Monahan (1992), Econometrica 60(4)
template <class Scalar>
[[nodiscard]] prewhitened<Scalar> prewhiten(const dense_matrix<Scalar>& u) {
  using std::abs;
  const Eigen::Index n = u.rows();
  const Eigen::Index k = u.cols();
  require(n >= k + 2, "prewhiten", "there are ", n, " periods for ", k, " scores");
  const dense_matrix<Scalar> before = u.topRows(n - 1);
  const dense_matrix<Scalar> after = u.bottomRows(n - 1);
  const checked_qr<Scalar> qr(before);
  if (qr.rank() < k) throw numerical_error("prewhiten: the lagged scores are collinear");
  dense_matrix<Scalar> a_transposed(k, k);
  for (Eigen::Index j = 0; j < k; ++j) {
    a_transposed.col(j) = qr.solve(before, dense_vector<Scalar>(after.col(j)));
  }
  const dense_matrix<Scalar> rest = dense_matrix<Scalar>::Identity(k, k) - a_transposed.transpose();
  const checked_qr<Scalar> inverse(rest);
  if (inverse.rank() < k) {
    throw numerical_error("prewhiten: the scores have a unit root, I - A is singular");
  }
  dense_matrix<Scalar> recolour(k, k);
  for (Eigen::Index j = 0; j < k; ++j) {
    recolour.col(j) = inverse.solve(rest, dense_vector<Scalar>(dense_vector<Scalar>::Unit(k, j)));
  }
  return {after - before * a_transposed, recolour};
}

namespace detail {

// slope of x_t on x_{t-1} with intercept, and its residual variance
template <class Scalar>
std::pair<double, double> first_order(const dense_vector<Scalar>& x) {
  const Eigen::Index m = x.size() - 1;
  const Scalar count(static_cast<double>(m));
  const dense_vector<Scalar> before = x.head(m).array() - Scalar(x.head(m).sum() / count);
  const dense_vector<Scalar> after = x.tail(m).array() - Scalar(x.tail(m).sum() / count);
  const Scalar rho = before.dot(after) / before.squaredNorm();
  const Scalar rss = (after - rho * before).squaredNorm();
  return {static_cast<double>(rho), static_cast<double>(rss / count)};
}

}  // namespace detail

/// Bandwidth by rule.
///
///   Newey-West: h_t = sum of the weighted columns, m = floor(4 (n/100)^r) (3 when prewhitened),
///   s_q = 2 sum_{j<=m} j^q G_j, bandwidth = c ((s_q / s_0)^2)^(1/(2q+1)) n^(1/(2q+1)), with
///   r = 2/9, 4/25, 2/25; q = 1, 2, 2; c = 1.1447, 2.6614, 1.3221 (Bartlett, Parzen, quadratic spectral)
///
///   Andrews: a column's AR(1) rho, s2 gives alpha_q = sum w f_q s2^2 / sum w s2^2 / (1 - rho)^4,
///   f_1 = 4 rho^2 / ((1 - rho)^6 (1 + rho)^2), f_2 = 4 rho^2 / (1 - rho)^8;
///   bandwidth = c (alpha_q n)^(1/(2q+1)), c = 1.1447, 2.6614, 1.3221, 1.7462 (Tukey-Hanning), 0.6611
///   (truncated)
///
/// @param u            (n x k), prewhitened where `is_prewhitened`
/// @param weights      of the columns; the intercept's is zero by custom
/// @param n            periods before prewhitening; Andrews' rule counts the rows of u
/// @throws argument_error  a kernel the rule does not have
/// @note  equals R sandwich bwNeweyWest and bwAndrews(approx = "AR(1)")
/// @see   Newey & West (1994), Review of Economic Studies 61(4); Andrews (1991), Econometrica 59(3),
///        eq. 6.2 and 6.4
template <class Scalar>
[[nodiscard]] double automatic_bandwidth(const dense_matrix<Scalar>& u,
                                         const dense_vector<Scalar>& weights, kernel k,
                                         bandwidth_rule rule, double n, bool is_prewhitened) {
  require(weights.size() == u.cols(), "automatic_bandwidth", "there are ", weights.size(),
          " weights for ", u.cols(), " columns");
  const bool first_power = k == kernel::bartlett;
  const double power = first_power ? 1.0 / 3 : 1.0 / 5;
  if (rule == bandwidth_rule::newey_west_1994) {
    require(k == kernel::bartlett || k == kernel::parzen || k == kernel::quadratic_spectral,
            "automatic_bandwidth", "the rule of Newey and West has no constants for the ",
            name_of(k), " kernel");
    const double rate = first_power ? 2.0 / 9 : k == kernel::parzen ? 4.0 / 25 : 2.0 / 25;
    const double constant = first_power ? 1.1447 : k == kernel::parzen ? 2.6614 : 1.3221;
    const auto m =
        static_cast<Eigen::Index>(std::floor((is_prewhitened ? 3 : 4) * std::pow(n / 100, rate)));
    const dense_vector<Scalar> h = u * weights;
    const Eigen::Index rows = h.size();
    double s0 = 0, sq = 0;
    for (Eigen::Index l = 0; l <= m && l < rows; ++l) {
      const double g = static_cast<double>(h.tail(rows - l).dot(h.head(rows - l)));
      s0 += (l == 0 ? 1 : 2) * g;
      sq += 2 * static_cast<double>(first_power ? l : l * l) * g;
    }
    if (s0 == 0) throw numerical_error("automatic_bandwidth: the weighted scores are all zero");
    return constant * std::pow(sq / s0 * (sq / s0), power) * std::pow(n, power);
  }
  double top = 0, bottom = 0;
  for (Eigen::Index j = 0; j < u.cols(); ++j) {
    if (weights[j] == Scalar(0)) continue;
    const dense_vector<Scalar> column = u.col(j);
    const auto [rho, s2] = detail::first_order<Scalar>(column);
    const double w = static_cast<double>(weights[j]) * s2 * s2;
    const double rest = 1 - rho;
    top += w * 4 * rho * rho /
           (first_power ? std::pow(rest, 6) * (1 + rho) * (1 + rho) : std::pow(rest, 8));
    bottom += w / std::pow(rest, 4);
  }
  if (!(bottom > 0)) throw numerical_error("automatic_bandwidth: the scores do not vary");
  const double constant = k == kernel::bartlett             ? 1.1447
                          : k == kernel::parzen             ? 2.6614
                          : k == kernel::quadratic_spectral ? 1.3221
                          : k == kernel::tukey_hanning      ? 1.7462
                                                            : 0.6611;
  return constant * std::pow(static_cast<double>(u.rows()) * top / bottom, power);
}

BILATERAL_INSTANTIATE(dense_matrix<double> weighted_autocovariance(const dense_matrix<double>&,
                                                                   std::span<const double>))
BILATERAL_INSTANTIATE(prewhitened<double> prewhiten(const dense_matrix<double>&))
BILATERAL_INSTANTIATE(double automatic_bandwidth(const dense_matrix<double>&,
                                                 const dense_vector<double>&, kernel,
                                                 bandwidth_rule, double, bool))

}  // namespace bilateral
