#pragma once
/// Floor 2: the table of observations and its grouping columns.

#include <bilateral/data/earlier_rows.hpp>
#include <bilateral/data/factor.hpp>
