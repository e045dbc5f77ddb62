#include <bilateral/econometrics/estimator/deterministic_case.hpp>

#include "support/close.hpp"

#include <string>

using namespace bilateral;

TEST_CASE("the five cases by number, with their terms") {
  const bool constant[] = {false, true, true, true, true};
  const bool trend[] = {false, false, false, true, true};
  const std::string names[] = {"I", "II", "III", "IV", "V"};
  for (int number = 1; number <= 5; ++number) {
    const deterministic_case c = deterministic_case_of(number);
    CHECK(static_cast<int>(c) == number);
    CHECK(has_constant(c) == constant[number - 1]);
    CHECK(has_trend(c) == trend[number - 1]);
    CHECK(roman(c) == names[number - 1]);
  }
  CHECK_REFUSES(argument_error, "the case is 6", deterministic_case_of(6));
  CHECK_REFUSES(argument_error, "the case is 0", deterministic_case_of(0));
}
