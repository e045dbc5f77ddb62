#pragma once
/// ISO 3166-1 alpha-3 country codes: text, validated in form, trivially copyable.

#include <bilateral/core/error.hpp>

#include <array>
#include <compare>
#include <string>
#include <string_view>

namespace bilateral {

/// Three capital letters, "PER". Never a number, and "NA" is not a missing value.
class country {
 public:
  /// @throws argument_error  not three capital letters
  constexpr explicit country(std::string_view alpha_3) {
    bool good = alpha_3.size() == 3;
    for (std::size_t i = 0; good && i < 3; ++i) good = alpha_3[i] >= 'A' && alpha_3[i] <= 'Z';
    if (!good) {
      throw argument_error("country: '" + std::string(alpha_3) +
                           "' is not an ISO 3166 code of three capital letters");
    }
    for (std::size_t i = 0; i < 3; ++i) letters_[i] = alpha_3[i];
  }
  [[nodiscard]] constexpr std::string_view code() const { return {letters_.data(), 3}; }
  friend constexpr auto operator<=>(const country& a, const country& b) = default;

 private:
  std::array<char, 3> letters_{};
};

}  // namespace bilateral
