#pragma once
// The data of reference/hac.R: 60 rows with autocorrelated errors, 10 firms of 6 periods.

#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/estimator/design.hpp>

#include <cmath>
#include <cstdint>
#include <vector>

namespace bilateral_test {

struct autocorrelated_data {
  Eigen::VectorXd y{60}, x1{60}, x2{60};
  bilateral::factor firm{"firm", std::vector<std::int32_t>(60), 10, {}};
  bilateral::factor period{"period", std::vector<std::int32_t>(60), 6, {}};
  std::vector<std::int64_t> time;

  autocorrelated_data() {
    double e = 0;
    for (int t = 0; t < 60; ++t) {
      const double i = t + 1;
      x1[t] = std::sin(i);
      x2[t] = std::cos(2 * i) + i / 50;
      e = 0.6 * e + std::sin(3 * i * i) * (1 + i / 40);
      y[t] = 1 + 2 * x1[t] - x2[t] + e;
      firm.codes[static_cast<std::size_t>(t)] = t / 6;
      period.codes[static_cast<std::size_t>(t)] = t % 6;
      time.push_back(t % 6);
    }
  }
  [[nodiscard]] bilateral::regression<double> model() const {
    return bilateral::regress(y, {{"x1", x1}, {"x2", x2}});
  }
};

}  // namespace bilateral_test
