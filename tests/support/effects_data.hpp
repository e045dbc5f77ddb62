#pragma once
// The small sample of tests/reference/fixed_effects.R: no random numbers, 120 rows, three groupings.

#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/estimator/design.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace bilateral_test {

inline bilateral::factor grouping_of(const char* name, const std::vector<std::int64_t>& values) {
  return bilateral::make_factor(name, std::span<const std::int64_t>(values));
}

struct effects_data {
  Eigen::VectorXd x1{120}, x2{120}, x3{120}, w{120}, y{120}, m{120}, z{120};
  std::vector<std::int64_t> a, b, c, g;

  effects_data() {
    for (int j = 0; j < 120; ++j) {
      const std::int64_t k = j + 1;
      const double i = double(k);
      a.push_back((k * k * 7 + k) % 13);
      b.push_back((k * 11 + k / 7) % 8);
      c.push_back(k % 5);
      g.push_back((k * 3 + k / 9) % 17);
      const double fa = double(a.back()), fb = double(b.back()), fc = double(c.back());
      x1[j] = std::sin(i) + fa / 10;
      x2[j] = std::cos(2 * i) - fb / 8;
      x3[j] = std::sin(5 * i) * (1 + fc);
      w[j] = 1 + double((k * 5) % 4);
      y[j] = 1 + .5 * x1[j] - x2[j] + .1 * x3[j] + std::sin(fa) + std::cos(fb) + fc / 4 +
             std::sin(3 * i * i) * (1 + i / 80);
      m[j] = std::max(0.0, std::exp(.3 + .4 * x1[j] - .3 * x2[j] + .1 * x3[j] + .5 * std::sin(fa) +
                                    .2 * fb / 8) *
                                   (1 + std::sin(7 * i * i)) -
                               .8);
      z[j] = std::log(1 + double(k % 6));
    }
  }
  [[nodiscard]] bilateral::regression<double> model(const Eigen::VectorXd& response,
                                                    bool intercept = false) const {
    return bilateral::regress(response, {{"x1", x1}, {"x2", x2}, {"x3", x3}},
                              {.intercept = intercept});
  }
  // the first `sets` of a, b, c
  [[nodiscard]] std::vector<bilateral::factor> effects(std::size_t sets) const {
    std::vector<bilateral::factor> all = {grouping_of("a", a), grouping_of("b", b),
                                          grouping_of("c", c)};
    all.resize(sets);
    return all;
  }
  [[nodiscard]] bilateral::factor cluster() const { return grouping_of("g", g); }
};

}  // namespace bilateral_test
