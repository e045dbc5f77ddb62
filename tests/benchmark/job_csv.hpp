#pragma once
// Reading: all six columns of trade_SIZE.csv (exporter, importer and product as codes; year, value and
// quantity as numbers, three percent of the quantities blank) from a file that is in the page cache.

#include "columns.hpp"

#include <bilateral/io/column_reader.hpp>

#include <numeric>

namespace bilateral_benchmark {

inline bool run_csv(const std::string& /*variant*/, const std::string& folder,
                    const std::string& size, int threads, int reps) {
  const std::string path = folder + "/trade_" + size + ".csv";
  if (!std::ifstream(path)) return false;
  const bilateral::column_request request{{"year", "value", "quantity"},
                                          {"exporter", "importer", "hs6"}};
  bilateral::column_data d;
  const std::string seconds = timed(reps, [&] {
    d = {};  // a call does not pay for the columns of the one before
    d = bilateral::read_columns(bilateral::csv_file(path), request, {},
                                static_cast<unsigned>(threads));
  });
  const auto& value = d.numbers.at("value").values;
  const auto& missing = d.numbers.at("quantity").missing;
  const auto& product = d.texts.at("hs6");
  std::printf(
      "RESULT {\"version\": \"bilateral\", \"n\": %zu, \"k\": 6, \"seconds_all\": [%s], "
      "\"estimates\": [[\"rows\", %zu, null], [\"sum_value\", %.15g, null], "
      "[\"quantity_na\", %ld, null], [\"hs6_distinct\", %zu, null], "
      "[\"hs6_first_chars\", %zu, null]]}\n",
      d.rows, seconds.c_str(), d.rows, std::accumulate(value.begin(), value.end(), 0.0),
      std::accumulate(missing.begin(), missing.end(), 0L), product.labels.size(),
      d.rows == 0 ? std::size_t{0}
                  : product.labels[static_cast<std::size_t>(product.codes[0])].size());
  return true;
}

}  // namespace bilateral_benchmark
