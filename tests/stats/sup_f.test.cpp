#include <bilateral/stats/sup_f.hpp>

#include "support/close.hpp"
#include "support/reference.hpp"

using namespace bilateral;

TEST_CASE("without a range it is the chi-squared, and the p-value falls with the statistic") {
  CHECK_CLOSE_REL(sup_f_upper_tail(7.0, 3, 0.5, 0.5), chi_squared_upper_tail(7.0, 3), 1e-14);
  double last = 1;
  for (double c = 0.5; c < 60; c += 0.5) {
    const double p = sup_f_upper_tail(c, 2, 0.15, 0.85);
    CHECK(p < last);
    CHECK(p > chi_squared_upper_tail(c, 2));
    last = p;
  }
  CHECK(sup_f_upper_tail(0, 2, 0.15, 0.85) == 1);
  CHECK_CLOSE_ABS(sup_f_upper_tail(1e-3, 2, 0.15, 0.85), 1, 1e-6);
  CHECK(sup_f_upper_tail(5000, 2, 0.15, 0.85) == 0);
  CHECK_CLOSE_REL(sup_f_upper_tail(sup_f_quantile(0.05, 4, 0.1, 0.9), 4, 0.1, 0.9), 0.05, 1e-7);
}

TEST_CASE("the expansion of the tail of James, James and Siegmund, continuous time") {
  // P ~ (c/2)^(m/2) e^(-c/2) / G(m/2) (log(lambda) (1 - m/c) + 4/c), Biometrika 74 (1987)
  for (const int m : {1, 2, 5}) {
    const double c = 40, lambda = 0.85 * 0.85 / (0.15 * 0.15);
    const double tail = std::exp(m / 2.0 * std::log(c / 2) - c / 2 - std::lgamma(m / 2.0)) *
                        (std::log(lambda) * (1 - m / c) + 4 / c);
    CHECK_CLOSE_REL(sup_f_upper_tail(c, m, 0.15, 0.85), tail, 0.005);
  }
}

TEST_CASE("watched at discrete dates it is what Andrews and Hansen simulated") {
  // Andrews (2003), corrected table I, 15% trimming: 8.68 (m = 1) and 11.72 (m = 2) at 5%, from
  // 3600 dates and 10,000 draws, each with its error of about 0.1
  CHECK_CLOSE_ABS(sup_f_quantile(0.05, 1, 0.15, 0.85, 3600), 8.68, 0.12);
  CHECK_CLOSE_ABS(sup_f_quantile(0.05, 2, 0.15, 0.85, 3600), 11.72, 0.12);
  const bilateral_test::reference_table ref("structural_break.csv");
  // Hansen's fit to 1000 dates: 3% in the middle, 15% of p in the tail
  CHECK_CLOSE_REL(sup_f_upper_tail(8, 1, 0.1, 0.9, 1000), ref("hansen_1_8"), 0.03);
  CHECK_CLOSE_REL(sup_f_upper_tail(12, 3, 0.1, 0.9, 1000), ref("hansen_3_12"), 0.03);
  CHECK_CLOSE_REL(sup_f_upper_tail(23.557765, 3, 0.1, 0.9, 1000), ref("hansen_3_23.557765"), 0.15);
}

TEST_CASE("refusals") {
  CHECK_REFUSES(argument_error, "m is 0", sup_f_upper_tail(3, 0, 0.1, 0.9));
  CHECK_REFUSES(argument_error, "inside 0 to 1", sup_f_upper_tail(3, 1, 0, 0.9));
  CHECK_REFUSES(argument_error, "NaN", sup_f_upper_tail(std::nan(""), 1, 0.1, 0.9));
  CHECK_REFUSES(argument_error, "p is 2", sup_f_quantile(2, 1, 0.1, 0.9));
}
