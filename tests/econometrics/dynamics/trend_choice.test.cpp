#include <bilateral/econometrics/dynamics/trend_choice.hpp>

#include "support/close.hpp"

#include <cmath>

using namespace bilateral;

namespace {

// trade follows price and, where `slope` is not zero, a trend
ardl_data<double> made(double slope, std::uint64_t seed = 5, Eigen::Index n = 140) {
  philox stream(seed);
  Eigen::VectorXd x(n), y(n);
  double p = 0, q = 0;
  for (Eigen::Index i = 0; i < n; ++i) {
    p += stream.normal();
    q += 0.5 * (0.7 * p + slope * double(i) - q) + stream.normal();
    x[i] = p;
    y[i] = q;
  }
  return {{"y", y}, {{"x", x}}, {}};
}

}  // namespace

TEST_CASE("a trend in the relation is found and chooses case IV") {
  const auto with = choose_deterministics(made(0.1), {3, {3}}, {.replications = 999});
  CHECK(with.chosen == deterministic_case::restricted_trend);
  CHECK(*with.test.p_value < 0.01);
  CHECK(bilateral_test::holds(with.reason, "case IV"));
  const auto without = choose_deterministics(made(0), {3, {3}}, {.replications = 999});
  CHECK(without.chosen == deterministic_case::unrestricted_constant);
  CHECK(bilateral_test::holds(without.reason, "case III"));
  CHECK(bilateral_test::holds(without.reason, "below 0.05"));
}

TEST_CASE("the statistic is the t of the trend in the ARDL of the orders it names") {
  const auto data = made(0.02);
  const auto choice = choose_deterministics(data, {3, {3}}, {.replications = 99});
  const auto fit =
      ardl(data, choice.orders, iid{}, {.deterministics = deterministic_case::unrestricted_trend});
  CHECK_CLOSE_REL(choice.test.statistic, coefficient(fit, trend_name) / *std_error(fit, trend_name),
                  1e-12);
}

TEST_CASE("its distribution is Dickey and Fuller's without regressors") {
  // (1981), Econometrica 49(4), table III, n = 100: 3.14 cuts 2.5 percent on either side. 40,000
  // draws: standard error .0011; the table's last digit: .0012
  const detail::bounds_design design{.deterministics = deterministic_case::unrestricted_trend,
                                     .observations = 100,
                                     .trend_statistic = true};
  const auto draws = detail::simulate_bounds(design, 40000, 1, 1);
  CHECK_CLOSE_ABS(detail::simulated_two_sided_p(draws.t[1], 3.14), 0.05, 0.005);
  CHECK(detail::simulated_two_sided_p(draws.t[1], -3.14) ==
        detail::simulated_two_sided_p(draws.t[1], 3.14));
}

TEST_CASE("without a relation the rule takes a trend in as often as it says") {
  int taken = 0;
  for (std::uint64_t i = 0; i < 200; ++i) {
    philox stream(77, i);
    Eigen::VectorXd x(80), y(80);
    double p = 0, q = 0;
    for (Eigen::Index t = 0; t < 80; ++t) {
      x[t] = p += stream.normal();
      y[t] = q += stream.normal();
    }
    const auto c =
        choose_deterministics<double>({{"y", y}, {{"x", x}}, {}}, {1, {0}}, {.replications = 399});
    if (has_trend(c.chosen)) ++taken;
  }
  CHECK(taken <= 20);  // 200 draws at 5 percent: 10, three standard errors 9.2
}

TEST_CASE("refusals and threads") {
  const auto data = made(0.02);
  CHECK_REFUSES(argument_error, "replications is 5",
                choose_deterministics(data, {2, {2}}, {.replications = 5}));
  CHECK_REFUSES(argument_error, "level is 1", choose_deterministics(data, {2, {2}}, {.level = 1}));
  CHECK(*choose_deterministics(data, {2, {2}}, {.replications = 299, .threads = 1}).test.p_value ==
        *choose_deterministics(data, {2, {2}}, {.replications = 299, .threads = 3}).test.p_value);
}
