#include <bilateral/econometrics/dynamics/bounds_test.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"

using namespace bilateral;
using bilateral_test::column_of;
using bilateral_test::data_available;
using bilateral_test::data_folder;
using bilateral_test::read_cells;
using bilateral_test::reference;
using bilateral_test::reference_values;
using kind = deterministic_case;

namespace {
ardl_data<double> made_up() {
  const auto c = read_cells(reference("dynamics_data.csv"));
  return {{"y", column_of(c, "y")}, {{"x", column_of(c, "x")}, {"z", column_of(c, "z")}}, {}};
}
}  // namespace

TEST_CASE("bounds statistics of all five cases equal R and statsmodels") {
  const reference_values r("dynamics_R.csv");
  const reference_values sm("dynamics_statsmodels.csv");
  for (int number = 1; number <= 5; ++number) {
    const kind c = deterministic_case_of(number);
    const auto fit = ardl(made_up(), {2, {1, 3}}, iid{}, {.deterministics = c});
    const auto b = bounds_test(fit, {.replications = 0});
    CHECK_CLOSE_REL(b.f.test.statistic, sm(text("bounds ", number, " F")), 1e-9);
    if (number > 1) CHECK_CLOSE_REL(b.f.test.statistic, r(text("bounds F ", roman(c))), 1e-9);
    CHECK(b.t.has_value() == (number % 2 == 1));
    if (number == 3 || number == 5) {
      CHECK_CLOSE_REL(b.t->test.statistic, r(text("bounds t ", roman(c))), 1e-9);
    }
    CHECK_FALSE(b.f.test.p_value.has_value());
    CHECK(b.f.simulated.empty());
    CHECK(b.f.tabulated.size() == 4);
    CHECK(b.f.tabulated[1].decision == bounds_decision::relation);
  }
}

TEST_CASE("published critical values stand in the table") {
  // Pesaran, Shin & Smith (2001): table CI(iii), k = 4, 5 percent: 2.86 and 4.01; CII(v), k = 4
  CHECK(detail::bounds_f_2001[2][4][1].lower == 2.86);
  CHECK(detail::bounds_f_2001[2][4][1].upper == 4.01);
  CHECK(detail::bounds_t_2001[2][4][1].upper == -4.36);
  // larger tests are rarer, more regressors need less F and more t, upper lies beyond lower
  for (const auto& table : detail::bounds_f_2001) {
    for (std::size_t k = 0; k <= 10; ++k) {
      for (std::size_t a = 0; a < 4; ++a) {
        CHECK(table[k][a].upper >= table[k][a].lower);
        if (a > 0) CHECK(table[k][a].lower > table[k][a - 1].lower);
      }
    }
    // each regressor more lowers them by less, within the simulation error of two digits; without
    // regressors there is one bound
    for (std::size_t a = 0; a < 4; ++a) {
      CHECK(table[0][a].lower == table[0][a].upper);
      for (std::size_t k = 2; k < 10; ++k) {
        const auto &last = table[k - 1][a], &here = table[k][a], &next = table[k + 1][a];
        CHECK(last.lower - here.lower > here.lower - next.lower - 0.04);
        CHECK(last.upper - here.upper > here.upper - next.upper - 0.04);
      }
      CHECK(table[9][a].lower - table[10][a].lower < 0.15);
      CHECK(table[9][a].lower - table[10][a].lower > 0.02);
      CHECK(table[9][a].upper - table[10][a].upper < 0.15);
      CHECK(table[9][a].upper - table[10][a].upper > 0.02);
    }
  }
  for (const auto& table : detail::bounds_t_2001) {
    for (std::size_t k = 0; k <= 10; ++k) {
      for (std::size_t a = 1; a < 4; ++a) {
        CHECK(table[k][a].upper <= table[k][a].lower);
        CHECK(table[k][a].upper < table[k][a - 1].upper);
      }
    }
    for (std::size_t a = 0; a < 4; ++a) {
      for (std::size_t k = 1; k <= 10;
           ++k) {  // I(0) regressors leave it, each I(1) moves it by less
        CHECK_CLOSE_ABS(table[k][a].lower, table[0][a].lower, 0.011);  // two digits
        const double step = table[k - 1][a].upper - table[k][a].upper;
        CHECK(step > 0.1);
        CHECK(step < (k == 1 ? 0.7 : 0.45));
      }
    }
  }
}

TEST_CASE("simulation at 300 rows meets the published bounds in every case") {
  for (int number = 1; number <= 5; ++number) {
    const kind c = deterministic_case_of(number);
    detail::bounds_design design{c, 300, 0, {-1, -1}};
    const auto draws = detail::simulate_bounds(design, 1500, 7, 0);
    const auto& row = detail::bounds_f_2001[static_cast<std::size_t>(number) - 1][2];
    // 1500 draws: the standard error of a 5 percent quantile of F is near .1
    CHECK_CLOSE_ABS(sorted_quantile(draws.f[0], 0.95), row[1].lower, 0.35);
    CHECK_CLOSE_ABS(sorted_quantile(draws.f[1], 0.95), row[1].upper, 0.35);
    if (number % 2 == 1) {
      const auto& t = detail::bounds_t_2001[static_cast<std::size_t>(number) / 2][2];
      CHECK_CLOSE_ABS(sorted_quantile(draws.t[0], 0.05), t[1].lower, 0.17);
      CHECK_CLOSE_ABS(sorted_quantile(draws.t[1], 0.05), t[1].upper, 0.17);
    }
  }
}

TEST_CASE("the simulation does not depend on the number of threads, and does on the seed") {
  const detail::bounds_design design{kind::restricted_constant, 60, 1, {1, 0, 2}};
  const auto one = detail::simulate_bounds(design, 500, 3, 1);
  const auto three = detail::simulate_bounds(design, 500, 3, 3);
  CHECK(one.f[0] == three.f[0]);
  CHECK(one.t[1] == three.t[1]);
  CHECK(one.f[1] != detail::simulate_bounds(design, 500, 4, 1).f[1]);
}

TEST_CASE("the simulated regression is the ECM of its orders") {
  // one draw, made into data and tested by the estimator itself
  const std::size_t before = 3;
  const std::size_t n = 50;
  philox stream(11, 0);
  Eigen::VectorXd y(n + before);
  Eigen::VectorXd x(n + before);
  double level = 0;
  for (Eigen::Index t = 0; t < y.size(); ++t) y[t] = level += stream.normal();
  level = 0;
  for (Eigen::Index t = 0; t < x.size(); ++t) x[t] = level += stream.normal();
  for (const kind c : {kind::none, kind::restricted_trend, kind::unrestricted_trend}) {
    const auto fit = ardl<double>({{"y", y}, {{"x", x}}, {}}, {2, {2}}, iid{},
                                  {.deterministics = c, .hold_back = 3});
    const auto b = bounds_test(fit, {.replications = 0});
    const auto draws = detail::simulate_bounds({c, 50, 1, {2}}, 1, 11, 1);
    CHECK_CLOSE_REL(draws.f[1][0], b.f.test.statistic, 1e-9);
    if (b.t) CHECK_CLOSE_REL(draws.t[1][0], b.t->test.statistic, 1e-9);
  }
}

TEST_CASE("Danish money demand: F of case II, t of case III and their p-values") {
  if (!data_available("sm_danish_data.csv")) return;
  const auto c = read_cells(data_folder() / "sm_danish_data.csv");
  const ardl_data<double> data{
      {"LRM", column_of(c, "lrm")},
      {{"LRY", column_of(c, "lry")}, {"IBO", column_of(c, "ibo")}, {"IDE", column_of(c, "ide")}},
      {}};
  const auto two =
      bounds_test(ardl(data, {3, {1, 3, 2}}, iid{}, {.deterministics = kind::restricted_constant}),
                  {.replications = 0});
  CHECK_CLOSE_ABS(two.f.test.statistic, 5.1168, 5e-5);
  const auto three = bounds_test(ardl(data, {3, {1, 3, 2}}), {.replications = 0});
  CHECK_CLOSE_ABS(three.t->test.statistic, -4.5479, 1e-4);
  // R ARDL's p-values come from 70,000 draws of 1000 rows; 3000 of 300 rows here: standard
  // error .0013
  const auto f =
      detail::simulate_bounds({kind::restricted_constant, 300, 0, {-1, -1, -1}}, 3000, 2001, 0);
  CHECK_CLOSE_ABS(detail::simulated_p(f.f[1], two.f.test.statistic, false), 0.004418, 0.004);
  const auto t =
      detail::simulate_bounds({kind::unrestricted_constant, 300, 0, {-1, -1, -1}}, 3000, 2001, 0);
  CHECK_CLOSE_ABS(detail::simulated_p(t.t[1], three.t->test.statistic, true), 0.005538, 0.004);
}

TEST_CASE("UK earnings: F and t of case III") {
  if (!data_available("pss2001_uk_earnings.csv")) return;
  const auto c = read_cells(data_folder() / "pss2001_uk_earnings.csv");
  ardl_data<double> data{{"w", column_of(c, "w")}, {}, {}};
  for (const char* x : {"Prod", "UR", "Wedge", "Union"}) {
    data.regressors.push_back({x, column_of(c, x)});
  }
  for (const char* x : {"D7475", "D7579"}) data.fixed.push_back({x, column_of(c, x)});
  const auto b =
      bounds_test(ardl(data, {6, {1, 5, 4, 5}}, iid{}, {.hold_back = 8}), {.replications = 0});
  CHECK_CLOSE_REL(b.f.test.statistic, 5.55008847896149, 1e-9);
  CHECK_CLOSE_REL(b.t->test.statistic, -3.91427339859194, 1e-9);
  CHECK(b.f.tabulated[3].decision == bounds_decision::relation);       // 5.55 above 5.06
  CHECK(b.t->tabulated[1].decision == bounds_decision::inconclusive);  // between -2.86 and -3.99
}

TEST_CASE("bounds tests refuse collinear levels and report p-values beside both bounds") {
  auto data = made_up();
  const auto b = bounds_test(ardl(data, {1, {1, 1}}), {.replications = 400});
  CHECK(*b.f.p_upper >= *b.f.p_lower);
  CHECK(*b.f.test.p_value == *b.f.p_upper);
  CHECK(b.f.simulated.size() == 4);
  CHECK(bilateral_test::holds(b.f.test.notes.front(), "400 draws of 159 rows"));
  data.regressors.push_back({"copy", data.regressors[0].second});
  CHECK_REFUSES(argument_error, "collinear", bounds_test(ardl(data, {1, {1, 1, 1}})));
  CHECK_REFUSES(argument_error, "replications is -1",
                bounds_test(ardl(made_up(), {1, {1, 1}}), {.replications = -1}));
}

TEST_CASE("sizes by simulation: exact and simulated p-values reject 4 to 6 percent") {
  int rows = 0;
  for (const auto& row : read_cells(reference("size_tables.csv")).rows) {
    const bool exact = row[3] == "simulated" || row[3] == "finite sample";
    if (!exact) continue;
    ++rows;
    CHECK(std::stod(row[4]) >= 4);
    CHECK(std::stod(row[4]) <= 6);
  }
  CHECK(rows == 14);
}
