#pragma once
/// Fixed effects partialled out of columns, solved in the space of the effects.

#include <bilateral/core/check.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/numeric/scale.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// One set of fixed effects: row i belongs to group codes[i], 0 <= codes[i] < levels.
struct grouping {
  std::span<const std::int32_t> codes;  ///< (n)
  std::int32_t levels = 0;
};

struct absorb_options {
  /// The error left in a column, as a share of the length of its residual, that ends the iteration.
  double tolerance = 1e-10;
  int max_iterations = 20000;
  bool accept_unconverged = false;  ///< a flagged result in place of convergence_error
};

/// How the effects were found.
struct absorb_report {
  bool converged = true;
  int iterations = 0;   ///< of conjugate gradients; none with one effect, which is exact
  double error = 0;     ///< largest estimated error of a column, as a share of its residual
  bool sparse = false;  ///< a hard design: the reduced system was formed and factorised incompletely
};

/// Residuals of columns on any number of sets of fixed effects.
///
///   min over a of sum_i w_i (z_i - a_1[c_1(i)] - ... - a_F[c_F(i)])^2
///
/// The unknowns are the effects, not the rows. The set with most levels is eliminated exactly (its
/// block of the normal equations is diagonal); conjugate gradients solve for the others, all columns
/// at once, one sequential pass over the rows an iteration, rows in order of the eliminated set and
/// repeated cells collapsed into one. A design on which that is slow (long chains, as of workers and
/// firms) has its reduced system formed as a sparse matrix, where that is small, with an incomplete
/// Cholesky factor as preconditioner.
///
/// The error of a column is measured in the norm of the rows, sqrt(sum w e^2), and estimated from the
/// decrease of that very error, which conjugate gradients know. Slopes on two such columns are off by
/// the product of the two errors, so that they are good to twice as many digits. Every sum is taken in
/// a fixed order on one thread.
/// @see  Hestenes & Stiefel (1952), J. Research NBS 49(6), theorem 6:1 (decrease of the error);
///       Strakos & Tichy (2002), ETNA 13 (its use to stop); Guimaraes & Portugal (2010), Stata J. 10(4)
template <class Scalar>
class absorber {
 public:
  /// @param effects  sets of groups, each of n rows; a group may be empty
  /// @throws argument_error  no effects, no rows, other lengths, a code outside 0..levels - 1
  explicit absorber(const std::vector<grouping>& effects) {
    require(!effects.empty(), "absorb", "there are no fixed effects");
    const std::size_t n = effects.front().codes.size();
    require(n > 0, "absorb", "there are no observations");
    require(n <= static_cast<std::size_t>((std::numeric_limits<std::int32_t>::max)()), "absorb",
            "there are ", n, " rows; at most 2147483647");
    for (std::size_t f = 0; f < effects.size(); ++f) {
      const grouping& e = effects[f];
      require_same_size("absorb", text("effect ", f + 1), e.codes.size(), "the first effect", n);
      std::uint32_t highest = 0;
      for (const std::int32_t code : e.codes) {
        highest = (std::max)(highest, static_cast<std::uint32_t>(code));
      }
      require(highest < static_cast<std::uint32_t>(e.levels), "absorb", "a code of effect ", f + 1,
              " lies outside 0..", e.levels - 1);
    }
    rows_ = n;
    std::size_t eliminated = 0;
    for (std::size_t f = 1; f < effects.size(); ++f) {
      if (effects[f].levels > effects[eliminated].levels) eliminated = f;
    }
    arrange(effects, eliminated);
    set_weights({});
  }

  /// Number of rows.
  [[nodiscard]] std::size_t rows() const { return rows_; }

  /// Row of the data at each position of the internal order; empty where the two orders are one.
  [[nodiscard]] std::span<const std::int32_t> order() const { return order_; }

  /// Groups of the eliminated set, and the first position of each (that of groups() is the end).
  [[nodiscard]] std::size_t groups() const { return group_begin_.size() - 1; }
  [[nodiscard]] std::size_t first_position(std::size_t group) const {
    return row_of_cell(begin(group));
  }

  /// Sets the weights, in the internal order: positive and finite, or empty for ones.
  void set_weights(std::span<const Scalar> weights) {
    require(weights.empty() || weights.size() == rows_, "absorb", "there are ", weights.size(),
            " weights for ", rows_, " rows");
    row_weight_.assign(weights.begin(), weights.end());
    if (weights.empty() && cell_begin_.empty()) {
      cell_weight_.clear();
    } else if (cell_begin_.empty()) {
      cell_weight_ = row_weight_;
    } else {
      cell_weight_.assign(cells(), Scalar(0));
      for (std::size_t c = 0; c < cells(); ++c) {
        Scalar sum(0);
        for (std::int32_t i = cell_begin_[c]; i < cell_begin_[c + 1]; ++i) {
          sum += weights.empty() ? Scalar(1) : weights[static_cast<std::size_t>(i)];
        }
        cell_weight_[c] = sum;
      }
    }
    group_inverse_.resize(groups());
    for (std::size_t g = 0; g < groups(); ++g) {
      Scalar sum(0);
      for (std::size_t c = begin(g); c < begin(g + 1); ++c) sum += weight(c);
      group_inverse_[g] = sum > Scalar(0) ? Scalar(Scalar(1) / sum) : Scalar(0);
    }
    invert_diagonal();
    system_ready_ = false;
  }

  /// Replaces columns by their residuals, in place.
  ///
  /// @param panel  (n x width) by rows, in the internal order; width is 1 or 4 (pad with zeros)
  /// @throws convergence_error  the limit of iterations, unless accepted
  absorb_report residualise(Scalar* panel, int width, const absorb_options& options = {}) {
    require(options.tolerance > 0, "absorb", "tolerance is ", options.tolerance,
            "; it must be above zero");
    require(width == 1 || width == 4, "absorb", "width is ", width, "; it is 1 or 4");
    return width == 1 ? solve<1>(panel, options) : solve<4>(panel, options);
  }

 private:
  // ---- arrangement of the rows -------------------------------------------------------------------

  [[nodiscard]] std::size_t cells() const { return static_cast<std::size_t>(group_begin_.back()); }
  [[nodiscard]] std::size_t begin(std::size_t g) const {
    return static_cast<std::size_t>(group_begin_[g]);
  }
  [[nodiscard]] Scalar weight(std::size_t c) const {
    return cell_weight_.empty() ? Scalar(1) : cell_weight_[c];
  }

  void arrange(const std::vector<grouping>& effects, std::size_t eliminated) {
    const std::size_t n = rows_;
    const auto codes = effects[eliminated].codes;
    const auto levels = static_cast<std::size_t>(effects[eliminated].levels);
    group_begin_.assign(levels + 1, 0);
    for (const std::int32_t code : codes) ++group_begin_[static_cast<std::size_t>(code) + 1];
    for (std::size_t g = 0; g < levels; ++g) group_begin_[g + 1] += group_begin_[g];
    if (!std::is_sorted(codes.begin(), codes.end())) {
      order_.resize(n);
      std::vector<std::int32_t> next(group_begin_.begin(), group_begin_.end() - 1);
      for (std::size_t i = 0; i < n; ++i) {
        order_[static_cast<std::size_t>(next[static_cast<std::size_t>(codes[i])]++)] =
            static_cast<std::int32_t>(i);
      }
    }
    std::vector<std::size_t> others;
    for (std::size_t f = 0; f < effects.size(); ++f) {
      if (f != eliminated) others.push_back(f);
    }
    std::stable_sort(others.begin(), others.end(), [&](std::size_t a, std::size_t b) {
      return effects[a].levels > effects[b].levels;
    });
    remaining_ = others.size();
    if (remaining_ == 0) return;
    ids_.resize(n * remaining_);
    std::int32_t offset = 0;
    for (std::size_t r = 0; r < remaining_; ++r) {
      const grouping& e = effects[others[r]];
      require(e.levels <= (std::numeric_limits<std::int32_t>::max)() - offset, "absorb",
              "the effects have more than 2147483647 levels");
      for (std::size_t i = 0; i < n; ++i) {
        const std::size_t from = order_.empty() ? i : static_cast<std::size_t>(order_[i]);
        ids_[i * remaining_ + r] = offset + e.codes[from];
      }
      effect_begin_.push_back(offset);
      offset += e.levels;
    }
    effect_begin_.push_back(offset);
    unknowns_ = static_cast<std::size_t>(offset);
    if (cells_repeat()) collapse();
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
    const std::int32_t* x = ids_.data() + static_cast<std::size_t>(a) * remaining_;
    const std::int32_t* y = ids_.data() + static_cast<std::size_t>(b) * remaining_;
    return std::equal(x, x + remaining_, y);
  }
  // rows of a group (before the collapse a cell is a row), equal ids side by side
  void sorted_group(std::size_t g, std::vector<std::int32_t>& position) const {
    position.resize(begin(g + 1) - begin(g));
    std::iota(position.begin(), position.end(), group_begin_[g]);
    std::sort(position.begin(), position.end(), [&](std::int32_t a, std::int32_t b) {
      const std::int32_t* x = ids_.data() + static_cast<std::size_t>(a) * remaining_;
      const std::int32_t* y = ids_.data() + static_cast<std::size_t>(b) * remaining_;
      for (std::size_t r = 0; r < remaining_; ++r) {
        if (x[r] != y[r]) return x[r] < y[r];
      }
      return a < b;
    });
  }

  // rows with the same ids become one cell
  void collapse() {
    std::vector<std::int32_t> order(rows_);
    std::vector<std::int32_t> ids;
    std::vector<std::int32_t> starts(1, 0);
    std::vector<std::int32_t> position;
    cell_begin_.clear();
    std::size_t at = 0;
    for (std::size_t g = 0; g < groups(); ++g) {
      sorted_group(g, position);
      for (std::size_t k = 0; k < position.size(); ++k) {
        if (k == 0 || !same_ids(position[k - 1], position[k])) {
          cell_begin_.push_back(static_cast<std::int32_t>(at));
          const auto from = ids_.begin() + static_cast<std::ptrdiff_t>(
                                               static_cast<std::size_t>(position[k]) * remaining_);
          ids.insert(ids.end(), from, from + static_cast<std::ptrdiff_t>(remaining_));
        }
        const auto row = static_cast<std::size_t>(position[k]);
        order[at++] = order_.empty() ? position[k] : order_[row];
      }
      starts.push_back(static_cast<std::int32_t>(cell_begin_.size()));
    }
    cell_begin_.push_back(static_cast<std::int32_t>(rows_));
    order_ = std::move(order);
    ids_ = std::move(ids);
    group_begin_ = std::move(starts);
  }

  // ---- the reduced normal equations --------------------------------------------------------------

  // diagonal of S = D'WD - D'W P (P'WP)^-1 P'W D, inverted; zero for an unknown that is not there
  void invert_diagonal() {
    std::vector<Scalar> whole(unknowns_, Scalar(0));
    std::vector<Scalar> explained(unknowns_, Scalar(0));
    std::vector<Scalar> here(unknowns_, Scalar(0));
    for (std::size_t g = 0; g < groups(); ++g) {
      const std::size_t first = begin(g);
      const std::size_t last = begin(g + 1);
      for (std::size_t c = first; c < last; ++c) {
        const Scalar w = weight(c);
        for (std::size_t f = 0; f < remaining_; ++f) {
          here[static_cast<std::size_t>(ids_[c * remaining_ + f])] += w;
        }
      }
      for (std::size_t k = first * remaining_; k < last * remaining_; ++k) {
        const auto id = static_cast<std::size_t>(ids_[k]);
        whole[id] += here[id];
        explained[id] += here[id] * here[id] * group_inverse_[g];
        here[id] = Scalar(0);
      }
    }
    diagonal_inverse_.assign(unknowns_, Scalar(0));
    const Scalar least = Scalar(64) * std::numeric_limits<Scalar>::epsilon();
    for (std::size_t u = 0; u < unknowns_; ++u) {
      const Scalar rest = whole[u] - explained[u];
      if (rest > least * whole[u]) diagonal_inverse_[u] = Scalar(1) / rest;
    }
  }

  template <int Width>
  using lane = std::array<Scalar, static_cast<std::size_t>(Width)>;

  // out = S v by one pass over the cells
  template <int Width, int Effects>
  void multiply(const Scalar* v, Scalar* out, Scalar* buffer) const {
    constexpr auto width = static_cast<std::size_t>(Width);
    const std::size_t effects = Effects > 0 ? static_cast<std::size_t>(Effects) : remaining_;
    const bool weighted = !cell_weight_.empty();
    const std::int32_t* ids = ids_.data();
    std::fill(out, out + unknowns_ * width, Scalar(0));
    for (std::size_t g = 0; g < groups(); ++g) {
      const std::size_t first = begin(g);
      const std::size_t last = begin(g + 1);
      lane<Width> mean{};
      for (std::size_t c = first; c < last; ++c) {
        lane<Width> t{};
        for (std::size_t f = 0; f < effects; ++f) {
          const Scalar* a = v + static_cast<std::size_t>(ids[c * effects + f]) * width;
          for (std::size_t j = 0; j < width; ++j) t[j] += a[j];
        }
        Scalar* keep = buffer + (c - first) * width;
        for (std::size_t j = 0; j < width; ++j) keep[j] = t[j];
        if (weighted) {
          const Scalar w = cell_weight_[c];
          for (std::size_t j = 0; j < width; ++j) mean[j] += w * t[j];
        } else {
          for (std::size_t j = 0; j < width; ++j) mean[j] += t[j];
        }
      }
      for (std::size_t j = 0; j < width; ++j) mean[j] *= group_inverse_[g];
      for (std::size_t c = first; c < last; ++c) {
        const Scalar* keep = buffer + (c - first) * width;
        lane<Width> t;
        for (std::size_t j = 0; j < width; ++j) t[j] = keep[j] - mean[j];
        if (weighted) {
          const Scalar w = cell_weight_[c];
          for (std::size_t j = 0; j < width; ++j) t[j] *= w;
        }
        for (std::size_t f = 0; f < effects; ++f) {
          Scalar* a = out + static_cast<std::size_t>(ids[c * effects + f]) * width;
          for (std::size_t j = 0; j < width; ++j) a[j] += t[j];
        }
      }
    }
  }
  template <int Width>
  void multiply(const Scalar* v, Scalar* out, Scalar* buffer) const {
    if (remaining_ == 1) {
      multiply<Width, 1>(v, out, buffer);
    } else if (remaining_ == 2) {
      multiply<Width, 2>(v, out, buffer);
    } else {
      multiply<Width, 0>(v, out, buffer);
    }
  }

  // panel minus its means in the eliminated groups (again where rounding left more than noise);
  // b = D'W of it and its squared length
  template <int Width>
  lane<Width> centre(Scalar* panel, Scalar* b) const {
    constexpr auto width = static_cast<std::size_t>(Width);
    const Scalar noise =
        Scalar(4096) * std::numeric_limits<Scalar>::epsilon() * std::numeric_limits<Scalar>::epsilon();
    lane<Width> squares{};
    for (std::size_t g = 0; g < groups(); ++g) {
      const std::size_t from = row_of_cell(begin(g));
      const std::size_t to = row_of_cell(begin(g + 1));
      lane<Width> mean{};
      for (std::size_t i = from; i < to; ++i) {
        const Scalar w = row_weight(i);
        for (std::size_t j = 0; j < width; ++j) mean[j] += w * panel[i * width + j];
      }
      for (int pass = 0; pass < 3; ++pass) {
        for (std::size_t j = 0; j < width; ++j) mean[j] *= group_inverse_[g];
        lane<Width> rest{};
        lane<Width> square{};
        for (std::size_t i = from; i < to; ++i) {
          const Scalar w = row_weight(i);
          for (std::size_t j = 0; j < width; ++j) {
            const Scalar z = panel[i * width + j] - mean[j];
            panel[i * width + j] = z;
            rest[j] += w * z;
            square[j] += w * z * z;
          }
        }
        mean = rest;
        bool clean = true;
        for (std::size_t j = 0; j < width; ++j) {
          clean = clean && rest[j] * rest[j] * group_inverse_[g] <= noise * square[j];
        }
        if (clean || pass == 2) {
          for (std::size_t j = 0; j < width; ++j) squares[j] += square[j];
          break;
        }
      }
      for (std::size_t c = begin(g); c < begin(g + 1); ++c) {
        lane<Width> sum{};
        for (std::size_t i = row_of_cell(c); i < row_of_cell(c + 1); ++i) {
          const Scalar w = row_weight(i);
          for (std::size_t j = 0; j < width; ++j) sum[j] += w * panel[i * width + j];
        }
        for (std::size_t f = 0; f < remaining_; ++f) {
          Scalar* a = b + static_cast<std::size_t>(ids_[c * remaining_ + f]) * width;
          for (std::size_t j = 0; j < width; ++j) a[j] += sum[j];
        }
      }
    }
    return squares;
  }
  [[nodiscard]] std::size_t row_of_cell(std::size_t c) const {
    return cell_begin_.empty() ? c : static_cast<std::size_t>(cell_begin_[c]);
  }
  [[nodiscard]] Scalar row_weight(std::size_t i) const {
    return row_weight_.empty() ? Scalar(1) : row_weight_[i];
  }

  // panel -= (I - P) D x
  template <int Width>
  void subtract(Scalar* panel, const Scalar* x, Scalar* buffer) const {
    constexpr auto width = static_cast<std::size_t>(Width);
    for (std::size_t g = 0; g < groups(); ++g) {
      lane<Width> mean{};
      for (std::size_t c = begin(g); c < begin(g + 1); ++c) {
        lane<Width> t{};
        for (std::size_t f = 0; f < remaining_; ++f) {
          const Scalar* a = x + static_cast<std::size_t>(ids_[c * remaining_ + f]) * width;
          for (std::size_t j = 0; j < width; ++j) t[j] += a[j];
        }
        Scalar* keep = buffer + (c - begin(g)) * width;
        const Scalar w = weight(c);
        for (std::size_t j = 0; j < width; ++j) {
          keep[j] = t[j];
          mean[j] += w * t[j];
        }
      }
      for (std::size_t j = 0; j < width; ++j) mean[j] *= group_inverse_[g];
      for (std::size_t c = begin(g); c < begin(g + 1); ++c) {
        const Scalar* keep = buffer + (c - begin(g)) * width;
        for (std::size_t i = row_of_cell(c); i < row_of_cell(c + 1); ++i) {
          for (std::size_t j = 0; j < width; ++j) panel[i * width + j] -= keep[j] - mean[j];
        }
      }
    }
  }

  // ---- the reduced system as a sparse matrix -----------------------------------------------------

  // Forms S (its lower triangle, unknowns reordered set by set to a narrow band) and its incomplete
  // Cholesky factor on the same pattern. False where that is not worth the memory or the work.
  bool form_system() {
    if (system_ready_) return true;
    system_refused_ = system_refused_ || ids_.size() > (std::size_t{1} << 29U);  // 32-bit positions
    if (system_refused_) return false;
    const std::size_t most = 2 * cells() * remaining_ + 1024;
    std::vector<std::int32_t> group_of(cells());
    for (std::size_t g = 0; g < groups(); ++g) {
      std::fill(group_of.begin() + group_begin_[g], group_of.begin() + group_begin_[g + 1],
                static_cast<std::int32_t>(g));
    }
    std::vector<std::int32_t> list_begin(unknowns_ + 1, 0);
    for (const std::int32_t id : ids_) ++list_begin[static_cast<std::size_t>(id) + 1];
    std::partial_sum(list_begin.begin(), list_begin.end(), list_begin.begin());
    std::vector<std::int32_t> list(ids_.size());
    {
      std::vector<std::int32_t> next(list_begin.begin(), list_begin.end() - 1);
      for (std::size_t k = 0; k < ids_.size(); ++k) {
        list[static_cast<std::size_t>(next[static_cast<std::size_t>(ids_[k])]++)] =
            static_cast<std::int32_t>(k / remaining_);
      }
    }
    // row u of S up to u: the cells of u, and the groups that they lie in
    std::vector<Scalar> sum(unknowns_, Scalar(0));
    std::vector<std::int32_t> owner(unknowns_, -1);
    std::vector<std::int32_t> begin_of(1, 0);
    std::vector<std::int32_t> column;
    std::vector<Scalar> value;
    std::size_t work = 0;
    for (std::size_t f = 0; f < remaining_; ++f) {
      for (std::int32_t u = effect_begin_[f]; u < effect_begin_[f + 1]; ++u) {
        const std::size_t first = column.size();
        const auto at = [&](std::int32_t id) -> Scalar& {
          const auto i = static_cast<std::size_t>(id);
          if (owner[i] != u) {
            owner[i] = u;
            sum[i] = Scalar(0);
            column.push_back(id);
          }
          return sum[i];
        };
        const auto from = static_cast<std::size_t>(list_begin[static_cast<std::size_t>(u)]);
        const auto to = static_cast<std::size_t>(list_begin[static_cast<std::size_t>(u) + 1]);
        for (std::size_t k = from; k < to; ++k) {
          const auto c = static_cast<std::size_t>(list[k]);
          const auto g = static_cast<std::size_t>(group_of[c]);
          const Scalar w = weight(c);
          const Scalar share = w * group_inverse_[g];
          for (std::size_t h = 0; h <= f; ++h) {
            const std::int32_t id = ids_[c * remaining_ + h];
            if (id <= u) at(id) += w;
          }
          for (std::size_t d = begin(g); d < begin(g + 1); ++d) {
            const Scalar product = share * weight(d);
            for (std::size_t h = 0; h <= f; ++h) {
              const std::int32_t id = ids_[d * remaining_ + h];
              if (id <= u) at(id) -= product;
            }
          }
          work += (begin(g + 1) - begin(g)) * (f + 1);
        }
        if (column.size() > most || work > 256 * cells()) {
          system_refused_ = true;
          return false;
        }
        for (std::size_t k = first; k < column.size(); ++k) {
          value.push_back(sum[static_cast<std::size_t>(column[k])]);
        }
        begin_of.push_back(static_cast<std::int32_t>(column.size()));
      }
    }
    reorder(begin_of, column);
    permute_system(begin_of, column, value);
    double factor_work = 0;
    for (const std::int32_t k : system_column_) {
      const auto u = static_cast<std::size_t>(k);
      factor_work += system_begin_[u + 1] - system_begin_[u];
    }
    if (factor_work > 1000.0 * static_cast<double>(cells())) {
      system_refused_ = true;
      return false;
    }
    for (Scalar shift(0); !factorise(shift);) shift = shift == Scalar(0) ? Scalar(1e-3) : 8 * shift;
    system_ready_ = true;
    return true;
  }

  // position_of_: breadth first within each set (reversed, from the far end of each component)
  void reorder(const std::vector<std::int32_t>& begin_of, const std::vector<std::int32_t>& column) {
    std::vector<std::int32_t> start(unknowns_ + 1, 0);  // neighbours of the same set, both triangles
    const auto each_pair = [&](auto&& visit) {
      for (std::size_t f = 0; f < remaining_; ++f) {
        for (std::int32_t u = effect_begin_[f]; u < effect_begin_[f + 1]; ++u) {
          for (std::int32_t k = begin_of[static_cast<std::size_t>(u)];
               k < begin_of[static_cast<std::size_t>(u) + 1]; ++k) {
            const std::int32_t v = column[static_cast<std::size_t>(k)];
            if (v != u && v >= effect_begin_[f]) visit(static_cast<std::size_t>(u),
                                                       static_cast<std::size_t>(v));
          }
        }
      }
    };
    each_pair([&](std::size_t u, std::size_t v) { ++start[u + 1], ++start[v + 1]; });
    std::partial_sum(start.begin(), start.end(), start.begin());
    std::vector<std::int32_t> neighbour(static_cast<std::size_t>(start.back()));
    std::vector<std::int32_t> next(start.begin(), start.end() - 1);
    each_pair([&](std::size_t u, std::size_t v) {
      neighbour[static_cast<std::size_t>(next[u]++)] = static_cast<std::int32_t>(v);
      neighbour[static_cast<std::size_t>(next[v]++)] = static_cast<std::int32_t>(u);
    });
    std::vector<std::int32_t> queue;
    std::vector<std::int32_t> round(unknowns_, 0);
    const auto walk = [&](std::int32_t seed, std::int32_t number) {
      queue.assign(1, seed);
      round[static_cast<std::size_t>(seed)] = number;
      for (std::size_t head = 0; head < queue.size(); ++head) {
        const auto u = static_cast<std::size_t>(queue[head]);
        for (std::int32_t k = start[u]; k < start[u + 1]; ++k) {
          const std::int32_t v = neighbour[static_cast<std::size_t>(k)];
          if (round[static_cast<std::size_t>(v)] == number) continue;
          round[static_cast<std::size_t>(v)] = number;
          queue.push_back(v);
        }
      }
    };
    position_of_.assign(unknowns_, 0);
    for (std::size_t f = 0; f < remaining_; ++f) {
      std::int32_t at = effect_begin_[f + 1];
      for (std::int32_t u = effect_begin_[f]; u < effect_begin_[f + 1]; ++u) {
        if (round[static_cast<std::size_t>(u)] != 0) continue;
        walk(u, 1);
        walk(queue.back(), 2);
        for (const std::int32_t v : queue) position_of_[static_cast<std::size_t>(v)] = --at;
      }
    }
  }

  // the lower triangle in the new order, columns ascending, the diagonal apart
  void permute_system(const std::vector<std::int32_t>& begin_of,
                      const std::vector<std::int32_t>& column, const std::vector<Scalar>& value) {
    system_begin_.assign(unknowns_ + 1, 0);
    const auto ends = [&](std::size_t u, std::size_t k) {
      const std::int32_t a = position_of_[u];
      const std::int32_t b = position_of_[static_cast<std::size_t>(column[k])];
      return std::pair{static_cast<std::size_t>((std::max)(a, b)), (std::min)(a, b)};
    };
    const auto each = [&](auto&& visit) {
      for (std::size_t u = 0; u < unknowns_; ++u) {
        for (auto k = static_cast<std::size_t>(begin_of[u]);
             k < static_cast<std::size_t>(begin_of[u + 1]); ++k) {
          visit(u, k);
        }
      }
    };
    system_diagonal_.assign(unknowns_, Scalar(0));
    present_.assign(unknowns_, 0);
    for (std::size_t u = 0; u < unknowns_; ++u) {
      present_[static_cast<std::size_t>(position_of_[u])] = diagonal_inverse_[u] > Scalar(0);
    }
    each([&](std::size_t u, std::size_t k) {
      const auto e = ends(u, k);
      if (e.first == static_cast<std::size_t>(e.second)) {
        system_diagonal_[e.first] = value[k];
      } else {
        ++system_begin_[e.first + 1];
      }
    });
    std::partial_sum(system_begin_.begin(), system_begin_.end(), system_begin_.begin());
    std::vector<std::pair<std::int32_t, Scalar>> entry(
        static_cast<std::size_t>(system_begin_.back()));
    std::vector<std::int32_t> next(system_begin_.begin(), system_begin_.end() - 1);
    each([&](std::size_t u, std::size_t k) {
      const auto e = ends(u, k);
      if (e.first == static_cast<std::size_t>(e.second)) return;
      entry[static_cast<std::size_t>(next[e.first]++)] = {e.second, value[k]};
    });
    system_column_.resize(entry.size());
    system_value_.resize(entry.size());
    for (std::size_t i = 0; i < unknowns_; ++i) {
      std::sort(entry.begin() + system_begin_[i], entry.begin() + system_begin_[i + 1],
                [](const auto& a, const auto& b) { return a.first < b.first; });
    }
    for (std::size_t k = 0; k < entry.size(); ++k) {
      system_column_[k] = entry[k].first;
      system_value_[k] = entry[k].second;
    }
  }

  // L L' = S + shift diag(S) on the pattern of S; false where a pivot is clearly negative
  bool factorise(const Scalar& shift) {
    using std::sqrt;
    factor_value_.assign(system_value_.size(), Scalar(0));
    factor_inverse_.assign(unknowns_, Scalar(0));
    std::vector<Scalar> row(unknowns_, Scalar(0));
    for (std::size_t i = 0; i < unknowns_; ++i) {
      if (present_[i] == 0) continue;
      const Scalar whole = system_diagonal_[i] * (Scalar(1) + shift);
      Scalar pivot = whole;
      const auto first = static_cast<std::size_t>(system_begin_[i]);
      const auto last = static_cast<std::size_t>(system_begin_[i + 1]);
      for (std::size_t e = first; e < last; ++e) {
        const auto k = static_cast<std::size_t>(system_column_[e]);
        Scalar sum = system_value_[e];
        for (auto d = static_cast<std::size_t>(system_begin_[k]);
             d < static_cast<std::size_t>(system_begin_[k + 1]); ++d) {
          sum -= factor_value_[d] * row[static_cast<std::size_t>(system_column_[d])];
        }
        sum *= factor_inverse_[k];
        factor_value_[e] = row[k] = sum;
        pivot -= sum * sum;
      }
      for (std::size_t e = first; e < last; ++e) {
        row[static_cast<std::size_t>(system_column_[e])] = Scalar(0);
      }
      if (pivot < whole * Scalar(-1e-6)) return false;
      // a direction that the earlier ones determine: any pivot will do
      if (!(pivot > whole * Scalar(1e-9))) pivot = whole;
      factor_inverse_[i] = Scalar(1) / sqrt(pivot);
    }
    return true;
  }

  template <int Width>
  void multiply_system(const Scalar* v, Scalar* out) const {
    constexpr auto width = static_cast<std::size_t>(Width);
    for (std::size_t i = 0; i < unknowns_; ++i) {
      const Scalar* here = v + i * width;
      lane<Width> sum;
      for (std::size_t j = 0; j < width; ++j) sum[j] = system_diagonal_[i] * here[j];
      for (auto e = static_cast<std::size_t>(system_begin_[i]);
           e < static_cast<std::size_t>(system_begin_[i + 1]); ++e) {
        const auto k = static_cast<std::size_t>(system_column_[e]) * width;
        const Scalar a = system_value_[e];
        for (std::size_t j = 0; j < width; ++j) {
          sum[j] += a * v[k + j];
          out[k + j] += a * here[j];
        }
      }
      for (std::size_t j = 0; j < width; ++j) out[i * width + j] = sum[j];
    }
  }

  template <int Width>
  void solve_factor(Scalar* z) const {
    constexpr auto width = static_cast<std::size_t>(Width);
    for (std::size_t i = 0; i < unknowns_; ++i) {
      lane<Width> sum;
      for (std::size_t j = 0; j < width; ++j) sum[j] = z[i * width + j];
      for (auto e = static_cast<std::size_t>(system_begin_[i]);
           e < static_cast<std::size_t>(system_begin_[i + 1]); ++e) {
        const auto k = static_cast<std::size_t>(system_column_[e]) * width;
        for (std::size_t j = 0; j < width; ++j) sum[j] -= factor_value_[e] * z[k + j];
      }
      for (std::size_t j = 0; j < width; ++j) z[i * width + j] = sum[j] * factor_inverse_[i];
    }
    for (std::size_t i = unknowns_; i-- > 0;) {
      lane<Width> here;
      for (std::size_t j = 0; j < width; ++j) {
        here[j] = z[i * width + j] *= factor_inverse_[i];
      }
      for (auto e = static_cast<std::size_t>(system_begin_[i]);
           e < static_cast<std::size_t>(system_begin_[i + 1]); ++e) {
        const auto k = static_cast<std::size_t>(system_column_[e]) * width;
        for (std::size_t j = 0; j < width; ++j) z[k + j] -= factor_value_[e] * here[j];
      }
    }
  }

  // ---- conjugate gradients -----------------------------------------------------------------------

  static constexpr std::size_t window = 2;
  static constexpr int trial = 20;  // iterations by rows before the sparse system is considered

  // S x = r from x = 0: r is the residual, `left` the squared length of each column's residual
  template <int Width>
  struct gradients {
    std::vector<Scalar> x, r, z, p, q;
    lane<Width> left{}, whole{}, rz{}, length{};  // length: p'Mp
    std::array<std::array<double, 2 * window>, static_cast<std::size_t>(Width)> falls{};
    std::array<bool, static_cast<std::size_t>(Width)> done{};
    int steps = 0;
    [[nodiscard]] bool finished() const {
      return std::all_of(done.begin(), done.end(), [](bool d) { return d; });
    }
  };

  template <int Width>
  absorb_report solve(Scalar* panel, const absorb_options& options) {
    constexpr auto width = static_cast<std::size_t>(Width);
    absorb_report report;
    std::vector<double> trace;
    gradients<Width> g;
    g.r.assign(unknowns_ * width, Scalar(0));
    g.left = g.whole = centre<Width>(panel, g.r.data());
    if (remaining_ == 0) return report;
    std::size_t widest = 0;
    for (std::size_t k = 0; k < groups(); ++k) widest = (std::max)(widest, begin(k + 1) - begin(k));
    std::vector<Scalar> buffer(widest * width);
    const auto by_rows = [&](const std::vector<Scalar>& v, std::vector<Scalar>& out) {
      multiply<Width>(v.data(), out.data(), buffer.data());
    };
    const auto by_diagonal = [&](const std::vector<Scalar>& r, std::vector<Scalar>& z) {
      return precondition<Width>(r, z);
    };
    if (!hard_) {
      start<Width>(g, by_diagonal);
      run<Width>(g, by_rows, by_diagonal, trial, options, report, trace);
      if (!g.finished() && !form_system()) {
        run<Width>(g, by_rows, by_diagonal, options.max_iterations, options, report, trace);
      }
      subtract<Width>(panel, g.x.data(), buffer.data());
      if (g.finished() || !system_ready_) return conclude(report, options, std::move(trace));
    } else {
      form_system();
    }
    hard_ = report.sparse = true;
    // by the sparse system; rounding in it is caught by starting again from what is left
    const lane<Width> whole = g.whole;
    for (int round = 0; round < 4; ++round) {
      std::vector<Scalar> r(unknowns_ * width, Scalar(0));
      gradients<Width> s;
      s.left = centre<Width>(panel, r.data());
      s.whole = whole;
      s.r.resize(r.size());
      for (std::size_t u = 0; u < unknowns_; ++u) {
        const auto to = static_cast<std::size_t>(position_of_[u]);
        std::copy_n(r.begin() + static_cast<std::ptrdiff_t>(u * width), width,
                    s.r.begin() + static_cast<std::ptrdiff_t>(to * width));
      }
      const auto by_factor = [&](const std::vector<Scalar>& from, std::vector<Scalar>& z) {
        z = from;
        solve_factor<Width>(z.data());
        return product<Width>(from, z);
      };
      const auto by_system = [&](const std::vector<Scalar>& v, std::vector<Scalar>& out) {
        multiply_system<Width>(v.data(), out.data());
      };
      start<Width>(s, by_factor);
      if (round > 0) {
        for (std::size_t j = 0; j < width; ++j) {
          s.done[j] = s.done[j] || static_cast<double>(s.rz[j]) <=
                                       wanted(options, s.left[j], s.whole[j]);
        }
      }
      if (s.finished()) break;
      run<Width>(s, by_system, by_factor, options.max_iterations, options, report, trace);
      for (std::size_t u = 0; u < unknowns_; ++u) {
        const auto from = static_cast<std::size_t>(position_of_[u]);
        std::copy_n(s.x.begin() + static_cast<std::ptrdiff_t>(from * width), width,
                    r.begin() + static_cast<std::ptrdiff_t>(u * width));
      }
      subtract<Width>(panel, r.data(), buffer.data());
      if (!s.finished()) break;
    }
    return conclude(report, options, std::move(trace));
  }

  static absorb_report conclude(const absorb_report& report, const absorb_options& options,
                                std::vector<double> trace) {
    if (report.converged || options.accept_unconverged) return report;
    throw convergence_error(
        text("absorb: the fixed effects are not found to ", significant_text(options.tolerance, 3),
             " after ", report.iterations, " iterations (error ",
             significant_text(report.error, 3), ")"),
        std::move(trace));
  }

  // squared error of a column that is good enough: the tolerance, or rounding
  static double wanted(const absorb_options& options, const Scalar& left, const Scalar& whole) {
    const double size = (std::max)(static_cast<double>(left), 1e-6 * static_cast<double>(whole));
    return (std::max)(options.tolerance * options.tolerance * size, rounding(whole));
  }
  static double rounding(const Scalar& whole) {
    const double share = 16 * static_cast<double>(std::numeric_limits<Scalar>::epsilon());
    return share * share * static_cast<double>(whole);
  }

  template <int Width>
  lane<Width> product(const std::vector<Scalar>& a, const std::vector<Scalar>& b) const {
    constexpr auto width = static_cast<std::size_t>(Width);
    lane<Width> sum{};
    for (std::size_t u = 0; u < unknowns_; ++u) {
      for (std::size_t j = 0; j < width; ++j) sum[j] += a[u * width + j] * b[u * width + j];
    }
    return sum;
  }

  // z = diag(S)^-1 r and the products r'z
  template <int Width>
  lane<Width> precondition(const std::vector<Scalar>& r, std::vector<Scalar>& z) const {
    constexpr auto width = static_cast<std::size_t>(Width);
    lane<Width> sum{};
    for (std::size_t u = 0; u < unknowns_; ++u) {
      const Scalar d = diagonal_inverse_[u];
      for (std::size_t j = 0; j < width; ++j) {
        const Scalar value = r[u * width + j];
        z[u * width + j] = d * value;
        sum[j] += d * value * value;
      }
    }
    return sum;
  }

  template <int Width, class Preconditioner>
  void start(gradients<Width>& g, const Preconditioner& preconditioner) const {
    g.x.assign(g.r.size(), Scalar(0));
    g.z.resize(g.r.size());
    g.q.resize(g.r.size());
    g.rz = preconditioner(g.r, g.z);
    g.p = g.z;
    g.length = g.rz;
    for (std::size_t j = 0; j < g.done.size(); ++j) {
      g.done[j] = !(g.left[j] > Scalar(0)) || !(g.rz[j] > Scalar(0));
    }
  }

  template <int Width, class Operator, class Preconditioner>
  void run(gradients<Width>& g, const Operator& system, const Preconditioner& preconditioner,
           int until, const absorb_options& options, absorb_report& report,
           std::vector<double>& trace) const {
    constexpr auto width = static_cast<std::size_t>(Width);
    const Scalar least = Scalar(16) * std::numeric_limits<Scalar>::epsilon();
    for (; !g.finished(); ++g.steps) {
      if (report.iterations >= options.max_iterations) {
        report.converged = false;
        return;
      }
      if (g.steps >= until) return;
      system(g.p, g.q);
      const lane<Width> pq = product<Width>(g.p, g.q);
      lane<Width> step{};
      for (std::size_t j = 0; j < width; ++j) {
        // a direction that changes nothing is rounding (the effects are collinear among themselves)
        if (!(pq[j] > least * g.length[j])) g.done[j] = true;
        if (!g.done[j]) step[j] = g.rz[j] / pq[j];
      }
      for (std::size_t u = 0; u < unknowns_; ++u) {
        for (std::size_t j = 0; j < width; ++j) {
          g.x[u * width + j] += step[j] * g.p[u * width + j];
          g.r[u * width + j] -= step[j] * g.q[u * width + j];
        }
      }
      const lane<Width> next = preconditioner(g.r, g.z);
      lane<Width> turn{};
      report.error = 0;
      for (std::size_t j = 0; j < width; ++j) {
        if (g.done[j]) continue;
        const Scalar fall = step[j] * g.rz[j];
        g.left[j] -= fall;
        auto& f = g.falls[j];
        std::rotate(f.begin(), f.begin() + 1, f.end());
        f.back() = static_cast<double>(fall);
        // M is close enough to S that a residual at rounding level settles it
        const double settled = static_cast<double>(next[j]);
        const double error =
            settled > rounding(g.whole[j]) ? remaining_error(f, g.steps + 1) : settled;
        const double enough = wanted(options, g.left[j], g.whole[j]);
        report.error = (std::max)(report.error, options.tolerance * std::sqrt(error / enough));
        g.done[j] = error <= enough;
        turn[j] = next[j] / g.rz[j];
        g.length[j] = next[j] + turn[j] * turn[j] * g.length[j];
      }
      trace.push_back(report.error);
      g.rz = next;
      for (std::size_t u = 0; u < unknowns_; ++u) {
        for (std::size_t j = 0; j < width; ++j) {
          g.p[u * width + j] = g.z[u * width + j] + turn[j] * g.p[u * width + j];
        }
      }
      ++report.iterations;
    }
  }

  // squared error that is left, from the latest decreases of it: their geometric tail, or the last
  // one where it alone is far below what is wanted (fast convergence)
  static double remaining_error(const std::array<double, 2 * window>& falls, int count) {
    const double quick = 1e4 * falls.back();
    if (count < static_cast<int>(2 * window)) return quick;
    double before = 0;
    double recent = 0;
    for (std::size_t i = 0; i < window; ++i) {
      before += falls[i];
      recent += falls[window + i];
    }
    if (!(before > 0)) return quick;
    const double ratio = (std::min)(recent / before, 0.99);
    return (std::min)(quick, 2 * recent * ratio / (1 - ratio));  // twice, for it goes in steps
  }

  std::size_t rows_ = 0;
  std::size_t remaining_ = 0;                 // sets of effects but the eliminated one
  std::size_t unknowns_ = 0;                  // their levels together
  std::vector<std::int32_t> order_;           // (n) row at each position; empty is the identity
  std::vector<std::int32_t> group_begin_;     // first cell of each group of the eliminated set
  std::vector<std::int32_t> cell_begin_;      // first position of each cell; empty: a row each
  std::vector<std::int32_t> ids_;             // (cells x remaining) unknowns of a cell
  std::vector<std::int32_t> effect_begin_;    // first unknown of each remaining set
  std::vector<Scalar> row_weight_;            // (n) or empty
  std::vector<Scalar> cell_weight_;           // (cells) or empty
  std::vector<Scalar> group_inverse_;         // 1 / weight of a group
  std::vector<Scalar> diagonal_inverse_;      // of S
  // S in the order position_of_, strictly lower part by rows, and its incomplete factor
  std::vector<std::int32_t> position_of_, system_begin_, system_column_;
  std::vector<Scalar> system_value_, system_diagonal_, factor_value_, factor_inverse_;
  std::vector<char> present_;
  bool system_ready_ = false;
  bool system_refused_ = false;  // too large to be worth it
  bool hard_ = false;            // conjugate gradients by rows alone were slow
};

namespace detail {

// the power of two that brings a column to about one, so that no square over- or underflows
template <class Scalar>
Scalar unit_scale(const Scalar* column, std::size_t n, Eigen::Index number) {
  using std::abs;
  Scalar largest(0);
  bool finite = true;
  for (std::size_t i = 0; i < n; ++i) {
    const Scalar a = abs(column[i]);
    finite = finite && a <= (std::numeric_limits<Scalar>::max)();
    largest = a > largest ? a : largest;
  }
  if (!finite) {
    require_finite("absorb", text("column ", number), std::span<const Scalar>(column, n));
  }
  return scale_to_one<Scalar>(binary_exponent(std::span<const Scalar>(&largest, 1)));
}

}  // namespace detail

/// Residuals of the columns of a matrix on fixed effects.
template <class Scalar>
struct absorb_result {
  dense_matrix<Scalar> residuals;  ///< (n x k), rows and columns as given
  absorb_report report;
};

/// Partials fixed effects out of the columns of a matrix; see `absorber`.
///
/// @param columns  (n x k), finite
/// @param effects  sets of groups, each of n rows
/// @param weights  (n), positive; empty is none
/// @return         what is left of each column, and how exactly
/// @throws argument_error     shapes, codes, weights, values that are not finite
/// @throws convergence_error  the limit of iterations, unless `accept_unconverged`
template <class Scalar>
[[nodiscard]] absorb_result<Scalar> absorb(const dense_matrix<Scalar>& columns,
                                           const std::vector<grouping>& effects,
                                           const dense_vector<Scalar>& weights = {},
                                           const absorb_options& options = {}) {
  absorber<Scalar> solver(effects);
  const auto n = static_cast<std::size_t>(columns.rows());
  require_same_size("absorb", "the matrix", n, "an effect", solver.rows());
  const auto order = solver.order();
  const auto row = [&](std::size_t i) {
    return static_cast<Eigen::Index>(order.empty() ? i : static_cast<std::size_t>(order[i]));
  };
  if (weights.size() > 0) {
    require_same_size("absorb", "weights", static_cast<std::size_t>(weights.size()), "the matrix",
                      n);
    require_positive("absorb", "weights", std::span<const Scalar>(weights.data(), n));
    std::vector<Scalar> arranged(n);
    for (std::size_t i = 0; i < n; ++i) arranged[i] = weights[row(i)];
    solver.set_weights(arranged);
  }
  absorb_result<Scalar> out;
  out.residuals.resize(columns.rows(), columns.cols());
  std::vector<Scalar> panel;
  std::array<Scalar, 4> scale;
  for (Eigen::Index first = 0; first < columns.cols();) {
    const Eigen::Index rest = columns.cols() - first;
    const int width = rest > 1 ? 4 : 1;
    const Eigen::Index count = (std::min)(rest, Eigen::Index{width});
    const auto wide = static_cast<std::size_t>(width);
    panel.assign(n * wide, Scalar(0));
    for (Eigen::Index j = 0; j < count; ++j) {
      const Scalar* column = columns.data() + (first + j) * columns.rows();
      const Scalar s = scale[static_cast<std::size_t>(j)] =
          detail::unit_scale(column, n, first + j + 1);
      for (std::size_t i = 0; i < n; ++i) {
        panel[i * wide + static_cast<std::size_t>(j)] = column[row(i)] * s;
      }
    }
    const absorb_report report = solver.residualise(panel.data(), width, options);
    out.report.converged = out.report.converged && report.converged;
    out.report.iterations = (std::max)(out.report.iterations, report.iterations);
    out.report.error = (std::max)(out.report.error, report.error);
    out.report.sparse = out.report.sparse || report.sparse;
    for (Eigen::Index j = 0; j < count; ++j) {
      Scalar* column = out.residuals.data() + (first + j) * columns.rows();
      const Scalar s = Scalar(1) / scale[static_cast<std::size_t>(j)];
      for (std::size_t i = 0; i < n; ++i) {
        column[row(i)] = panel[i * wide + static_cast<std::size_t>(j)] * s;
      }
    }
    first += count;
  }
  return out;
}

}  // namespace bilateral
