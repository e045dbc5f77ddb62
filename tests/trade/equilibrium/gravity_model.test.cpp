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

TEST_CASE("what is not asked for: one start, no numeraire country, supply that does not respond") {
  const equilibrium_options plain;
  CHECK(plain.starts == 1);  // no search for other equilibria
  CHECK_FALSE(plain.reference.has_value());
  CHECK(plain.tolerance <= 1e-10);
  const gravity_model<double> model;
  CHECK(model.psi == 0);
  CHECK(model.adjusts == equilibrium_closure::endowment);
  CHECK(model.deficits == deficit_rule::keep);
  CHECK_NOTHROW(require_gravity_model("f", model));
}
