#include <bilateral/trade/jobs/capital_stock.hpp>

#include "support/close.hpp"

#include <cmath>

using namespace bilateral;

TEST_CASE("geometric: by hand, and the steady state of growing flows") {
  const std::vector<double> flows{10, 12, 9};
  const auto k = capital_stock(flows, {.rate = 0.1, .initial = 100});
  CHECK_CLOSE_REL(k.stock[0], 100, 1e-15);
  CHECK_CLOSE_REL(k.stock[1], 102, 1e-15);
  CHECK_CLOSE_REL(k.stock[2], 100.8, 1e-15);
  // flows that grow at g: with the formula's initial stock K_t / I_t stays what it is
  std::vector<double> growing;
  for (int t = 0; t < 40; ++t) growing.push_back(std::exp(0.03 * t));
  const auto s = capital_stock(growing, {.rate = 0.05});
  CHECK_CLOSE_REL(s.growth, 0.03, 1e-12);
  CHECK_CLOSE_REL(s.initial, 1 / 0.08, 1e-12);
  CHECK(std::abs(s.stock[39] / growing[39] - s.stock[20] / growing[20]) < 0.4);
}

TEST_CASE("linear: each flow is written off over its life, against a table by hand") {
  const std::vector<double> flows{8, 0, 0, 4, 0, 0, 0, 0};
  const auto k = capital_stock(flows, {.kind = depreciation::linear, .life = 4, .initial = 0});
  const double expected[] = {8, 6, 4, 6, 3, 2, 1, 0};
  for (std::size_t t = 0; t < 8; ++t) CHECK_CLOSE_ABS(k.stock[t], expected[t], 1e-14);
  const auto old = capital_stock(std::vector<double>{0, 0, 0, 0},
                                 {.kind = depreciation::linear, .life = 4, .initial = 100});
  CHECK_CLOSE_REL(old.stock[0], 75, 1e-15);
  CHECK(old.stock[3] == 0);
}

TEST_CASE("deflation: nominal flows over their prices") {
  const std::vector<double> nominal{10, 11, 12.1};
  const auto k = capital_stock(nominal, {.rate = 0.2, .initial = 0, .deflator = {1, 1.1, 1.21}});
  const auto real = capital_stock(std::vector<double>{10, 10, 10}, {.rate = 0.2, .initial = 0});
  for (std::size_t t = 0; t < 3; ++t) CHECK_CLOSE_REL(k.stock[t], real.stock[t], 1e-14);
}

TEST_CASE("refusals") {
  const std::vector<double> flows{10, -2};
  CHECK_REFUSES(argument_error, "there are no flows", capital_stock({}));
  CHECK_REFUSES(argument_error, "rate is 0", capital_stock(flows, {.rate = 0}));
  CHECK_REFUSES(argument_error, "life is 0",
                capital_stock(flows, {.kind = depreciation::linear, .life = 0}));
  CHECK_REFUSES(argument_error, "the flow of period 2 is -2", capital_stock(flows));
  CHECK_REFUSES(argument_error, "growth plus depreciation is -0.05",
                capital_stock(flows, {.growth = -0.1}));
  CHECK_REFUSES(argument_error, "the initial stock is -1", capital_stock(flows, {.initial = -1}));
  CHECK_REFUSES(argument_error, "the deflator has 1",
                capital_stock(flows, {.initial = 1, .deflator = {1}}));
  CHECK_REFUSES(argument_error, "the deflator is 0",
                capital_stock(flows, {.initial = 1, .deflator = {1, 0}}));
}

TEST_CASE("a typed series of flows gives a typed stock") {
  const series<annual, usd> flows("investment", period<annual>(2010), {10, 12, 9});
  const auto stock = capital_stock(flows, {.rate = 0.1, .initial = 50});
  CHECK(stock.start == flows.start);
  CHECK(stock.values == capital_stock(flows.values, {.rate = 0.1, .initial = 50}).stock);
  const series<annual, jobs> employed("jobs", flows.start, {5, 6, 7});
  const series<annual, per<jobs, usd>> intensity = employed / stock;
  CHECK(intensity.values[2] == 7 / stock.values[2]);
  auto gap = flows;
  gap.mask(1, "not reported");
  CHECK_REFUSES(data_error, "investment is missing in 2011", (void)capital_stock(gap));
}
