#include <bilateral/core/date.hpp>

#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("date: every form reads and prints") {
  const auto same = [](const char* given, const char* printed, frequency_kind every) {
    const auto d = parse_date(given);
    REQUIRE(d);
    CHECK(d->every == every);
    CHECK(to_string(*d) == printed);
    CHECK(parse_date(to_string(*d)) == d);
  };
  same("2016", "2016", frequency_kind::annual);
  same("0007", "0007", frequency_kind::annual);
  same("2016-Q3", "2016-Q3", frequency_kind::quarterly);
  same("2016q3", "2016-Q3", frequency_kind::quarterly);
  same("2016-08", "2016-08", frequency_kind::monthly);
  same("2016M08", "2016-08", frequency_kind::monthly);
  same("2016-m08", "2016-08", frequency_kind::monthly);
  same("2016-02-29", "2016-02-29", frequency_kind::daily);
}

TEST_CASE("date: what is none") {
  for (const char* bad :
       {"",        "16",       "0000",   "0000-01",    "2016-13",    "2016-00",     "2016-Q5",
        "2016-QX", "2016-Q31", "2016Q0", "2016-02-30", "2015-02-29", "201608",      "2016-8",
        "2016M8",  " 2016",    "2016 ",  "2016M08-01", "2016-08-1",  "2016-08-011", "2016--08"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_date(bad));
  }
}

TEST_CASE("date: neighbours differ by one") {
  CHECK(parse_date("2017-01")->at - parse_date("2016-12")->at == 1);
  CHECK(parse_date("2017-Q1")->at - parse_date("2016-Q4")->at == 1);
  CHECK(parse_date("2016-03-01")->at - parse_date("2016-02-29")->at == 1);
  CHECK(year_of(*parse_date("2016-12")) == 2016);
  CHECK(part_of(*parse_date("2016-12")) == 12);
  CHECK(to_string(month_of(*parse_date("2016-02-29"))) == "2016-02");
  CHECK(month_of(*parse_date("2016-Q1")) == *parse_date("2016-Q1"));
}

TEST_CASE("a quarter is one digit from 1 to 4 and nothing behind it") {
  for (const char* bad : {"2016-QX", "2016QX", "2016-Q", "2016Q", "2016-Q0", "2016-Q5", "2016-Q31",
                          "2016-Q3 ", "2016-Q03", "2016--Q3", "2016-Q3-01"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_date(bad).has_value());
  }
  for (int q = 1; q <= 4; ++q) {
    const auto read = parse_date("2016-q" + std::to_string(q));
    REQUIRE(read.has_value());
    CHECK(to_string(*read) == "2016-Q" + std::to_string(q));
  }
}

TEST_CASE("the first day of a period") {
  const std::pair<const char*, const char*> cases[] = {
      {"2016", "2016-01-01"},    {"2016-Q1", "2016-01-01"}, {"2016-Q4", "2016-10-01"},
      {"2016-02", "2016-02-01"}, {"2016-12", "2016-12-01"}, {"2016-02-29", "2016-02-29"}};
  for (const auto& [period, day] : cases) CHECK(to_string(first_day(*parse_date(period))) == day);
  CHECK(first_day(*parse_date("1970")).at == 0);
  CHECK(first_day(*parse_date("1969-12")).at == -31);
}
