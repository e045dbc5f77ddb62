#include <bilateral/econometrics/dynamics/vector_autoregression.hpp>

#include <bilateral/numeric/least_squares.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"

#include <Eigen/LU>

#include <cmath>
#include <string>
#include <vector>

using namespace bilateral;
using bilateral_test::columns_of;
using bilateral_test::read_cells;
using bilateral_test::reference;
using bilateral_test::reference_values;
using Eigen::MatrixXd;

namespace {
const std::vector<std::string> three{"y", "x", "z"};
MatrixXd made_up() { return columns_of(read_cells(reference("dynamics_data.csv")), three); }
constexpr double rel = 1e-9;
}  // namespace

TEST_CASE("VAR(3) equals statsmodels: coefficients, errors, residual covariance") {
  const reference_values want("dynamics_statsmodels.csv");
  const auto fit = vector_autoregression(made_up(), three, {.lags = 3});
  CHECK(fit.names == three);
  CHECK(fit.lags == 3);
  CHECK(fit.terms[0] == "(intercept)");
  CHECK(fit.terms[1] == "L1.y");
  CHECK(fit.terms[9] == "L3.z");
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 10; ++j) {
      CHECK_CLOSE_REL(fit.coefficients(i, j), want("var b", i * 10 + j + 1), rel);
      CHECK_CLOSE_REL(fit.errors(i, j), want("var se", i * 10 + j + 1), rel);
    }
    for (int j = 0; j < 3; ++j) {
      CHECK_CLOSE_REL(fit.residual_covariance(i, j), want("var sigma", i * 3 + j + 1), rel);
    }
  }
}

TEST_CASE("VAR orders equal statsmodels") {
  const reference_values want("dynamics_statsmodels.csv");
  const auto o = vector_autoregression_order(made_up(), three, 8);
  CHECK(o.aic == static_cast<int>(want("order", 1)));
  CHECK(o.bic == static_cast<int>(want("order", 2)));
  CHECK(o.hq == static_cast<int>(want("order", 3)));
  CHECK(o.fpe == static_cast<int>(want("order", 4)));
  // statsmodels counts the constants too: 2 k / n more, the same at every order
  const double shift = 2.0 * 3 / 152;
  for (int p = 0; p <= 8; ++p) {
    const auto at =
        std::find_if(o.best.begin(), o.best.end(), [p](auto& c) { return c.orders == p; });
    REQUIRE(at != o.best.end());
    CHECK_CLOSE_REL(at->aic + shift, want("order aic", p + 1), 1e-9);
    CHECK_CLOSE_REL(at->fpe, want("order fpe", p + 1), 1e-9);
    // the criteria differ by their price of a coefficient alone: 9 p of them on 152 rows
    const double each = 9.0 * p / 152;
    CHECK_CLOSE_ABS(at->bic - at->aic, (std::log(152.0) - 2) * each, 1e-12);
    CHECK_CLOSE_ABS(at->hq - at->aic, 2 * (std::log(std::log(152.0)) - 1) * each, 1e-12);
  }
}

TEST_CASE("a VAR refuses collinear variables and short samples") {
  MatrixXd twice = made_up();
  twice.col(2) = twice.col(0);
  CHECK_REFUSES(rank_deficiency_error, "L1.z", vector_autoregression(twice, three, {.lags = 1}));
  CHECK_REFUSES(argument_error, "lags use up 60",
                vector_autoregression(made_up(), three, {.lags = 60}));
  CHECK_REFUSES(argument_error, "2 names for 3", vector_autoregression(made_up(), {"a", "b"}));
  CHECK_REFUSES(argument_error, "the largest order is -1",
                vector_autoregression_order(made_up(), three, -1));
  MatrixXd broken = made_up();
  broken(4, 1) = std::nan("");
  CHECK_REFUSES(argument_error, "x is missing (NaN) in row 5",
                vector_autoregression(broken, three));
  broken = made_up();
  broken.col(1) *= 1e300;
  CHECK_REFUSES(argument_error, "whose square is beyond the range",
                vector_autoregression(broken, three));
}

TEST_CASE("VAR orders without deterministic terms count from 1") {
  vector_autoregression_options<double> plain;
  plain.constant = false;
  const auto o = vector_autoregression_order(made_up(), three, 5, plain);
  REQUIRE(o.best.size() == 5);
  for (const auto& c : o.best) CHECK(c.orders >= 1);
  CHECK_REFUSES(argument_error, "the largest order is 0; it must be at least 1",
                vector_autoregression_order(made_up(), three, 0, plain));
}

TEST_CASE("VAR orders are ranked by the criterion asked for, the best first") {
  using candidate = vector_autoregression_candidate;
  const auto ranked = [](const auto& o, double candidate::*value) {
    for (std::size_t i = 1; i < o.best.size(); ++i) {
      if (o.best[i].*value < o.best[i - 1].*value) return false;
    }
    return o.best.size() == 9 && o.orders == o.best.front().orders;
  };
  const auto by_aic = vector_autoregression_order(made_up(), three, 8);
  CHECK(ranked(by_aic, &candidate::aic));
  CHECK(by_aic.orders == by_aic.aic);
  const auto by_bic = vector_autoregression_order(made_up(), three, 8, {}, order_criterion::bic);
  CHECK(ranked(by_bic, &candidate::bic));
  CHECK(by_bic.orders == by_aic.bic);
  const auto by_hq = vector_autoregression_order(made_up(), three, 8, {}, order_criterion::hq);
  CHECK(ranked(by_hq, &candidate::hq));
  CHECK(by_hq.orders == by_aic.hq);
  // a refit on the common sample has the criterion's likelihood
  const auto fit = vector_autoregression(made_up(), three,
                                         {.lags = by_bic.orders, .hold_back = by_bic.hold_back});
  CHECK(fit.observations == by_bic.observations);
  const double n = static_cast<double>(fit.observations);
  CHECK_CLOSE_REL(fit.log_determinant + std::log(n) * 9 * by_bic.orders / n,
                  by_bic.best.front().bic, 1e-12);
}

TEST_CASE("a VAR with trend, a fixed column and rows held back is least squares on those columns") {
  const MatrixXd y = made_up();
  const Eigen::Index first = 4, n = y.rows() - first;
  Eigen::VectorXd w(y.rows());
  for (Eigen::Index i = 0; i < y.rows(); ++i) w[i] = std::cos(2.0 * static_cast<double>(i));
  const auto fit = vector_autoregression<double>(
      y, three, {.lags = 2, .trend = true, .hold_back = 4, .fixed = {{"w", w}}});
  CHECK(fit.terms == std::vector<std::string>{"(intercept)", "trend", "w", "L1.y", "L1.x", "L1.z",
                                              "L2.y", "L2.x", "L2.z"});
  MatrixXd z(n, 9);
  for (Eigen::Index i = 0; i < n; ++i) {
    const Eigen::Index t = first + i;  // from 0; the trend is 1 in the first row of the data
    z.row(i) << 1, static_cast<double>(t + 1), w[t], y.row(t - 1), y.row(t - 2);
  }
  CHECK(fit.observations == static_cast<std::size_t>(n));
  MatrixXd residuals(n, 3);
  for (Eigen::Index j = 0; j < 3; ++j) {
    const auto one = least_squares<double>(z, y.col(j).tail(n));
    residuals.col(j) = one.residuals;
    for (Eigen::Index m = 0; m < 9; ++m) {
      CHECK_CLOSE_REL(fit.coefficients(j, m), one.coefficients[m], 1e-9);
      CHECK_CLOSE_REL(fit.errors(j, m),
                      std::sqrt(one.residual_sum_of_squares / static_cast<double>(n - 9) *
                                one.inverse_gram(m, m)),
                      1e-9);
    }
  }
  const MatrixXd s = residuals.transpose() * residuals;
  CHECK((fit.residual_covariance - s / static_cast<double>(n - 9)).norm() < 1e-10 * s.norm());
  CHECK_CLOSE_REL(fit.log_determinant, std::log((s / static_cast<double>(n)).determinant()), 1e-9);
  CHECK_REFUSES(argument_error, "w has 3",
                vector_autoregression<double>(y, three, {.fixed = {{"w", w.head(3)}}}));
  CHECK_REFUSES(argument_error, "there are no terms",
                vector_autoregression<double>(y, three, {.lags = 0, .constant = false}));
  CHECK_REFUSES(argument_error, "lags is -1",
                vector_autoregression<double>(y, three, {.lags = -1}));
  CHECK_REFUSES(argument_error, "there are 1 names for 3", vector_autoregression<double>(y, {"y"}));
}
