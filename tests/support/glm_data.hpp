#pragma once
// The sample of tests/reference/glm.R: no random numbers, 400 rows, two groupings.

#include "support/effects_data.hpp"

namespace bilateral_test {

struct glm_data {
  static constexpr int n = 400;
  Eigen::VectorXd x1{n}, x2{n}, x3{n}, w{n}, z{n}, y{n}, y0{n}, count{n}, bit{n};
  std::vector<std::int64_t> a, b, g, h;

  glm_data() {
    for (int j = 0; j < n; ++j) {
      const std::int64_t k = j + 1;
      const double i = double(k);
      a.push_back((k * k * 7 + k) % 13);
      b.push_back((k * 11 + k / 7) % 8);
      g.push_back((k * 3 + k / 9) % 17);
      h.push_back((k * 5 + k / 11) % 9);
      const double fa = double(a.back()), fb = double(b.back());
      x1[j] = std::sin(i) + fa / 10;
      x2[j] = std::cos(2 * i) - fb / 8;
      x3[j] = std::sin(5 * i) * (1 + double(k % 5));
      w[j] = 1 + double((k * 5) % 4);
      z[j] = std::log(1 + double(k % 6)) / 4;
      const double index =
          .3 + .4 * x1[j] - .3 * x2[j] + .1 * x3[j] + .5 * std::sin(fa) + .025 * fb;
      const double u = double((k * 7919) % 1009) / 1009, v = double((k * 104729) % 997) / 997;
      y[j] = std::exp(index) * (.05 - std::log(1 - .95 * u));
      y0[j] = v < .2 ? 0 : y[j];
      count[j] =
          std::floor(std::exp(index) * (.1 - std::log(1 - .97 * u)) * (.4 - std::log(1 - .95 * v)));
      bit[j] = index + 2 * u - 1.6 + v > .4 ? 1 : 0;
    }
  }
  [[nodiscard]] bilateral::regression<double> model(const Eigen::VectorXd& response,
                                                    bool intercept = false) const {
    return bilateral::regress(response, {{"x1", x1}, {"x2", x2}, {"x3", x3}},
                              {.intercept = intercept});
  }
  [[nodiscard]] std::vector<bilateral::factor> effects(std::size_t sets) const {
    std::vector<bilateral::factor> all = {grouping_of("a", a), grouping_of("b", b)};
    all.resize(sets);
    return all;
  }
  [[nodiscard]] bilateral::factor cluster() const { return grouping_of("g", g); }
  [[nodiscard]] bilateral::factor second_cluster() const { return grouping_of("h", h); }
};

}  // namespace bilateral_test
