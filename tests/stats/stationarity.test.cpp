#include <bilateral/stats/stationarity.hpp>

#include "support/close.hpp"
#include "support/reference.hpp"
#include "support/unit_root_series.hpp"

using namespace bilateral;

TEST_CASE("KPSS equals R urca and statsmodels") {
  const auto y = bilateral_test::unit_root_series();
  const bilateral_test::reference_table r("unit_root_r.csv");
  const bilateral_test::reference_table py("unit_root_py.csv");
  for (const bool trend : {false, true}) {
    const std::string type = trend ? "kpss_tau_" : "kpss_mu_";
    // autocovariances that nearly cancel leave 11 digits
    CHECK_CLOSE_REL(kpss_test(y, {.trend = trend, .rule = kpss_bandwidth::brief}).test.statistic,
                    r(type + "short"), 1e-11);
    CHECK_CLOSE_REL(kpss_test(y, {.trend = trend, .rule = kpss_bandwidth::lengthy}).test.statistic,
                    r(type + "long"), 1e-11);
    CHECK_CLOSE_REL(kpss_test(y, {.trend = trend, .lags = 0}).test.statistic, r(type + "nil"),
                    1e-11);
    for (const auto& [rule, name] : {std::pair{kpss_bandwidth::automatic, "auto"},
                                     std::pair{kpss_bandwidth::legacy, "legacy"}}) {
      const auto k = kpss_test(y, {.trend = trend, .rule = rule});
      const std::string key = text("kpss_", trend ? "ct_" : "c_", name, "_");
      CHECK(double(k.lags) == py(key + "lags"));
      CHECK_CLOSE_REL(k.test.statistic, py(key + "stat"), 1e-11);
      CHECK_CLOSE_REL(*k.test.p_value, py(key + "p"), 1e-11);
    }
  }
}

TEST_CASE("urca's Nelson-Plosser example") {
  if (!bilateral_test::data_available("urca_nelson_plosser.csv")) return;
  std::vector<double> gnp;
  for (const double v :
       bilateral_test::read_cells(bilateral_test::data_folder() / "urca_nelson_plosser.csv")
           .numbers("gnp.r")) {
    if (!std::isnan(v)) gnp.push_back(std::log(v));
  }
  CHECK_CLOSE_REL(kpss_test(gnp, {.trend = true, .lags = 8}).test.statistic, 0.136951306424212,
                  1e-11);
}

TEST_CASE("p-values between and beyond the critical values") {
  std::vector<double> walk{0};
  for (int i = 1; i < 200; ++i) walk.push_back(walk.back() + 0.3 + std::sin(3.0 * i * i));
  const auto far = kpss_test(walk);
  CHECK(*far.test.p_value == 0.01);
  CHECK(bilateral_test::holds(far.test.notes.at(0), "at most 0.01"));
  const auto y = bilateral_test::unit_root_series();
  // 0.4054 between 0.347 (10%) and 0.463 (5%)
  const auto mid = kpss_test(y, {.lags = 0});
  CHECK_CLOSE_REL(*mid.test.p_value, 0.10 - 0.05 * (mid.test.statistic - 0.347) / (0.463 - 0.347),
                  1e-12);
}

TEST_CASE("refusals") {
  CHECK_REFUSES(argument_error, "zero variance", kpss_test(std::vector<double>(30, 7.0)));
  std::vector<double> line;
  for (int i = 0; i < 50; ++i) line.push_back(0.1 * i);
  CHECK_REFUSES(numerical_error, "exact trend", kpss_test(line, {.trend = true}));
  CHECK_REFUSES(argument_error, "lags is 50", kpss_test(line, {.lags = 50}));
  CHECK_REFUSES(argument_error, "at least 3", kpss_test(std::vector<double>{1, 2}));
  CHECK(kpss_test(std::vector<double>{1, 2, 4}).test.statistic > 0);
}
