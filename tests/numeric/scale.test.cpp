#include <bilateral/numeric/scale.hpp>

#include "support/close.hpp"

#include <limits>
#include <span>
#include <string>
#include <vector>

using namespace bilateral;
using bilateral_test::holds;

namespace {
int exponent_of(std::vector<double> v) { return binary_exponent(std::span<const double>(v)); }
void squares_of(std::vector<double> v) { require_squares("f", "x", std::span<const double>(v)); }
}  // namespace

TEST_CASE("the binary exponent is that of the largest value") {
  CHECK(exponent_of({}) == 0);
  CHECK(exponent_of({0, 0}) == 0);
  CHECK(exponent_of({1}) == 1);
  CHECK(exponent_of({-3.9, 1}) == 2);
  CHECK(exponent_of({0.5, 0.25}) == 0);
  CHECK(exponent_of({4.9406564584124654e-324}) == -1073);
  CHECK(exponent_of({-std::numeric_limits<double>::max()}) == 1024);
}

TEST_CASE("the scale brings values to [1/2, 1) exactly, and its inverse is finite") {
  for (const double v : {1.0, 0.7, -3e100, 2e-300, 1e300, 1.7e308, 2.3e-308}) {
    const double s = scale_to_one<double>(exponent_of({v}));
    CHECK(std::isfinite(1 / s));
    CHECK(s >= std::numeric_limits<double>::min());
    CHECK(v * s / s == v);
    CHECK(std::abs(v * s) < 4);  // the factor of the largest numbers is cut to stay normal
    CHECK(std::abs(v * s) >= 0.25);
  }
  CHECK(std::isfinite(scale_to_one<double>(-1073)));
  CHECK(scale_to_one<long double>(2000) > 0);
}

TEST_CASE("squares that cannot be represented are refused with a way out") {
  CHECK(has_safe_squares<double>(256));
  CHECK_FALSE(has_safe_squares<double>(257));
  CHECK_FALSE(has_safe_squares<double>(-257));
  squares_of({0});
  squares_of({1e149, 1e-200});
  squares_of({1e-149});
  CHECK_REFUSES(argument_error,
                "f: x reaches 1e155, whose square is beyond the range of the arithmetic; divide it "
                "by 1e155 first",
                squares_of({1, 2e155}));
  CHECK_REFUSES(argument_error, "x reaches 1e-165", squares_of({0, 3e-165}));
  CHECK_REFUSES(argument_error, "multiply it by 1e165 first", squares_of({0, 3e-165}));
  const std::vector<long double> wide = {1e300L};
  require_squares("f", "x", std::span<const long double>(wide));  // inside a wider range
}
