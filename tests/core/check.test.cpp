#include <bilateral/core/check.hpp>

#include "support/close.hpp"

#include <vector>

using namespace bilateral;

TEST_CASE("check: messages name function, argument, row and value") {
  std::vector<double> x{1, 2, 3};
  require_finite("f", "x", std::span<const double>(x));
  x[1] = std::nan("");
  CHECK_REFUSES(argument_error, "f: x is missing (NaN) in row 2",
                require_finite("f", "x", std::span<const double>(x)));
  x[0] = INFINITY;
  CHECK_REFUSES(argument_error, "x is infinite in row 1 and 1 more",
                require_finite("f", "x", std::span<const double>(x)));
  x = {1, 0, -1};
  CHECK_REFUSES(argument_error, "x is 0 in row 2 and 1 more",
                require_positive("f", "x", std::span<const double>(x)));
  CHECK_REFUSES(argument_error, "a has 1 values but b has 2",
                require_same_size("f", "a", 1, "b", 2));
}

TEST_CASE("check: one bad value is told without a count of others") {
  using bilateral_test::refusal;
  std::vector<double> x{1, 0, 2};
  const std::span<const double> view(x);
  CHECK(refusal<argument_error>([&] { require_positive("f", "x", view); }) ==
        "f: x is 0 in row 2; it must be above zero");
  x = {1, 2, std::nan("")};
  CHECK(refusal<argument_error>([&] { require_finite("f", "x", view); }) ==
        "f: x is missing (NaN) in row 3");
  CHECK(refusal<argument_error>([&] { require_positive("f", "x", view); }) ==
        "f: x is missing (NaN) in row 3");
  x = {-INFINITY, 2, 3};
  CHECK(refusal<argument_error>([&] { require_finite("f", "x", view); }) ==
        "f: x is infinite in row 1; the logarithm of a zero?");
}
