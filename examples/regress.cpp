// Linear and Poisson regression of one column on others: weights, factors, absorbed effects,
// instruments, panels, any covariance, the conventions of other programs.
#include "regress/estimators.hpp"

using namespace regress_program;

namespace {

// The ways to estimate; each flag belongs to some of them.
enum class way { ols, effects, poisson, instruments, panel };

// What decides which flags act.
struct choice {
  way estimates;
  bool absorbs;  // effects, those of --panel included
  bool panel;    // --panel without effects of its own
};

// How a model is estimated. The effects of a panel are absorbed where its own estimators are not meant.
choice choose(const request& want, model_spec& spec) {
  const bool instruments = !spec.endogenous.empty(), ppml = want.estimator == "ppml";
  if (instruments && ppml) {
    throw example::usage_error(
        "--estimator: ppml takes no instruments here; gravity --estimator ivppml does");
  }
  const bool panel = !want.panel.empty() && spec.absorb.empty();
  if (panel && (instruments || ppml) && want.effects != "pooled") {
    if (want.effects != "within" && want.effects != "twoway") {
      throw example::usage_error(
          text("--effects: ", want.effects,
               " is of least squares; instruments and ppml have pooled, within and twoway"));
    }
    spec.absorb = example::split_list(want.panel);
    if (want.effects == "within") spec.absorb.pop_back();
  }
  const bool absorbs = !spec.absorb.empty();
  way estimates = absorbs ? way::effects : panel ? way::panel : way::ols;
  if (ppml) estimates = way::poisson;
  if (instruments) estimates = way::instruments;
  if (absorbs && instruments && (want.iv_method == "gmm" || want.iv_method == "cue")) {
    throw example::usage_error("--iv: " + want.iv_method + " is not offered with absorbed effects");
  }
  return {estimates, absorbs, panel};
}

// Flags that act for some models only: refused where none is such.
void check_flags(CLI::App& cli, const std::vector<choice>& chosen) {
  struct rule {
    const char* flag;
    bool (*acts)(const choice&);
    const char* belongs;
  };
  static const std::vector<rule> rules = {
      {"--iv", [](const choice& c) { return c.estimates == way::instruments; },
       "--endogenous and --instruments"},
      {"--effects", [](const choice& c) { return c.panel; }, "--panel without absorbed effects"},
      {"--keep-singletons", [](const choice& c) { return c.absorbs; }, "absorbed effects"},
      {"--threads", [](const choice& c) { return c.absorbs; }, "absorbed effects"},
      {"--weights",
       [](const choice& c) {
         return c.estimates != way::panel && (c.estimates != way::instruments || c.absorbs);
       },
       "least squares and ppml, or with instruments and absorbed effects"},
      {"--frequency-weights",
       [](const choice& c) { return c.estimates != way::panel && c.estimates != way::instruments; },
       "least squares and ppml"},
      {"--offset", [](const choice& c) { return c.estimates == way::poisson; }, "--estimator ppml"},
      {"--no-intercept", [](const choice& c) { return !c.absorbs; },
       "models without absorbed effects"}};
  for (const rule& r : rules) {
    if (cli.count(r.flag) > 0 && std::none_of(chosen.begin(), chosen.end(), r.acts)) {
      throw example::usage_error(text(r.flag, ": goes with ", r.belongs, " only"));
    }
  }
}

// The models of the flags or formulas, with the offset beside them.
std::vector<model_spec> models_of(const CLI::App& cli, const request& want) {
  std::vector<model_spec> specs = specs_of(cli, want, want.input, want.covariance);
  for (model_spec& spec : specs) spec.offset = want.offset;
  return specs;
}

// Rows of several groups are in no one order that a covariance over time could go by.
void check_order(const request& want, const model_spec& spec) {
  if (!example::over_time(want.covariance) || !want.input.date.empty() || !want.panel.empty() ||
      (spec.absorb.empty() && spec.factors.empty())) {
    return;
  }
  throw example::usage_error(text(
      "--covariance: ", want.covariance.parts().first,
      " with --absorb or --factors needs the order of the rows: --panel ENTITY,TIME or --date"));
}

// Is there something to estimate?
void check_model(const request& want, const model_spec& spec, way chosen) {
  if (chosen == way::panel && want.no_intercept &&
      (want.effects == "within" || want.effects == "twoway")) {
    throw example::usage_error(
        "--no-intercept: a model with effects has no intercept to leave out");
  }
  check_order(want, spec);
  const bool effects_alone = chosen == way::poisson && !spec.absorb.empty();  // a model of its own
  const bool nothing = spec.x.empty() && spec.factors.empty() && spec.endogenous.empty() &&
                       (!spec.intercept || !spec.absorb.empty());
  if (nothing && !effects_alone) throw example::usage_error("--x: there is no regressor");
}

answer estimate(const request& want, data_table table, const model_spec& spec, way chosen,
                unsigned threads) {
  const model_frame frame = frame_of(std::move(table), spec);
  const job j{want, frame, threads};
  switch (chosen) {
    case way::instruments: return with_instruments(j);
    case way::panel: return of_panel(j);
    case way::poisson: return by_poisson(j);
    case way::effects: return with_absorbed_effects(j);
    case way::ols: break;
  }
  return by_least_squares(j);
}

table tests_of(const answer& a) {
  table list("Tests", {{"", -1, alignment::left}, {"statistic"}, {"p", 4}, {"null hypothesis"}});
  for (const auto& [key, test] : a.tests) {
    list.row(
        {test.name.empty() ? key : test.name, test.statistic, p_cell(test.p_value), test.null});
  }
  return list;
}

void write_page(const example::program& app, const std::vector<answer>& all,
                const std::optional<chart>& plot) {
  if (app.html().empty()) return;
  page p(all.size() > 1 ? "Regressions" : all.front().title);
  if (all.size() > 1) p.add(example::side_by_side(all));
  for (const answer& a : all) {
    if (all.size() == 1) p.add(a.summary);
    if (all.size() == 1 && !a.tests.empty()) p.add(tests_of(a));
  }
  if (plot) p.add(*plot);
  example::program::write_file(app.html(), to_html(p));
}

// --panel has effects, or an order that something goes by
void check_panel(const request& want, const std::vector<model_spec>& specs,
                 const std::vector<choice>& chosen) {
  const bool acts =
      std::any_of(chosen.begin(), chosen.end(), [](const choice& c) { return c.panel; }) ||
      std::any_of(specs.begin(), specs.end(), [&](const model_spec& spec) {
        return example::goes_by_order(spec, want.covariance);
      });
  if (want.panel.empty() || acts) return;
  throw example::usage_error(
      "--panel: with effects of its own it does nothing without lags, differences or a covariance "
      "over time");
}

void run(example::program& app, const request& want, std::ostream& out) {
  std::vector<model_spec> specs = models_of(app.cli(), want);
  std::vector<choice> chosen;
  for (model_spec& spec : specs) chosen.push_back(choose(want, spec));
  check_flags(app.cli(), chosen);
  check_panel(want, specs, chosen);
  for (std::size_t i = 0; i < specs.size(); ++i) check_model(want, specs[i], chosen[i].estimates);
  data_table table = table_of(want, want.input, specs);
  std::vector<answer> all;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    const bool last = i + 1 == specs.size();  // takes the table
    all.push_back(estimate(want, last ? std::move(table) : data_table(table), specs[i],
                           chosen[i].estimates, app.threads()));
  }
  example::number_titles(all);
  const std::optional<chart> plot = example::plot_of(all);
  if (want.picture.wanted() && !plot)
    throw data_error("--chart: no coefficient has an interval to draw");
  if (plot) want.picture.write(*plot);
  write_page(app, all, plot);
  app.show(out, all.size() > 1 ? example::side_by_side(all) : all.front().summary);
  if (all.size() == 1 && !all.front().tests.empty()) app.show(out, tests_of(all.front()));
  if (!app.json()) return;
  example::write_models(app, out, all,
                        [](json_writer& json, const answer& a, std::vector<std::string>& notes) {
                          json.member("model", a.title);
                          a.write_estimates(json, notes);
                          example::write_tests(json, a.tests);
                        });
}

}  // namespace

int main(int argc, char** argv) {
  example::program app("regress", "Regression of one column on others.",
                       "regress --csv examples/data/copper.csv --date date --y million_usd_fob "
                       "--x usd_per_tonne --log million_usd_fob,usd_per_tonne --covariance "
                       "newey_west\n  regress --csv examples/data/copper.csv --date date "
                       "'log(million_usd_fob) ~ log(usd_per_tonne)' --covariance newey_west");
  request want;
  app.cli().add_option(
      "formula", want.formulas,
      "In place of --y and --x: 'log(y) ~ x + l(x, 1) + i(sector) | firm + year | endogenous ~ z'; "
      "several stand side by side");
  want.input.add_to(app, {.date = true, .log = true, .lag = true, .weights = true});
  app.option("--y", want.y, "The column to explain");
  app.option("--x", want.x, "Regressors: A,B[,C]");
  app.option("--factors", want.factors, "Grouping columns as dummies, the first level the base");
  app.option("--absorb", want.absorb,
             "Fixed effects partialled out: F1,F2^F3; F[x] has a slope of x for each group, F[[x]] "
             "only that");
  app.flag("--keep-singletons", want.keep_singletons, "Keep groups of one row with --absorb");
  app.flag("--no-intercept", want.no_intercept, "No constant");
  app.choice("--estimator", want.estimator, "Least squares or Poisson pseudo maximum likelihood",
             {"ols", "ppml"});
  app.option("--offset", want.offset,
             "Column added to the linear predictor of ppml, its coefficient one");
  want.covariance.add_to(app);
  app.option("--endogenous", want.endogenous, "Regressors that need instruments");
  app.option("--instruments", want.instruments, "Instruments besides --x");
  app.choice("--iv", want.iv_method, "Estimator with instruments",
             {"2sls", "liml", "fuller", "gmm", "cue"});
  app.option("--panel", want.panel,
             "Entity and time column: ENTITY,TIME; lags and covariances go by them, and --effects")
      ->group("Data");
  app.choice("--effects", want.effects,
             "Panel estimator; with instruments or ppml pooled, or effects absorbed",
             {"pooled", "within", "twoway", "random", "between", "fd"});
  app.with_html();
  want.picture.add_to(app);
  app.with_tables();
  app.example(
      "Data",
      "regress --csv examples/data/projects.csv --y jobs --x million_usd --log jobs,million_usd "
      "--where 'jobs > 0'");
  app.example("Model",
              "regress --csv examples/data/copper.csv --date date 'log(million_usd_fob) ~ "
              "log(usd_per_tonne)' "
              "'log(million_usd_fob) ~ log(usd_per_tonne) + l(log(million_usd_fob), 1)'");
  app.example(
      "Inference",
      "regress --csv examples/data/projects.csv 'log(jobs) ~ log(million_usd)' --covariance "
      "cluster:sector --preset stata");
  app.example(
      "Output",
      "regress --csv examples/data/projects.csv 'log(jobs) ~ log(million_usd)' --latex --digits 3");
  app.with_threads();
  return app.run(argc, argv, [&](std::ostream& out) { run(app, want, out); });
}
