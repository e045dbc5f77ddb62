#pragma once
/// UN Comtrade (comtradeplus) in CSV: both sides of the flows, one level, no double counting.

#include <bilateral/core/country_codes.hpp>
#include <bilateral/io/csv.hpp>
#include <bilateral/io/flows_csv.hpp>
#include <bilateral/trade/structure/flows.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace bilateral {

/// What a file with several commodity levels means where none is named.
enum class comtrade_levels {
  refuse,    ///< they must not be added: an error
  coarsest,  ///< the one with the fewest digits, TOTAL first; the others are left out
};

struct comtrade_options {
  std::vector<std::string> periods = {};  ///< "2016", "201608"; only these; empty: all
  /// Digits of the commodity code to read: 2, 4, 6, or 0 for TOTAL. None: the only level that the
  /// file has.
  std::optional<int> level = {};
  comtrade_levels levels = comtrade_levels::refuse;
};

/// What reporters say they exported and imported, kept apart.
struct comtrade_file {
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

// one row that may be taken, its texts as codes
struct comtrade_columns {
  std::size_t period, reporter, partner, flow, commodity, value;
  std::optional<std::size_t> reporter_iso, partner_iso, frequency, customs, transport, supply,
      second_partner, net_weight, classification;
};

inline comtrade_columns columns_of(const csv_reader& rows) {
  return {rows.column("period"),     rows.column("reporterCode"), rows.column("partnerCode"),
          rows.column("flowCode"),   rows.column("cmdCode"),      rows.column("primaryValue"),
          rows.find("reporterISO"),  rows.find("partnerISO"),     rows.find("freqCode"),
          rows.find("customsCode"),  rows.find("motCode"),        rows.find("mosCode"),
          rows.find("partner2Code"), rows.find("netWgt"),         rows.find("classificationCode")};
}

inline bool missing_text(std::string_view text) {
  return blank_text(text) || text == "NA" || text == "null" || text == "N/A";
}

// digits of a commodity code, 0 for TOTAL; the reader refuses what is neither
inline int commodity_level(const csv_reader& rows, std::size_t at) {
  const std::string_view code = rows[at];
  if (code == "TOTAL") return 0;
  bool digits = !code.empty();
  for (const char c : code) digits = digits && c >= '0' && c <= '9';
  if (!digits) rows.refuse(at, "is no commodity code (digits or TOTAL)");
  return static_cast<int>(code.size());
}

// flows of the products with so many digits (0: TOTAL), names of other products kept out
inline product_flows at_level(const product_flows& f, int level) {
  flow_builder b(!f.importer.empty(), true, true);
  for (std::size_t r = 0; r < f.size(); ++r) {
    const auto name = [r](const std::vector<std::string>& names,
                          const std::vector<std::int32_t>& codes) {
      return codes.empty() ? std::string_view()
                           : std::string_view(names[static_cast<std::size_t>(codes[r])]);
    };
    const std::string_view product = name(f.products, f.product);
    if ((product == "TOTAL" ? 0 : static_cast<int>(product.size())) != level) continue;
    b.add(name(f.countries, f.exporter), name(f.countries, f.importer), product, f.value[r],
          f.quantity[r], name(f.periods, f.period));
  }
  product_flows out = b.finish();
  out.value_unit = f.value_unit;
  out.quantity_unit = f.quantity_unit;
  return out;
}

inline std::string comtrade_name(const csv_reader& rows, std::size_t code,
                                 const std::optional<std::size_t>& iso) {
  const std::int64_t number = rows.integer(code);
  if (number < 0 || number > 999) rows.refuse(code, "is no area code of Comtrade");
  if (const auto area = comtrade_area(static_cast<int>(number))) return std::string(area->alpha_3);
  if (iso && !missing_text(rows[*iso])) return std::string(rows[*iso]);
  return std::to_string(number);
}

// why a row is no part of the flows; empty where it is one
inline const char* comtrade_left_out(const csv_reader& rows, const comtrade_columns& at) {
  const auto other = [&](const std::optional<std::size_t>& column, std::string_view total) {
    if (!column || missing_text(rows[*column])) return false;
    const auto a = parse_number(rows[*column]), b = parse_number(total);
    return !(rows[*column] == total || (a && b && a.value == b.value));
  };
  const std::string_view flow = rows[at.flow];
  if (flow != "X" && flow != "M")
    return "flows other than X and M (re-exports, re-imports, processing: X and M include them)";
  if (other(at.customs, "C00")) return "single customs procedures (C00 is their total)";
  if (other(at.transport, "0")) return "single modes of transport (0 is their total)";
  if (other(at.supply, "0")) return "single modes of supply (0 is their total)";
  if (other(at.second_partner, "0")) return "second partners (0 is their total)";
  return "";
}

}  // namespace detail

/// Reads a CSV file of Comtrade's columns (typeCode, freqCode, ..., primaryValue), in any order.
///
/// Of each flow the total over customs procedures (C00), modes of transport and supply (0) and
/// second partners (0) is taken, never parts beside it; re-exports are left out, and the partner
/// World unless it is the only one; commodity levels are never added up.
///
/// @return  both sides by ISO alpha-3 code (Comtrade's own where ISO has none, else the number),
///          values in current USD (exports FOB, imports CIF; a few reporters value imports FOB),
///          net weight in kg, NaN where 0 or missing (Comtrade writes 0 for unknown). Periods are
///          coded where there are several
/// @throws data_error  a missing column, several commodity levels without options.level, annual and
///                     monthly rows, several classifications, the same flow twice, a reporter whose
///                     totals (C00, 0) are missing, a value that is no number or negative
/// @see    UN Statistics Division, Comtrade, methodology and data availability
[[nodiscard]] inline comtrade_file read_comtrade(csv_reader& rows,
                                                 const comtrade_options& options = {}) {
  const detail::comtrade_columns at = detail::columns_of(rows);
  flow_builder exports(true, true, true), imports(true, true, true), world(false, true, true);
  std::size_t to_world = 0;
  comtrade_file out;
  std::map<std::string, std::size_t> left_out;
  std::set<std::string> frequencies, classes, reporters, unnamed;
  std::map<int, std::size_t> levels;
  std::set<std::tuple<std::string, std::string, std::string, std::string>> seen_parts, seen_totals;
  std::set<std::string> keys;
  while (rows.next()) {
    ++out.rows;
    const auto period = detail::period_asked(rows[at.period], options.periods);
    if (!period) {
      ++out.other_periods;
      continue;
    }
    if (at.frequency && !detail::missing_text(rows[*at.frequency]))
      frequencies.insert(std::string(rows[*at.frequency]));
    const int level = detail::commodity_level(rows, at.commodity);
    const char* const why = detail::comtrade_left_out(rows, at);
    const std::string flow(rows[at.flow]);
    if (*why != '\0') {
      ++left_out[why];
      if (std::string_view(why).substr(0, 7) == "single ") {
        seen_parts.insert({*period, std::string(rows[at.reporter]),
                           std::string(rows[at.partner]) + flow, std::string(rows[at.commodity])});
      }
      continue;
    }
    seen_totals.insert({*period, std::string(rows[at.reporter]),
                        std::string(rows[at.partner]) + flow, std::string(rows[at.commodity])});
    if (options.level && level != *options.level) {
      ++left_out["commodity levels other than the one asked for"];
      continue;
    }
    ++levels[level];
    if (at.classification) classes.insert(std::string(rows[*at.classification]));
    const std::string reporter = detail::comtrade_name(rows, at.reporter, at.reporter_iso);
    const std::string partner = rows.integer(at.partner) == 0
                                    ? "W00"
                                    : detail::comtrade_name(rows, at.partner, at.partner_iso);
    for (const std::string& name : {reporter, partner}) {
      if (name[0] >= '0' && name[0] <= '9') unnamed.insert(name);
    }
    const double value = rows.number(at.value);
    if (value < 0) rows.refuse(at.value, "is negative");
    const std::string key = text(*period, "|", rows[at.reporter], "|", rows[at.partner], "|", flow,
                                 "|", rows[at.commodity]);
    if (!keys.insert(key).second) {
      rows.refuse(at.value, text("is a second row of the flow ", flow, " of ", reporter, " with ",
                                 partner, ", ", rows[at.commodity], ", ", *period));
    }
    double weight = std::numeric_limits<double>::quiet_NaN();
    if (at.net_weight && !detail::missing_text(rows[*at.net_weight])) {
      const double read = rows.number(*at.net_weight);
      if (read > 0) weight = read;
    }
    reporters.insert(reporter);
    ++out.taken;
    if (rows.integer(at.partner) == 0) {
      ++to_world;
      if (flow == "X") world.add(reporter, {}, rows[at.commodity], value, weight, *period);
    } else if (flow == "X") {
      exports.add(reporter, partner, rows[at.commodity], value, weight, *period);
    } else {
      imports.add(partner, reporter, rows[at.commodity], value, weight, *period);
    }
  }
  if (frequencies.size() > 1)
    throw data_error(rows.name() + ": annual and monthly rows stand together (freqCode)");
  for (const auto& part : seen_parts) {
    if (seen_totals.count(part) == 0) {
      throw data_error(text(rows.name(), ": reporter ", std::get<1>(part), ", commodity ",
                            std::get<3>(part), ", ", std::get<0>(part),
                            " has parts by customs procedure or mode but no total (C00, 0)"));
    }
  }
  if (levels.size() > 1 && options.levels == comtrade_levels::refuse) {
    std::string all;
    for (const auto& [digits, count] : levels)
      all += text(all.empty() ? "" : ", ",
                  digits == 0 ? std::string("TOTAL") : std::to_string(digits));
    throw data_error(text(rows.name(), ": the commodity levels ", all,
                          " stand together and must not be added; name one (digits, 0 for TOTAL)"));
  }
  if (classes.size() > 1) {
    std::string all;
    for (const auto& c : classes) all += (all.empty() ? "" : ", ") + c;
    throw data_error(text(rows.name(), ": the classifications ", all,
                          " stand together; their codes do not mean the same"));
  }
  if (exports.size() + imports.size() > 0 && to_world > 0) {
    left_out["the partner World (the sum of all partners)"] += to_world;
    out.taken -= to_world;
  } else if (world.size() > 0) {
    out.world = world.finish();
    out.world.value_unit = "current USD, FOB";
    out.world.quantity_unit = "kg";
    out.notes.push_back("the only partner is World: exports without markets");
    if (to_world > out.world.size())
      left_out["imports from the partner World"] = to_world - out.world.size();
    out.taken = out.world.size();
  }
  out.exports = exports.finish();
  out.imports = imports.finish();
  if (out.exports.size() + out.imports.size() + out.world.size() == 0)
    throw data_error(rows.name() + ": there are no flows");
  for (product_flows* f : {&out.exports, &out.imports}) {
    f->quantity_unit = "kg";
    f->value_unit = f == &out.exports ? "current USD, FOB" : "current USD, CIF";
  }
  out.level = levels.begin()->first;
  if (levels.size() > 1) {
    for (product_flows* f : {&out.exports, &out.imports, &out.world})
      *f = detail::at_level(*f, out.level);
    left_out["commodity levels finer than the coarsest"] +=
        out.taken - out.exports.size() - out.imports.size() - out.world.size();
    out.taken = out.exports.size() + out.imports.size() + out.world.size();
  }
  out.reporters.assign(reporters.begin(), reporters.end());
  out.classifications.assign(classes.begin(), classes.end());
  for (const auto& [why, count] : left_out)
    out.notes.push_back(text(count, count == 1 ? " row" : " rows", " left out: ", why));
  std::string numbers;
  for (const auto& name : unnamed) numbers += (numbers.empty() ? "" : ", ") + name;
  if (!numbers.empty())
    out.notes.push_back("areas without a code of letters are named by their number: " + numbers);
  return out;
}

/// One set of flows from both sides: exports as exporters report them; of exporters that do not
/// report a period, the imports that its partners report.
///
/// @return  with a note of how many flows are imports and at which valuation; no margin is taken
///          off them
[[nodiscard]] inline product_flows reported_trade(const comtrade_file& file) {
  if (file.world.size() > 0) {
    product_flows only = file.world;
    only.notes = file.notes;
    return only;
  }
  const auto period_name = [](const product_flows& f, std::size_t r) {
    return std::string_view(f.periods[static_cast<std::size_t>(f.period[r])]);
  };
  const auto name = [](const std::vector<std::string>& names, std::int32_t code) {
    return std::string_view(names[static_cast<std::size_t>(code)]);
  };
  std::set<std::pair<std::string, std::string>> reports;
  flow_builder b(true, true, true);
  const auto add = [&](const product_flows& f, std::size_t r) {
    b.add(name(f.countries, f.exporter[r]), name(f.countries, f.importer[r]),
          name(f.products, f.product[r]), f.value[r], f.quantity[r], period_name(f, r));
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
  out.value_unit =
      filled == 0 ? "current USD, FOB" : "current USD, exports FOB, mirror imports CIF";
  out.quantity_unit = "kg";
  out.notes = file.notes;
  if (filled > 0) {
    out.notes.push_back(text(filled,
                             " flows of exporters that do not report are imports (CIF) as their "
                             "partners report them; no margin is taken off"));
  }
  return out;
}

}  // namespace bilateral
