// A structural gravity study of one file: trade explained by what lies between two countries, with
// effects of exporter and importer by year and of their pair; bias, policy effects, event studies.
#include <bilateral/core/index_cast.hpp>

#include "gravity/study.hpp"

using namespace gravity_program;

namespace {

bool is_binary(const std::string& estimator) {
  return estimator == "logit" || estimator == "probit" || estimator == "cloglog";
}

void check_instruments(const request& want) {
  const bool admitted = want.estimator == "ols" || want.estimator == "ivppml";
  if (!admitted && (!want.endogenous.empty() || !want.instruments.empty())) {
    throw example::usage_error(
        "--endogenous, --instruments: they are for --estimator ols and ivppml, not for " +
        want.estimator);
  }
  if (want.endogenous.empty() != want.instruments.empty()) {
    throw example::usage_error(want.endogenous.empty()
                                   ? "--instruments: name what they are for by --endogenous"
                                   : "--endogenous: --instruments are required");
  }
  if (want.estimator != "ivppml" && !want.moments.empty()) {
    throw example::usage_error("--moments: they are those of --estimator ivppml");
  }
  const std::vector<std::string> x = example::split_list(want.x);
  for (const std::string& name : example::split_list(want.instruments)) {
    if (std::find(x.begin(), x.end(), name) != x.end()) {
      throw example::usage_error("--instruments: " + name +
                                 " is also in --x, which are their own instruments");
    }
  }
  if (!want.policy.empty() && is_binary(want.estimator)) {
    throw example::usage_error("--policy: the mean of a " + want.estimator +
                               " is no exponential of the regressors; it is for models of trade");
  }
}

void check_flags(const request& want) {
  if (want.estimator == "ols" && !want.bias.empty()) {
    throw example::usage_error("--bias-correct: least squares has no such bias; it is for ppml");
  }
  if (want.estimator != "ppml" && !want.bias.empty()) {
    throw example::usage_error("--bias-correct: it is for ppml, not for " + want.estimator);
  }
  check_instruments(want);
  const auto absorbed = absorbed_terms(want);
  const bool sloped = std::any_of(absorbed.begin(), absorbed.end(),
                                  [](const absorbed_term& e) { return !e.slope.empty(); });
  if (sloped && !want.bias.empty()) {
    throw example::usage_error("--bias-correct: not offered with slopes in --absorb");
  }
  if (!want.bias.empty() && !index_of(want)) {
    throw example::usage_error(
        "--bias-correct: --absorb must be A^T,B^T[,A^B] (or A,B), or --index must "
        "name exporter, importer and period");
  }
  if (!want.index.empty() && want.bias.empty() && want.event.empty()) {
    throw example::usage_error("--index: nothing uses it without --bias-correct or --event");
  }
  if (!want.bias.empty() && want.x.empty() && want.event.empty()) {
    throw example::usage_error("--bias-correct: there are no coefficients to correct without --x");
  }
  check_penalty(want);
  const bool predicts = want.estimator == "ppml" || want.estimator == "ols";
  if (!want.predict.empty() && (!predicts || !want.endogenous.empty() || !want.event.empty() ||
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

// the columns of numbers and groups that the flags name
example::data_request columns_of(const request& want, const std::vector<std::string>& regressors,
                                 const std::optional<event_request>& event) {
  example::data_request columns;
  columns.gaps_allowed = true;
  columns.numbers.push_back(want.y);
  columns.numbers.insert(columns.numbers.end(), regressors.begin(), regressors.end());
  if (event) columns.numbers.push_back(event->column);
  for (const std::string* list : {&want.endogenous, &want.instruments}) {
    for (const std::string& name : example::split_list(*list)) columns.numbers.push_back(name);
  }
  for (const absorbed_term& effect : absorbed_terms(want)) {
    columns.groups.push_back(effect.group);
    if (!effect.slope.empty()) columns.numbers.push_back(effect.slope);
  }
  for (const std::string& name : want.covariance.groups()) columns.groups.push_back(name);
  if (const auto index = index_of(want); index && (!want.bias.empty() || event)) {
    columns.groups.push_back(index->exporter);
    columns.groups.push_back(index->importer);
    if (!index->period.empty()) columns.groups.push_back(index->period);
  }
  return columns;
}

void add_event(study& s) {
  const auto [entity, period] = entity_and_period(s.want);
  const factor who = s.data.group(entity);
  s.dummies = event_study(s.data.label(s.event->column), vector_of(s.data.column(s.event->column)),
                          who, times_of(s.data.table(), period).time, s.event->window);
  const Eigen::Index before = s.model.design.cols();
  const auto more = std::ssize(s.dummies.values);
  s.model.design.conservativeResize(s.model.response.size(), before + more);
  for (Eigen::Index d = 0; d < more; ++d) {
    s.model.design.col(before + d) = s.dummies.values[bilateral::to_size(d)];
    s.model.names.push_back(s.dummies.names[bilateral::to_size(d)]);
  }
  if (s.dummies.always > 0) {
    s.notes.push_back(text("event: ", s.dummies.always, " entities have ", s.event->column,
                           " in their first period already; their event is not in the data"));
  }
}

void estimate(study& s, std::ostream& out) {
  const std::string& estimator = s.want.estimator;
  if (!s.want.lasso.empty() || !s.want.ridge.empty()) return by_penalised_poisson(s, out);
  if (estimator == "ppml") return by_poisson(s, out);
  if (estimator == "ivppml") return by_poisson_instruments(s, out);
  if (estimator == "ols")
    return s.endogenous.empty() ? by_least_squares(s, out) : by_instruments(s, out);
  by_family(s, out);
}

// The model of a study: regressors, endogenous columns, instruments and weights from the table.
void read_model(study& s, const example::data_options& input,
                const std::vector<std::string>& regressors,
                const std::vector<std::string>& endogenous) {
  const request& want = s.want;
  const example::data_set& data = s.data;
  std::vector<named_column<double>> columns;
  for (const std::string& name : regressors) {
    columns.emplace_back(data.label(name), vector_of(data.column(name)));
  }
  const bool constant = !absorb_constant(s.effects);  // slopes alone leave it to the regressors
  if (columns.empty() && !constant) {                 // effects alone
    s.model.response_name = data.label(want.y);
    s.model.response = vector_of(data.column(want.y));
    s.model.intercept = false;
    s.model.design.resize(s.model.response.size(), 0);
  } else {
    s.model = regress<double>(vector_of(data.column(want.y)), columns,
                              {.intercept = constant, .response_name = data.label(want.y)});
  }
  s.model.time = data.time();
  if (s.event) add_event(s);
  for (const std::string& name : endogenous) {
    s.endogenous.emplace_back(data.label(name), vector_of(data.column(name)));
  }
  for (const std::string& name : example::split_list(want.instruments)) {
    s.instruments.emplace_back(data.label(name), vector_of(data.column(name)));
  }
  if (s.model.design.cols() == 0 && want.estimator == "ols" && endogenous.empty()) {
    throw example::usage_error("--x: least squares needs a regressor besides the effects");
  }
  if (!input.weights.empty()) s.weights.weights = vector_of(data.column(input.weights));
  if (!input.frequency_weights.empty()) {
    s.weights.frequency_weights = vector_of(data.column(input.frequency_weights));
  }
}

void run(const example::program& app, example::data_options input, request want,
         std::ostream& out) {
  read_formula(want, input.log);
  check_flags(want);
  const auto event = event_of(want.event);
  std::vector<std::string> regressors = example::split_list(want.x);
  const std::vector<std::string> endogenous = example::split_list(want.endogenous);
  std::erase_if(regressors, [&](const std::string& name) {  // naming one in both is allowed
    return std::find(endogenous.begin(), endogenous.end(), name) != endogenous.end();
  });
  const auto named = [&](const std::string& name) {
    return std::find(regressors.begin(), regressors.end(), name) != regressors.end() ||
           std::find(endogenous.begin(), endogenous.end(), name) != endogenous.end();
  };
  if (!want.policy.empty() && !named(want.policy)) {
    throw example::usage_error("--policy: " + want.policy + " is not among --x");
  }
  if (event && named(event->column)) {
    throw example::usage_error("--event: " + event->column +
                               " is also in --x, which its dummies replace");
  }
  stopwatch watch;
  const example::data_set data = read_data(input, columns_of(want, regressors, event));
  watch.reading = watch.lap();
  if (data.empty()) throw data_error(input.csv + ": there are no observations");

  study s{app, input, data, want, {}, {}, {}, event, {}, watch, {}, {}, {}};
  for (const std::string& effect : example::split_list(want.absorb)) {
    s.effects.push_back(absorbed_factor(data.table(), effect));
  }
  read_model(s, input, regressors, endogenous);
  s.time.coding = s.time.lap();
  estimate(s, out);
}

void add_model_flags(example::program& app, request& want) {
  app.section("Model");
  app.option("--policy", want.policy, "The regressor whose effect to tell in percent and in trade");
  app.option("--predict", want.predict,
             "A CSV file with the columns of --x and --absorb: the mean of y in each of its rows");
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
  example::data_options input;
  input.add_to(app, {.date = false, .log = true, .lag = false, .weights = true});
  request want;
  app.option(
      "formula", want.formula,
      "'y ~ x1 + log(x2) | f1^f2 + f3 | w ~ z' in place of --y --x --absorb and, by the third "
      "part, --endogenous --instruments");
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
  return app.run(argc, argv, [&](std::ostream& out) { run(app, input, want, out); });
}
