// Least squares with absorbed effects.
#include "regress/estimators.hpp"

#include <bilateral/econometrics/regression/fixed_effects.hpp>

namespace regress_program {

answer with_absorbed_effects(const job& j) {
  named_tests tests;
  std::vector<std::string> notes;
  fixed_effects_options<double> options;
  options.weights = j.frame.weights;
  options.frequency_weights = j.frame.frequency_weights;
  options.keep_singletons = j.want.keep_singletons;
  options.absorb.threads = j.threads;
  const auto fit = ols(j.frame.model, j.frame.effects,
                       covariance_of(j.want.covariance, j.frame.sample), options);
  add_test(tests, notes, "f", [&] { return overall_test(fit); });
  example::say_absorbed(fit, notes);
  return answer_of(j, "OLS with absorbed effects", fit, tests, notes);
}

}  // namespace regress_program
