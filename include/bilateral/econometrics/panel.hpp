#pragma once
/// Panel estimators.

#include <bilateral/econometrics/panel/panel.hpp>
