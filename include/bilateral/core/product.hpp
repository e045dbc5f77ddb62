#pragma once
/// Harmonized System codes: text of 2, 4 or 6 digits, never numbers.

#include <bilateral/core/error.hpp>

#include <array>
#include <compare>
#include <cstddef>
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

}  // namespace bilateral
