// The shock alone: by hand, against small shocks, in one and many sectors.
#include <bilateral/trade/equilibrium/one_sector.hpp>
#include <bilateral/trade/equilibrium/partial_effect.hpp>

#include <cmath>

#include "support/close.hpp"
#include "support/economies.hpp"
#include "support/sector_worlds.hpp"

using namespace bilateral;

namespace {

dense_matrix<double> ones(Eigen::Index n) { return dense_matrix<double>::Ones(n, n); }

}  // namespace

TEST_CASE("By hand: three countries, one pair easier") {
  dense_matrix<double> flows(3, 3);
  flows << 100, 10, 30, 20, 80, 5, 0, 6, 60;
  const auto e = economy_of<double>(flows, {"A", "B", "C"});
  dense_matrix<double> ease = ones(3);
  ease(0, 1) = 1.5;
  const auto after = partial_flows(e, ease);
  const auto change = change_of_trade(e.flows, after);
  CHECK(after(0, 1) == 15);
  CHECK(after(0, 0) == 100);
  CHECK(*change.exports[0] == 45.0 / 40);
  CHECK(*change.imports[0] == 1);
  CHECK(*change.trade[0] == 65.0 / 60);
  CHECK(*change.imports[1] == 21.0 / 16);
  CHECK(*change.exports[2] == 1);
  const auto none = change_of_trade<double>(flows.topLeftCorner(1, 1), flows.topLeftCorner(1, 1));
  CHECK_FALSE(none.exports[0].has_value());
}

TEST_CASE("The shock of a pair too small to move anything else is the equilibrium's own effect") {
  const auto e = bilateral_test::random_economy(6, 3);
  dense_matrix<double> flows = e.flows;
  flows(0, 1) *= 1e-9;  // resistances answer in proportion to the pair's weight
  const auto small = economy_of<double>(flows, e.countries);
  dense_matrix<double> ease = ones(6);
  ease(0, 1) = 1.8;
  const auto r = one_sector_equilibrium(small, ease, {5.0});
  const auto alone = partial_flows(small, ease);
  CHECK_CLOSE_REL(r.flows(0, 1), alone(0, 1), 1e-8);
}

TEST_CASE("The result of one sector holds it; a zero shock has none") {
  const auto e = bilateral_test::random_economy(5, 4);
  const auto ease = bilateral_test::random_ease(5, 4);
  const auto r = one_sector_equilibrium(e, ease, {4.0});
  const auto alone = change_of_trade(e.flows, partial_flows(e, ease));
  const auto still = one_sector_equilibrium(e, ones(5), {4.0});
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK(*r.partial.exports[i] == *alone.exports[i]);
    CHECK(*r.partial.imports[i] == *alone.imports[i]);
    CHECK(*r.partial.trade[i] == *alone.trade[i]);
    CHECK(*still.partial.trade[i] == 1);
  }
}

TEST_CASE("Many sectors: the ease moves what is spent, a tariff moves what is left of it too") {
  auto d = bilateral_test::random_sectors(4, 2, 5);
  const auto e = sector_economy_of(d);
  sector_policy<double> policy;
  policy.tariffs = bilateral_test::other_tariffs(d, 5, 0.3);
  policy.ease.assign(2, bilateral_test::random_ease(4, 6));
  const auto after = partial_flows(e, policy);
  for (std::size_t j = 0; j < 2; ++j) {
    for (Eigen::Index b = 0; b < 4; ++b) {
      for (Eigen::Index a = 0; a < 4; ++a) {
        const double dearer = (1 + policy.tariffs[j](a, b)) / (1 + d.tariffs[j](a, b));
        const double gross =
            policy.ease[j](a, b) * std::pow(dearer, -d.theta[static_cast<Eigen::Index>(j)]);
        CHECK_CLOSE_ABS(after[j](a, b), d.flows[j](a, b) * gross / dearer, 1e-12);
      }
    }
  }
  CHECK(partial_flows(e, {})[0] == d.flows[0]);
}

TEST_CASE("Many sectors: a pair too small to move anything else") {
  auto d = bilateral_test::random_sectors(4, 2, 8);
  d.flows[0](0, 1) *= 1e-9;
  const auto e = sector_economy_of(d);
  sector_policy<double> policy{d.tariffs, {}};
  policy.tariffs[0](0, 1) += 0.25;
  const auto r = multi_sector_equilibrium(e, policy);
  CHECK_CLOSE_REL(r.after.data.flows[0](0, 1), partial_flows(e, policy)[0](0, 1), 1e-8);
}

TEST_CASE("Sentences") {
  const auto e = bilateral_test::random_economy(3, 1);
  CHECK_REFUSES(argument_error, "2 x 2 but there are 3", partial_flows(e, ones(2)));
  CHECK_REFUSES(argument_error, "must be above 0",
                partial_flows(e, dense_matrix<double>(dense_matrix<double>::Zero(3, 3))));
  CHECK_REFUSES(argument_error, "3 x 3 before and 2 x 2 after", change_of_trade(ones(3), ones(2)));
  const auto s = sector_economy_of(bilateral_test::random_sectors(3, 2, 1));
  CHECK_REFUSES(argument_error, "ease of trade of 1 sectors for 2",
                partial_flows(s, sector_policy<double>{{}, {ones(3)}}));
  CHECK_REFUSES(argument_error, "-100 percent",
                partial_flows(s, sector_policy<double>{{-ones(3), -ones(3)}, {}}));
}
