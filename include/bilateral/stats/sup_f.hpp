#pragma once
/// Distribution of the largest of a sequence of F statistics for a break at an unknown date.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/stats/distribution.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace bilateral {

namespace detail {

// P(sup > c) on a grid of `cells` cells and steps; second order in both
template <class = when_called>
double sup_f_on_grid(double c, int m, double horizon, int cells) {
  const double edge = std::sqrt(c);
  const double h = edge / cells;
  const auto log_density = [m](double r) { return (m - 1) * std::log(r) - r * r / 2; };
  const std::size_t n = to_size(cells);
  std::vector<double> left(n), right(n), v(n, 0.0), diagonal(n), rhs(n), sweep(n);
  for (std::size_t i = 0; i < n; ++i) {
    const double r = (static_cast<double>(i) + 0.5) * h;
    const double here = log_density(r);
    left[i] = i == 0 ? 0.0 : 0.5 * std::exp(log_density(r - h / 2) - here) / (h * h);
    right[i] = 0.5 * std::exp(log_density(r + h / 2) - here) / (h * h) * (i + 1 == n ? 2 : 1);
  }
  const auto advance = [&](double dt, double theta) {  // theta 1: implicit Euler, 1/2: trapezoid
    for (std::size_t i = 0; i < n; ++i) {
      const double up = i + 1 < n ? v[i + 1] : 1.0;
      const double down = i > 0 ? v[i - 1] : 0.0;
      const double flow = left[i] * (down - v[i]) + right[i] * (up - v[i]);
      rhs[i] = v[i] + (1 - theta) * dt * flow + (i + 1 == n ? theta * dt * right[i] : 0.0);
      diagonal[i] = 1 + theta * dt * (left[i] + right[i]);
    }
    for (std::size_t i = 0; i < n; ++i) {  // tridiagonal elimination
      double pivot = diagonal[i];
      double value = rhs[i];
      if (i > 0) {
        pivot -= theta * dt * left[i] * sweep[i - 1];
        value += theta * dt * left[i] * v[i - 1];
      }
      sweep[i] = theta * dt * right[i] / pivot;
      v[i] = value / pivot;
    }
    for (std::size_t i = n - 1; i-- > 0;) v[i] += sweep[i] * v[i + 1];
  };
  const int steps = cells;
  const double dt = horizon / steps;
  for (int s = 0; s < 4; ++s) advance(dt / 4, 1.0);  // damps the jump at the edge
  for (int s = 1; s < steps; ++s) advance(dt, 0.5);
  const double scale = (1 - m / 2.0) * std::log(2.0) - std::lgamma(m / 2.0);
  double p = 0;
  for (std::size_t i = 0; i < n; ++i) {
    p += v[i] * std::exp(scale + log_density((static_cast<double>(i) + 0.5) * h)) * h;
  }
  return p;
}

}  // namespace detail

/// P(sup F > statistic), the p-value of Andrews' test of a break at an unknown date.
///
///   sup over from <= t <= to of |B(t) - t B(1)|^2 / (t (1 - t)),  B an m-dimensional Brownian motion
///
/// In s = log(t / (1 - t)) the norm is the radial part of a stationary Ornstein-Uhlenbeck process;
/// its first passage probability solves u_s = u''/2 + ((m - 1) / (2 r) - r / 2) u', u = 1 at the
/// edge, u(., 0) = 0, here by finite volumes with one extrapolation. At least 4 digits.
///
/// @param statistic     largest of the statistics in chi-squared form (m times the usual F)
/// @param m             parameters that may change
/// @param from,to       shares of the sample searched, 0 < from < to < 1
/// @param observations  dates at which the process is watched: the edge moves out by
///                      0.5826 sqrt(ds), ds the mean step in s; 0 is continuous time
/// @throws argument_error  NaN, m below 1, a range outside 0 to 1
/// @note  with 1000 observations it is the distribution that Hansen (1997) simulated; his p-values,
///        as in R strucchange, are a fit to it: within 3% of p at p = 0.1, 15% at p = 0.001
/// @see   Andrews (1993), Econometrica 61(4), theorem 3; DeLong (1981), Comm. Statist. A 10(21);
///        Siegmund (1985), Sequential Analysis, for the discrete dates
template <class = when_called>
[[nodiscard]] double sup_f_upper_tail(double statistic, int m, double from, double to,
                                      std::size_t observations = 0) {
  require(!std::isnan(statistic), "sup_f_upper_tail", "the statistic is NaN");
  require(m >= 1, "sup_f_upper_tail", "m is ", m, "; it must be at least 1");
  require(from > 0 && from <= to && to < 1, "sup_f_upper_tail", "the range searched is ", from,
          " to ", to, "; it must lie inside 0 to 1");
  if (statistic <= 0) return 1;
  const double outside = chi_squared_upper_tail(statistic, static_cast<double>(m));
  const double horizon = std::log(to * (1 - from) / (from * (1 - to)));
  if (horizon <= 0 || outside == 0) return outside;
  double c = statistic;
  if (observations > 0) {
    double step = 0;  // mean over s of sqrt(ds) = 1 / sqrt(n t (1 - t))
    constexpr int points = 200;
    for (int i = 0; i < points; ++i) {
      const double s = std::log(from / (1 - from)) + horizon * (i + 0.5) / points;
      const double t = 1 / (1 + std::exp(-s));
      step += 1 / std::sqrt(static_cast<double>(observations) * t * (1 - t)) / points;
    }
    const double edge = std::sqrt(statistic) + 0.5826 * step;
    c = edge * edge;
  }
  const double coarse = detail::sup_f_on_grid(c, m, horizon, 200);
  const double fine = detail::sup_f_on_grid(c, m, horizon, 400);
  const double p = (std::max)(
      outside, chi_squared_upper_tail(c, static_cast<double>(m)) + fine + (fine - coarse) / 3);
  return p > 1 ? 1 : (p < 0 ? 0 : p);
}

/// The statistic whose p-value is p.
/// @throws argument_error  p outside 0 to 1
template <class = when_called>
[[nodiscard]] double sup_f_quantile(double p, int m, double from, double to,
                                    std::size_t observations = 0) {
  require(p > 0 && p < 1, "sup_f_quantile", "p is ", p, "; it must lie between 0 and 1");
  double low = 0, high = 10.0 + 4 * m;
  while (sup_f_upper_tail(high, m, from, to, observations) > p) high *= 2;
  for (int i = 0; i < 60 && high - low > 1e-9 * high; ++i) {
    const double middle = (low + high) / 2;
    (sup_f_upper_tail(middle, m, from, to, observations) > p ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace bilateral
