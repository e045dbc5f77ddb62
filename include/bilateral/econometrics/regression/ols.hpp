#pragma once
/// Ordinary and weighted least squares with any covariance.

#include <bilateral/econometrics/covariance/iid.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/econometrics/estimator/result.hpp>
#include <bilateral/econometrics/estimator/scores.hpp>
#include <bilateral/econometrics/regression/detail/units.hpp>
#include <bilateral/numeric/least_squares.hpp>

#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// What a result keeps beyond its estimates.
enum class keep { residuals, scores, nothing };

template <class Scalar>
struct ols_options {
  dense_vector<Scalar> weights{};          ///< analytic weights, 1/variance; empty is none
  dense_vector<Scalar> frequency_weights{}; ///< counts: row i stands for so many observations
  bool strict = false;                     ///< collinear columns throw instead of being dropped
  keep keep_parts = keep::residuals;       ///< `scores` allows with_covariance
};

template <class Scalar>
struct ols_result {
  std::string response_name;
  std::vector<std::string> names;         ///< of the coefficients kept
  dense_vector<Scalar> coefficients;      ///< (k)
  std::optional<dense_matrix<Scalar>> covariance;
  std::string covariance_label;
  double inference_dof = 0;
  sample_summary sample;
  std::vector<omitted_term> omitted;      ///< collinear columns
  std::vector<std::string> notes;

  double observations = 0;                ///< n, or the sum of the frequency weights
  double parameters = 0;                  ///< K: coefficients and absorbed effects
  bool intercept = true;
  Scalar residual_sum_of_squares{0};      ///< weighted where there are weights
  Scalar total_sum_of_squares{0};         ///< about the mean with an intercept, else about zero
  std::optional<Scalar> sigma;            ///< sqrt(RSS / (n - K)); none when n = K
  std::optional<double> r2, adjusted_r2;  ///< none when y does not vary
  std::optional<double> log_likelihood, aic, bic;  ///< none when the fit is exact
  double condition = 1;                   ///< of the scaled design, 1-norm

  dense_vector<Scalar> fitted, residuals; ///< (n), unless keep::nothing
  std::optional<estimation_scores<Scalar>> scores;  ///< with keep::scores
};

namespace detail {

// the rows that take part and the square roots of their weights
template <class Scalar>
struct weighted_rows {
  std::vector<Eigen::Index> used;      // empty: all
  dense_vector<Scalar> root;           // empty: no weights
  std::vector<dropped_row> left_out;
};

template <class Scalar>
weighted_rows<Scalar> check_weights(const char* function, const char* name,
                                    const dense_vector<Scalar>& w, std::size_t n, bool counts) {
  using std::floor;
  using std::sqrt;
  weighted_rows<Scalar> out;
  if (w.size() == 0) return out;
  require_same_size(function, name, static_cast<std::size_t>(w.size()), "the response", n);
  require_finite(function, name, std::span<const Scalar>(w.data(), n));
  for (Eigen::Index i = 0; i < w.size(); ++i) {
    require(w[i] >= Scalar(0), function, name, " is ", static_cast<double>(w[i]), " in row ",
            i + 1, "; weights must not be negative");
    require(!counts || floor(w[i]) == w[i], function, name, " is ", static_cast<double>(w[i]),
            " in row ", i + 1, "; frequency weights are whole numbers");
    if (w[i] > Scalar(0)) {
      out.used.push_back(i);
    } else {
      out.left_out.push_back({static_cast<std::size_t>(i) + 1, "weight is zero"});
    }
  }
  require(!out.used.empty(), function, name, " are all zero");
  out.root.resize(static_cast<Eigen::Index>(out.used.size()));
  for (Eigen::Index i = 0; i < out.root.size(); ++i) {
    out.root[i] = sqrt(w[out.used[static_cast<std::size_t>(i)]]);
  }
  if (out.left_out.empty()) out.used.clear();
  return out;
}

// says why a standard error is blank; withholds a covariance that is no matrix of numbers
template <class Result>
void check_variances(Result& result) {
  using std::isfinite;
  const auto& v = *result.covariance;
  for (Eigen::Index j = 0; j < v.cols(); ++j) {
    const std::string& name = result.names[static_cast<std::size_t>(j)];
    if (!isfinite(v(j, j))) {
      withhold_covariance(result, text("the variance of ", name, " is beyond the range of the "
                                       "arithmetic: standard errors are undefined; multiply or "
                                       "divide the columns by powers of ten first"));
      return;
    }
    if (v(j, j) < 0) {
      result.notes.push_back(text("the variance of ", name, " is below zero (",
                                  result.covariance_label, "): its standard error is undefined"));
    }
  }
}

// fills covariance, label, dof and notes of a result from its scores
template <class Result, class Scalar, class Spec>
void apply_covariance(Result& result, const estimation_scores<Scalar>& scores, const Spec& spec) {
  if (!(scores.residual_dof() > 0)) {
    withhold_covariance(result, text("as many parameters as observations (", scores.observations,
                                     "): no residual degrees of freedom, standard errors are "
                                     "undefined"));
    return;
  }
  covariance_estimate<Scalar> v = covariance(scores, spec);
  result.covariance = std::move(v.matrix);
  result.covariance_label = std::move(v.label);
  result.inference_dof = v.inference_dof;
  result.notes.insert(result.notes.end(), v.notes.begin(), v.notes.end());
  check_variances(result);
}

// r2, sigma, likelihood and criteria of a fit whose K, observations and total sum of squares are set;
// `squares` is that of the response, a residual share below `exact_share` of it an exact fit
template <class Scalar>
void describe_fit(ols_result<Scalar>& result, const Scalar& rss, const Scalar& squares,
                  double log_weights, double exact_share) {
  using std::sqrt;
  const double n = result.observations;
  const double dof = n - result.parameters;
  result.residual_sum_of_squares = rss;
  const double residual_share = static_cast<double>(rss / squares);
  const bool exact = !(rss > Scalar(0)) || residual_share < exact_share;
  if (result.total_sum_of_squares > Scalar(0)) {
    result.r2 = 1 - static_cast<double>(rss / result.total_sum_of_squares);
    if (dof > 0) result.adjusted_r2 = 1 - (1 - *result.r2) * (n - (result.intercept ? 1 : 0)) / dof;
  } else {
    result.notes.push_back(text(result.response_name, " does not vary: r2 is undefined"));
  }
  if (dof > 0) result.sigma = sqrt(Scalar(rss / Scalar(dof)));
  if (exact) {
    result.notes.push_back("the fit is exact: the likelihood is unbounded");
    return;
  }
  constexpr double two_pi = 6.283185307179586476925286766559;
  const double ll =
      -n / 2 * (std::log(two_pi * static_cast<double>(rss) / n) + 1) + log_weights;
  result.log_likelihood = ll;
  result.aic = -2 * ll + 2 * result.parameters;
  result.bic = -2 * ll + result.parameters * std::log(n);
}

// h_i = x_i' (X'WX)^-1 x_i w_i of weighted rows x_i sqrt(w_i)
template <class Scalar>
dense_vector<Scalar> leverage_of(const dense_matrix<Scalar>& weighted_design,
                                 const dense_matrix<Scalar>& bread) {
  return (weighted_design * bread).cwiseProduct(weighted_design).rowwise().sum();
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
/// Example: examples/regress.cpp
template <class Scalar, class Spec = iid>
[[nodiscard]] ols_result<Scalar> ols(const regression<Scalar>& model, const Spec& spec = {},
                                     const std::type_identity_t<ols_options<Scalar>>& options = {}) {
  using std::log;
  using std::sqrt;
  const std::size_t rows = model.rows();
  require(rows > 0, "ols", "there are no observations");
  require(model.design.cols() > 0, "ols", "there are no regressors");
  require_same_size("ols", "the design", static_cast<std::size_t>(model.design.rows()),
                    "the response", rows);
  require(model.names.size() == static_cast<std::size_t>(model.design.cols()), "ols", "there are ",
          model.names.size(), " names for ", model.design.cols(), " columns");
  const bool counts = options.frequency_weights.size() > 0;
  require(!counts || options.weights.size() == 0, "ols",
          "give weights or frequency_weights, not both");
  const auto weights = detail::check_weights(
      "ols", counts ? "frequency_weights" : "weights",
      counts ? options.frequency_weights : options.weights, rows, counts);

  // the weighted sample: references where nothing changes, copies where it does
  dense_matrix<Scalar> own_design;
  dense_vector<Scalar> own_response;
  const dense_matrix<Scalar>* design = &model.design;
  const dense_vector<Scalar>* response = &model.response;
  if (weights.root.size() > 0) {
    if (weights.used.empty()) {
      own_design = weights.root.asDiagonal() * model.design;
      own_response = weights.root.cwiseProduct(model.response);
    } else {
      own_design.resize(weights.root.size(), model.design.cols());
      own_response.resize(weights.root.size());
      for (Eigen::Index i = 0; i < weights.root.size(); ++i) {
        const Eigen::Index from = weights.used[static_cast<std::size_t>(i)];
        own_design.row(i) = weights.root[i] * model.design.row(from);
        own_response[i] = weights.root[i] * model.response[from];
      }
    }
    design = &own_design;
    response = &own_response;
  }
  const auto n = static_cast<std::size_t>(response->size());
  const double observations =
      counts ? static_cast<double>(options.frequency_weights.sum()) : static_cast<double>(n);
  require(static_cast<double>(design->cols()) <= observations, "ols", "there are ", observations,
          " observations for ", design->cols(), " coefficients");

  least_squares_result<Scalar> fit;
  try {
    fit = least_squares(*design, *response, {.strict = options.strict});
  } catch (const rank_deficiency_error&) {  // say which column by its name
    const auto lenient = least_squares(*design, *response, {.refine = false});
    throw rank_deficiency_error(text(
        "ols: ", model.names[static_cast<std::size_t>(lenient.dropped.front().column)],
        " is determined by the columns before it (ratio ",
        significant_text(lenient.dropped.front().ratio, 3), ")"));
  }
  const auto k = static_cast<Eigen::Index>(fit.kept.size());
  require(k > 0, "ols", "every regressor is zero");
  const Scalar squares = response->squaredNorm();
  if (detail::squares_suspect(squares, fit.inverse_gram)) {
    if (const auto units = detail::units_of(model)) {
      ols_result<Scalar> scaled = ols(detail::in_units(model, *units), spec, options);
      detail::to_own_units(scaled, model, *units);
      return scaled;
    }
  }

  ols_result<Scalar> result;
  result.response_name = model.response_name;
  for (const Eigen::Index j : fit.kept) {
    result.names.push_back(model.names[static_cast<std::size_t>(j)]);
  }
  for (const dropped_column& d : fit.dropped) {
    result.omitted.push_back({model.names[static_cast<std::size_t>(d.column)], d.ratio});
  }
  result.coefficients = fit.coefficients;
  result.intercept = model.intercept && !fit.kept.empty() && fit.kept.front() == 0;
  result.sample.used = n;
  result.sample.dropped = weights.left_out.size();
  result.sample.rows = weights.left_out;
  result.observations = observations;
  result.parameters = static_cast<double>(k);
  result.condition = fit.condition;
  if (fit.condition > 1e10) {
    result.notes.push_back(text("the design is nearly collinear: condition number ",
                                significant_text(fit.condition, 3)));
  }

  // total sum of squares, about the weighted mean where there is an intercept
  Scalar mean(0);
  if (result.intercept) {
    mean = weights.root.size() > 0 ? Scalar(weights.root.dot(*response) /
                                            weights.root.squaredNorm())
                                   : Scalar(response->sum() / Scalar(double(n)));
  }
  for (Eigen::Index i = 0; i < response->size(); ++i) {
    const Scalar d = (*response)[i] - (weights.root.size() > 0 ? weights.root[i] * mean : mean);
    result.total_sum_of_squares += d * d;
  }
  double log_weights = 0;
  if (!counts && weights.root.size() > 0) {
    log_weights = static_cast<double>(weights.root.array().log().sum());
  }
  detail::describe_fit(result, fit.residual_sum_of_squares, squares, log_weights, 1e-28);

  estimation_scores<Scalar> scores;
  scores.bread = fit.inverse_gram;
  scores.residual_sum_of_squares = fit.residual_sum_of_squares;
  scores.observations = observations;
  scores.parameters = result.parameters;
  scores.intercept = result.intercept;
  scores.given = rows;
  scores.kept.assign(weights.used.begin(), weights.used.end());
  set_time(scores, model, scores.kept);
  result.sample.kept = scores.kept;
  const bool keep_scores = options.keep_parts == keep::scores;
  if (keep_scores || wants_scores(spec)) {
    dense_matrix<Scalar> kept;
    const dense_matrix<Scalar>* used = design;
    if (!fit.dropped.empty()) {
      kept.resize(design->rows(), k);
      for (Eigen::Index j = 0; j < k; ++j) {
        kept.col(j) = design->col(fit.kept[static_cast<std::size_t>(j)]);
      }
      used = &kept;
    }
    scores.scores = std::move(fit.workspace);  // of the same shape: no new pages to touch
    scores.scores.noalias() = fit.residuals.asDiagonal() * *used;
    scores.residuals = weights.root.size() > 0 ? fit.residuals.cwiseQuotient(weights.root).eval()
                                               : fit.residuals;
    if (keep_scores || wants_leverage(spec)) {
      scores.leverage = detail::leverage_of(*used, scores.bread);
    }
    if (counts) {
      scores.frequency = weights.root.cwiseAbs2();
      if (scores.leverage.size() > 0) {  // of one of the replicated observations
        scores.leverage = scores.leverage.cwiseQuotient(scores.frequency).eval();
      }
    }
  }
  detail::apply_covariance(result, scores, spec);
  if (keep_scores) result.scores = std::move(scores);

  if (options.keep_parts != keep::nothing) {  // rows of weight zero have no residual: none kept
    result.residuals = weights.root.size() > 0 ? fit.residuals.cwiseQuotient(weights.root).eval()
                                               : std::move(fit.residuals);
    result.fitted = weights.root.size() > 0
                        ? (response->cwiseQuotient(weights.root) - result.residuals).eval()
                        : (*response - result.residuals).eval();
  }
  return result;
}

/// The same fit under another covariance, without estimating again.
/// @throws argument_error  the fit was made without `.keep_parts = keep::scores`
template <class Result, class Spec>
[[nodiscard]] Result with_covariance(Result fit, const Spec& spec) {
  require(fit.scores.has_value(), "with_covariance",
          "the fit kept no scores: estimate with .keep_parts = keep::scores");
  detail::apply_covariance(fit, *fit.scores, spec);
  return fit;
}

/// A forecast of E[y | x] and of y, with their errors.
template <class Scalar>
struct prediction {
  dense_vector<Scalar> mean;       ///< (m) X b
  dense_vector<Scalar> mean_error; ///< (m) sqrt(x V x')
  dense_vector<Scalar> error;      ///< (m) sqrt(x V x' + sigma^2): of a single observation
  double inference_dof = 0;
  /// mean -+ t mean_error (or t error for a single observation).
  [[nodiscard]] std::pair<dense_vector<Scalar>, dense_vector<Scalar>> interval(
      double level = 0.95, bool single_observation = false) const {
    const Scalar t(student_t_quantile((1 + level) / 2, inference_dof));
    const dense_vector<Scalar>& e = single_observation ? error : mean_error;
    return {mean - t * e, mean + t * e};
  }
};

/// Predicts at new rows of regressors, columns in the order of `names` (intercept included).
/// @throws argument_error  columns; a fit without covariance
template <class Scalar>
[[nodiscard]] prediction<Scalar> predict(const ols_result<Scalar>& fit,
                                         const dense_matrix<Scalar>& rows) {
  require(rows.cols() == fit.coefficients.size(), "predict", "rows have ", rows.cols(),
          " columns; the fit has ", fit.coefficients.size(), " coefficients");
  const auto& v = detail::covariance_of(fit, "predict");
  prediction<Scalar> p;
  p.mean = rows * fit.coefficients;
  const dense_vector<Scalar> variance = (rows * v).cwiseProduct(rows).rowwise().sum();
  p.mean_error = variance.cwiseMax(Scalar(0)).cwiseSqrt();
  p.error = (variance.array() + *fit.sigma * *fit.sigma).cwiseMax(Scalar(0)).sqrt().matrix();
  p.inference_dof = fit.inference_dof;
  return p;
}

/// Test that every coefficient but the intercept is zero, under the fit's own covariance.
template <estimation_result Result>
[[nodiscard]] std::optional<test_result> overall_test(const Result& fit) {
  std::vector<std::string> slopes;
  for (const auto& name : fit.names) {
    if (name != intercept_name) slopes.push_back(name);
  }
  if (slopes.empty() || !fit.covariance) return std::nullopt;
  test_result t = wald_test(fit, slopes);
  t.name = std::isinf(fit.inference_dof) ? "chi-squared" : "F";
  t.null = "all slopes are zero";
  return t;
}

}  // namespace bilateral
