#include <bilateral/io/sources/imf_trade.hpp>

#include "support/close.hpp"

#include <string>

using namespace bilateral;

namespace {

reported_flows read(const std::string& text, const imf_trade_options& options = {}) {
  return read_imf_trade(csv_text(text, "i.csv"), options);
}

const std::string imts =
    "STRUCTURE,STRUCTURE_ID,ACTION,COUNTRY,INDICATOR,COUNTERPART_COUNTRY,FREQUENCY,TIME_PERIOD,"
    "OBS_VALUE,SCALE\n"
    "dataflow,IMF.STA:IMTS(1.0.0),I,PER,XG_FOB_USD,CHN,A,2016,8492000000,0\n"
    "dataflow,IMF.STA:IMTS(1.0.0),I,CHN,MG_CIF_USD,PER,A,2016,9.5,9\n"
    "dataflow,IMF.STA:IMTS(1.0.0),I,CHN,MG_FOB_USD,PER,A,2016,9.1,9\n"
    "dataflow,IMF.STA:IMTS(1.0.0),I,PER,TBG_USD,CHN,A,2016,-3,6\n"
    "dataflow,IMF.STA:IMTS(1.0.0),I,PER,XG_FOB_USD,G001,A,2016,37000000000,Units\n"
    "dataflow,IMF.STA:IMTS(1.0.0),I,PER,XG_FOB_USD,CHN,M,2016-M01,500,Millions\n"
    "dataflow,IMF.STA:IMTS(1.0.0),I,PER,XG_FOB_USD,CHN,A,2015,7333,Millions\n";

}  // namespace

TEST_CASE("IMTS: scales are read, the world and the other valuation left out and counted") {
  CHECK_REFUSES(data_error, "i.csv:7: row 6: the frequencies A and M stand together; name one",
                (void)read(imts));
  const reported_flows f = read(imts, {.frequency = "A"});
  CHECK(f.rows == 7);
  CHECK(f.exports.value == std::vector<double>{8492e6, 7333e6});
  CHECK(f.imports.value == std::vector<double>{9.5e9});
  CHECK(f.imports.countries == std::vector<std::string>{"CHN", "PER"});
  CHECK(f.imports.value_unit == "current USD, CIF");
  CHECK(f.reporters == std::vector<std::string>{"CHN", "PER"});
  CHECK(f.exports.periods == std::vector<std::string>{"2015", "2016"});
  REQUIRE(f.notes.size() == 4);
  CHECK(f.notes[0] == "1 row left out: indicators other than exports and imports of goods in USD");
  CHECK(f.notes[1] == "1 row left out: imports FOB (CIF is read)");
  CHECK(f.notes[2] ==
        "1 row left out: the world, groups and areas that are no country, in COUNTERPART_COUNTRY");
  CHECK(f.notes[3] == "1 row left out: of another frequency");
  const reported_flows fob =
      read(imts, {.frequency = "A", .periods = {"2016"}, .imports = import_valuation::fob});
  CHECK(fob.imports.value == std::vector<double>{9.1 * 1e9});
  CHECK(fob.exports.size() == 1);
  CHECK(fob.other_periods == 1);
}

TEST_CASE("DOTS: two letters, Namibia among them, millions by UNIT_MULT or by the caller") {
  const std::string head =
      "DATAFLOW,FREQ,REF_AREA,INDICATOR,COUNTERPART_AREA,TIME_PERIOD,OBS_VALUE";
  const reported_flows f = read(head +
                                ",UNIT_MULT\nIMF:DOT(1.0),A,NA,TXG_FOB_USD,XK,2010,12.5,6\n"
                                "IMF:DOT(1.0),A,US,TMG_CIF_USD,W00,2010,1,6\n");
  CHECK(f.exports.countries == std::vector<std::string>{"NAM", "XKX"});
  CHECK(f.exports.value == std::vector<double>{12.5e6});
  CHECK_REFUSES(data_error, "it has neither UNIT_MULT nor SCALE",
                (void)read(head + "\nX,A,PE,TXG_FOB_USD,CN,2010,1\n"));
  CHECK(read(head + "\nX,A,PE,TXG_FOB_USD,CN,2010,2\n", {.scale = 1e6}).exports.value[0] == 2e6);
  CHECK_REFUSES(data_error,
                "i.csv:2: row 1: 'x' is no multiple (0, 3, 6, Millions) (column UNIT_MULT)",
                (void)read(head + ",UNIT_MULT\nX,A,PE,TXG_FOB_USD,CN,2010,1,x\n"));
  CHECK_REFUSES(data_error, "there are no flows between countries",
                (void)read(head + ",UNIT_MULT\nX,A,PE,TXG_FOB_USD,W00,2010,1,6\n"));
  CHECK_REFUSES(data_error, "the value is negative",
                (void)read(head + ",UNIT_MULT\nX,A,PE,TXG_FOB_USD,CN,2010,-1,6\n"));
  CHECK_REFUSES(data_error, "there is no dimension COUNTRY or REF_AREA",
                (void)read("DATAFLOW,FREQ,OBS_VALUE\nX,A,1\n"));
}
