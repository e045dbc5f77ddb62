#include <bilateral/data/term.hpp>

#include "support/close.hpp"

using namespace bilateral;

namespace {
data_table series() {
  data_table t("s.csv");
  t.add(number_column{"price", {1, 2, 4, 8}});
  t.add(number_column{"my price", {1, 1, 1, 1}});
  t.add(number_column{"share", {3, 3, 3, 3}});
  return t;
}
std::vector<std::string> names(const char* text) {
  std::vector<std::string> out;
  for (const auto& c : columns_of(series(), parse_term(text))) out.push_back(c.name);
  return out;
}
using texts = std::vector<std::string>;
}  // namespace

TEST_CASE("term: names in print") {
  CHECK(names("price") == texts{"price"});
  CHECK(names("log( price )") == texts{"log(price)"});
  CHECK(names("l(price, 1)") == texts{"lag(price,1)"});
  CHECK(names("lag(log(price),1:3)") ==
        texts{"lag(log(price),1)", "lag(log(price),2)", "lag(log(price),3)"});
  CHECK(names("l(price, 0:1)") == texts{"price", "lag(price,1)"});
  CHECK(names("f(price)") == texts{"lead(price,1)"});
  CHECK(names("d(log(price))") == texts{"difference(log(price))"});
  CHECK(names("price:share") == texts{"price:share"});
  CHECK(names("`my price`") == texts{"my price"});
  CHECK(names("log(\"my price\"):share") == texts{"log(my price):share"});
}

TEST_CASE("term: values") {
  const auto value = [](const char* text, std::size_t row) {
    return columns_of(series(), parse_term(text))[0].values[row];
  };
  CHECK(value("l(price)", 2) == 2);
  CHECK(value("f(price, 2)", 1) == 8);
  CHECK_CLOSE_REL(value("d(log(price))", 3), std::log(2.0), 1e-15);
  CHECK(value("price:share", 1) == 6);
  CHECK(parse_term("i(sector)").kind == term_kind::dummies);
  CHECK(reaches_other_rows(parse_term("share:l(price)")));
  CHECK_FALSE(reaches_other_rows(parse_term("log(price)")));
  std::vector<std::string> numbers, groups;
  collect_columns(parse_term("log(a):l(b, 2)"), numbers, groups);
  CHECK(numbers == texts{"a", "b"});
}

TEST_CASE("term: refusals say what was read") {
  for (const auto& bad :
       {std::pair{"log(price", "a ) is missing"}, std::pair{"sqrt(price)", "sqrt() in"},
        std::pair{"price)", "')' is left over"}, std::pair{"", "a name is expected"},
        std::pair{"l(price, x)", "a whole number is expected"},
        std::pair{"l(price, 3:1)", "is no range"}, std::pair{"a:", "a name is expected"},
        std::pair{"`a", "a quote is not closed"},
        std::pair{"l(price, 99999999)", "whole number"}}) {
    CAPTURE(bad.first);
    CHECK_REFUSES(argument_error, bad.second, (void)parse_term(bad.first));
  }
  CHECK_REFUSES(argument_error, "i(a) stands inside another term",
                (void)columns_of(series(), parse_term("log(i(a))")));
}
