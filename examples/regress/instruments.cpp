// Two-stage least squares, k-class and GMM.
#include "regress/estimators.hpp"

#include <bilateral/econometrics/regression/gmm.hpp>
#include <bilateral/econometrics/regression/iv.hpp>
#include <bilateral/econometrics/regression/iv_effects.hpp>
#include <bilateral/econometrics/regression/iv_tests.hpp>

namespace regress_program {

namespace {

// A figure under the name of a test, without a distribution.
test_result figure(const std::string& name, const std::string& null, double value) {
  test_result t;
  t.name = name;
  t.null = null;
  t.statistic = value;
  return t;
}

// false where the instruments are the regressors themselves, and there is nothing to judge
bool judge_strength(const iv_result<double>& fit, const any_covariance& spec, named_tests& tests,
                    std::vector<std::string>& notes) {
  std::vector<first_stage_result> stages;
  try {
    stages = first_stage(fit, spec);
  } catch (const bilateral::error& e) {
    notes.push_back(text("tests.first_stage: ", e.what()));
    return true;
  }
  const auto weakest =
      std::min_element(stages.begin(), stages.end(),
                       [](const auto& a, const auto& b) { return a.f.statistic < b.f.statistic; });
  for (const auto& stage : stages) {
    if (stage.partial_r2 < 1 - 1e-14) continue;
    notes.push_back(
        text("the instruments determine ", stage.endogenous,
             " exactly: how strong they are and whether it is exogenous are no questions"));
    return false;
  }
  add_test(tests, notes, "first_stage", [&] { return weakest->f; });
  for (const auto& stage : stages) {
    if (stages.size() > 1)
      add_test(tests, notes, "first_stage(" + stage.endogenous + ")", [&] { return stage.f; });
    notes.push_back(text("first stage of ", stage.endogenous, ": partial R2 ",
                         significant_text(stage.partial_r2, 4), ", Shea's ",
                         significant_text(stage.shea_r2, 4), ", F ",
                         significant_text(stage.f.statistic, 4)));
  }
  add_test(tests, notes, "cragg_donald",
           [&] { return figure("Cragg-Donald F", "the instruments are weak", cragg_donald(fit)); });
  add_test(tests, notes, "kleibergen_paap", [&] { return kleibergen_paap(fit, spec).wald; });
  if (fit.endogenous.cols() != 1) return true;
  add_test(tests, notes, "effective_f", [&] {
    const auto f = effective_f(fit, spec);
    test_result t = figure("effective F (Montiel Olea-Pflueger)",
                           "the bias of 2SLS exceeds 10 percent of the worst case", f.f);
    t.critical_values = {{"5%", f.critical_value}};
    return t;
  });
  return true;
}

void judge(const iv_result<double>& fit, const any_covariance& spec, named_tests& tests,
           std::vector<std::string>& notes) {
  if (judge_strength(fit, spec, tests, notes))
    add_test(tests, notes, "durbin_wu_hausman", [&] { return durbin_wu_hausman_test(fit, spec); });
  const Eigen::VectorXd zero = Eigen::VectorXd::Zero(fit.endogenous.cols());
  add_test(tests, notes, "anderson_rubin", [&] { return anderson_rubin_test(fit, zero, spec); });
  if (fit.endogenous.cols() != 1) return;
  try {
    notes.push_back("Anderson-Rubin 95 percent set (iid errors): " + anderson_rubin_set(fit).text);
  } catch (const bilateral::error& e) {
    notes.push_back(text("Anderson-Rubin set: ", e.what()));
  }
}

// the equation within its effects; its diagnostics count them
answer within_effects(const job& j, const iv_regression<double>& equation,
                      const any_covariance& spec, k_class method, const std::string& title) {
  iv_effects_options<double> options;
  options.method = method;
  options.weights = j.frame.weights;
  options.keep_singletons = j.want.keep_singletons;
  options.absorb.threads = j.threads;
  const auto fit = iv(equation, j.frame.effects, spec, options);
  named_tests tests;
  std::vector<std::string> notes;
  add_test(tests, notes, "sargan", [&] { return sargan_test(fit); });
  judge(fit, spec, tests, notes);
  example::say_absorbed(fit, notes);
  return answer_of(j, title + ", effects absorbed", fit, tests, notes);
}

}  // namespace

answer with_instruments(const job& j) {
  const any_covariance spec = covariance_of(j.want.covariance, j.frame.sample);
  const iv_regression<double> equation{j.frame.model, j.frame.endogenous, j.frame.instruments};
  const std::string& method = j.want.iv_method;
  const std::string title = "IV (" + method + ")";
  named_tests tests;
  std::vector<std::string> notes;
  if (method == "gmm" || method == "cue") {
    gmm_options<double> options;
    if (method == "cue") options.weight = gmm_weight::continuously_updated;
    const auto fit = iv_gmm(equation, spec, options);
    add_test(tests, notes, "hansen_j", [&] { return hansen_j_test(fit); });
    judge(fit, spec, tests, notes);
    return answer_of(j, title, fit, tests, notes);
  }
  iv_options<double> options;
  if (method == "liml") options.method = k_class::liml;
  if (method == "fuller") options.method = k_class::fuller;
  if (!j.frame.effects.empty()) return within_effects(j, equation, spec, options.method, title);
  const auto fit = iv(equation, spec, options);
  add_test(tests, notes, "sargan", [&] { return sargan_test(fit); });
  judge(fit, spec, tests, notes);
  const std::string& covariance = j.want.covariance.covariance;
  if (fit.instruments.cols() > fit.endogenous.cols() &&
      !(covariance.empty() || covariance == "iid")) {
    add_test(tests, notes, "hansen_j", [&] { return hansen_j_test(iv_gmm(equation, spec)); });
  }
  return answer_of(j, title, fit, tests, notes);
}

}  // namespace regress_program
