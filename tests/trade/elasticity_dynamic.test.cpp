// elasticity(): the case chosen by the trend, the long run only where the levels belong together.
#include <bilateral/stats/seasonal.hpp>
#include <bilateral/trade/elasticity.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"

#include <filesystem>

using namespace bilateral;

namespace {

// exports to a destination on the copper price, 2005-01 to 2016-12, monthly dummies
ardl_data<double> copper_sample(const char* exports) {
  const auto folder = std::filesystem::path(BILATERAL_TEST_SOURCE_DIR) / "examples" / "data";
  const auto trade = bilateral_test::read_cells(folder / exports);
  const auto price = bilateral_test::read_cells(folder / "copper_price.csv");
  const Eigen::VectorXd y = bilateral_test::column_of(trade, "million_usd_fob").array().log();
  const Eigen::VectorXd x = bilateral_test::column_of(price, "usd_per_tonne").array().log();
  REQUIRE(y.size() == x.size());
  const auto dummies = seasonal_dummies(12, 1, static_cast<std::size_t>(y.size()));
  std::vector<named_column<double>> fixed;
  for (std::size_t j = 0; j < dummies.names.size(); ++j) {
    fixed.emplace_back(dummies.names[j], dummies.values.col(static_cast<Eigen::Index>(j)));
  }
  return {{"trade", y}, {{"price", x}}, fixed};
}

const dynamic_elasticity_options quick{
    .trend = {.replications = 999}, .relation = {.bounds = {.replications = 1999, .threads = 1}}};

}  // namespace

TEST_CASE("exports to China on copper: the trend decides between no tie and a long run of .68") {
  const auto data = copper_sample("exports_to_china.csv");
  CHECK(data.response.second.size() == 144);
  const auto e = elasticity(data, iid{}, quick);
  CHECK(e.deterministics == deterministic_case::restricted_trend);
  CHECK(e.model == "ARDL(1,5), case IV");
  CHECK_CLOSE_ABS(e.relation.bounds.f.test.statistic, 24.3, 0.05);
  CHECK(*e.relation.bounds.f.test.p_value <= 0.001);
  CHECK(e.long_run_supported);
  CHECK_CLOSE_ABS(e.long_run.estimate, 0.68, 0.005);
  CHECK_CLOSE_ABS(*e.long_run.low, 0.47, 0.005);
  CHECK_CLOSE_ABS(*e.long_run.high, 0.90, 0.005);
  CHECK_CLOSE_ABS(e.correction.adjustment, -0.72, 0.005);
  // without the trend: nothing, and a warning
  auto constant = quick;
  constant.deterministics = deterministic_case::unrestricted_constant;
  const auto c = elasticity(data, iid{}, constant);
  CHECK_CLOSE_ABS(c.relation.bounds.f.test.statistic, 0.54, 0.005);
  CHECK_CLOSE_ABS(*c.relation.bounds.f.test.p_value, 0.91, 0.02);  // 1,999 draws: .006
  CHECK_FALSE(c.long_run_supported);
  CHECK_CLOSE_ABS(c.long_run.estimate, 1.31, 0.005);
  CHECK_CLOSE_ABS(*c.long_run.low, -2.7, 0.05);
  CHECK_CLOSE_ABS(*c.long_run.high, 5.4, 0.05);
  CHECK(bilateral_test::holds(c.notes.front(), "a trend is significant"));
  CHECK(bilateral_test::holds(c.notes.front(), "consider case IV"));
}

TEST_CASE(
    "copper exports: two residual tests contradict each other, the verdict follows the bounds") {
  const auto e = elasticity(copper_sample("copper_exports.csv"), iid{}, quick);
  CHECK(e.deterministics == deterministic_case::unrestricted_constant);
  CHECK_FALSE(e.long_run_supported);
  CHECK_CLOSE_ABS(*e.relation.engle_granger->p_value, 0.98, 0.005);
  CHECK_CLOSE_ABS(*e.relation.phillips_ouliaris->p_value, 0.00056, 5e-6);
  CHECK(e.relation.over_rejects);
  CHECK(bilateral_test::holds(e.relation.verdict, "Phillips-Ouliaris p = 0.00056 is no evidence"));
}

TEST_CASE("orders given are taken, the first regressor is the price, and refusals") {
  auto data = copper_sample("copper_exports.csv");
  auto options = quick;
  options.orders = ardl_orders{2, {1}};
  options.deterministics = deterministic_case::unrestricted_constant;
  options.measure = trade_measure::volume;
  const auto e = elasticity(data, iid{}, options);
  CHECK(e.model == "ARDL(2,1), case III");
  CHECK(e.of == "volume on price");
  CHECK(e.short_run.name == "price");
  CHECK_CLOSE_REL(e.short_run.estimate, coefficient(e.fit, "price"), 1e-15);
  CHECK_REFUSES(argument_error, "max_lag is 0", elasticity(data, iid{}, {.max_lag = 0}));
  data.regressors.clear();
  CHECK_REFUSES(argument_error, "no price", elasticity(data));
}
