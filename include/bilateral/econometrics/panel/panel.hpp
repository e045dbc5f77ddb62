#pragma once
/// Panel estimators: pooled, within, first differences, between, random effects, Mundlak, Hausman.

#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/numeric/symmetric_eigen.hpp>
#include <bilateral/stats/distribution.hpp>
#include <bilateral/stats/test_result.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// A regression whose rows are (entity, period) cells.
template <class Scalar>
struct panel {
  regression<Scalar> model;         ///< with its intercept, where there is one
  factor entity;                    ///< (n)
  std::vector<std::int64_t> time;   ///< (n) period numbers; each entity has each at most once
};

enum class within_effects { entity, time, both };

/// What a panel estimator adds to least squares.
template <class Scalar>
struct panel_result : ols_result<Scalar> {
  std::string estimator;
  double entities = 0;
  std::optional<double> theta_low, theta_high;        ///< quasi-demeaning of random effects
  std::optional<double> variance_entity, variance_idiosyncratic;  ///< Swamy-Arora components
};

namespace detail {

template <class Scalar>
void check_panel(const char* function, const panel<Scalar>& data) {
  require(data.model.rows() > 0, function, "there are no observations");
  require_same_size(function, data.model.response_name, data.model.rows(), data.entity.name,
                    data.entity.size());
  require_same_size(function, data.model.response_name, data.model.rows(), "time",
                    data.time.size());
  std::vector<std::pair<std::int32_t, std::int64_t>> keys(data.time.size());
  for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = {data.entity.codes[i], data.time[i]};
  std::sort(keys.begin(), keys.end());
  const auto twice = std::adjacent_find(keys.begin(), keys.end());
  require(twice == keys.end(), function, data.entity.name, " ",
          twice == keys.end() ? std::string() : data.entity.label(twice->first), " has period ",
          twice == keys.end() ? std::int64_t{0} : twice->second, " twice");
}

// group sums of every column of [y X], and group sizes
template <class Scalar>
dense_matrix<Scalar> group_means(const dense_matrix<Scalar>& x, const factor& group,
                                 dense_vector<Scalar>& sizes) {
  dense_matrix<Scalar> means = dense_matrix<Scalar>::Zero(group.levels, x.cols());
  sizes = dense_vector<Scalar>::Zero(group.levels);
  for (Eigen::Index i = 0; i < x.rows(); ++i) {
    const auto g = group.codes[static_cast<std::size_t>(i)];
    means.row(g) += x.row(i);
    sizes[g] += Scalar(1);
  }
  for (Eigen::Index g = 0; g < means.rows(); ++g) means.row(g) /= sizes[g];
  return means;
}

// [y X] without the intercept column, and the names of X
template <class Scalar>
std::pair<dense_matrix<Scalar>, std::vector<std::string>> stacked(const panel<Scalar>& data) {
  const Eigen::Index skip = data.model.intercept ? 1 : 0;
  const Eigen::Index k = data.model.design.cols() - skip;
  dense_matrix<Scalar> all(data.model.response.size(), k + 1);
  all.col(0) = data.model.response;
  all.rightCols(k) = data.model.design.rightCols(k);
  return {all, {data.model.names.begin() + skip, data.model.names.end()}};
}

template <class Scalar>
regression<Scalar> unstacked(const dense_matrix<Scalar>& all, std::string response,
                             std::vector<std::string> names, bool intercept) {
  regression<Scalar> m;
  m.response_name = std::move(response);
  m.response = all.col(0);
  m.intercept = intercept;
  m.design.resize(all.rows(), all.cols() - 1 + (intercept ? 1 : 0));
  if (intercept) {
    m.names.emplace_back(intercept_name);
    m.design.col(0).setOnes();
  }
  m.names.insert(m.names.end(), names.begin(), names.end());
  m.design.rightCols(all.cols() - 1) = all.rightCols(all.cols() - 1);
  return m;
}

// least squares on transformed data whose absorbed effects count as parameters
template <class Scalar, class Spec>
panel_result<Scalar> transformed_ols(const regression<Scalar>& model, const Spec& spec,
                                     double absorbed, std::string estimator,
                                     const panel<Scalar>& data, std::vector<factor> effects = {}) {
  panel_result<Scalar> r;
  static_cast<ols_result<Scalar>&>(r) =
      ols(model, iid{}, {.keep_parts = keep::scores});
  r.estimator = std::move(estimator);
  r.entities = static_cast<double>(data.entity.levels);
  r.parameters += absorbed;
  r.scores->parameters = r.parameters;
  r.scores->absorbed = absorbed;
  r.scores->effects = std::move(effects);
  const double dof = r.observations - r.parameters;
  require(dof > 0, "panel", "there are ", r.observations, " observations for ", r.parameters,
          " coefficients and effects: nothing varies within");
  r.sigma.reset();
  if (dof > 0) r.sigma = std::sqrt(static_cast<double>(r.residual_sum_of_squares) / dof);
  if (r.r2) r.adjusted_r2 = 1 - (1 - *r.r2) * (r.observations - 1) / dof;
  if (absorbed > 0) {  // information criteria would need the effects counted: left to callers
    r.aic.reset();
    r.bic.reset();
  }
  r.notes.clear();
  apply_covariance(r, *r.scores, spec);
  return r;
}

}  // namespace detail

/// Least squares on the pooled panel: ols, with the panel checked.
template <class Scalar, class Spec = iid>
[[nodiscard]] panel_result<Scalar> pooled(const panel<Scalar>& data, const Spec& spec = {}) {
  detail::check_panel("pooled", data);
  return detail::transformed_ols(data.model, spec, 0, "pooled", data);
}

/// Within (fixed effects) estimator: deviations from entity means, period means or both.
///
/// Two-way effects of an unbalanced panel are removed by alternating projections to 1e-14 of the
/// column's norm. K counts the effects: N, T, or N + T - 1.
/// @throws argument_error  a repeated (entity, period); nothing varies within
/// @note   equals plm(model = "within"), Stata xtreg fe, linearmodels PanelOLS
/// @see    Baltagi (2013), Econometric Analysis of Panel Data, ch. 2-3
template <class Scalar, class Spec = iid>
[[nodiscard]] panel_result<Scalar> within(const panel<Scalar>& data, const Spec& spec = {},
                                          within_effects effects = within_effects::entity) {
  detail::check_panel("within", data);
  auto [all, names] = detail::stacked(data);
  const factor periods = make_factor("time", std::span<const std::int64_t>(data.time));
  dense_vector<Scalar> sizes;
  const auto demean = [&](dense_matrix<Scalar>& x, const factor& group) {
    const dense_matrix<Scalar> means = detail::group_means(x, group, sizes);
    for (Eigen::Index i = 0; i < x.rows(); ++i) {
      x.row(i) -= means.row(group.codes[static_cast<std::size_t>(i)]);
    }
    return static_cast<double>(means.norm());
  };
  const dense_vector<Scalar> before = all.colwise().norm().transpose();
  double absorbed = 0;
  if (effects == within_effects::entity) {
    demean(all, data.entity);
    absorbed = data.entity.levels;
  } else if (effects == within_effects::time) {
    demean(all, periods);
    absorbed = periods.levels;
  } else {
    absorbed = data.entity.levels + periods.levels - 1;
    std::vector<double> trace;
    const double goal = 1e-14 * static_cast<double>(before.norm());
    double change = 0;
    do {
      demean(all, data.entity);
      change = demean(all, periods);
      trace.push_back(change);
      if (trace.size() > 100000) {
        throw convergence_error("within: the two-way means do not converge", trace);
      }
    } while (change > goal);
  }
  // a regressor that does not vary within is rounding noise now: zero it, so that it is dropped
  for (Eigen::Index j = 1; j < all.cols(); ++j) {
    if (all.col(j).norm() <= Scalar(1e-9) * before[j]) all.col(j).setZero();
  }
  regression<Scalar> model =
      detail::unstacked<Scalar>(all, data.model.response_name, names, false);
  model.time = data.time;
  std::vector<factor> removed;
  if (effects != within_effects::time) removed.push_back(data.entity);
  if (effects != within_effects::entity) removed.push_back(periods);
  auto r = detail::transformed_ols(model, spec, absorbed, "within", data, std::move(removed));
  for (auto& o : r.omitted) {
    if (o.ratio == 0) o.reason = "does not vary within";
  }
  return r;
}

/// First differences between consecutive periods of an entity; gaps give no difference.
/// @throws argument_error  no entity has two consecutive periods
/// @note   no intercept is added (a trend in levels would be one): plm adds one, `intercept` says so
template <class Scalar, class Spec = iid>
[[nodiscard]] panel_result<Scalar> first_differences(const panel<Scalar>& data,
                                                     const Spec& spec = {},
                                                     bool intercept = true) {
  detail::check_panel("first_differences", data);
  const auto [all, names] = detail::stacked(data);
  std::vector<std::size_t> order(data.time.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(data.entity.codes[a], data.time[a]) <
           std::pair(data.entity.codes[b], data.time[b]);
  });
  std::vector<std::pair<std::size_t, std::size_t>> steps;
  for (std::size_t i = 1; i < order.size(); ++i) {
    const std::size_t a = order[i - 1], b = order[i];
    if (data.entity.codes[a] == data.entity.codes[b] && data.time[b] == data.time[a] + 1) {
      steps.emplace_back(a, b);
    }
  }
  require(!steps.empty(), "first_differences", "no ", data.entity.name,
          " has two consecutive periods");
  dense_matrix<Scalar> moved(static_cast<Eigen::Index>(steps.size()), all.cols());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    moved.row(static_cast<Eigen::Index>(i)) = all.row(static_cast<Eigen::Index>(steps[i].second)) -
                                              all.row(static_cast<Eigen::Index>(steps[i].first));
  }
  const auto model = detail::unstacked<Scalar>(moved, data.model.response_name, names, intercept);
  auto r = detail::transformed_ols(model, spec, 0, "first differences", data);
  r.sample.dropped = data.time.size() - steps.size();
  return r;
}

/// Between estimator: least squares on entity means, one row an entity.
/// @note  equals plm(model = "between")
template <class Scalar, class Spec = iid>
[[nodiscard]] panel_result<Scalar> between(const panel<Scalar>& data, const Spec& spec = {}) {
  detail::check_panel("between", data);
  const auto [all, names] = detail::stacked(data);
  dense_vector<Scalar> sizes;
  const dense_matrix<Scalar> means = detail::group_means(all, data.entity, sizes);
  const auto model =
      detail::unstacked<Scalar>(means, data.model.response_name, names, data.model.intercept);
  return detail::transformed_ols(model, spec, 0, "between", data);
}

/// Random effects by feasible GLS with Swamy-Arora variance components.
///
///   y_it - theta_i ybar_i = (x_it - theta_i xbar_i) b + e_it,
///   theta_i = 1 - sqrt(s_e / (s_e + T_i s_u)),
///   s_e = RSS_within / (n - N - k),
///   s_u = (RSS_between / (N - k - 1) - s_e / Tbar), RSS_between on entity means, Tbar harmonic
///
/// For a balanced panel this is Swamy and Arora (1972). A negative s_u is set to zero and noted.
/// @note   equals plm(model = "random") and Stata xtreg re on balanced panels; on unbalanced ones
///         Stata's formula with the harmonic mean (plm weights differently)
/// @see    Swamy & Arora (1972), Econometrica 40; Baltagi (2013), eq. 2.20-2.23
template <class Scalar, class Spec = iid>
[[nodiscard]] panel_result<Scalar> random_effects(const panel<Scalar>& data,
                                                  const Spec& spec = {}) {
  detail::check_panel("random_effects", data);
  const auto fixed = within(data);
  const auto means_fit = between(data);
  auto [all, names] = detail::stacked(data);
  dense_vector<Scalar> sizes;
  const dense_matrix<Scalar> means = detail::group_means(all, data.entity, sizes);
  const double s_e = static_cast<double>(*fixed.sigma * *fixed.sigma);
  require(means_fit.sigma.has_value(), "random_effects", "there are too few ", data.entity.name,
          " for the between regression: ", data.entity.levels);
  const double harmonic = static_cast<double>(data.entity.levels) /
                          static_cast<double>(sizes.cwiseInverse().sum());
  double s_u = static_cast<double>(*means_fit.sigma * *means_fit.sigma) - s_e / harmonic;
  const bool negative = s_u < 0;
  if (negative) s_u = 0;
  dense_matrix<Scalar> moved(all.rows(), all.cols() + 1);
  double low = 1, high = 0;
  for (Eigen::Index i = 0; i < all.rows(); ++i) {
    const auto g = data.entity.codes[static_cast<std::size_t>(i)];
    const double theta = 1 - std::sqrt(s_e / (s_e + static_cast<double>(sizes[g]) * s_u));
    low = (std::min)(low, theta);
    high = (std::max)(high, theta);
    moved.row(i).leftCols(all.cols()) = all.row(i) - Scalar(theta) * means.row(g);
    moved(i, all.cols()) = Scalar(1 - theta);
  }
  regression<Scalar> model;
  model.response_name = data.model.response_name;
  model.response = moved.col(0);
  model.design.resize(moved.rows(), all.cols());
  model.design.col(0) = moved.col(all.cols());
  model.design.rightCols(all.cols() - 1) = moved.middleCols(1, all.cols() - 1);
  model.names.emplace_back(intercept_name);
  model.names.insert(model.names.end(), names.begin(), names.end());
  model.intercept = false;  // the transformed constant is not a column of ones
  model.time = data.time;
  auto r = detail::transformed_ols(model, spec, 0, "random effects (Swamy-Arora)", data);
  r.intercept = true;
  r.theta_low = low;
  r.theta_high = high;
  r.variance_entity = s_u;
  r.variance_idiosyncratic = s_e;
  // r2 of the transformed data about its mean, as plm prints it
  const Scalar tss = (model.response.array() - model.response.mean()).matrix().squaredNorm();
  if (tss > Scalar(0)) {
    r.r2 = 1 - static_cast<double>(r.residual_sum_of_squares / tss);
    r.adjusted_r2 = 1 - (1 - *r.r2) * (r.observations - 1) / (r.observations - r.parameters);
  }
  if (negative) {
    r.notes.push_back("the entity variance was estimated below zero and set to zero: pooled");
  }
  return r;
}

/// Mundlak's correlated random effects: random effects with the entity means of the regressors
/// added, named `mean(NAME)`. Their joint test is the robust form of Hausman's.
/// @see  Mundlak (1978), Econometrica 46
template <class Scalar, class Spec = iid>
[[nodiscard]] panel_result<Scalar> mundlak(const panel<Scalar>& data, const Spec& spec = {}) {
  detail::check_panel("mundlak", data);
  const auto [all, names] = detail::stacked(data);
  dense_vector<Scalar> sizes;
  const dense_matrix<Scalar> means = detail::group_means(all, data.entity, sizes);
  panel<Scalar> wider = data;
  for (std::size_t j = 0; j < names.size(); ++j) {
    const auto column = static_cast<Eigen::Index>(j) + 1;
    Scalar within_variation(0);
    for (Eigen::Index i = 0; i < all.rows(); ++i) {
      const Scalar d =
          all(i, column) - means(data.entity.codes[static_cast<std::size_t>(i)], column);
      within_variation += d * d;
    }
    if (within_variation <= Scalar(1e-18) * all.col(column).squaredNorm()) continue;
    wider.model.design.conservativeResize(Eigen::NoChange, wider.model.design.cols() + 1);
    for (Eigen::Index i = 0; i < all.rows(); ++i) {
      wider.model.design(i, wider.model.design.cols() - 1) =
          means(data.entity.codes[static_cast<std::size_t>(i)], column);
    }
    wider.model.names.push_back("mean(" + names[j] + ")");
  }
  auto r = random_effects(wider, spec);
  r.estimator = "Mundlak";
  return r;
}

/// Hausman's test of random against fixed effects: (b_w - b_r)' (V_w - V_r)^-1 (b_w - b_r),
/// chi-squared(k) over the coefficients that both have, with the classical covariances.
///
/// @note   equals plm phtest(within, random). Where V_w - V_r is not positive definite the statistic
///         is meaningless: none is returned and `reason` says so
/// @see    Hausman (1978), Econometrica 46
struct hausman_result {
  std::optional<test_result> test;
  std::string reason;
};

template <class Scalar>
[[nodiscard]] hausman_result hausman_test(const panel_result<Scalar>& fixed,
                                          const panel_result<Scalar>& random) {
  std::vector<std::pair<Eigen::Index, Eigen::Index>> both;
  for (std::size_t i = 0; i < fixed.names.size(); ++i) {
    for (std::size_t j = 0; j < random.names.size(); ++j) {
      if (fixed.names[i] == random.names[j] && fixed.names[i] != intercept_name) {
        both.emplace_back(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j));
      }
    }
  }
  require(!both.empty(), "hausman_test", "the two fits have no coefficient in common");
  const auto& vw = detail::covariance_of(fixed, "hausman_test");
  const auto& vr = detail::covariance_of(random, "hausman_test");
  const auto k = static_cast<Eigen::Index>(both.size());
  dense_vector<Scalar> gap(k);
  dense_matrix<Scalar> v(k, k);
  for (Eigen::Index i = 0; i < k; ++i) {
    const auto [a, b] = both[static_cast<std::size_t>(i)];
    gap[i] = fixed.coefficients[a] - random.coefficients[b];
    for (Eigen::Index j = 0; j < k; ++j) {
      const auto [c, d] = both[static_cast<std::size_t>(j)];
      v(i, j) = vw(a, c) - vr(b, d);
    }
  }
  const dense_vector<Scalar> scale = v.diagonal().cwiseAbs().cwiseSqrt();
  hausman_result out;
  bool definite = (v.diagonal().array() > Scalar(0)).all();
  if (definite) {
    const dense_matrix<Scalar> inverse_scale = scale.cwiseInverse().asDiagonal();
    definite = symmetric_eigen<Scalar>(dense_matrix<Scalar>(inverse_scale * v * inverse_scale))
                   .values[0] > Scalar(1e-12);
  }
  if (!definite) {
    out.reason = "the difference of the covariances is not positive definite; test the means of "
                 "mundlak() instead";
    return out;
  }
  test_result t = detail::wald_statistic<Scalar>(
      gap, v, std::numeric_limits<double>::infinity(), "the random effects are uncorrelated");
  t.name = "Hausman test";
  out.test = std::move(t);
  return out;
}

/// Robust Hausman test: the entity means of Mundlak's regression are jointly zero under `spec`
/// (clustered by entity, say).
/// @see  Wooldridge (2010), Econometric Analysis of Cross Section and Panel Data, 10.7.3
template <class Scalar, class Spec>
[[nodiscard]] test_result robust_hausman_test(const panel<Scalar>& data, const Spec& spec) {
  const auto fit = mundlak(data, spec);
  std::vector<std::string> means;
  for (const auto& name : fit.names) {
    if (name.starts_with("mean(")) means.push_back(name);
  }
  require(!means.empty(), "robust_hausman_test", "no regressor varies within");
  test_result t = wald_test(fit, means);
  t.name = "robust Hausman test";
  t.null = "the random effects are uncorrelated";
  return t;
}

}  // namespace bilateral
