#pragma once
/// The World Bank's World Development Indicators in CSV.

#include <bilateral/core/country_codes.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/io/source_table.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

/// Whose rows to read: the World Bank's file holds regions and income groups beside countries.
enum class wdi_areas { economies, all };

struct wdi_options {
  std::vector<std::string> indicators = {};  ///< codes; only these; empty: all
  std::vector<int> years = {};               ///< only these; empty: all
  wdi_areas areas = wdi_areas::economies;
  unsigned threads = 0;
};

/// What an indicator is, and in which unit its own name states it.
struct wdi_indicator {
  std::string code;  ///< "NY.GDP.MKTP.CD"
  std::string name;  ///< "GDP (current US$)"
  std::string unit;  ///< "current US$": the last parentheses of the name; empty where it has none
};

struct wdi_file {
  source_table data;  ///< country, indicator (texts), year, value (numbers): a row a value
  std::vector<wdi_indicator> indicators;
};

namespace detail {

// "2019" or "2019 [YR2019]"
template <class = when_called>
std::optional<int> year_of_header(std::string_view name) {
  const auto year = parse_integer(name.substr(0, 4));
  if (name.size() < 4 || !year || year.value < 1000) return std::nullopt;
  const std::string_view rest = name.substr(4);
  if (!rest.empty() && rest != text(" [YR", name.substr(0, 4), "]")) return std::nullopt;
  return static_cast<int>(year.value);
}

template <class = when_called>
std::string last_parentheses(std::string_view name) {
  const auto open = name.rfind('('), close = name.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return {};
  return std::string(name.substr(open + 1, close - open - 1));
}

inline bool is_economy(std::string_view code) {  // Kosovo and the Channel Islands have no ISO code
  return country_of_alpha_3(code).has_value() || code == "XKX" || code == "CHI";
}

// DataBank's export says "Series" where the files of one indicator say "Indicator"
struct wdi_names {
  std::string name, code;
  bool databank;
};

template <class = when_called>
wdi_names wdi_names_of(const std::vector<std::string>& header) {
  const auto has = [&](const char* column) {
    return std::find(header.begin(), header.end(), column) != header.end();
  };
  if (has("Series Code") && !has("Indicator Code")) return {"Series Name", "Series Code", true};
  return {"Indicator Name", "Indicator Code", false};
}

// below its values the export says where they are from, in the first column; no row of them has a
// code
template <class = when_called>
void leave_out_last_lines(source_table& file, const std::string& code) {
  const text_column &country = file.table.text("Country Code"), &series = file.table.text(code);
  row_selection rows(file.table.rows());
  rows.leave_out("lines below the values that name the source", [&](std::size_t i) {
    return text_at(country, i).empty() && text_at(series, i).empty();
  });
  file.table = rows.apply(std::move(file.table), file.notes);
}

template <class = when_called>
std::vector<wdi_indicator> indicators_of(const data_table& wide, const wdi_names& named) {
  const text_column &code = wide.text(named.code), &name = wide.text(named.name);
  std::vector<std::uint8_t> seen(code.labels.size(), 0);
  std::vector<wdi_indicator> out;
  for (std::size_t i = 0; i < wide.rows(); ++i) {
    std::uint8_t& before = seen[to_size(code.codes[i])];
    if (before != 0) continue;
    before = 1;
    out.push_back({text_at(code, i), text_at(name, i), last_parentheses(text_at(name, i))});
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.code < b.code; });
  return out;
}

struct wdi_year {
  std::string column;
  int year;
};

// a row for each value that is there
template <class = when_called>
data_table wdi_values(const data_table& wide, const wdi_names& named,
                      const std::vector<wdi_year>& years, std::size_t& missing) {
  std::vector<std::size_t> from;
  number_column year{"year", {}}, value{"value", {}};
  std::vector<std::span<const double>> columns;
  for (const wdi_year& y : years) columns.push_back(wide[y.column]);
  for (std::size_t i = 0; i < wide.rows(); ++i) {
    for (std::size_t j = 0; j < years.size(); ++j) {
      const double v = columns[j][i];
      if (std::isnan(v)) {
        ++missing;
        continue;
      }
      from.push_back(i);
      year.values.push_back(years[j].year);
      value.values.push_back(v);
    }
  }
  const auto picked = [&](const std::string& column, const char* name) {
    const text_column& c = wide.text(column);
    text_column out{name, {}, c.labels};
    for (const std::size_t i : from) out.codes.push_back(c.codes[i]);
    return out;
  };
  data_table out(wide.source());
  out.add(picked("Country Code", "country"));
  out.add(picked(named.code, "indicator"));
  out.add(std::move(year));
  out.add(std::move(value));
  return out;
}

template <class = when_called>
void require_indicators(const wdi_file& file, const std::vector<std::string>& wanted) {
  for (const std::string& code : wanted) {
    const bool there = std::any_of(file.indicators.begin(), file.indicators.end(),
                                   [&](const wdi_indicator& i) { return i.code == code; });
    if (!there) throw data_error(text(file.data.table.source(), ": there is no indicator ", code));
  }
}

}  // namespace detail

/// Reads a file of the World Development Indicators: one indicator with its four title lines, or
/// the whole data base (WDICSV.csv), a column a year; or an export of DataBank with "Series Name"
/// and "Series Code" and a column a year.
///
/// @return  a row for each country, indicator and year that has a value; values as they stand, with
///          the unit that the indicator's name states
/// @throws data_error  no column of a year, a country and indicator twice, an indicator or year
///                     that was asked for and is not there, a number that is none
/// @note   regions and income groups (WLD, ARB, HIC, ...) hold the countries again: they are left
///         out unless asked for. ".." and empty are missing
/// @see    World Bank, World Development Indicators
template <class = when_called>
[[nodiscard]] wdi_file read_wdi(csv_input input, const wdi_options& options = {}) {
  using enum column_presence;
  csv_options format;
  if (first_bytes(input, 64).find("Data Source") != std::string::npos) format.skip_records = 3;
  const std::vector<std::string> header = header_of(input, format);
  const auto named = detail::wdi_names_of(header);
  source_schema schema{"World Development Indicators",
                       {{"Country Code", column_kind::text},
                        {named.name, column_kind::text},
                        {named.code, column_kind::text}},
                       {".."}};
  std::vector<detail::wdi_year> years;
  for (const std::string& name : header) {
    const auto year = detail::year_of_header(name);
    const bool asked = options.years.empty() ||
                       (year && std::find(options.years.begin(), options.years.end(), *year) !=
                                    options.years.end());
    if (!year || !asked) continue;
    years.push_back({name, *year});
    schema.columns.push_back({name, column_kind::number, "", required});
  }
  if (years.empty()) throw data_error(input.name + ": there is no column of a year asked for");
  wdi_file out{read_source(std::move(input), schema, format, options.threads), {}};
  if (named.databank) detail::leave_out_last_lines(out.data, named.code);
  if (const auto twice = find_repeated(out.data.table, {"Country Code", named.code})) {
    throw out.data.table.at_row(
        twice->row,
        text("repeats the country and indicator of row ", out.data.table.file_row(twice->first)),
        "Country Code");
  }
  row_selection rows(out.data.table.rows());
  const text_column &country = out.data.table.text("Country Code"),
                    &indicator = out.data.table.text(named.code);
  const auto wanted = labels_where(indicator, [&](const std::string& code) {
    return options.indicators.empty() ||
           std::find(options.indicators.begin(), options.indicators.end(), code) !=
               options.indicators.end();
  });
  rows.leave_out("indicators that were not asked for",
                 [&](std::size_t i) { return wanted[to_size(indicator.codes[i])] == 0; });
  if (options.areas == wdi_areas::economies) {
    const auto economy = labels_where(country, detail::is_economy);
    rows.leave_out("regions and income groups, which hold the countries again",
                   [&](std::size_t i) { return economy[to_size(country.codes[i])] == 0; });
  }
  const data_table wide = rows.apply(std::move(out.data.table), out.data.notes);
  out.indicators = detail::indicators_of(wide, named);
  std::size_t missing = 0;
  out.data.table = detail::wdi_values(wide, named, years, missing);
  if (missing > 0) out.data.notes.push_back(text(missing, " cells are missing"));
  detail::require_indicators(out, options.indicators);
  return out;
}

}  // namespace bilateral
