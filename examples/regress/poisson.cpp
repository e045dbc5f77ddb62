// Poisson pseudo maximum likelihood, effects absorbed.
#include "regress/estimators.hpp"

#include <bilateral/econometrics/regression/ppml.hpp>

namespace regress_program {

answer by_poisson(const job& j) {
  const std::string& preset = j.want.covariance.preset;
  const bool own_default = preset.empty() || preset == "ppmlhdfe";
  const any_covariance spec =
      covariance_of(j.want.covariance, j.frame.sample, own_default ? "hc1" : "iid");
  named_tests tests;
  std::vector<std::string> notes;
  ppml_options<double> options;
  options.weights = j.frame.weights;
  options.frequency_weights = j.frame.frequency_weights;
  options.offset = j.frame.offset;
  options.keep_singletons = j.want.keep_singletons;
  options.absorb.threads = j.threads;
  options.progress = example::shown_progress();
  options.separated = separation::drop;  // as ppmlhdfe does; said under `dropped`
  const auto fit = ppml(j.frame.model, j.frame.effects, spec, options);
  add_test(tests, notes, "wald", [&] { return overall_test(fit); });
  example::say_absorbed(fit, notes);
  const std::string hint = example::unlike_ppmlhdfe(j.want.covariance);
  if (!hint.empty()) notes.push_back(hint);
  return answer_of(j, "Poisson pseudo maximum likelihood", fit, tests, notes);
}

}  // namespace regress_program
