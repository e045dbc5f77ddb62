#include <bilateral/econometrics/cointegration/johansen_restriction.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"

using namespace bilateral;
using bilateral_test::columns_of;
using bilateral_test::read_cells;
using bilateral_test::reference;
using bilateral_test::reference_values;
using Eigen::MatrixXd;
using kind = deterministic_case;

namespace {
const std::vector<std::string> three{"y", "x", "z"};
MatrixXd made_up(const std::vector<std::string>& names) {
  static const auto cells = read_cells(reference("dynamics_data.csv"));
  return columns_of(cells, names);
}
}  // namespace

TEST_CASE("restrictions on beta and alpha equal urca blrtest and alrtest") {
  const reference_values want("dynamics_R.csv");
  const auto fit = johansen(
      made_up(three), three,
      {.lags = 2, .deterministics = kind::restricted_constant, .form = vecm_form::long_run});
  for (int i = 1; i <= 4; ++i) CHECK_CLOSE_REL(fit.beta(i - 1, 0), want("longrun beta", i), 1e-8);
  MatrixXd h(4, 3);
  h << 1, 0, 0, -1, 0, 0, 0, 1, 0, 0, 0, 1;
  const auto one = test_beta(fit, 1, h);
  CHECK_CLOSE_REL(one.test.statistic, want("blrtest"), 1e-8);
  for (int i = 1; i <= 4; ++i) CHECK_CLOSE_REL(one.beta(i - 1, 0), want("blrtest beta", i), 1e-8);
  CHECK(one.test.distribution == "chi-squared(1)");
  const auto two = test_beta(fit, 2, h);
  CHECK_CLOSE_REL(two.test.statistic, want("blrtest r2"), 1e-8);
  CHECK(two.test.distribution == "chi-squared(2)");
  const MatrixXd a1 = MatrixXd::Identity(3, 3).leftCols(1);
  const auto exogenous = test_alpha(fit, 1, a1);
  CHECK_CLOSE_REL(exogenous.test.statistic, want("alrtest"), 1e-8);
  CHECK_CLOSE_REL(exogenous.alpha(0, 0), want("alrtest alpha", 1), 1e-8);
  for (int i = 1; i <= 4; ++i) {
    CHECK_CLOSE_REL(exogenous.beta(i - 1, 0), want("alrtest beta", i), 1e-8);
  }
  const auto second = test_alpha(fit, 2, MatrixXd::Identity(3, 3).leftCols(2).eval());
  CHECK_CLOSE_REL(second.test.statistic, want("alrtest r2"), 1e-7);
  // no restriction: nothing changes
  const auto free = test_beta(fit, 1, MatrixXd::Identity(4, 4).eval());
  CHECK_CLOSE_ABS(free.test.statistic, 0, 1e-9);
  CHECK_FALSE(free.test.p_value.has_value());
}

TEST_CASE("restrictions refuse a rank outside the system, shapes and collinear columns") {
  const auto fit = johansen(made_up(three), three);
  CHECK_REFUSES(argument_error, "the rank is 0",
                test_beta(fit, 0, MatrixXd::Identity(3, 3).eval()));
  CHECK_REFUSES(argument_error, "it must have 3 rows",
                test_alpha(fit, 1, MatrixXd::Identity(4, 4).eval()));
  CHECK_REFUSES(argument_error, "collinear", test_beta(fit, 1, MatrixXd::Ones(3, 2).eval()));
}
