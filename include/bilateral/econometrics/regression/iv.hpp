#pragma once
/// Instrumental variables: 2SLS, LIML, Fuller and other k-class estimators.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/covariance/heteroskedastic.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/econometrics/estimator/result.hpp>
#include <bilateral/econometrics/regression/detail/iv_statistics.hpp>
#include <bilateral/econometrics/regression/detail/projection.hpp>
#include <bilateral/econometrics/regression/detail/units.hpp>
#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/numeric/scale.hpp>
#include <bilateral/numeric/symmetric_eigen.hpp>

#include <cmath>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// y = X b + u with some columns of X endogenous and excluded instruments for them.
template <class Scalar>
struct iv_regression {
  regression<Scalar> exogenous;                   ///< response and included exogenous columns W
  std::vector<named_column<Scalar>> endogenous;   ///< (n) each
  std::vector<named_column<Scalar>> instruments;  ///< excluded ones, (n) each
};

enum class k_class { two_stage, liml, fuller };

template <class Scalar>
struct iv_options {
  k_class method = k_class::two_stage;
  double fuller_constant = 1;      ///< alpha of Fuller (1977): kappa = kappa_liml - alpha / (n - L)
  std::optional<double> kappa{};   ///< any k-class; replaces what `method` says
  double absorbed = 0;             ///< coefficients taken out of all columns beforehand, in K and L
  keep keep_parts = keep::scores;  ///< diagnostics need the scores' ingredients
};

/// A fit; `names` has the exogenous columns first, then the endogenous, `omitted` instruments too.
template <class Scalar>
struct iv_result : result_head<Scalar> {
  std::string method;
  double kappa = 1;
  double observations = 0;
  double parameters = 0;  ///< K, the absorbed ones included
  double absorbed = 0;    ///< coefficients taken out of all columns before the fit
  Scalar residual_sum_of_squares{0};
  std::optional<Scalar> sigma;  ///< sqrt(RSS / (n - k))
  std::optional<double> r2;     ///< 1 - RSS / TSS: may be negative
  bool intercept = true;
  dense_vector<Scalar> residuals;
  std::optional<estimation_scores<Scalar>> scores;

  // what the diagnostics work on, exogenous columns partialled out by QR
  dense_matrix<Scalar> exogenous;    ///< (n x kw) W, collinear columns removed
  dense_matrix<Scalar> endogenous;   ///< (n x m) Y
  dense_matrix<Scalar> instruments;  ///< (n x l) excluded Z, collinear columns removed
  dense_vector<Scalar> response;     ///< (n)
  std::vector<std::string> endogenous_names, instrument_names;
  std::vector<std::int64_t> time;    ///< (n) of the rows; empty is 1..n
  std::vector<std::int32_t> entity;  ///< (n) of the rows, in a panel
};

namespace detail {
template <class Scalar>
dense_matrix<Scalar> columns_of(const std::vector<named_column<Scalar>>& columns, Eigen::Index n) {
  dense_matrix<Scalar> x(n, std::ssize(columns));
  for (Eigen::Index j = 0; j < x.cols(); ++j) x.col(j) = columns[to_size(j)].second;
  return x;
}

// smallest eigenvalue of B^-1 A for symmetric A and positive definite B, through B = L L'
template <class Scalar>
Scalar smallest_generalised(const dense_matrix<Scalar>& a, const dense_matrix<Scalar>& b) {
  const auto e = symmetric_eigen<Scalar>(b);
  const dense_matrix<Scalar> w = e.vectors * e.values.cwiseSqrt().cwiseInverse().asDiagonal();
  return symmetric_eigen<Scalar>(dense_matrix<Scalar>(w.transpose() * a * w)).values[0];
}

// checks shapes, removes collinear columns of W and of Z given W, and fills the parts of the result
template <class Scalar>
void prepare_iv(const char* function, const iv_regression<Scalar>& model, iv_result<Scalar>& r) {
  const auto n = to_index(model.exogenous.rows());
  require(n > 0, function, "there are no observations");
  require(!model.endogenous.empty(), function, "there is no endogenous regressor; use ols");
  for (const auto* list : {&model.endogenous, &model.instruments}) {
    for (const auto& [name, values] : *list) {
      require_same_size(function, model.exogenous.response_name, model.exogenous.rows(), name,
                        to_size(values.size()));
      const std::span<const Scalar> column(values.data(), to_size(n));
      require_finite(function, name, column);
      require_squares(function, name, column);
    }
  }
  require_squares<Scalar>(function, model.exogenous.response_name,
                          {model.exogenous.response.data(), model.exogenous.rows()});
  for (Eigen::Index j = 0; j < model.exogenous.design.cols(); ++j) {
    require_squares(function, model.exogenous.names[to_size(j)],
                    column_span(model.exogenous.design, j));
  }
  r.response_name = model.exogenous.response_name;
  r.response = model.exogenous.response;
  r.time = model.exogenous.time;
  r.entity = model.exogenous.entity;
  r.endogenous = columns_of(model.endogenous, n);
  for (const auto& [name, values] : model.endogenous) r.endogenous_names.push_back(name);

  // instruments after the exogenous columns, so that the latter win
  const Eigen::Index kw = model.exogenous.design.cols();
  dense_matrix<Scalar> all(n, kw + std::ssize(model.instruments));
  all.leftCols(kw) = model.exogenous.design;
  all.rightCols(all.cols() - kw) = columns_of(model.instruments, n);
  std::vector<std::string> names = model.exogenous.names;
  for (const auto& [name, values] : model.instruments) names.push_back(name);
  require(all.cols() < n, function, "there are ", n, " observations for ", all.cols(),
          " instruments");
  const checked_qr<Scalar> qr(all);
  for (const dropped_column& d : qr.dropped()) {
    r.omitted.push_back({names[to_size(d.column)], d.ratio});
  }
  std::vector<Eigen::Index> w, z;
  for (const Eigen::Index j : qr.kept()) (j < kw ? w : z).push_back(j);
  r.exogenous.resize(n, std::ssize(w));
  for (std::size_t j = 0; j < w.size(); ++j) {
    r.exogenous.col(to_index(j)) = all.col(w[j]);
    r.names.push_back(names[to_size(w[j])]);
  }
  r.instruments.resize(n, std::ssize(z));
  for (std::size_t j = 0; j < z.size(); ++j) {
    r.instruments.col(to_index(j)) = all.col(z[j]);
    r.instrument_names.push_back(names[to_size(z[j])]);
  }
  r.intercept = model.exogenous.intercept && !w.empty() && w.front() == 0;
  require(r.instruments.cols() >= r.endogenous.cols(), function, "there are ", r.instruments.cols(),
          " excluded instruments (collinear ones removed) for ", r.endogenous.cols(),
          " endogenous regressors");
  r.names.insert(r.names.end(), r.endogenous_names.begin(), r.endogenous_names.end());
  r.sample.used = to_size(n);
  r.observations = static_cast<double>(n);
  r.parameters = static_cast<double>(r.names.size()) + r.absorbed;
}

// the kappa of LIML: the smallest eigenvalue of (Y*'M_Z Y*)^-1 Y*'M_W Y*, Y* = [y Y]; `qr` is of Z
template <class Scalar>
Scalar liml_kappa(const iv_result<Scalar>& r, const dense_matrix<Scalar>& z,
                  const checked_qr<Scalar>& qr) {
  if (r.instruments.cols() == r.endogenous.cols()) return Scalar(1);  // LIML is 2SLS
  const dense_matrix<Scalar> both = beside<Scalar>(r.response, r.endogenous);
  const dense_matrix<Scalar> outer =
      r.exogenous.cols() > 0 ? residuals_on(checked_qr<Scalar>(r.exogenous), r.exogenous, both)
                             : both;
  const dense_matrix<Scalar> inner = residuals_on(qr, z, both);
  return smallest_generalised<Scalar>(outer.transpose() * outer, inner.transpose() * inner);
}

template <class Scalar>
void choose_kappa(iv_result<Scalar>& r, const iv_options<Scalar>& options,
                  const dense_matrix<Scalar>& z, const checked_qr<Scalar>& qr) {
  r.kappa = options.kappa.value_or(1);
  r.method = options.kappa ? text("k-class, kappa ", *options.kappa) : "2SLS";
  if (options.kappa || options.method == k_class::two_stage) return;
  r.kappa = static_cast<double>(liml_kappa(r, z, qr));
  r.method = text("LIML, kappa ", significant_text(r.kappa, 6));
  if (options.method == k_class::liml) return;
  r.kappa -=
      options.fuller_constant / (r.observations - static_cast<double>(z.cols()) - r.absorbed);
  r.method = text("Fuller(", options.fuller_constant, "), kappa ", significant_text(r.kappa, 6));
}

// b, and (X'(I - kappa M_Z) X)^-1
template <class Scalar>
struct k_class_solution {
  dense_vector<Scalar> coefficients;
  dense_matrix<Scalar> bread;
};

// 2SLS: least squares on the fitted regressors
template <class Scalar>
k_class_solution<Scalar> solve_two_stage(const dense_matrix<Scalar>& fitted,
                                         const iv_result<Scalar>& r) {
  const checked_qr<Scalar> qr(fitted);
  if (!qr.dropped().empty()) {
    const dropped_column& lost = qr.dropped().front();
    throw rank_deficiency_error(text("iv: the equation is not identified: given the instruments, ",
                                     r.names[to_size(lost.column)],
                                     " is determined by the other regressors (ratio ",
                                     significant_text(lost.ratio, 3), ")"));
  }
  return {qr.solve(fitted, r.response), qr.inverse_gram()};
}

// any kappa: P = (I - kappa M_Z) X, and P'X is symmetric; columns scaled, a checked QR as the
// solver, one step of refinement
template <class Scalar>
k_class_solution<Scalar> solve_k_class(const dense_matrix<Scalar>& projected,
                                       const dense_matrix<Scalar>& x,
                                       const dense_vector<Scalar>& y) {
  const dense_matrix<Scalar> gram = projected.transpose() * x;
  const dense_vector<Scalar> scale = x.colwise().norm().cwiseInverse().transpose();
  const dense_matrix<Scalar> scaled = scale.asDiagonal() * gram * scale.asDiagonal();
  const checked_qr<Scalar> solver(scaled);
  if (!solver.dropped().empty()) {
    throw rank_deficiency_error("iv: the equation is not identified by these instruments");
  }
  dense_matrix<Scalar> bread(x.cols(), x.cols());
  for (Eigen::Index j = 0; j < x.cols(); ++j) {
    const dense_vector<Scalar> unit = dense_vector<Scalar>::Unit(x.cols(), j);
    bread.col(j) = scale.asDiagonal() * solver.solve(scaled, unit) * scale[j];
  }
  k_class_solution<Scalar> out;
  out.bread = symmetric_part(bread);
  out.coefficients = out.bread * (projected.transpose() * y);
  out.coefficients +=
      out.bread * (projected.transpose() * extended_residual(x, out.coefficients, y));
  return out;
}

// rows of (I - kappa M_Z) X times the residuals
template <class Scalar>
estimation_scores<Scalar> scores_of_iv(const iv_result<Scalar>& r,
                                       const dense_matrix<Scalar>& projected,
                                       dense_matrix<Scalar> bread) {
  estimation_scores<Scalar> scores;
  scores.bread = std::move(bread);
  scores.scores = r.residuals.asDiagonal() * projected;
  scores.residuals = r.residuals;
  scores.residual_sum_of_squares = r.residual_sum_of_squares;
  scores.observations = r.observations;
  scores.parameters = r.parameters;
  scores.absorbed = r.absorbed;
  scores.intercept = r.intercept;
  scores.time = r.time;
  scores.entity = r.entity;
  return scores;
}

}  // namespace detail

/// k-class instrumental variables.
///
///   b = (X'(I - kappa M_Z) X)^-1 X'(I - kappa M_Z) y,   M_Z = I - Z (Z'Z)^-1 Z'
///
/// kappa = 1 is 2SLS; LIML takes the smallest eigenvalue of (Y*'M_Z Y*)^-1 Y*'M_W Y*, Y* = [y Y];
/// Fuller subtracts alpha / (n - L). Scores are rows of (I - kappa M_Z) X times u, bread the inverse
/// above; for 2SLS that is the usual sandwich on the fitted regressors.
///
/// @param model    exogenous part from regress(), endogenous columns, excluded instruments
/// @param spec     covariance, as for ols; iid uses sigma^2 = RSS / (n - k) with the true regressors
/// @throws argument_error  fewer instruments than endogenous regressors, shapes, missing values
/// @throws rank_deficiency_error  fitted regressors collinear: the equation is not identified
/// @note   2SLS equals Stata ivregress 2sls (small), AER ivreg, gretl tsls and linearmodels with
///         debiased = True
/// @see    Davidson & MacKinnon (1993), Estimation and Inference in Econometrics, ch. 18; Fuller
///         (1977), Econometrica 45
/// Example: examples/regress/instruments.cpp
template <class Scalar, class Spec = iid>
[[nodiscard]] iv_result<Scalar> iv(const iv_regression<Scalar>& model, const Spec& spec = {},
                                   const std::type_identity_t<iv_options<Scalar>>& options = {}) {
  iv_result<Scalar> r;
  r.absorbed = options.absorbed;
  detail::prepare_iv("iv", model, r);
  const dense_matrix<Scalar> z = beside(r.exogenous, r.instruments);
  const checked_qr<Scalar> qr(z);
  detail::choose_kappa(r, options, z, qr);

  const dense_matrix<Scalar> x = beside(r.exogenous, r.endogenous);
  dense_matrix<Scalar> projected = x;  // (I - kappa M_Z) X: the exogenous columns stay
  projected.rightCols(r.endogenous.cols()) -=
      Scalar(r.kappa) * detail::residuals_on(qr, z, r.endogenous);
  auto solution = r.kappa == 1 ? detail::solve_two_stage(projected, r)
                               : detail::solve_k_class(projected, x, r.response);
  r.coefficients = std::move(solution.coefficients);
  detail::describe_iv(r, x);

  auto scores = detail::scores_of_iv(r, projected, std::move(solution.bread));
  if (wants_leverage(spec)) scores.leverage = leverage_of(projected, scores.bread);
  apply_covariance(r, scores, spec);
  if (options.keep_parts == keep::scores) r.scores = std::move(scores);
  return r;
}

}  // namespace bilateral
