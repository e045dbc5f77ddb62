#pragma once
// The sample of tests/reference/iv_ppml.py: no random numbers, 300 rows, an endogenous regressor x1.

#include "support/effects_data.hpp"

#include <bilateral/econometrics/regression/iv.hpp>

namespace bilateral_test {

struct iv_ppml_data {
  static constexpr int n = 300;
  Eigen::VectorXd z1{n}, z2{n}, x1{n}, x2{n}, y{n}, y0{n}, w{n};
  std::vector<std::int64_t> a, t, g;

  iv_ppml_data() {
    for (int j = 0; j < n; ++j) {
      const std::int64_t k = j + 1;
      const double i = double(k);
      a.push_back((k * 7 + k / 11) % 12);
      t.push_back(k % 9);
      g.push_back((k * 3 + k / 9) % 23);
      const double fa = double(a.back()), ft = double(t.back());
      const double u = double((k * 7919) % 1009) / 1009 + .0005;
      const double v = double((k * 104729) % 997) / 997 + .0005;
      z1[j] = std::sin(i) + ft / 9;
      z2[j] = std::cos(3 * i) * (1 + fa / 12);
      x2[j] = std::sin(2 * i + 1) + fa / 10;
      x1[j] = .8 * z1[j] - .5 * z2[j] + .3 * x2[j] + 1.2 * (u - .5);
      const double mu = std::exp(.2 + .5 * x1[j] - .4 * x2[j] + .3 * std::sin(fa) + .1 * ft);
      y[j] = mu * std::exp(1.0 * (u - .5)) * (.5 + v);
      y0[j] = v < .2 ? 0 : y[j];
      w[j] = 1 + double((k * 5) % 4);
    }
  }
  [[nodiscard]] bilateral::iv_regression<double> model(const Eigen::VectorXd& response, bool over,
                                                       bool intercept = false) const {
    bilateral::iv_regression<double> out{
        bilateral::regress(response, {{"x2", x2}}, {.intercept = intercept}),
        {{"x1", x1}},
        {{"z1", z1}}};
    if (over) out.instruments.emplace_back("z2", z2);
    return out;
  }
  [[nodiscard]] std::vector<bilateral::factor> effects(std::size_t sets) const {
    std::vector<bilateral::factor> all = {grouping_of("a", a), grouping_of("t", t)};
    all.resize(sets);
    return all;
  }
  [[nodiscard]] bilateral::factor cluster() const { return grouping_of("g", g); }
};

}  // namespace bilateral_test
