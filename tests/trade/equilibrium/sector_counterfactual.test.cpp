// Intervals of the model of many sectors: delta against differences and draws, threads, refusals.
#include <bilateral/trade/equilibrium/sector_counterfactual.hpp>

#include <cmath>

#include "support/close.hpp"
#include "support/economies.hpp"
#include "support/sector_worlds.hpp"

using namespace bilateral;
using bilateral_test::random_sectors;

namespace {

using vector = dense_vector<double>;
using matrix = dense_matrix<double>;

sector_scenario deal(const sector_data<double>& d) {
  sector_scenario s;
  s.columns = {"deal"};
  matrix z = matrix::Zero(d.flows[0].rows(), d.flows[0].cols());
  z(0, 1) = z(1, 0) = 1;
  s.changes = {std::vector<matrix>(d.sectors.size(), z)};
  s.log_cost = matrix::Zero(z.rows(), z.cols());
  s.log_cost(2, 0) = std::log(0.9);
  s.tariffs = bilateral_test::other_tariffs(d, 3, 0.1);
  return s;
}

named_estimates believed(double error) {
  return {{"other", "deal"},
          (vector(2) << 9, 0.4).finished(),
          (matrix(2, 2) << 1, 0, 0, error * error).finished()};
}

std::vector<sector_elasticity> elasticities(double error) {
  return {{{3.0, spread_kind::normal, error, 0}, {0, 1}}, {{5.0}, {2}}};
}

}  // namespace

TEST_CASE("Delta errors are the differences of full solutions, kept deficits or none") {
  const auto d = random_sectors(4, 3, 14);
  for (const auto rule : {deficit_rule::keep, deficit_rule::zero}) {
    const auto at = [&](double b, double theta) {
      auto e = believed(0);
      e.coefficients[1] = b;
      auto t = elasticities(0);
      t[0].value.value = theta;
      return sector_counterfactual(d, deal(d), e, t, rule, {.equilibrium = {.tolerance = 1e-13}})
          .countries;
    };
    const double step = 1e-4;  // truncation of order step^2
    const auto b_up = at(0.4 + step, 3), b_down = at(0.4 - step, 3);
    const auto t_up = at(0.4, 3 + step), t_down = at(0.4, 3 - step);
    const auto r = sector_counterfactual(d, deal(d), believed(0.1), elasticities(0.5), rule);
    REQUIRE(r.intervals);
    const double z = 1.959963984540054;
    for (std::size_t i = 0; i < 4; ++i) {
      for (std::size_t o = 0; o < sector_outcome_count; ++o) {
        const auto slope = [&](const auto& up, const auto& down) {
          return std::log(up[i][o].estimate / down[i][o].estimate) / (2 * step);
        };
        const double half = z * std::hypot(0.1 * slope(b_up, b_down), 0.5 * slope(t_up, t_down));
        CHECK_CLOSE_REL(std::log(r.countries[i][o].high / r.countries[i][o].estimate), half, 1e-5);
        CHECK_CLOSE_REL(std::log(r.countries[i][o].estimate / r.countries[i][o].low), half, 1e-5);
      }
    }
  }
}

TEST_CASE("Draws agree with delta where little is uncertain, whatever the threads") {
  const auto d = random_sectors(3, 3, 5);
  const auto scenario = deal(d);
  const auto delta = sector_counterfactual(d, scenario, believed(0.02), elasticities(0.05));
  const auto draws = sector_counterfactual(d, scenario, believed(0.02), elasticities(0.05),
                                           deficit_rule::keep, {.draws = 300, .seed = 4});
  const auto threads =
      sector_counterfactual(d, scenario, believed(0.02), elasticities(0.05), deficit_rule::keep,
                            {.draws = 300, .seed = 4, .threads = 3});
  CHECK(draws.failed_draws == 0);
  for (std::size_t i = 0; i < 3; ++i) {
    const auto &a = delta.countries[i][0], &b = draws.countries[i][0];
    // 300 draws know the width of a 95 percent interval within some 10 percent
    CHECK_CLOSE_REL(b.high - b.low, a.high - a.low, 0.3);
    CHECK(b.low == threads.countries[i][0].low);
    CHECK(b.high == threads.countries[i][0].high);
  }
}

TEST_CASE("One sector has the intervals of the one-sector model") {
  const auto one = bilateral_test::random_economy(5, 3);
  auto d = bilateral_test::one_of_many(one, 4.0);
  matrix z = matrix::Zero(5, 5), cost = z;
  z(0, 1) = z(1, 0) = 1;
  cost(3, 2) = -0.1;
  const uncertain_value theta{4, spread_kind::uniform, 3, 5};
  const auto a = counterfactual(one, {{"deal"}, {z}, cost}, believed(0.1), {}, theta);
  const auto b =
      sector_counterfactual(d, {{"deal"}, {{z}}, cost, {}}, believed(0.1), {{theta, {0}}});
  for (std::size_t i = 0; i < 5; ++i) {
    const auto& x = *a.countries[i][static_cast<std::size_t>(country_outcome::real_income)];
    CHECK_CLOSE_REL(b.countries[i][0].low, x.low, 1e-10);
    CHECK_CLOSE_REL(b.countries[i][0].high, x.high, 1e-10);
  }
}

TEST_CASE("Draws without a solution are counted; nothing uncertain has no interval") {
  const auto d = random_sectors(3, 2, 5);
  const std::vector<sector_elasticity> wild{{{1.0, spread_kind::normal, 1.0, 0}, {0, 1}}};
  const auto r =
      sector_counterfactual(d, deal(d), believed(0), wild, deficit_rule::keep, {.draws = 40});
  CHECK(r.failed_draws > 0);  // a sixth of them are negative elasticities
  CHECK(r.failed_draws < 20);
  CHECK(bilateral_test::holds(r.failures.front(), "a trade elasticity must be above 0"));
  CHECK_FALSE(sector_counterfactual(d, deal(d), believed(0), {}).intervals);
}

TEST_CASE("Sentences of scenarios with sectors") {
  const auto d = random_sectors(3, 2, 5);
  auto s = deal(d);
  CHECK_REFUSES(argument_error, "the estimates have no term 'deal'",
                sector_counterfactual(d, s, named_estimates{}, {}));
  CHECK_REFUSES(argument_error, "at least 2 draws",
                sector_counterfactual(d, s, believed(1), {}, deficit_rule::keep, {.draws = 1}));
  CHECK_REFUSES(argument_error, "names the sector number 9 of 2",
                sector_counterfactual(d, s, believed(1), {{{3.0}, {9}}}));
  CHECK_REFUSES(argument_error, "names the sector number 2 of 2",
                sector_counterfactual(d, s, believed(1), {{{3.0}, {2}}}));
  CHECK_REFUSES(argument_error, "names the sector number -1 of 2",
                sector_counterfactual(d, s, believed(1), {{{3.0}, {-1}}}));
  for (const double level : {0.0, 1.0}) {
    CHECK_REFUSES(
        argument_error, "it must lie between 0 and 1",
        sector_counterfactual(d, s, believed(1), {}, deficit_rule::keep, {.level = level}));
  }
  auto unnamed = s;
  unnamed.columns.clear();
  CHECK_REFUSES(argument_error, "there are 1 changes for 0 terms",
                sector_counterfactual(d, unnamed, believed(1), {}));
  s.changes[0].pop_back();
  CHECK_REFUSES(argument_error, "a term changes in 1 sectors of 2",
                sector_counterfactual(d, s, believed(1), {}));
}
