#include <bilateral/stats/mackinnon.hpp>

#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("mackinnon: asymptotic critical values of the constant case, one series") {
  // MacKinnon (2010), table 2: -3.43035, -2.86154, -2.56677
  const auto c = mackinnon_critical_values(deterministic_terms::constant, 1e9);
  CHECK_CLOSE_ABS(c.one, -3.43035, 1e-5);
  CHECK_CLOSE_ABS(c.five, -2.86154, 1e-5);
  CHECK_CLOSE_ABS(c.ten, -2.56677, 1e-5);
}

TEST_CASE("mackinnon: the p-value of a critical value is its level, to the surface's fit") {
  const auto c = mackinnon_critical_values(deterministic_terms::trend, 1e9);
  CHECK_CLOSE_ABS(mackinnon_tau_p_value(c.five, deterministic_terms::trend, 1), 0.05, 1e-3);
  CHECK(mackinnon_tau_p_value(-10, deterministic_terms::constant, 1) <
        mackinnon_tau_p_value(-3, deterministic_terms::constant, 1));
  CHECK_REFUSES(argument_error, "series",
                mackinnon_tau_p_value(-3, deterministic_terms::constant, 99));
}
