#include <bilateral/data/group.hpp>

#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("group: numbers in numeric order, texts by their bytes, 1 and 1.0 one level") {
  const factor numbers = make_factor(text_column{"hs", {0, 1, 2, 3, 1}, {"10", "2", "1.0", "1"}});
  CHECK(numbers.labels == std::vector<std::string>{"1", "2", "10"});
  CHECK(numbers.codes == std::vector<std::int32_t>{2, 1, 0, 0, 1});
  const factor texts = make_factor(text_column{"c", {0, 1, 2}, {"10", "2", "x"}});
  CHECK(texts.labels == std::vector<std::string>{"10", "2", "x"});
  CHECK(make_factor(text_column{"c", {1, 1}, {"unused", "used"}}).labels ==
        std::vector<std::string>{"used"});
}

TEST_CASE("group: levels as the labels are listed, where the column says so") {
  const text_column listed{"c", {2, 0, 2}, {"z", "unused", "a"}, level_order::listed};
  const factor f = make_factor(listed);
  CHECK(f.labels == std::vector<std::string>{"z", "a"});
  CHECK(f.codes == std::vector<std::int32_t>{1, 0, 1});
  data_table t;
  t.add(listed);
  const std::vector<std::size_t> rows = {2, 1};
  CHECK(group(t.select(rows), "c").labels == f.labels);  // rows chosen keep the order
}

TEST_CASE("group: interactions and quoted names") {
  data_table t;
  t.add(text_column{"from", {0, 0, 1}, {"PER", "CHN"}});
  t.add(number_column{"year", {2016, 2017, 2016}});
  t.add(text_column{"a^b", {0, 1, 0}, {"x", "y"}});
  const factor pair = group(t, "from^year");
  CHECK(pair.levels == 3);
  CHECK(pair.name == "from^year");
  CHECK(group(t, "year").label(1) == "2017");
  CHECK(group(t, "\"a^b\"").levels == 2);
  CHECK(interaction_parts("a ^ \"b^\"\"c\"") == std::vector<std::string>{"a", "b^\"c"});
  CHECK_REFUSES(argument_error, "an empty name in 'a^'", (void)group(t, "a^"));
  CHECK_REFUSES(argument_error, "a quote is not closed", (void)group(t, "\"a"));
  CHECK_REFUSES(data_error, "there is no column of text form; did you mean from?",
                (void)group(t, "form"));
}

TEST_CASE("named_group: the levels of an interaction have the names of its parts") {
  data_table t("t");
  t.add(text_column{"who", {1, 0, 1, 0}, {"CHN", "PER"}});
  t.add(number_column{"year", {2015, 2016, 2016, 2016}});
  const factor f = named_group(t, "who^year");
  CHECK(f.name == "who^year");
  CHECK(f.levels == 3);
  const char* const names[] = {"PER^2015", "CHN^2016", "PER^2016", "CHN^2016"};
  for (std::size_t i = 0; i < 4; ++i) CHECK(f.label(f.codes[i]) == names[i]);
  CHECK(f.codes == group(t, "who^year").codes);
  CHECK(f.labels == group(t, "who^year").labels);
  CHECK(named_group(t, "who").labels == group(t, "who").labels);
}

TEST_CASE("levels of an interaction are told apart by their names") {
  data_table t("t");
  t.add(text_column{"a", {0, 1}, {"x^y", "x"}});
  t.add(text_column{"b", {0, 1}, {"z", "y^z"}});
  CHECK(group(t, "a^b").labels == std::vector<std::string>{"x^\"y^z\"", "\"x^y\"^z"});
}

TEST_CASE("an interaction of very many levels has numbers only, unless names are asked for") {
  data_table t("t");
  std::vector<double> a, b;
  for (int i = 0; i < 100001; ++i) {
    a.push_back(i / 500);
    b.push_back(i % 500);
  }
  t.add(number_column{"a", a});
  t.add(number_column{"b", b});
  CHECK(group(t, "a^b").labels.empty());
  CHECK(named_group(t, "a^b").label(100000) == "200^0");
}

TEST_CASE("make_factor: a leading zero makes a code, 01 and 1 are two") {
  const factor codes = make_factor(text_column{"hs", {0, 1, 2}, {"1", "01", "10"}});
  CHECK(codes.levels == 3);
  CHECK(codes.labels == std::vector<std::string>{"01", "1", "10"});
  // zero itself, and a decimal below one, are numbers
  CHECK(make_factor(text_column{"n", {0, 1, 2}, {"0", "0.5", "0.50"}}).levels == 2);
}
