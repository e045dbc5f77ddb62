#include <bilateral/stats/trend.hpp>

#include "support/close.hpp"
#include "support/reference.hpp"
#include "support/seasonal_series.hpp"

using namespace bilateral;

TEST_CASE("slope and errors equal statsmodels, iid and Newey-West") {
  const auto y = bilateral_test::seasonal_series();
  const bilateral_test::reference_table ref("seasonal.csv");
  const auto iid = trend_growth(y);
  CHECK_CLOSE_REL(iid.slope, ref("trend_iid_slope"), 1e-12);
  CHECK_CLOSE_REL(*iid.std_error, ref("trend_iid_se"), 1e-12);
  const auto nw = trend_growth(y, {.newey_west_lags = 4});
  CHECK_CLOSE_REL(*nw.std_error, ref("trend_nw_se"), 1e-11);
}

TEST_CASE("exact growth, units and years") {
  std::vector<double> y;
  for (int t = 0; t < 24; ++t) y.push_back(1e-300 * std::pow(1.01, t));
  const auto r = trend_growth(y, {.periods_per_year = 12});
  CHECK_CLOSE_REL(r.growth, std::pow(1.01, 12) - 1, 1e-11);
  CHECK_CLOSE_ABS(*r.std_error, 0, 1e-14);
  for (auto& v : y) v *= 1e300;
  CHECK_CLOSE_REL(trend_growth(y).slope, std::log(1.01), 1e-12);
}

TEST_CASE(
    "four values by hand: slope 0.6, residuals -0.1, 0.3, -0.3, 0.1, two degrees of freedom") {
  const std::vector<double> y{1, std::exp(1), std::exp(1), std::exp(2)};
  const double quantile = 0.95 * std::sqrt(2 / (1 - 0.95 * 0.95));  // t(2) at 0.975, in closed form
  const double error = std::sqrt(0.2 / 2 / 5);
  for (const double years : {1.0, 4.0}) {
    const auto r = trend_growth(y, {.periods_per_year = years});
    CHECK_CLOSE_REL(r.slope, 0.6, 1e-14);
    CHECK_CLOSE_REL(*r.std_error, error, 1e-13);
    CHECK_CLOSE_REL(*r.growth_std_error, std::exp(0.6 * years) * years * error, 1e-13);
    CHECK_CLOSE_REL(*r.low, std::expm1(years * (0.6 - quantile * error)), 1e-11);
    CHECK_CLOSE_REL(*r.high, std::expm1(years * (0.6 + quantile * error)), 1e-11);
    CHECK_CLOSE_REL(r.r2, 1 - 0.2 / 2, 1e-14);  // squared deviations from the mean: 1 + 0 + 0 + 1
    CHECK(r.observations == 4);
  }
  // scores t u: 0.15, -0.15, -0.15, 0.15; their squares add to 0.09, neighbours to -0.0225 (weight 1)
  const auto nw = trend_growth(y, {.newey_west_lags = 1});
  CHECK_CLOSE_REL(*nw.std_error, std::sqrt(0.09 - 0.0225) / 5, 1e-13);
}

TEST_CASE("two values, refusals") {
  const auto two = trend_growth(std::vector<double>{2, 3});
  CHECK_CLOSE_REL(two.growth, 0.5, 1e-14);
  CHECK_FALSE(two.std_error.has_value());
  CHECK_REFUSES(argument_error, "row 2", trend_growth(std::vector<double>{2, 0, 3}));
  CHECK_REFUSES(argument_error, "at least 2", trend_growth(std::vector<double>{2}));
  CHECK_REFUSES(argument_error, "newey_west_lags is 3",
                trend_growth(std::vector<double>{2, 3, 4}, {.newey_west_lags = 3}));
}

TEST_CASE("trend_growth: a series knows its periods a year") {
  const series<quarterly, usd> s("exports", period<quarterly>(2010, 2),
                                 {1, 1.02, 1.03, 1.07, 1.1, 1.09});
  CHECK(trend_growth(s).growth == trend_growth(s.values, {.periods_per_year = 4}).growth);
  auto gap = s;
  gap.mask(2, "strike");
  CHECK_REFUSES(data_error, "exports is missing in 2010-Q4", (void)trend_growth(gap));
}
