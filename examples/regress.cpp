// Linear and Poisson regression of one column on others: weights, factors, absorbed effects,
// instruments, panels, any covariance, the conventions of other programs.
#include "regress/estimators.hpp"

#include <bilateral/econometrics/regression/diagnostics.hpp>

using namespace regress_program;

namespace {

void run(const example::program& app, const example::data_options& input, const request& want,
         std::ostream& out) {
  const auto exogenous_names = example::split_list(want.x);
  const auto endogenous = example::split_list(want.endogenous);
  const auto instruments = example::split_list(want.instruments);
  const auto factors = example::split_list(want.factors);
  const auto absorbed = example::split_list(want.absorb);
  const auto panel_columns = example::split_list(want.panel_columns);
  if (endogenous.empty() != instruments.empty()) {
    throw example::usage_error("--endogenous and --instruments belong together");
  }
  if (!panel_columns.empty() && panel_columns.size() != 2) {
    throw example::usage_error("--panel: name the entity and the time column, ENTITY,TIME");
  }
  const int ways = (endogenous.empty() ? 0 : 1) + (panel_columns.empty() ? 0 : 1) +
                   (absorbed.empty() ? 0 : 1) + (want.estimator == "ppml" && absorbed.empty() ? 1 : 0);
  if (ways > 1) {
    throw example::usage_error("--endogenous, --panel, --absorb and --estimator ppml exclude each "
                               "other (but --absorb with ppml)");
  }
  const bool weighted = !input.weights.empty() || !input.frequency_weights.empty();
  if (weighted && (!endogenous.empty() || !panel_columns.empty())) {
    throw example::usage_error("--weights: not offered with --endogenous or --panel");
  }

  example::data_request columns;
  columns.gaps_allowed = true;
  columns.numbers.push_back(want.y);
  std::vector<std::string> plain;  // --x without those named in --endogenous too
  for (const std::string& name : exogenous_names) {
    if (std::find(endogenous.begin(), endogenous.end(), name) == endogenous.end()) {
      plain.push_back(name);
    }
  }
  for (const auto* list : {&exogenous_names, &endogenous, &instruments}) {
    columns.numbers.insert(columns.numbers.end(), list->begin(), list->end());
  }
  for (const auto& list : {factors, absorbed, panel_columns, want.covariance.groups()}) {
    columns.groups.insert(columns.groups.end(), list.begin(), list.end());
  }
  const example::data_set data = read_data(input, columns);
  if (data.empty()) throw data_error(input.csv + ": there are no observations");

  std::vector<named_column<double>> regressors;
  for (const std::string& name : plain) {
    regressors.emplace_back(data.label(name), vector_of(data.column(name)));
  }
  for (const std::string& name : data.lagged()) {
    regressors.emplace_back(name, vector_of(data.column(name)));
  }
  const bool intercept = !want.no_intercept && absorbed.empty();
  const bool nothing = regressors.empty() && !intercept && factors.empty();
  if (nothing) throw example::usage_error("--x: there is no regressor");
  regression<double> model;
  if (regressors.empty() && !intercept) {  // factors alone
    model.response_name = data.label(want.y);
    model.response = vector_of(data.column(want.y));
    model.intercept = false;
    model.design.resize(model.response.size(), 0);
  } else {
    model = regress<double>(vector_of(data.column(want.y)), regressors,
                            {.intercept = intercept, .response_name = data.label(want.y)});
  }
  for (const std::string& name : factors) add_dummies(model, data.group(name));
  model.time = data.time();

  ols_options<double> weights;
  if (!input.weights.empty()) weights.weights = vector_of(data.column(input.weights));
  if (!input.frequency_weights.empty()) {
    weights.frequency_weights = vector_of(data.column(input.frequency_weights));
  }
  const job j{app, data, want, model, weights, out};
  if (!endogenous.empty()) return with_instruments(j);
  if (!panel_columns.empty()) return of_panel(j);
  if (want.estimator == "ppml") return by_poisson(j);
  if (!absorbed.empty()) return with_absorbed_effects(j);

  named_tests tests;
  std::vector<std::string> notes;
  const any_covariance spec = covariance_of(want.covariance, data);
  const auto fit = ols(model, spec, weights);
  add_test(tests, notes, "f", [&] { return overall_test(fit); });
  if (!weighted && fit.sample.used <= 100000 && fit.log_likelihood && fit.covariance &&
      fit.omitted.empty()) {
    add_test(tests, notes, "breusch_pagan", [&] { return breusch_pagan_test(model); });
    add_test(tests, notes, "jarque_bera", [&] { return jarque_bera_test(fit.residuals); });
    if (data.dated()) {
      add_test(tests, notes, "breusch_godfrey", [&] { return breusch_godfrey_test(model, 1).first; });
      if (fit.sample.used <= 1000) {
        add_test(tests, notes, "durbin_watson", [&] { return durbin_watson_test(model); });
      }
    }
  }
  print(app, data, text(weighted ? "Weighted least squares: " : "OLS: ", model.response_name), fit, tests,
        notes, out);
}

}  // namespace

int main(int argc, char** argv) {
  example::program app("regress", "Regression of one column on others.",
                       "regress --csv examples/data/copper.csv --date date --y million_usd_fob "
                       "--x usd_per_tonne --log million_usd_fob,usd_per_tonne --covariance "
                       "newey_west");
  example::data_options input;
  input.add_to(app, {.date = true, .log = true, .lag = true, .weights = true});
  request want;
  app.option("--y", want.y, "The column to explain")->required();
  app.option("--x", want.x, "Regressors: A,B[,C]");
  app.option("--factors", want.factors, "Grouping columns as dummies, the first level the base");
  app.option("--absorb", want.absorb, "Fixed effects partialled out: F1,F2^F3");
  app.flag("--keep-singletons", want.keep_singletons, "Keep groups of one row with --absorb");
  app.flag("--no-intercept", want.no_intercept, "No constant");
  app.choice("--estimator", want.estimator, "ols or ppml (Poisson pseudo maximum likelihood)",
             {"ols", "ppml"});
  want.covariance.add_to(app);
  app.option("--endogenous", want.endogenous, "Regressors that need instruments");
  app.option("--instruments", want.instruments, "Instruments besides --x");
  app.choice("--iv", want.iv_method, "Estimator with instruments", {"2sls", "liml", "fuller", "gmm", "cue"});
  app.option("--panel", want.panel_columns, "Entity and time column: ENTITY,TIME");
  app.choice("--effects", want.effects, "Panel estimator",
             {"pooled", "within", "twoway", "random", "between", "fd"});
  return app.run(argc, argv, [&](std::ostream& out) { run(app, input, want, out); });
}
