#pragma once
/// What is traded: shares, concentration, comparative advantage.

#include <bilateral/trade/structure/comparative_advantage.hpp>
#include <bilateral/trade/structure/complexity.hpp>
#include <bilateral/trade/structure/concentration.hpp>
#include <bilateral/trade/structure/flows.hpp>
#include <bilateral/trade/structure/index_value.hpp>
#include <bilateral/trade/structure/product_space.hpp>
