// Linear and Poisson regression of one column on others: weights, factors, absorbed effects,
// instruments, panels, any covariance, the conventions of other programs.
#include "regress/estimators.hpp"

#include <bilateral/econometrics/estimator/formula.hpp>

using namespace regress_program;

namespace {

// The ways to estimate; each flag belongs to some of them.
enum class way { ols, effects, poisson, instruments, panel };

way way_of(const request& want, const model_spec& spec) {
  const bool panel = want.panel_columns.empty() ? false : spec.absorb.empty() && spec.endogenous.empty() &&
                                                              want.estimator != "ppml";
  if (!spec.endogenous.empty()) {
    if (!spec.absorb.empty() || want.estimator == "ppml") {
      throw example::usage_error("--instruments: not offered with absorbed effects or --estimator ppml");
    }
    return way::instruments;
  }
  if (want.estimator == "ppml") return way::poisson;
  if (!spec.absorb.empty()) return way::effects;
  return panel ? way::panel : way::ols;
}

// Flags that act in some ways of estimating only: in the others they are refused.
void check_flags(CLI::App& cli, way chosen) {
  struct rule {
    const char* flag;
    std::vector<way> acts;
    const char* belongs;
  };
  static const std::vector<rule> rules = {
      {"--iv", {way::instruments}, "--endogenous and --instruments"},
      {"--effects", {way::panel}, "--panel without absorbed effects, instruments or ppml"},
      {"--keep-singletons", {way::effects, way::poisson}, "--absorb"},
      {"--weights", {way::ols, way::effects, way::poisson}, "least squares and ppml"},
      {"--frequency-weights", {way::ols, way::effects, way::poisson}, "least squares and ppml"},
      {"--offset", {way::poisson}, "--estimator ppml"},
      {"--no-intercept", {way::ols, way::poisson, way::instruments, way::panel}, "models without absorbed effects"}};
  for (const rule& r : rules) {
    if (cli.count(r.flag) == 0) continue;
    if (std::find(r.acts.begin(), r.acts.end(), chosen) == r.acts.end()) {
      throw example::usage_error(text(r.flag, ": goes with ", r.belongs, " only"));
    }
  }
}

// A column's name as a term.
std::string term_of(const std::string& name, const std::vector<std::string>& logged) {
  const bool plain = name.find_first_of(" \t()+|~:,*\"`") == std::string::npos;
  const std::string quoted = plain ? name : "`" + name + "`";
  return std::find(logged.begin(), logged.end(), name) == logged.end() ? quoted : "log(" + quoted + ")";
}

model_spec spec_of_flags(const request& want) {
  model_spec spec;
  const auto logged = example::split_list(want.input.log);
  const auto endogenous = example::split_list(want.endogenous);
  std::vector<std::string> used = {want.y};
  spec.y = term_of(want.y, logged);
  for (const std::string& name : example::split_list(want.x)) {
    used.push_back(name);
    if (std::find(endogenous.begin(), endogenous.end(), name) == endogenous.end()) {
      spec.x.push_back(term_of(name, logged));
    }
  }
  for (const auto& [name, k] : want.input.lags()) {
    used.push_back(name);
    spec.x.push_back(text("lag(", term_of(name, logged), ",", k, ")"));
  }
  for (const std::string& name : endogenous) spec.endogenous.push_back(term_of(name, logged));
  for (const std::string& name : example::split_list(want.instruments)) {
    used.push_back(name);
    spec.instruments.push_back(term_of(name, logged));
  }
  used.insert(used.end(), endogenous.begin(), endogenous.end());
  for (const std::string& name : logged) {
    if (std::find(used.begin(), used.end(), name) == used.end()) {
      throw example::usage_error("--log: the column " + name + " is not used");
    }
  }
  spec.factors = example::split_list(want.factors);
  spec.absorb = example::split_list(want.absorb);
  spec.intercept = !want.no_intercept;
  return spec;
}

// The model that the flags or the formula name; a mistake in it is one on the command line.
model_spec spec_of(CLI::App& cli, const request& want) {
  model_spec spec;
  try {
    if (want.formula.empty()) {
      if (want.y.empty()) throw example::usage_error("--y: name the column to explain, or give a formula");
      spec = spec_of_flags(want);
    } else {
      for (const char* flag : {"--y", "--x", "--absorb", "--factors", "--endogenous", "--instruments", "--log", "--lag",
                               "--no-intercept"}) {
        if (cli.count(flag) > 0) throw example::usage_error(text(flag, ": the formula says that already"));
      }
      spec = parse_formula(want.formula);
    }
    (void)columns_read(spec);
  } catch (const argument_error& e) {
    throw example::usage_error(e.what());
  }
  spec.where = want.input.where;
  for (const std::string& where : spec.where) (void)example::condition_of(where);
  spec.weights = want.input.weights;
  spec.frequency_weights = want.input.frequency_weights;
  spec.offset = want.offset;
  spec.missing = want.input.missing == "drop" ? missing_rows::drop : missing_rows::refuse;
  return spec;
}

// The columns of the file that the model, the covariance and the index read.
data_table table_of(const request& want, const model_spec& spec, const std::vector<std::string>& panel) {
  model_columns columns = columns_read(spec);
  for (const std::string& name : want.covariance.groups()) {
    for (std::string& part : interaction_parts(name)) columns.texts.push_back(std::move(part));
  }
  columns.texts.insert(columns.texts.end(), panel.begin(), panel.end());
  if (!want.input.date.empty()) columns.texts.push_back(want.input.date);
  data_table table = read_columns(want.input, {std::move(columns.numbers), std::move(columns.texts), {}});
  if (panel.empty()) return in_order_of_date(table, want.input);
  index_panel(table, panel[0], panel[1]);
  return table;
}

void run(example::program& app, const request& want, std::ostream& out) {
  const model_spec spec = spec_of(app.cli(), want);
  const auto panel = example::split_list(want.panel_columns);
  if (!panel.empty() && panel.size() != 2) {
    throw example::usage_error("--panel: name the entity and the time column, ENTITY,TIME");
  }
  if (!panel.empty() && !want.input.date.empty()) {
    throw example::usage_error("--date: --panel names the time already");
  }
  const way chosen = way_of(want, spec);
  check_flags(app.cli(), chosen);
  if (chosen == way::panel && want.no_intercept && (want.effects == "within" || want.effects == "twoway")) {
    throw example::usage_error("--no-intercept: a model with effects has no intercept to leave out");
  }
  const bool effects_alone = chosen == way::poisson && !spec.absorb.empty();  // a model of its own
  const bool nothing = spec.x.empty() && spec.factors.empty() && spec.endogenous.empty() &&
                       (!spec.intercept || !spec.absorb.empty());
  if (nothing && !effects_alone) throw example::usage_error("--x: there is no regressor");
  const model_frame frame = frame_of(table_of(want, spec, panel), spec);
  const job j{app, want, frame, out};
  switch (chosen) {
    case way::instruments: return with_instruments(j);
    case way::panel: return of_panel(j);
    case way::poisson: return by_poisson(j);
    case way::effects: return with_absorbed_effects(j);
    case way::ols: return by_least_squares(j);
  }
}

}  // namespace

int main(int argc, char** argv) {
  example::program app("regress", "Regression of one column on others.",
                       "regress --csv examples/data/copper.csv --date date --y million_usd_fob "
                       "--x usd_per_tonne --log million_usd_fob,usd_per_tonne --covariance "
                       "newey_west\n  regress --csv examples/data/copper.csv --date date "
                       "'log(million_usd_fob) ~ log(usd_per_tonne)' --covariance newey_west");
  request want;
  app.cli().add_option("formula", want.formula,
                       "In place of --y and --x: 'log(y) ~ x + l(x, 1) + i(sector) | firm + year | endogenous ~ z'");
  want.input.add_to(app, {.date = true, .log = true, .lag = true, .weights = true});
  app.option("--y", want.y, "The column to explain");
  app.option("--x", want.x, "Regressors: A,B[,C]");
  app.option("--factors", want.factors, "Grouping columns as dummies, the first level the base");
  app.option("--absorb", want.absorb, "Fixed effects partialled out: F1,F2^F3; F[x] has a slope of x for each group, F[[x]] only that");
  app.flag("--keep-singletons", want.keep_singletons, "Keep groups of one row with --absorb");
  app.flag("--no-intercept", want.no_intercept, "No constant");
  app.choice("--estimator", want.estimator, "ols or ppml (Poisson pseudo maximum likelihood)",
             {"ols", "ppml"});
  app.option("--offset", want.offset, "Column added to the linear predictor of ppml, its coefficient one");
  want.covariance.add_to(app);
  app.option("--endogenous", want.endogenous, "Regressors that need instruments");
  app.option("--instruments", want.instruments, "Instruments besides --x");
  app.choice("--iv", want.iv_method, "Estimator with instruments", {"2sls", "liml", "fuller", "gmm", "cue"});
  app.option("--panel", want.panel_columns,
             "Entity and time column: ENTITY,TIME; lags and covariances go by them");
  app.choice("--effects", want.effects, "Panel estimator",
             {"pooled", "within", "twoway", "random", "between", "fd"});
  return app.run(argc, argv, [&](std::ostream& out) { run(app, want, out); });
}
