#pragma once
/// What a policy did: its coefficient in percent, and in trade.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/estimator/result.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace bilateral {

/// A figure with its interval.
struct policy_figure {
  double estimate = 0;
  std::optional<double> std_error, low, high;
};

struct policy_change {
  std::string name;
  policy_figure percent;   ///< 100 (exp(b) - 1)
  policy_figure currency;  ///< trade that the policy made, in the unit of y
  std::size_t rows = 0;    ///< where it was in force
};

/// Partial-equilibrium effect of a policy in a model of log mean trade.
///
///   percent  = 100 (exp(b) - 1),               error 100 exp(b) se(b)
///   currency = sum over rows of mu_i (1 - exp(-b x_i)),   error |sum of mu_i x_i exp(-b x_i)| se(b)
///
/// The means are those of the fit: incomes and prices of all countries are held (for what they do, see
/// equilibrium). Intervals are those of b carried through, so that they cannot fall below -100 percent.
///
/// @param fit     of ppml, or of ols on log trade
/// @param policy  name of the coefficient; @param x  (n) its column in the rows of the fit
/// @param mean    (n) trade: fitted, or observed where y is in logs
/// @throws argument_error  no such coefficient, shapes, x is zero in every row
/// @see  Yotov, Piermartini, Monteiro & Larch (2016), An Advanced Guide to Trade Policy Analysis, eq. 1-9
template <estimation_result Result>
[[nodiscard]] policy_change policy_effect(const Result& fit, std::string_view policy,
                                          const dense_vector<scalar_of<Result>>& x,
                                          const dense_vector<scalar_of<Result>>& mean,
                                          double level = 0.95) {
  require(x.size() == mean.size(), "policy_effect", "x has ", x.size(), " rows, the mean ",
          mean.size());
  const Eigen::Index j = position(fit, policy);
  policy_change out;
  out.name = policy;
  out.rows = to_size((x.array() != scalar_of<Result>(0)).count());
  require(out.rows > 0, "policy_effect", policy, " is zero in every row of the sample");
  const auto made = [&](double b) {
    double sum = 0;
    for (Eigen::Index i = 0; i < x.size(); ++i) {
      if (x[i] != 0)
        sum -= static_cast<double>(mean[i]) * std::expm1(-b * static_cast<double>(x[i]));
    }
    return sum;
  };
  const double b = static_cast<double>(fit.coefficients[j]);
  out.percent.estimate = 100 * std::expm1(b);
  out.currency.estimate = made(b);
  const auto se = std_error(fit, j);
  if (!se) return out;
  const double error = static_cast<double>(*se);
  double slope = 0;
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    const double v = static_cast<double>(x[i]);
    if (v != 0) slope += static_cast<double>(mean[i]) * v * std::exp(-b * v);
  }
  out.percent.std_error = 100 * std::exp(b) * error;
  out.currency.std_error = std::abs(slope) * error;
  const auto ci = confidence_interval(fit, j, level);
  out.percent.low = 100 * std::expm1(ci->first);
  out.percent.high = 100 * std::expm1(ci->second);
  const double one = made(ci->first);
  const double two = made(ci->second);
  out.currency.low = (std::min)(one, two);
  out.currency.high = (std::max)(one, two);
  return out;
}

}  // namespace bilateral
