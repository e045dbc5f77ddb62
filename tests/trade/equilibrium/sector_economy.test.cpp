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
}
