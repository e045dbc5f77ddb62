#include <bilateral/econometrics/panel/panel.hpp>

#include <bilateral/econometrics/covariance/newey_west.hpp>

#include "support/panel_data.hpp"

using namespace bilateral;
using bilateral_test::check_against;
using bilateral_test::wave_panel;

TEST_CASE("pooled: equals R plm") {
  check_against(bilateral_test::reference_table("diagnostics.csv"), pooled(wave_panel()),
                "pooling");
}

TEST_CASE("pooled: Newey-West stays within entities, as plm's vcovNW") {
  const bilateral_test::reference_table r("panel.csv");
  check_against(r, pooled(wave_panel(), newey_west{.lags = 2}), "pooled_nw2");
  const auto own = pooled(wave_panel(), newey_west{});
  check_against(r, own, "pooled_nw");
  CHECK(own.covariance_label == "Newey-West within 10 entities, 1 lags (floor of T^(1/4))");
  SUBCASE("whatever the order of the rows") {
    const auto s = bilateral_test::reversed(wave_panel());
    check_against(r, pooled(s, newey_west{.lags = 2}), "pooled_nw2");
  }
  SUBCASE("a gap is a gap: scores two periods apart are not neighbours") {
    auto s = wave_panel();
    for (auto& t : s.time) t *= 2;
    const auto apart = pooled(s, newey_west{.lags = 1});
    const auto none = pooled(wave_panel(), newey_west{.lags = 0});
    CHECK_CLOSE_REL(*std_error(apart, 1), *std_error(none, 1), 1e-13);
  }
}

TEST_CASE("means of entities, columns and the regression made of them, by hand") {
  panel<double> s;
  Eigen::VectorXd y(5), x(5);
  y << 1, 2, 3, 10, 20;
  x << 4, 5, 9, 1, 2;
  s.model = regress(y, {{"x", x}});
  s.entity = {"firm", {0, 1, 0, 1, 0}, 2, {}};
  s.time = {0, 0, 1, 1, 2};
  const auto stacked = stacked_columns(s);
  const dense_matrix<double>& columns = stacked.first;
  const std::vector<std::string>& names = stacked.second;
  CHECK(names == std::vector<std::string>{"x"});
  CHECK(columns.col(0) == y);
  CHECK(columns.col(1) == x);
  dense_vector<double> sizes;
  const auto means = entity_means(columns, s.entity, sizes);
  REQUIRE(means.rows() == 2);
  CHECK(sizes[0] == 3);
  CHECK(sizes[1] == 2);
  CHECK(means(0, 0) == 8);  // (1 + 3 + 20) / 3
  CHECK(means(1, 0) == 6);  // (2 + 10) / 2
  CHECK(means(0, 1) == 5);  // (4 + 9 + 2) / 3
  CHECK(means(1, 1) == 3);  // (5 + 1) / 2
  for (const bool intercept : {true, false}) {
    const auto m = regression_of(columns, "y", names, intercept);
    CHECK(m.intercept == intercept);
    CHECK(m.response_name == "y");
    CHECK(m.response == y);
    REQUIRE(m.design.cols() == (intercept ? 2 : 1));
    CHECK(m.names.back() == "x");
    CHECK(m.names.size() == (intercept ? 2u : 1u));
    CHECK(m.design.rightCols(1) == x);
    if (intercept) CHECK((m.design.col(0).array() == 1).all());
  }
}

TEST_CASE("pooled: the head of the result") {
  const auto data = wave_panel();
  const auto fit = pooled(data);
  const auto plain = ols(data.model);
  CHECK(fit.estimator == "pooled");
  CHECK(fit.entities == 10);
  CHECK_CLOSE_REL(*fit.adjusted_r2, 1 - (1 - *plain.r2) * 59 / 57, 1e-13);  // n 60, k 3
  panel<double> few = data;
  few.model.response = few.model.response.head(3).eval();
  few.model.design = few.model.design.topRows(3).eval();
  few.entity.codes.resize(3);
  few.time.resize(3);
  CHECK_REFUSES(argument_error, "there are 3 observations for 3 coefficients", pooled(few));
}

TEST_CASE("pooled: refusals") {
  auto s = wave_panel();
  s.time[1] = 0;
  CHECK_REFUSES(argument_error, "firm 0 has period 0 twice", (void)pooled(s));
  s = wave_panel();
  s.time.pop_back();
  CHECK_REFUSES(argument_error, "time has 59", (void)pooled(s));
  CHECK_REFUSES(argument_error, "the longest entity has 6 periods",
                (void)pooled(wave_panel(), newey_west{.lags = 6}));
  CHECK_REFUSES(argument_error, "prewhitening is not offered within the entities",
                (void)pooled(wave_panel(), newey_west{.prewhiten = true}));
  CHECK_REFUSES(argument_error, "in a panel give a bandwidth", (void)pooled(wave_panel(), hac{}));
  auto model = wave_panel().model;
  model.entity = wave_panel().entity.codes;
  CHECK_REFUSES(argument_error, "the rows are a panel whose time is not known",
                (void)ols(model, newey_west{.lags = 1}));
}
