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

TEST_CASE("Supply that answers prices makes autarky dearer") {
  const double theta = 4, psi = 0.7;
  const auto e = bilateral_test::random_economy(6, 2, true);
  dense_matrix<double> closed = dense_matrix<double>::Constant(6, 6, 1e-12);
  closed.diagonal().setOnes();
  const auto r = one_sector_equilibrium(e, closed, {theta, psi});
  const auto gains = gains_from_trade(e, theta, psi);
  for (Eigen::Index i = 0; i < 6; ++i) CHECK_CLOSE_REL(r.real_income[i], 1 - gains[i], 1e-9);
}

TEST_CASE("The split of real income by sectors adds up exactly, whatever changes") {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    auto d = bilateral_test::random_sectors(4, 3, seed);
    d.labour_supply = seed % 2 == 0 ? 0.6 : 0;
    if (seed % 3 == 0) d.revenue = tariff_revenue::kept_by_state;
    sector_policy<double> policy{bilateral_test::other_tariffs(d, seed, 0.4),
                                 {3, bilateral_test::random_ease(4, seed)}};
    policy.ease[1](2, 2) = 1.3;  // domestic trade may become easier
    policy.ease[2].setOnes();
    if (seed > 3) policy.tariffs[0](1, 1) = 0.1;
    const auto r = multi_sector_equilibrium(sector_economy_of(d), policy, deficit_rule::keep,
                                            {.tolerance = 1e-14});
    const auto split = split_real_income(r);
    const dense_vector<double> wage = split.wage_by_sector.rowwise().sum();
    for (Eigen::Index c = 0; c < 4; ++c) {
      CHECK_CLOSE_ABS(wage[c], std::log(r.real_wage[c]), 1e-12);
      CHECK_CLOSE_ABS(wage[c] + split.labour[c] + split.other[c], split.total[c], 1e-12);
      CHECK_CLOSE_ABS(split.total[c], std::log(r.real_income[c]), 1e-13);
    }
    CHECK((split.labour.cwiseAbs().maxCoeff() > 0) == (d.labour_supply > 0));
    CHECK(std::abs(split.wage_by_sector(0, 2)) < 1e-14);  // never traded
  }
}

TEST_CASE("One sector's contribution is the home share's; in autarky the costs' by sector") {
  const auto one = bilateral_test::random_economy(5, 8, true);
  const auto d = bilateral_test::one_of_many(one, 4.0);
  const auto ease = bilateral_test::random_ease(5, 8);
  const auto split =
      split_real_income(multi_sector_equilibrium(sector_economy_of(d), {{}, {ease}}));
  const auto r = one_sector_equilibrium(one, ease, {4.0});
  for (Eigen::Index c = 0; c < 5; ++c) {
    CHECK_CLOSE_ABS(split.wage_by_sector(c, 0), std::log(home_share_gain(r.home_share[c], 4.0)),
                    1e-11);
    CHECK(std::abs(split.other[c]) < 1e-11);  // balanced, no duties
  }
  const auto e = sector_economy_of(bilateral_test::random_sectors(4, 3, 14, 0.2));
  dense_matrix<double> closed = dense_matrix<double>::Constant(4, 4, 1e-5);
  closed.diagonal().setOnes();
  const auto balanced = with_deficits(e, dense_vector<double>(dense_vector<double>::Zero(4)));
  const auto shut = multi_sector_equilibrium(balanced, {{}, {closed, closed, closed}});
  const auto cost = autarky_cost_by_sector(balanced);  // of real wages: there are duties
  const auto parts = split_real_income(shut);
  CHECK((parts.wage_by_sector + cost).cwiseAbs().maxCoeff() < 1e-3);
}

TEST_CASE(
    "A sector that is not made at home: autarky would be infinitely dear, the split adds up") {
  auto d = bilateral_test::random_sectors(3, 2, 3);
  d.flows[0](1, 1) = 0;
  const auto e = sector_economy_of(d);
  CHECK_REFUSES(argument_error, "nothing of s1 is made at home in c2", autarky_cost_of(e, 1));
  CHECK(autarky_cost_of(e, 0).sum() > 0);
  const auto r = multi_sector_equilibrium(e, {bilateral_test::other_tariffs(d, 3, 0.4), {}});
  const auto split = split_real_income(r);
  CHECK_CLOSE_ABS(split.wage_by_sector.row(1).sum() + split.other[1], std::log(r.real_income[1]),
                  1e-11);
  CHECK_REFUSES(argument_error, "there is no country of the number 3", autarky_cost_of(e, 3));
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
