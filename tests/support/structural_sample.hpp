#pragma once
// The series of tests/reference/state_space.py: 96 values, no random numbers.

#include <cmath>
#include <vector>

namespace bilateral_test {

struct structural_sample {
  std::vector<double> y;
  std::vector<bool> gap = std::vector<bool>(96, false);
  structural_sample() {
    double sum = 0;
    for (int j = 1; j <= 96; ++j) {
      const double i = j;
      sum += std::sin(5 * i * i + 1);
      y.push_back(10 + .5 * sum + .05 * i + std::sin(3 * i * i) +
                  2 * std::cos(3.14159265358979323846 * i / 2) + (j % 4 == 1 ? 1 : 0));
    }
    for (const std::size_t t : {1U, 10U, 11U, 12U, 50U}) gap[t] = true;
  }
};

}  // namespace bilateral_test
