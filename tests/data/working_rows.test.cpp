#include <bilateral/data/working_rows.hpp>

#include "support/close.hpp"

using namespace bilateral;

namespace {

const double none = std::nan("");

// twelve months from 2015-01, out of order in the file: row i holds month 11 - i, x = month + 1
data_table months() {
  data_table t("m.csv");
  text_column date{"date", {}, {}};
  number_column x{"x", {}};
  for (int i = 0; i < 12; ++i) {
    const int month = 12 - i;
    date.codes.push_back(i);
    date.labels.push_back("2015-" + std::string(month < 10 ? "0" : "") + std::to_string(month));
    x.values.push_back(month);
  }
  t.add(date);
  t.add(x);
  return t;
}

// two countries, two years each, the periods therefore standing twice
data_table countries() {
  data_table t("c.csv");
  t.add(text_column{"country", {1, 0, 1, 0}, {"CHN", "PER"}});
  t.add(text_column{"year", {0, 1, 1, 0}, {"2015", "2016"}});
  t.add(number_column{"x", {1, 20, 2, 10}});
  return t;
}

}  // namespace

TEST_CASE("row_choice: conditions, empty cells, unknown values, each with its count and reason") {
  data_table t("w.csv");
  t.add(text_column{"c", {0, 1, 2, 0, 0}, {"PER", "CHN", " "}});
  t.add(number_column{"x", {1, 2, 3, none, 5}});
  row_choice choice(t, {"c != CHN"});
  CHECK(choice.filtered() == 1);
  choice.need({"x"}, {"c"}, missing_rows::drop);
  choice.need_known({"lag(x,1)", {none, 1, 2, 3, 4}});
  CHECK(choice.rows() == std::vector<std::size_t>{4});
  CHECK(choice.kept() == std::vector<bool>{false, false, false, false, true});
  CHECK(choice.empty() == 2);
  CHECK(choice.dropped() == 3);
  REQUIRE(choice.dropped_rows().size() == 3);
  CHECK(choice.dropped_rows()[0].row == 3);
  CHECK(choice.dropped_rows()[0].reason == "c is empty");
  CHECK(choice.dropped_rows()[1].row == 4);
  CHECK(choice.dropped_rows()[1].reason == "x is empty");
  CHECK(choice.dropped_rows()[2].row == 1);
  CHECK(choice.dropped_rows()[2].reason == "lag(x,1) is not known");
  std::vector<std::string> notes;
  choice.describe(notes);
  REQUIRE(notes.size() == 2);
  CHECK(notes[0] == "the conditions leave out 1 of 5 rows");
  CHECK(notes[1] == "2 rows with empty cells dropped; the first is row 3");
}

TEST_CASE("row_choice: an empty cell is refused where it stands, unless its row was left out") {
  data_table t("w.csv");
  t.add(text_column{"c", {0, 1}, {"PER", "CHN"}});
  t.add(number_column{"x", {1, none}});
  CHECK_REFUSES(data_error,
                "row 2: the cell is empty (missing = drop leaves such rows out) (column x)",
                row_choice(t, {}).need({"x"}, {}, missing_rows::refuse));
  row_choice choice(t, {"c = PER"});
  choice.need({"x"}, {}, missing_rows::refuse);
  CHECK(choice.rows() == std::vector<std::size_t>{0});
}

TEST_CASE("row_choice: names at most twenty rows, counts all") {
  data_table t("w.csv");
  t.add(number_column{"x", std::vector<double>(30, none)});
  row_choice choice(t, {});
  choice.need({"x"}, {}, missing_rows::drop);
  CHECK(choice.dropped() == 30);
  CHECK(choice.dropped_rows().size() == 20);
}

TEST_CASE(
    "rows_for: order of dates, logarithms and lags over all rows, before the conditions cut") {
  const working_rows w = rows_for(months(), {.numbers = {"x"},
                                             .date = "date",
                                             .where = {"date >= 2015-03"},
                                             .log = {"x"},
                                             .lags = {{"x", 2}}});
  REQUIRE(w.table.rows() == 10);
  CHECK(w.lagged == std::vector<std::string>{"lag(log(x),2)"});
  CHECK(w.dropped == 0);  // January and February are at hand for March and April
  for (std::size_t i = 0; i < 10; ++i) {
    const double month = static_cast<double>(i) + 3;
    CHECK(w.table["x"][i] == month);
    CHECK_CLOSE_REL(w.table["lag(log(x),2)"][i], std::log(month - 2), 1e-15);
  }
  REQUIRE(w.notes.size() == 1);
  CHECK(w.notes[0] == "the conditions leave out 2 of 12 rows");
}

TEST_CASE("rows_for: the first lag of the sample is not known, and its row is named") {
  const working_rows w = rows_for(months(), {.numbers = {"x"}, .date = "date", .lags = {{"x", 1}}});
  CHECK(w.table.rows() == 11);
  CHECK(w.dropped == 1);
  CHECK(w.dropped_rows.at(0).row == 12);  // January is the last row of the file
  CHECK(w.dropped_rows[0].reason == "lag(x,1) is not known");
}

TEST_CASE("rows_for: gaps are refused in the file and allowed where rows were left out") {
  const std::vector<std::size_t> but_june{0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11};
  const data_table gapped = months().select(but_june);
  CHECK_THROWS_AS((void)rows_for(gapped, {.numbers = {"x"}, .date = "date"}), data_error);
  const working_rows allowed =
      rows_for(gapped, {.numbers = {"x"}, .date = "date", .gaps = time_gaps::allow});
  CHECK(allowed.table.rows() == 11);
  CHECK(allowed.notes.size() == 1);
  const working_rows cut =
      rows_for(months(), {.numbers = {"x"}, .date = "date", .where = {"date != 2015-06"}});
  CHECK(cut.table.rows() == 11);
  const working_rows lagged = rows_for(
      gapped, {.numbers = {"x"}, .date = "date", .lags = {{"x", 1}}, .gaps = time_gaps::allow});
  CHECK(lagged.table.rows() == 9);  // neither January nor July, whose June is missing
}

TEST_CASE("rows_for: a period that stands twice is one that the conditions must settle") {
  CHECK_THROWS_AS((void)rows_for(countries(), {.numbers = {"x"}, .date = "year"}), data_error);
  const working_rows peru =
      rows_for(countries(), {.numbers = {"x"}, .date = "year", .where = {"country = PER"}});
  REQUIRE(peru.table.rows() == 2);
  CHECK(peru.table["x"][0] == 1);
  CHECK(peru.table["x"][1] == 2);
  CHECK(peru.notes.at(0) == "the conditions leave out 2 of 4 rows");
}

TEST_CASE("rows_for: refusals") {
  CHECK_REFUSES(data_error, "m.csv: no rows are left to use",
                (void)rows_for(months(), {.numbers = {"x"}, .where = {"x > 99"}}));
  data_table t("w.csv");
  t.add(number_column{"x", {1, 0}});
  CHECK_REFUSES(data_error, "row 2", (void)rows_for(t, {.numbers = {"x"}, .log = {"x"}}));
  CHECK_REFUSES(data_error, "there is no column", (void)rows_for(t, {.numbers = {"y"}}));
}

TEST_CASE("rows_for: the parts of an interaction are needed too") {
  data_table t("w.csv");
  t.add(text_column{"a", {0, 1, 0}, {"u", "v"}});
  t.add(text_column{"b", {0, 0, 1}, {"w", ""}});
  t.add(number_column{"x", {1, 2, 3}});
  CHECK_REFUSES(data_error,
                "row 3: the cell is empty (missing = drop leaves such rows out) (column b)",
                (void)rows_for(t, {.numbers = {"x"}, .groups = {"a^b"}}));
}

TEST_CASE("split_by: the rows of each label, labels in order, rows as they stood") {
  const auto parts = split_by(countries(), "country");
  REQUIRE(parts.size() == 2);
  CHECK(parts[0].first == "CHN");
  CHECK(parts[1].first == "PER");
  CHECK(parts[0].second["x"][0] == 20);
  CHECK(parts[0].second["x"][1] == 10);
  CHECK(parts[1].second.file_row(1) == 3);
  CHECK_THROWS_AS((void)split_by(countries(), "planet"), data_error);
}
