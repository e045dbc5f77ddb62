#pragma once
/// Grouping columns as dense integer codes: fixed effects, dummies, clusters.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/grouping.hpp>

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <iterator>
#include <limits>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace bilateral {

/// A number whose coefficient differs by group: year in pair[year].
struct varying_slope {
  std::string name;
  std::vector<double> values;  ///< (n)
};

/// A grouping variable: row i belongs to group codes[i], 0 <= codes[i] < levels, every code used.
struct factor {
  std::string name;
  std::vector<std::int32_t> codes;  ///< (n)
  std::int32_t levels = 0;
  std::vector<std::string> labels;      ///< text of each level, in sorted order; may be empty
  std::vector<varying_slope> slopes{};  ///< absorbed with the levels, or in place of them
  group_terms terms = group_terms::level_and_slopes;

  [[nodiscard]] std::size_t size() const noexcept { return codes.size(); }
  /// Text of a level: its label, or the code from 1 where there are no labels.
  [[nodiscard]] std::string label(std::int32_t level) const {
    return labels.empty() ? std::to_string(level + 1) : labels[to_size(level)];
  }
};

/// One factor or several, where a single one needs no braces: clustered{pair}.
struct factor_list : std::vector<factor> {
  using std::vector<factor>::vector;
  factor_list(factor one) { push_back(std::move(one)); }
  factor_list(std::vector<factor> several) : std::vector<factor>(std::move(several)) {}
};

[[nodiscard]] inline factor subset(const factor& f, std::span<const std::size_t> rows);

namespace detail {

// codes in sorted order of the values; order[i] lists rows by value
template <class Value, class Label>
factor coded(std::string_view name, std::span<const Value> values, Label label, bool labelled) {
  require(values.size() <= to_size((std::numeric_limits<std::int32_t>::max)()), "make_factor", name,
          " has ", values.size(), " rows; at most 2147483647");
  std::vector<std::int32_t> order(values.size());
  std::iota(order.begin(), order.end(), 0);
  const auto at = [&](std::int32_t i) -> const Value& { return values[to_size(i)]; };
  std::sort(order.begin(), order.end(),
            [&](std::int32_t a, std::int32_t b) { return at(a) < at(b); });
  factor out;
  out.name = name;
  out.codes.resize(values.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i == 0 || at(order[i - 1]) < at(order[i])) {
      if (labelled) out.labels.push_back(label(at(order[i])));
      ++out.levels;
    }
    out.codes[to_size(order[i])] = out.levels - 1;
  }
  return out;
}

}  // namespace detail

/// Groups of equal texts, levels in lexicographic order.
[[nodiscard]] inline factor make_factor(std::string_view name,
                                        std::span<const std::string> values) {
  return detail::coded(
      name, values, [](const std::string& v) { return v; }, true);
}

/// Groups of equal integers, levels ascending. Counting sort where the range is short.
/// @throws argument_error  more rows than 2147483647
[[nodiscard]] inline factor make_factor(std::string_view name,
                                        std::span<const std::int64_t> values) {
  if (!values.empty()) {
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    const std::uint64_t range =
        static_cast<std::uint64_t>(*high) - static_cast<std::uint64_t>(*low);
    if (range < 8 * static_cast<std::uint64_t>(values.size()) + 1024) {
      const std::int64_t first = *low;
      std::vector<std::int32_t> code(to_size(range) + 1, 0);
      for (const std::int64_t v : values) code[to_size(v - first)] = 1;
      factor out;
      out.name = name;
      for (std::size_t v = 0; v < code.size(); ++v) {
        if (code[v] == 0) continue;
        out.labels.push_back(std::to_string(first + static_cast<std::int64_t>(v)));
        code[v] = out.levels++;
      }
      out.codes.reserve(values.size());
      for (const std::int64_t v : values) {
        out.codes.push_back(code[to_size(v - first)]);
      }
      return out;
    }
  }
  return detail::coded(
      name, values, [](std::int64_t v) { return std::to_string(v); }, true);
}

/// Integers of one type in one piece of memory.
template <class Range>
concept integer_range = requires(const Range& r) {
  std::size(r);
  requires std::integral<std::remove_cvref_t<decltype(*std::data(r))>>;
};

/// The same from integers of any type, in a vector, span or array.
/// @throws argument_error  an integer beyond 64 bits with a sign
template <class Range>
requires(integer_range<Range> && !std::convertible_to<const Range&, std::span<const std::int64_t>>)
    [[nodiscard]] factor make_factor(std::string_view name, const Range& values) {
  std::vector<std::int64_t> wide;
  wide.reserve(std::size(values));
  for (const auto v : values) {
    require(std::in_range<std::int64_t>(v), "make_factor", name, " holds ", std::to_string(v),
            ", beyond 64-bit integers with a sign");
    wide.push_back(static_cast<std::int64_t>(v));
  }
  return make_factor(name, std::span<const std::int64_t>(wide));
}

/// Groups straight from codes and the labels they stand for: a categorical of pandas (codes from 0), a
/// factor of R (`first` = 1). Levels keep the order of the labels; those without a row are closed up.
///
/// @throws argument_error  a code outside the labels: -1 of pandas and NA of R are missing, with the row
template <integer_range Range>
[[nodiscard]] factor factor_of_codes(std::string_view name, const Range& codes,
                                     const std::vector<std::string>& labels,
                                     std::int64_t first = 0) {
  factor all;
  all.name = name;
  all.labels = labels;
  all.levels = static_cast<std::int32_t>(labels.size());
  std::vector<std::size_t> rows;
  for (const auto code : codes) {
    const std::int64_t level = static_cast<std::int64_t>(code) - first;
    require(level >= 0 && level < all.levels, "factor_of_codes", name, " has the code ",
            std::to_string(code), " in row ", rows.size() + 1, " for ", labels.size(),
            " labels from ", first, ": leave rows with a missing level out first");
    all.codes.push_back(static_cast<std::int32_t>(level));
    rows.push_back(rows.size());
  }
  return subset(all, rows);
}

/// Groups of equal numbers, levels ascending. @throws argument_error  a value that is not finite
[[nodiscard]] inline factor make_factor(std::string_view name, std::span<const double> values) {
  require_finite("make_factor", name, values);
  return detail::coded(
      name, values, [](double v) { return shortest(v); }, true);
}

/// Groups of equal pairs (a, b), named `a^b`; levels ordered by a, then b. Codes only, no labels.
/// @throws argument_error  other lengths; a factor with slopes
[[nodiscard]] inline factor interact(const factor& a, const factor& b) {
  require_same_size("interact", a.name, a.size(), b.name, b.size());
  require(a.slopes.empty() && b.slopes.empty(), "interact", a.slopes.empty() ? b.name : a.name,
          " has slopes: interact first, then with_slope");
  std::vector<std::int64_t> pair(a.size());
  for (std::size_t i = 0; i < pair.size(); ++i) {
    pair[i] = static_cast<std::int64_t>(a.codes[i]) * b.levels + b.codes[i];
  }
  factor out = make_factor(a.name + "^" + b.name, std::span<const std::int64_t>(pair));
  out.labels.clear();
  return out;
}

/// The factor with a number whose coefficient differs by group, to be absorbed: named `f[x]`, or
/// `f[[x]]` where the groups have no level of their own.
/// @throws argument_error  another length, a value that is not finite
[[nodiscard]] inline factor with_slope(factor f, std::string_view name, std::vector<double> values,
                                       group_terms terms = group_terms::level_and_slopes) {
  require_same_size("with_slope", name, values.size(), f.name, f.size());
  require_finite("with_slope", name, std::span<const double>(values));
  const bool level = terms == group_terms::level_and_slopes;
  f.name += text(level ? "[" : "[[", name, level ? "]" : "]]");
  f.slopes.push_back({std::string(name), std::move(values)});
  f.terms = terms;
  return f;
}

/// The factor on some of the rows, levels that have none left closed up.
/// @param rows  positions from 0
/// @throws argument_error  a row that the factor has not
[[nodiscard]] inline factor subset(const factor& f, std::span<const std::size_t> rows) {
  factor out;
  out.name = f.name;
  std::vector<std::int32_t> code(to_size(f.levels), -1);
  for (const std::size_t i : rows) {
    require(i < f.size(), "subset", "row ", i + 1, " of ", f.name, ", which has ", f.size());
    code[to_size(f.codes[i])] = 0;
  }
  for (std::size_t l = 0; l < code.size(); ++l) {
    if (code[l] != 0) continue;
    code[l] = out.levels++;
    if (!f.labels.empty()) out.labels.push_back(f.labels[l]);
  }
  out.codes.reserve(rows.size());
  for (const std::size_t i : rows) out.codes.push_back(code[to_size(f.codes[i])]);
  out.terms = f.terms;
  for (const varying_slope& slope : f.slopes) {
    out.slopes.push_back({slope.name, {}});
    out.slopes.back().values.reserve(rows.size());
    for (const std::size_t i : rows) out.slopes.back().values.push_back(slope.values[i]);
  }
  return out;
}

/// Whether every level of `inner` lies within one level of `outer`.
/// @throws argument_error  other lengths
[[nodiscard]] inline bool is_nested(const factor& inner, const factor& outer) {
  require_same_size("is_nested", inner.name, inner.size(), outer.name, outer.size());
  std::vector<std::int32_t> holds(to_size(inner.levels), -1);
  for (std::size_t i = 0; i < inner.size(); ++i) {
    std::int32_t& h = holds[to_size(inner.codes[i])];
    if (h < 0) h = outer.codes[i];
    if (h != outer.codes[i]) return false;
  }
  return true;
}

}  // namespace bilateral
