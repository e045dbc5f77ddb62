#include <bilateral/econometrics/regression/predict.hpp>

#include "support/close.hpp"
#include "support/wave_data.hpp"

using namespace bilateral;

TEST_CASE("predict: at a row of the sample it is the fitted value, its variance s2 h_i") {
  const bilateral_test::wave_data d;
  const auto fit = ols(d.model(), iid{}, {.keep_parts = keep::scores});
  const dense_matrix<double> row = d.model().design.row(7);
  const auto p = predict(fit, row);
  CHECK_CLOSE_REL(p.mean[0], fit.fitted[7], 1e-13);
  CHECK_CLOSE_REL(p.mean_error[0], *fit.sigma * std::sqrt(fit.scores->leverage[7]), 1e-12);
  CHECK_CLOSE_REL(p.error[0] * p.error[0],
                  p.mean_error[0] * p.mean_error[0] + *fit.sigma * *fit.sigma, 1e-13);
  CHECK(p.interval().first[0] < p.mean[0]);
  CHECK(p.interval(.95, true).second[0] > p.interval().second[0]);
}

TEST_CASE("predict: refusals") {
  const bilateral_test::wave_data d;
  CHECK_REFUSES(argument_error, "rows have 2 columns; the fit has 3 coefficients",
                (void)predict(ols(d.model()), dense_matrix<double>::Ones(1, 2).eval()));
}
