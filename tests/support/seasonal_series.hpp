#pragma once
// The series of tests/reference/seasonal.py: 60 months with an outlier, no random numbers.

#include <cmath>
#include <vector>

namespace bilateral_test {

inline std::vector<double> seasonal_series() {
  constexpr double pi = 3.14159265358979323846;
  std::vector<double> y;
  for (int j = 1; j <= 60; ++j) {
    const double i = j;
    y.push_back(20 + .1 * i + 3 * std::sin(2 * pi * i / 12) + (1 + i / 60) * std::cos(pi * i / 3) +
                std::sin(3 * i * i));
  }
  y[29] += 12;
  return y;
}

}  // namespace bilateral_test
