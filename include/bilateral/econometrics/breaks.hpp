#pragma once
/// Instability: sup-F, multiple breaks, rolling windows.

#include <bilateral/econometrics/breaks/rolling.hpp>
#include <bilateral/econometrics/breaks/stability.hpp>
#include <bilateral/econometrics/breaks/structural_break.hpp>
#include <bilateral/econometrics/breaks/sup_f_simulation.hpp>
