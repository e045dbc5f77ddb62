#pragma once
/// Tails of Johansen's rank statistics: Doornik's gamma approximation, Osterwald-Lenum's tables.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/econometrics/estimator/deterministic_case.hpp>
#include <bilateral/stats/distribution.hpp>

#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// Which of the two rank statistics.
enum class johansen_statistic { trace, max_eigenvalue };

namespace detail {

struct doornik_row {
  double square, linear, constant, one, two, root;
};
struct doornik_pair {
  doornik_row mean, variance;
};

// clang-format off
inline constexpr std::array<doornik_pair, 5> doornik_trace{{
    {{2, -1.00, 0.07, 0.07, 0, 0}, {3, -0.33, -0.55, 0, 0, 0}},
    {{2, 2.01, 0, 0.06, 0.05, 0}, {3, 3.6, 0.75, -0.4, -0.3, 0}},
    {{2, 1.05, -1.55, -0.5, -0.23, 0}, {3, 1.8, 0, -2.8, -1.1, 0}},
    {{2, 4.05, 0.5, -0.23, -0.07, 0}, {3, 5.7, 3.2, -1.3, -0.5, 0}},
    {{2, 2.85, -5.1, -0.1, -0.06, 1.35}, {3, 4.0, 0.8, -5.8, -2.66, 0}},
}};
inline constexpr std::array<doornik_pair, 5> doornik_max{{
    {{0, 6.0019, -2.7558, 0.67185, 0.1149, -2.7764},
     {0, 1.8806, -15.499, 1.1136, 0.070508, 14.714}},
    {{0, 5.9498, 0.43402, 0.04836, 0.018198, -2.3669},
     {0, 2.2231, -7.9064, 0.58592, -0.034324, 12.058}},
    {{0, 5.8271, -1.6487, -1.6118, -0.25949, -1.5666},
     {0, 2.0785, -9.7846, -3.368, -0.24528, 13.074}},
    {{0, 5.8658, 2.5595, -0.34443, -0.077991, -1.7552},
     {0, 1.9955, -5.5428, 1.2425, 0.41949, 12.841}},
    {{0, 5.6364, -0.90531, -3.5166, -0.47966, -0.21447},
     {0, 2.0899, -5.3303, -7.1523, -0.2526, 12.393}},
}};
// clang-format on

template <class Real>
// clang-format off
Real doornik_p_value(const char* function, const std::array<doornik_pair, 5>& table, Real statistic,
                     int trends, deterministic_case c) {
  require(std::isfinite(statistic), function, "the statistic is not finite");
  require(trends >= 1 && trends <= 15, function, "there are ", trends,
          " common trends; the approximation covers 1 to 15");
  const auto value = [trends](const doornik_row& r) {
    const double n = trends;
    return r.square * n * n + r.linear * n + r.constant + (trends == 1 ? r.one : 0) +
           (trends == 2 ? r.two : 0) + r.root * std::sqrt(n);
  };
  const auto& row = table[to_size(c) - 1];
  const double mean = value(row.mean);
  const double variance = value(row.variance);
  // gamma with shape m^2/v and scale v/m is v/(2m) times chi-squared with 2m^2/v degrees
  return chi_squared_upper_tail(statistic * Real(2 * mean / variance),
                                Real(2 * mean * mean / variance));
}

// Osterwald-Lenum (1992), tables 1, 1.1* and 2* as urca prints them: rows n = 1..11, 10/5/1 percent
using osterwald_lenum_row = std::array<double, 3>;
inline constexpr std::array<std::array<osterwald_lenum_row, 11>, 3> osterwald_lenum_max{{
    {{{7.52, 9.24, 12.97}, {13.75, 15.67, 20.2}, {19.77, 22, 26.81}, {25.56, 28.14, 33.24},
      {31.66, 34.4, 39.79}, {37.45, 40.3, 46.82}, {43.25, 46.45, 51.91}, {48.91, 52, 57.95},
      {54.35, 57.42, 63.71}, {60.25, 63.57, 69.94}, {66.02, 69.74, 76.63}}},
    {{{6.5, 8.18, 11.65}, {12.91, 14.9, 19.19}, {18.9, 21.07, 25.75}, {24.78, 27.14, 32.14},
      {30.84, 33.32, 38.78}, {36.25, 39.43, 44.59}, {42.06, 44.91, 51.3}, {48.43, 51.07, 57.07},
      {54.01, 57, 63.37}, {59, 62.42, 68.61}, {65.07, 68.27, 74.36}}},
    {{{10.49, 12.25, 16.26}, {16.85, 18.96, 23.65}, {23.11, 25.54, 30.34}, {29.12, 31.46, 36.65},
      {34.75, 37.52, 42.36}, {40.91, 43.97, 49.51}, {46.32, 49.42, 54.71}, {52.16, 55.5, 62.46},
      {57.87, 61.29, 67.88}, {63.18, 66.23, 73.73}, {69.26, 72.72, 79.23}}},
}};
inline constexpr std::array<std::array<osterwald_lenum_row, 11>, 3> osterwald_lenum_trace{{
    {{{7.52, 9.24, 12.97}, {17.85, 19.96, 24.6}, {32, 34.91, 41.07}, {49.65, 53.12, 60.16},
      {71.86, 76.07, 84.45}, {97.18, 102.14, 111.01}, {126.58, 131.7, 143.09},
      {159.48, 165.58, 177.2}, {196.37, 202.92, 215.74}, {236.54, 244.15, 257.68},
      {282.45, 291.4, 307.64}}},
    {{{6.5, 8.18, 11.65}, {15.66, 17.95, 23.52}, {28.71, 31.52, 37.22}, {45.23, 48.28, 55.43},
      {66.49, 70.6, 78.87}, {85.18, 90.39, 104.2}, {118.99, 124.25, 136.06},
      {151.38, 157.11, 168.92}, {186.54, 192.84, 204.79}, {226.34, 232.49, 246.27},
      {269.53, 277.39, 292.65}}},
    {{{10.49, 12.25, 16.26}, {22.76, 25.32, 30.45}, {39.06, 42.44, 48.45}, {59.14, 62.99, 70.05},
      {83.2, 87.31, 96.58}, {110.42, 114.9, 124.75}, {141.01, 146.76, 158.49},
      {176.67, 182.82, 196.08}, {215.17, 222.21, 234.41}, {256.72, 263.42, 279.07},
      {303.13, 310.81, 327.45}}},
}};
// clang-format on

}  // namespace detail

/// Asymptotic p-value of the trace statistic with n = k - r common trends.
///
/// The limit is matched by a gamma distribution whose mean and variance are
///   m = 2 n^2 + b_1 n + b_2 + b_3 [n = 1] + b_4 [n = 2] + b_5 sqrt(n), likewise v.
/// @throws argument_error  n below 1 or above 15, the range of the fit
/// @see   Doornik (1998), J. Economic Surveys 12(5), table 7
template <class Scalar = double>
[[nodiscard]] double johansen_trace_p_value(double statistic, int common_trends,
                                            deterministic_case c) {
  return static_cast<double>(detail::doornik_p_value<Scalar>(
      "johansen_trace_p_value", detail::doornik_trace, Scalar(statistic), common_trends, c));
}

/// Asymptotic p-value of the maximum eigenvalue statistic, n = k - r.
/// @throws argument_error  n below 1 or above 15, the range of the fit
/// @see   Doornik (1998), table 8
template <class Scalar = double>
[[nodiscard]] double johansen_max_eigenvalue_p_value(double statistic, int common_trends,
                                                     deterministic_case c) {
  return static_cast<double>(detail::doornik_p_value<Scalar>(
      "johansen_max_eigenvalue_p_value", detail::doornik_max, Scalar(statistic), common_trends, c));
}

/// Critical values at 10, 5 and 1 percent; none in cases I and V or with more than 11 trends.
/// @see   Osterwald-Lenum (1992), Oxford Bulletin of Economics and Statistics 54(3), tables 1, 1.1*, 2*
template <class = when_called>
[[nodiscard]] std::vector<std::pair<std::string, double>> johansen_critical_values(
    johansen_statistic statistic, int common_trends, deterministic_case c) {
  const int at = static_cast<int>(c) - 2;  // tables for II, III, IV
  if (at < 0 || at > 2 || common_trends < 1 || common_trends > 11) return {};
  const auto& table = statistic == johansen_statistic::trace ? detail::osterwald_lenum_trace
                                                             : detail::osterwald_lenum_max;
  const auto& row = table[to_size(at)][to_size(common_trends) - 1];
  return {{"10%", row[0]}, {"5%", row[1]}, {"1%", row[2]}};
}

}  // namespace bilateral
