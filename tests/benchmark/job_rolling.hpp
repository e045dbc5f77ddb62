#pragma once
// Rolling regression on rolling.csv: y on a constant and x, window 60, first 10k, 100k or all rows.

#include "columns.hpp"

#include <bilateral/econometrics/breaks/rolling.hpp>

namespace bilateral_benchmark {

inline bool run_rolling(const std::string& /*variant*/, const std::string& folder,
                        const std::string& size, int /*threads*/, int reps) {
  const std::size_t limit = size == "10k" ? 10'000 : (size == "100k" ? 100'000 : 1'000'000'000);
  const auto columns = numeric_columns(folder + "/rolling.csv", limit);
  if (columns.size() < 2) return false;
  const auto n = static_cast<Eigen::Index>(columns[0].size());
  const bilateral::dense_vector<double> y =
      bilateral::dense_vector<double>::Map(columns[0].data(), n);
  const bilateral::dense_vector<double> x =
      bilateral::dense_vector<double>::Map(columns[1].data(), n);
  const auto model = bilateral::regress(y, {{"x", x}});
  bilateral::coefficient_paths<double> r;
  std::string seconds;
  for (int i = 0; i < reps; ++i) {
    const auto start = std::chrono::steady_clock::now();
    r = bilateral::rolling_regression(model, {.window = 60});
    const std::chrono::duration<double> s = std::chrono::steady_clock::now() - start;
    seconds += (i == 0 ? "" : ", ") + bilateral::shortest(s.count());
  }
  const Eigen::Index last = r.coefficients.rows() - 1;
  std::printf(
      "RESULT {\"version\": \"bilateral\", \"n\": %ld, \"k\": 2, \"seconds_all\": [%s], "
      "\"estimates\": [[\"const_last\", %.15g, %.15g], [\"x_last\", %.15g, %.15g], "
      "[\"x_mean\", %.15g, %.15g]]}\n",
      static_cast<long>(n), seconds.c_str(), r.coefficients(last, 0), r.std_errors(last, 0),
      r.coefficients(last, 1), r.std_errors(last, 1), r.coefficients.col(1).mean(),
      r.std_errors.col(1).mean());
  return true;
}

}  // namespace bilateral_benchmark
