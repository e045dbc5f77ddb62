#pragma once
/// Random effects of a panel: Swamy-Arora, and Mundlak's correlated form.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/panel/between.hpp>
#include <bilateral/econometrics/panel/panel.hpp>
#include <bilateral/econometrics/panel/within.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace bilateral {

/// Variances of the two parts of the error by Swamy and Arora, and whether one had to be set to zero.
struct error_components {
  double entity = 0;          ///< s_u
  double idiosyncratic = 0;   ///< s_e
  bool was_negative = false;  ///< s_u was estimated below zero
};

/// @throws argument_error  too few entities for the between regression, nothing varies within
template <class Scalar>
[[nodiscard]] error_components swamy_arora_components(const panel<Scalar>& data,
                                                      const dense_vector<Scalar>& sizes) {
  const auto fixed = within(data);
  const auto means = between(data);
  require(fixed.sigma.has_value(), "random_effects",
          "there are as many effects and coefficients as rows");
  require(means.sigma.has_value(), "random_effects", "there are too few ", data.entity.name,
          " for the between regression: ", data.entity.levels);
  error_components c;
  c.idiosyncratic = static_cast<double>(*fixed.sigma * *fixed.sigma);
  const double harmonic =
      static_cast<double>(data.entity.levels) / static_cast<double>(sizes.cwiseInverse().sum());
  c.entity = static_cast<double>(*means.sigma * *means.sigma) - c.idiosyncratic / harmonic;
  c.was_negative = c.entity < 0;
  if (c.was_negative) c.entity = 0;
  return c;
}

/// Random effects by feasible GLS with Swamy-Arora variance components.
///
///   y_it - theta_i ybar_i = (x_it - theta_i xbar_i) b + e_it,
///   theta_i = 1 - sqrt(s_e / (s_e + T_i s_u)),
///   s_e = RSS_within / (n - N - k),
///   s_u = (RSS_between / (N - k - 1) - s_e / Tbar), RSS_between on entity means, Tbar harmonic
///
/// For a balanced panel this is Swamy and Arora (1972). A negative s_u is set to zero and noted. A
/// model without an intercept has none here and in the between regression.
/// @note   equals plm(model = "random") and Stata xtreg re on balanced panels; on unbalanced ones
///         Stata's formula with the harmonic mean (plm weights differently)
/// @see    Swamy & Arora (1972), Econometrica 40; Baltagi (2013), eq. 2.20-2.23
/// Example: examples/regress/panels.cpp
template <class Scalar, class Spec = iid>
[[nodiscard]] panel_result<Scalar> random_effects(const panel<Scalar>& data,
                                                  const Spec& spec = {}) {
  check_panel("random_effects", data);
  const auto [all, names] = stacked_columns(data);
  dense_vector<Scalar> sizes;
  const dense_matrix<Scalar> means = entity_means(all, data.entity, sizes);
  const error_components variance = swamy_arora_components(data, sizes);
  dense_matrix<Scalar> moved(all.rows(), all.cols());
  dense_vector<Scalar> constant(all.rows());
  double low = 1, high = 0;
  for (Eigen::Index i = 0; i < all.rows(); ++i) {
    const auto g = data.entity.codes[to_size(i)];
    const double theta =
        1 - std::sqrt(variance.idiosyncratic /
                      (variance.idiosyncratic + static_cast<double>(sizes[g]) * variance.entity));
    low = (std::min)(low, theta);
    high = (std::max)(high, theta);
    moved.row(i) = all.row(i) - Scalar(theta) * means.row(g);
    constant[i] = Scalar(1 - theta);
  }
  regression<Scalar> model =
      regression_of<Scalar>(moved, data.model.response_name, names, data.model.intercept);
  if (data.model.intercept) model.design.col(0) = constant;
  model.intercept = false;  // the transformed constant is not a column of ones
  model.time = data.time;
  model.entity = data.entity.codes;
  auto r = transformed_least_squares(model, "random effects (Swamy-Arora)", data);
  r.intercept = data.model.intercept;
  r.theta_low = low;
  r.theta_high = high;
  r.variance_entity = variance.entity;
  r.variance_idiosyncratic = variance.idiosyncratic;
  // r2 of the transformed data about its mean, as plm prints it
  const Scalar tss = (model.response.array() - model.response.mean()).matrix().squaredNorm();
  if (tss > Scalar(0)) {
    r.r2 = 1 - static_cast<double>(r.residual_sum_of_squares / tss);
    r.adjusted_r2 = 1 - (1 - *r.r2) * (r.observations - 1) / (r.observations - r.parameters);
  }
  if (variance.was_negative) {
    r.notes.push_back("the entity variance was estimated below zero and set to zero: pooled");
  }
  apply_covariance(r, *r.scores, spec);
  return r;
}

/// Mundlak's correlated random effects: random effects with the entity means of the regressors
/// added, named `mean(NAME)`. Their joint test is the robust form of Hausman's.
/// @see  Mundlak (1978), Econometrica 46
template <class Scalar, class Spec = iid>
[[nodiscard]] panel_result<Scalar> mundlak(const panel<Scalar>& data, const Spec& spec = {}) {
  check_panel("mundlak", data);
  const auto [all, names] = stacked_columns(data);
  dense_vector<Scalar> sizes;
  const dense_matrix<Scalar> means = entity_means(all, data.entity, sizes);
  panel<Scalar> wider = data;
  for (std::size_t j = 0; j < names.size(); ++j) {
    const auto column = to_index(j) + 1;
    Scalar within_variation(0);
    for (Eigen::Index i = 0; i < all.rows(); ++i) {
      const Scalar d = all(i, column) - means(data.entity.codes[to_size(i)], column);
      within_variation += d * d;
    }
    if (within_variation <= Scalar(1e-18) * all.col(column).squaredNorm()) continue;
    wider.model.design.conservativeResize(Eigen::NoChange, wider.model.design.cols() + 1);
    for (Eigen::Index i = 0; i < all.rows(); ++i) {
      wider.model.design(i, wider.model.design.cols() - 1) =
          means(data.entity.codes[to_size(i)], column);
    }
    wider.model.names.push_back("mean(" + names[j] + ")");
  }
  auto r = random_effects(wider, spec);
  r.estimator = "Mundlak";
  return r;
}

}  // namespace bilateral
