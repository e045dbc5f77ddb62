#pragma once
/// Eurostat's FIGARO input-output tables in their flat form.

#include <bilateral/core/when_called.hpp>
#include <bilateral/io/source_table.hpp>
#include <bilateral/io/sources/detail/multi_region_cells.hpp>
#include <bilateral/io/sources/multi_region_file.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

namespace detail {

inline bool figaro_category(std::string_view code) {  // P3_S13, P51G, P5M
  return code.size() > 2 && (code.substr(0, 3) == "P3_" || code.substr(0, 2) == "P5");
}

// the industries are what is both bought from and no primary input
struct figaro_names {
  std::string from_area, from, to_area, to;
};

template <class = when_called>
figaro_names figaro_columns(const std::vector<std::string>& names, const std::string& file) {
  const auto there = [&](const char* name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  if (there("icsupRow") || there("icuseRow") || there("icsupCol") || there("icuseCol")) {
    throw data_error(file +
                     ": is a table of supply or use; a table of industries by industries or "
                     "products by products is needed (icioiRow, icioiCol)");
  }
  const bool products = there("rowPi") && !there("rowIi");
  return {"refArea", products ? "rowPi" : "rowIi", "counterpartArea", products ? "colPi" : "colIi"};
}

template <class = when_called>
void declare_figaro(multi_region_cells& cells, const text_column& area, const text_column& from,
                    const text_column& to) {
  std::set<std::pair<std::int32_t, std::int32_t>> declared;
  for (std::size_t i = 0; i < from.codes.size(); ++i) {
    if (text_at(area, i) != "W2" && declared.emplace(area.codes[i], from.codes[i]).second) {
      cells.declare_line(text_at(area, i), text_at(from, i));
    }
  }
  for (const std::string& label : to.labels) {
    if (figaro_category(label)) cells.declare_category(label);
  }
  cells.allocate();
}

}  // namespace detail

/// Reads a FIGARO table in flat form: icioiRow, icioiCol, refArea, rowIi, counterpartArea, colIi,
/// obsValue, a row a cell; industries by industries or products by products (rowPi, colPi).
///
/// Cells that are not in the file are zero. Primary inputs stand under the area W2; value added is
/// D1 + D29X39 + B2A3G.
///
/// @return  the table in million EUR at current basic prices, output as the sum of each row
/// @throws data_error  a table of supply or use, a cell twice or without value, areas with other
///                     sectors
/// @see     Eurostat, FIGARO tables: EU inter-country supply, use and input-output tables
template <class = when_called>
[[nodiscard]] multi_region_file read_figaro(csv_input input, unsigned threads = 0) {
  const detail::figaro_names at = detail::figaro_columns(header_of(input), input.name);
  source_schema schema{"FIGARO", {}, {}};
  for (const std::string* name : {&at.from_area, &at.from, &at.to_area, &at.to}) {
    schema.columns.push_back({*name, column_kind::text});
  }
  schema.columns.push_back({"obsValue", column_kind::number, "million EUR"});
  const source_table file = read_source(std::move(input), schema, {}, threads);
  const data_table& table = file.table;
  if (const auto twice = find_repeated(table, {at.from_area, at.from, at.to_area, at.to})) {
    throw table.at_row(twice->row, text("repeats the cell of row ", table.file_row(twice->first)),
                       at.from);
  }
  const text_column &from_area = table.text(at.from_area), &from = table.text(at.from),
                    &to_area = table.text(at.to_area), &to = table.text(at.to);
  detail::multi_region_cells cells(table.source());
  detail::declare_figaro(cells, from_area, from, to);
  std::size_t taxed = 0;
  double left_out = 0;
  const auto value = table["obsValue"];
  for (std::size_t i = 0; i < table.rows(); ++i) {
    if (std::isnan(value[i])) throw table.at_row(i, "the value is missing", "obsValue");
    const Eigen::Index seller = cells.line(text_at(from_area, i), text_at(from, i));
    const Eigen::Index buyer = cells.line(text_at(to_area, i), text_at(to, i));
    const Eigen::Index category = cells.category(text_at(to, i));
    const Eigen::Index user = cells.region(text_at(to_area, i));
    if (seller >= 0 && buyer >= 0) {
      cells.add_transaction(seller, buyer, value[i]);
    } else if (seller >= 0 && category >= 0 && user >= 0) {
      cells.add_final(seller, category, user, value[i]);
    } else if (seller < 0 && buyer >= 0) {
      cells.add_primary(text_at(from, i), buyer, value[i]);
    } else if (seller >= 0) {
      throw table.at_row(i,
                         text("'", text_at(to_area, i), " ", text_at(to, i),
                              "' is neither a sector that sells nor final use"),
                         at.to);
    } else {  // what final use pays, not a sector
      ++taxed;
      left_out += value[i];
    }
  }
  if (taxed > 0) {
    cells.note(text(taxed, " cells of primary inputs to final use (taxes) were left out, in all ",
                    shortest(left_out)));
  }
  return cells.finish("million EUR", {"D1", "D29X39", "B2A3G"});
}

}  // namespace bilateral
