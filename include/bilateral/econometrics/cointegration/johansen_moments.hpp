#pragma once
/// Moments of a cointegrated system after its short-run terms, and the reduced-rank problem in them.

#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/cointegration/vecm_design.hpp>
#include <bilateral/numeric/cholesky.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/numeric/symmetric_eigen.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace bilateral {

/// Moments of the residuals of dy (0) and the lagged levels (1) on the short-run terms, each / n.
template <class Scalar>
struct johansen_moments {
  dense_matrix<Scalar> s00, s01, s11;
  dense_matrix<Scalar> root;     ///< lower triangle L with L L' = S11
  dense_matrix<Scalar> rotated;  ///< L^-1 S10
};

namespace detail {

// S_ij of (Z0, Z1) after Z2, from residuals of a Householder QR.
template <class Scalar>
johansen_moments<Scalar> careful_moments(const vecm_design<Scalar>& d) {
  using std::sqrt;
  dense_matrix<Scalar> r0 = d.differences;
  dense_matrix<Scalar> r1 = d.levels;
  if (d.short_run.cols() > 0) {
    const checked_qr<Scalar> qr(d.short_run);
    const dense_matrix<Scalar> kept = qr.kept_columns(d.short_run);
    for (dense_matrix<Scalar>* r : {&r0, &r1}) {
      for (Eigen::Index j = 0; j < r->cols(); ++j) {
        const dense_vector<Scalar> target = r->col(j);
        const dense_vector<Scalar> once = target - kept * qr.unrefined(target);
        r->col(j) = once - kept * qr.unrefined(once);
      }
    }
  }
  const Scalar scale = sqrt(Scalar(1) / Scalar(double(d.differences.rows())));
  r0 *= scale;
  r1 *= scale;
  const checked_qr<Scalar> levels(r1);
  if (levels.rank() < r1.cols()) {
    throw numerical_error(
        text("johansen: ", d.level_names[to_size(levels.dropped().front().column)],
             " is determined by the other levels and the short-run terms"));
  }
  johansen_moments<Scalar> s;
  s.root = levels.triangle().transpose();
  s.rotated.resize(r1.cols(), r0.cols());
  for (Eigen::Index j = 0; j < r0.cols(); ++j) {
    s.rotated.col(j) = levels.rotated(r0.col(j).eval());
  }
  for (Eigen::Index j = 0; j < s.root.cols(); ++j) {  // diagonal above zero
    if (s.root(j, j) > Scalar(0)) continue;
    s.root.col(j) *= Scalar(-1);
    s.rotated.row(j) *= Scalar(-1);
  }
  s.s00 = r0.transpose() * r0;
  s.s01 = r0.transpose() * r1;
  s.s11 = r1.transpose() * r1;
  return s;
}

// Lower triangle of z' z; with a constant in column 0 the others are centred first: nothing changes
// but the rounding.
template <class Scalar>
dense_matrix<Scalar> moment_matrix(dense_matrix<Scalar> z, bool constant) {
  const Eigen::Index n = z.rows();
  const Eigen::Index all = z.cols();
  if (constant) {
    for (Eigen::Index j = 1; j < all; ++j) z.col(j).array() -= z.col(j).mean();
  }
  dense_matrix<Scalar> g = dense_matrix<Scalar>::Zero(all, all);
  constexpr Eigen::Index block = 256;  // rows that stay in cache
  for (Eigen::Index start = 0; start < n; start += block) {
    const auto part = z.middleRows(start, (std::min)(block, n - start));
    for (Eigen::Index j = 0; j < all; ++j) {
      for (Eigen::Index i = j; i < all; ++i) g(i, j) += part.col(i).dot(part.col(j));
    }
  }
  return g;
}

}  // namespace detail

/// Moments of a system: of short samples by Householder QR, of long ones from one centred moment
/// matrix and its Cholesky factor in the order Z2, Z1, Z0; a pivot below 1e-5 of its column hands over
/// to the careful way.
///
/// @throws numerical_error  a level is determined by the others and the short-run terms
/// @see    Johansen (1995), Likelihood-based Inference in Cointegrated VAR Models, 6.1
template <class Scalar>
[[nodiscard]] johansen_moments<Scalar> moments_of(const vecm_design<Scalar>& d) {
  using std::sqrt;
  const Eigen::Index n = d.differences.rows();
  const Eigen::Index k = d.differences.cols();
  const Eigen::Index k1 = d.levels.cols();
  const Eigen::Index m = d.short_run.cols();
  if (n < 1000) return detail::careful_moments(d);
  dense_matrix<Scalar> z(n, m + k1 + k);
  z << d.short_run, d.levels, d.differences;
  const bool constant = m > 0 && d.short_run_names.front() == intercept_name;
  auto l =
      cholesky_above<Scalar>(detail::moment_matrix<Scalar>(std::move(z), constant), Scalar(1e-5));
  if (!l) return detail::careful_moments(d);
  *l *= sqrt(Scalar(1) / Scalar(double(n)));
  johansen_moments<Scalar> s;
  s.root = l->block(m, m, k1, k1);
  const dense_matrix<Scalar> cross = l->block(m + k1, m, k, k1);
  const dense_matrix<Scalar> own = l->block(m + k1, m + k1, k, k);
  s.rotated = cross.transpose();
  s.s00 = own * own.transpose() + cross * cross.transpose();
  s.s01 = cross * s.root.transpose();
  s.s11 = s.root * s.root.transpose();
  return s;
}

/// Solution of a reduced-rank regression.
template <class Scalar>
struct reduced_rank_solution {
  dense_vector<Scalar> eigenvalues;   ///< descending
  dense_matrix<Scalar> eigenvectors;  ///< V' S11 V = I, columns in the same order
};

/// |lambda S11 - S10 S00^-1 S01| = 0 as the symmetric problem B S00^-1 B' with B = L^-1 S10.
///
/// @param root     lower triangle L with L L' = S11; @param rotated  B
/// @throws numerical_error  S00 is singular
template <class Scalar>
[[nodiscard]] reduced_rank_solution<Scalar> reduced_rank(const dense_matrix<Scalar>& s00,
                                                         const dense_matrix<Scalar>& root,
                                                         const dense_matrix<Scalar>& rotated) {
  const auto l0 = lower_cholesky<Scalar>(s00, "johansen", "the differences");
  const dense_matrix<Scalar> w = solve_lower<Scalar>(l0, rotated.transpose().eval());  // k x k1
  const auto eigen = symmetric_eigen<Scalar>((w.transpose() * w).eval());
  reduced_rank_solution<Scalar> out;
  out.eigenvalues = eigen.values.reverse().cwiseMax(Scalar(0));
  out.eigenvectors = solve_lower_transposed<Scalar>(root, eigen.vectors.rowwise().reverse().eval());
  return out;
}

}  // namespace bilateral
