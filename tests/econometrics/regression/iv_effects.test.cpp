#include <bilateral/econometrics/regression/iv_effects.hpp>

#include <bilateral/econometrics/covariance/clustered.hpp>
#include <bilateral/econometrics/covariance/newey_west.hpp>
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

// the same sums over other columns: rounding of two well-conditioned solutions
TEST_CASE("iv with effects: the diagnostics count the effects as dummies do") {
  const iv_ppml_data d;
  const Eigen::VectorXd y = d.y.array().log();
  iv_regression<double> dummies = d.model(y, true, true);
  add_dummies(dummies.exogenous, d.effects(1)[0]);
  const auto by_dummies = iv(dummies);
  const auto within = iv(d.model(y, true), d.effects(1));
  const auto same = [&](const test_result& a, const test_result& b) {
    CAPTURE(a.name);
    CHECK(close_rel(a.statistic, b.statistic, 1e-9));
    CHECK(close_rel(*a.p_value, *b.p_value, 1e-7));
    CHECK(a.distribution == b.distribution);
  };
  const auto under = [&](const auto& spec) {
    same(first_stage(within, spec)[0].f, first_stage(by_dummies, spec)[0].f);
    same(durbin_wu_hausman_test(within, spec), durbin_wu_hausman_test(by_dummies, spec));
    const Eigen::VectorXd half = Eigen::VectorXd::Constant(1, .5);
    same(anderson_rubin_test(within, half, spec), anderson_rubin_test(by_dummies, half, spec));
    same(kleibergen_paap(within, spec).wald, kleibergen_paap(by_dummies, spec).wald);
    CHECK(close_rel(effective_f(within, spec).f, effective_f(by_dummies, spec).f, 1e-9));
  };
  under(iid{});
  under(heteroskedastic{hc::hc1});
  under(clustered{.by = {d.cluster()}});
  same(*sargan_test(within), *sargan_test(by_dummies));
  CHECK(close_rel(cragg_donald(within), cragg_donald(by_dummies), 1e-9));
  CHECK(close_rel(first_stage(within)[0].partial_r2, first_stage(by_dummies)[0].partial_r2, 1e-9));
  iv_regression<double> exact = dummies;
  exact.instruments.pop_back();
  const auto a = anderson_rubin_set(iv(d.model(y, false), d.effects(1)));
  const auto b = anderson_rubin_set(iv(exact));
  REQUIRE(a.intervals.size() == 1);
  REQUIRE(b.intervals.size() == 1);
  CHECK(close_rel(a.intervals[0].first, b.intervals[0].first, 1e-9));
  CHECK(close_rel(a.intervals[0].second, b.intervals[0].second, 1e-9));
  const auto fuller = iv(d.model(y, true), d.effects(1), iid{}, {.method = k_class::fuller});
  CHECK(close_rel(fuller.kappa, iv(dummies, iid{}, {.method = k_class::fuller}).kappa, 1e-11));
  const auto bare = iv(d.model(y, true), d.effects(1), iid{}, {.keep_parts = keep::nothing});
  CHECK_THROWS_WITH_AS((void)first_stage(bare),
                       "iv: the fit kept no scores: estimate with .keep_parts = keep::scores",
                       argument_error);
  CHECK_THROWS_WITH_AS((void)first_stage(within, heteroskedastic{hc::hc3}),
                       "iv: HC2 to HC4 are not offered with instruments and effects",
                       argument_error);
}

TEST_CASE("iv with effects: Sargan's test weighs the rows as the fit does") {
  const iv_ppml_data d;
  const Eigen::VectorXd y = d.y.array().log();
  iv_regression<double> dummies = d.model(y, true, true);
  add_dummies(dummies.exogenous, d.effects(1)[0]);
  const Eigen::VectorXd root = d.w.cwiseSqrt();
  dummies.exogenous.response = root.cwiseProduct(dummies.exogenous.response).eval();
  dummies.exogenous.design = root.asDiagonal() * dummies.exogenous.design;
  dummies.exogenous.intercept = false;  // a column of weights now
  for (auto* list : {&dummies.endogenous, &dummies.instruments}) {
    for (auto& [name, values] : *list) values = root.cwiseProduct(values).eval();
  }
  const auto within = iv(d.model(y, true), d.effects(1), iid{}, {.weights = d.w});
  CHECK(close_rel(sargan_test(within)->statistic, sargan_test(iv(dummies))->statistic, 1e-9));
}

TEST_CASE("iv with effects: rows in time keep their time in the diagnostics") {
  const iv_ppml_data d;
  iv_regression<double> model = d.model(d.y, true);
  iv_regression<double> turned = model;  // the rows from last to first, with the same dates
  for (std::int64_t i = 0; i < d.n; ++i) {
    model.exogenous.time.push_back(i);
    turned.exogenous.time.push_back(d.n - 1 - i);
  }
  const auto reversed = [](Eigen::VectorXd x) { return Eigen::VectorXd(x.reverse()); };
  turned.exogenous.response = reversed(d.y);
  turned.exogenous.design.col(0) = reversed(d.x2);
  for (auto* list : {&turned.endogenous, &turned.instruments}) {
    for (auto& [name, values] : *list) values = reversed(values);
  }
  std::vector<std::int64_t> a(d.a.rbegin(), d.a.rend());
  const newey_west spec{.lags = 4};
  const auto one = iv(model, d.effects(1), spec);
  const auto other = iv(turned, {bilateral_test::grouping_of("a", a)}, spec);
  CHECK(close_rel(*std_error(one, "x1"), *std_error(other, "x1"), 1e-10));
  // every second date: neighbours in the file are two apart, so that lag 1 has no pair
  iv_regression<double> gapped = model;
  for (auto& t : gapped.exogenous.time) t *= 2;
  const auto wide = iv(gapped, d.effects(1), iid{});
  CHECK(close_rel(first_stage(wide, newey_west{.lags = 1})[0].f.statistic,
                  first_stage(wide, newey_west{.lags = 0})[0].f.statistic, 1e-12));
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
