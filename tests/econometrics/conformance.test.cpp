// Every result type of regressions answers the same questions in the same way.
#include <bilateral/econometrics/covariance/clustered.hpp>
#include <bilateral/econometrics/panel.hpp>
#include <bilateral/econometrics/regression/fixed_effects.hpp>
#include <bilateral/econometrics/regression/gmm.hpp>
#include <bilateral/econometrics/regression/iv.hpp>
#include <bilateral/econometrics/regression/ppml.hpp>

#include "support/conforms.hpp"
#include "support/hac_data.hpp"

using namespace bilateral;
using bilateral_test::conforms;

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
  const iv_regression<double> equation{
      regress(d.y, {{"x2", d.x2}}), {{"x1", d.x1}}, {{"z", z}, {"w", w}}};
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
