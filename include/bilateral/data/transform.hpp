#pragma once
/// New columns from old ones: logarithms, lags, leads, differences, products. Lags stay inside an
/// entity and go by time: over a gap, and before an entity's first period, the value is missing.

#include <bilateral/data/data_table.hpp>
#include <bilateral/data/earlier_rows.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <utility>

namespace bilateral {

namespace detail {

inline std::string unit_of(const char* function, const std::string& unit) {
  return unit.empty() ? "" : text(function, "(", unit, ")");
}

// row i from row i - k of the same entity, both given to `make`
template <class Make>
number_column from_earlier(const data_table& table, const number_column& c, std::int64_t k,
                           std::string name, Make&& make) {
  const auto entity = table.entity() ? std::span<const std::int32_t>(table.entity()->codes)
                                     : std::span<const std::int32_t>();
  const auto earlier = earlier_rows(table.rows(), table.time().time, entity, k);
  number_column out{std::move(name), {}, c.unit};
  out.values.reserve(earlier.size());
  for (std::size_t i = 0; i < earlier.size(); ++i) {
    out.values.push_back(earlier[i] ? make(c.values[i], c.values[*earlier[i]])
                                    : std::numeric_limits<double>::quiet_NaN());
  }
  return out;
}

}  // namespace detail

/// Natural logarithm, missing where the value is; the unit becomes log(unit).
/// @throws data_error  a value of zero or below in a row that `needed` asks for (all where it is empty)
[[nodiscard]] inline number_column log_column(const data_table& table, const number_column& c,
                                              const std::vector<bool>& needed = {}) {
  number_column out{text("log(", c.name, ")"), {}, detail::unit_of("log", c.unit)};
  out.values.reserve(c.values.size());
  for (std::size_t i = 0; i < c.values.size(); ++i) {
    const double v = c.values[i];
    if (v <= 0 && (needed.empty() || needed[i])) {
      throw table.at_row(i, text(shortest(v), " has no logarithm: it must be above zero"), c.name);
    }
    out.values.push_back(v > 0 ? std::log(v) : std::numeric_limits<double>::quiet_NaN());
  }
  return out;
}

/// x of k periods earlier: lag(x,k); a negative k looks ahead: lead(x,-k).
[[nodiscard]] inline number_column lag_column(const data_table& table, const number_column& c,
                                              std::int64_t k) {
  return detail::from_earlier(
      table, c, k, k < 0 ? text("lead(", c.name, ",", -k, ")") : text("lag(", c.name, ",", k, ")"),
      [](double, double before) { return before; });
}

/// x less x of k periods earlier: difference(x) or difference(x,k).
/// @throws argument_error  k below 1
[[nodiscard]] inline number_column difference_column(const data_table& table,
                                                     const number_column& c, std::int64_t k = 1) {
  require(k >= 1, "difference", "the periods are ", k, "; at least 1");
  return detail::from_earlier(
      table, c, k,
      k == 1 ? text("difference(", c.name, ")") : text("difference(", c.name, ",", k, ")"),
      [](double now, double before) { return now - before; });
}

/// a times b, named a:b.
/// @throws argument_error  other lengths
[[nodiscard]] inline number_column product_column(const number_column& a, const number_column& b) {
  require_same_size("product", a.name, a.values.size(), b.name, b.values.size());
  number_column out{a.name + ":" + b.name, {}, ""};
  if (!a.unit.empty() && !b.unit.empty()) out.unit = a.unit + " x " + b.unit;
  out.values.reserve(a.values.size());
  for (std::size_t i = 0; i < a.values.size(); ++i) out.values.push_back(a.values[i] * b.values[i]);
  return out;
}

}  // namespace bilateral
