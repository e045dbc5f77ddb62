// Engle-Granger, DOLS, FMOLS and the canonical cointegrating regression.
#include "elasticity/methods.hpp"

#include <bilateral/econometrics/cointegration/cointegrating_regression.hpp>
#include <bilateral/econometrics/cointegration/residual_tests.hpp>

namespace elasticity_program {

namespace {

std::string terms_of(const sample& s, deterministic_terms terms) {
  return text(name_of(terms), s.seasonal.empty() ? "" : ", seasonal terms");
}

// the Bartlett lags that --covariance asks for
std::optional<int> bandwidth_of(const request& want) {
  const auto [kind, lags] = want.covariance.parts();
  if (kind.empty()) return std::nullopt;
  if (kind != "newey_west") {
    throw usage_error("--covariance: " + want.method +
                      " takes newey_west[:LAGS], the lags of its long-run variance");
  }
  if (lags.empty()) return std::nullopt;
  return static_cast<int>(number_between("--covariance newey_west", lags, 0, 100000));
}

cointegrating_result<double> fitted(const sample& s, const request& want,
                                    deterministic_terms terms) {
  const named_column<double> y{s.y_name, s.y};
  const auto x = s.price_and(s.controls);
  const auto bandwidth = bandwidth_of(want);
  if (want.method == "dols") {
    dols_options options{.terms = terms, .bandwidth = bandwidth};
    if (want.max_lag) options.leads = options.lags = *want.max_lag;
    return dols<double>(y, x, options, s.seasonal);
  }
  const cointegrating_options options{.terms = terms, .bandwidth = bandwidth};
  return want.method == "ccr"
             ? canonical_cointegrating_regression<double>(y, x, options, s.seasonal)
             : fmols<double>(y, x, options, s.seasonal);
}

}  // namespace

answer engle_granger_answer(const sample& s, const request& want, const any_covariance& spec) {
  answer a;
  const auto terms = long_run_terms(want.deterministics());
  const named_column<double> y{s.y_name, s.y};
  const auto x = s.price_and(s.controls);
  a.title = text("Engle-Granger (", terms_of(s, terms), "): ", s.y_name);
  const auto step = engle_granger<double>(y, x, {.terms = terms}, s.seasonal);
  const auto ecm =
      engle_granger_ecm<double>(step, y, x, want.max_lag.value_or(0), spec, s.seasonal);
  take_terms(a, ecm);
  a.tests.emplace_back("engle_granger", step.test);
  add_test(a, "phillips_ouliaris_z_t", [&] {
    const auto po = phillips_ouliaris<double>(y, x, {.terms = terms}, s.seasonal);
    if (po.over_rejects) a.notes.push_back("tests.phillips_ouliaris_z_t: " + po.z_t.notes.back());
    return po.z_t;
  });
  const double b = coefficient(step.regression, s.x_name);
  a.figures.emplace_back("long_run", figure{b, {}, {}, {}});
  if (const auto now = row_of(ecm, "d." + s.x_name))
    a.figures.emplace_back("short_run", of_row(*now));
  a.long_run_supported = step.test.p_value && *step.test.p_value < 0.05;
  a.has_adjustment = true;
  a.adjustment = ecm.adjustment;
  a.adjustment_error = ecm.adjustment_error;
  a.half_life = ecm.half_life.periods;
  if (!a.half_life) a.notes.push_back("half_life: " + ecm.half_life.reason);
  a.notes.push_back(
      "long_run: the static regression's errors are not normal, none are given; dols and "
      "fmols have them");
  say_of_what(a, s, want, "long_run", b);
  unit_root_tests(a, s, want);
  return a;
}

answer long_run_answer(const sample& s, const request& want) {
  answer a;
  const auto terms = long_run_terms(want.deterministics());
  const auto fit = fitted(s, want, terms);
  a.title = text(fit.method, " (", terms_of(s, terms), "): ", s.y_name);
  take_terms(a, fit);
  if (const auto b = row_of(fit, s.x_name)) {
    a.figures.emplace_back("long_run", of_row(*b));
    say_of_what(a, s, want, "long_run", b->estimate);
  }
  level_tests(a, s, want);
  for (const auto& [key, test] : a.tests) {
    if (key == "engle_granger") a.long_run_supported = test.p_value && *test.p_value < 0.05;
  }
  a.notes.push_back("called long run only where tests.engle_granger rejects");
  return a;
}

}  // namespace elasticity_program
