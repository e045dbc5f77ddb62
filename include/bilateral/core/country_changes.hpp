#pragma once
/// Countries that split, merged or changed their code, with dates.

#include <bilateral/version.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace bilateral {

enum class country_change_kind {
  split,    ///< `before` became several countries, `after` among them
  merger,   ///< `before` became part of `after`
  renamed,  ///< the same country under another code
};

/// One country's step from one code of ISO 3166-1 alpha-3 to another.
struct country_change {
  std::string_view before, after;
  country_change_kind kind = country_change_kind::split;
  int year = 0, month = 0, day = 0;  ///< when it took effect
  /// First year of trade statistics under the new code, where it is not that of the change.
  int statistics_from = 0;
};

/// Changes since 1970, in order of time. A country that kept its code while a part left stands on
/// both sides (SDN to SDN and SSD).
inline constexpr std::array<country_change, 57> country_changes = {{
    {"PAK", "PAK", country_change_kind::split, 1971, 12, 16, 0},
    {"PAK", "BGD", country_change_kind::split, 1971, 12, 16, 0},
    {"VDR", "VNM", country_change_kind::merger, 1976, 7, 2, 0},
    {"RHO", "ZWE", country_change_kind::renamed, 1980, 4, 18, 0},
    {"ANT", "ABW", country_change_kind::split, 1986, 1, 1, 0},
    {"PCI", "MHL", country_change_kind::split, 1986, 10, 21, 0},
    {"PCI", "FSM", country_change_kind::split, 1986, 11, 3, 0},
    {"PCI", "MNP", country_change_kind::split, 1986, 11, 4, 0},
    {"BUR", "MMR", country_change_kind::renamed, 1989, 6, 18, 0},
    {"ZAF", "ZAF", country_change_kind::split, 1990, 3, 21, 2000},
    {"ZAF", "NAM", country_change_kind::split, 1990, 3, 21, 2000},
    {"YMD", "YEM", country_change_kind::merger, 1990, 5, 22, 1991},
    {"DDR", "DEU", country_change_kind::merger, 1990, 10, 3, 1991},
    {"YUG", "HRV", country_change_kind::split, 1991, 6, 25, 1992},
    {"YUG", "SVN", country_change_kind::split, 1991, 6, 25, 1992},
    {"SUN", "EST", country_change_kind::split, 1991, 9, 6, 1992},
    {"SUN", "LTU", country_change_kind::split, 1991, 9, 6, 1992},
    {"SUN", "LVA", country_change_kind::split, 1991, 9, 6, 1992},
    {"YUG", "MKD", country_change_kind::split, 1991, 9, 8, 1992},
    {"SUN", "ARM", country_change_kind::split, 1991, 12, 26, 1992},
    {"SUN", "AZE", country_change_kind::split, 1991, 12, 26, 1992},
    {"SUN", "BLR", country_change_kind::split, 1991, 12, 26, 1992},
    {"SUN", "GEO", country_change_kind::split, 1991, 12, 26, 1992},
    {"SUN", "KAZ", country_change_kind::split, 1991, 12, 26, 1992},
    {"SUN", "KGZ", country_change_kind::split, 1991, 12, 26, 1992},
    {"SUN", "MDA", country_change_kind::split, 1991, 12, 26, 1992},
    {"SUN", "RUS", country_change_kind::split, 1991, 12, 26, 1992},
    {"SUN", "TJK", country_change_kind::split, 1991, 12, 26, 1992},
    {"SUN", "TKM", country_change_kind::split, 1991, 12, 26, 1992},
    {"SUN", "UKR", country_change_kind::split, 1991, 12, 26, 1992},
    {"SUN", "UZB", country_change_kind::split, 1991, 12, 26, 1992},
    {"YUG", "BIH", country_change_kind::split, 1992, 3, 3, 1992},
    {"YUG", "SCG", country_change_kind::split, 1992, 4, 27, 1992},
    {"CSK", "CZE", country_change_kind::split, 1993, 1, 1, 0},
    {"CSK", "SVK", country_change_kind::split, 1993, 1, 1, 0},
    {"ETH", "ERI", country_change_kind::split, 1993, 5, 24, 0},
    {"ETH", "ETH", country_change_kind::split, 1993, 5, 24, 0},
    {"PCI", "PLW", country_change_kind::split, 1994, 10, 1, 0},
    {"ZAR", "COD", country_change_kind::renamed, 1997, 5, 17, 0},
    {"BLX", "BEL", country_change_kind::split, 1999, 1, 1, 0},
    {"BLX", "LUX", country_change_kind::split, 1999, 1, 1, 0},
    {"ZA1", "BWA", country_change_kind::split, 2000, 1, 1, 0},
    {"ZA1", "LSO", country_change_kind::split, 2000, 1, 1, 0},
    {"ZA1", "NAM", country_change_kind::split, 2000, 1, 1, 0},
    {"ZA1", "SWZ", country_change_kind::split, 2000, 1, 1, 0},
    {"ZA1", "ZAF", country_change_kind::split, 2000, 1, 1, 0},
    {"ROM", "ROU", country_change_kind::renamed, 2002, 2, 1, 0},
    {"IDN", "IDN", country_change_kind::split, 2002, 5, 20, 0},
    {"IDN", "TLS", country_change_kind::split, 2002, 5, 20, 0},
    {"TMP", "TLS", country_change_kind::renamed, 2002, 5, 20, 0},
    {"SCG", "MNE", country_change_kind::split, 2006, 6, 3, 0},
    {"SCG", "SRB", country_change_kind::split, 2006, 6, 5, 0},
    {"ANT", "BES", country_change_kind::split, 2010, 10, 10, 2011},
    {"ANT", "CUW", country_change_kind::split, 2010, 10, 10, 2011},
    {"ANT", "SXM", country_change_kind::split, 2010, 10, 10, 2011},
    {"SDN", "SDN", country_change_kind::split, 2011, 7, 9, 2012},
    {"SDN", "SSD", country_change_kind::split, 2011, 7, 9, 2012},
}};

/// First year of trade statistics under the new code.
[[nodiscard]] constexpr int statistics_start(const country_change& change) {
  return change.statistics_from != 0 ? change.statistics_from : change.year;
}

/// What became of a code, and what it came from; in order of time.
[[nodiscard]] inline std::vector<country_change> changes_of(std::string_view code) {
  std::vector<country_change> out;
  for (const country_change& c : country_changes) {
    if (c.before == code || c.after == code) out.push_back(c);
  }
  return out;
}

namespace detail {

// the code is out of use in the year: all that became of it has, and it is not one of that
constexpr bool is_replaced(std::string_view code, int year) {
  bool replaced = false;
  for (const country_change& c : country_changes) {
    if (c.before != code) continue;
    if (c.after == code || statistics_start(c) > year) return false;
    replaced = true;
  }
  return replaced;
}

}  // namespace detail

/// The codes under which the trade of a code is reported in a later year: itself where it did not
/// change, several where it split, through later changes too (YUG, SCG, SRB).
/// @param since  a year in which the code was in use; @param year  the later one
[[nodiscard]] inline std::vector<std::string_view> successors_of(std::string_view code, int since,
                                                                 int year) {
  std::vector<std::string_view> held{code};
  for (const country_change& c : country_changes) {  // in order of time: chains are followed
    const int start = statistics_start(c);
    if (start <= since || start > year) continue;
    if (std::find(held.begin(), held.end(), c.before) == held.end()) continue;
    if (std::find(held.begin(), held.end(), c.after) == held.end()) held.push_back(c.after);
  }
  const auto gone = [&](std::string_view held_code) {
    return detail::is_replaced(held_code, year) && !(held_code == code && held.size() == 1);
  };
  held.erase(std::remove_if(held.begin(), held.end(), gone), held.end());
  return held;
}

}  // namespace bilateral
