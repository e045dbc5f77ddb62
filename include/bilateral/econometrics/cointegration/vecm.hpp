#pragma once
/// Vector error-correction models of a given cointegration rank.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/cointegration/johansen.hpp>

#include <cmath>
#include <limits>
#include <numbers>
#include <optional>
#include <string>
#include <vector>

namespace bilateral {

template <class Scalar>
struct vecm_result {
  std::vector<std::string> names;            ///< (k) equations
  std::vector<std::string> beta_names;       ///< (k1)
  std::vector<std::string> short_run_names;  ///< (m): deterministic terms, then d.L1.y ...
  int rank = 0;
  dense_matrix<Scalar> beta, beta_errors;    ///< (k1 x r); first r rows I, errors 0; NaN: none
  dense_matrix<Scalar> alpha, alpha_errors;  ///< (k x r)
  dense_matrix<Scalar> short_run, short_run_errors;  ///< (k x m), row = equation
  dense_matrix<Scalar> residual_covariance;          ///< (k x k), divided by n
  dense_matrix<Scalar> residuals;                    ///< (n x k)
  double log_likelihood = 0;
  std::size_t observations = 0;
  std::vector<std::string> notes;
};

/// VECM by maximum likelihood with rank r, beta normalised to beta' = [I_r, b'].
///
///   dy_t = alpha beta' [y_(t-1); d_r] + sum_(i<K) Gamma_i dy_(t-i) + Phi d_u + e_t
///   V(alpha, Gamma, Phi) = (Z Z')^-1 x Sigma, Z = (beta'y_(t-1), short run)
///   V(b) = (R R')^-1 x (alpha' Sigma^-1 alpha)^-1, R the residuals of the other k1 - r levels
///
/// @param y, names, options  as for johansen(); @param rank  1..k (k needs no normalisation)
/// @return  standard errors asymptotic, Sigma divided by n; t ratios are normal
/// @throws argument_error  rank; numerical_error  the first r variables do not identify beta
/// @note  equals JMulTi and statsmodels VECM (k_ar_diff = K - 1); the order of the variables is
///        part of the normalisation
/// @see   Lutkepohl (2005), New Introduction to Multiple Time Series Analysis, 7.2
/// Example: vecm(y, {"inflation", "interest"}, 1, {.lags = 4})
template <class Scalar>
[[nodiscard]] vecm_result<Scalar> vecm(
    const dense_matrix<Scalar>& y, const std::vector<std::string>& names, int rank,
    const std::type_identity_t<johansen_options<Scalar>>& options = {}) {
  const auto design = vecm_design_of<Scalar>("vecm", y, names, options);
  const Eigen::Index k = y.cols();
  require(rank >= 1 && rank <= k, "vecm", "the rank is ", rank, "; it runs from 1 to ", k);
  const auto moments = moments_of(design);
  const auto solution = reduced_rank(moments.s00, moments.root, moments.rotated);
  vecm_result<Scalar> out;
  out.names = names;
  out.beta_names = design.level_names;
  out.short_run_names = design.short_run_names;
  out.rank = rank;
  out.observations = to_size(design.differences.rows());
  // in units of each level's spread, so that the rank decision does not depend on the units
  const dense_vector<Scalar> spread = moments.s11.diagonal().cwiseSqrt();
  const dense_matrix<Scalar> b = spread.asDiagonal() * solution.eigenvectors.leftCols(rank);
  const checked_qr<Scalar> corner(b.topRows(rank).transpose().eval());
  if (corner.rank() < rank) {
    throw numerical_error(
        text("vecm: ", rank == 1 ? "the first variable does" : "the first variables do",
             " not identify the cointegrating vectors; put others first"));
  }
  out.beta.resize(b.rows(), rank);  // b top^-1, through its transpose top^-T b'
  for (Eigen::Index i = 0; i < b.rows(); ++i) {
    out.beta.row(i) = corner.unrefined(b.row(i).transpose().eval()).transpose();
  }
  out.beta =
      (spread.cwiseInverse().asDiagonal() * out.beta * spread.head(rank).asDiagonal()).eval();
  out.beta.topRows(rank).setIdentity();

  const Eigen::Index m = design.short_run.cols();
  dense_matrix<Scalar> z(design.levels.rows(), rank + m);
  z << design.levels * out.beta, design.short_run;
  const checked_qr<Scalar> qr(z);
  if (!qr.dropped().empty()) {
    const auto at = qr.dropped().front().column - rank;
    throw rank_deficiency_error(
        text("vecm: ", at < 0 ? std::string("a relation") : design.short_run_names[to_size(at)],
             " is determined by the terms before it"));
  }
  dense_matrix<Scalar> coefficients(rank + m, k);
  out.residuals.resize(z.rows(), k);
  for (Eigen::Index j = 0; j < k; ++j) {
    const dense_vector<Scalar> target = design.differences.col(j);
    const dense_vector<Scalar> c = qr.solve(z, target);
    coefficients.col(j) = c;
    out.residuals.col(j) = target - z * c;
  }
  const Scalar n(double(out.observations));
  out.residual_covariance = out.residuals.transpose() * out.residuals / n;
  out.alpha = coefficients.topRows(rank).transpose();
  out.short_run = coefficients.bottomRows(m).transpose();
  const dense_vector<Scalar> inverse = qr.inverse_gram().diagonal();
  const dense_vector<Scalar> variances = out.residual_covariance.diagonal();
  const dense_matrix<Scalar> errors = (variances * inverse.transpose()).cwiseSqrt();
  out.alpha_errors = errors.leftCols(rank);
  out.short_run_errors = errors.rightCols(m);

  const auto l = lower_cholesky<Scalar>(out.residual_covariance, "vecm", "the residuals");
  const dense_matrix<Scalar> half = solve_lower<Scalar>(l, out.alpha);
  const checked_qr<Scalar> loadings(half);
  out.beta_errors = dense_matrix<Scalar>::Zero(b.rows(), rank);
  if (loadings.rank() == rank && b.rows() > rank) {
    // S11 = L L': its lower right block needs all of the last rows of L
    const Eigen::Index rest = b.rows() - rank;
    const dense_matrix<Scalar> rows = moments.root.bottomRows(rest).transpose();
    const dense_vector<Scalar> levels = checked_qr<Scalar>(rows).inverse_gram().diagonal() / n;
    const dense_vector<Scalar> weights = loadings.inverse_gram().diagonal();
    out.beta_errors.bottomRows(rest) = (levels * weights.transpose()).cwiseSqrt();
  } else if (b.rows() > rank) {
    out.beta_errors.bottomRows(b.rows() - rank)
        .setConstant(std::numeric_limits<Scalar>::quiet_NaN());
    out.notes.push_back("alpha is rank deficient: beta has no standard errors");
  }
  const double log_determinant = 2 * static_cast<double>(l.diagonal().array().log().sum());
  const double log_two_pi = std::log(2 * std::numbers::pi);
  out.log_likelihood = -static_cast<double>(out.observations) / 2 *
                       (static_cast<double>(k) * (log_two_pi + 1) + log_determinant);
  return out;
}

}  // namespace bilateral
