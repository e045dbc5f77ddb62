#include <bilateral/io/sources/wiod.hpp>

#include "support/close.hpp"

#include <string>

using namespace bilateral;

namespace {

multi_region_file read(const std::string& text, const wiod_options& options = {}) {
  return read_wiod(csv_text(text, "w.csv"), options);
}

const std::string header =
    "IndustryCode,IndustryDescription,Country,RNr,Year,AUS1,AUS2,ROW1,ROW2,AUS57,ROW57,ROW61,TOT\n";
const std::string rows =
    "A01,\"Crops, animals\",AUS,1,2014,1,2,3,4,5,6,-1,20\nA02,Forestry,AUS,2,2014,1,1,1,1,1,1,0,6\n"
    "A01,\"Crops, animals\",ROW,1,2014,2,2,2,2,2,2,0,12\nA02,Forestry,ROW,2,2014,1,0,1,0,1,0,0,3\n"
    "II_fob,Total,TOT,65,2014,5,5,7,7,0,0,0,24\nTXSP,Taxes,TOT,66,2014,1,0,0,0,3,0,0,4\n"
    "VA,Value added,TOT,70,2014,14,1,5,-4,0,0,0,16\nGO,Output,TOT,73,2014,20,6,12,3,0,0,0,41\n";

}  // namespace

TEST_CASE("industries by their code, final use by kind, other rows as primary inputs") {
  const multi_region_file f = read(header + rows);
  CHECK(f.table.regions == std::vector<std::string>{"AUS", "ROW"});
  CHECK(f.table.sectors == std::vector<std::string>{"A01", "A02"});
  CHECK(f.table.transactions(0, 3) == 4);
  CHECK(f.table.output[2] == 12);
  CHECK(f.final_uses.size() == 5);
  CHECK(f.final_uses[0].category == "CONS_h");
  CHECK(f.final_uses[0].values(0, 1) == 6);
  CHECK(f.final_uses[4].values(0, 1) == -1);
  CHECK(f.value_added[3] == -4);
  REQUIRE(f.primary_inputs.size() == 2);
  CHECK(f.primary_inputs[0].name == "TXSP");
  CHECK(f.unit == "million USD");
  CHECK(f.notes.empty());  // rows and columns add up
}

TEST_CASE("years are chosen; refusals") {
  std::string two = header + rows;
  std::string other = rows;
  for (std::size_t at = 0; (at = other.find("2014", at)) != std::string::npos;)
    other.replace(at, 4, "2013");
  CHECK_REFUSES(data_error, "w.csv:10:28: '2013' is another year than the rows before; name one",
                (void)read(two + other));
  const multi_region_file f = read(two + other, {.year = 2013});
  CHECK(f.notes[0] == "8 rows left out: of other years");
  CHECK_REFUSES(data_error, "there are no rows of the year", (void)read(two, {.year = 1999}));
  CHECK_REFUSES(data_error, "'1' is there twice for AUS",
                (void)read(two + "A01,x,AUS,1,2014,1,2,3,4,5,6,-1,20\n"));
  CHECK_REFUSES(data_error, "'NZL' has a row but no columns",
                (void)read(two + "A01,x,NZL,1,2014,1,2,3,4,5,6,-1,20\n"));
  CHECK_REFUSES(
      data_error, "is another code than A01 for the same RNr",
      (void)read(header +
                 "A01,x,AUS,1,2014,1,2,3,4,5,6,-1,20\nB01,x,ROW,1,2014,1,2,3,4,5,6,-1,20\n"));
  CHECK_REFUSES(data_error, "there is no column RNr",
                (void)read("IndustryCode,Country,Year,AUS1\n"));
}
