// A structural gravity study of one file: trade explained by what lies between two countries, with
// effects of exporter and importer by year and of their pair; bias, policy effects, event studies.
#include "gravity/study.hpp"

using namespace gravity_program;

namespace {

bool is_binary(const std::string& estimator) {
  return estimator == "logit" || estimator == "probit" || estimator == "cloglog";
}

void check_instruments(const request& want, const model_spec& spec) {
  if (!spec.endogenous.empty() && want.estimator != "ols" && want.estimator != "ivppml") {
    throw example::usage_error(
        "--endogenous, --instruments: they are for --estimator ols and ivppml, not for " +
        want.estimator);
  }
  if (want.estimator != "ivppml" && !want.moments.empty()) {
    throw example::usage_error("--moments: they are those of --estimator ivppml");
  }
  for (const std::string& name : spec.instruments) {
    if (std::find(spec.x.begin(), spec.x.end(), name) != spec.x.end()) {
      throw example::usage_error("--instruments: " + name +
                                 " is also in --x, which are their own instruments");
    }
  }
  if (!want.policy.empty() && is_binary(want.estimator)) {
    throw example::usage_error("--policy: the mean of a " + want.estimator +
                               " is no exponential of the regressors; it is for models of trade");
  }
  if (spec.x.empty() && spec.factors.empty() && spec.endogenous.empty() && want.event.empty() &&
      want.estimator == "ols") {
    throw example::usage_error("--x: least squares needs a regressor besides the effects");
  }
}

void check_bias(const request& want, const model_spec& spec) {
  if (want.bias.empty()) return;
  const auto refuse = [](const std::string& why) {
    throw example::usage_error("--bias-correct: " + why);
  };
  if (want.estimator == "ols") refuse("least squares has no such bias; it is for ppml");
  if (want.estimator != "ppml") refuse("it is for ppml, not for " + want.estimator);
  const bool sloped = std::any_of(spec.absorb.begin(), spec.absorb.end(), [](const auto& effect) {
    return !parse_absorbed(effect).slope.empty();
  });
  if (sloped) refuse("not offered with slopes in --absorb");
  if (!index_of(want, spec)) {
    refuse(
        "--absorb must be A^T,B^T[,A^B] (or A,B), or --index must name exporter, importer and "
        "period");
  }
  if (spec.x.empty() && spec.factors.empty() && want.event.empty()) {
    refuse("there are no coefficients to correct without --x");
  }
}

void check_resistances(const request& want, const model_spec& spec) {
  if (want.resistances.empty()) {
    if (want.sigma > 0) throw example::usage_error("--sigma: it is that of --resistances");
    return;
  }
  const bool weighted = !spec.weights.empty() || !spec.frequency_weights.empty();
  if (want.estimator != "ppml" || weighted || !want.lasso.empty() || !want.ridge.empty() ||
      spec.absorb.size() != 2 || !index_of(want, spec)) {
    throw example::usage_error(
        "--resistances: it is for ppml without weights or penalty, with the effects of exporter and "
        "importer by period alone");
  }
}

void check_flags(const request& want, const model_spec& spec) {
  if (spec.absorb.empty()) {
    throw example::usage_error(
        "--absorb, or a formula 'y ~ x | effect + effect', is required; regress has models without "
        "effects");
  }
  check_instruments(want, spec);
  check_bias(want, spec);
  check_resistances(want, spec);
  if (!want.index.empty() && want.bias.empty() && want.event.empty() && want.resistances.empty()) {
    throw example::usage_error(
        "--index: nothing uses it without --bias-correct, --event or --resistances");
  }
  check_penalty(want, spec);
  const bool predicts = want.estimator == "ppml" || want.estimator == "ols";
  if (!want.predict.empty() && (!predicts || !spec.endogenous.empty() || !want.event.empty() ||
                                !want.lasso.empty() || !want.ridge.empty())) {
    throw example::usage_error(
        "--predict: it is for ppml and ols, without instruments, penalty or event study");
  }
  if (want.reset && (want.estimator != "ppml" || !want.lasso.empty() || !want.ridge.empty())) {
    throw example::usage_error("--reset: it is for ppml without penalty");
  }
  if (!(want.tolerance > 0) || want.tolerance > 1e-4) {
    throw example::usage_error(
        text("--tolerance: ", want.tolerance, " is not above 0 and at most 1e-4"));
  }
}

// Several models stand side by side with their terms; what else is told of one is of one alone.
void check_several(const example::program& app) {
  for (const char* flag : {"--policy", "--predict", "--event", "--lasso", "--ridge", "--reset",
                           "--bias-correct", "--resistances", "--html"}) {
    if (app.given(flag)) throw example::usage_error(text(flag, ": goes with one model only"));
  }
}

// --panel acts on lags, differences and covariances over time, which need it
void check_panel(const request& want, const std::vector<model_spec>& specs) {
  if (want.panel.empty() && example::over_time(want.covariance)) {
    throw example::usage_error("--covariance: " + want.covariance.parts().first +
                               " needs the order of the rows: --panel ENTITY,TIME");
  }
  const bool acts = std::any_of(specs.begin(), specs.end(), [&](const model_spec& spec) {
    return example::goes_by_order(spec, want.covariance);
  });
  if (!want.panel.empty() && !acts) {
    throw example::usage_error(
        "--panel: does nothing without lags, differences or a covariance over time");
  }
}

// The models with the columns that their flags read besides.
std::vector<model_spec> models_of(example::program& app, const request& want) {
  std::vector<model_spec> specs = specs_of(app.cli(), want, want.input, want.covariance);
  for (model_spec& spec : specs) {
    check_flags(want, spec);
    const auto event = event_of(want.event);
    if (event) spec.numbers.push_back(event->column);
    const auto index = index_of(want, spec);
    if (!index || (want.bias.empty() && want.resistances.empty() && !event)) continue;
    for (const std::string& name : {index->exporter, index->importer, index->period}) {
      if (!name.empty()) spec.groups.push_back(name);
    }
  }
  if (specs.size() > 1) check_several(app);
  check_panel(want, specs);
  return specs;
}

void add_event(study& s) {
  const std::string& column = s.event->column;
  for (const auto* terms : {&s.spec.x, &s.spec.endogenous}) {
    if (std::find(terms->begin(), terms->end(), example::term_of(column, {})) != terms->end()) {
      throw example::usage_error("--event: " + column +
                                 " is also in --x, which its dummies replace");
    }
  }
  const auto [entity, period] = entity_and_period(s.want, s.spec);
  const data_table& sample = s.frame.sample;
  s.dummies = event_study(column, vector_of(sample.number(column).values), s.frame.group(entity),
                          times_of(sample, period).time, s.event->window);
  regression<double>& model = s.frame.model;
  const Eigen::Index before = model.design.cols();
  const auto more = std::ssize(s.dummies.values);
  model.design.conservativeResize(model.response.size(), before + more);
  for (Eigen::Index d = 0; d < more; ++d) {
    model.design.col(before + d) = s.dummies.values[to_size(d)];
    model.names.push_back(s.dummies.names[to_size(d)]);
  }
  if (s.dummies.always > 0) {
    s.notes.push_back(text("event: ", s.dummies.always,
                           s.dummies.always == 1 ? " entity has " : " entities have ", column,
                           " in the first period already; that event is not in the data"));
  }
}

answer estimated(study& s) {
  const std::string& estimator = s.want.estimator;
  if (!s.want.lasso.empty() || !s.want.ridge.empty()) return by_penalised_poisson(s);
  if (estimator == "ppml") return by_poisson(s);
  if (estimator == "ivppml") return by_poisson_instruments(s);
  if (estimator == "ols")
    return s.frame.endogenous.empty() ? by_least_squares(s) : by_instruments(s);
  return by_family(s);
}

void show(const example::program& app, const request& want, const answer& a,
          const std::string& data, std::ostream& out) {
  if (want.picture.wanted()) want.picture.write(main_chart(a.rows, a.more));
  if (!app.html().empty()) write_page(app, data, a);
  app.show(out, a.summary);
  print_extras(app, out, a.more, a.rows);
  if (a.more.lasso) print_lasso(app, out, a.more);
}

void show_several(const example::program& app, const request& want, std::vector<answer>& all,
                  std::ostream& out) {
  example::number_titles(all);
  if (want.picture.wanted()) {
    const auto plot = example::plot_of(all);
    if (!plot) throw data_error("--chart: no coefficient has an interval to draw");
    want.picture.write(*plot);
  }
  app.show(out, example::side_by_side(all));
}

void run(example::program& app, const request& want, std::ostream& out) {
  const std::vector<model_spec> specs = models_of(app, want);
  stopwatch watch;
  data_table table = table_of(want, want.input, specs);
  const std::string source = table.source();
  watch.reading = watch.lap();
  std::vector<answer> all;
  for (const model_spec& spec : specs) {
    const bool last = &spec == &specs.back();  // takes the table
    study s{app,
            want,
            spec,
            frame_of(last ? std::move(table) : data_table(table), spec),
            event_of(want.event),
            watch};
    if (!want.policy.empty()) s.policy = policy_column(s);
    if (s.event) add_event(s);
    s.time.coding = s.time.lap();
    all.push_back(estimated(s));
    watch.since = stopwatch::clock::now();
  }
  if (all.size() > 1) {
    show_several(app, want, all, out);
  } else {
    show(app, want, all.front(), source, out);
  }
  if (!app.json()) return;
  example::write_models(app, out, all,
                        [](json_writer& json, const answer& a, std::vector<std::string>& notes) {
                          json.member("model", a.title);
                          write_terms(json, a.rows, a.more);
                          a.write_estimates(json, notes);
                          write_extras(json, a.more, a.time);
                          if (a.more.lasso) write_lasso(json, a.more);
                        });
}

void add_model_flags(example::program& app, request& want) {
  app.section("Model");
  app.option("--policy", want.policy, "The regressor whose effect to tell in percent and in trade");
  app.option("--predict", want.predict,
             "A CSV file with the columns of --x and --absorb: the mean of y in each of its rows");
  app.option("--resistances", want.resistances,
             "Multilateral resistances, the inward one of this country 1");
  app.number("--sigma", want.sigma, "Elasticity of substitution: resistances as prices",
             {.least = 1, .above_least = true})
      ->default_str("");
  app.option("--event", want.event, "Event study of a 0/1 column: COLUMN:LEADS:LAGS");
  app.option("--lasso", want.lasso,
             "Which of --x matter: plugin, or the penalty's value; then PPML on those");
  app.option("--ridge", want.ridge, "The ridge penalty's value: all of --x, shrunk; beside PPML");
  app.flag("--iceberg", want.iceberg,
           "With --lasso: each selected regressor on those not selected");
  app.flag("--reset", want.reset,
           "RESET after ppml: the squared index tested, by the covariance asked for");
  app.flag("--keep-singletons", want.keep_singletons, "Keep groups of one row");
  app.number("--tolerance", want.tolerance, "Of the last step");
}

}  // namespace

int main(int argc, char** argv) {
  example::program app("gravity", "The gravity equation of trade, with many fixed effects.",
                       "gravity --csv examples/data/agtpa.csv.gz --y trade --x rta --absorb "
                       "exporter^year,importer^year,exporter^importer --covariance "
                       "cluster:exporter^importer --bias-correct stata --policy rta");
  request want;
  want.input.add_to(app, {.date = false, .log = true, .lag = false, .weights = true});
  app.cli().add_option(
      "formula", want.formulas,
      "'y ~ x1 + log(x2) + l(x3, 1) | f1^f2 + f3 | w ~ z' in place of --y --x --absorb and, by the "
      "third part, --endogenous --instruments; several stand side by side");
  app.option("--y", want.y, "The column of trade");
  app.option("--x", want.x, "Regressors: A,B[,C]; without any the effects alone are the model");
  app.option(
      "--absorb", want.absorb,
      "Fixed effects: F1,F2^F3[,F4]; F[x] has a slope of x for each group, F[[x]] only that");
  app.choice(
      "--estimator", want.estimator,
      "ppml (Poisson pseudo maximum likelihood), ols, gamma, negbin, logit, probit, cloglog, ivppml",
      {"ppml", "ols", "gamma", "negbin", "logit", "probit", "cloglog", "ivppml"});
  app.option("--endogenous", want.endogenous,
             "Regressors that need instruments: with ols and ivppml");
  app.option("--instruments", want.instruments, "Instruments besides --x");
  app.choice("--moments", want.moments, "Of ivppml: y - mean (the default) or y / mean - 1",
             {"additive", "multiplicative"});
  want.covariance.add_to(app);
  app.choice("--bias-correct", want.bias,
             "Weidner and Zylkin's correction: as Stata's ppml_fe_bias, or as the paper has it",
             {"stata", "paper"});
  app.section("Data");
  app.option("--panel", want.panel,
             "Whose row it is and when, ENTITY,TIME: for lags, differences and newey_west");
  app.option("--index", want.index,
             "Exporter, importer and period columns, where --absorb has codes: E,I[,T]");
  add_model_flags(app, want);
  app.with_html();
  want.picture.add_to(app);
  app.with_tables();
  app.with_threads();
  const std::string base =
      "gravity --csv examples/data/agtpa.csv.gz --y trade --x rta --absorb "
      "exporter^year,importer^year,exporter^importer ";
  app.example("Data", base + "--where 'year >= 1998'");
  app.example("Model",
              "gravity --csv examples/data/agtpa.csv.gz --y trade --absorb "
              "exporter^year,importer^year,exporter^importer --event rta:1:1");
  app.example("Inference", base + "--covariance cluster:exporter^importer --preset ppmlhdfe");
  app.example("Output", base + "--latex");
  return app.run(argc, argv, [&](std::ostream& out) { run(app, want, out); });
}
