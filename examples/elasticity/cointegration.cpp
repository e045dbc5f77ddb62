// Engle-Granger, DOLS and FMOLS.
#include "elasticity/methods.hpp"

#include <bilateral/econometrics/cointegration/cointegrating_regression.hpp>
#include <bilateral/econometrics/cointegration/residual_tests.hpp>

namespace elasticity_program {

answer engle_granger_answer(const sample& s, const request& want, const any_covariance& spec) {
  answer a;
  a.title = "Engle-Granger: " + s.y_name;
  const auto step = engle_granger<double>({s.y_name, s.y}, s.price_and(s.controls));
  const auto ecm = engle_granger_ecm<double>(step, {s.y_name, s.y}, s.price_and(s.controls),
                                             want.max_lag > 0 ? want.max_lag : 0, spec);
  take_terms(a, ecm);
  a.tests.emplace_back("engle_granger", step.test);
  add_test(a, "phillips_ouliaris_z_t",
           [&] { return phillips_ouliaris<double>({s.y_name, s.y}, s.price_and(s.controls)).z_t; });
  const double b = coefficient(step.regression, s.x_name);
  a.figures.emplace_back("long_run", figure{b, {}, {}, {}});
  if (const auto now = row_of(ecm, "d." + s.x_name)) a.figures.emplace_back("short_run", of_row(*now));
  a.has_adjustment = true;
  a.adjustment = ecm.adjustment;
  a.adjustment_error = ecm.adjustment_error;
  a.half_life = ecm.half_life.periods;
  if (!a.half_life) a.notes.push_back("half_life: " + ecm.half_life.reason);
  a.notes.push_back("long_run: the static regression's errors are not normal, none are given; dols and "
                    "fmols have them");
  say_of_what(a, s, want, "long_run", b);
  return a;
}

answer long_run_answer(const sample& s, const request& want) {
  answer a;
  const bool leads = want.method == "dols";
  dols_options options;
  if (want.max_lag >= 0) options.leads = options.lags = want.max_lag;
  const auto fit = leads ? dols<double>({s.y_name, s.y}, s.price_and(s.controls), options)
                         : fmols<double>({s.y_name, s.y}, s.price_and(s.controls));
  a.title = fit.method + ": " + s.y_name;
  take_terms(a, fit);
  if (const auto b = row_of(fit, s.x_name)) {
    a.figures.emplace_back("long_run", of_row(*b));
    say_of_what(a, s, want, "long_run", b->estimate);
  }
  level_tests(a, s);
  a.notes.push_back("called long run only where tests.engle_granger rejects");
  if (!s.seasonal.empty()) a.notes.push_back("seasonal dummies are not part of this regression");
  return a;
}

}  // namespace elasticity_program
