#pragma once
/// Multipliers when input coefficients are known only to lie between bounds.

#include <bilateral/core/bounds.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/trade/input_output/system.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// Two systems that enclose every table whose coefficients lie between theirs.
///
/// L = I + A + A^2 + ... grows with each coefficient that is not negative, so that L(low) <= L(A) <= L(high)
/// element by element: the bounds are exact, each coefficient being free in its own interval.
template <class Scalar>
struct leontief_bounds {
  leontief_system<Scalar> low, high;

  /// Bounds of the effects of a factor: its direct coefficients, not negative, known to lie between two.
  /// @throws argument_error  shapes, a lower coefficient that is negative or above the upper one
  [[nodiscard]] std::vector<bounds> effects_of(const dense_vector<Scalar>& direct_low,
                                               const dense_vector<Scalar>& direct_high) const {
    return enclosed("direct coefficients", direct_low, direct_high, low.effects_of(direct_low),
                    high.effects_of(direct_high));
  }
  [[nodiscard]] std::vector<bounds> effects_of(const dense_vector<Scalar>& direct) const {
    return effects_of(direct, direct);
  }
  /// Bounds of the output that a final demand, not negative, calls for.
  [[nodiscard]] std::vector<bounds> output_for(const dense_vector<Scalar>& final_demand) const {
    return enclosed("final_demand", final_demand, final_demand, low.output_for(final_demand),
                    high.output_for(final_demand));
  }
  [[nodiscard]] std::vector<bounds> output_multipliers() const {
    return effects_of(dense_vector<Scalar>::Ones(low.output_multipliers.size()));
  }

 private:
  std::vector<bounds> enclosed(const char* what, const dense_vector<Scalar>& from,
                               const dense_vector<Scalar>& to, const dense_vector<Scalar>& a,
                               const dense_vector<Scalar>& b) const {
    std::vector<bounds> out;
    for (Eigen::Index j = 0; j < a.size(); ++j) {
      require(from[j] >= Scalar(0) && from[j] <= to[j], "leontief_bounds", what, " of ",
              low.sectors[to_size(j)], " run from ", static_cast<double>(from[j]), " to ",
              static_cast<double>(to[j]), "; they must be ascending and not negative");
      // rounding may cross ends that are equal
      out.push_back(between((std::min)(static_cast<double>(a[j]), static_cast<double>(b[j])),
                            (std::max)(static_cast<double>(a[j]), static_cast<double>(b[j]))));
    }
    return out;
  }
};

/// @param low,high  (n x n) coefficients, 0 <= low <= high
/// @throws argument_error   shapes, a negative coefficient, low above high (cell named)
/// @throws numerical_error  the upper table is not productive: the multipliers have no upper bound
/// @see    Jerrell (1997), Computational Economics 10 (interval arithmetic for input-output models)
template <class Scalar>
[[nodiscard]] leontief_bounds<Scalar> leontief_between(const std::vector<std::string>& sectors,
                                                       dense_matrix<Scalar> low,
                                                       dense_matrix<Scalar> high) {
  constexpr const char* function = "leontief_between";
  detail::check_sectors(function, sectors, low, "the lower coefficients");
  detail::check_sectors(function, sectors, high, "the upper coefficients");
  for (Eigen::Index j = 0; j < low.cols(); ++j) {
    for (Eigen::Index i = 0; i < low.rows(); ++i) {
      require(low(i, j) >= Scalar(0) && low(i, j) <= high(i, j), function, "the coefficient of ",
              sectors[to_size(i)], " in ", sectors[to_size(j)], " runs from ",
              static_cast<double>(low(i, j)), " to ", static_cast<double>(high(i, j)),
              "; it must be ascending and not negative");
    }
  }
  return {leontief(sectors, std::move(low)), leontief(sectors, std::move(high))};
}

/// Every coefficient known to a share of itself: a (1 - share) to a (1 + share).
/// @throws argument_error  a share outside [0, 1), a negative coefficient
template <class Scalar>
[[nodiscard]] leontief_bounds<Scalar> leontief_within(const leontief_system<Scalar>& open,
                                                      double share) {
  require(share >= 0 && share < 1, "leontief_within", "share is ", share,
          "; it must lie in [0, 1)");
  return leontief_between<Scalar>(open.sectors, open.coefficients * Scalar(1 - share),
                                  open.coefficients * Scalar(1 + share));
}

}  // namespace bilateral
