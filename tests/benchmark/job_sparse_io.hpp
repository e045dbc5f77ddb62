#pragma once
// A sparse table of `size` sectors in memory of its flows: multipliers, both linkages and the employment
// content of one vector. Made here by a formula (no file): size / 100 links a sector.

#include "columns.hpp"

#include <bilateral/trade/input_output/sparse.hpp>

#include <sys/resource.h>

#include <cstdint>

namespace bilateral_benchmark {

inline bool run_sparse_io(const std::string& /*variant*/, const std::string& /*folder*/,
                          const std::string& size, int /*threads*/, int reps) {
  const long n = std::stol(size);
  std::uint64_t state = 20161123;
  const auto draw = [&state] {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<double>(state >> 11U) / 9007199254740992.0;
  };
  bilateral::sparse_input_output_table<double> table;
  table.output.resize(n);
  for (long j = 0; j < n; ++j) {
    table.sectors.push_back("s" + std::to_string(j + 1));
    table.output[j] = 50 + 100 * draw();
  }
  const long links = (std::max)(1L, n / 100);
  const auto stride = static_cast<Eigen::Index>(n / links);
  for (long j = 0; j < n; ++j) {
    for (long l = 0; l < links; ++l) {  // one in each stretch of the column: no pair twice
      const auto i = static_cast<Eigen::Index>(
          l * stride + static_cast<long>(draw() * static_cast<double>(stride)));
      table.transactions.push_back(
          {i, j, 1.2 * draw() / static_cast<double>(links) * table.output[j]});
    }
  }
  const bilateral::dense_vector<double> jobs =
      bilateral::dense_vector<double>::LinSpaced(n, 0.1, 2);
  const bilateral::dense_vector<double> demand =
      bilateral::dense_vector<double>::LinSpaced(n, 5, 20);
  bilateral::dense_vector<double> forward, content;
  int sweeps = 0;
  double first = 0;
  const std::string seconds = timed(reps, [&] {
    const auto open = bilateral::leontief(table);
    forward = bilateral::forward_linkages(open, table.output);
    content = bilateral::factor_content(open, jobs, demand);
    sweeps = open.sweeps;
    first = open.output_multipliers[0];
  });
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  std::printf(
      "RESULT {\"version\": \"bilateral\", \"n\": %ld, \"k\": %zu, \"sweeps\": %d, \"peak_mb\": %ld, "
      "\"flows_mb\": %.1f, \"seconds_all\": [%s], \"estimates\": [[\"multiplier1\", %.15g, null], "
      "[\"forward1\", %.15g, null], [\"content\", %.15g, null]]}\n",
      n, table.transactions.size(), sweeps, used.ru_maxrss / 1024,
      static_cast<double>(table.transactions.size()) * 12 / 1e6, seconds.c_str(), first, forward[0],
      content.sum());
  return true;
}

}  // namespace bilateral_benchmark
