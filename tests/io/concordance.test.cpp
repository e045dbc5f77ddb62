#include <bilateral/io/concordance.hpp>

#include "support/close.hpp"

#include <cmath>
#include <numeric>
#include <string>

using namespace bilateral;

namespace {

concordance_file read(const std::string& text, const concordance_format& format = {}) {
  csv_reader rows(bytes_of(text), "k.csv");
  return read_concordance(rows, format);
}

product_flows trade() {
  flow_builder b(true, true, true);
  b.add("PER", "CHN", "260300", 10, 1, "2015");
  b.add("PER", "CHN", "260700", 5, 2, "2015");
  b.add("PER", "CHN", "260300", 7, std::nan(""), "2016");
  b.add("CHN", "PER", "851712", 8, 4, "2016");
  b.add("CHN", "PER", "999999", 1, 1, "2016");
  product_flows out = b.finish();
  out.value_unit = "thousand current USD, FOB";
  return out;
}

}  // namespace

TEST_CASE("many to one, and what did not map") {
  const concordance_file k = read("from,to\n260300,ores\n260700,ores\n851712,phones\n");
  CHECK(k.codes == 3);
  CHECK(k.one_to_many == 0);
  CHECK(k.table.weight.empty());
  const classified_flows m = classified(trade(), k.table);
  CHECK(m.flows.products == std::vector<std::string>{"ores", "phones"});
  CHECK(m.mapped == 30);
  CHECK(m.unmapped == 1);
  CHECK(m.unmapped_codes.at(0).first == "999999");
  CHECK(m.flows.value_unit == "thousand current USD, FOB");
}

TEST_CASE("one to many: weights divide, nothing is lost") {
  const std::string text =
      "hs,sitc,w\n260300,283,0.25\n260300,287,0.75\n260700,287,1\n851712,764,1\n999999,764,1\n";
  const concordance_file k = read(text, {.from = "hs", .to = "sitc", .weight = "w"});
  CHECK(k.one_to_many == 1);
  CHECK(k.notes.empty());
  const classified_flows m = classified(trade(), k.table);
  CHECK(m.unmapped == 0);
  const double sum = std::accumulate(m.flows.value.begin(), m.flows.value.end(), 0.0);
  CHECK(sum == 31);
  CHECK(m.flows.value[0] == 2.5);
}

TEST_CASE("shares rounded to six digits are scaled to 1, in words") {
  const concordance_file k =
      read("from,to,w\n1,a,0.333333\n1,b,0.333333\n1,c,0.333333\n2,a,1\n", {.weight = "w"});
  CHECK_CLOSE_REL(k.table.weight[0] + k.table.weight[1] + k.table.weight[2], 1,
                  1e-15);  // a rounding
  CHECK(k.notes.at(0) ==
        "the weights of 1 codes add up to 1 but for rounding: they were scaled to it");
}

TEST_CASE("one to many without weights: refused, or equal parts in words") {
  const std::string text = "from,to\n1,a\n1,b\n";
  CHECK_REFUSES(data_error,
                "k.csv:3:3: 'b' is a second part of 1, and there are no weights (column to)",
                (void)read(text));
  const concordance_file k = read(text, {.splits = unweighted_splits::equal});
  CHECK(k.table.weight == std::vector<double>{0.5, 0.5});
  CHECK(k.notes.at(0) == "1 codes have several parts and no weights: they are divided equally");
}

TEST_CASE("refusals") {
  CHECK_REFUSES(
      data_error,
      "k.csv:2:1: '10121' is no code of 6 digits (was a leading zero lost?) (column from)",
      (void)read("from,to\n10121,a\n", {.from_digits = 6}));
  CHECK_REFUSES(data_error, "'' is a missing code", (void)read("from,to\n010121,\n"));
  CHECK_REFUSES(data_error, "'a' is there twice for 1", (void)read("from,to\n1,a\n1,a\n"));
  CHECK_REFUSES(data_error, "'-1' is no weight above 0 (column w)",
                (void)read("from,to,w\n1,a,-1\n", {.weight = "w"}));
  CHECK_REFUSES(data_error, "the weights of 1 add up to 0.9, not to 1",
                (void)read("from,to,w\n1,a,0.9\n", {.weight = "w"}));
  CHECK_REFUSES(data_error, "there is no column to", (void)read("from,too\n1,a\n"));
  CHECK_REFUSES(data_error, "there are no codes", (void)read("from,to\n"));
}
