// An ARDL with its bounds test: what exports do, in the long run, when the price rises by one percent.
#include <bilateral/io/series_csv.hpp>
#include <bilateral/trade/elasticity.hpp>

#include <iostream>

int main() {
  using namespace bilateral;
  csv_reader rows(open_file("../data/copper.csv"), "copper.csv");
  const auto columns = read_wide_series<monthly, unspecified>(rows, "date");
  const auto exports = mapped<usd_fob>(columns[0], "exports", [](double x) { return 1e6 * x; });
  const auto price = mapped<per<usd, tonne>>(columns[1], "price", [](double x) { return x; });
  const auto e = elasticity(elasticity_data(exports, price));  // the trend's test chooses the case
  const test_result f = e.relation.bounds.f.test;
  std::cout << e.model << ": bounds F " << fixed_text(f.statistic, 2) << ", "
            << p_value_text(f.p_value) << "\n"
            << "long run " << fixed_text(e.long_run.estimate, 2) << " ["
            << fixed_text(*e.long_run.low, 2) << ", " << fixed_text(*e.long_run.high, 2) << "]\n"
            << e.relation.verdict << "\n";
}
