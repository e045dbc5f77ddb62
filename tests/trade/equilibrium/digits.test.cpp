// The same code with 50 digits.
#include <bilateral/trade/equilibrium/one_sector.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>

#include "support/close.hpp"
#include "support/economies.hpp"

using namespace bilateral;
using wide = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<50>, boost::multiprecision::et_off>;

TEST_CASE("50 digits agree with double to its rounding, and clear the markets to 1e-45") {
  const auto e = bilateral_test::random_economy<double>(5, 17);
  const auto w = bilateral_test::random_economy<wide>(5, 17);
  const auto ease = bilateral_test::random_ease<double>(5, 17);
  const auto wide_ease = bilateral_test::random_ease<wide>(5, 17);
  const auto a = one_sector_equilibrium(e, ease, {5.0, 0.5, closure::endowment, deficit_rule::keep}, {.tolerance = 1e-14});
  const auto b = one_sector_equilibrium<wide>(w, wide_ease, {wide(5), wide(0.5), closure::endowment, deficit_rule::keep},
                                              {.tolerance = 1e-45});
  CHECK(b.certificate.largest_excess_demand < 1e-45);
  for (Eigen::Index i = 0; i < 5; ++i) {
    CHECK_CLOSE_REL(a.real_income[i], static_cast<double>(b.real_income[i]), 1e-14);
    CHECK_CLOSE_REL(a.output_price[i], static_cast<double>(b.output_price[i]), 1e-14);
  }
}
