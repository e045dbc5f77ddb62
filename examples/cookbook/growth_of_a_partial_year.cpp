// January-August on January-August, and the whole year that follows.
#include <bilateral/io/series_csv.hpp>
#include <bilateral/series/growth.hpp>

#include <iostream>

int main() {
  using namespace bilateral;
  csv_reader rows(open_file("../data/exports_to_china.csv"), "exports_to_china.csv");
  const auto exports =
      read_series<monthly, usd_fob>(rows, "date", "million_usd_fob", {.scale = 1e6});
  const auto before = year_to_date(exports, 2015, 8), now = year_to_date(exports, 2016, 8);
  std::cout << "January-August 2016: " << fixed_text(*growth(before, now), 1) << " percent\n"
            << "2015: "
            << fixed_text(*growth(full_year(exports, 2014), full_year(exports, 2015)), 1)
            << " percent\n";
  try {  // eight months are not a year, whatever their lengths are called
    std::cout << growth(year_to_date(exports, 2015, 12), now).value_or(0) << "\n";
  } catch (const error& e) {
    std::cout << e.what() << "\n";
  }
}
