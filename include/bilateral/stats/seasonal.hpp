#pragma once
/// Seasonality: dummies, trigonometric terms, and STL (seasonal-trend decomposition by loess).

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/numeric/dense.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bilateral {

/// Named seasonal regressors, one a column.
struct seasonal_regressors {
  std::vector<std::string> names;
  dense_matrix<double> values;  ///< (n x columns)
};

/// Dummies of the seasons 2..s (the first is the base), named season_2 and so on.
///
/// @param season  periods a year (12, 4); @param first  season of the first row, 1..season
/// @param centred each minus 1/s, so that they sum to zero over a year and leave the constant a mean
/// @throws argument_error  a season below 2, first outside 1..season
/// @see   Johansen (1995), Likelihood-based Inference in Cointegrated VARs, 5.1, for the centred form
template <class = when_called>
[[nodiscard]] seasonal_regressors seasonal_dummies(int season, int first, std::size_t rows,
                                                   bool centred = false) {
  require(season >= 2, "seasonal_dummies", "season is ", season, "; it must be at least 2");
  require(first >= 1 && first <= season, "seasonal_dummies", "first is ", first,
          "; it must lie between 1 and ", season);
  seasonal_regressors r;
  r.values.setConstant(to_index(rows), season - 1, centred ? -1.0 / season : 0.0);
  for (int j = 2; j <= season; ++j) r.names.push_back(text("season_", j));
  for (std::size_t i = 0; i < rows; ++i) {
    const int now = (first - 1 + static_cast<int>(i % to_size(season))) % season;
    if (now > 0) r.values(to_index(i), now - 1) += 1;
  }
  return r;
}

/// cos(2 pi j t / s) and sin(2 pi j t / s), j = 1..harmonics; at j = s / 2 the cosine alone.
/// @param first  t of the first row; @param harmonics  0 takes all, floor(s / 2): the dummies' span
/// @throws argument_error  a season below 2, harmonics outside 0..season/2
template <class = when_called>
[[nodiscard]] seasonal_regressors trigonometric_terms(int season, int first, std::size_t rows,
                                                      int harmonics = 0) {
  require(season >= 2, "trigonometric_terms", "season is ", season, "; it must be at least 2");
  require(harmonics >= 0 && harmonics <= season / 2, "trigonometric_terms", "harmonics is ",
          harmonics, "; it must lie between 0 and ", season / 2);
  const int most = harmonics == 0 ? season / 2 : harmonics;
  seasonal_regressors r;
  r.values.resize(to_index(rows), 2 * most - (2 * most == season ? 1 : 0));
  Eigen::Index column = 0;
  for (int j = 1; j <= most; ++j) {
    for (const bool sine : {false, true}) {
      if (sine && 2 * j == season) continue;
      r.names.push_back(text(sine ? "sin_" : "cos_", j));
      for (std::size_t i = 0; i < rows; ++i) {
        // the angle reduced in whole numbers first
        const long long step =
            (static_cast<long long>(first) + static_cast<long long>(i)) * j % season;
        const double angle = 6.283185307179586 * static_cast<double>(step) / season;
        r.values(to_index(i), column) = sine ? std::sin(angle) : std::cos(angle);
      }
      ++column;
    }
  }
  return r;
}

struct stl_options {
  int seasonal_window = 7;  ///< odd; larger is a steadier pattern
  int trend_window = 0;     ///< odd; 0 is the least odd above 1.5 s / (1 - 1.5 / seasonal_window)
  int low_pass_window = 0;  ///< odd; 0 is the least odd above s
  int seasonal_degree = 1, trend_degree = 1, low_pass_degree = 1;  ///< 0 or 1
  bool robust = false;
  int inner_iterations = 0;   ///< 0 is 5, or 2 when robust
  int outer_iterations = -1;  ///< -1 is 0, or 15 when robust
};

struct stl_result {
  std::vector<double> seasonal, trend, remainder, weights;  ///< sum of the first three is y
};

namespace detail {

// local fit at `at` to y[left..right] (positions from 1), window q; none where all weights are zero
template <class = when_called>
std::optional<double> loess_at(std::span<const double> y, int q, int degree, double at, int left,
                               int right, std::span<const double> robustness,
                               std::vector<double>& w) {
  const int n = static_cast<int>(y.size());
  double h = (std::max)(at - left, right - at);
  if (q > n) h += (q - n) / 2;
  double sum = 0;
  for (int j = left; j <= right; ++j) {
    const auto i = to_size(j - 1);
    const double r = std::abs(j - at);
    w[i] = 0;
    if (r > 0.999 * h) continue;
    if (r > 0.001 * h) {
      const double ratio = r / h;
      const double one = 1 - ratio * ratio * ratio;
      w[i] = one * one * one;
    } else {
      w[i] = 1;
    }
    if (!robustness.empty()) w[i] *= robustness[i];
    sum += w[i];
  }
  if (!(sum > 0)) return std::nullopt;
  for (int j = left; j <= right; ++j) w[to_size(j - 1)] /= sum;
  if (h > 0 && degree > 0) {
    double mean = 0;
    for (int j = left; j <= right; ++j) mean += w[to_size(j - 1)] * j;
    double spread = 0;
    for (int j = left; j <= right; ++j) {
      spread += w[to_size(j - 1)] * (j - mean) * (j - mean);
    }
    if (std::sqrt(spread) > 0.001 * (n - 1)) {
      const double b = (at - mean) / spread;
      for (int j = left; j <= right; ++j) w[to_size(j - 1)] *= b * (j - mean) + 1;
    }
  }
  double fit = 0;
  for (int j = left; j <= right; ++j) {
    fit += w[to_size(j - 1)] * y[to_size(j - 1)];
  }
  return fit;
}

// loess at every position 1..n
template <class = when_called>
void loess(std::span<const double> y, int q, int degree, std::span<const double> robustness,
           std::span<double> out, std::vector<double>& w) {
  const int n = static_cast<int>(y.size());
  int left = 1;
  int right = (std::min)(q, n);
  const int half = (q + 1) / 2;
  for (int i = 1; i <= n; ++i) {
    if (q < n && i > half && right != n) {
      ++left;
      ++right;
    }
    const auto at = to_size(i - 1);
    out[at] = loess_at(y, q, degree, i, left, right, robustness, w).value_or(y[at]);
  }
}

template <class = when_called>
std::vector<double> moving_average(const std::vector<double>& x, std::size_t length) {
  std::vector<double> out;
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    sum += x[i];
    if (i + 1 < length) continue;
    if (i + 1 > length) sum -= x[i - length];
    out.push_back(sum / static_cast<double>(length));
  }
  return out;
}

template <class = when_called>
double stl_median(std::vector<double> x) {
  std::sort(x.begin(), x.end());
  const std::size_t n = x.size();
  return n % 2 == 1 ? x[n / 2] : (x[n / 2 - 1] + x[n / 2]) / 2;
}

// the options with nothing left open: windows and iterations by their rules
template <class = when_called>
stl_options settled(const char* function, int season, stl_options options) {
  const auto require_odd = [&](const char* name, int window) {
    require(window >= 3 && window % 2 == 1, function, name, " is ", window,
            "; it must be odd and at least 3");
  };
  require_odd("seasonal_window", options.seasonal_window);
  if (options.trend_window == 0) {
    const auto least =
        static_cast<int>(std::ceil(1.5 * season / (1 - 1.5 / options.seasonal_window)));
    options.trend_window = least + (least % 2 == 0 ? 1 : 0);
  }
  require_odd("trend_window", options.trend_window);
  if (options.low_pass_window == 0) options.low_pass_window = season + 1 + season % 2;
  require_odd("low_pass_window", options.low_pass_window);
  for (const int degree :
       {options.seasonal_degree, options.trend_degree, options.low_pass_degree}) {
    require(degree == 0 || degree == 1, function, "a degree is ", degree, "; it must be 0 or 1");
  }
  if (options.inner_iterations <= 0) options.inner_iterations = options.robust ? 2 : 5;
  if (options.outer_iterations < 0) options.outer_iterations = options.robust ? 15 : 0;
  return options;
}

// loess of one season's values at every year and at the year before and after
template <class = when_called>
std::vector<double> extended_loess(std::span<const double> y, int q, int degree,
                                   std::span<const double> robustness, std::vector<double>& w) {
  const int n = static_cast<int>(y.size());
  std::vector<double> out(y.size() + 2);
  loess(y, q, degree, robustness, std::span(out).subspan(1, y.size()), w);
  out.front() = loess_at(y, q, degree, 0, 1, (std::min)(q, n), robustness, w).value_or(out[1]);
  out.back() = loess_at(y, q, degree, n + 1, (std::max)(1, n - q + 1), n, robustness, w)
                   .value_or(out[y.size()]);
  return out;
}

// the detrended series smoothed season by season, from a year before it to a year after
template <class = when_called>
std::vector<double> smooth_cycle(std::span<const double> y, std::span<const double> trend,
                                 std::span<const double> robustness, std::size_t season,
                                 const stl_options& o, std::vector<double>& w) {
  std::vector<double> cycle(y.size() + 2 * season), part, part_weights;
  for (std::size_t j = 0; j < season; ++j) {
    part.clear();
    part_weights.clear();
    for (std::size_t i = j; i < y.size(); i += season) {
      part.push_back(y[i] - trend[i]);
      if (!robustness.empty()) part_weights.push_back(robustness[i]);
    }
    const auto smooth = extended_loess(part, o.seasonal_window, o.seasonal_degree, part_weights, w);
    for (std::size_t i = 0; i < smooth.size(); ++i) cycle[i * season + j] = smooth[i];
  }
  return cycle;
}

// what the cycle holds beside its low frequencies
template <class = when_called>
std::vector<double> seasonal_of(const std::vector<double>& cycle, std::size_t season,
                                const stl_options& o, std::vector<double>& w) {
  const auto smooth = moving_average(moving_average(moving_average(cycle, season), season), 3);
  std::vector<double> low(smooth.size()), seasonal(smooth.size());
  loess(smooth, o.low_pass_window, o.low_pass_degree, {}, low, w);
  for (std::size_t i = 0; i < low.size(); ++i) seasonal[i] = cycle[season + i] - low[i];
  return seasonal;
}

// a - b, value by value
template <class = when_called>
std::vector<double> subtracted(std::span<const double> a, std::span<const double> b) {
  std::vector<double> out(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) out[i] = a[i] - b[i];
  return out;
}

// bisquare weights of the remainder, zero at six medians of its size
template <class = when_called>
std::vector<double> robustness_weights(std::vector<double> remainder) {
  for (double& v : remainder) v = std::abs(v);
  const double six = 6 * stl_median(remainder);
  std::vector<double> weights(remainder.size(), 0);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (remainder[i] <= 0.001 * six) {
      weights[i] = 1;
    } else if (remainder[i] <= 0.999 * six) {
      const double ratio = remainder[i] / six;
      weights[i] = (1 - ratio * ratio) * (1 - ratio * ratio);
    }
  }
  return weights;
}

}  // namespace detail

/// STL: y = seasonal + trend + remainder by nested loess.
///
/// @param y       (n), at least two years, in time order, no gaps
/// @param season  periods a year
/// @throws argument_error  windows that are even or too short, fewer than two years, NaN
/// @note  loess at every point (jump 1): equal to statsmodels STL, and to R stl with all jumps 1
/// @see   Cleveland, Cleveland, McRae & Terpenning (1990), Journal of Official Statistics 6, 3-73
template <class = when_called>
[[nodiscard]] stl_result stl(std::span<const double> y, int season,
                             const stl_options& options = {}) {
  constexpr const char* function = "stl";
  require(season >= 2, function, "season is ", season, "; it must be at least 2");
  require_finite(function, "the series", y);
  require(y.size() >= 2 * to_size(season), function, "the series has ", y.size(),
          " values; it must cover two years of ", season);
  const stl_options o = detail::settled(function, season, options);
  const std::size_t n = y.size(), s = to_size(season);
  stl_result r;
  r.trend.assign(n, 0);
  r.weights.assign(n, 1);
  std::vector<double> w(n + 2 * s);  // of the neighbours, overwritten at every point
  for (int round = 0;; ++round) {
    const auto robustness = std::span<const double>(r.weights).first(round == 0 ? 0 : n);
    for (int pass = 0; pass < o.inner_iterations; ++pass) {
      r.seasonal =
          detail::seasonal_of(detail::smooth_cycle(y, r.trend, robustness, s, o, w), s, o, w);
      detail::loess(detail::subtracted(y, r.seasonal), o.trend_window, o.trend_degree, robustness,
                    r.trend, w);
    }
    r.remainder = detail::subtracted(detail::subtracted(y, r.seasonal), r.trend);
    if (round >= o.outer_iterations) break;
    r.weights = detail::robustness_weights(r.remainder);
  }
  return r;
}

}  // namespace bilateral
