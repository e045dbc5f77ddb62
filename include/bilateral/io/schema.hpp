#pragma once
/// A CSV file read into named, typed columns.

#include <bilateral/io/csv.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

enum class column_type { number, integer, text };

/// One column of a schema. Codes with leading zeros (HS "010121") and countries ("NA") are text:
/// a text is never taken for a missing value.
struct column_rule {
  std::string name = {};
  column_type type = column_type::number;
  bool optional = false;  ///< a missing value is recorded in the mask instead of refused
  std::vector<std::string> missing = {};  ///< texts that mean missing besides blanks, e.g. "..", "…"
};

/// Columns of one file, all of the same length, each with the line that every row stood on.
struct csv_table {
  struct column {
    std::string name;
    column_type type = column_type::number;
    std::vector<double> numbers;           ///< of a number column; NaN where missing
    std::vector<std::int64_t> integers;    ///< of an integer column; 0 where missing
    std::vector<std::string> texts;        ///< of a text column
    std::vector<bool> missing;
  };
  std::string source;
  std::vector<column> columns;
  std::vector<std::size_t> lines;

  [[nodiscard]] std::size_t rows() const noexcept { return lines.size(); }
  /// @throws data_error  no such column was read
  [[nodiscard]] const column& at(std::string_view name) const {
    for (const column& c : columns) {
      if (c.name == name) return c;
    }
    throw data_error(text(source, ": the column ", name, " was not read"));
  }
};

/// Reads what is left of `rows` into the columns of the schema; other columns are passed over.
/// @throws data_error  a column is missing, or a field does not fit its type, with its position
[[nodiscard]] inline csv_table read_table(csv_reader& rows, const std::vector<column_rule>& schema) {
  csv_table out;
  out.source = rows.name();
  std::vector<std::size_t> at;
  for (const column_rule& rule : schema) {
    at.push_back(rows.column(rule.name));
    out.columns.push_back({rule.name, rule.type, {}, {}, {}, {}});
  }
  while (rows.next()) {
    out.lines.push_back(rows.line());
    for (std::size_t j = 0; j < schema.size(); ++j) {
      const column_rule& rule = schema[j];
      csv_table::column& column = out.columns[j];
      if (rule.type == column_type::text) {
        column.texts.emplace_back(rows[at[j]]);
        column.missing.push_back(false);
        continue;
      }
      bool none = rows.empty(at[j]);
      for (const std::string& word : rule.missing) none = none || rows[at[j]] == word;
      if (none && !rule.optional) rows.refuse(at[j], "is a missing value");
      column.missing.push_back(none);
      if (rule.type == column_type::number) {
        column.numbers.push_back(none ? std::numeric_limits<double>::quiet_NaN()
                                      : rows.number(at[j]));
      } else {
        column.integers.push_back(none ? 0 : rows.integer(at[j]));
      }
    }
  }
  return out;
}

}  // namespace bilateral
