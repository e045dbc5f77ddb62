#include <bilateral/econometrics/cointegration/relation.hpp>

#include "support/close.hpp"

#include <cmath>

using namespace bilateral;

namespace {

// adjustment 0: unrelated random walks; noise makes the levels of y a noisy measure of a walk
ardl_data<double> made(double adjustment, double noise = 0) {
  philox stream(3);
  Eigen::VectorXd x(150), y(150);
  double p = 0, q = 0;
  for (Eigen::Index i = 0; i < 150; ++i) {
    p += stream.normal();
    q += adjustment * (p - q) + stream.normal();
    x[i] = p;
    y[i] = q + noise * stream.normal();
  }
  return {{"y", y}, {{"x", x}}, {}};
}
const relation_options quick{.bounds = {.replications = 1999, .threads = 1}};

}  // namespace

TEST_CASE("a relation is supported, and every test that sees it is named") {
  const auto e = relation_in_levels(ardl(made(0.4), {1, {1}}), quick);
  CHECK(e.related);
  CHECK(e.adjustment < -0.2);
  CHECK(bilateral_test::holds(e.verdict, "the levels belong together: bounds F = "));
  CHECK(bilateral_test::holds(e.verdict, "agrees"));
  CHECK(*e.bounds.f.test.p_value < 0.05);
}

TEST_CASE("Phillips-Ouliaris is said to be no evidence and does not turn the verdict") {
  const auto fit = ardl(made(0, 1.5), {6, {1}});
  const auto e = relation_in_levels(fit, quick);
  CHECK_FALSE(e.related);
  CHECK(e.over_rejects);
  CHECK(*e.phillips_ouliaris->p_value < 0.05);
  CHECK(bilateral_test::holds(
      e.verdict, "no relation in levels is supported (the bounds F test does not reject)"));
  CHECK(bilateral_test::holds(e.verdict, "is no evidence"));
}

TEST_CASE("the residual tests stand in the case of the model") {
  const auto data = made(0.4);
  const auto fit =
      ardl(data, {1, {1}}, iid{}, {.deterministics = deterministic_case::restricted_trend});
  const auto e = relation_in_levels(fit, quick);
  CHECK_FALSE(e.bounds.t.has_value());
  CHECK(e.related);
  const auto trended =
      engle_granger(data.response, data.regressors, {.terms = deterministic_terms::trend});
  CHECK(e.engle_granger->statistic == trended.test.statistic);
  CHECK(bilateral_test::holds(e.verdict, "case IV"));
}

TEST_CASE("what speaks against a relation, one by one") {
  relation_evidence e;
  e.bounds.f.test.p_value = 0.01;
  e.adjustment = -0.5;
  CHECK(detail::objection(e, 0.05).empty());
  e.adjustment = 0.1;
  CHECK(detail::objection(e, 0.05) == "nothing is corrected");
  e.adjustment = -2.5;
  CHECK(detail::objection(e, 0.05) == "deviations grow");
  e.adjustment = -0.5;
  e.bounds.t.emplace().test.p_value = 0.2;
  CHECK(detail::objection(e, 0.05) == "the bounds t test does not reject");
  e.bounds.f.test.p_value = 0.3;
  CHECK(detail::objection(e, 0.05) == "the bounds F test does not reject");
}

TEST_CASE("refusals") {
  const auto fit = ardl(made(0.4), {1, {1}});
  CHECK_REFUSES(argument_error, "level is 0", relation_in_levels(fit, {.level = 0}));
  CHECK_REFUSES(argument_error, "simulated p-values",
                relation_in_levels(fit, {.bounds = {.replications = 0}}));
}
