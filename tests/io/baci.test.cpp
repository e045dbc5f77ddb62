#include <bilateral/io/baci.hpp>

#include "support/close.hpp"

using namespace bilateral;

namespace {

flow_file read(const std::string& text, const baci_options& options = {}) {
  return read_baci(bytes_of(text), "b.csv", options);
}

const char* const traps =
    "t,i,j,k,v,q\n2016,604,156,260300,    12.500,        "
    "NA\r\n2016,842,604,010121,3,1.5\n2015,490,604,\"010121\",2,\n"
    "2016,899,604,010121,0,4";

}  // namespace

TEST_CASE("a flow twice is refused with its rows, or added up where that is said") {
  const std::string twice =
      "t,i,j,k,v,q\n2015,604,156,260300,1,1\n2016,604,156,260300,2,1\n2016,604,156,260300,3,1\n";
  CHECK_REFUSES(
      data_error,
      "b.csv: the flow from PER to CHN of 260300 in 2016 stands in rows 2 and 3 of those used",
      read(twice));
  CHECK_REFUSES(data_error, "of 260300 in 2016 stands in rows 1 and 2 of those used",
                read(twice, {.years = {2016}}));
  const flow_file f = read(twice, {.repeated = repeated_rows::add_up});
  CHECK(export_matrix(at_period(f.flows, "2016")).sum() == 5);
}

TEST_CASE("padded numbers, NA, CRLF, quotes, no last line end, areas without a code") {
  const flow_file f = read(traps);
  CHECK(f.rows == 4);
  CHECK(f.flows.countries == std::vector<std::string>{"899", "CHN", "PER", "S19", "USA"});
  CHECK(f.flows.products == std::vector<std::string>{"010121", "260300"});
  CHECK(f.flows.periods == std::vector<std::string>{"2015", "2016"});
  CHECK(f.flows.value == std::vector<double>{12.5, 3, 2, 0});
  CHECK(std::isnan(f.flows.quantity[0]));
  CHECK(std::isnan(f.flows.quantity[2]));
  CHECK(f.flows.quantity[1] == 1.5);
  CHECK(f.flows.value_unit == "thousand current USD, FOB");
  REQUIRE(f.flows.notes.size() == 4);
  CHECK(f.flows.notes[0] == "1 flows have the value 0");
  CHECK(f.flows.notes[1] == "2 flows have no quantity (NA)");
  CHECK(f.flows.notes[3] == "areas without an ISO code are named by their number: 899");
  const flow_file one = read(traps, {.years = {2016}, .quantities = false});
  CHECK(one.flows.size() == 3);
  CHECK(one.other_periods == 1);
  CHECK(one.flows.period.empty());
  CHECK(one.flows.quantity.empty());
}

TEST_CASE("columns in any order; the same result for any number of threads and size of block") {
  std::string text = "v,q,k,j,i,t\n";
  for (int r = 0; r < 3000; ++r) {
    text += std::to_string(r % 97) + "." + std::to_string(r) + "," +
            (r % 5 == 0 ? "NA" : std::to_string(r)) + "," + std::to_string(100000 + 7 * r) + "," +
            std::to_string(4 + r % 90) + "," + std::to_string(100 + r % 200) + ",2016\n";
  }
  const flow_file a = read(text);
  CHECK(a.flows.size() == 3000);
  for (const unsigned threads : {1U, 2U, 5U}) {
    for (const std::size_t block : {64U, 1000U, 65536U}) {
      const flow_file b = read(text, {.threads = threads, .block_bytes = block});
      CHECK(a.flows.countries == b.flows.countries);
      CHECK(a.flows.exporter == b.flows.exporter);
      CHECK(a.flows.importer == b.flows.importer);
      CHECK(a.flows.product == b.flows.product);
      CHECK(a.flows.value == b.flows.value);
    }
  }
}

TEST_CASE("refusals name line, column and field") {
  const std::string head = "t,i,j,k,v,q\n2016,604,156,260300,1,1\n";
  CHECK_REFUSES(
      data_error,
      "b.csv:3: '10121' is not a product of 6 digits (was a leading zero lost?) (column k)",
      read(head + "2016,842,604,10121,1,1\n"));
  CHECK_REFUSES(data_error, "b.csv:3:21: 'x' is not a number (column v)",
                read(head + "2016,842,604,010121,x,1\n"));
  CHECK_REFUSES(data_error, "'-1' is negative", read(head + "2016,842,604,010121,-1,1\n"));
  CHECK_REFUSES(data_error, "'1e400' is too large for a number here",
                read(head + "2016,842,604,010121,1e400,1\n"));
  CHECK_REFUSES(data_error, "'USA' is not a code of at most 3 digits (column i)",
                read(head + "2016,USA,604,010121,1,1\n"));
  CHECK_REFUSES(data_error, "the record has 5 fields but 6 are expected",
                read(head + "2016,842,604,010121,1\n"));
  CHECK_REFUSES(data_error, "b.csv:3: the line is empty",
                read(head + "\n2016,842,604,010121,1,1\n"));
  CHECK_REFUSES(data_error, "'year' is no column of BACI", read("year,i,j,k,v,q\n"));
  CHECK_REFUSES(data_error, "the header has 2 columns", read("t,i\n"));
  CHECK_REFUSES(data_error, "is empty", read(""));
  CHECK_REFUSES(data_error, "there are no flows of the years asked for",
                read(head, {.years = {2010}}));
  CHECK_REFUSES(data_error, "there are no rows of 2010", read(head, {.years = {2016, 2010}}));
  CHECK(read(head + "\n\n").flows.size() == 1);
  CHECK(read("\xEF\xBB\xBF" + head).flows.size() == 1);
}
