#pragma once
/// Sets of groups whose effects are partialled out of columns.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace bilateral {

/// What the groups of a set differ in.
enum class group_terms {
  level_and_slopes,  ///< a constant for each group, and a coefficient of each slope
  slopes_only        ///< a coefficient of each slope alone
};

/// One set of fixed effects: row i belongs to group codes[i], 0 <= codes[i] < levels. With slopes
/// it adds to row i
///
///   a[codes[i]] + b_1[codes[i]] slopes[0][i] + b_2[codes[i]] slopes[1][i] + ...
struct grouping {
  std::span<const std::int32_t> codes;  ///< (n)
  std::int32_t levels = 0;
  std::vector<std::span<const double>> slopes{};  ///< (n) each, finite
  group_terms terms = group_terms::level_and_slopes;

  [[nodiscard]] bool has_level() const { return terms == group_terms::level_and_slopes; }
  /// Unknowns of each group.
  [[nodiscard]] std::size_t columns() const { return slopes.size() + (has_level() ? 1 : 0); }
};

/// Refuses sets of groups that are no partition of the same rows.
///
/// @throws argument_error  no effects, no rows, other lengths, a code outside 0..levels - 1, a
///                         slope that is not finite, slopes alone without any
inline void require_groupings(std::string_view function, const std::vector<grouping>& effects) {
  require(!effects.empty(), function, "there are no fixed effects");
  const std::size_t n = effects.front().codes.size();
  require(n > 0, function, "there are no observations");
  require(n <= to_size((std::numeric_limits<std::int32_t>::max)()), function, "there are ", n,
          " rows; at most 2147483647");
  for (std::size_t f = 0; f < effects.size(); ++f) {
    const grouping& e = effects[f];
    require_same_size(function, text("effect ", f + 1), e.codes.size(), "the first effect", n);
    std::uint32_t highest = 0;
    for (const std::int32_t code : e.codes) {
      highest = (std::max)(highest, static_cast<std::uint32_t>(code));
    }
    require(highest < static_cast<std::uint32_t>(e.levels), function, "a code of effect ", f + 1,
            " lies outside 0..", e.levels - 1);
    require(e.columns() > 0, function, "effect ", f + 1, " has neither a level nor a slope");
    for (std::size_t s = 0; s < e.slopes.size(); ++s) {
      const auto name = text("slope ", s + 1, " of effect ", f + 1);
      require_same_size(function, name, e.slopes[s].size(), "the first effect", n);
      require_finite(function, name, e.slopes[s]);
    }
  }
}

}  // namespace bilateral
