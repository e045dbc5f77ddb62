#pragma once
/// Driscoll-Kraay errors: panels with dependence across units and over time.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/instantiate.hpp>
#include <bilateral/econometrics/covariance/heteroskedastic.hpp>
#include <bilateral/stats/long_run_variance.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace bilateral {

/// Newey-West on the scores summed within each period: meat = sum_l w_l (G_l + G_l') of h_t = sum_i s_it.
///
/// @param time    (n) period of each row of the sample, or of the data given; periods without rows count as zeros between their neighbours
/// @param lags    L of the Bartlett weights 1 - l / (L + 1); none is floor(T^(1/4)), T the periods seen
/// @param adjust  small-sample factor n / (n - K)
/// @note  factor 1 as it stands: equals R plm vcovSCC(type = "HC0") and sandwich vcovPL(aggregate = TRUE,
///        adjust = FALSE); with adjust vcovPL's default. t(T - 1)
/// @see   Driscoll & Kraay (1998), Review of Economics and Statistics 80(4), eq. 10
struct driscoll_kraay {
  std::vector<std::int64_t> time;
  std::optional<std::ptrdiff_t> lags{};
  bool adjust = false;
};

/// @throws argument_error  another length, a single period, lags out of range
template <class Scalar>
[[nodiscard]] covariance_estimate<Scalar> covariance(const estimation_scores<Scalar>& s,
                                                     const driscoll_kraay& whole) {
  require(s.merged_into.empty(), "driscoll_kraay",
          "the rows are means over time: they have no period");
  driscoll_kraay spec = whole;
  if (!s.kept.empty() && spec.time.size() == s.given &&
      spec.time.size() != to_size(s.scores.rows())) {
    for (std::size_t i = 0; i < s.kept.size(); ++i) spec.time[i] = whole.time[s.kept[i]];
    spec.time.resize(s.kept.size());
  }
  require(s.frequency.size() == 0, "driscoll_kraay", "frequency weights have no order in time");
  require_same_size("driscoll_kraay", "time", spec.time.size(), "the sample",
                    to_size(s.scores.rows()));
  const auto [low, high] = std::minmax_element(spec.time.begin(), spec.time.end());
  const std::int64_t first = *low;
  const std::int64_t span = *high - first + 1;
  require(span <= 64 * static_cast<std::int64_t>(spec.time.size()), "driscoll_kraay",
          "the time index spans ", span, " periods for ", spec.time.size(), " rows");
  dense_matrix<Scalar> sums = dense_matrix<Scalar>::Zero(span, s.scores.cols());
  std::vector<bool> seen(to_size(span), false);
  for (std::size_t i = 0; i < spec.time.size(); ++i) {
    const std::int64_t at = spec.time[i] - first;
    seen[to_size(at)] = true;
    sums.row(at) += s.scores.row(to_index(i));
  }
  const auto periods = to_index(std::count(seen.begin(), seen.end(), true));
  require(periods > 1, "driscoll_kraay", "there is a single period");
  const std::ptrdiff_t lags = spec.lags ? *spec.lags
                                        : static_cast<std::ptrdiff_t>(std::floor(
                                              std::pow(static_cast<double>(periods), 0.25) + 1e-9));
  require(lags >= 0 && lags < span, "driscoll_kraay", "lags is ", lags,
          "; it must lie between 0 and ", span - 1);
  const double bandwidth = static_cast<double>(lags) + 1;
  dense_matrix<Scalar> meat = weighted_autocovariance<Scalar>(
      sums, kernel_weights(kernel::bartlett, bandwidth, to_index(span)));
  covariance_recipe recipe{
      .kind = "Driscoll-Kraay", .groups = {static_cast<double>(periods)}, .bandwidth = bandwidth};
  if (spec.adjust) {
    recipe.factor = s.observations / s.residual_dof();
    recipe.parameters = s.parameters;
    meat *= Scalar(recipe.factor);
  }
  covariance_estimate<Scalar> out{
      sandwich<Scalar>(s.bread, meat),
      text("Driscoll-Kraay, ", lags, " lags, ", periods, " periods",
           spec.adjust ? ", factor n/(n-k)" : ""),
      s.normal_inference ? s.default_dof() : static_cast<double>(periods) - 1,
      {},
      std::move(recipe)};
  if (periods < 20) {
    out.notes.push_back(text("only ", periods, " periods: the errors rest on many of them"));
  }
  return out;
}

BILATERAL_INSTANTIATE(covariance_estimate<double> covariance(const estimation_scores<double>&,
                                                             const driscoll_kraay&))

}  // namespace bilateral
