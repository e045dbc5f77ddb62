#include <bilateral/econometrics/panel/random_effects.hpp>

#include "support/panel_data.hpp"

#include <Eigen/LU>

#include <cmath>

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

TEST_CASE("random effects: a variance of entities estimated below zero is zero, and said") {
  // entities' means of the response are on a line in those of the regressors: nothing is left between
  auto s = wave_panel();
  const auto stacked = stacked_columns(s);
  dense_vector<double> sizes;
  const auto means = entity_means(stacked.first, s.entity, sizes);
  for (Eigen::Index i = 0; i < 60; ++i) {
    const auto g = s.entity.codes[to_size(i)];
    s.model.response[i] += 2 + 0.5 * means(g, 1) - means(g, 2) - means(g, 0);
  }
  const auto c = swamy_arora_components(s, sizes);
  CHECK(c.was_negative);
  CHECK(c.entity == 0);
  const auto fit = random_effects(s);
  CHECK(*fit.variance_entity == 0);
  CHECK(*fit.theta_high == 0);
  CHECK(fit.notes.back() == "the entity variance was estimated below zero and set to zero: pooled");
  const auto plain = pooled(s);
  for (const char* name : {"x1", "x2"}) {
    CHECK_CLOSE_REL(coefficient(fit, name), coefficient(plain, name), 1e-12);
  }
}

TEST_CASE("random effects: components of an unbalanced panel by their formula") {
  // without the last two rows the last entity has four periods
  auto s = wave_panel();
  s.model.response = s.model.response.head(58).eval();
  s.model.design = s.model.design.topRows(58).eval();
  s.entity.codes.resize(58);
  s.time.resize(58);
  const double within_sigma = *within(s).sigma, between_sigma = *between(s).sigma;
  const double harmonic = 10 / (9 / 6.0 + 1 / 4.0);
  const double entity = between_sigma * between_sigma - within_sigma * within_sigma / harmonic;
  const auto fit = random_effects(s);
  REQUIRE(entity > 0);
  CHECK_CLOSE_REL(*fit.variance_idiosyncratic, within_sigma * within_sigma, 1e-13);
  CHECK_CLOSE_REL(*fit.variance_entity, entity, 1e-12);
  const auto theta = [&](double periods) {
    return 1 - std::sqrt(within_sigma * within_sigma /
                         (within_sigma * within_sigma + periods * entity));
  };
  CHECK_CLOSE_REL(*fit.theta_low, theta(4), 1e-12);
  CHECK_CLOSE_REL(*fit.theta_high, theta(6), 1e-12);
  CHECK(fit.notes.empty());
}
