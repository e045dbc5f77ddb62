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

namespace detail {

// beta spanned by the first eigenvectors, its first r rows I: b (top of b)^-1
template <class Scalar>
dense_matrix<Scalar> normalised_relations(const dense_matrix<Scalar>& eigenvectors,
                                          const dense_matrix<Scalar>& s11, int rank) {
  // in units of each level's spread, so that the rank decision does not depend on the units
  const dense_vector<Scalar> spread = s11.diagonal().cwiseSqrt();
  const dense_matrix<Scalar> b = spread.asDiagonal() * eigenvectors.leftCols(rank);
  const checked_qr<Scalar> corner(b.topRows(rank).transpose().eval());
  if (corner.rank() < rank) {
    throw numerical_error(
        text("vecm: ", rank == 1 ? "the first variable does" : "the first variables do",
             " not identify the cointegrating vectors; put others first"));
  }
  dense_matrix<Scalar> beta(b.rows(), rank);  // through its transpose top^-T b'
  for (Eigen::Index i = 0; i < b.rows(); ++i) {
    beta.row(i) = corner.unrefined(b.row(i).transpose().eval()).transpose();
  }
  beta = (spread.cwiseInverse().asDiagonal() * beta * spread.head(rank).asDiagonal()).eval();
  beta.topRows(rank).setIdentity();
  return beta;
}

// alpha, Gamma and Phi given beta with their errors: every equation by least squares on
// Z = (levels beta, short run)
template <class Scalar>
void fit_equations(vecm_result<Scalar>& out, const vecm_design<Scalar>& design) {
  const Eigen::Index k = design.differences.cols(), m = design.short_run.cols();
  dense_matrix<Scalar> z(design.levels.rows(), out.rank + m);
  z << design.levels * out.beta, design.short_run;
  std::vector<std::string> names(std::size_t(out.rank), "a relation");
  names.insert(names.end(), design.short_run_names.begin(), design.short_run_names.end());
  const auto qr = full_rank_qr("vecm", z, names);
  dense_matrix<Scalar> coefficients(out.rank + m, k);
  out.residuals.resize(z.rows(), k);
  for (Eigen::Index j = 0; j < k; ++j) {
    const dense_vector<Scalar> target = design.differences.col(j);
    const dense_vector<Scalar> c = qr.solve(z, target);
    coefficients.col(j) = c;
    out.residuals.col(j) = target - z * c;
  }
  out.residual_covariance =
      out.residuals.transpose() * out.residuals / Scalar(double(out.observations));
  out.alpha = coefficients.topRows(out.rank).transpose();
  out.short_run = coefficients.bottomRows(m).transpose();
  const dense_vector<Scalar> inverse = qr.inverse_gram().diagonal();
  const dense_vector<Scalar> variances = out.residual_covariance.diagonal();
  const dense_matrix<Scalar> errors = (variances * inverse.transpose()).cwiseSqrt();
  out.alpha_errors = errors.leftCols(out.rank);
  out.short_run_errors = errors.rightCols(m);
}

// errors of the free rows b of beta, or none where alpha' Sigma^-1 alpha is singular; Sigma = L L'
template <class Scalar>
std::optional<dense_matrix<Scalar>> free_relation_errors(const vecm_result<Scalar>& fit,
                                                         const dense_matrix<Scalar>& sigma_root,
                                                         const dense_matrix<Scalar>& level_root) {
  const dense_matrix<Scalar> half = solve_lower<Scalar>(sigma_root, fit.alpha);
  const checked_qr<Scalar> loadings(half);
  if (loadings.rank() != fit.rank) return std::nullopt;
  // S11 = L L': its lower right block needs all of the last rows of L
  const dense_matrix<Scalar> rows = level_root.bottomRows(fit.beta.rows() - fit.rank).transpose();
  const dense_vector<Scalar> levels =
      checked_qr<Scalar>(rows).inverse_gram().diagonal() / Scalar(double(fit.observations));
  const dense_vector<Scalar> weights = loadings.inverse_gram().diagonal();
  return dense_matrix<Scalar>((levels * weights.transpose()).cwiseSqrt());
}

// errors of beta: 0 in the rows that are normalised, NaN with a note where the others have none
template <class Scalar>
void add_relation_errors(vecm_result<Scalar>& out, const dense_matrix<Scalar>& sigma_root,
                         const dense_matrix<Scalar>& level_root) {
  out.beta_errors = dense_matrix<Scalar>::Zero(out.beta.rows(), out.rank);
  const Eigen::Index free_rows = out.beta.rows() - out.rank;
  if (free_rows == 0) return;
  const auto errors = free_relation_errors(out, sigma_root, level_root);
  if (errors) {
    out.beta_errors.bottomRows(free_rows) = *errors;
  } else {
    out.beta_errors.bottomRows(free_rows).setConstant(std::numeric_limits<Scalar>::quiet_NaN());
    out.notes.push_back("alpha is rank deficient: beta has no standard errors");
  }
}

// -n/2 (k (log 2 pi + 1) + log |Sigma|), Sigma = L L'
template <class Scalar>
double system_log_likelihood(const dense_matrix<Scalar>& sigma_root, std::size_t n) {
  const double log_determinant = 2 * static_cast<double>(sigma_root.diagonal().array().log().sum());
  const double log_two_pi = std::log(2 * std::numbers::pi);
  return -static_cast<double>(n) / 2 *
         (static_cast<double>(sigma_root.rows()) * (log_two_pi + 1) + log_determinant);
}

}  // namespace detail

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
  out.beta = detail::normalised_relations(solution.eigenvectors, moments.s11, rank);
  detail::fit_equations(out, design);
  const auto root = lower_cholesky<Scalar>(out.residual_covariance, "vecm", "the residuals");
  detail::add_relation_errors(out, root, moments.root);
  out.log_likelihood = detail::system_log_likelihood(root, out.observations);
  return out;
}

}  // namespace bilateral
