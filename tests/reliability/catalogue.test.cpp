// Inputs that other programs get wrong, one after another: what each must get.
#include <bilateral/econometrics/covariance/clustered.hpp>
#include <bilateral/econometrics/regression/fixed_effects.hpp>
#include <bilateral/econometrics/regression/ppml.hpp>
#include <bilateral/io/table_csv.hpp>
#include <bilateral/stats/unit_root.hpp>

#include "support/close.hpp"

#include <cmath>

using namespace bilateral;

TEST_CASE("catalogue: near collinearity above the tolerance is fitted and said") {
  // powers 1 to 10 of x in [-9, -4.4], as in NIST's Filip
  const Eigen::Index n = 82;
  std::vector<named_column<double>> powers;
  Eigen::VectorXd x(n), y = Eigen::VectorXd::Zero(n);
  for (Eigen::Index i = 0; i < n; ++i)
    x[i] = -9 + 4.6 * static_cast<double>(i) / static_cast<double>(n - 1);
  Eigen::VectorXd power = Eigen::VectorXd::Ones(n);
  for (int p = 1; p <= 10; ++p) {
    power = power.cwiseProduct(x).eval();
    powers.emplace_back("x" + std::to_string(p), power);
  }
  for (Eigen::Index i = 0; i < n; ++i)
    y[i] = std::sin(x[i]) + 0.01 * std::sin(static_cast<double>(7 * i));
  const auto fit = ols(regress<double>(y, powers));
  CHECK(fit.omitted.empty());
  CHECK(fit.condition > 1e10);
  bool said = false;
  for (const auto& note : fit.notes)
    said = said || note.find("nearly collinear: condition number") != std::string::npos;
  CHECK(said);
}

TEST_CASE("catalogue: columns that are collinear only within the effects are left out by name") {
  const Eigen::Index n = 40;
  factor group{"group", {}, 8, {}};
  Eigen::VectorXd x(n), shifted(n), y(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    group.codes.push_back(static_cast<std::int32_t>(i % 8));
    x[i] = std::sin(static_cast<double>(i * i));
    shifted[i] = x[i] + 100.0 * std::cos(static_cast<double>(i % 8));
    y[i] = x[i] + static_cast<double>(i % 8) + 0.1 * std::cos(static_cast<double>(3 * i));
  }
  const auto fit = ols(regress(y, {{"x", x}, {"shifted", shifted}}), {group});
  REQUIRE(fit.omitted.size() == 1);
  CHECK(fit.omitted[0].name == "shifted");
  CHECK_CLOSE_REL(coefficient(fit, "x"), coefficient(ols(regress(y, {{"x", x}}), {group}), "x"),
                  1e-10);
}

TEST_CASE("catalogue: trade of any size does not overflow the Poisson iteration") {
  Eigen::VectorXd y(4), x(4);
  x << 0, 1, 2, 3;
  y << 1, 1e4, 1e8, 1e12;
  CHECK_CLOSE_REL(coefficient(ppml(regress(y, {{"x", x}})), "x"), 4 * std::log(10.0), 1e-9);
  y << 1, 1e100, 1e200, 1e300;  // the last row alone has weight: no slope can be told
  CHECK_REFUSES(numerical_error, "collinear on the way", (void)ppml(regress(y, {{"x", x}})));
}

TEST_CASE("catalogue: a near unit root has a finite-sample p-value between 0 and 1") {
  std::vector<double> walk = {0};
  for (int t = 1; t < 200; ++t)
    walk.push_back(0.999 * walk.back() + std::sin(static_cast<double>(t) * t));
  const auto t = adf_test(std::span<const double>(walk), {});
  REQUIRE(t.finite_sample_p_value);
  CHECK(*t.finite_sample_p_value > 0.001);
  CHECK(*t.finite_sample_p_value < 1);
}

TEST_CASE("catalogue: thousands and decimal signs that contradict each other are no number") {
  csv_options continental;
  continental.delimiter = ';';
  continental.decimal = ',';
  csv_reader rows(bytes_of("v\n1,5\n1.234,5\n"), "d.csv", continental);
  CHECK_REFUSES(data_error, "d.csv:3:1: '1.234,5' is not a number (column v)",
                (void)read_table(rows, {.numbers = {"v"}}));
  for (const char* cell : {"1e", "0x10", "1,5", "nan", "1e400", "1.2.3", "+-1"}) {
    csv_reader one(bytes_of("v\n\"" + std::string(cell) + "\"\n"), "d.csv");
    CHECK_REFUSES(data_error, "d.csv:2:1", (void)read_table(one, {.numbers = {"v"}}));
  }
}
