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
