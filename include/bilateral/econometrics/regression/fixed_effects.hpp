#pragma once
/// Least squares with any number of absorbed fixed effects.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/instantiate.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/covariance/heteroskedastic.hpp>
#include <bilateral/econometrics/estimator/absorbed.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/econometrics/estimator/effects_leverage.hpp>
#include <bilateral/econometrics/estimator/effects_sample.hpp>
#include <bilateral/econometrics/estimator/leverage.hpp>
#include <bilateral/econometrics/regression/detail/absorbed_columns.hpp>
#include <bilateral/econometrics/regression/detail/units.hpp>
#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/numeric/absorb.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/numeric/scale.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace bilateral {

template <class Scalar>
struct fixed_effects_options {
  dense_vector<Scalar> weights{};            ///< analytic weights, 1/variance; empty is none
  dense_vector<Scalar> frequency_weights{};  ///< counts: row i stands for so many observations
  bool strict = false;                       ///< absorbed or collinear columns throw
  keep keep_parts = keep::residuals;         ///< `scores` allows with_covariance
  bool keep_singletons = false;              ///< groups of one row stay
  absorb_options absorb{};                   ///< tolerance at most 1e-10; its threads are the fit's
};

/// A least squares fit within fixed effects; `parameters` is slopes + 1 + sum of (levels - 1), and
/// of the slopes by group.
template <class Scalar>
struct fixed_effects_result : ols_result<Scalar> {
  std::vector<absorbed_effect> effects;
  std::size_t singletons = 0;       ///< rows dropped, all effects together
  std::optional<double> within_r2;  ///< of the residuals on the effects; none when y does not vary
  absorb_report convergence;
};

namespace detail {

template <class Scalar>
class effects_fit {
 public:
  effects_fit(const regression<Scalar>& model, const std::vector<factor>& effects,
              const fixed_effects_options<Scalar>& options)
      : model_(model), options_(options), constant_(absorb_constant(effects)) {
    check();
    choose_sample(effects);
  }

  fixed_effects_result<Scalar> estimate(bool want_scores, bool want_leverage,
                                        estimation_scores<Scalar>& scores) {
    gather();
    absorb_columns();
    weigh();
    const auto fit = fit_within();
    describe(fit);
    keep_residuals(fit);
    fill_scores(fit, want_scores, want_leverage, scores);
    return std::move(result_);
  }

 private:
  [[nodiscard]] Eigen::Index skipped() const { return model_.intercept && constant_ ? 1 : 0; }
  [[nodiscard]] Eigen::Index given() const { return model_.design.cols() - skipped(); }
  [[nodiscard]] Eigen::Index rows() const { return to_index(result_.sample.used); }
  [[nodiscard]] const dense_vector<Scalar>& all_weights() const {
    return counts_ ? options_.frequency_weights : options_.weights;
  }
  [[nodiscard]] Scalar weight(Eigen::Index i) const {
    return weights_.size() > 0 ? weights_[i] : Scalar(1);
  }

  void check() {
    const std::size_t rows = model_.rows();
    require(rows > 0, "ols", "there are no observations");
    require_same_size("ols", "the design", to_size(model_.design.rows()), "the response", rows);
    require(model_.names.size() == to_size(model_.design.cols()), "ols", "there are ",
            model_.names.size(), " names for ", model_.design.cols(), " columns");
    require(given() > 0, "ols", "there are no regressors besides the fixed effects");
    require(options_.absorb.tolerance <= 1e-10, "ols", "absorb.tolerance is ",
            options_.absorb.tolerance, "; at most 1e-10, or collinear columns are not seen");
    counts_ = options_.frequency_weights.size() > 0;
    require(!counts_ || options_.weights.size() == 0, "ols",
            "give weights or frequency_weights, not both");
  }

  // the rows that take part, and the effects on them
  void choose_sample(const std::vector<factor>& effects) {
    const auto kind = counts_ ? weight_kind::frequency : weight_kind::analytic;
    const auto checked = check_weights("ols", counts_ ? "frequency_weights" : "weights",
                                       all_weights(), model_.rows(), kind);
    effects_sample sample("ols", effects, model_.rows());
    for (const dropped_row& d : checked.left_out) sample.leave_out(d.row - 1, d.reason);
    if (!options_.keep_singletons) {
      sample.leave_out_singletons(
          [&](std::size_t i) { return counts_ && all_weights()[to_index(i)] > Scalar(1); });
    }
    require(sample.used() > 0, "ols",
            "every row is alone in a group of the fixed effects: there is "
            "no variation within");
    kept_ = sample.kept();
    effects_ = sample.effects(kept_);
    result_.response_name = model_.response_name;
    result_.sample.used = sample.used();
    result_.sample.dropped = sample.left_out();
    result_.sample.rows = sample.dropped();
    result_.sample.kept = kept_;
    absorbed_ = describe_effects(effects_, sample, result_.effects, result_.singletons);
  }

  // row of the data of a row of the sample; response (j = 0) or a column there, as given
  [[nodiscard]] std::size_t source(std::size_t row) const {
    return kept_.empty() ? row : kept_[row];
  }
  [[nodiscard]] const Scalar& given_value(Eigen::Index row, Eigen::Index j) const {
    return given_[to_size(j)][source(to_size(row))];
  }

  // the response, the columns that are not the effects' own, and the weights of these rows
  void gather() {
    names_.assign(model_.names.begin() + skipped(), model_.names.end());
    given_.push_back(model_.response.data());
    for (Eigen::Index j = skipped(); j < model_.design.cols(); ++j) {
      given_.push_back(model_.design.data() + j * model_.design.rows());
    }
    std::vector<Scalar> column;
    for (std::size_t j = 0; j < given_.size(); ++j) {
      std::span<const Scalar> values(given_[j], model_.rows());
      if (!kept_.empty()) {
        column.resize(kept_.size());
        for (std::size_t i = 0; i < kept_.size(); ++i) column[i] = given_[j][kept_[i]];
        values = column;
      }
      const std::string& name = j == 0 ? model_.response_name : names_[j - 1];
      require_finite("ols", name, values);
      require_squares("ols", name, values);
    }
    if (all_weights().size() == 0) return;
    weights_.resize(rows());
    for (Eigen::Index i = 0; i < rows(); ++i)
      weights_[i] = all_weights()[to_index(source(to_size(i)))];
  }

  // what the effects leave of response and columns; columns that they explain are zero
  void absorb_columns() {
    absorber<Scalar> solver(groupings_of(effects_));
    if (weights_.size() > 0) solver.set_row_weights(weights_, options_.absorb.threads);
    response_.resize(rows());
    design_.resize(rows(), given());
    std::vector<Scalar*> to = {response_.data()};
    for (Eigen::Index j = 0; j < given(); ++j) to.push_back(design_.data() + j * rows());
    const absorb_report report = bilateral::absorb_columns<Scalar>(
        solver, given_, to, [&](std::size_t row) { return source(row); }, options_.absorb);
    result_.convergence = report;
    if (!report.converged) {
      result_.notes.push_back(text("the fixed effects were not found to ",
                                   significant_text(options_.absorb.tolerance, 3), " in ",
                                   report.iterations, " iterations"));
    }
    result_.omitted = absorbed_columns(
        [&](Eigen::Index i, Eigen::Index j) { return given_value(i, j + 1); }, design_, names_,
        weights_, report, origin_of(effects_), options_.absorb.threads);
    if (options_.strict && !result_.omitted.empty()) {
      throw rank_deficiency_error(text("ols: ", result_.omitted.front().name,
                                       " is absorbed by the fixed effects (ratio ",
                                       significant_text(result_.omitted.front().ratio, 3), ")"));
    }
    if (result_.omitted.size() == names_.size())
      refuse_without_regressor("ols", "absorbed by the fixed effects", result_.omitted);
  }

  void weigh() {
    if (weights_.size() == 0) return;
    root_ = weights_.cwiseSqrt();
    response_ = root_.cwiseProduct(response_).eval();
    design_ = root_.asDiagonal() * design_;
  }

  // least squares on what is left, without the columns that those before them determine
  least_squares_result<Scalar> fit_within() {
    const double count =
        counts_ ? static_cast<double>(weights_.sum()) : static_cast<double>(rows());
    require(static_cast<double>(given()) <= count, "ols", "there are ", rows(),
            " observations for ", given(), " coefficients");
    auto fit = least_squares(design_, response_);
    if (options_.strict && !fit.dropped.empty()) {
      const dropped_column& first = fit.dropped.front();
      throw rank_deficiency_error(text("ols: ", names_[to_size(first.column)],
                                       " is determined by the columns before it and "
                                       "the fixed effects (ratio ",
                                       significant_text(first.ratio, 3), ")"));
    }
    add_collinear(result_.omitted, fit.dropped, names_, collinear_with_effects);
    if (!fit.dropped.empty()) {
      dense_matrix<Scalar> some(design_.rows(), std::ssize(fit.kept));
      for (Eigen::Index j = 0; j < some.cols(); ++j) {
        some.col(j) = design_.col(fit.kept[to_size(j)]);
      }
      design_ = std::move(some);
    }
    for (const Eigen::Index j : fit.kept) {
      result_.names.push_back(names_[to_size(j)]);
    }
    return fit;
  }

  // sums of squares are about the mean: of the effects, or of a constant beside slopes alone
  void describe(const least_squares_result<Scalar>& fit) {
    result_.coefficients = fit.coefficients;
    result_.intercept = constant_ || model_.intercept;
    result_.observations =
        counts_ ? static_cast<double>(weights_.sum()) : static_cast<double>(rows());
    result_.parameters = static_cast<double>(design_.cols()) + absorbed_;
    result_.condition = fit.condition;
    if (fit.condition > 1e10) {
      result_.notes.push_back(
          text("the design is nearly collinear within the effects: condition number ",
               significant_text(fit.condition, 3)));
    }
    Scalar total(0), mean(0), squares(0);
    bool varies = false;
    for (Eigen::Index i = 0; i < rows(); ++i) {
      const Scalar& y = given_value(i, 0);
      total += weight(i);
      mean += weight(i) * y;
      squares += weight(i) * y * y;
      varies = varies || y != given_value(0, 0);
    }
    mean = result_.intercept ? Scalar(mean / total) : Scalar(0);
    for (Eigen::Index i = 0; i < rows() && (varies || !result_.intercept); ++i) {
      const Scalar d = given_value(i, 0) - mean;
      result_.total_sum_of_squares += weight(i) * d * d;
    }
    double log_weights = 0;
    if (!counts_ && root_.size() > 0) log_weights = static_cast<double>(root_.array().log().sum());
    describe_fit(result_, fit.residual_sum_of_squares, squares, log_weights, 1e-24);
    const Scalar within = response_.squaredNorm();
    if (within > Scalar(1e-24) * squares) {
      result_.within_r2 = 1 - static_cast<double>(fit.residual_sum_of_squares / within);
    } else {
      result_.notes.push_back(model_.response_name +
                              " does not vary within the effects: within r2 is undefined");
    }
  }

  void fill_scores(const least_squares_result<Scalar>& fit, bool want_scores, bool want_leverage,
                   estimation_scores<Scalar>& scores) {
    scores.bread = fit.inverse_gram;
    scores.residual_sum_of_squares = fit.residual_sum_of_squares;
    scores.observations = result_.observations;
    scores.parameters = result_.parameters;
    scores.absorbed = absorbed_;
    scores.intercept = false;
    scores.given = model_.rows();
    set_time(scores, model_, kept_);
    if (want_scores) {
      scores.scores = fit.residuals.asDiagonal() * design_;
      scores.residuals = unweighted(fit.residuals);
      if (counts_) scores.frequency = weights_;
      if (want_leverage) {
        scores.leverage =
            noted_leverage(effects_, weights_, options_.absorb.threads, result_.notes) +
            leverage_of(design_, scores.bread);
        if (counts_) scores.leverage = scores.leverage.cwiseQuotient(scores.frequency).eval();
      }
    }
    scores.effects = std::move(effects_);
    scores.kept = std::move(kept_);
  }

  void keep_residuals(const least_squares_result<Scalar>& fit) {
    if (options_.keep_parts == keep::nothing) return;
    result_.residuals = unweighted(fit.residuals);
    result_.fitted.resize(rows());
    for (Eigen::Index i = 0; i < rows(); ++i) {
      result_.fitted[i] = given_value(i, 0) - result_.residuals[i];
    }
  }
  [[nodiscard]] dense_vector<Scalar> unweighted(const dense_vector<Scalar>& residuals) const {
    return root_.size() > 0 ? residuals.cwiseQuotient(root_).eval() : residuals;
  }

  const regression<Scalar>& model_;
  const fixed_effects_options<Scalar>& options_;
  const bool constant_;  // one of the effects'
  bool counts_ = false;  // frequency weights
  double absorbed_ = 0;  // coefficients of the effects
  std::vector<std::size_t> kept_;
  std::vector<factor> effects_;
  std::vector<std::string> names_;
  std::vector<const Scalar*> given_;  // response and columns, all rows
  dense_vector<Scalar> weights_, root_;
  dense_vector<Scalar>
      response_;  // within the effects, times the roots of the weights; and the columns
  dense_matrix<Scalar> design_;
  fixed_effects_result<Scalar> result_;
};

// The fit without its covariance, and what a covariance needs: compiled once for all of them.
template <class Scalar>
fixed_effects_result<Scalar> fit_effects(const regression<Scalar>& model,
                                         const std::vector<factor>& effects,
                                         const fixed_effects_options<Scalar>& options,
                                         bool want_scores, bool want_leverage,
                                         estimation_scores<Scalar>& scores) {
  return effects_fit<Scalar>(model, effects, options).estimate(want_scores, want_leverage, scores);
}

}  // namespace detail

BILATERAL_INSTANTIATE(fixed_effects_result<double> detail::fit_effects(
    const regression<double>&, const std::vector<factor>&, const fixed_effects_options<double>&,
    bool, bool, estimation_scores<double>&))

/// Least squares with absorbed fixed effects.
///
///   y_i = x_i b + a_1[c_1(i)] + ... + a_F[c_F(i)] + u_i
///
/// where an effect may have slopes, a[g] + d[g] s_i, or slopes alone (see with_slope). Response and
/// regressors are replaced by their residuals on the effects (Frisch, Waugh and Lovell), see
/// `absorb`. Rows that are alone in a group are left out, again and again until none is: they say
/// nothing about b, and counting them makes errors too small. The intercept of the model, if any,
/// is one of the effects' and is not reported, unless they all are slopes alone.
///
/// @param model    response (n), design (n x k), names; from regress()
/// @param effects  one factor for each set of effects, of the n rows
/// @param spec     covariance; its clusters or periods may be those of all n rows
/// @param options  weights, strict, singletons, tolerance
/// @return         slopes in the order of `names`; rows and columns left out in `sample` and
///                 `omitted`
/// @throws argument_error  no regressor or no row is left, shapes, weights, values that are not
///                         finite
/// @throws rank_deficiency_error  absorbed or collinear columns, when strict
/// @throws convergence_error  the effects are not found within the limit of iterations
/// @note   K = k + 1 + sum of (levels - 1) and of the groups where a slope varies, less those of
///         each effect nested in a cluster: fixest 0.14 (Stata areg and reghdfe count one set
///         alike; redundant levels of several are counted here and in fixest, not in reghdfe). r2
///         is of all, `within_r2` of what the effects leave. HC2 to HC4 use the leverage of slopes
///         and effects together, see effects_leverage: beyond 5,000 rows and several effects it is
///         estimated, and said.
/// @see    Guimaraes & Portugal (2010), Stata J. 10(4); Correia (2015), Singletons, cluster-robust
///         standard errors and fixed effects: a bad mix
/// Example: examples/regress/effects.cpp
template <class Scalar, class Spec = iid>
[[nodiscard]] fixed_effects_result<Scalar> ols(
    const regression<Scalar>& model, const std::vector<factor>& effects, const Spec& spec = {},
    const std::type_identity_t<fixed_effects_options<Scalar>>& options = {}) {
  estimation_scores<Scalar> scores;
  const bool keep_scores = options.keep_parts == keep::scores;
  auto result = detail::fit_effects(model, effects, options, keep_scores || wants_scores(spec),
                                    wants_leverage(spec), scores);
  apply_covariance(result, scores, spec);
  if (keep_scores) result.scores = std::move(scores);
  return result;
}

}  // namespace bilateral
