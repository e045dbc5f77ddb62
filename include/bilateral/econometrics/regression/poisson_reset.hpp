#pragma once
/// RESET of a Poisson fit: is the mean an exponential of a linear index?

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/estimator/inference.hpp>
#include <bilateral/econometrics/regression/ppml.hpp>
#include <bilateral/stats/test_result.hpp>

#include <cmath>
#include <string>
#include <type_traits>
#include <vector>

namespace bilateral {

/// Ramsey's RESET after PPML: the square of the fitted index joins the model and is tested.
///
///   E[y | x] = exp(eta + g eta^2),  eta = offset + x b + effects;  H0: g = 0
///
/// The square is taken about the mean of eta, which changes nothing: eta lies in the span of the model.
/// @param fit      of the same model, effects and options, with its rows kept
/// @param spec     covariance of the test
/// @return         the Wald statistic t(g)^2: chi-squared(1), or F(1, dof) where the covariance has
///                 degrees of freedom
/// @throws argument_error  a fit that kept no rows; eta that the model and its square cannot tell apart
/// @see    Ramsey (1969), J. Royal Statistical Society B 31; after PPML: Santos Silva & Tenreyro (2006),
///         Review of Economics and Statistics 88(4), table 3
/// Example: examples/gravity/poisson.cpp
template <class Scalar, class Spec = heteroskedastic>
[[nodiscard]] test_result poisson_reset_test(
    const ppml_result<Scalar>& fit, regression<Scalar> model, const std::vector<factor>& effects,
    const Spec& spec = {}, const std::type_identity_t<ppml_options<Scalar>>& options = {}) {
  constexpr const char* function = "poisson_reset_test";
  require(fit.predictor.size() > 0, function, "the fit kept no rows");
  const std::string name = "(index squared)";
  const Scalar mean = fit.predictor.mean();
  dense_vector<Scalar> square = dense_vector<Scalar>::Zero(model.response.size());
  for (Eigen::Index i = 0; i < fit.predictor.size(); ++i) {  // rows left out are left out again
    const auto& kept = fit.sample.kept;
    const Scalar away = fit.predictor[i] - mean;
    square[kept.empty() ? i : to_index(kept[to_size(i)])] = away * away;
  }
  model.design.conservativeResize(model.response.size(), model.design.cols() + 1);
  model.design.col(model.design.cols() - 1) = square;
  model.names.push_back(name);
  const auto wider = ppml(model, effects, spec, options);
  require(!wider.names.empty() && wider.names.back() == name, function,
          "the square of the fitted index is determined by the model: there is nothing to test");
  test_result t;
  t.name = "RESET";
  t.null = "the mean is the exponential of a linear index";
  const auto statistic = t_statistic(wider, std::ssize(wider.names) - 1);
  require(statistic.has_value(), function, "the square of the fitted index has no standard error");
  t.statistic = *statistic * *statistic;
  t.p_value = p_value(wider, std::ssize(wider.names) - 1);
  t.distribution = std::isfinite(wider.inference_dof) ? text("F(1, ", wider.inference_dof, ")")
                                                      : std::string("chi-squared(1)");
  return t;
}

}  // namespace bilateral
