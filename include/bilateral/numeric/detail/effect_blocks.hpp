#pragma once
// Groups in blocks that are worked on side by side, each with accumulators of its own.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/detail/effect_cells.hpp>
#include <bilateral/numeric/row_blocks.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace bilateral::detail {

// Consecutive groups. Unknown u of set f has the place u + shift[f] in the block's accumulators,
// which hold only the unknowns from low[f] to high[f] that its cells touch.
struct effect_block {
  std::size_t first_group = 0, last_group = 0;
  std::vector<std::int32_t> low, high;
  std::vector<std::ptrdiff_t> shift;
  std::size_t places = 0;
};

// The blocks depend on the design alone, so that sums have the same bits for any number of threads.
class effect_blocks {
 public:
  explicit effect_blocks(const effect_cells& cells) {
    constexpr std::size_t cells_of_block = 131072;
    constexpr std::size_t most = 16;
    for (std::size_t g = 0; g < cells.groups(); ++g) {
      widest_ = (std::max)(widest_, cells.begin(g + 1) - cells.begin(g));
    }
    std::size_t count = (std::clamp)(cells.cells() / cells_of_block, std::size_t{1}, most);
    for (;; count /= 2) {
      divide(cells, count);
      // accumulators are cleared and added up in each pass: they must be small beside the cells
      if (count == 1 || 4 * places() <= cells.cells() * cells.sets().size()) break;
    }
  }

  [[nodiscard]] std::size_t size() const { return blocks_.size(); }
  [[nodiscard]] const effect_block& operator[](std::size_t b) const { return blocks_[b]; }
  [[nodiscard]] std::size_t widest_group() const { return widest_; }

  // out = the blocks' accumulators added in their order, `width` numbers a place
  template <class Scalar>
  void add_up(const std::vector<std::vector<Scalar>>& parts, std::size_t width,
              std::size_t unknowns, unsigned threads, Scalar* out) const {
    for_row_blocks(unknowns, threads, [&](std::size_t first, std::size_t last) {
      std::fill(out + first * width, out + last * width, Scalar(0));
      for (std::size_t b = 0; b < blocks_.size(); ++b) {
        const effect_block& block = blocks_[b];
        for (std::size_t f = 0; f < block.low.size(); ++f) {
          const std::size_t from = (std::max)(first, to_size(block.low[f]));
          const std::size_t to = (std::min)(last, to_size(block.high[f]));
          if (from >= to) continue;
          const Scalar* part =
              parts[b].data() + (to_index(from) + block.shift[f]) * to_index(width);
          Scalar* sum = out + from * width;
          for (std::size_t k = 0; k < (to - from) * width; ++k) sum[k] += part[k];
        }
      }
    });
  }

 private:
  [[nodiscard]] std::size_t places() const {
    std::size_t sum = 0;
    for (const effect_block& b : blocks_) sum += b.places;
    return sum;
  }

  // `count` runs of groups of about as many cells each
  void divide(const effect_cells& cells, std::size_t count) {
    blocks_.clear();
    std::size_t g = 0;
    for (std::size_t b = 0; b < count; ++b) {
      effect_block block;
      block.first_group = g;
      const std::size_t until = cells.cells() * (b + 1) / count;
      while (g < cells.groups() && (b + 1 == count || cells.begin(g + 1) <= until)) ++g;
      block.last_group = g;
      place_unknowns(cells, count == 1, block);
      blocks_.push_back(std::move(block));
    }
  }

  static void place_unknowns(const effect_cells& cells, bool whole, effect_block& block) {
    const auto& sets = cells.sets();
    for (std::size_t f = 0; f < sets.size(); ++f) {
      std::int32_t low = whole ? sets[f].begin : sets[f].end;
      std::int32_t high = whole ? sets[f].end : sets[f].begin;
      if (!whole) {
        for (std::size_t c = cells.begin(block.first_group); c < cells.begin(block.last_group);
             ++c) {
          const std::int32_t id = cells.ids(c)[f];
          low = (std::min)(low, id);
          high = (std::max)(high, id + sets[f].columns);
        }
        low = (std::min)(low, high);
      }
      block.low.push_back(low);
      block.high.push_back(high);
      block.shift.push_back(to_index(block.places) - low);
      block.places += to_size(high - low);
    }
  }

  std::vector<effect_block> blocks_;
  std::size_t widest_ = 0;
};

}  // namespace bilateral::detail
