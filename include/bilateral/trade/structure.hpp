#pragma once
/// What is traded: concentration, comparative advantage, complexity, intra-industry trade, partners, margins.

#include <bilateral/trade/structure/advantage_network.hpp>
#include <bilateral/trade/structure/bilateral.hpp>
#include <bilateral/trade/structure/classification.hpp>
#include <bilateral/trade/structure/comparative_advantage.hpp>
#include <bilateral/trade/structure/complexity.hpp>
#include <bilateral/trade/structure/concentration.hpp>
#include <bilateral/trade/structure/duration.hpp>
#include <bilateral/trade/structure/flows.hpp>
#include <bilateral/trade/structure/import_elasticity.hpp>
#include <bilateral/trade/structure/index_value.hpp>
#include <bilateral/trade/structure/intra_industry.hpp>
#include <bilateral/trade/structure/margins.hpp>
#include <bilateral/trade/structure/market_share.hpp>
#include <bilateral/trade/structure/prices.hpp>
#include <bilateral/trade/structure/product_space.hpp>
#include <bilateral/trade/structure/quality.hpp>
#include <bilateral/trade/structure/trade_panel.hpp>
#include <bilateral/trade/structure/value_added.hpp>
