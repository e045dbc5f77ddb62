#pragma once
/// Fixed effects partialled out of columns, solved in the space of the effects.

#include <bilateral/core/check.hpp>
#include <bilateral/numeric/dense.hpp>

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
  /// @param panel  (n x width) by rows, in the internal order; width is 1, 2, 4 or 8
  /// @throws convergence_error  the limit of iterations, unless accepted
  absorb_report residualise(Scalar* panel, int width, const absorb_options& options = {}) {
    require(options.tolerance > 0, "absorb", "tolerance is ", options.tolerance,
            "; it must be above zero");
    switch (width) {
      case 1: return solve<1>(panel, options);
      case 2: return solve<2>(panel, options);
      case 4: return solve<4>(panel, options);
      case 8: return solve<8>(panel, options);
      default: throw argument_error(text("absorb: width is ", width, "; it is 1, 2, 4 or 8"));
    }
  }

 private:
  // ---- arrangement of the rows -------------------------------------------------------------------

  [[nodiscard]] std::size_t groups() const { return group_begin_.size() - 1; }
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
      const std::size_t first = begin(g) * remaining_;
      const std::size_t last = begin(g + 1) * remaining_;
      for (std::size_t k = first; k < last; ++k) {
        here[static_cast<std::size_t>(ids_[k])] += weight(k / remaining_);
      }
      for (std::size_t k = first; k < last; ++k) {
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

  // panel minus its means in the eliminated groups, taken twice for the rounding of the first;
  // b = D'W of it and its squared length
  template <int Width>
  lane<Width> centre(Scalar* panel, Scalar* b) const {
    constexpr auto width = static_cast<std::size_t>(Width);
    lane<Width> squares{};
    for (std::size_t g = 0; g < groups(); ++g) {
      const std::size_t from = row_of_cell(begin(g));
      const std::size_t to = row_of_cell(begin(g + 1));
      for (int pass = 0; pass < 2; ++pass) {
        lane<Width> mean{};
        for (std::size_t i = from; i < to; ++i) {
          const Scalar w = row_weight(i);
          for (std::size_t j = 0; j < width; ++j) mean[j] += w * panel[i * width + j];
        }
        for (std::size_t j = 0; j < width; ++j) mean[j] *= group_inverse_[g];
        for (std::size_t i = from; i < to; ++i) {
          for (std::size_t j = 0; j < width; ++j) panel[i * width + j] -= mean[j];
        }
      }
      for (std::size_t c = begin(g); c < begin(g + 1); ++c) {
        lane<Width> sum{};
        for (std::size_t i = row_of_cell(c); i < row_of_cell(c + 1); ++i) {
          const Scalar w = row_weight(i);
          for (std::size_t j = 0; j < width; ++j) {
            const Scalar z = panel[i * width + j];
            sum[j] += w * z;
            squares[j] += w * z * z;
          }
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

  // ---- conjugate gradients -----------------------------------------------------------------------

  template <int Width>
  absorb_report solve(Scalar* panel, const absorb_options& options) {
    constexpr auto width = static_cast<std::size_t>(Width);
    absorb_report report;
    std::vector<Scalar> b(unknowns_ * width, Scalar(0));
    lane<Width> left = centre<Width>(panel, b.data());
    if (remaining_ == 0) return report;
    std::size_t widest = 0;
    for (std::size_t g = 0; g < groups(); ++g) widest = (std::max)(widest, begin(g + 1) - begin(g));
    std::vector<Scalar> buffer(widest * width);
    std::vector<Scalar> x(unknowns_ * width, Scalar(0));
    iterate<Width>(x, b, left, buffer.data(), options, report);
    subtract<Width>(panel, x.data(), buffer.data());
    return report;
  }

  // z = M^-1 r and the products r'z
  template <int Width>
  lane<Width> precondition(const std::vector<Scalar>& r, std::vector<Scalar>& z) const {
    constexpr auto width = static_cast<std::size_t>(Width);
    lane<Width> product{};
    for (std::size_t u = 0; u < unknowns_; ++u) {
      const Scalar d = diagonal_inverse_[u];
      for (std::size_t j = 0; j < width; ++j) {
        const Scalar value = r[u * width + j];
        z[u * width + j] = d * value;
        product[j] += d * value * value;
      }
    }
    return product;
  }

  // Solves S x = r, r the residual at x = 0; `left` is the squared length of each column's residual.
  template <int Width>
  void iterate(std::vector<Scalar>& x, std::vector<Scalar>& r, lane<Width>& left, Scalar* buffer,
               const absorb_options& options, absorb_report& report) {
    using std::sqrt;
    constexpr auto width = static_cast<std::size_t>(Width);
    constexpr std::size_t window = 4;
    const double epsilon = static_cast<double>(std::numeric_limits<Scalar>::epsilon());
    std::vector<Scalar> z(r.size()), p(r.size()), q(r.size());
    lane<Width> whole = left;
    std::array<std::array<double, 2 * window>, static_cast<std::size_t>(Width)> falls{};
    std::array<bool, static_cast<std::size_t>(Width)> done{};
    for (std::size_t j = 0; j < width; ++j) done[j] = !(left[j] > Scalar(0));
    lane<Width> rz = precondition<Width>(r, z);
    p = z;
    std::vector<double> trace;
    for (int k = 0;; ++k) {
      if (std::all_of(done.begin(), done.end(), [](bool d) { return d; })) break;
      if (k >= options.max_iterations) {
        report.converged = false;
        if (options.accept_unconverged) break;
        throw convergence_error(
            text("absorb: the fixed effects are not found to ",
                 significant_text(options.tolerance, 3), " after ", k,
                 " iterations (error ", significant_text(trace.empty() ? 1 : trace.back(), 3), ")"),
            std::move(trace));
      }
      multiply<Width>(p.data(), q.data(), buffer);
      lane<Width> pq{};
      for (std::size_t u = 0; u < unknowns_; ++u) {
        for (std::size_t j = 0; j < width; ++j) pq[j] += p[u * width + j] * q[u * width + j];
      }
      lane<Width> step{};
      for (std::size_t j = 0; j < width; ++j) {
        if (!done[j] && pq[j] > Scalar(0)) step[j] = rz[j] / pq[j];
      }
      for (std::size_t u = 0; u < unknowns_; ++u) {
        for (std::size_t j = 0; j < width; ++j) {
          x[u * width + j] += step[j] * p[u * width + j];
          r[u * width + j] -= step[j] * q[u * width + j];
        }
      }
      const lane<Width> next = precondition<Width>(r, z);
      lane<Width> turn{};
      report.error = 0;
      for (std::size_t j = 0; j < width; ++j) {
        if (done[j]) continue;
        const Scalar fall = step[j] * rz[j];
        left[j] -= fall;
        auto& f = falls[j];
        std::rotate(f.begin(), f.begin() + 1, f.end());
        f.back() = static_cast<double>(fall);
        const double size = (std::max)(static_cast<double>(left[j]),
                                       1e-6 * static_cast<double>(whole[j]));
        const double error = remaining_error<window>(f, k + 1) / size;
        const double rounding = 16 * epsilon * 16 * epsilon * static_cast<double>(whole[j]) / size;
        const double wanted = (std::max)(options.tolerance * options.tolerance, rounding);
        report.error = (std::max)(report.error, std::sqrt(error));
        done[j] = error <= wanted || !(next[j] > Scalar(0));
        turn[j] = rz[j] > Scalar(0) ? Scalar(next[j] / rz[j]) : Scalar(0);
      }
      trace.push_back(report.error);
      rz = next;
      for (std::size_t u = 0; u < unknowns_; ++u) {
        for (std::size_t j = 0; j < width; ++j) {
          p[u * width + j] = z[u * width + j] + turn[j] * p[u * width + j];
        }
      }
      ++report.iterations;
    }
  }

  // squared error that is left, from the latest decreases of it: their geometric tail, or the last
  // one where it alone is far below what is wanted (fast convergence)
  template <std::size_t Window>
  static double remaining_error(const std::array<double, 2 * Window>& falls, int count) {
    const double last = falls.back();
    const double quick = 1e4 * last;
    if (count < static_cast<int>(2 * Window)) return quick;
    double before = 0;
    double recent = 0;
    for (std::size_t i = 0; i < Window; ++i) {
      before += falls[i];
      recent += falls[Window + i];
    }
    if (!(before > 0)) return quick;
    const double ratio = (std::min)(recent / before, 0.99);
    return (std::min)(quick, recent * ratio / (1 - ratio));
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
  bool system_ready_ = false;
};

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
  for (Eigen::Index first = 0; first < columns.cols();) {
    const Eigen::Index rest = columns.cols() - first;
    const int width = rest > 4 ? 8 : rest > 2 ? 4 : static_cast<int>(rest);
    const Eigen::Index count = (std::min)(rest, Eigen::Index{width});
    const auto wide = static_cast<std::size_t>(width);
    panel.assign(n * wide, Scalar(0));
    for (Eigen::Index j = 0; j < count; ++j) {
      const Scalar* column = columns.data() + (first + j) * columns.rows();
      require_finite("absorb", text("column ", first + j + 1), std::span<const Scalar>(column, n));
      for (std::size_t i = 0; i < n; ++i) {
        panel[i * wide + static_cast<std::size_t>(j)] = column[row(i)];
      }
    }
    const absorb_report report = solver.residualise(panel.data(), width, options);
    out.report.converged = out.report.converged && report.converged;
    out.report.iterations = (std::max)(out.report.iterations, report.iterations);
    out.report.error = (std::max)(out.report.error, report.error);
    out.report.sparse = out.report.sparse || report.sparse;
    for (Eigen::Index j = 0; j < count; ++j) {
      Scalar* column = out.residuals.data() + (first + j) * columns.rows();
      for (std::size_t i = 0; i < n; ++i) {
        column[row(i)] = panel[i * wide + static_cast<std::size_t>(j)];
      }
    }
    first += count;
  }
  return out;
}

}  // namespace bilateral
