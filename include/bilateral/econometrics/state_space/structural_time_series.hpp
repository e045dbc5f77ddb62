#pragma once
/// Structural time series: local level and local linear trend, with a seasonal, by maximum likelihood.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/econometrics/state_space/detail/variance_search.hpp>
#include <bilateral/econometrics/state_space/state_space.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
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
template <class Scalar>
struct component_path {
  dense_vector<Scalar> value, std_error;
};

template <class Scalar>
struct structural_result {
  std::vector<std::string>
      variance_names;  ///< irregular, level, slope, seasonal: those that are there
  std::vector<Scalar> variances;
  std::vector<std::optional<Scalar>> variance_std_errors;  ///< none at the boundary of zero
  Scalar log_likelihood{0};
  Scalar aic{0};  ///< -2 log L + 2 (variances + diffuse states)
  bool converged = true;
  int iterations = 0;
  std::size_t observations = 0;
  state_space_model<Scalar> model;
  kalman_result<Scalar> filter;
  component_path<Scalar> level, slope, seasonal;  ///< smoothed; empty where not in the model
  std::vector<std::string> notes;
};

/// The smoothed path of one state (from 0) with its standard errors.
template <class Scalar>
component_path<Scalar> smoothed_component(const kalman_result<Scalar>& k, Eigen::Index state) {
  using std::sqrt;
  component_path<Scalar> c;
  const Eigen::Index n = k.smoothed.rows();
  c.value = k.smoothed.col(state);
  c.std_error.resize(n);
  for (Eigen::Index t = 0; t < n; ++t) {
    const Scalar variance = k.smoothed_variance[to_size(t)](state, state);
    c.std_error[t] = sqrt((std::max)(Scalar(0), variance));
  }
  return c;
}

namespace detail {

template <class Scalar>
state_space_model<Scalar> structural_form(const structural_options& options,
                                          std::span<const Scalar> variances) {
  const bool slope = options.trend != trend_component::local_level;
  const int s = options.season;
  const Eigen::Index m = 1 + (slope ? 1 : 0) + (s > 0 ? s - 1 : 0);
  state_space_model<Scalar> model;
  model.transition = model.state_variance = dense_matrix<Scalar>::Zero(m, m);
  model.observation = dense_matrix<Scalar>::Zero(1, m);
  std::size_t at = 0;
  model.observation_variance = variances[at++];
  model.transition(0, 0) = model.observation(0, 0) = Scalar(1);
  if (options.trend != trend_component::smooth_trend) model.state_variance(0, 0) = variances[at++];
  Eigen::Index next = 1;
  if (slope) {
    model.transition(0, 1) = model.transition(1, 1) = Scalar(1);
    model.state_variance(1, 1) = variances[at++];
    next = 2;
  }
  if (s > 0) {
    model.observation(0, next) = Scalar(1);
    for (Eigen::Index j = 0; j < s - 1; ++j) model.transition(next, next + j) = Scalar(-1);
    for (Eigen::Index j = 1; j < s - 1; ++j) {
      model.transition(next + j, next + j - 1) = Scalar(1);
    }
    if (!options.fixed_season) model.state_variance(next, next) = variances[at++];
  }
  return model;
}

// those that the model has, in the order of structural_form
template <class = when_called>
std::vector<std::string> variance_names(const structural_options& options) {
  std::vector<std::string> names = {"irregular"};
  if (options.trend != trend_component::smooth_trend) names.push_back("level");
  if (options.trend != trend_component::local_level) names.push_back("slope");
  if (options.season > 0 && !options.fixed_season) names.push_back("seasonal");
  return names;
}

// how many values are there, and their variance: the unit of the search
template <class Scalar>
struct observed_spread {
  std::size_t count = 0;
  Scalar first{0}, variance{0};
};

template <class Scalar>
observed_spread<Scalar> spread_of(const char* function, std::span<const Scalar> y,
                                  const std::vector<bool>& missing) {
  using std::isfinite;
  observed_spread<Scalar> seen;
  Scalar sum(0), squares(0);
  for (std::size_t t = 0; t < y.size(); ++t) {
    if (!missing.empty() && missing[t]) continue;
    require(isfinite(y[t]), function, "the series is not finite in row ", t + 1,
            " and not marked as missing");
    if (seen.count++ == 0) seen.first = y[t];
    sum += y[t] - seen.first;
    squares += (y[t] - seen.first) * (y[t] - seen.first);
  }
  const Scalar n(static_cast<double>(seen.count));
  if (seen.count > 0) seen.variance = (squares - sum * sum / n) / n;
  return seen;
}

// variances by maximum likelihood, and what is to be said of them
template <class Scalar>
void estimate_variances(const char* function, structural_result<Scalar>& r,
                        std::span<const Scalar> y, const structural_options& options, Scalar unit) {
  const auto fit = maximise_variances(
      function,
      [&](std::span<const Scalar> v) {
        return kalman_filter(structural_form(options, v), y, options.missing,
                             kalman_output::likelihood)
            .log_likelihood;
      },
      r.variance_names.size(), unit, options.max_iterations);
  keep_variances(r, fit);
  r.iterations = fit.iterations;
  for (std::size_t j = 0; j < fit.std_errors.size(); ++j) {
    if (fit.std_errors[j]) continue;
    r.notes.push_back(text("the variance of the ", r.variance_names[j],
                           " is at its boundary, zero: it has no standard error"));
  }
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
template <class Scalar = double>
[[nodiscard]] structural_result<Scalar> fit_structural(
    std::type_identity_t<std::span<const Scalar>> y, const structural_options& options = {}) {
  constexpr const char* function = "fit_structural";
  require(options.season == 0 || options.season >= 2, function, "season is ", options.season,
          "; it must be 0 or at least 2");
  require(options.missing.empty() || options.missing.size() == y.size(), function, "missing has ",
          options.missing.size(), " flags for ", y.size(), " values");
  structural_result<Scalar> r;
  r.variance_names = detail::variance_names(options);
  const std::size_t count = r.variance_names.size();
  const std::vector<Scalar> ones(count, Scalar(1));
  const Eigen::Index states = detail::structural_form<Scalar>(options, ones).transition.rows();
  const auto seen = detail::spread_of(function, y, options.missing);
  r.observations = seen.count;
  require(r.observations > to_size(states) + count, function, "there are ", r.observations,
          " observations for ", states, " states and ", count, " variances");
  require(seen.variance > Scalar(0), function, "the series has zero variance: every value is ",
          static_cast<double>(seen.first));
  if (options.variances.empty()) {
    detail::estimate_variances(function, r, y, options, seen.variance);
  } else {
    r.variances = detail::given_variances<Scalar>(function, options.variances, count);
    r.variance_std_errors.assign(count, std::nullopt);
  }
  r.model = detail::structural_form<Scalar>(options, r.variances);
  r.filter = kalman_filter(r.model, y, options.missing);
  r.log_likelihood = r.filter.log_likelihood;
  r.aic = Scalar(-2) * r.log_likelihood +
          Scalar(2) * Scalar(static_cast<double>(count + to_size(states)));
  r.level = smoothed_component(r.filter, 0);
  const bool slope = options.trend != trend_component::local_level;
  if (slope) r.slope = smoothed_component(r.filter, 1);
  if (options.season > 0) r.seasonal = smoothed_component(r.filter, slope ? 2 : 1);
  return r;
}

}  // namespace bilateral
