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
