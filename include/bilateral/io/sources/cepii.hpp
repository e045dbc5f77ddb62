#pragma once
/// CEPII's Gravity database (V202211) and GeoDist.

#include <bilateral/core/country_codes.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/data/row_key.hpp>
#include <bilateral/io/source_table.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

/// Pairs with a country that did not exist in the year.
enum class absent_countries { leave_out, keep };

struct cepii_gravity_options {
  std::vector<std::string> columns = {};  ///< besides the keys; empty: all that the file has
  std::vector<int> years = {};            ///< only these; empty: all
  absent_countries absent = absent_countries::leave_out;
  unsigned threads = 0;  ///< 0 is as many as the machine has
};

namespace detail {

inline bool begins(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

// the unit that the documentation of Gravity gives a column; empty: a number without unit
template <class = when_called>
std::string gravity_unit(std::string_view name) {
  struct known {
    std::string_view start, unit;
  };
  static constexpr std::array<known, 13> units = {{
      {"dist", "km"},
      {"pop_source", ""},
      {"pop_", "thousand persons"},
      {"gdp_source", ""},
      {"gdp_ppp_pwt", "thousand 2011 international USD"},
      {"gdp_ppp", "thousand current international USD"},
      {"gdpcap_ppp", "thousand current international USD a person"},
      {"gdpcap_", "thousand current USD a person"},
      {"gdp_", "thousand current USD"},
      {"tradeflow_", "thousand current USD"},
      {"manuf_tradeflow_", "thousand current USD"},
      {"entry_cost", "percent of income a person"},
      {"entry_time", "days"},
  }};
  for (const known& u : units) {
    if (begins(name, u.start)) return std::string(u.unit);
  }
  return {};
}

template <class = when_called>
bool gravity_text(std::string_view name) {
  for (const std::string_view start :
       {"country_id", "iso3_", "main_city_source", "legal_", "empire", "rta_type", "rta_coverage",
        "pop_source", "gdp_source"}) {
    if (begins(name, start)) return true;
  }
  return false;
}

template <class = when_called>
source_schema gravity_schema(const std::vector<std::string>& names,
                             const cepii_gravity_options& options) {
  source_schema out{"CEPII Gravity", {}, {"NA", "."}};
  const std::array<std::string, 7> keys = {
      "year",   "country_id_o",     "country_id_d",    "iso3_o",
      "iso3_d", "country_exists_o", "country_exists_d"};
  std::vector<std::string> wanted(keys.begin(), keys.end());
  const std::vector<std::string>& others = options.columns.empty() ? names : options.columns;
  for (const std::string& name : others) {
    if (std::find(wanted.begin(), wanted.end(), name) == wanted.end()) wanted.push_back(name);
  }
  for (const std::string& name : wanted) {
    out.columns.push_back({name, gravity_text(name) ? column_kind::text : column_kind::number,
                           gravity_unit(name), column_presence::required});
  }
  return out;
}

template <class = when_called>
void note_same_pairs(source_table& file, const std::vector<std::string>& ids,
                     const std::vector<std::string>& codes) {
  if (const auto twice = find_repeated(file.table, ids)) {
    throw file.table.at_row(
        twice->row, text("repeats the pair and year of row ", file.table.file_row(twice->first)),
        ids[0]);
  }
  if (const auto twice = find_repeated(file.table, codes)) {
    file.notes.push_back(text(twice->count, " rows repeat year, iso3_o and iso3_d of another (",
                              key_text(file.table, codes, twice->row),
                              "): countries before and after a change of borders share a code; "
                              "country_id tells them apart"));
  }
}

template <class = when_called>
bool year_asked(double year, const std::vector<int>& years) {
  return years.empty() || std::any_of(years.begin(), years.end(),
                                      [&](int y) { return static_cast<double>(y) == year; });
}

template <class = when_called>
void require_years(const source_table& file, const std::vector<int>& years) {
  const auto column = file.table["year"];
  for (const int y : years) {
    if (std::find(column.begin(), column.end(), static_cast<double>(y)) == column.end()) {
      throw data_error(text(file.table.source(), ": there are no rows of ", y));
    }
  }
}

}  // namespace detail

/// Reads CEPII's Gravity database: a square of country pairs and years.
///
/// The keys year, country_id_o, country_id_d, iso3_o, iso3_d and country_exists_o, _d are always
/// read. Rows of countries that did not exist in the year are left out. Flows _o and _d are the
/// same flow as exporter and importer report it: two reports, not two flows.
///
/// @return  the columns in the units of its documentation: distances in km, GDP and flows in
///          thousand current USD, population in thousands; "NA" is missing in numbers only, since
///          texts hold Namibia's code
/// @throws data_error  a column that is not there, a pair of country_id and year twice, no rows of
///                     a year that was asked for
/// @note   notes say how many rows share iso3 codes and year (Indonesia before 2002, Germany before
///         1990), and how many are of a country with itself
/// @see    Conte, Cotterlaz & Mayer (2022), The CEPII Gravity database, CEPII Working Paper 2022-05
template <class = when_called>
[[nodiscard]] source_table read_cepii_gravity(csv_input input,
                                              const cepii_gravity_options& options = {}) {
  const std::vector<std::string> names = header_of(input);
  const source_schema schema = detail::gravity_schema(names, options);
  source_table out = read_source(std::move(input), schema, {}, options.threads);
  row_selection rows(out.table.rows());
  const auto year = out.table["year"];
  rows.leave_out("of years that were not asked for",
                 [&](std::size_t i) { return !detail::year_asked(year[i], options.years); });
  if (options.absent == absent_countries::leave_out) {
    const auto there_o = out.table["country_exists_o"], there_d = out.table["country_exists_d"];
    rows.leave_out("a country did not exist in the year (country_exists)",
                   [&](std::size_t i) { return there_o[i] != 1 || there_d[i] != 1; });
  }
  out.table = rows.apply(std::move(out.table), out.notes);
  detail::require_years(out, options.years);
  if (out.table.rows() == 0) throw data_error(out.table.source() + ": no rows are left");
  detail::note_same_pairs(out, {"year", "country_id_o", "country_id_d"},
                          {"year", "iso3_o", "iso3_d"});
  const text_column &from = out.table.text("country_id_o"), &to = out.table.text("country_id_d");
  std::size_t own = 0;
  for (std::size_t i = 0; i < out.table.rows(); ++i) {
    own += text_at(from, i) == text_at(to, i) ? 1U : 0U;
  }
  if (own > 0) out.notes.push_back(text(own, " rows are of a country with itself"));
  return out;
}

/// Reads CEPII's GeoDist of country pairs (dist_cepii): distances in km, dummies, by iso_o and
/// iso_d.
///
/// @throws data_error  a column that is not there, a pair twice, a distance that is no number
/// @note   GeoDist keeps codes that ISO withdrew or never had (ROM, ZAR, TMP, YUG, PAL): a note
///         lists those that ISO does not have, which meet no other source without a change.
///         Missing is "."
/// @see    Mayer & Zignago (2011), CEPII Working Paper 2011-25
template <class = when_called>
[[nodiscard]] source_table read_geodist(csv_input input, unsigned threads = 0) {
  using enum column_presence;
  source_schema schema{
      "CEPII GeoDist", {{"iso_o", column_kind::text}, {"iso_d", column_kind::text}}, {"."}};
  for (const char* name : {"contig", "comlang_off", "comlang_ethno", "colony", "comcol", "curcol",
                           "col45", "smctry"}) {
    schema.columns.push_back({name, column_kind::number, "", optional});
  }
  schema.columns.push_back({"dist", column_kind::number, "km", required});
  for (const char* name : {"distcap", "distw", "distwces"}) {
    schema.columns.push_back({name, column_kind::number, "km", optional});
  }
  source_table out = read_source(std::move(input), schema, {}, threads);
  if (const auto twice = find_repeated(out.table, {"iso_o", "iso_d"})) {
    throw out.table.at_row(
        twice->row, text("repeats the pair of row ", out.table.file_row(twice->first)), "iso_o");
  }
  std::vector<std::string> unknown = out.table.text("iso_o").labels;
  std::sort(unknown.begin(), unknown.end());
  std::string all;
  for (const std::string& code : unknown) {
    if (!country_of_alpha_3(code)) all += (all.empty() ? "" : ", ") + code;
  }
  if (!all.empty()) out.notes.push_back("codes that ISO 3166 does not have (today): " + all);
  return out;
}

/// Reads CEPII's GeoDist of countries (geo_cepii): position, area, languages, colonisers by iso3.
///
/// @return  a row for each city that the file gives a country (a few have two: capital and
///          largest); `cap` is 1 for the capital
/// @throws data_error  a column that is not there, a number that is none
/// @see    Mayer & Zignago (2011), CEPII Working Paper 2011-25
template <class = when_called>
[[nodiscard]] source_table read_geodist_countries(csv_input input) {
  using enum column_presence;
  source_schema schema{"CEPII GeoDist",
                       {{"iso3", column_kind::text},
                        {"iso2", column_kind::text, "", optional},
                        {"country", column_kind::text, "", optional},
                        {"area", column_kind::number, "square km", optional},
                        {"dis_int", column_kind::number, "km", optional},
                        {"landlocked", column_kind::number, "", optional},
                        {"continent", column_kind::text, "", optional},
                        {"city_en", column_kind::text, "", optional},
                        {"lat", column_kind::number, "degrees", optional},
                        {"lon", column_kind::number, "degrees", optional},
                        {"cap", column_kind::number, "", optional},
                        {"langoff_1", column_kind::text, "", optional},
                        {"colonizer1", column_kind::text, "", optional}},
                       {"."}};
  source_table out = read_source(std::move(input), schema);
  if (const auto twice = find_repeated(out.table, {"iso3"})) {
    out.notes.push_back(text(twice->count, " rows repeat a country (capital and largest city)"));
  }
  return out;
}

}  // namespace bilateral
