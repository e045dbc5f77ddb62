#pragma once
/// Guards at the entry of public functions: each names the function, the argument and the value.

#include <bilateral/core/error.hpp>
#include <bilateral/core/number.hpp>

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace bilateral {

/// Refuses unless `ok`. @throws argument_error  "function: parts...", unless `ok`
template <class... Parts>
void require(bool ok, std::string_view function, const Parts&... parts) {
  if (!ok) throw argument_error(text(function, ": ", parts...));
}

/// Lengths must agree. @throws argument_error  they do not; both are named
inline void require_same_size(std::string_view function, std::string_view first,
                              std::size_t first_size, std::string_view second,
                              std::size_t second_size) {
  require(first_size == second_size, function, first, " has ", first_size, " values but ", second,
          " has ", second_size);
}

/// Every value finite.
/// @throws argument_error  a NaN or infinity, with its row (from 1) and how many there are
template <class Scalar>
void require_finite(std::string_view function, std::string_view name,
                    std::span<const Scalar> values) {
  using std::isfinite;
  using std::isnan;
  if constexpr (std::is_same_v<Scalar, double>) {  // by the exponent's bits: a vectorised pass
    constexpr std::uint64_t exponent = 0x7FF0000000000000U;
    std::uint64_t found = 0;
    for (const double v : values) {
      found |= (std::bit_cast<std::uint64_t>(v) & exponent) == exponent ? 1U : 0U;
    }
    if (found == 0) return;
  }
  std::size_t bad = 0;
  std::size_t first = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!isfinite(values[i]) && bad++ == 0) first = i;
  }
  if (bad == 0) return;
  const bool missing = isnan(values[first]);
  throw argument_error(text(function, ": ", name, missing ? " is missing (NaN)" : " is infinite",
                            " in row ", first + 1, bad > 1 ? text(" and ", bad - 1, " more") : "",
                            missing ? "" : "; the logarithm of a zero?"));
}
template <class Scalar>
void require_finite(std::string_view function, std::string_view name, std::span<Scalar> values) {
  require_finite(function, name, std::span<const Scalar>(values));
}

/// Every value above zero. @throws argument_error  the first that is not, with its row (from 1)
template <class Scalar>
void require_positive(std::string_view function, std::string_view name,
                      std::span<const Scalar> values) {
  require_finite(function, name, values);
  std::size_t bad = 0;
  std::size_t first = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!(values[i] > 0) && bad++ == 0) first = i;
  }
  if (bad == 0) return;
  throw argument_error(text(function, ": ", name, " is ", static_cast<double>(values[first]),
                            " in row ", first + 1, bad > 1 ? text(" and ", bad - 1, " more") : "",
                            "; it must be above zero"));
}

}  // namespace bilateral
