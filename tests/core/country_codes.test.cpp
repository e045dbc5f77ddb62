#include <bilateral/core/country_codes.hpp>

#include "support/close.hpp"

#include <set>
#include <string>

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
