#pragma once
/// Do levels belong together? The tests side by side, and one verdict that follows the more robust.

#include <bilateral/core/when_called.hpp>
#include <bilateral/econometrics/cointegration/residual_tests.hpp>
#include <bilateral/econometrics/dynamics/bounds_test.hpp>

#include <optional>
#include <string>
#include <vector>

namespace bilateral {

struct relation_options {
  double level = 0.05;
  bounds_options bounds{};
};

/// The evidence on a relation in levels.
struct relation_evidence {
  bounds_test_result bounds;
  double adjustment = 0;
  std::optional<test_result> engle_granger;      ///< none where a note says why
  std::optional<test_result> phillips_ouliaris;  ///< Z_t
  bool over_rejects = false;  ///< Phillips-Ouliaris, under a negative moving average: not evidence
  bool related = false;       ///< what the bounds tests say
  std::string verdict;        ///< the same as a sentence, with the figures it rests on
  std::vector<std::string> notes;
};

namespace detail {
// the residual tests beside the bounds tests, in the deterministic case of the model
template <class Scalar>
void add_residual_tests(relation_evidence& e, const ardl_result<Scalar>& fit) {
  const auto terms = long_run_terms(fit.options.deterministics);
  const auto attempt = [&](const char* name, auto&& make) {
    try {
      make();
    } catch (const error& failure) {
      e.notes.push_back(text(name, ": ", failure.what()));
    }
  };
  attempt("Engle-Granger", [&] {
    e.engle_granger = engle_granger<Scalar>(fit.data.response, fit.data.regressors,
                                            {.terms = terms}, fit.data.fixed)
                          .test;
  });
  attempt("Phillips-Ouliaris", [&] {
    const auto po = phillips_ouliaris<Scalar>(fit.data.response, fit.data.regressors,
                                              {.terms = terms}, fit.data.fixed);
    e.phillips_ouliaris = po.z_t;
    e.over_rejects = po.over_rejects;
  });
}

// why the bounds tests do not support a relation; empty where they do
template <class = when_called>
std::string objection(const relation_evidence& e, double level) {
  const auto& f = e.bounds.f.test;
  if (!f.p_value || !(*f.p_value < level)) return "the bounds F test does not reject";
  if (e.bounds.t && !(e.bounds.t->test.p_value.value_or(1) < level))
    return "the bounds t test does not reject";
  if (!(e.adjustment < 0)) return "nothing is corrected";
  if (!(e.adjustment > -2)) return "deviations grow";
  return {};
}

// the residual tests' part of the verdict
template <class = when_called>
std::string residual_remark(const relation_evidence& e, double level) {
  std::string out;
  if (e.engle_granger && e.engle_granger->p_value) {
    const bool finds = *e.engle_granger->p_value < level;
    out += text("; Engle-Granger ", p_value_text(e.engle_granger->p_value),
                finds == e.related ? " agrees"
                : finds            ? " finds one, which is not counted against the bounds tests"
                        : " does not find it (it has less power, the short run is not modelled)");
  }
  if (e.phillips_ouliaris && e.phillips_ouliaris->p_value) {
    out += text("; Phillips-Ouliaris ", p_value_text(e.phillips_ouliaris->p_value));
    if (e.over_rejects) {
      out +=
          " is no evidence: under the negative moving average of these residuals it rejects too often";
    }
  }
  return out;
}

}  // namespace detail

/// Is there a relation in levels between the response of an ARDL and its regressors?
///
/// The verdict follows the bounds tests, whose lags model the dynamics: F rejects with I(1)
/// regressors, t rejects where the case has one, and the adjustment lies in (-2, 0). Engle-Granger and
/// Phillips-Ouliaris stand beside them in the same deterministic case; Phillips-Ouliaris is not counted
/// where its residuals have a negative moving average.
///
/// @param fit  from ardl(), its deterministic case is used throughout
/// @throws argument_error  as bounds_test()
/// @see    Pesaran, Shin & Smith (2001), J. Applied Econometrics 16(3); Haug (1996), Journal of
///         Econometrics 71; Schwert (1989), J. Business & Economic Statistics 7(2)
/// Example: relation_in_levels(ardl(data, orders)).verdict
template <class Scalar>
[[nodiscard]] relation_evidence relation_in_levels(const ardl_result<Scalar>& fit,
                                                   const relation_options& options = {}) {
  require(options.level > 0 && options.level < 1, "relation_in_levels", "level is ", options.level,
          "; it must lie between 0 and 1");
  require(options.bounds.replications > 0, "relation_in_levels", "replications is ",
          options.bounds.replications, "; the verdict rests on simulated p-values");
  relation_evidence e;
  e.bounds = bounds_test(fit, options.bounds);
  e.adjustment = static_cast<double>(error_correction(fit).adjustment);
  detail::add_residual_tests(e, fit);
  const std::string why_not = detail::objection(e, options.level);
  e.related = why_not.empty();
  e.verdict = text(e.related ? std::string("the levels belong together")
                             : "no relation in levels is supported (" + why_not + ")",
                   ": bounds F = ", significant_text(e.bounds.f.test.statistic, 3), ", ",
                   p_value_text(e.bounds.f.test.p_value), ", case ",
                   roman(fit.options.deterministics), ", adjustment ",
                   significant_text(e.adjustment, 2), detail::residual_remark(e, options.level));
  return e;
}

}  // namespace bilateral
