#pragma once
// What the methods of the elasticity program share: the request, the sample, the answer.

#include <bilateral/econometrics/dynamics/ardl.hpp>
#include <bilateral/econometrics/dynamics/error_correction.hpp>
#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/report/chart.hpp>
#include <bilateral/report/summary.hpp>

#include "support/chart_file.hpp"
#include "support/covariance.hpp"
#include "support/data.hpp"
#include "support/estimates.hpp"
#include "support/program.hpp"

namespace elasticity_program {

using namespace bilateral;
using example::any_covariance;
using example::usage_error;
using example::vector_of;

struct request {
  std::string trade, price, controls, method, seasonal = "none", criterion = "aic", measure = "value";
  bool no_log = false;
  int case_number = 3, max_lag = -1, max_breaks = 5;
  double trim = 0.15;
  example::covariance_flags covariance;
  example::chart_file picture;
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
  std::optional<double> adjustment, adjustment_error;
  bool has_adjustment = false;
  std::optional<double> half_life;
  std::vector<path_point> path;
  std::string path_title;
  std::vector<std::pair<std::string, test_result>> tests;
  std::function<void(json_writer&)> more;  // keys of this method alone
  std::vector<table> tables;
  std::vector<chart> charts;
  std::vector<std::string> notes;
};

// The columns as the methods want them.
struct sample {
  const example::data_set* data = nullptr;
  Eigen::VectorXd y, x;
  std::vector<named_column<double>> controls, seasonal;
  std::string y_name, x_name;
  bool logs = true;

  [[nodiscard]] std::vector<named_column<double>> others() const {
    auto all = controls;
    all.insert(all.end(), seasonal.begin(), seasonal.end());
    return all;
  }
  [[nodiscard]] std::vector<named_column<double>> price_and(
      const std::vector<named_column<double>>& rest) const {
    std::vector<named_column<double>> all{{x_name, x}};
    all.insert(all.end(), rest.begin(), rest.end());
    return all;
  }
  [[nodiscard]] regression<double> model() const {
    auto m = regress<double>(y, price_and(others()), {.response_name = y_name});
    m.time = data->time();
    return m;
  }
  [[nodiscard]] std::vector<std::string> periods() const {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < data->rows(); ++i) out.push_back(data->period(i));
    return out;
  }
};

inline std::span<const double> span_of(const Eigen::VectorXd& v) {
  return {v.data(), static_cast<std::size_t>(v.size())};
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

// A test that these data do not allow is a note.
template <class Make>
void add_test(answer& a, const std::string& key, Make&& make) {
  try {
    a.tests.emplace_back(key, make());
  } catch (const bilateral::error& e) {
    a.notes.push_back(text("tests.", key, ": ", e.what()));
  }
}

// Unit roots of the series and of the residuals: what a regression in levels rests on.
void level_tests(answer& a, const sample& s);

// Value on price is one plus volume on price.
inline void say_of_what(answer& a, const sample& s, const request& want, const std::string& key,
                 const std::optional<double>& estimate) {
  if (!s.logs || s.x_name.empty()) return;
  if (want.measure == "value") {
    if (estimate) {
      a.figures.emplace_back("volume_" + key, figure{*estimate - 1, {}, {}, {}});
      a.notes.push_back(text("the elasticity is of value on price: ", significant_text(*estimate, 5),
                             " = 1 + ", significant_text(*estimate - 1, 5), " of volume on price"));
    }
  } else {
    a.notes.push_back("the elasticity is of volume on price; where the price is a unit value of the "
                      "same data, errors in it pull the estimate towards -1");
  }
}

inline long order_of(const std::string& flag, const std::string& words, long least = 0) {
  return example::whole_number(flag, words, least);
}

answer loglog(const sample& s, const request& want, const any_covariance& spec);
answer arc(const sample& s, const request& want);
answer rolling(const sample& s, const request& want, long window);
answer distributed(const sample& s, const request& want, const any_covariance& spec, long lags);
void add_bounds(answer& a, const ardl_result<double>& fit, const example::program& app);
ardl_data<double> ardl_columns(const sample& s);
ardl_orders chosen_orders(answer& a, const ardl_data<double>& data, const sample& s, const request& want,
                          const std::string& given);
int largest_lag(const sample& s, const request& want);
void dynamics(answer& a, const ardl_result<double>& fit, const error_correction_result<double>& ecm,
              const std::string& price);
answer ardl_answer(const sample& s, const request& want, const any_covariance& spec,
                   const example::program& app, const std::string& given, bool as_ecm);
answer nardl_answer(const sample& s, const request& want, const any_covariance& spec,
                    const example::program& app, const std::string& given);
answer engle_granger_answer(const sample& s, const request& want, const any_covariance& spec);
answer long_run_answer(const sample& s, const request& want);
answer johansen_answer(const sample& s, const request& want, const std::string& given);
answer projection(const sample& s, const request& want, long horizons);
answer varying(const sample& s, const request&);
answer breaks(const sample& s, const request& want);
answer forecast(const sample& s, const request& want, const example::program&, long horizon);
answer report(const sample& s, const request& want, const any_covariance& spec, const example::program& app);

}  // namespace elasticity_program
