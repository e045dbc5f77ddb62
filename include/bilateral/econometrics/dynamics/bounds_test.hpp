#pragma once
/// The bounds tests of Pesaran, Shin and Smith for a long-run relation in levels.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/progress.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/econometrics/dynamics/detail/bounds_simulation.hpp>
#include <bilateral/econometrics/dynamics/error_correction.hpp>
#include <bilateral/stats/descriptive.hpp>
#include <bilateral/stats/test_result.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bilateral {

enum class bounds_decision { no_relation, inconclusive, relation };

/// Critical bounds at one level: all regressors I(0) and all I(1).
struct bounds_level {
  double level = 0;  ///< 0.1, 0.05, 0.025, 0.01
  double lower = 0, upper = 0;
  bounds_decision decision = bounds_decision::inconclusive;
};

/// One statistic with its bounds.
struct bounds_statistic {
  test_result test;                        ///< p_value: the one with I(1) regressors, the larger
  std::vector<bounds_level> tabulated;     ///< asymptotic, Pesaran, Shin & Smith (2001); k <= 10
  std::vector<bounds_level> simulated;     ///< for the sample size and case at hand
  std::optional<double> p_lower, p_upper;  ///< simulated, regressors I(0) and I(1)
};

struct bounds_test_result {
  bounds_statistic f;
  std::optional<bounds_statistic> t;  ///< cases I, III and V alone
  deterministic_case deterministics = deterministic_case::unrestricted_constant;
  int regressors = 0;  ///< k
  std::size_t observations = 0;
  int replications = 0;  ///< of the simulation; 0 is none
  bool own_dynamics = false;
  std::vector<std::string> notes;
};

struct bounds_options {
  int replications = 20000;   ///< of the simulation; 0 leaves p-values out
  bool own_dynamics = false;  ///< simulate with the short-run terms of the model at hand
  int observations = 0;       ///< rows of a simulated sample; 0: the model's own, 1000: asymptotic
  std::uint64_t seed = 2001;
  unsigned threads = 0;      ///< 0 is every core; the results do not depend on it
  progress_hook progress{};  ///< hears how far the work is and may stop it: core/progress.hpp
};

namespace detail {

struct bound_pair {
  double lower, upper;
};
using bounds_row = std::array<bound_pair, 4>;     // 10, 5, 2.5, 1 percent
using bounds_table = std::array<bounds_row, 11>;  // k = 0..10
inline constexpr std::array<double, 4> bounds_levels{0.1, 0.05, 0.025, 0.01};

// Pesaran, Shin & Smith (2001), J. Applied Econometrics 16(3), tables CI(i) to CI(v)
inline constexpr std::array<bounds_table, 5> bounds_f_2001{{
    {{
        // case I
        {{{3, 3}, {4.2, 4.2}, {5.47, 5.47}, {7.17, 7.17}}},
        {{{2.44, 3.28}, {3.15, 4.11}, {3.88, 4.92}, {4.81, 6.02}}},
        {{{2.17, 3.19}, {2.72, 3.83}, {3.22, 4.5}, {3.88, 5.3}}},
        {{{2.01, 3.1}, {2.45, 3.63}, {2.87, 4.16}, {3.42, 4.84}}},
        {{{1.9, 3.01}, {2.26, 3.48}, {2.62, 3.9}, {3.07, 4.44}}},
        {{{1.81, 2.93}, {2.14, 3.34}, {2.44, 3.71}, {2.82, 4.21}}},
        {{{1.75, 2.87}, {2.04, 3.24}, {2.32, 3.59}, {2.66, 4.05}}},
        {{{1.7, 2.83}, {1.97, 3.18}, {2.22, 3.49}, {2.54, 3.91}}},
        {{{1.66, 2.79}, {1.91, 3.11}, {2.15, 3.4}, {2.45, 3.79}}},
        {{{1.63, 2.75}, {1.86, 3.05}, {2.08, 3.33}, {2.34, 3.68}}},
        {{{1.6, 2.72}, {1.82, 2.99}, {2.02, 3.27}, {2.26, 3.6}}},
    }},
    {{
        // case II
        {{{3.8, 3.8}, {4.6, 4.6}, {5.39, 5.39}, {6.44, 6.44}}},
        {{{3.02, 3.51}, {3.62, 4.16}, {4.18, 4.79}, {4.94, 5.58}}},
        {{{2.63, 3.35}, {3.1, 3.87}, {3.55, 4.38}, {4.13, 5}}},
        {{{2.37, 3.2}, {2.79, 3.67}, {3.15, 4.08}, {3.65, 4.66}}},
        {{{2.2, 3.09}, {2.56, 3.49}, {2.88, 3.87}, {3.29, 4.37}}},
        {{{2.08, 3}, {2.39, 3.38}, {2.7, 3.73}, {3.06, 4.15}}},
        {{{1.99, 2.94}, {2.27, 3.28}, {2.55, 3.61}, {2.88, 3.99}}},
        {{{1.92, 2.89}, {2.17, 3.21}, {2.43, 3.51}, {2.73, 3.9}}},
        {{{1.85, 2.85}, {2.11, 3.15}, {2.33, 3.42}, {2.62, 3.77}}},
        {{{1.8, 2.8}, {2.04, 3.08}, {2.24, 3.35}, {2.5, 3.68}}},
        {{{1.76, 2.77}, {1.98, 3.04}, {2.18, 3.28}, {2.41, 3.61}}},
    }},
    {{
        // case III
        {{{6.58, 6.58}, {8.21, 8.21}, {9.8, 9.8}, {11.79, 11.79}}},
        {{{4.04, 4.78}, {4.94, 5.73}, {5.77, 6.68}, {6.84, 7.84}}},
        {{{3.17, 4.14}, {3.79, 4.85}, {4.41, 5.52}, {5.15, 6.36}}},
        {{{2.72, 3.77}, {3.23, 4.35}, {3.69, 4.89}, {4.29, 5.61}}},
        {{{2.45, 3.52}, {2.86, 4.01}, {3.25, 4.49}, {3.74, 5.06}}},
        {{{2.26, 3.35}, {2.62, 3.79}, {2.96, 4.18}, {3.41, 4.68}}},
        {{{2.12, 3.23}, {2.45, 3.61}, {2.75, 3.99}, {3.15, 4.43}}},
        {{{2.03, 3.13}, {2.32, 3.5}, {2.6, 3.84}, {2.96, 4.26}}},
        {{{1.95, 3.06}, {2.22, 3.39}, {2.48, 3.7}, {2.79, 4.1}}},
        {{{1.88, 2.99}, {2.14, 3.3}, {2.37, 3.6}, {2.65, 3.97}}},
        {{{1.83, 2.94}, {2.06, 3.24}, {2.28, 3.5}, {2.54, 3.86}}},
    }},
    {{
        // case IV
        {{{5.37, 5.37}, {6.29, 6.29}, {7.14, 7.14}, {8.26, 8.26}}},
        {{{4.05, 4.49}, {4.68, 5.15}, {5.3, 5.83}, {6.1, 6.73}}},
        {{{3.38, 4.02}, {3.88, 4.61}, {4.37, 5.16}, {4.99, 5.85}}},
        {{{2.97, 3.74}, {3.38, 4.23}, {3.8, 4.68}, {4.3, 5.23}}},
        {{{2.68, 3.53}, {3.05, 3.97}, {3.4, 4.36}, {3.81, 4.92}}},
        {{{2.49, 3.38}, {2.81, 3.76}, {3.11, 4.13}, {3.5, 4.63}}},
        {{{2.33, 3.25}, {2.63, 3.62}, {2.9, 3.94}, {3.27, 4.39}}},
        {{{2.22, 3.17}, {2.5, 3.5}, {2.76, 3.81}, {3.07, 4.23}}},
        {{{2.13, 3.09}, {2.38, 3.41}, {2.62, 3.7}, {2.93, 4.06}}},
        {{{2.05, 3.02}, {2.3, 3.33}, {2.52, 3.6}, {2.79, 3.93}}},
        {{{1.98, 2.97}, {2.21, 3.25}, {2.42, 3.52}, {2.68, 3.84}}},
    }},
    {{
        // case V
        {{{9.81, 9.81}, {11.64, 11.64}, {13.36, 13.36}, {15.73, 15.73}}},
        {{{5.59, 6.26}, {6.56, 7.3}, {7.46, 8.27}, {8.74, 9.63}}},
        {{{4.19, 5.06}, {4.87, 5.85}, {5.49, 6.59}, {6.34, 7.52}}},
        {{{3.47, 4.45}, {4.01, 5.07}, {4.52, 5.62}, {5.17, 6.36}}},
        {{{3.03, 4.06}, {3.47, 4.57}, {3.89, 5.07}, {4.4, 5.72}}},
        {{{2.75, 3.79}, {3.12, 4.25}, {3.47, 4.67}, {3.93, 5.23}}},
        {{{2.53, 3.59}, {2.87, 4}, {3.19, 4.38}, {3.6, 4.9}}},
        {{{2.38, 3.45}, {2.69, 3.83}, {2.98, 4.16}, {3.34, 4.63}}},
        {{{2.26, 3.34}, {2.55, 3.68}, {2.82, 4.02}, {3.15, 4.43}}},
        {{{2.16, 3.24}, {2.43, 3.56}, {2.67, 3.87}, {2.97, 4.24}}},
        {{{2.07, 3.16}, {2.33, 3.46}, {2.56, 3.76}, {2.84, 4.1}}},
    }},
}};

// tables CII(i), CII(iii) and CII(v)
inline constexpr std::array<bounds_table, 3> bounds_t_2001{{
    {{
        // case I
        {{{-1.62, -1.62}, {-1.95, -1.95}, {-2.24, -2.24}, {-2.58, -2.58}}},
        {{{-1.62, -2.28}, {-1.95, -2.6}, {-2.24, -2.9}, {-2.58, -3.22}}},
        {{{-1.62, -2.68}, {-1.95, -3.02}, {-2.24, -3.31}, {-2.58, -3.66}}},
        {{{-1.62, -3}, {-1.95, -3.33}, {-2.24, -3.64}, {-2.58, -3.97}}},
        {{{-1.62, -3.26}, {-1.95, -3.6}, {-2.24, -3.89}, {-2.58, -4.23}}},
        {{{-1.62, -3.49}, {-1.95, -3.83}, {-2.24, -4.12}, {-2.58, -4.44}}},
        {{{-1.62, -3.7}, {-1.95, -4.04}, {-2.24, -4.34}, {-2.58, -4.67}}},
        {{{-1.62, -3.9}, {-1.95, -4.23}, {-2.24, -4.54}, {-2.58, -4.88}}},
        {{{-1.62, -4.09}, {-1.95, -4.43}, {-2.24, -4.72}, {-2.58, -5.07}}},
        {{{-1.62, -4.26}, {-1.95, -4.61}, {-2.24, -4.89}, {-2.58, -5.25}}},
        {{{-1.62, -4.42}, {-1.95, -4.76}, {-2.24, -5.06}, {-2.58, -5.44}}},
    }},
    {{
        // case III
        {{{-2.57, -2.57}, {-2.86, -2.86}, {-3.13, -3.13}, {-3.43, -3.43}}},
        {{{-2.57, -2.91}, {-2.86, -3.22}, {-3.13, -3.5}, {-3.43, -3.82}}},
        {{{-2.57, -3.21}, {-2.86, -3.53}, {-3.13, -3.8}, {-3.43, -4.1}}},
        {{{-2.57, -3.46}, {-2.86, -3.78}, {-3.13, -4.05}, {-3.43, -4.37}}},
        {{{-2.57, -3.66}, {-2.86, -3.99}, {-3.13, -4.26}, {-3.43, -4.6}}},
        {{{-2.57, -3.86}, {-2.86, -4.19}, {-3.13, -4.46}, {-3.43, -4.79}}},
        {{{-2.57, -4.04}, {-2.86, -4.38}, {-3.13, -4.66}, {-3.43, -4.99}}},
        {{{-2.57, -4.23}, {-2.86, -4.57}, {-3.13, -4.85}, {-3.43, -5.19}}},
        {{{-2.57, -4.4}, {-2.86, -4.72}, {-3.13, -5.02}, {-3.43, -5.37}}},
        {{{-2.57, -4.56}, {-2.86, -4.88}, {-3.13, -5.18}, {-3.42, -5.54}}},
        {{{-2.57, -4.69}, {-2.86, -5.03}, {-3.13, -5.34}, {-3.43, -5.68}}},
    }},
    {{
        // case V
        {{{-3.13, -3.13}, {-3.41, -3.41}, {-3.65, -3.66}, {-3.96, -3.97}}},
        {{{-3.13, -3.4}, {-3.41, -3.69}, {-3.65, -3.96}, {-3.96, -4.26}}},
        {{{-3.13, -3.63}, {-3.41, -3.95}, {-3.65, -4.2}, {-3.96, -4.53}}},
        {{{-3.13, -3.84}, {-3.41, -4.16}, {-3.65, -4.42}, {-3.96, -4.73}}},
        {{{-3.13, -4.04}, {-3.41, -4.36}, {-3.65, -4.62}, {-3.96, -4.96}}},
        {{{-3.13, -4.21}, {-3.41, -4.52}, {-3.65, -4.79}, {-3.96, -5.13}}},
        {{{-3.13, -4.37}, {-3.41, -4.69}, {-3.65, -4.96}, {-3.96, -5.31}}},
        {{{-3.13, -4.53}, {-3.41, -4.85}, {-3.65, -5.14}, {-3.96, -5.49}}},
        {{{-3.13, -4.68}, {-3.41, -5.01}, {-3.65, -5.3}, {-3.96, -5.65}}},
        {{{-3.13, -4.82}, {-3.41, -5.15}, {-3.65, -5.44}, {-3.96, -5.79}}},
        {{{-3.13, -4.96}, {-3.41, -5.29}, {-3.65, -5.59}, {-3.96, -5.94}}},
    }},
}};

template <class = when_called>
bounds_decision decide(double statistic, const bounds_level& b, bool left) {
  const double s = left ? -statistic : statistic;
  const double low = left ? -b.lower : b.lower;
  const double high = left ? -b.upper : b.upper;
  return s > high  ? bounds_decision::relation
         : s < low ? bounds_decision::no_relation
                   : bounds_decision::inconclusive;
}

template <class = when_called>
void fill_bounds(bounds_statistic& s, const bounds_table* table, int k,
                 const std::vector<double>* i0, const std::vector<double>* i1, bool left) {
  for (std::size_t a = 0; a < bounds_levels.size(); ++a) {
    if (table != nullptr && k <= 10) {
      const auto& pair = (*table)[to_size(k)][a];
      bounds_level b{bounds_levels[a], pair.lower, pair.upper, {}};
      b.decision = decide(s.test.statistic, b, left);
      s.tabulated.push_back(b);
    }
    if (i0 != nullptr) {
      const double p = left ? bounds_levels[a] : 1 - bounds_levels[a];
      bounds_level b{bounds_levels[a], sorted_quantile(*i0, p), sorted_quantile(*i1, p), {}};
      b.decision = decide(s.test.statistic, b, left);
      s.simulated.push_back(b);
    }
  }
  if (i0 != nullptr) {
    s.p_lower = simulated_p(*i0, s.test.statistic, left);
    s.p_upper = simulated_p(*i1, s.test.statistic, left);
    s.test.p_value = (std::max)(*s.p_lower, *s.p_upper);
  }
}

// what is simulated for a model
template <class Scalar>
bounds_design simulated_design(const ardl_result<Scalar>& fit, const bounds_options& options,
                               std::size_t observations) {
  bounds_design design;
  design.deterministics = fit.options.deterministics;
  design.observations =
      options.observations > 0 ? options.observations : static_cast<int>(observations);
  design.orders.assign(fit.data.regressors.size(), -1);
  if (options.own_dynamics) {
    require(fit.options.conditional, "bounds_test",
            "own dynamics are simulated for the conditional form alone");
    design.lagged_differences = fit.orders.response - 1;
    design.orders = fit.orders.regressors;
  }
  return design;
}

// critical bounds and p-values of both statistics
template <class Scalar>
void fill_both(bounds_test_result& out, const ardl_result<Scalar>& fit,
               const bounds_options& options) {
  const auto which = to_size(out.deterministics) - 1;
  const bool simulated = options.replications > 0;
  bounds_draws draws;
  if (simulated) {
    const auto design = simulated_design(fit, options, out.observations);
    draws = simulate_bounds(design, options.replications, options.seed, options.threads,
                            options.progress);
    out.f.test.notes.push_back(text("p by simulation, ", options.replications, " draws of ",
                                    design.observations, " rows, I(1) regressors"));
  }
  fill_bounds(out.f, &bounds_f_2001[which], out.regressors, simulated ? &draws.f[0] : nullptr,
              simulated ? &draws.f[1] : nullptr, false);
  if (out.t) {
    fill_bounds(*out.t, &bounds_t_2001[which / 2], out.regressors,
                simulated ? &draws.t[0] : nullptr, simulated ? &draws.t[1] : nullptr, true);
    out.t->test.notes = out.f.test.notes;
  }
}

}  // namespace detail

/// Bounds tests for a relation in levels among y and its k regressors.
///
///   dy_t = c + d t + a y_(t-1) + pi' x_(t-1) + short run + u_t
///   F: a = 0, pi = 0 (and c = 0 in case II, d = 0 in case IV);  t: a = 0 (cases I, III, V)
///
/// Beyond the upper bound there is a relation whatever the order of integration of x, below the
/// lower there is none. Critical bounds: the published asymptotic ones for k <= 10, and simulated
/// ones for this sample size (T rows of independent Gaussian random walks; x white noise for the
/// lower bound), with p-values at both ends.
/// @param fit      from ardl(); its deterministic case is tested
/// @param options  replications, whether short-run terms are simulated too, seed, threads
/// @note  statistics equal R ARDL bounds_f_test, bounds_t_test and statsmodels bounds_test; the
///        p-value is at I(1) regressors as in R ARDL; simulated bounds without own dynamics are its
///        `exact = TRUE`
/// @see   Pesaran, Shin & Smith (2001), J. Applied Econometrics 16(3), theorems 3.1-3.2, appendix C
/// Example: bounds_test(ardl(data, {3, {1, 3, 2}})).f.test.p_value
template <class Scalar>
[[nodiscard]] bounds_test_result bounds_test(const ardl_result<Scalar>& fit,
                                             const bounds_options& options = {}) {
  require(options.replications >= 0, "bounds_test", "replications is ", options.replications,
          "; it must not be negative");
  const auto kind = fit.options.deterministics;
  const auto ecm = error_correction(fit);
  require(ecm.omitted.empty(), "bounds_test", "the model has collinear terms (",
          ecm.omitted.empty() ? std::string() : ecm.omitted.front().name,
          "): the levels cannot be tested");
  std::vector<std::string> tested = ecm.level_names;
  if (kind == deterministic_case::restricted_constant) tested.emplace_back(intercept_name);
  if (kind == deterministic_case::restricted_trend) tested.emplace_back(trend_name);
  const int k = static_cast<int>(fit.data.regressors.size());
  bounds_test_result out;
  out.deterministics = kind;
  out.regressors = k;
  out.observations = ecm.sample.used;
  out.replications = options.replications;
  out.own_dynamics = options.own_dynamics;
  const std::string distribution = text("bounds, case ", roman(kind), ", k = ", k);
  const test_result wald = wald_test(ecm, tested);
  out.f.test = {"bounds F", wald.statistic, "no relation in levels", distribution, std::nullopt, {},
                {}};
  if (kind == deterministic_case::none || kind == deterministic_case::unrestricted_constant ||
      kind == deterministic_case::unrestricted_trend) {
    out.t.emplace();
    out.t->test = {"bounds t",
                   static_cast<double>(ecm.adjustment / *ecm.adjustment_error),
                   text("the coefficient of ", ecm.level_names.front(), " is zero"),
                   distribution,
                   std::nullopt,
                   {},
                   {}};
  } else {
    out.notes.push_back(text("no bounds t-test in case ", roman(kind)));
  }
  if (k > 10) out.notes.push_back("the tabulated bounds end at 10 regressors");
  detail::fill_both(out, fit, options);
  return out;
}

}  // namespace bilateral
