#pragma once
/// Floor 4: the domain.

#include <bilateral/trade/bilateral_flow.hpp>
#include <bilateral/trade/capital_stock.hpp>
#include <bilateral/trade/claim.hpp>
#include <bilateral/trade/concentration.hpp>
#include <bilateral/trade/elasticity.hpp>
#include <bilateral/trade/employment_elasticity.hpp>
#include <bilateral/trade/input_output.hpp>
#include <bilateral/trade/input_output_accounts.hpp>
#include <bilateral/trade/input_output_aggregation.hpp>
#include <bilateral/trade/input_output_balance.hpp>
#include <bilateral/trade/input_output_bounds.hpp>
#include <bilateral/trade/input_output_change.hpp>
#include <bilateral/trade/input_output_imports.hpp>
#include <bilateral/trade/input_output_linkages.hpp>
#include <bilateral/trade/input_output_multipliers.hpp>
#include <bilateral/trade/input_output_valuation.hpp>
#include <bilateral/trade/investment.hpp>
#include <bilateral/trade/investment_shock.hpp>
#include <bilateral/trade/mirror.hpp>
#include <bilateral/trade/multi_region.hpp>
#include <bilateral/trade/ratio_estimation.hpp>
#include <bilateral/trade/sparse_input_output.hpp>
#include <bilateral/trade/terms_of_trade.hpp>
#include <bilateral/trade/value_decomposition.hpp>
