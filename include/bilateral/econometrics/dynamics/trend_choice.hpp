#pragma once
/// Does the relation need a trend? The test of the trend, and the deterministic case that it chooses.

#include <bilateral/econometrics/dynamics/ardl_order.hpp>
#include <bilateral/econometrics/dynamics/detail/bounds_simulation.hpp>
#include <bilateral/econometrics/dynamics/error_correction.hpp>
#include <bilateral/econometrics/estimator/lagged_columns.hpp>
#include <bilateral/stats/test_result.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace bilateral {

struct trend_choice_options {
  order_criterion criterion = order_criterion::aic;  ///< of the orders, chosen with the trend in
  double level = 0.05;                               ///< the trend stays where its p-value is below
  int replications = 9999;                           ///< of the simulation, at least 99
  std::uint64_t seed = 2001;
  unsigned threads = 1;  ///< the results do not depend on it
};

/// The trend in an ARDL, and which deterministic case follows from it.
struct trend_choice {
  test_result test;    ///< t of the trend; p without a relation in levels
  ardl_orders orders;  ///< of the ARDL with a trend
  deterministic_case chosen =
      deterministic_case::unrestricted_constant;  ///< III, or IV with a trend
  std::string reason;                             ///< the rule and what it found, as a sentence
};

/// Tests a linear trend in the ARDL of trade on its regressors and chooses between case III (constant)
/// and case IV (constant, and a trend inside the relation).
///
///   dy_t = c + d t + a y_(t-1) + pi' x_(t-1) + short run + u_t,   t of d;  IV where it rejects, else III
///
/// A trend that belongs to the relation and is left out makes the adjustment look slow and the bounds
/// test blind; one that does not belong costs little. Without a relation the t of d has no Student
/// distribution: its p-value is simulated for this sample size, two-sided, y and x independent random
/// walks (white noise x too; the larger p counts).
///
/// @param data     as for ardl(); @param largest  the most lags considered
/// @throws argument_error  as ardl_order(); replications, level
/// @note   with a relation the t is nearly normal, so that the rule is slow to take a trend in, never
///         quick
/// @see    Dickey & Fuller (1981), Econometrica 49(4), table III, for k = 0; Pesaran, Shin & Smith
///         (2001), J. Applied Econometrics 16(3), section 2, for the cases
/// Example: choose_deterministics(data, {6, {6}}).chosen
template <class Scalar>
[[nodiscard]] trend_choice choose_deterministics(const ardl_data<Scalar>& data,
                                                 const ardl_orders& largest,
                                                 const trend_choice_options& options = {}) {
  constexpr const char* function = "choose_deterministics";
  require(options.replications >= 99, function, "replications is ", options.replications,
          "; it must be at least 99");
  require(options.level > 0 && options.level < 1, function, "level is ", options.level,
          "; it must lie between 0 and 1");
  const auto trended = deterministic_case::unrestricted_trend;
  trend_choice out;
  out.orders =
      ardl_order(data, largest, {.criterion = options.criterion, .deterministics = trended}).orders;
  const auto fit = ardl(data, out.orders, iid{}, {.deterministics = trended});
  const auto at = term_position(fit.names, trend_name);
  const auto error = at < 0 ? std::nullopt : std_error(fit, at);
  require(error.has_value() && *error > Scalar(0), function,
          "the trend has no standard error: ", at < 0 ? "it is collinear" : "the fit is exact");
  detail::bounds_design design{.deterministics = trended,
                               .observations = static_cast<int>(fit.sample.used),
                               .orders = std::vector<int>(data.regressors.size(), -1),
                               .trend_statistic = true};
  const auto draws =
      detail::simulate_bounds(design, options.replications, options.seed, options.threads);
  out.test.name = "trend in the ARDL";
  out.test.statistic = static_cast<double>(fit.coefficients[at] / *error);
  out.test.null = "no trend, no relation in levels";
  out.test.distribution =
      text("simulated, ", options.replications, " draws of ", design.observations, " rows");
  out.test.p_value =
      (std::min)(1.0, (std::max)(detail::simulated_two_sided_p(draws.t[0], out.test.statistic),
                                 detail::simulated_two_sided_p(draws.t[1], out.test.statistic)));
  const bool stays = *out.test.p_value < options.level;
  if (stays) out.chosen = deterministic_case::restricted_trend;
  out.reason = text("case ", roman(out.chosen),
                    stays ? " (constant, trend inside the relation)" : " (constant, no trend)",
                    ": the trend in an ARDL has t = ", significant_text(out.test.statistic, 3),
                    ", p = ", significant_text(*out.test.p_value, 2),
                    "; it stays where p is below ", options.level);
  return out;
}

}  // namespace bilateral
