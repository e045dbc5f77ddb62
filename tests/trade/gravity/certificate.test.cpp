// verify() on a fit stands in event_study.test.cpp, where there is one.
#include <bilateral/trade/gravity/certificate.hpp>

#include <doctest/doctest.h>

using namespace bilateral;

TEST_CASE(
    "rank of dummies: components for two sets, elimination for more, a bound beyond the limit") {
  const factor a{"a", {0, 0, 1, 1, 2, 2}, 3, {}};
  const factor b{"b", {0, 1, 0, 1, 2, 2}, 3, {}};
  const factor c{"c", {0, 1, 2, 3, 4, 5}, 6, {}};
  CHECK(effects_rank({a}).rank == 3);
  CHECK(effects_rank({a, b}).rank == 3 + 3 - 2);
  CHECK(effects_rank({a, b, c}).rank == 6);
  const auto bound = effects_rank({a, b, a}, 1);
  CHECK(!bound.exact);
  CHECK(bound.rank >= effects_rank({a, b, a}).rank);
  CHECK(effects_rank({a, b, a}).rank == 4);
}
