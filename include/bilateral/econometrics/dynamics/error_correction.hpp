#pragma once
/// Error-correction forms of an ARDL: unrestricted and restricted, adjustment and half-life.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/econometrics/dynamics/ardl.hpp>
#include <bilateral/econometrics/estimator/lagged_columns.hpp>

#include <cmath>
#include <optional>
#include <string>
#include <vector>

namespace bilateral {

/// Periods until half of a gap has closed; none, with the reason, where that has no meaning.
struct half_life_result {
  std::optional<double> periods;
  std::string reason;  ///< why there is none
};

/// log(1/2) / log(1 + a) of an adjustment coefficient a in (-1, 0).
///
/// a >= 0 corrects nothing, a <= -1 overshoots at once: both are reported without a half-life.
/// @throws argument_error  an adjustment that is not finite
template <class = when_called>
[[nodiscard]] half_life_result half_life(double adjustment) {
  require(std::isfinite(adjustment), "half_life", "the adjustment is not finite");
  const std::string a = significant_text(adjustment, 4);
  if (adjustment >= 0) {
    return {std::nullopt, text("the adjustment is ", a, ", not below zero: no error correction")};
  }
  if (adjustment <= -2) {
    return {std::nullopt, text("the adjustment is ", a, ", at or below -2: deviations grow")};
  }
  if (adjustment <= -1) {
    return {std::nullopt, text("the adjustment is ", a,
                               ", at or below -1: more than the whole gap closes at "
                               "once and the path oscillates")};
  }
  return {std::log(0.5) / std::log1p(adjustment), {}};
}

template <class Scalar>
struct error_correction_result : ols_result<Scalar> {
  std::string adjustment_name;  ///< L1.y, or ect in the restricted form
  Scalar adjustment{0};
  std::optional<Scalar> adjustment_error;
  half_life_result half_life;
  long_run_result<Scalar> long_run;
  deterministic_case deterministics = deterministic_case::unrestricted_constant;
  std::vector<std::string> level_names;  ///< of the unrestricted form: y and regressors in levels
};

/// Name of the error-correction term of the restricted form.
inline constexpr const char* ect_name = "ect";

namespace detail {

// the short-run columns common to both forms, and the level columns
template <class Scalar>
struct ecm_columns {
  std::vector<named_column<Scalar>> levels, differences;
};

template <class Scalar>
ecm_columns<Scalar> ecm_columns_of(const ardl_result<Scalar>& fit) {
  const int first = fit.first_row;
  ecm_columns<Scalar> out;
  const auto difference = [&](const dense_vector<Scalar>& x, int lag) {
    return (lagged_rows(x, first, lag) - lagged_rows(x, first, lag + 1)).eval();
  };
  const auto name_of = [](const std::string& name, int lag) {
    return lag == 0 ? "d." + name : text("d.L", lag, ".", name);
  };
  const auto& [y_name, y] = fit.data.response;
  out.levels.push_back({lag_name(y_name, 1), lagged_rows(y, first, 1)});
  for (int l = 1; l < fit.orders.response; ++l) {
    out.differences.push_back({name_of(y_name, l), difference(y, l)});
  }
  for (std::size_t j = 0; j < fit.data.regressors.size(); ++j) {
    const auto& [name, x] = fit.data.regressors[j];
    const int q = fit.orders.regressors[j];
    const int level = q == 0 ? 0 : 1;
    out.levels.push_back({lag_name(name, level), lagged_rows(x, first, level)});
    for (int l = fit.options.conditional ? 0 : 1; l < q; ++l) {
      out.differences.push_back({name_of(name, l), difference(x, l)});
    }
  }
  return out;
}

template <class Scalar, class Spec>
error_correction_result<Scalar> ecm_fit(const ardl_result<Scalar>& fit,
                                        std::vector<named_column<Scalar>> columns, bool constant,
                                        const Spec& spec, const std::string& adjustment_name) {
  const int first = fit.first_row;
  for (const auto& [name, values] : fit.data.fixed) {
    columns.push_back({name, lagged_rows(values, first, 0)});
  }
  const auto& [y_name, y] = fit.data.response;
  auto model = regress<Scalar>((lagged_rows(y, first, 0) - lagged_rows(y, first, 1)).eval(),
                               columns, {.intercept = constant, .response_name = "d." + y_name});
  for (Eigen::Index i = first; i < y.size(); ++i) model.time.push_back(i + 1);
  error_correction_result<Scalar> out;
  static_cast<ols_result<Scalar>&>(out) =
      ols(model, spec, ols_options<Scalar>{.keep_parts = fit.options.keep_parts});
  note_rows_used_by_lags(out.sample, first, y.size());
  const auto at = term_position(out.names, adjustment_name);
  if (at < 0) {
    throw rank_deficiency_error(
        text("error_correction: ", adjustment_name, " is determined by the columns before it"));
  }
  out.adjustment_name = adjustment_name;
  out.adjustment = out.coefficients[at];
  out.adjustment_error = std_error(out, at);
  out.half_life = half_life(static_cast<double>(out.adjustment));
  if (!out.half_life.periods) out.notes.push_back(out.half_life.reason);
  out.long_run = long_run(fit);
  out.deterministics = fit.options.deterministics;
  return out;
}

}  // namespace detail

/// The ARDL as an unrestricted error-correction model; the fit is the ARDL's own.
///
///   dy_t = c + d t + a y_(t-1) + sum_j pi_j x_j,(t-1) + sum_i psi_i dy_(t-i)
///          + sum_j sum_l omega_jl dx_j,(t-l) + g' z_t + u_t,   theta_j = -pi_j / a
///
/// A regressor of order 0 stands in its current level. With `.conditional = false` in the ARDL the
/// current dx_t is absent: the unconditional form.
/// @note  a is a coefficient of a possibly non-stationary term: its t has the distribution of
///        bounds_test(), not Student's; equals R ARDL uecm, statsmodels UECM
/// @see   Pesaran, Shin & Smith (2001), J. Applied Econometrics 16(3), eq. 8
template <class Scalar, class Spec = iid>
[[nodiscard]] error_correction_result<Scalar> error_correction(const ardl_result<Scalar>& fit,
                                                               const Spec& spec = {}) {
  auto parts = detail::ecm_columns_of(fit);
  std::vector<named_column<Scalar>> columns;
  if (has_trend(fit.options.deterministics)) {
    columns.push_back(
        {trend_name,
         trend_column<Scalar>(fit.first_row, fit.data.response.second.size() - fit.first_row)});
  }
  std::vector<std::string> level_names;
  for (const auto& c : parts.levels) level_names.push_back(c.first);
  columns.insert(columns.end(), parts.levels.begin(), parts.levels.end());
  columns.insert(columns.end(), parts.differences.begin(), parts.differences.end());
  auto out = detail::ecm_fit(fit, std::move(columns), has_constant(fit.options.deterministics),
                             spec, level_names.front());
  out.level_names = std::move(level_names);
  return out;
}

/// The same with the long-run coefficients held at their estimates: one error-correction term.
///
///   ect_(t-1) = y_(t-1) - sum_j theta_j x_j,(t-1) [- theta_0 in case II] [- theta_t t in case IV]
///
/// @note  equals R ARDL recm: the restricted constant or trend moves into the term, residual
///        degrees of freedom count only what is estimated here
/// @see   Pesaran, Shin & Smith (2001), section 5
template <class Scalar, class Spec = iid>
[[nodiscard]] error_correction_result<Scalar> restricted_error_correction(
    const ardl_result<Scalar>& fit, const Spec& spec = {}) {
  auto parts = detail::ecm_columns_of(fit);
  const auto theta = long_run(fit);
  const Eigen::Index rows = fit.data.response.second.size() - fit.first_row;
  const auto trend = trend_column<Scalar>(fit.first_row, rows);
  const auto kind = fit.options.deterministics;
  dense_vector<Scalar> ect = parts.levels.front().second;
  for (std::size_t j = 1; j < parts.levels.size(); ++j) {
    ect -= theta.coefficients[to_index(j) - 1] * parts.levels[j].second;
  }
  if (kind == deterministic_case::restricted_constant) {
    ect.array() -= coefficient(theta, intercept_name);
  }
  if (kind == deterministic_case::restricted_trend) ect -= coefficient(theta, trend_name) * trend;
  std::vector<named_column<Scalar>> columns;
  if (kind == deterministic_case::unrestricted_trend) columns.push_back({trend_name, trend});
  columns.insert(columns.end(), parts.differences.begin(), parts.differences.end());
  columns.push_back({ect_name, ect});
  return detail::ecm_fit(fit, std::move(columns),
                         has_constant(kind) && kind != deterministic_case::restricted_constant,
                         spec, ect_name);
}

}  // namespace bilateral
