#pragma once
/// Numbers as text and text as numbers: the whole text, the same bytes on every machine and in every
/// locale, from and into any scalar.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/version.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <locale>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
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

enum class number_fault { none, not_a_number, too_large, too_small };

/// "is not a number", "is too large for a number", "is too small for a number".
[[nodiscard]] inline std::string to_string(number_fault fault) {
  switch (fault) {
    case number_fault::none: return "is a number";
    case number_fault::not_a_number: return "is not a number";
    case number_fault::too_large: return "is too large for a number";
    case number_fault::too_small: return "is too small for a number";
  }
  return {};
}

/// How a number is written.
struct number_format {
  char decimal = '.';  ///< the decimal sign; '.' is no part of a number unless it is the sign
  char thousands = 0;  ///< between groups of three digits: 1,234,567; 0 where none is allowed
};

/// A number read, or why the text is none.
template <class Scalar>
struct parsed_number {
  Scalar value{};
  number_fault fault = number_fault::none;

  explicit operator bool() const noexcept { return fault == number_fault::none; }
};

/// Decimal text to a scalar, for scalars other than double, float and long double: the text given
/// is always of the form [-]digits[.digits][e[-]digits]. Specialise for a type that a std::string
/// does not construct.
template <class Scalar>
struct from_decimal_text {
  static Scalar convert(const std::string& text) { return Scalar(text); }
};

namespace detail {

// nearest value to plain decimal text, by <charconv> or else a stream in the classic locale
template <class Float>
Float nearest_float(const char* first, const char* last) {
#if defined(__cpp_lib_to_chars)
  Float value{};
  const auto read = std::from_chars(first, last, value);
  if (read.ec == std::errc{}) return value;
#endif
  // also reached where the value is out of range: streams then tell large from small
  std::istringstream in(std::string(first, last));
  in.imbue(std::locale::classic());
  Float wide{};
  in >> wide;
  if (in.fail() && wide != 0)
    return wide < 0 ? -std::numeric_limits<Float>::infinity()
                    : std::numeric_limits<Float>::infinity();
  return wide;
}

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The grammar of a number: [+-]digits[decimal digits][e[+-]digits], and the first 19 digits as an
// integer and a power of ten, which decide most numbers at once.
struct scanned_decimal {
  bool number = false;  // the text is one
  bool negative = false;
  bool nonzero = false;  // a digit other than 0
  bool exact = true;     // mantissa and exponent say it all
  std::uint64_t mantissa = 0;
  int exponent = 0;
  const char* digits = nullptr;        // behind the sign
  const char* decimal_sign = nullptr;  // none: nullptr
  const char* end = nullptr;
  int kept = 0;

  void take(char c, bool fraction) {
    const unsigned digit = static_cast<unsigned>(c - '0');
    nonzero = nonzero || digit != 0;
    if (kept < 19) {
      mantissa = mantissa * 10 + digit;
      kept += mantissa != 0 ? 1 : 0;
      exponent -= fraction ? 1 : 0;
    } else {
      exact = false;
    }
  }
  // e[+-]digits up to the end
  bool take_exponent(const char* at) {
    const bool down = at != end && *at == '-';
    if (at != end && (*at == '-' || *at == '+')) ++at;
    if (at == end) return false;
    int written = 0;
    for (; at != end; ++at) {
      if (!is_digit(*at)) return false;
      if (written < 100000000) written = written * 10 + (*at - '0');
    }
    exponent += down ? -written : written;
    return true;
  }
};

inline scanned_decimal scan_decimal(std::string_view text, char decimal) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  scanned_decimal out;
  const char* at = text.data();
  out.end = at + text.size();
  out.negative = at != out.end && *at == '-';
  if (at != out.end && (*at == '-' || *at == '+')) ++at;
  out.digits = at;
  while (at != out.end && is_digit(*at)) out.take(*at++, false);
  bool any = at != out.digits;
  if (at != out.end && *at == decimal) {
    out.decimal_sign = at++;
    while (at != out.end && is_digit(*at)) out.take(*at++, true);
    any = any || at != out.decimal_sign + 1;
  }
  if (!any) return out;
  if (at == out.end) {
    out.number = true;
  } else if (*at == 'e' || *at == 'E') {
    out.number = out.take_exponent(at + 1);
  }
  return out;
}

// the value where mantissa and power of ten are exact in a double: one rounding (Clinger 1990)
inline std::optional<double> clinger_double(const scanned_decimal& s) {
  static constexpr std::array<double, 23> ten = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                 1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  if (!s.exact || s.mantissa > (std::uint64_t{1} << 53) || s.exponent < -22 || s.exponent > 22) {
    return std::nullopt;
  }
  const double m = static_cast<double>(s.mantissa);
  const double value =
      s.exponent < 0 ? m / ten[to_size(-s.exponent)] : m * ten[to_size(s.exponent)];
  return s.negative ? -value : value;
}

// [-]digits[.digits][e[-]digits]
inline std::string plain_decimal(const scanned_decimal& s) {
  std::string plain;
  plain.reserve(to_size(s.end - s.digits) + 3);
  if (s.negative) plain += '-';
  if (s.digits == s.decimal_sign) plain += '0';
  for (const char* c = s.digits; c != s.end; ++c) {
    if (c == s.decimal_sign) {
      plain += c + 1 != s.end && is_digit(c[1]) ? "." : ".0";
    } else if (*c != '+') {
      plain += *c;
    }
  }
  return plain;
}

}  // namespace detail

/// The number that `text` spells in full: [+-]digits[decimal digits][e[+-]digits], with blanks
/// around it allowed and a digit somewhere. "1e", "0x10", "nan", "inf", "1,234.5" are no numbers;
/// "1e400" is too large for a double and "1e-400" too small, neither infinity nor zero.
/// Correctly rounded.
///
/// @param decimal  the decimal sign; '.' is then no part of a number unless it is the sign
template <class Scalar = double>
[[nodiscard]] parsed_number<Scalar> parse_number(std::string_view text, char decimal = '.') {
  parsed_number<Scalar> out;
  const detail::scanned_decimal scanned = detail::scan_decimal(text, decimal);
  if (!scanned.number) {
    out.fault = number_fault::not_a_number;
    return out;
  }
  if constexpr (std::is_same_v<Scalar, double>) {
    if (const auto value = detail::clinger_double(scanned)) {
      out.value = *value;
      return out;
    }
  }
  const std::string plain = detail::plain_decimal(scanned);
  if constexpr (std::is_floating_point_v<Scalar>) {
    out.value = detail::nearest_float<Scalar>(plain.data(), plain.data() + plain.size());
    if (std::isinf(out.value)) out.fault = number_fault::too_large;
  } else {
    out.value = from_decimal_text<Scalar>::convert(plain);
  }
  if (scanned.nonzero && out.value == 0) out.fault = number_fault::too_small;
  if (out.fault != number_fault::none) out.value = Scalar{};
  return out;
}

namespace detail {

// a number with its separators of thousands taken out; nothing where the groups are not 1 to 3 digits
// and then threes, begin with a zero, or stand beside an exponent or behind the decimal sign
inline std::optional<std::string> without_groups(std::string_view text,
                                                 const number_format& format) {
  const std::size_t whole = (std::min)(text.find(format.decimal), text.size());
  if (text.find_first_of("eE") != std::string_view::npos ||
      text.substr(whole).find(format.thousands) != std::string_view::npos) {
    return std::nullopt;
  }
  std::string out;
  std::size_t group = 0, groups = 0;  // digits of this group, groups before it
  char first = 0;
  for (const char c : text.substr(0, whole)) {
    if (c == format.thousands) {
      if (group == 0 || group > 3 || (groups > 0 && group != 3)) return std::nullopt;
      ++groups;
      group = 0;
      continue;
    }
    if (is_digit(c) && group++ == 0 && groups == 0) first = c;
    out += c;
  }
  if (first == '0' || group != 3) return std::nullopt;
  return out.append(text.substr(whole));
}

}  // namespace detail

/// The same with thousands in groups, where the format has a sign for them: strictly 1 to 3 digits
/// and then threes, none of them behind the decimal sign. "1,234,567.8" is a number, "12,34,5",
/// "1,5", "1234,567", "0,123" and "1,234e5" are none; "1234567.8" is one, too.
///
/// @param format  decimal sign and separator of thousands, two different characters
template <class Scalar = double>
[[nodiscard]] parsed_number<Scalar> parse_number(std::string_view text,
                                                 const number_format& format) {
  if (format.thousands == 0 || text.find(format.thousands) == std::string_view::npos) {
    return parse_number<Scalar>(text, format.decimal);
  }
  const auto plain = detail::without_groups(text, format);
  if (!plain || format.thousands == format.decimal) return {Scalar{}, number_fault::not_a_number};
  return parse_number<Scalar>(*plain, format.decimal);
}

/// The integer that `text` spells in full, blanks around it allowed; -1 is none where the type has
/// no sign.
template <class Integer = std::int64_t>
[[nodiscard]] parsed_number<Integer> parse_integer(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  parsed_number<Integer> out;
  if (text.size() > 1 && text.front() == '+' && detail::is_digit(text[1])) text.remove_prefix(1);
  const auto read = std::from_chars(text.data(), text.data() + text.size(), out.value);
  if (read.ec == std::errc::result_out_of_range) {
    out.fault = number_fault::too_large;
  } else if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) {
    out.fault = number_fault::not_a_number;
  }
  if (out.fault != number_fault::none) out.value = 0;
  return out;
}

}  // namespace bilateral
