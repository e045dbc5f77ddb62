#include <bilateral/io/pink_sheet.hpp>

#include "support/close.hpp"
#include "support/data.hpp"

using namespace bilateral;

namespace {
pink_sheet<monthly> of(const char* text_) {
  return read_pink_sheet(bytes_of(std::string(text_)), "cmo.csv");
}
const char* const workbook =
    "World Bank Commodity Price Data (The Pink Sheet),,\n\"monthly prices in nominal US dollars, 1960 to present\",,\n"
    ",,\n,Crude oil**,\"Copper \"\n,($/bbl),($/mt)\n1960M01,1.63,715.4\n1960M02,…,728.19\n";
}  // namespace

TEST_CASE("pink_sheet: as the workbook has it, and with units in one header") {
  const auto a = of(workbook);
  REQUIRE(a.commodities.size() == 2);
  CHECK(a.commodities[0].name == "Crude oil");
  CHECK(a.commodities[0].unit == "$/bbl");
  CHECK(a.commodities[0].price.missing[1]);
  const series<monthly, per<usd, tonne>> copper = price_of<per<usd, tonne>>(a, "Copper");
  CHECK(copper.start == period<monthly>(1960, 1));
  CHECK(copper.values == std::vector<double>{715.4, 728.19});
  CHECK(copper.source.source == "World Bank, Pink Sheet");
  const auto b = of(
      "period,\"Coal, Australian ($/mt)\",Cocoa ($/kg)\n1960M01,,0.634\n1960M02,40,0.608\n1960M03,41,\n");
  CHECK(price_of<per<usd, tonne>>(b, "Coal, Australian").start == period<monthly>(1960, 2));
  CHECK(price_of<per<usd, kilogram>>(b, "Cocoa").size() == 2);
}

TEST_CASE("pink_sheet: refusals") {
  const auto a = of(workbook);
  CHECK_REFUSES(data_error, "cmo.csv: there is no commodity Tin", (void)a.at("Tin"));
  CHECK_REFUSES(data_error, "Crude oil is priced in $/bbl, not in $/mt",
                (void)price_of<per<usd, tonne>>(a, "Crude oil"));
  CHECK_REFUSES(data_error, "Tin has no values",
                (void)price_of<per<usd, tonne>>(of("p,Tin ($/mt)\n1960M01,\n1960M02,\n"), "Tin"));
  CHECK_REFUSES(data_error, "there is no row that starts with a period", of("a,b\nc,d\n"));
  CHECK_REFUSES(data_error, "is not a period", of("p,Copper ($/mt)\n1960M01,1\nnotes,\n"));
  CHECK_REFUSES(data_error, "1960-02 is absent", of("p,Copper ($/mt)\n1960M01,1\n1960M03,1\n"));
}

TEST_CASE("pink_sheet: the bank's annual file of 2023") {
  const std::string file = "worldbank_pinksheet_annual_nominal.csv";
  if (!bilateral_test::data_available(file)) return;
  const auto path = (bilateral_test::data_folder() / file).string();
  const auto sheet = read_pink_sheet<annual>(open_file(path), path);
  CHECK(sheet.commodities.size() == 69);
  const auto copper = price_of<per<usd, tonne>>(sheet, "Copper");
  CHECK(copper.start == period<annual>(1960));
  CHECK(copper.last() == period<annual>(2022));
  CHECK_CLOSE_ABS(copper.value(period<annual>(2015)), 5510.46,
                  0.005);  // the Pink Sheet prints 5,510
}
