#pragma once
// The series of tests/reference/unit_root.R: 150 values, no random numbers.

#include <cmath>
#include <vector>

namespace bilateral_test {

inline std::vector<double> unit_root_series() {
  std::vector<double> y;
  double sum = 0;
  for (int j = 1; j <= 150; ++j) {
    const double i = j;
    const double e = std::sin(3 * i * i) + .4 * std::cos(7 * i);
    sum += e;
    y.push_back(5 + .02 * i + sum * .5 + .7 * e);
  }
  return y;
}

}  // namespace bilateral_test
