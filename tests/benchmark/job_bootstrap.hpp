#pragma once
// Moving-block bootstrap of a slope on bootstrap.csv: 10,000 draws, blocks of 12.

#include "columns.hpp"

#include <bilateral/econometrics/regression/bootstrap.hpp>

namespace bilateral_benchmark {

inline bool run_bootstrap(const std::string& /*variant*/, const std::string& folder,
                          const std::string& /*size*/, int threads, int reps) {
  const auto columns = numeric_columns(folder + "/bootstrap.csv", 1'000'000'000);
  if (columns.size() < 2) return false;
  const auto model = bilateral::regress(vector_of(columns[0]), {{"x", vector_of(columns[1])}});
  bilateral::bootstrap_result<double> r;
  const std::string seconds = timed(reps, [&] {
    r = bilateral::bootstrap(model, bilateral::circular_block{12},  // tsboot goes round the end
                             {.draws = 10000, .threads = static_cast<unsigned>(threads)});
  });
  std::printf(
      "RESULT {\"version\": \"bilateral\", \"n\": %zu, \"k\": 1, \"seconds_all\": [%s], "
      "\"estimates\": [[\"slope\", %.15g, %.15g]]}\n",
      columns[0].size(), seconds.c_str(), r.estimate[1], r.std_error[1]);
  return true;
}

}  // namespace bilateral_benchmark
