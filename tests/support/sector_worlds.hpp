#pragma once
// Random worlds of many sectors for the tests of trade/equilibrium.

#include <bilateral/stats/random.hpp>
#include <bilateral/trade/equilibrium/multi_sector.hpp>

#include <string>
#include <utility>
#include <vector>

namespace bilateral_test {

inline bilateral::sector_data<double> random_sectors(Eigen::Index n, Eigen::Index s,
                                                     std::uint64_t seed, double duties = 0.2) {
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

// The world of tests/reference/sector_equilibrium.py, by its formulas, and its policy.
inline std::pair<bilateral::sector_data<double>, bilateral::sector_policy<double>>
formula_sectors() {
  constexpr int n = 4, s = 3;
  using matrix = bilateral::dense_matrix<double>;
  bilateral::sector_data<double> d;
  bilateral::sector_policy<double> policy;
  d.theta.resize(s);
  d.theta << 4, 6.5, 3;
  d.value_added.resize(n, s);
  for (int j = 0; j < s; ++j) {
    d.sectors.push_back("s" + std::to_string(j));
    matrix flow(n, n), old_duty = matrix::Zero(n, n), new_duty = old_duty,
                       ease = matrix::Ones(n, n);
    for (int a = 0; a < n; ++a) {
      d.value_added(a, j) = 0.4 + 0.1 * ((a + j) % 3);
      for (int b = 0; b < n; ++b) {
        const bool traded = a != b && j != 2;
        flow(a, b) = a == b   ? 60 + 10 * ((2 * a + 3 * j) % 5)
                     : traded ? 4 + (3 * a + 5 * b + 7 * j) % 7
                              : 0;
        if (!traded) continue;
        old_duty(a, b) = 0.05 * ((a + 2 * b + j) % 4);
        new_duty(a, b) = 0.04 * ((2 * a + b + 3 * j) % 5);
      }
    }
    if (j == 0) ease(0, 1) = 1.3;
    d.flows.push_back(flow);
    d.tariffs.push_back(old_duty);
    policy.tariffs.push_back(new_duty);
    policy.ease.push_back(ease);
  }
  for (int c = 0; c < n; ++c) {
    d.countries.push_back("c" + std::to_string(c));
    matrix inputs(s, s);
    for (int k = 0; k < s; ++k) {
      for (int j = 0; j < s; ++j) inputs(k, j) = 1 + (k + 2 * j + c) % 3;
    }
    d.inputs.push_back(inputs * inputs.colwise().sum().cwiseInverse().asDiagonal());
  }
  return {d, policy};
}

inline std::vector<bilateral::dense_matrix<double>> other_tariffs(
    const bilateral::sector_data<double>& d, std::uint64_t seed, double most) {
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
