#include <bilateral/econometrics/estimator/effects_rank.hpp>

#include "support/close.hpp"

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

TEST_CASE("no rank of no effects, nor of effects of other lengths") {
  CHECK_REFUSES(argument_error, "there are no effects", effects_rank({}));
  CHECK_REFUSES(argument_error, "b has 2 values but a has 3",
                effects_rank({{"a", {0, 1, 1}, 2, {}}, {"b", {0, 1}, 2, {}}}));
}

TEST_CASE("effects with slopes count a slope a group where it varies there") {
  factor a{"a", {0, 0, 1, 1, 2, 2}, 3, {}};
  a.slopes = {{"s", {1, 2, 3, 4, 5, 5}}};
  const auto alone = effects_rank({a});
  CHECK(alone.exact);
  CHECK(alone.rank == 3 + 2);  // s does not vary in the third group
  CHECK_FALSE(effects_rank({a, {"b", {0, 1, 0, 1, 0, 1}, 2, {}}}).exact);
}
