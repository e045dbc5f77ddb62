#pragma once
/// What Comtrade calls the fields of a record: today, in the older files, in the older api.

#include <bilateral/core/when_called.hpp>
#include <bilateral/io/csv.hpp>
#include <bilateral/io/detail/comtrade_records.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace bilateral::detail {

// by comtrade_field
inline constexpr std::array<std::string_view, comtrade_fields> comtrade_names = {
    "period",       "reporterCode", "partnerCode",  "flowCode", "cmdCode",
    "primaryValue", "reporterISO",  "partnerISO",   "freqCode", "customsCode",
    "motCode",      "mosCode",      "partner2Code", "netWgt",   "classificationCode"};

// the older names with nothing but small letters and digits; none: not in the older files
struct comtrade_older_names {
  std::string_view file, api;
};
inline constexpr std::array<comtrade_older_names, comtrade_fields> comtrade_older = {{
    {"period", "period"},
    {"reportercode", "rtcode"},
    {"partnercode", "ptcode"},
    {"tradeflowcode", "rgcode"},
    {"commoditycode", "cmdcode"},
    {"tradevalueus", "tradevalue"},
    {"reporteriso", "rt3iso"},
    {"partneriso", "pt3iso"},
    {"", ""},
    {"customsproccode", "cstcode"},
    {"modeoftransportcode", "motcode"},
    {"", ""},
    {"2ndpartnercode", "ptcode2"},
    {"netweightkg", "netweight"},
    {"classification", "pfcode"},
}};

// "Trade Value (US$)" is "tradevalueus"
template <class = when_called>
std::string plain_name(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

// 1 import, 2 export, 3 re-export, 4 re-import
template <class = when_called>
std::string_view legacy_flow(std::string_view code) {
  const auto number = parse_integer(code);
  if (!number) return code;
  return number.value == 1 ? "M" : number.value == 2 ? "X" : number.value == 3 ? "RX" : "RM";
}

using comtrade_places = std::array<std::optional<std::size_t>, comtrade_fields>;

// where the older names stand in a header
template <class = when_called>
comtrade_places legacy_places(const csv_reader& rows) {
  comtrade_places at;
  for (std::size_t i = 0; i < rows.names().size(); ++i) {
    const std::string name = plain_name(rows.names()[i]);
    for (std::size_t f = 0; f < comtrade_fields && !name.empty(); ++f) {
      if (name != comtrade_older[f].file && name != comtrade_older[f].api) continue;
      if (at[f]) {
        throw data_error(text(rows.name(), ": the columns ", *at[f] + 1, " and ", i + 1,
                              " both say '", excerpt(rows.names()[i]), "'"));
      }
      at[f] = i;
    }
  }
  for (std::size_t f = 0; f < comtrade_needed; ++f) {
    if (at[f]) continue;
    static constexpr std::array<const char*, comtrade_needed> wanted = {
        "Period",          "Reporter Code",  "Partner Code",
        "Trade Flow Code", "Commodity Code", "Trade Value (US$)"};
    throw data_error(text(rows.name(), ": there is no column ", wanted[f]));
  }
  return at;
}

}  // namespace bilateral::detail
