#pragma once
/// Trade by exporter, importer and product out of a table in long form.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/data/data_table.hpp>
#include <bilateral/data/group.hpp>
#include <bilateral/trade/structure/flows.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// The columns of a table that make flows.
struct flow_columns {
  std::string exporter, importer;  ///< texts
  std::string product = {};        ///< text; empty: all flows are of the product "TOTAL"
  std::string value;               ///< number
  std::string quantity = {};       ///< number, empty: none
  std::string period = {};         ///< text or number, empty: one period
};

namespace detail {

// codes of several columns on one sorted list of names
class joint_codes {
 public:
  void add(const factor& column) {
    for (const std::string& label : column.labels) place_.emplace(label, 0);
  }
  [[nodiscard]] std::vector<std::string> names() {
    std::vector<std::string> out;
    for (auto& [name, at] : place_) {
      at = static_cast<std::int32_t>(out.size());
      out.push_back(name);
    }
    return out;
  }
  [[nodiscard]] std::vector<std::int32_t> codes(const factor& column) const {
    std::vector<std::int32_t> to, out;
    for (const std::string& label : column.labels) to.push_back(place_.at(label));
    out.reserve(column.size());
    for (const std::int32_t c : column.codes) out.push_back(to[to_size(c)]);
    return out;
  }

 private:
  std::map<std::string, std::int32_t> place_;
};

}  // namespace detail

/// Flows of the rows of a table, in its order, on sorted names.
/// @throws data_error  a column that is not there, an empty name, a missing or negative value
template <class = when_called>
[[nodiscard]] product_flows flows_from(const data_table& table, const flow_columns& columns) {
  product_flows out;
  const number_column& value = table.number(columns.value);
  for (std::size_t i = 0; i < table.rows(); ++i) {
    if (std::isnan(value.values[i])) throw table.at_row(i, "the value is missing", value.name);
    if (value.values[i] < 0) throw table.at_row(i, "the value is negative", value.name);
  }
  out.value = value.values;
  out.value_unit = value.unit;
  const auto coded = [&](std::vector<const std::string*> names, std::vector<std::string>& to,
                         std::vector<std::vector<std::int32_t>*> codes) {
    std::vector<factor> parts;
    detail::joint_codes joint;
    for (const std::string* name : names) {
      parts.push_back(table.has_text(*name) ? make_factor(table.text(*name))
                                            : make_factor(*name, table[*name]));
      joint.add(parts.back());
    }
    to = joint.names();
    for (std::size_t i = 0; i < parts.size(); ++i) *codes[i] = joint.codes(parts[i]);
  };
  coded({&columns.exporter, &columns.importer}, out.countries, {&out.exporter, &out.importer});
  if (columns.product.empty()) {
    out.products = {"TOTAL"};
    out.product.assign(table.rows(), 0);
  } else {
    coded({&columns.product}, out.products, {&out.product});
  }
  if (!columns.period.empty()) coded({&columns.period}, out.periods, {&out.period});
  if (out.periods.size() < 2) out.period.clear();
  if (!columns.quantity.empty()) {
    out.quantity = table.number(columns.quantity).values;
    out.quantity_unit = table.number(columns.quantity).unit;
  }
  return out;
}

}  // namespace bilateral
