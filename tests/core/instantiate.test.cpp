#include <bilateral/core/instantiate.hpp>

#include <bilateral/econometrics/covariance/newey_west.hpp>
#include <bilateral/econometrics/regression/ols.hpp>

#include "support/close.hpp"
#include "support/wave_data.hpp"

using namespace bilateral;

// double may come from the compiled form, long double is always made from the template here
TEST_CASE("instantiate: what was compiled once is what the template says") {
  const auto model = bilateral_test::wave_data().model();
  regression<long double> wide;
  wide.response_name = model.response_name;
  wide.names = model.names;
  wide.response = model.response.cast<long double>();
  wide.design = model.design.cast<long double>();
  const auto once = ols(model, newey_west{.lags = 2});
  const auto here = ols(wide, newey_west{.lags = 2});
  for (Eigen::Index j = 0; j < 3; ++j) {
    CHECK_CLOSE_REL(once.coefficients[j], static_cast<double>(here.coefficients[j]), 1e-13);
    CHECK_CLOSE_REL(*std_error(once, j), static_cast<double>(*std_error(here, j)), 1e-13);
  }
}
