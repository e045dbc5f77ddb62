#pragma once
/// Inverse of a positive semi-definite matrix that may be singular, at the cost of a Cholesky factor.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/dense.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>
#include <vector>

namespace bilateral {

/// A generalised inverse and the rank.
template <class Scalar>
struct semidefinite_inverse_result {
  dense_matrix<Scalar> inverse;    ///< (n x n) G with S G S = S: zero in the rows left out
  std::vector<Eigen::Index> kept;  ///< rows that the ones before them do not determine
  [[nodiscard]] Eigen::Index rank() const { return std::ssize(kept); }
};

namespace detail {

// Cholesky factor of the kept rows, in place of the lower triangle's first columns
template <class Scalar>
class skipping_cholesky {
 public:
  skipping_cholesky(dense_matrix<Scalar> s, const dense_vector<Scalar>& scale, double tolerance)
      : s_(std::move(s)), scale_(scale), tolerance_(tolerance) {
    const Eigen::Index n = s_.rows();
    for (Eigen::Index first = 0; first < n; first += block) {
      eliminate(first, (std::min)(block, n - first));
    }
  }

  semidefinite_inverse_result<Scalar> inverse() {
    const auto r = std::ssize(kept_);
    dense_matrix<Scalar> l = dense_matrix<Scalar>::Zero(r, r);
    for (Eigen::Index j = 0; j < r; ++j) {
      for (Eigen::Index i = j; i < r; ++i) l(i, j) = s_(row(i), row(j));
    }
    invert(l);
    dense_matrix<Scalar> reduced = dense_matrix<Scalar>::Zero(r, r);
    for (Eigen::Index first = 0; first < r;
         first += wide) {  // L^-T L^-1, rows of L^-1 a block at a time
      const Eigen::Index m = (std::min)(wide, r - first);
      const Eigen::Index to = first + m;
      reduced.topLeftCorner(to, to).template selfadjointView<Eigen::Lower>().rankUpdate(
          l.block(first, 0, m, to).transpose());
    }
    semidefinite_inverse_result<Scalar> out;
    out.inverse = dense_matrix<Scalar>::Zero(s_.rows(), s_.rows());
    for (Eigen::Index j = 0; j < r; ++j) {
      for (Eigen::Index i = j; i < r; ++i) {
        out.inverse(row(i), row(j)) = out.inverse(row(j), row(i)) = reduced(i, j);
      }
    }
    out.kept = std::move(kept_);
    return out;
  }

 private:
  static constexpr Eigen::Index block = 64, wide = 256;

  [[nodiscard]] Eigen::Index row(Eigen::Index i) const { return kept_[to_size(i)]; }

  // the columns first .. first + m: factored, and their part taken from what follows
  void eliminate(Eigen::Index first, Eigen::Index m) {
    using std::sqrt;
    const Eigen::Index n = s_.rows();
    const Eigen::Index next = first + m;
    std::vector<Eigen::Index> here;
    for (Eigen::Index j = first; j < next; ++j) {
      if (!(s_(j, j) > Scalar(tolerance_) * scale_[j])) continue;
      const Scalar pivot = sqrt(s_(j, j));
      s_(j, j) = pivot;
      s_.col(j).segment(j + 1, next - j - 1) /= pivot;
      for (Eigen::Index k = j + 1; k < next; ++k) {
        s_.col(k).segment(k, next - k) -= s_(k, j) * s_.col(j).segment(k, next - k);
      }
      here.push_back(j);
    }
    const auto r = std::ssize(here);
    if (r > 0 && next < n) {
      dense_matrix<Scalar> below(n - next, r);
      dense_matrix<Scalar> corner = dense_matrix<Scalar>::Zero(r, r);
      for (Eigen::Index j = 0; j < r; ++j) {
        below.col(j) = s_.col(here[std::size_t(j)]).tail(n - next);
        for (Eigen::Index i = j; i < r; ++i)
          corner(i, j) = s_(here[std::size_t(i)], here[std::size_t(j)]);
      }
      corner.template triangularView<Eigen::Lower>()
          .transpose()
          .template solveInPlace<Eigen::OnTheRight>(below);
      for (Eigen::Index j = 0; j < r; ++j)
        s_.col(here[std::size_t(j)]).tail(n - next) = below.col(j);
      s_.bottomRightCorner(n - next, n - next)
          .template selfadjointView<Eigen::Lower>()
          .rankUpdate(below, Scalar(-1));
    }
    kept_.insert(kept_.end(), here.begin(), here.end());
  }

  // lower triangle to its inverse, halves at a time
  static void invert(Eigen::Ref<dense_matrix<Scalar>> l) {
    const Eigen::Index n = l.rows();
    if (n <= block) {
      for (Eigen::Index j = 0; j < n; ++j) {
        l(j, j) = Scalar(1) / l(j, j);
        for (Eigen::Index i = j + 1; i < n; ++i) {
          Scalar sum(0);
          for (Eigen::Index k = j; k < i; ++k) sum -= l(i, k) * l(k, j);
          l(i, j) = sum / l(i, i);
        }
      }
      return;
    }
    const Eigen::Index h = n / 2;
    invert(l.topLeftCorner(h, h));
    const dense_matrix<Scalar> middle =
        l.bottomLeftCorner(n - h, h) *
        l.topLeftCorner(h, h).template triangularView<Eigen::Lower>();
    l.bottomLeftCorner(n - h, h) = -middle;
    invert(l.bottomRightCorner(n - h, n - h));
    const dense_matrix<Scalar> left =
        l.bottomRightCorner(n - h, n - h).template triangularView<Eigen::Lower>() *
        l.bottomLeftCorner(n - h, h);
    l.bottomLeftCorner(n - h, h) = left;
  }

  dense_matrix<Scalar> s_;
  dense_vector<Scalar> scale_;
  double tolerance_;
  std::vector<Eigen::Index> kept_;
};

}  // namespace detail

/// A generalised inverse of S: the inverse over the rows that the ones before them do not determine,
/// zero elsewhere.
///
/// @param s          (n x n), symmetric, positive semi-definite; the lower triangle is read
/// @param scale      (n) size against which a pivot is judged; empty is the diagonal
/// @param tolerance  a pivot below this share of its scale is zero
/// @note  n^3 operations in all, by blocks. Exact where the answer asked of it does not depend on the
///        choice of the generalised inverse, as v'Gv of v in the range of S.
/// @see   Healy (1968), Applied Statistics 17(2), algorithm AS 7 (a generalised inverse by Cholesky)
template <class Scalar>
[[nodiscard]] semidefinite_inverse_result<Scalar> semidefinite_inverse(
    dense_matrix<Scalar> s, const dense_vector<Scalar>& scale = {}, double tolerance = 1e-10) {
  require(s.rows() == s.cols(), "semidefinite_inverse", "the matrix is ", s.rows(), " x ",
          s.cols());
  require(scale.size() == 0 || scale.size() == s.rows(), "semidefinite_inverse", "scale has ",
          scale.size(), " entries for ", s.rows(), " rows");
  const dense_vector<Scalar> against = scale.size() > 0 ? scale : s.diagonal().eval();
  return detail::skipping_cholesky<Scalar>(std::move(s), against, tolerance).inverse();
}

}  // namespace bilateral
