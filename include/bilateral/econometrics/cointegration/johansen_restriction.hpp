#pragma once
/// Likelihood-ratio tests of restrictions on cointegrating vectors and their loadings.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/cointegration/johansen.hpp>

#include <cmath>
#include <iterator>
#include <string>

namespace bilateral {

template <class Scalar>
struct restricted_johansen_result {
  test_result test;                  ///< likelihood ratio, chi-squared
  dense_vector<Scalar> eigenvalues;  ///< of the restricted problem, descending
  dense_matrix<Scalar> beta;   ///< (k1 x r), each column divided by its first non-zero element
  dense_matrix<Scalar> alpha;  ///< (k x r)
};

namespace detail {

template <class Scalar>
void check_restriction(const char* function, const johansen_result<Scalar>& fit, int rank,
                       const dense_matrix<Scalar>& matrix, Eigen::Index rows, const char* name) {
  require(rank >= 1 && rank <= static_cast<int>(fit.names.size()), function, "the rank is ", rank,
          "; it runs from 1 to ", fit.names.size());
  require(matrix.rows() == rows && matrix.cols() >= rank && matrix.cols() <= rows, function, name,
          " is ", matrix.rows(), " x ", matrix.cols(), "; it must have ", rows, " rows and ", rank,
          " to ", rows, " columns");
  require(checked_qr<Scalar>(matrix).rank() == matrix.cols(), function, name,
          " has collinear columns");
}

template <class Scalar>
dense_matrix<Scalar> first_element_one(dense_matrix<Scalar> b, const dense_vector<Scalar>& spread) {
  for (Eigen::Index j = 0; j < b.cols(); ++j) {
    const dense_vector<Scalar> sizes = b.col(j).cwiseProduct(spread).cwiseAbs();
    for (Eigen::Index i = 0; i < b.rows(); ++i) {
      if (!(sizes[i] > Scalar(1e-9) * sizes.maxCoeff())) continue;
      b.col(j) /= Scalar(b(i, j));
      break;
    }
  }
  return b;
}

template <class Scalar>
test_result likelihood_ratio(const johansen_result<Scalar>& fit,
                             const dense_vector<Scalar>& restricted, int rank, double dof,
                             std::string null) {
  double statistic = 0;
  for (Eigen::Index i = 0; i < rank; ++i) {
    statistic += std::log1p(-static_cast<double>(restricted[i])) -
                 std::log1p(-static_cast<double>(fit.eigenvalues[i]));
  }
  statistic *= static_cast<double>(fit.observations);
  test_result t{"likelihood ratio",
                statistic,
                std::move(null),
                text("chi-squared(", dof, ")"),
                std::nullopt,
                {},
                {}};
  if (dof > 0) {
    t.p_value = chi_squared_upper_tail((std::max)(statistic, 0.0), dof);
  } else {
    t.notes.push_back("nothing is restricted");
  }
  return t;
}

}  // namespace detail

/// Tests that every cointegrating vector lies in the columns of H: beta = H phi.
///
///   LR = n sum_(i<=r) log((1 - lambda*_i) / (1 - lambda_i)), chi-squared(r (k1 - s))
///
/// @param fit  from johansen(); @param rank  r; @param h  (k1 x s), r <= s <= k1, rows as beta_names
/// @throws argument_error  rank, shape, collinear columns
/// @note  equals urca blrtest
/// @see   Johansen & Juselius (1990), Oxford Bulletin 52(2), section 5.2
template <class Scalar>
[[nodiscard]] restricted_johansen_result<Scalar> test_beta(
    const johansen_result<Scalar>& fit, int rank,
    const std::type_identity_t<dense_matrix<Scalar>>& h) {
  detail::check_restriction("test_beta", fit, rank, h, fit.beta.rows(), "H");
  const auto& s = fit.moments;
  // H'S11H = (L'H)'(L'H): a QR of L'H is the root, its Q' turns the rotated moments
  const checked_qr<Scalar> qr((s.root.transpose() * h).eval());
  dense_matrix<Scalar> root = qr.triangle().transpose();
  dense_matrix<Scalar> rotated(h.cols(), s.rotated.cols());
  for (Eigen::Index j = 0; j < rotated.cols(); ++j) {
    rotated.col(j) = qr.rotated(s.rotated.col(j).eval());
  }
  const auto solution = reduced_rank<Scalar>(s.s00, root, rotated);
  restricted_johansen_result<Scalar> out;
  out.eigenvalues = solution.eigenvalues;
  out.beta = detail::first_element_one<Scalar>(h * solution.eigenvectors.leftCols(rank),
                                               s.s11.diagonal().cwiseSqrt());
  out.alpha = s.s01 * out.beta;
  for (Eigen::Index j = 0; j < rank; ++j) {
    out.alpha.col(j) /= Scalar(out.beta.col(j).dot(s.s11 * out.beta.col(j)));
  }
  out.test = detail::likelihood_ratio(fit, solution.eigenvalues, rank,
                                      rank * static_cast<double>(h.rows() - h.cols()),
                                      text("beta = H phi, rank ", rank));
  return out;
}

/// Tests that loadings lie in the columns of A: alpha = A psi. A without row i: weak exogeneity of
/// variable i.
///
/// @param fit  from johansen(); @param rank  r; @param a  (k x m), r <= m <= k, rows as names
/// @return     LR against chi-squared(r (k - m))
/// @throws argument_error  rank, shape, collinear columns
/// @note  equals urca alrtest
/// @see   Johansen & Juselius (1990), section 5.3
template <class Scalar>
[[nodiscard]] restricted_johansen_result<Scalar> test_alpha(
    const johansen_result<Scalar>& fit, int rank,
    const std::type_identity_t<dense_matrix<Scalar>>& a) {
  const auto k = std::ssize(fit.names);
  detail::check_restriction("test_alpha", fit, rank, a, k, "A");
  const auto& s = fit.moments;
  // B: a basis of what A leaves out
  dense_matrix<Scalar> joined(k, a.cols() + k);
  joined << a, dense_matrix<Scalar>::Identity(k, k);
  const checked_qr<Scalar> basis(joined);
  dense_matrix<Scalar> b(k, k - a.cols());
  for (Eigen::Index j = a.cols(), at = 0; j < basis.rank() && at < b.cols(); ++j, ++at) {
    const dense_vector<Scalar> unit = joined.col(basis.kept()[to_size(j)]);
    b.col(at) = least_squares(a, unit).residuals;
  }
  dense_matrix<Scalar> s00 = s.s00;
  dense_matrix<Scalar> s01 = s.s01;
  dense_matrix<Scalar> s11 = s.s11;
  if (b.cols() > 0) {  // given B'dy
    const auto l =
        lower_cholesky<Scalar>((b.transpose() * s.s00 * b).eval(), "test_alpha", "the differences");
    const dense_matrix<Scalar> p0 = solve_lower<Scalar>(l, b.transpose() * s.s00);
    const dense_matrix<Scalar> p1 = solve_lower<Scalar>(l, b.transpose() * s.s01);
    s00 -= p0.transpose() * p0;
    s01 -= p0.transpose() * p1;
    s11 -= p1.transpose() * p1;
  }
  const dense_matrix<Scalar> root = lower_cholesky<Scalar>(s11, "test_alpha", "the lagged levels");
  const dense_matrix<Scalar> rotated =
      solve_lower<Scalar>(root, (a.transpose() * s01).transpose().eval());
  const auto solution = reduced_rank<Scalar>((a.transpose() * s00 * a).eval(), root, rotated);
  restricted_johansen_result<Scalar> out;
  out.eigenvalues = solution.eigenvalues;
  out.beta = detail::first_element_one<Scalar>(solution.eigenvectors.leftCols(rank),
                                               s.s11.diagonal().cwiseSqrt());
  // psi = (A'A)^-1 A' S01.b beta (beta' S11.b beta)^-1
  const dense_matrix<Scalar> loads = s01 * out.beta;
  out.alpha.resize(k, rank);
  for (Eigen::Index j = 0; j < rank; ++j) {
    const dense_vector<Scalar> load =
        loads.col(j) / Scalar(out.beta.col(j).dot(s11 * out.beta.col(j)));
    out.alpha.col(j) = a * least_squares(a, load).coefficients;
  }
  out.test = detail::likelihood_ratio(fit, solution.eigenvalues, rank,
                                      rank * static_cast<double>(k - a.cols()),
                                      text("alpha = A psi, rank ", rank));
  return out;
}

}  // namespace bilateral
