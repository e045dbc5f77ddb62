#include <bilateral/io/input_output_csv.hpp>

#include "support/close.hpp"

using namespace bilateral;

namespace {
csv_reader of(const char* text_) { return csv_reader(bytes_of(std::string(text_)), "z.csv"); }
sector_matrix matrix(const char* text_) {
  auto rows = of(text_);
  return read_sector_matrix(rows);
}
dense_vector<double> vector(const char* text_) {
  auto rows = of(text_);
  return read_sector_vector(rows, {"a", "b"});
}
}  // namespace

TEST_CASE("input_output_csv: square, sparse and vector files") {
  const auto square = matrix("sector,a,b\na,1,2\nb,3,4\n");
  CHECK(square.sectors == std::vector<std::string>{"a", "b"});
  CHECK(square.values(0, 1) == 2);
  const auto sparse = matrix("row,column,value\na,b,2\nb,a,3\n");
  CHECK(sparse.values(0, 1) == 2);
  CHECK(sparse.values(0, 0) == 0);
  auto rows = of("column,value,row\nb,2,a\n");
  const auto [sectors, flows] = read_sector_flows(rows);
  CHECK(sectors == std::vector<std::string>{"a", "b"});
  CHECK(flows[0].value == 2);
  CHECK(vector("s,v\nb,2\na,1\n")[1] == 2);
}

TEST_CASE("input_output_csv: refusals with their place") {
  CHECK_REFUSES(data_error, "z.csv:2:1: 'b' stands where the header has 'a'",
                (void)matrix("sector,a,b\nb,1,2\na,3,4\n"));
  CHECK_REFUSES(data_error, "z.csv: the row of b is missing", (void)matrix("sector,a,b\na,1,2\n"));
  CHECK_REFUSES(data_error, "more rows than the 1 columns", (void)matrix("sector,a\na,1\nb,1\n"));
  CHECK_REFUSES(data_error, "z.csv:3:3: 'b' buys from 'a' twice",
                (void)matrix("row,column,value\na,b,1\na,b,2\n"));
  CHECK_REFUSES(data_error, "a square table needs sector names and columns",
                (void)matrix("sector\na\n"));
  CHECK_REFUSES(data_error, "a vector needs two columns, sector and value", (void)vector("s\na\n"));
  CHECK_REFUSES(data_error, "'c' is no sector of the table", (void)vector("s,v\nc,1\n"));
  CHECK_REFUSES(data_error, "'a' stands twice", (void)vector("s,v\na,1\na,2\n"));
  CHECK_REFUSES(data_error, "the sector b is missing", (void)vector("s,v\na,1\n"));
}
