#pragma once
/// Long tables into wide ones and back.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/data/data_table.hpp>
#include <bilateral/data/row_key.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace bilateral {

/// Several columns of numbers under each other: a row becomes one for each of them.
///
/// @param columns    of numbers, all of one unit; the others are repeated
/// @param names_to   name of the new column of texts that says which one it was
/// @param values_to  name of the new column of numbers
/// @throws argument_error  other units; no columns
[[nodiscard]] inline data_table longer(const data_table& wide,
                                       const std::vector<std::string>& columns,
                                       const std::string& names_to, const std::string& values_to) {
  require(!columns.empty(), "longer", "there are no columns");
  const std::string& unit = wide.number(columns[0]).unit;
  number_column values{values_to, {}, unit};
  text_column names{names_to, {}, columns};
  std::vector<std::size_t> rows;
  for (const std::string& name : columns) {
    const number_column& c = wide.number(name);
    require(c.unit == unit, "longer", name, " is in '", c.unit, "', ", columns[0], " in '", unit,
            "'");
  }
  for (std::size_t i = 0; i < wide.rows(); ++i) {
    for (std::size_t j = 0; j < columns.size(); ++j) {
      rows.push_back(i);
      names.codes.push_back(static_cast<std::int32_t>(j));
      values.values.push_back(wide[columns[j]][i]);
    }
  }
  data_table out(wide.source());
  const data_table repeated = wide.select(rows);
  const auto is_gathered = [&](const std::string& name) {
    for (const std::string& c : columns) {
      if (c == name) return true;
    }
    return false;
  };
  for (const text_column& c : repeated.texts()) out.add(c);
  for (const number_column& c : repeated.numbers()) {
    if (!is_gathered(c.name)) out.add(c);
  }
  out.add(std::move(names));
  out.add(std::move(values));
  return out;
}

/// The values of a column beside each other: one row an id, one column for each label, named after it.
///
/// @param id      columns that tell rows apart
/// @param names   column of texts whose labels become columns, in order of appearance
/// @param values  column of numbers; a cell that no row has is missing
/// @throws data_error  an id with one label twice
[[nodiscard]] inline data_table wider(const data_table& tall, const std::vector<std::string>& id,
                                      const std::string& names, const std::string& values) {
  require(!id.empty(), "wider", "there are no columns of ids");
  std::unordered_map<std::string, std::size_t> at;
  std::vector<std::size_t> first;
  const text_column& label = tall.text(names);
  const number_column& from = tall.number(values);
  std::vector<std::vector<double>> cells(label.labels.size());
  std::vector<std::vector<bool>> seen(label.labels.size());
  for (std::size_t i = 0; i < tall.rows(); ++i) {
    const auto [found, fresh] = at.emplace(row_key(tall, id, i), first.size());
    if (fresh) first.push_back(i);
    const auto column = to_size(label.codes[i]);
    cells[column].resize(first.size(), std::numeric_limits<double>::quiet_NaN());
    seen[column].resize(first.size(), false);
    if (seen[column][found->second]) {
      throw tall.at_row(
          i, text(key_text(tall, id, i), " has ", names, " ", label.labels[column], " twice"));
    }
    seen[column][found->second] = true;
    cells[column][found->second] = from.values[i];
  }
  data_table out(tall.source());
  const data_table rows = tall.select(first);
  for (const std::string& name : id) {
    if (rows.has_text(name)) {
      out.add(rows.text(name));
    } else {
      out.add(rows.number(name));
    }
  }
  for (std::size_t j = 0; j < cells.size(); ++j) {
    cells[j].resize(first.size(), std::numeric_limits<double>::quiet_NaN());
    out.add(number_column{label.labels[j], std::move(cells[j]), from.unit});
  }
  return out;
}

}  // namespace bilateral
