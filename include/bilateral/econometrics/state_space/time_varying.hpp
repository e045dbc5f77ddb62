#pragma once
/// Regression with coefficients that follow random walks, by the Kalman smoother.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/econometrics/state_space/structural_time_series.hpp>
#include <bilateral/stats/distribution.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace bilateral {

struct time_varying_options {
  std::vector<std::string> varying{};  ///< names of the coefficients that move; empty is all
  std::vector<double> variances{};  ///< given instead of estimated: of u, then of each that moves
  double level = 0.95;              ///< of the band
  int max_iterations = 400;
};

/// Path of one coefficient.
struct coefficient_path {
  std::string name;
  bool varies = false;
  dense_vector<double> filtered;             ///< (n) from rows up to t; see first_filtered
  dense_vector<double> smoothed, std_error;  ///< (n) from all rows
  dense_vector<double> low, high;            ///< pointwise band
};

struct time_varying_result {
  std::vector<coefficient_path> coefficients;
  std::vector<std::string> variance_names;  ///< "(error)", then the coefficients that move
  std::vector<double> variances;
  std::vector<std::optional<double>> variance_std_errors;
  double log_likelihood = 0;
  bool converged = true;
  std::size_t observations = 0;
  std::size_t first_filtered = 0;  ///< first row, from 1, at which all coefficients are determined
  std::vector<std::string> notes;
};

/// Regression with random-walk coefficients.
///
///   y_t = x_t' b_t + u_t,   b_{j,t+1} = b_{jt} + w_{jt},   Var w_j = 0 for those that do not move
///
/// Exact diffuse start, so that with every variance of w zero the paths are least squares; bands are
/// normal and take the estimated variances as known.
/// @throws argument_error        unknown names, given variances of the wrong number
/// @throws numerical_error       collinear columns
/// @see  Durbin & Koopman (2012), Time Series Analysis by State Space Methods, 3.6.1
/// Example: examples/elasticity/paths.cpp
template <class = void>
[[nodiscard]] time_varying_result time_varying_regression(
    const regression<double>& model, const time_varying_options& options = {}) {
  constexpr const char* function = "time_varying_regression";
  require(options.level > 0 && options.level < 1, function, "level is ", options.level,
          "; it must lie between 0 and 1");
  const Eigen::Index n = model.design.rows();
  const Eigen::Index k = model.design.cols();
  std::vector<bool> varies(to_size(k), options.varying.empty());
  for (const std::string& name : options.varying) {
    bool found = false;
    for (std::size_t j = 0; j < model.names.size(); ++j) {
      if (model.names[j] == name) varies[j] = found = true;
    }
    require(found, function, "there is no regressor ", name);
  }
  time_varying_result r;
  r.observations = to_size(n);
  r.variance_names = {"(error)"};
  std::vector<Eigen::Index> moving;
  for (std::size_t j = 0; j < varies.size(); ++j) {
    if (!varies[j]) continue;
    moving.push_back(to_index(j));
    r.variance_names.push_back(model.names[j]);
  }
  const std::size_t count = r.variance_names.size();
  require(n > k + to_index(count), function, "there are ", n, " rows for ", k, " coefficients and ",
          count, " variances");
  // regressors in units of their root mean square, so that all variances are of one size
  dense_vector<double> scale(k);
  for (Eigen::Index j = 0; j < k; ++j) {
    scale[j] = model.design.col(j).norm() / std::sqrt(static_cast<double>(n));
    require(scale[j] > 0, function, "the regressor in column ", j + 1, " is zero throughout");
  }
  state_space_model form;
  form.transition = dense_matrix<double>::Identity(k, k);
  form.observation = model.design * scale.cwiseInverse().asDiagonal();
  form.state_variance = dense_matrix<double>::Zero(k, k);
  const std::span<const double> y(model.response.data(), to_size(n));
  const auto set = [&](std::span<const double> v) {
    form.observation_variance = v[0];
    for (std::size_t j = 0; j < moving.size(); ++j)
      form.state_variance(moving[j], moving[j]) = v[j + 1];
  };
  std::vector<double> variances = options.variances;
  r.variance_std_errors.assign(count, std::nullopt);
  if (variances.empty()) {
    const auto constant = least_squares(model.design, model.response);
    const double unit = constant.residual_sum_of_squares / static_cast<double>(n);
    require(unit > 0, function, "the fit with constant coefficients is exact");
    const auto fit = detail::maximise_variances(
        function,
        [&](std::span<const double> v) {
          set(v);
          return kalman_filter(form, y, {}, false, false).log_likelihood;
        },
        count, unit, options.max_iterations);
    variances = fit.variances;
    r.variance_std_errors = fit.std_errors;
    r.converged = fit.converged;
    if (!fit.converged) r.notes.push_back("the likelihood was not maximised to tolerance");
    for (std::size_t j = 1; j < count; ++j) {
      if (fit.std_errors[j]) continue;
      r.notes.push_back(text("the variance of ", r.variance_names[j],
                             " is at its boundary, zero: the coefficient does not move"));
    }
  } else {
    require(variances.size() == count, function, variances.size(),
            " variances are given; the model has ", count);
    for (std::size_t j = 0; j < moving.size(); ++j) {
      variances[j + 1] *= scale[moving[j]] * scale[moving[j]];
    }
  }
  set(variances);
  const kalman_result k_result = kalman_filter(form, y);
  r.log_likelihood = k_result.log_likelihood;
  for (Eigen::Index j = 0; j < k; ++j)
    r.log_likelihood -= std::log(scale[j]);  // of the diffuse start
  r.variances = variances;
  for (std::size_t j = 0; j < moving.size(); ++j) {
    const double s = scale[moving[j]] * scale[moving[j]];
    r.variances[j + 1] /= s;
    if (r.variance_std_errors[j + 1])
      r.variance_std_errors[j + 1] = *r.variance_std_errors[j + 1] / s;
  }
  for (Eigen::Index t = 0; t < n; ++t) {
    if (k_result.innovation_variance[t] > 0) continue;
    r.first_filtered = to_size(t) + 1;
  }
  const double reach = normal_quantile((1 + options.level) / 2);
  for (Eigen::Index j = 0; j < k; ++j) {
    coefficient_path p;
    const auto at = to_size(j);
    p.name = at < model.names.size() ? model.names[at] : text("column ", j + 1);
    p.varies = varies[at];
    const component_path c = smoothed_component(k_result, j);
    p.filtered = k_result.filtered.col(j) / scale[j];
    p.smoothed = c.value / scale[j];
    p.std_error = c.std_error / scale[j];
    p.low = p.smoothed - reach * p.std_error;
    p.high = p.smoothed + reach * p.std_error;
    r.coefficients.push_back(std::move(p));
  }
  return r;
}

}  // namespace bilateral
