#pragma once
/// Rows in blocks that do not depend on the number of threads, so that sums have the same bits for
/// any.

#include <bilateral/numeric/parallel.hpp>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace bilateral {

/// Rows of a block of `for_row_blocks` and `sum_row_blocks`.
inline constexpr std::size_t rows_of_block = 16384;

/// Calls work(first, last) on consecutive pieces of 0..n.
///
/// @param threads  the calling one among them; 0 is as many as the machine has
/// @throws         what the lowest failing piece throws
template <class Work>
void for_row_blocks(std::size_t n, unsigned threads, Work&& work) {
  const std::size_t count = (n + rows_of_block - 1) / rows_of_block;
  if (count <= 1) {
    if (n > 0) work(std::size_t{0}, n);
    return;
  }
  parallel_for(count, threads, [&](std::size_t b) {
    work(b * rows_of_block, (std::min)((b + 1) * rows_of_block, n));
  });
}

/// Sum of part(first, last) over the same pieces, added in their order.
///
/// @param zero  what the sum starts from; its type has +=
template <class Value, class Part>
[[nodiscard]] Value sum_row_blocks(std::size_t n, unsigned threads, Value zero, Part&& part) {
  const std::size_t count = (n + rows_of_block - 1) / rows_of_block;
  if (count <= 1) {
    if (n > 0) zero += part(std::size_t{0}, n);
    return zero;
  }
  std::vector<Value> parts(count, zero);
  parallel_for(count, threads, [&](std::size_t b) {
    parts[b] = part(b * rows_of_block, (std::min)((b + 1) * rows_of_block, n));
  });
  for (const Value& p : parts) zero += p;
  return zero;
}

}  // namespace bilateral
