#pragma once
/// Wild cluster bootstrap tests with absorbed fixed effects: of least squares by residuals, of Poisson and
/// generalised linear models by scores.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/covariance/clustered.hpp>
#include <bilateral/econometrics/estimator/absorbed.hpp>
#include <bilateral/econometrics/regression/detail/wild_draws.hpp>
#include <bilateral/econometrics/regression/fixed_effects.hpp>
#include <bilateral/econometrics/regression/generalised_linear.hpp>
#include <bilateral/econometrics/regression/ppml.hpp>
#include <bilateral/econometrics/regression/wild_weight.hpp>
#include <bilateral/numeric/absorb.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/stats/test_result.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

namespace detail {

// the model without one column, whose values come back
template <class Scalar>
struct without_column {
  regression<Scalar> model;
  dense_vector<Scalar> column;

  without_column(const char* function, const regression<Scalar>& given, const std::string& name)
      : model(given) {
    const auto at = std::find(given.names.begin(), given.names.end(), name) - given.names.begin();
    std::string all;
    for (const auto& n : given.names) all += (all.empty() ? "" : ", ") + n;
    require(at < std::ssize(given.names), function, "there is no ", name, " among ", all);
    require(!given.intercept || at > 0, function, "the intercept is not tested");
    column = given.design.col(at);
    const Eigen::Index rest = given.design.cols() - 1;
    model.design.resize(given.design.rows(), rest);
    model.design.leftCols(at) = given.design.leftCols(at);
    model.design.rightCols(rest - at) = given.design.rightCols(rest - at);
    model.names.erase(model.names.begin() + at);
  }
};

template <class Scalar>
dense_vector<Scalar> rows_at(const dense_vector<Scalar>& v, const std::vector<std::size_t>& kept) {
  if (kept.empty()) return v;
  dense_vector<Scalar> out(std::ssize(kept));
  for (Eigen::Index i = 0; i < out.size(); ++i) {
    out[i] = v[to_index(kept[to_size(i)])];
  }
  return out;
}

inline std::vector<factor> effects_at(const std::vector<factor>& effects,
                                      const std::vector<std::size_t>& kept) {
  std::vector<factor> out;
  for (const factor& f : effects) out.push_back(kept.empty() ? f : subset(f, kept));
  return out;
}

// columns within the effects at weights; as they are without effects
template <class Scalar>
dense_matrix<Scalar> left_by_effects(const dense_matrix<Scalar>& columns,
                                     const std::vector<factor>& effects,
                                     const dense_vector<Scalar>& weights) {
  if (effects.empty()) return columns;
  return absorb(columns, groupings_of(effects), weights).residuals;
}

// first column less its weighted projection on the others
template <class Scalar>
dense_vector<Scalar> cleared_of_others(const dense_matrix<Scalar>& columns,
                                       const dense_vector<Scalar>& weights) {
  const Eigen::Index others = columns.cols() - 1;
  if (others == 0) return columns.col(0);
  const dense_vector<Scalar> root = weights.cwiseSqrt();
  const dense_matrix<Scalar> x = root.asDiagonal() * columns.rightCols(others);
  const checked_qr<Scalar> qr(x);
  const dense_vector<Scalar> b =
      qr.unrefined(dense_vector<Scalar>(root.cwiseProduct(columns.col(0))));
  return columns.col(0) - qr.kept_columns(dense_matrix<Scalar>(columns.rightCols(others))) * b;
}

// Q(h, g) = sum over cluster h of r_i e_i, e what effects and regressors x leave of u within cluster g
template <class Scalar>
dense_matrix<Scalar> cross_clusters(const dense_vector<Scalar>& r, const dense_matrix<Scalar>& x,
                                    const dense_vector<Scalar>& u, const factor& by,
                                    const std::vector<factor>& effects) {
  constexpr Eigen::Index block = 32;
  const Eigen::Index n = u.size(), groups = by.levels;
  const bool nested = std::all_of(effects.begin(), effects.end(),
                                  [&](const factor& f) { return is_nested(f, by); });
  const checked_qr<Scalar> qr(x);
  const dense_matrix<Scalar> solver = qr.inverse_gram();
  dense_matrix<Scalar> q = dense_matrix<Scalar>::Zero(groups, groups);
  for (Eigen::Index first = 0; first < groups; first += block) {
    const Eigen::Index m = (std::min)(block, groups - first);
    dense_matrix<Scalar> pieces = dense_matrix<Scalar>::Zero(n, m);
    for (Eigen::Index i = 0; i < n; ++i) {
      const Eigen::Index g = by.codes[to_size(i)] - first;
      if (g >= 0 && g < m) pieces(i, g) = u[i];
    }
    // effects within clusters leave u, which is free of them, as it is
    dense_matrix<Scalar> left = nested ? pieces : left_by_effects(pieces, effects, {});
    left -= x * (solver * (x.transpose() * pieces));
    for (Eigen::Index i = 0; i < n; ++i) {
      q.row(by.codes[to_size(i)]).segment(first, m) += r[i] * left.row(i);
    }
  }
  return q;
}

// restricted scores of one coefficient, summed by cluster, and their test
template <class Scalar>
test_result score_test(const dense_vector<Scalar>& sums, const std::string& coefficient,
                       const wild_cluster_options& options) {
  const auto groups = sums.size();
  const Scalar count(static_cast<double>(groups));
  // z of scores about their mean: with the variance that they have in the draw
  const auto statistic = [&](const dense_vector<Scalar>& v) {
    const dense_vector<Scalar> s = v.cwiseProduct(sums);
    const Scalar total = s.sum();
    const Scalar spread = s.squaredNorm() - total * total / count;
    using std::sqrt;
    return spread > Scalar(0) ? static_cast<double>(Scalar(total / sqrt(spread))) : HUGE_VAL;
  };
  test_result t;
  t.name = "score wild cluster bootstrap";
  t.null = text(coefficient, " is ", significant_text(options.null_value, 6));
  t.statistic = statistic(dense_vector<Scalar>::Ones(groups));
  judge_by_weights<Scalar>(t, groups, options, statistic);
  return t;
}

// Scores at the restricted estimate: r_i u_i, r what effects and other regressors leave of the column at
// the weights of the information.
template <class Scalar, class Fit>
test_result score_cluster_test(const Fit& fit, const without_column<Scalar>& parts,
                               const std::vector<factor>& effects, const factor& by,
                               const dense_vector<Scalar>& score,
                               const dense_vector<Scalar>& information,
                               const std::string& coefficient,
                               const wild_cluster_options& options) {
  const auto& kept = fit.sample.kept;
  dense_matrix<Scalar> columns(score.size(), 1 + std::ssize(fit.names));
  columns.col(0) = rows_at(parts.column, kept);
  for (std::size_t j = 0; j < fit.names.size(); ++j) {
    const auto& names = parts.model.names;
    const auto at = std::find(names.begin(), names.end(), fit.names[j]) - names.begin();
    columns.col(to_index(j) + 1) = rows_at(dense_vector<Scalar>(parts.model.design.col(at)), kept);
  }
  const dense_matrix<Scalar> within =
      left_by_effects(columns, effects_at(effects, kept), information);
  const dense_vector<Scalar> r = cleared_of_others(within, information);
  require(static_cast<double>(r.norm()) > 1e-8 * static_cast<double>(columns.col(0).norm()),
          "score_cluster_test", coefficient,
          " is determined by the other regressors and the fixed effects");
  const factor clusters = kept.empty() ? by : subset(by, kept);
  require(clusters.levels > 1, "score_cluster_test", by.name, " has a single cluster");
  dense_vector<Scalar> sums = dense_vector<Scalar>::Zero(clusters.levels);
  for (Eigen::Index i = 0; i < r.size(); ++i) {
    sums[clusters.codes[to_size(i)]] += r[i] * score[i];
  }
  return score_test(sums, coefficient, options);
}

inline void check_clusters(const char* function, const factor& by, std::size_t rows,
                           const wild_cluster_options& options) {
  require_same_size(function, by.name, by.size(), "the response", rows);
  require(by.levels > 1, function, by.name, " has a single cluster");
  require(options.draws > 0, function, "draws is ", options.draws, "; it must be above zero");
}

}  // namespace detail

/// Wild cluster bootstrap-t of one coefficient of least squares with absorbed effects, the null imposed.
///
/// As wild_cluster_test without effects; each draw is set against the t of its own cluster-robust error.
/// The weighted residuals of each cluster have the effects partialled out once (not at all where the
/// effects lie within clusters), so that a draw costs G^2 whatever the number of rows or effects.
///
/// @param effects  one factor for each set of effects; @param by  clusters, both of the n rows
/// @return  t (Stata's factor) with its p-value; the note says how many draws
/// @throws argument_error  no such coefficient, one cluster, shapes
/// @see     Roodman, MacKinnon, Nielsen & Webb (2019), Stata Journal 19(1), 5 (fixed effects)
template <class Scalar>
[[nodiscard]] test_result wild_cluster_test(const regression<Scalar>& model,
                                            const std::vector<factor>& effects, const factor& by,
                                            const std::string& coefficient,
                                            const wild_cluster_options& options = {}) {
  detail::check_clusters("wild_cluster_test", by, model.rows(), options);
  const auto fit =
      ols(model, effects, clustered{.by = {by}, .adjustment = cluster_adjustment::none});
  const Eigen::Index j = position(fit, coefficient);
  const auto& kept = fit.sample.kept;
  const auto used = detail::effects_at(effects, kept);
  const factor clusters = kept.empty() ? by : subset(by, kept);
  // the column first, the others behind it, the response under the null last
  const Eigen::Index k = fit.coefficients.size();
  dense_matrix<Scalar> columns(to_index(fit.sample.used), k + 1);
  Eigen::Index to = 1;
  for (Eigen::Index c = 0; c < k; ++c) {
    const auto& name = fit.names[to_size(c)];
    const auto at = std::find(model.names.begin(), model.names.end(), name) - model.names.begin();
    columns.col(c == j ? 0 : to++) =
        detail::rows_at(dense_vector<Scalar>(model.design.col(at)), kept);
  }
  columns.col(k) =
      detail::rows_at(model.response, kept) - Scalar(options.null_value) * columns.col(0);
  const dense_matrix<Scalar> within =
      detail::left_by_effects(columns, used, dense_vector<Scalar>{});
  const dense_vector<Scalar> ones = dense_vector<Scalar>::Ones(within.rows());
  const dense_matrix<Scalar> x = within.leftCols(k);
  dense_matrix<Scalar> restricted(within.rows(), k);
  restricted.col(0) = within.col(k);
  restricted.rightCols(k - 1) = x.rightCols(k - 1);
  const dense_vector<Scalar> u = detail::cleared_of_others(restricted, ones);
  const dense_vector<Scalar> r = detail::cleared_of_others(x, ones);
  const dense_matrix<Scalar> q = detail::cross_clusters(r, x, u, clusters, used);
  dense_vector<Scalar> own = dense_vector<Scalar>::Zero(clusters.levels);
  for (Eigen::Index i = 0; i < u.size(); ++i) {
    own[clusters.codes[to_size(i)]] += r[i] * u[i];
  }
  const auto statistic = [&](const dense_vector<Scalar>& v) {
    return static_cast<double>(v.dot(own)) / std::sqrt(static_cast<double>((q * v).squaredNorm()));
  };
  test_result t;
  t.name = "wild cluster bootstrap";
  t.null = text(coefficient, " is ", significant_text(options.null_value, 6));
  t.statistic = static_cast<double>(fit.coefficients[j] - Scalar(options.null_value)) /
                static_cast<double>(*std_error(fit, j));
  detail::judge_by_weights<Scalar>(t, clusters.levels, options, statistic);
  const double g = clusters.levels;
  t.statistic /=
      std::sqrt(g / (g - 1) * (fit.observations - 1) / (fit.observations - fit.parameters));
  return t;
}

/// Score wild cluster bootstrap of one coefficient of Poisson pseudo maximum likelihood with absorbed
/// effects, the null imposed.
///
///   S = sum_g s_g,   s_g = sum over cluster g of r_i (y_i - mu_i),   z = S / sqrt(sum (s_g - S/G)^2)
///
/// mu is the estimate under the null, r what the effects and the other regressors leave of the column at
/// weights mu. Each draw multiplies s_g by one weight a cluster: nothing is estimated again.
/// p = share of draws with |z*| >= |z|; with Rademacher weights all 2^G combinations where they are few.
///
/// @return  z with its p-value; the note says how many draws
/// @throws argument_error  no such coefficient, one cluster, shapes
/// @note    rows that are separated under the null are left out
/// @see     Kline & Santos (2012), J. Econometric Methods 1(1)
template <class Scalar>
[[nodiscard]] test_result score_cluster_test(const regression<Scalar>& model,
                                             const std::vector<factor>& effects, const factor& by,
                                             const std::string& coefficient,
                                             const wild_cluster_options& options = {}) {
  detail::check_clusters("score_cluster_test", by, model.rows(), options);
  const detail::without_column<Scalar> parts("score_cluster_test", model, coefficient);
  ppml_options<Scalar> null;
  null.separated = separation::drop;
  null.offset = Scalar(options.null_value) * parts.column;
  const auto fit = ppml(parts.model, effects, heteroskedastic{hc::hc0}, null);
  return detail::score_cluster_test(fit, parts, effects, by, fit.residuals, fit.fitted, coefficient,
                                    options);
}

/// The same for a generalised linear model: logit, probit, cloglog, gamma, negative binomial with theta given.
template <class Scalar>
[[nodiscard]] test_result score_cluster_test(
    const regression<Scalar>& model, const std::vector<factor>& effects,
    const std::type_identity_t<response_family<Scalar>>& family, const factor& by,
    const std::string& coefficient, const wild_cluster_options& options = {}) {
  detail::check_clusters("score_cluster_test", by, model.rows(), options);
  const detail::without_column<Scalar> parts("score_cluster_test", model, coefficient);
  generalised_linear_options<Scalar> null;
  null.separated = separation::drop;
  null.offset = Scalar(options.null_value) * parts.column;
  const auto fit = generalised_linear(parts.model, effects, family, heteroskedastic{hc::hc0}, null,
                                      "score_cluster_test");
  return detail::score_cluster_test(fit, parts, effects, by, fit.score_residuals, fit.information,
                                    coefficient, options);
}

}  // namespace bilateral
