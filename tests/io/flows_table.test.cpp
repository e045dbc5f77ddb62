#include <bilateral/io/flows_table.hpp>

#include "support/close.hpp"

#include <limits>
#include <string>

using namespace bilateral;

namespace {

data_table table(std::vector<double> value) {
  data_table t("t.csv");
  t.add(text_column{"from", {0, 1, 0}, {"PER", "CHN"}});
  t.add(text_column{"to", {0, 1, 1}, {"CHN", "AUS"}});
  t.add(text_column{"good", {1, 0, 0}, {"26", "08"}});
  t.add(number_column{"year", {2016, 2015, 2015}});
  t.add(number_column{"value", std::move(value), "million USD"});
  t.add(number_column{"tons", {1, std::numeric_limits<double>::quiet_NaN(), 3}, "tons"});
  return t;
}

}  // namespace

TEST_CASE("names sorted over exporters and importers, units kept, the order of the table") {
  const product_flows f = flows_from(table({5, 6, 7}), {.exporter = "from",
                                                        .importer = "to",
                                                        .product = "good",
                                                        .value = "value",
                                                        .quantity = "tons",
                                                        .period = "year"});
  CHECK(f.countries == std::vector<std::string>{"AUS", "CHN", "PER"});
  CHECK(f.exporter == std::vector<std::int32_t>{2, 1, 2});
  CHECK(f.importer == std::vector<std::int32_t>{1, 0, 0});
  CHECK(f.products == std::vector<std::string>{"08", "26"});
  CHECK(f.product == std::vector<std::int32_t>{0, 1, 1});
  CHECK(f.periods == std::vector<std::string>{"2015", "2016"});
  CHECK(f.period == std::vector<std::int32_t>{1, 0, 0});
  CHECK(f.value == std::vector<double>{5, 6, 7});
  CHECK(f.value_unit == "million USD");
  CHECK(f.quantity_unit == "tons");
}

TEST_CASE("the same flows as of a builder") {
  flow_builder b(true, false, false);
  b.add("PER", "CHN", "TOTAL", 5);
  b.add("CHN", "AUS", "TOTAL", 6);
  b.add("PER", "AUS", "TOTAL", 7);
  const product_flows built = b.finish();
  const product_flows f =
      flows_from(table({5, 6, 7}), {.exporter = "from", .importer = "to", .value = "value"});
  CHECK(f.countries == built.countries);
  CHECK(f.exporter == built.exporter);
  CHECK(f.importer == built.importer);
  CHECK(f.products == built.products);
  CHECK(f.product == built.product);
  CHECK(f.period.empty());
  CHECK(f.quantity.empty());
}

TEST_CASE("refusals") {
  const flow_columns columns{.exporter = "from", .importer = "to", .value = "value"};
  CHECK_REFUSES(data_error, "t.csv: row 2: the value is negative (column value)",
                (void)flows_from(table({1, -1, 1}), columns));
  CHECK_REFUSES(data_error, "row 3: the value is missing",
                (void)flows_from(table({1, 1, std::numeric_limits<double>::quiet_NaN()}), columns));
  CHECK_REFUSES(
      data_error, "there is no column of numbers val",
      (void)flows_from(table({1, 1, 1}), {.exporter = "from", .importer = "to", .value = "val"}));
  CHECK_REFUSES(data_error, "sender",
                (void)flows_from(table({1, 1, 1}),
                                 {.exporter = "sender", .importer = "to", .value = "value"}));
}
