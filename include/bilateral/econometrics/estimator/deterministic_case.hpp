#pragma once
/// The five deterministic cases of cointegration, one numbering for bounds tests and Johansen.

#include <bilateral/core/check.hpp>

namespace bilateral {

/// Where constant and trend stand: inside the long-run relation (restricted) or outside it.
///
/// I none; II constant restricted; III constant unrestricted; IV constant unrestricted, trend
/// restricted; V constant and trend unrestricted.
/// @see Pesaran, Shin & Smith (2001), J. Applied Econometrics 16(3), eq. 17-21; Johansen (1995)
enum class deterministic_case {
  none = 1,
  restricted_constant = 2,
  unrestricted_constant = 3,
  restricted_trend = 4,
  unrestricted_trend = 5,
};

/// Whether the case has a constant, restricted or not: all but I.
[[nodiscard]] constexpr bool has_constant(deterministic_case c) {
  return c != deterministic_case::none;
}
/// Whether the case has a trend, restricted or not: IV and V.
[[nodiscard]] constexpr bool has_trend(deterministic_case c) {
  return c == deterministic_case::restricted_trend || c == deterministic_case::unrestricted_trend;
}
/// The case as the literature numbers it, I to V.
[[nodiscard]] constexpr const char* roman(deterministic_case c) {
  constexpr const char* names[] = {"I", "II", "III", "IV", "V"};
  return names[static_cast<int>(c) - 1];
}

/// The case of a number from 1 to 5. @throws argument_error  another number
[[nodiscard]] inline deterministic_case deterministic_case_of(int number) {
  require(number >= 1 && number <= 5, "deterministic_case_of", "the case is ", number,
          "; it runs from 1 to 5");
  return static_cast<deterministic_case>(number);
}

}  // namespace bilateral
