#pragma once
/// What is traded: shares, concentration, comparative advantage.

#include <bilateral/trade/structure/concentration.hpp>
