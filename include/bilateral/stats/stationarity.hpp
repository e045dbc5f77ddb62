#pragma once
/// The KPSS test, whose null is stationarity around a level or a trend.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/numeric/scale.hpp>
#include <bilateral/stats/test_result.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <optional>
#include <span>

namespace bilateral {

/// Bandwidth of the KPSS test: Hobijn, Franses and Ooms; ceil(12 (n/100)^(1/4)), statsmodels'
/// "legacy"; floor(4 (n/100)^(1/4)) and floor(12 (n/100)^(1/4)), urca's "short" and "long".
enum class kpss_bandwidth { automatic, legacy, brief, lengthy };

struct kpss_options {
  bool trend = false;  ///< stationary around a trend, not a level
  kpss_bandwidth rule = kpss_bandwidth::automatic;
  std::optional<int> lags{};  ///< overrides the rule
};

struct kpss_result {
  test_result test;
  int lags = 0;
};

namespace detail {

// e: the series without its mean, or without its trend
template <class = when_called>
dense_vector<double> kpss_residuals(const char* function, std::span<const double> y, bool trend) {
  const auto n = std::ssize(y);
  dense_matrix<double> x(n, trend ? 2 : 1);
  dense_vector<double> values(n);
  for (Eigen::Index t = 0; t < n; ++t) {
    values[t] = y[to_size(t)];
    x(t, 0) = 1;
    if (trend) x(t, 1) = static_cast<double>(t + 1);
  }
  dense_vector<double> e = least_squares(x, values).residuals;
  const double total = (values.array() - values.mean()).square().sum();
  if (!(e.squaredNorm() > 1e-20 * total)) {
    throw numerical_error(text(function, ": perfect fit: the series is an exact trend"));
  }
  return e;
}

// sum_t e_t e_(t-j)
template <class = when_called>
double lagged_product(const dense_vector<double>& e, int j) {
  return e.tail(e.size() - j).dot(e.head(e.size() - j));
}

// Newey and West's plug-in bandwidth for Bartlett weights, pilot n^(2/9)
template <class = when_called>
double hobijn_bandwidth(const dense_vector<double>& e) {
  const double count = static_cast<double>(e.size());
  const auto pilot =
      (std::min)(static_cast<int>(std::pow(count, 2.0 / 9.0)), static_cast<int>(e.size() - 1));
  double s0 = e.squaredNorm() / count;
  double s1 = 0;
  for (int j = 1; j <= pilot; ++j) {
    const double g = 2 * lagged_product(e, j) / count;
    s0 += g;
    s1 += j * g;
  }
  return 1.1447 * std::cbrt((s1 / s0) * (s1 / s0)) * std::cbrt(count);
}

// l of s^2(l): as given, or by the rule and at most n - 1
template <class = when_called>
int kpss_lags(const char* function, const dense_vector<double>& e, const kpss_options& options) {
  const auto n = e.size();
  if (options.lags) {
    require(*options.lags >= 0 && *options.lags < n, function, "lags is ", *options.lags,
            "; it must lie between 0 and ", n - 1);
    return *options.lags;
  }
  const double count = static_cast<double>(n), power = std::pow(count / 100, 0.25);
  const double wanted = options.rule == kpss_bandwidth::automatic ? hobijn_bandwidth(e)
                        : options.rule == kpss_bandwidth::legacy  ? std::ceil(12 * power)
                        : options.rule == kpss_bandwidth::brief   ? std::floor(4 * power)
                                                                  : std::floor(12 * power);
  return static_cast<int>(wanted < count ? wanted : count - 1);
}

// s^2(l)
template <class = when_called>
double kpss_variance(const char* function, const dense_vector<double>& e, int lags) {
  double variance = e.squaredNorm();
  for (int j = 1; j <= lags; ++j) variance += 2 * (1 - j / (lags + 1.0)) * lagged_product(e, j);
  variance /= static_cast<double>(e.size());
  if (!(variance > 0)) {
    throw numerical_error(text(function, ": the long-run variance with ", lags, " lags is zero"));
  }
  return variance;
}

// sum_t S_t^2 of the partial sums
template <class = when_called>
double squared_partial_sums(const dense_vector<double>& e) {
  double sum = 0, squares = 0;
  for (const double v : e) {
    sum += v;
    squares += sum * sum;
  }
  return squares;
}

// critical values, and the p-value between them
template <class = when_called>
void judge_by_kpss_table(test_result& t, bool trend) {
  constexpr std::array<double, 4> p = {0.10, 0.05, 0.025, 0.01};
  const std::array<double, 4> c =
      trend ? std::array{0.119, 0.146, 0.176, 0.216} : std::array{0.347, 0.463, 0.574, 0.739};
  t.distribution = "tabulated, Kwiatkowski et al. (1992), table 1";
  t.critical_values = {{"10%", c[0]}, {"5%", c[1]}, {"2.5%", c[2]}, {"1%", c[3]}};
  const double s = t.statistic;
  if (s <= c[0]) {
    t.p_value = p[0];
    t.notes.push_back("the p-value is at least 0.1");
  } else if (s >= c[3]) {
    t.p_value = p[3];
    t.notes.push_back("the p-value is at most 0.01");
  } else {
    std::size_t i = 1;
    while (s > c[i]) ++i;
    t.p_value = p[i - 1] + (s - c[i - 1]) / (c[i] - c[i - 1]) * (p[i] - p[i - 1]);
  }
}

}  // namespace detail

/// KPSS test of stationarity.
///
///   eta = sum_t S_t^2 / (n^2 s^2(l)),  S_t = e_1 + ... + e_t,  s^2(l) by the Bartlett kernel
///
/// @param y  (n), in time order
/// @return   statistic, critical values, p-value interpolated between 10 and 1 percent; beyond them
///           the nearer of the two with a note
/// @throws argument_error   zero variance, lags >= n, NaN
/// @throws numerical_error  the series is an exact trend
/// @note  equal to statsmodels kpss ("auto", "legacy") and R urca ur.kpss
/// @see   Kwiatkowski, Phillips, Schmidt & Shin (1992), J. Econometrics 54, eq. 11 to 13, table 1;
///        Hobijn, Franses & Ooms (1998) for the bandwidth
template <class = when_called>
[[nodiscard]] kpss_result kpss_test(std::span<const double> y, const kpss_options& options = {}) {
  constexpr const char* function = "kpss_test";
  require(y.size() > 2, function, "the series has ", y.size(), " values; it must have at least 3");
  require_finite(function, "the series", y);
  require_squares(function, "the series", y);
  const auto [low, high] = std::minmax_element(y.begin(), y.end());
  require(*low < *high, function, "the series has zero variance: every value is ", *low);
  const double n = static_cast<double>(y.size());
  const auto e = detail::kpss_residuals(function, y, options.trend);
  kpss_result r;
  r.lags = detail::kpss_lags(function, e, options);
  const double variance = detail::kpss_variance(function, e, r.lags);
  r.test.name = "KPSS test";
  r.test.statistic = detail::squared_partial_sums(e) / (n * n) / variance;
  r.test.null = options.trend ? "stationary around a trend" : "stationary around a level";
  detail::judge_by_kpss_table(r.test, options.trend);
  return r;
}

}  // namespace bilateral
