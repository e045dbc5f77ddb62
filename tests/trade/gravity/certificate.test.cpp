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
  CHECK(bound.rank == 9 - 2 - 3);  // a with b in two parts, the last with the first in three
  CHECK(effects_rank({a, b, a}).rank == 4);
}

TEST_CASE("components of two sets of levels") {
  const factor a{"a", {0, 0, 1, 1, 2, 2}, 3, {}};
  const factor b{"b", {0, 1, 0, 1, 2, 2}, 3, {}};
  const factor ring{"ring", {0, 1, 1, 2, 2, 0}, 3, {}};
  CHECK(detail::components_of(a, b) == 2);
  CHECK(detail::components_of(a, a) == 3);
  CHECK(detail::components_of(a, ring) == 1);
  CHECK(effects_rank({a, ring}).rank == 5);
}
