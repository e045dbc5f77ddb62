#include <bilateral/trade/flow/bilateral_flow.hpp>

#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("bilateral_flow: totals of mixed valuation say so") {
  const bilateral_series<annual, usd_fob, usd_cif> b{
      "PER",
      "CHN",
      {"exports", period<annual>(2015), {7391.4, 8484}},
      {"imports", period<annual>(2015), {8662, 8260}}};
  static_assert(std::same_as<decltype(total_trade(b))::unit_type, usd_mixed>);
  CHECK(total_trade(b).values[1] == 16744);
  CHECK(balance(b).values[1] == 224);
  CHECK_CLOSE_REL(cover_ratio(b).values[1], 100 * 8484.0 / 8260, 1e-15);
}

TEST_CASE("implied_component_growth: total +9, exports +21.8") {
  // at a share of one half: 9 = (21.8 + m) / 2
  CHECK_CLOSE_REL(implied_component_growth(9, 21.8, 0.5).low(), -3.8, 1e-13);
  const bounds m = implied_component_growth(9, 21.8, between(0.4, 0.5));
  CHECK_CLOSE_REL(m.low(), -3.8, 1e-13);
  CHECK_CLOSE_REL(m.high(), (9 - 0.4 * 21.8) / 0.6, 1e-13);
  CHECK_REFUSES(argument_error, "must lie in [0, 1)", implied_component_growth(9, 21.8, 1));
  // it holds every point of a grid of its inputs
  const bounds wide = implied_component_growth(rounded(9, 0), rounded(21.8, 1), between(0.3, 0.6));
  for (const double g : {8.5, 9.0, 9.49}) {
    for (const double x : {21.75, 21.84}) {
      for (const double s : {0.3, 0.45, 0.6}) CHECK(wide.contains((g - s * x) / (1 - s)));
    }
  }
}

TEST_CASE("nowcast_full_year: the seasonal share of last year") {
  std::vector<double> x(36, 1.0);
  for (std::size_t i = 24; i < 36; ++i) x[i] = 2;
  x[11] = 5;  // December of the first year: another share
  const series<monthly, usd> s("x", period<monthly>(2014, 1), x);
  const auto n = nowcast_full_year(s, 2016, 8, 2);
  CHECK_CLOSE_REL(n.estimate, 24, 1e-14);
  CHECK(n.shares.size() == 2);
  CHECK_CLOSE_REL(n.range.high(), 32, 1e-14);
}

TEST_CASE("nowcast_full_year: the year, its shares, and years that give none") {
  std::vector<double> x(36, 1.0);
  for (std::size_t i = 24; i < 36; ++i) x[i] = 2;
  x[11] = 5;
  series<monthly, usd> s("x", period<monthly>(2014, 1), x);
  const auto n = nowcast_full_year(s, 2016, 8);  // five years back are not there: two are taken
  CHECK(n.year == 2016);
  REQUIRE(n.shares.size() == 2);
  CHECK_CLOSE_REL(n.shares[0], 8.0 / 16, 1e-15);
  CHECK_CLOSE_REL(n.shares[1], 8.0 / 12, 1e-15);
  CHECK(n.last_share == n.shares[1]);
  CHECK_CLOSE_REL(n.range.low(), 24, 1e-14);
  CHECK(nowcast_full_year(s, 2016, 8, 1).shares.size() == 1);
  CHECK_REFUSES(argument_error, "past is 0", nowcast_full_year(s, 2016, 8, 0));
  CHECK_REFUSES(argument_error, "x has no full year before 2014", nowcast_full_year(s, 2014, 8));
  for (std::size_t i = 12; i < 20; ++i) s.values[i] = 0;
  CHECK_REFUSES(argument_error, "x has nothing in the first months of 2015",
                nowcast_full_year(s, 2016, 8));
  for (std::size_t i = 12; i < 24; ++i) s.values[i] = 0;
  CHECK_REFUSES(argument_error, "x has nothing in the first months of 2015",
                nowcast_full_year(s, 2016, 8));
}

TEST_CASE("openness and cover in percent") {
  const bilateral_series<annual, usd_fob, usd_cif> b{"PER",
                                                     "CHN",
                                                     {"exports", period<annual>(2015), {30, 60}},
                                                     {"imports", period<annual>(2015), {20, 40}}};
  const series<annual, usd> gdp("gdp", period<annual>(2015), {200, 50});
  CHECK(openness(b, gdp).values == std::vector<double>{25, 200});
  CHECK(cover_ratio(b).values == std::vector<double>{150, 150});
  CHECK(balance(b).values == std::vector<double>{10, 20});
}
