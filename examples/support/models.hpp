#pragma once
// Models as flags or formulas name them, the table that they are read from, and what is said of them:
// for the programs that estimate any number of them.

#include "support/covariance.hpp"
#include "support/data.hpp"
#include "support/program.hpp"

#include <bilateral/econometrics/estimator/model_frame.hpp>
#include <bilateral/econometrics/estimator/result.hpp>
#include <bilateral/report/chart.hpp>
#include <bilateral/report/summary.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
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

// ENTITY,TIME of --panel, or nothing
std::vector<std::string> panel_of(const model_flags& want, const data_options& input);

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

// Answers of several models have a column for a table and the notes on their samples.

// "(1) OLS", "(2) IV (2sls)", ... where there are several, with what they explain where that differs
template <class Answer>
void number_titles(std::vector<Answer>& all) {
  const auto response = [](const Answer& a) { return a.title.substr(a.title.rfind(": ") + 2); };
  const bool differ = std::any_of(all.begin(), all.end(), [&](const Answer& a) {
    return response(a) != response(all.front());
  });
  for (std::size_t i = 0; i < all.size() && all.size() > 1; ++i) {
    std::string& title = all[i].column.title;
    title = bilateral::text("(", i + 1, ") ", title, differ ? ": " + response(all[i]) : "");
  }
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
