#pragma once
/// The key of a row: what it holds in some columns, as one text.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/data/data_table.hpp>

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace bilateral {

/// What a row holds in a column, as text; a number in its shortest form.
/// @throws data_error  no such column, a missing number
[[nodiscard]] inline std::string cell_text(const data_table& table, const std::string& column,
                                           std::size_t i) {
  if (table.has_text(column)) {
    const text_column& c = table.text(column);
    return c.labels[to_size(c.codes[i])];
  }
  const double value = table[column][i];
  if (std::isnan(value)) throw table.at_row(i, "the cell is empty", column);
  return shortest(value);
}

/// Cells joined by a byte that no text of a file holds: equal for equal rows only.
[[nodiscard]] inline std::string row_key(const data_table& table,
                                         const std::vector<std::string>& columns, std::size_t i) {
  std::string out;
  for (const std::string& name : columns) out += cell_text(table, name, i) + '\0';
  return out;
}

/// The same in words: "exporter PER, year 2016".
[[nodiscard]] inline std::string key_text(const data_table& table,
                                          const std::vector<std::string>& columns, std::size_t i) {
  std::string out;
  for (const std::string& name : columns)
    out += (out.empty() ? "" : ", ") + name + " " + cell_text(table, name, i);
  return out;
}

}  // namespace bilateral
