#pragma once
/// Autoregressive distributed lag models: levels form, long-run coefficients, dynamic multipliers.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/econometrics/dynamics/distributed_lag.hpp>
#include <bilateral/econometrics/estimator/deterministic_case.hpp>
#include <bilateral/econometrics/estimator/lagged_columns.hpp>
#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/numeric/column.hpp>
#include <bilateral/numeric/scale.hpp>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

namespace bilateral {

/// What an ARDL is estimated on; every column has the same T rows.
template <class Scalar>
struct ardl_data {
  named_column<Scalar> response = {};
  std::vector<named_column<Scalar>> regressors = {};  ///< enter with lags 0..q_j
  std::vector<named_column<Scalar>> fixed = {};       ///< dummies and the like: enter as they are
};

/// ARDL(p, q_1, ..., q_k).
struct ardl_orders {
  int response = 1;                  ///< p >= 1
  std::vector<int> regressors = {};  ///< q_j >= 0, one a regressor
  friend bool operator==(const ardl_orders&, const ardl_orders&) = default;
};

struct ardl_options {
  deterministic_case deterministics = deterministic_case::unrestricted_constant;
  int hold_back = 0;        ///< rows left out at the start; at least the largest order is
  bool conditional = true;  ///< false: without current regressors (lags 1..q_j, every q_j >= 1)
  keep keep_parts = keep::residuals;
};

template <class Scalar>
struct ardl_result : ols_result<Scalar> {
  ardl_data<Scalar> data;
  ardl_orders orders;
  ardl_options options;
  int first_row = 0;         ///< rows used up at the start
  std::optional<double> hq;  ///< Hannan-Quinn; aic, bic and hq count sigma as a parameter
};

/// Long-run coefficients: an estimation_result of its own.
template <class Scalar>
struct long_run_result {
  std::vector<std::string> names;  ///< regressors, then (intercept) and trend where present
  dense_vector<Scalar> coefficients;
  std::optional<dense_matrix<Scalar>> covariance;
  std::string covariance_label;
  double inference_dof = 0;
  sample_summary sample;
  std::vector<std::string> notes;
};

/// Refuses data that an ARDL of these orders cannot have: empty or unequal columns, values that are
/// not finite, an order for each regressor missing or negative. @throws argument_error
template <class Scalar>
void require_ardl(const char* function, const ardl_data<Scalar>& data, const ardl_orders& orders,
                  const ardl_options& options) {
  const auto rows = to_size(data.response.second.size());
  require(rows > 0, function, "there are no observations");
  const auto check = [&](const named_column<Scalar>& c) {
    require_same_size(function, data.response.first, rows, c.first, to_size(c.second.size()));
    const std::span<const Scalar> values(c.second.data(), rows);
    require_finite(function, c.first, values);
    require_squares(function, c.first, values);
  };
  check(data.response);
  for (const auto& c : data.regressors) check(c);
  for (const auto& c : data.fixed) check(c);
  require(orders.response >= 1, function, "the order of ", data.response.first, " is ",
          orders.response, "; it must be at least 1");
  require(orders.regressors.size() == data.regressors.size(), function, "there are ",
          orders.regressors.size(), " orders for ", data.regressors.size(), " regressors");
  for (std::size_t j = 0; j < orders.regressors.size(); ++j) {
    const int least = options.conditional ? 0 : 1;
    require(orders.regressors[j] >= least, function, "the order of ", data.regressors[j].first,
            " is ", orders.regressors[j], "; it must be at least ", least);
  }
  require(options.hold_back >= 0, function, "hold_back is ", options.hold_back,
          "; it must not be negative");
}

/// Rows that the lags use up: the largest order, or `hold_back` where that is larger.
template <class = when_called>
int largest_order(const ardl_orders& orders, int hold_back) {
  int largest = (std::max)(orders.response, hold_back);
  for (const int q : orders.regressors) largest = (std::max)(largest, q);
  return largest;
}

/// Where the lags 1..p of the response stand among the coefficients; -1 for one that was dropped.
template <class Scalar>
std::vector<Eigen::Index> own_lag_positions(const ardl_result<Scalar>& fit) {
  std::vector<Eigen::Index> at;
  for (int l = 1; l <= fit.orders.response; ++l) {
    at.push_back(term_position(fit.names, lag_name(fit.data.response.first, l)));
  }
  return at;
}

/// Where the lags 0..q of a regressor (from 0) stand among the coefficients; -1 for a dropped one.
template <class Scalar>
std::vector<Eigen::Index> lag_positions(const ardl_result<Scalar>& fit, std::size_t regressor) {
  std::vector<Eigen::Index> at;
  for (int l = 0; l <= fit.orders.regressors[regressor]; ++l) {
    at.push_back(term_position(fit.names, lag_name(fit.data.regressors[regressor].first, l)));
  }
  return at;
}

namespace detail {
template <class Scalar>
regression<Scalar> model_of(const ardl_data<Scalar>& data, const dense_vector<Scalar>& response,
                            const std::string& response_name,
                            const std::vector<named_column<Scalar>>& columns,
                            const ardl_options& options, int first) {
  auto model = regress<Scalar>(
      response, columns,
      {.intercept = has_constant(options.deterministics), .response_name = response_name});
  for (Eigen::Index i = first; i < data.response.second.size(); ++i) {
    model.time.push_back(static_cast<std::int64_t>(i) + 1);
  }
  return model;
}

}  // namespace detail

/// ARDL(p, q_1, ..., q_k) in levels by least squares.
///
///   y_t = c + d t + sum_i phi_i y_(t-i) + sum_j sum_l b_jl x_j,(t-l) + g' z_t + u_t
///
/// @param data     response, regressors with lags, fixed columns; T rows each, finite
/// @param orders   p >= 1, q_j >= 0
/// @param spec     covariance, as in ols()
/// @param options  deterministic case (I no constant; II, III constant; IV, V constant and trend)
/// @return         terms (intercept), trend, L1.y, ..., x, L1.x, ..., fixed, in this order
/// @throws argument_error  shapes, orders, fewer rows than coefficients, values not finite
/// @note  aic, bic and hq are -2 ll + (k + 1) {2, log n, 2 log log n}: sigma counts (R)
/// @see   Pesaran & Shin (1999), in Strom (ed.), Econometrics and Economic Theory in the 20th
///        Century, ch. 11
/// Example: ardl<double>({{"m", m}, {{"y", y}, {"r", r}}, {}}, {3, {1, 2}})
template <class Scalar, class Spec = iid>
[[nodiscard]] ardl_result<Scalar> ardl(const ardl_data<Scalar>& data, const ardl_orders& orders,
                                       const Spec& spec = {}, const ardl_options& options = {}) {
  require_ardl("ardl", data, orders, options);
  const int first = largest_order(orders, options.hold_back);
  const Eigen::Index rows = data.response.second.size();
  require(rows > first, "ardl", "there are ", rows, " rows and lags use up ", first);
  std::vector<named_column<Scalar>> columns;
  if (has_trend(options.deterministics)) {
    columns.push_back({trend_name, trend_column<Scalar>(first, rows - first)});
  }
  for (int l = 1; l <= orders.response; ++l) {
    columns.push_back(
        {lag_name(data.response.first, l), lagged_rows(data.response.second, first, l)});
  }
  for (std::size_t j = 0; j < data.regressors.size(); ++j) {
    for (int l = options.conditional ? 0 : 1; l <= orders.regressors[j]; ++l) {
      columns.push_back({lag_name(data.regressors[j].first, l),
                         lagged_rows(data.regressors[j].second, first, l)});
    }
  }
  for (const auto& [name, values] : data.fixed) {
    columns.push_back({name, lagged_rows(values, first, 0)});
  }
  const auto model = detail::model_of(data, lagged_rows(data.response.second, first, 0),
                                      data.response.first, columns, options, first);
  ardl_result<Scalar> out;
  static_cast<ols_result<Scalar>&>(out) =
      ols(model, spec, ols_options<Scalar>{.keep_parts = options.keep_parts});
  note_rows_used_by_lags(out.sample, first, rows);
  if (out.log_likelihood) {
    const double n = out.observations;
    const double k = out.parameters + 1;
    out.aic = -2 * *out.log_likelihood + 2 * k;
    out.bic = -2 * *out.log_likelihood + std::log(n) * k;
    out.hq = -2 * *out.log_likelihood + 2 * std::log(std::log(n)) * k;
  }
  out.data = data;
  out.orders = orders;
  out.options = options;
  out.first_row = first;
  return out;
}
/// The same from whatever holds the columns: ardl({"y", y}, {{"x", x}}, {1, {1}}).
template <class Spec = iid>
[[nodiscard]] ardl_result<double> ardl(const named_values& response,
                                       std::initializer_list<named_values> regressors,
                                       const ardl_orders& orders, const Spec& spec = {},
                                       const ardl_options& options = {}) {
  ardl_data<double> data{{response.name, response.values}};
  for (const named_values& c : regressors) data.regressors.emplace_back(c.name, c.values);
  return ardl(data, orders, spec, options);
}

/// Long-run coefficients with delta-method errors.
///
///   theta_j = sum_l b_jl / (1 - sum_i phi_i); constant and trend likewise
///
/// @throws numerical_error  the autoregressive coefficients sum to 1 to rounding
/// @note  equals R ARDL multipliers(type = "lr"); the name "long run" presumes cointegration:
///        see bounds_test()
/// @see   Pesaran & Shin (1999), eq. 11.20
template <class Scalar>
[[nodiscard]] long_run_result<Scalar> long_run(const ardl_result<Scalar>& fit) {
  using std::abs;
  const Eigen::Index k = fit.coefficients.size();
  const auto own = own_lag_positions(fit);
  Scalar a(1);
  for (const auto at : own) {
    if (at >= 0) a -= fit.coefficients[at];
  }
  if (!(abs(a) > Scalar(1e-10))) {
    throw numerical_error("long_run: the autoregressive coefficients sum to 1: no long run");
  }
  long_run_result<Scalar> out;
  std::vector<std::vector<Eigen::Index>> parts;
  for (std::size_t j = 0; j < fit.data.regressors.size(); ++j) {
    out.names.push_back(fit.data.regressors[j].first);
    parts.push_back(lag_positions(fit, j));
  }
  for (const char* name : {intercept_name, trend_name}) {
    const auto at = term_position(fit.names, name);
    if (at < 0) continue;
    out.names.emplace_back(name);
    parts.push_back({at});
  }
  const auto m = std::ssize(parts);
  out.coefficients.resize(m);
  dense_matrix<Scalar> jacobian = dense_matrix<Scalar>::Zero(m, k);
  for (Eigen::Index j = 0; j < m; ++j) {
    Scalar sum(0);
    for (const auto at : parts[to_size(j)]) {
      if (at < 0) continue;
      sum += fit.coefficients[at];
      jacobian(j, at) += Scalar(1) / a;
    }
    out.coefficients[j] = sum / a;
    for (const auto at : own) {
      if (at >= 0) jacobian(j, at) += sum / (a * a);
    }
  }
  if (fit.covariance) {
    const dense_matrix<Scalar> v = jacobian * *fit.covariance * jacobian.transpose();
    out.covariance = symmetric_part(v);
  }
  out.covariance_label = text(fit.covariance_label, ", delta method");
  out.inference_dof = fit.inference_dof;
  out.sample = fit.sample;
  if (!(a > Scalar(0))) {
    out.notes.push_back(
        "the autoregressive coefficients sum to more than 1: the model is not "
        "stable and its long run is not a resting point");
  }
  return out;
}

/// Response of y to a pulse or a step in one regressor, h = 0..horizon, delta-method errors.
///
///   delta_h = b_jh + sum_i phi_i delta_(h-i)
///
/// @throws argument_error  no such regressor; horizon below 0
/// @see   Hendry (1995), Dynamic Econometrics, 6.4
template <class Scalar>
[[nodiscard]] std::vector<lag_multiplier<Scalar>> dynamic_multipliers(
    const ardl_result<Scalar>& fit, const std::string& regressor, int horizon) {
  require(horizon >= 0, "dynamic_multipliers", "horizon is ", horizon, "; it must not be negative");
  for (std::size_t j = 0; j < fit.data.regressors.size(); ++j) {
    if (fit.data.regressors[j].first == regressor) {
      return rational_multipliers(fit, own_lag_positions(fit), lag_positions(fit, j), horizon);
    }
  }
  throw argument_error(text("dynamic_multipliers: there is no regressor ", regressor));
}

}  // namespace bilateral
