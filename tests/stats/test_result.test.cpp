#include <bilateral/stats/test_result.hpp>

#include <doctest/doctest.h>

TEST_CASE("test_result: no p-value unless one was computed") {
  const bilateral::test_result t;
  CHECK_FALSE(t.p_value.has_value());
  CHECK(t.critical_values.empty());
}
