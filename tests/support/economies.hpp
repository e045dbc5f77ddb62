#pragma once
// Random worlds of trade for the tests of trade/equilibrium.

#include <bilateral/stats/random.hpp>
#include <bilateral/trade/equilibrium/economy.hpp>
#include <bilateral/trade/equilibrium/sector_economy.hpp>

#include <cmath>
#include <string>
#include <vector>

namespace bilateral_test {

// sizes and costs lognormal, most of output sold at home; `balanced` makes the matrix symmetric
template <class Scalar = double>
bilateral::trade_economy<Scalar> random_economy(Eigen::Index n, std::uint64_t seed,
                                                bool balanced = false) {
  bilateral::philox random(seed);
  std::vector<double> size;
  for (Eigen::Index i = 0; i < n; ++i) size.push_back(std::exp(random.normal()));
  bilateral::dense_matrix<Scalar> flows(n, n);
  for (Eigen::Index j = 0; j < n; ++j) {
    for (Eigen::Index i = 0; i < n; ++i) {
      const double ease = i == j ? 2.0 * static_cast<double>(n) : std::exp(random.normal());
      flows(i, j) =
          Scalar(ease * size[static_cast<std::size_t>(i)] * size[static_cast<std::size_t>(j)]);
    }
  }
  if (balanced) flows = bilateral::dense_matrix<Scalar>(flows + flows.transpose().eval());
  std::vector<std::string> names;
  for (Eigen::Index i = 0; i < n; ++i) names.push_back("c" + std::to_string(i + 1));
  return bilateral::economy_of<Scalar>(flows, names);
}

// the same world as one sector of many
template <class Scalar>
bilateral::sector_data<Scalar> one_of_many(const bilateral::trade_economy<Scalar>& one,
                                           const Scalar& theta) {
  bilateral::sector_data<Scalar> d;
  d.countries = one.countries;
  d.sectors = {"all"};
  d.flows = {one.flows};
  d.theta = bilateral::dense_vector<Scalar>::Constant(1, theta);
  return d;
}

// an ease of trade between 1 and 1.6 abroad, one at home
template <class Scalar = double>
bilateral::dense_matrix<Scalar> random_ease(Eigen::Index n, std::uint64_t seed, double most = 0.5) {
  bilateral::philox random(seed, 1);
  bilateral::dense_matrix<Scalar> ease = bilateral::dense_matrix<Scalar>::Ones(n, n);
  for (Eigen::Index j = 0; j < n; ++j) {
    for (Eigen::Index i = 0; i < n; ++i) {
      if (i != j && random.uniform() < 0.5) ease(i, j) = Scalar(std::exp(most * random.uniform()));
    }
  }
  return ease;
}

}  // namespace bilateral_test
