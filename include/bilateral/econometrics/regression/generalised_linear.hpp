#pragma once
/// Generalised linear models with absorbed fixed effects: gamma pseudo maximum likelihood, logit, probit,
/// complementary log-log, and any family of one's own.

#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/covariance/heteroskedastic.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/econometrics/estimator/inference.hpp>
#include <bilateral/econometrics/estimator/leverage.hpp>
#include <bilateral/econometrics/estimator/scores.hpp>
#include <bilateral/econometrics/regression/detail/generalised_fit.hpp>
#include <bilateral/econometrics/regression/families.hpp>
#include <bilateral/econometrics/regression/generalised_linear_result.hpp>

#include <cmath>
#include <type_traits>
#include <utility>
#include <vector>

namespace bilateral {

/// Maximum (quasi) likelihood of a generalised linear model with absorbed fixed effects.
///
///   link(E[y_i | x_i]) = offset_i + x_i b + a_1[c_1(i)] + ... + a_F[c_F(i)]
///
/// by iteratively reweighted least squares, the effects partialled out of each step (see `absorb`): with
/// the expected information from afar and the observed one, Newton's, nearby. The objectives of the
/// families here are concave in the linear predictor, so that what is found is the maximum. Groups all
/// of whose y stand at one end of the range say nothing of b and make their effect infinite: refused, or
/// left out and listed; so are rows that a combination of regressors and effects predicts perfectly.
///
/// @param model    response (n) in the range of the family, design (n x k), names; from regress()
/// @param effects  one factor for each set of effects, of the n rows; none for a plain model
/// @param family   gamma_family, logit_family, probit_family, cloglog_family,
///                 negative_binomial_family{theta}, or one derived from response_family
/// @param spec     covariance; its clusters or periods may be those of all n rows
/// @return         slopes in the order of `names`, deviance, likelihood, what was left out
/// @throws argument_error  y outside the range (with its row) or at one end in every row, shapes
/// @throws separation_error  rows predicted perfectly, unless dropped; gamma with zeros that drive a mean
///                           to zero
/// @throws convergence_error  a limit of iterations
/// @note   Bread is the inverse expected information: R glm, sandwich, fixest (Stata takes the observed
///         one for probit, cloglog and gamma). iid has the dispersion of Pearson for gamma, 1 otherwise;
///         inference is normal, clusters t(G - 1).
/// @note   Effects are estimated too, which biases b where groups keep few rows (Neyman & Scott 1948).
///         Poisson (ppml) is consistent with one or two sets of effects, and with the three of gravity up to
///         a bias of order 1/N; gamma with one set where the relative errors of a group are exchangeable.
///         Logit, probit, cloglog and the negative binomial are not (logit with two rows a group: twice the
///         truth): they need groups that grow, or split_panel_jackknife.
/// @see    Stammann (2018), arXiv 1707.01815 (partialling out); Fernandez-Val & Weidner (2016), J.
///         Econometrics 192(1) (bias); Gourieroux, Monfort & Trognon (1984), Econometrica 52(3) (PML)
template <class Scalar, class Spec = heteroskedastic>
[[nodiscard]] generalised_linear_result<Scalar> generalised_linear(
    const regression<Scalar>& model, const std::vector<factor>& effects,
    const std::type_identity_t<response_family<Scalar>>& family, const Spec& spec = {},
    const std::type_identity_t<generalised_linear_options<Scalar>>& options = {},
    const char* function = "generalised_linear") {
  estimation_scores<Scalar> scores;
  const bool keep_scores = options.keep_parts == keep::scores;
  auto result = detail::generalised_fit<Scalar>(function, model, effects, family, options)
                    .estimate(keep_scores || wants_scores(spec), wants_leverage(spec), scores);
  apply_covariance(result, scores, spec);
  if (keep_scores) result.scores = std::move(scores);
  return result;
}

/// Gamma pseudo maximum likelihood: E[y | x] = exp(x b + effects), variance as the square of the mean.
/// @note  y = 0 is admitted; then likelihood and deviance are undefined. As R glm(Gamma("log")) where y > 0
/// @see   generalised_linear, for everything else
template <class Scalar, class Spec = heteroskedastic>
[[nodiscard]] generalised_linear_result<Scalar> gamma_pml(
    const regression<Scalar>& model, const std::vector<factor>& effects = {}, const Spec& spec = {},
    const std::type_identity_t<generalised_linear_options<Scalar>>& options = {}) {
  return generalised_linear(model, effects, gamma_family<Scalar>{}, spec, options, "gamma_pml");
}

/// Logit: P(y = 1 | x) = 1 / (1 + exp(-x b - effects)); y between 0 and 1 (shares by quasi likelihood).
/// @see   generalised_linear, for everything else, the bias above all
template <class Scalar, class Spec = heteroskedastic>
[[nodiscard]] generalised_linear_result<Scalar> logit(
    const regression<Scalar>& model, const std::vector<factor>& effects = {}, const Spec& spec = {},
    const std::type_identity_t<generalised_linear_options<Scalar>>& options = {}) {
  return generalised_linear(model, effects, logit_family<Scalar>{}, spec, options, "logit");
}

/// Probit: P(y = 1 | x) = Phi(x b + effects).
/// @see   generalised_linear, for everything else, the bias above all
template <class Scalar, class Spec = heteroskedastic>
[[nodiscard]] generalised_linear_result<Scalar> probit(
    const regression<Scalar>& model, const std::vector<factor>& effects = {}, const Spec& spec = {},
    const std::type_identity_t<generalised_linear_options<Scalar>>& options = {}) {
  return generalised_linear(model, effects, probit_family<Scalar>{}, spec, options, "probit");
}

/// Complementary log-log: P(y = 1 | x) = 1 - exp(-exp(x b + effects)).
/// @see   generalised_linear, for everything else, the bias above all
template <class Scalar, class Spec = heteroskedastic>
[[nodiscard]] generalised_linear_result<Scalar> cloglog(
    const regression<Scalar>& model, const std::vector<factor>& effects = {}, const Spec& spec = {},
    const std::type_identity_t<generalised_linear_options<Scalar>>& options = {}) {
  return generalised_linear(model, effects, cloglog_family<Scalar>{}, spec, options, "cloglog");
}

}  // namespace bilateral
