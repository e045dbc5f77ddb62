#include <bilateral/core/frequency.hpp>

#include <doctest/doctest.h>

static_assert(bilateral::frequency<bilateral::monthly> && !bilateral::frequency<int>);

TEST_CASE("frequency: periods a year") {
  CHECK(bilateral::annual::periods_per_year == 1);
  CHECK(bilateral::quarterly::periods_per_year == 4);
  CHECK(bilateral::monthly::periods_per_year == 12);
}
