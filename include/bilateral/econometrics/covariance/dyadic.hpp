#pragma once
/// Dyadic errors: pairs that share a country are correlated.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/instantiate.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/covariance/heteroskedastic.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace bilateral {

/// meat = sum of s_i s_j' over all pairs of rows whose dyads have a member in common.
///
/// Computed in one pass: with S_m the sum of the scores of member m and D_d that of the unordered dyad
/// d (both directions, all periods), meat = sum_m S_m S_m' - sum_d D_d D_d', the dyads of a member with
/// itself not subtracted, since rows that share both members are counted twice in the first sum.
///
/// @param first, second  the two members of each row of the sample (or of the data given to the
///                       estimator), compared by their labels
/// @param adjust  factor G / (G - 1), G the members
/// @note  t(G - 1). With the factor the errors of Cameron and Miller's table 4B are met
/// @see   Cameron & Miller (2014), Robust inference for dyadic data, eq. 2.8; Aronow, Samii & Assenova
///        (2015), Political Analysis 23(4), eq. 7
struct dyadic {
  factor first, second;
  bool adjust = true;
};

namespace detail {

// The rows of a sample by member and by unordered pair of members.
struct dyad_rows {
  std::vector<std::int64_t> first, second;  // the members of each row
  std::vector<Eigen::Index> dyad;           // of each row
  std::int64_t members = 0;
  Eigen::Index dyads = 0;
};

inline dyad_rows rows_by_dyad(const factor& first, const factor& second) {
  std::unordered_map<std::string, std::int64_t> members;
  const auto coded = [&](const factor& f) {
    std::vector<std::int64_t> of_level;
    for (std::int32_t l = 0; l < f.levels; ++l) {
      const auto next = static_cast<std::int64_t>(members.size());
      of_level.push_back(members.emplace(f.label(l), next).first->second);
    }
    std::vector<std::int64_t> of_row;
    of_row.reserve(f.codes.size());
    for (const auto code : f.codes) of_row.push_back(of_level[to_size(code)]);
    return of_row;
  };
  dyad_rows out;
  out.first = coded(first);
  out.second = coded(second);
  out.members = static_cast<std::int64_t>(members.size());
  std::unordered_map<std::int64_t, Eigen::Index> dyads;
  out.dyad.reserve(out.first.size());
  for (std::size_t i = 0; i < out.first.size(); ++i) {
    const auto [low, high] = std::minmax(out.first[i], out.second[i]);
    const auto next = std::ssize(dyads);
    out.dyad.push_back(dyads.emplace(low * out.members + high, next).first->second);
  }
  out.dyads = std::ssize(dyads);
  return out;
}

}  // namespace detail

/// @throws argument_error  another length, fewer than 3 members
template <class Scalar>
[[nodiscard]] covariance_estimate<Scalar> covariance(const estimation_scores<Scalar>& s,
                                                     const dyadic& given) {
  const dyadic spec{of_sample("dyadic", s, given.first), of_sample("dyadic", s, given.second),
                    given.adjust};
  const auto rows = detail::rows_by_dyad(spec.first, spec.second);
  require(rows.members > 2, "dyadic", spec.first.name, " and ", spec.second.name, " have ",
          rows.members, " members; at least 3 are needed");
  const Eigen::Index k = s.scores.cols();
  dense_matrix<Scalar> by_member = dense_matrix<Scalar>::Zero(k, rows.members);
  dense_matrix<Scalar> by_dyad = dense_matrix<Scalar>::Zero(k, rows.dyads);
  for (std::size_t i = 0; i < rows.dyad.size(); ++i) {
    const auto row = s.scores.row(to_index(i)).transpose();
    by_member.col(rows.first[i]) += row;
    if (rows.second[i] != rows.first[i]) {
      by_member.col(rows.second[i]) += row;
      by_dyad.col(rows.dyad[i]) += row;
    }
  }
  const double g = static_cast<double>(rows.members);
  const double small_sample = spec.adjust ? g / (g - 1) : 1;
  const dense_matrix<Scalar> meat =
      Scalar(small_sample) * (by_member * by_member.transpose() - by_dyad * by_dyad.transpose());
  covariance_estimate<Scalar> out{
      sandwich<Scalar>(s.bread, meat),
      text("dyadic by ", spec.first.name, ", ", spec.second.name, " (", rows.members, " members), ",
           spec.adjust ? "factor G/(G-1)" : "no factor"),
      s.normal_inference ? s.default_dof() : g - 1,
      {},
      {.kind = "dyadic", .factor = small_sample, .groups = {g}, .bandwidth = {}}};
  for (Eigen::Index j = 0; j < k; ++j) {
    if (out.matrix(j, j) < Scalar(0)) {
      out.notes.push_back(text("the dyadic variance of coefficient ", j + 1,
                               " is negative: too few members for these errors"));
    }
  }
  return out;
}

BILATERAL_INSTANTIATE(covariance_estimate<double> covariance(const estimation_scores<double>&,
                                                             const dyadic&))

}  // namespace bilateral
