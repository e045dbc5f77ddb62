#include <bilateral/stats/test_result.hpp>

#include <doctest/doctest.h>

#include <optional>

TEST_CASE("test_result: no p-value unless one was computed") {
  const bilateral::test_result t;
  CHECK_FALSE(t.p_value.has_value());
  CHECK(t.critical_values.empty());
}

TEST_CASE("p-values in print: two digits, from a ten-thousandth on") {
  using bilateral::p_value_text;
  CHECK(p_value_text(std::nullopt) == "no p");
  CHECK(p_value_text(0.0123) == "p = 0.012");
  CHECK(p_value_text(1e-4) == "p = 0.0001");
  CHECK(p_value_text(0.00009) == "p < 0.0001");
  CHECK(p_value_text(0.00002) == "p < 0.0001");
  CHECK(p_value_text(0) == "p < 0.0001");
  CHECK(p_value_text(1) == "p = 1");
}
