#pragma once
// Local projections on lp.csv: h = 0..48, 12 lags of response and shock, HAC with h + 1 lags.

#include "columns.hpp"

#include <bilateral/econometrics/dynamics/local_projection.hpp>

namespace bilateral_benchmark {

inline bool run_lp(const std::string& /*variant*/, const std::string& folder,
                   const std::string& /*size*/, int /*threads*/, int reps) {
  const auto columns = numeric_columns(folder + "/lp.csv", 1'000'000'000);
  if (columns.size() < 2) return false;
  const auto n = static_cast<Eigen::Index>(columns[0].size());
  const bilateral::dense_vector<double> y =
      bilateral::dense_vector<double>::Map(columns[0].data(), n);
  const bilateral::dense_vector<double> shock =
      bilateral::dense_vector<double>::Map(columns[1].data(), n);
  bilateral::local_projection_result r;
  std::string seconds;
  for (int i = 0; i < reps; ++i) {
    const auto start = std::chrono::steady_clock::now();
    r = bilateral::local_projection(y, {"shock", shock}, {}, {}, {.horizons = 48, .lags = 12});
    const std::chrono::duration<double> s = std::chrono::steady_clock::now() - start;
    seconds += (i == 0 ? "" : ", ") + bilateral::shortest(s.count());
  }
  std::printf(
      "RESULT {\"version\": \"bilateral\", \"n\": %ld, \"k\": 26, \"seconds_all\": [%s], "
      "\"estimates\": [",
      static_cast<long>(n), seconds.c_str());
  const char* separator = "";
  for (const std::size_t h : {0U, 1U, 4U, 12U, 48U}) {
    std::printf("%s[\"h%zu\", %.15g, %.15g]", separator, h, r.points[h].estimate,
                *r.points[h].std_error);
    separator = ", ";
  }
  std::printf("]}\n");
  return true;
}

}  // namespace bilateral_benchmark
