#pragma once
/// Eora26: a global input-output table of 26 sectors in tab-separated matrices and lists of labels.

#include <bilateral/core/check.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/io/column_reader.hpp>
#include <bilateral/io/csv.hpp>
#include <bilateral/io/sources/detail/multi_region_cells.hpp>
#include <bilateral/io/sources/multi_region_file.hpp>

#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// The files of a year, and the unit, which none of them states.
struct eora_input {
  csv_input transactions;         ///< Eora26_{year}_bp_T.txt
  csv_input transaction_labels;   ///< labels_T.txt
  csv_input final_demand;         ///< ..._FD.txt
  csv_input final_demand_labels;  ///< labels_FD.txt
  csv_input value_added;          ///< ..._VA.txt
  csv_input value_added_labels;   ///< labels_VA.txt
  std::string unit;               ///< "thousand USD": as whoever downloaded it knows
};

namespace detail {

template <class = when_called>
csv_options eora_format() {
  csv_options out;
  out.delimiter = '\t';
  out.header = false;
  out.ragged = ragged_rows::pad;
  return out;
}

struct eora_label {
  std::string region, item;
};

// country, code, kind, item; or kind, item for primary inputs. A tab may follow.
template <class = when_called>
std::vector<eora_label> eora_labels(csv_input input, bool regional) {
  csv_reader rows(std::move(input.bytes), input.name, eora_format());
  std::vector<eora_label> out;
  const std::size_t region = 1, item = regional ? 3 : 1;
  while (rows.next()) {
    if (rows.size() <= item || rows.empty(item) || (regional && rows.empty(region))) {
      throw data_error(rows.name(), rows.line(), 0,
                       regional ? "a label has a country, a code, a kind and a sector"
                                : "a label has a kind and a name");
    }
    out.push_back({regional ? std::string(rows[region]) : std::string(), std::string(rows[item])});
  }
  if (out.empty()) throw data_error(rows.name() + ": there are no labels");
  return out;
}

// Calls use(row, column, value) for each cell of a matrix of known size.
template <class Use>
void eora_matrix(csv_input input, std::size_t height, std::size_t width, Use use) {
  csv_reader rows(std::move(input.bytes), input.name, eora_format());
  std::size_t i = 0;
  for (; rows.next(); ++i) {
    if (i == height) {
      throw data_error(rows.name(), rows.line(), 0,
                       text("there are more rows than the ", height, " labels"));
    }
    std::size_t here = rows.size();
    while (here > width && rows.empty(here - 1)) --here;  // a tab at the end
    if (here != width) {
      throw data_error(rows.name(), rows.line(), 0,
                       text("the row has ", here, " values for ", width, " labels"));
    }
    for (std::size_t j = 0; j < width; ++j) use(i, j, rows.number(j));
  }
  if (i != height) throw data_error(text(rows.name(), ": ", i, " rows for ", height, " labels"));
}

}  // namespace detail

/// Reads Eora26: transactions, final demand and primary inputs with their labels.
///
/// The region ROW, which only holds statistical discrepancies and has one sector, is left out; what
/// it buys stays in output, so that coefficients are those of the whole table.
///
/// @return  the table in the unit that the caller states; value added is the sum of all primary
///          inputs
/// @throws argument_error  no unit: the files state none and users' accounts differ
/// @throws data_error      matrices and labels of other sizes, countries with other sectors, a cell
///                         that is no number
/// @see     Lenzen et al. (2013), Economic Systems Research 25(1); worldmrio.com/eora26
template <class = when_called>
[[nodiscard]] multi_region_file read_eora(eora_input input) {
  require(!input.unit.empty(), "read_eora", "the unit is empty: Eora's files state none");
  const std::string file = input.transactions.name;
  const auto lines = detail::eora_labels(std::move(input.transaction_labels), true);
  const auto uses = detail::eora_labels(std::move(input.final_demand_labels), true);
  const auto inputs = detail::eora_labels(std::move(input.value_added_labels), false);
  detail::multi_region_cells cells(file);
  for (const auto& l : lines) {
    if (l.region != "ROW") cells.declare_line(l.region, l.item);
  }
  for (const auto& u : uses) cells.declare_category(u.item);
  cells.allocate();
  std::vector<Eigen::Index> at, user, category;
  for (const auto& l : lines) at.push_back(cells.line(l.region, l.item));
  for (const auto& u : uses) {
    user.push_back(cells.region(u.region));
    category.push_back(cells.category(u.item));
    if (user.back() < 0 && u.region != "ROW") {
      throw data_error(text(file, ": ", u.region, " has final demand but no sectors"));
    }
  }
  double sold = 0, bought = 0;
  detail::eora_matrix(std::move(input.transactions), lines.size(), lines.size(),
                      [&](std::size_t i, std::size_t j, double value) {
                        if (at[i] >= 0) cells.add_output(at[i], value);
                        if (at[i] >= 0 && at[j] >= 0) {
                          cells.add_transaction(at[i], at[j], value);
                        } else {
                          (at[i] < 0 ? sold : bought) += value;
                        }
                      });
  detail::eora_matrix(std::move(input.final_demand), lines.size(), uses.size(),
                      [&](std::size_t i, std::size_t j, double value) {
                        if (at[i] >= 0) cells.add_output(at[i], value);
                        if (at[i] >= 0 && user[j] >= 0) {
                          cells.add_final(at[i], category[j], user[j], value);
                        } else {
                          (at[i] < 0 ? sold : bought) += value;
                        }
                      });
  detail::eora_matrix(std::move(input.value_added), inputs.size(), lines.size(),
                      [&](std::size_t i, std::size_t j, double value) {
                        if (at[j] >= 0) cells.add_primary(inputs[i].item, at[j], value);
                      });
  if (sold != 0 || bought != 0) {
    cells.note(text("the region ROW (statistical discrepancies) was left out: it sells ",
                    shortest(sold), " and buys ", shortest(bought), " from the others"));
  }
  cells.note("output is the sum of each row, ROW's purchases among it");
  return cells.finish(std::move(input.unit), {});
}

}  // namespace bilateral
