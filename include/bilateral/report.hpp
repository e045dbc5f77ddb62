#pragma once
/// Showing results: tables in six formats, charts, pages, JSON.

#include <bilateral/report/chart.hpp>
#include <bilateral/report/escape.hpp>
#include <bilateral/report/json.hpp>
#include <bilateral/report/page.hpp>
#include <bilateral/report/table.hpp>
