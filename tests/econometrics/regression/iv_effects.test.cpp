#include <bilateral/econometrics/regression/iv_effects.hpp>

#include <bilateral/econometrics/covariance/clustered.hpp>
#include <bilateral/econometrics/regression/iv_tests.hpp>

#include "support/close.hpp"
#include "support/iv_ppml_data.hpp"
#include "support/reference.hpp"

using namespace bilateral;
using bilateral_test::close_rel;
using bilateral_test::iv_ppml_data;
using bilateral_test::reference_table;

// two dense solutions of well-conditioned systems: rounding
TEST_CASE("iv with effects: equals two-stage least squares on explicit dummies") {
  const reference_table r("iv_ppml.csv");
  const iv_ppml_data d;
  const Eigen::VectorXd y = d.y.array().log();
  for (std::size_t s = 1; s <= 2; ++s) {
    for (const bool over : {false, true}) {
      for (const std::string weights : {"", "_w"}) {
        const std::string line =
            std::string("tsls_") + (s == 1 ? "one" : "two") + (over ? "_over" : "_exact") + weights;
        CAPTURE(line);
        iv_effects_options<double> options;
        if (!weights.empty()) options.weights = d.w;
        const auto fit = iv(d.model(y, over), d.effects(s), iid{}, options);
        const auto robust = with_covariance(fit, heteroskedastic{hc::hc1});
        const auto grouped = with_covariance(fit, clustered{.by = {d.cluster()}});
        for (const std::string x : {"x2", "x1"}) {
          CAPTURE(x);
          CHECK(close_rel(coefficient(fit, x), r(line + "_" + x), 1e-10));
          CHECK(close_rel(*std_error(fit, x), r(line + "_iid_" + x), 1e-10));
          CHECK(close_rel(*std_error(robust, x), r(line + "_hc1_" + x), 1e-10));
          CHECK(close_rel(*std_error(grouped, x), r(line + "_cluster_" + x), 1e-10));
        }
      }
    }
  }
}

TEST_CASE("iv with effects: equals iv on dummies for LIML too, and with itself as instrument ols") {
  const iv_ppml_data d;
  const Eigen::VectorXd y = d.y.array().log();
  iv_regression<double> dummies = d.model(y, true, true);
  add_dummies(dummies.exogenous, d.effects(1)[0]);
  const auto explicit_fit = iv(dummies, iid{}, {.method = k_class::liml});
  const auto fit = iv(d.model(y, true), d.effects(1), iid{}, {.method = k_class::liml});
  CHECK(close_rel(fit.kappa, explicit_fit.kappa, 1e-11));
  CHECK(close_rel(coefficient(fit, "x1"), coefficient(explicit_fit, "x1"), 1e-10));
  CHECK(close_rel(*std_error(fit, "x1"), *std_error(explicit_fit, "x1"), 1e-10));
  iv_regression<double> own = d.model(y, false);
  own.instruments = {{"itself", d.x1}};
  const auto same = iv(own, d.effects(2));
  const auto least =
      ols(regress(y, {{"x2", d.x2}, {"x1", d.x1}}, {.intercept = false}), d.effects(2));
  CHECK(close_rel(coefficient(same, "x1"), coefficient(least, "x1"), 1e-10));
  CHECK(close_rel(*std_error(same, "x1"), *std_error(least, "x1"), 1e-10));
  CHECK(same.parameters == least.parameters);
  CHECK((same.fitted - least.fitted).cwiseAbs().maxCoeff() < 1e-9);
  // the diagnostics work on the equation within
  CHECK(sargan_test(iv(d.model(y, true), d.effects(2)))->p_value.has_value());
}

TEST_CASE("iv with effects: says what the search for the effects said") {
  const iv_ppml_data d;
  const auto fit = iv(d.model(d.y, true), d.effects(2), iid{},
                      {.absorb = {.max_iterations = 1, .accept_unconverged = true}});
  CHECK_FALSE(fit.convergence.converged);
  CHECK(fit.convergence.iterations == 1);
  REQUIRE(!fit.notes.empty());
  CHECK(bilateral_test::holds(fit.notes.front(), "the fixed effects were not found"));
  CHECK(iv(d.model(d.y, true), d.effects(2)).notes.empty());
}

TEST_CASE("iv with effects: what it refuses") {
  const iv_ppml_data d;
  Eigen::VectorXd level(d.n);
  for (Eigen::Index i = 0; i < d.n; ++i) level[i] = double(d.a[std::size_t(i)]);
  iv_regression<double> absorbed = d.model(d.y, false);
  absorbed.instruments = {{"level", level}};
  CHECK_THROWS_WITH_AS(
      (void)iv(absorbed, d.effects(1)),
      "iv: there are 0 instruments for 1 endogenous regressor; level is absorbed by the "
      "fixed effects",
      argument_error);
  iv_regression<double> endogenous = d.model(d.y, false);
  endogenous.endogenous = {{"level", level}};
  CHECK_THROWS_WITH_AS((void)iv(endogenous, d.effects(1)),
                       "iv: no endogenous regressor is left: the fixed effects absorb them",
                       argument_error);
}
