#include <bilateral/econometrics/breaks/stability.hpp>

#include "support/breaks.hpp"
#include "support/close.hpp"
#include "support/reference.hpp"

using namespace bilateral;
using bilateral_test::broken_line;
using bilateral_test::reference_table;

TEST_CASE("F statistics, CUSUM tests, Chow and recursive residuals equal R strucchange") {
  const reference_table ref("structural_break.csv");
  for (const bool slope : {true, false}) {
    const std::string tag = slope ? "slope" : "mean";
    const auto model = broken_line(slope);
    const auto f = break_f_tests(model);
    CHECK_CLOSE_REL(f.supremum.statistic, ref(tag + "_supF"), 1e-11);
    CHECK_CLOSE_REL(f.average.statistic, ref(tag + "_aveF"), 1e-11);
    CHECK_CLOSE_REL(f.exponential.statistic, ref(tag + "_expF"), 1e-11);
    CHECK_CLOSE_REL(f.statistics.front(), ref(tag + "_F_first"), 1e-10);
    CHECK(double(f.statistics.size()) == ref(tag + "_F_count"));
    const auto chow = chow_test(model, 40);
    const double k = slope ? 2 : 1;
    // sctest prints the F form
    CHECK_CLOSE_REL(chow.statistic, ref(tag + "_chow40"), 1e-11);
    CHECK_CLOSE_REL(*chow.p_value, ref(tag + "_chow40_p"), 1e-9);
    CHECK_CLOSE_REL(k * chow.statistic, f.statistics[std::size_t(40 - f.first_row)], 1e-11);
    const auto cusum = cusum_test(model);
    CHECK_CLOSE_REL(cusum.test.statistic, ref(tag + "_Rec-CUSUM"), 1e-11);
    // strucchange stops after two terms of the series
    CHECK_CLOSE_REL(*cusum.test.p_value, ref(tag + "_Rec-CUSUM_p"), 1e-4);
    const auto ols = ols_cusum_test(model);
    CHECK_CLOSE_REL(ols.test.statistic, ref(tag + "_OLS-CUSUM"), 1e-11);
    CHECK_CLOSE_REL(*ols.test.p_value, ref(tag + "_OLS-CUSUM_p"), 1e-7);
    CHECK_CLOSE_ABS(ols.path.back(), 0, 1e-12);
    const auto w = recursive_residuals(model);
    CHECK_CLOSE_REL(w[0], ref(tag + "_recresid_first"), 1e-10);
    CHECK_CLOSE_REL(w[49], ref(tag + "_recresid_50"), 1e-11);
    CHECK_CLOSE_REL(w[w.size() - 1], ref(tag + "_recresid_last"), 1e-11);
    // their squares sum to the residual sum of squares
    const auto fit = least_squares(model.design, model.response);
    CHECK_CLOSE_REL(w.squaredNorm(), fit.residual_sum_of_squares, 1e-12);
  }
}

TEST_CASE("55 rows: breaks after rows 8 to 47, as strucchange counts") {
  const reference_table ref("structural_break.csv");
  auto model = broken_line(true);
  model.response = model.response.head(55).eval();
  model.design = model.design.topRows(55).eval();
  const auto f = break_f_tests(model);
  CHECK(f.first_row == 8);
  CHECK(double(f.statistics.size()) == ref("short_F_count"));
  CHECK(f.statistics.size() == 40);
  CHECK_CLOSE_REL(f.statistics.back(), ref("short_F_last"), 1e-10);
  CHECK_CLOSE_REL(f.supremum.statistic, ref("short_supF"), 1e-11);
}

TEST_CASE("the p-value is that of the design in small samples, of the limit on request") {
  const auto model = broken_line(true);
  const auto exact = break_f_tests(model);
  CHECK(*exact.supremum.p_value == 1e-4);  // 9999 draws, none beyond
  CHECK(bilateral_test::holds(exact.supremum.notes.at(0), "p is at most 0.0001"));
  CHECK(bilateral_test::holds(exact.supremum.distribution, "9999 simulations"));
  const auto limit = break_f_tests(model, {.p_value = {.exact_below = 0}});
  CHECK_CLOSE_REL(*limit.supremum.p_value,
                  sup_f_upper_tail(limit.supremum.statistic, 2, 0.15, 0.85, 120), 1e-9);
  CHECK(limit.supremum.statistic == exact.supremum.statistic);
}

TEST_CASE("errors that are correlated even with the break are told") {
  auto model = broken_line(true);
  for (Eigen::Index i = 0; i < 120; ++i) {
    model.response[i] = (i < 50 ? 0 : 2) + std::sin(3.0 * double((i + 1) * (i + 1)));
  }
  CHECK(*break_f_tests(model).serial_correlation->p_value > 0.05);
  double e = 0;
  for (Eigen::Index i = 0; i < 120; ++i)
    model.response[i] = e = 0.9 * e + std::sin(3.0 * double((i + 1) * (i + 1)));
  CHECK(*break_f_tests(model).serial_correlation->p_value < 1e-6);
}

TEST_CASE("crossing probabilities against printed critical values") {
  // Brown, Durbin & Evans (1975) p. 154: 1.143, 0.948, 0.850 at 1, 5 and 10 percent
  CHECK_CLOSE_ABS(detail::two_lines_upper_tail(1.143, 2.286), 0.01, 1e-4);
  CHECK_CLOSE_ABS(detail::two_lines_upper_tail(0.948, 1.896), 0.05, 1e-4);
  CHECK_CLOSE_ABS(detail::two_lines_upper_tail(0.850, 1.700), 0.10, 1e-4);
  CHECK_CLOSE_REL(detail::two_lines_upper_tail(0.9478982, 2 * 0.9478982), 0.05, 1e-5);
  // Kolmogorov: 1.3581 and 1.6276
  CHECK_CLOSE_ABS(detail::bridge_upper_tail(1.3580986), 0.05, 1e-7);
  CHECK_CLOSE_ABS(detail::bridge_upper_tail(1.6276236), 0.01, 1e-7);
  // with level lines (b = 0) the reflection principle: P(max |W| > a) = sum of normal tails
  double reflected = 0;
  for (int j = 0; j < 20; ++j)
    reflected += (j % 2 == 0 ? 4 : -4) * normal_upper_tail((2 * j + 1) * 1.2);
  CHECK_CLOSE_REL(detail::two_lines_upper_tail(1.2, 0), reflected, 1e-6);
}

TEST_CASE("CUSUM of squares: the path starts and ends at zero, and a change in variance is seen") {
  auto model = broken_line(true);
  const auto r = cusum_squares_test(model);
  CHECK(r.path.front() == 0);
  CHECK_CLOSE_ABS(r.path.back(), 0, 1e-14);
  CHECK(r.path.size() == 119);
  dense_vector<double> y(120);
  for (Eigen::Index i = 0; i < 120; ++i) {
    y[i] = (i < 70 ? 1.0 : 6.0) * std::sin(3.0 * double((i + 1) * (i + 1)));
  }
  CHECK(*cusum_squares_test(regress(y, {})).test.p_value < 1e-6);
}

TEST_CASE("the predictive Chow test where one side is short") {
  const auto model = broken_line(true);
  const auto t = chow_test(model, 118);
  CHECK(t.name == "Chow test (predictive)");
  CHECK(t.distribution == "F(2, 116)");
  // the same F from dummies for the last two rows
  auto dummies = model;
  dummies.design.conservativeResize(Eigen::NoChange, 4);
  dummies.design.rightCols(2).setZero();
  dummies.design(118, 2) = dummies.design(119, 3) = 1;
  const double with = least_squares(dummies.design, dummies.response).residual_sum_of_squares;
  const double without = least_squares(model.design, model.response).residual_sum_of_squares;
  CHECK_CLOSE_REL(t.statistic, (without - with) / 2 / (with / 116), 1e-10);
}

TEST_CASE("each test says what it is, of what, and against what") {
  const auto model = broken_line(true);
  const auto says = [](const test_result& t, const char* name, const char* null,
                       const char* distribution) {
    CHECK(bilateral_test::holds(t.name, name));
    CHECK(t.null == null);
    CHECK(bilateral_test::holds(t.distribution, distribution));
  };
  const auto cusum = cusum_test(model);
  says(cusum.test, "CUSUM", "constant coefficients", "Brownian motion");
  const auto least = ols_cusum_test(model);
  says(least.test, "CUSUM", "constant coefficients", "Brownian bridge");
  const auto squares = cusum_squares_test(model);
  says(squares.test, "squares", "constant variance and coefficients", "Brownian bridge");
  says(*break_f_tests(model).serial_correlation, "Breusch-Godfrey", "no serial correlation",
       "chi-squared(1)");
  // bounds: the crossing probability of the critical value is its level; lines 1 + 2 t for CUSUM
  for (const auto& [level, value] : least.test.critical_values) {
    const double p = level == "10%" ? 0.1 : level == "5%" ? 0.05 : 0.01;
    CHECK_CLOSE_ABS(detail::bridge_upper_tail(value), p, 5e-5);  // four digits
  }
  REQUIRE(least.bound.size() == least.path.size());
  CHECK_CLOSE_ABS(detail::bridge_upper_tail(least.bound.front()), 0.05, 1e-7);
  CHECK(least.bound.front() == least.bound.back());
  REQUIRE(cusum.bound.size() == cusum.path.size());
  CHECK_CLOSE_REL(cusum.bound.back(), 3 * cusum.bound.front(), 1e-12);
  CHECK(least.test.notes.empty());
  auto bare = model;
  bare.intercept = false;
  CHECK(bilateral_test::holds(ols_cusum_test(bare).test.notes.front(), "need not sum to zero"));
}

TEST_CASE("refusals") {
  const auto model = broken_line(true);
  CHECK_REFUSES(argument_error, "after_row is 120", chow_test(model, 120));
  CHECK_REFUSES(argument_error, "from is 0.5", break_f_tests(model, {.from = 0.5}));
  CHECK_REFUSES(argument_error, "the search begins after row 1",
                break_f_tests(model, {.from = 0.01}));
  auto flat = model;
  flat.design(1, 1) = flat.design(0, 1);
  CHECK_REFUSES(numerical_error, "row 2 repeats", recursive_residuals(flat));
  auto twice = model;
  twice.design.col(1).setConstant(5);
  CHECK_REFUSES(rank_deficiency_error, twice.names[1] + " is determined", cusum_test(twice));
  auto odd = model;
  odd.design.conservativeResize(119, Eigen::NoChange);
  CHECK_REFUSES(argument_error, "the design has 119 values but the response has 120",
                cusum_test(odd));
  odd = model;
  odd.response[6] = std::nan("");
  CHECK_REFUSES(argument_error, "the response is missing (NaN) in row 7", ols_cusum_test(odd));
  odd = model;
  odd.design.conservativeResize(3, Eigen::NoChange);
  odd.response.conservativeResize(3);
  CHECK_REFUSES(argument_error, "there are 3 rows for 2 coefficients", cusum_test(odd));
  auto exact = model;
  exact.response.setZero();
  CHECK_REFUSES(argument_error, "exact", ols_cusum_test(exact));
  CHECK_REFUSES(argument_error, "exact", cusum_test(exact));
  // a constant response leaves rounding noise, of which no F is made
  auto constant = model;
  constant.response.setConstant(0.1);
  CHECK_REFUSES(argument_error, "exact", break_f_tests(constant));
  CHECK_REFUSES(argument_error, "exact", cusum_test(constant));
  CHECK_REFUSES(argument_error, "exact", chow_test(constant, 60));
}
