#include <bilateral/econometrics/dynamics/distributed_lag.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"

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
