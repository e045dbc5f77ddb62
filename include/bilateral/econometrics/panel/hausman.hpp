#pragma once
/// Hausman's tests of random against fixed effects.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/estimator/result.hpp>
#include <bilateral/econometrics/panel/random_effects.hpp>
#include <bilateral/numeric/symmetric_eigen.hpp>
#include <bilateral/stats/test_result.hpp>

#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// Hausman's test of random against fixed effects: (b_w - b_r)' (V_w - V_r)^-1 (b_w - b_r),
/// chi-squared(k) over the coefficients that both have, with the classical covariances.
///
/// @note   equals plm phtest(within, random). Where V_w - V_r is not positive definite the statistic
///         is meaningless: none is returned and `reason` says so
/// @see    Hausman (1978), Econometrica 46
struct hausman_result {
  std::optional<test_result> test;
  std::string reason;
};

/// Hausman's test that entity effects are uncorrelated with the regressors.
///
///   (b_FE - b_RE)' (V_FE - V_RE)^-1 (b_FE - b_RE),  chi-squared of the coefficients in both
///
/// @return  the test, or why there is none: a difference of covariances that is not positive definite
/// @throws argument_error  the fits have no coefficient in common
/// @see  Hausman (1978), Econometrica 46(6)
template <class Scalar>
[[nodiscard]] hausman_result hausman_test(const panel_result<Scalar>& fixed,
                                          const panel_result<Scalar>& random) {
  std::vector<std::pair<Eigen::Index, Eigen::Index>> both;
  for (std::size_t i = 0; i < fixed.names.size(); ++i) {
    for (std::size_t j = 0; j < random.names.size(); ++j) {
      if (fixed.names[i] == random.names[j] && fixed.names[i] != intercept_name) {
        both.emplace_back(to_index(i), to_index(j));
      }
    }
  }
  require(!both.empty(), "hausman_test", "the two fits have no coefficient in common");
  const auto& vw = covariance_of(fixed, "hausman_test");
  const auto& vr = covariance_of(random, "hausman_test");
  const auto k = std::ssize(both);
  dense_vector<Scalar> gap(k);
  dense_matrix<Scalar> v(k, k);
  for (Eigen::Index i = 0; i < k; ++i) {
    const auto [a, b] = both[to_size(i)];
    gap[i] = fixed.coefficients[a] - random.coefficients[b];
    for (Eigen::Index j = 0; j < k; ++j) {
      const auto [c, d] = both[to_size(j)];
      v(i, j) = vw(a, c) - vr(b, d);
    }
  }
  const dense_vector<Scalar> scale = v.diagonal().cwiseAbs().cwiseSqrt();
  hausman_result out;
  bool definite = (v.diagonal().array() > Scalar(0)).all();
  if (definite) {
    const dense_matrix<Scalar> inverse_scale = scale.cwiseInverse().asDiagonal();
    definite =
        symmetric_eigen<Scalar>(dense_matrix<Scalar>(inverse_scale * v * inverse_scale)).values[0] >
        Scalar(1e-12);
  }
  if (!definite) {
    out.reason =
        "the difference of the covariances is not positive definite; test the means of "
        "mundlak() instead";
    return out;
  }
  test_result t = wald_statistic<Scalar>(gap, v, std::numeric_limits<double>::infinity(),
                                         "the random effects are uncorrelated");
  t.name = "Hausman test";
  out.test = std::move(t);
  return out;
}

/// Robust Hausman test: the entity means of Mundlak's regression are jointly zero under `spec`
/// (clustered by entity, say).
/// @throws argument_error  no regressor varies within
/// @see  Wooldridge (2010), Econometric Analysis of Cross Section and Panel Data, 10.7.3
template <class Scalar, class Spec>
[[nodiscard]] test_result robust_hausman_test(const panel<Scalar>& data, const Spec& spec) {
  const auto fit = mundlak(data, spec);
  std::vector<std::string> means;
  for (const auto& name : fit.names) {
    if (name.starts_with("mean(")) means.push_back(name);
  }
  require(!means.empty(), "robust_hausman_test", "no regressor varies within");
  test_result t = wald_test(fit, means);
  t.name = "robust Hausman test";
  t.null = "the random effects are uncorrelated";
  return t;
}

}  // namespace bilateral
