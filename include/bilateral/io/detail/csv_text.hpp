#pragma once
// Fields in messages, and fields that are blank.

#include <bilateral/core/when_called.hpp>
#include <bilateral/io/source.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace bilateral::detail {

// text as shown in a message: at most 40 bytes of whole characters, control characters as \xNN
template <class = when_called>
std::string excerpt(std::string_view text) {
  static constexpr char hex[] = "0123456789ABCDEF";
  std::string out;
  std::size_t n = text.size();
  if (n > 40) {
    n = 40;
    while (n > 0 && (static_cast<unsigned char>(text[n]) & 0xC0U) == 0x80U) --n;
  }
  for (const char c : text.substr(0, n)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      out += "\\x";
      out += hex[byte >> 4U];
      out += hex[byte & 15U];
    } else {
      out += c;
    }
  }
  return n < text.size() ? out + "..." : out;
}

// without blanks at its ends
template <class = when_called>
std::string_view trimmed_text(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

inline bool blank_text(std::string_view text) {
  return text.find_first_not_of(" \t") == std::string_view::npos;
}

}  // namespace bilateral::detail
