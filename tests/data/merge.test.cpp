#include <bilateral/data/merge.hpp>

#include "support/close.hpp"

using namespace bilateral;

namespace {
data_table flows() {
  data_table t("flows.csv");
  t.add(text_column{"country", {0, 1, 0}, {"PER", "CHN"}});
  t.add(number_column{"year", {2015, 2015, 2016}});
  t.add(number_column{"trade", {1, 2, 3}, "USD"});
  return t;
}
data_table output() {
  data_table t("gdp.csv");
  t.add(number_column{"year", {2016, 2015, 2014}});
  t.add(text_column{"country", {0, 0, 0}, {"PER"}});
  t.add(number_column{"gdp", {30, 20, 10}, "million USD"});
  t.add(text_column{"source", {0, 0, 0}, {"WB"}});
  return t;
}
const std::vector<std::string> keys = {"country", "year"};
}  // namespace

TEST_CASE("merge: columns come along with their units, rows without a match are told") {
  const merge_result kept = merge(flows(), output(), keys, unmatched_rows::keep);
  CHECK(kept.matched == 2);
  CHECK(kept.unmatched_left == 1);
  CHECK(kept.unmatched_right == 1);
  CHECK(kept.table["gdp"][0] == 20);
  CHECK(std::isnan(kept.table["gdp"][1]));
  CHECK(kept.table["gdp"][2] == 30);
  CHECK(kept.table.number("gdp").unit == "million USD");
  CHECK(cell_text(kept.table, "source", 1).empty());
  const merge_result cut = merge(flows(), output(), keys, unmatched_rows::leave_out);
  CHECK(cut.table.rows() == 2);
  CHECK(cut.table["trade"][1] == 3);
}

TEST_CASE("merge: refusals") {
  CHECK_REFUSES(data_error, "flows.csv: row 2: country CHN, year 2015 has no match in gdp.csv",
                (void)merge(flows(), output(), keys));
  CHECK_REFUSES(data_error, "gdp.csv: row 2: country PER stands twice, also in row 1",
                (void)merge(flows(), output(), {"country"}));
  CHECK_REFUSES(argument_error, "trade stands in both tables", (void)merge(flows(), flows(), keys));
  CHECK_REFUSES(argument_error, "there are no keys", (void)merge(flows(), output(), {}));
}
