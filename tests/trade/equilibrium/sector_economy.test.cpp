// A world of sectors adds up, and refuses what is none.
#include <bilateral/trade/equilibrium/sector_economy.hpp>

#include "support/close.hpp"
#include "support/sector_worlds.hpp"

using namespace bilateral;
using bilateral_test::random_sectors;

TEST_CASE("Accounts: income is spent, value added is output less inputs, deficits cancel") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const auto e = sector_economy_of(random_sectors(5, 4, seed));
    REQUIRE(e.negative_final.empty());
    CHECK((e.final_share.rowwise().sum().array() - 1).abs().maxCoeff() < 1e-14);
    CHECK_CLOSE_ABS(e.deficit.sum(), 0, 1e-10);
    for (Eigen::Index c = 0; c < 5; ++c) {
      double inputs = 0;
      for (Eigen::Index j = 0; j < 4; ++j)
        inputs += (1 - e.data.value_added(c, j)) * e.output(c, j);
      CHECK_CLOSE_REL(e.output.row(c).sum() - inputs, e.value_added[c], 1e-13);
      CHECK_CLOSE_REL(e.spending.row(c).sum() - inputs, e.income()[c], 1e-12);
    }
  }
}

TEST_CASE("Sentences of a world of sectors") {
  const auto good = random_sectors(3, 2, 2);
  auto d = good;
  d.theta[0] = 0;
  CHECK_REFUSES(argument_error, "theta of s1 is 0", sector_economy_of(d));
  d = good;
  d.flows[0](0, 1) = -1;
  CHECK_REFUSES(argument_error, "the flow of s1 from c1 to c2 is -1", sector_economy_of(d));
  d = good;
  d.inputs[1](0, 0) += 0.2;
  CHECK_REFUSES(argument_error, "the shares of inputs of s1 in c2 add up to", sector_economy_of(d));
  d = good;
  d.inputs[1](0, 0) = -0.2;
  CHECK_REFUSES(argument_error, "is -0.2; it cannot be negative", sector_economy_of(d));
  d = good;
  d.value_added(2, 1) = 0;
  CHECK_REFUSES(argument_error, "the table is unproductive", sector_economy_of(d));
  d = good;
  d.value_added.resize(0, 0);
  CHECK_REFUSES(argument_error, "no shares of value added", sector_economy_of(d));
  d = good;
  d.flows[1].col(0).setZero();
  CHECK_REFUSES(argument_error, "c1 buys nothing of s2", sector_economy_of(d));
  d = good;
  d.tariffs[0](0, 1) = -1;
  CHECK_REFUSES(argument_error, "from c1 to c2 is -100 percent", sector_economy_of(d));
  d = good;
  d.labour_supply = -0.5;
  CHECK_REFUSES(argument_error, "the elasticity of labour supply is -0.5", sector_economy_of(d));
  d = good;
  d.flows[0].row(1).setZero();
  d.flows[1].row(1).setZero();
  d.flows[1](0, 1) = 1;
  CHECK_REFUSES(argument_error, "c2 produces nothing", sector_economy_of(d));
}

TEST_CASE("Shapes that do not fit are named") {
  const auto good = random_sectors(3, 2, 2);
  auto d = good;
  d.countries.resize(1);
  CHECK_REFUSES(argument_error, "trade needs two countries", sector_economy_of(d));
  d = good;
  d.sectors.clear();
  CHECK_REFUSES(argument_error, "there is no sector", sector_economy_of(d));
  d = good;
  d.flows.pop_back();
  CHECK_REFUSES(argument_error, "flows has 1 values but sectors has 2", sector_economy_of(d));
  d = good;
  d.theta.conservativeResize(1);
  CHECK_REFUSES(argument_error, "theta has 1 values but sectors has 2", sector_economy_of(d));
  d = good;
  d.tariffs.pop_back();
  CHECK_REFUSES(argument_error, "there are tariffs of 1 sectors for 2", sector_economy_of(d));
  d = good;
  d.flows[1].conservativeResize(2, 3);
  CHECK_REFUSES(argument_error, "the flows of s2 are 2 x 3 but there are 3 countries",
                sector_economy_of(d));
  d = good;
  d.tariffs[1].conservativeResize(3, 2);
  CHECK_REFUSES(argument_error, "the tariffs of s2 do not have the shape", sector_economy_of(d));
  d = good;
  d.value_added.conservativeResize(3, 1);
  CHECK_REFUSES(argument_error, "value_added is 3 x 1 for 3 countries and 2 sectors",
                sector_economy_of(d));
  d = good;
  d.inputs.pop_back();
  CHECK_REFUSES(argument_error, "inputs has 2 values but countries has 3", sector_economy_of(d));
  d = good;
  d.inputs[2].conservativeResize(1, 2);
  CHECK_REFUSES(argument_error, "the table of inputs of c3 is 1 x 2 for 2 sectors",
                sector_economy_of(d));
}

TEST_CASE("Tariffs are income where they are rebated; shares of a table's digits are scaled") {
  auto d = random_sectors(3, 2, 2);
  const auto rebated = sector_economy_of(d);
  for (Eigen::Index c = 0; c < 3; ++c) {
    double duty = 0;
    for (std::size_t s = 0; s < 2; ++s) {
      for (Eigen::Index i = 0; i < 3; ++i) duty += d.tariffs[s](i, c) * d.flows[s](i, c);
    }
    CHECK_CLOSE_REL(rebated.revenue[c], duty, 1e-13);
    CHECK_CLOSE_REL(rebated.income()[c],
                    rebated.value_added[c] + rebated.deficit[c] + rebated.revenue[c], 1e-15);
  }
  d.revenue = tariff_revenue::kept_by_state;
  const auto kept = sector_economy_of(d);
  CHECK(kept.income() == rebated.value_added + rebated.deficit);
  const auto exact = d.inputs[1];
  d.inputs[1].col(0) *= 1 + 5e-5;  // as a file with four digits has it
  const auto scaled = sector_economy_of(d).data.inputs[1];
  CHECK_CLOSE_ABS(scaled.col(0).sum(), 1, 1e-15);
  CHECK((scaled - exact).cwiseAbs().maxCoeff() < 1e-15);
  for (auto& t : d.tariffs) t.setConstant(-0.05);
  CHECK_REFUSES(argument_error, "tariffs of c1 cost it", sector_economy_of(d));
}
