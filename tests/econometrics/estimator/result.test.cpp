#include <bilateral/econometrics/estimator/result.hpp>

#include <bilateral/econometrics/regression/ols.hpp>

#include "support/close.hpp"
#include "support/reference.hpp"
#include "support/wave_data.hpp"

using namespace bilateral;

TEST_CASE("wald_test: one restriction is the square of t; R waldtest with HC1") {
  const bilateral_test::wave_data d;
  const bilateral_test::reference_table r("diagnostics.csv");
  const auto fit = ols(d.model(), heteroskedastic{hc::hc1});
  const auto w = wald_test(fit, std::vector<std::string>{"x2"});
  CHECK_CLOSE_REL(w.statistic, r("wald_hc1_F"), 1e-12);
  CHECK_CLOSE_REL(*w.p_value, r("wald_hc1_p"), 1e-10);
  CHECK_CLOSE_REL(w.statistic, std::pow(*t_statistic(fit, 2), 2), 1e-12);
  CHECK(w.null == "x2 = 0");
  CHECK(w.distribution == "F(1, 57)");
}

TEST_CASE("wald_test: redundant restrictions are left out and counted") {
  const bilateral_test::wave_data d;
  const auto fit = ols(d.model());
  Eigen::MatrixXd two(2, 3);
  two << 0, 1, 0, 0, 2, 0;
  const auto w = wald_test(fit, two, Eigen::VectorXd::Zero(2).eval());
  CHECK(w.distribution == "F(1, 57)");
  CHECK(w.notes.size() == 1);
}

TEST_CASE("wald_test and linear_combination: the delta method and lincom") {
  const bilateral_test::wave_data d;
  const bilateral_test::reference_table r("diagnostics.csv");
  const auto fit = ols(d.model());
  const auto ratio = [](const Eigen::VectorXd& b) {
    return Eigen::VectorXd::Constant(1, b[1] / b[2] + 2).eval();
  };
  const double gap = fit.coefficients[1] / fit.coefficients[2] + 2;
  // the numerical Jacobian has about ten digits
  CHECK_CLOSE_REL(wald_test(fit, ratio).statistic, std::pow(gap / r("ratio_se"), 2), 1e-8);
  const auto sum = linear_combination(fit, {{"x1", 1.0}, {"x2", 2.0}});
  CHECK_CLOSE_REL(sum.estimate, fit.coefficients[1] + 2 * fit.coefficients[2], 1e-15);
  const auto& v = *fit.covariance;
  CHECK_CLOSE_REL(*sum.std_error, std::sqrt(v(1, 1) + 4 * v(2, 2) + 4 * v(1, 2)), 1e-13);
}

TEST_CASE("confidence_interval and p_value agree with each other") {
  const bilateral_test::wave_data d;
  const auto fit = ols(d.model());
  for (Eigen::Index j = 0; j < 3; ++j) {
    const auto [low, high] = *confidence_interval(fit, j, 0.9);
    const double t = (high - low) / 2 / *std_error(fit, j);
    CHECK_CLOSE_REL(student_t_two_sided(t, fit.inference_dof), 0.1, 1e-12);
    CHECK(*p_value(fit, j) == student_t_two_sided(*t_statistic(fit, j), 57.0));
  }
  CHECK(coefficient_table(fit).size() == 3);
  CHECK_REFUSES(argument_error, "level is 95", confidence_interval(fit, 0, 95));
  CHECK(p_value(fit, fit.names[1]) == p_value(fit, 1));
  CHECK(confidence_interval(fit, fit.names[1], 0.9) == confidence_interval(fit, 1, 0.9));
  CHECK_REFUSES(argument_error, "restrictions are 1 x 2",
                wald_test(fit, Eigen::MatrixXd::Ones(1, 2), Eigen::VectorXd::Zero(1).eval()));
}
