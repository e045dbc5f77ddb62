// Panel estimators.
#include "regress/estimators.hpp"

#include <bilateral/econometrics/panel.hpp>

namespace regress_program {

namespace {

panel_result<double> estimate(const panel<double>& cells, const std::string& effects,
                              const any_covariance& spec) {
  if (effects == "pooled") return pooled(cells, spec);
  if (effects == "within") return within(cells, spec);
  if (effects == "twoway") return within(cells, spec, within_effects::both);
  if (effects == "random") return random_effects(cells, spec);
  if (effects == "between") return between(cells, spec);
  return first_differences(cells, spec);
}

}  // namespace

answer of_panel(const job& j) {
  named_tests tests;
  std::vector<std::string> notes;
  const panel<double> cells{j.frame.model, *j.frame.sample.entity(), j.frame.sample.time().time};
  const std::string& effects = j.want.effects;
  const auto fit = estimate(cells, effects, covariance_of(j.want.covariance, j.frame.sample));
  add_test(tests, notes, "f", [&] { return overall_test(fit); });
  if ((effects == "within" || effects == "random") && cells.model.intercept) {
    try {
      const auto hausman = hausman_test(within(cells), random_effects(cells));
      if (hausman.test) {
        tests.emplace_back("hausman", *hausman.test);
      } else {
        notes.push_back("tests.hausman: " + hausman.reason);
      }
    } catch (const bilateral::error& e) {
      notes.push_back(text("tests.hausman: ", e.what()));
    }
  }
  const std::int64_t step = j.frame.sample.time().step;
  if (step > 1) notes.push_back(text("neighbouring periods are ", step, " apart"));
  return answer_of(j, text("Panel (", effects, ")"), fit, tests, notes);
}

}  // namespace regress_program
