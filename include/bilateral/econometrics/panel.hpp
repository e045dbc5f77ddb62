#pragma once
/// Panel estimators.

#include <bilateral/econometrics/panel/between.hpp>
#include <bilateral/econometrics/panel/first_differences.hpp>
#include <bilateral/econometrics/panel/hausman.hpp>
#include <bilateral/econometrics/panel/panel.hpp>
#include <bilateral/econometrics/panel/random_effects.hpp>
#include <bilateral/econometrics/panel/within.hpp>
