#pragma once
/// How many coefficients of a set of groups with slopes are determined by the data.

#include <bilateral/numeric/detail/effect_cells.hpp>
#include <bilateral/numeric/detail/slope_basis.hpp>
#include <bilateral/numeric/grouping.hpp>

#include <cstddef>

namespace bilateral {

/// Number of slopes of groups, one for each group and slope, less those that the group's level and
/// the slopes before it determine: a slope that does not vary in a group is not counted there.
///
/// @tparam Scalar  the arithmetic in which they are told apart: rank is as of 256 epsilon
/// @throws argument_error  as require_groupings
/// @see    Golub & Van Loan (2013), Matrix Computations, 5.2.8 (modified Gram-Schmidt)
template <class Scalar = double>
[[nodiscard]] std::size_t slope_rank(const grouping& set) {
  if (set.slopes.empty()) return 0;
  detail::slope_basis<Scalar> basis;
  basis.build(detail::effect_cells({set}), [](std::size_t) { return Scalar(1); });
  return basis.rank();
}

}  // namespace bilateral
