#pragma once
// OLS with Newey-West errors, 12 lags, on hac.csv: y on a constant and five regressors.

#include "columns.hpp"

#include <bilateral/econometrics/covariance/newey_west.hpp>
#include <bilateral/econometrics/regression/ols.hpp>

namespace bilateral_benchmark {

inline bool run_hac(const std::string& /*variant*/, const std::string& folder,
                    const std::string& /*size*/, int /*threads*/, int reps) {
  const auto columns = numeric_columns(folder + "/hac.csv", 1'000'000'000);
  if (columns.size() < 2) return false;
  const bilateral::dense_vector<double> y = vector_of(columns[0]);
  std::vector<bilateral::named_column<double>> x;
  for (std::size_t j = 1; j < columns.size(); ++j) {
    x.emplace_back("x" + std::to_string(j), vector_of(columns[j]));
  }
  bilateral::ols_result<double> fit;
  const std::string seconds = timed(reps, [&] {  // putting the design together is timed too
    fit = bilateral::ols(bilateral::regress<double>(y, x), bilateral::newey_west{.lags = 12});
  });
  std::printf(
      "RESULT {\"version\": \"bilateral\", \"n\": %ld, \"k\": %zu, \"seconds_all\": [%s], "
      "\"estimates\": [",
      static_cast<long>(y.size()), columns.size(), seconds.c_str());
  for (std::size_t j = 0; j < fit.names.size(); ++j) {
    const auto at = static_cast<Eigen::Index>(j);
    std::printf("%s[\"%s\", %.15g, %.15g]", j == 0 ? "" : ", ",
                j == 0 ? "const" : fit.names[j].c_str(), fit.coefficients[at],
                *bilateral::std_error(fit, at));
  }
  std::printf("]}\n");
  return true;
}

}  // namespace bilateral_benchmark
