#pragma once
// The trade of 82 countries in 2000, their own included: where the brief's counterfactuals start.
#include <bilateral/trade/equilibrium/economy.hpp>

#include <string>

namespace china_peru {

bilateral::trade_economy<double> world_of_2000(const std::string& folder);

}  // namespace china_peru
