#pragma once
/// Least squares row by row: orthogonal updates of a triangle, for several samples at once.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/dense.hpp>

#include <cstddef>
#include <vector>

namespace bilateral {

/// Triangular least squares that takes one row at a time, without square roots: R = D^(1/2) U with U
/// unit upper triangular; k^2 operations a row. Each lane is a sample of its own. A row that adds a
/// direction not seen before leaves no residual, so that the recursion starts from no rows.
/// @see  Gentleman (1974), Applied Statistics 23, algorithm AS 75
template <class Scalar, int Lanes = 1>
class recursive_least_squares {
 public:
  using lane = Eigen::Array<Scalar, Lanes, 1>;

  explicit recursive_least_squares(Eigen::Index k)
      : k_(k),
        diagonal_(to_size(k)),
        triangle_(to_size(k * (k - 1) / 2)),
        rotated_(to_size(k)),
        row_(to_size(k)) {
    clear();
  }

  /// No rows.
  void clear() {
    for (auto& a : diagonal_) a.setZero();
    for (auto& a : triangle_) a.setZero();
    for (auto& a : rotated_) a.setZero();
    rss_.setZero();
  }

  /// Adds the row x (k values), y with a weight of 0 or 1 by lane.
  void include(const Scalar* x, Scalar y, const lane& weight) {
    for (std::size_t c = 0; c < row_.size(); ++c) row_[c].setConstant(x[c]);
    include_row(lane::Constant(y), weight);
  }

  /// The row to be added by include_row, one array a column: each lane may have a row of its own.
  [[nodiscard]] std::vector<lane, Eigen::aligned_allocator<lane>>& row() { return row_; }
  void include_row(lane response, lane weight, std::size_t first = 0) {
    const std::size_t k = row_.size();
    std::size_t at = first * k - first * (first + 1) / 2;
    for (std::size_t c = first; c < k; ++c) {
      const lane xc = row_[c];
      const lane d = diagonal_[c];
      const lane wx = weight * xc;
      const lane total = d + wx * xc;
      const lane inverse = (total > Scalar(0)).select(lane::Constant(Scalar(1)) / total, Scalar(0));
      const lane keep = (total > Scalar(0)).select(d * inverse, Scalar(1));
      const lane move = wx * inverse;
      diagonal_[c] = total;
      for (std::size_t j = c + 1; j < k; ++j, ++at) {
        const lane u = triangle_[at];
        const lane v = row_[j];
        row_[j] = v - xc * u;
        triangle_[at] = keep * u + move * v;
      }
      const lane t = rotated_[c];
      rotated_[c] = keep * t + move * response;
      response -= xc * t;
      weight *= keep;
    }
    weight_ = weight;
    residual_ = response;
    rss_ += weight * response * response;
  }

  /// Adds all rows of another sample: its triangle stands for them.
  void include(const recursive_least_squares& other) {
    std::size_t at = 0;
    for (std::size_t c = 0; c < row_.size(); ++c) {
      row_[c].setOnes();
      for (std::size_t j = c + 1; j < row_.size(); ++j, ++at) row_[j] = other.triangle_[at];
      include_row(other.rotated_[c], other.diagonal_[c], c);
    }
    rss_ += other.rss_;
  }

  /// Residual sum of squares of the rows so far.

  [[nodiscard]] const lane& rss() const { return rss_; }

  /// Prediction error y - x'b of the last row with b from the rows before it, and 1 / (1 + x'Px),
  /// P = (X'X)^-1 of those rows; the weight is 0 where the row adds a new direction.
  [[nodiscard]] const lane& prediction_error() const { return residual_; }
  [[nodiscard]] const lane& weight() const { return weight_; }

  /// Coefficients of one lane; those of directions not seen yet are zero.
  [[nodiscard]] dense_vector<Scalar> coefficients(int l = 0) const {
    dense_vector<Scalar> b(k_);
    for (Eigen::Index i = k_ - 1; i >= 0; --i) {
      Scalar sum = rotated_[to_size(i)][l];
      for (Eigen::Index j = i + 1; j < k_; ++j) sum -= unit_triangle(i, j, l) * b[j];
      b[i] = sum;
    }
    return b;
  }

  /// D and the elements of U above the diagonal, row by row; U^-1 y's coefficients rotated.
  [[nodiscard]] const lane& diagonal(std::size_t c) const { return diagonal_[c]; }
  [[nodiscard]] const lane& above(std::size_t i, std::size_t j) const {
    return triangle_[i * to_size(k_) - i * (i + 1) / 2 + j - i - 1];
  }
  [[nodiscard]] const lane& rotated(std::size_t c) const { return rotated_[c]; }

  /// (X'X)^-1 of one lane. @throws numerical_error  fewer directions than columns
  [[nodiscard]] dense_matrix<Scalar> inverse_gram(int l = 0) const {
    dense_matrix<Scalar> inverse = dense_matrix<Scalar>::Zero(k_, k_);  // of U
    for (Eigen::Index j = 0; j < k_; ++j) {
      if (!(diagonal_[to_size(j)][l] > Scalar(0))) {
        throw numerical_error(text("recursive_least_squares: column ", j + 1,
                                   " is determined by the columns before it"));
      }
      inverse(j, j) = Scalar(1);
      for (Eigen::Index i = j - 1; i >= 0; --i) {
        Scalar sum(0);
        for (Eigen::Index m = i + 1; m <= j; ++m) sum += unit_triangle(i, m, l) * inverse(m, j);
        inverse(i, j) = -sum;
      }
    }
    dense_matrix<Scalar> g(k_, k_);
    for (Eigen::Index i = 0; i < k_; ++i) {
      for (Eigen::Index j = i; j < k_; ++j) {
        Scalar sum(0);
        for (Eigen::Index m = j; m < k_; ++m) {
          sum += inverse(i, m) * inverse(j, m) / diagonal_[to_size(m)][l];
        }
        g(i, j) = g(j, i) = sum;
      }
    }
    return g;
  }

 private:
  [[nodiscard]] Scalar unit_triangle(Eigen::Index i, Eigen::Index j, int l) const {
    if (i == j) return Scalar(1);
    return triangle_[to_size(i * k_ - i * (i + 1) / 2 + j - i - 1)][l];
  }

  Eigen::Index k_;
  std::vector<lane, Eigen::aligned_allocator<lane>> diagonal_, triangle_, rotated_, row_;
  lane rss_ = lane::Zero();
  lane residual_ = lane::Zero();
  lane weight_ = lane::Zero();
};

}  // namespace bilateral
