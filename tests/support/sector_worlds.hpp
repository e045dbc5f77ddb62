#pragma once
// Random worlds of many sectors for the tests of trade/equilibrium.

#include <bilateral/stats/random.hpp>
#include <bilateral/trade/equilibrium/multi_sector.hpp>

#include <string>
#include <vector>

namespace bilateral_test {

inline bilateral::sector_data<double> random_sectors(Eigen::Index n, Eigen::Index s, std::uint64_t seed,
                                                     double duties = 0.2) {
  bilateral::philox random(seed, 77);
  using matrix = bilateral::dense_matrix<double>;
  bilateral::sector_data<double> d;
  for (Eigen::Index i = 0; i < n; ++i) d.countries.push_back("c" + std::to_string(i + 1));
  d.theta.resize(s);
  d.value_added.resize(n, s);
  for (Eigen::Index j = 0; j < s; ++j) {
    d.sectors.push_back("s" + std::to_string(j + 1));
    d.theta[j] = 1 + 8 * random.uniform();
    const bool traded = j + 1 < s || s == 1;  // the last of several is not traded
    matrix flow = matrix::Zero(n, n), duty = matrix::Zero(n, n);
    for (Eigen::Index b = 0; b < n; ++b) {
      d.value_added(b, j) = 0.5 + 0.4 * random.uniform();
      for (Eigen::Index a = 0; a < n; ++a) {
        flow(a, b) = a == b ? 10 + 10 * random.uniform() : (traded ? 3 * random.uniform() : 0);
        duty(a, b) = a == b || !traded ? 0 : duties * random.uniform();
      }
    }
    d.flows.push_back(flow);
    d.tariffs.push_back(duty);
  }
  for (Eigen::Index c = 0; c < n; ++c) {
    matrix table(s, s);
    for (Eigen::Index j = 0; j < s; ++j) {
      for (Eigen::Index k = 0; k < s; ++k) table(k, j) = 0.2 + random.uniform();
      table.col(j) /= table.col(j).sum();
    }
    d.inputs.push_back(table);
  }
  return d;
}

inline std::vector<bilateral::dense_matrix<double>> other_tariffs(const bilateral::sector_data<double>& d,
                                                                  std::uint64_t seed, double most) {
  bilateral::philox random(seed, 78);
  auto out = d.tariffs;
  for (auto& t : out) {
    for (Eigen::Index b = 0; b < t.cols(); ++b) {
      for (Eigen::Index a = 0; a < t.rows(); ++a) t(a, b) += a == b ? 0 : most * random.uniform();
    }
  }
  return out;
}

}  // namespace bilateral_test
