#pragma once
/// Structural time series: local level and local linear trend, with a seasonal, by maximum likelihood.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/state_space/detail/variance_search.hpp>
#include <bilateral/econometrics/state_space/state_space.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/numeric/minimise.hpp>
#include <bilateral/stats/distribution.hpp>

#include <Eigen/LU>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bilateral {

/// Level alone; level and slope both moving; slope moving and level without shocks of its own.
enum class trend_component { local_level, local_linear_trend, smooth_trend };

struct structural_options {
  trend_component trend = trend_component::local_level;
  int season = 0;                   ///< periods a year; 0 is no seasonal
  bool fixed_season = false;        ///< the seasonal pattern does not change
  std::vector<bool> missing{};      ///< (n) or empty
  std::vector<double> variances{};  ///< given instead of estimated, in the order of the result
  int max_iterations = 400;
};

/// A component with its standard error, by period.
struct component_path {
  dense_vector<double> value, std_error;
};

struct structural_result {
  std::vector<std::string>
      variance_names;  ///< irregular, level, slope, seasonal: those that are there
  std::vector<double> variances;
  std::vector<std::optional<double>> variance_std_errors;  ///< none at the boundary of zero
  double log_likelihood = 0;
  double aic = 0;  ///< -2 log L + 2 (variances + diffuse states)
  bool converged = true;
  int iterations = 0;
  std::size_t observations = 0;
  state_space_model model;
  kalman_result filter;
  component_path level, slope, seasonal;  ///< smoothed; empty where not in the model
  std::vector<std::string> notes;
};

/// The smoothed path of one state (from 0) with its standard errors.
template <class = void>
component_path smoothed_component(const kalman_result& k, Eigen::Index state) {
  component_path c;
  const Eigen::Index n = k.smoothed.rows();
  c.value = k.smoothed.col(state);
  c.std_error.resize(n);
  for (Eigen::Index t = 0; t < n; ++t) {
    c.std_error[t] = std::sqrt((std::max)(0.0, k.smoothed_variance[to_size(t)](state, state)));
  }
  return c;
}

namespace detail {

template <class = void>
state_space_model structural_form(const structural_options& options,
                                  std::span<const double> variances) {
  const bool slope = options.trend != trend_component::local_level;
  const int s = options.season;
  const Eigen::Index m = 1 + (slope ? 1 : 0) + (s > 0 ? s - 1 : 0);
  state_space_model model;
  model.transition = dense_matrix<double>::Zero(m, m);
  model.state_variance = dense_matrix<double>::Zero(m, m);
  model.observation = dense_matrix<double>::Zero(1, m);
  std::size_t at = 0;
  model.observation_variance = variances[at++];
  model.transition(0, 0) = 1;
  model.observation(0, 0) = 1;
  if (options.trend != trend_component::smooth_trend) model.state_variance(0, 0) = variances[at++];
  Eigen::Index next = 1;
  if (slope) {
    model.transition(0, 1) = model.transition(1, 1) = 1;
    model.state_variance(1, 1) = variances[at++];
    next = 2;
  }
  if (s > 0) {
    model.observation(0, next) = 1;
    for (Eigen::Index j = 0; j < s - 1; ++j) model.transition(next, next + j) = -1;
    for (Eigen::Index j = 1; j < s - 1; ++j) model.transition(next + j, next + j - 1) = 1;
    if (!options.fixed_season) model.state_variance(next, next) = variances[at++];
  }
  return model;
}

}  // namespace detail

/// Structural time series model by maximum likelihood, and its smoothed components.
///
///   y_t = m_t + g_t + e_t;  m_{t+1} = m_t + b_t + u_t;  b_{t+1} = b_t + w_t;
///   g_{t+1} = -(g_t + ... + g_{t-s+2}) + o_t
///
/// Exact diffuse likelihood, maximised over standard deviations by BFGS from three starts.
/// @param y  (n), in time order
/// @return   variances with standard errors (observed information), components with theirs
/// @throws argument_error  zero variance, too few values, negative given variances
/// @throws convergence_error  no start has a finite likelihood; otherwise see `converged`
/// @note  local level of the Nile: 15099 and 1469.1 as Durbin & Koopman (2012), section 2.10
/// @see   Harvey (1989), Forecasting, Structural Time Series Models and the Kalman Filter, ch. 2, 4
template <class = void>
[[nodiscard]] structural_result fit_structural(std::span<const double> y,
                                               const structural_options& options = {}) {
  constexpr const char* function = "fit_structural";
  require(options.season == 0 || options.season >= 2, function, "season is ", options.season,
          "; it must be 0 or at least 2");
  require(options.missing.empty() || options.missing.size() == y.size(), function, "missing has ",
          options.missing.size(), " flags for ", y.size(), " values");
  structural_result r;
  double sum = 0, squares = 0, first = 0;
  for (std::size_t t = 0; t < y.size(); ++t) {
    if (!options.missing.empty() && options.missing[t]) continue;
    require(std::isfinite(y[t]), function, "the series is not finite in row ", t + 1,
            " and not marked as missing");
    if (r.observations++ == 0) first = y[t];
    sum += y[t] - first;
    squares += (y[t] - first) * (y[t] - first);
  }
  r.variance_names = {"irregular"};
  if (options.trend != trend_component::smooth_trend) r.variance_names.push_back("level");
  if (options.trend != trend_component::local_level) r.variance_names.push_back("slope");
  if (options.season > 0 && !options.fixed_season) r.variance_names.push_back("seasonal");
  const std::size_t count = r.variance_names.size();
  const auto form = [&](std::span<const double> v) { return detail::structural_form(options, v); };
  const std::vector<double> ones(count, 1.0);
  const auto states = to_size(form(ones).transition.rows());
  require(r.observations > states + count, function, "there are ", r.observations,
          " observations for ", states, " states and ", count, " variances");
  const double used = static_cast<double>(r.observations);
  const double unit = (squares - sum * sum / used) / used;
  require(unit > 0, function, "the series has zero variance: every value is ", first);
  if (options.variances.empty()) {
    const auto fit = detail::maximise_variances(
        function,
        [&](std::span<const double> v) {
          return kalman_filter(form(v), y, options.missing, false, false).log_likelihood;
        },
        count, unit, options.max_iterations);
    r.variances = fit.variances;
    r.variance_std_errors = fit.std_errors;
    r.converged = fit.converged;
    r.iterations = fit.iterations;
    if (!fit.converged) r.notes.push_back("the likelihood was not maximised to tolerance");
    for (std::size_t j = 0; j < count; ++j) {
      if (!fit.std_errors[j]) {
        r.notes.push_back(text("the variance of the ", r.variance_names[j],
                               " is at its boundary, zero: it has no standard error"));
      }
    }
  } else {
    require(options.variances.size() == count, function, options.variances.size(),
            " variances are given; the model has ", count);
    for (const double v : options.variances) {
      require(v >= 0 && std::isfinite(v), function, "a variance is ", v);
    }
    r.variances = options.variances;
    r.variance_std_errors.assign(count, std::nullopt);
  }
  r.model = form(r.variances);
  r.filter = kalman_filter(r.model, y, options.missing);
  r.log_likelihood = r.filter.log_likelihood;
  r.aic = -2 * r.log_likelihood + 2 * static_cast<double>(count + states);
  r.level = smoothed_component(r.filter, 0);
  const bool slope = options.trend != trend_component::local_level;
  if (slope) r.slope = smoothed_component(r.filter, 1);
  if (options.season > 0) r.seasonal = smoothed_component(r.filter, slope ? 2 : 1);
  return r;
}

}  // namespace bilateral
