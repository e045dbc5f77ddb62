#include <bilateral/trade/input_output/accounts.hpp>

#include "support/close.hpp"

using namespace bilateral;

namespace {
input_output_accounts<usd> accounts() {
  Eigen::Matrix2d z;
  z << 20, 30, 40, 10;
  input_output_accounts<usd> a;
  a.table = {{"mining", "industry"}, z, Eigen::Vector2d(100, 80)};
  a.final_demand = {{"households", Eigen::Vector2d(10, 25)}, {"exports", Eigen::Vector2d(40, 5)}};
  a.value_added = Eigen::Vector2d(30, 28);
  a.imports = Eigen::Vector2d(8, 10);
  a.taxes = Eigen::Vector2d(2, 2);
  a.employment = Eigen::Vector2d(50, 160);
  return a;
}
}  // namespace

TEST_CASE("input_output_accounts: both balances, categories, and effects with their units") {
  const auto a = accounts();
  const auto b = balance_of(a);
  CHECK(b.uses.largest_imbalance == 0);
  REQUIRE(b.inputs);
  CHECK(b.inputs->largest_imbalance < 1e-15);
  CHECK(a.total_final_demand() == Eigen::Vector2d(50, 30));
  CHECK(a.demand_of("exports")[0] == 40);
  const auto e = effects_of(a);
  // (I - A)^-1 by hand: A = [0.2 0.375; 0.4 0.125], determinant 0.8 * 0.875 - 0.375 * 0.4 = 0.55
  const quantity<per<jobs, usd>> mining = e.jobs_for(0);
  CHECK_CLOSE_REL(mining.value, (0.5 * 0.875 + 2 * 0.4) / 0.55, 1e-14);
  // what a unit of final demand pays for is value added, imports and taxes, and nothing else
  for (Eigen::Index j = 0; j < 2; ++j) {
    CHECK_CLOSE_REL(e.value_added->simple[j] + e.imports->simple[j] + e.taxes->simple[j], 1.0,
                    1e-14);
  }
}

TEST_CASE("input_output_accounts: the imbalance is named, missing parts are refused") {
  auto a = accounts();
  (*a.value_added)[1] = 36;
  const auto b = balance_of(a);
  CHECK(b.inputs->sector == "industry");
  CHECK_CLOSE_REL(b.inputs->largest_imbalance, 0.1, 1e-13);
  a.value_added.reset();
  CHECK_FALSE(balance_of(a).inputs.has_value());
  CHECK_REFUSES(argument_error, "there is no final demand named gifts", (void)a.demand_of("gifts"));
  a.final_demand.clear();
  CHECK_REFUSES(argument_error, "there is no final demand", (void)balance_of(a));
  a.employment.reset();
  CHECK_REFUSES(argument_error, "the accounts have no employment", (void)effects_of(a).jobs_for(0));
  CHECK_REFUSES(argument_error, "sector 2 of 2", (void)effects_of(accounts()).jobs_for(2));
}
