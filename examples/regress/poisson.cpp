// Poisson pseudo maximum likelihood, effects absorbed.
#include "regress/estimators.hpp"

#include <bilateral/econometrics/regression/ppml.hpp>

namespace regress_program {

void by_poisson(const job& j) {
  const bool own_default = j.want.covariance.preset.empty() || j.want.covariance.preset == "ppmlhdfe";
  const any_covariance spec = covariance_of(j.want.covariance, j.data, own_default ? "hc1" : "iid");
  std::vector<factor> effects;
  for (const std::string& name : example::split_list(j.want.absorb)) effects.push_back(j.data.group(name));
  named_tests tests;
  std::vector<std::string> notes;
  ppml_options<double> options;
  options.weights = j.weights.weights;
  options.frequency_weights = j.weights.frequency_weights;
  options.keep_singletons = j.want.keep_singletons;
  // the programs that leave separated rows out
  if (j.want.covariance.preset == "ppmlhdfe" || j.want.covariance.preset == "fixest") {
    options.separated = separation::drop;
  }
  const auto fit = ppml(j.model, effects, spec, options);
  add_test(tests, notes, "wald", [&] { return overall_test(fit); });
  say_absorbed(fit, notes);
  print(j.app, j.data, text("Poisson pseudo maximum likelihood: ", j.model.response_name), fit, tests,
               notes, j.out);
}

}  // namespace regress_program
