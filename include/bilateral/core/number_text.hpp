#pragma once
/// Numbers as text, the same bytes on every machine and in every locale.

#include <array>
#include <charconv>
#include <cmath>
#include <locale>
#include <sstream>
#include <string>
#include <type_traits>

namespace bilateral {

namespace detail {
inline std::string non_finite_text(double value) {
  if (std::isnan(value)) return "nan";
  return value < 0 ? "-inf" : "inf";
}
}  // namespace detail

/// Shortest text that reads back as the same double: 0.1 is "0.1".
[[nodiscard]] inline std::string shortest(double value) {
  if (!std::isfinite(value)) return detail::non_finite_text(value);
#if defined(__cpp_lib_to_chars)
  std::array<char, 64> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), end.ptr};
#else
  for (int digits = 1; digits <= 17; ++digits) {
    std::ostringstream out;
    out.imbue(std::locale::classic());
    out.precision(digits);
    out << value;
    std::istringstream in(out.str());
    in.imbue(std::locale::classic());
    double back = 0;
    in >> back;
    if (back == value || digits == 17) return out.str();
  }
  return {};
#endif
}

/// Fixed notation with so many decimals: fixed_text(2.5, 2) is "2.50". Negative zero prints as zero.
[[nodiscard]] inline std::string fixed_text(double value, int decimals) {
  if (!std::isfinite(value)) return detail::non_finite_text(value);
  std::ostringstream out;
  out.imbue(std::locale::classic());
  out.setf(std::ios::fixed);
  out.precision(decimals);
  out << value;
  std::string text = out.str();
  if (text.front() == '-' && text.find_first_not_of("-0.") == std::string::npos) text.erase(0, 1);
  return text;
}

/// So many significant digits in the shorter of fixed and scientific notation (printf's %g).
[[nodiscard]] inline std::string significant_text(double value, int digits) {
  if (!std::isfinite(value)) return detail::non_finite_text(value);
  std::ostringstream out;
  out.imbue(std::locale::classic());
  out.precision(digits);
  out << (value == 0 ? 0.0 : value);
  return out.str();
}

/// Thousands separated by commas: grouped_text(16023.4, 1) is "16,023.4".
[[nodiscard]] inline std::string grouped_text(double value, int decimals = 0) {
  std::string text = fixed_text(value, decimals);
  if (!std::isfinite(value)) return text;
  const std::size_t first = text.front() == '-' ? 1 : 0;
  std::size_t at = text.find('.');
  if (at == std::string::npos) at = text.size();
  while (at > first + 3) text.insert(at -= 3, ",");
  return text;
}

/// Concatenates texts, integers and doubles (shortest form); what error messages are made with.
template <class... Parts>
[[nodiscard]] std::string text(const Parts&... parts) {
  std::string out;
  const auto append = [&out](const auto& part) {
    using Part = std::decay_t<decltype(part)>;
    if constexpr (std::is_same_v<Part, char>) {
      out += part;
    } else if constexpr (std::is_floating_point_v<Part>) {
      out += shortest(static_cast<double>(part));
    } else if constexpr (std::is_integral_v<Part>) {
      out += std::to_string(part);
    } else {
      out += part;
    }
  };
  (append(parts), ...);
  return out;
}

}  // namespace bilateral
