#pragma once
/// White's family of covariances.

#include <bilateral/core/check.hpp>
#include <bilateral/core/instantiate.hpp>
#include <bilateral/econometrics/covariance/iid.hpp>
#include <bilateral/econometrics/estimator/scores.hpp>
#include <bilateral/numeric/dense.hpp>

#include <cmath>
#include <string>
#include <utility>

namespace bilateral {

enum class hc { hc0, hc1, hc2, hc3, hc4 };

/// Heteroskedasticity-robust: meat = sum of g_i s_i s_i'.
///
///   HC0 g = 1;  HC1 n / (n - K);  HC2 1 / (1 - h_i);  HC3 1 / (1 - h_i)^2;
///   HC4 (1 - h_i)^-d, d = min(4, n h_i / K)
///
/// @note  equals R sandwich vcovHC, statsmodels HC0-HC3 and Stata vce(robust) (HC1); t(n - K)
/// @see   MacKinnon & White (1985), J. Econometrics 29; Cribari-Neto (2004), CSDA 45 (HC4)
struct heteroskedastic {
  hc kind = hc::hc1;
};
/// HC2, HC3 and HC4 weigh each row by its leverage; HC0 and HC1 do not.
[[nodiscard]] constexpr bool uses_leverage(const heteroskedastic& spec) {
  return spec.kind == hc::hc2 || spec.kind == hc::hc3 || spec.kind == hc::hc4;
}

/// B (sum g_i u_i^2 x_i x_i') B, B the bread: g_i = 1 (HC0), n / (n - k) (HC1), 1 / (1 - h_i) (HC2),
/// 1 / (1 - h_i)^2 (HC3), 1 / (1 - h_i)^min(4, n h_i / k) (HC4).
/// @throws argument_error  no leverage where it is needed, a row of leverage 1
/// @see  MacKinnon & White (1985), Journal of Econometrics 29; Cribari-Neto (2004), Computational
///       Statistics & Data Analysis 45, for HC4
template <class Scalar>
[[nodiscard]] covariance_estimate<Scalar> covariance(const estimation_scores<Scalar>& s,
                                                     const heteroskedastic& spec) {
  using std::pow;
  const double n = s.observations;
  dense_vector<Scalar> g = dense_vector<Scalar>::Ones(s.scores.rows());
  const char* label = "HC0";
  covariance_recipe recipe;
  if (spec.kind == hc::hc1) {
    recipe.factor = n / s.residual_dof();
    recipe.parameters = s.parameters;
    g.setConstant(Scalar(recipe.factor));
    label = "HC1, factor n/(n-k)";
  } else if (spec.kind != hc::hc0) {
    require(s.leverage.size() == s.scores.rows(), "covariance",
            "HC2 to HC4 need the leverage, which this estimator does not give");
    // the mean leverage is that of the hat matrix: K may count absorbed effects twice
    const Scalar rank = s.absorbed > 0 ? Scalar(s.leverage.sum()) : Scalar(s.parameters);
    for (Eigen::Index i = 0; i < g.size(); ++i) {
      const Scalar rest = Scalar(1) - s.leverage[i];
      require(rest > Scalar(1e-12), "covariance", "row ", i + 1,
              " is fitted exactly (leverage 1): HC2 to HC4 do not exist");
      if (spec.kind == hc::hc2) g[i] = Scalar(1) / rest;
      if (spec.kind == hc::hc3) g[i] = Scalar(1) / (rest * rest);
      if (spec.kind == hc::hc4) {
        const Scalar d = Scalar(n) * s.leverage[i] / rank;
        g[i] = pow(rest, d < Scalar(4) ? Scalar(-d) : Scalar(-4));
      }
    }
    label = spec.kind == hc::hc2 ? "HC2" : spec.kind == hc::hc3 ? "HC3" : "HC4";
  }
  dense_matrix<Scalar> meat;
  if (s.frequency.size() == 0 && (spec.kind == hc::hc0 || spec.kind == hc::hc1)) {
    meat.noalias() = s.scores.transpose() * s.scores;  // one weight for all
    meat *= Scalar(recipe.factor);
  } else {
    if (s.frequency.size() > 0) g = g.cwiseQuotient(s.frequency);
    meat = s.scores.transpose() * g.asDiagonal() * s.scores;
  }
  recipe.kind = std::string(label, 3);
  return {sandwich<Scalar>(s.bread, meat), label, s.default_dof(), {}, std::move(recipe)};
}

BILATERAL_INSTANTIATE(covariance_estimate<double> covariance(const estimation_scores<double>&,
                                                             const heteroskedastic&))

/// The kind alone is a covariance too: ols(model, hc::hc3).
[[nodiscard]] constexpr bool uses_leverage(hc kind) { return uses_leverage(heteroskedastic{kind}); }
/// The same from the kind alone.
template <class Scalar>
[[nodiscard]] covariance_estimate<Scalar> covariance(const estimation_scores<Scalar>& s,
                                                     const hc& kind) {
  return covariance(s, heteroskedastic{kind});
}

}  // namespace bilateral
