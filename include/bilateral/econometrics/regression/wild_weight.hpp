#pragma once
/// Random weights of wild bootstraps, one for each row or cluster.

#include <cstdint>

namespace bilateral {

/// Weights with mean 0 and variance 1: two points (-1, 1), or six for few clusters.
/// @see  Liu (1988), Annals of Statistics 16; Webb (2023), Canadian Journal of Economics 56 (six points)
enum class wild_weight { rademacher, webb };

struct wild_cluster_options {
  double null_value = 0;
  wild_weight weight = wild_weight::rademacher;
  int draws = 9999;
  std::uint64_t seed = 1;
};

}  // namespace bilateral
