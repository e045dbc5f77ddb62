#include <bilateral/io/source_table.hpp>

#include "support/close.hpp"

#include <cmath>
#include <string>

using namespace bilateral;

namespace {

const source_schema schema{"the source",
                           {{"who", column_kind::text},
                            {"v", column_kind::number, "km"},
                            {"w", column_kind::number, "", column_presence::optional}},
                           {"."}};

source_table read(const std::string& text) { return read_source(csv_text(text, "t.csv"), schema); }

}  // namespace

TEST_CASE("columns of a schema: units, missing numbers, columns that need not be there") {
  const source_table t = read("x,who,v\n1,NA,2\n2,.,.\n");
  CHECK(t.rows == 2);
  CHECK(t.table.number("v").unit == "km");
  CHECK(std::isnan(t.table["v"][1]));
  CHECK(text_at(t.table.text("who"), 1) == ".");  // a text is never missing
  CHECK_FALSE(t.table.has_number("w"));
  CHECK_FALSE(t.table.has_number("x"));
  CHECK(t.table.file_line(1) == 3);
  CHECK(read("who,v,w\na,1,2\n").table["w"][0] == 2);
}

TEST_CASE("a header can be looked at before the input is read from its start") {
  for (const std::size_t step : {1U, 3U, 4096U}) {
    csv_input input = csv_text("who,v\na,1\nb,2\n", "t.csv");
    input.bytes = [inner = input.bytes, step](char* to, std::size_t capacity) {
      return inner(to, (std::min)(step, capacity));
    };
    CHECK(first_bytes(input, 5) == "who,v");
    CHECK(first_bytes(input, 500) == "who,v\na,1\nb,2\n");
    CHECK(header_of(input) == std::vector<std::string>{"who", "v"});
    CHECK(header_of(input) == std::vector<std::string>{"who", "v"});
    CHECK(read_source(std::move(input), schema).table["v"][1] == 2);
  }
}

TEST_CASE("rows left out: the first reason counts, rows keep their place in the file") {
  const data_table all = read("who,v\na,1\nb,2\nc,3\nd,4\n").table;
  row_selection rows(all.rows());
  rows.leave_out("they are small", [&](std::size_t i) { return all["v"][i] < 3; })
      .leave_out("they are odd", [&](std::size_t i) { return std::fmod(all["v"][i], 2) == 1; })
      .leave_out("nothing", [](std::size_t) { return false; });
  std::vector<std::string> notes;
  const data_table kept = rows.apply(all, notes);
  REQUIRE(kept.rows() == 1);
  CHECK(text_at(kept.text("who"), 0) == "d");
  CHECK(kept.file_row(0) == 4);
  CHECK(kept.number("v").unit == "km");
  CHECK(notes == std::vector<std::string>{"2 rows left out: they are small",
                                          "1 row left out: they are odd"});
}

TEST_CASE("rows that repeat others") {
  const data_table t = read("who,v\na,1\na,2\nb,1\na,1\na,1\n").table;
  const auto twice = find_repeated(t, {"who", "v"});
  REQUIRE(twice);
  CHECK(twice->row == 3);
  CHECK(twice->first == 0);
  CHECK(twice->count == 2);
  CHECK(find_repeated(t, {"who"})->row == 1);
  CHECK_FALSE(find_repeated(read("who,v\na,1\nb,1\n").table, {"who", "v"}));
}

TEST_CASE("refusals") {
  CHECK_REFUSES(data_error, "t.csv: there is no column v, which the source has",
                (void)read("who,x\na,1\n"));
  CHECK_REFUSES(data_error, "t.csv: there are no rows", (void)read("who,v\n"));
  CHECK_REFUSES(data_error, "t.csv:2:3: 'x' is not a number (column v)",
                (void)read("who,v\na,x\n"));
  CHECK_REFUSES(data_error, "t.csv: is empty", (void)read(""));
}
