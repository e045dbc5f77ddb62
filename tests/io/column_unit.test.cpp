#include <bilateral/io/column_unit.hpp>
#include <bilateral/io/series_csv.hpp>

#include "support/close.hpp"

#include <string>

using namespace bilateral;

TEST_CASE(
    "column_unit: the header's unit scales the series, or the column is refused with its place") {
  const std::string lines =
      "date,million_usd_fob,price (EUR per tonne),weight\n2015,1.5,7,3\n2016,2,8,4\n";
  csv_reader rows(bytes_of(lines), "trade.csv");
  CHECK(column_scale<usd_fob>(rows, "million_usd_fob") == 1e6);
  using price = per<money<"EUR">, tonne>;
  CHECK(column_scale<price>(rows, "price (EUR per tonne)") == 1);
  CHECK_REFUSES(data_error, "trade.csv:1: 'million USD FOB' where USD CIF is needed",
                column_scale<usd_cif>(rows, "million_usd_fob"));
  CHECK_REFUSES(data_error, "(column million_usd_fob)",
                column_scale<tonne>(rows, "million_usd_fob"));
  CHECK_REFUSES(data_error,
                "trade.csv:1: its header states no unit, tonnes is needed (column weight)",
                column_scale<tonne>(rows, "weight"));
  CHECK_REFUSES(data_error, "there is no column nothing", column_scale<tonne>(rows, "nothing"));
  const auto s = read_series<annual, usd_fob>(
      rows, "date", "million_usd_fob", {.scale = column_scale<usd_fob>(rows, "million_usd_fob")});
  CHECK(s.values[0] == 1.5e6);
}
