#pragma once
/// Reading data: CSV with a schema, numbers from text, series in the usual layouts.

#include <bilateral/io/csv.hpp>
#include <bilateral/io/number.hpp>
#include <bilateral/io/schema.hpp>
#include <bilateral/io/source.hpp>
