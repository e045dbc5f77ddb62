#include <bilateral/econometrics/covariance/package.hpp>

#include <bilateral/econometrics/regression/fixed_effects.hpp>
#include <bilateral/econometrics/regression/ols.hpp>

#include "support/close.hpp"
#include "support/hac_data.hpp"
#include "support/reference.hpp"

using namespace bilateral;
using bilateral_test::autocorrelated_data;
using bilateral_test::reference_table;

namespace {
template <class Fit>
void check_errors(const Fit& fit, const reference_table& r, const std::string& stem, double tol) {
  for (Eigen::Index j = 0; j < fit.coefficients.size(); ++j) {
    CHECK_CLOSE_REL(*std_error(fit, j), r(stem + "_" + std::to_string(j + 1)), tol);
  }
}
}  // namespace

// 1e-11: sums of 60 products in another order
TEST_CASE("like sandwich: NeweyWest, kernHAC, vcovCL, vcovPL, vcovHC as they stand") {
  const reference_table r("hac.csv");
  const autocorrelated_data d;
  const auto fit = ols(d.model(), iid{}, {.keep_parts = keep::scores});
  const package p = package::sandwich;
  check_errors(with_covariance(fit, like(p, newey_west{})), r, "NeweyWest", 1e-11);
  check_errors(with_covariance(fit, like(p, newey_west{.lags = 4})), r, "NeweyWest4", 1e-11);
  check_errors(with_covariance(fit, like(p, hac{})), r, "kernHAC", 1e-11);
  check_errors(with_covariance(fit, like(p, clustered{.by = {d.firm}})), r, "cl", 1e-11);
  check_errors(with_covariance(fit, like(p, clustered{.by = {d.firm, d.period}})), r, "cl2", 1e-11);
  check_errors(with_covariance(fit, like(p, driscoll_kraay{.time = d.time})), r, "vcovPL", 1e-11);
  CHECK(with_covariance(fit, like(p, newey_west{})).inference_dof == 57);
  int i = 0;
  for (const hc kind : {hc::hc0, hc::hc1, hc::hc2, hc::hc3, hc::hc4}) {
    check_errors(with_covariance(fit, like(p, heteroskedastic{kind})), r,
                 "HC" + std::to_string(i++), 1e-11);
  }
}

TEST_CASE("like statsmodels: errors and the normal distribution") {
  const reference_table r("hac_peers.csv");
  const autocorrelated_data d;
  const auto fit = ols(d.model(), iid{}, {.keep_parts = keep::scores});
  const package p = package::statsmodels;
  const auto h = with_covariance(fit, like(p, newey_west{.lags = 4}));
  check_errors(h, r, "sm_hac4", 1e-11);
  const auto c = with_covariance(fit, like(p, clustered{.by = {d.firm}}));
  check_errors(c, r, "sm_cluster", 1e-11);
  const auto robust = with_covariance(fit, like(p, heteroskedastic{hc::hc1}));
  for (Eigen::Index j = 0; j < 3; ++j) {
    const std::string at = "_" + std::to_string(j + 1);
    CHECK_CLOSE_REL(*p_value(h, j), r("sm_hac4_p" + at),
                    1e-9);  // z magnifies the error's last digits
    CHECK_CLOSE_REL(*p_value(c, j), r("sm_cluster_p" + at), 1e-9);
    CHECK_CLOSE_REL(*p_value(robust, j), r("sm_HC1_p" + at), 1e-9);
  }
  check_errors(with_covariance(fit, like(p, newey_west{})), r, "sm_cov_hac", 1e-11);
  check_errors(with_covariance(fit, like(p, clustered{.by = {d.firm, d.period}})), r, "sm_cluster2",
               1e-11);
  int i = 0;
  for (const hc kind : {hc::hc0, hc::hc1, hc::hc2, hc::hc3}) {
    check_errors(with_covariance(fit, like(p, heteroskedastic{kind})), r,
                 "sm_HC" + std::to_string(i++), 1e-11);
  }
}

TEST_CASE("like gretl: its lag rule, clusters and HC") {
  const reference_table r("hac_peers.csv");
  const autocorrelated_data d;
  const auto fit = ols(d.model(), iid{}, {.keep_parts = keep::scores});
  const package p = package::gretl;
  check_errors(with_covariance(fit, like(p, newey_west{})), r, "gretl_nw", 1e-11);
  const auto c = with_covariance(fit, like(p, clustered{.by = {d.firm}}));
  check_errors(c, r, "gretl_cluster", 1e-11);
  CHECK(c.inference_dof == 57);
  int i = 0;
  for (const hc kind : {hc::hc0, hc::hc1, hc::hc2, hc::hc3}) {
    check_errors(with_covariance(fit, like(p, heteroskedastic{kind})), r,
                 "gretl_HC" + std::to_string(i++), 1e-11);
  }
}

TEST_CASE("like Stata, fixest and ppmlhdfe: documented factors") {
  const autocorrelated_data d;
  const auto fit = ols(d.model(), iid{}, {.keep_parts = keep::scores});
  const auto error = [&](const auto& spec) { return *std_error(with_covariance(fit, spec), 1); };
  const newey_west four{.lags = 4};
  CHECK_CLOSE_REL(error(like(package::stata, four)), error(four) * std::sqrt(60.0 / 57), 1e-14);
  CHECK_CLOSE_REL(error(like(package::fixest, four)), error(four) * std::sqrt(60.0 / 57), 1e-14);
  const clustered firm{.by = {d.firm}};
  CHECK_CLOSE_REL(error(like(package::stata, firm)), error(firm), 1e-15);
  CHECK_CLOSE_REL(error(like(package::ppmlhdfe, firm)), error(firm) * std::sqrt(57.0 / 59), 1e-14);
  CHECK_CLOSE_REL(error(like(package::ppmlhdfe, heteroskedastic{})),
                  error(heteroskedastic{hc::hc0}) * std::sqrt(60.0 / 59), 1e-14);
  CHECK(with_covariance(fit, like(package::fixest, firm)).inference_dof == 9);
  const driscoll_kraay dk{.time = d.time};
  CHECK_CLOSE_REL(error(like(package::fixest, dk)), error(dk) * std::sqrt(6.0 / 5 * 59 / 57),
                  1e-14);
  CHECK(with_covariance(fit, like(package::stata, firm)).covariance_label ==
        "clustered by firm (10), factor G/(G-1) (n-1)/(n-k), as Stata");
}

TEST_CASE("programs by their names") {
  for (const char* name : {"stata", "fixest", "sandwich", "statsmodels", "gretl", "ppmlhdfe"}) {
    std::string first(name_of(package_named(name)));
    if (first[0] == 'S') first[0] = 's';
    CHECK(first.substr(0, std::string(name).size()) == name);
  }
  CHECK_REFUSES(argument_error, "'eviews' is none of stata, fixest", (void)package_named("eviews"));
}

TEST_CASE("what a program does not have is refused") {
  const autocorrelated_data d;
  const auto fit = ols(d.model(), iid{}, {.keep_parts = keep::scores});
  const auto ask = [&](const auto& spec) { return with_covariance(fit, spec); };
  CHECK_REFUSES(argument_error, "Stata newey has no default for the lags",
                ask(like(package::stata, newey_west{})));
  CHECK_REFUSES(argument_error, "statsmodels 0.13 has no HC4 errors",
                ask(like(package::statsmodels, heteroskedastic{hc::hc4})));
  CHECK_REFUSES(argument_error, "ppmlhdfe 2.3 has no iid errors",
                ask(like(package::ppmlhdfe, iid{})));
  CHECK_REFUSES(argument_error, "gretl 2022c has no errors clustered twice",
                ask(like(package::gretl, clustered{.by = {d.firm, d.period}})));
  CHECK_REFUSES(argument_error, "Stata has no Driscoll-Kraay",
                ask(like(package::stata, driscoll_kraay{.time = d.time})));
}

TEST_CASE("why_different names the factor, the lags, the distribution") {
  const autocorrelated_data d;
  const auto fit = ols(d.model(), iid{}, {.keep_parts = keep::scores});
  const auto& s = *fit.scores;
  const auto sandwich_nw = covariance(s, like(package::sandwich, newey_west{}));
  const auto gretl_nw = covariance(s, like(package::gretl, newey_west{}));
  const auto names = [](const std::vector<covariance_difference>& list) {
    std::string all;
    for (const auto& x : list) all += x.what.substr(0, x.what.find(" (")) + ";";
    return all;
  };
  CHECK(names(why_different(sandwich_nw, gretl_nw)) == "lags;prewhitening;");
  CHECK(why_different(sandwich_nw, sandwich_nw).empty());
  const auto stata = covariance(s, like(package::stata, newey_west{.lags = 4}));
  const auto statsmodels = covariance(s, like(package::statsmodels, newey_west{.lags = 4}));
  const auto gap = why_different(stata, statsmodels);
  CHECK(names(gap) == "K of the factor;small-sample factor;distribution of the statistic;");
  CHECK_CLOSE_REL(gap[1].ratio, std::sqrt(57.0 / 60), 1e-12);
  CHECK(gap[2].first == "t(57)");
  CHECK(gap[2].second == "normal");
  const auto two = covariance(s, clustered{.by = {d.firm, d.period}});
  CHECK(names(why_different(covariance(s, clustered{.by = {d.firm}}), two)) ==
        "clusters;small-sample factor;distribution of the statistic;");
  CHECK(names(why_different(covariance(s, iid{}), covariance(s, heteroskedastic{hc::hc0}))) ==
        "kind;");
}

TEST_CASE("like Stata's poisson and ppmlhdfe: n/(n-1) with z; the recipe holds the factor") {
  const autocorrelated_data d;
  const auto fit = ols(d.model(), iid{}, {.keep_parts = keep::scores});
  auto s = *fit.scores;
  const auto plain = covariance(s, heteroskedastic{hc::hc0});
  const auto least_squares = covariance(s, like(package::stata, heteroskedastic{}));
  CHECK_CLOSE_REL(least_squares.recipe.factor, 60.0 / 57, 1e-15);
  CHECK(least_squares.inference_dof == 57);
  s.normal_inference = true;
  for (const package p : {package::stata, package::ppmlhdfe}) {
    const auto v = covariance(s, like(p, heteroskedastic{}));
    CHECK_CLOSE_REL(v.matrix(1, 1), plain.matrix(1, 1) * 60 / 59, 1e-14);
    CHECK_CLOSE_REL(v.recipe.factor, 60.0 / 59, 1e-15);
    CHECK(std::isinf(v.inference_dof));
    CHECK(v.label.starts_with("robust, factor n/(n-1), as "));
    CHECK_REFUSES(argument_error, "ask for hc1", covariance(s, like(p, heteroskedastic{hc::hc3})));
  }
  // others keep their own factor under the normal too
  CHECK_CLOSE_REL(covariance(s, like(package::fixest, heteroskedastic{})).recipe.factor, 60.0 / 57,
                  1e-15);
  CHECK_CLOSE_REL(covariance(s, like(package::fixest, iid{})).recipe.factor, 59.0 / 57, 1e-15);
  CHECK(covariance(s, like(package::stata, iid{})).recipe.factor == 1);
}

TEST_CASE("programs with a column for each level count their rank, in a graph of two parts too") {
  // six rows of a and b in each of two parts that share no level: rank 3 + 2 + 2 + 2 - 2
  const factor a{"a", {0, 0, 1, 1, 2, 2, 0, 1, 3, 3, 4, 4, 3, 4}, 5, {}};
  const factor b{"b", {0, 1, 0, 1, 0, 1, 1, 0, 2, 3, 2, 3, 2, 3}, 4, {}};
  const factor group{"g", {0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3}, 5, {}};
  Eigen::VectorXd x(14), y(14);
  for (int i = 0; i < 14; ++i) {
    x[i] = std::sin(3.0 * i * i);
    y[i] = 2 * x[i] + std::cos(5.0 * i) + 0.3 * (i % 5);
  }
  const auto model = regress(y, {{"x", x}});
  auto dummies = model;
  add_dummies(dummies, a);
  add_dummies(dummies, b);
  const auto same = [&](const auto& spec) {
    const auto within = ols(model, {a, b}, spec);
    const auto columns = ols(dummies, spec);
    CHECK_CLOSE_REL(*std_error(within, "x"), *std_error(columns, "x"), 1e-10);
  };
  for (const package p : {package::sandwich, package::gretl}) {
    same(like(p, iid{}));
    same(like(p, heteroskedastic{hc::hc1}));
    same(like(p, clustered{.by = {group}}));
  }
  // 14 rows, a slope, 5 + 4 levels: fixest counts 1 + 4 + 3, the rank is 7
  const auto by_rank = ols(model, {a, b}, like(package::sandwich, iid{}));
  const auto by_count = ols(model, {a, b}, like(package::fixest, iid{}));
  CHECK_CLOSE_REL(*std_error(by_rank, "x") / *std_error(by_count, "x"), std::sqrt(5.0 / 6), 1e-12);
}
