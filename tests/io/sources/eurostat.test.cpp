#include <bilateral/io/sources/eurostat.hpp>

#include "support/close.hpp"

#include <cmath>
#include <string>

using namespace bilateral;

namespace {

source_table table(const std::string& text, const eurostat_options& options = {}) {
  return read_eurostat_tsv(csv_text(text, "e.tsv"), options);
}
reported_flows comext(const std::string& text, const comext_options& options = {}) {
  return read_comext(csv_text(text, "c.dat"), options);
}

// blanks behind periods, flags, missing and confidential cells, two frequencies
const std::string tsv =
    "freq,unit,geo\\TIME_PERIOD\t2020 \t2021 \t2021-Q1 \n"
    "A,MIO_EUR,NA\t12.5 b\t: c\t: \n"
    "A,MIO_EUR,EL\t: \t-3 ep\t: \n"
    "Q,MIO_EUR,EL\t: \t: \t7 \n";

const std::string full =
    "REPORTER,PARTNER,TRADE_TYPE,PRODUCT_NC,PRODUCT_SITC,FLOW,STAT_PROCEDURE,SUPPL_UNIT,PERIOD,"
    "VALUE_EUR,VALUE_NAC,QUANTITY_KG,QUANTITY_SUPPL_UNIT\n";
const std::string rows =
    "AT,NA,E,01012100,00150,2,1,NO_SU,202401,65,65,3,0\n"
    "AT,NA,E,01012100,00150,2,2,NO_SU,202401,5,5,0,0\n"
    "GR,DE,I,01012100,00150,1,1,NO_SU,202401,2700.5,2700,136,0\n"
    "DE,XK,E,01012100,00150,1,1,NO_SU,202402,9,9,1,0\n"
    "DE,WORLD,E,01012100,00150,1,1,NO_SU,202402,900,900,1,0\n";

}  // namespace

TEST_CASE("a table of Eurostat: long form, flags apart, what has no value is counted") {
  CHECK_REFUSES(data_error, "e.tsv:4:1: 'Q,MIO_EUR,EL' is of another frequency", (void)table(tsv));
  const source_table t = table(tsv, {.frequency = "A"});
  REQUIRE(t.table.rows() == 2);
  CHECK(text_at(t.table.text("geo"), 0) == "NA");
  CHECK(text_at(t.table.text("TIME_PERIOD"), 1) == "2021");
  CHECK(t.table["OBS_VALUE"][0] == 12.5);
  CHECK(t.table["OBS_VALUE"][1] == -3);
  CHECK(text_at(t.table.text("OBS_FLAG"), 1) == "ep");
  CHECK(t.table.file_line(1) == 3);
  REQUIRE(t.notes.size() == 3);
  CHECK(t.notes[0] == "1 rows left out: of another frequency");
  CHECK(t.notes[1] == "3 cells are missing (:)");
  CHECK(t.notes[2] == "1 cells are confidential (: c)");
}

TEST_CASE(
    "a table of Eurostat: years and quarters are not mixed, with or without a dimension freq") {
  const std::string head = "unit,geo\\TIME_PERIOD\t2019\t2020-Q1\t2020-01\n";
  CHECK_REFUSES(data_error, "2020-Q1 in a table that has one of 2019",
                (void)table(head + "MIO_EUR,EL\t1\t2\t:\n"));
  CHECK_REFUSES(data_error, "2020-01 in a table that has one of 2020-Q1",
                (void)table(head + "MIO_EUR,EL\t:\t2\t3\n"));
  CHECK(table(head + "MIO_EUR,EL\t1\t:\t:\n").table.rows() == 1);
}

TEST_CASE("a table of Eurostat: refusals") {
  CHECK_REFUSES(data_error, "is no corner of a table of Eurostat",
                (void)table("geo\t2020\nA\t1\n"));
  CHECK_REFUSES(data_error, "e.tsv:1:1: the dimension geo stands twice",
                (void)table("geo,geo\\time\t2020 \nA,B\t1\n"));
  CHECK_REFUSES(data_error, "e.tsv:2:1: 'A' has 1 codes for 2 dimensions",
                (void)table("unit,geo\\time\t2020 \nA\t1\n"));
  CHECK_REFUSES(data_error, "e.tsv:2:5: '1.5b' is no number with flags behind a blank",
                (void)table("unit,geo\\time\t2020 \nA,B\t1.5b\n"));
  CHECK_REFUSES(data_error, "e.tsv:3:1: 'A,B' is there twice",
                (void)table("unit,geo\\time\t2020 \nA,B\t1\nA,B\t2\n"));
  CHECK_REFUSES(data_error, "there are no values", (void)table("unit,geo\\time\t2020 \nA,B\t:\n"));
}

TEST_CASE("COMEXT: both flows in EUR, groups left out, zero weight is unknown") {
  const reported_flows f = comext(full + rows);
  CHECK(f.rows == 5);
  CHECK(f.taken == 4);
  CHECK(f.exports.value == std::vector<double>{65, 5});
  CHECK(f.exports.countries == std::vector<std::string>{"AUT", "NAM"});
  CHECK(f.exports.products == std::vector<std::string>{"01012100"});
  CHECK(f.exports.quantity[0] == 3);
  CHECK(std::isnan(f.exports.quantity[1]));
  CHECK(f.imports.countries == std::vector<std::string>{"DEU", "GRC", "XK"});
  CHECK(f.imports.value_unit == "current EUR, CIF");
  CHECK(f.level == 8);
  REQUIRE(f.notes.size() == 2);
  CHECK(f.notes[0] == "1 row left out: partners that are groups of countries");
  CHECK(f.notes[1] == "areas without an ISO code keep Eurostat's letters: XK");
  CHECK(comext(full + rows, {.periods = {"202402"}}).other_periods == 3);
}

TEST_CASE("COMEXT: the older names") {
  const reported_flows f = comext(
      "DECLARANT,DECLARANT_ISO,PARTNER,PARTNER_ISO,TRADE_TYPE,PRODUCT_NC,FLOW,STAT_REGIME,SUPP_"
      "UNIT,"
      "PERIOD,VALUE_IN_EUROS,QUANTITY_IN_KG,SUP_QUANTITY\n001,FR,0003,NL,I,95030041,1,1,,201452,10,"
      "2,\n");
  CHECK(f.imports.countries == std::vector<std::string>{"FRA", "NLD"});
}

TEST_CASE("COMEXT: what must not be added is refused") {
  CHECK_REFUSES(data_error, "c.dat:7: row 6: products of 2 and of 8 digits stand together",
                (void)comext(full + rows + "AT,DE,I,01,0,2,1,NO_SU,202401,1,1,1,0\n"));
  CHECK(comext(full + rows + "AT,DE,I,01,0,2,1,NO_SU,202401,1,1,1,0\n", {.level = 2}).taken == 1);
  CHECK_REFUSES(data_error, "the periods 202401 and 202452 stand together: one holds the other",
                (void)comext(full + rows + "AT,DE,I,01012100,0,2,1,NO_SU,202452,1,1,1,0\n"));
  CHECK_REFUSES(data_error, "the procedures 1 and 4 stand together: one holds the other",
                (void)comext(full + rows + "AT,DE,I,01012100,0,2,4,NO_SU,202401,1,1,1,0\n"));
  CHECK_REFUSES(data_error, "c.dat:2: row 1: '3' is no flow (1 import, 2 export) (column FLOW)",
                (void)comext(full + "AT,DE,I,01012100,0,3,1,NO_SU,202401,1,1,1,0\n"));
  CHECK_REFUSES(data_error, "the value is missing (column VALUE_EUR)",
                (void)comext(full + "AT,DE,I,01012100,0,1,1,NO_SU,202401,,1,1,0\n"));
  CHECK_REFUSES(data_error, "there is no column PRODUCT_NC or PRODUCT of COMEXT",
                (void)comext("REPORTER,PARTNER\nAT,DE\n"));
}
