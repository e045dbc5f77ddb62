#pragma once
/// Commodity prices of the World Bank's Pink Sheet, exported to CSV.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/io/series_csv.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

/// One commodity: its unit as the sheet prints it, and the prices.
template <frequency F>
struct commodity_price {
  std::string name;  ///< "Copper"
  std::string unit;  ///< "$/mt", "$/bbl", "2010=100"
  series<F, unspecified> price;
};

/// Columns of the sheet, in its order.
template <frequency F>
struct pink_sheet {
  std::string source;
  std::vector<commodity_price<F>> commodities;

  /// @throws data_error  there is no such commodity
  [[nodiscard]] const commodity_price<F>& at(std::string_view name) const {
    for (const commodity_price<F>& c : commodities) {
      if (c.name == name) return c;
    }
    throw data_error(text(source, ": there is no commodity ", name));
  }
};

namespace detail {

// "** Copper **" is "Copper"
template <class = when_called>
std::string plain_commodity(std::string_view name) {
  const auto first = name.find_first_not_of("* \t");
  if (first == std::string_view::npos) return {};
  const auto last = name.find_last_not_of("* \t");
  return std::string(name.substr(first, last - first + 1));
}
// "($/mt)" is "$/mt"
template <class = when_called>
std::string plain_unit(std::string_view unit) {
  const auto first = unit.find('(');
  const auto last = unit.rfind(')');
  if (first == std::string_view::npos || last == std::string_view::npos || last < first) {
    return plain_commodity(unit);
  }
  return std::string(unit.substr(first + 1, last - first - 1));
}

// the text of the sheet that means U
template <unit U>
struct pink_sheet_unit;
template <>
struct pink_sheet_unit<per<usd, tonne>> {
  static constexpr const char* text = "$/mt";
};
template <>
struct pink_sheet_unit<per<usd, kilogram>> {
  static constexpr const char* text = "$/kg";
};

}  // namespace detail

/// Reads the sheet of monthly or annual prices as CSV, in either of two forms: as the workbook has it (title
/// rows, a row of names, a row of units, then periods in the first column), or with one header row that
/// carries the unit behind the name, "Copper ($/mt)".
///
/// @param source  the file's bytes; it is read once
/// @note   "…" and ".." mean missing; an asterisk or two around a name is the sheet's footnote mark
/// @throws data_error  no row of periods, a malformed number, a period twice or absent
/// @see    World Bank, Commodity Price Data (The Pink Sheet)
template <frequency F = monthly>
[[nodiscard]] pink_sheet<F> read_pink_sheet(byte_source source, std::string name) {
  csv_options options;
  options.header = false;
  options.ragged = ragged_rows::pad;
  csv_reader rows(std::move(source), name, options);
  pink_sheet<F> out;
  out.source = name;
  // the last two rows above the first period are names and units, or names with units
  std::vector<std::string> above, last;
  detail::dated_values<F> read;
  series_format format;
  format.missing = {"…", "..", "...", "n.a."};
  std::vector<std::string> names;
  while (rows.next()) {
    std::optional<period<F>> at;
    if (!rows.empty(0) && rows[0].find_first_of("0123456789") == 0)
      at = detail::period_of<F>(rows, 0);
    if (!at) {
      if (!names.empty()) rows.refuse(0, "is not a period");
      above = std::move(last);
      last.clear();
      for (std::size_t j = 0; j < rows.size(); ++j) last.emplace_back(rows[j]);
      continue;
    }
    if (names.empty()) {
      const bool own_row =
          last.size() > 1 && detail::plain_unit(last[1]) != last[1] && last[1].find('(') == 0;
      const std::vector<std::string>& titles = own_row ? above : last;
      if (titles.size() < 2)
        throw data_error(rows.name(), rows.line(), 0,
                         "there is no row of names above the first period");
      for (std::size_t j = 1; j < titles.size(); ++j) {
        std::string title = detail::plain_commodity(titles[j]);
        std::string unit = own_row ? detail::plain_unit(last[j]) : detail::plain_unit(title);
        if (!own_row && title.find('(') != std::string::npos) {
          title = detail::plain_commodity(std::string_view(title).substr(0, title.rfind('(')));
        }
        names.push_back(title);
        out.commodities.push_back({title, std::move(unit), {}});
      }
      read.columns.resize(names.size());
    }
    read.periods.push_back(*at);
    read.lines.push_back(rows.line());
    for (std::size_t j = 0; j < names.size(); ++j) {
      read.columns[j].push_back(detail::series_cell(rows, j + 1, format));
    }
  }
  if (names.empty())
    throw data_error(name + ": there is no row that starts with a period such as 1960M01");
  format.source = {"World Bank, Pink Sheet", "", name};
  auto all = detail::ordered<F, unspecified>(rows, read, names, format);
  for (std::size_t j = 0; j < all.size(); ++j) out.commodities[j].price = std::move(all[j]);
  return out;
}

/// The prices of one commodity with their unit, cut to the periods from the first value to the last.
/// @throws data_error  no such commodity, no values, or the sheet prices it in another unit
template <unit U, frequency F>
[[nodiscard]] series<F, U> price_of(const pink_sheet<F>& sheet, std::string_view commodity) {
  const commodity_price<F>& found = sheet.at(commodity);
  const std::string wanted = detail::pink_sheet_unit<U>::text;
  if (found.unit != wanted) {
    throw data_error(
        text(sheet.source, ": ", commodity, " is priced in ", found.unit, ", not in ", wanted));
  }
  const auto& all = found.price;
  std::size_t first = 0, last = all.size();
  while (first < last && all.missing[first]) ++first;
  while (last > first && all.missing[last - 1]) --last;
  if (first == last) throw data_error(text(sheet.source, ": ", commodity, " has no values"));
  return series<F, U>(std::string(commodity), all.at(first),
                      std::vector<double>(all.values.begin() + to_index(first),
                                          all.values.begin() + to_index(last)),
                      all.source);
}

}  // namespace bilateral
