#pragma once
/// Floor 5: showing.

#include <bilateral/report/chart.hpp>
#include <bilateral/report/escape.hpp>
#include <bilateral/report/json.hpp>
#include <bilateral/report/page.hpp>
#include <bilateral/report/summary.hpp>
#include <bilateral/report/table.hpp>
