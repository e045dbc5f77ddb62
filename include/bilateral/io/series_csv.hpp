#pragma once
/// Time series out of CSV files: long, wide, and a row a year.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/io/csv.hpp>
#include <bilateral/io/detail/dated_rows.hpp>
#include <bilateral/io/series_format.hpp>
#include <bilateral/series/series.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

/// Columns of values beside one of dates, a row a period in any order: the wide layout, or with one
/// column the long one.
///
/// @param rows     a reader at its first record
/// @param date     column of dates
/// @param columns  the values' columns; empty means all others
/// @return         a series for each, named after its column, whole units of U
/// @throws data_error  a date or number that cannot be read (line and column), a period twice, an
///                     absent period when refused
template <frequency F, unit U>
[[nodiscard]] std::vector<series<F, U>> read_wide_series(csv_reader& rows, std::string_view date,
                                                         std::vector<std::string> columns = {},
                                                         const series_format& format = {}) {
  const std::size_t date_at = rows.column(date);
  if (columns.empty()) {
    for (std::size_t j = 0; j < rows.names().size(); ++j) {
      if (j != date_at) columns.push_back(rows.names()[j]);
    }
  }
  std::vector<std::size_t> at;
  for (const std::string& name : columns) at.push_back(rows.column(name));
  detail::dated_values<F> read;
  read.columns.resize(columns.size());
  while (rows.next()) {
    read.periods.push_back(detail::period_of<F>(rows, date_at));
    read.lines.push_back(rows.line());
    for (std::size_t j = 0; j < at.size(); ++j) {
      read.columns[j].push_back(detail::series_cell(rows, at[j], format));
    }
  }
  return detail::ordered<F, U>(rows, read, columns, format);
}

/// One column of values beside one of dates: the long layout.
/// @throws data_error  as read_wide_series
template <frequency F, unit U>
[[nodiscard]] series<F, U> read_series(csv_reader& rows, std::string_view date,
                                       std::string_view value, const series_format& format = {}) {
  return std::move(read_wide_series<F, U>(rows, date, {std::string(value)}, format).front());
}

/// A row a year, with a column for each of its periods in order: year, January, ..., December, or
/// year, Q1, ..., Q4. Periods missing before the first value and after the last are cut off; those
/// between are masked.
///
/// @param year   column of years; the next columns of the file are the periods, further ones (a
///               year's total) are passed over
/// @throws data_error  a year or number that cannot be read, a year twice or absent, too few columns
template <frequency F, unit U>
[[nodiscard]] series<F, U> read_year_rows(csv_reader& rows, std::string_view year, std::string name,
                                          const series_format& format = {}) {
  constexpr auto parts = to_size(F::periods_per_year);
  const std::size_t year_at = rows.column(year);
  if (rows.width() < year_at + 1 + parts) {
    throw data_error(text(rows.name(), ": ", parts, " columns are expected behind ", year,
                          ", there are ", rows.width() - year_at - 1));
  }
  detail::dated_values<annual> read;
  read.columns.resize(parts);
  while (rows.next()) {
    read.periods.push_back(detail::period_of<annual>(rows, year_at));
    read.lines.push_back(rows.line());
    for (std::size_t j = 0; j < parts; ++j) {
      read.columns[j].push_back(detail::series_cell(rows, year_at + 1 + j, format));
    }
  }
  std::vector<std::string> names(parts, name);
  const auto by_part = detail::ordered<annual, U>(rows, read, names, format);
  std::vector<double> values(by_part[0].size() * parts);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = by_part[i % parts].values[i / parts];
  const auto there = [](double v) { return !std::isnan(v); };
  const auto from = std::find_if(values.begin(), values.end(), there);
  if (from == values.end()) throw data_error(rows.name() + ": there are no values");
  const auto to = std::find_if(values.rbegin(), values.rend(), there).base();
  const period<F> first = period<F>(by_part[0].start.year(), 1) + (from - values.begin());
  return series<F, U>(std::move(name), first, std::vector<double>(from, to),
                      detail::source_of(rows, format));
}

}  // namespace bilateral
