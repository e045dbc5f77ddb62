#pragma once
/// Concentration of trade over products, partners or sectors.

#include <bilateral/core/bounds.hpp>
#include <bilateral/core/check.hpp>

#include <optional>
#include <span>

namespace bilateral {

/// Herfindahl-Hirschman index: the sum of squared shares, from 1/n to 1; none where nothing is traded.
/// @see  Hirschman (1964), American Economic Review 54
[[nodiscard]] inline std::optional<double> herfindahl(std::span<const double> values) {
  require_finite("herfindahl", "value", values);
  double total = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    require(values[i] >= 0, "herfindahl", "value is ", values[i], " in row ", i + 1,
            "; it must not be negative");
    total += values[i];
  }
  if (total == 0) return std::nullopt;
  double sum = 0;
  for (const double v : values) sum += v / total * (v / total);
  return sum;
}

/// What is known of the index when only the number of groups, all active, is: [1/n, 1).
[[nodiscard]] inline bounds herfindahl_bounds(int groups) {
  require(groups >= 1, "herfindahl_bounds", "groups is ", groups, "; it must be at least 1");
  if (groups == 1) return 1;
  return {1.0 / groups, 1, false, true};
}

}  // namespace bilateral
