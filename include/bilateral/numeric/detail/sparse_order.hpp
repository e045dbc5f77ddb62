#pragma once
// Lists and orders that the reduced system of absorbed effects is built from.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/detail/effect_cells.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

namespace bilateral::detail {

// A lower triangle by rows, columns in no order.
template <class Scalar>
struct lower_rows {
  std::vector<std::int32_t> begin = {0};
  std::vector<std::int32_t> column;
  std::vector<Scalar> value;
};

// The cells of each unknown, and the group of each cell.
class cell_lists {
 public:
  explicit cell_lists(const effect_cells& cells)
      : group_(cells.cells()), begin_(cells.unknowns() + 1, 0) {
    for (std::size_t g = 0; g < cells.groups(); ++g) {
      for (std::size_t c = cells.begin(g); c < cells.begin(g + 1); ++c) {
        group_[c] = static_cast<std::int32_t>(g);
      }
    }
    const std::size_t sets = cells.sets().size();
    const std::size_t entries = cells.cells() * sets;
    const std::int32_t* ids = cells.ids(0);
    for (std::size_t k = 0; k < entries; ++k) ++begin_[to_size(ids[k]) + 1];
    std::partial_sum(begin_.begin(), begin_.end(), begin_.begin());
    list_.resize(entries);
    std::vector<std::int32_t> next(begin_.begin(), begin_.end() - 1);
    for (std::size_t k = 0; k < entries; ++k) {
      const auto to = next[to_size(ids[k])]++;
      list_[to_size(to)] = static_cast<std::int32_t>(k / sets);
    }
  }

  [[nodiscard]] std::span<const std::int32_t> cells_of(std::int32_t unknown) const {
    const auto u = to_size(unknown);
    return {list_.data() + begin_[u], to_size(begin_[u + 1] - begin_[u])};
  }
  [[nodiscard]] std::size_t group_of(std::size_t cell) const { return to_size(group_[cell]); }

 private:
  std::vector<std::int32_t> group_, begin_, list_;
};

// The neighbours of each unknown within its own set, both triangles.
class set_graph {
 public:
  set_graph(const effect_cells& cells, const std::vector<std::int32_t>& begin,
            const std::vector<std::int32_t>& column)
      : start_(cells.unknowns() + 1, 0) {
    const auto each_pair = [&](auto&& visit) {
      for (const effect_unknowns& set : cells.sets()) {
        for (std::int32_t u = set.begin; u < set.end; ++u) {
          const auto row = to_size(u);
          for (std::int32_t k = begin[row]; k < begin[row + 1]; ++k) {
            const std::int32_t v = column[to_size(k)];
            if (v != u && v >= set.begin) visit(row, to_size(v));
          }
        }
      }
    };
    each_pair([&](std::size_t u, std::size_t v) { ++start_[u + 1], ++start_[v + 1]; });
    std::partial_sum(start_.begin(), start_.end(), start_.begin());
    neighbour_.resize(to_size(start_.back()));
    std::vector<std::int32_t> next(start_.begin(), start_.end() - 1);
    each_pair([&](std::size_t u, std::size_t v) {
      neighbour_[to_size(next[u]++)] = static_cast<std::int32_t>(v);
      neighbour_[to_size(next[v]++)] = static_cast<std::int32_t>(u);
    });
  }

  [[nodiscard]] std::span<const std::int32_t> neighbours(std::int32_t unknown) const {
    const auto u = to_size(unknown);
    return {neighbour_.data() + start_[u], to_size(start_[u + 1] - start_[u])};
  }

 private:
  std::vector<std::int32_t> start_, neighbour_;
};

// Position of each unknown in an order of narrow band: breadth first within each set, reversed,
// from the far end of each component. Cuthill & McKee (1969), Proc. 24th ACM National Conference;
// George (1971), reversed
inline std::vector<std::int32_t> band_order(const effect_cells& cells,
                                            const std::vector<std::int32_t>& begin,
                                            const std::vector<std::int32_t>& column) {
  const set_graph graph(cells, begin, column);
  std::vector<std::int32_t> queue;
  std::vector<std::int32_t> round(cells.unknowns(), 0);
  const auto walk = [&](std::int32_t seed, std::int32_t number) {
    queue.assign(1, seed);
    round[to_size(seed)] = number;
    for (std::size_t head = 0; head < queue.size(); ++head) {
      for (const std::int32_t v : graph.neighbours(queue[head])) {
        if (round[to_size(v)] == number) continue;
        round[to_size(v)] = number;
        queue.push_back(v);
      }
    }
  };
  std::vector<std::int32_t> position(cells.unknowns(), 0);
  for (const effect_unknowns& set : cells.sets()) {
    std::int32_t at = set.end;
    for (std::int32_t u = set.begin; u < set.end; ++u) {
      if (round[to_size(u)] != 0) continue;
      walk(u, 1);
      walk(queue.back(), 2);
      for (const std::int32_t v : queue) position[to_size(v)] = --at;
    }
  }
  return position;
}

}  // namespace bilateral::detail
