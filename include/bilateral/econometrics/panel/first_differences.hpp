#pragma once
/// The first-difference estimator of a panel.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/panel/panel.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <numeric>
#include <utility>
#include <vector>

namespace bilateral {

/// Rows of consecutive periods of an entity, (earlier, later), by entity and time.
template <class Scalar>
[[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> consecutive_rows(
    const panel<Scalar>& data) {
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
  return steps;
}

/// First differences between consecutive periods of an entity; gaps give no difference.
///
///   y_it - y_i,t-1 = c + (x_it - x_i,t-1) b + u_it - u_i,t-1
///
/// A difference belongs to its later row: clusters, periods and lags of a covariance may be given for
/// the rows of the panel.
/// @return  with the constant c (a trend in levels) where the model has an intercept
/// @throws argument_error  no entity has two consecutive periods
/// @note   equals plm(model = "fd")
/// @see    Wooldridge (2010), Econometric Analysis of Cross Section and Panel Data, 10.6
/// Example: examples/regress/panels.cpp
template <class Scalar, class Spec = iid>
[[nodiscard]] panel_result<Scalar> first_differences(const panel<Scalar>& data,
                                                     const Spec& spec = {}) {
  check_panel("first_differences", data);
  const auto [all, names] = stacked_columns(data);
  const auto steps = consecutive_rows(data);
  require(!steps.empty(), "first_differences", "no ", data.entity.name,
          " has two consecutive periods");
  dense_matrix<Scalar> moved(std::ssize(steps), all.cols());
  std::vector<std::size_t> later;
  std::vector<std::int64_t> time;
  std::vector<std::int32_t> entity;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto [a, b] = steps[i];
    moved.row(to_index(i)) = all.row(to_index(b)) - all.row(to_index(a));
    later.push_back(b);
    time.push_back(data.time[b]);
    entity.push_back(data.entity.codes[b]);
  }
  regression<Scalar> model =
      regression_of<Scalar>(moved, data.model.response_name, names, data.model.intercept);
  model.time = std::move(time);
  model.entity = std::move(entity);
  auto r = transformed_least_squares(model, "first differences", data);
  for (omitted_term& gone : r.omitted) {
    const auto at = std::find(names.begin(), names.end(), gone.name) - names.begin();
    if (moved.col(1 + at).isZero(0)) gone.reason = "constant over time: its differences are zero";
  }
  r.sample.dropped = data.time.size() - steps.size();
  r.sample.kept = later;
  r.scores->kept = std::move(later);
  r.scores->given = data.time.size();
  apply_covariance(r, *r.scores, spec);
  return r;
}

}  // namespace bilateral
