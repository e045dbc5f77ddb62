#pragma once
/// The IMF's direction of trade (DOTS, now IMTS) from SDMX-CSV.

#include <bilateral/core/country_codes.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/io/reported_flows.hpp>
#include <bilateral/io/sdmx_csv.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

/// Which of the two figures that reporters may give for imports.
enum class import_valuation { cif, fob };

struct imf_trade_options {
  std::string frequency = {};             ///< "A", "Q", "M"; empty: the only one that the file has
  std::vector<std::string> periods = {};  ///< "2010", "2010-Q1", "2010-M01"; only these; empty: all
  import_valuation imports = import_valuation::cif;
  /// USD in one unit of the values where the file has neither UNIT_MULT nor SCALE.
  std::optional<double> scale = {};
  sdmx_options format = {};
};

namespace detail {

template <class = when_called>
std::string imf_column(const sdmx_file& file, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (file.data.table.has_text(name)) return name;
  }
  throw data_error(text(file.data.table.source(), ": there is no dimension ", *names.begin(),
                        names.size() > 1 ? text(" or ", *(names.end() - 1)) : std::string(),
                        " of the IMF's trade"));
}

// ISO alpha-3 of a country of DOTS (alpha-2) or IMTS (alpha-3); empty: a group or no country
template <class = when_called>
std::string imf_area(std::string_view code) {
  if (code == "XK" || code == "KOS" || code == "XKX") return "XKX";
  if (const auto c = country_of_alpha_2(code)) return std::string(c->alpha_3);
  if (const auto c = country_of_alpha_3(code)) return std::string(c->alpha_3);
  return {};
}

// a power of ten, as digits or in words; none: not understood
template <class = when_called>
std::optional<double> imf_multiplier(std::string_view code) {
  static constexpr std::array<std::pair<std::string_view, double>, 4> words = {
      {{"Units", 1.0}, {"Thousands", 1e3}, {"Millions", 1e6}, {"Billions", 1e9}}};
  for (const auto& [word, value] : words) {
    if (code == word) return value;
  }
  const auto power = parse_integer(code);
  if (!power || power.value < 0 || power.value > 12) return std::nullopt;
  double out = 1;
  for (std::int64_t i = 0; i < power.value; ++i) out *= 10;
  return out;
}

// every value in USD
template <class = when_called>
std::vector<double> imf_values(const sdmx_file& file, const imf_trade_options& options) {
  const data_table& table = file.data.table;
  const auto value = table[options.format.value];
  std::vector<double> out(value.begin(), value.end());
  const char* const stated = table.has_text("UNIT_MULT") ? "UNIT_MULT"
                             : table.has_text("SCALE")   ? "SCALE"
                                                         : nullptr;
  if (stated == nullptr) {
    if (!options.scale) {
      throw data_error(table.source() +
                       ": it has neither UNIT_MULT nor SCALE: nothing says in which "
                       "multiple of USD it is; state one");
    }
    for (double& v : out) v *= *options.scale;
    return out;
  }
  const text_column& column = table.text(stated);
  std::vector<std::optional<double>> of_label;
  for (const std::string& label : column.labels) of_label.push_back(imf_multiplier(label));
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto times = of_label[to_size(column.codes[i])];
    if (!times) {
      throw table.at_row(i, text("'", text_at(column, i), "' is no multiple (0, 3, 6, Millions)"),
                         stated);
    }
    out[i] *= *times;
  }
  return out;
}

// 0 exports, 1 imports CIF, 2 imports FOB, 3 anything else
template <class = when_called>
int imf_indicator(std::string_view code) {
  if (code == "XG_FOB_USD" || code == "TXG_FOB_USD") return 0;
  if (code == "MG_CIF_USD" || code == "TMG_CIF_USD") return 1;
  if (code == "MG_FOB_USD" || code == "TMG_FOB_USD") return 2;
  return 3;
}

struct imf_names {
  std::string reporter, partner, indicator, frequency, period;
};

// the rows of one frequency, between countries, of the two flows asked for
template <class = when_called>
data_table imf_rows(data_table table, const imf_names& at, const imf_trade_options& options,
                    reported_flows& out) {
  row_selection rows(table.rows());
  const auto none_of = [&](const std::string& column, auto stays) {
    const text_column& c = table.text(column);
    return [&c, keep = labels_where(c, stays)](std::size_t i) {
      return keep[to_size(c.codes[i])] == 0;
    };
  };
  const int other_imports = options.imports == import_valuation::cif ? 2 : 1;
  rows.leave_out("indicators other than exports and imports of goods in USD",
                 none_of(at.indicator, [](const std::string& c) { return imf_indicator(c) != 3; }));
  rows.leave_out(other_imports == 2 ? "imports FOB (CIF is read)" : "imports CIF (FOB is read)",
                 none_of(at.indicator,
                         [&](const std::string& c) { return imf_indicator(c) != other_imports; }));
  for (const std::string* column : {&at.reporter, &at.partner}) {
    rows.leave_out(text("the world, groups and areas that are no country, in ", *column),
                   none_of(*column, [](const std::string& c) { return !imf_area(c).empty(); }));
  }
  if (!options.frequency.empty()) {
    rows.leave_out("of another frequency", none_of(at.frequency, [&](const std::string& c) {
                     return c == options.frequency;
                   }));
  }
  table = rows.apply(std::move(table), out.notes);
  if (options.periods.empty()) return table;
  row_selection asked(table.rows());
  const text_column& period = table.text(at.period);
  const auto keep = labels_where(period, [&](const std::string& p) {
    return std::find(options.periods.begin(), options.periods.end(), p) != options.periods.end();
  });
  std::vector<std::string> unsaid;
  asked.leave_out("", [&](std::size_t i) { return keep[to_size(period.codes[i])] == 0; });
  data_table kept = asked.apply(table, unsaid);
  out.other_periods = table.rows() - kept.rows();
  return kept;
}

template <class = when_called>
void require_one_frequency(const data_table& table, const std::string& column) {
  const text_column& c = table.text(column);
  for (std::size_t i = 1; i < table.rows(); ++i) {
    if (c.codes[i] == c.codes[0]) continue;
    throw table.at_row(i,
                       text("the frequencies ", text_at(c, 0), " and ", text_at(c, i),
                            " stand together; name one"),
                       column);
  }
}

}  // namespace detail

/// Reads the IMF's Direction of Trade Statistics (areas of two letters, TXG_FOB_USD) or its
/// successor IMTS (three letters, XG_FOB_USD) from SDMX-CSV: both reports of goods trade between
/// countries.
///
/// @return  exports FOB and imports (CIF unless FOB is asked for) as reported, in current USD, the
///          one product TOTAL, countries by ISO alpha-3 code
/// @throws data_error  no such dimensions, several frequencies, a multiple that is not stated and
///                     not given, a negative value
/// @note   the world, groups (1C_..., W00, G001) and areas without an ISO code are left out and
///         counted
/// @see    IMF, International Trade in Goods (by partner country), IMTS
template <class = when_called>
[[nodiscard]] reported_flows read_imf_trade(csv_input input,
                                            const imf_trade_options& options = {}) {
  sdmx_file file = read_sdmx_csv(std::move(input), options.format);
  const detail::imf_names at{detail::imf_column(file, {"COUNTRY", "REF_AREA"}),
                             detail::imf_column(file, {"COUNTERPART_COUNTRY", "COUNTERPART_AREA"}),
                             detail::imf_column(file, {"INDICATOR"}),
                             detail::imf_column(file, {"FREQUENCY", "FREQ"}),
                             detail::imf_column(file, {"TIME_PERIOD"})};
  reported_flows out;
  out.rows = file.data.rows;
  out.notes = file.data.notes;
  file.data.table.add(
      number_column{"current USD", detail::imf_values(file, options), "current USD"});
  const data_table table = detail::imf_rows(std::move(file.data.table), at, options, out);
  if (table.rows() == 0)
    throw data_error(table.source() + ": there are no flows between countries");
  detail::require_one_frequency(table, at.frequency);
  flow_builder exports(true, false, true), imports(true, false, true);
  std::set<std::string> reporters;
  const text_column &reporter = table.text(at.reporter), &partner = table.text(at.partner),
                    &indicator = table.text(at.indicator), &period = table.text(at.period);
  const auto value = table["current USD"];
  for (std::size_t i = 0; i < table.rows(); ++i) {
    const std::string who = detail::imf_area(text_at(reporter, i));
    const std::string whom = detail::imf_area(text_at(partner, i));
    if (value[i] < 0) throw table.at_row(i, "the value is negative", options.format.value);
    reporters.insert(who);
    if (detail::imf_indicator(text_at(indicator, i)) == 0) {
      exports.add(who, whom, "TOTAL", value[i], 0, text_at(period, i));
    } else {
      imports.add(whom, who, "TOTAL", value[i], 0, text_at(period, i));
    }
  }
  out.taken = table.rows();
  out.reporters.assign(reporters.begin(), reporters.end());
  out.exports = exports.finish();
  out.imports = imports.finish();
  out.exports.value_unit = "current USD, FOB";
  out.imports.value_unit =
      options.imports == import_valuation::cif ? "current USD, CIF" : "current USD, FOB";
  return out;
}

}  // namespace bilateral
