#pragma once
/// Dyadic errors: pairs that share a country are correlated.

#include <bilateral/core/instantiate.hpp>
#include <bilateral/econometrics/covariance/heteroskedastic.hpp>
#include <bilateral/data/factor.hpp>

#include <algorithm>
#include <cstdint>
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

/// @throws argument_error  another length, fewer than 3 members
template <class Scalar>
[[nodiscard]] covariance_estimate<Scalar> covariance(const estimation_scores<Scalar>& s,
                                                     const dyadic& given) {
  const auto n = static_cast<std::size_t>(s.scores.rows());
  const dyadic spec{of_sample("dyadic", s, given.first), of_sample("dyadic", s, given.second),
                    given.adjust};
  std::unordered_map<std::string, std::int64_t> members;
  std::vector<std::int64_t> of_first, of_second;
  for (std::int32_t l = 0; l < spec.first.levels; ++l) {
    of_first.push_back(
        members.emplace(spec.first.label(l), static_cast<std::int64_t>(members.size())).first->second);
  }
  for (std::int32_t l = 0; l < spec.second.levels; ++l) {
    of_second.push_back(
        members.emplace(spec.second.label(l), static_cast<std::int64_t>(members.size())).first->second);
  }
  const auto count = static_cast<std::int64_t>(members.size());
  require(count > 2, "dyadic", spec.first.name, " and ", spec.second.name, " have ", count,
          " members; at least 3 are needed");
  std::unordered_map<std::int64_t, Eigen::Index> dyads;
  std::vector<Eigen::Index> dyad(n);
  std::vector<bool> with_itself;
  for (std::size_t i = 0; i < n; ++i) {
    const std::int64_t a = of_first[static_cast<std::size_t>(spec.first.codes[i])];
    const std::int64_t b = of_second[static_cast<std::size_t>(spec.second.codes[i])];
    const std::int64_t key = (std::min)(a, b) * count + (std::max)(a, b);
    const auto found = dyads.emplace(key, static_cast<Eigen::Index>(dyads.size()));
    if (found.second) with_itself.push_back(a == b);
    dyad[i] = found.first->second;
  }
  const Eigen::Index k = s.scores.cols();
  dense_matrix<Scalar> by_member = dense_matrix<Scalar>::Zero(k, count);
  dense_matrix<Scalar> by_dyad =
      dense_matrix<Scalar>::Zero(k, static_cast<Eigen::Index>(dyads.size()));
  for (std::size_t i = 0; i < n; ++i) {
    const std::int64_t a = of_first[static_cast<std::size_t>(spec.first.codes[i])];
    const std::int64_t b = of_second[static_cast<std::size_t>(spec.second.codes[i])];
    const auto row = s.scores.row(static_cast<Eigen::Index>(i)).transpose();
    by_member.col(a) += row;
    if (b != a) {
      by_member.col(b) += row;
      by_dyad.col(dyad[i]) += row;
    }
  }
  const double g = static_cast<double>(count);
  const double small_sample = spec.adjust ? g / (g - 1) : 1;
  const dense_matrix<Scalar> meat =
      Scalar(small_sample) * (by_member * by_member.transpose() - by_dyad * by_dyad.transpose());
  covariance_estimate<Scalar> out{
      sandwich<Scalar>(s.bread, meat),
      text("dyadic by ", spec.first.name, ", ", spec.second.name, " (", count, " members), ",
           spec.adjust ? "factor G/(G-1)" : "no factor"),
      s.normal_inference ? s.default_dof() : g - 1, {},
      {.kind = "dyadic", .factor = small_sample, .groups = {g}, .bandwidth = {}}};
  for (Eigen::Index j = 0; j < k; ++j) {
    if (out.matrix(j, j) < Scalar(0)) {
      out.notes.push_back(text("the dyadic variance of coefficient ", j + 1,
                               " is negative: too few members for these errors"));
    }
  }
  return out;
}

BILATERAL_INSTANTIATE(covariance_estimate<double> covariance(const estimation_scores<double>&, const dyadic&))

}  // namespace bilateral
