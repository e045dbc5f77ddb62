#pragma once
/// Floor 2: the table of observations and its grouping columns.

#include <bilateral/data/aggregate.hpp>
#include <bilateral/data/data_table.hpp>
#include <bilateral/data/earlier_rows.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/data/group.hpp>
#include <bilateral/data/index.hpp>
#include <bilateral/data/merge.hpp>
#include <bilateral/data/nearest_name.hpp>
#include <bilateral/data/reshape.hpp>
#include <bilateral/data/row_filter.hpp>
#include <bilateral/data/row_key.hpp>
#include <bilateral/data/series_view.hpp>
#include <bilateral/data/term.hpp>
#include <bilateral/data/transform.hpp>
#include <bilateral/data/working_rows.hpp>
