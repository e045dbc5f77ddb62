// Read a CSV file into a table: typed columns, dates, conditions, new columns.
#include <bilateral/data/index.hpp>
#include <bilateral/data/row_filter.hpp>
#include <bilateral/data/transform.hpp>
#include <bilateral/io/table_csv.hpp>

#include <iostream>

int main() {
  using namespace bilateral;
  csv_reader rows(open_file("../data/copper.csv"), "copper.csv");
  data_table months = index_by_date(
      read_table(rows, {.numbers = {"million_usd_fob", "usd_per_tonne"}, .texts = {"date"}}),
      "date");
  months.add(lag_column(months, months.number("usd_per_tonne"), 12));
  const data_table recent = where(months, {std::string("date >= 2016-10")});
  for (std::size_t i = 0; i < recent.rows(); ++i) {
    std::cout << recent.time().label(recent.time().time[i]) << ": " << recent["usd_per_tonne"][i]
              << " USD per tonne, " << recent["lag(usd_per_tonne,12)"][i] << " a year before\n";
  }
}
