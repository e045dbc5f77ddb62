#pragma once
/// Johansen's reduced-rank regression: cointegration rank tests in all five deterministic cases.

#include <bilateral/core/check.hpp>
#include <bilateral/econometrics/estimator/deterministic_case.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/numeric/scale.hpp>
#include <bilateral/numeric/symmetric_eigen.hpp>
#include <bilateral/stats/distribution.hpp>
#include <bilateral/stats/test_result.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// Which level the error-correction term is dated at: y_(t-1) (transitory) or y_(t-K) (long run).
/// Eigenvalues, beta and alpha do not depend on it; Gamma does.
enum class vecm_form { transitory, long_run };

template <class Scalar>
struct johansen_options {
  int lags = 2;  ///< K, lags of the VAR in levels (urca K; statsmodels k_ar_diff + 1)
  deterministic_case deterministics = deterministic_case::unrestricted_constant;
  int season = 0;        ///< centred seasonal dummies of this period; 0 is none
  int first_season = 1;  ///< season of row 1, from 1
  vecm_form form = vecm_form::transitory;
  std::vector<std::pair<std::string, dense_vector<Scalar>>> fixed = {};  ///< unrestricted columns (T)
};

/// Tests of rank r (trace against full rank, maximum eigenvalue against r + 1).
struct johansen_rank_test {
  int rank = 0;
  test_result trace;
  test_result max_eigenvalue;
};

/// Moments of the residuals of dy (0) and the lagged levels (1) on the short-run terms, each / n.
template <class Scalar>
struct johansen_moments {
  dense_matrix<Scalar> s00, s01, s11;
  dense_matrix<Scalar> root;     ///< lower triangle L with L L' = S11
  dense_matrix<Scalar> rotated;  ///< L^-1 S10
};

template <class Scalar>
struct johansen_result {
  std::vector<std::string> names;       ///< (k) variables
  std::vector<std::string> beta_names;  ///< (k1) with (intercept) or trend where restricted
  dense_vector<Scalar> eigenvalues;     ///< (k), descending
  std::vector<johansen_rank_test> rank_tests;  ///< r = 0..k-1
  dense_matrix<Scalar> beta;   ///< (k1 x k), each column divided by its first element
  dense_matrix<Scalar> alpha;  ///< (k x k), loadings of those columns
  johansen_moments<Scalar> moments;
  deterministic_case deterministics = deterministic_case::unrestricted_constant;
  int lags = 0;
  std::size_t observations = 0;  ///< T - K
  std::vector<std::string> notes;

  /// Smallest rank not rejected by the trace test at this level.
  [[nodiscard]] int rank(double level = 0.05) const {
    for (const auto& t : rank_tests) {
      if (t.trace.p_value && *t.trace.p_value > level) return t.rank;
    }
    return static_cast<int>(names.size());
  }
};

/// Asymptotic p-value of the trace statistic with n = k - r common trends.
///
/// The limit is matched by a gamma distribution whose mean and variance are
///   m = 2 n^2 + b_1 n + b_2 + b_3 [n = 1] + b_4 [n = 2] + b_5 sqrt(n), likewise v.
/// @throws argument_error  n below 1 or above 15, the range of the fit
/// @see   Doornik (1998), J. Economic Surveys 12(5), table 7
template <class Scalar = double>
[[nodiscard]] double johansen_trace_p_value(double statistic, int common_trends,
                                            deterministic_case c);

/// Asymptotic p-value of the maximum eigenvalue statistic, n = k - r.
/// @see   Doornik (1998), table 8
template <class Scalar = double>
[[nodiscard]] double johansen_max_eigenvalue_p_value(double statistic, int common_trends,
                                                     deterministic_case c);

namespace detail {

struct doornik_row {
  double square, linear, constant, one, two, root;
};
struct doornik_pair {
  doornik_row mean, variance;
};

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

template <class Real>
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
  const auto& row = table[static_cast<std::size_t>(c) - 1];
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

template <class = void>
std::vector<std::pair<std::string, double>> osterwald_lenum_of(
    const std::array<std::array<osterwald_lenum_row, 11>, 3>& table, int trends,
    deterministic_case c) {
  const int at = static_cast<int>(c) - 2;  // tables for II, III, IV
  if (at < 0 || at > 2 || trends > 11) return {};
  const auto& row = table[static_cast<std::size_t>(at)][static_cast<std::size_t>(trends) - 1];
  return {{"10%", row[0]}, {"5%", row[1]}, {"1%", row[2]}};
}

template <class Scalar>
struct reduced_rank_solution {
  dense_vector<Scalar> eigenvalues;   // descending
  dense_matrix<Scalar> eigenvectors;  // V' S11 V = I, columns in the same order
};

// lower Cholesky factor; throws naming what is collinear
template <class Scalar>
dense_matrix<Scalar> lower_cholesky(const dense_matrix<Scalar>& a, const char* function,
                                    const char* what) {
  using std::sqrt;
  const Eigen::Index k = a.rows();
  dense_matrix<Scalar> l = dense_matrix<Scalar>::Zero(k, k);
  for (Eigen::Index j = 0; j < k; ++j) {
    const Scalar pivot = a(j, j) - l.row(j).head(j).squaredNorm();
    if (!(pivot > Scalar(1e-13) * a(j, j))) {
      throw numerical_error(text(function, ": ", what, " are collinear (column ", j + 1, ")"));
    }
    l(j, j) = sqrt(pivot);
    for (Eigen::Index i = j + 1; i < k; ++i) {
      l(i, j) = (a(i, j) - l.row(i).head(j).dot(l.row(j).head(j))) / l(j, j);
    }
  }
  return l;
}

// X = L^-1 B and X = L^-T B
template <class Scalar>
dense_matrix<Scalar> solve_lower(const dense_matrix<Scalar>& l, dense_matrix<Scalar> b) {
  for (Eigen::Index i = 0; i < l.rows(); ++i) {
    for (Eigen::Index j = 0; j < i; ++j) b.row(i) -= l(i, j) * b.row(j);
    b.row(i) /= l(i, i);
  }
  return b;
}
template <class Scalar>
dense_matrix<Scalar> solve_lower_transposed(const dense_matrix<Scalar>& l, dense_matrix<Scalar> b) {
  for (Eigen::Index i = l.rows() - 1; i >= 0; --i) {
    for (Eigen::Index j = i + 1; j < l.rows(); ++j) b.row(i) -= l(j, i) * b.row(j);
    b.row(i) /= l(i, i);
  }
  return b;
}

// |lambda S11 - S10 S00^-1 S01| = 0 as the symmetric problem B S00^-1 B' with B = L^-1 S10
template <class Scalar>
reduced_rank_solution<Scalar> reduced_rank(const dense_matrix<Scalar>& s00,
                                           const dense_matrix<Scalar>& root,
                                           const dense_matrix<Scalar>& rotated) {
  const auto l0 = lower_cholesky<Scalar>(s00, "johansen", "the differences");
  const dense_matrix<Scalar> w = solve_lower<Scalar>(l0, rotated.transpose().eval());  // k x k1
  const auto eigen = symmetric_eigen<Scalar>((w.transpose() * w).eval());
  reduced_rank_solution<Scalar> out;
  out.eigenvalues = eigen.values.reverse().cwiseMax(Scalar(0));
  out.eigenvectors = solve_lower_transposed<Scalar>(root, eigen.vectors.rowwise().reverse().eval());
  return out;
}

template <class Scalar>
struct vecm_design {
  dense_matrix<Scalar> differences;  // Z0 (n x k)
  dense_matrix<Scalar> levels;       // Z1 (n x k1)
  dense_matrix<Scalar> short_run;    // Z2 (n x m)
  std::vector<std::string> level_names, short_run_names;
};

template <class Scalar>
vecm_design<Scalar> vecm_design_of(const char* function, const dense_matrix<Scalar>& y,
                                   const std::vector<std::string>& names,
                                   const johansen_options<Scalar>& options) {
  const Eigen::Index rows = y.rows();
  const Eigen::Index k = y.cols();
  const int lags = options.lags;
  require(k >= 1, function, "there are no variables");
  require(names.size() == static_cast<std::size_t>(k), function, "there are ", names.size(),
          " names for ", k, " variables");
  require(lags >= 1, function, "lags is ", lags, "; it must be at least 1");
  require(options.season == 0 || options.season >= 2, function, "season is ", options.season,
          "; it is 0 or at least 2");
  require(options.first_season >= 1 && options.first_season <= (std::max)(options.season, 1),
          function, "first_season is ", options.first_season, "; it runs from 1 to season");
  for (Eigen::Index j = 0; j < k; ++j) {
    const std::span<const Scalar> column(y.col(j).data(), static_cast<std::size_t>(rows));
    require_finite(function, names[static_cast<std::size_t>(j)], column);
    require_squares(function, names[static_cast<std::size_t>(j)], column);
  }
  for (const auto& [name, column] : options.fixed) {
    require_same_size(function, "the system", static_cast<std::size_t>(rows), name,
                      static_cast<std::size_t>(column.size()));
    const std::span<const Scalar> values(column.data(), static_cast<std::size_t>(rows));
    require_finite(function, name, values);
    require_squares(function, name, values);
  }
  const auto c = options.deterministics;
  const bool inside = c == deterministic_case::restricted_constant ||
                      c == deterministic_case::restricted_trend;
  const bool constant = has_constant(c) && c != deterministic_case::restricted_constant;
  const bool trend = c == deterministic_case::unrestricted_trend;
  const Eigen::Index seasons = options.season > 0 ? options.season - 1 : 0;
  const Eigen::Index n = rows - lags;
  const Eigen::Index m = (constant ? 1 : 0) + (trend ? 1 : 0) + seasons +
                         static_cast<Eigen::Index>(options.fixed.size()) + k * (lags - 1);
  require(n > m + 2 * k, function, "there are ", rows, " rows, of which lags use up ", lags,
          "; the system needs more than ", m + 2 * k);
  vecm_design<Scalar> d;
  d.differences = y.bottomRows(n) - y.middleRows(lags - 1, n);
  d.levels.resize(n, k + (inside ? 1 : 0));
  const int back = options.form == vecm_form::transitory ? 1 : lags;
  d.levels.leftCols(k) = y.middleRows(lags - back, n);
  for (const auto& name : names) d.level_names.push_back(text("L", back, ".", name));
  if (c == deterministic_case::restricted_constant) {
    d.levels.col(k).setOnes();
    d.level_names.emplace_back("(intercept)");
  }
  if (c == deterministic_case::restricted_trend) {
    for (Eigen::Index i = 0; i < n; ++i) d.levels(i, k) = Scalar(double(lags + i));
    d.level_names.emplace_back("trend");
  }
  d.short_run.resize(n, m);
  Eigen::Index at = 0;
  if (constant) {
    d.short_run.col(at++).setOnes();
    d.short_run_names.emplace_back("(intercept)");
  }
  if (trend) {
    for (Eigen::Index i = 0; i < n; ++i) d.short_run(i, at) = Scalar(double(lags + i + 1));
    ++at;
    d.short_run_names.emplace_back("trend");
  }
  for (Eigen::Index s = 0; s < seasons; ++s, ++at) {
    d.short_run.col(at).setConstant(Scalar(-1.0 / double(options.season)));
    for (Eigen::Index i = 0; i < n; ++i) {
      if ((lags + i + options.first_season - 1) % options.season == s) {
        d.short_run(i, at) += Scalar(1);
      }
    }
    d.short_run_names.push_back(text("season", s + 1));
  }
  for (const auto& [name, column] : options.fixed) {
    d.short_run.col(at++) = column.tail(n);
    d.short_run_names.push_back(name);
  }
  for (int l = 1; l < lags; ++l) {
    d.short_run.middleCols(at, k) = y.middleRows(lags - l, n) - y.middleRows(lags - l - 1, n);
    for (const auto& name : names) d.short_run_names.push_back(text("d.L", l, ".", name));
    at += k;
  }
  return d;
}

// S_ij of (Z0, Z1) after Z2, from residuals of a Householder QR.
template <class Scalar>
johansen_moments<Scalar> careful_moments(const vecm_design<Scalar>& d) {
  using std::sqrt;
  dense_matrix<Scalar> r0 = d.differences;
  dense_matrix<Scalar> r1 = d.levels;
  if (d.short_run.cols() > 0) {
    const checked_qr<Scalar> qr(d.short_run);
    const dense_matrix<Scalar> kept = qr.kept_columns(d.short_run);
    for (dense_matrix<Scalar>* r : {&r0, &r1}) {
      for (Eigen::Index j = 0; j < r->cols(); ++j) {
        const dense_vector<Scalar> target = r->col(j);
        const dense_vector<Scalar> once = target - kept * qr.unrefined(target);
        r->col(j) = once - kept * qr.unrefined(once);
      }
    }
  }
  const Scalar scale = sqrt(Scalar(1) / Scalar(double(d.differences.rows())));
  r0 *= scale;
  r1 *= scale;
  const checked_qr<Scalar> levels(r1);
  if (levels.rank() < r1.cols()) {
    throw numerical_error(text(
        "johansen: ", d.level_names[static_cast<std::size_t>(levels.dropped().front().column)],
        " is determined by the other levels and the short-run terms"));
  }
  johansen_moments<Scalar> s;
  s.root = levels.triangle().transpose();
  s.rotated.resize(r1.cols(), r0.cols());
  for (Eigen::Index j = 0; j < r0.cols(); ++j) {
    s.rotated.col(j) = levels.rotated(r0.col(j).eval());
  }
  for (Eigen::Index j = 0; j < s.root.cols(); ++j) {  // diagonal above zero
    if (s.root(j, j) > Scalar(0)) continue;
    s.root.col(j) *= Scalar(-1);
    s.rotated.row(j) *= Scalar(-1);
  }
  s.s00 = r0.transpose() * r0;
  s.s01 = r0.transpose() * r1;
  s.s11 = r1.transpose() * r1;
  return s;
}

// The same, for long samples from one centred moment matrix and its Cholesky factor in the order
// Z2, Z1, Z0; a pivot below 1e-5 of its column hands over to the careful way.
template <class Scalar>
johansen_moments<Scalar> johansen_moments_of(const vecm_design<Scalar>& d) {
  using std::sqrt;
  const Eigen::Index n = d.differences.rows();
  const Eigen::Index k = d.differences.cols();
  const Eigen::Index k1 = d.levels.cols();
  const Eigen::Index m = d.short_run.cols();
  if (n < 1000) return careful_moments(d);
  const Eigen::Index all = m + k1 + k;
  dense_matrix<Scalar> z(n, all);
  z << d.short_run, d.levels, d.differences;
  // with a constant among Z2 columns may be centred: nothing changes but the rounding
  const bool constant = m > 0 && d.short_run_names.front() == "(intercept)";
  if (constant) {
    for (Eigen::Index j = 1; j < all; ++j) z.col(j).array() -= z.col(j).mean();
  }
  dense_matrix<Scalar> g = dense_matrix<Scalar>::Zero(all, all);
  constexpr Eigen::Index block = 256;  // rows that stay in cache
  for (Eigen::Index start = 0; start < n; start += block) {
    const auto part = z.middleRows(start, (std::min)(block, n - start));
    for (Eigen::Index j = 0; j < all; ++j) {
      for (Eigen::Index i = j; i < all; ++i) g(i, j) += part.col(i).dot(part.col(j));
    }
  }
  dense_matrix<Scalar> l = dense_matrix<Scalar>::Zero(all, all);
  for (Eigen::Index j = 0; j < all; ++j) {
    const Scalar pivot = g(j, j) - l.row(j).head(j).squaredNorm();
    if (!(pivot > Scalar(1e-5) * g(j, j))) return careful_moments(d);
    l(j, j) = sqrt(pivot);
    for (Eigen::Index i = j + 1; i < all; ++i) {
      l(i, j) = (g(i, j) - l.row(i).head(j).dot(l.row(j).head(j))) / l(j, j);
    }
  }
  l *= sqrt(Scalar(1) / Scalar(double(n)));
  johansen_moments<Scalar> s;
  s.root = l.block(m, m, k1, k1);
  const dense_matrix<Scalar> cross = l.block(m + k1, m, k, k1);
  const dense_matrix<Scalar> rest = l.block(m + k1, m + k1, k, k);
  s.rotated = cross.transpose();
  s.s00 = rest * rest.transpose() + cross * cross.transpose();
  s.s01 = cross * s.root.transpose();
  s.s11 = s.root * s.root.transpose();
  return s;
}

}  // namespace detail

template <class Scalar>
[[nodiscard]] double johansen_trace_p_value(double statistic, int common_trends,
                                            deterministic_case c) {
  return static_cast<double>(detail::doornik_p_value<Scalar>(
      "johansen_trace_p_value", detail::doornik_trace, Scalar(statistic), common_trends, c));
}
template <class Scalar>
[[nodiscard]] double johansen_max_eigenvalue_p_value(double statistic, int common_trends,
                                                     deterministic_case c) {
  return static_cast<double>(detail::doornik_p_value<Scalar>(
      "johansen_max_eigenvalue_p_value", detail::doornik_max, Scalar(statistic), common_trends, c));
}

/// Johansen's cointegration analysis of a VAR(K) with k variables.
///
///   dy_t = alpha beta' [y_(t-1); d_r] + sum_(i<K) Gamma_i dy_(t-i) + Phi d_u + e_t
///   |lambda S11 - S10 S00^-1 S01| = 0, trace(r) = -n sum_(i>r) log(1 - lambda_i),
///   max(r) = -n log(1 - lambda_(r+1))
///
/// @param y        (T x k) levels, finite; @param names  (k)
/// @param options  lags K in levels, deterministic case I to V, centred seasonal dummies
/// @return         eigenvalues, both tests for r = 0..k-1 with asymptotic p (gamma approximation)
///                 and, in cases II to IV and n <= 11, Osterwald-Lenum's critical values; beta with
///                 column i divided by its first element, alpha for those columns
/// @throws argument_error  shapes, lags, too few rows, variables whose squares cannot be represented
///         (beyond 1e150, below 1e-150); numerical_error  collinear variables
/// @note  eigenvalues and statistics equal urca ca.jo (ecdet "const" II, "none" III, "trend" IV),
///        statsmodels coint_johansen (det_order -1 I, 0 III with its own demeaning of residuals)
///        and gretl coint2 (--nc, --rc, --uc, --crt, --ct); no small-sample correction
/// @see   Johansen (1995), Likelihood-based Inference in Cointegrated VAR Models, 6.1-6.2, 15
/// Example: johansen(y, {"m", "y", "r"},
///                   {.lags = 2, .deterministics = deterministic_case::restricted_constant})
template <class Scalar>
[[nodiscard]] johansen_result<Scalar> johansen(
    const dense_matrix<Scalar>& y, const std::vector<std::string>& names,
    const std::type_identity_t<johansen_options<Scalar>>& options = {}) {
  const auto design = detail::vecm_design_of<Scalar>("johansen", y, names, options);
  const Eigen::Index k = y.cols();
  johansen_result<Scalar> out;
  out.names = names;
  out.beta_names = design.level_names;
  out.deterministics = options.deterministics;
  out.lags = options.lags;
  out.observations = static_cast<std::size_t>(design.differences.rows());
  out.moments = detail::johansen_moments_of(design);
  const auto& s = out.moments;
  const auto solution = detail::reduced_rank(s.s00, s.root, s.rotated);
  out.eigenvalues = solution.eigenvalues.head(k);
  out.beta = solution.eigenvectors.leftCols(k);
  const dense_vector<Scalar> spread = s.s11.diagonal().cwiseSqrt();
  for (Eigen::Index j = 0; j < k; ++j) {
    const Scalar first = out.beta(0, j);
    const dense_vector<Scalar> sizes = out.beta.col(j).cwiseProduct(spread).cwiseAbs();
    if (sizes[0] > Scalar(1e-12) * sizes.maxCoeff()) {
      out.beta.col(j) /= first;
    } else {
      out.notes.push_back(text("vector ", j + 1, " does not load on ", names.front(),
                               ": left with beta' S11 beta = 1"));
    }
  }
  // alpha = S01 b (b' S11 b)^-1, vector by vector: the vectors are orthogonal in S11
  out.alpha = s.s01 * out.beta;
  for (Eigen::Index j = 0; j < k; ++j) {
    out.alpha.col(j) /= Scalar(out.beta.col(j).dot(s.s11 * out.beta.col(j)));
  }
  const double n = static_cast<double>(out.observations);
  double trace = 0;
  for (int r = static_cast<int>(k) - 1; r >= 0; --r) {
    const double lambda = static_cast<double>(out.eigenvalues[r]);
    if (!(lambda < 1)) {
      throw numerical_error("johansen: an eigenvalue is 1: a relation holds exactly");
    }
    const double largest = -n * std::log1p(-lambda);
    trace += largest;
    const int trends = static_cast<int>(k) - r;
    johansen_rank_test t;
    t.rank = r;
    t.trace = {"Johansen trace", trace, text("rank <= ", r), "Doornik (1998) gamma", std::nullopt,
               detail::osterwald_lenum_of(detail::osterwald_lenum_trace, trends,
                                          options.deterministics),
               {}};
    t.max_eigenvalue = {"Johansen maximum eigenvalue", largest, text("rank = ", r),
                        "Doornik (1998) gamma", std::nullopt,
                        detail::osterwald_lenum_of(detail::osterwald_lenum_max, trends,
                                                   options.deterministics),
                        {}};
    if (trends <= 15) {
      t.trace.p_value = johansen_trace_p_value(trace, trends, options.deterministics);
      t.max_eigenvalue.p_value =
          johansen_max_eigenvalue_p_value(largest, trends, options.deterministics);
    } else {
      t.trace.notes.push_back("no p-value: more than 15 common trends");
      t.max_eigenvalue.notes.push_back("no p-value: more than 15 common trends");
    }
    out.rank_tests.insert(out.rank_tests.begin(), t);
  }
  return out;
}

}  // namespace bilateral
