#pragma once
/// Least squares by a checked QR: rank in column order, dropped columns, condition, refinement.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/instantiate.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/numeric/extended.hpp>
#include <bilateral/numeric/scale.hpp>

#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace bilateral {

/// A column that the columns before it determine: its position and |R_jj| / ||x_j||.
struct dropped_column {
  Eigen::Index column = 0;
  double ratio = 0;
};

struct least_squares_options {
  bool strict = false;  ///< throw rank_deficiency_error instead of dropping columns
  bool refine = true;   ///< one step of iterative refinement with extended-precision residuals
};

template <class Scalar>
struct least_squares_result {
  dense_vector<Scalar> coefficients;    ///< (kept)
  std::vector<Eigen::Index> kept;       ///< positions of the columns kept, ascending
  std::vector<dropped_column> dropped;  ///< in column order
  dense_matrix<Scalar> inverse_gram;    ///< (X'X)^-1 of the kept columns
  dense_vector<Scalar> residuals;       ///< (n)
  Scalar residual_sum_of_squares{0};
  double condition = 1;  ///< see checked_qr::condition
  dense_matrix<Scalar>
      workspace;  ///< (n x kept) memory to use again; what stands in it means nothing
};

/// Tolerance of the rank decision: a column is dropped when |R_jj| <= tolerance ||x_j||.
///
/// The larger of 1e-9 and 32 sqrt(n) epsilon. The smallest legitimate ratio among the NIST linear
/// sets is 5.2e-8 (Filip); exact collinearity leaves 1e-16 to 1.5e-12 in double.
template <class Scalar>
[[nodiscard]] double rank_tolerance(Eigen::Index rows) {
  const double epsilon = static_cast<double>(std::numeric_limits<Scalar>::epsilon());
  return (std::max)(1e-9, 32 * std::sqrt(static_cast<double>(rows)) * epsilon);
}

/// QR factorisation X = QR of a tall matrix by Householder reflections, rows in blocks that stay in
/// cache (each block is folded into the triangle of the blocks before it), columns scaled by powers
/// of two, collinear columns dropped in column order.
///
/// A reflector of block b and column j is [e_j; v] with v as long as the block, so that applying Q'
/// needs no more than the stored v and one scalar.
/// @see Golub & Van Loan (2013), Matrix Computations, 5.2; Demmel et al. (2012), SIAM J. Sci.
///      Comput. 34(1) for the blocked form
template <class Scalar>
class checked_qr {
 public:
  using vector = dense_vector<Scalar>;
  using matrix = dense_matrix<Scalar>;

  /// @param x  (n x k), finite; @param options  strict, refine
  /// @throws argument_error  no rows, a value that is not finite (column and row named)
  /// @throws rank_deficiency_error  a collinear column, when strict
  explicit checked_qr(const matrix& x, const least_squares_options& options = {})
      : rows_(x.rows()), options_(options) {
    require(x.rows() > 0, "least_squares", "there are no observations");
    scale_.resize(x.cols());
    for (Eigen::Index j = 0; j < x.cols(); ++j) {
      scale_[j] = power_of_two_scale(x.col(j).data(), x.rows(), j);
      kept_.push_back(j);
    }
    factorise(x);
    const std::vector<dropped_column> collinear = find_collinear();
    if (!collinear.empty()) {
      if (options.strict) {
        throw rank_deficiency_error(text("least_squares: column ", collinear.front().column + 1,
                                         " is determined by the columns before it (ratio ",
                                         significant_text(collinear.front().ratio, 3), ")"));
      }
      dropped_ = collinear;
      std::vector<Eigen::Index> kept;
      for (std::size_t j = 0, d = 0; j < kept_.size(); ++j) {
        if (d < collinear.size() && collinear[d].column == kept_[j]) {
          ++d;
        } else {
          kept.push_back(kept_[j]);
        }
      }
      kept_ = kept;
      vector scale(std::ssize(kept_));
      for (Eigen::Index j = 0; j < scale.size(); ++j) {
        scale[j] = scale_[kept_[to_size(j)]];
      }
      scale_ = scale;
      factorise(x);
    }
    invert_triangle();
  }

  [[nodiscard]] Eigen::Index rank() const { return std::ssize(kept_); }
  [[nodiscard]] const std::vector<Eigen::Index>& kept() const { return kept_; }
  [[nodiscard]] const std::vector<dropped_column>& dropped() const { return dropped_; }

  /// 1-norm condition number of R with its columns scaled to unit length.
  [[nodiscard]] double condition() const { return condition_; }

  /// Triangle of the kept columns in their own units: R'R = X'X. Its diagonal may be negative.
  [[nodiscard]] matrix triangle() const {
    matrix r = triangle_;
    for (Eigen::Index j = 0; j < rank(); ++j) r.col(j) /= scale_[j];
    return r;
  }

  /// (X'X)^-1 of the kept columns, through R^-1.
  [[nodiscard]] matrix inverse_gram() const {
    const Eigen::Index k = rank();
    matrix g(k, k);
    for (Eigen::Index i = 0; i < k; ++i) {
      for (Eigen::Index j = i; j < k; ++j) {
        Scalar sum(0);
        for (Eigen::Index m = j; m < k; ++m) sum += inverse_(i, m) * inverse_(j, m);
        g(i, j) = g(j, i) = sum * scale_[i] * scale_[j];
      }
    }
    return g;
  }

  /// argmin ||x b - y|| over the kept columns; `x` is the matrix given to the constructor.
  [[nodiscard]] vector solve(const matrix& x, const vector& y) const {
    vector b = unrefined(y);
    if (options_.refine) b += unrefined(extended_residual(kept_columns(x), b, y));
    return b;
  }

  /// The same without refinement and without x: R^-1 Q'y.
  [[nodiscard]] vector unrefined(const vector& y) const {
    const vector c = rotated(y);
    vector b(rank());
    for (Eigen::Index i = 0; i < rank(); ++i) {
      Scalar sum(0);
      for (Eigen::Index j = i; j < rank(); ++j) sum += inverse_(i, j) * c[j];
      b[i] = sum * scale_[i];
    }
    return b;
  }

  /// First rank() elements of Q'y.
  [[nodiscard]] vector rotated(const vector& y) const {
    require_same_size("least_squares", "the design", to_size(rows_), "the response",
                      to_size(y.size()));
    const Eigen::Index k = rank();
    vector c = vector::Zero(k);
    vector part((std::min)(block_rows, rows_));
    for (Eigen::Index start = 0, b = 0; start < rows_; start += block_rows, ++b) {
      const Eigen::Index m = (std::min)(block_rows, rows_ - start);
      auto piece = part.head(m);
      piece = y.segment(start, m);
      for (Eigen::Index j = 0; j < k; ++j) {
        const auto v = reflectors_.col(j).segment(start, m);
        const Scalar w = factors_(j, b) * (c[j] + v.dot(piece));
        c[j] -= w;
        piece -= w * v;
      }
    }
    return c;
  }

  /// Gives up the memory of the reflectors; nothing can be solved afterwards.
  [[nodiscard]] matrix release() && { return std::move(reflectors_); }

  /// Columns kept of a matrix shaped like the constructor's.
  [[nodiscard]] matrix kept_columns(const matrix& x) const {
    if (dropped_.empty()) return x;
    matrix kept(x.rows(), rank());
    for (Eigen::Index j = 0; j < rank(); ++j) kept.col(j) = x.col(kept_[std::size_t(j)]);
    return kept;
  }

 private:
  static constexpr Eigen::Index block_rows = 512;

  Scalar power_of_two_scale(const Scalar* column, Eigen::Index n, Eigen::Index j) const {
    using std::abs;
    Scalar largest(0);
    bool finite = true;
    if constexpr (std::is_floating_point_v<Scalar>) {  // vectorised
      largest = vector::Map(column, n).cwiseAbs().template maxCoeff<Eigen::PropagateNaN>();
      finite = largest <= (std::numeric_limits<Scalar>::max)();
    } else {
      for (Eigen::Index i = 0; i < n; ++i) {
        const Scalar a = abs(column[i]);
        finite = finite && a <= (std::numeric_limits<Scalar>::max)();
        largest = a > largest ? a : largest;
      }
    }
    if (!finite) {
      require_finite("least_squares", text("column ", j + 1),
                     std::span<const Scalar>(column, to_size(n)));
    }
    return scale_to_one<Scalar>(binary_exponent(std::span<const Scalar>(&largest, 1)));
  }

  void factorise(const matrix& x) {
    using std::sqrt;
    const Eigen::Index k = rank();
    const Eigen::Index blocks = (rows_ + block_rows - 1) / block_rows;
    reflectors_.resize(rows_, k);
    factors_.setZero(k, blocks);
    triangle_.setZero(k, k);
    for (Eigen::Index start = 0, b = 0; start < rows_; start += block_rows, ++b) {
      const Eigen::Index m = (std::min)(block_rows, rows_ - start);
      for (Eigen::Index j = 0; j < k; ++j) {
        reflectors_.col(j).segment(start, m) =
            x.col(kept_[to_size(j)]).segment(start, m) * scale_[j];
      }
      for (Eigen::Index j = 0; j < k; ++j) {
        auto v = reflectors_.col(j).segment(start, m);
        const Scalar tail = v.squaredNorm();
        if (tail == Scalar(0)) continue;
        const Scalar top = triangle_(j, j);
        const Scalar norm = sqrt(top * top + tail);
        const Scalar beta = top > Scalar(0) ? Scalar(-norm) : norm;
        const Scalar pivot = top - beta;
        v /= pivot;
        factors_(j, b) = -pivot / beta;
        triangle_(j, j) = beta;
        for (Eigen::Index l = j + 1; l < k; ++l) {
          auto other = reflectors_.col(l).segment(start, m);
          const Scalar w = factors_(j, b) * (triangle_(j, l) + v.dot(other));
          triangle_(j, l) -= w;
          other -= w * v;
        }
      }
    }
  }

  // Walks the columns of R; a column whose part outside the span of those kept is too short goes.
  std::vector<dropped_column> find_collinear() const {
    using std::abs;
    using std::sqrt;
    const Eigen::Index k = rank();
    const double tolerance = rank_tolerance<Scalar>(rows_);
    std::vector<dropped_column> found;
    matrix r = triangle_;
    Eigen::Index depth = 0;  // rows of r used up by the columns kept
    for (Eigen::Index j = 0; j < k; ++j) {
      const Scalar whole = triangle_.col(j).norm();
      const Scalar tail = depth < k ? Scalar(r.col(j).tail(k - depth).norm()) : Scalar(0);
      const double ratio = whole > Scalar(0) ? static_cast<double>(tail / whole) : 0.0;
      if (ratio <= tolerance || depth >= rows_) {
        found.push_back({kept_[to_size(j)], ratio});
        continue;
      }
      if (depth != j) {  // rotate the column's tail into row `depth`
        vector v = r.col(j).tail(k - depth);
        v[0] += v[0] > Scalar(0) ? tail : Scalar(-tail);
        const Scalar length = v.squaredNorm();
        for (Eigen::Index l = j; l < k; ++l) {
          auto part = r.col(l).tail(k - depth);
          const Scalar w = Scalar(2) * v.dot(part) / length;
          part -= w * v;
        }
      }
      ++depth;
    }
    return found;
  }

  void invert_triangle() {
    using std::abs;
    const Eigen::Index k = rank();
    inverse_.setZero(k, k);
    for (Eigen::Index j = 0; j < k; ++j) {
      inverse_(j, j) = Scalar(1) / triangle_(j, j);
      for (Eigen::Index i = j - 1; i >= 0; --i) {
        Scalar sum(0);
        for (Eigen::Index m = i + 1; m <= j; ++m) sum += triangle_(i, m) * inverse_(m, j);
        inverse_(i, j) = -sum / triangle_(i, i);
      }
    }
    double norm = 0;
    double inverse_norm = 0;
    for (Eigen::Index j = 0; j < k; ++j) {
      const Scalar length = triangle_.col(j).norm();
      norm = (std::max)(norm, static_cast<double>(triangle_.col(j).cwiseAbs().sum() / length));
      Scalar sum(0);
      for (Eigen::Index i = 0; i <= j; ++i) {
        sum += Scalar(abs(inverse_(i, j))) * Scalar(triangle_.col(i).norm());
      }
      inverse_norm = (std::max)(inverse_norm, static_cast<double>(sum));
    }
    condition_ = k == 0 ? 1 : norm * inverse_norm;
  }

  Eigen::Index rows_;
  least_squares_options options_;
  std::vector<Eigen::Index> kept_;
  std::vector<dropped_column> dropped_;
  vector scale_;       // powers of two, one a kept column
  matrix reflectors_;  // (n x kept), the v of each block
  matrix factors_;     // (kept x blocks)
  matrix triangle_;    // R of the scaled columns
  matrix inverse_;     // its inverse
  double condition_ = 1;
};

/// The factor of a matrix whose columns must be independent.
/// @param names  of the columns; those beyond them go by their number
/// @throws argument_error         as checked_qr
/// @throws rank_deficiency_error  a column that those before it determine
template <class Scalar>
[[nodiscard]] checked_qr<Scalar> full_rank_qr(const char* function, const dense_matrix<Scalar>& x,
                                              const std::vector<std::string>& names) {
  checked_qr<Scalar> qr(x);
  if (!qr.dropped().empty()) {
    const auto column = to_size(qr.dropped().front().column);
    throw rank_deficiency_error(
        text(function, ": ", column < names.size() ? names[column] : text("column ", column + 1),
             " is determined by the columns before it"));
  }
  return qr;
}

/// Ordinary least squares: b = argmin ||y - X b||.
///
/// @param x  (n x k), finite, at least one row; @param y  (n), finite
/// @return   coefficients of the kept columns, residuals, (X'X)^-1, what was dropped
/// @throws argument_error  shapes, values that are not finite
/// @throws rank_deficiency_error  collinear columns, when strict
/// @note  at least 12 digits on NIST's Norris, Pontius and Longley; 7 on Filip
template <class Scalar>
[[nodiscard]] least_squares_result<Scalar> least_squares(
    const dense_matrix<Scalar>& x, const dense_vector<Scalar>& y,
    const least_squares_options& options = {}) {
  require_same_size("least_squares", "the design", to_size(x.rows()), "the response",
                    to_size(y.size()));
  require_finite("least_squares", "the response",
                 std::span<const Scalar>(y.data(), to_size(y.size())));
  checked_qr<Scalar> qr(x, options);
  least_squares_result<Scalar> result;
  result.kept = qr.kept();
  result.dropped = qr.dropped();
  result.condition = qr.condition();
  result.inverse_gram = qr.inverse_gram();
  const dense_matrix<Scalar>* design = &x;
  dense_matrix<Scalar> kept;
  if (!result.dropped.empty()) {
    kept = qr.kept_columns(x);
    design = &kept;
  }
  result.coefficients = qr.unrefined(y);
  result.residuals = extended_residual(*design, result.coefficients, y);
  if (options.refine) {
    const dense_vector<Scalar> correction = qr.unrefined(result.residuals);
    const dense_vector<Scalar> before = result.coefficients;
    result.coefficients += correction;
    // what the rounded sum really moved, so that residuals belong to the coefficients returned
    const dense_vector<Scalar> moved = result.coefficients - before;
    result.residuals.noalias() -= *design * moved;
  }
  result.residual_sum_of_squares = result.residuals.squaredNorm();
  result.workspace = std::move(qr).release();
  return result;
}

BILATERAL_INSTANTIATE(class checked_qr<double>)
BILATERAL_INSTANTIATE(least_squares_result<double> least_squares(const dense_matrix<double>&,
                                                                 const dense_vector<double>&,
                                                                 const least_squares_options&))

}  // namespace bilateral
