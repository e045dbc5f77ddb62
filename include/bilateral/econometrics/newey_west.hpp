#pragma once
/// Heteroskedasticity and autocorrelation consistent covariance with Bartlett weights.

#include <bilateral/econometrics/covariance.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <optional>
#include <vector>

namespace bilateral {

/// Newey-West: meat = G_0 + sum_{l=1}^{L} (1 - l / (L + 1)) (G_l + G_l'), G_l = sum_t s_t s_{t-l}'.
///
/// @param lags    L; none takes the plug-in rule of Newey and West (1994) on the scores, the
///                intercept's weight zero: floor of the bandwidth, as R sandwich does
/// @param adjust  small-sample factor n / (n - K)
/// @note  no prewhitening. With given lags equal to R sandwich NeweyWest(prewhite = FALSE), gretl and
///        statsmodels HAC; with adjust to Stata newey. The time index is honoured: scores l periods
///        apart, not l rows. t(n - K)
/// @see   Newey & West (1987), Econometrica 55(3), eq. 5; (1994), Review of Economic Studies 61
struct newey_west {
  std::optional<long> lags{};
  bool adjust = false;
};

namespace detail {

// rows in order of time; on a gapped index the position of each row on the full grid
template <class Scalar>
dense_matrix<Scalar> scores_by_time(const estimation_scores<Scalar>& s) {
  if (s.time.empty()) return s.scores;
  require(s.time.size() == static_cast<std::size_t>(s.scores.rows()), "covariance", "the time index has ",
          s.time.size(), " values for ", s.scores.rows(), " rows");
  const auto [low, high] = std::minmax_element(s.time.begin(), s.time.end());
  const std::int64_t span = *high - *low + 1;
  require(span <= 64 * static_cast<std::int64_t>(s.time.size()), "covariance",
          "the time index spans ", span, " periods for ", s.time.size(), " rows");
  dense_matrix<Scalar> out = dense_matrix<Scalar>::Zero(span, s.scores.cols());
  std::vector<bool> seen(static_cast<std::size_t>(span), false);
  for (std::size_t i = 0; i < s.time.size(); ++i) {
    const std::int64_t at = s.time[i] - *low;
    require(!seen[static_cast<std::size_t>(at)], "covariance", "the time ", s.time[i],
            " stands twice; use clustered or driscoll_kraay for panels");
    seen[static_cast<std::size_t>(at)] = true;
    out.row(at) = s.scores.row(static_cast<Eigen::Index>(i));
  }
  return out;
}

// weighted sum of autocovariances: one filter pass over the scores, one k x k product
template <class Scalar>
dense_matrix<Scalar> bartlett_meat(const dense_matrix<Scalar>& u, long lags) {
  const Eigen::Index n = u.rows();
  constexpr Eigen::Index block = 2048;
  dense_matrix<Scalar> half = dense_matrix<Scalar>::Zero(u.cols(), u.cols());
  dense_matrix<Scalar> v;
  for (Eigen::Index start = 0; start < n; start += block) {
    const Eigen::Index m = (std::min)(block, n - start);
    v = u.middleRows(start, m) / Scalar(2);
    for (long l = 1; l <= lags; ++l) {
      const Scalar w = Scalar(1) - Scalar(double(l)) / Scalar(double(lags + 1));
      const Eigen::Index skip = (std::max)(Eigen::Index{0}, l - start);
      if (skip >= m) continue;
      v.bottomRows(m - skip) += w * u.middleRows(start + skip - l, m - skip);
    }
    half.noalias() += u.middleRows(start, m).transpose() * v;
  }
  return half + half.transpose();
}

}  // namespace detail

/// Bandwidth of Newey and West (1994) for Bartlett weights without prewhitening:
/// m = floor(4 (n / 100)^(2/9)), 1.1447 ((s1 / s0)^2)^(1/3) n^(1/3) on the summed scores.
/// @note  equals R sandwich bwNeweyWest(prewhite = 0)
template <class Scalar>
[[nodiscard]] double newey_west_bandwidth(const dense_matrix<Scalar>& scores, bool intercept) {
  const Eigen::Index n = scores.rows();
  const Eigen::Index first = intercept && scores.cols() > 1 ? 1 : 0;
  const dense_vector<Scalar> h = scores.rightCols(scores.cols() - first).rowwise().sum();
  const auto m = static_cast<Eigen::Index>(std::floor(4 * std::pow(double(n) / 100, 2.0 / 9)));
  double s0 = 0, s1 = 0;
  for (Eigen::Index l = 0; l <= m && l < n; ++l) {
    const double sigma =
        static_cast<double>(h.tail(n - l).dot(h.head(n - l))) / static_cast<double>(n);
    s0 += (l == 0 ? 1 : 2) * sigma;
    s1 += 2 * static_cast<double>(l) * sigma;
  }
  return 1.1447 * std::pow(s1 / s0 * (s1 / s0), 1.0 / 3) * std::pow(double(n), 1.0 / 3);
}

/// @throws argument_error  negative lags, lags not below the number of periods, a time twice
template <class Scalar>
[[nodiscard]] covariance_estimate<Scalar> covariance(const estimation_scores<Scalar>& s,
                                                     const newey_west& spec) {
  require(s.frequency.size() == 0, "newey_west", "frequency weights have no order in time");
  const dense_matrix<Scalar> u = detail::scores_by_time(s);
  const long lags = spec.lags ? *spec.lags
                              : static_cast<long>(std::floor(
                                    newey_west_bandwidth<Scalar>(u, s.intercept)));
  require(lags >= 0 && lags < u.rows(), "newey_west", "lags is ", lags,
          "; it must lie between 0 and ", u.rows() - 1);
  dense_matrix<Scalar> meat = detail::bartlett_meat<Scalar>(u, lags);
  if (spec.adjust) meat *= Scalar(s.observations / s.residual_dof());
  return {sandwich<Scalar>(s.bread, meat),
          text("Newey-West, ", lags, spec.lags ? " lags" : " lags (Newey-West 1994)",
               spec.adjust ? ", factor n/(n-k)" : ""),
          s.default_dof(),
          {}};
}

}  // namespace bilateral
