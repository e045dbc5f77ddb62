#pragma once
/// Least squares with any number of absorbed fixed effects.

#include <bilateral/econometrics/covariance/heteroskedastic.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/econometrics/estimator/effects_sample.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/regression/detail/units.hpp>
#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/numeric/absorb.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/numeric/scale.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
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
  absorb_options absorb{};                   ///< tolerance at most 1e-10
};

/// One set of effects as it was absorbed.
struct absorbed_effect {
  std::string name;
  std::int32_t levels = 0;     ///< in the sample used
  std::size_t singletons = 0;  ///< rows dropped because they were alone in their level
};

/// A least squares fit within fixed effects; `parameters` is slopes + 1 + sum of (levels - 1).
template <class Scalar>
struct fixed_effects_result : ols_result<Scalar> {
  std::vector<absorbed_effect> effects;
  std::size_t singletons = 0;       ///< rows dropped, all effects together
  std::optional<double> within_r2;  ///< of the residuals on the effects; none when y does not vary
  absorb_report convergence;
};

namespace detail {

// name and ratio of the columns that the effects explain, which are set to zero
//
// The length left is set against that about the mean: a large level of the column is the effects'
// anyway. What the iteration may leave of an absorbed column is far below the limit.
template <class Scalar>
std::vector<omitted_term> absorbed_columns(const dense_matrix<Scalar>& before,
                                           dense_matrix<Scalar>& after,
                                           const std::vector<std::string>& names,
                                           const dense_vector<Scalar>& weights,
                                           Eigen::Index first, const absorb_report& report) {
  using std::sqrt;
  const double limit = (std::max)(rank_tolerance<Scalar>(before.rows()), 1e-2 * report.error);
  const Scalar noise = Scalar(64) * std::numeric_limits<Scalar>::epsilon();
  std::vector<omitted_term> gone;
  for (Eigen::Index j = first; j < after.cols(); ++j) {
    const Scalar* x = before.data() + j * before.rows();
    const Scalar* left = after.data() + j * after.rows();
    Scalar total(0), sum(0), top(0);
    for (Eigen::Index i = 0; i < before.rows(); ++i) {
      const Scalar w = weights.size() > 0 ? weights[i] : Scalar(1);
      total += w;
      sum += w * x[i];
      top = (std::max)(top, Scalar(x[i] < Scalar(0) ? -x[i] : x[i]));
    }
    const Scalar mean = sum / total;
    const Scalar unit = top > Scalar(0) ? Scalar(Scalar(1) / top) : Scalar(0);
    Scalar about(0), rest(0);  // relative to the largest value: no overflow
    for (Eigen::Index i = 0; i < before.rows(); ++i) {
      const Scalar w = weights.size() > 0 ? weights[i] : Scalar(1);
      const Scalar d = (x[i] - mean) * unit;
      const Scalar r = left[i] * unit;
      about += w * d * d;
      rest += w * r * r;
    }
    const double ratio = about > Scalar(0) ? static_cast<double>(sqrt(Scalar(rest / about))) : 0.0;
    if (ratio > limit && rest > noise * noise * total) continue;
    gone.push_back({names[static_cast<std::size_t>(j - first)], (std::min)(ratio, 1.0),
                    "absorbed by the fixed effects"});
    after.col(j).setZero();
  }
  return gone;
}

// h_i of the dummies of the effects: w_i / W_g of one set, of several 1 - the residual of unit i
template <class Scalar>
dense_vector<Scalar> leverage_of_effects(const std::vector<factor>& effects,
                                         const dense_vector<Scalar>& weights) {
  constexpr std::size_t most = 5000;
  const std::size_t n = effects.front().size();
  dense_vector<Scalar> h(static_cast<Eigen::Index>(n));
  if (effects.size() == 1) {
    const factor& f = effects.front();
    dense_vector<Scalar> total = dense_vector<Scalar>::Zero(f.levels);
    const auto weight = [&](std::size_t i) {
      return weights.size() > 0 ? weights[static_cast<Eigen::Index>(i)] : Scalar(1);
    };
    for (std::size_t i = 0; i < n; ++i) total[f.codes[i]] += weight(i);
    for (std::size_t i = 0; i < n; ++i) {
      h[static_cast<Eigen::Index>(i)] = weight(i) / total[f.codes[i]];
    }
    return h;
  }
  require(n <= most, "ols", "HC2 to HC4 with several fixed effects need the leverage of every row; "
          "that is offered up to ", most, " rows, there are ", n);
  std::vector<grouping> groups;
  for (const factor& f : effects) groups.push_back({f.codes, f.levels});
  const auto rows = static_cast<Eigen::Index>(n);
  constexpr Eigen::Index block = 64;
  for (Eigen::Index start = 0; start < rows; start += block) {
    const Eigen::Index m = (std::min)(block, rows - start);
    dense_matrix<Scalar> units = dense_matrix<Scalar>::Zero(rows, m);
    for (Eigen::Index j = 0; j < m; ++j) units(start + j, j) = Scalar(1);
    const dense_matrix<Scalar> left = absorb(units, groups, weights).residuals;
    for (Eigen::Index j = 0; j < m; ++j) h[start + j] = Scalar(1) - left(start + j, j);
  }
  return h;
}

// the fit without its covariance, and what a covariance needs: compiled once for all of them
template <class Scalar>
fixed_effects_result<Scalar> within_effects_fit(const regression<Scalar>& model,
                                                const std::vector<factor>& effects,
                                                const fixed_effects_options<Scalar>& options,
                                                bool want_scores, bool want_leverage,
                                                estimation_scores<Scalar>& scores) {
  using std::sqrt;
  const std::size_t rows = model.rows();
  require(rows > 0, "ols", "there are no observations");
  require_same_size("ols", "the design", static_cast<std::size_t>(model.design.rows()),
                    "the response", rows);
  require(model.names.size() == static_cast<std::size_t>(model.design.cols()), "ols", "there are ",
          model.names.size(), " names for ", model.design.cols(), " columns");
  const Eigen::Index skip = model.intercept ? 1 : 0;
  const Eigen::Index given = model.design.cols() - skip;
  require(given > 0, "ols", "there are no regressors besides the fixed effects");
  require(options.absorb.tolerance <= 1e-10, "ols", "absorb.tolerance is ",
          options.absorb.tolerance, "; at most 1e-10, or collinear columns are not seen");
  const bool counts = options.frequency_weights.size() > 0;
  require(!counts || options.weights.size() == 0, "ols",
          "give weights or frequency_weights, not both");
  const dense_vector<Scalar>& all_weights = counts ? options.frequency_weights : options.weights;
  const auto checked = check_weights("ols", counts ? "frequency_weights" : "weights",
                                             all_weights, rows, counts ? weight_kind::frequency : weight_kind::analytic);

  // the rows that take part
  effects_sample rest("ols", effects, rows);
  for (const dropped_row& d : checked.left_out) rest.leave_out(d.row - 1, d.reason);
  if (!options.keep_singletons) {
    rest.leave_out_singletons([&](std::size_t i) {
      return counts && all_weights[static_cast<Eigen::Index>(i)] > Scalar(1);
    });
  }
  require(rest.used() > 0, "ols", "every row is alone in a group of the fixed effects: there is no "
          "variation within");
  const std::vector<std::size_t> kept = rest.kept();
  std::vector<factor> used_effects = rest.effects(kept);
  const auto n = static_cast<Eigen::Index>(rest.used());
  const auto source = [&](Eigen::Index i) {
    return kept.empty() ? i : static_cast<Eigen::Index>(kept[static_cast<std::size_t>(i)]);
  };
  dense_matrix<Scalar> whole(n, 1 + given);
  for (Eigen::Index j = 0; j <= given; ++j) {
    const Scalar* from = j == 0 ? model.response.data()
                                : model.design.data() + (skip + j - 1) * model.design.rows();
    for (Eigen::Index i = 0; i < n; ++i) whole(i, j) = from[source(i)];
    require_squares("ols", j == 0 ? model.response_name
                                  : model.names[static_cast<std::size_t>(skip + j - 1)],
                    column_span(whole, j));
  }
  dense_vector<Scalar> weights;
  if (all_weights.size() > 0) {
    weights.resize(n);
    for (Eigen::Index i = 0; i < n; ++i) weights[i] = all_weights[source(i)];
  }

  fixed_effects_result<Scalar> result;
  result.response_name = model.response_name;
  result.sample.used = rest.used();
  result.sample.dropped = rest.left_out();
  result.sample.rows = rest.dropped();
  result.sample.kept = kept;
  double absorbed = 1;
  std::vector<grouping> groups;
  for (std::size_t f = 0; f < used_effects.size(); ++f) {
    const factor& e = used_effects[f];
    groups.push_back({e.codes, e.levels});
    result.effects.push_back({e.name, e.levels, rest.singletons(f)});
    result.singletons += rest.singletons(f);
    absorbed += e.levels - 1;
  }
  absorb_result<Scalar> left = absorb(whole, groups, weights, options.absorb);
  result.convergence = left.report;
  if (!left.report.converged) {
    result.notes.push_back(text("the fixed effects were not found to ",
                                significant_text(options.absorb.tolerance, 3), " in ",
                                left.report.iterations, " iterations"));
  }
  const std::vector<std::string> names(model.names.begin() + skip, model.names.end());
  result.omitted = absorbed_columns(whole, left.residuals, names, weights, 1, left.report);
  if (options.strict && !result.omitted.empty()) {
    throw rank_deficiency_error(text("ols: ", result.omitted.front().name,
                                     " is absorbed by the fixed effects (ratio ",
                                     significant_text(result.omitted.front().ratio, 3), ")"));
  }
  require(result.omitted.size() < names.size(), "ols",
          "every regressor is absorbed by the fixed effects");

  // least squares on what is left
  dense_vector<Scalar> response = left.residuals.col(0);
  dense_matrix<Scalar> design = left.residuals.rightCols(given);
  left.residuals.resize(0, 0);
  dense_vector<Scalar> root;
  if (weights.size() > 0) {
    root = weights.cwiseSqrt();
    response = root.cwiseProduct(response).eval();
    design = root.asDiagonal() * design;
  }
  require(static_cast<double>(given) <= (counts ? static_cast<double>(weights.sum())
                                                : static_cast<double>(n)),
          "ols", "there are ", n, " observations for ", given, " coefficients");
  auto fit = least_squares(design, response);
  for (const dropped_column& d : fit.dropped) {
    const std::string& name = names[static_cast<std::size_t>(d.column)];
    const bool seen = std::any_of(result.omitted.begin(), result.omitted.end(),
                                  [&](const omitted_term& o) { return o.name == name; });
    if (seen) continue;
    if (options.strict) {
      throw rank_deficiency_error(text("ols: ", name, " is determined by the columns before it and "
                                       "the fixed effects (ratio ", significant_text(d.ratio, 3),
                                       ")"));
    }
    result.omitted.push_back(
        {name, d.ratio, "collinear with the columns before it and the fixed effects"});
  }
  if (!fit.dropped.empty()) {
    dense_matrix<Scalar> some(n, static_cast<Eigen::Index>(fit.kept.size()));
    for (Eigen::Index j = 0; j < some.cols(); ++j) {
      some.col(j) = design.col(fit.kept[static_cast<std::size_t>(j)]);
    }
    design = std::move(some);
  }
  for (const Eigen::Index j : fit.kept) result.names.push_back(names[static_cast<std::size_t>(j)]);
  result.coefficients = fit.coefficients;
  result.intercept = true;  // within the effects: sums of squares are about the mean
  result.observations = counts ? static_cast<double>(weights.sum()) : static_cast<double>(n);
  result.parameters = static_cast<double>(design.cols()) + absorbed;
  result.condition = fit.condition;
  if (fit.condition > 1e10) {
    result.notes.push_back(text("the design is nearly collinear within the effects: condition number ",
                                significant_text(fit.condition, 3)));
  }
  const auto weight = [&](Eigen::Index i) { return weights.size() > 0 ? weights[i] : Scalar(1); };
  Scalar total(0), mean(0), squares(0);
  for (Eigen::Index i = 0; i < n; ++i) {
    total += weight(i);
    mean += weight(i) * whole(i, 0);
    squares += weight(i) * whole(i, 0) * whole(i, 0);
  }
  mean /= total;
  const bool constant = whole.col(0).minCoeff() == whole.col(0).maxCoeff();
  for (Eigen::Index i = 0; i < n && !constant; ++i) {
    const Scalar d = whole(i, 0) - mean;
    result.total_sum_of_squares += weight(i) * d * d;
  }
  double log_weights = 0;
  if (!counts && root.size() > 0) log_weights = static_cast<double>(root.array().log().sum());
  describe_fit(result, fit.residual_sum_of_squares, squares, log_weights, 1e-24);
  const Scalar within = response.squaredNorm();
  if (within > Scalar(1e-24) * squares) {
    result.within_r2 = 1 - static_cast<double>(fit.residual_sum_of_squares / within);
  } else {
    result.notes.push_back(model.response_name +
                           " does not vary within the effects: within r2 is undefined");
  }

  scores.bread = fit.inverse_gram;
  scores.residual_sum_of_squares = fit.residual_sum_of_squares;
  scores.observations = result.observations;
  scores.parameters = result.parameters;
  scores.absorbed = absorbed;
  scores.intercept = false;
  scores.effects = std::move(used_effects);
  scores.kept = kept;
  scores.given = rows;
  set_time(scores, model, kept);
  if (want_scores) {
    scores.scores = fit.residuals.asDiagonal() * design;
    scores.residuals = root.size() > 0 ? fit.residuals.cwiseQuotient(root).eval() : fit.residuals;
    if (counts) scores.frequency = weights;
    if (want_leverage) {
      scores.leverage = leverage_of_effects(scores.effects, weights) +
                        leverage_of(design, scores.bread);
      if (counts) scores.leverage = scores.leverage.cwiseQuotient(scores.frequency).eval();
    }
  }
  if (options.keep_parts != keep::nothing) {
    result.residuals =
        root.size() > 0 ? fit.residuals.cwiseQuotient(root).eval() : std::move(fit.residuals);
    result.fitted = whole.col(0) - result.residuals;
  }
  return result;
}

}  // namespace detail

/// Least squares with absorbed fixed effects.
///
///   y_i = x_i b + a_1[c_1(i)] + ... + a_F[c_F(i)] + u_i
///
/// Response and regressors are replaced by their residuals on the effects (Frisch, Waugh and Lovell),
/// see `absorb`. Rows that are alone in a group are left out, again and again until none is: they say
/// nothing about b, and counting them makes errors too small. The intercept of the model, if any, is
/// one of the effects' and is not reported.
///
/// @param model    response (n), design (n x k), names; from regress()
/// @param effects  one factor for each set of effects, of the n rows
/// @param spec     covariance; its clusters or periods may be those of all n rows
/// @param options  weights, strict, singletons, tolerance
/// @return         slopes in the order of `names`; rows and columns left out in `sample` and `omitted`
/// @throws argument_error  no regressor or no row is left, shapes, weights, values that are not finite
/// @throws rank_deficiency_error  absorbed or collinear columns, when strict
/// @throws convergence_error  the effects are not found within the limit of iterations
/// @note   K = k + 1 + sum of (levels - 1), less (levels - 1) of each effect nested in a cluster: fixest
///         0.14 (Stata areg and reghdfe count one set alike; redundant levels of several are counted
///         here and in fixest, not in reghdfe). r2 is of all, `within_r2` of what the effects leave.
///         HC2 to HC4 use the leverage of slopes and effects together.
/// @see    Guimaraes & Portugal (2010), Stata J. 10(4); Correia (2015), Singletons, cluster-robust
///         standard errors and fixed effects: a bad mix
/// Example: examples/regress.cpp
template <class Scalar, class Spec = iid>
[[nodiscard]] fixed_effects_result<Scalar> ols(
    const regression<Scalar>& model, const std::vector<factor>& effects, const Spec& spec = {},
    const std::type_identity_t<fixed_effects_options<Scalar>>& options = {}) {
  estimation_scores<Scalar> scores;
  const bool keep_scores = options.keep_parts == keep::scores;
  auto result = detail::within_effects_fit(model, effects, options,
                                           keep_scores || wants_scores(spec),
                                           wants_leverage(spec), scores);
  apply_covariance(result, scores, spec);
  if (keep_scores) result.scores = std::move(scores);
  return result;
}

}  // namespace bilateral
