#include <bilateral/core/number_text.hpp>

#include <doctest/doctest.h>

using namespace bilateral;

TEST_CASE("number_text: the same bytes everywhere") {
  CHECK(shortest(0.1) == "0.1");
  CHECK(std::stod(shortest(1.0 / 3)) == 1.0 / 3);
  CHECK(fixed_text(2.5, 2) == "2.50");
  CHECK(fixed_text(-0.001, 2) == "0.00");
  CHECK(significant_text(123456789, 3) == "1.23e+08");
  CHECK(grouped_text(1234567.25, 1) == "1,234,567.2");
  CHECK(grouped_text(-999, 0) == "-999");
  CHECK(text("a", 1, 'b', 0.5) == "a1b0.5");
  CHECK(shortest(-INFINITY) == "-inf");
}
