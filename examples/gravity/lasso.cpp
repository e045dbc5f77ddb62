// Which of many regressors matter: the penalised fit, and PPML on what it selects.
#include <bilateral/core/index_cast.hpp>

#include "gravity/study.hpp"

namespace gravity_program {

namespace {

double penalty_of(const char* flag, const std::string& given) {
  const auto read = parse_number(given);
  if (!read || !(read.value >= 0)) {
    throw example::usage_error(text(flag, ": ", given, " is not a number from zero up",
                                    std::string(flag) == "--lasso" ? " or plugin" : ""));
  }
  return read.value;
}

lasso_options<double> penalty(study& s) {
  const request& want = s.want;
  lasso_options<double> out;
  out.absorb.threads = s.app.threads();
  if (!want.ridge.empty()) {
    out.kind = shrinkage::ridge;
    out.penalty = penalty_of("--ridge", want.ridge);
  } else if (want.lasso != "plugin") {
    out.penalty = penalty_of("--lasso", want.lasso);
  }
  if (out.penalty) return out;
  const std::vector<std::string> clusters = want.covariance.groups();
  if (clusters.size() == 1) {
    out.cluster = s.frame.group(clusters.front());
    s.notes.push_back("plug-in penalty: loadings by " + clusters.front());
  } else {
    s.notes.emplace_back(
        "plug-in penalty: loadings by row; one --covariance cluster:COL sums them by it");
  }
  return out;
}

}  // namespace

void check_penalty(const request& want, const model_spec& spec) {
  const bool any = !want.lasso.empty() || !want.ridge.empty();
  if (want.iceberg && want.lasso.empty())
    throw example::usage_error("--iceberg: it goes with --lasso");
  if (!any) return;
  const char* flag = want.lasso.empty() ? "--ridge" : "--lasso";
  const auto refuse = [&](const std::string& why) {
    throw example::usage_error(text(flag, ": ", why));
  };
  if (!want.lasso.empty() && !want.ridge.empty()) refuse("not together with --ridge");
  if (want.estimator != "ppml") refuse("it is for ppml");
  if (!want.bias.empty() || !want.policy.empty() || !want.event.empty()) {
    refuse("not together with --bias-correct, --policy or --event");
  }
  if (spec.x.empty()) refuse("there are no --x to choose from");
  if (!want.ridge.empty()) (void)penalty_of("--ridge", want.ridge);
  if (!want.lasso.empty() && want.lasso != "plugin") (void)penalty_of("--lasso", want.lasso);
}

answer by_penalised_poisson(study& s) {
  if (s.frame.weights.size() > 0 || s.frame.frequency_weights.size() > 0) {
    throw example::usage_error("--lasso, --ridge: not offered with weights");
  }
  const bool own_default =
      s.want.covariance.preset.empty() || s.want.covariance.preset == "ppmlhdfe";
  const auto spec = timed(s.covariance(own_default ? "hc1" : "iid"), s.time.inference);
  const lasso_options<double> options = penalty(s);
  ppml_options<double> plain;
  plain.keep_singletons = s.want.keep_singletons;
  plain.tolerance = s.want.tolerance;
  (void)s.time.lap();
  auto both = ppml_lasso(s.frame.model, s.frame.effects, spec, options, plain);
  s.time.estimating = s.time.lap() - s.time.inference;
  extras more = extras_of(s, both.post, s.frame.model);
  more.separated = both.post.separated;
  if (s.want.iceberg && both.lasso.selected.size() < both.lasso.names.size()) {
    lasso_options<double> own = options;
    own.penalty.reset();
    more.icebergs = iceberg(s.frame.model, both.lasso.selected, {}, own);
  }
  s.notes.insert(s.notes.end(), both.lasso.notes.begin(), both.lasso.notes.end());
  for (const omitted_term& gone : both.lasso.omitted) {
    s.notes.push_back(gone.name + " is no candidate: " + gone.reason);
  }
  if (options.kind == shrinkage::lasso) {
    s.notes.emplace_back("errors of the selected do not know that they were selected");
  }
  more.lasso = std::move(both.lasso);
  s.time.inference += s.time.lap();
  const std::string title = options.kind == shrinkage::ridge
                                ? "Gravity by PPML, beside ridge"
                                : "Gravity by PPML on what the lasso selects";
  return answer_of(s, title, title, std::move(both.post), std::move(more));
}

void write_lasso(json_writer& json, const extras& more) {
  const lasso_result<double>& fit = *more.lasso;
  json.key("lasso").object().member("lambda", fit.lambda).member("selected", fit.selected);
  json.member("rounds", fit.rounds)
      .member("converged", fit.converged)
      .member("violation", fit.violation);
  json.member("clusters", fit.clusters).key("candidates").array();
  for (std::size_t j = 0; j < fit.names.size(); ++j) {
    const auto at = bilateral::to_index(j);
    json.object(true).member("name", fit.names[j]).member("estimate", fit.coefficients[at]);
    json.member("loading", fit.loadings[at]).member("score", fit.score[at]);
    json.member("penalty", fit.penalties[at]).end();
  }
  json.end().key("iceberg").array();
  for (const auto& one : more.icebergs) {
    for (std::size_t j = 0; j < one.lasso.names.size(); ++j) {
      const double b = one.lasso.coefficients[bilateral::to_index(j)];
      if (b == 0) continue;
      json.object(true)
          .member("of", one.name)
          .member("name", one.lasso.names[j])
          .member("estimate", b)
          .end();
    }
  }
  json.end().end();
}

void print_lasso(const example::program& app, std::ostream& out, const extras& more) {
  const lasso_result<double>& fit = *more.lasso;
  table t("Penalised", {{"candidate", -1, alignment::left}, {"estimate"}, {"loading"}});
  for (std::size_t j = 0; j < fit.names.size(); ++j) {
    const auto at = bilateral::to_index(j);
    t.row({fit.names[j], fit.coefficients[at], fit.loadings[at]});
  }
  t.note(text("lambda ", significant_text(fit.lambda, 6), "; ", fit.selected.size(), " of ",
              fit.names.size(), " selected",
              fit.rounds > 0 ? text("; ", fit.rounds, " rounds of loadings") : ""));
  app.show(out, t);
  if (more.icebergs.empty()) return;
  table below(
      "Behind the selected",
      {{"selected", -1, alignment::left}, {"goes with", -1, alignment::left}, {"estimate"}});
  for (const auto& one : more.icebergs) {
    for (std::size_t j = 0; j < one.lasso.names.size(); ++j) {
      const double b = one.lasso.coefficients[bilateral::to_index(j)];
      if (b != 0) below.row({one.name, one.lasso.names[j], b});
    }
  }
  app.show(out, below);
}

}  // namespace gravity_program
