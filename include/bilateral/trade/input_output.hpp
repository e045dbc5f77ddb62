#pragma once
/// Input-output systems and what follows from them.

#include <bilateral/trade/input_output/accounts.hpp>
#include <bilateral/trade/input_output/aggregation.hpp>
#include <bilateral/trade/input_output/balance.hpp>
#include <bilateral/trade/input_output/bounds.hpp>
#include <bilateral/trade/input_output/change.hpp>
#include <bilateral/trade/input_output/imports.hpp>
#include <bilateral/trade/input_output/investment_shock.hpp>
#include <bilateral/trade/input_output/linkages.hpp>
#include <bilateral/trade/input_output/multi_region.hpp>
#include <bilateral/trade/input_output/multipliers.hpp>
#include <bilateral/trade/input_output/sparse.hpp>
#include <bilateral/trade/input_output/system.hpp>
#include <bilateral/trade/input_output/valuation.hpp>
