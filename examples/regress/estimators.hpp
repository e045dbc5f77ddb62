#pragma once
// What the estimators of the regress program share: the request, the job, the printing.

#include <bilateral/data/index.hpp>
#include <bilateral/econometrics/estimator/model_frame.hpp>
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
  example::data_options input;
  std::string formula, y, x, factors, absorb, endogenous, instruments, panel_columns, offset;
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
      if (auto t = make()) tests.emplace_back(key, std::move(*t));
    } else {
      tests.emplace_back(key, make());
    }
    if (!tests.empty() && !std::isfinite(tests.back().second.statistic)) {
      tests.pop_back();
      notes.push_back(text("tests.", key, ": is not defined: a fit is exact"));
    }
  } catch (const bilateral::error& e) {
    notes.push_back(text("tests.", key, ": ", e.what()));
  }
}

// One regression to run: the model, what was asked and where the answer goes.
struct job {
  const example::program& app;
  const request& want;
  const model_frame& frame;
  std::ostream& out;
};

// n, sample and dropped rows: those that the frame left out, and the estimator's own by row of the file.
template <class Result>
example::common_report common_of(const job& j, const Result& fit) {
  const data_table& sample = j.frame.sample;
  example::common_report common;
  common.n = fit.sample.used;
  common.rows_dropped = j.frame.dropped + fit.sample.dropped;
  common.rows = j.frame.dropped_rows;
  for (const dropped_row& row : fit.sample.rows) {
    if (common.rows.size() < 20) common.rows.push_back({sample.file_row(row.row - 1), row.reason});
  }
  if (sample.time().dated && !sample.entity()) {
    common.first = sample.time().label(sample.time().time.front());
    common.last = sample.time().label(sample.time().time.back());
    check_gaps(sample, j.want.input.date, time_gaps::allow, common.notes);
  }
  common.notes.insert(common.notes.end(), j.frame.notes.begin(), j.frame.notes.end());
  return common;
}

template <class Result>
void print(const job& j, const std::string& kind, const Result& fit, const named_tests& tests,
           const std::vector<std::string>& more) {
  const std::string title = text(kind, ": ", j.frame.model.response_name);
  const example::program& app = j.app;
  std::ostream& out = j.out;
  example::common_report common = common_of(j, fit);
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
  example::write_fit(json, fit, notes);
  example::write_tests(json, tests);
  app.end_json(out, json, notes);
}

// Each prints its own answer.
void by_least_squares(const job& j);
void with_instruments(const job& j);
void of_panel(const job& j);
void by_poisson(const job& j);
void with_absorbed_effects(const job& j);

// What the fit says of the effects that it absorbed.
template <class Fit>
void say_absorbed(const Fit& fit, std::vector<std::string>& notes) {
  for (const auto& e : fit.effects) {
    notes.push_back(text("absorbed: ", e.name, ", ", e.levels, " levels",
                         e.slopes > 0 ? text(", ", e.slopes, " slopes") : "",
                         e.singletons > 0 ? text(", ", e.singletons, " singletons dropped") : ""));
  }
}

}  // namespace regress_program
