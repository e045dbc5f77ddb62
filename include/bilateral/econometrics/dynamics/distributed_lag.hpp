#pragma once
/// Distributed lags: finite, Almon and Koyck, with impact, interim and long-run multipliers.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/estimator/lagged_columns.hpp>
#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/numeric/column.hpp>

#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// Response of y, h periods after a unit pulse (`effect`) or a unit step (`cumulative`) in x.
template <class Scalar>
struct lag_multiplier {
  int horizon = 0;
  Scalar effect{0};
  std::optional<Scalar> effect_error;
  Scalar cumulative{0};
  std::optional<Scalar> cumulative_error;
};

/// An estimate with its standard error by the delta method.
template <class Scalar>
struct delta_estimate {
  Scalar estimate{0};
  std::optional<Scalar> std_error;
};

template <class Scalar>
struct distributed_lag_result : ols_result<Scalar> {
  std::vector<lag_multiplier<Scalar>> multipliers;  ///< h = 0 (impact) ... ; interim: cumulative
  delta_estimate<Scalar> long_run;                  ///< sum of all effects
};

struct almon_options {
  int lags = 8;    ///< q: lags 0..q
  int degree = 2;  ///< of the polynomial, at most q
};

namespace detail {

/// w'b with its error under the fit's covariance.
template <class Result, class Scalar = scalar_of<Result>>
delta_estimate<Scalar> delta_of(const Result& fit, Scalar estimate,
                                const dense_vector<Scalar>& gradient) {
  using std::sqrt;
  delta_estimate<Scalar> out{estimate, std::nullopt};
  if (fit.covariance) {
    const Scalar variance = gradient.dot(*fit.covariance * gradient);
    if (variance >= Scalar(0)) out.std_error = sqrt(variance);
  }
  return out;
}

}  // namespace detail

/// Multipliers of a rational lag: delta_h = b_h + sum_i phi_i delta_(h-i), with gradients.
///
/// @param fit    holds the coefficients and their covariance; @param horizon  h = 0..horizon
/// @param own    positions of phi_1..phi_p in the fit, -1 where absent
/// @param other  positions of b_0..b_q
/// @return       an effect and a sum of effects for each h, with delta-method errors
/// @see    Greene (2012), Econometric Analysis, 20.4
template <class Result, class Scalar = scalar_of<Result>>
[[nodiscard]] std::vector<lag_multiplier<Scalar>> rational_multipliers(
    const Result& fit, const std::vector<Eigen::Index>& own, const std::vector<Eigen::Index>& other,
    int horizon) {
  const Eigen::Index k = fit.coefficients.size();
  std::vector<lag_multiplier<Scalar>> out;
  std::vector<dense_vector<Scalar>> gradients;
  Scalar total(0);
  dense_vector<Scalar> total_gradient = dense_vector<Scalar>::Zero(k);
  for (int h = 0; h <= horizon; ++h) {
    const auto at = to_size(h);
    Scalar effect(0);
    dense_vector<Scalar> gradient = dense_vector<Scalar>::Zero(k);
    if (at < other.size() && other[at] >= 0) {
      effect += fit.coefficients[other[at]];
      gradient[other[at]] += Scalar(1);
    }
    for (std::size_t i = 1; i <= own.size() && i <= at; ++i) {
      if (own[i - 1] < 0) continue;
      const Scalar phi = fit.coefficients[own[i - 1]];
      effect += phi * out[at - i].effect;
      gradient += phi * gradients[at - i];
      gradient[own[i - 1]] += out[at - i].effect;
    }
    total += effect;
    total_gradient += gradient;
    const auto one = detail::delta_of(fit, effect, gradient);
    const auto sum = detail::delta_of(fit, total, total_gradient);
    out.push_back({h, effect, one.std_error, total, sum.std_error});
    gradients.push_back(gradient);
  }
  return out;
}

/// Finite distributed lag, unrestricted.
///
///   y_t = a + b_0 x_t + ... + b_q x_(t-q) + g' z_t + u_t
///
/// @param y         response (T); @param x  the regressor with lags, named (T)
/// @param lags      q >= 0; the first q observations are used up
/// @param controls  z, columns that enter as they are (T each)
/// @param spec      covariance, as in ols()
/// @return          coefficients named x, L1.x, ...; multipliers of h = 0..q; long run = sum of b
/// @throws argument_error  lags below 0 or leaving fewer rows than coefficients
/// @see   Greene (2012), Econometric Analysis, 20.2
/// Example: distributed_lag(y, {"price", p}, 6, {}, newey_west{.lags = 6})
template <class Scalar, class Spec = iid>
[[nodiscard]] distributed_lag_result<Scalar> distributed_lag(
    const dense_vector<Scalar>& y, const std::type_identity_t<named_column<Scalar>>& x, int lags,
    const std::type_identity_t<std::vector<named_column<Scalar>>>& controls = {},
    const Spec& spec = {}, const regress_options& options = {}) {
  require(lags >= 0, "distributed_lag", "lags is ", lags, "; it must not be negative");
  require_same_size("distributed_lag", options.response_name, to_size(y.size()), x.first,
                    to_size(x.second.size()));
  require(y.size() > lags, "distributed_lag", "there are ", y.size(), " rows for ", lags, " lags");
  std::vector<named_column<Scalar>> columns;
  for (int l = 0; l <= lags; ++l) {
    columns.push_back({lag_name(x.first, l), lagged_rows(x.second, lags, l)});
  }
  for (const auto& [name, values] : controls) {
    require_same_size("distributed_lag", options.response_name, to_size(y.size()), name,
                      to_size(values.size()));
    columns.push_back({name, lagged_rows(values, lags, 0)});
  }
  distributed_lag_result<Scalar> out;
  static_cast<ols_result<Scalar>&>(out) =
      ols(regress<Scalar>(lagged_rows(y, lags, 0), columns, options), spec);
  out.sample.dropped = to_size(lags);
  std::vector<Eigen::Index> at;
  dense_vector<Scalar> gradient = dense_vector<Scalar>::Zero(out.coefficients.size());
  Scalar sum(0);
  for (int l = 0; l <= lags; ++l) {
    at.push_back(term_position(out.names, lag_name(x.first, l)));
    if (at.back() >= 0) {
      gradient[at.back()] = Scalar(1);
      sum += out.coefficients[at.back()];
    }
  }
  out.multipliers = rational_multipliers(out, {}, at, lags);
  out.long_run = detail::delta_of(out, sum, gradient);
  return out;
}
/// The same from whatever holds the columns: distributed_lag(y, {"price", p}, 6) of std::vectors.
template <other_column Response, class Spec = iid>
[[nodiscard]] distributed_lag_result<double> distributed_lag(
    const Response& y, const named_values& x, int lags,
    const std::vector<named_values>& controls = {}, const Spec& spec = {},
    const regress_options& options = {}) {
  return distributed_lag<double>(to_column<double>(y), {x.name, x.values}, lags,
                                 to_columns(controls), spec, options);
}

/// Almon's polynomial distributed lag.
///
///   b_l = c_0 + c_1 s_l + ... + c_d s_l^d,  s_l = l / q,  y_t = a + sum_l b_l x_(t-l) + g' z_t + u_t
///
/// @return  coefficients c (named x.poly0...), multipliers of the implied b_l
/// @note  b and their errors do not depend on the basis of the polynomial
/// @see   Almon (1965), Econometrica 33(1)
/// Example: almon_lag(y, {"price", p}, {.lags = 12, .degree = 3})
template <class Scalar, class Spec = iid>
[[nodiscard]] distributed_lag_result<Scalar> almon_lag(
    const dense_vector<Scalar>& y, const std::type_identity_t<named_column<Scalar>>& x,
    const almon_options& shape = {},
    const std::type_identity_t<std::vector<named_column<Scalar>>>& controls = {},
    const Spec& spec = {}, const regress_options& options = {}) {
  require(shape.lags >= 1, "almon_lag", "lags is ", shape.lags, "; it must be at least 1");
  require(shape.degree >= 0 && shape.degree <= shape.lags, "almon_lag", "degree is ", shape.degree,
          "; it runs from 0 to lags (", shape.lags, ")");
  require_same_size("almon_lag", options.response_name, to_size(y.size()), x.first,
                    to_size(x.second.size()));
  require(y.size() > shape.lags, "almon_lag", "there are ", y.size(), " rows for ", shape.lags,
          " lags");
  const auto weight = [&](int lag, int power) {
    Scalar w(1);
    for (int j = 0; j < power; ++j) w *= Scalar(double(lag)) / Scalar(double(shape.lags));
    return w;
  };
  std::vector<named_column<Scalar>> columns;
  for (int j = 0; j <= shape.degree; ++j) {
    dense_vector<Scalar> sum = dense_vector<Scalar>::Zero(y.size() - shape.lags);
    for (int l = 0; l <= shape.lags; ++l) {
      sum += weight(l, j) * lagged_rows(x.second, shape.lags, l);
    }
    columns.push_back({text(x.first, ".poly", j), sum});
  }
  for (const auto& [name, values] : controls) {
    require_same_size("almon_lag", options.response_name, to_size(y.size()), name,
                      to_size(values.size()));
    columns.push_back({name, lagged_rows(values, shape.lags, 0)});
  }
  distributed_lag_result<Scalar> out;
  static_cast<ols_result<Scalar>&>(out) =
      ols(regress<Scalar>(lagged_rows(y, shape.lags, 0), columns, options), spec);
  out.sample.dropped = to_size(shape.lags);
  dense_vector<Scalar> total = dense_vector<Scalar>::Zero(out.coefficients.size());
  for (int l = 0; l <= shape.lags; ++l) {
    dense_vector<Scalar> gradient = dense_vector<Scalar>::Zero(out.coefficients.size());
    for (int j = 0; j <= shape.degree; ++j) {
      const auto at = term_position(out.names, text(x.first, ".poly", j));
      if (at >= 0) gradient[at] = weight(l, j);
    }
    total += gradient;
    const auto one = detail::delta_of(out, Scalar(gradient.dot(out.coefficients)), gradient);
    const auto sum = detail::delta_of(out, Scalar(total.dot(out.coefficients)), total);
    out.multipliers.push_back({l, one.estimate, one.std_error, sum.estimate, sum.std_error});
  }
  out.long_run = detail::delta_of(out, Scalar(total.dot(out.coefficients)), total);
  return out;
}

/// Koyck's geometric lag in its autoregressive form.
///
///   y_t = a + r y_(t-1) + b x_t + g' z_t + u_t,  effect of lag h: b r^h,  long run: b / (1 - r)
///
/// @param horizon  multipliers of h = 0..horizon
/// @return  coefficients L1.y, x, controls; multipliers; long run by the delta method
/// @throws numerical_error  r = 1 to rounding: no long run
/// @note  OLS; inconsistent where u is serially correlated: test it
/// @see   Koyck (1954), Distributed Lags and Investment Analysis
/// Example: koyck_lag(y, {"price", p}, 24)
template <class Scalar, class Spec = iid>
[[nodiscard]] distributed_lag_result<Scalar> koyck_lag(
    const dense_vector<Scalar>& y, const std::type_identity_t<named_column<Scalar>>& x,
    int horizon = 12, const std::type_identity_t<std::vector<named_column<Scalar>>>& controls = {},
    const Spec& spec = {}, const regress_options& options = {}) {
  using std::abs;
  require(horizon >= 0, "koyck_lag", "horizon is ", horizon, "; it must not be negative");
  require_same_size("koyck_lag", options.response_name, to_size(y.size()), x.first,
                    to_size(x.second.size()));
  require(y.size() > 1, "koyck_lag", "there are ", y.size(), " rows");
  const std::string own = lag_name(options.response_name, 1);
  std::vector<named_column<Scalar>> columns{{own, lagged_rows(y, 1, 1)},
                                            {x.first, lagged_rows(x.second, 1, 0)}};
  for (const auto& [name, values] : controls) {
    require_same_size("koyck_lag", options.response_name, to_size(y.size()), name,
                      to_size(values.size()));
    columns.push_back({name, lagged_rows(values, 1, 0)});
  }
  distributed_lag_result<Scalar> out;
  static_cast<ols_result<Scalar>&>(out) =
      ols(regress<Scalar>(lagged_rows(y, 1, 0), columns, options), spec);
  out.sample.dropped = 1;
  const auto r_at = term_position(out.names, own);
  const auto b_at = term_position(out.names, x.first);
  if (r_at < 0 || b_at < 0) {
    throw rank_deficiency_error(
        text("koyck_lag: ", r_at < 0 ? own : x.first, " is determined by the columns before it"));
  }
  const Scalar r = out.coefficients[r_at];
  const Scalar b = out.coefficients[b_at];
  if (!(abs(Scalar(1) - r) > Scalar(1e-10))) {
    throw numerical_error("koyck_lag: the coefficient of the lagged response is 1: no long run");
  }
  if (!(abs(r) < Scalar(1))) {
    out.notes.push_back(
        "the coefficient of the lagged response is not below 1 in size: the lag "
        "weights do not die out");
  }
  out.multipliers = rational_multipliers(out, {r_at}, {b_at}, horizon);
  dense_vector<Scalar> gradient = dense_vector<Scalar>::Zero(out.coefficients.size());
  gradient[b_at] = Scalar(1) / (Scalar(1) - r);
  gradient[r_at] = b / ((Scalar(1) - r) * (Scalar(1) - r));
  out.long_run = detail::delta_of(out, Scalar(b / (Scalar(1) - r)), gradient);
  return out;
}

}  // namespace bilateral
