#pragma once
// What the parts of the gravity program share: the request, the model, the answer in print.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/estimator/absorbed_term.hpp>
#include <bilateral/econometrics/regression/iv.hpp>
#include <bilateral/econometrics/regression/lasso.hpp>
#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/report/json.hpp>
#include <bilateral/report/page.hpp>
#include <bilateral/report/summary.hpp>
#include <bilateral/stats/descriptive.hpp>
#include <bilateral/trade/gravity/bias_correction.hpp>
#include <bilateral/trade/gravity/certificate.hpp>
#include <bilateral/trade/gravity/event_study.hpp>
#include <bilateral/trade/gravity/policy_effect.hpp>

#include "support/chart_file.hpp"
#include "support/covariance.hpp"
#include "support/data.hpp"
#include "support/estimates.hpp"
#include "support/program.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace gravity_program {

using namespace bilateral;
using example::vector_of;

struct request {
  std::string formula, y, x, absorb, index, event, policy, predict;
  std::string lasso, ridge;  // "plugin" or a value; a value
  bool iceberg = false, reset = false;
  std::string estimator = "ppml", bias;
  std::string endogenous, instruments, moments;
  bool keep_singletons = false;
  double tolerance = 1e-8;
  example::covariance_flags covariance;
  example::chart_file picture = {};
};

struct stopwatch {
  using clock = std::chrono::steady_clock;
  double reading = 0, coding = 0, estimating = 0, inference = 0;
  clock::time_point since = clock::now();
  // seconds since the last call
  double lap() {
    const auto now = clock::now();
    const double passed = std::chrono::duration<double>(now - since).count();
    since = now;
    return passed;
  }
};

// what --absorb names: groups, some with slopes
std::vector<absorbed_term> absorbed_terms(const request& want);

// COL:LEADS:LAGS
struct event_request {
  std::string column;
  event_window window;
};
std::optional<event_request> event_of(const std::string& flag);

// y ~ x1 + log(x2) | f1^f2 + f3 [| w ~ z] in place of --y, --x, --absorb, --endogenous and
// --instruments and, for log(), --log
void read_formula(request& want, std::string& logs);

// exporter, importer and period columns: as --index names them, or as the effects A^T,B^T[,A^B] tell
struct index_columns {
  std::string exporter, importer, period;
};
std::optional<index_columns> index_of(const request& want);
// entity and period of an event study: the pair, or the one effect beside the period
std::pair<std::string, std::string> entity_and_period(const request& want);

struct study {
  const example::program& app;
  const example::data_options& input;
  const example::data_set& data;
  const request& want;
  regression<double> model;
  std::vector<factor> effects;
  ols_options<double> weights;
  std::optional<event_request> event;
  event_dummies dummies;  // of the event
  stopwatch time;
  std::vector<std::string> notes;
  std::vector<named_column<double>> endogenous, instruments;

  [[nodiscard]] iv_regression<double> equation() const { return {model, endogenous, instruments}; }
};

// A row of --predict: the linear predictor with its error, the mean of y with its interval.
struct predicted_row {
  std::size_t row = 0;  // of the file
  double predictor = 0, std_error = 0, mean = 0, low = 0, high = 0;
};

// What the answer says besides the terms.
struct extras {
  std::optional<bias_corrected_result<double>> bias;
  std::optional<policy_change> policy;
  std::vector<predicted_row> predictions;
  std::optional<event_path> event;
  std::optional<lasso_result<double>> lasso;  // the terms are those that it selects
  std::vector<iceberg_result<double>> icebergs;
  estimation_certificate certificate;
  std::size_t separated = 0, singletons = 0;
  int iterations = 0;
  std::vector<double> fitted, observed;
  std::vector<std::pair<std::string, test_result>> tests;
  std::optional<double> theta, theta_error;   // of a negative binomial
  std::optional<double> squared_correlation;  // of y and its fitted mean
};

// Each prints its own answer.
void by_poisson(study& s, std::ostream& out);
void by_least_squares(study& s, std::ostream& out);
void by_penalised_poisson(study& s, std::ostream& out);

// what --lasso, --ridge and --iceberg say that cannot be
void check_penalty(const request& want);
void write_lasso(json_writer& json, const extras& more);
void print_lasso(const example::program& app, std::ostream& out, const extras& more);
void by_family(study& s, std::ostream& out);
void by_instruments(study& s, std::ostream& out);
void by_poisson_instruments(study& s, std::ostream& out);

// the pieces of the answer that do not depend on the estimator
void write_extras(json_writer& json, const extras& more, const stopwatch& time);
void print_extras(const example::program& app, std::ostream& out, const extras& more,
                  const std::vector<coefficient_row>& rows);
void write_terms(json_writer& json, const std::vector<coefficient_row>& rows, const extras& more);
// of the terms, a row each, in their order: what counterfactual --from-gravity draws from
void write_covariance(json_writer& json, const dense_matrix<double>& covariance);
// the event study where there is one, else the coefficients
chart main_chart(const std::vector<coefficient_row>& rows, const extras& more);
void write_page(const study& s, const std::string& title, const table& summary,
                const std::vector<coefficient_row>& rows, const extras& more);

// The covariance with a clock around it.
inline example::any_covariance timed(example::any_covariance spec, double& seconds) {
  auto inner = spec.make;
  spec.make = [inner, &seconds](const bilateral::estimation_scores<double>& scores) {
    stopwatch watch;
    auto v = inner(scores);
    seconds += watch.lap();
    return v;
  };
  return spec;
}

template <class Fit>
event_path event_path_of(const study& s, const Fit& fit) {
  return path_of(fit, s.data.label(s.event->column), s.dummies);
}

template <class Fit>
void print(study& s, const std::string& title, const Fit& fit, const extras& more,
           std::ostream& out) {
  example::common_report common = s.data.report();
  common.n = fit.sample.used;
  common.rows_dropped += fit.sample.dropped;
  for (const dropped_row& row : fit.sample.rows) {
    if (common.rows.size() < 20) common.rows.push_back({s.data.file_row(row.row - 1), row.reason});
  }
  common.columns = fit.omitted;
  for (const auto& e : fit.effects) {
    s.notes.push_back(
        text("absorbed: ", e.name, ", ", e.levels, " levels",
             e.slopes > 0 ? text(", ", e.slopes, " slopes") : "",
             e.singletons > 0 ? text(", ", e.singletons, " singletons dropped") : ""));
  }
  if (!more.certificate.rank_is_exact) {
    s.notes.push_back(
        "certificate.rank is an upper bound: it is counted exactly up to 3,000 levels besides the "
        "largest set, and with slopes for one set alone");
  }
  const std::vector<coefficient_row> rows = coefficient_table(fit);
  table summary = summary_table(fit, title);
  for (const std::string& note : common.notes) summary.note(note);
  for (const std::string& note : s.notes) summary.note(note);
  if (s.want.picture.wanted()) s.want.picture.write(main_chart(rows, more));
  if (!s.app.html().empty()) write_page(s, title, summary, rows, more);
  s.app.show(out, summary);
  print_extras(s.app, out, more, rows);
  if (more.lasso) print_lasso(s.app, out, more);
  if (!s.app.json()) return;
  std::vector<std::string> notes = common.notes;
  notes.insert(notes.end(), fit.notes.begin(), fit.notes.end());
  notes.insert(notes.end(), s.notes.begin(), s.notes.end());
  json_writer json = s.app.begin_json(common);
  json.member("model", title);
  write_terms(json, rows, more);
  if (fit.covariance) write_covariance(json, *fit.covariance);
  example::write_fit(json, fit, notes);
  write_extras(json, more, s.time);
  if (more.lasso) write_lasso(json, more);
  s.app.end_json(out, json, notes);
}

// What every estimator says of its fit besides the estimates.
template <class Fit>
extras extras_of(const study& s, const Fit& fit) {
  extras more;
  more.iterations = fit.convergence.iterations;
  more.singletons = fit.singletons;
  const auto& weights =
      s.weights.weights.size() > 0 ? s.weights.weights : s.weights.frequency_weights;
  more.certificate = verify(fit, s.model, s.effects, weights);
  if (s.event) more.event = event_path_of(s, fit);
  more.fitted.assign(fit.fitted.data(), fit.fitted.data() + fit.fitted.size());
  const dense_vector<double> y = fit.fitted + fit.residuals;
  more.observed.assign(y.data(), y.data() + y.size());
  if (y.size() > 1) {
    more.squared_correlation = squared_correlation(std::span<const double>(more.fitted),
                                                   std::span<const double>(more.observed));
  }
  return more;
}

// refuses a policy that the data cannot tell: left out for want of variation within the effects
template <class Fit>
void check_policy(const study& s, const Fit& fit) {
  const std::string name = s.data.label(s.want.policy);
  for (const auto& left_out : fit.omitted) {
    if (left_out.name == name) {
      throw data_error(
          "--policy: " + name +
          " has no variation of its own and was left out of the model: " + left_out.reason);
    }
  }
}

// percent and trade of --policy, in a model whose mean is the exponential of x b
template <class Fit>
policy_change policy_of(study& s, const Fit& fit, const dense_vector<double>& mean,
                        const std::string& meaning) {
  check_policy(s, fit);
  const dense_vector<double> x = vector_of(s.data.column(s.want.policy));
  s.notes.push_back("policy: partial equilibrium, incomes and prices held; currency is the " +
                    meaning + " over the rows where it is in force, in the unit of y");
  dense_vector<double> used(mean.size());
  const auto& kept = fit.sample.kept;
  for (Eigen::Index i = 0; i < used.size(); ++i) {
    used[i] = x[kept.empty() ? i : to_index(kept[to_size(i)])];
  }
  return policy_effect(fit, s.data.label(s.want.policy), used, mean);
}

}  // namespace gravity_program
