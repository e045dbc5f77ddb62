// Panel estimators.
#include "regress/estimators.hpp"

#include <bilateral/econometrics/panel/panel.hpp>

namespace regress_program {

void of_panel(const job& j) {
  const auto columns = example::split_list(j.want.panel_columns);
  named_tests tests;
  std::vector<std::string> notes;
  const any_covariance spec = covariance_of(j.want.covariance, j.data);
  const panel<double> cells{j.model, j.data.group(columns[0]),
                            example::time_of(j.data, columns[1])};
  const auto estimate = [&]() -> panel_result<double> {
    if (j.want.effects == "pooled") return pooled(cells, spec);
    if (j.want.effects == "within") return within(cells, spec);
    if (j.want.effects == "twoway") return within(cells, spec, within_effects::both);
    if (j.want.effects == "random") return random_effects(cells, spec);
    if (j.want.effects == "between") return between(cells, spec);
    return first_differences(cells, spec);
  };
  const auto fit = estimate();
  add_test(tests, notes, "f", [&] { return overall_test(fit); });
  if (j.want.effects == "within" || j.want.effects == "random") {
    try {
      const auto hausman = hausman_test(within(cells), random_effects(cells));
      if (hausman.test) tests.emplace_back("hausman", *hausman.test);
      else notes.push_back("tests.hausman: " + hausman.reason);
    } catch (const bilateral::error& e) {
      notes.push_back(text("tests.hausman: ", e.what()));
    }
  }
  return print(j.app, j.data, text("Panel (", j.want.effects, "): ", j.model.response_name), fit, tests, notes, j.out);
}

}  // namespace regress_program
