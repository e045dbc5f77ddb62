#include <bilateral/io/sources/cepii.hpp>

#include "support/close.hpp"
#include "support/data.hpp"

#include <cmath>
#include <cstdio>
#include <string>

using namespace bilateral;

namespace {

const std::string gravity_header =
    "year,country_id_o,country_id_d,iso3_o,iso3_d,country_exists_o,country_exists_d,dist,pop_o,gdp_"
    "o,"
    "empire,tradeflow_comtrade_o,tradeflow_comtrade_d\n";

// Namibia's NA beside a missing NA, Indonesia under two ids, countries that are not there yet
const std::string gravity_rows =
    "2001,NAM,IDN.1,NAM,IDN,1,1,9000,1900,,NA,NA,10\n"
    "2001,NAM,IDN.2,NAM,IDN,1,0,9001,1900,,NA,NA,NA\n"
    "2001,NAM,NAM,NAM,NAM,1,1,NA,1900,3500000,,,\n"
    "2002,NAM,IDN.2,NAM,IDN,1,1,9001,1950,4000000,GBR,11,12.5\n";

source_table gravity(const std::string& text, const cepii_gravity_options& options = {}) {
  return read_cepii_gravity(csv_text(text, "g.csv"), options);
}

}  // namespace

TEST_CASE("Gravity: countries that do not exist are left out, units are the documentation's") {
  const source_table g = gravity(gravity_header + gravity_rows);
  CHECK(g.rows == 4);
  REQUIRE(g.table.rows() == 3);
  CHECK(g.table.number("dist").unit == "km");
  CHECK(g.table.number("gdp_o").unit == "thousand current USD");
  CHECK(g.table.number("pop_o").unit == "thousand persons");
  CHECK(g.table.number("country_exists_o").unit.empty());
  CHECK(std::isnan(g.table["dist"][1]));
  CHECK(std::isnan(g.table["tradeflow_comtrade_o"][0]));
  CHECK(g.table["tradeflow_comtrade_d"][2] == 12.5);
  CHECK(text_at(g.table.text("empire"), 0) == "NA");  // a text: not touched
  CHECK(g.table.file_row(2) == 4);
  CHECK(g.table.file_line(2) == 5);
  REQUIRE(g.notes.size() == 2);
  CHECK(g.notes[0] == "1 row left out: a country did not exist in the year (country_exists)");
  CHECK(g.notes[1] == "1 rows are of a country with itself");
}

TEST_CASE("Gravity: one code for two countries is said; years and columns are chosen") {
  const source_table all =
      gravity(gravity_header + gravity_rows, {.absent = absent_countries::keep});
  CHECK(all.table.rows() == 4);
  CHECK(all.notes[0].rfind(
            "1 rows repeat year, iso3_o and iso3_d of another (year 2001, iso3_o NAM", 0) == 0);
  const source_table one =
      gravity(gravity_header + gravity_rows, {.columns = {"dist"}, .years = {2002}});
  CHECK(one.table.rows() == 1);
  CHECK(one.table.has_number("dist"));
  CHECK_FALSE(one.table.has_number("gdp_o"));
}

TEST_CASE("Gravity: refusals") {
  CHECK_REFUSES(data_error, "there are no rows of 1999",
                (void)gravity(gravity_header + gravity_rows, {.years = {1999}}));
  CHECK_REFUSES(data_error, "there is no column distance, which CEPII Gravity has",
                (void)gravity(gravity_header + gravity_rows, {.columns = {"distance"}}));
  CHECK_REFUSES(data_error, "g.csv:6: row 5: repeats the pair and year of row 4 (column year)",
                (void)gravity(gravity_header + gravity_rows +
                              "2002,NAM,IDN.2,NAM,IDN,1,1,9001,1950,4000000,GBR,11,12.5\n"));
  CHECK_REFUSES(data_error, "g.csv:2:28: '9 000' is not a number (column dist)",
                (void)gravity(gravity_header + "2001,NAM,IDN.1,NAM,IDN,1,1,9 000,1,1,,,\n"));
  CHECK_REFUSES(data_error, "there are no rows", (void)gravity(gravity_header));
}

TEST_CASE("GeoDist: a dot is missing, withdrawn codes are named") {
  const source_table d = read_geodist(
      csv_text("\"iso_o\",\"iso_d\",\"contig\",\"dist\",\"distw\"\n\"PER\",\"CHN\",0,16700,.\n"
               "\"ROM\",\"CHN\",0,7000.5,7100\n",
               "d.csv"));
  CHECK(d.table.number("dist").unit == "km");
  CHECK(std::isnan(d.table["distw"][0]));
  REQUIRE(d.notes.size() == 1);
  CHECK(d.notes[0] == "codes that ISO 3166 does not have (today): ROM");
  CHECK_REFUSES(data_error, "d.csv:3: row 2: repeats the pair of row 1 (column iso_o)",
                (void)read_geodist(csv_text("iso_o,iso_d,dist\nA,B,1\nA,B,2\n", "d.csv")));
}

TEST_CASE("GeoDist's pairs as CEPII publishes them") {
  if (!bilateral_test::data_available("cepii_dist.csv.gz")) return;
  const std::string command =
      "gzip -dc '" + (bilateral_test::data_folder() / "cepii_dist.csv.gz").string() + "'";
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  const byte_source bytes = [pipe](char* to, std::size_t capacity) {
    return std::fread(to, 1, capacity, pipe);
  };
  const source_table pairs = read_geodist({bytes, "dist", 0});
  pclose(pipe);
  CHECK(pairs.table.rows() == 224 * 224);
  REQUIRE(pairs.notes.size() == 1);
  CHECK(pairs.notes[0] ==
        "codes that ISO 3166 does not have (today): ANT, PAL, ROM, TMP, YUG, ZAR");
}

TEST_CASE("GeoDist's countries as CEPII publishes them") {
  if (!bilateral_test::data_available("cepii_geo.csv")) return;
  const source_table g =
      read_geodist_countries(csv_file((bilateral_test::data_folder() / "cepii_geo.csv").string()));
  CHECK(g.table.rows() == 238);
  CHECK(g.notes.at(0).find("rows repeat a country") != std::string::npos);
}
