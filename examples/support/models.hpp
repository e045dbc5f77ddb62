#pragma once
// Models as flags or formulas name them, the table that they are read from, and what is said of them:
// for the programs that estimate any number of them.

#include "support/covariance.hpp"
#include "support/data.hpp"
#include "support/estimates.hpp"
#include "support/program.hpp"

#include <bilateral/econometrics/estimator/model_frame.hpp>
#include <bilateral/econometrics/estimator/result.hpp>
#include <bilateral/report/chart.hpp>
#include <bilateral/report/summary.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace example {

struct model_flags {
  std::vector<std::string> formulas;  // in place of the flags
  std::string y, x, factors, absorb, endogenous, instruments, panel;
  bool no_intercept = false;
};

// The models that the flags or the formulas name; a mistake in one is one on the command line.
std::vector<bilateral::model_spec> specs_of(const CLI::App& cli, const model_flags& want,
                                            const data_options& input,
                                            const covariance_flags& covariance);

// A column's name as a term: log(A) where `logged` names A.
std::string term_of(const std::string& name, const std::vector<std::string>& logged);

// A covariance that goes by the order of the rows?
bool over_time(const covariance_flags& covariance);
// What the order of the rows is for: lags, differences or a covariance over time.
bool goes_by_order(const bilateral::model_spec& spec, const covariance_flags& covariance);

// The columns of the file that the models and the index read, in order of --date or as a panel.
bilateral::data_table table_of(const model_flags& want, const data_options& input,
                               const std::vector<bilateral::model_spec>& specs);

// n, sample and dropped rows: those that the frame left out, and the estimator's own by row of the file.
common_report common_of(const bilateral::model_frame& frame,
                        const bilateral::sample_summary& fitted, const std::string& date = {});

// What the fit says of the effects that it absorbed.
template <class Fit>
void say_absorbed(const Fit& fit, std::vector<std::string>& notes) {
  for (const auto& e : fit.effects) {
    notes.push_back(bilateral::text(
        "absorbed: ", e.name, ", ", e.levels, " levels",
        e.slopes > 0 ? bilateral::text(", ", e.slopes, " slopes") : "",
        e.singletons > 0 ? bilateral::text(", ", e.singletons, " singletons dropped") : ""));
  }
}

// What one estimated model has to say in every program.
struct model_answer {
  std::string title, response;
  common_report common;
  std::vector<std::string> notes;
  bilateral::table summary;
  bilateral::compared_model column;  // beside other models
};

// @param kind   how it was estimated; @param head  the same at the head of a column
// @param more   notes besides those of the sample and the fit
template <class Fit>
model_answer answer_to(const std::string& kind, const std::string& head,
                       const std::string& response, const Fit& fit, common_report common,
                       const std::vector<std::string>& more) {
  model_answer a;
  a.title = kind + ": " + response;
  a.response = response;
  if constexpr (requires { fit.omitted; }) common.columns = fit.omitted;
  a.notes = common.notes;
  a.notes.insert(a.notes.end(), fit.notes.begin(), fit.notes.end());
  a.notes.insert(a.notes.end(), more.begin(), more.end());
  a.summary = summary_table(fit, a.title);
  a.column = column_of(head, fit);
  fold_dummies(fit, a.summary, a.column);
  for (const std::string& note : common.notes) a.summary.note(note);
  for (const std::string& note : more) a.summary.note(note);
  a.common = std::move(common);
  return a;
}

// "(1) OLS", "(2) IV (2sls)", ... where there are several, with what they explain where that differs
template <class Answer>
void number_titles(std::vector<Answer>& all) {
  const bool differ = std::any_of(
      all.begin(), all.end(), [&](const Answer& a) { return a.response != all.front().response; });
  for (std::size_t i = 0; i < all.size() && all.size() > 1; ++i) {
    std::string& title = all[i].column.title;
    title = bilateral::text("(", i + 1, ") ", title, differ ? ": " + all[i].response : "");
  }
}

// One object: the keys of the model, or `models` with those of each.
// @param keys  keys(json, answer, notes) writes them and may add notes
template <class Answer, class Keys>
void write_models(const program& app, std::ostream& out, const std::vector<Answer>& all,
                  Keys&& keys) {
  bilateral::json_writer json = app.begin_json(all.front().common);
  if (all.size() == 1) {
    std::vector<std::string> notes = all.front().notes;
    keys(json, all.front(), notes);
    return app.end_json(out, json, notes);
  }
  json.key("models").array();
  for (const Answer& a : all) {
    std::vector<std::string> notes = a.notes;
    json.object().member("title", a.column.title).member("n", a.common.n);
    keys(json, a, notes);
    json.member("notes", notes).end();
  }
  json.end();
  app.end_json(out, json, {});
}

template <class Answer>
bilateral::table side_by_side(const std::vector<Answer>& all) {
  std::vector<bilateral::compared_model> columns;
  for (const Answer& a : all) columns.push_back(a.column);
  bilateral::table t = compare(columns);
  for (const Answer& a : all) {
    for (const std::string& note : a.common.notes) {
      if (std::find(t.notes.begin(), t.notes.end(), note) == t.notes.end()) t.note(note);
    }
  }
  return t;
}

// the estimates with their intervals, of several models one below the other; none without intervals
template <class Answer>
std::optional<bilateral::chart> plot_of(const std::vector<Answer>& all) {
  std::vector<bilateral::chart_interval> rows;
  for (const Answer& a : all) {
    for (const bilateral::coefficient_row& row : a.column.terms) {
      if (!row.low || !row.high || row.name == "(intercept)") continue;
      rows.push_back({all.size() > 1 ? a.column.title + ": " + row.name : row.name, row.estimate,
                      *row.low, *row.high});
    }
  }
  if (rows.empty()) return std::nullopt;
  const std::string title = all.size() > 1 ? "Coefficients" : "Coefficients, " + all.front().title;
  return interval_chart(rows, 0.0, {.title = title, .subtitle = "95 percent intervals"});
}

}  // namespace example
