#pragma once
/// The between estimator of a panel.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/panel/panel.hpp>

#include <cstddef>
#include <utility>
#include <vector>

namespace bilateral {

/// Between estimator: least squares on entity means, one row an entity.
///
///   mean_t y_it = c + (mean_t x_it) b + mean_t u_it
///
/// Clusters of a covariance may be given for the rows of the panel where they do not vary within an
/// entity; a covariance that goes by time is refused.
/// @note  equals plm(model = "between")
/// @see   Baltagi (2013), Econometric Analysis of Panel Data, eq. 2.17
/// Example: examples/regress/panels.cpp
template <class Scalar, class Spec = iid>
[[nodiscard]] panel_result<Scalar> between(const panel<Scalar>& data, const Spec& spec = {}) {
  check_panel("between", data);
  const auto [all, names] = stacked_columns(data);
  dense_vector<Scalar> sizes;
  const dense_matrix<Scalar> means = entity_means(all, data.entity, sizes);
  const auto model =
      regression_of<Scalar>(means, data.model.response_name, names, data.model.intercept);
  auto r = transformed_least_squares(model, "between", data);
  std::vector<std::size_t> first(to_size(data.entity.levels), data.entity.size());
  for (std::size_t i = data.entity.size(); i-- > 0;) {
    first[to_size(data.entity.codes[i])] = i;
  }
  r.scores->kept = std::move(first);
  r.scores->given = data.entity.size();
  r.scores->merged_into = data.entity.codes;
  apply_covariance(r, *r.scores, spec);
  return r;
}

}  // namespace bilateral
