#pragma once
// Orders of an ARDL on ardl.csv: all m (m+1)^2 models of y on x and z by AIC, m = size, then the fit
// of the best on every row that it can use.

#include "columns.hpp"

#include <bilateral/econometrics/dynamics/ardl_order.hpp>

namespace bilateral_benchmark {

inline bool run_ardl(const std::string& /*variant*/, const std::string& folder,
                     const std::string& size, int /*threads*/, int reps) {
  const auto columns = numeric_columns(folder + "/ardl.csv", 1'000'000'000);
  if (columns.size() < 3) return false;
  const auto n = static_cast<Eigen::Index>(columns[0].size());
  const auto vector_of = [&](std::size_t j) {
    return bilateral::dense_vector<double>(
        bilateral::dense_vector<double>::Map(columns[j].data(), n));
  };
  const bilateral::ardl_data<double> data{
      {"y", vector_of(0)}, {{"x", vector_of(1)}, {"z", vector_of(2)}}, {}};
  const int most = size.empty() || size == "-" ? 12 : std::stoi(size);
  bilateral::ardl_order_selection chosen;
  bilateral::ardl_result<double> fit;
  std::string seconds;
  for (int i = 0; i < reps; ++i) {
    const auto start = std::chrono::steady_clock::now();
    chosen = bilateral::ardl_order(data, {most, {most, most}});
    fit = bilateral::ardl(data, chosen.orders);
    const std::chrono::duration<double> s = std::chrono::steady_clock::now() - start;
    seconds += (i == 0 ? "" : ", ") + bilateral::shortest(s.count());
  }
  std::printf(
      "RESULT {\"version\": \"bilateral\", \"n\": %ld, \"k\": 3, \"seconds_all\": [%s], "
      "\"info\": {\"models\": %zu, \"orders\": [%d, %d, %d]}, \"estimates\": [",
      static_cast<long>(n), seconds.c_str(), chosen.models, chosen.orders.response,
      chosen.orders.regressors[0], chosen.orders.regressors[1]);
  for (std::size_t j = 0; j < fit.names.size(); ++j) {
    std::string name = fit.names[j];  // L2.y is y.L2, x is x.L0
    if (name == "(intercept)") {
      name = "const";
    } else if (name[0] == 'L') {
      const auto dot = name.find('.');
      name = name.substr(dot + 1) + "." + name.substr(0, dot);
    } else {
      name += ".L0";
    }
    const auto at = static_cast<Eigen::Index>(j);
    std::printf("[\"%s\", %.15g, %.15g], ", name.c_str(), fit.coefficients[at],
                *bilateral::std_error(fit, at));
  }
  // of the refit on all its rows, and of the best model of the grid on the common sample
  const auto common =
      bilateral::ardl(data, chosen.orders, bilateral::iid{}, {.hold_back = chosen.hold_back});
  std::printf("[\"aic_with_sigma\", %.15g, null], [\"grid_aic_with_sigma\", %.15g, null]]}\n",
              *fit.aic, *common.aic);
  return true;
}

}  // namespace bilateral_benchmark
