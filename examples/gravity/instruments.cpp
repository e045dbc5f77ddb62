// Gravity with endogenous regressors: two-stage least squares, and Poisson with instruments.
#include "gravity/study.hpp"

#include <bilateral/econometrics/regression/iv_effects.hpp>
#include <bilateral/econometrics/regression/iv_ppml.hpp>
#include <bilateral/econometrics/regression/iv_tests.hpp>

namespace gravity_program {

namespace {

// The certificate is of the equations that are solved: those of exogenous regressors and instruments
// where they are as many as the regressors, those of the effects alone otherwise.
template <class Fit>
extras certified(const study& s, const Fit& fit) {
  Fit seen = fit;
  regression<double> model = s.frame.model;
  for (const auto& [name, values] : s.frame.instruments) {
    model.design.conservativeResize(values.size(), model.design.cols() + 1);
    model.design.col(model.design.cols() - 1) = values;
    model.names.push_back(name);
  }
  seen.names.clear();
  if (fit.instrument_names.size() == fit.endogenous_names.size()) {
    for (const std::string& name : fit.names) {
      const auto& list = fit.endogenous_names;
      if (std::find(list.begin(), list.end(), name) == list.end()) seen.names.push_back(name);
    }
    seen.names.insert(seen.names.end(), fit.instrument_names.begin(), fit.instrument_names.end());
  }
  extras more = extras_of(s, seen, model);
  more.certificate.rank += static_cast<double>(fit.names.size() - seen.names.size());
  return more;
}

std::string list_of(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

template <class Fit>
void say_instruments(study& s, const Fit& fit) {
  s.notes.push_back("endogenous: " + list_of(fit.endogenous_names) +
                    "; instruments: " + list_of(fit.instrument_names));
}

// how strong the instruments are, and whether the surplus of them is orthogonal to the error
void judge(study& s, const iv_effects_result<double>& fit, const example::any_covariance& spec,
           extras& more) {
  try {
    for (const auto& stage : first_stage(fit, spec)) {
      more.tests.emplace_back(
          more.tests.empty() ? "first_stage" : "first_stage(" + stage.endogenous + ")", stage.f);
      s.notes.push_back(text("first stage of ", stage.endogenous, ": partial R2 ",
                             significant_text(stage.partial_r2, 4), ", F ",
                             significant_text(stage.f.statistic, 4)));
    }
  } catch (const bilateral::error& e) {
    s.notes.push_back(text("tests.first_stage: ", e.what()));
  }
  if (const auto t = sargan_test(fit)) more.tests.emplace_back("sargan", *t);
}

}  // namespace

answer by_instruments(study& s) {
  const auto spec = timed(s.covariance("iid"), s.time.inference);
  if (s.frame.frequency_weights.size() > 0) {
    throw example::usage_error(
        "--frequency-weights: not offered with --estimator ols and --instruments");
  }
  iv_effects_options<double> options;
  options.weights = s.frame.weights;
  options.keep_singletons = s.want.keep_singletons;
  options.absorb.tolerance = (std::min)(1e-10, s.want.tolerance);
  options.absorb.threads = s.app.threads();
  (void)s.time.lap();
  auto fit = iv(s.equation(), s.frame.effects, spec, options);
  s.time.estimating = s.time.lap() - s.time.inference;

  extras more = certified(s, fit);
  say_instruments(s, fit);
  judge(s, fit, spec, more);
  if (!s.want.policy.empty()) {
    require_logged_response(s);
    const dense_vector<double> y = (fit.fitted + fit.residuals).array().exp().matrix();
    more.policy = policy_of(s, fit, y, "observed trade that it makes");
  }
  s.time.inference += s.time.lap();
  return answer_of(s, "Gravity by two-stage least squares", "2SLS", std::move(fit),
                   std::move(more));
}

answer by_poisson_instruments(study& s) {
  const auto spec = timed(s.covariance("hc1"), s.time.inference);
  iv_ppml_options<double> options;
  if (s.want.moments == "multiplicative") options.moment = poisson_moment::multiplicative;
  options.weights = s.frame.weights;
  options.frequency_weights = s.frame.frequency_weights;
  options.keep_singletons = s.want.keep_singletons;
  options.separated = separation::drop;
  options.tolerance = s.want.tolerance;
  options.absorb.threads = s.app.threads();
  (void)s.time.lap();
  auto fit = iv_ppml(s.equation(), s.frame.effects, spec, options);
  s.time.estimating = s.time.lap() - s.time.inference;

  extras more = certified(s, fit);
  more.separated = fit.separated;
  say_instruments(s, fit);
  s.notes.emplace_back(
      "no likelihood, deviance or pseudo r2: moments are solved, nothing is maximised");
  if (fit.hansen_j) more.tests.emplace_back("hansen_j", *fit.hansen_j);
  if (!s.want.policy.empty()) more.policy = policy_of(s, fit, fit.fitted, "trade that it makes");
  s.time.inference += s.time.lap();
  const std::string title = "Gravity by " + fit.method;
  return answer_of(s, title, title, std::move(fit), std::move(more));
}

}  // namespace gravity_program
