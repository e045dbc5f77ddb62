#include <bilateral/io/sources/wits.hpp>

#include "support/close.hpp"

#include <cmath>
#include <string>

using namespace bilateral;

namespace {

source_table read(const std::string& text, const wits_options& options = {}) {
  return read_wits_tariffs(csv_text(text, "w.csv"), options);
}

const std::string header =
    "Selected Nomen,Native Nomen,Reporter,Reporter Name,Product,Product Name,Partner,Partner Name,"
    "Tariff Year,Trade Year,Trade Source,DutyType,Simple Average,Weighted Average,Minimum "
    "Rate,Maximum "
    "Rate,Nbr of Total Lines,Imports Value in 1000 USD\n";
const std::string rows =
    "HS,H4,604,Peru,010121,\"Horses, live\",156,China,2016,2016,C,AHS,2.5,2,0,6,3,120.5\n"
    "HS,H4,604,Peru,010121,\"Horses, live\",000,World,2016,2015,C,AHS,3,,0,6,3,\n"
    "HS,H4,918,European Union,010121,x,604,Peru,2016,2016,C,AHS,0,0,0,0,1,7\n"
    "HS,H4,604,Peru,010121,x,156,China,2016,2016,C,MFN,6,6,6,6,3,120.5\n"
    "HS,H4,604,Peru,01,x,156,China,2016,2016,C,AHS,6,6,6,6,9,500\n";

}  // namespace

TEST_CASE("a query: areas by code, rates in percent, imports in thousands") {
  const source_table t = read(header + rows, {.duty = "AHS", .level = 6});
  CHECK(t.rows == 5);
  REQUIRE(t.table.rows() == 3);
  CHECK(text_at(t.table.text("reporter"), 2) == "EUN");
  CHECK(text_at(t.table.text("partner"), 1) == "W00");
  CHECK(text_at(t.table.text("product"), 0) == "010121");
  CHECK(t.table.number("simple_average").unit == "percent");
  CHECK(t.table.number("imports").unit == "thousand USD");
  CHECK(t.table["imports"][0] == 120.5);
  CHECK(std::isnan(t.table["weighted_average"][1]));
  REQUIRE(t.notes.size() == 3);
  CHECK(t.notes[0] == "1 row left out: duties other than the one asked for");
  CHECK(t.notes[1] == "1 row left out: product levels other than the one asked for");
  CHECK(t.notes[2] == "1 rows weigh tariffs with the trade of another year");
}

TEST_CASE("a bulk file of TRAINS") {
  const source_table t = read(
      "NomenCode,Reporter_ISO_N,Year,ProductCode,Partner,Sum_Of_Rates,Min_Rate,Max_Rate,"
      "SimpleAverage,"
      "TotalNoOfLines,Nbr_Pref_Lines,Nbr_MFN_Lines,Nbr_NA_Lines,EstCode\n"
      "H5,840,2018,010121,000,4.5,0,4.5,2.25,2,0,2,1,MFN\n");
  CHECK(text_at(t.table.text("reporter"), 0) == "USA");
  CHECK(t.table["simple_average"][0] == 2.25);
  CHECK(t.notes.at(0).rfind("1 products have lines without an ad valorem rate", 0) == 0);
}

TEST_CASE("refusals") {
  CHECK_REFUSES(data_error, "w.csv:5: row 4: the duties AHS and MFN stand together",
                (void)read(header + rows));
  CHECK_REFUSES(data_error,
                "products of 2 and of 6 digits stand together; name a level (column product)",
                (void)read(header + rows, {.duty = "AHS"}));
  CHECK_REFUSES(data_error, "'10121' has an odd number of digits (was a leading zero lost?)",
                (void)read("Reporter,Product,Tariff Year,Simple Average\n604,10121,2016,1\n"));
  CHECK_REFUSES(
      data_error, "w.csv:3: row 2: repeats the tariff of row 1 (column product)",
      (void)read(
          "Reporter,Product,Tariff Year,Simple Average\n604,010121,2016,1\n604,010121,2016,2\n"));
  CHECK_REFUSES(data_error, "there is no column Simple Average or SimpleAverage of WITS",
                (void)read("Reporter,Product,Tariff Year\n604,010121,2016\n"));
  CHECK_REFUSES(data_error, "no rows are left", (void)read(header + rows, {.duty = "BND"}));
}
