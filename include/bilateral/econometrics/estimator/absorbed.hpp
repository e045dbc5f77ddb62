#pragma once
/// Effects to be absorbed, as sets of groups, and how many coefficients they stand for.

#include <bilateral/data/factor.hpp>
#include <bilateral/numeric/grouping.hpp>
#include <bilateral/numeric/slope_rank.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace bilateral {

/// The effects as sets of groups that view them: for `absorb`.
[[nodiscard]] inline std::vector<grouping> groupings_of(const std::vector<factor>& effects) {
  std::vector<grouping> out;
  for (const factor& f : effects) {
    grouping g{f.codes, f.levels, {}, f.terms};
    for (const varying_slope& s : f.slopes) g.slopes.emplace_back(s.values);
    out.push_back(std::move(g));
  }
  return out;
}

/// Whether the effects hold the constant: any of them has levels.
[[nodiscard]] inline bool absorb_constant(const std::vector<factor>& effects) {
  return std::any_of(effects.begin(), effects.end(),
                     [](const factor& f) { return f.terms == group_terms::level_and_slopes; });
}

/// Coefficients of one effect besides the constant: levels - 1, and its slopes where they vary.
/// @tparam Scalar  the arithmetic in which slopes are told apart, see slope_rank
template <class Scalar = double>
[[nodiscard]] double absorbed_coefficients(const factor& f) {
  const bool level = f.terms == group_terms::level_and_slopes;
  const double levels = level ? f.levels - 1 : 0;
  return levels + static_cast<double>(slope_rank<Scalar>(groupings_of({f}).front()));
}

}  // namespace bilateral
