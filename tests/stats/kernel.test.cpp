#include <bilateral/stats/kernel.hpp>

#include "support/close.hpp"

#include <string>
#include <utility>

using namespace bilateral;

TEST_CASE("kernels: one at zero, zero at their end, values by hand") {
  for (const kernel k : {kernel::bartlett, kernel::parzen, kernel::quadratic_spectral,
                         kernel::tukey_hanning, kernel::truncated}) {
    CHECK(kernel_weight(k, 0) == 1);
    CHECK(std::abs(kernel_weight(k, 40)) < 1e-3);
  }
  CHECK(kernel_weight(kernel::bartlett, 0.25) == 0.75);
  CHECK(kernel_weight(kernel::parzen, 0.5) == 0.25);
  CHECK(kernel_weight(kernel::parzen, 0.75) == 2.0 / 64);
  CHECK_CLOSE_REL(kernel_weight(kernel::tukey_hanning, 0.5), 0.5, 1e-15);
  CHECK(kernel_weight(kernel::truncated, 1) == 1);
  // 25/(12 pi^2) (sin(y)/y - cos(y)) at x = 1, y = 6 pi / 5, by a calculator with 20 digits
  CHECK_CLOSE_REL(kernel_weight(kernel::quadratic_spectral, 1), 0.13786058167445826, 1e-12);
}

TEST_CASE("the quadratic spectral series meets the formula where they change over") {
  const double y = 1e-2, x = y * 5 / (6 * 3.14159265358979323846);
  const double below = kernel_weight(kernel::quadratic_spectral, x * (1 - 1e-9));
  const double above = kernel_weight(kernel::quadratic_spectral, x * (1 + 1e-9));
  CHECK_CLOSE_REL(below, above, 1e-10);  // the closed form loses digits like y^-2
}

TEST_CASE("a negative lag is refused") {
  CHECK_REFUSES(argument_error, "x is -1", kernel_weight(kernel::bartlett, -1));
}

TEST_CASE("kernels by name") {
  const std::pair<kernel, const char*> names[] = {
      {kernel::bartlett, "Bartlett"},
      {kernel::parzen, "Parzen"},
      {kernel::quadratic_spectral, "quadratic spectral"},
      {kernel::tukey_hanning, "Tukey-Hanning"},
      {kernel::truncated, "truncated"}};
  for (const auto& k : names) CHECK(std::string(name_of(k.first)) == k.second);
}
