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
