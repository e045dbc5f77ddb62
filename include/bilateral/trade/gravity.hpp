#pragma once
/// Structural gravity: what the estimators of floor 3 do not know of exporters, importers and years.

#include <bilateral/trade/gravity/bias_correction.hpp>
#include <bilateral/trade/gravity/certificate.hpp>
#include <bilateral/trade/gravity/event_study.hpp>
#include <bilateral/trade/gravity/multilateral_resistance.hpp>
#include <bilateral/trade/gravity/pair_panel.hpp>
#include <bilateral/trade/gravity/policy_effect.hpp>
#include <bilateral/trade/gravity/structural_terms.hpp>
#include <bilateral/trade/gravity/tetrads.hpp>
