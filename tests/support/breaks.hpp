#pragma once
// The sample of tests/reference/structural_break.R: breaks after rows 37 and 80, no random numbers.

#include <bilateral/econometrics/estimator/design.hpp>

#include <cmath>

namespace bilateral_test {

inline bilateral::regression<double> broken_line(bool with_slope) {
  Eigen::VectorXd x(120), y(120);
  for (int j = 0; j < 120; ++j) {
    const double i = j + 1;
    x[j] = std::sin(i) + std::cos(.37 * i);
    y[j] = (i <= 37 ? 0 : (i <= 80 ? 1.5 : .2)) + .5 * x[j] + .8 * std::sin(3 * i * i);
  }
  return with_slope ? bilateral::regress(y, {{"x", x}}) : bilateral::regress(y, {});
}

}  // namespace bilateral_test
