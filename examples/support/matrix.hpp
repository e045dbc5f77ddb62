#pragma once
// Square tables and vectors of sectors in files: see jobs --help.

#include "support/data.hpp"

#include <bilateral/numeric/dense.hpp>

#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace example {

struct sector_matrix {
  std::vector<std::string> sectors;
  bilateral::dense_matrix<double> values;
};

// A CSV with the names in the first column and in the header, in the same order; or one with exactly
// three columns row,column,value for tables that are mostly zero.
inline sector_matrix read_matrix(const data_options& format, const std::string& path) {
  bilateral::csv_reader rows(open_input(path), path, format.csv_format());
  sector_matrix out;
  const auto& names = rows.names();
  if (names.size() == 3 && names[0] == "row" && names[1] == "column" && names[2] == "value") {
    std::unordered_map<std::string, Eigen::Index> position;
    std::vector<std::tuple<Eigen::Index, Eigen::Index, double>> cells;
    const auto at = [&](std::size_t field) {
      const std::string name(rows[field]);
      const auto found = position.emplace(name, static_cast<Eigen::Index>(position.size()));
      if (found.second) out.sectors.push_back(name);
      return found.first->second;
    };
    std::set<std::pair<Eigen::Index, Eigen::Index>> seen;
    while (rows.next()) {
      const Eigen::Index i = at(0), j = at(1);
      if (!seen.emplace(i, j).second) rows.refuse(1, bilateral::text("buys from '", rows[0], "' twice"));
      cells.emplace_back(i, j, rows.number(2));
    }
    const auto n = static_cast<Eigen::Index>(out.sectors.size());
    out.values = bilateral::dense_matrix<double>::Zero(n, n);
    for (const auto& [i, j, value] : cells) out.values(i, j) = value;
    return out;
  }
  if (names.size() < 2) {
    throw bilateral::data_error(rows.name(), 1, 0, "a square table needs sector names and columns", "");
  }
  out.sectors.assign(names.begin() + 1, names.end());
  const auto n = static_cast<Eigen::Index>(out.sectors.size());
  out.values.resize(n, n);
  Eigen::Index i = 0;
  while (rows.next()) {
    if (i >= n) {
      throw bilateral::data_error(rows.name(), rows.line(), 0,
                                  bilateral::text("there are more rows than the ", n, " columns"), "");
    }
    const std::string& wanted = out.sectors[static_cast<std::size_t>(i)];
    if (rows[0] != wanted) {
      rows.refuse(0, bilateral::text("stands where the header has '", wanted,
                                     "': rows and columns must be in the same order"));
    }
    for (Eigen::Index j = 0; j < n; ++j) {
      out.values(i, j) = rows.number(static_cast<std::size_t>(j) + 1);
    }
    ++i;
  }
  if (i < n) {
    throw bilateral::data_error(rows.name() + ": the row of " +
                                out.sectors[static_cast<std::size_t>(i)] + " is missing");
  }
  return out;
}

// A vector `sector,value` (any column names, first text, second number) in the order of `sectors`.
inline bilateral::dense_vector<double> read_vector(const data_options& format, const std::string& path,
                                                   const std::vector<std::string>& sectors) {
  bilateral::csv_reader rows(open_input(path), path, format.csv_format());
  if (rows.names().size() < 2) {
    throw bilateral::data_error(rows.name() + ": a vector needs two columns, sector and value");
  }
  std::unordered_map<std::string, double> found;
  while (rows.next()) {
    const std::string name(rows[0]);
    if (std::find(sectors.begin(), sectors.end(), name) == sectors.end()) {
      rows.refuse(0, "is no sector of the table");
    }
    if (!found.emplace(name, rows.number(1)).second) rows.refuse(0, "stands twice");
  }
  bilateral::dense_vector<double> out(static_cast<Eigen::Index>(sectors.size()));
  for (std::size_t i = 0; i < sectors.size(); ++i) {
    const auto at = found.find(sectors[i]);
    if (at == found.end()) {
      throw bilateral::data_error(rows.name() + ": the sector " + sectors[i] + " is missing");
    }
    out[static_cast<Eigen::Index>(i)] = at->second;
  }
  return out;
}

}  // namespace example
