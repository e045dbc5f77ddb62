#include <bilateral/econometrics/estimator/model_frame.hpp>

#include <bilateral/data/index.hpp>

#include "support/close.hpp"

using namespace bilateral;

namespace {
// two firms of three years; firm b lacks 2002
data_table firms() {
  data_table t("f.csv");
  t.add(text_column{"firm", {0, 0, 0, 1, 1}, {"a", "b"}});
  t.add(text_column{"year", {0, 1, 2, 0, 2}, {"2001", "2002", "2003"}});
  t.add(number_column{"y", {1, 3, 2, 5, 4}});
  t.add(number_column{"x", {1, 2, 4, 8, 16}});
  t.add(number_column{"hole", {1, 2, std::nan(""), 8, 16}});
  t.set_lines({2, 3, 4, 5, 6});
  index_panel(t, "firm", "year");
  return t;
}
}  // namespace

TEST_CASE("model_frame: terms, intercept and names") {
  const model_frame f = frame_of(firms(), {.y = "log(y)", .x = {"x", "log(x)"}});
  CHECK(f.model.names == std::vector<std::string>{"(intercept)", "x", "log(x)"});
  CHECK(f.model.response_name == "log(y)");
  CHECK(f.model.rows() == 5);
  CHECK(f.model.entity == std::vector<std::int32_t>{0, 0, 0, 1, 1});
  CHECK(f.model.time == std::vector<std::int64_t>{1, 2, 3, 1, 3});
  const model_frame rows = frame_of(firms(), {.x = {"x", "log(x)"}});  // to predict: no response
  CHECK(rows.model.response.size() == 0);
  CHECK(rows.model.design == f.model.design);
  const model_frame none = frame_of(firms(), {.y = "y", .x = {"x"}, .intercept = false});
  CHECK(none.model.names == std::vector<std::string>{"x"});
}

TEST_CASE("model_frame: a lag stays inside its entity, respects gaps and says what it costs") {
  const model_frame f = frame_of(firms(), {.y = "y", .x = {"lag(x, 1)"}});
  CHECK(f.model.rows() == 2);  // a in 2002 and 2003; b has no neighbours
  CHECK(f.model.design(1, 1) == 2);
  CHECK(f.dropped == 3);
  CHECK(f.dropped_rows[0].row == 1);
  CHECK(f.dropped_rows[0].reason == "lag(x,1) is not known");
  CHECK(f.sample.file_row(0) == 2);
}

TEST_CASE("model_frame: a lag reaches over rows that a condition leaves out") {
  const model_frame f = frame_of(firms(), {.y = "y", .x = {"l(x)"}, .where = {"year >= 2003"}});
  CHECK(f.model.rows() == 1);
  CHECK(f.model.design(0, 1) == 2);
  CHECK(f.notes[0] == "the conditions leave out 3 of 5 rows");
}

TEST_CASE("model_frame: empty cells are refused or dropped and told") {
  CHECK_REFUSES(data_error, "f.csv:4: row 3: the cell is empty",
                (void)frame_of(firms(), {.y = "y", .x = {"hole"}}));
  const model_frame f = frame_of(firms(), {.y = "y", .x = {"hole"}, .missing = missing_rows::drop});
  CHECK(f.model.rows() == 4);
  CHECK(f.dropped_rows[0].reason == "hole is empty");
  CHECK(f.notes[0] == "1 row with empty cells dropped; the first is row 3");
  CHECK(frame_of(firms(), {.y = "y", .x = {"hole"}, .where = {"year != 2003"}}).model.rows() == 3);
}

TEST_CASE("model_frame: a group that rows must have besides, of clusters") {
  data_table t = firms();
  t.add(text_column{"pair", {0, 1, 0, 0, 1}, {"p", " "}});
  const model_frame f =
      frame_of(t, {.y = "y", .x = {"x"}, .groups = {"pair^firm"}, .missing = missing_rows::drop});
  CHECK(f.model.rows() == 3);
  CHECK(f.dropped_rows[0].reason == "pair is empty");
  CHECK(columns_read({.y = "y", .x = {"x"}, .groups = {"pair^firm"}}).texts ==
        std::vector<std::string>{"pair", "firm"});
  CHECK_REFUSES(data_error, "the cell is empty",
                (void)frame_of(t, {.y = "y", .x = {"x"}, .groups = {"pair"}}));
}

TEST_CASE("model_frame: effects, dummies and groups are of the sample") {
  const model_frame f = frame_of(firms(), {.y = "y", .x = {"x", "i(year)"}, .absorb = {"firm"}});
  CHECK(f.model.names == std::vector<std::string>{"x", "year=2002", "year=2003"});
  REQUIRE(f.effects.size() == 1);
  CHECK(f.effects[0].levels == 2);
  const model_frame one =
      frame_of(firms(), {.y = "y", .x = {"x"}, .absorb = {"firm^year"}, .where = {"firm = a"}});
  CHECK(one.effects[0].levels == 3);
  CHECK(one.group("firm").levels == 1);
  const model_frame iv =
      frame_of(firms(), {.y = "y", .endogenous = {"log(x)"}, .instruments = {"x"}});
  CHECK(iv.endogenous[0].first == "log(x)");
  CHECK(iv.instruments[0].second[4] == 16);
}

TEST_CASE("model_frame: refusals") {
  data_table plain("p.csv");
  plain.add(text_column{"firm", {0, 1}, {"a", "b"}});
  plain.add(number_column{"y", {1, 0}});
  plain.add(number_column{"x", {1, 2}});
  CHECK_REFUSES(argument_error,
                "lags and differences with absorbed effects need to know whose row it is",
                (void)frame_of(plain, {.y = "y", .x = {"l(x)"}, .absorb = {"firm"}}));
  CHECK_REFUSES(data_error, "p.csv: row 2: 0 has no logarithm",
                (void)frame_of(plain, {.y = "log(y)", .x = {"x"}}));
  CHECK_REFUSES(data_error, "p.csv: there are no observations",
                (void)frame_of(plain, {.y = "y", .x = {"x"}, .where = {"firm = c"}}));
  CHECK_REFUSES(argument_error, "endogenous regressors and instruments belong together",
                (void)frame_of(plain, {.y = "y", .endogenous = {"x"}}));
  CHECK_REFUSES(argument_error, "the response 'l(y, 1:2)' stands for 2 columns",
                (void)frame_of(firms(), {.y = "l(y, 1:2)", .x = {"x"}}));
  CHECK_REFUSES(data_error, "there is no column of numbers z",
                (void)frame_of(plain, {.y = "y", .x = {"z"}}));
}

TEST_CASE("columns_read: what a reader has to fetch") {
  const model_columns c = columns_read({.y = "log(trade)",
                                        .x = {"l(price, 1)", "i(sector)"},
                                        .absorb = {"from^year"},
                                        .weights = "w",
                                        .where = {"year > 2000"}});
  CHECK(c.numbers == std::vector<std::string>{"trade", "price", "w"});
  CHECK(c.texts == std::vector<std::string>{"sector", "from", "year", "year"});
}
