#include <bilateral/econometrics/cointegration/vecm.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"

#include <Eigen/LU>

#include <cmath>

using namespace bilateral;
using bilateral_test::columns_of;
using bilateral_test::data_available;
using bilateral_test::data_folder;
using bilateral_test::read_cells;
using bilateral_test::reference;
using bilateral_test::reference_values;
using Eigen::MatrixXd;
using kind = deterministic_case;

namespace {
const std::vector<std::string> three{"y", "x", "z"};
MatrixXd made_up() { return columns_of(read_cells(reference("dynamics_data.csv")), three); }

// a row-major table written by numpy
void check_table(const reference_values& want, const std::string& key, const MatrixXd& got,
                 double rel) {
  for (Eigen::Index i = 0; i < got.rows(); ++i) {
    for (Eigen::Index j = 0; j < got.cols(); ++j) {
      CHECK_CLOSE_REL(got(i, j), want(key, static_cast<int>(i * got.cols() + j + 1)), rel);
    }
  }
}
}  // namespace

TEST_CASE("VECM equals statsmodels in the five cases, ranks 1 and 2") {
  const reference_values want("dynamics_statsmodels.csv");
  const double rel = 1e-7;  // statsmodels inverts the moments and takes a general eigensolver
  for (int number = 1; number <= 5; ++number) {
    const kind c = deterministic_case_of(number);
    for (const int rank : {1, 2}) {
      const auto fit = vecm(made_up(), three, rank, {.lags = 3, .deterministics = c});
      const std::string key = text("vecm ", roman(c), " ", rank, " ");
      check_table(want, key + "alpha", fit.alpha, rel);
      check_table(want, key + "alpha se", fit.alpha_errors, rel);
      const Eigen::Index rest = 3 - rank;
      const MatrixXd b = fit.beta.middleRows(rank, rest);
      const MatrixXd se = fit.beta_errors.middleRows(rank, rest);
      if (b.size() == 1) {
        CHECK_CLOSE_REL(b(0, 0), want(key + "beta"), rel);
        CHECK_CLOSE_REL(se(0, 0), want(key + "beta se"), rel);
      } else {
        check_table(want, key + "beta", b, rel);
        if (rank == 1 || fit.beta.rows() == 3) {
          check_table(want, key + "beta se", se, rel);
        } else {  // statsmodels 0.13 reads these four errors by column though they lie by row
          CHECK_CLOSE_REL(se(0, 0), want(key + "beta se", 1), rel);
          CHECK_CLOSE_REL(fit.beta_errors(3, 0), want(key + "beta se", 2), rel);
          CHECK_CLOSE_REL(se(0, 1), want(key + "det se", 1), rel);
          CHECK_CLOSE_REL(fit.beta_errors(3, 1), want(key + "det se", 2), rel);
        }
      }
      if (number == 2 && rank == 1) {
        CHECK_CLOSE_REL(fit.beta(3, 0), want(key + "det"), rel);
        CHECK_CLOSE_REL(fit.beta_errors(3, 0), want(key + "det se"), rel);
      }
      check_table(want, key + "gamma", fit.short_run.rightCols(6), rel);
      check_table(want, key + "gamma se", fit.short_run_errors.rightCols(6), rel);
      CHECK_CLOSE_REL(fit.log_likelihood, want(key + "llf"), 1e-10);
    }
  }
}

TEST_CASE("a VECM in other units is the same VECM") {
  const auto fit = vecm(made_up(), three, 2, {.lags = 2});
  const Eigen::VectorXd units = Eigen::Vector3d(1e9, 1e-6, 37);
  const auto other = vecm((made_up() * units.asDiagonal()).eval(), three, 2, {.lags = 2});
  for (Eigen::Index i = 0; i < 3; ++i) {
    for (Eigen::Index j = 0; j < 2; ++j) {
      CHECK_CLOSE_REL(other.alpha(i, j), fit.alpha(i, j) * units[i] / units[j], 1e-8);
      if (i >= 2) CHECK_CLOSE_REL(other.beta(i, j), fit.beta(i, j) * units[j] / units[i], 1e-8);
    }
  }
}

TEST_CASE("Lutkepohl's German inflation and interest: JMulTi's estimates and errors") {
  if (!data_available("sm_lutkepohl_e6.csv")) return;
  const auto fit = vecm(columns_of(read_cells(data_folder() / "sm_lutkepohl_e6.csv"), {"Dp", "R"}),
                        {"Dp", "R"}, 1, {.lags = 4, .deterministics = kind::restricted_constant});
  CHECK(fit.observations == 103);
  const double digits = 5e-4;  // three decimals are printed
  CHECK_CLOSE_ABS(fit.alpha(0, 0), -0.639, digits);
  CHECK_CLOSE_ABS(fit.alpha_errors(0, 0), 0.201, digits);
  CHECK_CLOSE_ABS(fit.alpha(1, 0), 0.423, digits);
  CHECK_CLOSE_ABS(fit.alpha_errors(1, 0), 0.175, digits);
  CHECK_CLOSE_ABS(fit.beta(1, 0), -0.273, digits);
  CHECK_CLOSE_ABS(fit.beta_errors(1, 0), 0.050, digits);
  CHECK_CLOSE_ABS(fit.beta(2, 0), 0.012, digits);
  CHECK_CLOSE_ABS(fit.beta_errors(2, 0), 0.004, digits);
  const double gamma[2][2] = {{-0.516, 0.049}, {-0.322, 0.258}};
  const double errors[2][2] = {{0.154, 0.116}, {0.133, 0.101}};
  for (int i = 0; i < 2; ++i) {
    for (int j = 0; j < 2; ++j) {
      CHECK_CLOSE_ABS(fit.short_run(i, j), gamma[i][j], digits);
      CHECK_CLOSE_ABS(fit.short_run_errors(i, j), errors[i][j], digits);
    }
  }
}

TEST_CASE("residuals are what is left of the differences, their covariance is divided by n") {
  const MatrixXd y = made_up();
  const auto fit =
      vecm(y, three, 1, {.lags = 2, .deterministics = kind::restricted_constant, .season = 4});
  CHECK(fit.names == three);
  CHECK(fit.rank == 1);
  CHECK(fit.beta_names == std::vector<std::string>{"L1.y", "L1.x", "L1.z", "(intercept)"});
  REQUIRE(fit.short_run_names.size() == 6);
  CHECK(fit.short_run_names[3] == "d.L1.y");
  CHECK(fit.short_run_names[5] == "d.L1.z");
  CHECK(fit.beta(0, 0) == 1);
  CHECK(fit.beta_errors(0, 0) == 0);
  const Eigen::Index n = y.rows() - 2;
  REQUIRE(fit.residuals.rows() == n);
  CHECK(fit.observations == static_cast<std::size_t>(n));
  const MatrixXd s = fit.residuals.transpose() * fit.residuals / double(n);
  CHECK((fit.residual_covariance - s).norm() < 1e-13 * s.norm());
  // Gaussian likelihood of these residuals
  CHECK_CLOSE_REL(
      fit.log_likelihood,
      -0.5 * double(n) * (3 * (std::log(2 * std::acos(-1.0)) + 1) + std::log(s.determinant())),
      1e-12);
  // seasonal dummies sum to zero over a year, so rows a year apart have the same ones
  const auto explained = [&](Eigen::Index t) {  // of dy_t without the dummies; t from 0 in y
    Eigen::VectorXd level(4);
    level << y.row(t - 1).transpose(), 1;
    return Eigen::VectorXd(fit.alpha * (fit.beta.transpose() * level) +
                           fit.short_run.rightCols(3) * (y.row(t - 1) - y.row(t - 2)).transpose());
  };
  for (const Eigen::Index t : {2, 30}) {
    const auto dummies = [&](Eigen::Index at) {
      return Eigen::VectorXd((y.row(at) - y.row(at - 1)).transpose() - explained(at) -
                             fit.residuals.row(at - 2).transpose());
    };
    CHECK((dummies(t) - dummies(t + 4)).norm() < 1e-10);
    CHECK((dummies(t) + dummies(t + 1) + dummies(t + 2) + dummies(t + 3)).norm() < 1e-10);
  }
}

TEST_CASE("VECM refuses a rank outside the system and variables that do not identify beta") {
  CHECK_REFUSES(argument_error, "the rank is 4", vecm(made_up(), three, 4));
  CHECK_REFUSES(argument_error, "the rank is 0", vecm(made_up(), three, 0));
}
