// Gravity by least squares, usually of the logarithm of trade.
#include "gravity/predictions.hpp"
#include "gravity/study.hpp"

#include <bilateral/econometrics/regression/fixed_effects.hpp>

#include <cmath>

namespace gravity_program {

void by_least_squares(study& s, std::ostream& out) {
  const auto spec = timed(covariance_of(s.want.covariance, s.data, "iid"), s.time.inference);
  fixed_effects_options<double> options;
  options.weights = s.weights.weights;
  options.frequency_weights = s.weights.frequency_weights;
  options.keep_singletons = s.want.keep_singletons;
  options.absorb.threads = s.app.threads();
  options.absorb.tolerance = (std::min)(1e-10, s.want.tolerance);
  if (!s.want.predict.empty()) options.keep_parts = keep::scores;
  (void)s.time.lap();
  const auto fit = ols(s.model, s.effects, spec, options);
  s.time.estimating = s.time.lap() - s.time.inference;

  extras more = extras_of(s, fit);
  if (!s.want.policy.empty()) {
    const bool logs = s.data.label(s.want.y) != s.want.y;
    if (!logs)
      throw example::usage_error("--policy: with --estimator ols y must be named in --log");
    check_policy(s, fit);
    const dense_vector<double> x = vector_of(s.data.column(s.want.policy));
    const dense_vector<double> y = (fit.fitted + fit.residuals).array().exp().matrix();
    more.policy = policy_effect(fit, s.data.label(s.want.policy), rows_of(x, fit.sample.kept), y);
    s.notes.emplace_back(
        "policy: partial equilibrium, incomes and prices held; currency is the "
        "observed trade that it makes over the rows where it is in force");
  }
  if (!s.want.predict.empty()) more.predictions = predictions_of(s, fit, spec);
  s.time.inference += s.time.lap();
  print(s, text("Gravity by least squares: ", s.model.response_name), fit, more, out);
}

}  // namespace gravity_program
