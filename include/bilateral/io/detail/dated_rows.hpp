#pragma once
// Dated rows in any order, into series.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/io/csv.hpp>
#include <bilateral/io/series_format.hpp>
#include <bilateral/series/series.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace bilateral::detail {

template <frequency F>
struct dated_values {
  std::vector<period<F>> periods;
  std::vector<std::size_t> lines;
  std::vector<std::vector<double>> columns;  // NaN where missing
};

template <class = when_called>
double series_cell(const csv_reader& rows, std::size_t column, const series_format& format) {
  if (rows.empty(column)) return std::numeric_limits<double>::quiet_NaN();
  for (const std::string& word : format.missing) {
    if (rows[column] == word) return std::numeric_limits<double>::quiet_NaN();
  }
  return rows.number(column) * format.scale;
}

inline provenance source_of(const csv_reader& rows, const series_format& format) {
  return format.source.empty() ? provenance{rows.name(), "", ""} : format.source;
}

// rows in any order, into one series a column
template <frequency F, unit U>
std::vector<series<F, U>> ordered(const csv_reader& rows, const dated_values<F>& read,
                                  const std::vector<std::string>& names,
                                  const series_format& format) {
  if (read.periods.empty()) throw data_error(rows.name() + ": there are no rows");
  std::vector<std::size_t> order(read.periods.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return read.periods[a] < read.periods[b]; });
  const period<F> first = read.periods[order.front()];
  const auto span = to_size(read.periods[order.back()] - first) + 1;
  for (std::size_t i = 1; i < order.size(); ++i) {
    const period<F> p = read.periods[order[i]], before = read.periods[order[i - 1]];
    if (p == before) {
      throw data_error(
          rows.name(), read.lines[order[i]], 0,
          text(to_string(p), " is there twice, first on line ", read.lines[order[i - 1]]));
    }
    if (p != before + 1 && format.absent == absent_periods::refuse) {
      throw data_error(rows.name(), read.lines[order[i]], 0,
                       text(to_string(before + 1), " is absent: ", to_string(before),
                            " is followed by ", to_string(p)));
    }
  }
  std::vector<series<F, U>> out;
  for (std::size_t j = 0; j < names.size(); ++j) {
    std::vector<double> values(span, std::numeric_limits<double>::quiet_NaN());
    for (const std::size_t i : order) {
      values[to_size(read.periods[i] - first)] = read.columns[j][i];
    }
    out.emplace_back(names[j], first, std::move(values), source_of(rows, format));
  }
  return out;
}

template <frequency F>
period<F> period_of(const csv_reader& rows, std::size_t column) {
  try {
    return parse_period<F>(rows[column]);
  } catch (const error& e) {
    rows.refuse(column, text("is not a date here: ", e.what()));
  }
}

}  // namespace bilateral::detail
