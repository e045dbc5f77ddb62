#include <bilateral/io/sources/icio.hpp>

#include "support/close.hpp"

#include <string>

using namespace bilateral;

namespace {

multi_region_file read(const std::string& text) { return read_icio(csv_text(text, "i.csv")); }

// two industries, China in two parts, a discrepancy without country, taxes by country
const std::string header =
    "V1,AUS_A01_02,AUS_C10,CN1_A01_02,CN1_C10,CN2_A01_02,CN2_C10,AUS_HFCE,CHN_HFCE,CHN_INVNT,DISC,"
    "OUT\n";
const std::string rows =
    "AUS_A01_02,1,2,3,4,5,6,7,8,-9,0.5,27.5\nAUS_C10,2,3,1,1,1,1,4,5,0,0,18\n"
    "CN1_A01_02,1,1,1,1,1,1,1,1,1,0,9\nCN1_C10,2,2,2,2,2,2,2,2,2,0,18\n"
    "CN2_A01_02,1,0,1,0,1,0,1,0,1,0,5\nCN2_C10,0,1,0,1,0,1,0,1,0,0,4\n"
    "AUS_TAXSUB,1,1,1,1,1,1,0,0,0,0,0\nCHN_TAXSUB,1,1,1,1,1,1,0,0,0,0,0\n"
    "VALU,18.5,6,1,9,-4,-9,0,0,0,0,0\nOUT,27.5,17,11,20,8,4,0,0,0,0,0\n";

}  // namespace

TEST_CASE("parts of a country are added, sectors keep their own underscores") {
  const multi_region_file f = read(header + rows);
  CHECK(f.table.regions == std::vector<std::string>{"AUS", "CHN"});
  CHECK(f.table.sectors == std::vector<std::string>{"A01_02", "C10"});
  CHECK(f.unit == "million USD");
  // what China's agriculture buys from Australia's: 3 + 5; from its own: 1 + 1 + 1 + 1
  CHECK(f.table.transactions(0, 2) == 8);
  CHECK(f.table.transactions(2, 2) == 4);
  CHECK(f.table.output[2] == 11 + 8);
  REQUIRE(f.final_uses.size() == 2);
  CHECK(f.final_uses[1].category == "INVNT");
  CHECK(f.final_uses[1].values(0, 1) == -9);
  CHECK(final_demand_of(f)(0, 1) == -1);
  CHECK(f.value_added[0] == 18.5);
  CHECK(f.primary_inputs[0].name == "TAXES");
  CHECK(f.primary_inputs[0].values[2] == 4);
  REQUIRE(f.notes.size() == 3);
  CHECK(f.notes[0] == "parts of a country were added to it (CHN, MEX): CN1, CN2");
  CHECK(f.notes[1] == "columns without a country were left out: DISC, in all 0.5");
  CHECK(f.notes[2] == "the rows do not add up to output: by 5 in CHN: A01_02, the worst");
}

TEST_CASE("the reversed labels of 2016; TLS and VA of the newer ones") {
  const multi_region_file f = read(
      "V1,AUS_A,MX1_A,MX2_A,HFCE_AUS,HFCE_MEX,OUT\nAUS_A,1,1,1,2,3,8\nMX1_A,1,1,1,1,1,5\n"
      "MX2_A,0,0,0,1,1,2\nTLS,1,1,0,0,0,0\nVA,5,2,0,0,0,0\nOUT,8,5,2,0,0,0\n");
  CHECK(f.table.regions == std::vector<std::string>{"AUS", "MEX"});
  CHECK(f.final_uses[0].values(0, 1) == 3);
  CHECK(f.value_added[1] == 2);
  CHECK(f.notes.size() == 1);  // rows and columns add up
}

TEST_CASE("refusals") {
  CHECK_REFUSES(data_error, "i.csv:2:1: 'AUS_X' is no row of the table",
                (void)read("V1,AUS_A,OUT\nAUS_X,1,1\n"));
  CHECK_REFUSES(data_error, "i.csv:3:1: 'AUS_A' is there twice",
                (void)read("V1,AUS_A,OUT\nAUS_A,1,1\nAUS_A,1,1\n"));
  CHECK_REFUSES(data_error, "i.csv:2:7: 'x' is not a number (column AUS_A)",
                (void)read("V1,AUS_A,OUT\nAUS_A,x,1\n"));
  CHECK_REFUSES(data_error, "the region CHN has no sector B, which others have",
                (void)read("V1,AUS_A,AUS_B,CHN_A,OUT\n"));
  CHECK_REFUSES(data_error, "there are no rows of sectors", (void)read("V1,AUS_A,OUT\nVA,1,0\n"));
  CHECK_REFUSES(data_error, "there is no row of value added",
                (void)read("V1,AUS_A,OUT\nAUS_A,1,1\n"));
  CHECK_REFUSES(data_error, "NZL has final use but no sectors",
                (void)read("V1,AUS_A,NZL_HFCE,OUT\nAUS_A,1,1,1\nVA,1,0,0\n"));
}
