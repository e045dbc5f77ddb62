#pragma once
/// Square tables and vectors of sectors out of CSV files.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/io/csv.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/trade/input_output/sparse.hpp>

#include <cstddef>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace bilateral {

/// A square matrix with the names of its rows and columns.
struct sector_matrix {
  std::vector<std::string> sectors;
  dense_matrix<double> values;
};

/// Flows `row,column,value`, in the order of the file; sectors in the order in which they first appear.
/// @throws data_error  a pair twice, a value that is no number (line and column)
template <class = when_called>
[[nodiscard]] std::pair<std::vector<std::string>, std::vector<sector_flow<double>>>
read_sector_flows(csv_reader& rows) {
  const std::size_t row = rows.column("row"), column = rows.column("column"),
                    value = rows.column("value");
  std::pair<std::vector<std::string>, std::vector<sector_flow<double>>> out;
  std::unordered_map<std::string, Eigen::Index> position;
  std::set<std::pair<Eigen::Index, Eigen::Index>> seen;
  const auto at = [&](std::size_t field) {
    const std::string name(rows[field]);
    const auto found = position.emplace(name, std::ssize(position));
    if (found.second) out.first.push_back(name);
    return found.first->second;
  };
  while (rows.next()) {
    const Eigen::Index from = at(row), to = at(column);
    if (!seen.emplace(from, to).second) {
      rows.refuse(column, text("buys from '", detail::excerpt(rows[row]), "' twice"));
    }
    out.second.push_back({from, to, rows.number(value)});
  }
  return out;
}

/// A CSV with the names in the first column and in the header, in the same order; or one with exactly the
/// columns row,column,value for tables that are mostly zero.
/// @throws data_error  names that differ or are out of order, rows missing or too many, a cell that is no
///                     number (line and column)
template <class = when_called>
[[nodiscard]] sector_matrix read_sector_matrix(csv_reader& rows) {
  sector_matrix out;
  const auto& names = rows.names();
  if (names.size() == 3 && names[0] == "row" && names[1] == "column" && names[2] == "value") {
    auto [sectors, flows] = read_sector_flows(rows);
    out.sectors = std::move(sectors);
    const auto n = std::ssize(out.sectors);
    out.values = dense_matrix<double>::Zero(n, n);
    for (const auto& f : flows) out.values(f.from, f.to) = f.value;
    return out;
  }
  if (names.size() < 2)
    throw data_error(rows.name(), 1, 0, "a square table needs sector names and columns");
  out.sectors.assign(names.begin() + 1, names.end());
  const auto n = std::ssize(out.sectors);
  out.values.resize(n, n);
  Eigen::Index i = 0;
  for (; rows.next(); ++i) {
    if (i >= n) {
      throw data_error(rows.name(), rows.line(), 0,
                       text("there are more rows than the ", n, " columns"));
    }
    const std::string& wanted = out.sectors[to_size(i)];
    if (rows[0] != wanted) {
      rows.refuse(0, text("stands where the header has '", wanted,
                          "': rows and columns must be in the same order"));
    }
    for (Eigen::Index j = 0; j < n; ++j) out.values(i, j) = rows.number(to_size(j) + 1);
  }
  if (i < n) {
    throw data_error(rows.name() + ": the row of " + out.sectors[to_size(i)] + " is missing");
  }
  return out;
}

/// A vector `sector,value` (any column names, first text, second number) in the order of `sectors`.
/// @throws data_error  a sector that the table does not have, one twice or missing
template <class = when_called>
[[nodiscard]] dense_vector<double> read_sector_vector(csv_reader& rows,
                                                      const std::vector<std::string>& sectors) {
  if (rows.names().size() < 2)
    throw data_error(rows.name() + ": a vector needs two columns, sector and value");
  std::unordered_map<std::string, std::optional<double>> found;
  for (const std::string& name : sectors) found.emplace(name, std::nullopt);
  while (rows.next()) {
    const auto at = found.find(std::string(rows[0]));
    if (at == found.end()) rows.refuse(0, "is no sector of the table");
    if (at->second) rows.refuse(0, "stands twice");
    at->second = rows.number(1);
  }
  dense_vector<double> out(std::ssize(sectors));
  for (std::size_t i = 0; i < sectors.size(); ++i) {
    const auto& value = found[sectors[i]];
    if (!value) throw data_error(rows.name() + ": the sector " + sectors[i] + " is missing");
    out[to_index(i)] = *value;
  }
  return out;
}

}  // namespace bilateral
