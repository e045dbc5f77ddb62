#pragma once
/// Forecasts of one series: benchmarks, Holt-Winters, structural models; their evaluation.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/econometrics/state_space/structural_time_series.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/numeric/minimise.hpp>
#include <bilateral/stats/descriptive.hpp>
#include <bilateral/stats/distribution.hpp>
#include <bilateral/stats/random.hpp>
#include <bilateral/stats/test_result.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bilateral {

/// Forecasts for 1..h periods after the sample with intervals of one level.
struct series_forecast {
  std::string method;
  double level = 0.95;
  std::vector<double> mean;
  std::vector<double> std_error;  ///< empty where the interval comes from resampling
  std::vector<double> low, high;
  std::vector<std::string> notes;
};

namespace detail {

template <class = when_called>
void check_forecast(const char* function, std::span<const double> y, int horizon, double level,
                    std::size_t least) {
  require_finite(function, "the series", y);
  require(y.size() >= least, function, "the series has ", y.size(),
          " values; it must have at least ", least);
  require(horizon >= 1, function, "horizon is ", horizon, "; it must be at least 1");
  require(level > 0 && level < 1, function, "level is ", level, "; it must lie between 0 and 1");
}

template <class = when_called>
void normal_intervals(series_forecast& f) {
  const double reach = normal_quantile((1 + f.level) / 2);
  for (std::size_t h = 0; h < f.mean.size(); ++h) {
    f.low.push_back(f.mean[h] - reach * f.std_error[h]);
    f.high.push_back(f.mean[h] + reach * f.std_error[h]);
  }
}

}  // namespace detail

/// Seasonal naive: the value of the same season a year before; season 1 is the last value.
///
///   y_{n+h} = y_{n+h-s(k+1)},  k = floor((h-1)/s),  variance sigma^2 (k + 1)
///
/// @throws argument_error  a season below 1, too few values
/// @note  sigma^2 is the mean square of the seasonal differences
/// @see   Hyndman & Athanasopoulos (2021), Forecasting: Principles and Practice, 5.2, table 5.2
template <class = when_called>
[[nodiscard]] series_forecast seasonal_naive(std::span<const double> y, int season, int horizon,
                                             double level = 0.95) {
  require(season >= 1, "seasonal_naive", "season is ", season, "; it must be at least 1");
  const auto s = to_size(season);
  detail::check_forecast("seasonal_naive", y, horizon, level, s + 1);
  double squares = 0;
  for (std::size_t t = s; t < y.size(); ++t) squares += (y[t] - y[t - s]) * (y[t] - y[t - s]);
  const double variance = squares / static_cast<double>(y.size() - s);
  series_forecast f{.method = "seasonal naive",
                    .level = level,
                    .mean = {},
                    .std_error = {},
                    .low = {},
                    .high = {},
                    .notes = {}};
  for (std::size_t h = 0; h < to_size(horizon); ++h) {
    f.mean.push_back(y[y.size() - s + h % s]);
    f.std_error.push_back(std::sqrt(variance * static_cast<double>(h / s + 1)));
  }
  detail::normal_intervals(f);
  return f;
}

/// Random walk with drift: y_{n+h} = y_n + h d, d the mean difference, variance
/// sigma^2 h (1 + h / (n - 1)).
/// @note  sigma^2 is the variance of the differences with n - 2 degrees of freedom
/// @see   Hyndman & Athanasopoulos (2021), 5.2, table 5.2
template <class = when_called>
[[nodiscard]] series_forecast drift_forecast(std::span<const double> y, int horizon,
                                             double level = 0.95) {
  detail::check_forecast("drift_forecast", y, horizon, level, 3);
  const double count = static_cast<double>(y.size() - 1);
  const double drift = (y.back() - y.front()) / count;
  double squares = 0;
  for (std::size_t t = 1; t < y.size(); ++t) {
    const double e = y[t] - y[t - 1] - drift;
    squares += e * e;
  }
  const double variance = squares / (count - 1);
  series_forecast f{.method = "random walk with drift",
                    .level = level,
                    .mean = {},
                    .std_error = {},
                    .low = {},
                    .high = {},
                    .notes = {}};
  for (int h = 1; h <= horizon; ++h) {
    f.mean.push_back(y.back() + h * drift);
    f.std_error.push_back(std::sqrt(variance * h * (1 + h / count)));
  }
  detail::normal_intervals(f);
  return f;
}

/// Forecast of a structural model; its variances are taken as known.
/// @throws argument_error  a level outside 0 to 1
template <class Scalar>
[[nodiscard]] series_forecast structural_forecast(const structural_result<Scalar>& fit, int horizon,
                                                  double level = 0.95) {
  require(level > 0 && level < 1, "structural_forecast", "level is ", level,
          "; it must lie between 0 and 1");
  const auto states = forecast_states(fit.model, fit.filter, horizon, fit.model.observation);
  series_forecast f{.method = "structural model",
                    .level = level,
                    .mean = {},
                    .std_error = {},
                    .low = {},
                    .high = {},
                    .notes = {}};
  for (Eigen::Index h = 0; h < states.mean.size(); ++h) {
    f.mean.push_back(static_cast<double>(states.mean[h]));
    f.std_error.push_back(std::sqrt(static_cast<double>(states.variance[h])));
  }
  detail::normal_intervals(f);
  return f;
}

enum class season_form { none, additive, multiplicative };

struct holt_winters_options {
  int season = 12;
  season_form form = season_form::additive;
  bool trend = true;
  std::vector<double> smoothing{};  ///< level, [trend], [seasonal] given instead of estimated
};

struct holt_winters_result {
  holt_winters_options options;
  std::vector<double> smoothing;          ///< alpha, [beta], [gamma]
  double level = 0, slope = 0;            ///< after the last value
  std::vector<double> seasonal;           ///< of the coming s periods
  std::vector<double> fitted, residuals;  ///< one step ahead
  double sum_of_squares = 0;
  double sigma = 0;  ///< root mean square of the residuals
  bool converged = true;
};

namespace detail {

// l, b and the pattern of the season, carried from value to value by the recursions
struct holt_winters_state {
  bool product = false;        // the season multiplies
  double a = 0, b = 0, c = 0;  // weights of level, slope and season; 0 where the method has none
  double level = 0, slope = 0;
  std::vector<double> pattern{};  // by season

  holt_winters_state(const holt_winters_options& o, std::span<const double> smoothing)
      : product(o.form == season_form::multiplicative),
        a(smoothing[0]),
        b(o.trend ? smoothing[1] : 0),
        c(o.form != season_form::none ? smoothing.back() : 0) {}

  // start: mean of the first year, growth to the second, deviations of the first
  void start(std::span<const double> y, const holt_winters_options& o) {
    const bool seasonal = o.form != season_form::none;
    const auto s = to_size(seasonal ? o.season : 1);
    level = y[0];
    slope = o.trend ? y[1] - y[0] : 0;
    pattern.assign(s, product ? 1.0 : 0.0);
    if (!seasonal) return;
    double first = 0, second = 0;
    for (std::size_t i = 0; i < s; ++i) {
      first += y[i] / static_cast<double>(s);
      second += y[s + i] / static_cast<double>(s);
    }
    level = first;
    slope = o.trend ? (second - first) / static_cast<double>(s) : 0;
    for (std::size_t i = 0; i < s; ++i) pattern[i] = product ? y[i] / first : y[i] - first;
  }

  // the forecast of value t
  [[nodiscard]] double fitted(std::size_t t) const {
    const double base = level + slope, season = pattern[t % pattern.size()];
    return product ? base * season : base + season;
  }
  void take_in(std::size_t t, double y) {
    double& season = pattern[t % pattern.size()];
    const double base = level + slope, before = level;
    level = a * (product ? y / season : y - season) + (1 - a) * base;
    slope = b * (level - before) + (1 - b) * slope;
    season = c * (product ? y / base : y - base) + (1 - c) * season;
  }
};

template <class = when_called>
void run_holt_winters(std::span<const double> y, std::span<const double> smoothing,
                      holt_winters_result& r) {
  holt_winters_state state(r.options, smoothing);
  state.start(y, r.options);
  r.fitted.clear();
  r.residuals.clear();
  r.sum_of_squares = 0;
  for (std::size_t t = 0; t < y.size(); ++t) {
    const double fit = state.fitted(t);
    r.fitted.push_back(fit);
    r.residuals.push_back(y[t] - fit);
    r.sum_of_squares += (y[t] - fit) * (y[t] - fit);
    state.take_in(t, y[t]);
  }
  r.level = state.level;
  r.slope = state.slope;
  r.seasonal.clear();
  const std::size_t s = state.pattern.size();
  for (std::size_t i = 0; i < s; ++i) r.seasonal.push_back(state.pattern[(y.size() + i) % s]);
  r.sigma = std::sqrt(r.sum_of_squares / static_cast<double>(y.size()));
}

}  // namespace detail

/// Holt-Winters exponential smoothing, additive or multiplicative season.
///
///   l_t = a (y_t - s_{t-m}) + (1 - a)(l_{t-1} + b_{t-1})        multiplicative: y_t / s_{t-m}
///   b_t = b (l_t - l_{t-1}) + (1 - b) b_{t-1}
///   s_t = c (y_t - l_{t-1} - b_{t-1}) + (1 - c) s_{t-m}         multiplicative: y_t / (l + b)
///
/// Starts from the mean of the first year, the growth to the second and the deviations of the first;
/// the weights minimise the one-step sum of squares over [0, 1], from several starts.
/// @throws argument_error  fewer than two years, weights outside [0, 1], a value that is not positive
///         where the season is multiplicative
/// @note  recursions and sums of squares equal to statsmodels ExponentialSmoothing at given initial values
/// @see   Hyndman, Koehler, Ord & Snyder (2008), Forecasting with Exponential Smoothing, table 2.1
template <class = when_called>
[[nodiscard]] holt_winters_result holt_winters(std::span<const double> y,
                                               const holt_winters_options& options = {}) {
  constexpr const char* function = "holt_winters";
  const bool seasonal = options.form != season_form::none;
  require(!seasonal || options.season >= 2, function, "season is ", options.season,
          "; it must be at least 2");
  const std::size_t least = seasonal ? 2 * to_size(options.season) : 3;
  detail::check_forecast(function, y, 1, 0.5, least);
  if (options.form == season_form::multiplicative) require_positive(function, "the series", y);
  const std::size_t count = 1U + (options.trend ? 1U : 0U) + (seasonal ? 1U : 0U);
  holt_winters_result r;
  r.options = options;
  if (!options.smoothing.empty()) {
    require(options.smoothing.size() == count, function, options.smoothing.size(),
            " weights are given; the method has ", count);
    for (const double v : options.smoothing) {
      require(v >= 0 && v <= 1, function, "a weight is ", v, "; it must lie between 0 and 1");
    }
    r.smoothing = options.smoothing;
    detail::run_holt_winters(y, r.smoothing, r);
    return r;
  }
  const auto k = to_index(count);
  std::vector<double> weights(count);
  // [0, 1] as (1 + sin x) / 2: the ends are inside the domain of x
  const auto unpack = [&](const dense_vector<double>& x) {
    for (std::size_t j = 0; j < count; ++j) {
      weights[j] = (1 + std::sin(x[to_index(j)])) / 2;
    }
  };
  const auto loss = [&](const dense_vector<double>& x) {
    unpack(x);
    detail::run_holt_winters(y, weights, r);
    return std::log(r.sum_of_squares + 1e-300);
  };
  double best = std::numeric_limits<double>::infinity();
  dense_vector<double> at;
  const minimise_options search{
      .max_iterations = 200, .gradient_tolerance = 1e-7, .accept_unconverged = true};
  for (const double alpha : {-0.9, 0.0, 0.9}) {
    for (const double other : {-1.2, -0.5}) {
      dense_vector<double> start = dense_vector<double>::Constant(k, other);
      start[0] = alpha;
      if (!std::isfinite(loss(start))) continue;
      const auto m = minimise(loss, start, search);
      if (m.value < best) {
        best = m.value;
        at = m.point;
        r.converged = m.converged;
      }
    }
  }
  if (at.size() == 0) throw numerical_error(text(function, ": no start has a finite fit"));
  unpack(at);
  r.smoothing = weights;
  detail::run_holt_winters(y, r.smoothing, r);
  return r;
}

struct interval_options {
  double level = 0.95;
  bool bootstrap =
      false;  ///< resample the one-step residuals; always so for a multiplicative season
  int draws = 5000;
  std::uint64_t seed = 20240501;
};

namespace detail {

template <class = when_called>
void check_holt_winters_forecast(const char* function, int horizon,
                                 const interval_options& options) {
  require(horizon >= 1, function, "horizon is ", horizon, "; it must be at least 1");
  require(options.level > 0 && options.level < 1, function, "level is ", options.level,
          "; it must lie between 0 and 1");
  require(options.draws >= 100, function, "draws is ", options.draws, "; it must be at least 100");
}

// the level and slope go on, the last year's season repeats
template <class = when_called>
std::vector<double> point_forecasts(const holt_winters_result& fit, std::size_t steps) {
  const bool product = fit.options.form == season_form::multiplicative;
  std::vector<double> out;
  for (std::size_t h = 0; h < steps; ++h) {
    const double base = fit.level + static_cast<double>(h + 1) * fit.slope;
    const double season = fit.seasonal[h % fit.seasonal.size()];
    out.push_back(product ? base * season : base + season);
  }
  return out;
}

// the recursions where the sample ends
template <class = when_called>
holt_winters_state end_state(const holt_winters_result& fit) {
  holt_winters_state state(fit.options, fit.smoothing);
  state.level = fit.level;
  state.slope = fit.slope;
  state.pattern = fit.seasonal;
  return state;
}

// sigma sqrt(1 + sum_(j<h) c_j^2) of an additive season
template <class = when_called>
std::vector<double> additive_errors(const holt_winters_result& fit, std::size_t steps) {
  const holt_winters_state w(fit.options, fit.smoothing);
  const std::size_t s = fit.seasonal.size();
  std::vector<double> out{fit.sigma};
  double sum = 1;
  for (std::size_t h = 1; h < steps; ++h) {
    const double c = w.a * (1 + static_cast<double>(h) * w.b) + (h % s == 0 ? w.c : 0);
    sum += c * c;
    out.push_back(fit.sigma * std::sqrt(sum));
  }
  return out;
}

// one-step residuals about their mean, relative to the fit where the season is multiplicative
template <class = when_called>
std::vector<double> shocks_of(const holt_winters_result& fit) {
  const bool product = fit.options.form == season_form::multiplicative;
  std::vector<double> shocks;
  for (std::size_t t = 0; t < fit.residuals.size(); ++t) {
    shocks.push_back(product ? fit.residuals[t] / fit.fitted[t] : fit.residuals[t]);
  }
  double mean = 0;
  for (const double e : shocks) mean += e / static_cast<double>(shocks.size());
  for (double& e : shocks) e -= mean;
  return shocks;
}

// one future: drawn shocks run through the recursions
template <class = when_called>
std::vector<double> simulated_path(const holt_winters_result& fit,
                                   const std::vector<double>& shocks, std::size_t steps,
                                   philox& stream) {
  holt_winters_state state = end_state(fit);
  std::vector<double> path;
  for (std::size_t h = 0; h < steps; ++h) {
    const double e = shocks[stream.index(shocks.size())];
    const double mean = state.fitted(h);
    path.push_back(state.product ? mean * (1 + e) : mean + e);
    state.take_in(h, path.back());
  }
  return path;
}

// percentile intervals of simulated futures
template <class = when_called>
void resampled_intervals(series_forecast& f, const holt_winters_result& fit,
                         const interval_options& options) {
  const std::vector<double> shocks = shocks_of(fit);
  philox stream(options.seed);
  std::vector<std::vector<double>> values(f.mean.size());  // by horizon
  for (int i = 0; i < options.draws; ++i) {
    const auto path = simulated_path(fit, shocks, values.size(), stream);
    for (std::size_t h = 0; h < path.size(); ++h) values[h].push_back(path[h]);
  }
  const double tail = (1 - options.level) / 2;
  for (auto& v : values) {
    std::sort(v.begin(), v.end());
    f.low.push_back(sorted_quantile(v, tail));
    f.high.push_back(sorted_quantile(v, 1 - tail));
  }
  f.notes.push_back(
      text("intervals from ", options.draws, " resampled paths, seed ", options.seed));
}

}  // namespace detail

/// Forecast by Holt-Winters.
///
/// Analytic variance, additive: sigma^2 (1 + sum_{j<h} c_j^2), c_j = a (1 + j b) + c [s divides j].
/// By resampling: residuals (relative to the fit where the season is multiplicative) are drawn and
/// run through the recursions.
/// @see  Hyndman, Koehler, Ord & Snyder (2008), table 6.1 (with beta = a b), 6.1 for the simulation
template <class = when_called>
[[nodiscard]] series_forecast holt_winters_forecast(const holt_winters_result& fit, int horizon,
                                                    const interval_options& options = {}) {
  detail::check_holt_winters_forecast("holt_winters_forecast", horizon, options);
  series_forecast f{.method = "Holt-Winters",
                    .level = options.level,
                    .mean = detail::point_forecasts(fit, to_size(horizon)),
                    .std_error = {},
                    .low = {},
                    .high = {},
                    .notes = {}};
  if (options.bootstrap || fit.options.form == season_form::multiplicative) {
    detail::resampled_intervals(f, fit, options);
  } else {
    f.std_error = detail::additive_errors(fit, f.mean.size());
    detail::normal_intervals(f);
  }
  return f;
}

/// Forecast errors by horizon over all origins.
struct horizon_accuracy {
  int horizon = 0;
  std::size_t origins = 0;
  double rmse = 0, mae = 0;
  std::optional<double> mase;      ///< none where the seasonal differences are all zero
  std::optional<double> coverage;  ///< share of values inside the interval; none without intervals
  std::vector<double> errors;      ///< actual - forecast, by origin
};

struct rolling_origin_options {
  std::size_t first = 0;  ///< rows in the first sample
  int horizon = 1;
  std::size_t step = 1;  ///< rows between origins
  int season = 1;        ///< of the naive forecast that scales the MASE
};

/// Out-of-sample evaluation with a growing sample: at each origin t = first, first + step, ... the
/// forecaster sees y_1..y_t only.
///
///   MASE_h = MAE_h / mean |y_t - y_{t-s}| over the rows 1..first
///
/// @param forecaster  callable (span of values, horizon) -> series_forecast
/// @throws argument_error  no origin with a value to compare with, a forecast of the wrong length
/// @see   Hyndman & Koehler (2006), International Journal of Forecasting 22(4), section 4
template <class Forecaster>
[[nodiscard]] std::vector<horizon_accuracy> rolling_origin(std::span<const double> y,
                                                           Forecaster&& forecaster,
                                                           const rolling_origin_options& options) {
  constexpr const char* function = "rolling_origin";
  detail::check_forecast(function, y, options.horizon, 0.5, 2);
  require(options.step >= 1 && options.season >= 1, function, "step and season must be at least 1");
  require(options.first > to_size(options.season) && options.first < y.size(), function,
          "first is ", options.first, "; it must lie above the season and below ", y.size());
  const auto steps = to_size(options.horizon);
  const auto s = to_size(options.season);
  double scale = 0;
  for (std::size_t t = s; t < options.first; ++t) scale += std::abs(y[t] - y[t - s]);
  scale /= static_cast<double>(options.first - s);
  std::vector<horizon_accuracy> r(steps);
  std::vector<std::size_t> inside(steps, 0);
  bool intervals = true;
  for (std::size_t origin = options.first; origin < y.size(); origin += options.step) {
    const series_forecast f = forecaster(y.first(origin), options.horizon);
    require(f.mean.size() == steps, function, "the forecaster returned ", f.mean.size(),
            " values for a horizon of ", steps);
    intervals = intervals && f.low.size() == steps && f.high.size() == steps;
    for (std::size_t h = 0; h < steps && origin + h < y.size(); ++h) {
      const double actual = y[origin + h];
      r[h].errors.push_back(actual - f.mean[h]);
      if (intervals && f.low[h] <= actual && actual <= f.high[h]) ++inside[h];
    }
  }
  for (std::size_t h = 0; h < steps; ++h) {
    horizon_accuracy& a = r[h];
    a.horizon = static_cast<int>(h) + 1;
    a.origins = a.errors.size();
    require(a.origins > 0, function, "no origin has a value ", a.horizon, " periods ahead");
    const double count = static_cast<double>(a.origins);
    for (const double e : a.errors) {
      a.rmse += e * e / count;
      a.mae += std::abs(e) / count;
    }
    a.rmse = std::sqrt(a.rmse);
    if (scale > 0) a.mase = a.mae / scale;
    if (intervals) a.coverage = static_cast<double>(inside[h]) / count;
  }
  return r;
}

/// A test, or the reason why these data have none.
struct diebold_mariano_result {
  std::optional<test_result> test;
  std::string reason;  ///< empty where there is a test
};

/// Diebold-Mariano test of equal accuracy of two forecasts, with the small-sample correction of
/// Harvey, Leybourne and Newbold.
///
///   d_t = |e1_t|^p - |e2_t|^p,  DM = mean d / sqrt((g_0 + 2 sum_{k<h} g_k) / n)
///   HLN = DM sqrt((n + 1 - 2 h + h (h - 1) / n) / n)  against t(n - 1)
///
/// @param first,second  errors of the two forecasts at the same origins
/// @param horizon       periods ahead h; @param power  2 squared, 1 absolute errors
/// @return  two-sided; negative where the first is better; none, with the reason, where the losses never
///          vary against each other or the variance is not positive
/// @throws argument_error  lengths, horizon >= n
/// @see   Harvey, Leybourne & Newbold (1997), International Journal of Forecasting 13(2), eq. 9
template <class = when_called>
[[nodiscard]] diebold_mariano_result diebold_mariano(std::span<const double> first,
                                                     std::span<const double> second,
                                                     int horizon = 1, double power = 2) {
  constexpr const char* function = "diebold_mariano";
  require_same_size(function, "the first errors", first.size(), "the second errors", second.size());
  require_finite(function, "the first errors", first);
  require_finite(function, "the second errors", second);
  require(horizon >= 1 && to_size(horizon) < first.size(), function, "horizon is ", horizon,
          "; with ", first.size(), " errors it must lie between 1 and ", first.size() - 1);
  require(power > 0, function, "power is ", power, "; it must be above zero");
  const double n = static_cast<double>(first.size());
  std::vector<double> d;
  double mean = 0;
  for (std::size_t t = 0; t < first.size(); ++t) {
    d.push_back(std::pow(std::abs(first[t]), power) - std::pow(std::abs(second[t]), power));
    mean += d.back() / n;
  }
  double variance = 0;
  bool differs = false;
  for (int k = 0; k < horizon; ++k) {
    double g = 0;
    for (std::size_t t = to_size(k); t < d.size(); ++t) {
      g += (d[t] - mean) * (d[t - to_size(k)] - mean) / n;
    }
    if (k == 0) differs = g > 0;
    variance += k == 0 ? g : 2 * g;
  }
  if (!differs) return {std::nullopt, "the two losses never vary against each other"};
  if (!(variance > 0)) {
    return {std::nullopt, text("the variance with ", horizon - 1,
                               " autocovariances is not positive: the statistic is undefined")};
  }
  test_result t;
  t.name = "Diebold-Mariano test (Harvey-Leybourne-Newbold)";
  t.null = "equal accuracy";
  t.distribution = text("t(", n - 1, ")");
  const double h = horizon;
  t.statistic = mean / std::sqrt(variance / n) * std::sqrt((n + 1 - 2 * h + h * (h - 1) / n) / n);
  t.p_value = student_t_two_sided(t.statistic, n - 1);
  return {std::move(t), {}};
}

}  // namespace bilateral
