#pragma once
/// Counterfactuals: quantitative trade models solved exactly.

#include <bilateral/trade/equilibrium/counterfactual.hpp>
#include <bilateral/trade/equilibrium/economy.hpp>
#include <bilateral/trade/equilibrium/estimates.hpp>
#include <bilateral/trade/equilibrium/gravity_model.hpp>
#include <bilateral/trade/equilibrium/guide.hpp>
#include <bilateral/trade/equilibrium/multi_sector.hpp>
#include <bilateral/trade/equilibrium/one_sector.hpp>
#include <bilateral/trade/equilibrium/optimal_tariff.hpp>
#include <bilateral/trade/equilibrium/partial_effect.hpp>
#include <bilateral/trade/equilibrium/resistance.hpp>
#include <bilateral/trade/equilibrium/sector_counterfactual.hpp>
#include <bilateral/trade/equilibrium/sector_economy.hpp>
#include <bilateral/trade/equilibrium/sector_response.hpp>
#include <bilateral/trade/equilibrium/sector_table.hpp>
#include <bilateral/trade/equilibrium/trade_cost.hpp>
#include <bilateral/trade/equilibrium/welfare.hpp>
