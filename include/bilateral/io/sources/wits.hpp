#pragma once
/// Tariffs from WITS: the advanced query on tariff and trade, and TRAINS' bulk files.

#include <bilateral/core/country_codes.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/io/source_table.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

struct wits_options {
  std::string duty = {};          ///< "AHS", "MFN", "BND", "PRF": only these; empty: the only one
  std::optional<int> level = {};  ///< digits of the products: 2, 4, 6; none: the only level
  std::vector<int> years = {};    ///< of the tariff; only these; empty: all
  unsigned threads = 0;
};

namespace detail {

// a column of the result: its name here, in a query, in a bulk file, and its unit
struct wits_column {
  std::string_view name, query, bulk, unit;
  column_kind kind;
  bool needed;
};
inline constexpr std::array<wits_column, 14> wits_columns = {{
    {"reporter", "Reporter", "Reporter_ISO_N", "", column_kind::text, true},
    {"partner", "Partner", "Partner", "", column_kind::text, false},
    {"product", "Product", "ProductCode", "", column_kind::text, true},
    {"year", "Tariff Year", "Year", "", column_kind::number, true},
    {"duty", "DutyType", "EstCode", "", column_kind::text, false},
    {"nomenclature", "Native Nomen", "NomenCode", "", column_kind::text, false},
    {"simple_average", "Simple Average", "SimpleAverage", "percent", column_kind::number, true},
    {"weighted_average", "Weighted Average", "", "percent", column_kind::number, false},
    {"minimum", "Minimum Rate", "Min_Rate", "percent", column_kind::number, false},
    {"maximum", "Maximum Rate", "Max_Rate", "percent", column_kind::number, false},
    {"lines", "Nbr of Total Lines", "TotalNoOfLines", "", column_kind::number, false},
    {"lines_not_ad_valorem", "", "Nbr_NA_Lines", "", column_kind::number, false},
    {"trade_year", "Trade Year", "", "", column_kind::number, false},
    {"imports", "Imports Value in 1000 USD", "", "thousand USD", column_kind::number, false},
}};

// where each of them stands in the file; empty: it does not
template <class = when_called>
std::array<std::string, wits_columns.size()> wits_names(const std::vector<std::string>& names,
                                                        const std::string& file) {
  std::array<std::string, wits_columns.size()> out;
  for (std::size_t c = 0; c < wits_columns.size(); ++c) {
    for (const std::string& name : names) {
      if (!name.empty() && (name == wits_columns[c].query || name == wits_columns[c].bulk)) {
        out[c] = name;
      }
    }
    if (out[c].empty() && wits_columns[c].needed) {
      throw data_error(text(file, ": there is no column ", wits_columns[c].query, " or ",
                            wits_columns[c].bulk, " of WITS"));
    }
  }
  return out;
}

// ISO alpha-3 by number, "EUN" and "W00" as WITS and Comtrade have them, else the code as it stands
template <class = when_called>
std::string wits_area(const std::string& code) {
  const auto number = parse_integer(code);
  if (!number) return code;
  if (number.value == 0) return "W00";
  if (number.value == 918) return "EUN";
  if (number.value < 0 || number.value > 999) return code;
  const auto area = comtrade_area(static_cast<int>(number.value));
  return area ? std::string(area->alpha_3) : code;
}

template <class = when_called>
text_column with_wits_areas(const text_column& column, std::string name) {
  text_column out{std::move(name), {}, {}};
  std::vector<std::int32_t> to;
  for (const std::string& label : column.labels) {
    const std::string now = wits_area(label);
    const auto at = std::find(out.labels.begin(), out.labels.end(), now);
    to.push_back(static_cast<std::int32_t>(at - out.labels.begin()));
    if (at == out.labels.end()) out.labels.push_back(now);
  }
  for (const std::int32_t c : column.codes) out.codes.push_back(to[to_size(c)]);
  return out;
}

// the file's columns under the names of the result
template <class = when_called>
data_table wits_table(const data_table& from,
                      const std::array<std::string, wits_columns.size()>& names) {
  data_table out(from.source());
  for (std::size_t c = 0; c < wits_columns.size(); ++c) {
    if (names[c].empty()) continue;
    const std::string name(wits_columns[c].name);
    if (wits_columns[c].kind == column_kind::number) {
      out.add(number_column{name, from.number(names[c]).values, std::string(wits_columns[c].unit)});
    } else if (name == "reporter" || name == "partner") {
      out.add(with_wits_areas(from.text(names[c]), name));
    } else {
      const text_column& column = from.text(names[c]);
      out.add(text_column{name, column.codes, column.labels});
    }
  }
  std::vector<std::uint32_t> lines;
  for (std::size_t i = 0; i < from.rows(); ++i) {
    lines.push_back(static_cast<std::uint32_t>(from.file_line(i)));
  }
  out.set_lines(std::move(lines));
  return out;
}

inline std::size_t product_digits(const std::string& product) {
  return product == "Total" || product == "TOTAL" ? 0 : product.size();
}

template <class = when_called>
void require_one_duty(const data_table& table) {
  if (!table.has_text("duty")) return;
  const text_column& duty = table.text("duty");
  for (std::size_t i = 1; i < table.rows(); ++i) {
    if (duty.codes[i] == duty.codes[0]) continue;
    throw table.at_row(i,
                       text("the duties ", text_at(duty, 0), " and ", text_at(duty, i),
                            " stand together: rates of the same product; name one"),
                       "duty");
  }
}

template <class = when_called>
void check_products(const data_table& table) {
  const text_column& product = table.text("product");
  for (std::size_t i = 0; i < table.rows(); ++i) {
    const std::string& code = text_at(product, i);
    const std::size_t digits = product_digits(code);
    if (digits % 2 == 1) {
      throw table.at_row(
          i, text("'", code, "' has an odd number of digits (was a leading zero lost?)"),
          "product");
    }
    if (digits != product_digits(text_at(product, 0))) {
      throw table.at_row(
          i,
          text("products of ", digits, " and of ", product_digits(text_at(product, 0)),
               " digits stand together; name a level"),
          "product");
    }
  }
}

template <class = when_called>
void note_wits(source_table& file) {
  const data_table& table = file.table;
  const auto count = [&](const char* column, auto counts) {
    std::size_t n = 0;
    if (!table.has_number(column)) return n;
    const auto values = table[column];
    for (std::size_t i = 0; i < values.size(); ++i) n += counts(i, values[i]) ? 1U : 0U;
    return n;
  };
  const auto year = table["year"];
  if (const auto n = count("trade_year", [&](std::size_t i, double y) { return y != year[i]; })) {
    file.notes.push_back(text(n, " rows weigh tariffs with the trade of another year"));
  }
  if (const auto n = count("lines_not_ad_valorem", [](std::size_t, double v) { return v > 0; })) {
    file.notes.push_back(text(n,
                              " products have lines without an ad valorem rate, which averages "
                              "leave out"));
  }
  if (const auto n = count("simple_average", [](std::size_t, double v) { return std::isnan(v); })) {
    file.notes.push_back(text(n, " rows have no simple average"));
  }
}

}  // namespace detail

/// Reads tariffs of WITS: an advanced query ("Tariff Year", "DutyType", "Simple Average") or a bulk
/// file of TRAINS (NomenCode, Reporter_ISO_N, ProductCode, SimpleAverage).
///
/// @return  reporter, partner (ISO alpha-3; W00 the world, EUN the European Union), product, duty,
///          nomenclature as texts; year, rates in percent, imports in thousand USD as numbers, as
///          far as the file has them
/// @throws data_error  several duties or levels where none is named, a product that lost its
///                     leading zero, a row twice, a rate that is no number
/// @note   AHS is the applied rate (preferences where they hold), MFN the most favoured nation's,
///         BND the bound one, PRF the preferential one: their averages are no parts of each other
/// @see    World Bank, WITS user manual, tariff data
template <class = when_called>
[[nodiscard]] source_table read_wits_tariffs(csv_input input, const wits_options& options = {}) {
  const auto names = detail::wits_names(header_of(input), input.name);
  source_schema schema{"WITS", {}, {"NA", "N/A"}};
  for (std::size_t c = 0; c < names.size(); ++c) {
    if (!names[c].empty()) schema.columns.push_back({names[c], detail::wits_columns[c].kind});
  }
  source_table out = read_source(std::move(input), schema, {}, options.threads);
  const data_table table = detail::wits_table(out.table, names);
  row_selection rows(table.rows());
  const auto year = table["year"];
  rows.leave_out("of years that were not asked for", [&](std::size_t i) {
    return !options.years.empty() &&
           std::find(options.years.begin(), options.years.end(), year[i]) == options.years.end();
  });
  if (!options.duty.empty() && table.has_text("duty")) {
    const text_column& duty = table.text("duty");
    rows.leave_out("duties other than the one asked for",
                   [&](std::size_t i) { return text_at(duty, i) != options.duty; });
  }
  if (options.level) {
    const text_column& product = table.text("product");
    rows.leave_out("product levels other than the one asked for", [&](std::size_t i) {
      return detail::product_digits(text_at(product, i)) != to_size(*options.level);
    });
  }
  out.table = rows.apply(table, out.notes);
  if (out.table.rows() == 0) throw data_error(out.table.source() + ": no rows are left");
  detail::require_one_duty(out.table);
  detail::check_products(out.table);
  std::vector<std::string> key{"reporter", "product", "year"};
  if (out.table.has_text("partner")) key.push_back("partner");
  if (const auto twice = find_repeated(out.table, key)) {
    throw out.table.at_row(twice->row,
                           text("repeats the tariff of row ", out.table.file_row(twice->first)),
                           "product");
  }
  detail::note_wits(out);
  return out;
}

}  // namespace bilateral
