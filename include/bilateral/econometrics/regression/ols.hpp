#pragma once
/// Ordinary and weighted least squares with any covariance.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/instantiate.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/covariance/heteroskedastic.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/econometrics/estimator/fit_statistics.hpp>
#include <bilateral/econometrics/estimator/inference.hpp>
#include <bilateral/econometrics/estimator/leverage.hpp>
#include <bilateral/econometrics/estimator/result.hpp>
#include <bilateral/econometrics/estimator/sample.hpp>
#include <bilateral/econometrics/estimator/scores.hpp>
#include <bilateral/econometrics/regression/detail/units.hpp>
#include <bilateral/numeric/least_squares.hpp>

#include <cmath>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// What a result keeps beyond its estimates.
enum class keep { residuals, scores, nothing };

template <class Scalar>
struct ols_options {
  dense_vector<Scalar> weights{};            ///< analytic weights, 1/variance; empty is none
  dense_vector<Scalar> frequency_weights{};  ///< counts: row i stands for so many observations
  bool strict = false;                       ///< collinear columns throw instead of being dropped
  keep keep_parts = keep::residuals;         ///< `scores` allows with_covariance
};

template <class Scalar>
struct ols_result : result_head<Scalar> {
  double observations = 0;  ///< n, or the sum of the frequency weights
  double parameters = 0;    ///< K: coefficients and absorbed effects
  bool intercept = true;
  Scalar residual_sum_of_squares{0};      ///< weighted where there are weights
  Scalar total_sum_of_squares{0};         ///< about the mean with an intercept, else about zero
  std::optional<Scalar> sigma;            ///< sqrt(RSS / (n - K)); none when n = K
  std::optional<double> r2, adjusted_r2;  ///< none when y does not vary
  std::optional<double> log_likelihood, aic, bic;  ///< none when the fit is exact
  double condition = 1;                            ///< of the scaled design, 1-norm

  dense_vector<Scalar> fitted, residuals;           ///< (n), unless keep::nothing
  std::optional<estimation_scores<Scalar>> scores;  ///< with keep::scores
};

namespace detail {

// The sample that least squares works on: rows times the roots of their weights where there are any.
template <class Scalar>
struct least_squares_sample {
  weighted_rows<Scalar> weights;
  weight_kind kind = weight_kind::analytic;
  double observations = 0;
  dense_matrix<Scalar> own_design;  // empty where there are no weights: the model's serve
  dense_vector<Scalar> own_response;

  [[nodiscard]] bool weighted() const { return weights.root.size() > 0; }
  [[nodiscard]] const dense_matrix<Scalar>& design(const regression<Scalar>& model) const {
    return weighted() ? own_design : model.design;
  }
  [[nodiscard]] const dense_vector<Scalar>& response(const regression<Scalar>& model) const {
    return weighted() ? own_response : model.response;
  }
};

template <class Scalar>
void check_model(const regression<Scalar>& model) {
  const std::size_t rows = model.rows();
  require(rows > 0, "ols", "there are no observations");
  require(model.design.cols() > 0, "ols", "there are no regressors");
  require_same_size("ols", "the design", to_size(model.design.rows()), "the response", rows);
  require(model.names.size() == to_size(model.design.cols()), "ols", "there are ",
          model.names.size(), " names for ", model.design.cols(), " columns");
}

template <class Scalar>
least_squares_sample<Scalar> working_sample(const regression<Scalar>& model,
                                            const ols_options<Scalar>& options) {
  check_model(model);
  const bool counts = options.frequency_weights.size() > 0;
  require(!counts || options.weights.size() == 0, "ols",
          "give weights or frequency_weights, not both");
  least_squares_sample<Scalar> sample;
  sample.kind = counts ? weight_kind::frequency : weight_kind::analytic;
  sample.weights = check_weights("ols", counts ? "frequency_weights" : "weights",
                                 counts ? options.frequency_weights : options.weights, model.rows(),
                                 sample.kind);
  const auto& [used, root, left_out] = sample.weights;
  if (sample.weighted() && used.empty()) {
    sample.own_design = root.asDiagonal() * model.design;
    sample.own_response = root.cwiseProduct(model.response);
  } else if (sample.weighted()) {
    sample.own_design.resize(root.size(), model.design.cols());
    sample.own_response.resize(root.size());
    for (Eigen::Index i = 0; i < root.size(); ++i) {
      const Eigen::Index from = used[to_size(i)];
      sample.own_design.row(i) = root[i] * model.design.row(from);
      sample.own_response[i] = root[i] * model.response[from];
    }
  }
  const auto n = static_cast<double>(sample.response(model).size());
  sample.observations = counts ? static_cast<double>(options.frequency_weights.sum()) : n;
  require(static_cast<double>(model.design.cols()) <= sample.observations, "ols", "there are ",
          sample.observations, " observations for ", model.design.cols(), " coefficients");
  return sample;
}

// least squares that says which column is collinear by its name
template <class Scalar>
least_squares_result<Scalar> named_least_squares(const regression<Scalar>& model,
                                                 const least_squares_sample<Scalar>& sample,
                                                 bool strict) {
  const dense_matrix<Scalar>& x = sample.design(model);
  const dense_vector<Scalar>& y = sample.response(model);
  try {
    auto fit = least_squares(x, y, {.strict = strict});
    require(!fit.kept.empty(), "ols", "every regressor is zero");
    return fit;
  } catch (const rank_deficiency_error&) {
    const auto lenient = least_squares(x, y, {.refine = false});
    throw rank_deficiency_error(text("ols: ", model.names[to_size(lenient.dropped.front().column)],
                                     " is determined by the columns before it (ratio ",
                                     significant_text(lenient.dropped.front().ratio, 3), ")"));
  }
}

// names, coefficients, sample and fit statistics
template <class Scalar>
ols_result<Scalar> described(const regression<Scalar>& model,
                             const least_squares_sample<Scalar>& sample,
                             const least_squares_result<Scalar>& fit, const Scalar& squares) {
  const dense_vector<Scalar>& y = sample.response(model);
  const dense_vector<Scalar>& root = sample.weights.root;
  ols_result<Scalar> result;
  result.response_name = model.response_name;
  for (const Eigen::Index j : fit.kept) {
    result.names.push_back(model.names[to_size(j)]);
  }
  for (const dropped_column& d : fit.dropped) {
    result.omitted.push_back({model.names[to_size(d.column)], d.ratio});
  }
  result.coefficients = fit.coefficients;
  result.intercept = model.intercept && fit.kept.front() == 0;
  result.sample.used = to_size(y.size());
  result.sample.dropped = sample.weights.left_out.size();
  result.sample.rows = sample.weights.left_out;
  result.observations = sample.observations;
  result.parameters = static_cast<double>(fit.kept.size());
  result.condition = fit.condition;
  if (fit.condition > 1e10) {
    result.notes.push_back(text("the design is nearly collinear: condition number ",
                                significant_text(fit.condition, 3)));
  }
  Scalar mean(0);  // weighted, where there is an intercept
  if (result.intercept) {
    mean = sample.weighted() ? Scalar(root.dot(y) / root.squaredNorm())
                             : Scalar(y.sum() / Scalar(static_cast<double>(y.size())));
  }
  const bool constant = !sample.weighted() && result.intercept && y.minCoeff() == y.maxCoeff();
  for (Eigen::Index i = 0; i < y.size() && !constant; ++i) {
    const Scalar d = y[i] - (sample.weighted() ? root[i] * mean : mean);
    result.total_sum_of_squares += d * d;
  }
  const bool logs = sample.weighted() && sample.kind == weight_kind::analytic;
  describe_fit(result, fit.residual_sum_of_squares, squares,
               logs ? static_cast<double>(root.array().log().sum()) : 0.0, 1e-28);
  return result;
}

// what a covariance needs of the fit
template <class Scalar>
estimation_scores<Scalar> scores_of(const regression<Scalar>& model,
                                    const least_squares_sample<Scalar>& sample,
                                    least_squares_result<Scalar>& fit,
                                    const ols_result<Scalar>& result, bool want_scores,
                                    bool want_leverage) {
  estimation_scores<Scalar> s;
  s.bread = fit.inverse_gram;
  s.residual_sum_of_squares = fit.residual_sum_of_squares;
  s.observations = sample.observations;
  s.parameters = result.parameters;
  s.intercept = result.intercept;
  s.given = model.rows();
  s.kept.assign(sample.weights.used.begin(), sample.weights.used.end());
  set_time(s, model, s.kept);
  if (!want_scores) return s;
  const dense_matrix<Scalar>& x = sample.design(model);
  dense_matrix<Scalar> kept;
  if (!fit.dropped.empty()) {
    kept.resize(x.rows(), std::ssize(fit.kept));
    for (Eigen::Index j = 0; j < kept.cols(); ++j) {
      kept.col(j) = x.col(fit.kept[to_size(j)]);
    }
  }
  const dense_matrix<Scalar>& used = fit.dropped.empty() ? x : kept;
  s.scores = std::move(fit.workspace);  // of the same shape: no new pages to touch
  s.scores.noalias() = fit.residuals.asDiagonal() * used;
  s.residuals =
      sample.weighted() ? fit.residuals.cwiseQuotient(sample.weights.root).eval() : fit.residuals;
  if (want_leverage) s.leverage = leverage_of(used, s.bread);
  if (sample.kind == weight_kind::frequency) {
    s.frequency = sample.weights.root.cwiseAbs2();
    // of one of the replicated observations
    if (want_leverage) s.leverage = s.leverage.cwiseQuotient(s.frequency).eval();
  }
  return s;
}

// The fit without its covariance, compiled once for all of them; or units in which its squares are safe.
template <class Scalar>
struct least_squares_fit {
  ols_result<Scalar> result;
  estimation_scores<Scalar> scores;
  std::optional<binary_units> units;
};

template <class Scalar>
least_squares_fit<Scalar> fit_least_squares(const regression<Scalar>& model,
                                            const ols_options<Scalar>& options, bool want_scores,
                                            bool want_leverage) {
  least_squares_fit<Scalar> out;
  const auto sample = working_sample(model, options);
  auto fit = named_least_squares(model, sample, options.strict);
  const Scalar squares = sample.response(model).squaredNorm();
  if (squares_suspect(squares, fit.inverse_gram)) {
    out.units = units_of(model);
    if (out.units) return out;
  }
  out.result = described(model, sample, fit, squares);
  out.scores = scores_of(model, sample, fit, out.result, want_scores, want_leverage);
  out.result.sample.kept = out.scores.kept;
  if (options.keep_parts != keep::nothing) {  // rows of weight zero have no residual: none kept
    const dense_vector<Scalar>& root = sample.weights.root;
    const dense_vector<Scalar>& y = sample.response(model);
    out.result.residuals =
        sample.weighted() ? fit.residuals.cwiseQuotient(root).eval() : std::move(fit.residuals);
    out.result.fitted =
        (sample.weighted() ? y.cwiseQuotient(root).eval() : y) - out.result.residuals;
  }
  return out;
}

}  // namespace detail

/// Ordinary (or weighted) least squares.
///
///   y = X b + u,   b = argmin sum w_i (y_i - x_i b)^2
///
/// @param model    response (n), design (n x k), names; from regress()
/// @param spec     covariance: iid{}, heteroskedastic{hc::hc3}, newey_west{...}, clustered{...}
/// @param options  weights, strict, what to keep
/// @return         coefficients in the order of `names`; omitted columns in `omitted`
/// @throws argument_error  n < k, shapes, weights negative or all zero, values that are not finite
/// @throws rank_deficiency_error  collinear columns, when strict
/// @note  Columns of any size from 1e-300 to 1e300; where sums of squares of y or a coefficient cannot be
///        represented the fit is refused, where only variances cannot they are left out with the reason.
/// @note  log likelihood -n/2 (log(2 pi RSS / n) + 1) + sum log(w) / 2; AIC = -2 ll + 2 k and
///        BIC = -2 ll + k log n with k the coefficients, sigma not counted (statsmodels, gretl,
///        Stata; R counts it). Analytic weights are not normalised (R, statsmodels); r2 is about
///        zero without an intercept (R, statsmodels, Stata).
/// @see   Greene (2012), Econometric Analysis, ch. 3-4
/// Example: examples/regress/least_squares.cpp
template <class Scalar, class Spec = iid>
[[nodiscard]] ols_result<Scalar> ols(
    const regression<Scalar>& model, const Spec& spec = {},
    const std::type_identity_t<ols_options<Scalar>>& options = {}) {
  static_assert(!std::same_as<Spec, std::vector<factor>>,
                "absorbed effects: include <bilateral/econometrics/regression/fixed_effects.hpp>");
  const bool keep_scores = options.keep_parts == keep::scores;
  auto fit = detail::fit_least_squares(model, options, keep_scores || wants_scores(spec),
                                       keep_scores || wants_leverage(spec));
  if (fit.units) {
    ols_result<Scalar> scaled = ols(detail::in_units(model, *fit.units), spec, options);
    detail::to_own_units(scaled, model, *fit.units);
    return scaled;
  }
  apply_covariance(fit.result, fit.scores, spec);
  if (keep_scores) fit.result.scores = std::move(fit.scores);
  return std::move(fit.result);
}

/// Where the header of absorbed effects is missing, the compiler says so.
template <class Scalar, class Spec, class... Rest>
void ols(const regression<Scalar>&, const std::vector<factor>&, const Spec&, const Rest&...) {
  static_assert(!std::same_as<Scalar, Scalar>,
                "absorbed effects: include <bilateral/econometrics/regression/fixed_effects.hpp>");
}

BILATERAL_INSTANTIATE(detail::least_squares_fit<double> detail::fit_least_squares(
    const regression<double>&, const ols_options<double>&, bool, bool))
BILATERAL_INSTANTIATE(void detail::to_own_units(ols_result<double>&, const regression<double>&,
                                                const detail::binary_units&))
BILATERAL_INSTANTIATE(ols_result<double> ols(const regression<double>&, const iid&,
                                             const ols_options<double>&))

}  // namespace bilateral
