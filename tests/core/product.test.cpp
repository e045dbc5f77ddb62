#include <bilateral/core/product.hpp>

#include "support/close.hpp"

TEST_CASE("hs_code: text with its leading zero") {
  CHECK(bilateral::hs_code("010121").code() == "010121");
  CHECK(bilateral::hs_code("010121").chapter() == bilateral::hs_code("01"));
  CHECK_REFUSES(bilateral::argument_error, "was a leading zero lost?", bilateral::hs_code("10121"));
  CHECK_REFUSES(bilateral::argument_error, "not 2, 4 or 6 digits", bilateral::hs_code("01012A"));
}

TEST_CASE("hs_sections: every chapter once, none for those that are kept free") {
  using bilateral::hs_code;
  int next = 1, number = 1;
  for (const auto& s : bilateral::hs_sections) {
    CHECK(s.number == number++);
    CHECK(s.first_chapter == next);
    CHECK(s.last_chapter >= s.first_chapter);
    next = s.last_chapter + 1;
  }
  CHECK(next == 98);
  CHECK(bilateral::section_of(hs_code("080440"))->number == 2);   // avocados
  CHECK(bilateral::section_of(hs_code("2603"))->number == 5);     // copper ores
  CHECK(bilateral::section_of(hs_code("74"))->number == 15);      // copper
  CHECK(bilateral::section_of(hs_code("851713"))->number == 16);  // smartphones
  for (const char* none : {"77", "98", "999999", "00"})
    CHECK_FALSE(bilateral::section_of(hs_code(none)).has_value());
}
