#pragma once
// Slopes of groups made orthogonal to the groups' levels and to each other at given weights.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/detail/effect_cells.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace bilateral::detail {

// For each cell the values of all slopes: within each group of its set a slope has sum w v = 0
// where the set has levels, sum w v v' = 0 with the slopes before it and sum w v^2 = 1. Where it is
// determined by those (it does not vary in the group) it is zero.
template <class Scalar>
class slope_basis {
 public:
  template <class Weight>
  void build(const effect_cells& cells, const Weight& weight) {
    count_ = cells.slopes().size();
    rank_ = 0;
    if (count_ == 0) return;
    values_.resize(cells.cells() * count_);
    const auto by_group = [&](auto&& visit) {
      for (std::size_t g = 0; g < cells.groups(); ++g) {
        for (std::size_t c = cells.begin(g); c < cells.begin(g + 1); ++c) visit(c, g);
      }
    };
    orthonormalise(cells, weight, by_group, cells.groups(), 0, cells.eliminated_slopes(),
                   cells.eliminated_level());
    for (std::size_t f = 0; f < cells.sets().size(); ++f) {
      const effect_unknowns& set = cells.sets()[f];
      const std::size_t slopes = to_size(set.columns) - (set.level ? 1 : 0);
      const auto by_level = [&](auto&& visit) {
        for (std::size_t c = 0; c < cells.cells(); ++c) {
          visit(c, to_size((cells.ids(c)[f] - set.begin) / set.columns));
        }
      };
      orthonormalise(cells, weight, by_level, to_size((set.end - set.begin) / set.columns),
                     set.first_slope, slopes, set.level);
    }
  }

  [[nodiscard]] bool empty() const { return count_ == 0; }
  // slopes of groups that the levels and the slopes before them do not determine, all sets together
  [[nodiscard]] std::size_t rank() const { return rank_; }
  // the slopes of a cell: those of the eliminated set, then those of the others
  [[nodiscard]] const Scalar* at(std::size_t cell) const { return values_.data() + cell * count_; }

 private:
  template <class Weight, class Each>
  void orthonormalise(const effect_cells& cells, const Weight& weight, const Each& each,
                      std::size_t groups, std::size_t first, std::size_t slopes, bool level) {
    using std::sqrt;
    if (slopes == 0) return;
    const auto value = [&](std::size_t c, std::size_t s) -> Scalar& {
      return values_[c * count_ + s];
    };
    std::vector<Scalar> total(groups, Scalar(0)), size(groups), along(groups);
    each([&](std::size_t c, std::size_t g) { total[g] += weight(c); });
    const auto take_out = [&](std::size_t s, const auto& direction, const auto& length) {
      along.assign(groups, Scalar(0));
      each([&](std::size_t c, std::size_t g) {
        along[g] += weight(c) * direction(c) * value(c, s);
      });
      each([&](std::size_t c, std::size_t g) {
        if (length(g) > Scalar(0)) value(c, s) -= along[g] / length(g) * direction(c);
      });
    };
    const Scalar noise = Scalar(256) * std::numeric_limits<Scalar>::epsilon();
    for (std::size_t s = first; s < first + slopes; ++s) {
      size.assign(groups, Scalar(0));
      each([&](std::size_t c, std::size_t g) {
        const Scalar v = value(c, s) = Scalar(cells.slopes()[s][c]);
        size[g] += weight(c) * v * v;
      });
      for (int pass = 0; pass < 2; ++pass) {  // twice, for the first leaves rounding
        if (level)
          take_out(
              s, [](std::size_t) { return Scalar(1); }, [&](std::size_t g) { return total[g]; });
        for (std::size_t q = first; q < s; ++q) {
          take_out(
              s, [&](std::size_t c) { return value(c, q); }, [](std::size_t) { return Scalar(1); });
        }
      }
      along.assign(groups, Scalar(0));
      each(
          [&](std::size_t c, std::size_t g) { along[g] += weight(c) * value(c, s) * value(c, s); });
      for (std::size_t g = 0; g < groups; ++g) {
        const bool varies = along[g] > noise * noise * size[g];
        along[g] = varies ? Scalar(Scalar(1) / sqrt(along[g])) : Scalar(0);
        rank_ += varies ? 1 : 0;
      }
      each([&](std::size_t c, std::size_t g) { value(c, s) *= along[g]; });
    }
  }

  std::size_t count_ = 0, rank_ = 0;
  std::vector<Scalar> values_;  // (cells x slopes)
};

}  // namespace bilateral::detail
