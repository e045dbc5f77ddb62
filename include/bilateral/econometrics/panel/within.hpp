#pragma once
/// The within (fixed effects) estimator of a panel.

#include <bilateral/econometrics/panel/panel.hpp>
#include <bilateral/econometrics/regression/fixed_effects.hpp>

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

enum class within_effects { entity, time, both };

/// Within estimator: the effects of entities, periods or both are absorbed.
///
///   y_it = x_it b + a_i (+ d_t) + u_it
///
/// @return  r2 is of what the effects leave; K counts them: N, T, or N + T - 1
/// @throws argument_error  a repeated (entity, period); every regressor is absorbed
/// @note   equals plm(model = "within"), Stata xtreg fe, linearmodels PanelOLS. Entities of one
///         period stay. Scores, leverage and degrees of freedom are those of `ols` with these effects
/// @see    Baltagi (2013), Econometric Analysis of Panel Data, ch. 2-3
/// Example: examples/regress/panels.cpp
template <class Scalar, class Spec = iid>
[[nodiscard]] panel_result<Scalar> within(const panel<Scalar>& data, const Spec& spec = {},
                                          within_effects effects = within_effects::entity) {
  check_panel("within", data);
  std::vector<factor> absorbed;
  if (effects != within_effects::time) absorbed.push_back(data.entity);
  if (effects != within_effects::entity) {
    absorbed.push_back(make_factor("time", std::span<const std::int64_t>(data.time)));
  }
  regression<Scalar> model = data.model;
  model.time = data.time;
  model.entity = data.entity.codes;
  auto fit = ols(model, absorbed, spec, {.keep_parts = keep::scores, .keep_singletons = true});
  panel_result<Scalar> r;
  static_cast<ols_result<Scalar>&>(r) = std::move(static_cast<ols_result<Scalar>&>(fit));
  r.estimator = "within";
  r.entities = static_cast<double>(data.entity.levels);
  r.r2 = fit.within_r2;
  r.adjusted_r2.reset();
  const double dof = r.observations - r.parameters;
  if (r.r2 && dof > 0) r.adjusted_r2 = 1 - (1 - *r.r2) * (r.observations - 1) / dof;
  if (r.r2 && *r.r2 < 1) {
    r.total_sum_of_squares = r.residual_sum_of_squares / Scalar(1 - *r.r2);
  }
  r.aic.reset();  // they would need the effects counted: left to callers
  r.bic.reset();
  for (auto& o : r.omitted) {
    if (o.reason == "absorbed by the fixed effects") o.reason = "does not vary within";
  }
  return r;
}

}  // namespace bilateral
