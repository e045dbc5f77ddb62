#pragma once
/// Floor 5: reading.

#include <bilateral/io/baci.hpp>
#include <bilateral/io/column_reader.hpp>
#include <bilateral/io/column_unit.hpp>
#include <bilateral/io/comtrade.hpp>
#include <bilateral/io/concordance.hpp>
#include <bilateral/io/csv.hpp>
#include <bilateral/io/flows_csv.hpp>
#include <bilateral/io/flows_table.hpp>
#include <bilateral/io/input_output_csv.hpp>
#include <bilateral/io/pink_sheet.hpp>
#include <bilateral/io/reported_flows.hpp>
#include <bilateral/io/sdmx_csv.hpp>
#include <bilateral/io/series_csv.hpp>
#include <bilateral/io/series_format.hpp>
#include <bilateral/io/source.hpp>
#include <bilateral/io/source_table.hpp>
#include <bilateral/io/table_csv.hpp>
