#include <bilateral/stats/propagation.hpp>

#include "support/close.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

using namespace bilateral;

TEST_CASE("quantiles of the inputs: ends, medians, inverse of the distribution") {
  const auto u = uniform_input("u", between(2, 6));
  CHECK(u.quantile(0.25) == 3);
  const auto t = triangular_input("t", 0, 1, 4);
  for (const double p : {0.01, 0.2, 0.25, 0.6, 0.99}) {
    const double x = t.quantile(p);
    const double back = x < 1 ? x * x / 4 : 1 - (4 - x) * (4 - x) / 12;
    CHECK_CLOSE_REL(back, p, 1e-13);
  }
  const auto l = lognormal_input("l", 5, 0.3);
  CHECK_CLOSE_REL(l.quantile(0.5), 5, 1e-15);
  CHECK_CLOSE_REL(l.quantile(0.975), 5 * std::exp(0.3 * 1.959963984540054), 1e-13);
}

TEST_CASE("a sum of uniforms and a product of lognormals have their known moments") {
  const auto sum =
      propagate({uniform_input("a", between(0, 1)), uniform_input("b", between(0, 2))},
                [](std::span<const double> x) { return x[0] + x[1]; }, {.draws = 40000, .seed = 4});
  CHECK(std::abs(sum.mean - 1.5) < 0.015);
  CHECK_CLOSE_REL(sum.std_error, std::sqrt(1.0 / 12 + 4.0 / 12), 0.02);
  CHECK(sum.tornado[0].name == "b");  // the wider input matters more
  CHECK_CLOSE_REL(sum.tornado[0].width, 1.9, 1e-12);
  CHECK(sum.at_medians == 1.5);
  const auto product = propagate({lognormal_input("a", 2, 0.3), lognormal_input("b", 3, 0.4)},
                                 [](std::span<const double> x) { return x[0] * x[1]; },
                                 {.draws = 40000, .seed = 4, .threads = 2});
  CHECK_CLOSE_REL(product.median, 6, 0.02);
  CHECK_CLOSE_REL(product.high, 6 * std::exp(0.5 * 1.96), 0.03);
  const auto again =
      propagate({lognormal_input("a", 2, 0.3), lognormal_input("b", 3, 0.4)},
                [](std::span<const double> x) { return x[0] * x[1]; }, {.draws = 40000, .seed = 4});
  CHECK(again.draws == product.draws);
}

TEST_CASE(
    "mean, error and quantiles are those of the draws, between two of them by their distance") {
  const auto outcome = [](std::span<const double> x) { return x[0] * x[0]; };
  for (const double level : {0.95, 0.999}) {
    const auto r = propagate({uniform_input("a", between(0, 2))}, outcome,
                             {.draws = 101, .level = level, .seed = 3});
    std::vector<double> s = r.draws;
    REQUIRE(s.size() == 101);
    std::sort(s.begin(), s.end());
    double mean = 0, squares = 0;
    for (const double d : s) mean += d / 101;
    for (const double d : s) squares += (d - mean) * (d - mean);
    CHECK_CLOSE_REL(r.mean, mean, 1e-13);
    CHECK_CLOSE_REL(r.std_error, std::sqrt(squares / 100), 1e-12);
    CHECK(r.median == s[50]);
    // places from 0: 2.5 and 97.5 of 95 percent, 0.05 and 99.95 of 99.9
    const std::size_t k = level < 0.96 ? 2 : 0, m = level < 0.96 ? 97 : 99;
    const double low = level < 0.96 ? 0.5 : 0.05, high = level < 0.96 ? 0.5 : 0.95;
    CHECK_CLOSE_REL(r.low, s[k] + low * (s[k + 1] - s[k]), 1e-10);
    CHECK_CLOSE_REL(r.high, s[m] + high * (s[m + 1] - s[m]), 1e-10);
    CHECK(r.at_medians == 1);
  }
}

TEST_CASE("refusals name the input or the draw") {
  const auto one = [](std::span<const double> x) { return 1 / (x[0] - x[0]); };
  CHECK_REFUSES(numerical_error, "the outcome is not finite",
                propagate({uniform_input("a", between(0, 1))}, one));
  CHECK_REFUSES(argument_error, "there are no inputs", propagate({}, one));
  CHECK_REFUSES(argument_error, "draws is 5",
                propagate({uniform_input("a", between(0, 1))}, one, {.draws = 5}));
  CHECK_REFUSES(argument_error, "both ends must be finite", uniform_input("a", more_than(14e9)));
  CHECK_REFUSES(argument_error, "low <= mode <= high", triangular_input("t", 0, 5, 4));
  CHECK_REFUSES(argument_error, "the median must be above 0", lognormal_input("l", 0, 1));
}
