#pragma once
/// Regression with coefficients that follow random walks, by the Kalman smoother.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/econometrics/state_space/detail/variance_search.hpp>
#include <bilateral/econometrics/state_space/state_space.hpp>
#include <bilateral/econometrics/state_space/structural_time_series.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/stats/distribution.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

struct time_varying_options {
  std::vector<std::string> varying{};  ///< names of the coefficients that move; empty is all
  std::vector<double> variances{};  ///< given instead of estimated: of u, then of each that moves
  double level = 0.95;              ///< of the band
  int max_iterations = 400;
};

/// Path of one coefficient.
template <class Scalar>
struct coefficient_path {
  std::string name;
  bool varies = false;
  dense_vector<Scalar> filtered;             ///< (n) from rows up to t; see first_filtered
  dense_vector<Scalar> smoothed, std_error;  ///< (n) from all rows
  dense_vector<Scalar> low, high;            ///< pointwise band
};

template <class Scalar>
struct time_varying_result {
  std::vector<coefficient_path<Scalar>> coefficients;
  std::vector<std::string> variance_names;  ///< "(error)", then the coefficients that move
  std::vector<Scalar> variances;
  std::vector<std::optional<Scalar>> variance_std_errors;
  Scalar log_likelihood{0};
  bool converged = true;
  std::size_t observations = 0;
  std::size_t first_filtered = 0;  ///< first row, from 1, at which all coefficients are determined
  std::vector<std::string> notes;
};

namespace detail {

// which coefficients move: the names that are given, or all
template <class = when_called>
std::vector<bool> varying_columns(const char* function, const std::vector<std::string>& names,
                                  const std::vector<std::string>& varying) {
  std::vector<bool> varies(names.size(), varying.empty());
  for (const std::string& name : varying) {
    const auto found = std::find(names.begin(), names.end(), name);
    require(found != names.end(), function, "there is no regressor ", name);
    varies[to_size(found - names.begin())] = true;
  }
  return varies;
}

// The model in state space form, each regressor in units of its root mean square, so that all
// variances are of one size; v_j / scale_j^2 is a variance in the units of the data.
template <class Scalar>
struct varying_form {
  state_space_model<Scalar> model;
  dense_vector<Scalar> scale;
  std::vector<Eigen::Index> moving;

  varying_form(const char* function, const dense_matrix<Scalar>& design,
               const std::vector<bool>& varies)
      : scale(design.cols()) {
    using std::sqrt;
    const Eigen::Index k = design.cols();
    const Scalar rows(static_cast<double>(design.rows()));
    for (Eigen::Index j = 0; j < k; ++j) {
      scale[j] = design.col(j).norm() / sqrt(rows);
      require(scale[j] > Scalar(0), function, "the regressor in column ", j + 1,
              " is zero throughout");
      if (varies[to_size(j)]) moving.push_back(j);
    }
    model.transition = dense_matrix<Scalar>::Identity(k, k);
    model.observation = design * scale.cwiseInverse().asDiagonal();
    model.state_variance = dense_matrix<Scalar>::Zero(k, k);
  }

  void set_variances(std::span<const Scalar> v) {
    model.observation_variance = v[0];
    for (std::size_t j = 0; j < moving.size(); ++j) {
      model.state_variance(moving[j], moving[j]) = v[j + 1];
    }
  }

  // of the variance at `at` in the list "(error)", moving...
  [[nodiscard]] Scalar unit_of(std::size_t at) const {
    return at == 0 ? Scalar(1) : Scalar(scale[moving[at - 1]] * scale[moving[at - 1]]);
  }
};

// variances by maximum likelihood, in units of the form, and what is to be said of them
template <class Scalar>
void estimate_variances(const char* function, time_varying_result<Scalar>& r,
                        varying_form<Scalar>& form, const regression<Scalar>& data,
                        int max_iterations) {
  const std::span<const Scalar> y(data.response.data(), to_size(data.response.size()));
  const auto constant = least_squares(data.design, data.response);
  const Scalar unit =
      constant.residual_sum_of_squares / Scalar(static_cast<double>(data.response.size()));
  require(unit > Scalar(0), function, "the fit with constant coefficients is exact");
  const auto fit = maximise_variances(
      function,
      [&](std::span<const Scalar> v) {
        form.set_variances(v);
        return kalman_filter(form.model, y, {}, kalman_output::likelihood).log_likelihood;
      },
      r.variance_names.size(), unit, max_iterations);
  keep_variances(r, fit);
  for (std::size_t j = 1; j < r.variance_names.size(); ++j) {
    if (fit.std_errors[j]) continue;
    r.notes.push_back(text("the variance of ", r.variance_names[j],
                           " is at its boundary, zero: the coefficient does not move"));
  }
}

// the paths of all coefficients in the units of the data, with bands of `level`
template <class Scalar>
std::vector<coefficient_path<Scalar>> paths_of(const kalman_result<Scalar>& filter,
                                               const varying_form<Scalar>& form,
                                               const std::vector<std::string>& names,
                                               const std::vector<bool>& varies, double level) {
  const Scalar reach(normal_quantile((1 + level) / 2));
  std::vector<coefficient_path<Scalar>> paths;
  for (std::size_t at = 0; at < names.size(); ++at) {
    const Eigen::Index j = to_index(at);
    coefficient_path<Scalar> p;
    p.name = names[at];
    p.varies = varies[at];
    const component_path<Scalar> c = smoothed_component(filter, j);
    p.filtered = filter.filtered.col(j) / form.scale[j];
    p.smoothed = c.value / form.scale[j];
    p.std_error = c.std_error / form.scale[j];
    p.low = p.smoothed - reach * p.std_error;
    p.high = p.smoothed + reach * p.std_error;
    paths.push_back(std::move(p));
  }
  return paths;
}

}  // namespace detail

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
template <class Scalar>
[[nodiscard]] time_varying_result<Scalar> time_varying_regression(
    const regression<Scalar>& model, const time_varying_options& options = {}) {
  using std::log;
  constexpr const char* function = "time_varying_regression";
  require(options.level > 0 && options.level < 1, function, "level is ", options.level,
          "; it must lie between 0 and 1");
  const Eigen::Index n = model.design.rows(), k = model.design.cols();
  std::vector<std::string> names = model.names;
  while (std::ssize(names) < k) names.push_back(text("column ", names.size() + 1));
  const auto varies = detail::varying_columns(function, names, options.varying);
  time_varying_result<Scalar> r;
  r.observations = to_size(n);
  r.variance_names = {"(error)"};
  for (std::size_t j = 0; j < varies.size(); ++j) {
    if (varies[j]) r.variance_names.push_back(names[j]);
  }
  const std::size_t count = r.variance_names.size();
  require(n > k + to_index(count), function, "there are ", n, " rows for ", k, " coefficients and ",
          count, " variances");
  detail::varying_form<Scalar> form(function, model.design, varies);
  if (options.variances.empty()) {
    detail::estimate_variances(function, r, form, model, options.max_iterations);
  } else {
    r.variances = detail::given_variances<Scalar>(function, options.variances, count);
    r.variance_std_errors.assign(count, std::nullopt);
    for (std::size_t j = 0; j < count; ++j) r.variances[j] *= form.unit_of(j);
  }
  form.set_variances(r.variances);
  const auto filter = kalman_filter(form.model, {model.response.data(), to_size(n)});
  r.log_likelihood = filter.log_likelihood;
  for (const Scalar s : form.scale) r.log_likelihood -= log(s);  // of the diffuse start
  for (std::size_t j = 0; j < count; ++j) {
    r.variances[j] /= form.unit_of(j);
    if (r.variance_std_errors[j]) *r.variance_std_errors[j] /= form.unit_of(j);
  }
  for (Eigen::Index t = 0; t < n; ++t) {
    if (!(filter.innovation_variance[t] > Scalar(0))) r.first_filtered = to_size(t) + 1;
  }
  r.coefficients = detail::paths_of(filter, form, names, varies, options.level);
  return r;
}

}  // namespace bilateral
