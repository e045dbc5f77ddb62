#include <bilateral/io/concordance.hpp>

#include "support/close.hpp"

#include <cmath>
#include <numeric>
#include <string>

using namespace bilateral;

namespace {

concordance read(const std::string& text, const concordance_format& format = {}) {
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

TEST_CASE("many to one: values add up within exporter, importer and period") {
  const concordance k = read("from,to\n260300,ores\n260700,ores\n851712,phones\n");
  const mapped_flows m = mapped(trade(), k);
  CHECK(m.flows.products == std::vector<std::string>{"ores", "phones"});
  CHECK(m.flows.value == std::vector<double>{15, 7, 8});
  CHECK(m.flows.quantity[0] == 3);
  CHECK(std::isnan(m.flows.quantity[1]));
  CHECK(m.value == 31);
  CHECK(m.unmapped_value == 1);
  CHECK(*m.unmapped_share == 1.0 / 31);
  REQUIRE(m.unmapped.size() == 1);
  CHECK(m.unmapped[0].product == "999999");
  CHECK(m.flows.value_unit == "thousand current USD, FOB");
  CHECK(m.flows.notes.at(0) ==
        "1 products are not in k.csv; their trade, 1 of 31, was left out; the largest is 999999");
}

TEST_CASE("one to many: weights divide, nothing is lost") {
  const std::string text =
      "hs,sitc,w\n260300,283,0.25\n260300,287,0.75\n260700,287,1\n851712,764,1\n999999,764,1\n";
  const concordance k = read(text, {.from = "hs", .to = "sitc", .weight = "w"});
  CHECK(k.one_to_many == 1);
  const mapped_flows m = mapped(trade(), k);
  CHECK(m.unmapped.empty());
  const double sum = std::accumulate(m.flows.value.begin(), m.flows.value.end(), 0.0);
  CHECK(sum == 31);
  CHECK(m.flows.value[0] == 2.5);
  CHECK(m.flows.value[1] == 12.5);  // three quarters of 10, and 5
}

TEST_CASE("one to many without weights: refused, or equal parts in words") {
  const std::string text = "from,to\n1,a\n1,b\n";
  CHECK_REFUSES(data_error, "k.csv:3:3: 'b' is a second part of 1, and there are no weights (column to)",
                (void)read(text));
  const concordance k = read(text, {.splits = unweighted_splits::equal});
  CHECK(k.parts.at("1")[1].weight == 0.5);
  CHECK(k.notes.at(0) == "1 codes have several parts and no weights: they are divided equally");
}

TEST_CASE("no trade: no share") {
  const mapped_flows m = mapped(product_flows{}, read("from,to\n1,a\n"));
  CHECK_FALSE(m.unmapped_share.has_value());
}

TEST_CASE("refusals") {
  CHECK_REFUSES(data_error, "k.csv:2:1: '10121' is no code of 6 digits (was a leading zero lost?) (column from)",
                (void)read("from,to\n10121,a\n", {.from_digits = 6}));
  CHECK_REFUSES(data_error, "'' is a missing code", (void)read("from,to\n010121,\n"));
  CHECK_REFUSES(data_error, "'a' is there twice for 1", (void)read("from,to\n1,a\n1,a\n"));
  CHECK_REFUSES(data_error, "'-1' is negative (column w)",
                (void)read("from,to,w\n1,a,-1\n", {.weight = "w"}));
  CHECK_REFUSES(data_error, "the weights of 1 add up to 0.9, not to 1",
                (void)read("from,to,w\n1,a,0.9\n", {.weight = "w"}));
  CHECK_REFUSES(data_error, "there is no column to", (void)read("from,too\n1,a\n"));
  CHECK_REFUSES(data_error, "there are no codes", (void)read("from,to\n"));
}
