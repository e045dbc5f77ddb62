#pragma once
/// Structural gravity: what the estimators of floor 3 do not know of exporters, importers and years.

#include <bilateral/trade/gravity/bias_correction.hpp>
#include <bilateral/trade/gravity/pair_panel.hpp>
