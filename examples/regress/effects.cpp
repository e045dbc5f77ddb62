// Least squares with absorbed effects.
#include "regress/estimators.hpp"

#include <bilateral/econometrics/regression/fixed_effects.hpp>

namespace regress_program {

void with_absorbed_effects(const job& j) {
  const any_covariance spec = covariance_of(j.want.covariance, j.data);
  std::vector<factor> effects;
  for (const std::string& name : example::split_list(j.want.absorb)) effects.push_back(j.data.group(name));
  named_tests tests;
  std::vector<std::string> notes;
  fixed_effects_options<double> options;
  options.weights = j.weights.weights;
  options.frequency_weights = j.weights.frequency_weights;
  options.keep_singletons = j.want.keep_singletons;
  const auto fit = ols(j.model, effects, spec, options);
  add_test(tests, notes, "f", [&] { return overall_test(fit); });
  say_absorbed(fit, notes);
  print(j.app, j.data, text("OLS with absorbed effects: ", j.model.response_name), fit, tests, notes, j.out);
}

}  // namespace regress_program
