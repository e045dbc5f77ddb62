#include <bilateral/io/series_csv.hpp>
#include <bilateral/io/series_format.hpp>

#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("every field of a format acts") {
  const auto read = [](const series_format& format) {
    csv_reader rows(bytes_of(std::string("date,value\n2014,..\n2015,2\n2017,3\n")), "f.csv");
    return read_series<annual, unspecified>(rows, "date", "value", format);
  };
  const series_format whole{.scale = 1000,
                            .missing = {".."},
                            .absent = absent_periods::mask,
                            .source = {"customs", "", ""}};
  const auto s = read(whole);
  CHECK(s.values[1] == 2000);
  CHECK(s.missing[0]);
  CHECK(s.missing[2]);  // 2016 is absent
  CHECK(s.source.source == "customs");
  CHECK_REFUSES(data_error, "..", read({.absent = absent_periods::mask}));
  CHECK_REFUSES(data_error, "2016 is absent", read({.missing = {".."}}));
  CHECK(read({.missing = {".."}, .absent = absent_periods::mask}).source.source == "f.csv");
}
