#include <bilateral/core/country_codes.hpp>

#include "support/close.hpp"

#include <set>
#include <string>
#include <string_view>
#include <utility>

using namespace bilateral;

TEST_CASE("ISO 3166-1: sorted, every code once, of the right form") {
  std::set<std::string_view> alpha_2;
  std::set<int> numbers;
  std::string_view before;
  for (const country_codes& c : iso_3166) {
    CHECK(before < c.alpha_3);
    before = c.alpha_3;
    CHECK(c.alpha_3.size() == 3);
    CHECK(c.alpha_2.size() == 2);
    CHECK(c.number > 0);
    CHECK(c.number < 1000);
    alpha_2.insert(c.alpha_2);
    numbers.insert(c.number);
    CHECK(country_of_alpha_3(c.alpha_3)->number == c.number);
    CHECK(country_of_alpha_2(c.alpha_2)->alpha_3 == c.alpha_3);
    CHECK(country_of_number(c.number)->alpha_2 == c.alpha_2);
  }
  CHECK(iso_3166.size() == 249);
  CHECK(alpha_2.size() == 249);
  CHECK(numbers.size() == 249);
}

TEST_CASE("every code and number is that of Debian's iso-codes 4.15.0, by weighted sums") {
  // a = letters in base 26, i from 1 in the order of alpha-3: sums of number, i number, i a(alpha-2), i a(alpha-3)
  long long numbers = 0, placed = 0, twos = 0, threes = 0, i = 0;
  for (const country_codes& c : iso_3166) {
    ++i;
    numbers += c.number;
    placed += i * c.number;
    twos += i * (c.alpha_2[0] * 26 + c.alpha_2[1]);
    threes += i * ((c.alpha_3[0] * 26 + c.alpha_3[1]) * 26 + c.alpha_3[2]);
  }
  CHECK(numbers == 108025);
  CHECK(placed == 16708595);
  CHECK(twos == 66262996);
  CHECK(threes == 1725873790);
}

TEST_CASE("areas that are no more: numbers of ISO 3166-3 where it has them, else of M49") {
  const std::pair<int, std::string_view> former[] = {
      {58, "BLX"},  {200, "CSK"}, {230, "ETH"}, {278, "DDR"}, {280, "DEU"}, {530, "ANT"},
      {582, "PCI"}, {588, "PAK"}, {711, "ZA1"}, {720, "YMD"}, {736, "SDN"}, {810, "SUN"},
      {841, "USA"}, {868, "VDR"}, {886, "YEM"}, {890, "YUG"}, {891, "SCG"}};
  for (const auto& area : former) {
    const auto found = comtrade_area(area.first);
    REQUIRE_MESSAGE(found, area.first);
    CHECK(found->alpha_3 == area.second);
    CHECK_FALSE(found->meaning.empty());
  }
}

TEST_CASE("some by name: the numbers of UN M49") {
  CHECK(country_of_alpha_3("PER")->number == 604);
  CHECK(country_of_alpha_3("CHN")->number == 156);
  CHECK(country_of_alpha_2("NA")->alpha_3 == "NAM");
  CHECK(country_of_number(840)->alpha_3 == "USA");
  CHECK_FALSE(country_of_number(842).has_value());
  CHECK_FALSE(country_of_alpha_3("XXX").has_value());
}

TEST_CASE("Comtrade's exceptions come first, and none of them is a number of ISO") {
  CHECK(comtrade_area(842)->alpha_3 == "USA");
  CHECK(comtrade_area(757)->alpha_3 == "CHE");
  CHECK(comtrade_area(251)->alpha_3 == "FRA");
  CHECK(comtrade_area(579)->alpha_3 == "NOR");
  CHECK(comtrade_area(699)->alpha_3 == "IND");
  CHECK(comtrade_area(490)->alpha_3 == "S19");
  CHECK(comtrade_area(604)->alpha_3 == "PER");
  CHECK(comtrade_area(604)->meaning.empty());
  CHECK_FALSE(comtrade_area(899).has_value());
  for (const trade_area& a : comtrade_areas) CHECK_FALSE(country_of_number(a.number).has_value());
}
