#include <bilateral/io/sdmx_csv.hpp>

#include "support/close.hpp"

#include <string>

using namespace bilateral;

namespace {

sdmx_file read(const std::string& text, const sdmx_options& options = {}) {
  return read_sdmx_csv(csv_text(text, "s.csv"), options);
}

// 2.0: actions, a sub-field sign, NaN, an empty value, a quoted line end, a custom column
const std::string newer =
    "STRUCTURE[;],STRUCTURE_ID,ACTION,SERIES_KEY,FREQ,AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS,"
    "COMMENT\n"
    "dataflow,IMF:X(1.0),I,A.PER,A,PER,2010,1.5,A,\"two\nlines\"\n"
    "dataflow,IMF:X(1.0),M,A.PER,A,PER,2011,NaN,M,\n"
    "dataflow,IMF:X(1.0),D,A.PER,A,PER,2012,7,A,\n"
    "dataflow,IMF:X(1.0),I,A.PER,A,PER,2013,,A,\n"
    "dataflow,IMF:X(1.0),I,A.NAM,A,NA,2010,2,A,\"a;b\"\n";

}  // namespace

TEST_CASE("2.0: dimensions before the value, attributes behind, what has no value is left out") {
  const sdmx_file f = read(newer);
  CHECK(f.version == "2.0");
  CHECK(f.structure == "IMF:X(1.0)");
  CHECK(f.dimensions == std::vector<std::string>{"FREQ", "AREA", "TIME_PERIOD"});
  CHECK(f.attributes == std::vector<std::string>{"OBS_STATUS", "COMMENT"});
  CHECK(f.data.rows == 5);
  REQUIRE(f.data.table.rows() == 2);
  CHECK(f.data.table["OBS_VALUE"][1] == 2);
  CHECK(text_at(f.data.table.text("AREA"), 1) == "NA");
  CHECK(text_at(f.data.table.text("COMMENT"), 0) == "two\nlines");
  CHECK(f.data.table.file_line(1) == 7);
  REQUIRE(f.data.notes.size() == 2);
  CHECK(f.data.notes[0] == "1 row left out: they ask for a deletion (ACTION D)");
  CHECK(f.data.notes[1] == "2 rows left out: the observation has no value");
}

TEST_CASE("1.0 with labels, semicolons and decimal commas, a byte-order mark") {
  const sdmx_file f = read(
      "\xEF\xBB\xBF\"DATAFLOW\";FREQ: Frequency;AREA: Area;TIME_PERIOD: Time;OBS_VALUE;UNIT_MULT: "
      "Multiplier\nECB:EXR(1.0): Rates;A: Annual;PER: Peru;2010;1,5;6: Millions\n"
      "ECB:EXR(1.0): Rates;A: Annual;CHN: China: mainland;2010;2,25;6: Millions\n");
  CHECK(f.version == "1.0");
  CHECK(f.delimiter == ';');
  CHECK(f.structure == "ECB:EXR(1.0)");
  CHECK(f.dimensions == std::vector<std::string>{"FREQ", "AREA", "TIME_PERIOD"});
  CHECK(f.data.table["OBS_VALUE"][1] == 2.25);
  CHECK(f.data.table.text("AREA").labels == std::vector<std::string>{"PER", "CHN"});
  CHECK(text_at(f.data.table.text("UNIT_MULT"), 0) == "6");
  const std::string dots = "DATAFLOW;A;TIME_PERIOD;OBS_VALUE\nX;P;2010;1.5\n";
  CHECK_REFUSES(data_error, "s.csv:2:10: '1.5' is not a number (column OBS_VALUE)",
                (void)read(dots));
  CHECK(read(dots, {.decimal = '.'}).data.table["OBS_VALUE"][0] == 1.5);
}

TEST_CASE("values in front: dimensions are named; several dataflows: one is named") {
  const std::string front =
      "STRUCTURE,STRUCTURE_ID,OBS_VALUE,AREA,TIME_PERIOD\ndataflow,X,1,P,2010\n"
      "dataflow,Y,2,P,2010\n";
  CHECK_REFUSES(data_error, "no column stands before OBS_VALUE; the dimensions must be named",
                (void)read(front));
  CHECK_REFUSES(data_error, "s.csv:3: row 2: the dataflows X and Y stand together; name one",
                (void)read(front, {.dimensions = {"AREA", "TIME_PERIOD"}}));
  const sdmx_file y = read(front, {.structure = "Y", .dimensions = {"AREA", "TIME_PERIOD"}});
  CHECK(y.data.table["OBS_VALUE"][0] == 2);
  CHECK(y.structure == "Y");
}

TEST_CASE("refusals") {
  CHECK_REFUSES(data_error,
                "s.csv:1:1: SDMX-CSV starts with a column STRUCTURE (2.0) or DATAFLOW (1.0)",
                (void)read("FREQ,OBS_VALUE\nA,1\n"));
  CHECK_REFUSES(data_error, "there is no column OBS_VALUE", (void)read("DATAFLOW,A\nX,1\n"));
  CHECK_REFUSES(data_error, "there is no column STRUCTURE_ID",
                (void)read("STRUCTURE,A,OBS_VALUE\nX,1,1\n"));
  CHECK_REFUSES(data_error, "s.csv:3: row 2: repeats the observation of row 1 (column OBS_VALUE)",
                (void)read("DATAFLOW,A,OBS_VALUE\nX,P,1\nX,P,1\n"));
  CHECK_REFUSES(data_error, "followed by no comma, semicolon, tab or bar",
                (void)read("DATAFLOW:A\n"));
  CHECK_REFUSES(data_error, "there are no observations",
                (void)read("DATAFLOW,A,OBS_VALUE\nX,P,\n"));
}
