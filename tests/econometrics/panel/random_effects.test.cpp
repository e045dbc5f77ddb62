#include <bilateral/econometrics/panel/random_effects.hpp>

#include "support/panel_data.hpp"

#include <Eigen/LU>

using namespace bilateral;
using bilateral_test::check_against;
using bilateral_test::wave_panel;

TEST_CASE("random effects: equals R plm on a balanced panel") {
  check_against(bilateral_test::reference_table("diagnostics.csv"), random_effects(wave_panel()),
                "random");
}

TEST_CASE("random effects: rows in another order") {
  const auto s = wave_panel();
  const auto t = bilateral_test::reversed(s);
  CHECK_CLOSE_REL(coefficient(random_effects(t), "x1"), coefficient(random_effects(s), "x1"),
                  1e-12);
}

TEST_CASE("random effects: Mundlak's slopes are the within slopes") {
  const auto a = mundlak(wave_panel());
  const auto b = within(wave_panel());
  CHECK_CLOSE_REL(coefficient(a, "x1"), coefficient(b, "x1"), 1e-11);
  CHECK_CLOSE_REL(coefficient(a, "x2"), coefficient(b, "x2"), 1e-11);
}

// by GLS with the full covariance of each entity, from the components that the fit reports
TEST_CASE("random effects: without an intercept it is GLS without one") {
  const auto s = bilateral_test::without_intercept(wave_panel());
  const auto fit = random_effects(s);
  CHECK(fit.names == std::vector<std::string>{"x1", "x2"});
  CHECK_FALSE(fit.intercept);
  Eigen::MatrixXd v = Eigen::MatrixXd::Zero(60, 60);
  for (Eigen::Index i = 0; i < 60; ++i) {
    for (Eigen::Index j = 0; j < 60; ++j) {
      if (i / 6 == j / 6) v(i, j) = *fit.variance_entity;
    }
    v(i, i) += *fit.variance_idiosyncratic;
  }
  const Eigen::MatrixXd inverse = v.inverse();
  const Eigen::MatrixXd& x = s.model.design;
  const Eigen::VectorXd b =
      (x.transpose() * inverse * x).inverse() * (x.transpose() * inverse * s.model.response);
  CHECK_CLOSE_REL(coefficient(fit, "x1"), b[0], 1e-11);  // inverses of a 60 x 60 cost four digits
  CHECK_CLOSE_REL(coefficient(fit, "x2"), b[1], 1e-11);
  CHECK_CLOSE_REL(*fit.variance_idiosyncratic, *random_effects(wave_panel()).variance_idiosyncratic,
                  1e-12);
}
