#include <bilateral/data/reshape.hpp>

#include "support/close.hpp"

using namespace bilateral;

namespace {
data_table wide() {
  data_table t("w.csv");
  t.add(text_column{"country", {0, 1}, {"PER", "CHN"}});
  t.add(number_column{"2015", {1, 2}, "USD"});
  t.add(number_column{"2016", {3, std::nan("")}, "USD"});
  return t;
}
}  // namespace

TEST_CASE("reshape: longer and wider are inverses") {
  const data_table tall = longer(wide(), {"2015", "2016"}, "year", "trade");
  REQUIRE(tall.rows() == 4);
  CHECK(tall["trade"][1] == 3);
  CHECK(cell_text(tall, "year", 1) == "2016");
  CHECK(cell_text(tall, "country", 2) == "CHN");
  const data_table back = wider(tall, {"country"}, "year", "trade");
  REQUIRE(back.rows() == 2);
  CHECK(back["2015"][1] == 2);
  CHECK(std::isnan(back["2016"][1]));
  CHECK(back.number("2016").unit == "USD");
}

TEST_CASE("reshape: a cell that no row has is missing") {
  data_table t("t.csv");
  t.add(text_column{"c", {0, 1, 1}, {"a", "b"}});
  t.add(text_column{"y", {0, 0, 1}, {"2015", "2016"}});
  t.add(number_column{"v", {1, 2, 3}});
  const data_table out = wider(t, {"c"}, "y", "v");
  CHECK(std::isnan(out["2016"][0]));
  CHECK(out["2016"][1] == 3);
}

TEST_CASE("reshape: refusals") {
  data_table t = wide();
  t.add(number_column{"tonnes", {1, 2}, "tonnes"});
  CHECK_REFUSES(argument_error, "tonnes is in 'tonnes', 2015 in 'USD'",
                (void)longer(t, {"2015", "tonnes"}, "n", "v"));
  data_table twice("t.csv");
  twice.add(text_column{"c", {0, 0}, {"a"}});
  twice.add(text_column{"y", {0, 0}, {"2015"}});
  twice.add(number_column{"v", {1, 2}});
  CHECK_REFUSES(data_error, "t.csv: row 2: c a has y 2015 twice",
                (void)wider(twice, {"c"}, "y", "v"));
}
