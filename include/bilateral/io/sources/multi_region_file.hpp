#pragma once
/// What the readers of multi-region input-output tables give: ICIO, Eora, WIOD, FIGARO.

#include <bilateral/core/when_called.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/trade/input_output/multi_region.hpp>

#include <cstddef>
#include <iterator>
#include <string>
#include <vector>

namespace bilateral {

/// Final use of one kind: households, government, investment, ...
struct final_use {
  std::string category;         ///< "HFCE"
  dense_matrix<double> values;  ///< (RS x R) what region q uses of sector i of region r
};

/// A row of primary inputs: compensation, taxes, value added, ...
struct primary_input {
  std::string name;             ///< as the file names it
  dense_vector<double> values;  ///< (RS)
};

/// A table of several regions with all that closes its rows and columns.
struct multi_region_file {
  multi_region_table<double> table;
  std::vector<final_use> final_uses;
  std::vector<primary_input> primary_inputs;
  dense_vector<double> value_added;  ///< (RS)
  std::string unit;                  ///< "million USD", of every number here
  std::vector<std::string>
      notes;  ///< what was added up or left out, and how rows and columns close
};

/// Final demand by using region, all categories together: (RS x R).
template <class = when_called>
[[nodiscard]] dense_matrix<double> final_demand_of(const multi_region_file& file) {
  const auto n = std::ssize(file.table);
  dense_matrix<double> out = dense_matrix<double>::Zero(n, std::ssize(file.table.regions));
  for (const final_use& use : file.final_uses) out += use.values;
  return out;
}

}  // namespace bilateral
