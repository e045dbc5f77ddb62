#include <bilateral/stats/distribution.hpp>

#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("distribution: closed forms") {
  // chi-squared with 2 dof is exponential, t with 1 Cauchy, F(2, d) a power
  for (const double x : {0.5, 3.0, 50.0, 700.0}) {
    CHECK_CLOSE_REL(chi_squared_upper_tail(x, 2), std::exp(-x / 2), 1e-13);
    CHECK_CLOSE_REL(f_upper_tail(x, 2, 10), std::pow(1 + x / 5, -5), 1e-12);
    CHECK_CLOSE_REL(student_t_two_sided(x, 1), 2 / 3.14159265358979323846 * std::atan(1 / x),
                    1e-12);
  }
}

TEST_CASE("distribution: far tails keep their digits (complements, never 1 - cdf)") {
  // R 4.2.2: pnorm(30, lower = FALSE), pnorm(-1.96) * 2
  CHECK_CLOSE_REL(normal_upper_tail(30.0), 4.906713927148187e-198, 1e-12);
  CHECK_CLOSE_REL(normal_two_sided(1.96), 0.04999579029644087, 1e-13);
  CHECK(student_t_two_sided(1e200, 5) >= 0);
  CHECK(f_upper_tail(2000.0, 1, 1000) > 0);
}

TEST_CASE("distribution: quantiles invert tails; infinite degrees of freedom are the normal") {
  for (const double p : {1e-6, 0.025, 0.5, 0.975, 0.999}) {
    CHECK_CLOSE_REL(chi_squared_upper_tail(chi_squared_quantile(p, 7), 7), 1 - p, 1e-9);
    CHECK_CLOSE_REL(f_upper_tail(f_quantile(p, 3, 20), 3, 20), 1 - p, 1e-9);
    CHECK(student_t_quantile(p, HUGE_VAL) == normal_quantile(p));
  }
  CHECK_CLOSE_REL(student_t_quantile(0.975, 10.0), 2.228138851986274, 1e-12);  // R qt
  CHECK(f_upper_tail(-1.0, 1, 1) == 1);
  CHECK(chi_squared_upper_tail(0.0, 3) == 1);
}

TEST_CASE("distribution: refusals") {
  CHECK_REFUSES(argument_error, "statistic is NaN", normal_upper_tail(std::nan("")));
  CHECK_REFUSES(argument_error, "statistic is NaN", student_t_two_sided(std::nan(""), 5));
  CHECK_REFUSES(argument_error, "p is 1", normal_quantile(1.0));
  CHECK_REFUSES(argument_error, "degrees of freedom are 0", chi_squared_upper_tail(1.0, 0));
}

TEST_CASE("distribution: the non-central chi-squared with one dof is a squared shifted normal") {
  // P((z + m)^2 <= q) = Phi(sqrt(q) - m) - Phi(-sqrt(q) - m)
  for (const double m : {0.0, 0.7, 3.0}) {
    for (const double p : {0.05, 0.5, 0.95}) {
      const double root = std::sqrt(non_central_chi_squared_quantile(p, 1, m * m));
      CHECK_CLOSE_REL(normal_upper_tail(m - root) - normal_upper_tail(m + root), p, 1e-9);
    }
  }
  CHECK_CLOSE_REL(non_central_chi_squared_quantile(0.9, 5, 0), chi_squared_quantile(0.9, 5), 1e-12);
  CHECK_REFUSES(argument_error, "the non-centrality is -1",
                non_central_chi_squared_quantile(0.5, 1, -1));
  CHECK_REFUSES(argument_error, "p is 0", non_central_chi_squared_quantile(0.0, 1, 1));
  CHECK_REFUSES(argument_error, "degrees of freedom are 0",
                non_central_chi_squared_quantile(0.5, 0, 1));
}
