#include <bilateral/core/bounds.hpp>

#include "support/close.hpp"

#include <limits>

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

TEST_CASE("bounds: each way to say them, by hand") {
  constexpr double far = std::numeric_limits<double>::infinity();
  CHECK(about(5, 2) == between(3, 7));
  CHECK(at_least(3) == bounds(3, far, false, true));
  CHECK(more_than(3) == bounds(3, far, true, true));
  CHECK(at_most(3) == bounds(-far, 3, true, false));
  CHECK(less_than(3) == bounds(-far, 3, true, true));
  CHECK(rounded(1.25, 2) == bounds(1.245, 1.255, false, true));
  CHECK(truncated(-4, 0) == bounds(-5, -4, true, false));
  CHECK(truncated(1.5, 1) == bounds(1.5, 1.6, false, true));
  CHECK(exactly(2).exact());
  CHECK_FALSE(between(2, 3).exact());
  CHECK(more_than(3).low_open());
  CHECK_FALSE(at_least(3).low_open());
  CHECK(at_least(3).high_open());
  CHECK_FALSE(at_most(3).high_open());
  CHECK_REFUSES(argument_error, "tolerance is -1", about(1, -1));
  CHECK_REFUSES(argument_error, "share 1", nearly(1, 1));
  CHECK_REFUSES(argument_error, "share 0", nearly(1, 0));
  CHECK_REFUSES(argument_error, "x is 0", nearly(0, 0.1));
}

TEST_CASE("bounds: images of monotone functions keep which end is open") {
  const bounds x(1, 4, true, false);
  CHECK(increasing([](double v) { return 2 * v; }, x) == bounds(2, 8, true, false));
  CHECK(decreasing([](double v) { return 4 / v; }, x) == bounds(1, 4, false, true));
}

TEST_CASE("bounds: greater is less the other way round, and touching ends") {
  CHECK(greater(between(3, 4), between(1, 2)) == decision::yes);
  CHECK(greater(between(1, 2), between(3, 4)) == decision::no);
  CHECK(greater(between(1, 3), between(2, 4)) == decision::undetermined);
  CHECK(less(bounds(1, 3, false, true), between(3, 4)) == decision::yes);
  CHECK(less(between(3, 4), between(1, 3)) == decision::no);  // at least 3 is never below at most 3
  CHECK(less(between(2, 4), between(1, 3)) == decision::undetermined);
}

TEST_CASE("bounds: in print") {
  CHECK(to_string(bounds(8.5, 9.5, false, true)) == "[8.5, 9.5)");
  CHECK(to_string(more_than(170)) == "(170, inf)");
  CHECK(to_string(at_most(2)) == "(-inf, 2]");
  CHECK(to_string(exactly(14e9), 3) == "1.4e+10");
}
