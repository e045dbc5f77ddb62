#include <bilateral/econometrics/cointegration/johansen_p_value.hpp>

#include "support/close.hpp"

using namespace bilateral;
using kind = deterministic_case;

TEST_CASE("the gamma approximation meets the tabulated critical values") {
  // Osterwald-Lenum's 5 percent points have p near .05 for few trends; his tables are simulated
  // with 400 steps and drift off for more
  for (int n = 1; n <= 3; ++n) {
    const auto table =
        johansen_critical_values(johansen_statistic::trace, n, kind::restricted_constant);
    CHECK_CLOSE_ABS(johansen_trace_p_value(table[1].second, n, kind::restricted_constant), 0.05,
                    0.008);
    const auto largest =
        johansen_critical_values(johansen_statistic::max_eigenvalue, n, kind::restricted_constant);
    CHECK_CLOSE_ABS(
        johansen_max_eigenvalue_p_value(largest[1].second, n, kind::restricted_constant), 0.05,
        0.008);
  }
  CHECK(johansen_trace_p_value(0, 2, kind::none) == 1);
  CHECK_REFUSES(argument_error, "16 common trends", johansen_trace_p_value(1, 16, kind::none));
}

TEST_CASE(
    "tails fall in the statistic and rise in the number of trends; tables end where they end") {
  for (const kind c : {kind::none, kind::restricted_constant, kind::unrestricted_constant,
                       kind::restricted_trend, kind::unrestricted_trend}) {
    for (int n = 1; n <= 15; ++n) {
      double before = 1;
      for (const double statistic : {1.0, 10.0, 40.0, 400.0}) {
        const double p = johansen_trace_p_value(statistic, n, c);
        CHECK(p >= 0);
        CHECK(p <= before + 1e-15);  // rounding near 1
        before = p;
      }
    }
    CHECK(johansen_trace_p_value(30.0, 3, c) > johansen_trace_p_value(30.0, 2, c));
    CHECK(johansen_max_eigenvalue_p_value(15.0, 3, c) >
          johansen_max_eigenvalue_p_value(15.0, 2, c));
  }
  // one trend: both statistics are the same in cases II to IV, and so are their tables
  for (const kind c :
       {kind::restricted_constant, kind::unrestricted_constant, kind::restricted_trend}) {
    CHECK(johansen_critical_values(johansen_statistic::trace, 1, c) ==
          johansen_critical_values(johansen_statistic::max_eigenvalue, 1, c));
  }
  CHECK(johansen_critical_values(johansen_statistic::trace, 2, kind::unrestricted_constant) ==
        std::vector<std::pair<std::string, double>>{{"10%", 15.66}, {"5%", 17.95}, {"1%", 23.52}});
  CHECK(johansen_critical_values(johansen_statistic::trace, 12, kind::restricted_constant).empty());
  CHECK(johansen_critical_values(johansen_statistic::trace, 2, kind::none).empty());
  CHECK(johansen_critical_values(johansen_statistic::trace, 2, kind::unrestricted_trend).empty());
  CHECK_REFUSES(argument_error, "0 common trends",
                johansen_max_eigenvalue_p_value(1, 0, kind::none));
}
