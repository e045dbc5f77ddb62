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
#include <bilateral/trade/gravity/multilateral_resistance.hpp>
#include <bilateral/trade/gravity/policy_effect.hpp>

#include "support/chart_file.hpp"
#include "support/estimates.hpp"
#include "support/models.hpp"
#include "support/program.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace gravity_program {

using namespace bilateral;
using example::vector_of;

struct request : example::model_flags {
  example::data_options input;
  std::string index, event, policy, predict, resistances;
  double sigma = 0;          // of the resistances; 0 where not given
  std::string lasso, ridge;  // "plugin" or a value; a value
  bool iceberg = false, reset = false;
  std::string estimator = "ppml", bias;
  std::string moments;
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

// COL:LEADS:LAGS
struct event_request {
  std::string column;
  event_window window;
};
std::optional<event_request> event_of(const std::string& flag);

// exporter, importer and period columns: as --index names them, or as the effects A^T,B^T[,A^B] tell
struct index_columns {
  std::string exporter, importer, period;
};
std::optional<index_columns> index_of(const request& want, const model_spec& spec);
// entity and period of an event study: the pair, or the one effect beside the period
std::pair<std::string, std::string> entity_and_period(const request& want, const model_spec& spec);

struct study {
  const example::program& app;
  const request& want;
  const model_spec& spec;
  model_frame frame;
  std::optional<event_request> event;
  stopwatch time;
  event_dummies dummies = {};  // of the event
  std::optional<named_column<double>> policy =
      {};  // its name in the model, its values in the frame
  std::vector<std::string> notes = {};

  [[nodiscard]] iv_regression<double> equation() const {
    return {frame.model, frame.endogenous, frame.instruments};
  }
  // weights of the rows, counts among them; empty where there are none
  [[nodiscard]] const dense_vector<double>& weights() const {
    return frame.weights.size() > 0 ? frame.weights : frame.frequency_weights;
  }
  [[nodiscard]] example::any_covariance covariance(const std::string& fallback) const {
    return covariance_of(want.covariance, frame.sample, fallback);
  }
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
  std::vector<country_resistance<double>> resistances;
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

// What one model has to say.
struct answer : example::model_answer {
  std::vector<coefficient_row> rows;
  extras more;
  stopwatch time;
  std::function<void(json_writer&, std::vector<std::string>&)> write_estimates;
};

// Each estimates in its own way.
answer by_poisson(study& s);
answer by_least_squares(study& s);
answer by_penalised_poisson(study& s);
answer by_family(study& s);
answer by_instruments(study& s);
answer by_poisson_instruments(study& s);

// what --lasso, --ridge and --iceberg say that cannot be
void check_penalty(const request& want, const model_spec& spec);
void write_lasso(json_writer& json, const extras& more);
void print_lasso(const example::program& app, std::ostream& out, const extras& more);

// the pieces of the answer that do not depend on the estimator
void write_extras(json_writer& json, const extras& more, const stopwatch& time);
void print_extras(const example::program& app, std::ostream& out, const extras& more,
                  const std::vector<coefficient_row>& rows);
void write_terms(json_writer& json, const std::vector<coefficient_row>& rows, const extras& more);
// of the terms, a row each, in their order: what counterfactual --from-gravity draws from
void write_covariance(json_writer& json, const dense_matrix<double>& covariance);
// the event study where there is one, else the coefficients
chart main_chart(const std::vector<coefficient_row>& rows, const extras& more);
void write_page(const example::program& app, const std::string& data, const answer& a);

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

// `head` is the title at the head of a column
template <class Fit>
answer answer_of(study& s, const std::string& title, const std::string& head, Fit fitted,
                 extras more) {
  const auto fit = std::make_shared<const Fit>(std::move(fitted));
  example::say_absorbed(*fit, s.notes);
  if (!more.certificate.rank_is_exact) {
    s.notes.push_back(
        "certificate.rank is an upper bound: it is counted exactly up to 3,000 levels besides the "
        "largest set, and with slopes for one set alone");
  }
  if (s.event) more.event = path_of(*fit, s.event->column, s.dummies);
  answer a{example::answer_to(title, head, s.frame.model.response_name, *fit,
                              example::common_of(s.frame, fit->sample), s.notes),
           coefficient_table(*fit),
           std::move(more),
           s.time,
           {}};
  a.write_estimates = [fit](json_writer& json, std::vector<std::string>& notes) {
    if (fit->covariance) write_covariance(json, *fit->covariance);
    example::write_fit(json, *fit, notes);
  };
  return a;
}

// What every estimator says of its fit besides the estimates.
// `model` has what the equations are about: the instruments where there are some.
template <class Fit>
extras extras_of(const study& s, const Fit& fit, const regression<double>& model) {
  extras more;
  more.iterations = fit.convergence.iterations;
  more.singletons = fit.singletons;
  more.certificate = verify(fit, model, s.frame.effects, s.weights());
  more.fitted.assign(fit.fitted.data(), fit.fitted.data() + fit.fitted.size());
  const dense_vector<double> y = fit.fitted + fit.residuals;
  more.observed.assign(y.data(), y.data() + y.size());
  if (y.size() > 1) {
    more.squared_correlation = squared_correlation(std::span<const double>(more.fitted),
                                                   std::span<const double>(more.observed));
  }
  return more;
}

// where the regressors have --policy, or a usage error
named_column<double> policy_column(const study& s);

// refuses a policy that the data cannot tell: left out for want of variation within the effects
template <class Fit>
void check_policy(const std::string& name, const Fit& fit) {
  for (const auto& left_out : fit.omitted) {
    if (left_out.name == name) {
      throw data_error(
          "--policy: " + name +
          " has no variation of its own and was left out of the model: " + left_out.reason);
    }
  }
}

// --policy after least squares needs trade in logarithms
void require_logged_response(const study& s);

// percent and trade of --policy, in a model whose mean is the exponential of x b
template <class Fit>
policy_change policy_of(study& s, const Fit& fit, const dense_vector<double>& mean,
                        const std::string& meaning) {
  check_policy(s.policy->first, fit);
  s.notes.push_back("policy: partial equilibrium, incomes and prices held; currency is the " +
                    meaning + " over the rows where it is in force, in the unit of y");
  return policy_effect(fit, s.policy->first, rows_of(s.policy->second, fit.sample.kept), mean);
}

}  // namespace gravity_program
