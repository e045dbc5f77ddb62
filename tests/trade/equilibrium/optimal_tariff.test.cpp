// Optimal and Nash tariffs: closed forms of one sector, gradients against differences, replies that
// cannot be bettered.
#include <bilateral/trade/equilibrium/optimal_tariff.hpp>

#include <cmath>

#include "support/close.hpp"
#include "support/data.hpp"
#include "support/sector_worlds.hpp"

using namespace bilateral;
using bilateral_test::random_sectors;

namespace {

using vector = dense_vector<double>;
using matrix = dense_matrix<double>;

// one sector, no inputs, no duties
sector_economy<double> one_sector(const matrix& flows, double theta) {
  sector_data<double> d;
  for (Eigen::Index i = 0; i < flows.rows(); ++i)
    d.countries.push_back(std::string(1, static_cast<char>('A' + i)));
  d.sectors = {"all"};
  d.flows = {flows};
  d.theta = vector::Constant(1, theta);
  return sector_economy_of(d);
}

double sold_at_home(const multi_sector_result<double>& r, Eigen::Index i) {
  return r.after.data.flows[0](i, i) / r.after.output(i, 0);
}

}  // namespace

TEST_CASE("A small open economy's optimal tariff is 1/theta") {
  matrix flows(3, 3);
  flows << 6e-6, 2e-6, 2e-6, 3e-6, 0.5, 0.1, 1e-6, 0.1, 0.7;
  for (const double theta : {2.0, 4.0, 8.0}) {
    const auto r = optimal_tariff(one_sector(flows, theta), "A");
    // the country is a hundred-thousandth of the world
    CHECK_CLOSE_REL(r.rates[0][0], 1 / theta, 1e-4);
    CHECK(r.equilibrium.real_income[0] > 1);
    CHECK(r.slope[0] < 1e-10);
    CHECK(r.instruments[0] == std::vector<std::string>{"all imports"});
  }
}

TEST_CASE("Two countries: t = 1 / (theta x the other's share of output sold at home)") {
  matrix flows(2, 2);
  flows << 6, 2, 2, 9;  // balanced
  for (const double theta : {3.0, 6.0}) {
    const auto e = one_sector(flows, theta);
    const auto alone = optimal_tariff(e, "A");
    CHECK_CLOSE_REL(alone.rates[0][0], 1 / (theta * sold_at_home(alone.equilibrium, 1)), 1e-8);
    const auto war = nash_tariffs(e, {"A", "B"});
    CHECK_CLOSE_REL(war.rates[0][0], 1 / (theta * sold_at_home(war.equilibrium, 1)), 1e-7);
    CHECK_CLOSE_REL(war.rates[1][0], 1 / (theta * sold_at_home(war.equilibrium, 0)), 1e-7);
    CHECK(war.slope.maxCoeff() < 1e-9);
    // the war costs the world what one tariff gains its setter
    CHECK(alone.equilibrium.real_income[0] > 1);
    CHECK(alone.equilibrium.real_income[1] < 1);
    CHECK(war.equilibrium.real_income[1] < 1);
  }
}

TEST_CASE(
    "Fixed points and differences in another program find the same optimal and Nash tariffs") {
  const auto cells = bilateral_test::read_cells(bilateral_test::reference("optimal_tariff.csv"));
  const auto cases = cells.texts("case"), country = cells.texts("country"), on = cells.texts("on");
  const auto rate = cells.numbers("rate");
  REQUIRE(cases.size() == 6);
  const auto e = sector_economy_of(bilateral_test::formula_sectors().first);
  const auto same = [&](const tariff_war& war, std::size_t player, std::size_t instrument,
                        std::size_t row) {
    CHECK(war.players[player] == country[row]);
    CHECK(war.instruments[player][instrument] == on[row]);
    CHECK_CLOSE_ABS(war.rates[player][static_cast<Eigen::Index>(instrument)], rate[row], 1e-7);
  };
  same(optimal_tariff(e, "c0"), 0, 0, 0);
  same(optimal_tariff(e, "c3"), 0, 0, 1);
  const auto by_sector = optimal_tariff(e, "c1", {.choice = tariff_choice::by_sector});
  same(by_sector, 0, 0, 2);
  same(by_sector, 0, 1, 3);
  const auto war = nash_tariffs(e, {"c0", "c2"});
  same(war, 0, 0, 4);
  same(war, 1, 0, 5);
}

TEST_CASE("Symmetric countries set the same tariff; relabelling changes nothing") {
  matrix flows = matrix::Constant(3, 3, 1.0);
  flows.diagonal().setConstant(5);
  const auto war = nash_tariffs(one_sector(flows, 5), {"C", "A", "B"});
  CHECK_CLOSE_REL(war.rates[0][0], war.rates[1][0], 1e-7);
  CHECK_CLOSE_REL(war.rates[0][0], war.rates[2][0], 1e-7);
  CHECK(war.equilibrium.real_income.maxCoeff() < 1);
  CHECK(war.rounds > 1);
}

TEST_CASE("The gradient of welfare equals central differences of full solutions") {
  const auto e = sector_economy_of(random_sectors(4, 3, 8));
  const equilibrium_options tight{.tolerance = 1e-14};
  for (const auto choice :
       {tariff_choice::all_imports, tariff_choice::by_partner, tariff_choice::by_sector}) {
    const auto instruments = detail::instruments_of(e, 1, choice);
    const auto g = tariff_gradient(e, e.data.tariffs, 1, choice, tight);
    REQUIRE(g.size() == static_cast<Eigen::Index>(instruments.size()));
    for (std::size_t k = 0; k < instruments.size(); ++k) {
      const double step = 1e-4;  // truncation of order step^2
      const auto welfare = [&](double by) {
        auto t = e.data.tariffs;
        for (std::size_t j = 0; j < t.size(); ++j) {
          t[j] = (1 + t[j].array()) * (by * instruments[k].where[j].array()).exp() - 1;
        }
        return std::log(
            multi_sector_equilibrium(e, {t, {}}, deficit_rule::keep, tight).real_income[1]);
      };
      CHECK_CLOSE_ABS(g[static_cast<Eigen::Index>(k)], (welfare(step) - welfare(-step)) / 2 / step,
                      1e-7);
    }
  }
}

TEST_CASE("No other rate serves the country better; more instruments serve it at least as well") {
  const auto e = sector_economy_of(random_sectors(3, 3, 21));
  const auto one = optimal_tariff(e, "c2");
  const auto many = optimal_tariff(e, "c2", {.choice = tariff_choice::by_sector});
  CHECK(many.rates[0].size() == 2);  // the third sector is not traded
  CHECK(many.equilibrium.real_income[1] > one.equilibrium.real_income[1]);
  for (const double other : {0.5, 0.9, 1.1, 2.0}) {
    auto t = one.tariffs;
    for (auto& m : t) {
      for (Eigen::Index i = 0; i < 3; ++i) m(i, 1) *= other;
    }
    CHECK(multi_sector_equilibrium(e, {t, {}}).real_income[1] < one.equilibrium.real_income[1]);
  }
}

TEST_CASE("Sentences of tariffs that are chosen") {
  matrix flows(2, 2);
  flows << 6, 2, 2, 9;
  const auto e = one_sector(flows, 4);
  CHECK_REFUSES(argument_error, "no country sets tariffs", nash_tariffs(e, {}));
  CHECK_REFUSES(argument_error, "there is no country 'X' among the flows", nash_tariffs(e, {"X"}));
  CHECK_REFUSES(argument_error, "A is named twice", nash_tariffs(e, {"A", "A"}));
  auto d = e.data;
  d.labour_supply = 0.5;
  CHECK_REFUSES(argument_error, "no welfare to choose tariffs by",
                nash_tariffs(sector_economy_of(d), {"A"}));
  d.labour_supply = 0;
  d.revenue = tariff_revenue::kept_by_state;
  CHECK_REFUSES(argument_error, "rebates their revenue", nash_tariffs(sector_economy_of(d), {"A"}));
  CHECK_REFUSES(convergence_error, "do not settle in 1 rounds",
                nash_tariffs(e, {"A", "B"}, {.max_rounds = 1}));
  CHECK_REFUSES(argument_error, "there is no country of the number 7",
                tariff_gradient(e, {matrix::Zero(2, 2)}, 7, tariff_choice::all_imports));
}
