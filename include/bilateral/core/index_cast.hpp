#pragma once
/// Counts and positions: unsigned in the standard library, signed in Eigen.

#include <concepts>
#include <cstddef>
#include <type_traits>

namespace bilateral {

/// A count, a position that is not negative or the place of an enumerator, as the standard library
/// takes it: `x[to_size(i)]`. Numbers with decimals are no positions and do not compile.
template <class Index>
requires std::integral<Index> || std::is_enum_v<Index>
[[nodiscard]] constexpr std::size_t to_size(Index i) noexcept {
  return static_cast<std::size_t>(i);
}

/// A count or position as Eigen takes it; `std::ssize` gives the length of a container so.
template <class Index>
requires std::integral<Index> || std::is_enum_v<Index>
[[nodiscard]] constexpr std::ptrdiff_t to_index(Index i) noexcept {
  return static_cast<std::ptrdiff_t>(i);
}

}  // namespace bilateral
