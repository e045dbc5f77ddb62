#pragma once
/// Conjugate gradients over an operator and a preconditioner, several right-hand sides at once.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/row_blocks.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

namespace bilateral {

/// One number for each of `Width` columns that are solved side by side.
template <class Scalar, int Width>
struct lanes : std::array<Scalar, to_size(Width)> {
  lanes& operator+=(const lanes& other) {
    for (std::size_t j = 0; j < this->size(); ++j) (*this)[j] += other[j];
    return *this;
  }
};

struct conjugate_gradients_options {
  /// The error that ends the iteration, as a share of the length that is left of the column.
  double tolerance = 1e-10;
  int max_iterations = 20000;  ///< in all, of one progress
  unsigned threads = 1;        ///< results are the same for any
};

/// How far the iteration came; one may serve several runs.
struct conjugate_gradients_progress {
  bool converged = true;
  int iterations = 0;
  double error = 0;           ///< largest estimated error of a column, as a share of its length
  std::vector<double> trace;  ///< of the error
};

/// r'z, column by column: vectors hold `Width` numbers for each unknown, side by side.
template <int Width, class Scalar>
[[nodiscard]] lanes<Scalar, Width> lane_products(const std::vector<Scalar>& a,
                                                 const std::vector<Scalar>& b, unsigned threads) {
  constexpr auto width = to_size(Width);
  return sum_row_blocks(a.size() / width, threads, lanes<Scalar, Width>{},
                        [&](std::size_t first, std::size_t last) {
                          lanes<Scalar, Width> sum{};
                          for (std::size_t u = first; u < last; ++u) {
                            for (std::size_t j = 0; j < width; ++j) {
                              sum[j] += a[u * width + j] * b[u * width + j];
                            }
                          }
                          return sum;
                        });
}

/// Solves S x = b for `Width` columns b, S symmetric and positive semidefinite.
///
/// Each column is the least squares problem min over x of s - 2 x'b + x'Sx: s is the squared length
/// of what is explained, and s - x'Sx that of what is left. The error of x, sqrt(e'Se), is
/// estimated from the decreases of that very error, which the iteration knows, by their geometric
/// tail; over the last tenth of the iterations where they are many, so that a plateau is not taken
/// for the end.
///
/// @see  Hestenes & Stiefel (1952), J. Research NBS 49(6), theorem 6:1 (decrease of the error);
///       Strakos & Tichy (2002), ETNA 13 (its use to stop)
template <class Scalar, int Width>
class conjugate_gradients {
 public:
  using lane = lanes<Scalar, Width>;

  /// Starts from x = 0.
  ///
  /// @param right           b, `Width` numbers for each unknown
  /// @param length          s of each column
  /// @param scale           s against which rounding counts: that of the column before all rounds
  /// @param preconditioner  (r, z) -> r'z: writes z = M^-1 r; M close to S
  template <class Preconditioner>
  conjugate_gradients(std::vector<Scalar> right, const lane& length, const lane& scale,
                      const Preconditioner& preconditioner)
      : r_(std::move(right)), left_(length), scale_(scale) {
    x_.assign(r_.size(), Scalar(0));
    z_.resize(r_.size());
    q_.resize(r_.size());
    rz_ = preconditioner(r_, z_);
    p_ = z_;
    size_ = rz_;
    for (std::size_t j = 0; j < width; ++j) {
      done_[j] = !(left_[j] > Scalar(0)) || !(rz_[j] > Scalar(0));
    }
  }

  [[nodiscard]] bool finished() const {
    return std::all_of(done_.begin(), done_.end(), [](bool d) { return d; });
  }
  /// x, `Width` numbers for each unknown.
  [[nodiscard]] const std::vector<Scalar>& solution() const { return x_; }

  /// Ends columns whose residual already is small enough: r'M^-1 r at most the squared error
  /// wanted.
  void end_small(const conjugate_gradients_options& options) {
    for (std::size_t j = 0; j < width; ++j) {
      done_[j] = done_[j] || static_cast<double>(rz_[j]) <= wanted(options, j);
    }
  }

  /// Iterates until each column is good enough, or `until` iterations have been made here.
  ///
  /// @param system  (p, q): writes q = S p
  template <class Operator, class Preconditioner>
  void run(const Operator& system, const Preconditioner& preconditioner, int until,
           const conjugate_gradients_options& options, conjugate_gradients_progress& progress) {
    for (; !finished(); ++steps_, ++progress.iterations) {
      if (progress.iterations >= options.max_iterations) {
        progress.converged = false;
        return;
      }
      if (steps_ >= until) return;
      system(p_, q_);
      const lane step = step_lengths(options.threads);
      advance(step, options.threads);
      const lane next = preconditioner(r_, z_);
      const lane turn = judge(step, next, options, progress);
      rz_ = next;
      turn_direction(turn, options.threads);
    }
  }

 private:
  static constexpr auto width = to_size(Width);

  // r'z / p'Sp; a direction that changes nothing is rounding (S is singular)
  lane step_lengths(unsigned threads) {
    const Scalar least = Scalar(16) * std::numeric_limits<Scalar>::epsilon();
    const lane pq = lane_products<Width>(p_, q_, threads);
    lane step{};
    for (std::size_t j = 0; j < width; ++j) {
      if (!(pq[j] > least * size_[j])) done_[j] = true;
      if (!done_[j]) step[j] = rz_[j] / pq[j];
    }
    return step;
  }

  void advance(const lane& step, unsigned threads) {
    for_row_blocks(x_.size() / width, threads, [&](std::size_t first, std::size_t last) {
      for (std::size_t u = first; u < last; ++u) {
        for (std::size_t j = 0; j < width; ++j) {
          x_[u * width + j] += step[j] * p_[u * width + j];
          r_[u * width + j] -= step[j] * q_[u * width + j];
        }
      }
    });
  }

  void turn_direction(const lane& turn, unsigned threads) {
    for_row_blocks(x_.size() / width, threads, [&](std::size_t first, std::size_t last) {
      for (std::size_t u = first; u < last; ++u) {
        for (std::size_t j = 0; j < width; ++j) {
          p_[u * width + j] = z_[u * width + j] + turn[j] * p_[u * width + j];
        }
      }
    });
  }

  // which columns are good enough, and how much of the old direction the next one keeps
  lane judge(const lane& step, const lane& next, const conjugate_gradients_options& options,
             conjugate_gradients_progress& progress) {
    lane turn{};
    progress.error = 0;
    for (std::size_t j = 0; j < width; ++j) {
      if (done_[j]) continue;
      const Scalar fall = step[j] * rz_[j];
      left_[j] -= fall;
      falls_[j].push_back(static_cast<double>(fall));
      // M is close enough to S that a residual at rounding level settles it
      const double settled = static_cast<double>(next[j]);
      const double error = settled > rounding(scale_[j]) ? remaining_error(falls_[j]) : settled;
      const double enough = wanted(options, j);
      progress.error = (std::max)(progress.error, options.tolerance * std::sqrt(error / enough));
      done_[j] = error <= enough;
      turn[j] = next[j] / rz_[j];
      size_[j] = next[j] + turn[j] * turn[j] * size_[j];
    }
    progress.trace.push_back(progress.error);
    return turn;
  }

  // squared error of a column that is good enough: the tolerance, or rounding
  [[nodiscard]] double wanted(const conjugate_gradients_options& options, std::size_t j) const {
    const double length =
        (std::max)(static_cast<double>(left_[j]), 1e-6 * static_cast<double>(scale_[j]));
    return (std::max)(options.tolerance * options.tolerance * length, rounding(scale_[j]));
  }
  static double rounding(const Scalar& scale) {
    const double share = 16 * static_cast<double>(std::numeric_limits<Scalar>::epsilon());
    return share * share * static_cast<double>(scale);
  }

  // squared error that is left, from the latest decreases of it: their geometric tail, or the last
  // one where it alone is far below what is wanted (fast convergence)
  static double remaining_error(const std::vector<double>& falls) {
    const std::size_t window = (std::max)(std::size_t{2}, falls.size() / 10);
    const double quick = 1e4 * falls.back();
    if (falls.size() < 2 * window) return quick;
    double before = 0;
    double recent = 0;
    for (std::size_t i = falls.size() - 2 * window; i < falls.size() - window; ++i) {
      before += falls[i];
      recent += falls[i + window];
    }
    if (!(before > 0)) return quick;
    const double ratio = (std::min)(recent / before, 0.99);
    const double tail = 2 * recent * ratio / (1 - ratio);  // twice, for it goes in steps
    return window > 2 ? tail : (std::min)(quick, tail);
  }

  std::vector<Scalar> x_, r_, z_, p_, q_;
  lane left_{}, scale_{}, rz_{}, size_{};  // size: p'Mp
  std::array<std::vector<double>, width> falls_;
  std::array<bool, width> done_{};
  int steps_ = 0;
};

}  // namespace bilateral
