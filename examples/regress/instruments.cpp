// Two-stage least squares, k-class and GMM.
#include "regress/estimators.hpp"

#include <bilateral/econometrics/regression/iv.hpp>
#include <bilateral/econometrics/regression/iv_tests.hpp>

namespace regress_program {

void with_instruments(const job& j) {
  const any_covariance spec = covariance_of(j.want.covariance, j.data);
  named_tests tests;
  std::vector<std::string> notes;
  iv_regression<double> equation{j.model, {}, {}};
  for (const std::string& name : example::split_list(j.want.endogenous)) {
    equation.endogenous.emplace_back(j.data.label(name), vector_of(j.data.column(name)));
  }
  for (const std::string& name : example::split_list(j.want.instruments)) {
    equation.instruments.emplace_back(j.data.label(name), vector_of(j.data.column(name)));
  }
  const auto judge = [&](const iv_result<double>& fit, bool classical) {
    const auto stages = first_stage(fit, spec);
    const auto weakest = std::min_element(stages.begin(), stages.end(), [](const auto& a, const auto& b) {
      return a.f.statistic < b.f.statistic;
    });
    tests.emplace_back("first_stage", weakest->f);
    if (stages.size() > 1) {
      for (const auto& stage : stages) tests.emplace_back("first_stage(" + stage.endogenous + ")", stage.f);
    }
    if (classical) add_test(tests, notes, "sargan", [&] { return sargan_test(fit); });
    add_test(tests, notes, "durbin_wu_hausman", [&] { return durbin_wu_hausman_test(fit, spec); });
    const Eigen::VectorXd zero = Eigen::VectorXd::Zero(fit.endogenous.cols());
    add_test(tests, notes, "anderson_rubin", [&] { return anderson_rubin_test(fit, zero, spec); });
    for (const auto& stage : stages) {
      notes.push_back(text("first stage of ", stage.endogenous, ": partial R2 ",
                           significant_text(stage.partial_r2, 4), ", F ",
                           significant_text(stage.f.statistic, 4)));
    }
  };
  if (j.want.iv_method == "gmm" || j.want.iv_method == "cue") {
    gmm_options<double> options;
    if (j.want.iv_method == "cue") options.weight = gmm_weight::continuously_updated;
    const auto fit = iv_gmm(equation, spec, options);
    add_test(tests, notes, "hansen_j", [&] { return hansen_j_test(fit); });
    judge(fit, false);
    return print(j.app, j.data, text("IV (", j.want.iv_method, "): ", j.model.response_name), fit, tests,
                 notes, j.out);
  }
  iv_options<double> options;
  if (j.want.iv_method == "liml") options.method = k_class::liml;
  if (j.want.iv_method == "fuller") options.method = k_class::fuller;
  const auto fit = iv(equation, spec, options);
  judge(fit, true);
  if (fit.instruments.cols() > fit.endogenous.cols() &&
      !(j.want.covariance.covariance.empty() || j.want.covariance.covariance == "iid")) {
    add_test(tests, notes, "hansen_j", [&] { return hansen_j_test(iv_gmm(equation, spec)); });
  }
  return print(j.app, j.data, text("IV (", j.want.iv_method, "): ", j.model.response_name), fit, tests, notes, j.out);
}

}  // namespace regress_program
