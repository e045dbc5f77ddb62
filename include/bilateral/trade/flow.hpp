#pragma once
/// Two-way flows: reports, mirrors, claims, terms of trade, decompositions.

#include <bilateral/trade/flow/bilateral_flow.hpp>
#include <bilateral/trade/flow/claim.hpp>
#include <bilateral/trade/flow/mirror.hpp>
#include <bilateral/trade/flow/reported_flow.hpp>
#include <bilateral/trade/flow/terms_of_trade.hpp>
#include <bilateral/trade/flow/value_decomposition.hpp>
