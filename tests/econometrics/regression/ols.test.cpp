#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/econometrics/regression/predict.hpp>

#include "support/close.hpp"
#include "support/reference.hpp"
#include "support/wave_data.hpp"

#include <cmath>
#include <utility>

using namespace bilateral;
using bilateral_test::wave_data;

namespace {
const bilateral_test::reference_table& r() {
  static const bilateral_test::reference_table table("diagnostics.csv");
  return table;
}
// R prints 17 digits of a result whose own rounding error is some units of 1e-15
constexpr double tight = 1e-12;
std::string nth(const char* name, Eigen::Index j) { return name + std::to_string(j + 1); }
}  // namespace

TEST_CASE("ols: equals R lm and sandwich on the same sample") {
  const wave_data d;
  const auto fit = ols(d.model(), iid{}, {.keep_parts = keep::scores});
  REQUIRE(fit.names == std::vector<std::string>{"(intercept)", "x1", "x2"});
  for (Eigen::Index j = 0; j < 3; ++j) {
    CHECK_CLOSE_REL(fit.coefficients[j], r()(nth("b", j)), tight);
    CHECK_CLOSE_REL(*std_error(fit, j), r()(nth("se_const", j)), tight);
  }
  const std::pair<hc, const char*> kinds[] = {{hc::hc0, "se_HC0"},
                                              {hc::hc1, "se_HC1"},
                                              {hc::hc2, "se_HC2"},
                                              {hc::hc3, "se_HC3"},
                                              {hc::hc4, "se_HC4"}};
  for (const auto& [kind, name] : kinds) {
    const auto robust = with_covariance(fit, heteroskedastic{kind});
    const auto again = ols(d.model(), heteroskedastic{kind});
    for (Eigen::Index j = 0; j < 3; ++j) {
      CHECK_CLOSE_REL(*std_error(robust, j), r()(nth(name, j)), tight);
      CHECK(*std_error(robust, j) == *std_error(again, j));
    }
  }
  CHECK_CLOSE_REL(*fit.r2, r()("r2"), tight);
  CHECK_CLOSE_REL(*fit.adjusted_r2, r()("adjusted_r2"), tight);
  CHECK_CLOSE_REL(*fit.sigma, r()("sigma"), tight);
  CHECK_CLOSE_REL(overall_test(fit)->statistic, r()("F"), tight);
  CHECK_CLOSE_REL(*fit.log_likelihood, r()("loglik"), tight);
  CHECK_CLOSE_REL(*fit.aic, -2 * r()("loglik") + 6, tight);
  CHECK_CLOSE_REL(*fit.bic, -2 * r()("loglik") + 3 * std::log(60.0), tight);
  CHECK_CLOSE_REL(fit.scores->leverage[0], r()("hat1"), tight);
  CHECK_CLOSE_REL(fit.scores->leverage[59], r()("hat60"), tight);
  Eigen::MatrixXd at(1, 3);
  at << 1, .5, 2;
  const auto p = predict(fit, at);
  CHECK_CLOSE_REL(p.mean[0], r()("fit"), tight);
  CHECK_CLOSE_REL(p.mean_error[0], r()("se_fit"), tight);
  CHECK_CLOSE_REL(p.interval(.95, true).first[0], r()("lwr"), tight);
  CHECK_CLOSE_REL(p.interval(.95, true).second[0], r()("upr"), tight);
}

TEST_CASE("ols: analytic weights equal R lm, frequency weights the expanded sample") {
  const wave_data d;
  const auto a = ols(d.model(), iid{}, {.weights = d.w, .keep_parts = keep::scores});
  const auto f = ols(d.model(), iid{}, {.frequency_weights = d.w, .keep_parts = keep::scores});
  const auto a1 = with_covariance(a, heteroskedastic{hc::hc1});
  const auto a3 = with_covariance(a, heteroskedastic{hc::hc3});
  const auto f1 = with_covariance(f, heteroskedastic{hc::hc1});
  const auto f3 = with_covariance(f, heteroskedastic{hc::hc3});
  for (Eigen::Index j = 0; j < 3; ++j) {
    CHECK_CLOSE_REL(a.coefficients[j], r()(nth("wb", j)), tight);
    CHECK_CLOSE_REL(*std_error(a, j), r()(nth("wse", j)), tight);
    CHECK_CLOSE_REL(*std_error(a1, j), r()(nth("wse_HC1", j)), tight);
    CHECK_CLOSE_REL(*std_error(a3, j), r()(nth("wse_HC3", j)), tight);
    CHECK_CLOSE_REL(f.coefficients[j], r()(nth("fb", j)), tight);
    CHECK_CLOSE_REL(*std_error(f, j), r()(nth("fse", j)), tight);
    CHECK_CLOSE_REL(*std_error(f1, j), r()(nth("fse_HC1", j)), tight);
    CHECK_CLOSE_REL(*std_error(f3, j), r()(nth("fse_HC3", j)), tight);
  }
  CHECK_CLOSE_REL(*a.sigma, r()("w_sigma"), tight);
  CHECK_CLOSE_REL(*a.log_likelihood, r()("w_loglik"), tight);
  CHECK_CLOSE_REL(*a.r2, r()("w_r2"), tight);
  CHECK_CLOSE_REL(*f.log_likelihood, r()("f_loglik"), tight);
  CHECK_CLOSE_REL(*f.r2, r()("f_r2"), tight);
}

TEST_CASE("ols: laws") {
  const wave_data d;
  const auto fit = ols(d.model());
  SUBCASE("residuals are orthogonal to every regressor") {
    CHECK((d.model().design.transpose() * fit.residuals).norm() < 1e-12);
  }
  SUBCASE("a regressor in other units: coefficient over c, the same t") {
    for (const double c : {1e-8, 1e13}) {
      const auto scaled = ols(regress(d.y, {{"x1", d.x1 * c}, {"x2", d.x2}}));
      CHECK_CLOSE_REL(scaled.coefficients[1] * c, fit.coefficients[1], 1e-12);
      CHECK_CLOSE_REL(*t_statistic(scaled, 1), *t_statistic(fit, 1), 1e-12);
    }
  }
  SUBCASE("rows in another order") {
    const auto back = ols(regress(d.y.reverse().eval(),
                                  {{"x1", d.x1.reverse().eval()}, {"x2", d.x2.reverse().eval()}}));
    CHECK_CLOSE_REL(back.coefficients[2], fit.coefficients[2], 1e-13);
  }
  SUBCASE("a weight of zero leaves the row out, and says so") {
    Eigen::VectorXd w = Eigen::VectorXd::Ones(60);
    w[7] = 0;
    const auto without = ols(d.model(), iid{}, {.weights = w});
    CHECK(without.sample.used == 59);
    CHECK(without.sample.dropped == 1);
    REQUIRE(without.sample.rows.size() == 1);
    CHECK(without.sample.rows[0].row == 8);
    CHECK(without.observations == 59);
  }
}

TEST_CASE("ols: collinear columns go, by name, or throw when strict") {
  const wave_data d;
  const Eigen::VectorXd sum = d.x1 + d.x2;
  const auto model = regress(d.y, {{"x1", d.x1}, {"x2", d.x2}, {"sum", sum}});
  const auto fit = ols(model);
  REQUIRE(fit.omitted.size() == 1);
  CHECK(fit.omitted[0].name == "sum");
  CHECK(fit.omitted[0].ratio < 1e-12);
  CHECK(fit.coefficients.size() == 3);
  CHECK_CLOSE_REL(fit.coefficients[1], ols(d.model()).coefficients[1], 1e-12);
  CHECK_REFUSES(rank_deficiency_error, "ols: sum is determined",
                ols(model, iid{}, {.strict = true}));
  const auto constant = ols(regress(d.y, {{"one", Eigen::VectorXd::Constant(60, 1e6)}}));
  CHECK(constant.omitted.at(0).name == "one");
}

TEST_CASE("ols: limits") {
  Eigen::VectorXd y(3), x(3);
  y << 1, 2, 4;
  x << 1, 2, 3;
  SUBCASE("one observation more than coefficients") {
    const auto fit = ols(regress(y, {{"x", x}}));
    CHECK(fit.sigma.has_value());
    CHECK(fit.inference_dof == 1);
  }
  SUBCASE("as many as coefficients: no errors, and the reason") {
    const auto fit = ols(regress(y, {{"x", x}, {"x2", x.cwiseAbs2()}}));
    CHECK_FALSE(fit.covariance.has_value());
    CHECK_FALSE(fit.sigma.has_value());
    CHECK_FALSE(std_error(fit, 0).has_value());
    CHECK(bilateral_test::holds(fit.notes.back(), "standard errors are undefined"));
    CHECK_CLOSE_ABS(*fit.r2, 1, 1e-12);
  }
  SUBCASE("fewer: refused") {
    CHECK_REFUSES(argument_error, "3 observations for 4",
                  ols(regress(y, {{"a", x}, {"b", x.cwiseAbs2()}, {"c", x.cwiseInverse()}})));
  }
  SUBCASE("a constant response: r2 is undefined, not zero") {
    const auto fit = ols(regress(Eigen::VectorXd::Constant(3, 5), {{"x", x}}));
    CHECK_FALSE(fit.r2.has_value());
  }
  SUBCASE("tiny and huge values") {
    for (const double c : {1e-150, 1e150}) {
      const auto fit = ols(regress(y * c, {{"x", x * c}}));
      CHECK_CLOSE_REL(fit.coefficients[1], 1.5, 1e-12);
    }
  }
}

TEST_CASE("ols: refusals name the argument, the row and the value") {
  Eigen::VectorXd y = Eigen::VectorXd::LinSpaced(5, 1, 5), x = y.cwiseAbs2();
  const auto with = [](Eigen::VectorXd v, Eigen::Index i, double value) {
    v[i] = value;
    return v;
  };
  CHECK_REFUSES(argument_error, "x is missing (NaN) in row 3",
                ols(regress(y, {{"x", with(x, 2, std::nan(""))}})));
  CHECK_REFUSES(argument_error, "y is infinite in row 1; the logarithm of a zero?",
                ols(regress(with(y, 0, -INFINITY), {{"x", x}})));
  CHECK_REFUSES(argument_error, "y has 5 values but x has 4",
                ols(regress(y, {{"x", x.head(4).eval()}})));
  CHECK_REFUSES(argument_error, "no observations", ols(regress(Eigen::VectorXd(), {{"x", {}}})));
  CHECK_REFUSES(argument_error, "no regressors and no intercept",
                ols(regress(y, {}, {.intercept = false})));
  CHECK_REFUSES(argument_error, "two regressors are named x",
                ols(regress(y, {{"x", x}, {"x", y}})));
  const auto model = regress(y, {{"x", x}});
  CHECK_REFUSES(argument_error, "weights is -1 in row 2",
                ols(model, iid{}, {.weights = with(Eigen::VectorXd::Ones(5), 1, -1)}));
  CHECK_REFUSES(argument_error, "weights are all zero",
                ols(model, iid{}, {.weights = Eigen::VectorXd::Zero(5)}));
  CHECK_REFUSES(argument_error, "frequency_weights is 1.5 in row 1",
                ols(model, iid{}, {.frequency_weights = Eigen::VectorXd::Constant(5, 1.5)}));
  CHECK_REFUSES(argument_error, "weights has 4 values",
                ols(model, iid{}, {.weights = Eigen::VectorXd::Ones(4)}));
  CHECK_REFUSES(
      argument_error, "give weights or frequency_weights, not both",
      ols(model, iid{},
          {.weights = Eigen::VectorXd::Ones(5), .frequency_weights = Eigen::VectorXd::Ones(5)}));
  auto odd = model;
  odd.names.pop_back();
  CHECK_REFUSES(argument_error, "there are 1 names for 2 columns", ols(odd));
  odd = model;
  odd.design.conservativeResize(4, Eigen::NoChange);
  CHECK_REFUSES(argument_error, "the design has 4 values but the response has 5", ols(odd));
  CHECK_REFUSES(argument_error, "every regressor is zero",
                ols(regress(y, {{"x", Eigen::VectorXd::Zero(5)}}, {.intercept = false})));
  CHECK_REFUSES(argument_error, "kept no scores", with_covariance(ols(model), iid{}));
  CHECK_REFUSES(argument_error, "there is no price among (intercept), x",
                coefficient(ols(model), "price"));
}

TEST_CASE("ols: right at any scale, or refused with the reason") {
  const wave_data d;
  const auto model = d.model();
  const auto plain = ols(model, heteroskedastic{});
  const auto scaled = [&](double sy, double sx) {
    auto m = model;
    m.response *= sy;
    m.design.rightCols(2) *= sx;
    return m;
  };
  // powers of ten round: relative figures move by some units of the last digit
  const double rounding = 1e-13;
  SUBCASE("all figures") {
    for (const auto& factors : {std::pair{1e150, 1e150},
                                {1e-150, 1e-150},
                                {1e140, 1e60},
                                {1e-100, 1e-90},
                                {1e150, 1.0},
                                {1e-150, 1.0},
                                {1.0, 1e150}}) {
      const double sy = factors.first, sx = factors.second;
      CAPTURE(sy);
      CAPTURE(sx);
      const auto fit = ols(scaled(sy, sx), heteroskedastic{});
      for (Eigen::Index j = 0; j < 3; ++j) {
        const double unit = j == 0 ? sy : sy / sx;
        CHECK_CLOSE_REL(fit.coefficients[j] / unit, plain.coefficients[j], 1e-12);
        CHECK_CLOSE_REL(*std_error(fit, j) / unit, *std_error(plain, j), 1e-12);
      }
      CHECK_CLOSE_REL(*fit.r2, *plain.r2, rounding);
      CHECK_CLOSE_REL(*fit.adjusted_r2, *plain.adjusted_r2, rounding);
      CHECK_CLOSE_REL(*fit.sigma / sy, *plain.sigma, rounding);
      CHECK_CLOSE_REL(fit.residual_sum_of_squares / sy / sy, plain.residual_sum_of_squares, 1e-12);
      CHECK_CLOSE_REL(fit.total_sum_of_squares / sy / sy, plain.total_sum_of_squares, 1e-12);
      CHECK_CLOSE_REL(fit.residuals[7] / sy, plain.residuals[7], 1e-12);
      CHECK_CLOSE_REL(fit.fitted[7] / sy, plain.fitted[7], 1e-12);
      // a change of units moves the density by its logarithm
      const double shift = -fit.observations * std::log(sy);
      CHECK_CLOSE_REL(*fit.log_likelihood, *plain.log_likelihood + shift, 1e-12);
      CHECK_CLOSE_REL(*fit.aic, *plain.aic - 2 * shift, 1e-12);
      CHECK_CLOSE_REL(*fit.bic, *plain.bic - 2 * shift, 1e-12);
    }
  }
  SUBCASE("coefficients without variances") {
    for (const double sx : {1e-300, 1e-200, 1e200, 1e300}) {
      const auto fit = ols(scaled(1, sx), iid{}, {.keep_parts = keep::scores});
      CHECK_CLOSE_REL(fit.coefficients[1] * sx, plain.coefficients[1], 1e-12);
      CHECK_CLOSE_REL(*fit.r2, *plain.r2, rounding);
      CHECK_FALSE(fit.covariance.has_value());
      CHECK_FALSE(fit.scores.has_value());
      CHECK(fit.covariance_label == "none");
      CHECK(bilateral_test::holds(fit.notes.front(), "standard errors are undefined"));
    }
    // variances alone out of range, without a change of units
    const auto fit = ols(scaled(1e70, 1e-75 * 1e-10), iid{});
    CHECK_FALSE(fit.covariance.has_value());
    CHECK(bilateral_test::holds(fit.notes.front(), "beyond the range of the arithmetic"));
  }
  SUBCASE("scores that can be represented are kept") {
    const auto fit = ols(scaled(1e100, 1e-90), iid{}, {.keep_parts = keep::scores});
    REQUIRE_FALSE(fit.covariance.has_value());
    const auto large = ols(scaled(1e80, 1e-10), iid{}, {.keep_parts = keep::scores});
    REQUIRE(large.scores.has_value());
    const auto robust = with_covariance(large, heteroskedastic{});
    CHECK_CLOSE_REL(*std_error(robust, 1) / 1e90, *std_error(plain, 1), 1e-12);
  }
  SUBCASE("refused") {
    for (const double sy : {1e155, 1e300}) {
      CHECK_REFUSES(argument_error, "whose square is beyond the range of the arithmetic; divide it",
                    ols(scaled(sy, 1)));
    }
    for (const double sy : {1e-165, 1e-300}) {
      CHECK_REFUSES(argument_error, "multiply it by 1e", ols(scaled(sy, 1)));
    }
    CHECK_REFUSES(argument_error, "the coefficient of x1 is beyond the range",
                  ols(scaled(1e149, 1e-300)));
  }
}
