#include <bilateral/data/row_filter.hpp>

#include "support/close.hpp"

using namespace bilateral;

namespace {
data_table table() {
  data_table t("w.csv");
  t.add(text_column{"c", {0, 1, 2, 3}, {"PER", "CHN", "", "10"}});
  t.add(text_column{"date", {0, 1, 2, 2}, {"2015-12", "2016-01", "2016-02"}});
  t.add(number_column{"x", {1, 2.5, std::nan(""), -3}});
  return t;
}
std::vector<bool> where(const char* condition) {
  return rows_where(table(), parse_condition(condition));
}
using rows = std::vector<bool>;
}  // namespace

TEST_CASE("rows_where: texts, numbers, dates") {
  CHECK(where("c = PER") == rows{true, false, false, false});
  CHECK(where("c=PER,CHN") == rows{true, true, false, false});
  CHECK(where("c != PER,CHN") == rows{false, false, true, true});
  CHECK(where("c == 10.0") == rows{false, false, false, true});
  CHECK(where("date >= 2016-01") == rows{false, true, true, true});
  CHECK(where("date < 2016-01") == rows{true, false, false, false});
  CHECK(where("x > 1") == rows{false, true, false, false});
  CHECK(where("x <= 1") == rows{true, false, false, true});
  CHECK(where("x = 2.5,1") == rows{true, true, false, false});
}

TEST_CASE("rows_where: several conditions are all met, none are met by all") {
  CHECK(rows_where(table(), std::vector<std::string>{"date >= 2016-01", "x < 3"}) ==
        rows{false, true, false, true});
  CHECK(rows_where(table(), std::vector<std::string>{}) == rows{true, true, true, true});
}

TEST_CASE("where: the rows that meet all conditions, or a refusal") {
  const data_table some =
      bilateral::where(table(), {std::string("date >= 2016-01"), std::string("x < 3")});
  CHECK(some.rows() == 2);
  CHECK(some.file_row(0) == 2);
  CHECK(some.file_row(1) == 4);
  CHECK_REFUSES(data_error, "no row meets the conditions",
                (void)bilateral::where(table(), {std::string("x < -9")}));
}

TEST_CASE("rows_where: refusals") {
  CHECK_REFUSES(argument_error, "'c' is not COLUMN OP VALUE", (void)parse_condition("c"));
  CHECK_REFUSES(argument_error, "is not COLUMN OP VALUE", (void)parse_condition("c => 1"));
  CHECK_REFUSES(argument_error, "needs one value", (void)parse_condition("c > 1,2"));
  CHECK_REFUSES(argument_error, "needs one value", (void)parse_condition("c = "));
  CHECK_REFUSES(data_error, "w.csv: row 1: 'PER' cannot be compared as 'c > 5' asks",
                (void)where("c > 5"));
  CHECK_REFUSES(data_error, "there is no column of text d", (void)where("d = 1"));
}

TEST_CASE("split_names: quotes, blanks, refusals") {
  CHECK(split_names(" a , \"b,\"\"c\" ,d e") == std::vector<std::string>{"a", "b,\"c", "d e"});
  CHECK(split_names("  ").empty());
  CHECK_REFUSES(argument_error, "an empty name in the list a,,b", (void)split_names("a,,b"));
  CHECK_REFUSES(argument_error, "a quote is not closed", (void)split_names("\"a"));
  CHECK_REFUSES(argument_error, "text after a closing quote", (void)split_names("\"a\"b"));
}
