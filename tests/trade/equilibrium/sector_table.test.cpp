// From an inter-country table to the model of many sectors and back.
#include <bilateral/trade/equilibrium/multi_sector.hpp>
#include <bilateral/trade/equilibrium/sector_table.hpp>

#include "support/close.hpp"
#include "support/sector_worlds.hpp"

using namespace bilateral;

namespace {

using vector = dense_vector<double>;
using matrix = dense_matrix<double>;

struct known_world {
  sector_data<double> data;
  multi_region_table<double> table;
  matrix final_demand;
};

// every user of a country takes the country's mix of origins, as the model has it
known_world world_and_table(std::uint64_t seed) {
  known_world w;
  w.data = bilateral_test::random_sectors(3, 4, seed, 0.0);
  const auto e = sector_economy_of(w.data);
  REQUIRE(e.negative_final.empty());
  const Eigen::Index n = 3, s = 4;
  w.table.regions = w.data.countries;
  w.table.sectors = w.data.sectors;
  w.table.transactions = matrix::Zero(n * s, n * s);
  w.table.output.resize(n * s);
  w.final_demand = matrix::Zero(n * s, n);
  for (Eigen::Index o = 0; o < n; ++o) {
    for (Eigen::Index i = 0; i < s; ++i) {
      w.table.output[o * s + i] = e.output(o, i);
      for (Eigen::Index q = 0; q < n; ++q) {
        const double share = w.data.flows[static_cast<std::size_t>(i)](o, q) / e.spending(q, i);
        w.final_demand(o * s + i, q) = share * e.final_share(q, i) * e.income()[q];
        for (Eigen::Index j = 0; j < s; ++j) {
          w.table.transactions(o * s + i, q * s + j) =
              share * w.data.inputs[static_cast<std::size_t>(q)](i, j) *
              (1 - w.data.value_added(q, j)) * e.output(q, j);
        }
      }
    }
  }
  return w;
}

}  // namespace

TEST_CASE("A table written from a world of sectors gives that world back") {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const auto w = world_and_table(seed);
    const auto d = sector_data_of(w.table, w.final_demand, w.data.theta);
    CHECK((d.value_added - w.data.value_added).cwiseAbs().maxCoeff() < 1e-13);
    for (std::size_t j = 0; j < 4; ++j)
      CHECK((d.flows[j] - w.data.flows[j]).cwiseAbs().maxCoeff() < 1e-12);
    for (std::size_t c = 0; c < 3; ++c)
      CHECK((d.inputs[c] - w.data.inputs[c]).cwiseAbs().maxCoeff() < 1e-13);
    auto ease = std::vector<matrix>(4, matrix::Ones(3, 3));
    ease[0](0, 1) = 1.5;
    const auto a = multi_sector_equilibrium(sector_economy_of(d), {{}, ease});
    const auto b = multi_sector_equilibrium(sector_economy_of(w.data), {{}, ease});
    CHECK((a.real_income - b.real_income).cwiseAbs().maxCoeff() < 1e-11);
  }
}

TEST_CASE("Sectors that use nothing are all value added") {
  multi_region_table<double> t{{"A", "B"}, {"s"}, matrix::Zero(2, 2), vector(2)};
  matrix f(2, 2);
  f << 3, 1, 2, 4;
  t.output = f.rowwise().sum();
  const auto d = sector_data_of(t, f, vector(vector::Constant(1, 4)));
  CHECK(d.value_added.minCoeff() == 1);
  CHECK(d.flows[0] == f);
  CHECK(sector_economy_of(d).final_share.minCoeff() == 1);
}

TEST_CASE("By hand: two regions, two sectors, a deficit") {
  // rows sell, columns buy: A farm, A shop, B farm, B shop; then final use in A and in B
  multi_region_table<double> t{{"A", "B"}, {"farm", "shop"}, matrix(4, 4), vector(4)};
  t.transactions << 10, 5, 5, 0, 4, 6, 0, 0, 6, 4, 20, 10, 0, 0, 10, 30;
  matrix f(4, 2);
  f << 20, 10, 30, 0, 15, 45, 0, 60;
  t.output.resize(4);
  t.output << 50, 40, 100, 100;
  vector primary(4);
  primary << 30, 25, 65, 60;
  const auto d = sector_data_of(t, f, vector(vector::Constant(2, 4)), primary);
  matrix farm(2, 2), shop(2, 2), gamma(2, 2), inputs(2, 2);
  farm << 10 + 5 + 20, 5 + 0 + 10, 6 + 4 + 15, 20 + 10 + 45;
  shop << 4 + 6 + 30, 0, 0, 10 + 30 + 60;
  gamma << 0.6, 25.0 / 40, 0.65, 0.6;
  inputs << 16.0 / 20, 9.0 / 15, 4.0 / 20, 6.0 / 15;
  CHECK(d.flows[0] == farm);
  CHECK(d.flows[1] == shop);
  CHECK((d.value_added - gamma).cwiseAbs().maxCoeff() < 1e-15);
  CHECK((d.inputs[0] - inputs).cwiseAbs().maxCoeff() < 1e-15);
  const auto e = sector_economy_of(d);
  CHECK_CLOSE_ABS(e.deficit[0], 25 - 15, 1e-12);  // A buys 25 farm goods of B and sells it 15
  CHECK_CLOSE_ABS(e.value_added[0], 55, 1e-12);
  CHECK_CLOSE_ABS(e.income()[0], 20 + 30 + 15, 1e-12);  // final use
  CHECK_CLOSE_REL(e.final_share(0, 0), 35.0 / 65, 1e-14);
  CHECK_CLOSE_REL(e.final_share(1, 1), 60.0 / 115, 1e-14);
  primary[1] += 1;
  CHECK_REFUSES(argument_error,
                "A: shop costs 41 (inputs 15, value added and taxes 26) but its output is 40",
                sector_data_of(t, f, vector(vector::Constant(2, 4)), primary));
  CHECK_REFUSES(argument_error, "primary has 3 values for 4",
                sector_data_of(t, f, vector(vector::Constant(2, 4)), vector(primary.head(3))));
}

TEST_CASE("Sentences of tables") {
  auto w = world_and_table(1);
  CHECK_REFUSES(argument_error, "final_demand is 12 x 2 for 3 regions and 4 sectors",
                sector_data_of(w.table, matrix(w.final_demand.leftCols(2)), w.data.theta));
  w.final_demand(5, 0) += 1;
  CHECK_REFUSES(argument_error, "c2: s2 sells",
                sector_data_of(w.table, w.final_demand, w.data.theta));
  w = world_and_table(1);
  w.table.regions[1] = "c1";
  CHECK_REFUSES(argument_error, "c1 is there twice",
                sector_data_of(w.table, w.final_demand, w.data.theta));
  // inputs above the output: the table is not productive
  w = world_and_table(1);
  w.table.transactions.col(2) *= 20;
  w.table.output = w.table.transactions.rowwise().sum() + w.final_demand.rowwise().sum();
  CHECK_REFUSES(argument_error, "the table is unproductive",
                sector_economy_of(sector_data_of(w.table, w.final_demand, w.data.theta)));
}
