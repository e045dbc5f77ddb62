#include <bilateral/econometrics/panel/hausman.hpp>

#include <bilateral/econometrics/covariance/heteroskedastic.hpp>

#include "support/panel_data.hpp"

using namespace bilateral;
using bilateral_test::wave_panel;

TEST_CASE("Hausman: equals R plm phtest") {
  const auto h = hausman_test(within(wave_panel()), random_effects(wave_panel()));
  REQUIRE(h.test);
  // a difference of close covariances
  CHECK_CLOSE_REL(h.test->statistic, bilateral_test::reference_table("diagnostics.csv")("hausman"),
                  1e-7);
  CHECK(h.test->name == "Hausman test");
  CHECK(h.test->null == "the random effects are uncorrelated");
  CHECK(h.test->distribution == "chi-squared(2)");
  CHECK(h.reason.empty());
}

TEST_CASE("Hausman: the robust form tests the means of Mundlak's regression") {
  const auto t = robust_hausman_test(wave_panel(), heteroskedastic{});
  REQUIRE(t.p_value);
  CHECK(t.name == "robust Hausman test");
  CHECK(t.null == "the random effects are uncorrelated");
  CHECK_CLOSE_REL(
      t.statistic,
      wald_test(mundlak(wave_panel(), heteroskedastic{}), {"mean(x1)", "mean(x2)"}).statistic,
      1e-13);
}

TEST_CASE(
    "Hausman: no statistic where the difference of the covariances is not positive definite") {
  const auto fit = within(wave_panel());
  const auto h = hausman_test(fit, fit);
  CHECK_FALSE(h.test);
  CHECK(h.reason.find("not positive definite") != std::string::npos);
}
