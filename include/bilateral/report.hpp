#pragma once
/// Floor 5: showing.

#include <bilateral/report/chart.hpp>
#include <bilateral/report/chart_data.hpp>
#include <bilateral/report/chart_svg.hpp>
#include <bilateral/report/escape.hpp>
#include <bilateral/report/json.hpp>
#include <bilateral/report/page.hpp>
#include <bilateral/report/results.hpp>
#include <bilateral/report/series.hpp>
#include <bilateral/report/summary.hpp>
#include <bilateral/report/svg.hpp>
#include <bilateral/report/table.hpp>
#include <bilateral/report/vega_lite.hpp>
