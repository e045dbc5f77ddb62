#include <bilateral/data/data_table.hpp>

#include "support/close.hpp"

using namespace bilateral;

namespace {
data_table small() {
  data_table t("trade.csv");
  t.add(number_column{"price", {1.5, 2.5, std::nan("")}, "USD"});
  t.add(text_column{"country", {0, 1, 0}, {"PER", "CHN"}});
  t.set_lines({2, 3, 5});
  t.set_index({.time = {1, 2, 1}, .every = frequency_kind::annual, .origin = 2015, .dated = true},
              factor{"country", {1, 0, 0}, 2, {"CHN", "PER"}});
  return t;
}
}  // namespace

TEST_CASE("data_table: columns by name, of their kind") {
  const data_table t = small();
  CHECK(t.rows() == 3);
  CHECK(t["price"][1] == 2.5);
  CHECK(t.number("price").unit == "USD");
  CHECK(t.text("country").labels[1] == "CHN");
  CHECK(t.has_number("price"));
  CHECK_FALSE(t.has_text("price"));
  CHECK(t.time().label(2) == "2016");
}

TEST_CASE("data_table: chosen rows keep their values, index and place in the file") {
  const data_table t = small().select(std::vector<std::size_t>{2, 1});
  CHECK(t.rows() == 2);
  CHECK(std::isnan(t["price"][0]));
  CHECK(t["price"][1] == 2.5);
  CHECK(t.text("country").codes == std::vector<std::int32_t>{0, 1});
  CHECK(t.file_row(0) == 3);
  CHECK(t.file_line(0) == 5);
  CHECK(t.time().time == std::vector<std::int64_t>{1, 2});
  CHECK(t.entity()->levels == 1);
  CHECK(t.number("price").unit == "USD");
  const data_table twice = t.select(std::vector<std::size_t>{1});
  CHECK(twice.file_row(0) == 2);
  CHECK(std::string(t.at_row(0, "the cell is empty", "price").what()) ==
        "trade.csv:5: row 3: the cell is empty (column price)");
}

TEST_CASE("data_table: refusals") {
  data_table t = small();
  CHECK_REFUSES(argument_error, "volume has 2 values, the table has 3 rows",
                t.add(number_column{"volume", {1, 2}}));
  CHECK_REFUSES(argument_error, "two columns of numbers are named price",
                t.add(number_column{"price", {1, 2, 3}}));
  CHECK_REFUSES(argument_error, "x is infinite in row 2",
                t.add(number_column{"x", {1, INFINITY, 3}}));
  CHECK_REFUSES(argument_error, "c has the code 2 in row 3 for 2 labels",
                t.add(text_column{"c", {0, 1, 2}, {"a", "b"}}));
  CHECK_REFUSES(data_error, "trade.csv: there is no column of numbers prise; did you mean price?",
                (void)t["prise"]);
  CHECK_REFUSES(data_error, "there is no column of text price", (void)t.text("price"));
  CHECK_REFUSES(argument_error, "the time index has 1 values", t.set_index({.time = {1}}));
}
