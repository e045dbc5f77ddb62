#pragma once
// What the methods of the elasticity program share: the request, the sample, the answer.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/dynamics/ardl.hpp>
#include <bilateral/econometrics/dynamics/ardl_order.hpp>
#include <bilateral/econometrics/dynamics/bounds_test.hpp>
#include <bilateral/econometrics/dynamics/error_correction.hpp>
#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/report/chart.hpp>
#include <bilateral/report/summary.hpp>

#include "support/chart_file.hpp"
#include "support/covariance.hpp"
#include "support/data.hpp"
#include "support/estimates.hpp"
#include "support/program.hpp"
#include "support/scale.hpp"

namespace elasticity_program {

using namespace bilateral;
using example::any_covariance;
using example::usage_error;
using example::vector_of;

// The command line as words, and what they mean.
struct request {
  std::string trade, price, controls, seasonal = "none", criterion = "aic", measure = "value";
  std::string method, given;  // "ardl", "2,1"
  bool no_log = false, unit_root_tests = false;
  std::optional<int> case_number, max_lag, draws;
  std::optional<std::uint64_t> seed;
  int max_breaks = 5;
  unsigned threads = 1;
  double trim = 0.15;
  example::covariance_flags covariance;
  example::chart_file picture;
  example::scale_flag scale;

  [[nodiscard]] deterministic_case deterministics() const {
    return deterministic_case_of(case_number.value_or(3));
  }
};

// an estimate that may be missing
struct figure {
  std::optional<double> estimate, std_error, low, high;
};
struct path_point {
  std::string period;  // or empty: a horizon
  int horizon = 0;
  figure value;
};

// What a method has to say; each method fills what it knows.
struct answer {
  std::string title;
  std::size_t n = 0;
  std::optional<table> coefficients;
  std::vector<coefficient_row> terms;
  std::string covariance_label;
  std::vector<std::pair<std::string, figure>> figures;  // short_run, long_run, ...
  std::optional<bool> long_run_supported;
  std::optional<deterministic_case> chosen_case;  // where the method chooses it
  std::optional<double> adjustment, adjustment_error;
  bool has_adjustment = false;
  std::optional<double> half_life;
  std::vector<path_point> path;
  std::string path_title;
  bool path_in_logs = false;  // printed and drawn in levels
  example::scale_flag scale;
  std::vector<std::pair<std::string, test_result>> tests;
  std::vector<std::string> missing_tests;  // null, with the reason in a note
  std::function<void(json_writer&)> more;  // keys of this method alone
  std::vector<table> tables;
  std::vector<chart> charts;
  std::vector<std::string> notes;
};

// The columns as the methods want them.
struct sample {
  Eigen::VectorXd y, x;
  std::vector<named_column<double>> controls, seasonal;
  std::string y_name, x_name;
  bool logs = true, dated = false;
  int periods_a_year = 1;  // 365 for days
  int first_season = 1;    // month or quarter of the first row
  std::vector<std::string> periods;
  std::vector<std::int64_t> time;
  std::function<std::string(std::int64_t)> period_after;  // of the period h after the last row
  any_covariance spec;                                    // what --covariance asks for, else iid
  any_covariance robust;  // the same, but Newey-West for dated rows where nothing is asked for
  example::common_report report;

  [[nodiscard]] std::vector<named_column<double>> others() const;
  [[nodiscard]] std::vector<named_column<double>> price_and(
      const std::vector<named_column<double>>& rest) const;
  [[nodiscard]] regression<double> model() const;
  [[nodiscard]] ardl_data<double> ardl_columns() const;
  [[nodiscard]] const std::string& period(Eigen::Index row) const { return periods[to_size(row)]; }
};

// reads the file; the only place that knows how a file is read
sample read_sample(const example::data_options& input, const request& want);

inline std::span<const double> span_of(const Eigen::VectorXd& v) {
  return {v.data(), to_size(v.size())};
}
inline std::vector<double> values_of(const Eigen::VectorXd& v) {
  return {v.data(), v.data() + v.size()};
}
inline figure of_row(const coefficient_row& r) { return {r.estimate, r.std_error, r.low, r.high}; }

// the row of one coefficient
template <class Result>
std::optional<coefficient_row> row_of(const Result& fit, const std::string& name) {
  for (const coefficient_row& r : coefficient_table(fit)) {
    if (r.name == name) return r;
  }
  return std::nullopt;
}

template <class Result>
void take_terms(answer& a, const Result& fit) {
  a.terms = coefficient_table(fit);
  a.covariance_label = fit.covariance_label;
  a.n = fit.sample.used;
  a.coefficients = summary_table(fit, a.title);
  a.notes.insert(a.notes.end(), fit.notes.begin(), fit.notes.end());
}

// A test that these data do not allow is null, with a note.
template <class Make>
void add_test(answer& a, const std::string& key, Make&& make) {
  try {
    a.tests.emplace_back(key, make());
  } catch (const bilateral::error& e) {
    a.missing_tests.push_back(key);
    a.notes.push_back(text("tests.", key, ": ", e.what()));
  }
}

// a whole number between least and most, or a usage error that names the flag
long number_between(const std::string& flag, const std::string& words, long least, long most);

// Unit roots of the series and of the residuals: what a regression in levels rests on.
void level_tests(answer& a, const sample& s, const request& want);
// Dickey-Fuller, DF-GLS, Phillips-Perron, KPSS and Zivot-Andrews of every series, where asked for.
void unit_root_tests(answer& a, const sample& s, const request& want);
// Value on price is one plus volume on price.
void say_of_what(answer& a, const sample& s, const request& want, const std::string& key,
                 const std::optional<double>& estimate);
order_criterion criterion_of(const request& want);
bounds_options bounds_of(const request& want);
void add_bounds(answer& a, const bounds_test_result& b);
ardl_orders chosen_orders(answer& a, const ardl_data<double>& data, const sample& s,
                          const request& want);
int largest_lag(const sample& s, const request& want);
std::optional<ardl_orders> given_orders(const request& want, std::size_t regressors);

answer loglog(const sample& s, const request& want, const any_covariance& spec);
answer arc(const sample& s, const request& want);
answer rolling(const sample& s, const request& want, long window);
answer distributed(const sample& s, const request& want, long lags);
answer ardl_answer(const sample& s, const request& want, const any_covariance& spec);
answer nardl_answer(const sample& s, const request& want);
answer engle_granger_answer(const sample& s, const request& want, const any_covariance& spec);
answer long_run_answer(const sample& s, const request& want);
answer johansen_answer(const sample& s, const request& want);
answer projection(const sample& s, const request& want, long horizons);
answer varying(const sample& s);
answer breaks(const sample& s, const request& want);
answer forecast(const sample& s, const request& want, long horizon);
answer report(const sample& s, const request& want);

void print(const example::program& app, const sample& s, const answer& a,
           const example::chart_file& picture, std::ostream& out);

}  // namespace elasticity_program
