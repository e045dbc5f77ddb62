#include <bilateral/data/aggregate.hpp>

#include "support/close.hpp"

using namespace bilateral;

namespace {
data_table flows() {
  data_table t("flows.csv");
  t.add(text_column{"country", {0, 1, 0, 0}, {"PER", "CHN"}});
  t.add(number_column{"year", {2015, 2015, 2015, 2016}});
  t.add(number_column{"trade", {1, 2, 3, 8}, "USD"});
  return t;
}
}  // namespace

TEST_CASE("aggregate: groups in order of appearance") {
  const data_table t = aggregate(flows(), {"country", "year"},
                                 {{"trade"},
                                  {"trade", summary_kind::mean, "mean"},
                                  {"trade", summary_kind::count, "n"},
                                  {"trade", summary_kind::least, "low"},
                                  {"trade", summary_kind::largest, "high"}});
  REQUIRE(t.rows() == 3);
  CHECK(cell_text(t, "country", 0) == "PER");
  CHECK(t["trade"][0] == 4);
  CHECK(t["mean"][0] == 2);
  CHECK(t["n"][0] == 2);
  CHECK(t["low"][0] == 1);
  CHECK(t["high"][0] == 3);
  CHECK(t["year"][2] == 2016);
  CHECK(t.number("trade").unit == "USD");
  CHECK(t.number("n").unit.empty());
}

TEST_CASE("aggregate: a small amount is not lost among large ones") {
  data_table t;
  t.add(text_column{"g", {0, 0, 0}, {"a"}});
  t.add(number_column{"x", {1e16, 1, -1e16}});
  CHECK(aggregate(t, {"g"}, {{"x"}})["x"][0] == 1);
}

TEST_CASE("aggregate: refusals") {
  data_table t("m.csv");
  t.add(text_column{"g", {0, 0}, {"a"}});
  t.add(number_column{"x", {1, std::nan("")}});
  CHECK_REFUSES(data_error, "m.csv: row 2: the cell is empty (column x)",
                (void)aggregate(t, {"g"}, {{"x"}}));
  CHECK_REFUSES(argument_error, "there are 0 keys", (void)aggregate(t, {}, {{"x"}}));
}
