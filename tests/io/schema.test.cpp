#include <bilateral/io/schema.hpp>

#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("read_table: typed columns; codes and NA stay text") {
  csv_reader rows(bytes_of("hs,country,value,n\n010121,NA,1.5,3\n020130,PER,..,4\n"), "x.csv");
  const auto t = read_table(rows, {{"hs", column_type::text},
                                   {"country", column_type::text},
                                   {"value", column_type::number, true, {".."}},
                                   {"n", column_type::integer}});
  CHECK(t.rows() == 2);
  CHECK(t.at("hs").texts[0] == "010121");
  CHECK(t.at("country").texts[0] == "NA");
  CHECK(t.at("value").missing[1]);
  CHECK(t.at("n").integers[1] == 4);
  csv_reader bad(bytes_of("value\nn.a.\n"), "x.csv");
  CHECK_REFUSES(data_error, "x.csv:2:1: 'n.a.' is not a number (column value)",
                read_table(bad, {{"value"}}));
}
