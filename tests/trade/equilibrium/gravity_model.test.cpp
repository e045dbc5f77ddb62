#include <bilateral/trade/equilibrium/gravity_model.hpp>

#include "support/close.hpp"

#include <limits>

using namespace bilateral;

TEST_CASE("elasticities that no model has are refused in the caller's name") {
  const auto with = [](double theta, double psi) {
    require_gravity_model<double>("f", {.theta = theta, .psi = psi});
  };
  CHECK_NOTHROW(with(4, 0));
  CHECK_NOTHROW(with(1e-3, 2));
  CHECK_REFUSES(argument_error, "f: theta is 0", with(0, 0));
  CHECK_REFUSES(argument_error, "theta is -1", with(-1, 0));
  CHECK_REFUSES(argument_error, "the supply elasticity cannot be negative", with(4, -0.5));
  CHECK_REFUSES(argument_error, "theta is nan", with(std::numeric_limits<double>::quiet_NaN(), 0));
  CHECK_REFUSES(argument_error, "psi is inf", with(4, std::numeric_limits<double>::infinity()));
}
