#pragma once
// What a fit says of the rows of another file: --predict.
#include "gravity/study.hpp"

#include <bilateral/econometrics/regression/predict_effects.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace gravity_program {

// the rows of --predict in the columns of the fit, and their numbers in the file
struct asked_rows {
  std::vector<std::size_t> file_rows;
  prediction_rows<double> rows;
};
asked_rows read_asked_rows(const study& s, const std::vector<std::string>& names);

// the absorbed effects on a table, each level by its name: CHL^1990
std::vector<factor> named_effects(const model_spec& spec, const data_table& table);

// Predictions with 95 percent intervals: of the mean of y, which is the exponential of the predictor
// after Poisson.
template <class Fit, class Spec>
std::vector<predicted_row> predictions_of(const study& s, const Fit& fit, const Spec& spec) {
  const asked_rows asked = read_asked_rows(s, fit.names);
  prediction_options<double> given;
  given.weights = s.weights();
  given.absorb.threads = s.app.threads();
  const auto effects = named_effects(s.spec, s.frame.sample);
  const auto p = predict(fit, s.frame.model, effects, asked.rows, spec, given);
  const auto [low, high] = p.interval();
  constexpr bool exponential = requires { fit.predictor; };
  const auto mean = [&](double predictor) { return exponential ? std::exp(predictor) : predictor; };
  std::vector<predicted_row> out;
  for (Eigen::Index i = 0; i < p.predictor.size(); ++i) {
    out.push_back({asked.file_rows[to_size(i)], p.predictor[i], p.std_error[i],
                   mean(p.predictor[i]), mean(low[i]), mean(high[i])});
  }
  return out;
}

}  // namespace gravity_program
