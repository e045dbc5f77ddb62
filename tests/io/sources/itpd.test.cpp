#include <bilateral/io/sources/itpd.hpp>

#include "support/close.hpp"

#include <string>

using namespace bilateral;

namespace {

flow_file read(const std::string& text, const itpd_options& options = {}) {
  return read_itpd(csv_text(text, "i.csv"), options);
}

const std::string header =
    "exporter_iso3,exporter_name,importer_iso3,importer_name,year,industry_id,industry_descr,"
    "broad_sector,trade,flag_mirror,flag_zero\n";
const std::string rows =
    "PER,Peru,CHN,China,2016,26,\"Ores, metal\",Mining,12.5,0,p\n"
    "PER,Peru,PER,Peru,2016,26,\"Ores, metal\",Mining,30,0,p\n"
    "PER,Peru,NAM,Namibia,2016,26,\"Ores, metal\",Mining,0,0,u\n"
    "CHN,China,PER,Peru,2015,120,Phones,Manufacturing,0,1,r\n";

}  // namespace

TEST_CASE("domestic sales and unknown zeros are left out and counted; units stated") {
  const flow_file f = read(header + rows);
  CHECK(f.rows == 4);
  CHECK(f.left_out == 2);
  CHECK(f.flows.value == std::vector<double>{12.5, 0});
  CHECK(f.flows.countries == std::vector<std::string>{"CHN", "PER"});
  CHECK(f.flows.products == std::vector<std::string>{"120", "26"});
  CHECK(f.flows.periods == std::vector<std::string>{"2015", "2016"});
  CHECK(f.flows.value_unit == "million current USD");
  REQUIRE(f.flows.notes.size() == 3);
  CHECK(f.flows.notes[0] == "1 row left out: zeros that stand for a missing report (flag_zero u)");
  CHECK(f.flows.notes[1] == "1 row left out: sales of a country to itself");
  CHECK(f.flows.notes[2] == "1 flows are mirrored (flag_mirror)");
  const flow_file all = read(header + rows, {.years = {2016}, .domestic = domestic_sales::keep});
  CHECK(all.flows.value == std::vector<double>{12.5, 30});
  CHECK(all.other_periods == 1);
  CHECK(all.flows.period.empty());
}

TEST_CASE("refusals") {
  CHECK_REFUSES(data_error,
                "i.csv:4: row 3: the zero stands for a missing report (u) (column flag_zero)",
                (void)read(header + rows, {.unknown_zeros = missing_flows::refuse}));
  CHECK_REFUSES(data_error, "there are no rows of 1999",
                (void)read(header + rows, {.years = {1999}}));
  CHECK_REFUSES(data_error, "i.csv:6: row 5: repeats the flow of row 1 (column trade)",
                (void)read(header + rows + "PER,,CHN,,2016,26,,,1,0,p\n"));
  CHECK_REFUSES(data_error, "i.csv:2: row 1: the value is negative (column trade)",
                (void)read(header + "PER,,CHN,,2016,26,,,-1,0,p\n"));
  CHECK_REFUSES(data_error, "the value is missing",
                (void)read(header + "PER,,CHN,,2016,26,,,NA,0,p\n"));
  CHECK_REFUSES(data_error, "there is no column trade, which ITPD-E has",
                (void)read("exporter_iso3,importer_iso3,year,industry_id\nPER,CHN,2016,1\n"));
}

TEST_CASE("a flag of zeros that contradicts its value drops nothing: it is refused") {
  CHECK_REFUSES(data_error,
                "i.csv:6: row 5: the flag u says zero, the value is above it (column flag_zero)",
                (void)read(header + rows + "PER,,NAM,,2015,26,,,7.5,0,u\n"));
  CHECK_REFUSES(data_error, "the flag r says zero, the value is above it",
                (void)read(header + "PER,,NAM,,2015,26,,,7.5,0,r\n"));
  CHECK_REFUSES(data_error, "the flag u says zero, the value is above it",
                (void)read(header + "PER,,NAM,,2015,26,,,0.001,0,u\n"));
  CHECK_REFUSES(data_error, "'x' is none of p, r and u",
                (void)read(header + "PER,,NAM,,2015,26,,,7.5,0,x\n"));
  CHECK(read(header + "PER,,NAM,,2015,26,,,0,0,r\n").flows.value == std::vector<double>{0});
}
