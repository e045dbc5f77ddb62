#pragma once
// Bai-Perron on breaks.csv: y on a constant and x, h = 0.1, at most 5 breaks.

#include "columns.hpp"

#include <bilateral/econometrics/breaks/structural_break.hpp>

#include <string>

namespace bilateral_benchmark {

inline bool run_breaks(const std::string& /*variant*/, const std::string& folder,
                       const std::string& /*size*/, int /*threads*/, int reps) {
  const auto columns = numeric_columns(folder + "/breaks.csv", 1'000'000'000);
  if (columns.size() < 2) return false;
  const auto n = static_cast<Eigen::Index>(columns[0].size());
  const bilateral::dense_vector<double> y =
      bilateral::dense_vector<double>::Map(columns[0].data(), n);
  const bilateral::dense_vector<double> x =
      bilateral::dense_vector<double>::Map(columns[1].data(), n);
  bilateral::bai_perron_result r;
  std::string seconds;
  for (int i = 0; i < reps; ++i) {
    const auto start = std::chrono::steady_clock::now();
    r = bilateral::bai_perron(bilateral::regress(y, {{"x", x}}), {.trim = 0.1, .max_breaks = 5});
    const std::chrono::duration<double> s = std::chrono::steady_clock::now() - start;
    seconds += (i == 0 ? "" : ", ") + bilateral::shortest(s.count());
  }
  std::printf(
      "RESULT {\"version\": \"bilateral\", \"n\": %ld, \"k\": 2, \"seconds_all\": [%s], "
      "\"estimates\": [",
      static_cast<long>(n), seconds.c_str());
  const auto& five = r.models.back();
  for (std::size_t j = 0; j < five.after_row.size(); ++j) {
    std::printf("[\"break%zu\", %ld, null], ", j + 1, static_cast<long>(five.after_row[j]));
  }
  std::printf("[\"rss5\", %.15g, null], [\"n_by_bic\", %d, null]]}\n", five.residual_sum_of_squares,
              r.selected);
  return true;
}

}  // namespace bilateral_benchmark
