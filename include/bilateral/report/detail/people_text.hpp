#pragma once
// Figures as people write them.

#include <bilateral/core/number.hpp>

#include <cmath>
#include <concepts>
#include <string>

namespace bilateral::detail {

// Significant digits without an exponent up to 1e15: all digits of the whole part, in groups from
// 10,000 on. -12,345.7 is six digits, 1018 any fewer than five, 2,415,800,000 any fewer than eleven.
inline std::string people_text(double v, int digits, bool thousands = true) {
  const double size = std::abs(v);
  if (!(size < 1e15) || (size < 1e4 && size < std::pow(10.0, digits) - 0.5))
    return significant_text(v, digits);
  if (size < 1e4) return fixed_text(v, 0);
  const int whole = static_cast<int>(std::floor(std::log10(size))) + 1;
  const int decimals = digits > whole ? digits - whole : 0;
  std::string plain = fixed_text(v, decimals);
  if (decimals > 0) {  // as %g: no zeros at the end
    plain.erase(plain.find_last_not_of('0') + 1);
    if (plain.back() == '.') plain.pop_back();
  }
  if (!thousands) return plain;
  const std::size_t point = plain.find('.');
  return grouped_text(v,
                      point == std::string::npos ? 0 : static_cast<int>(plain.size() - point - 1));
}

}  // namespace bilateral::detail
