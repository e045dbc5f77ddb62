// Gravity by Poisson pseudo maximum likelihood.
#include "gravity/predictions.hpp"
#include "gravity/study.hpp"

#include <bilateral/econometrics/regression/poisson_reset.hpp>
#include <bilateral/econometrics/regression/ppml.hpp>

namespace gravity_program {

namespace {

gravity_index index_in(const study& s) {
  const index_columns columns = *index_of(s.want, s.spec);
  gravity_index index{s.frame.group(columns.exporter), s.frame.group(columns.importer), {}};
  if (!columns.period.empty()) index.period = s.frame.group(columns.period);
  return index;
}

std::optional<bias_corrected_result<double>> corrected(study& s, const ppml_result<double>& fit) {
  if (s.want.bias.empty()) return std::nullopt;
  if (s.frame.weights.size() > 0 || s.frame.frequency_weights.size() > 0) {
    throw example::usage_error("--bias-correct: not offered with weights");
  }
  auto out =
      correct_bias(s.frame.model, fit, index_in(s),
                   {.variant = s.want.bias == "paper" ? bias_variant::paper : bias_variant::stata,
                    .threads = s.app.threads()});
  if (s.frame.effects.size() == 2) {
    s.notes.emplace_back(
        "two-way gravity has unbiased coefficients: only the errors are corrected");
  }
  s.notes.push_back(text("adjusted errors: ", out.covariance_label));
  s.notes.insert(s.notes.end(), out.notes.begin(), out.notes.end());
  return out;
}

}  // namespace

answer by_poisson(study& s) {
  const bool own_default =
      s.want.covariance.preset.empty() || s.want.covariance.preset == "ppmlhdfe";
  const auto spec = timed(s.covariance(own_default ? "hc1" : "iid"), s.time.inference);
  ppml_options<double> options;
  options.weights = s.frame.weights;
  options.frequency_weights = s.frame.frequency_weights;
  options.keep_singletons = s.want.keep_singletons;
  options.separated = separation::drop;
  options.tolerance = s.want.tolerance;
  options.absorb.threads = s.app.threads();
  options.progress = example::shown_progress();
  if (!s.want.predict.empty()) options.keep_parts = keep::scores;
  (void)s.time.lap();
  auto fit = ppml(s.frame.model, s.frame.effects, spec, options);
  s.time.estimating = s.time.lap() - s.time.inference;

  const std::string hint = example::unlike_ppmlhdfe(s.want.covariance);
  if (!hint.empty()) s.notes.push_back(hint);
  extras more = extras_of(s, fit, s.frame.model);
  more.separated = fit.separated;
  more.bias = corrected(s, fit);
  if (!s.want.policy.empty()) more.policy = policy_of(s, fit, fit.fitted, "trade that it makes");
  if (s.want.reset) {
    more.tests.emplace_back("reset",
                            poisson_reset_test(fit, s.frame.model, s.frame.effects, spec, options));
  }
  if (!s.want.resistances.empty()) {
    resistance_options which{.reference = s.want.resistances, .sigma = {}};
    if (s.want.sigma > 0) which.sigma = s.want.sigma;
    more.resistances = multilateral_resistance(s.frame.model, fit, index_in(s), which);
    s.notes.push_back(text("resistances: ", which.sigma ? "as prices" : "to the power 1 - sigma",
                           ", of the trade in the file; own trade must be there for output and "
                           "spending"));
  }
  if (!s.want.predict.empty()) more.predictions = predictions_of(s, fit, spec);
  s.time.inference += s.time.lap();
  return answer_of(s, "Gravity by Poisson pseudo maximum likelihood", "PPML", std::move(fit),
                   std::move(more));
}

}  // namespace gravity_program
