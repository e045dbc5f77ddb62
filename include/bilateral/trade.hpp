#pragma once
/// Floor 4: the domain.

#include <bilateral/trade/elasticity.hpp>
#include <bilateral/trade/equilibrium.hpp>
#include <bilateral/trade/flow.hpp>
#include <bilateral/trade/gravity.hpp>
#include <bilateral/trade/input_output.hpp>
#include <bilateral/trade/jobs.hpp>
#include <bilateral/trade/structure.hpp>
