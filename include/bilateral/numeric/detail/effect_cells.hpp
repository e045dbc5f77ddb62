#pragma once
// The rows of a sample arranged for absorbing effects: sorted by one set, repeated cells side by
// side.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/grouping.hpp>
#include <bilateral/numeric/scale.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

namespace bilateral::detail {

// Unknowns of one set that is not eliminated: `columns` for each group, side by side from `begin`.
struct effect_unknowns {
  std::int32_t begin = 0, end = 0;
  std::int32_t columns = 1;
  bool level = true;            // the first of the columns is the group's constant
  std::size_t first_slope = 0;  // of its slopes among all
};

// The set with most unknowns is eliminated: its groups are runs of cells. A cell is a row or,
// without slopes, all rows of a group that agree in every other set.
class effect_cells {
 public:
  explicit effect_cells(const std::vector<grouping>& effects) {
    require_groupings("absorb", effects);
    rows_ = effects.front().codes.size();
    std::size_t eliminated = 0;
    for (std::size_t f = 1; f < effects.size(); ++f) {
      if (size_of(effects[f]) > size_of(effects[eliminated])) eliminated = f;
    }
    sort_rows(effects[eliminated]);
    eliminated_level_ = effects[eliminated].has_level();
    add_slopes(effects[eliminated]);
    eliminated_slopes_ = slopes_.size();
    number_unknowns(effects, eliminated);
    if (slopes_.empty() && !sets_.empty() && cells_repeat()) collapse();
    distinct_ = ids_ascend();
  }

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t groups() const { return group_begin_.size() - 1; }
  [[nodiscard]] std::size_t cells() const { return to_size(group_begin_.back()); }
  [[nodiscard]] std::size_t unknowns() const { return unknowns_; }
  [[nodiscard]] const std::vector<effect_unknowns>& sets() const { return sets_; }
  // row of the data at each position; empty where the two orders are one
  [[nodiscard]] const std::vector<std::int32_t>& order() const { return order_; }
  // first cell of a group; first position of a cell
  [[nodiscard]] std::size_t begin(std::size_t group) const { return to_size(group_begin_[group]); }
  [[nodiscard]] std::size_t first_row(std::size_t cell) const {
    return cell_begin_.empty() ? cell : to_size(cell_begin_[cell]);
  }
  [[nodiscard]] bool cell_is_row() const { return cell_begin_.empty(); }
  // known that no two cells of a group share an id, as in a panel of pairs in order of time
  [[nodiscard]] bool distinct() const { return distinct_; }
  // first unknown of each set at a cell
  [[nodiscard]] const std::int32_t* ids(std::size_t cell) const {
    return ids_.data() + cell * sets_.size();
  }
  // slopes of the rows by position: those of the eliminated set, then those of the others
  [[nodiscard]] const std::vector<std::vector<double>>& slopes() const { return slopes_; }
  [[nodiscard]] std::size_t eliminated_slopes() const { return eliminated_slopes_; }
  [[nodiscard]] bool eliminated_level() const { return eliminated_level_; }

 private:
  static std::size_t size_of(const grouping& e) { return to_size(e.levels) * e.columns(); }
  [[nodiscard]] std::size_t row_at(std::size_t position) const {
    return order_.empty() ? position : to_size(order_[position]);
  }

  void sort_rows(const grouping& by) {
    const auto levels = to_size(by.levels);
    group_begin_.assign(levels + 1, 0);
    for (const std::int32_t code : by.codes) ++group_begin_[to_size(code) + 1];
    std::partial_sum(group_begin_.begin(), group_begin_.end(), group_begin_.begin());
    if (std::is_sorted(by.codes.begin(), by.codes.end())) return;
    order_.resize(rows_);
    std::vector<std::int32_t> next(group_begin_.begin(), group_begin_.end() - 1);
    for (std::size_t i = 0; i < rows_; ++i) {
      const auto to = next[to_size(by.codes[i])]++;
      order_[to_size(to)] = static_cast<std::int32_t>(i);
    }
  }

  void add_slopes(const grouping& e) {
    for (const auto& slope : e.slopes) {
      const double scale = scale_to_one<double>(binary_exponent(slope));
      slopes_.emplace_back(rows_);
      for (std::size_t i = 0; i < rows_; ++i) slopes_.back()[i] = scale * slope[row_at(i)];
    }
  }

  void number_unknowns(const std::vector<grouping>& effects, std::size_t eliminated) {
    std::vector<std::size_t> others;
    for (std::size_t f = 0; f < effects.size(); ++f) {
      if (f != eliminated) others.push_back(f);
    }
    std::stable_sort(others.begin(), others.end(), [&](std::size_t a, std::size_t b) {
      return effects[a].levels > effects[b].levels;
    });
    ids_.resize(rows_ * others.size());
    std::int32_t offset = 0;
    for (std::size_t r = 0; r < others.size(); ++r) {
      const grouping& e = effects[others[r]];
      const auto columns = static_cast<std::int32_t>(e.columns());
      require(e.levels <= ((std::numeric_limits<std::int32_t>::max)() - offset) / columns, "absorb",
              "the effects have more than 2147483647 levels");
      for (std::size_t i = 0; i < rows_; ++i) {
        ids_[i * others.size() + r] = offset + columns * e.codes[row_at(i)];
      }
      sets_.push_back(
          {offset, offset + columns * e.levels, columns, e.has_level(), slopes_.size()});
      add_slopes(e);
      offset += columns * e.levels;
    }
    unknowns_ = to_size(offset);
  }

  // whether a sample of groups holds many rows with the same ids
  [[nodiscard]] bool cells_repeat() const {
    const std::size_t step = (std::max)(std::size_t{1}, groups() / 64);
    std::size_t seen = 0;
    std::size_t distinct = 0;
    std::vector<std::int32_t> position;
    for (std::size_t g = step / 2; g < groups() && seen < 100000; g += step) {
      sorted_group(g, position);
      seen += position.size();
      for (std::size_t k = 0; k < position.size(); ++k) {
        if (k == 0 || !same_ids(position[k - 1], position[k])) ++distinct;
      }
    }
    return distinct * 10 < seen * 7;
  }
  [[nodiscard]] bool same_ids(std::int32_t a, std::int32_t b) const {
    const std::int32_t* x = ids(to_size(a));
    return std::equal(x, x + sets_.size(), ids(to_size(b)));
  }
  // whether the ids of each set ascend within each group
  [[nodiscard]] bool ids_ascend() const {
    for (std::size_t g = 0; g < groups(); ++g) {
      for (std::size_t c = begin(g) + 1; c < begin(g + 1); ++c) {
        for (std::size_t f = 0; f < sets_.size(); ++f) {
          if (ids(c)[f] <= ids(c - 1)[f]) return false;
        }
      }
    }
    return true;
  }
  // rows of a group (before the collapse a cell is a row), equal ids side by side
  void sorted_group(std::size_t g, std::vector<std::int32_t>& position) const {
    position.resize(begin(g + 1) - begin(g));
    std::iota(position.begin(), position.end(), group_begin_[g]);
    std::sort(position.begin(), position.end(), [&](std::int32_t a, std::int32_t b) {
      const std::int32_t* x = ids(to_size(a));
      const std::int32_t* y = ids(to_size(b));
      for (std::size_t r = 0; r < sets_.size(); ++r) {
        if (x[r] != y[r]) return x[r] < y[r];
      }
      return a < b;
    });
  }

  // rows with the same ids become one cell
  void collapse() {
    std::vector<std::int32_t> order(rows_);
    std::vector<std::int32_t> ids_of_cells;
    std::vector<std::int32_t> starts(1, 0);
    std::vector<std::int32_t> position;
    std::size_t at = 0;
    for (std::size_t g = 0; g < groups(); ++g) {
      sorted_group(g, position);
      for (std::size_t k = 0; k < position.size(); ++k) {
        const auto row = to_size(position[k]);
        if (k == 0 || !same_ids(position[k - 1], position[k])) {
          cell_begin_.push_back(static_cast<std::int32_t>(at));
          ids_of_cells.insert(ids_of_cells.end(), ids(row), ids(row) + sets_.size());
        }
        order[at++] = static_cast<std::int32_t>(row_at(row));
      }
      starts.push_back(static_cast<std::int32_t>(cell_begin_.size()));
    }
    cell_begin_.push_back(static_cast<std::int32_t>(rows_));
    order_ = std::move(order);
    ids_ = std::move(ids_of_cells);
    group_begin_ = std::move(starts);
  }

  std::size_t rows_ = 0;
  std::size_t unknowns_ = 0;
  std::vector<std::int32_t> order_;        // (n) or empty
  std::vector<std::int32_t> group_begin_;  // first cell of each group
  std::vector<std::int32_t> cell_begin_;   // first position of each cell; empty: a row each
  std::vector<std::int32_t> ids_;          // (cells x sets)
  std::vector<effect_unknowns> sets_;
  std::vector<std::vector<double>> slopes_;
  std::size_t eliminated_slopes_ = 0;
  bool eliminated_level_ = true;
  bool distinct_ = false;
};

}  // namespace bilateral::detail
