#include <bilateral/core/bounds.hpp>

#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("bounds: arithmetic holds every point of its operands, on a grid") {
  const bounds intervals[] = {exactly(2),  between(-1, 3), bounds(0, 2, true, false),
                              at_least(1), less_than(-2),  bounds(-3, 0, false, true)};
  const auto points = [](const bounds& b) {
    std::vector<double> out;
    for (double x = -5; x <= 5; x += 0.25) {
      if (b.contains(x)) out.push_back(x);
    }
    return out;
  };
  for (const auto& a : intervals) {
    for (const auto& b : intervals) {
      for (const double x : points(a)) {
        for (const double y : points(b)) {
          CHECK((a + b).contains(x + y));
          CHECK((a - b).contains(x - y));
          CHECK((a * b).contains(x * y));
          if (b.low() > 0 || b.high() < 0) CHECK((a / b).contains(x / y));
        }
      }
    }
  }
  CHECK(bounds(1, 2, true, false) * bounds(3, 4, false, false) == bounds(3, 8, true, false));
  CHECK(rounded(9, 0) == bounds(8.5, 9.5, false, true));
  CHECK(truncated(4, 0) == bounds(4, 5, false, true));
  CHECK(nearly(15, 0.1) == bounds(13.5, 15, false, true));
  CHECK(tens_of(1e3) == bounds(1e4, 1e5, false, true));
}

TEST_CASE("bounds: comparison answers yes, no or undetermined") {
  CHECK(less(between(1, 2), between(3, 4)) == decision::yes);
  CHECK(less(between(1, 3), bounds(3, 4, true, false)) == decision::yes);
  CHECK(less(between(1, 3), between(3, 4)) == decision::undetermined);
  CHECK(less(between(4, 5), between(3, 4)) == decision::no);
  CHECK(within_bounds(between(1, 2), between(0, 3)) == decision::yes);
  CHECK(within_bounds(between(1, 4), between(0, 3)) == decision::undetermined);
  CHECK(within_bounds(exactly(3), less_than(3)) == decision::no);
}

TEST_CASE("bounds: refusals") {
  CHECK_REFUSES(argument_error, "empty", bounds(2, 1, false, false));
  CHECK_REFUSES(argument_error, "empty", bounds(2, 2, true, false));
  CHECK_REFUSES(argument_error, "NaN", bounds(std::nan("")));
  CHECK_REFUSES(argument_error, "holds zero", exactly(1) / between(-1, 1));
}

TEST_CASE("bounds: intervals that touch at one point share it only where both are closed there") {
  const auto common = intersection(between(1, 2), between(2, 3));
  REQUIRE(common.has_value());
  CHECK(*common == exactly(2));
  CHECK_FALSE(intersection(bounds(1, 2, false, true), between(2, 3)).has_value());
  CHECK_FALSE(intersection(between(1, 2), bounds(2, 3, true, false)).has_value());
  CHECK_FALSE(intersection(bounds(1, 2, false, true), bounds(2, 3, true, false)).has_value());
  CHECK_FALSE(intersection(between(1, 2), between(2.5, 3)).has_value());
  // the same from the other side
  CHECK(*intersection(between(2, 3), between(1, 2)) == exactly(2));
  CHECK_FALSE(intersection(between(2, 3), bounds(1, 2, false, true)).has_value());
  // equal ends: open wins on either side
  CHECK(*intersection(bounds(1, 3, true, false), bounds(1, 3, false, true)) ==
        bounds(1, 3, true, true));
  CHECK(*intersection(bounds(1, 3, false, true), bounds(1, 3, true, false)) ==
        bounds(1, 3, true, true));
  CHECK(*intersection(between(1, 4), bounds(2, 3, true, true)) == bounds(2, 3, true, true));
  // and it is no comparison that decides: at the point itself they are equal
  CHECK(less(between(1, 2), between(2, 3)) == decision::undetermined);
  CHECK(less(between(2, 3), between(1, 2)) == decision::no);
  CHECK(less(bounds(1, 2, false, true), between(2, 3)) == decision::yes);
  CHECK(less(between(1, 2), bounds(2, 3, true, false)) == decision::yes);
}
