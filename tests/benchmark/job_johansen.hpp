#pragma once
// Johansen's tests on johansen.csv: five variables, K = 2, unrestricted constant.

#include "columns.hpp"

#include <bilateral/econometrics/cointegration/johansen.hpp>

namespace bilateral_benchmark {

inline bool run_johansen(const std::string& /*variant*/, const std::string& folder,
                         const std::string& /*size*/, int /*threads*/, int reps) {
  const auto columns = numeric_columns(folder + "/johansen.csv", 1'000'000'000);
  if (columns.size() < 2) return false;
  const auto n = static_cast<Eigen::Index>(columns[0].size());
  const auto k = static_cast<Eigen::Index>(columns.size());
  bilateral::dense_matrix<double> y(n, k);
  std::vector<std::string> names;
  for (Eigen::Index j = 0; j < k; ++j) {
    y.col(j) = bilateral::dense_vector<double>::Map(columns[static_cast<std::size_t>(j)].data(), n);
    names.push_back("v" + std::to_string(j + 1));
  }
  bilateral::johansen_result<double> r;
  std::string seconds;
  for (int i = 0; i < reps; ++i) {
    const auto start = std::chrono::steady_clock::now();
    r = bilateral::johansen(y, names, {.lags = 2});
    const std::chrono::duration<double> s = std::chrono::steady_clock::now() - start;
    seconds += (i == 0 ? "" : ", ") + bilateral::shortest(s.count());
  }
  std::printf(
      "RESULT {\"version\": \"bilateral\", \"n\": %ld, \"k\": %ld, \"seconds_all\": [%s], "
      "\"estimates\": [",
      static_cast<long>(n), static_cast<long>(k), seconds.c_str());
  for (Eigen::Index j = 0; j < k; ++j) {
    std::printf("%s[\"lambda%ld\", %.15g, null], [\"trace_r%ld\", %.15g, null]", j == 0 ? "" : ", ",
                static_cast<long>(j) + 1, r.eigenvalues[j], static_cast<long>(j),
                r.rank_tests[static_cast<std::size_t>(j)].trace.statistic);
  }
  std::printf("]}\n");
  return true;
}

}  // namespace bilateral_benchmark
