#include <bilateral/econometrics/dynamics/ardl_order.hpp>
#include <bilateral/econometrics/dynamics/nardl.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"

using namespace bilateral;
using bilateral_test::column_of;
using bilateral_test::read_cells;
using bilateral_test::reference;
using bilateral_test::reference_values;
using Eigen::VectorXd;

namespace {
ardl_data<double> made_up() {
  const auto c = read_cells(reference("dynamics_data.csv"));
  return {{"y", column_of(c, "y")}, {{"x", column_of(c, "x")}, {"z", column_of(c, "z")}}, {}};
}
}  // namespace

TEST_CASE("rises and falls add up to the series") {
  const VectorXd x = made_up().regressors[0].second;
  const auto parts = partial_sums(x);
  CHECK(parts.rises[0] == 0);
  for (Eigen::Index t = 1; t < x.size(); ++t) {
    CHECK(parts.rises[t] >= parts.rises[t - 1]);
    CHECK(parts.falls[t] <= parts.falls[t - 1]);
    CHECK_CLOSE_ABS(x[0] + parts.rises[t] + parts.falls[t], x[t], 1e-13);
  }
}

TEST_CASE("NARDL equals R: coefficients, long run, the three asymmetry tests") {
  const reference_values want("nardl.csv");
  const auto model = nardl(made_up(), {"x"}, {2, {1, 2, 1}});
  const auto& fit = model.fit;
  REQUIRE(fit.names.size() == 10);
  CHECK(fit.names[3] == "x+");
  CHECK(fit.names[7] == "L2.x-");
  for (int j = 1; j <= 10; ++j) {
    CHECK_CLOSE_REL(fit.coefficients[j - 1], want("b", j), 1e-9);
    CHECK_CLOSE_REL(*std_error(fit, j - 1), want("se", j), 1e-9);
  }
  CHECK_CLOSE_REL(coefficient(model.ecm.long_run, "x+"), want("theta", 1), 1e-9);
  CHECK_CLOSE_REL(coefficient(model.ecm.long_run, "x-"), want("theta", 2), 1e-9);
  const auto& a = model.asymmetry.front();
  CHECK_CLOSE_REL(a.long_run->statistic, want("long-run F"), 1e-7);
  CHECK_CLOSE_REL(a.short_run->statistic, want("short-run F"), 1e-7);
  CHECK_CLOSE_REL(a.impact->statistic, want("impact F"), 1e-7);
}

TEST_CASE("a regressor that only rises gives its ARDL") {
  auto data = made_up();
  auto& x = data.regressors[0].second;
  const VectorXd before = x;
  for (Eigen::Index t = 1; t < x.size(); ++t) {
    x[t] = x[t - 1] + 0.1 + std::abs(before[t] - before[t - 1]);
  }
  const auto plain = ardl(data, {2, {1, 1}});
  const auto model = nardl(data, {"x"}, {2, {1, 1, 1}});
  CHECK(model.fit.omitted.size() == 2);  // x- and its lag are zero
  CHECK_CLOSE_REL(model.fit.residual_sum_of_squares, plain.residual_sum_of_squares, 1e-10);
  CHECK_CLOSE_REL(coefficient(model.fit, "x+"), coefficient(plain, "x"), 1e-9);
  CHECK_CLOSE_REL(coefficient(model.ecm.long_run, "x+"), coefficient(long_run(plain), "x"), 1e-9);
  CHECK_FALSE(model.asymmetry.front().impact.has_value());
  CHECK(bilateral_test::holds(model.asymmetry.front().notes.front(), "left out"));
}

TEST_CASE("symmetric NARDL reduces to ARDL") {
  // y made without error from x: both parts have the coefficients of x
  const VectorXd x = made_up().regressors[0].second;
  VectorXd y = VectorXd::Zero(x.size());
  for (Eigen::Index t = 1; t < x.size(); ++t) {
    y[t] =
        0.5 + 0.6 * y[t - 1] + 0.4 * x[t] - 0.1 * x[t - 1] + 1e-4 * std::sin(7.0 * double(t * t));
  }
  const ardl_data<double> data{{"y", y}, {{"x", x}}, {}};
  const auto plain = ardl(data, {1, {1}});
  const auto model = nardl(data, {"x"}, {1, {1, 1}});
  // restricting both parts to be equal is the ARDL: the F of that restriction from both RSS
  Eigen::MatrixXd r = Eigen::MatrixXd::Zero(2, model.fit.coefficients.size());
  for (int i = 0; i < 2; ++i) {
    r(i, position(model.fit, i == 0 ? "x+" : "L1.x+")) = 1;
    r(i, position(model.fit, i == 0 ? "x-" : "L1.x-")) = -1;
  }
  const auto wald = wald_test(model.fit, r, VectorXd::Zero(2).eval());
  const double dof = model.fit.inference_dof;
  const double f =
      (plain.residual_sum_of_squares / model.fit.residual_sum_of_squares - 1) * dof / 2;
  CHECK_CLOSE_REL(wald.statistic, f, 1e-7);
  CHECK_CLOSE_ABS(coefficient(model.fit, "x+"), 0.4, 1e-3);
  CHECK_CLOSE_ABS(coefficient(model.fit, "x-"), 0.4, 1e-3);
}

TEST_CASE("multipliers start at the impact, end at the long run; bands do not depend on threads") {
  const auto model = nardl(made_up(), {"x"}, {2, {1, 2, 1}});
  const auto path = asymmetric_multipliers(model, "x", 80, {.replications = 199, .threads = 1});
  CHECK_CLOSE_REL(path[0].rise.estimate, coefficient(model.fit, "x+"), 1e-14);
  // a fall of one unit moves y by minus the coefficient of x-: down, where y follows x
  CHECK_CLOSE_REL(path[80].fall.estimate, -coefficient(model.ecm.long_run, "x-"), 1e-9);
  CHECK(path[80].rise.estimate * path[80].fall.estimate < 0);
  const auto analytic = dynamic_multipliers(model.fit, "x+", 5);
  for (std::size_t h = 0; h <= 5; ++h) {
    CHECK_CLOSE_REL(path[h].rise.estimate, analytic[h].cumulative, 1e-12);
    CHECK(path[h].rise.low < path[h].rise.high);
    // a bootstrap band is about as wide as the delta method's: within a third
    const double width = path[h].rise.high - path[h].rise.low;
    CHECK_CLOSE_REL(width, 2 * 1.96 * *analytic[h].cumulative_error, 0.34);
    CHECK_CLOSE_ABS(path[h].difference.estimate, path[h].rise.estimate + path[h].fall.estimate,
                    1e-14);
  }
  const auto again = asymmetric_multipliers(model, "x", 80, {.replications = 199, .threads = 3});
  CHECK(again[7].fall.low == path[7].fall.low);
  CHECK(again[80].difference.high == path[80].difference.high);
}

TEST_CASE("NARDL refuses what was not split, and its orders come from the grid") {
  const auto data = split_regressors(made_up(), {"x"});
  CHECK(data.regressors.size() == 3);
  CHECK(data.regressors[1].first == "x-");
  CHECK(ardl_order(data, {2, {1, 1, 1}}).models == 16);
  CHECK_REFUSES(argument_error, "there is no regressor q", nardl(made_up(), {"q"}, {1, {1, 1}}));
  CHECK_REFUSES(argument_error, "2 orders for 3 regressors", nardl(made_up(), {"x"}, {1, {1, 1}}));
  const auto model = nardl(made_up(), {"x"}, {1, {0, 0, 0}});
  CHECK_FALSE(model.asymmetry.front().short_run.has_value());
  CHECK_REFUSES(argument_error, "z was not split", asymmetric_multipliers(model, "z", 4));
  CHECK_REFUSES(argument_error, "at least 99",
                asymmetric_multipliers(model, "x", 4, {.replications = 10}));
  CHECK_REFUSES(argument_error, "horizon is -1", asymmetric_multipliers(model, "x", -1));
  CHECK(asymmetric_multipliers(model, "x", 0).size() == 1);
  for (const double level : {0.0, 1.0}) {
    CHECK_REFUSES(argument_error, "it must lie between 0 and 1",
                  asymmetric_multipliers(model, "x", 4, {.level = level}));
  }
}
