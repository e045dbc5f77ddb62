#pragma once
/// Numbers from decimal text: the whole text, in no locale, into any scalar.

#include <bilateral/version.hpp>

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <locale>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>

namespace bilateral {

enum class number_fault { none, not_a_number, too_large, too_small };

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
  if (in.fail() && wide != 0) return wide < 0 ? -std::numeric_limits<Float>::infinity()
                                              : std::numeric_limits<Float>::infinity();
  return wide;
}

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace detail

/// The number that `text` spells in full: [+-]digits[decimal digits][e[+-]digits], with blanks
/// around it allowed and a digit somewhere. "1e", "0x10", "nan", "inf", "1,234.5" are no numbers;
/// "1e400" is too large for a double and "1e-400" too small, neither infinity nor zero.
/// Correctly rounded.
///
/// @param decimal  the decimal sign; '.' is then no part of a number unless it is the sign
template <class Scalar = double>
[[nodiscard]] parsed_number<Scalar> parse_number(std::string_view text, char decimal = '.') {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  parsed_number<Scalar> out;
  out.fault = number_fault::not_a_number;
  const char* at = text.data();
  const char* const end = at + text.size();
  const bool negative = at != end && *at == '-';
  if (at != end && (*at == '-' || *at == '+')) ++at;
  const char* const digits_begin = at;

  // the first 19 digits as an integer and a power of ten, to decide most numbers at once
  std::uint64_t mantissa = 0;
  int kept = 0, exponent = 0;
  bool any = false, nonzero = false, exact = true;
  const auto take = [&](char c, bool fraction) {
    any = true;
    const unsigned digit = static_cast<unsigned>(c - '0');
    nonzero = nonzero || digit != 0;
    if (kept < 19) {
      mantissa = mantissa * 10 + digit;
      kept += mantissa != 0 ? 1 : 0;
      exponent -= fraction ? 1 : 0;
    } else {
      exact = false;
    }
  };
  while (at != end && detail::is_digit(*at)) take(*at++, false);
  const char* sign_at = nullptr;
  if (at != end && *at == decimal) {
    sign_at = at++;
    while (at != end && detail::is_digit(*at)) take(*at++, true);
  }
  if (!any) return out;
  if (at != end && (*at == 'e' || *at == 'E')) {
    ++at;
    const bool down = at != end && *at == '-';
    if (at != end && (*at == '-' || *at == '+')) ++at;
    if (at == end) return out;
    int written = 0;
    while (at != end && detail::is_digit(*at)) {
      if (written < 100000000) written = written * 10 + (*at - '0');
      ++at;
    }
    if (!detail::is_digit(end[-1])) return out;
    exponent += down ? -written : written;
  }
  if (at != end) return out;

  out.fault = number_fault::none;
  if constexpr (std::is_same_v<Scalar, double>) {
    // both factors exact in a double: one rounding (Clinger 1990)
    static constexpr std::array<double, 23> ten = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                   1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                   1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    if (exact && mantissa <= (std::uint64_t{1} << 53) && exponent >= -22 && exponent <= 22) {
      const double m = static_cast<double>(mantissa);
      const double value = exponent < 0 ? m / ten[static_cast<std::size_t>(-exponent)]
                                        : m * ten[static_cast<std::size_t>(exponent)];
      out.value = negative ? -value : value;
      return out;
    }
  }
  std::string plain;
  plain.reserve(text.size() + 2);
  if (negative) plain += '-';
  if (digits_begin == sign_at) plain += '0';
  for (const char* c = digits_begin; c != end; ++c) {
    if (c == sign_at) {
      plain += c + 1 != end && detail::is_digit(c[1]) ? "." : ".0";
    } else if (*c != '+') {
      plain += *c;
    }
  }
  if constexpr (std::is_floating_point_v<Scalar>) {
    out.value = detail::nearest_float<Scalar>(plain.data(), plain.data() + plain.size());
    if (std::isinf(out.value)) out.fault = number_fault::too_large;
  } else {
    out.value = from_decimal_text<Scalar>::convert(plain);
  }
  if (nonzero && out.value == 0) out.fault = number_fault::too_small;
  if (out.fault != number_fault::none) out.value = Scalar{};
  return out;
}

/// The integer that `text` spells in full, blanks around it allowed.
[[nodiscard]] inline parsed_number<std::int64_t> parse_integer(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  parsed_number<std::int64_t> out;
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
