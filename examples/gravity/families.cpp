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
  if (name == "gamma") return gamma_pml(s.model, s.effects, spec, options);
  if (name == "logit") return logit(s.model, s.effects, spec, options);
  if (name == "probit") return probit(s.model, s.effects, spec, options);
  if (name == "cloglog") return cloglog(s.model, s.effects, spec, options);
  return negative_binomial(s.model, s.effects, spec,
                           {.theta = {}, .max_rounds = 100, .fit = options});
}

std::string title_of(const std::string& estimator) {
  if (estimator == "gamma") return "Gravity by gamma pseudo maximum likelihood";
  if (estimator == "negbin") return "Gravity by negative binomial regression";
  if (estimator == "logit") return "Logit";
  return estimator == "probit" ? "Probit" : "Complementary log-log";
}

}  // namespace

void by_family(study& s, std::ostream& out) {
  const auto spec = timed(covariance_of(s.want.covariance, s.data, "hc1"), s.time.inference);
  generalised_linear_options<double> options;
  options.weights = s.weights.weights;
  options.frequency_weights = s.weights.frequency_weights;
  options.keep_singletons = s.want.keep_singletons;
  options.separated = separation::drop;
  options.tolerance = s.want.tolerance;
  options.absorb.threads = s.app.threads();
  (void)s.time.lap();
  const fit_type fit = fit_of(s, spec, options);
  s.time.estimating = s.time.lap() - s.time.inference;

  extras more = extras_of(s, fit);
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
  print(s, text(title_of(s.want.estimator), ": ", s.model.response_name), fit, more, out);
}

}  // namespace gravity_program
