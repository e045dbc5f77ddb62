// Gravity by Poisson pseudo maximum likelihood.
#include "gravity/predictions.hpp"
#include "gravity/study.hpp"

#include <bilateral/econometrics/regression/poisson_reset.hpp>
#include <bilateral/econometrics/regression/ppml.hpp>

namespace gravity_program {

namespace {

std::optional<bias_corrected_result<double>> corrected(study& s, const ppml_result<double>& fit) {
  if (s.want.bias.empty()) return std::nullopt;
  if (s.weights.weights.size() > 0 || s.weights.frequency_weights.size() > 0) {
    throw example::usage_error("--bias-correct: not offered with weights");
  }
  const index_columns columns = *index_of(s.want);
  gravity_index index{s.data.group(columns.exporter), s.data.group(columns.importer), {}};
  if (!columns.period.empty()) index.period = s.data.group(columns.period);
  auto out =
      correct_bias(s.model, fit, index,
                   {.variant = s.want.bias == "paper" ? bias_variant::paper : bias_variant::stata,
                    .threads = s.app.threads()});
  if (s.effects.size() == 2) {
    s.notes.emplace_back(
        "two-way gravity has unbiased coefficients: only the errors are corrected");
  }
  s.notes.push_back(text("adjusted errors: ", out.covariance_label));
  s.notes.insert(s.notes.end(), out.notes.begin(), out.notes.end());
  return out;
}

}  // namespace

void by_poisson(study& s, std::ostream& out) {
  const bool own_default =
      s.want.covariance.preset.empty() || s.want.covariance.preset == "ppmlhdfe";
  const auto spec = timed(covariance_of(s.want.covariance, s.data, own_default ? "hc1" : "iid"),
                          s.time.inference);
  ppml_options<double> options;
  options.weights = s.weights.weights;
  options.frequency_weights = s.weights.frequency_weights;
  options.keep_singletons = s.want.keep_singletons;
  options.separated = separation::drop;
  options.tolerance = s.want.tolerance;
  options.absorb.threads = s.app.threads();
  options.progress = example::shown_progress();
  if (!s.want.predict.empty()) options.keep_parts = keep::scores;
  (void)s.time.lap();
  const auto fit = ppml(s.model, s.effects, spec, options);
  s.time.estimating = s.time.lap() - s.time.inference;

  const std::string hint = example::unlike_ppmlhdfe(s.want.covariance);
  if (!hint.empty()) s.notes.push_back(hint);
  extras more = extras_of(s, fit);
  more.separated = fit.separated;
  more.bias = corrected(s, fit);
  if (!s.want.policy.empty()) {
    check_policy(s, fit);
    const dense_vector<double> x = vector_of(s.data.column(s.want.policy));
    const std::string name = s.data.label(s.want.policy);
    more.policy = policy_effect(fit, name, rows_of(x, fit.sample.kept), fit.fitted);
    s.notes.emplace_back(
        "policy: partial equilibrium, incomes and prices held; currency is the trade "
        "that it makes over the rows where it is in force, in the unit of y");
  }
  if (s.want.reset) {
    more.tests.emplace_back("reset", poisson_reset_test(fit, s.model, s.effects, spec, options));
  }
  if (!s.want.predict.empty()) more.predictions = predictions_of(s, fit, spec);
  s.time.inference += s.time.lap();
  print(s, text("Gravity by Poisson pseudo maximum likelihood: ", s.model.response_name), fit, more,
        out);
}

}  // namespace gravity_program
