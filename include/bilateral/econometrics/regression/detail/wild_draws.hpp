#pragma once
// Draws of wild bootstraps and the p-value that they make.

#include <bilateral/core/number.hpp>
#include <bilateral/econometrics/regression/wild_weight.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/stats/random.hpp>
#include <bilateral/stats/test_result.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>

namespace bilateral::detail {

inline double draw_weight(wild_weight kind, philox& stream) {
  if (kind == wild_weight::rademacher) return stream.sign();
  const std::size_t i = stream.index(6);
  const double root = std::sqrt(static_cast<double>(i % 3 + 1) / 2);  // sqrt(1/2), 1, sqrt(3/2)
  return i < 3 ? root : -root;
}

// p: the share of draws whose statistic is at least as far from zero as the one observed. All 2^G
// combinations of signs are taken where they are no more than the draws asked for.
template <class Scalar, class Statistic>
void judge_by_weights(test_result& t, Eigen::Index groups, const wild_cluster_options& options,
                      const Statistic& statistic) {
  const bool all = options.weight == wild_weight::rademacher && groups < 31 &&
                   (std::int64_t{1} << groups) <= options.draws;
  const std::int64_t draws = all ? std::int64_t{1} << groups : options.draws;
  const double observed = std::abs(t.statistic);
  std::int64_t beyond = 0;
  dense_vector<Scalar> v(groups);
  for (std::int64_t d = 0; d < draws; ++d) {
    philox stream(options.seed, static_cast<std::uint64_t>(d));
    for (Eigen::Index g = 0; g < groups; ++g) {
      v[g] = all ? Scalar((d >> g & 1) != 0 ? 1 : -1) : Scalar(draw_weight(options.weight, stream));
    }
    if (std::abs(statistic(v)) >= observed * (1 - 1e-10)) ++beyond;
  }
  t.distribution = "bootstrap";
  t.p_value = static_cast<double>(beyond) / static_cast<double>(draws);
  t.notes.push_back(text(draws, all ? " combinations of signs, all there are" : " draws", ", ",
                         groups, " clusters"));
}

}  // namespace bilateral::detail
