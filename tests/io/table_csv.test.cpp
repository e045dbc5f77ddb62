#include <bilateral/io/table_csv.hpp>

#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("read_table: numbers and texts; codes and NA stay text") {
  csv_reader rows(
      bytes_of("hs,country,value,year\n010121,NA,1.5,2016\n0102,PE,..,2017\n0102,PE,,2018\n"),
      "d.csv");
  const data_table t = read_table(rows, {.numbers = {"value", "year", "value"},
                                         .texts = {"hs", "country", "year"},
                                         .missing = {".."}});
  REQUIRE(t.rows() == 3);
  CHECK(t.text("hs").labels ==
        std::vector<std::string>{"010121", "0102"});  // a leading zero is kept
  CHECK(t.text("country").labels[0] == "NA");         // Namibia, not missing
  CHECK(t.text("country").codes == std::vector<std::int32_t>{0, 1, 1});
  CHECK(t["year"][1] == 2017);
  CHECK(t.text("year").labels[2] == "2018");
  CHECK(t["value"][0] == 1.5);
  CHECK(std::isnan(t["value"][1]));
  CHECK(std::isnan(t["value"][2]));
  CHECK(t.file_line(1) == 3);
}

TEST_CASE("read_table: refusals name the place, and the column that may have been meant") {
  csv_reader rows(bytes_of("price,volume\n1,2\n"), "d.csv");
  CHECK_REFUSES(data_error, "d.csv: there is no column pirce; did you mean price?",
                (void)read_table(rows, {.numbers = {"pirce"}}));
  csv_reader other(bytes_of("price,volume\n1,2\n"), "d.csv");
  CHECK_REFUSES(data_error, "d.csv: there is no column country among price, volume",
                (void)read_table(other, {.texts = {"country"}}));
  csv_reader bad(bytes_of("value\nn.a.\n"), "x.csv");
  CHECK_REFUSES(data_error, "x.csv:2:1: 'n.a.' is not a number (column value)",
                (void)read_table(bad, {.numbers = {"value"}}));
}

TEST_CASE("read_table: a whole input on several threads is the same table") {
  std::string bytes = "hs,country,value,year\n";
  for (int i = 0; i < 4000; ++i) {
    bytes += (i % 3 == 0 ? "0101" : "\"02\n\"") + std::string(i % 5 == 0 ? ",NA," : ",PE,") +
             (i % 7 == 0 ? ".." : std::to_string(i) + ".25") + "," + std::to_string(2000 + i % 9) +
             "\n";
  }
  const table_columns request{
      .numbers = {"value", "year", "value"}, .texts = {"hs", "country", "year"}, .missing = {".."}};
  csv_reader rows(bytes_of(bytes), "d.csv");
  const data_table wanted = read_table(rows, request);
  csv_options small;
  small.chunk_bytes = 512;
  for (const unsigned threads : {1U, 3U}) {
    const data_table t = read_table(csv_text(bytes, "d.csv"), request, small, threads);
    REQUIRE(t.rows() == wanted.rows());
    CHECK(t.text("hs").labels == wanted.text("hs").labels);
    for (const char* name : {"hs", "country", "year"})
      CHECK(t.text(name).codes == wanted.text(name).codes);
    bool same = true;
    for (std::size_t i = 0; i < t.rows(); ++i) {
      const double a = t["value"][i], b = wanted["value"][i];
      same = same && (a == b || (std::isnan(a) && std::isnan(b))) &&
             t["year"][i] == wanted["year"][i] && t.file_line(i) == wanted.file_line(i);
    }
    CHECK(same);
  }
  CHECK_REFUSES(data_error, "d.csv: there is no column valeu; did you mean value?",
                (void)read_table(csv_text(bytes, "d.csv"), {.numbers = {"valeu"}}));
}
