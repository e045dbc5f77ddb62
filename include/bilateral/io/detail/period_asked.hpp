#pragma once
// Which of the periods asked for a field names.

#include <bilateral/core/number.hpp>
#include <bilateral/core/when_called.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bilateral::detail {

// the period of a field: its text, or that of an equal number among those asked for; none: not
// asked for
template <class = when_called>
std::optional<std::string> period_asked(std::string_view field,
                                        const std::vector<std::string>& wanted) {
  if (wanted.empty()) return std::string(field);
  for (const std::string& w : wanted) {
    if (field == w) return w;
    const auto a = parse_number(field), b = parse_number(w);
    if (a && b && a.value == b.value) return w;
  }
  return std::nullopt;
}

}  // namespace bilateral::detail
