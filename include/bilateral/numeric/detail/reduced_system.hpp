#pragma once
// The reduced normal equations of absorbed effects as a sparse matrix with an incomplete factor.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/conjugate_gradients.hpp>
#include <bilateral/numeric/detail/effect_cells.hpp>
#include <bilateral/numeric/detail/effects_operator.hpp>
#include <bilateral/numeric/detail/sparse_order.hpp>
#include <bilateral/numeric/parallel.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

namespace bilateral::detail {

// S, unknowns reordered set by set to a narrow band, and L with L L' close to it: the incomplete
// Cholesky factor on the pattern of S.
template <class Scalar>
class reduced_system {
 public:
  // false where that is not worth the memory or the work
  bool form(const effect_cells& cells, const effects_operator<Scalar>& effects, unsigned threads) {
    if (ready_) return true;
    refused_ = refused_ || !cells.slopes().empty() ||
               cells.cells() * cells.sets().size() > (std::size_t{1} << 29U);  // 32-bit positions
    if (refused_) return false;
    lower_rows<Scalar> lower;
    if (!add_rows(cells, effects, threads, lower)) {
      refused_ = true;
      return false;
    }
    position_of_ = band_order(cells, lower.begin, lower.column);
    permute(lower, effects.diagonal_inverse());
    double factor_work = 0;
    for (const std::int32_t k : column_) {
      const auto u = to_size(k);
      factor_work += begin_[u + 1] - begin_[u];
    }
    refused_ = factor_work > 1000.0 * static_cast<double>(cells.cells());
    if (refused_) return false;
    for (Scalar shift(0); !factorise(shift);) shift = shift == Scalar(0) ? Scalar(1e-3) : 8 * shift;
    ready_ = true;
    return true;
  }

  void forget() { ready_ = false; }
  [[nodiscard]] bool ready() const { return ready_; }

  // from the order of the unknowns to that of the system, and back
  template <int Width>
  [[nodiscard]] std::vector<Scalar> arranged(const std::vector<Scalar>& v) const {
    return moved<Width>(v, [&](std::size_t u, std::size_t at) { return std::pair{at, u}; });
  }
  template <int Width>
  [[nodiscard]] std::vector<Scalar> restored(const std::vector<Scalar>& v) const {
    return moved<Width>(v, [&](std::size_t u, std::size_t at) { return std::pair{u, at}; });
  }

  template <int Width>
  void multiply(const std::vector<Scalar>& v, std::vector<Scalar>& out) const {
    constexpr auto width = to_size(Width);
    for (std::size_t i = 0; i < diagonal_.size(); ++i) {
      const Scalar* here = v.data() + i * width;
      lanes<Scalar, Width> sum;
      for (std::size_t j = 0; j < width; ++j) sum[j] = diagonal_[i] * here[j];
      for (auto e = row(i); e < row(i + 1); ++e) {
        const auto k = to_size(column_[e]) * width;
        const Scalar a = value_[e];
        for (std::size_t j = 0; j < width; ++j) {
          sum[j] += a * v[k + j];
          out[k + j] += a * here[j];
        }
      }
      for (std::size_t j = 0; j < width; ++j) out[i * width + j] = sum[j];
    }
  }

  // z = (L L')^-1 z
  template <int Width>
  void solve(std::vector<Scalar>& z) const {
    constexpr auto width = to_size(Width);
    for (std::size_t i = 0; i < diagonal_.size(); ++i) {
      lanes<Scalar, Width> sum;
      for (std::size_t j = 0; j < width; ++j) sum[j] = z[i * width + j];
      for (auto e = row(i); e < row(i + 1); ++e) {
        const auto k = to_size(column_[e]) * width;
        for (std::size_t j = 0; j < width; ++j) sum[j] -= factor_[e] * z[k + j];
      }
      for (std::size_t j = 0; j < width; ++j) z[i * width + j] = sum[j] * pivot_inverse_[i];
    }
    for (std::size_t i = diagonal_.size(); i-- > 0;) {
      lanes<Scalar, Width> here;
      for (std::size_t j = 0; j < width; ++j) {
        here[j] = z[i * width + j] *= pivot_inverse_[i];
      }
      for (auto e = row(i); e < row(i + 1); ++e) {
        const auto k = to_size(column_[e]) * width;
        for (std::size_t j = 0; j < width; ++j) z[k + j] -= factor_[e] * here[j];
      }
    }
  }

 private:
  [[nodiscard]] std::size_t row(std::size_t i) const { return to_size(begin_[i]); }

  template <int Width, class Ends>
  [[nodiscard]] std::vector<Scalar> moved(const std::vector<Scalar>& v, const Ends& ends) const {
    constexpr auto width = to_index(Width);
    std::vector<Scalar> out(v.size());
    for (std::size_t u = 0; u < position_of_.size(); ++u) {
      const auto [to, from] = ends(u, to_size(position_of_[u]));
      std::copy_n(v.begin() + to_index(from) * width, width, out.begin() + to_index(to) * width);
    }
    return out;
  }

  // Rows of S in chunks that are worked on side by side; false beyond the limits of memory and
  // work.
  static bool add_rows(const effect_cells& cells, const effects_operator<Scalar>& effects,
                       unsigned threads, lower_rows<Scalar>& out) {
    constexpr std::size_t chunks = 16;
    const std::size_t most = 2 * cells.cells() * cells.sets().size() + 1024;
    const cell_lists lists(cells);
    const auto bound = [&](std::size_t chunk) {
      return static_cast<std::int32_t>(cells.unknowns() * chunk / chunks);
    };
    std::vector<lower_rows<Scalar>> parts(chunks);
    std::vector<std::size_t> work(chunks, 0);
    parallel_for(chunks, threads, [&](std::size_t k) {
      work[k] = add_chunk(cells, effects, lists, bound(k), bound(k + 1), most, parts[k]);
    });
    std::size_t entries = 0;
    std::size_t whole = 0;
    for (std::size_t k = 0; k < chunks; ++k) {
      entries += parts[k].column.size();
      whole += work[k];
    }
    if (entries > most || whole > 256 * cells.cells()) return false;
    for (const lower_rows<Scalar>& part : parts) {
      const std::int32_t before = out.begin.back();
      for (std::size_t r = 1; r < part.begin.size(); ++r)
        out.begin.push_back(before + part.begin[r]);
      out.column.insert(out.column.end(), part.column.begin(), part.column.end());
      out.value.insert(out.value.end(), part.value.begin(), part.value.end());
    }
    return true;
  }

  // Rows from..to of S, each up to its diagonal: the cells of u, and the groups that they lie in.
  // Stops beyond the limits; returns the work done.
  static std::size_t add_chunk(const effect_cells& cells, const effects_operator<Scalar>& effects,
                               const cell_lists& lists, std::int32_t from, std::int32_t to,
                               std::size_t most, lower_rows<Scalar>& out) {
    std::vector<Scalar> sum(to_size(to), Scalar(0));
    std::vector<std::int32_t> owner(to_size(to), -1);
    std::size_t work = 0;
    std::size_t f = 0;
    for (std::int32_t u = from; u < to; ++u) {
      while (u >= cells.sets()[f].end) ++f;
      const std::size_t first = out.column.size();
      const auto add = [&](std::size_t cell, const Scalar& by) {
        for (std::size_t h = 0; h <= f; ++h) {
          const std::int32_t id = cells.ids(cell)[h];
          if (id > u) continue;
          const auto i = to_size(id);
          if (owner[i] != u) {
            owner[i] = u;
            sum[i] = Scalar(0);
            out.column.push_back(id);
          }
          sum[i] += by;
        }
      };
      for (const std::int32_t cell : lists.cells_of(u)) {
        const auto c = to_size(cell);
        const std::size_t g = lists.group_of(c);
        const Scalar w = effects.weight(c);
        const Scalar share = w * effects.group_inverse(g);
        add(c, w);
        for (std::size_t d = cells.begin(g); d < cells.begin(g + 1); ++d) {
          add(d, -(share * effects.weight(d)));
        }
        work += (cells.begin(g + 1) - cells.begin(g)) * (f + 1);
      }
      for (std::size_t k = first; k < out.column.size(); ++k) {
        out.value.push_back(sum[to_size(out.column[k])]);
      }
      out.begin.push_back(static_cast<std::int32_t>(out.column.size()));
      if (out.column.size() > most || work > 256 * cells.cells()) break;
    }
    return work;
  }

  // the lower triangle in the new order, columns ascending, the diagonal apart
  void permute(const lower_rows<Scalar>& lower, const std::vector<Scalar>& diagonal_inverse) {
    const std::size_t n = position_of_.size();
    const auto each = [&](auto&& visit) {
      for (std::size_t u = 0; u < n; ++u) {
        for (auto k = lower.begin[u]; k < lower.begin[u + 1]; ++k) {
          const auto e = to_size(k);
          const std::int32_t a = position_of_[u];
          const std::int32_t b = position_of_[to_size(lower.column[e])];
          visit(to_size((std::max)(a, b)), (std::min)(a, b), lower.value[e]);
        }
      }
    };
    diagonal_.assign(n, Scalar(0));
    present_.assign(n, 0);
    begin_.assign(n + 1, 0);
    for (std::size_t u = 0; u < n; ++u) {
      present_[to_size(position_of_[u])] = diagonal_inverse[u] > Scalar(0);
    }
    each([&](std::size_t i, std::int32_t k, const Scalar& v) {
      if (i == to_size(k)) {
        diagonal_[i] = v;
      } else {
        ++begin_[i + 1];
      }
    });
    std::partial_sum(begin_.begin(), begin_.end(), begin_.begin());
    std::vector<std::pair<std::int32_t, Scalar>> entry(to_size(begin_.back()));
    std::vector<std::int32_t> next(begin_.begin(), begin_.end() - 1);
    each([&](std::size_t i, std::int32_t k, const Scalar& v) {
      if (i != to_size(k)) entry[to_size(next[i]++)] = {k, v};
    });
    for (std::size_t i = 0; i < n; ++i) {
      std::sort(entry.begin() + begin_[i], entry.begin() + begin_[i + 1],
                [](const auto& a, const auto& b) { return a.first < b.first; });
    }
    column_.resize(entry.size());
    value_.resize(entry.size());
    for (std::size_t k = 0; k < entry.size(); ++k) {
      column_[k] = entry[k].first;
      value_[k] = entry[k].second;
    }
  }

  // L L' = S + shift diag(S) on the pattern of S; false where a pivot is clearly negative
  bool factorise(const Scalar& shift) {
    using std::sqrt;
    factor_.assign(value_.size(), Scalar(0));
    pivot_inverse_.assign(diagonal_.size(), Scalar(0));
    std::vector<Scalar> here(diagonal_.size(), Scalar(0));
    for (std::size_t i = 0; i < diagonal_.size(); ++i) {
      if (present_[i] == 0) continue;
      const Scalar whole = diagonal_[i] * (Scalar(1) + shift);
      Scalar pivot = whole;
      for (auto e = row(i); e < row(i + 1); ++e) {
        const auto k = to_size(column_[e]);
        Scalar sum = value_[e];
        for (auto d = row(k); d < row(k + 1); ++d) {
          sum -= factor_[d] * here[to_size(column_[d])];
        }
        sum *= pivot_inverse_[k];
        factor_[e] = here[k] = sum;
        pivot -= sum * sum;
      }
      for (auto e = row(i); e < row(i + 1); ++e) here[to_size(column_[e])] = Scalar(0);
      if (pivot < whole * Scalar(-1e-6)) return false;
      // a direction that the earlier ones determine: any pivot will do
      if (!(pivot > whole * Scalar(1e-9))) pivot = whole;
      pivot_inverse_[i] = Scalar(1) / sqrt(pivot);
    }
    return true;
  }

  std::vector<std::int32_t> position_of_;     // of each unknown in the system
  std::vector<std::int32_t> begin_, column_;  // strictly lower part by rows
  std::vector<Scalar> value_, diagonal_, factor_, pivot_inverse_;
  std::vector<char> present_;
  bool ready_ = false;
  bool refused_ = false;  // too large to be worth it
};

}  // namespace bilateral::detail
