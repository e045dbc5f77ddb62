#pragma once
/// Floor 5: reading.

#include <bilateral/io/column_unit.hpp>
#include <bilateral/io/csv.hpp>
#include <bilateral/io/input_output_csv.hpp>
#include <bilateral/io/pink_sheet.hpp>
#include <bilateral/io/schema.hpp>
#include <bilateral/io/series_csv.hpp>
#include <bilateral/io/source.hpp>
