#pragma once
// Input-output: all type I output multipliers, both linkages and the output of one final demand for a
// dense table of `size` sectors (io_A_SIZE.csv, io_f_SIZE.csv). One factorisation serves all of it.

#include "columns.hpp"

#include <bilateral/trade/input_output/linkages.hpp>

namespace bilateral_benchmark {

inline bool run_io(const std::string& /*variant*/, const std::string& folder,
                   const std::string& size, int /*threads*/, int reps) {
  const auto columns = numeric_columns(folder + "/io_A_" + size + ".csv", 1'000'000);
  const auto demand = numeric_columns(folder + "/io_f_" + size + ".csv", 1'000'000);
  if (columns.empty() || demand.empty()) return false;
  const auto n = static_cast<Eigen::Index>(columns.size());
  bilateral::dense_matrix<double> a(n, n);
  std::vector<std::string> sectors;
  for (Eigen::Index j = 0; j < n; ++j) {
    a.col(j) = vector_of(columns[static_cast<std::size_t>(j)]);
    sectors.push_back("s" + std::to_string(j + 1));
  }
  const bilateral::dense_vector<double> f = vector_of(demand[0]);
  bilateral::dense_vector<double> x;
  bilateral::linkage_result<double> link;
  const std::string seconds = timed(reps, [&] {
    const auto open = bilateral::leontief<double>(sectors, a);
    x = open.output_for(f);
    link = bilateral::linkages(open, x);
  });
  std::printf(
      "RESULT {\"version\": \"bilateral\", \"n\": %ld, \"k\": %ld, \"seconds_all\": [%s], "
      "\"estimates\": [[\"x1\", %.15g, null], [\"sum_x\", %.15g, null], "
      "[\"multiplier1\", %.15g, null]]}\n",
      static_cast<long>(n), static_cast<long>(n), seconds.c_str(), x[0], x.sum(), link.backward[0]);
  return true;
}

}  // namespace bilateral_benchmark
