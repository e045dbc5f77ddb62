#include <bilateral/econometrics/covariance/driscoll_kraay.hpp>

#include <bilateral/econometrics/covariance/newey_west.hpp>
#include <bilateral/econometrics/regression/ols.hpp>

#include "support/close.hpp"
#include "support/data.hpp"
#include "support/hac_data.hpp"
#include "support/reference.hpp"

using namespace bilateral;

TEST_CASE("driscoll_kraay equals plm vcovSCC and sandwich vcovPL") {
  const bilateral_test::reference_table r("hac.csv");
  const bilateral_test::autocorrelated_data d;
  const auto fit = ols(d.model(), driscoll_kraay{.time = d.time}, {.keep_parts = keep::scores});
  const auto two = with_covariance(fit, driscoll_kraay{.time = d.time, .lags = 2});
  const auto adjusted = with_covariance(fit, driscoll_kraay{.time = d.time, .adjust = true});
  for (Eigen::Index j = 0; j < 3; ++j) {
    const std::string at = "_" + std::to_string(j + 1);
    CHECK_CLOSE_REL(*std_error(fit, j), r("vcovPL0" + at), 1e-11);
    CHECK_CLOSE_REL(*std_error(adjusted, j), r("vcovPL" + at), 1e-11);
    CHECK_CLOSE_REL(*std_error(two, j), r("vcovSCC2" + at), 1e-11);
  }
  CHECK(fit.inference_dof == 5);
  CHECK(fit.covariance_label == "Driscoll-Kraay, 1 lags, 6 periods");
}

TEST_CASE("with one row a period it is Newey-West; the order of rows does not matter") {
  const bilateral_test::autocorrelated_data d;
  std::vector<std::int64_t> time;
  for (std::int64_t t = 0; t < 60; ++t) time.push_back(t);
  const auto dk = ols(d.model(), driscoll_kraay{.time = time, .lags = 3});
  const auto nw = ols(d.model(), newey_west{.lags = 3});
  CHECK_CLOSE_REL(*std_error(dk, 1), *std_error(nw, 1), 1e-13);
}

TEST_CASE("refusals") {
  const bilateral_test::autocorrelated_data d;
  CHECK_REFUSES(argument_error, "a single period",
                ols(d.model(), driscoll_kraay{.time = std::vector<std::int64_t>(60, 4)}));
  CHECK_REFUSES(argument_error, "lags is 6",
                ols(d.model(), driscoll_kraay{.time = d.time, .lags = 6}));
  CHECK_REFUSES(argument_error, "time has 3", ols(d.model(), driscoll_kraay{.time = {1, 2, 3}}));
}

TEST_CASE("rows that the estimator left out are left out of the periods too") {
  const bilateral_test::autocorrelated_data d;
  Eigen::VectorXd w = Eigen::VectorXd::Ones(60);
  w[0] = w[3] = w[17] = w[44] = 0;
  std::vector<std::int64_t> time;
  for (std::size_t i = 0; i < 60; ++i) {
    if (w[static_cast<Eigen::Index>(i)] > 0) time.push_back(d.time[i]);
  }
  const auto whole = ols(d.model(), driscoll_kraay{.time = d.time}, {.weights = w});
  const auto cut = ols(d.model(), driscoll_kraay{.time = time}, {.weights = w});
  for (Eigen::Index j = 0; j < 3; ++j) CHECK(*std_error(whole, j) == *std_error(cut, j));
}

TEST_CASE("the recipe says periods, bandwidth, factor and what it counts") {
  const bilateral_test::autocorrelated_data d;
  const auto fit = ols(d.model(), iid{}, {.keep_parts = keep::scores});
  const auto plain = covariance(*fit.scores, driscoll_kraay{.time = d.time, .lags = 2});
  CHECK(plain.recipe.kind == "Driscoll-Kraay");
  CHECK(plain.recipe.groups == std::vector<double>{6});
  CHECK(plain.recipe.bandwidth == 3);
  CHECK(plain.recipe.factor == 1);
  CHECK(plain.recipe.parameters == 0);
  CHECK(plain.notes == std::vector<std::string>{"only 6 periods: the errors rest on many of them"});
  const auto adjusted =
      covariance(*fit.scores, driscoll_kraay{.time = d.time, .lags = 2, .adjust = true});
  CHECK_CLOSE_REL(adjusted.recipe.factor, 60.0 / 57, 1e-15);
  CHECK(adjusted.recipe.parameters == 3);
  CHECK(adjusted.label == "Driscoll-Kraay, 2 lags, 6 periods, factor n/(n-k)");
}

TEST_CASE("periods without rows keep their distance, and twenty periods need no warning") {
  estimation_scores<double> s;
  s.bread = Eigen::MatrixXd::Identity(1, 1);
  s.scores = Eigen::VectorXd(4);
  s.scores << 1, 2, 4, 8;
  s.observations = 4;
  s.parameters = 1;
  // periods 1, 2, 4, 4: G_0 = 1 + 4 + 12^2, G_1 = 1 * 2, G_2 = 2 * 12, Bartlett weights 2/3 and 1/3
  const auto v = covariance(s, driscoll_kraay{.time = {1, 2, 4, 4}, .lags = 2});
  CHECK_CLOSE_REL(v.matrix(0, 0), 149 + 2 * (2.0 / 3 * 2 + 1.0 / 3 * 24), 1e-15);
  CHECK(v.inference_dof == 2);
  for (const int count : {19, 20}) {
    estimation_scores<double> many = s;
    many.scores = Eigen::VectorXd::LinSpaced(count, -1, 2);
    many.observations = count;
    std::vector<std::int64_t> time;
    for (int t = 0; t < count; ++t) time.push_back(t);
    CHECK(covariance(many, driscoll_kraay{.time = time}).notes.empty() == (count == 20));
  }
}
