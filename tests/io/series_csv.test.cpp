#include <bilateral/io/series_csv.hpp>

#include "support/close.hpp"

#include <cmath>

using namespace bilateral;

namespace {
csv_reader of(const char* text_) { return csv_reader(bytes_of(std::string(text_)), "f.csv"); }
}  // namespace

TEST_CASE("series_csv: long files in any order, with a scale") {
  auto rows = of("date,value\n2016M02,2.5\n2016-01,1.5\n2016-03,\n");
  const auto s = read_series<monthly, usd_fob>(rows, "date", "value", {.scale = 1e6});
  CHECK(s.name == "value");
  CHECK(s.start == period<monthly>(2016, 1));
  CHECK(s.values[1] == 2.5e6);
  CHECK(s.missing[2]);
  CHECK(s.source.source == "f.csv");
}

TEST_CASE("series_csv: wide files give a series a column") {
  auto rows = of("x,when,\"y, net\"\n1,2015,10\n2,2016,..\n");
  const auto s = read_wide_series<annual, unspecified>(rows, "when", {}, {.missing = {".."}});
  REQUIRE(s.size() == 2);
  CHECK(s[1].name == "y, net");
  CHECK(s[0].values == std::vector<double>{1, 2});
  CHECK(s[1].missing[1]);
}

TEST_CASE("series_csv: a row a year, cut to the first and last value") {
  auto rows = of("year,Q1,Q2,Q3,Q4,total\n2016,5,6,,,11\n2015,,2,3,4,9\n");
  const auto s = read_year_rows<quarterly, usd>(rows, "year", "exports");
  CHECK(s.name == "exports");
  CHECK(s.start == period<quarterly>(2015, 2));
  CHECK(s.values == std::vector<double>{2, 3, 4, 5, 6});
  auto hole = of("year,Q1,Q2,Q3,Q4\n2015,1,,3,4\n");
  CHECK(read_year_rows<quarterly, usd>(hole, "year", "e").missing[1]);
}

TEST_CASE("series_csv: periods twice, absent or unreadable are refused with their line") {
  const auto read = [](const char* file, absent_periods absent = absent_periods::refuse) {
    auto rows = of(file);
    return read_series<monthly, usd>(rows, "date", "value", {.absent = absent});
  };
  CHECK_REFUSES(data_error, "f.csv:3: 2016-01 is there twice, first on line 2",
                read("date,value\n2016-01,1\n2016M01,2\n"));
  CHECK_REFUSES(data_error, "2016-02 is absent: 2016-01 is followed by 2016-04",
                read("date,value\n2016-01,1\n2016-04,2\n"));
  CHECK(read("date,value\n2016-01,1\n2016-04,2\n", absent_periods::mask).missing[2]);
  CHECK_REFUSES(data_error, "f.csv:2:1: '2016-Q1' is not a date here",
                read("date,value\n2016-Q1,1\n"));
  CHECK_REFUSES(data_error, "f.csv:2:9: 'n.a.' is not a number (column value)",
                read("date,value\n2016-01,n.a.\n"));
  CHECK_REFUSES(data_error, "there are no rows", read("date,value\n"));
  auto narrow = of("year,Q1,Q2\n2015,1,2\n");
  CHECK_REFUSES(data_error, "4 columns are expected behind year, there are 2",
                (void)read_year_rows<quarterly, usd>(narrow, "year", "e"));
}
