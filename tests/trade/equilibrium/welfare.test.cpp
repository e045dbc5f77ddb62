// Gains from trade by formula against the models themselves sent to autarky.
#include <bilateral/trade/equilibrium/multi_sector.hpp>
#include <bilateral/trade/equilibrium/one_sector.hpp>
#include <bilateral/trade/equilibrium/welfare.hpp>

#include <cmath>

#include "support/close.hpp"
#include "support/economies.hpp"
#include "support/sector_worlds.hpp"

using namespace bilateral;

TEST_CASE("One sector: the loss in autarky is the formula's") {
  const double theta = 3;
  const auto e = bilateral_test::random_economy(7, 6, true);
  dense_matrix<double> closed = dense_matrix<double>::Constant(7, 7, 1e-12);
  closed.diagonal().setOnes();
  const auto r = one_sector_equilibrium(e, closed, {theta});
  const auto gains = gains_from_trade(e, theta);
  for (Eigen::Index i = 0; i < 7; ++i) {
    CHECK_CLOSE_REL(r.real_income[i], 1 - gains[i], 1e-9);
    CHECK_CLOSE_REL(home_share_gain(r.home_share[i], theta), r.real_income[i], 1e-10);
  }
}

TEST_CASE("Many sectors with inputs: the loss in autarky is the formula's") {
  auto e = sector_economy_of(bilateral_test::random_sectors(4, 3, 14, 0.0));
  e = with_deficits(e, dense_vector<double>(dense_vector<double>::Zero(4)));
  dense_matrix<double> closed =
      dense_matrix<double>::Constant(4, 4, 1e-5);  // nearly: the rest is of that order
  closed.diagonal().setOnes();
  const auto r = multi_sector_equilibrium(e, {{}, {closed, closed, closed}});
  const auto cost = autarky_cost_by_sector(e);
  for (Eigen::Index i = 0; i < 4; ++i) {
    CHECK_CLOSE_REL(std::log(r.real_income[i]), -cost.row(i).sum(), 1e-3);
    CHECK(cost.row(i).minCoeff() >= 0);
    CHECK(cost(i, 2) == 0);  // never traded
  }
}

TEST_CASE("Creation, diversion and domestic sales add up to the change of spending") {
  dense_matrix<double> before(2, 2), after(2, 2), partners = dense_matrix<double>::Zero(2, 2);
  before << 5, 3, 2, 6;
  after << 4, 7, 1, 5;
  partners(0, 1) = 1;
  const auto c = trade_creation(before, after, partners);
  CHECK(c[1].creation == 4);
  CHECK(c[1].diversion == 0);
  CHECK(c[1].domestic == 1);
  CHECK(c[0].creation == 0);
  CHECK(c[0].diversion == 1);
  CHECK(c[0].domestic == 1);
}

TEST_CASE("Sentences") {
  CHECK_REFUSES(argument_error, "theta is 0", home_share_gain(0.9, 0.0));
  CHECK_REFUSES(argument_error, "factor 0", home_share_gain(0.0, 4.0));
  CHECK_REFUSES(argument_error, "theta is -1",
                gains_from_trade(bilateral_test::random_economy(3, 1), -1.0));
  const dense_matrix<double> a = dense_matrix<double>::Ones(2, 2),
                             b = dense_matrix<double>::Ones(3, 3);
  CHECK_REFUSES(argument_error, "differ in shape", trade_creation(a, b, a));
  auto d = bilateral_test::random_sectors(3, 2, 1, 0.0);
  d.flows[0](1, 1) = 0;
  CHECK_REFUSES(argument_error, "infinitely dear", autarky_cost_by_sector(sector_economy_of(d)));
}
