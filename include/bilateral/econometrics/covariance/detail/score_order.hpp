#pragma once
// Scores in the order of time, within entities.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/estimator/scores.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

namespace bilateral::detail {

// some rows in order of time; on a gapped index the position of each row on the full grid
template <class Scalar>
dense_matrix<Scalar> scores_by_time(const estimation_scores<Scalar>& s,
                                    const std::vector<std::size_t>& rows) {
  const auto by_time = [&s](std::size_t a, std::size_t b) { return s.time[a] < s.time[b]; };
  const auto [first, last] = std::minmax_element(rows.begin(), rows.end(), by_time);
  const std::int64_t low = s.time[*first];
  const std::int64_t span = s.time[*last] - low + 1;
  require(span <= 64 * static_cast<std::int64_t>(rows.size()), "covariance",
          "the time index spans ", span, " periods for ", rows.size(), " rows");
  dense_matrix<Scalar> out = dense_matrix<Scalar>::Zero(span, s.scores.cols());
  std::vector<bool> seen(to_size(span), false);
  for (const std::size_t i : rows) {
    const std::int64_t at = s.time[i] - low;
    require(!seen[to_size(at)], "covariance", "the time ", s.time[i],
            " stands twice; say whose time it is (a panel), or use clustered or driscoll_kraay");
    seen[to_size(at)] = true;
    out.row(at) = s.scores.row(to_index(i));
  }
  return out;
}

// all rows of one series in order of time
template <class Scalar>
dense_matrix<Scalar> scores_by_time(const estimation_scores<Scalar>& s) {
  if (s.time.empty()) return s.scores;
  require_same_size("covariance", "the time index", s.time.size(), "the sample",
                    to_size(s.scores.rows()));
  std::vector<std::size_t> rows(s.time.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return scores_by_time(s, rows);
}

// the scores of each entity in order of its time
template <class Scalar>
std::vector<dense_matrix<Scalar>> scores_by_entity(const char* function,
                                                   const estimation_scores<Scalar>& s) {
  const auto n = to_size(s.scores.rows());
  require(
      s.time.size() == n, function,
      "the rows are a panel whose time is not known: lags would run from one entity into the next");
  require_same_size(function, "the entity", s.entity.size(), "the sample", n);
  std::vector<std::vector<std::size_t>> rows;
  for (std::size_t i = 0; i < n; ++i) {
    const auto e = to_size(s.entity[i]);
    if (e >= rows.size()) rows.resize(e + 1);
    rows[e].push_back(i);
  }
  std::vector<dense_matrix<Scalar>> out;
  for (const auto& of_entity : rows) {
    if (!of_entity.empty()) out.push_back(scores_by_time(s, of_entity));
  }
  return out;
}

}  // namespace bilateral::detail
