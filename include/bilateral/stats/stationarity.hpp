#pragma once
/// The KPSS test, whose null is stationarity around a level or a trend.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
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
template <class = void>
[[nodiscard]] kpss_result kpss_test(std::span<const double> y, const kpss_options& options = {}) {
  constexpr const char* function = "kpss_test";
  require(y.size() > 2, function, "the series has ", y.size(), " values; it must have at least 3");
  require_finite(function, "the series", y);
  require_squares(function, "the series", y);
  const auto [low, high] = std::minmax_element(y.begin(), y.end());
  require(*low < *high, function, "the series has zero variance: every value is ", *low);
  const auto n = std::ssize(y);
  const double count = static_cast<double>(n);
  dense_matrix<double> x(n, options.trend ? 2 : 1);
  dense_vector<double> values(n);
  for (Eigen::Index t = 0; t < n; ++t) {
    values[t] = y[to_size(t)];
    x(t, 0) = 1;
    if (options.trend) x(t, 1) = static_cast<double>(t + 1);
  }
  const dense_vector<double> e = least_squares(x, values).residuals;
  const double total = (values.array() - values.mean()).square().sum();
  if (!(e.squaredNorm() > 1e-20 * total)) {
    throw numerical_error(text(function, ": perfect fit: the series is an exact trend"));
  }
  const auto product = [&](int j) { return e.tail(n - j).dot(e.head(n - j)); };
  kpss_result r;
  const double power = std::pow(count / 100, 0.25);
  if (options.lags) {
    require(*options.lags >= 0 && *options.lags < n, function, "lags is ", *options.lags,
            "; it must lie between 0 and ", n - 1);
    r.lags = *options.lags;
  } else if (options.rule == kpss_bandwidth::legacy) {
    r.lags = static_cast<int>(std::ceil(12 * power));
  } else if (options.rule == kpss_bandwidth::brief) {
    r.lags = static_cast<int>(std::floor(4 * power));
  } else if (options.rule == kpss_bandwidth::lengthy) {
    r.lags = static_cast<int>(std::floor(12 * power));
  } else {
    const auto first = (std::min)(static_cast<int>(std::pow(count, 2.0 / 9.0)), int(n - 1));
    double s0 = e.squaredNorm() / count;
    double s1 = 0;
    for (int j = 1; j <= first; ++j) {
      const double g = 2 * product(j) / count;
      s0 += g;
      s1 += j * g;
    }
    const double wanted = 1.1447 * std::cbrt((s1 / s0) * (s1 / s0)) * std::cbrt(count);
    r.lags = wanted < count ? static_cast<int>(wanted) : static_cast<int>(n - 1);
  }
  if (r.lags > n - 1) r.lags = static_cast<int>(n - 1);
  double variance = e.squaredNorm();
  for (int j = 1; j <= r.lags; ++j) variance += 2 * (1 - j / (r.lags + 1.0)) * product(j);
  variance /= count;
  if (!(variance > 0)) {
    throw numerical_error(text(function, ": the long-run variance with ", r.lags, " lags is zero"));
  }
  double sum = 0;
  double squares = 0;
  for (Eigen::Index t = 0; t < n; ++t) {
    sum += e[t];
    squares += sum * sum;
  }
  r.test.name = "KPSS test";
  r.test.statistic = squares / (count * count) / variance;
  r.test.null = options.trend ? "stationary around a trend" : "stationary around a level";
  r.test.distribution = "tabulated, Kwiatkowski et al. (1992), table 1";
  constexpr std::array<double, 4> p = {0.10, 0.05, 0.025, 0.01};
  const std::array<double, 4> c = options.trend ? std::array{0.119, 0.146, 0.176, 0.216}
                                                : std::array{0.347, 0.463, 0.574, 0.739};
  r.test.critical_values = {{"10%", c[0]}, {"5%", c[1]}, {"2.5%", c[2]}, {"1%", c[3]}};
  const double s = r.test.statistic;
  if (s <= c[0]) {
    r.test.p_value = p[0];
    r.test.notes.push_back("the p-value is at least 0.1");
  } else if (s >= c[3]) {
    r.test.p_value = p[3];
    r.test.notes.push_back("the p-value is at most 0.01");
  } else {
    std::size_t i = 1;
    while (s > c[i]) ++i;
    r.test.p_value = p[i - 1] + (s - c[i - 1]) / (c[i] - c[i - 1]) * (p[i] - p[i - 1]);
  }
  return r;
}

}  // namespace bilateral
