// Every result type answers the same questions in the same way.
#include <bilateral/econometrics/ardl.hpp>
#include <bilateral/econometrics/clustered.hpp>
#include <bilateral/econometrics/cointegrating_regression.hpp>
#include <bilateral/econometrics/distributed_lag.hpp>
#include <bilateral/econometrics/error_correction.hpp>
#include <bilateral/econometrics/fixed_effects.hpp>
#include <bilateral/econometrics/iv.hpp>
#include <bilateral/econometrics/panel.hpp>
#include <bilateral/econometrics/ppml.hpp>

#include "support/close.hpp"
#include "support/hac_data.hpp"

#include <cmath>
#include <string>

using namespace bilateral;

namespace {

template <class Result>
void conforms(const std::string& what, const Result& r) {
  static_assert(estimation_result<Result>);
  INFO(what);
  const auto k = static_cast<std::size_t>(r.coefficients.size());
  REQUIRE(k > 0);
  CHECK(r.names.size() == k);
  REQUIRE(r.covariance.has_value());
  CHECK(static_cast<std::size_t>(r.covariance->rows()) == k);
  CHECK(static_cast<std::size_t>(r.covariance->cols()) == k);
  CHECK((*r.covariance - r.covariance->transpose()).cwiseAbs().maxCoeff() == 0);
  CHECK_FALSE(r.covariance_label.empty());
  CHECK(r.inference_dof > 0);
  CHECK(r.sample.used > 0);
  CHECK(r.coefficients.allFinite());
  const auto rows = coefficient_table(r, 0.9);
  REQUIRE(rows.size() == k);
  for (std::size_t j = 0; j < k; ++j) {
    const coefficient_row& row = rows[j];
    const auto at = static_cast<Eigen::Index>(j);
    CHECK(row.name == r.names[j]);
    CHECK(position(r, row.name) == at);
    CHECK(row.estimate == coefficient(r, row.name));
    REQUIRE(row.std_error.has_value());
    CHECK_CLOSE_REL(*row.std_error, std::sqrt((*r.covariance)(at, at)), 1e-15);
    CHECK_CLOSE_REL(*row.statistic, row.estimate / *row.std_error, 1e-14);
    CHECK_UNARY(*row.p_value >= 0 && *row.p_value <= 1);
    // the interval is symmetric, and its end has the p-value of the level
    CHECK_CLOSE_REL(*row.high - row.estimate, row.estimate - *row.low, 1e-9);
    CHECK_CLOSE_REL(student_t_two_sided((*row.high - row.estimate) / *row.std_error, r.inference_dof), 0.1,
                    1e-9);
    // one restriction: Wald's statistic is t squared, with the same p
    const auto wald = wald_test(r, std::vector<std::string>{row.name});
    CHECK_CLOSE_REL(wald.statistic, *row.statistic * *row.statistic, 1e-9);
    CHECK_CLOSE_ABS(*wald.p_value, *row.p_value, 1e-10);
  }
  CHECK_REFUSES(argument_error, "there is no nothing", coefficient(r, "nothing"));
  if (k > 1) {  // a combination of two coefficients by hand
    const auto c = linear_combination(r, {{r.names[0], 2.0}, {r.names[1], -1.0}});
    CHECK_CLOSE_REL(c.estimate, 2 * r.coefficients[0] - r.coefficients[1], 1e-13);
    const auto& v = *r.covariance;
    CHECK_CLOSE_REL(*c.std_error * *c.std_error, 4 * v(0, 0) + v(1, 1) - 4 * v(0, 1), 1e-9);
  }
}

}  // namespace

TEST_CASE("least squares, absorbed effects, PPML, instruments, panels") {
  const bilateral_test::autocorrelated_data d;
  const auto model = d.model();
  conforms("ols", ols(model));
  conforms("ols clustered", ols(model, clustered{.by = {d.firm}}));
  conforms("fixed effects", ols(model, {d.firm, d.period}, heteroskedastic{}));
  Eigen::VectorXd counts = (d.y.array() / 3).exp();
  conforms("ppml", ppml(regress(counts, {{"x1", d.x1}, {"x2", d.x2}})));
  conforms("ppml with effects", ppml(regress(counts, {{"x1", d.x1}, {"x2", d.x2}}), {d.firm}));
  Eigen::VectorXd z(60), w(60);
  for (int i = 0; i < 60; ++i) {
    z[i] = d.x1[i] + std::cos(5.0 * i);
    w[i] = std::sin(11.0 * i) - d.x1[i];
  }
  const iv_regression<double> equation{regress(d.y, {{"x2", d.x2}}), {{"x1", d.x1}}, {{"z", z}, {"w", w}}};
  conforms("2sls", iv(equation));
  conforms("liml", iv(equation, iid{}, {.method = k_class::liml}));
  conforms("gmm", iv_gmm(equation, heteroskedastic{}));
  const panel<double> cells{model, d.firm, d.time};
  conforms("pooled", pooled(cells));
  conforms("within", within(cells));
  conforms("between", between(cells));
  conforms("random", random_effects(cells));
  conforms("differences", first_differences(cells));
}

TEST_CASE("distributed lags, ARDL, error correction, cointegrating regressions") {
  const bilateral_test::autocorrelated_data d;
  conforms("distributed lag", distributed_lag<double>(d.y, {"x1", d.x1}, 2));
  conforms("almon", almon_lag<double>(d.y, {"x1", d.x1}, {.lags = 4, .degree = 2}));
  conforms("koyck", koyck_lag<double>(d.y, {"x1", d.x1}));
  const auto fit = ardl<double>({{"y", d.y}, {{"x1", d.x1}, {"x2", d.x2}}, {}}, {2, {1, 0}});
  conforms("ardl", fit);
  conforms("long run", long_run(fit));
  conforms("error correction", error_correction(fit));
  Eigen::VectorXd walk(60), price(60);
  double p = 0;
  for (int i = 0; i < 60; ++i) {
    price[i] = p += std::sin(3.0 * i * i);
    walk[i] = 1 + 2 * p + std::cos(7.0 * i * i);
  }
  conforms("dols", dols<double>({"y", walk}, {{"p", price}}));
  conforms("fmols", fmols<double>({"y", walk}, {{"p", price}}));
  conforms("ccr", canonical_cointegrating_regression<double>({"y", walk}, {{"p", price}}));
}
