#include <bilateral/econometrics/estimator/result.hpp>

#include <bilateral/econometrics/regression/ols.hpp>

#include "support/close.hpp"
#include "support/reference.hpp"
#include "support/wave_data.hpp"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

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

TEST_CASE("wald_test by hand: F with degrees of freedom, chi-squared without") {
  ols_result<double> fit;
  fit.names = {"(intercept)", "x1", "x2"};
  fit.coefficients = Eigen::Vector3d(1, 2, -3);
  Eigen::MatrixXd v(3, 3);
  v << 1, 0, 0, 0, 4, 0, 0, 0, 9;
  fit.covariance = v;
  fit.inference_dof = 20;
  // 2^2 / 4 + 3^2 / 9 = 2 for two restrictions
  const auto f = wald_test(fit, std::vector<std::string>{"x1", "x2"});
  CHECK_CLOSE_REL(f.statistic, 1, 1e-14);
  CHECK(f.distribution == "F(2, 20)");
  CHECK_CLOSE_REL(*f.p_value, std::pow(1.1, -10), 1e-12);  // F(2, d): (1 + 2 f / d)^(-d/2)
  CHECK(f.null == "x1 = x2 = 0");
  CHECK(f.notes.empty());
  fit.inference_dof = std::numeric_limits<double>::infinity();
  const auto chi = wald_test(fit, std::vector<std::string>{"x1", "x2"});
  CHECK_CLOSE_REL(chi.statistic, 2, 1e-14);
  CHECK(chi.distribution == "chi-squared(2)");
  CHECK_CLOSE_REL(*chi.p_value, std::exp(-1), 1e-13);
  CHECK_CLOSE_REL(*p_value(fit, 2), 2 * normal_upper_tail(1.0), 1e-13);
  CHECK(position(fit, "x2") == 2);
  CHECK_REFUSES(argument_error, "there is no x9 among (intercept), x1, x2", position(fit, "x9"));
  CHECK_REFUSES(argument_error, "there is no x9", coefficient(fit, "x9"));
  fit.covariance.reset();
  CHECK_REFUSES(argument_error, "the fit has no covariance",
                wald_test(fit, std::vector<std::string>{"x1"}));
  fit.notes = {"as many parameters as observations"};
  CHECK_REFUSES(argument_error, "the fit has no covariance: as many parameters as observations",
                wald_test(fit, std::vector<std::string>{"x1"}));
  CHECK_FALSE(std_error(fit, 1).has_value());
}
