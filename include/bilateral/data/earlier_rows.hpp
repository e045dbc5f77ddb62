#pragma once
/// Which row stands so many periods earlier: within its entity, by the time index, over no gap.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <vector>

namespace bilateral {

/// For each row the row of the same entity `lag` periods earlier (later where lag is negative), none
/// where the sample has no such row.
///
/// @param rows    n
/// @param time    (n) period numbers; empty is 1..n in the order of the rows
/// @param entity  (n) whose time it is; empty: all rows are one series
/// @throws argument_error  lengths, an entity that has a period twice
/// @note   O(n log n), O(n) where rows are in order of entity and time
[[nodiscard]] inline std::vector<std::optional<std::size_t>> earlier_rows(
    std::size_t rows, std::span<const std::int64_t> time, std::span<const std::int32_t> entity,
    std::int64_t lag) {
  require(time.empty() || time.size() == rows, "earlier_rows", "time has ", time.size(),
          " values for ", rows, " rows");
  require(entity.empty() || (entity.size() == rows && !time.empty()), "earlier_rows", "entity has ",
          entity.size(), " values for ", rows, " rows, time has ", time.size());
  std::vector<std::optional<std::size_t>> out(rows);
  if (time.empty()) {
    const auto n = static_cast<std::int64_t>(rows);
    for (std::int64_t i = 0; i < n; ++i) {
      if (lag <= i && i - lag < n) out[to_size(i)] = to_size(i - lag);
    }
    return out;
  }
  const auto of = [&](std::size_t i) { return entity.empty() ? std::int32_t{0} : entity[i]; };
  const auto before = [&](std::size_t a, std::size_t b) {
    return of(a) != of(b) ? of(a) < of(b) : time[a] < time[b];
  };
  std::vector<std::size_t> order(rows);
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (!std::is_sorted(order.begin(), order.end(), before)) {
    std::sort(order.begin(), order.end(), before);
  }
  std::size_t from = 0;  // in `order`: moves along with the row it is looked up for
  for (std::size_t i = 0; i < rows; ++i) {
    const std::size_t row = order[i];
    require(i == 0 || before(order[i - 1], row), "earlier_rows", "the period ", time[row],
            " stands twice for one entity, in rows ", order[i == 0 ? 0 : i - 1] + 1, " and ",
            row + 1);
    const std::int64_t wanted = time[row] - lag;
    while (from < rows && (of(order[from]) < of(row) ||
                           (of(order[from]) == of(row) && time[order[from]] < wanted))) {
      ++from;
    }
    if (from < rows && of(order[from]) == of(row) && time[order[from]] == wanted) {
      out[row] = order[from];
    }
  }
  return out;
}

}  // namespace bilateral
