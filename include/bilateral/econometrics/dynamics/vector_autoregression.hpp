#pragma once
/// Vector autoregressions by least squares, and their order.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/econometrics/estimator/lagged_columns.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/numeric/scale.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

template <class Scalar>
struct vector_autoregression_options {
  int lags = 1;
  bool constant = true;
  bool trend = false;  ///< t = 1 in the first row of the data
  int hold_back = 0;   ///< rows left out at the start; at least `lags` are
  std::vector<std::pair<std::string, dense_vector<Scalar>>> fixed = {};  ///< further columns (T)
};

template <class Scalar>
struct vector_autoregression_result {
  std::vector<std::string> names;            ///< (k) equations
  std::vector<std::string> terms;            ///< (m): (intercept), trend, fixed, L1.y1, L1.y2, ...
  dense_matrix<Scalar> coefficients;         ///< (k x m), row = equation
  dense_matrix<Scalar> errors;               ///< (k x m), from residual_covariance
  dense_matrix<Scalar> inverse_gram;         ///< (m x m), (Z'Z)^-1
  dense_matrix<Scalar> residuals;            ///< (n x k)
  dense_matrix<Scalar> residual_covariance;  ///< U'U / (n - m)
  double log_determinant = 0;                ///< of U'U / n
  int lags = 0;
  std::size_t observations = 0;
};

namespace detail {

template <class Scalar>
void check_autoregression(const char* function, const dense_matrix<Scalar>& y,
                          const std::vector<std::string>& names,
                          const vector_autoregression_options<Scalar>& options) {
  const Eigen::Index k = y.cols();
  require(k >= 1 && names.size() == to_size(k), function, "there are ", names.size(), " names for ",
          k, " variables");
  require(options.lags >= 0, function, "lags is ", options.lags, "; it must not be negative");
  for (Eigen::Index j = 0; j < k; ++j) {
    const std::span<const Scalar> column(y.col(j).data(), to_size(y.rows()));
    require_finite(function, names[to_size(j)], column);
    require_squares(function, names[to_size(j)], column);
  }
}

// Z: the terms that every equation has, on the rows that lags leave
template <class Scalar>
struct autoregression_terms {
  std::vector<std::string> names;
  dense_matrix<Scalar> z;  // (n x m)
};

template <class Scalar>
autoregression_terms<Scalar> terms_of_autoregression(
    const char* function, const dense_matrix<Scalar>& y, const std::vector<std::string>& names,
    const vector_autoregression_options<Scalar>& options) {
  const Eigen::Index k = y.cols();
  const int first = (std::max)(options.lags, options.hold_back);
  const Eigen::Index n = y.rows() - first;
  const Eigen::Index m = (options.constant ? 1 : 0) + (options.trend ? 1 : 0) +
                         std::ssize(options.fixed) + k * options.lags;
  require(n > m, function, "there are ", y.rows(), " rows, of which lags use up ", first, ", for ",
          m, " coefficients an equation");
  require(m > 0, function, "there are no terms");
  autoregression_terms<Scalar> out{{}, dense_matrix<Scalar>(n, m)};
  Eigen::Index at = 0;
  if (options.constant) {
    out.z.col(at++).setOnes();
    out.names.emplace_back(intercept_name);
  }
  if (options.trend) {
    out.z.col(at++) = trend_column<Scalar>(first, n);
    out.names.emplace_back(trend_name);
  }
  for (const auto& [name, column] : options.fixed) {
    require_same_size(function, "the system", to_size(y.rows()), name, to_size(column.size()));
    out.z.col(at++) = column.tail(n);
    out.names.push_back(name);
  }
  for (int l = 1; l <= options.lags; ++l, at += k) {
    out.z.middleCols(at, k) = y.middleRows(first - l, n);
    for (const auto& name : names) out.names.push_back(lag_name(name, l));
  }
  return out;
}

// log |U'U / n| from the triangle of U, so that nothing is squared
template <class Scalar>
double log_determinant_of(const char* function, const dense_matrix<Scalar>& residuals) {
  const dense_matrix<Scalar> r = checked_qr<Scalar>(residuals).triangle();
  if (r.cols() < residuals.cols()) {
    throw numerical_error(text(function, ": the residuals are collinear: an equation is exact"));
  }
  const double log_rows = std::log(static_cast<double>(residuals.rows()));
  double out = 0;
  for (Eigen::Index j = 0; j < r.cols(); ++j) {
    out += 2 * std::log(std::abs(static_cast<double>(r(j, j)))) - log_rows;
  }
  return out;
}

}  // namespace detail

/// VAR(p): each equation by least squares on the same terms.
///
///   y_t = c + d t + A_1 y_(t-1) + ... + A_p y_(t-p) + B z_t + u_t
///
/// @param y  (T x k); @param names  (k)
/// @throws argument_error  shapes, too few rows; rank_deficiency_error  collinear terms
/// @note  errors with n - m: JMulTi, statsmodels VAR, R vars
/// @see   Lutkepohl (2005), 3.2
/// Example: vector_autoregression(y, {"price", "volume"}, {.lags = 4})
template <class Scalar>
[[nodiscard]] vector_autoregression_result<Scalar> vector_autoregression(
    const dense_matrix<Scalar>& y, const std::vector<std::string>& names,
    const std::type_identity_t<vector_autoregression_options<Scalar>>& options = {}) {
  const char* const function = "vector_autoregression";
  detail::check_autoregression(function, y, names, options);
  auto [terms, z] = detail::terms_of_autoregression(function, y, names, options);
  const Eigen::Index k = y.cols(), n = z.rows(), m = z.cols();
  const auto qr = full_rank_qr(function, z, terms);
  vector_autoregression_result<Scalar> out;
  out.names = names;
  out.terms = std::move(terms);
  out.lags = options.lags;
  out.observations = to_size(n);
  out.coefficients.resize(k, m);
  out.residuals.resize(n, k);
  for (Eigen::Index j = 0; j < k; ++j) {
    const dense_vector<Scalar> target = y.col(j).tail(n);
    const dense_vector<Scalar> b = qr.solve(z, target);
    out.coefficients.row(j) = b.transpose();
    out.residuals.col(j) = extended_residual<Scalar>(z, b, target);
  }
  const dense_matrix<Scalar> moment = out.residuals.transpose() * out.residuals;
  out.residual_covariance = moment / Scalar(double(n - m));
  out.inverse_gram = qr.inverse_gram();
  const dense_vector<Scalar> own = out.residual_covariance.diagonal();
  const dense_vector<Scalar> gram = out.inverse_gram.diagonal();
  out.errors = (own * gram.transpose()).cwiseSqrt();
  out.log_determinant = detail::log_determinant_of(function, out.residuals);
  return out;
}

/// An order and its criteria.
struct vector_autoregression_candidate {
  int orders = 0;
  double aic = 0, bic = 0, hq = 0, fpe = 0;
};

struct vector_autoregression_order_selection {
  int orders = 0;                                     ///< the best
  std::vector<vector_autoregression_candidate> best;  ///< all, ranked, the best first
  int aic = 0, bic = 0, hq = 0, fpe = 0;              ///< the best order by each criterion
  std::size_t observations = 0;                       ///< of the common sample
  int hold_back = 0;  ///< give it to vector_autoregression() to refit on the common sample
};

/// Chooses the order of a VAR, p = 0..`largest` on one sample, by an information criterion.
///
///   AIC log|S| + 2 p k^2 / n;  HQ 2 log log n;  BIC log n;  FPE |S| ((n + m) / (n - m))^k
///
/// @throws argument_error  as vector_autoregression(); `largest` below the first order
/// @note  S = U'U / n on the sample that the largest order leaves; only lags count as parameters.
///        Without deterministic terms orders begin at 1: nothing is left of order 0
/// @see   Lutkepohl (2005), 4.3
/// Example: vector_autoregression_order(y, names, 8).orders
template <class Scalar>
[[nodiscard]] vector_autoregression_order_selection vector_autoregression_order(
    const dense_matrix<Scalar>& y, const std::vector<std::string>& names, int largest,
    std::type_identity_t<vector_autoregression_options<Scalar>> options = {},
    order_criterion criterion = order_criterion::aic) {
  using candidate = vector_autoregression_candidate;
  const int first = options.constant || options.trend ? 0 : 1;
  require(largest >= first, "vector_autoregression_order", "the largest order is ", largest,
          "; it must be at least ", first);
  vector_autoregression_order_selection out;
  options.hold_back = out.hold_back = (std::max)(largest, options.hold_back);
  for (int p = first; p <= largest; ++p) {
    options.lags = p;
    const auto fit = vector_autoregression(y, names, options);
    out.observations = fit.observations;
    const double n = static_cast<double>(fit.observations);
    const double k = static_cast<double>(y.cols());
    const double m = static_cast<double>(fit.terms.size());
    const double d = fit.log_determinant, count = p * k * k;
    out.best.push_back({p, d + 2 * count / n, d + std::log(n) * count / n,
                        d + 2 * std::log(std::log(n)) * count / n,
                        std::exp(d) * std::pow((n + m) / (n - m), k)});
  }
  const auto rank_by = [&out](double candidate::*value) {
    std::stable_sort(
        out.best.begin(), out.best.end(),
        [value](const candidate& a, const candidate& b) { return a.*value < b.*value; });
    return out.best.front().orders;
  };
  out.fpe = rank_by(&candidate::fpe);
  out.aic = rank_by(&candidate::aic);
  out.bic = rank_by(&candidate::bic);
  out.hq = rank_by(&candidate::hq);
  out.orders = rank_by(criterion == order_criterion::aic   ? &candidate::aic
                       : criterion == order_criterion::bic ? &candidate::bic
                                                           : &candidate::hq);
  return out;
}

}  // namespace bilateral
