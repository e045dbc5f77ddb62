#pragma once
/// The unit that a column states in the header of its file.

#include <bilateral/core/unit_text.hpp>
#include <bilateral/io/csv.hpp>

#include <string>
#include <string_view>

namespace bilateral {

/// Whole units of U in one unit of a column, as its name in the header states it: 1e6 of
/// "million_usd_fob" or "exports (million USD FOB)" for usd_fob. What series_format::scale takes.
///
/// @param rows    a reader; @param column  one of its columns
/// @throws data_error  (file, line 1, column) the name states no unit, or one that does not become
///                     U: another currency, valuation or quantity
/// Example: read_series<monthly, usd_fob>(rows, "date", name, {.scale = column_scale<usd_fob>(rows,
/// name)})
template <unit U>
[[nodiscard]] double column_scale(const csv_reader& rows, std::string_view column) {
  const std::string name = rows.names()[rows.column(column)];
  const auto measured_in = unit_of_header(name);
  if (!measured_in) {
    throw data_error(rows.name(), 1, 0,
                     "its header states no unit, " + unit_name<U>() + " is needed", name);
  }
  try {
    return scale_to<U>(*measured_in);
  } catch (const error& e) {
    throw data_error(rows.name(), 1, 0, e.what(), name);
  }
}

}  // namespace bilateral
