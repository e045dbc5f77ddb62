#pragma once
/// Harmonized System codes: text of 2, 4 or 6 digits, never numbers; and the sections of the system.

#include <bilateral/core/error.hpp>

#include <array>
#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace bilateral {

/// "01", "0101" or "010121"; the leading zero is part of the code.
class hs_code {
 public:
  /// @throws argument_error  not 2, 4 or 6 digits
  constexpr explicit hs_code(std::string_view digits) : size_(digits.size()) {
    bool good = size_ == 2 || size_ == 4 || size_ == 6;
    for (const char c : digits) good = good && c >= '0' && c <= '9';
    if (!good) {
      throw argument_error(
          "hs_code: '" + std::string(digits) + "' is not 2, 4 or 6 digits" +
          (size_ == 5 || size_ == 3 || size_ == 1 ? " (was a leading zero lost?)" : ""));
    }
    for (std::size_t i = 0; i < size_; ++i) digits_[i] = digits[i];
  }
  [[nodiscard]] constexpr std::string_view code() const { return {digits_.data(), size_}; }
  [[nodiscard]] constexpr hs_code chapter() const { return hs_code(code().substr(0, 2)); }
  friend constexpr auto operator<=>(const hs_code& a, const hs_code& b) = default;

 private:
  std::array<char, 6> digits_{};
  std::size_t size_ = 0;
};

/// A section of the Harmonized System: chapters in a row, with a short name of our own.
struct hs_section {
  int number = 0;  ///< 1 to 21; the system writes I to XXI
  std::string_view name;
  int first_chapter = 0, last_chapter = 0;
};

/// @see  World Customs Organization, HS nomenclature: the same sections in every edition since 1988
inline constexpr std::array<hs_section, 21> hs_sections = {{
    // clang-format off
    {1, "animals and their products", 1, 5},
    {2, "plants and their products", 6, 14},
    {3, "fats and oils", 15, 15},
    {4, "food, drinks, tobacco", 16, 24},
    {5, "ores and fuels", 25, 27},
    {6, "chemicals", 28, 38},
    {7, "plastics and rubber", 39, 40},
    {8, "hides and leather", 41, 43},
    {9, "wood", 44, 46},
    {10, "pulp and paper", 47, 49},
    {11, "textiles and clothing", 50, 63},
    {12, "footwear and hats", 64, 67},
    {13, "stone, ceramics, glass", 68, 70},
    {14, "precious metals and stones", 71, 71},
    {15, "base metals", 72, 83},
    {16, "machinery and electronics", 84, 85},
    {17, "vehicles, ships, aircraft", 86, 89},
    {18, "instruments and clocks", 90, 92},
    {19, "arms", 93, 93},
    {20, "furniture and other manufactures", 94, 96},
    {21, "works of art", 97, 97},
    // clang-format on
}};

/// The section that a product belongs to; none for the chapters 77, 98, 99 and beyond, which the
/// system keeps free or leaves to countries.
/// @see  World Customs Organization, HS nomenclature
[[nodiscard]] constexpr std::optional<hs_section> section_of(const hs_code& product) {
  const std::string_view digits = product.code();
  const int chapter = 10 * (digits[0] - '0') + (digits[1] - '0');
  if (chapter == 77) return std::nullopt;
  for (const hs_section& s : hs_sections) {
    if (chapter >= s.first_chapter && chapter <= s.last_chapter) return s;
  }
  return std::nullopt;
}

}  // namespace bilateral
