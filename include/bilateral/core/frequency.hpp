#pragma once
/// How often a series is observed: annual, quarterly or monthly, as types.

#include <concepts>

namespace bilateral {

struct annual {
  static constexpr int periods_per_year = 1;
  static constexpr const char* name = "annual";
};
struct quarterly {
  static constexpr int periods_per_year = 4;
  static constexpr const char* name = "quarterly";
};
struct monthly {
  static constexpr int periods_per_year = 12;
  static constexpr const char* name = "monthly";
};

/// A frequency tag: so many regular periods a year.
template <class F>
concept frequency = requires {
  { F::periods_per_year } -> std::convertible_to<int>;
  { F::name } -> std::convertible_to<const char*>;
};

}  // namespace bilateral
