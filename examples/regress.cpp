// Linear and Poisson regression of one column on others: weights, factors, absorbed effects,
// instruments, panels, any covariance, the conventions of other programs.
#include <bilateral/econometrics/diagnostics.hpp>
#include <bilateral/econometrics/fixed_effects.hpp>
#include <bilateral/econometrics/iv.hpp>
#include <bilateral/econometrics/iv_tests.hpp>
#include <bilateral/econometrics/ols.hpp>
#include <bilateral/econometrics/panel.hpp>
#include <bilateral/econometrics/ppml.hpp>
#include <bilateral/report/summary.hpp>

#include "support/covariance.hpp"
#include "support/data.hpp"
#include "support/estimates.hpp"
#include "support/program.hpp"

using namespace bilateral;
using example::any_covariance;

namespace {

struct request {
  std::string y, x, factors, absorb, endogenous, instruments, panel_columns;
  std::string effects = "within", estimator = "ols", iv_method = "2sls";
  bool no_intercept = false, keep_singletons = false;
  example::covariance_flags covariance;
};

using named_tests = std::vector<std::pair<std::string, test_result>>;

Eigen::VectorXd vector_of(const std::vector<double>& v) {
  return Eigen::Map<const Eigen::VectorXd>(v.data(), static_cast<Eigen::Index>(v.size()));
}

// A diagnostic that does not apply to these data is a note, never a failure of the fit.
template <class Make>
void add_test(named_tests& tests, std::vector<std::string>& notes, const std::string& key,
              Make&& make) {
  try {
    if constexpr (requires { make().has_value(); }) {
      if (const auto t = make()) tests.emplace_back(key, *t);
    } else {
      tests.emplace_back(key, make());
    }
  } catch (const bilateral::error& e) {
    notes.push_back(text("tests.", key, ": ", e.what()));
  }
}

template <class Result>
void print(const example::program& app, const example::data_set& data, const std::string& title,
           const Result& fit, const named_tests& tests, const std::vector<std::string>& more,
           std::ostream& out) {
  example::common_report common = data.report();
  common.n = fit.sample.used;
  common.rows_dropped += fit.sample.dropped;
  for (const dropped_row& row : fit.sample.rows) {
    if (common.rows.size() < 20) common.rows.push_back({data.file_row(row.row - 1), row.reason});
  }
  if constexpr (requires { fit.omitted; }) common.columns = fit.omitted;
  std::vector<std::string> notes = common.notes;
  notes.insert(notes.end(), fit.notes.begin(), fit.notes.end());
  notes.insert(notes.end(), more.begin(), more.end());
  if (!app.json()) {
    table t = summary_table(fit, title);
    for (const std::string& note : common.notes) t.note(note);
    for (const std::string& note : more) t.note(note);
    out << to_text(t);
    if (!tests.empty()) {
      table list("Tests", {{"", -1, alignment::left}, {"statistic"}, {"p", 4}, {"null hypothesis"}});
      for (const auto& [key, test] : tests) {
        list.row({test.name.empty() ? key : test.name, test.statistic, test.p_value, test.null});
      }
      out << "\n" << to_text(list);
    }
    return;
  }
  json_writer json = app.begin_json(common);
  json.member("model", title);
  example::write_terms(json, fit);
  json.member("covariance_label", fit.covariance_label);
  json.member("inference_dof", std::isinf(fit.inference_dof) ? std::optional<double>()
                                                             : std::optional<double>(fit.inference_dof));
  if (std::isinf(fit.inference_dof)) notes.emplace_back("inference is normal: z statistics");
  const auto figure = [&](const char* key, const auto& value) {
    json.member(key, bilateral::detail::as_figure(value));
  };
  if constexpr (requires { fit.r2; }) figure("r2", fit.r2);
  if constexpr (requires { fit.adjusted_r2; }) figure("adjusted_r2", fit.adjusted_r2);
  if constexpr (requires { fit.within_r2; }) figure("within_r2", fit.within_r2);
  if constexpr (requires { fit.pseudo_r2; }) figure("pseudo_r2", fit.pseudo_r2);
  if constexpr (requires { fit.sigma; }) figure("sigma", fit.sigma);
  if constexpr (requires { fit.deviance; }) figure("deviance", fit.deviance);
  if constexpr (requires { fit.log_likelihood; }) figure("loglik", fit.log_likelihood);
  if constexpr (requires { fit.aic; }) figure("aic", fit.aic);
  if constexpr (requires { fit.bic; }) figure("bic", fit.bic);
  if constexpr (requires { fit.parameters; }) json.member("parameters", fit.parameters);
  example::write_tests(json, tests);
  app.end_json(out, json, notes);
}

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
  named_tests tests;
  std::vector<std::string> notes;

  if (!endogenous.empty()) {
    const any_covariance spec = covariance_of(want.covariance, data);
    iv_regression<double> equation{model, {}, {}};
    for (const std::string& name : endogenous) {
      equation.endogenous.emplace_back(data.label(name), vector_of(data.column(name)));
    }
    for (const std::string& name : instruments) {
      equation.instruments.emplace_back(data.label(name), vector_of(data.column(name)));
    }
    const auto judge = [&](const iv_result<double>& fit, bool classical) {
      const auto stages = first_stage(fit, spec);
      const auto weakest = std::min_element(stages.begin(), stages.end(), [](const auto& a, const auto& b) {
        return a.f.statistic < b.f.statistic;
      });
      tests.emplace_back("first_stage", weakest->f);
      if (stages.size() > 1) {
        for (const auto& stage : stages) tests.emplace_back("first_stage(" + stage.endogenous + ")", stage.f);
      }
      if (classical) add_test(tests, notes, "sargan", [&] { return sargan_test(fit); });
      add_test(tests, notes, "durbin_wu_hausman", [&] { return durbin_wu_hausman_test(fit, spec); });
      const Eigen::VectorXd zero = Eigen::VectorXd::Zero(fit.endogenous.cols());
      add_test(tests, notes, "anderson_rubin", [&] { return anderson_rubin_test(fit, zero, spec); });
      for (const auto& stage : stages) {
        notes.push_back(text("first stage of ", stage.endogenous, ": partial R2 ",
                             significant_text(stage.partial_r2, 4), ", F ",
                             significant_text(stage.f.statistic, 4)));
      }
    };
    if (want.iv_method == "gmm" || want.iv_method == "cue") {
      gmm_options<double> options;
      if (want.iv_method == "cue") options.weight = gmm_weight::continuously_updated;
      const auto fit = iv_gmm(equation, spec, options);
      add_test(tests, notes, "hansen_j", [&] { return hansen_j_test(fit); });
      judge(fit, false);
      return print(app, data, text("IV (", want.iv_method, "): ", model.response_name), fit, tests,
                   notes, out);
    }
    iv_options<double> options;
    if (want.iv_method == "liml") options.method = k_class::liml;
    if (want.iv_method == "fuller") options.method = k_class::fuller;
    const auto fit = iv(equation, spec, options);
    judge(fit, true);
    if (fit.instruments.cols() > fit.endogenous.cols() &&
        !(want.covariance.covariance.empty() || want.covariance.covariance == "iid")) {
      add_test(tests, notes, "hansen_j", [&] { return hansen_j_test(iv_gmm(equation, spec)); });
    }
    return print(app, data, text("IV (", want.iv_method, "): ", model.response_name), fit, tests, notes,
                 out);
  }

  if (!panel_columns.empty()) {
    const any_covariance spec = covariance_of(want.covariance, data);
    const panel<double> cells{model, data.group(panel_columns[0]),
                              example::time_of(data, panel_columns[1])};
    const auto estimate = [&]() -> panel_result<double> {
      if (want.effects == "pooled") return pooled(cells, spec);
      if (want.effects == "within") return within(cells, spec);
      if (want.effects == "twoway") return within(cells, spec, within_effects::both);
      if (want.effects == "random") return random_effects(cells, spec);
      if (want.effects == "between") return between(cells, spec);
      return first_differences(cells, spec);
    };
    const auto fit = estimate();
    add_test(tests, notes, "f", [&] { return overall_test(fit); });
    if (want.effects == "within" || want.effects == "random") {
      try {
        const auto hausman = hausman_test(within(cells), random_effects(cells));
        if (hausman.test) tests.emplace_back("hausman", *hausman.test);
        else notes.push_back("tests.hausman: " + hausman.reason);
      } catch (const bilateral::error& e) {
        notes.push_back(text("tests.hausman: ", e.what()));
      }
    }
    return print(app, data, text("Panel (", want.effects, "): ", model.response_name), fit, tests, notes,
                 out);
  }

  const bool poisson = want.estimator == "ppml";
  const any_covariance spec = covariance_of(
      want.covariance, data,
      poisson && (want.covariance.preset.empty() || want.covariance.preset == "ppmlhdfe") ? "hc1" : "iid");
  std::vector<factor> effects;
  for (const std::string& name : absorbed) effects.push_back(data.group(name));
  const auto say_absorbed = [&](const auto& fit) {
    for (const auto& e : fit.effects) {
      notes.push_back(text("absorbed: ", e.name, ", ", e.levels, " levels",
                           e.singletons > 0 ? text(", ", e.singletons, " singletons dropped") : ""));
    }
  };
  if (poisson) {
    ppml_options<double> options;
    options.weights = weights.weights;
    options.frequency_weights = weights.frequency_weights;
    options.keep_singletons = want.keep_singletons;
    // the programs that leave separated rows out
    if (want.covariance.preset == "ppmlhdfe" || want.covariance.preset == "fixest") {
      options.separated = separation::drop;
    }
    const auto fit = effects.empty() ? ppml(model, spec, options) : ppml(model, effects, spec, options);
    add_test(tests, notes, "wald", [&] { return overall_test(fit); });
    say_absorbed(fit);
    return print(app, data, text("Poisson pseudo maximum likelihood: ", model.response_name), fit, tests,
                 notes, out);
  }
  if (!absorbed.empty()) {
    fixed_effects_options<double> options;
    options.weights = weights.weights;
    options.frequency_weights = weights.frequency_weights;
    options.keep_singletons = want.keep_singletons;
    const auto fit = ols(model, effects, spec, options);
    add_test(tests, notes, "f", [&] { return overall_test(fit); });
    say_absorbed(fit);
    return print(app, data, text("OLS with absorbed effects: ", model.response_name), fit, tests, notes,
                 out);
  }
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
