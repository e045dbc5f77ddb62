#include <bilateral/io/sources/figaro.hpp>

#include "support/close.hpp"

#include <string>

using namespace bilateral;

namespace {

multi_region_file read(const std::string& text) { return read_figaro(csv_text(text, "f.csv")); }

const std::string header = "icioiRow,icioiCol,refArea,rowIi,counterpartArea,colIi,obsValue\n";
// NA is Namibia; cells that are zero are not there; taxes on final use
const std::string rows =
    "NA_A01,NA_A01,NA,A01,NA,A01,1.5\nNA_A01,FIGW1_A01,NA,A01,FIGW1,A01,2\n"
    "FIGW1_A01,FIGW1_A01,FIGW1,A01,FIGW1,A01,3\nNA_A01,FIGW1_P3_S14,NA,A01,FIGW1,P3_S14,4\n"
    "FIGW1_A01,NA_P51G,FIGW1,A01,NA,P51G,2\nW2_D1,NA_A01,W2,D1,NA,A01,3\n"
    "W2_B2A3G,NA_A01,W2,B2A3G,NA,A01,2\nW2_D21X31,NA_A01,W2,D21X31,NA,A01,1\n"
    "W2_D21X31,NA_P51G,W2,D21X31,NA,P51G,9\n";

}  // namespace

TEST_CASE("the flat form: sparse cells, primary inputs under W2, output by row") {
  const multi_region_file f = read(header + rows);
  CHECK(f.table.regions == std::vector<std::string>{"NA", "FIGW1"});
  CHECK(f.table.transactions(0, 1) == 2);
  CHECK(f.table.transactions(1, 0) == 0);
  CHECK(f.table.output[0] == 7.5);
  CHECK(f.value_added[0] == 5);
  CHECK(f.unit == "million EUR");
  CHECK(final_demand_of(f)(0, 1) == 4);
  REQUIRE(f.notes.size() == 2);
  CHECK(f.notes[0] == "1 cells of primary inputs to final use (taxes) were left out, in all 9");
  CHECK(f.notes[1] == "the file has no output: it is the sum of each row");
}

TEST_CASE("refusals") {
  CHECK_REFUSES(data_error, "is a table of supply or use",
                (void)read("icsupRow,icsupCol,refArea,rowPi,counterpartArea,colPi,obsValue\n"));
  CHECK_REFUSES(data_error, "f.csv:11: row 10: repeats the cell of row 1 (column rowIi)",
                (void)read(header + rows + "NA_A01,NA_A01,NA,A01,NA,A01,1.5\n"));
  CHECK_REFUSES(data_error, "f.csv:2: row 1: the value is missing (column obsValue)",
                (void)read(header + "NA_A01,NA_A01,NA,A01,NA,A01,\n"));
  CHECK_REFUSES(data_error, "'NA XX' is neither a sector that sells nor final use",
                (void)read(header + "NA_A01,NA_XX,NA,A01,NA,XX,1\n"));
}
