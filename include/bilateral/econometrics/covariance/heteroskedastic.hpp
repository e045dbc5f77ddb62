#pragma once
/// The covariance of an estimator as a value: what estimators hand over, iid and White's family.

#include <bilateral/core/check.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/numeric/dense.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// What an estimator hands to `covariance(scores, spec)`, found by argument-dependent lookup.
///
/// For least squares bread is (X'WX)^-1 and row i of the scores is w_i u_i x_i'; for maximum
/// likelihood bread is the inverse of minus the Hessian. The sandwich is bread meat bread.
template <class Scalar>
struct estimation_scores {
  dense_matrix<Scalar> bread;           ///< (k x k)
  dense_matrix<Scalar> scores;          ///< (n x k); empty where the spec does not use them
  dense_vector<Scalar> residuals;       ///< (n), unweighted
  dense_vector<Scalar> leverage;        ///< (n), h_i; empty where the spec does not use it
  dense_vector<Scalar> frequency;       ///< (n), counts; empty is one each
  std::vector<std::int64_t> time;       ///< (n), time index; empty is 1..n
  Scalar residual_sum_of_squares{0};    ///< sum of w_i u_i^2
  double observations = 0;              ///< n, or the sum of the frequency weights
  double parameters = 0;                ///< K of small-sample factors, absorbed effects included
  double absorbed = 0;                  ///< part of `parameters` that was absorbed
  bool intercept = true;                ///< the first column is the constant
  double dispersion = -1;               ///< phi of bread phi under iid; below 0: RSS / (n - K)
  bool normal_inference = false;        ///< z in place of t(n - K) (maximum likelihood)
  std::vector<factor> effects{};        ///< absorbed fixed effects, of these rows
  std::vector<std::size_t> kept{};      ///< (n), position of each row in the data given; empty is all
  std::size_t given = 0;                ///< rows of the data given, where some were left out

  [[nodiscard]] double residual_dof() const { return observations - parameters; }
  [[nodiscard]] double default_dof() const {
    return normal_inference ? std::numeric_limits<double>::infinity() : residual_dof();
  }
};

/// How a covariance was made, so that two of them can be set against each other.
struct covariance_recipe {
  std::string kind;                   ///< "iid", "HC1", "Newey-West", "clustered", ...
  double factor = 1;                  ///< small-sample factor on the variance
  double parameters = 0;              ///< K that the factor counts; 0 where it counts none
  std::vector<double> groups;         ///< clusters of each dimension, or periods
  std::optional<double> bandwidth;    ///< of a kernel; Bartlett with L lags has L + 1
  bool is_prewhitened = false;
};

template <class Scalar>
struct covariance_estimate {
  dense_matrix<Scalar> matrix;      ///< (k x k)
  std::string label;                ///< what a table prints: kind, lags or clusters, factor
  double inference_dof = 0;         ///< of t; infinity is the normal
  std::vector<std::string> notes;   ///< warnings and repairs
  covariance_recipe recipe{};
};

/// A grouping of the rows of the sample, from one of these rows or of all the data given.
/// @throws argument_error  another length
template <class Scalar>
[[nodiscard]] factor of_sample(const char* function, const estimation_scores<Scalar>& s,
                               const factor& f) {
  const auto n = static_cast<std::size_t>(s.scores.rows());
  if (f.size() != n && !s.kept.empty() && f.size() == s.given) return subset(f, s.kept);
  require_same_size(function, f.name, f.size(), "the sample", n);
  return f;
}

/// K without the effects that are nested in one of the groupings: slopes + 1 + sum of (levels - 1)
/// over the effects that are not.
/// @note  equals fixest (K.fixef = "nonnested") and Stata's reghdfe
template <class Scalar>
[[nodiscard]] double unnested_parameters(const estimation_scores<Scalar>& s,
                                         const std::vector<factor>& by) {
  double k = s.parameters;
  for (const factor& effect : s.effects) {
    for (const factor& f : by) {
      if (!is_nested(effect, f)) continue;
      k -= effect.levels - 1;
      break;
    }
  }
  return k;
}

/// bread meat bread, symmetric to the last bit.
template <class Scalar>
[[nodiscard]] dense_matrix<Scalar> sandwich(const dense_matrix<Scalar>& bread,
                                            const dense_matrix<Scalar>& meat) {
  const dense_matrix<Scalar> half = bread * meat;
  const dense_matrix<Scalar> v = half * bread;
  return (v + v.transpose()) / Scalar(2);
}

/// Spherical errors: sigma^2 (X'X)^-1 with sigma^2 = RSS / (n - K); t(n - K).
/// @note  equals R lm, statsmodels nonrobust, Stata regress, gretl ols
struct iid {};
[[nodiscard]] constexpr bool uses_scores(const iid&) { return false; }

template <class Scalar>
[[nodiscard]] covariance_estimate<Scalar> covariance(const estimation_scores<Scalar>& s,
                                                     const iid&) {
  const Scalar phi = s.dispersion < 0
                         ? Scalar(s.residual_sum_of_squares / Scalar(s.residual_dof()))
                         : Scalar(s.dispersion);
  return {s.bread * phi, "iid", s.default_dof(), {}, {.kind = "iid", .groups = {}, .bandwidth = {}}};
}

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
[[nodiscard]] constexpr bool uses_leverage(const heteroskedastic& spec) {
  return spec.kind == hc::hc2 || spec.kind == hc::hc3 || spec.kind == hc::hc4;
}

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
    for (Eigen::Index i = 0; i < g.size(); ++i) {
      const Scalar rest = Scalar(1) - s.leverage[i];
      require(rest > Scalar(1e-12), "covariance", "row ", i + 1,
              " is fitted exactly (leverage 1): HC2 to HC4 do not exist");
      if (spec.kind == hc::hc2) g[i] = Scalar(1) / rest;
      if (spec.kind == hc::hc3) g[i] = Scalar(1) / (rest * rest);
      if (spec.kind == hc::hc4) {
        const Scalar d = Scalar(n) * s.leverage[i] / Scalar(s.parameters);
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

namespace detail {
template <class Spec>
[[nodiscard]] bool wants_scores(const Spec& spec) {
  if constexpr (requires { uses_scores(spec); }) return uses_scores(spec);
  return true;
}
template <class Spec>
[[nodiscard]] bool wants_leverage(const Spec& spec) {
  if constexpr (requires { uses_leverage(spec); }) return uses_leverage(spec);
  return false;
}
}  // namespace detail

}  // namespace bilateral
