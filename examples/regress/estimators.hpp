#pragma once
// What the estimators of the regress program share: the request, the job, the printing.

#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/report/summary.hpp>

#include "support/covariance.hpp"
#include "support/data.hpp"
#include "support/estimates.hpp"
#include "support/program.hpp"

namespace regress_program {

using namespace bilateral;
using example::any_covariance;
using example::vector_of;

struct request {
  std::string y, x, factors, absorb, endogenous, instruments, panel_columns;
  std::string effects = "within", estimator = "ols", iv_method = "2sls";
  bool no_intercept = false, keep_singletons = false;
  example::covariance_flags covariance;
};

using named_tests = std::vector<std::pair<std::string, test_result>>;

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

// One regression to run: the model, what was asked and where the answer goes.
struct job {
  const example::program& app;
  const example::data_set& data;
  const request& want;
  regression<double>& model;
  const ols_options<double>& weights;
  std::ostream& out;
};

// Each prints its own answer.
void with_instruments(const job& j);
void of_panel(const job& j);
void by_poisson(const job& j);
void with_absorbed_effects(const job& j);

// What the fit says of the effects that it absorbed.
template <class Fit>
void say_absorbed(const Fit& fit, std::vector<std::string>& notes) {
  for (const auto& e : fit.effects) {
    notes.push_back(text("absorbed: ", e.name, ", ", e.levels, " levels",
                         e.singletons > 0 ? text(", ", e.singletons, " singletons dropped") : ""));
  }
}

}  // namespace regress_program
