#include <bilateral/io/sources/wdi.hpp>

#include "support/close.hpp"

#include <string>

using namespace bilateral;

namespace {

// as downloaded: a byte-order mark, title lines with blank ones between, a comma at every end
const std::string titled =
    "\xEF\xBB\xBF\"Data Source\",\"World Development Indicators\",\n\n"
    "\"Last Updated Date\",\"2023-12-18\",\n\n"
    "\"Country Name\",\"Country Code\",\"Indicator Name\",\"Indicator Code\",\"2014\",\"2015\",\n"
    "\"Namibia\",\"NAM\",\"GDP (current US$)\",\"NY.GDP.MKTP.CD\",\"12434366543.5\",\"\",\n"
    "\"Congo, Dem. Rep.\",\"COD\",\"GDP (current "
    "US$)\",\"NY.GDP.MKTP.CD\",\"..\",\"37917704900\",\n"
    "\"World\",\"WLD\",\"GDP (current US$)\",\"NY.GDP.MKTP.CD\",\"79866582146837\",\"\",\n"
    "\"Kosovo\",\"XKX\",\"GDP (current US$)\",\"NY.GDP.MKTP.CD\",\"7074394738.15\",\"\",\n";

wdi_file read(const std::string& text, const wdi_options& options = {}) {
  return read_wdi(csv_text(text, "w.csv"), options);
}

}  // namespace

TEST_CASE("title lines, missing cells, regions left out, the unit that the name states") {
  const wdi_file w = read(titled);
  CHECK(w.data.rows == 4);
  REQUIRE(w.data.table.rows() == 3);
  CHECK(text_at(w.data.table.text("country"), 1) == "COD");
  CHECK(w.data.table["year"][1] == 2015);
  CHECK(w.data.table["value"][1] == 37917704900.0);
  REQUIRE(w.indicators.size() == 1);
  CHECK(w.indicators[0].unit == "current US$");
  REQUIRE(w.data.notes.size() == 2);
  CHECK(w.data.notes[0] ==
        "1 row left out: regions and income groups, which hold the countries again");
  CHECK(w.data.notes[1] == "3 cells are missing");
  CHECK(read(titled, {.areas = wdi_areas::all}).data.table.rows() == 4);
}

TEST_CASE("the whole data base and the other form of years; indicators and years are chosen") {
  const std::string whole =
      "Country Name,Country Code,Indicator Name,Indicator Code,2014 [YR2014],2015 [YR2015]\n"
      "Peru,PER,\"Population, total\",SP.POP.TOTL,30,31\nPeru,PER,Trade (% of GDP),NE.TRD,46,45\n";
  const wdi_file w = read(whole, {.indicators = {"SP.POP.TOTL"}, .years = {2015}});
  REQUIRE(w.data.table.rows() == 1);
  CHECK(w.data.table["value"][0] == 31);
  CHECK(w.indicators[0].unit.empty());
  CHECK(read(whole).indicators[0].unit == "% of GDP");
  CHECK_REFUSES(data_error, "there is no indicator XX", (void)read(whole, {.indicators = {"XX"}}));
  CHECK_REFUSES(data_error, "there is no column of a year asked for",
                (void)read(whole, {.years = {1950}}));
}

TEST_CASE("refusals say where") {
  CHECK_REFUSES(
      data_error, "w.csv:6:54: 'n/a' is not a number (column 2014)",
      (void)read(titled.substr(0, titled.find("\"Namibia\"")) +
                 "\"Namibia\",\"NAM\",\"GDP (current US$)\",\"NY.GDP.MKTP.CD\",\"n/a\",\"\",\n"));
  CHECK_REFUSES(data_error, "repeats the country and indicator of row 1",
                (void)read("Country Name,Country Code,Indicator Name,Indicator Code,2014\n"
                           "P,PER,a,A,1\nP,PER,a,A,1\n"));
  CHECK_REFUSES(data_error, "there is no column Indicator Code",
                (void)read("Country Name,Country Code,Indicator Name,2014\nP,PER,a,1\n"));
}

// as exported: years in brackets, ".." for missing, blank lines and two of the source at the end
TEST_CASE("DataBank's export: series for indicators, the lines of its source left out") {
  const std::string export_of_databank =
      "\xEF\xBB\xBF"
      "Country Name,Country Code,Series Name,Series Code,2019 [YR2019],2020 [YR2020]\n"
      "Peru,PER,\"Exports of goods and services (current US$)\",NE.EXP.GNFS.CD,55600000000.5,..\n"
      "Namibia,NAM,\"Exports of goods and services (current US$)\",NE.EXP.GNFS.CD,..,..\n"
      "Latin America & Caribbean,LCN,\"Exports of goods and services (current US$)\","
      "NE.EXP.GNFS.CD,1,2\n"
      ",,,,,\n,,,,,\n,,,,,\n"
      "Data from database: World Development Indicators,,,,,\nLast Updated: 10/26/2023,,,,,\n";
  const wdi_file w = read(export_of_databank);
  REQUIRE(w.data.table.rows() == 1);
  CHECK(text_at(w.data.table.text("country"), 0) == "PER");
  CHECK(text_at(w.data.table.text("indicator"), 0) == "NE.EXP.GNFS.CD");
  CHECK(w.data.table["year"][0] == 2019);
  CHECK(w.data.table["value"][0] == 55600000000.5);
  REQUIRE(w.indicators.size() == 1);
  CHECK(w.indicators[0].unit == "current US$");
  REQUIRE(w.data.notes.size() == 3);
  CHECK(w.data.notes[0] == "5 rows left out: lines below the values that name the source");
  CHECK(w.data.notes[2] == "3 cells are missing");
  CHECK_REFUSES(data_error, "repeats the country and indicator",
                (void)read("Country Code,Series Name,Series Code,2019\nPER,A,B,1\nPER,A,B,2\n"));
  CHECK_REFUSES(data_error, "is not a number",
                (void)read("Country Code,Series Name,Series Code,2019\nPER,A,B,...\n"));
}
