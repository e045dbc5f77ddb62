#pragma once
/// Trade as both sides report it: exporters' and importers' figures kept apart.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/trade/structure/flows.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

/// What reporters say they exported and imported, kept apart.
struct reported_flows {
  product_flows exports;  ///< as exporters report them, FOB
  product_flows imports;  ///< as importers report them, CIF; exporter is the partner
  product_flows
      world;  ///< exports to the partner World where the file has no other partner; no importers
  std::vector<std::string> reporters;
  std::vector<std::string> classifications;  ///< of the rows taken: "H5"
  int level = 0;                             ///< digits of the commodity codes; 0: TOTAL
  std::size_t rows = 0;                      ///< in the file
  std::size_t taken = 0;
  std::size_t other_periods = 0;
  std::vector<std::string> notes;  ///< what was left out, how many rows, and why
};

namespace detail {

// "current USD, FOB" in its two parts
struct valued_unit {
  explicit valued_unit(const std::string& unit)
      : currency(unit.substr(0, unit.find(", "))),
        valuation(unit.size() > currency.size() + 2 ? unit.substr(currency.size() + 2) : "") {}
  std::string currency, valuation;
};

}  // namespace detail

/// One set of flows from both sides: exports as exporters report them; of exporters that do not
/// report a period, the imports that its partners report.
///
/// @return  with a note of how many flows are imports and at which valuation; no margin is taken
///          off them
template <class = when_called>
[[nodiscard]] product_flows reported_trade(const reported_flows& file) {
  if (file.world.size() > 0) {
    product_flows only = file.world;
    only.notes = file.notes;
    return only;
  }
  const auto period_name = [](const product_flows& f, std::size_t r) {
    return std::string_view(f.periods[to_size(f.period[r])]);
  };
  const auto name = [](const std::vector<std::string>& names, std::int32_t code) {
    return std::string_view(names[to_size(code)]);
  };
  std::set<std::pair<std::string, std::string>> reports;
  const bool quantities = !file.exports.quantity.empty() || !file.imports.quantity.empty();
  flow_builder b(true, quantities, true);
  const auto add = [&](const product_flows& f, std::size_t r) {
    const double quantity =
        f.quantity.empty() ? std::numeric_limits<double>::quiet_NaN() : f.quantity[r];
    b.add(name(f.countries, f.exporter[r]), name(f.countries, f.importer[r]),
          name(f.products, f.product[r]), f.value[r], quantity, period_name(f, r));
  };
  for (std::size_t r = 0; r < file.exports.size(); ++r) {
    reports.insert({std::string(name(file.exports.countries, file.exports.exporter[r])),
                    std::string(period_name(file.exports, r))});
    add(file.exports, r);
  }
  std::size_t filled = 0;
  for (std::size_t r = 0; r < file.imports.size(); ++r) {
    if (reports.count({std::string(name(file.imports.countries, file.imports.exporter[r])),
                       std::string(period_name(file.imports, r))}) > 0)
      continue;
    add(file.imports, r);
    ++filled;
  }
  product_flows out = b.finish();
  const detail::valued_unit exports(file.exports.value_unit), imports(file.imports.value_unit);
  out.value_unit = filled == 0 ? file.exports.value_unit
                               : text(exports.currency, ", exports ", exports.valuation,
                                      ", mirror imports ", imports.valuation);
  out.quantity_unit = file.exports.quantity_unit;
  out.notes = file.notes;
  if (filled > 0) {
    out.notes.push_back(text(filled, " flows of exporters that do not report are imports (",
                             imports.valuation,
                             ") as their partners report them; no margin is "
                             "taken off"));
  }
  return out;
}

}  // namespace bilateral
