#pragma once
// Figures as people write them.

#include <bilateral/core/number.hpp>

#include <cmath>
#include <concepts>
#include <string>

namespace bilateral::detail {

// significant digits without an exponent where people would write none: -12,345.7
inline std::string people_text(double v, int digits) {
  const double size = std::abs(v);
  if (!(size >= 1e4 && size < 1e15)) return significant_text(v, digits);
  return grouped_text(v, 1);
}

}  // namespace bilateral::detail
