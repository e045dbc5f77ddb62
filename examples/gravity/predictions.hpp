#pragma once
// What a fit says of the rows of another file: --predict.
#include "gravity/study.hpp"

#include <bilateral/econometrics/regression/predict_effects.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace gravity_program {

// the rows of --predict in the columns of the fit; what the file was called and its row numbers
struct asked_rows {
  example::data_set data;
  prediction_rows<double> rows;
};
asked_rows read_asked_rows(const study& s, const std::vector<std::string>& names);

// the effects of --absorb on a table, each level by its name: CHL^1990
std::vector<factor> named_effects(const study& s, const example::data_set& data);

// Predictions with 95 percent intervals: of the mean of y, which is the exponential of the predictor
// after Poisson.
template <class Fit, class Spec>
std::vector<predicted_row> predictions_of(const study& s, const Fit& fit, const Spec& spec) {
  const asked_rows asked = read_asked_rows(s, fit.names);
  prediction_options<double> given;
  given.weights = s.weights.weights.size() > 0 ? s.weights.weights : s.weights.frequency_weights;
  given.absorb.threads = s.app.threads();
  const auto p = predict(fit, s.model, named_effects(s, s.data), asked.rows, spec, given);
  const auto [low, high] = p.interval();
  constexpr bool exponential = requires { fit.predictor; };
  const auto mean = [&](double predictor) { return exponential ? std::exp(predictor) : predictor; };
  std::vector<predicted_row> out;
  for (Eigen::Index i = 0; i < p.predictor.size(); ++i) {
    out.push_back({asked.data.file_row(to_size(i)), p.predictor[i], p.std_error[i],
                   mean(p.predictor[i]), mean(low[i]), mean(high[i])});
  }
  return out;
}

}  // namespace gravity_program
