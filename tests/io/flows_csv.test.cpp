#include <bilateral/io/flows_csv.hpp>

#include "support/close.hpp"

using namespace bilateral;

namespace {

flow_file read(const std::string& text, const flow_format& format = {}) {
  csv_reader rows(bytes_of(text), "t.csv");
  return read_flows(rows, format);
}

const flow_format bilateral_format{.exporter = "from",
                                   .importer = "to",
                                   .product = "good",
                                   .value = "usd",
                                   .quantity = "kg",
                                   .period = "year"};
const char* const text_of_two_years =
    "year,from,to,good,usd,kg\n2016,PER,CHN,26,5,2\n2015,PER,CHN,26,4,\n2016,NAM,CHN,01,7,3\n";

}  // namespace

TEST_CASE("columns by name, periods, quantities; the code NAM and a leading zero stay text") {
  const flow_file f = read(text_of_two_years, bilateral_format);
  CHECK(f.rows == 3);
  CHECK(f.flows.countries == std::vector<std::string>{"CHN", "NAM", "PER"});
  CHECK(f.flows.products == std::vector<std::string>{"01", "26"});
  CHECK(f.flows.periods == std::vector<std::string>{"2015", "2016"});
  CHECK(f.flows.value == std::vector<double>{5, 4, 7});
  CHECK(std::isnan(f.flows.quantity[1]));
  flow_format one = bilateral_format;
  one.periods = {"2016.0"};  // an equal number
  const flow_file g = read(text_of_two_years, one);
  CHECK(g.flows.size() == 2);
  CHECK(g.other_periods == 1);
  const flow_file world = read("product,exporter,value\na,X,1\na,X,2\n");
  CHECK_FALSE(world.flows.has_importers());
  CHECK(repeated_flows(world.flows).count == 1);
}

TEST_CASE("a flow twice is refused with its rows, or added up where that is said") {
  const std::string text =
      "year,from,to,good,usd,kg\n2015,PER,CHN,26,4,1\n2016,PER,CHN,26,5,2\n2016,PER,CHN,26,7,3\n"
      "2016,PER,CHN,26,1,1\n";
  CHECK_REFUSES(
      data_error,
      "t.csv: the flow from PER to CHN of 26 in 2016 stands in rows 2 and 3 of those used; "
      "2 rows repeat an earlier one",
      read(text, bilateral_format));
  flow_format added = bilateral_format;
  added.repeated = repeated_rows::add_up;
  const product_flows f = read(text, added).flows;
  CHECK(export_matrix(at_period(f, "2016")).sum() == 13);
}

TEST_CASE("holes are refused or left out and listed") {
  const std::string text = "exporter,product,value\nA,p,1\nB,,2\nC,q,\n";
  CHECK_REFUSES(data_error, "t.csv:3:3: '' is a missing value (column product)", read(text));
  const flow_file f = read(text, {.missing = missing_flows::leave_out});
  CHECK(f.flows.size() == 1);
  CHECK(f.left_out == 2);
  CHECK(f.examples[0].row == 2);
  CHECK(f.examples[0].reason == "product is empty");
  CHECK(f.examples[1].reason == "value is empty");
}

TEST_CASE("refusals") {
  CHECK_REFUSES(data_error, "t.csv:2:5: 'x' is not a number (column value)",
                read("exporter,product,value\nA,p,x\n"));
  CHECK_REFUSES(data_error, "'-1' is negative", read("exporter,product,value\nA,p,-1\n"));
  CHECK_REFUSES(data_error, "there is no column value", read("exporter,product\nA,p\n"));
  CHECK_REFUSES(data_error, "there are no flows", read("exporter,product,value\n"));
  flow_format late = bilateral_format;
  late.periods = {"2020"};
  CHECK_REFUSES(data_error, "there are no rows with year 2020", read(text_of_two_years, late));
}
