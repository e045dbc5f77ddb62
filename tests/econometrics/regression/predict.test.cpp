#include <bilateral/econometrics/regression/predict.hpp>

#include "support/close.hpp"
#include "support/wave_data.hpp"

#include <cmath>

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

TEST_CASE("predict: intervals by hand, of the mean and of an observation") {
  // y = 0, 1, 1, 2 at x = -1.5, -0.5, 0.5, 1.5: slope 0.6, residual squares 0.2, s^2 = 0.1 with 2 dof
  Eigen::VectorXd y(4), x(4);
  y << 0, 1, 1, 2;
  x << -1.5, -0.5, 0.5, 1.5;
  const auto fit = ols(regress(y, {{"x", x}}));
  dense_matrix<double> row(1, 2);
  row << 1, 3;
  const auto p = predict(fit, row);
  CHECK_CLOSE_REL(p.mean[0], 1 + 0.6 * 3, 1e-13);
  const double variance = 0.1 / 4 + 0.1 * 9 / 5;  // s^2 (1/n + x^2 / sum of squares)
  CHECK_CLOSE_REL(p.mean_error[0], std::sqrt(variance), 1e-13);
  CHECK_CLOSE_REL(p.error[0], std::sqrt(variance + 0.1), 1e-13);
  CHECK(p.inference_dof == 2);
  for (const double level : {0.5, 0.95}) {
    const double t = level * std::sqrt(2 / (1 - level * level));  // of t(2), in closed form
    const auto mean = p.interval(level), one = p.interval(level, true);
    CHECK_CLOSE_REL(mean.first[0], 2.8 - t * std::sqrt(variance), 1e-10);
    CHECK_CLOSE_REL(mean.second[0], 2.8 + t * std::sqrt(variance), 1e-10);
    CHECK_CLOSE_REL(one.first[0], 2.8 - t * std::sqrt(variance + 0.1), 1e-9);
    CHECK_CLOSE_REL(one.second[0], 2.8 + t * std::sqrt(variance + 0.1), 1e-10);
  }
}
