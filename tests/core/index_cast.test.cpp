#include <bilateral/core/index_cast.hpp>

#include "support/close.hpp"

#include <cstdint>
#include <limits>
#include <type_traits>

using namespace bilateral;

namespace {
enum class place { first, second };
template <class T>
concept is_position = requires(T t) {
  to_size(t);
  to_index(t);
};
}  // namespace

TEST_CASE("to_size and to_index keep the value and change the type") {
  static_assert(std::is_same_v<decltype(to_size(1)), std::size_t>);
  static_assert(std::is_same_v<decltype(to_index(std::size_t{1})), std::ptrdiff_t>);
  CHECK(to_size(std::int32_t{7}) == 7U);
  CHECK(to_index(std::uint8_t{200}) == 200);
  CHECK(to_size((std::numeric_limits<std::ptrdiff_t>::max)()) ==
        static_cast<std::size_t>((std::numeric_limits<std::ptrdiff_t>::max)()));
  CHECK(to_size(place::second) == 1);
  CHECK(to_index(place::second) == 1);
}

TEST_CASE("to_size and to_index refuse numbers with decimals") {
  static_assert(is_position<int> && is_position<char> && is_position<place>);
  static_assert(!is_position<double> && !is_position<float>);
}
