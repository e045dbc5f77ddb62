#include <bilateral/econometrics/dynamics/granger.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"

using namespace bilateral;
using bilateral_test::columns_of;
using bilateral_test::data_available;
using bilateral_test::data_folder;
using bilateral_test::read_cells;
using bilateral_test::reference;
using bilateral_test::reference_values;
using Eigen::MatrixXd;

namespace {
const std::vector<std::string> three{"y", "x", "z"};
MatrixXd made_up(const std::vector<std::string>& names = three) {
  return columns_of(read_cells(reference("dynamics_data.csv")), names);
}
constexpr double rel = 1e-9;
}  // namespace

TEST_CASE("Granger, instantaneous and Toda-Yamamoto equal statsmodels and lmtest") {
  const reference_values want("dynamics_statsmodels.csv");
  const auto fit = vector_autoregression(made_up(), three, {.lags = 3});
  const auto g = granger_causality(fit, {"y"}, {"x", "z"});
  CHECK_CLOSE_REL(g.statistic, want("granger F"), rel);
  CHECK_CLOSE_REL(*g.p_value, want("granger p"), 1e-8);
  const auto i = instantaneous_causality(fit, {"y"});
  CHECK_CLOSE_REL(i.statistic, want("instant"), rel);
  CHECK_CLOSE_REL(*i.p_value, want("instant p"), 1e-7);
  const auto t = toda_yamamoto(made_up(), three, {"x"}, {"y"}, 3, 1);
  CHECK_CLOSE_REL(t.statistic, want("toda_yamamoto"), rel);
  CHECK(t.distribution == "chi-squared(3)");
  CHECK_CLOSE_REL(*t.p_value, chi_squared_upper_tail(t.statistic, 3), 1e-14);
  CHECK(t.name == "Toda-Yamamoto causality");
  CHECK(t.null == "x does not Granger-cause y");
  CHECK(t.notes.back() == "VAR(4) in levels, lags 1 to 3 tested");
  CHECK(g.name == "Granger causality");
  CHECK(bilateral_test::holds(g.null, "y does not Granger-cause x"));
  CHECK(bilateral_test::holds(g.distribution, "F(6, "));
  CHECK(i.name == "instantaneous causality");
  CHECK(bilateral_test::holds(i.null, "between y and x"));
  CHECK(i.distribution == "chi-squared(2)");
  // two variables: the F of lmtest grangertest, whose degrees of freedom are of one equation
  const reference_values r("dynamics_R.csv");
  const auto two = vector_autoregression(made_up({"y", "x"}), {"y", "x"}, {.lags = 3});
  CHECK_CLOSE_REL(granger_causality(two, {"x"}, {"y"}).statistic, r("grangertest x->y"), rel);
}

TEST_CASE("United States consumption, GDP and investment: JMulTi's VAR(4)") {
  if (!data_available("sm_macrodata.csv")) return;
  const std::vector<std::string> names{"realcons", "realgdp", "realinv"};
  const MatrixXd y = columns_of(read_cells(data_folder() / "sm_macrodata.csv"), names);
  const auto fit = vector_autoregression(y, names, {.lags = 4});
  CHECK(fit.observations == 199);
  CHECK_CLOSE_ABS(fit.coefficients(0, 1), 1.399, 5.01e-4);
  CHECK_CLOSE_ABS(fit.errors(0, 1), 0.112, 5.01e-4);
  CHECK_CLOSE_ABS(fit.coefficients(0, 2), -0.238, 5e-4);
  CHECK_CLOSE_ABS(fit.errors(0, 2), 0.089, 5e-4);
  CHECK_CLOSE_ABS(fit.coefficients(0, 3), 0.285, 5e-4);
  CHECK_CLOSE_ABS(fit.coefficients(1, 1), 1.268, 5e-4);
  CHECK_CLOSE_ABS(fit.coefficients(1, 2), 0.566, 5e-4);
  CHECK_CLOSE_ABS(fit.coefficients(2, 3), 1.159, 5e-4);
  CHECK_CLOSE_ABS(fit.errors(2, 3), 0.128, 5e-4);
  const auto g = granger_causality(fit, {"realcons"}, {"realgdp", "realinv"});
  CHECK_CLOSE_ABS(g.statistic, 11.1446, 5e-5);
  CHECK(g.distribution == "F(8, 558)");
  CHECK_CLOSE_ABS(instantaneous_causality(fit, {"realcons"}).statistic, 71.2453, 5e-5);
  const auto o = vector_autoregression_order(y, names, 10);
  CHECK(o.aic == 4);
  CHECK(o.fpe == 4);
  CHECK(o.hq == 2);
  CHECK(o.bic == 2);
}

TEST_CASE("causality does not depend on units and refuses muddled questions") {
  const auto fit = vector_autoregression(made_up(), three, {.lags = 2});
  const Eigen::VectorXd units = Eigen::Vector3d(1e6, 1e-5, 3);
  const auto other =
      vector_autoregression((made_up() * units.asDiagonal()).eval(), three, {.lags = 2});
  CHECK_CLOSE_REL(granger_causality(other, {"x"}, {"y"}).statistic,
                  granger_causality(fit, {"x"}, {"y"}).statistic, 1e-9);
  CHECK_REFUSES(argument_error, "there is no variable q", granger_causality(fit, {"q"}, {"y"}));
  CHECK_REFUSES(argument_error, "y stands on both sides", granger_causality(fit, {"y"}, {"y"}));
  CHECK_REFUSES(argument_error, "none is left", instantaneous_causality(fit, {"y", "x", "z"}));
  CHECK_REFUSES(argument_error, "integration is -1",
                toda_yamamoto(made_up(), three, {"x"}, {"y"}, 1, -1));
}
