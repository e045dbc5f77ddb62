// Gravity by least squares, usually of the logarithm of trade.
#include "gravity/predictions.hpp"
#include "gravity/study.hpp"

#include <bilateral/econometrics/regression/fixed_effects.hpp>

#include <cmath>

namespace gravity_program {

answer by_least_squares(study& s) {
  const auto spec = timed(s.covariance("iid"), s.time.inference);
  fixed_effects_options<double> options;
  options.weights = s.frame.weights;
  options.frequency_weights = s.frame.frequency_weights;
  options.keep_singletons = s.want.keep_singletons;
  options.absorb.threads = s.app.threads();
  options.absorb.tolerance = (std::min)(1e-10, s.want.tolerance);
  if (!s.want.predict.empty()) options.keep_parts = keep::scores;
  (void)s.time.lap();
  auto fit = ols(s.frame.model, s.frame.effects, spec, options);
  s.time.estimating = s.time.lap() - s.time.inference;

  extras more = extras_of(s, fit, s.frame.model);
  if (!s.want.policy.empty()) {
    require_logged_response(s);
    const dense_vector<double> y = (fit.fitted + fit.residuals).array().exp().matrix();
    more.policy = policy_of(s, fit, y, "observed trade that it makes");
  }
  if (!s.want.predict.empty()) more.predictions = predictions_of(s, fit, spec);
  s.time.inference += s.time.lap();
  return answer_of(s, "Gravity by least squares", "OLS", std::move(fit), std::move(more));
}

}  // namespace gravity_program
