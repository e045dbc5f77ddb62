#pragma once
/// Trend growth: the slope of the logarithm on time, with its standard error.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/series/series.hpp>
#include <bilateral/stats/distribution.hpp>

#include <cmath>
#include <cstddef>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bilateral {

struct trend_options {
  double periods_per_year = 1;           ///< 12 turns the growth of a monthly series into a year's
  std::optional<int> newey_west_lags{};  ///< Bartlett lags; none is iid errors
  double level = 0.95;
};

/// Growth rates are shares: 0.03 is 3 percent a year.
struct trend_growth_result {
  double slope = 0;                        ///< log points a period
  std::optional<double> std_error;         ///< of the slope; none with two values
  double growth = 0;                       ///< exp(slope periods_per_year) - 1
  std::optional<double> growth_std_error;  ///< delta method
  std::optional<double> low, high;         ///< interval of the growth, from that of the slope
  double r2 = 0;
  std::size_t observations = 0;
  std::vector<std::string> notes;
};

/// Log-linear trend growth.
///
///   log y_t = a + g t + u_t,   growth = exp(g) - 1
///
/// @param y  (n), positive, in time order without gaps, n >= 2
/// @throws argument_error  a value that is not positive, fewer than two values
/// @note  serial correlation makes iid errors too small: give newey_west_lags (no small-sample factor)
/// @see   World Bank, World Development Indicators, "least-squares growth rate"
template <class = when_called>
[[nodiscard]] trend_growth_result trend_growth(std::span<const double> y,
                                               const trend_options& options = {}) {
  constexpr const char* function = "trend_growth";
  require(y.size() >= 2, function, "the series has ", y.size(), " values; it must have at least 2");
  require_positive(function, "the series", y);
  require(options.periods_per_year > 0, function, "periods_per_year is ", options.periods_per_year);
  require(options.level > 0 && options.level < 1, function, "level is ", options.level,
          "; it must lie between 0 and 1");
  const auto n = std::ssize(y);
  const double count = static_cast<double>(n);
  dense_vector<double> logs(n), t(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    logs[i] = std::log(y[to_size(i)]);
    t[i] = static_cast<double>(i) - (count - 1) / 2;
  }
  const double centre = logs.mean();
  const dense_vector<double> deviation = logs.array() - centre;
  const double tt = t.squaredNorm();
  trend_growth_result r;
  r.observations = y.size();
  r.slope = t.dot(deviation) / tt;
  r.growth = std::expm1(r.slope * options.periods_per_year);
  const dense_vector<double> u = deviation - r.slope * t;
  const double total = deviation.squaredNorm();
  r.r2 = total > 0 ? 1 - u.squaredNorm() / total : 1;
  if (n == 2) {
    r.notes.push_back("two values: no residual degrees of freedom, standard errors are undefined");
    return r;
  }
  double dof = count - 2;
  double variance = u.squaredNorm() / dof / tt;
  if (options.newey_west_lags) {
    const int lags = *options.newey_west_lags;
    require(lags >= 0 && lags < n, function, "newey_west_lags is ", lags,
            "; it must lie between 0 and ", n - 1);
    const dense_vector<double> score = t.cwiseProduct(u);
    variance = score.squaredNorm();
    for (int l = 1; l <= lags; ++l) {
      variance += 2 * (1 - l / (lags + 1.0)) * score.tail(n - l).dot(score.head(n - l));
    }
    variance /= tt * tt;
  }
  r.std_error = std::sqrt(variance);
  r.growth_std_error = (1 + r.growth) * options.periods_per_year * *r.std_error;
  const double reach = student_t_quantile((1 + options.level) / 2, dof) * *r.std_error;
  r.low = std::expm1((r.slope - reach) * options.periods_per_year);
  r.high = std::expm1((r.slope + reach) * options.periods_per_year);
  return r;
}

/// Trend growth a year of a series without gaps; periods_per_year is its frequency's.
/// @throws data_error  a missing period, named
template <frequency F, unit U>
[[nodiscard]] trend_growth_result trend_growth(const series<F, U>& s, trend_options options = {}) {
  options.periods_per_year = F::periods_per_year;
  return trend_growth(complete(s), options);
}

}  // namespace bilateral
