// Ordinary and weighted least squares with specification tests.
#include "regress/estimators.hpp"

#include <bilateral/econometrics/regression/diagnostics.hpp>

namespace regress_program {

answer by_least_squares(const job& j) {
  const regression<double>& model = j.frame.model;
  const bool weighted = j.frame.weights.size() > 0 || j.frame.frequency_weights.size() > 0;
  ols_options<double> options;
  options.weights = j.frame.weights;
  options.frequency_weights = j.frame.frequency_weights;
  const auto fit = ols(model, covariance_of(j.want.covariance, j.frame.sample), options);
  named_tests tests;
  std::vector<std::string> notes;
  add_test(tests, notes, "f", [&] { return overall_test(fit); });
  const Eigen::Index slopes = model.design.cols() - (model.intercept ? 1 : 0);
  if (!weighted && fit.sample.used <= 100000 && fit.log_likelihood && fit.covariance &&
      fit.omitted.empty() && slopes > 0) {
    add_test(tests, notes, "breusch_pagan", [&] { return breusch_pagan_test(model); });
    if (slopes <= 12) add_test(tests, notes, "white", [&] { return white_test(model); });
    add_test(tests, notes, "reset", [&] { return reset_test(model); });
    add_test(tests, notes, "jarque_bera", [&] { return jarque_bera_test(fit.residuals); });
    if (!model.time.empty()) {
      add_test(tests, notes, "breusch_godfrey",
               [&] { return breusch_godfrey_test(model, 1).first; });
      if (fit.sample.used <= 1000) {
        add_test(tests, notes, "durbin_watson", [&] { return durbin_watson_test(model); });
      }
    }
  }
  return answer_of(j, weighted ? "Weighted least squares" : "OLS", fit, tests, notes);
}

}  // namespace regress_program
