#pragma once
/// Powers of two that bring numbers to about one, so that no square over- or underflows.

#include <bilateral/core/check.hpp>
#include <bilateral/numeric/row_blocks.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string_view>

namespace bilateral {

/// e with 2^(e-1) <= max |v_i| < 2^e; 0 where all values are zero or there are none.
/// @param values  finite
template <class Scalar>
[[nodiscard]] int binary_exponent(std::span<const Scalar> values) {
  using std::abs;
  using std::frexp;
  Scalar largest(0);
  for (const Scalar& v : values) {
    const Scalar a = abs(v);
    largest = a > largest ? a : largest;
  }
  int exponent = 0;
  if (largest > Scalar(0)) (void)frexp(largest, &exponent);
  return exponent;
}

/// 2^-e, the factor that brings numbers of the binary exponent e to about one; as close to it as leaves
/// the factor and its inverse finite and normal.
template <class Scalar>
[[nodiscard]] Scalar scale_to_one(int exponent) {
  using std::ldexp;
  constexpr int limit = std::numeric_limits<Scalar>::max_exponent - 2;
  return ldexp(Scalar(1), -(std::clamp)(exponent, -limit, limit));
}

/// The power of two that brings the largest of value(i), i below n, to about one: no square over- or
/// underflows.
/// @param value  finite numbers, by position
template <class Scalar, class Value>
[[nodiscard]] Scalar unit_scale(std::size_t n, unsigned threads, const Value& value) {
  struct highest {
    Scalar top{0};
    void operator+=(const highest& other) { top = (std::max)(top, other.top); }
  };
  const highest all =
      sum_row_blocks(n, threads, highest{}, [&](std::size_t first, std::size_t last) {
        using std::abs;
        highest part;
        for (std::size_t i = first; i < last; ++i) {
          part.top = (std::max)(part.top, Scalar(abs(value(i))));
        }
        return part;
      });
  return scale_to_one<Scalar>(binary_exponent(std::span<const Scalar>(&all.top, 1)));
}

/// Whether squares of numbers of this binary exponent, and sums and products of a few of them, stay far
/// from the ends of the scalar's range: |e| at most a quarter of the range of exponents (1e77 for double).
template <class Scalar>
[[nodiscard]] constexpr bool has_safe_squares(int exponent) {
  constexpr int limit = std::numeric_limits<Scalar>::max_exponent / 4;
  return exponent <= limit && exponent >= -limit;
}

/// Refuses values whose squares cannot be summed in the scalar: beyond about 1e150 or, the largest of
/// them, below 1e-150 in double.
/// @throws argument_error  naming the values, how large they are and what to divide them by
template <class Scalar>
void require_squares(std::string_view function, std::string_view name,
                     std::span<const Scalar> values) {
  const int exponent = binary_exponent(values);
  constexpr int limit = std::numeric_limits<Scalar>::max_exponent / 2 - 14;
  if (exponent <= limit && exponent >= -limit) return;
  const int power = static_cast<int>(std::floor(exponent * 0.30102999566398120));
  throw argument_error(text(function, ": ", name, " reaches 1e", power,
                            ", whose square is beyond the range of the arithmetic; ",
                            power > 0 ? "divide" : "multiply", " it by 1e", std::abs(power),
                            " first"));
}

}  // namespace bilateral
