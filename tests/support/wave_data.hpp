#pragma once
// The small sample of tests/reference/diagnostics.R: no random numbers, 60 rows.

#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/estimator/design.hpp>

#include <cmath>

namespace bilateral_test {

struct wave_data {
  Eigen::VectorXd x1{60}, x2{60}, e{60}, y{60}, w{60}, z1{60}, z2{60}, xe{60}, y_panel{60};
  std::vector<std::int64_t> firm, time;

  wave_data() {
    for (int j = 0; j < 60; ++j) {
      const double i = j + 1;
      x1[j] = std::sin(i);
      x2[j] = std::cos(2 * i) + i / 50;
      e[j] = std::sin(3 * i * i) * (1 + i / 40);
      y[j] = 1 + 2 * x1[j] - x2[j] + e[j];
      w[j] = 1 + (j + 1) % 3;
      z1[j] = x1[j] + std::cos(5 * i);
      z2[j] = x1[j] - std::sin(7 * i * i);
      xe[j] = x1[j] + .5 * e[j] + std::cos(11 * i);
      firm.push_back(j / 6);
      time.push_back(j % 6);
      y_panel[j] = y[j] + 4 * std::sin(double(j / 6) * double(j / 6));
    }
  }
  [[nodiscard]] bilateral::regression<double> model() const {
    return bilateral::regress(y, {{"x1", x1}, {"x2", x2}});
  }
};

}  // namespace bilateral_test
