#pragma once
/// Instrumental variables with absorbed fixed effects: two-stage least squares and the other k-class
/// estimators.

#include <bilateral/econometrics/regression/detail/instrumented.hpp>
#include <bilateral/econometrics/regression/fixed_effects.hpp>
#include <bilateral/econometrics/regression/iv.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace bilateral {

template <class Scalar>
struct iv_effects_options {
  k_class method = k_class::two_stage;
  double fuller_constant = 1;
  dense_vector<Scalar> weights{};  ///< analytic weights, 1/variance; empty is none
  bool keep_singletons = false;    ///< groups of one row stay
  keep keep_parts = keep::scores;  ///< diagnostics need the scores' ingredients
  absorb_options absorb{};         ///< tolerance at most 1e-10
};

/// An IV fit within fixed effects. Response, regressors and instruments in it are what the effects left
/// of them, so that the diagnostics of iv_tests.hpp see the equation within.
template <class Scalar>
struct iv_effects_result : iv_result<Scalar> {
  std::vector<absorbed_effect> effects;
  std::size_t singletons = 0;  ///< rows dropped, all effects together
  absorb_report convergence;
  dense_vector<Scalar> fitted;  ///< (n) y - residuals, effects included
};

namespace detail {

template <class Scalar>
iv_regression<Scalar> within_equation(const iv_regression<Scalar>& model,
                                      const instrumented_rows<Scalar>& rows,
                                      const dense_matrix<Scalar>& within) {
  const Eigen::Index k = rows.x.cols();
  iv_regression<Scalar> out;
  out.exogenous.response_name = model.exogenous.response_name;
  out.exogenous.response = within.col(0);
  out.exogenous.intercept = false;
  out.exogenous.design = within.middleCols(1, rows.exogenous);
  out.exogenous.names.assign(rows.names.begin(), rows.names.begin() + rows.exogenous);
  for (Eigen::Index j = rows.exogenous; j < k; ++j) {
    out.endogenous.emplace_back(rows.names[std::size_t(j)], within.col(1 + j));
  }
  for (Eigen::Index j = rows.exogenous; j < rows.z.cols(); ++j) {
    out.instruments.emplace_back(rows.instrument_names[std::size_t(j)], within.col(1 + k + j));
  }
  return out;
}

}  // namespace detail

/// k-class instrumental variables with absorbed fixed effects.
///
///   y_i = x_i b + a_1[c_1(i)] + ... + a_F[c_F(i)] + u_i,   E[z_i u_i] = 0
///
/// Response, regressors and instruments are replaced by their residuals on the effects (which are their own
/// instruments), and the equation within is estimated by `iv`.
///
/// @param model    exogenous part from regress(), endogenous columns, excluded instruments
/// @param effects  one factor for each set of effects, of the n rows
/// @param spec     covariance; its clusters or periods may be those of all n rows
/// @return         exogenous, then endogenous slopes; K counts the effects as ols with effects does
/// @throws argument_error  fewer instruments than endogenous regressors are left after the effects, shapes
/// @throws rank_deficiency_error  the equation is not identified
/// @note   equals 2SLS on explicit dummies (Stata ivregress small, ivreghdfe and fixest feols with iv, up to
///         their counts of parameters). r2 is that within and may be negative
/// @see    Giles (1984), Economics Letters 14 (partialling out with instruments)
template <class Scalar, class Spec = iid>
[[nodiscard]] iv_effects_result<Scalar> iv(
    const iv_regression<Scalar>& model, const std::vector<factor>& effects, const Spec& spec = {},
    const std::type_identity_t<iv_effects_options<Scalar>>& options = {}) {
  require(!model.endogenous.empty(), "iv", "there is no endogenous regressor");
  const regression<Scalar> all = detail::without_instruments("iv", model);
  fixed_effects_options<Scalar> plain;
  plain.weights = options.weights;
  plain.keep_singletons = options.keep_singletons;
  plain.absorb = options.absorb;
  const auto fit = ols(all, effects, iid{}, plain);  // sample and collinear regressors
  auto rows = detail::rows_kept(model, all, effects, fit);
  dense_vector<Scalar> weights = dense_vector<Scalar>::Ones(rows.y.size());
  for (Eigen::Index i = 0; i < weights.size() && options.weights.size() > 0; ++i) {
    weights[i] =
        options
            .weights[fit.sample.kept.empty() ? i : Eigen::Index(fit.sample.kept[std::size_t(i)])];
  }
  iv_effects_result<Scalar> r;
  std::vector<omitted_term> omitted = fit.omitted;
  detail::choose_instruments("iv", rows, weights, options.absorb, omitted);
  dense_matrix<Scalar> columns(rows.y.size(), 1 + rows.x.cols() + rows.z.cols());
  columns << rows.y, rows.x, rows.z;
  absorb_result<Scalar> left = rows.within(columns, weights, options.absorb);
  const dense_vector<Scalar> root = weights.cwiseSqrt();
  left.residuals = root.asDiagonal() * left.residuals;
  static_cast<iv_result<Scalar>&>(r) =
      iv(detail::within_equation(model, rows, left.residuals), iid{},
         {.method = options.method,
          .fuller_constant = options.fuller_constant,
          .kappa = {},
          .absorbed = fit.parameters - static_cast<double>(fit.names.size()),
          .keep_parts = keep::scores});
  r.convergence = left.report;
  r.effects = fit.effects;
  r.singletons = fit.singletons;
  r.sample = fit.sample;
  r.omitted = std::move(omitted);
  r.notes = fit.notes;
  estimation_scores<Scalar> scores = std::move(*r.scores);
  scores.residuals = scores.residuals.cwiseQuotient(root).eval();
  scores.intercept = false;
  scores.effects = rows.effects;
  scores.kept = fit.sample.kept;
  scores.given = all.rows();
  set_time(scores, all, fit.sample.kept);
  r.time = scores.time;
  r.entity = scores.entity;
  r.residuals = scores.residuals;
  r.fitted = rows.y - r.residuals;
  require(!wants_leverage(spec), "iv", "HC2 to HC4 are not offered with instruments and effects");
  apply_covariance(r, scores, spec);
  r.scores.reset();
  if (options.keep_parts == keep::scores) r.scores = std::move(scores);
  return r;
}

}  // namespace bilateral
