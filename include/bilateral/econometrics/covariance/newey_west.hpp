#pragma once
/// Heteroskedasticity and autocorrelation consistent covariances.

#include <bilateral/core/instantiate.hpp>
#include <bilateral/econometrics/covariance/detail/score_order.hpp>
#include <bilateral/econometrics/covariance/heteroskedastic.hpp>
#include <bilateral/stats/long_run_variance.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// Newey-West: meat = G_0 + sum_{l=1}^{L} (1 - l / (L + 1)) (G_l + G_l'), G_l = sum_t s_t s_{t-l}'.
///
/// @param lags       L; none takes the plug-in rule of Newey and West (1994) on the scores, the
///                   intercept's weight zero: floor of the bandwidth, as R sandwich does
/// @param prewhiten  by a VAR(1) of the scores, coloured again afterwards
/// @param adjust     small-sample factor n / (n - K)
/// @note  without prewhitening and with given lags equal to R sandwich NeweyWest(prewhite = FALSE), gretl
///        and statsmodels HAC; with adjust to Stata newey; newey_west{.prewhiten = true} is sandwich's
///        NeweyWest(fit). The time index is honoured: scores l periods apart, not l rows. In a panel
///        lags stay within the entity and none takes floor(T^(1/4)): R plm vcovNW(type = "HC0"). t(n - K)
/// @see   Newey & West (1987), Econometrica 55(3), eq. 5; (1994), Review of Economic Studies 61
struct newey_west {
  std::optional<std::ptrdiff_t> lags{};
  bool prewhiten = false;
  bool adjust = false;
};

/// Any kernel, any bandwidth: meat = sum over all lags of w(l / bandwidth) G_l.
///
/// @param bandwidth  none takes `rule`; not rounded
/// @note  hac{.prewhiten = true, .adjust = true} is R sandwich kernHAC(fit), hac{.adjust = true} its
///        vcovHAC(fit). t(n - K)
/// @see   Andrews (1991), Econometrica 59(3), eq. 2.6; Andrews & Monahan (1992), Econometrica 60(4)
struct hac {
  kernel window = kernel::quadratic_spectral;
  std::optional<double> bandwidth{};
  bandwidth_rule rule = bandwidth_rule::andrews;
  bool prewhiten = false;
  bool adjust = false;
};

namespace detail {
// the sandwich of a kernel within entities: meat = sum over entities of their own
template <class Scalar>
covariance_estimate<Scalar> kernel_covariance_of_panel(const char* function,
                                                       const estimation_scores<Scalar>& s,
                                                       kernel window,
                                                       std::optional<double> bandwidth,
                                                       bool adjust) {
  require(s.frequency.size() == 0, function, "frequency weights have no order in time");
  const auto blocks = scores_by_entity(function, s);
  Eigen::Index longest = 0;
  for (const auto& block : blocks) longest = (std::max)(longest, block.rows());
  const bool own_rule = !bandwidth;
  if (own_rule) bandwidth = std::floor(std::pow(static_cast<double>(longest), 0.25) + 1e-9) + 1;
  require(window != kernel::bartlett || *bandwidth <= static_cast<double>(longest), function,
          "lags is ", *bandwidth - 1, "; the longest entity has ", longest, " periods");
  dense_matrix<Scalar> meat = dense_matrix<Scalar>::Zero(s.scores.cols(), s.scores.cols());
  for (const auto& block : blocks) {
    meat +=
        weighted_autocovariance<Scalar>(block, kernel_weights(window, *bandwidth, block.rows()));
  }
  covariance_recipe recipe{.kind = name_of(window),
                           .groups = {static_cast<double>(blocks.size())},
                           .bandwidth = bandwidth};
  if (adjust) {
    recipe.factor = s.observations / s.residual_dof();
    recipe.parameters = s.parameters;
    meat *= Scalar(recipe.factor);
  }
  const std::string kind =
      window == kernel::bartlett
          ? text("Newey-West within ", blocks.size(), " entities, ", *bandwidth - 1, " lags",
                 own_rule ? " (floor of T^(1/4))" : "")
          : text("HAC within ", blocks.size(), " entities, ", name_of(window),
                 " kernel, bandwidth ", significant_text(*bandwidth, 4));
  return {sandwich<Scalar>(s.bread, meat),
          text(kind, adjust ? ", factor n/(n-k)" : ""),
          s.default_dof(),
          {},
          std::move(recipe)};
}

// a kernel's sandwich; `choose(u, weights of the columns)` gives bandwidth and label
template <class Scalar, class Choose>
covariance_estimate<Scalar> kernel_covariance(const char* function,
                                              const estimation_scores<Scalar>& s, kernel window,
                                              bool prewhiten_first, bool adjust, Choose&& choose) {
  require(s.frequency.size() == 0, function, "frequency weights have no order in time");
  require(s.merged_into.empty(), function,
          "the rows are means over time: they have no order in it");
  const dense_matrix<Scalar>* in_order = &s.scores;  // not copied where it is in order already
  dense_matrix<Scalar> arranged;
  if (!s.time.empty()) {
    arranged = scores_by_time(s);
    in_order = &arranged;
  } else {
    require(
        s.absorbed == 0, function,
        "with absorbed effects rows are those of many groups, in no one order: say whose row it is "
        "and when");
  }
  prewhitened<Scalar> white;
  if (prewhiten_first) {
    require(in_order->rows() == s.scores.rows(), function,
            "prewhitening needs a time index without gaps: ", s.scores.rows(), " rows span ",
            in_order->rows(), " periods");
    white = prewhiten<Scalar>(*in_order);
    in_order = &white.residuals;
  }
  const dense_matrix<Scalar>& u = *in_order;
  dense_vector<Scalar> column_weights = dense_vector<Scalar>::Ones(u.cols());
  if (s.intercept && u.cols() > 1) column_weights[0] = Scalar(0);
  const auto [bandwidth, label] = choose(u, column_weights);
  dense_matrix<Scalar> meat =
      weighted_autocovariance<Scalar>(u, kernel_weights(window, bandwidth, u.rows()));
  if (prewhiten_first) {
    meat = matrix_product(matrix_product(white.recolour, meat), transposed(white.recolour));
  }
  covariance_recipe recipe{.kind = name_of(window),
                           .groups = {},
                           .bandwidth = bandwidth,
                           .is_prewhitened = prewhiten_first};
  if (adjust) {
    recipe.factor = s.observations / s.residual_dof();
    recipe.parameters = s.parameters;
    meat *= Scalar(recipe.factor);
  }
  covariance_estimate<Scalar> out{sandwich<Scalar>(s.bread, meat),
                                  text(label, prewhiten_first ? ", prewhitened by VAR(1)" : "",
                                       adjust ? ", factor n/(n-k)" : ""),
                                  s.default_dof(),
                                  {},
                                  std::move(recipe)};
  if (window == kernel::truncated && !(out.matrix.diagonal().minCoeff() >= Scalar(0))) {
    out.notes.emplace_back(
        "the truncated kernel does not keep variances above zero: take Bartlett, "
        "Parzen or quadratic spectral");
  }
  return out;
}

}  // namespace detail

/// @throws argument_error  negative lags, lags not below the number of periods, a time twice, a gapped
///                         time index when prewhitening
template <class Scalar>
[[nodiscard]] covariance_estimate<Scalar> covariance(const estimation_scores<Scalar>& s,
                                                     const newey_west& spec) {
  if (!s.entity.empty()) {
    require(!spec.prewhiten, "newey_west",
            "prewhitening is not offered within the entities of a panel");
    require(!spec.lags || *spec.lags >= 0, "newey_west", "lags is ", spec.lags.value_or(0),
            "; it must not be negative");
    std::optional<double> bandwidth;
    if (spec.lags) bandwidth = static_cast<double>(*spec.lags) + 1;
    return detail::kernel_covariance_of_panel<Scalar>("newey_west", s, kernel::bartlett, bandwidth,
                                                      spec.adjust);
  }
  return detail::kernel_covariance<Scalar>(
      "newey_west", s, kernel::bartlett, spec.prewhiten, spec.adjust,
      [&](const dense_matrix<Scalar>& u, const dense_vector<Scalar>& w) {
        const std::ptrdiff_t lags =
            spec.lags
                ? *spec.lags
                : static_cast<std::ptrdiff_t>(std::floor(automatic_bandwidth<Scalar>(
                      u, w, kernel::bartlett, bandwidth_rule::newey_west_1994,
                      static_cast<double>(u.rows() + (spec.prewhiten ? 1 : 0)), spec.prewhiten)));
        require(lags >= 0 && lags < u.rows(), "newey_west", "lags is ", lags,
                "; it must lie between 0 and ", u.rows() - 1);
        return std::pair<double, std::string>(
            static_cast<double>(lags) + 1,
            text("Newey-West, ", lags, spec.lags ? " lags" : " lags (Newey-West 1994)"));
      });
}

/// @throws argument_error  bandwidth not positive, a rule without constants for the kernel, a time
///                         twice, a gapped time index when prewhitening
template <class Scalar>
[[nodiscard]] covariance_estimate<Scalar> covariance(const estimation_scores<Scalar>& s,
                                                     const hac& spec) {
  if (!s.entity.empty()) {
    require(
        !spec.prewhiten && spec.bandwidth.has_value() && *spec.bandwidth > 0, "hac",
        "in a panel give a bandwidth above 0, without prewhitening: the automatic rules are for one "
        "series");
    return detail::kernel_covariance_of_panel<Scalar>("hac", s, spec.window, spec.bandwidth,
                                                      spec.adjust);
  }
  return detail::kernel_covariance<Scalar>(
      "hac", s, spec.window, spec.prewhiten, spec.adjust,
      [&](const dense_matrix<Scalar>& u, const dense_vector<Scalar>& w) {
        require(!spec.bandwidth || *spec.bandwidth > 0, "hac", "the bandwidth is ",
                spec.bandwidth ? *spec.bandwidth : 0.0, "; it must be above 0");
        const double bandwidth =
            spec.bandwidth
                ? *spec.bandwidth
                : automatic_bandwidth<Scalar>(
                      u, w, spec.window, spec.rule,
                      static_cast<double>(u.rows() + (spec.prewhiten ? 1 : 0)), spec.prewhiten);
        const char* rule = spec.bandwidth                                 ? ""
                           : spec.rule == bandwidth_rule::newey_west_1994 ? " (Newey-West 1994)"
                                                                          : " (Andrews AR(1))";
        return std::pair<double, std::string>(
            bandwidth, text("HAC, ", name_of(spec.window), " kernel, bandwidth ",
                            significant_text(bandwidth, 4), rule));
      });
}

BILATERAL_INSTANTIATE(covariance_estimate<double> covariance(const estimation_scores<double>&,
                                                             const newey_west&))
BILATERAL_INSTANTIATE(covariance_estimate<double> covariance(const estimation_scores<double>&,
                                                             const hac&))

}  // namespace bilateral
