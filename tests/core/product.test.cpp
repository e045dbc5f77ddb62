#include <bilateral/core/product.hpp>

#include "support/close.hpp"

TEST_CASE("hs_code: text with its leading zero") {
  CHECK(bilateral::hs_code("010121").code() == "010121");
  CHECK(bilateral::hs_code("010121").chapter() == bilateral::hs_code("01"));
  CHECK_REFUSES(bilateral::argument_error, "was a leading zero lost?", bilateral::hs_code("10121"));
  CHECK_REFUSES(bilateral::argument_error, "not 2, 4 or 6 digits", bilateral::hs_code("01012A"));
}
