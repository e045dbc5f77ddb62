#include <bilateral/core/country_changes.hpp>
#include <bilateral/core/country_codes.hpp>

#include "support/close.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

using namespace bilateral;

TEST_CASE("changes are in order of time, on days of the calendar, between codes of three letters") {
  for (std::size_t i = 0; i < country_changes.size(); ++i) {
    const country_change& c = country_changes[i];
    CHECK(c.before.size() == 3);
    CHECK(c.after.size() == 3);
    CHECK((c.month >= 1 && c.month <= 12 && c.day >= 1 && c.day <= 31));
    CHECK(statistics_start(c) >= c.year);
    if (i == 0) continue;
    const country_change& b = country_changes[i - 1];
    CHECK(b.year * 10000 + b.month * 100 + b.day <= c.year * 10000 + c.month * 100 + c.day);
  }
}

TEST_CASE("every last code is one of ISO's today; withdrawn ones are not") {
  for (const country_change& c : country_changes) {
    if (c.after != "SCG") CHECK(country_of_alpha_3(c.after));
  }
  for (const std::string_view gone :
       {"SUN", "YUG", "SCG", "CSK", "DDR", "ANT", "YMD", "ZAR", "ROM", "TMP"}) {
    CHECK_FALSE(country_of_alpha_3(gone));
    CHECK_FALSE(changes_of(gone).empty());
  }
}

TEST_CASE("successors between two years") {
  using codes = std::vector<std::string_view>;
  CHECK(successors_of("SUN", 1990, 2000).size() == 15);
  CHECK(successors_of("SUN", 1990, 1991) == codes{"SUN"});
  CHECK(successors_of("CSK", 1990, 1993) == codes{"CZE", "SVK"});
  CHECK(successors_of("SDN", 2005, 2012) == codes{"SDN", "SSD"});
  CHECK(successors_of("SDN", 2012, 2020) == codes{"SDN"});
  CHECK(successors_of("SCG", 2000, 2006) == codes{"MNE", "SRB"});
  CHECK(successors_of("DDR", 1985, 1995) == codes{"DEU"});
  CHECK(successors_of("PER", 1970, 2020) == codes{"PER"});
  CHECK(successors_of("BLX", 1998, 1999) == codes{"BEL", "LUX"});
  CHECK(successors_of("YUG", 1990, 2000) == codes{"HRV", "SVN", "MKD", "BIH", "SCG"});
  CHECK(successors_of("YUG", 1990, 2010) == codes{"HRV", "SVN", "MKD", "BIH", "MNE", "SRB"});
  CHECK(successors_of("PCI", 1980, 1990) == codes{"PCI", "MHL", "FSM", "MNP"});
  CHECK(successors_of("PCI", 1980, 1995) == codes{"MHL", "FSM", "MNP", "PLW"});
  CHECK(successors_of("ANT", 1980, 2012) == codes{"ABW", "BES", "CUW", "SXM"});
  CHECK(changes_of("DEU").size() == 1);
}

TEST_CASE("Comtrade's own numbers") {
  for (const auto& [number, code] : std::vector<std::pair<int, std::string_view>>{{842, "USA"},
                                                                                  {757, "CHE"},
                                                                                  {251, "FRA"},
                                                                                  {579, "NOR"},
                                                                                  {699, "IND"},
                                                                                  {490, "S19"},
                                                                                  {58, "BLX"},
                                                                                  {280, "DEU"},
                                                                                  {711, "ZA1"},
                                                                                  {736, "SDN"},
                                                                                  {886, "YEM"},
                                                                                  {588, "PAK"}}) {
    REQUIRE(comtrade_area(number));
    CHECK(comtrade_area(number)->alpha_3 == code);
    CHECK_FALSE(comtrade_area(number)->meaning.empty());
    CHECK_FALSE(country_of_number(number));  // an exception, not ISO's number
  }
}
