#include <bilateral/econometrics/dynamics/vector_autoregression.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"

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
  const auto o = vector_autoregression_orders(made_up(), three, 8);
  CHECK(o.aic == static_cast<int>(want("order", 1)));
  CHECK(o.bic == static_cast<int>(want("order", 2)));
  CHECK(o.hq == static_cast<int>(want("order", 3)));
  CHECK(o.fpe == static_cast<int>(want("order", 4)));
  // statsmodels counts the constants too: 2 k / n more, the same at every order
  const double shift = 2.0 * 3 / 152;
  for (int p = 0; p <= 8; ++p) {
    CHECK_CLOSE_REL(o.aic_values[static_cast<std::size_t>(p)] + shift, want("order aic", p + 1),
                    1e-9);
    CHECK_CLOSE_REL(o.fpe_values[static_cast<std::size_t>(p)], want("order fpe", p + 1), 1e-9);
  }
}

TEST_CASE("a VAR refuses collinear variables and short samples") {
  MatrixXd twice = made_up();
  twice.col(2) = twice.col(0);
  CHECK_REFUSES(rank_deficiency_error, "L1.z", vector_autoregression(twice, three, {.lags = 1}));
  CHECK_REFUSES(argument_error, "lags use up 60",
                vector_autoregression(made_up(), three, {.lags = 60}));
  CHECK_REFUSES(argument_error, "2 names for 3", vector_autoregression(made_up(), {"a", "b"}));
}

TEST_CASE("VAR orders without deterministic terms count from 1") {
  vector_autoregression_options<double> plain;
  plain.constant = false;
  const auto o = vector_autoregression_orders(made_up(), three, 5, plain);
  CHECK(o.first == 1);
  REQUIRE(o.bic_values.size() == 5);
  const auto least =
      std::min_element(o.bic_values.begin(), o.bic_values.end()) - o.bic_values.begin();
  CHECK(o.bic == 1 + static_cast<int>(least));
  const auto least_aic =
      std::min_element(o.aic_values.begin(), o.aic_values.end()) - o.aic_values.begin();
  CHECK(o.aic == 1 + static_cast<int>(least_aic));
}
