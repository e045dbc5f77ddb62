#include <bilateral/econometrics/cointegration/johansen_p_value.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"

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

TEST_CASE("one to four common trends in all five cases: gretl's p-values of its statistics") {
  const bilateral_test::reference_values want("johansen_gretl.csv");
  for (int number = 1; number <= 5; ++number) {
    const kind c = deterministic_case_of(number);
    for (int i = 1; i <= 4; ++i) {
      const auto of = [&](const char* what) { return want(text(roman(c), what), i); };
      // gretl prints four decimals of the trace's p
      CHECK_CLOSE_ABS(johansen_trace_p_value(of(" trace"), 5 - i, c), of(" trace p"), 6e-5);
      CHECK_CLOSE_REL(johansen_max_eigenvalue_p_value(of(" max"), 5 - i, c), of(" max p"), 1e-7);
    }
  }
}

TEST_CASE("no tabulated critical value is far from its level, and more so only for many trends") {
  for (const auto s : {johansen_statistic::trace, johansen_statistic::max_eigenvalue}) {
    for (const kind c :
         {kind::unrestricted_constant, kind::restricted_constant, kind::restricted_trend}) {
      // without a trend in the data case III has another limit for one and two trends
      const bool other = c == kind::unrestricted_constant;
      for (int n = other ? 3 : 1; n <= 11; ++n) {
        const auto table = johansen_critical_values(s, n, c);
        REQUIRE(table.size() == 3);
        const double least[] = {other ? 0.065 : 0.1, other ? 0.03 : 0.045, 0.005};
        const double most[] = {0.22, 0.13, 0.03};
        for (std::size_t a = 0; a < 3; ++a) {
          const double v = table[a].second;
          const double p = s == johansen_statistic::trace
                               ? johansen_trace_p_value(v, n, c)
                               : johansen_max_eigenvalue_p_value(v, n, c);
          CHECK(p > least[a]);
          CHECK(p < most[a]);
        }
      }
    }
  }
}
