#pragma once
/// The covariances of other programs: their factors, lags and degrees of freedom, by name.

#include <bilateral/core/check.hpp>
#include <bilateral/econometrics/covariance/clustered.hpp>
#include <bilateral/econometrics/covariance/driscoll_kraay.hpp>
#include <bilateral/econometrics/covariance/dyadic.hpp>
#include <bilateral/econometrics/covariance/heteroskedastic.hpp>
#include <bilateral/econometrics/covariance/newey_west.hpp>
#include <bilateral/econometrics/estimator/effects_rank.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

/// Programs whose conventions are known here, at the version whose behaviour it is.
enum class package {
  stata,        ///< regress, newey, ivregress, poisson, reghdfe 6: documented formulas
  fixest,       ///< 0.14: documented formulas (feols, fepois)
  sandwich,     ///< R sandwich 3.0 with lmtest coeftest
  statsmodels,  ///< 0.13
  gretl,        ///< 2022c
  ppmlhdfe      ///< 2.3: documented formulas
};

/// The program with the version whose behaviour is meant: "sandwich 3.0".
[[nodiscard]] constexpr const char* name_of(package p) {
  switch (p) {
    case package::stata: return "Stata";
    case package::fixest: return "fixest 0.14";
    case package::sandwich: return "sandwich 3.0";
    case package::statsmodels: return "statsmodels 0.13";
    case package::gretl: return "gretl 2022c";
    case package::ppmlhdfe: break;
  }
  return "ppmlhdfe 2.3";
}

/// A program by its name in lower case: "stata", "fixest", ...
/// @throws argument_error  no program whose conventions are known
[[nodiscard]] inline package package_named(std::string_view name) {
  if (name == "stata") return package::stata;
  if (name == "fixest") return package::fixest;
  if (name == "sandwich") return package::sandwich;
  if (name == "statsmodels") return package::statsmodels;
  if (name == "gretl") return package::gretl;
  require(name == "ppmlhdfe", "preset", "'", name,
          "' is none of stata, fixest, sandwich, statsmodels, gretl, ppmlhdfe");
  return package::ppmlhdfe;
}

/// A covariance as a program computes it when asked for `spec`: ols(model, like(package::stata,
/// clustered{.by = {firm}})). What the program does not offer is refused. K of absorbed effects: the
/// rank of their dummies for sandwich, statsmodels and gretl, whose models have a column for each
/// level; else as the estimator counts them.
template <class Spec>
struct package_covariance {
  package program;
  Spec spec;
};
/// A covariance with the factors, degrees of freedom and defaults of another program:
/// ols(model, like(package::stata, hc::hc1)).
template <class Spec>
[[nodiscard]] package_covariance<Spec> like(package program, Spec spec) {
  return {program, std::move(spec)};
}
/// What the covariance inside asks of an estimator.
template <class Spec>
[[nodiscard]] bool uses_scores(const package_covariance<Spec>& s) {
  return wants_scores(s.spec);
}
/// Whether the covariance inside asks for leverage.
template <class Spec>
[[nodiscard]] bool uses_leverage(const package_covariance<Spec>& s) {
  return wants_leverage(s.spec);
}

namespace detail {

[[noreturn]] inline void not_offered(package p, const char* what) {
  throw argument_error(text("like: ", name_of(p), " has no ", what));
}

// programs whose models with effects have a column for each level: K is the rank
constexpr bool counts_dummies(package p) {
  return p == package::sandwich || p == package::statsmodels || p == package::gretl;
}

// the scores as of a model with a column for each level of the absorbed effects
template <class Scalar>
estimation_scores<Scalar> with_dummies_counted(package p, estimation_scores<Scalar> s) {
  const effects_rank_result all = effects_rank(s.effects);
  if (!all.exact) {
    throw argument_error(
        text("like: ", name_of(p),
             " counts the rank of the dummies, which these effects are too many "
             "for; absorbed effects are counted as by stata, fixest and ppmlhdfe"));
  }
  s.parameters += all.rank - s.absorbed;
  s.absorbed = 0;
  s.effects.clear();
  return s;
}

// scales a variance and names the program; `dof` of t, infinity for z
template <class Scalar>
covariance_estimate<Scalar> as_program(package p, covariance_estimate<Scalar> v, double factor,
                                       double dof) {
  if (factor != 1) {
    v.matrix *= Scalar(factor);
    v.recipe.factor *= factor;
  }
  v.inference_dof = dof;
  v.label = text(v.label, ", as ", name_of(p));
  return v;
}

// what each covariance is there: see covariance(scores, like(program, spec)) below
template <class Scalar>
covariance_estimate<Scalar> as_computed_by(const estimation_scores<Scalar>& s,
                                           const package_covariance<iid>& like) {
  if (like.program == package::ppmlhdfe) not_offered(like.program, "iid errors");
  const bool scaled = like.program == package::fixest && s.normal_inference;
  return as_program<Scalar>(like.program, covariance(s, like.spec),
                            scaled ? (s.observations - 1) / s.residual_dof() : 1, s.default_dof());
}

template <class Scalar>
covariance_estimate<Scalar> as_computed_by(const estimation_scores<Scalar>& s,
                                           const package_covariance<heteroskedastic>& like) {
  const package p = like.program;
  const hc kind = like.spec.kind;
  const double infinite = std::numeric_limits<double>::infinity();
  if (kind == hc::hc4 && p != package::sandwich) not_offered(p, "HC4 errors");
  if (kind == hc::hc0 && (p == package::stata || p == package::fixest)) {
    not_offered(p, "HC0 errors");
  }
  if (p == package::ppmlhdfe || (p == package::stata && s.normal_inference)) {
    if (kind != hc::hc1) not_offered(p, "such errors for this model; ask for hc1");
    auto v = covariance(s, heteroskedastic{hc::hc0});
    v.label = "robust, factor n/(n-1)";
    return as_program<Scalar>(p, std::move(v), s.observations / (s.observations - 1), infinite);
  }
  return as_program<Scalar>(p, covariance(s, like.spec), 1,
                            p == package::statsmodels ? infinite : s.default_dof());
}

template <class Scalar>
covariance_estimate<Scalar> as_computed_by(const estimation_scores<Scalar>& s,
                                           const package_covariance<newey_west>& like) {
  const package p = like.program;
  newey_west spec = like.spec;
  const double n = static_cast<double>(s.scores.rows());
  double factor = 1;
  double dof = s.default_dof();
  switch (p) {
    case package::stata:
      if (!spec.lags) {
        throw argument_error("like: Stata newey has no default for the lags; give newey_west lags");
      }
      spec.adjust = true;
      break;
    case package::fixest:
      if (!spec.lags && s.entity.empty()) {  // in a panel it takes floor(T^(1/4)) too
        const dense_matrix<Scalar> u = scores_by_time(s);
        const Eigen::Index skip = s.intercept && u.cols() > 1 ? 1 : 0;
        const dense_matrix<Scalar> slopes = u.rightCols(u.cols() - skip);
        const dense_matrix<Scalar> white = prewhiten<Scalar>(slopes).residuals;
        const dense_vector<Scalar> ones = dense_vector<Scalar>::Ones(white.cols());
        spec.lags = static_cast<std::ptrdiff_t>(std::floor(automatic_bandwidth<Scalar>(
            white, ones, kernel::bartlett, bandwidth_rule::newey_west_1994, n, true)));
      }
      factor = n / (n - 1) * (s.observations - 1) / s.residual_dof();
      dof = n - 1;
      break;
    case package::sandwich: spec.prewhiten = true; break;
    case package::statsmodels:
      if (!spec.lags) {
        spec.lags = static_cast<std::ptrdiff_t>(std::floor(4 * std::pow(n / 100, 2.0 / 9)));
        spec.adjust = true;
      }
      dof = std::numeric_limits<double>::infinity();
      break;
    case package::gretl:
      if (!spec.lags) spec.lags = static_cast<std::ptrdiff_t>(std::floor(0.75 * std::cbrt(n)));
      break;
    case package::ppmlhdfe: not_offered(p, "Newey-West errors");
  }
  auto v = as_program<Scalar>(p, covariance(s, spec), factor, dof);
  if (p == package::fixest) v.recipe.parameters = s.parameters;
  return v;
}

template <class Scalar>
covariance_estimate<Scalar> as_computed_by(const estimation_scores<Scalar>& s,
                                           const package_covariance<hac>& like) {
  if (like.program != package::sandwich) {
    not_offered(like.program, "errors by Andrews' rule here; sandwich has (kernHAC)");
  }
  hac spec = like.spec;
  spec.prewhiten = true;
  spec.adjust = true;
  return as_program<Scalar>(like.program, covariance(s, spec), 1, s.default_dof());
}

template <class Scalar>
covariance_estimate<Scalar> as_computed_by(const estimation_scores<Scalar>& s,
                                           const package_covariance<clustered>& like) {
  const package p = like.program;
  clustered spec = like.spec;
  const double infinite = std::numeric_limits<double>::infinity();
  spec.adjustment = cluster_adjustment::stata;
  if (p == package::ppmlhdfe || (p == package::stata && s.normal_inference)) {
    spec.adjustment = cluster_adjustment::groups;
  }
  if (p == package::sandwich || p == package::statsmodels) {
    spec.adjustment = cluster_adjustment::by_term;
    spec.repair = false;
  }
  if (p == package::gretl && spec.by.size() > 1) not_offered(p, "errors clustered twice");
  if (p == package::statsmodels && spec.by.size() > 2) {
    not_offered(p, "errors clustered by more than two dimensions");
  }
  auto v = covariance(s, spec);
  double dof = v.inference_dof;
  if (p == package::sandwich || p == package::gretl) dof = s.default_dof();
  if (p == package::statsmodels || p == package::ppmlhdfe || s.normal_inference) dof = infinite;
  return as_program<Scalar>(p, std::move(v), 1, dof);
}

template <class Scalar>
covariance_estimate<Scalar> as_computed_by(const estimation_scores<Scalar>& s,
                                           const package_covariance<driscoll_kraay>& like) {
  const package p = like.program;
  if (p != package::fixest && p != package::sandwich) {
    not_offered(p, "Driscoll-Kraay errors here");
  }
  driscoll_kraay spec = like.spec;
  spec.adjust = p == package::sandwich;
  auto v = covariance(s, spec);
  const double periods = v.recipe.groups.front();
  const double factor =
      p == package::fixest ? periods / (periods - 1) * (s.observations - 1) / s.residual_dof() : 1;
  if (p == package::fixest) v.recipe.parameters = s.parameters;
  const double dof = p == package::fixest ? v.inference_dof : s.default_dof();
  return as_program<Scalar>(p, std::move(v), factor, dof);
}

template <class Scalar>
covariance_estimate<Scalar> as_computed_by(const estimation_scores<Scalar>&,
                                           const package_covariance<dyadic>& like) {
  not_offered(like.program, "dyadic errors");
}

template <class Scalar, class Spec>
concept known_to_programs = requires(const estimation_scores<Scalar>& s,
                                     const package_covariance<Spec>& like) {
  as_computed_by(s, like);
};

}  // namespace detail

/// A covariance as a program computes it.
///
/// iid: RSS / (n - K), t(n - K); Poisson: the inverse Hessian, fixest times (n-1)/(n-K), z.
/// HC: Stata HC1 to HC3 (Poisson n/(n-1)), fixest HC1 to HC3, sandwich all, statsmodels HC0 to HC3 with
/// z, gretl HC0 to HC3, ppmlhdfe n/(n-1) with z.
/// Newey-West: Stata given lags, n/(n-K); fixest the floor of the prewhitened plug-in without the
/// intercept, T/(T-1) (n-1)/(n-K), t(T-1); sandwich NeweyWest(fit), prewhitened; statsmodels given lags
/// factor 1, else floor(4 (T/100)^(2/9)), n/(n-K), z; gretl floor(0.75 T^(1/3)), factor 1.
/// HAC: sandwich kernHAC(fit), prewhitened by VAR(1), n/(n-K).
/// Clustered: G/(G-1) (n-1)/(n-K), Stata and fixest with the smallest G and t(Gmin-1) (Poisson: Stata
/// G/(G-1), z), sandwich and statsmodels by term with t(n-K) and z, gretl one dimension with t(n-K),
/// ppmlhdfe Gmin/(Gmin-1), z.
/// Driscoll-Kraay: fixest T/(T-1) (n-1)/(n-K), t(T-1); sandwich vcovPL(aggregate = TRUE), n/(n-K).
/// @throws argument_error  what the program does not offer; Stata without lags; effects too many for
///                         their rank where K is the rank
template <class Scalar, class Spec>
requires detail::known_to_programs<Scalar, Spec>
[[nodiscard]] covariance_estimate<Scalar> covariance(const estimation_scores<Scalar>& s,
                                                     const package_covariance<Spec>& like) {
  if (detail::counts_dummies(like.program) && !s.effects.empty()) {
    return detail::as_computed_by(detail::with_dummies_counted(like.program, s), like);
  }
  return detail::as_computed_by(s, like);
}

/// One reason why two covariances of the same fit differ.
struct covariance_difference {
  std::string what;  ///< "small-sample factor", "lags", "clusters", ...
  std::string first, second;
  double ratio =
      1;  ///< of the standard errors, second to first; 1 where only the inference differs
};

/// Sets two covariances of one fit against each other: kind, clusters, bandwidth, prewhitening, K,
/// small-sample factor, degrees of freedom.
///
/// @param a, b  covariance_estimate of the same scores
/// @return  the differences; the ratio of the factors is exact, that of the rest is what remains of
///          the mean ratio of the standard errors
/// @throws argument_error  covariances of other sizes
template <class Scalar>
[[nodiscard]] std::vector<covariance_difference> why_different(
    const covariance_estimate<Scalar>& a, const covariance_estimate<Scalar>& b) {
  require(a.matrix.rows() == b.matrix.rows(), "why_different", "the covariances are of ",
          a.matrix.rows(), " and ", b.matrix.rows(), " coefficients");
  std::vector<covariance_difference> out;
  const covariance_recipe& x = a.recipe;
  const covariance_recipe& y = b.recipe;
  double all = 0;
  for (Eigen::Index j = 0; j < a.matrix.rows(); ++j) {
    all += std::log(static_cast<double>(b.matrix(j, j)) / static_cast<double>(a.matrix(j, j)));
  }
  all = std::exp(all / 2 / static_cast<double>(a.matrix.rows()));
  const double factors = std::sqrt(y.factor / x.factor);
  const double rest = all / factors;
  const std::size_t before = out.size();
  if (x.kind != y.kind) out.push_back({"kind", x.kind, y.kind, rest});
  if (x.groups != y.groups) {
    const auto list = [](const std::vector<double>& g) {
      std::string s;
      for (const double v : g) s += (s.empty() ? "" : ", ") + significant_text(v, 10);
      return s.empty() ? std::string("none") : s;
    };
    out.push_back({"clusters", list(x.groups), list(y.groups), rest});
  }
  if (x.bandwidth != y.bandwidth) {
    const auto name = [](const covariance_recipe& r) {
      if (!r.bandwidth) return std::string("none");
      return r.kind == name_of(kernel::bartlett) || r.kind == "Driscoll-Kraay"
                 ? text(significant_text(*r.bandwidth - 1, 6), " lags")
                 : "bandwidth " + significant_text(*r.bandwidth, 6);
    };
    out.push_back({"lags", name(x), name(y), rest});
  }
  if (x.is_prewhitened != y.is_prewhitened) {
    out.push_back({"prewhitening", x.is_prewhitened ? "VAR(1)" : "none",
                   y.is_prewhitened ? "VAR(1)" : "none", rest});
  }
  if (out.size() == before && std::abs(rest - 1) > 1e-9) {
    out.push_back({"term-wise factors or repair", a.label, b.label, rest});
  }
  if (out.size() > before + 1) {  // several at once: none alone explains the rest
    for (auto& d : out) d.ratio = rest;
    out.front().what += " (the ratio is of all such differences together)";
  }
  if (x.parameters != y.parameters) {
    out.push_back({"K of the factor", significant_text(x.parameters, 10),
                   significant_text(y.parameters, 10), 1});
  }
  if (std::abs(x.factor - y.factor) > 1e-15 * x.factor) {
    out.push_back({"small-sample factor", significant_text(x.factor, 8),
                   significant_text(y.factor, 8), factors});
  }
  if (a.inference_dof != b.inference_dof) {
    const auto name = [](double d) {
      return std::isinf(d) ? std::string("normal") : text("t(", significant_text(d, 10), ")");
    };
    out.push_back(
        {"distribution of the statistic", name(a.inference_dof), name(b.inference_dof), 1});
  }
  return out;
}

}  // namespace bilateral
