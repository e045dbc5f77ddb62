#pragma once
/// A panel as estimators take it, their result, and least squares on the pooled rows.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/econometrics/regression/ols.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// A regression whose rows are (entity, period) cells.
template <class Scalar>
struct panel {
  regression<Scalar> model;        ///< with its intercept, where there is one
  factor entity;                   ///< (n)
  std::vector<std::int64_t> time;  ///< (n) period numbers; each entity has each at most once
};

/// What a panel estimator adds to least squares; r2 is that of the transformed data.
template <class Scalar>
struct panel_result : ols_result<Scalar> {
  std::string estimator;
  double entities = 0;
  std::optional<double> theta_low, theta_high;  ///< quasi-demeaning of random effects
  std::optional<double> variance_entity, variance_idiosyncratic;  ///< Swamy-Arora components
};

/// @throws argument_error  no rows, other lengths, a period of an entity that stands twice
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

/// Means of every column in every entity (N x k), and the entities' sizes.
template <class Scalar>
[[nodiscard]] dense_matrix<Scalar> entity_means(const dense_matrix<Scalar>& x, const factor& entity,
                                                dense_vector<Scalar>& sizes) {
  dense_matrix<Scalar> means = dense_matrix<Scalar>::Zero(entity.levels, x.cols());
  sizes = dense_vector<Scalar>::Zero(entity.levels);
  for (Eigen::Index i = 0; i < x.rows(); ++i) {
    const auto g = entity.codes[to_size(i)];
    means.row(g) += x.row(i);
    sizes[g] += Scalar(1);
  }
  for (Eigen::Index g = 0; g < means.rows(); ++g) means.row(g) /= sizes[g];
  return means;
}

/// [y X] without the intercept column, and the names of X.
template <class Scalar>
[[nodiscard]] std::pair<dense_matrix<Scalar>, std::vector<std::string>> stacked_columns(
    const panel<Scalar>& data) {
  const Eigen::Index skip = data.model.intercept ? 1 : 0;
  const Eigen::Index k = data.model.design.cols() - skip;
  dense_matrix<Scalar> all(data.model.response.size(), k + 1);
  all.col(0) = data.model.response;
  all.rightCols(k) = data.model.design.rightCols(k);
  return {all, {data.model.names.begin() + skip, data.model.names.end()}};
}

/// The regression of the first column of [y X] on the others.
template <class Scalar>
[[nodiscard]] regression<Scalar> regression_of(const dense_matrix<Scalar>& stacked,
                                               std::string response,
                                               const std::vector<std::string>& names,
                                               bool intercept) {
  regression<Scalar> m;
  m.response_name = std::move(response);
  m.response = stacked.col(0);
  m.intercept = intercept;
  m.design.resize(stacked.rows(), stacked.cols() - 1 + (intercept ? 1 : 0));
  if (intercept) {
    m.names.emplace_back(intercept_name);
    m.design.col(0).setOnes();
  }
  m.names.insert(m.names.end(), names.begin(), names.end());
  m.design.rightCols(stacked.cols() - 1) = stacked.rightCols(stacked.cols() - 1);
  return m;
}

/// Least squares on a panel's transformed rows, before any covariance: scores are kept.
/// @throws argument_error  no more observations than coefficients
template <class Scalar>
[[nodiscard]] panel_result<Scalar> transformed_least_squares(const regression<Scalar>& model,
                                                             std::string estimator,
                                                             const panel<Scalar>& data) {
  panel_result<Scalar> r;
  static_cast<ols_result<Scalar>&>(r) = ols(model, iid{}, {.keep_parts = keep::scores});
  require(r.observations > r.parameters, "panel", "there are ", r.observations,
          " observations for ", r.parameters, " coefficients");
  r.estimator = std::move(estimator);
  r.entities = static_cast<double>(data.entity.levels);
  if (r.r2)
    r.adjusted_r2 = 1 - (1 - *r.r2) * (r.observations - 1) / (r.observations - r.parameters);
  r.notes.clear();
  return r;
}

/// Least squares on the pooled panel: ols, with the panel checked and lags kept within entities.
template <class Scalar, class Spec = iid>
[[nodiscard]] panel_result<Scalar> pooled(const panel<Scalar>& data, const Spec& spec = {}) {
  check_panel("pooled", data);
  regression<Scalar> model = data.model;
  model.time = data.time;
  model.entity = data.entity.codes;
  auto r = transformed_least_squares(model, "pooled", data);
  apply_covariance(r, *r.scores, spec);
  return r;
}

}  // namespace bilateral
