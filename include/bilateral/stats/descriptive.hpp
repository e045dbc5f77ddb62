#pragma once
/// Mean, variance and autocorrelation of a sample, with the digits that the data carry.

#include <bilateral/core/check.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/numeric/extended.hpp>

#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <type_traits>

namespace bilateral {

/// Arithmetic mean, accumulated with twice the working digits.
/// @throws argument_error  no values
template <class Scalar>
[[nodiscard]] Scalar mean(std::span<const Scalar> x) {
  require(!x.empty(), "mean", "there are no values");
  if constexpr (!std::is_floating_point_v<Scalar>) {
    Scalar sum(0);
    for (const Scalar& v : x) sum += v;
    return sum / Scalar(static_cast<unsigned long long>(x.size()));
  } else {
    two_part<Scalar> sum;
    for (const Scalar v : x) {
      const two_part<Scalar> s = two_sum(sum.high, v);
      sum = {s.high, sum.low + s.low};
    }
    const Scalar n = static_cast<Scalar>(x.size());
    return (sum.high + sum.low) / n;
  }
}

/// sum (x - m)^2 / (n - 1), by two passes with the correction of Chan, Golub & LeVeque (1983),
/// American Statistician 37, eq. 1.7.
/// @throws argument_error  fewer than two values
template <class Scalar>
[[nodiscard]] Scalar variance(std::span<const Scalar> x) {
  require(x.size() > 1, "variance", "there are ", x.size(), " values; at least 2 are needed");
  const Scalar m = mean(x);
  Scalar squares(0);
  Scalar drift(0);
  for (const Scalar& v : x) {
    const Scalar d = v - m;
    squares += d * d;
    drift += d;
  }
  const Scalar n(static_cast<double>(x.size()));
  return (squares - drift * drift / n) / (n - Scalar(1));
}

/// Square root of the variance, with the divisor n - 1.
template <class Scalar>
[[nodiscard]] Scalar standard_deviation(std::span<const Scalar> x) {
  using std::sqrt;
  return sqrt(variance(x));
}

/// Quantile of sorted values, linear between order statistics at p (n - 1): R's type 7.
/// @param sorted  ascending, at least one; @param p  from 0 to 1
/// @see   Hyndman & Fan (1996), The American Statistician 50(4), definition 7
template <class = when_called>
[[nodiscard]] double sorted_quantile(std::span<const double> sorted, double p) {
  const double at = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  if (below + 1 >= sorted.size()) return sorted.back();
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[below + 1] - sorted[below]);
}

/// Squared correlation of two samples: (sum dx dy)^2 / (sum dx^2 sum dy^2), d from the means. None where
/// one of them does not vary.
/// @throws argument_error  other lengths, fewer than two values
template <class Scalar>
[[nodiscard]] std::optional<Scalar> squared_correlation(std::span<const Scalar> x,
                                                        std::span<const Scalar> y) {
  require_same_size("squared_correlation", "x", x.size(), "y", y.size());
  require(x.size() >= 2, "squared_correlation", "there are ", x.size(),
          " values; at least 2 are needed");
  const Scalar mx = mean(x), my = mean(y);
  Scalar cross(0), xx(0), yy(0);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const Scalar dx = x[i] - mx, dy = y[i] - my;
    cross += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  if (!(xx > Scalar(0)) || !(yy > Scalar(0))) return std::nullopt;
  return (cross / xx) * (cross / yy);
}

/// r_l = sum_{t > l} (x_t - m)(x_{t-l} - m) / sum (x_t - m)^2.
/// @throws argument_error  a lag not below n, a series of zero variance
template <class Scalar>
[[nodiscard]] Scalar autocorrelation_at(std::span<const Scalar> x, std::size_t lag) {
  require(lag < x.size(), "autocorrelation_at", "lag is ", lag, " for ", x.size(), " values");
  const Scalar m = mean(x);
  Scalar cross(0);
  Scalar whole(0);
  for (std::size_t t = 0; t < x.size(); ++t) {
    const Scalar d = x[t] - m;
    whole += d * d;
    if (t >= lag) cross += d * (x[t - lag] - m);
  }
  require(whole > Scalar(0), "autocorrelation_at", "the series has zero variance");
  return cross / whole;
}

}  // namespace bilateral
