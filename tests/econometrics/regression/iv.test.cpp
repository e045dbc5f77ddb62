#include <bilateral/econometrics/regression/iv.hpp>

#include <bilateral/econometrics/covariance/clustered.hpp>

#include "support/close.hpp"
#include "support/wave_equation.hpp"

using namespace bilateral;
using bilateral_test::diagnostics_of_r;
using bilateral_test::wave_data;
using bilateral_test::wave_equation;

TEST_CASE("iv: 2SLS, LIML and Fuller equal the textbook formulas with explicit projections in R") {
  const std::pair<k_class, const char*> methods[] = {
      {k_class::two_stage, "tsls"}, {k_class::liml, "liml"}, {k_class::fuller, "fuller"}};
  for (const auto& [method, name] : methods) {
    const auto fit = iv(wave_equation(), iid{}, {.method = method});
    const auto robust = with_covariance(fit, heteroskedastic{hc::hc0});
    for (Eigen::Index j = 0; j < 3; ++j) {
      const std::string k = std::to_string(j + 1);
      // the oracle inverts n x n projections: about 12 digits
      CHECK_CLOSE_REL(fit.coefficients[j], diagnostics_of_r()(name + ("_b" + k)), 1e-11);
      CHECK_CLOSE_REL(*std_error(fit, j), diagnostics_of_r()(name + ("_se" + k)), 1e-11);
      CHECK_CLOSE_REL(*std_error(robust, j), diagnostics_of_r()(name + ("_hc0_" + k)), 1e-11);
    }
    if (method == k_class::liml)
      CHECK_CLOSE_REL(fit.kappa, diagnostics_of_r()("kappa_liml"), 1e-12);
  }
}

TEST_CASE("iv: laws") {
  const wave_data d;
  SUBCASE("regressors as their own instruments: least squares") {
    const iv_regression<double> self{regress(d.y, {{"x2", d.x2}}), {{"xe", d.xe}}, {{"z", d.xe}}};
    const auto a = iv(self);
    const auto b = ols(regress(d.y, {{"x2", d.x2}, {"xe", d.xe}}));
    for (Eigen::Index j = 0; j < 3; ++j) {
      CHECK_CLOSE_REL(a.coefficients[j], b.coefficients[j], 1e-12);
      CHECK_CLOSE_REL(*std_error(a, j), *std_error(b, j), 1e-12);
    }
  }
  SUBCASE("exactly identified: 2SLS and LIML are the same estimator") {
    const iv_regression<double> one{regress(d.y, {{"x2", d.x2}}), {{"xe", d.xe}}, {{"z1", d.z1}}};
    const double b = coefficient(iv(one), "xe");
    CHECK_CLOSE_REL(coefficient(iv(one, iid{}, {.method = k_class::liml}), "xe"), b, 1e-12);
  }
  SUBCASE("kappa = 0 is least squares") {
    const auto a = iv(wave_equation(), iid{}, {.kappa = 0.0});
    const auto b = ols(regress(d.y, {{"x2", d.x2}, {"xe", d.xe}}));
    CHECK_CLOSE_REL(coefficient(a, "xe"), coefficient(b, "xe"), 1e-11);
  }
  SUBCASE("a redundant instrument is left out by name") {
    auto more = wave_equation();
    more.instruments.emplace_back("z3", d.z1 - d.z2);
    const auto fit = iv(more);
    CHECK(fit.omitted.at(0).name == "z3");
    CHECK_CLOSE_REL(coefficient(fit, "xe"), diagnostics_of_r()("tsls_b3"), 1e-11);
  }
}

TEST_CASE("iv: refusals") {
  const wave_data d;
  CHECK_REFUSES(argument_error, "0 excluded instruments",
                iv(iv_regression<double>{regress(d.y, {{"x2", d.x2}}), {{"xe", d.xe}}, {}}));
  CHECK_REFUSES(argument_error, "no endogenous regressor",
                iv(iv_regression<double>{regress(d.y, {{"x2", d.x2}}), {}, {{"z", d.z1}}}));
  CHECK_REFUSES(
      argument_error, "0 excluded instruments (collinear ones removed)",
      iv(iv_regression<double>{regress(d.y, {{"x2", d.x2}}), {{"xe", d.xe}}, {{"z", d.x2 * 2}}}));
  CHECK_REFUSES(
      rank_deficiency_error, "not identified",
      iv(iv_regression<double>{regress(d.y, {{"x2", d.x2}}), {{"xe", d.x2 * 3}}, {{"z", d.z1}}}));
  auto odd = wave_equation();
  odd.instruments[1].second.conservativeResize(59);
  CHECK_REFUSES(argument_error, "y has 60 values but z2 has 59", iv(odd));
  odd = wave_equation();
  odd.endogenous[0].second[8] = std::nan("");
  CHECK_REFUSES(argument_error, "xe is missing (NaN) in row 9", iv(odd));
  for (const int which : {0, 1, 2}) {
    odd = wave_equation();
    if (which == 0) odd.instruments[0].second *= 1e300;
    if (which == 1) odd.exogenous.response *= 1e300;
    if (which == 2) odd.exogenous.design.col(1) *= 1e300;
    CHECK_REFUSES(argument_error, "whose square is beyond the range", iv(odd));
  }
  CHECK_REFUSES(argument_error, "there are no observations",
                iv(iv_regression<double>{{}, {{"xe", Eigen::VectorXd()}}, {}}));
}
