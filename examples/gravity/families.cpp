// Gravity by gamma and negative binomial pseudo maximum likelihood; whether there is trade, by logit,
// probit and complementary log-log.
#include "gravity/study.hpp"

#include <bilateral/econometrics/regression/negative_binomial.hpp>

namespace gravity_program {

namespace {

using fit_type = generalised_linear_result<double>;

fit_type fit_of(const study& s, const example::any_covariance& spec,
                const generalised_linear_options<double>& options) {
  const std::string& name = s.want.estimator;
  if (name == "gamma") return gamma_pml(s.frame.model, s.frame.effects, spec, options);
  if (name == "logit") return logit(s.frame.model, s.frame.effects, spec, options);
  if (name == "probit") return probit(s.frame.model, s.frame.effects, spec, options);
  if (name == "cloglog") return cloglog(s.frame.model, s.frame.effects, spec, options);
  return negative_binomial(s.frame.model, s.frame.effects, spec,
                           {.theta = {}, .max_rounds = 100, .fit = options});
}

// whole, and for the head of a column
std::pair<std::string, std::string> titles_of(const std::string& estimator) {
  if (estimator == "gamma") return {"Gravity by gamma pseudo maximum likelihood", "Gamma"};
  if (estimator == "negbin")
    return {"Gravity by negative binomial regression", "Negative binomial"};
  if (estimator == "logit") return {"Logit", "Logit"};
  if (estimator == "probit") return {"Probit", "Probit"};
  return {"Complementary log-log", "Complementary log-log"};
}

}  // namespace

answer by_family(study& s) {
  const auto spec = timed(s.covariance("hc1"), s.time.inference);
  generalised_linear_options<double> options;
  options.weights = s.frame.weights;
  options.frequency_weights = s.frame.frequency_weights;
  options.keep_singletons = s.want.keep_singletons;
  options.separated = separation::drop;
  options.tolerance = s.want.tolerance;
  options.absorb.threads = s.app.threads();
  (void)s.time.lap();
  fit_type fit = fit_of(s, spec, options);
  s.time.estimating = s.time.lap() - s.time.inference;

  extras more = extras_of(s, fit, s.frame.model);
  more.separated = fit.separated;
  more.theta = fit.theta;
  more.theta_error = fit.theta_error;
  if (!s.want.policy.empty()) more.policy = policy_of(s, fit, fit.fitted, "trade that it makes");
  if (s.want.estimator != "gamma") {
    s.notes.emplace_back(
        "effects are estimated with the slopes and bias them where groups keep few rows "
        "(incidental parameters); ppml is not so biased");
  }
  s.time.inference += s.time.lap();
  const auto [title, head] = titles_of(s.want.estimator);
  return answer_of(s, title, head, std::move(fit), std::move(more));
}

}  // namespace gravity_program
