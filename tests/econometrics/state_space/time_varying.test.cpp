#include <bilateral/econometrics/state_space/time_varying.hpp>

#include "support/breaks.hpp"
#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("without movement the paths are least squares") {
  const auto model = bilateral_test::broken_line(true);
  const auto fit = least_squares(model.design, model.response);
  const double s2 = fit.residual_sum_of_squares / 118;
  const auto r = time_varying_regression(model, {.variances = {s2, 0, 0}});
  for (Eigen::Index j = 0; j < 2; ++j) {
    const auto& c = r.coefficients[std::size_t(j)];
    for (const Eigen::Index t : {0, 60, 119}) {
      CHECK_CLOSE_REL(c.smoothed[t], fit.coefficients[j], 1e-10);
      // the first two rows are nearly collinear: their large variance cancels in the first one
      CHECK_CLOSE_REL(c.std_error[t], std::sqrt(s2 * fit.inverse_gram(j, j)),
                      t == 0 ? 1e-6 : 1e-10);
    }
    // filtered: least squares on the rows so far
    const auto early = least_squares<double>(model.design.topRows(40), model.response.head(40));
    CHECK_CLOSE_REL(c.filtered[39], early.coefficients[j], 1e-9);
  }
  CHECK(r.first_filtered == 2);
}

TEST_CASE("a constant alone is the local level model") {
  const auto model = bilateral_test::broken_line(false);
  const std::span<const double> y(model.response.data(), 120);
  const auto a = time_varying_regression(model, {.variances = {0.6, 0.1}});
  const auto b = fit_structural(y, {.variances = {0.6, 0.1}});
  CHECK_CLOSE_REL(a.log_likelihood, b.log_likelihood, 1e-13);
  for (const Eigen::Index t : {0, 37, 119}) {
    CHECK_CLOSE_REL(a.coefficients[0].smoothed[t], b.level.value[t], 1e-11);
    CHECK_CLOSE_REL(a.coefficients[0].std_error[t], b.level.std_error[t], 1e-11);
  }
  const auto ml = time_varying_regression(model);
  const auto level = fit_structural(y);
  CHECK_CLOSE_REL(ml.log_likelihood, level.log_likelihood, 1e-9);
}

TEST_CASE("the level follows the breaks, the slope is given no room to move") {
  const auto model = bilateral_test::broken_line(true);
  const auto r = time_varying_regression(model, {.varying = {"(intercept)"}});
  CHECK(r.converged);
  CHECK(r.coefficients[0].varies);
  CHECK_FALSE(r.coefficients[1].varies);
  CHECK(r.coefficients[0].smoothed[60] - r.coefficients[0].smoothed[20] > 0.8);
  CHECK_CLOSE_ABS(r.coefficients[1].smoothed[3], r.coefficients[1].smoothed[99], 1e-10);
  CHECK_CLOSE_ABS(r.coefficients[1].smoothed[3], 0.5, 0.2);
  CHECK(r.coefficients[0].low[60] < r.coefficients[0].smoothed[60]);
}

TEST_CASE("scale of a regressor") {
  auto model = bilateral_test::broken_line(true);
  const auto a = time_varying_regression(model, {.variances = {0.5, 0.02, 0.01}});
  model.design.col(1) *= 1e4;
  const auto b = time_varying_regression(model, {.variances = {0.5, 0.02, 0.01 * 1e-8}});
  CHECK_CLOSE_REL(b.coefficients[1].smoothed[50] * 1e4, a.coefficients[1].smoothed[50], 1e-10);
  CHECK_CLOSE_REL(b.log_likelihood + std::log(1e4), a.log_likelihood, 1e-10);
}

TEST_CASE("columns without a name are counted from 1, intervals reach z errors to both sides") {
  auto model = bilateral_test::broken_line(true);
  REQUIRE(model.design.cols() == 2);
  model.names.resize(1);
  const auto r = time_varying_regression(
      model, {.varying = {"(intercept)"}, .variances = {0.6, 0.1}, .level = 0.9});
  CHECK(r.coefficients[0].name == "(intercept)");
  CHECK(r.coefficients[1].name == "column 2");
  CHECK(r.coefficients[0].varies);
  CHECK_FALSE(r.coefficients[1].varies);
  const double z = 1.6448536269514722;  // of the normal at 0.95
  for (const auto& c : r.coefficients) {
    for (const Eigen::Index t : {0, 60, 119}) {
      CHECK_CLOSE_REL(c.high[t] - c.smoothed[t], z * c.std_error[t], 1e-9);
      CHECK_CLOSE_REL(c.smoothed[t] - c.low[t], z * c.std_error[t], 1e-9);
    }
  }
}

TEST_CASE("refusals") {
  auto model = bilateral_test::broken_line(true);
  CHECK_REFUSES(argument_error, "there is no regressor z",
                time_varying_regression(model, {.varying = {"z"}}));
  CHECK_REFUSES(argument_error, "the model has 3",
                time_varying_regression(model, {.variances = {1.0}}));
  model.design.col(1) = 2 * model.design.col(0);
  CHECK_REFUSES(numerical_error, "undetermined",
                time_varying_regression(model, {.variances = {1, 0, 0}}));
}
