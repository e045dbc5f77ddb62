// Two files side by side by their keys, long to wide, sums by group.
#include <bilateral/core/index_cast.hpp>
#include <bilateral/data/aggregate.hpp>
#include <bilateral/data/merge.hpp>
#include <bilateral/data/reshape.hpp>
#include <bilateral/io/table_csv.hpp>

#include <iostream>

int main() {
  using namespace bilateral;
  csv_reader exports(
      bytes_of(std::string("partner,year,exports\nChina,2015,7391.4\nChina,2016,8492.3\n"
                           "United States,2015,5026.0\nUnited States,2016,6264.7\n")),
      "exports.csv");
  csv_reader regions(
      bytes_of(std::string("partner,region\nChina,Asia\nUnited States,America\nJapan,Asia\n")),
      "regions.csv");
  const data_table flows =
      read_table(exports, {.numbers = {"exports"}, .texts = {"partner", "year"}});
  const merge_result both = merge(
      flows, read_table(regions, {.numbers = {}, .texts = {"partner", "region"}}), {"partner"});
  std::cout << both.matched << " rows matched, " << both.unmatched_right
            << " of regions.csv not asked for\n";
  const data_table by_region = aggregate(both.table, {"region", "year"}, {{"exports"}});
  const data_table wide = wider(by_region, {"region"}, "year", "exports");
  for (std::size_t i = 0; i < wide.rows(); ++i) {
    std::cout << wide.text("region").labels[to_size(wide.text("region").codes[i])];
    for (const number_column& c : wide.numbers())
      std::cout << "  " << c.name << ": " << c.values[i];
    std::cout << "\n";
  }
}
