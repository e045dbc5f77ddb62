#pragma once
/// Efficient estimation of a cointegrating relation: DOLS, fully modified OLS, canonical regression.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/econometrics/cointegration/detail/bartlett_long_run.hpp>
#include <bilateral/econometrics/cointegration/detail/without_terms.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/econometrics/estimator/lagged_columns.hpp>
#include <bilateral/econometrics/estimator/result.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/numeric/scale.hpp>
#include <bilateral/stats/mackinnon.hpp>

#include <cmath>
#include <iterator>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bilateral {

/// How many leads and lags of dx a dynamic OLS has.
enum class lead_lag_choice { fixed, aic, bic };

struct dols_options {
  deterministic_terms terms = deterministic_terms::constant;
  lead_lag_choice choose = lead_lag_choice::fixed;
  int leads = 2, lags = 2;         ///< where fixed, else the most
  std::optional<int> bandwidth{};  ///< Bartlett; default floor(4 (n/100)^(2/9))
};

struct cointegrating_options {
  deterministic_terms terms = deterministic_terms::constant;
  std::optional<int> bandwidth{};  ///< Bartlett; default floor(4 (n/100)^(2/9))
};

template <class Scalar>
struct cointegrating_result {
  std::string method;
  std::vector<std::string> names;  ///< regressors, then (intercept), trend, trend^2
  dense_vector<Scalar> coefficients;
  std::optional<dense_matrix<Scalar>> covariance;
  std::string covariance_label;
  double inference_dof = std::numeric_limits<double>::infinity();
  sample_summary sample;
  std::vector<std::string> notes;
  Scalar long_run_variance{0};  ///< of u given dx: the factor of (Z'Z)^-1
  int bandwidth = 0;
  int leads = 0, lags = 0;         ///< of dols
  dense_vector<Scalar> residuals;  ///< y - z'b on the sample used
};

namespace detail {

template <class = when_called>
int default_bandwidth(const char* function, const std::optional<int>& given, Eigen::Index n) {
  const int b =
      given ? *given
            : static_cast<int>(std::floor(4 * std::pow(static_cast<double>(n) / 100, 2.0 / 9.0)));
  require(b >= 0 && b < n, function, "bandwidth is ", b, "; it must lie between 0 and ", n - 1);
  return b;
}

// levels x, then the deterministic terms, with their names
template <class Scalar>
struct long_run_design {
  dense_matrix<Scalar> z;
  std::vector<std::string> names;
};

template <class Scalar>
long_run_design<Scalar> long_run_design_of(const char* function, const named_column<Scalar>& y,
                                           const std::vector<named_column<Scalar>>& x,
                                           deterministic_terms terms,
                                           const std::vector<named_column<Scalar>>& fixed) {
  require(!x.empty(), function, "there are no regressors");
  const Eigen::Index n = y.second.size();
  const std::span<const Scalar> response(y.second.data(), to_size(n));
  require_finite(function, y.first, response);
  require_squares(function, y.first, response);
  const auto k = std::ssize(x);
  const auto d = to_index(terms);  // none 0 .. quadratic 3
  long_run_design<Scalar> out;
  const auto extra = std::ssize(fixed);
  out.z.resize(n, k + d + extra);
  for (Eigen::Index j = 0; j < k; ++j) {
    const auto& [name, values] = x[to_size(j)];
    require_same_size(function, y.first, to_size(n), name, to_size(values.size()));
    const std::span<const Scalar> column(values.data(), to_size(n));
    require_finite(function, name, column);
    require_squares(function, name, column);
    out.z.col(j) = values;
    out.names.push_back(name);
  }
  if (d > 0) {
    out.z.col(k).setOnes();
    out.names.emplace_back(intercept_name);
  }
  if (d > 1) {
    out.z.col(k + 1) = trend_column<Scalar>(0, n);
    out.names.emplace_back(trend_name);
  }
  if (d > 2) {
    out.z.col(k + 2) = out.z.col(k + 1).cwiseAbs2();
    out.names.emplace_back("trend^2");
  }
  for (Eigen::Index j = 0; j < extra; ++j) {
    const auto& [name, values] = fixed[to_size(j)];
    require_same_size(function, y.first, to_size(n), name, to_size(values.size()));
    out.z.col(k + d + j) = values;
    out.names.push_back(name);
  }
  return out;
}

// what fully modified OLS and the canonical regression share
template <class Scalar>
struct endogeneity_parts {
  long_run_design<Scalar> design;                // rows 1..T
  dense_matrix<Scalar> xi;                       // (n x 1 + k): residual, dx; rows 2..T
  dense_vector<Scalar> first_step;               // OLS coefficients
  dense_matrix<Scalar> omega, one_sided, sigma;  // one_sided(a, b) = sum_j w_j E[xi_a,(t-j) xi_b,t]
  dense_vector<Scalar> weights;                  // Omega_vv^-1 Omega_vu
  Scalar conditional{0};
  int bandwidth = 0;
};

template <class Scalar>
endogeneity_parts<Scalar> endogeneity_parts_of(const char* function, const named_column<Scalar>& y,
                                               const std::vector<named_column<Scalar>>& x,
                                               const cointegrating_options& options,
                                               const std::vector<named_column<Scalar>>& fixed) {
  endogeneity_parts<Scalar> p;
  p.design = long_run_design_of(function, y, x, options.terms, fixed);
  const Eigen::Index n = y.second.size() - 1;
  const auto k = std::ssize(x);
  require(n > p.design.z.cols() + k, function, "there are ", n + 1, " rows for ", p.design.z.cols(),
          " coefficients");
  const auto qr = full_rank_qr(function, p.design.z, p.design.names);
  p.first_step = qr.solve(p.design.z, y.second);
  p.xi.resize(n, 1 + k);
  p.xi.col(0) = (y.second - p.design.z * p.first_step).tail(n);
  p.xi.rightCols(k) = p.design.z.leftCols(k).bottomRows(n) - p.design.z.leftCols(k).topRows(n);
  // dx is cleared of the differences of the deterministic terms: nothing, a constant, a trend
  const auto fewer = options.terms == deterministic_terms::quadratic ? deterministic_terms::trend
                     : options.terms == deterministic_terms::trend   ? deterministic_terms::constant
                                                                     : deterministic_terms::none;
  const auto extra = std::ssize(fixed);
  const dense_matrix<Scalar> moves =
      p.design.z.rightCols(extra).bottomRows(n) - p.design.z.rightCols(extra).topRows(n);
  p.xi.rightCols(k) = without_terms<Scalar>(p.xi.rightCols(k), fewer, moves);
  p.bandwidth = default_bandwidth(function, options.bandwidth, n);
  const Scalar rows(static_cast<double>(n));
  p.sigma = p.xi.transpose() * p.xi / rows;
  p.one_sided = p.sigma;
  for (int j = 1; j <= p.bandwidth; ++j) {
    p.one_sided += Scalar(1 - double(j) / double(p.bandwidth + 1)) / rows *
                   (p.xi.topRows(n - j).transpose() * p.xi.bottomRows(n - j));
  }
  p.omega = p.one_sided + p.one_sided.transpose() - p.sigma;
  const dense_matrix<Scalar> own = p.omega.bottomRightCorner(k, k);
  const dense_vector<Scalar> cross = p.omega.col(0).tail(k);
  const checked_qr<Scalar> inverse(own);
  if (inverse.rank() < k) {
    throw numerical_error(text(function, ": the long-run covariance of dx is singular"));
  }
  p.weights = inverse.solve(own, cross);
  p.conditional = p.omega(0, 0) - cross.dot(p.weights);
  if (!(p.conditional > Scalar(0))) {
    throw numerical_error(text(function, ": the conditional long-run variance is not above zero"));
  }
  return p;
}

template <class Scalar>
cointegrating_result<Scalar> long_run_result_of(const char* method,
                                                const std::vector<std::string>& names,
                                                const dense_vector<Scalar>& b,
                                                const dense_matrix<Scalar>& inverse_gram,
                                                Scalar variance, int bandwidth) {
  cointegrating_result<Scalar> out;
  out.method = method;
  out.names = names;
  out.coefficients = b;
  out.covariance = (variance * inverse_gram).eval();
  out.covariance_label = text("long-run variance, Bartlett, ", bandwidth, " lags");
  out.long_run_variance = variance;
  out.bandwidth = bandwidth;
  return out;
}

template <class = when_called>
void sample_rows(sample_summary& s, Eigen::Index first, Eigen::Index last, Eigen::Index rows) {
  s.used = to_size(last - first + 1);
  s.dropped = to_size(rows) - s.used;
  s.first = text("row ", first);
  s.last = text("row ", last);
}

// rows first..last (from 0) of the levels with leads and lags of the differences of the first k
template <class Scalar>
dense_matrix<Scalar> with_leads_lags(const dense_matrix<Scalar>& levels, Eigen::Index k, int leads,
                                     int lags, Eigen::Index first, Eigen::Index last) {
  const Eigen::Index n = last - first + 1;
  dense_matrix<Scalar> z(n, levels.cols() + k * (leads + lags + 1));
  z.leftCols(levels.cols()) = levels.middleRows(first, n);
  Eigen::Index at = levels.cols();
  for (int j = -leads; j <= lags; ++j, at += k) {
    z.middleCols(at, k) = levels.leftCols(k).middleRows(first - j, n) -
                          levels.leftCols(k).middleRows(first - j - 1, n);
  }
  return z;
}

struct leads_lags {
  int leads, lags;
};

// the fixed ones, or those of the least criterion over 0..leads and 0..lags on one sample
template <class Scalar>
leads_lags chosen_leads_lags(const dense_matrix<Scalar>& levels, Eigen::Index k,
                             const dense_vector<Scalar>& y, const dols_options& options) {
  leads_lags out{options.leads, options.lags};
  if (options.choose == lead_lag_choice::fixed) return out;
  const Eigen::Index first = options.lags + 1;
  const Eigen::Index last = y.size() - 1 - options.leads;
  const double n = static_cast<double>(last - first + 1);
  const dense_vector<Scalar> target = y.segment(first, last - first + 1);
  double best = std::numeric_limits<double>::infinity();
  for (int a = 0; a <= options.leads; ++a) {
    for (int b = 0; b <= options.lags; ++b) {
      const auto z = with_leads_lags(levels, k, a, b, first, last);
      const auto fit = least_squares(z, target, {.refine = false});
      const double count = static_cast<double>(fit.kept.size());
      const double value = n * std::log(static_cast<double>(fit.residual_sum_of_squares) / n) +
                           (options.choose == lead_lag_choice::aic ? 2.0 : std::log(n)) * count;
      if (value < best) {
        best = value;
        out = {a, b};
      }
    }
  }
  return out;
}

}  // namespace detail

/// Dynamic OLS: leads and lags of dx beside the levels.
///
///   y_t = d_t + b' x_t + sum_(j=-leads..lags) g_j' dx_(t-j) + e_t,   V(b) = w^2 (Z'Z)^-1
///
/// w^2 is the Bartlett long-run variance of e (divided by n). Leads and lags are fixed, or chosen
/// by AIC or BIC over 0..leads and 0..lags on one sample and then refitted on every row they leave.
/// @param y, x  levels, named, T rows
/// @param fixed deterministic columns beside the terms: seasonal dummies and the like
/// @return      long-run coefficients, normal inference; the terms in dx are not listed
/// @throws argument_error  shapes, too few rows; rank_deficiency_error  collinear columns
/// @see   Saikkonen (1991), Econometric Theory 7(1); Stock & Watson (1993), Econometrica 61(4)
/// Example: dols({"volume", q}, {{"price", p}}, {.leads = 2, .lags = 2})
template <class Scalar = double>
[[nodiscard]] cointegrating_result<Scalar> dols(
    const named_column<Scalar>& y, const std::vector<named_column<Scalar>>& x,
    const dols_options& options = {},
    const std::type_identity_t<std::vector<named_column<Scalar>>>& fixed = {}) {
  const char* const function = "dols";
  require(options.leads >= 0 && options.lags >= 0, function, "leads and lags are ", options.leads,
          " and ", options.lags, "; they must not be negative");
  const auto design = detail::long_run_design_of(function, y, x, options.terms, fixed);
  const Eigen::Index rows = y.second.size();
  const auto k = std::ssize(x);
  const Eigen::Index levels = design.z.cols();
  const Eigen::Index most = levels + k * (options.leads + options.lags + 1);
  require(rows - options.leads - options.lags - 1 > most, function, "there are ", rows,
          " rows; leads, lags and ", most, " coefficients leave no degree of freedom");
  const auto [leads, lags] = detail::chosen_leads_lags(design.z, k, y.second, options);
  const Eigen::Index first = lags + 1;
  const Eigen::Index last = rows - 1 - leads;
  const auto z = detail::with_leads_lags(design.z, k, leads, lags, first, last);
  const dense_vector<Scalar> target = y.second.segment(first, last - first + 1);
  std::vector<std::string> names = design.names;
  names.resize(to_size(z.cols()), "a lead or lag of a difference");
  const auto qr = full_rank_qr(function, z, names);
  const dense_vector<Scalar> b = qr.solve(z, target);
  const dense_matrix<Scalar> e = target - z * b;
  const int bandwidth = detail::default_bandwidth(function, options.bandwidth, e.rows());
  const Scalar variance = detail::bartlett_long_run(e, bandwidth)(0, 0);
  auto out = detail::long_run_result_of<Scalar>("DOLS", design.names, b.head(levels),
                                                qr.inverse_gram().topLeftCorner(levels, levels),
                                                variance, bandwidth);
  detail::sample_rows(out.sample, first + 1, last + 1, rows);
  out.leads = leads;
  out.lags = lags;
  out.residuals = target - z.leftCols(levels) * out.coefficients;
  out.notes.push_back(text("DOLS with ", leads, " leads and ", lags, " lags of the differences"));
  return out;
}

/// Fully modified OLS.
///
///   y+_t = y_t - Omega_uv Omega_vv^-1 v_t,  l+ = Lambda_vu - Lambda_vv Omega_vv^-1 Omega_vu,
///   b = (Z'Z)^-1 (Z'y+ - n [l+; 0]),  V = w_u.v (Z'Z)^-1
///
/// v = dx cleared of the differences of the deterministic terms; Lambda_ab = sum_(j>=0) E[a_(t-j) b_t'];
/// Bartlett kernel, no prewhitening, moments divided by n; rows 2..T. Columns in `fixed` (seasonal
/// dummies) stand beside the deterministic terms, and dx is cleared of their differences as well.
/// @see   Phillips & Hansen (1990), Review of Economic Studies 57(1); Hansen (1992), JBES 10(3)
/// Example: fmols({"volume", q}, {{"price", p}})
template <class Scalar = double>
[[nodiscard]] cointegrating_result<Scalar> fmols(
    const named_column<Scalar>& y, const std::vector<named_column<Scalar>>& x,
    const cointegrating_options& options = {},
    const std::type_identity_t<std::vector<named_column<Scalar>>>& fixed = {}) {
  const auto p = detail::endogeneity_parts_of<Scalar>("fmols", y, x, options, fixed);
  const Eigen::Index n = p.xi.rows();
  const Eigen::Index k = p.xi.cols() - 1;
  const dense_matrix<Scalar> z = p.design.z.bottomRows(n);
  const auto qr = full_rank_qr("fmols", z, p.design.names);
  const dense_vector<Scalar> modified = y.second.tail(n) - p.xi.rightCols(k) * p.weights;
  const dense_matrix<Scalar> inverse = qr.inverse_gram();
  const dense_vector<Scalar> bias =
      p.one_sided.col(0).tail(k) - p.one_sided.bottomRightCorner(k, k) * p.weights;
  const dense_vector<Scalar> b =
      qr.solve(z, modified) - inverse.leftCols(k) * bias * Scalar(static_cast<double>(n));
  auto out = detail::long_run_result_of<Scalar>("FMOLS", p.design.names, b, inverse, p.conditional,
                                                p.bandwidth);
  detail::sample_rows(out.sample, 2, n + 1, n + 1);
  out.residuals = y.second.tail(n) - z * b;
  return out;
}

/// Canonical cointegrating regression.
///
///   x*_t = x_t - (Sigma^-1 Lambda_2)' xi_t,
///   y*_t = y_t - (Sigma^-1 Lambda_2 b~ + [0; Omega_vv^-1 Omega_vu])' xi_t,  OLS of y* on x* and d
///
/// Lambda_2 = sum_(j>=0) E[xi_t v_(t-j)'], b~ from OLS, xi = (u, v) and the kernel as in fmols().
/// @see   Park (1992), Econometrica 60(1)
template <class Scalar = double>
[[nodiscard]] cointegrating_result<Scalar> canonical_cointegrating_regression(
    const named_column<Scalar>& y, const std::vector<named_column<Scalar>>& x,
    const cointegrating_options& options = {},
    const std::type_identity_t<std::vector<named_column<Scalar>>>& fixed = {}) {
  const char* const function = "canonical_cointegrating_regression";
  const auto p = detail::endogeneity_parts_of<Scalar>(function, y, x, options, fixed);
  const Eigen::Index n = p.xi.rows();
  const Eigen::Index k = p.xi.cols() - 1;
  const checked_qr<Scalar> inverse(p.sigma);
  dense_matrix<Scalar> shift(1 + k, k);  // Sigma^-1 Lambda_2
  for (Eigen::Index j = 0; j < k; ++j) {
    const dense_vector<Scalar> column = p.one_sided.row(1 + j).transpose();
    shift.col(j) = inverse.solve(p.sigma, column);
  }
  dense_vector<Scalar> weight = shift * p.first_step.head(k);
  weight.tail(k) += p.weights;
  dense_matrix<Scalar> z = p.design.z.bottomRows(n);
  z.leftCols(k) -= p.xi * shift;
  const dense_vector<Scalar> target = y.second.tail(n) - p.xi * weight;
  const auto qr = full_rank_qr(function, z, p.design.names);
  const dense_vector<Scalar> b = qr.solve(z, target);
  auto out = detail::long_run_result_of<Scalar>("CCR", p.design.names, b, qr.inverse_gram(),
                                                p.conditional, p.bandwidth);
  detail::sample_rows(out.sample, 2, n + 1, n + 1);
  out.residuals = y.second.tail(n) - p.design.z.bottomRows(n) * b;
  return out;
}

}  // namespace bilateral
