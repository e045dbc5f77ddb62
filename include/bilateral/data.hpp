#pragma once
/// Floor 2: the table of observations and its grouping columns.

#include <bilateral/data/factor.hpp>
