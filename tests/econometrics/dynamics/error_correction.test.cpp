#include <bilateral/econometrics/dynamics/error_correction.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"

using namespace bilateral;
using bilateral_test::column_of;
using bilateral_test::data_available;
using bilateral_test::data_folder;
using bilateral_test::read_cells;
using bilateral_test::reference;
using bilateral_test::reference_values;
using Eigen::VectorXd;

namespace {
constexpr double tight = 1e-10;  // two QR codes, condition of the lagged levels 1e3

ardl_data<double> made_up() {
  const auto c = read_cells(reference("dynamics_data.csv"));
  return {{"y", column_of(c, "y")}, {{"x", column_of(c, "x")}, {"z", column_of(c, "z")}}, {}};
}
ardl_data<double> danish() {
  const auto c = read_cells(data_folder() / "sm_danish_data.csv");
  return {
      {"LRM", column_of(c, "lrm")},
      {{"LRY", column_of(c, "lry")}, {"IBO", column_of(c, "ibo")}, {"IDE", column_of(c, "ide")}},
      {}};
}
}  // namespace

TEST_CASE("the ECM is the ARDL in other coordinates: coefficients of R, identical fits") {
  const reference_values want("dynamics_R.csv");
  const auto fit = ardl(made_up(), {2, {1, 3}});
  const auto ecm = error_correction(fit);
  REQUIRE(ecm.names.size() == 9);
  for (int j = 1; j <= 9; ++j) {
    CHECK_CLOSE_REL(ecm.coefficients[j - 1], want("ecm213 b", j), tight);
    CHECK_CLOSE_REL(*std_error(ecm, j - 1), want("ecm213 se", j), tight);
  }
  CHECK(ecm.level_names == std::vector<std::string>{"L1.y", "L1.x", "L1.z"});
}

TEST_CASE("ECM and ARDL forms give identical fits in every case, order 0 and unconditional too") {
  for (int number = 1; number <= 5; ++number) {
    for (const auto& orders :
         {ardl_orders{1, {0, 0}}, ardl_orders{2, {1, 0}}, ardl_orders{3, {2, 4}}}) {
      const auto kind = deterministic_case_of(number);
      const auto fit = ardl(made_up(), orders, iid{}, {.deterministics = kind});
      const auto free = error_correction(fit);
      CHECK_CLOSE_ABS((free.residuals - fit.residuals).cwiseAbs().maxCoeff(), 0, 1e-12);
      // adjustment = -(1 - sum phi), long run = -pi / a
      double a = -1;
      for (int l = 1; l <= orders.response; ++l) a += coefficient(fit, text("L", l, ".y"));
      CHECK_CLOSE_REL(free.adjustment, a, 1e-10);
      const auto theta = long_run(fit);
      CHECK_CLOSE_REL(-coefficient(free, free.level_names[1]) / a, theta.coefficients[0], 1e-9);
      // the restricted form has the same residuals and the same adjustment
      const auto held = restricted_error_correction(fit);
      CHECK_CLOSE_ABS((held.residuals - fit.residuals).cwiseAbs().maxCoeff(), 0, 1e-11);
      CHECK_CLOSE_REL(held.adjustment, a, 1e-9);
      CHECK(*held.adjustment_error < *free.adjustment_error);
    }
  }
  const auto past = ardl(made_up(), {2, {1, 3}}, iid{}, {.conditional = false});
  CHECK(past.names[3] == "L1.x");
  const auto ecm = error_correction(past);
  CHECK_CLOSE_ABS((ecm.residuals - past.residuals).cwiseAbs().maxCoeff(), 0, 1e-12);
  CHECK(term_position(ecm.names, "d.x") == -1);
  CHECK(term_position(ecm.names, "d.L1.z") > 0);
}

TEST_CASE("UK earnings of Pesaran, Shin and Smith: ECM, long run") {
  if (!data_available("pss2001_uk_earnings.csv")) return;
  const auto c = read_cells(data_folder() / "pss2001_uk_earnings.csv");
  ardl_data<double> data{{"w", column_of(c, "w")}, {}, {}};
  for (const char* x : {"Prod", "UR", "Wedge", "Union"})
    data.regressors.push_back({x, column_of(c, x)});
  for (const char* x : {"D7475", "D7579"}) data.fixed.push_back({x, column_of(c, x)});
  const auto fit = ardl(data, {6, {1, 5, 4, 5}}, iid{}, {.hold_back = 8});  // from 1972Q1
  CHECK(fit.sample.used == 104);
  const auto ecm = error_correction(fit);
  const double rel = 1e-9;  // condition of the levels 1e4
  CHECK_CLOSE_REL(ecm.adjustment, -0.229220383498558, rel);
  CHECK_CLOSE_REL(*ecm.adjustment_error, 0.058560136239082, rel);
  CHECK_CLOSE_REL(coefficient(ecm, "(intercept)"), 0.619143200034026, rel);
  CHECK_CLOSE_REL(coefficient(ecm, "L1.Union"), 0.339399865328992, rel);
  CHECK_CLOSE_REL(*std_error(ecm, "d.L4.Union"), 0.713516805791264, rel);
  CHECK_CLOSE_REL(coefficient(ecm, "d.L3.UR"), 0.0284830306317623, rel);
  CHECK_CLOSE_REL(coefficient(ecm, "D7579"), 0.0168464443563163, rel);
  CHECK_CLOSE_REL(coefficient(ecm.long_run, "Prod"), 1.06332501353404, rel);
  CHECK_CLOSE_REL(coefficient(ecm.long_run, "Union"), 1.48067052392453, rel);
  CHECK_CLOSE_REL(coefficient(ecm.long_run, "(intercept)"), 2.70108264624695, rel);
}

TEST_CASE("no half-life without error correction, and the reason is said") {
  CHECK_CLOSE_REL(*half_life(-0.5).periods, 1, 1e-15);
  CHECK_FALSE(half_life(0).periods.has_value());
  CHECK(bilateral_test::holds(half_life(0.2).reason, "not below zero"));
  CHECK(bilateral_test::holds(half_life(-1).reason, "oscillates"));
  CHECK(bilateral_test::holds(half_life(-2.5).reason, "deviations grow"));
  // an explosive sample: the fit stands, the half-life does not
  VectorXd y(60);
  VectorXd x(60);
  double level = 1;
  for (int t = 0; t < 60; ++t) {
    x[t] = std::sin(1.7 * t);
    level = 1.05 * level + 0.1 * x[t] + 0.02 * std::cos(2.9 * t);
    y[t] = level;
  }
  const auto ecm = error_correction(ardl<double>({{"y", y}, {{"x", x}}, {}}, {1, {0}}));
  CHECK(ecm.adjustment > 0);
  CHECK_FALSE(ecm.half_life.periods.has_value());
  CHECK(bilateral_test::holds(ecm.notes.back(), "no error correction"));
}

TEST_CASE("Danish money demand: the restricted ECM of case II at the published digits") {
  if (!data_available("sm_danish_data.csv")) return;
  const auto fit = ardl(danish(), {3, {1, 3, 2}}, iid{},
                        {.deterministics = deterministic_case::restricted_constant});
  const auto held = restricted_error_correction(fit);
  CHECK_CLOSE_ABS(held.adjustment, -0.41685, 5e-6);
  CHECK_CLOSE_ABS(*held.adjustment_error, 0.07849, 5e-6);
  CHECK_CLOSE_REL(*held.half_life.periods, std::log(0.5) / std::log(1 - 0.41685), 1e-5);
}
