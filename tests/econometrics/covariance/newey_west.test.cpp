#include <bilateral/econometrics/covariance/newey_west.hpp>

#include <bilateral/econometrics/regression/ols.hpp>

#include "support/close.hpp"
#include "support/hac_data.hpp"
#include "support/reference.hpp"
#include "support/wave_data.hpp"

#include <cmath>
#include <string>

using namespace bilateral;

TEST_CASE("newey_west: equals R sandwich") {
  const bilateral_test::reference_table r("covariance.csv");
  const bilateral_test::wave_data d;
  const auto fit = ols(d.model(), iid{}, {.keep_parts = keep::scores});
  for (const long lags : {0L, 1L, 4L, 12L}) {
    const auto v = with_covariance(fit, newey_west{.lags = lags});
    for (Eigen::Index j = 0; j < 3; ++j) {
      CHECK_CLOSE_REL(*std_error(v, j),
                      r("nw" + std::to_string(lags) + "_" + std::to_string(j + 1)), 1e-12);
    }
  }
  const auto automatic = with_covariance(fit, newey_west{});
  const auto adjusted = with_covariance(fit, newey_west{.lags = 4, .adjust = true});
  CHECK_CLOSE_REL(*std_error(automatic, 1), r("nw_auto_2"), 1e-12);
  CHECK_CLOSE_REL(*std_error(adjusted, 2), r("nw4_adjust_3"), 1e-12);
}

TEST_CASE("hac and prewhitening: sandwich vcovHAC, kernHAC, NeweyWest") {
  const bilateral_test::reference_table r("hac.csv");
  const bilateral_test::autocorrelated_data d;
  const auto fit = ols(d.model(), iid{}, {.keep_parts = keep::scores});
  const auto v = with_covariance(fit, hac{.adjust = true});
  const auto k = with_covariance(fit, hac{.prewhiten = true, .adjust = true});
  const auto w = with_covariance(fit, newey_west{.prewhiten = true});
  const auto parzen = with_covariance(fit, hac{.window = kernel::parzen, .bandwidth = 3.7});
  for (Eigen::Index j = 0; j < 3; ++j) {
    const std::string at = "_" + std::to_string(j + 1);
    CHECK_CLOSE_REL(*std_error(v, j), r("vcovHAC" + at), 1e-11);
    CHECK_CLOSE_REL(*std_error(k, j), r("kernHAC" + at), 1e-11);
    CHECK_CLOSE_REL(*std_error(w, j), r("NeweyWest" + at), 1e-11);
    CHECK_CLOSE_REL(*std_error(parzen, j), r("hac37_parzen_0" + at), 1e-11);
  }
  auto gapped = d.model();
  for (std::int64_t t = 1; t <= 60; ++t) gapped.time.push_back(t + t / 30);
  CHECK_REFUSES(argument_error, "prewhitening needs a time index without gaps",
                ols(gapped, newey_west{.prewhiten = true}));
  CHECK_REFUSES(argument_error, "the bandwidth is 0", ols(d.model(), hac{.bandwidth = 0}));
}

TEST_CASE("newey_west: time rules, not the order of rows; gaps count") {
  const bilateral_test::wave_data d;
  auto model = d.model();
  const auto plain = ols(model, newey_west{.lags = 3});
  for (std::int64_t t = 60; t > 0; --t) model.time.push_back(t);
  model.response = d.y.reverse().eval();
  model.design = d.model().design.colwise().reverse().eval();
  CHECK_CLOSE_REL(*std_error(ols(model, newey_west{.lags = 3}), 1), *std_error(plain, 1), 1e-12);
  auto gapped = d.model();
  for (std::int64_t t = 1; t <= 60; ++t) gapped.time.push_back(10 * t);
  CHECK_CLOSE_REL(*std_error(ols(gapped, newey_west{.lags = 3}), 1),
                  *std_error(ols(d.model(), heteroskedastic{hc::hc0}), 1), 1e-12);
  gapped.time[1] = 10;
  CHECK_REFUSES(argument_error, "time 10 stands twice", ols(gapped, newey_west{.lags = 3}));
  CHECK_REFUSES(argument_error, "lags is -1", ols(d.model(), newey_west{.lags = -1}));
  CHECK_REFUSES(argument_error, "lags is 60", ols(d.model(), newey_west{.lags = 60}));
}

TEST_CASE("newey_west: a panel's meat is the sum of that of its entities") {
  // one regressor, bread 1: entity 0 has the scores 1, 2, -1 in periods 1 to 3; entity 2 has 3, 1 in 1, 2
  estimation_scores<double> s;
  s.bread = dense_matrix<double>::Identity(1, 1);
  s.scores.resize(5, 1);
  s.scores << 2, 3, -1, 1, 1;  // the rows in no order; no entity has the code 1
  s.time = {2, 1, 3, 1, 2};
  s.entity = {0, 2, 0, 0, 2};
  s.observations = 5;
  s.parameters = 1;
  // lags 1, weight 1/2 of twice the products: (1 + 4 + 1) + (2 - 2) and (9 + 1) + 3
  const auto v = covariance(s, newey_west{.lags = 1});
  CHECK_CLOSE_REL(v.matrix(0, 0), 6 + 0 + 10 + 3, 1e-14);
  CHECK_CLOSE_REL(covariance(s, newey_west{.lags = 0}).matrix(0, 0), 16, 1e-14);
  s.time[4] = 3;  // a gap: 3 and 1 are no neighbours
  CHECK_CLOSE_REL(covariance(s, newey_west{.lags = 1}).matrix(0, 0), 16, 1e-14);
  s.time[4] = 1;
  CHECK_REFUSES(argument_error, "the time 1 stands twice", covariance(s, newey_west{.lags = 1}));
  s.entity.pop_back();
  CHECK_REFUSES(argument_error, "the entity has 4", covariance(s, newey_west{.lags = 1}));
  s.time.clear();
  CHECK_REFUSES(argument_error, "whose time is not known", covariance(s, newey_west{.lags = 1}));
}

TEST_CASE(
    "hac: in a panel a Bartlett window of L + 1 is Newey-West with L lags, the truncated one sums them") {
  estimation_scores<double> s;
  s.bread = dense_matrix<double>::Identity(1, 1);
  s.scores.resize(5, 1);
  s.scores << 1, 2, -1, 3, 1;
  s.time = {1, 2, 3, 1, 2};
  s.entity = {0, 0, 0, 1, 1};
  s.observations = 5;
  s.parameters = 1;
  const auto bartlett = covariance(s, hac{.window = kernel::bartlett, .bandwidth = 2});
  CHECK_CLOSE_REL(bartlett.matrix(0, 0), 6 + 0 + 10 + 3, 1e-14);
  // (1 + 4 + 1) + 2 (2 - 2) and (9 + 1) + 2 3
  const auto flat = covariance(s, hac{.window = kernel::truncated, .bandwidth = 1});
  CHECK_CLOSE_REL(flat.matrix(0, 0), 6 + 10 + 6, 1e-14);
  CHECK_CLOSE_REL(
      covariance(s, hac{.window = kernel::bartlett, .bandwidth = 2, .adjust = true}).matrix(0, 0),
      19 * 5.0 / 4, 1e-14);
  CHECK_REFUSES(argument_error, "in a panel give a bandwidth above 0", covariance(s, hac{}));
  CHECK_REFUSES(argument_error, "in a panel give a bandwidth above 0",
                covariance(s, hac{.bandwidth = 0}));
  CHECK_REFUSES(argument_error, "without prewhitening",
                covariance(s, hac{.bandwidth = 2, .prewhiten = true}));
}

TEST_CASE("the truncated kernel's negative variance is said, not left blank in silence") {
  // alternating residuals: the first autocovariance takes away more than the variance
  const Eigen::Index n = 40;
  Eigen::VectorXd y(n), x(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    x[i] = std::cos(0.3 * static_cast<double>(i));
    y[i] = x[i] + (i % 2 == 0 ? 1.0 : -1.0) + 0.1 * std::sin(static_cast<double>(i * i));
  }
  const auto model = regress(y, {{"x", x}});
  const auto fit = ols(model, hac{.window = kernel::truncated, .bandwidth = 1});
  CHECK_FALSE(std_error(fit, 1).has_value());
  std::string said;
  for (const auto& note : fit.notes) said += note + "\n";
  CHECK(bilateral_test::holds(said, "the variance of x is below zero"));
  CHECK(bilateral_test::holds(said, "its standard error is undefined"));
  CHECK(bilateral_test::holds(said, "take Bartlett, Parzen or quadratic spectral"));
  // the kernels that it recommends keep their word, without a note
  for (const kernel k : {kernel::bartlett, kernel::parzen, kernel::quadratic_spectral}) {
    const auto other = ols(model, hac{.window = k, .bandwidth = 2});
    CHECK(*std_error(other, 1) > 0);
    CHECK(other.notes.empty());
  }
}

TEST_CASE("hac: the label says kernel, bandwidth, rule, prewhitening and factor") {
  const bilateral_test::wave_data d;
  const auto label = [&](const auto& spec) { return ols(d.model(), spec).covariance_label; };
  CHECK(label(newey_west{.lags = 4}) == "Newey-West, 4 lags");
  CHECK(label(newey_west{.lags = 0, .adjust = true}) == "Newey-West, 0 lags, factor n/(n-k)");
  CHECK(label(newey_west{.lags = 2, .prewhiten = true}) ==
        "Newey-West, 2 lags, prewhitened by VAR(1)");
  CHECK(bilateral_test::holds(label(newey_west{}), " lags (Newey-West 1994)"));
  CHECK(label(hac{.window = kernel::parzen, .bandwidth = 3.7}) ==
        "HAC, Parzen kernel, bandwidth 3.7");
  CHECK(bilateral_test::holds(label(hac{}), "HAC, quadratic spectral kernel, bandwidth "));
  CHECK(bilateral_test::holds(label(hac{}), " (Andrews AR(1))"));
  CHECK(bilateral_test::holds(
      label(hac{.window = kernel::bartlett, .rule = bandwidth_rule::newey_west_1994}),
      "Bartlett kernel, bandwidth "));
  CHECK(bilateral_test::holds(
      label(hac{.window = kernel::bartlett, .rule = bandwidth_rule::newey_west_1994}),
      " (Newey-West 1994)"));
}

TEST_CASE("newey_west: the lags that can be asked for, and the largest of them") {
  const bilateral_test::wave_data d;
  CHECK_REFUSES(argument_error, "lags is -1; it must lie between 0 and 59",
                ols(d.model(), newey_west{.lags = -1}));
  CHECK_REFUSES(argument_error, "lags is 60; it must lie between 0 and 59",
                ols(d.model(), newey_west{.lags = 60}));
  CHECK(ols(d.model(), newey_west{.lags = 59}).covariance.has_value());
  CHECK_REFUSES(argument_error, "the bandwidth is 0; it must be above 0",
                ols(d.model(), hac{.bandwidth = 0}));
}

TEST_CASE("hac: the automatic bandwidth is that of the scores, prewhitened or not") {
  const bilateral_test::autocorrelated_data d;
  const auto fit = ols(d.model(), iid{}, {.keep_parts = keep::scores});
  const auto& s = *fit.scores;
  Eigen::VectorXd weights = Eigen::VectorXd::Ones(3);
  weights[0] = 0;  // the intercept
  for (const bandwidth_rule rule : {bandwidth_rule::andrews, bandwidth_rule::newey_west_1994}) {
    const kernel k = kernel::bartlett;
    const auto plain = covariance(s, hac{.window = k, .rule = rule});
    CHECK(*plain.recipe.bandwidth ==
          automatic_bandwidth<double>(s.scores, weights, k, rule, 60, false));
    CHECK_FALSE(plain.recipe.is_prewhitened);
    const auto white = covariance(s, hac{.window = k, .rule = rule, .prewhiten = true});
    const Eigen::MatrixXd u = prewhiten<double>(s.scores).residuals;
    CHECK(u.rows() == 59);
    CHECK(*white.recipe.bandwidth == automatic_bandwidth<double>(u, weights, k, rule, 60, true));
    CHECK(white.recipe.is_prewhitened);
  }
  const auto adjusted = covariance(s, newey_west{.lags = 3, .adjust = true});
  CHECK(*adjusted.recipe.bandwidth == 4);
  CHECK_CLOSE_REL(adjusted.recipe.factor, 60.0 / 57, 1e-15);
  CHECK(adjusted.recipe.parameters == 3);
  CHECK(covariance(s, newey_west{.lags = 3}).recipe.parameters == 0);
  CHECK(covariance(s, newey_west{.lags = 3}).recipe.factor == 1);
}
