#include <bilateral/econometrics/dynamics/distributed_lag.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"

#include <cmath>
#include <vector>

using namespace bilateral;
using bilateral_test::column_of;
using bilateral_test::read_cells;
using bilateral_test::reference;
using bilateral_test::reference_values;
using Eigen::VectorXd;

namespace {
// two QR codes on a design with condition 1e2: 1e-11 leaves two digits of room
constexpr double tight = 1e-11;
const auto& cells() {
  static const auto c = read_cells(reference("dynamics_data.csv"));
  return c;
}
const reference_values& expected() {
  static const reference_values r("dynamics_R.csv");
  return r;
}
}  // namespace

TEST_CASE("a finite distributed lag equals R lm, its sum the delta-method error") {
  const auto& want = expected();
  const auto fit = distributed_lag(column_of(cells(), "y"), {"x", column_of(cells(), "x")}, 5);
  REQUIRE(fit.names.size() == 7);
  CHECK(fit.names[1] == "x");
  CHECK(fit.names[6] == "L5.x");
  CHECK(fit.sample.used == 155);
  CHECK(fit.sample.dropped == 5);
  for (int j = 1; j <= 7; ++j) {
    CHECK_CLOSE_REL(fit.coefficients[j - 1], want("dl5 b", j), tight);
    CHECK_CLOSE_REL(*std_error(fit, j - 1), want("dl5 se", j), tight);
  }
  CHECK_CLOSE_REL(fit.long_run.estimate, want("dl5 long run"), tight);
  CHECK_CLOSE_REL(*fit.long_run.std_error, want("dl5 long run se"), tight);
  // impact, interim and total are partial sums of the coefficients
  CHECK(fit.multipliers.size() == 6);
  CHECK_CLOSE_REL(fit.multipliers[0].cumulative, fit.coefficients[1], 1e-15);
  CHECK_CLOSE_REL(fit.multipliers[5].cumulative, fit.long_run.estimate, 1e-14);
  CHECK_CLOSE_REL(*fit.multipliers[5].cumulative_error, *fit.long_run.std_error, 1e-12);
  CHECK_CLOSE_REL(*fit.multipliers[2].effect_error, *std_error(fit, 3), 1e-14);
}

TEST_CASE("Almon's polynomial equals R's regression on the transformed lags") {
  const auto& want = expected();
  const auto fit =
      almon_lag(column_of(cells(), "y"), {"x", column_of(cells(), "x")}, {.lags = 5, .degree = 2});
  for (int l = 0; l <= 5; ++l) {
    const auto& m = fit.multipliers[static_cast<std::size_t>(l)];
    CHECK_CLOSE_REL(m.effect, want("almon b", l + 1), 1e-10);  // another basis: condition 1e3
    CHECK_CLOSE_REL(*m.effect_error, want("almon se", l + 1), 1e-10);
  }
  CHECK_CLOSE_REL(*fit.long_run.std_error, want("almon long run se"), 1e-10);
}

TEST_CASE("a polynomial of full degree is the unrestricted lag") {
  const VectorXd y = column_of(cells(), "y");
  const VectorXd x = column_of(cells(), "x");
  const auto free = distributed_lag(y, {"x", x}, 3);
  const auto full = almon_lag(y, {"x", x}, {.lags = 3, .degree = 3});
  for (std::size_t l = 0; l <= 3; ++l) {
    CHECK_CLOSE_REL(full.multipliers[l].effect, free.multipliers[l].effect, 1e-10);
    CHECK_CLOSE_REL(*full.multipliers[l].cumulative_error, *free.multipliers[l].cumulative_error,
                    1e-10);
  }
}

TEST_CASE("Koyck's lag: long run and interim effects by the delta method") {
  const auto& want = expected();
  const auto fit = koyck_lag(column_of(cells(), "y"), {"x", column_of(cells(), "x")}, 200);
  for (int j = 1; j <= 3; ++j) CHECK_CLOSE_REL(fit.coefficients[j - 1], want("koyck b", j), tight);
  CHECK_CLOSE_REL(fit.long_run.estimate, want("koyck long run"), tight);
  CHECK_CLOSE_REL(*fit.long_run.std_error, want("koyck long run se"), tight);
  CHECK_CLOSE_REL(fit.multipliers[3].effect, want("koyck effect 3"), tight);
  CHECK_CLOSE_REL(*fit.multipliers[3].effect_error, want("koyck effect 3 se"), tight);
  // the multipliers sum to the long run, errors too
  CHECK_CLOSE_REL(fit.multipliers[200].cumulative, fit.long_run.estimate, 1e-12);
  CHECK_CLOSE_REL(*fit.multipliers[200].cumulative_error, *fit.long_run.std_error, 1e-10);
}

TEST_CASE("distributed lags refuse what they cannot do") {
  const VectorXd y = column_of(cells(), "y");
  const VectorXd x = column_of(cells(), "x");
  CHECK_REFUSES(argument_error, "lags is -1", distributed_lag(y, {"x", x}, -1));
  CHECK_REFUSES(argument_error, "160 rows for 200 lags", distributed_lag(y, {"x", x}, 200));
  CHECK_REFUSES(argument_error, "x has 3", distributed_lag(y, {"x", x.head(3).eval()}, 1));
  CHECK_REFUSES(argument_error, "degree is 5", almon_lag(y, {"x", x}, {.lags = 4, .degree = 5}));
  CHECK_REFUSES(rank_deficiency_error, "x is determined",
                koyck_lag(y, {"x", VectorXd::Ones(160).eval()}, 4));
}

namespace {
// y made exactly: intercept 1, the effects of x, 0.5 w; and y_t of r y_(t-1)
VectorXd made(const std::vector<double>& effects, double r, const VectorXd& x, const VectorXd& w) {
  VectorXd y(x.size());
  for (Eigen::Index t = 0; t < x.size(); ++t) {
    y[t] = 1 + 0.5 * w[t] + (t > 0 ? r * y[t - 1] : 0.0);
    for (std::size_t l = 0; l < effects.size(); ++l) {
      const Eigen::Index from = t - static_cast<Eigen::Index>(l);
      if (from >= 0) y[t] += effects[l] * x[from];
    }
  }
  return y;
}
}  // namespace

TEST_CASE("exact relations come back, with columns that enter as they are") {
  VectorXd x(40), w(40);
  for (Eigen::Index t = 0; t < 40; ++t) {
    const double i = static_cast<double>(t);
    x[t] = std::sin(i * i);
    w[t] = std::cos(3 * i) + 0.1 * i;
  }
  const auto finite =
      distributed_lag<double>(made({2, -1, 0.25}, 0, x, w), {"x", x}, 2, {{"w", w}});
  CHECK(finite.names.back() == "w");
  CHECK_CLOSE_REL(coefficient(finite, "w"), 0.5, 1e-12);
  CHECK_CLOSE_REL(coefficient(finite, "L1.x"), -1, 1e-12);
  CHECK_CLOSE_REL(finite.long_run.estimate, 1.25, 1e-12);
  CHECK_CLOSE_REL(finite.multipliers[1].cumulative, 1, 1e-12);

  // effects on a line: 1, 0.75, 0.5, 0.25, 0
  const auto line = almon_lag<double>(made({1, 0.75, 0.5, 0.25, 0}, 0, x, w), {"x", x},
                                      {.lags = 4, .degree = 1}, {{"w", w}});
  CHECK_CLOSE_REL(coefficient(line, "x.poly0"), 1, 1e-12);
  CHECK_CLOSE_REL(coefficient(line, "x.poly1"), -1, 1e-12);
  CHECK_CLOSE_REL(coefficient(line, "w"), 0.5, 1e-12);
  for (int l = 0; l <= 4; ++l) {
    CHECK_CLOSE_ABS(line.multipliers[static_cast<std::size_t>(l)].effect, 1 - 0.25 * l, 1e-12);
  }
  CHECK_CLOSE_REL(line.long_run.estimate, 2.5, 1e-12);

  const auto koyck = koyck_lag<double>(made({2}, 0.5, x, w), {"x", x}, 3, {{"w", w}});
  CHECK_CLOSE_REL(coefficient(koyck, "w"), 0.5, 1e-11);
  CHECK_CLOSE_REL(koyck.long_run.estimate, 4, 1e-11);
  REQUIRE(koyck.multipliers.size() == 4);
  for (int h = 0; h <= 3; ++h) {
    const auto& m = koyck.multipliers[static_cast<std::size_t>(h)];
    CHECK(m.horizon == h);
    CHECK_CLOSE_REL(m.effect, 2 * std::pow(0.5, h), 1e-11);
    CHECK_CLOSE_REL(m.cumulative, 4 * (1 - std::pow(0.5, h + 1)), 1e-11);
  }
  for (const auto& note : koyck.notes) CHECK_FALSE(bilateral_test::holds(note, "die out"));
  CHECK(koyck.sample.dropped == 1);
}

TEST_CASE("lags that do not die out: none at a root of one, a note beyond it") {
  VectorXd x(40), w = VectorXd::Zero(40);
  for (Eigen::Index t = 0; t < 40; ++t) x[t] = std::sin(static_cast<double>(t * t));
  CHECK_REFUSES(numerical_error, "the coefficient of the lagged response is 1: no long run",
                koyck_lag<double>(made({2}, 1, x, w), {"x", x}));
  const auto beyond = koyck_lag<double>(made({2}, 1.1, x, w), {"x", x});
  CHECK(bilateral_test::holds(beyond.notes.back(), "the lag weights do not die out"));
  CHECK_CLOSE_REL(beyond.long_run.estimate, -20, 1e-8);
  const auto alternating = koyck_lag<double>(made({2}, -1, x, w), {"x", x});
  CHECK(bilateral_test::holds(alternating.notes.back(), "do not die out"));
  const VectorXd few = x.head(39);
  CHECK_REFUSES(argument_error, "w has 39", distributed_lag<double>(x, {"x", x}, 1, {{"w", few}}));
  CHECK_REFUSES(argument_error, "w has 39",
                almon_lag<double>(x, {"x", x}, {.lags = 2, .degree = 1}, {{"w", few}}));
  CHECK_REFUSES(argument_error, "w has 39", koyck_lag<double>(x, {"x", x}, 2, {{"w", few}}));
  CHECK_REFUSES(argument_error, "x has 39", distributed_lag<double>(x, {"x", few}, 1));
  CHECK_REFUSES(argument_error, "x has 39", almon_lag<double>(x, {"x", few}));
  CHECK_REFUSES(argument_error, "x has 39", koyck_lag<double>(x, {"x", few}));
  CHECK_REFUSES(argument_error, "horizon is -1", koyck_lag<double>(x, {"x", x}, -1));
}

TEST_CASE("a distributed lag of std::vectors is that of Eigen vectors") {
  const VectorXd y = column_of(cells(), "y"), x = column_of(cells(), "x"), z = x.cwiseAbs();
  const std::vector<double> ys(y.begin(), y.end()), xs(x.begin(), x.end()), zs(z.begin(), z.end());
  CHECK(distributed_lag(ys, {"x", xs}, 3, {{"z", zs}}, heteroskedastic{}).covariance ==
        distributed_lag(y, {"x", x}, 3, {{"z", z}}, heteroskedastic{}).covariance);
  CHECK(distributed_lag(ys, {"x", x}, 3).coefficients ==
        distributed_lag(y, {"x", x}, 3).coefficients);
  CHECK_REFUSES(argument_error, "x has 3", distributed_lag(ys, {"x", std::vector<double>(3)}, 1));
}
