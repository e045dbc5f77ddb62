#include <bilateral/econometrics/state_space/structural_time_series.hpp>

#include "support/close.hpp"
#include "support/reference.hpp"
#include "support/structural_sample.hpp"

using namespace bilateral;
using bilateral_test::reference_table;
using bilateral_test::structural_sample;

TEST_CASE("maximum likelihood does at least as well as statsmodels") {
  const structural_sample s;
  const reference_table ref("state_space.csv");
  const auto level = fit_structural(s.y);
  CHECK(level.converged);
  CHECK(level.log_likelihood >= ref("level_ml_loglik") - 1e-7);
  // flat at the maximum: four digits of the variances
  CHECK_CLOSE_REL(level.variances[0], ref("level_ml_0"), 1e-3);
  CHECK_CLOSE_REL(level.variances[1], ref("level_ml_1"), 1e-3);
  CHECK(level.variance_std_errors[1].has_value());
  const auto season = fit_structural(
      s.y, {.trend = trend_component::local_linear_trend, .season = 4, .missing = s.gap});
  CHECK(season.log_likelihood >= ref("season_ml_loglik") - 1e-6);
  // the pattern does not change: a variance at its boundary is said to be there
  CHECK(season.variances[3] < 1e-6);
  CHECK_FALSE(season.variance_std_errors[3].has_value());
  CHECK(bilateral_test::holds(season.notes.back(), "seasonal is at its boundary"));
}

TEST_CASE("the Nile: Durbin and Koopman's local level") {
  if (!bilateral_test::data_available("nile.csv")) return;
  const auto cells = bilateral_test::read_cells(bilateral_test::data_folder() / "nile.csv");
  const auto flow = cells.numbers(cells.names.back());
  const auto r = fit_structural(flow);
  CHECK_CLOSE_ABS(r.variances[0], 15099, 0.6);  // printed without decimals
  CHECK_CLOSE_ABS(r.variances[1], 1469.1, 0.1);
  // the likelihood at the printed variances is no higher
  CHECK(r.log_likelihood >= fit_structural(flow, {.variances = {15099, 1469.1}}).log_likelihood);
  CHECK_CLOSE_ABS(r.log_likelihood, -633.4646, 1e-4);
}

TEST_CASE("components are states, and AIC counts variances and diffuse states") {
  const structural_sample s;
  const reference_table ref("state_space.csv");
  const auto r = fit_structural(s.y, {.trend = trend_component::local_linear_trend,
                                      .season = 4,
                                      .missing = s.gap,
                                      .variances = {.9, .3, .01, .02}});
  CHECK(r.variance_names == std::vector<std::string>{"irregular", "level", "slope", "seasonal"});
  CHECK(r.observations == 91);
  // four variances; level, slope and three seasons
  CHECK_CLOSE_REL(r.aic, -2 * ref("season_given_loglik") + 2 * (4 + 5), 1e-10);
  const component_path<double>* paths[] = {&r.level, &r.slope, &r.seasonal};
  for (const int t : {0, 11, 95}) {
    for (int j = 0; j < 3; ++j) {  // 9 digits in common with statsmodels: state_space.test.cpp
      CHECK_CLOSE_ABS(paths[j]->value[t], ref(text("season_smoothed_", t, "_", j)), 1e-9);
      CHECK_CLOSE_REL(paths[j]->std_error[t], std::sqrt(ref(text("season_variance_", t, "_", j))),
                      1e-9);
    }
  }
  const auto level = fit_structural(s.y, {.season = 4, .fixed_season = true, .variances = {1, 1}});
  CHECK(level.variance_names == std::vector<std::string>{"irregular", "level"});
  CHECK(level.slope.value.size() == 0);
  // a fixed pattern repeats itself and adds up to zero
  CHECK_CLOSE_ABS(level.seasonal.value[7], level.seasonal.value[91], 1e-9);
  CHECK_CLOSE_ABS(level.seasonal.value.segment(20, 4).sum(), 0, 1e-9);
}

TEST_CASE("refusals") {
  const structural_sample s;
  auto y = s.y;
  CHECK_REFUSES(argument_error, "season is 1", fit_structural(y, {.season = 1}));
  CHECK_REFUSES(argument_error, "missing has 1 flags for 96 values",
                fit_structural(y, {.missing = {true}}));
  CHECK_REFUSES(argument_error, "3 variances are given; the model has 2",
                fit_structural(y, {.variances = {1, 1, 1}}));
  CHECK_REFUSES(argument_error, "a variance is -1", fit_structural(y, {.variances = {1, -1}}));
  CHECK_REFUSES(argument_error, "there are 3 observations for 1 states and 2 variances",
                fit_structural(std::span<const double>(y).first(3)));
  CHECK(fit_structural(std::span<const double>(y).first(4), {.variances = {1, 1}}).observations ==
        4);
  y[5] = std::nan("");
  CHECK_REFUSES(argument_error, "the series is not finite in row 6", fit_structural(y));
  CHECK_REFUSES(argument_error, "zero variance: every value is 7",
                fit_structural(std::vector<double>(20, 7.0)));
}
