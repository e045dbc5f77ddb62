#pragma once
/// Are the coefficients constant? Chow, sup-F and its mean and exponential forms, CUSUM tests.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/econometrics/breaks/sup_f_simulation.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/numeric/recursive_least_squares.hpp>
#include <bilateral/stats/distribution.hpp>
#include <bilateral/stats/sup_f.hpp>
#include <bilateral/stats/test_result.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

namespace detail {

template <class Scalar>
void check_stability(const char* function, const regression<Scalar>& model) {
  const Eigen::Index n = model.response.size();
  const Eigen::Index k = model.design.cols();
  require_same_size(function, "the design", to_size(model.design.rows()), "the response",
                    to_size(n));
  require_finite(function, "the response",
                 std::span<const Scalar>(model.response.data(), to_size(n)));
  require(n > k + 1, function, "there are ", n, " rows for ", k, " coefficients");
  (void)full_rank_qr(function, model.design, model.names);
}

// Is a sum of squares more than what rounding leaves of the response?
template <class Scalar>
bool above_rounding(const regression<Scalar>& model, double rss) {
  const double noise = static_cast<double>(model.response.size()) *
                       static_cast<double>(std::numeric_limits<Scalar>::epsilon());
  return rss > noise * noise * static_cast<double>(model.response.squaredNorm());
}

// P(sup |B(t) - t B(1)| > x), Kolmogorov's distribution
template <class = when_called>
double bridge_upper_tail(double x) {
  if (x < 0.2) return 1;
  double p = 0;
  for (int j = 1; j <= 40; ++j) {
    const double term = std::exp(-2.0 * j * j * x * x);
    p += (j % 2 == 1 ? 2 : -2) * term;
    if (term < 1e-18 * p) break;
  }
  return (std::min)(1.0, p);
}

// P(|W(t)| > a + b t for some t <= 1), by the method of images on both lines
template <class = when_called>
double two_lines_upper_tail(double a, double b) {
  if (a < 0.05) return 1;
  double p = 2 * normal_upper_tail(a + b);
  for (int j = 1; j <= 200; ++j) {
    const double weight = 2 * std::exp(-2.0 * j * j * a * b);
    // P(-(a + b) - 2 j a < Z < a + b - 2 j a)
    const double mass =
        normal_upper_tail(2 * j * a - (a + b)) - normal_upper_tail(2 * j * a + a + b);
    p += (j % 2 == 1 ? weight : -weight) * mass;
    if (weight < 1e-18) break;
  }
  return p > 1 ? 1 : (p < 0 ? 0 : p);
}

// residual sums of squares of the first t rows, t = 0..n
template <class Scalar>
std::vector<double> growing_rss(const std::vector<Scalar>& rows, const dense_vector<Scalar>& y,
                                Eigen::Index k, bool backwards) {
  const Eigen::Index n = y.size();
  recursive_least_squares<Scalar> fit(k);
  std::vector<double> rss(to_size(n) + 1, 0.0);
  for (Eigen::Index i = 0; i < n; ++i) {
    const Eigen::Index t = backwards ? n - 1 - i : i;
    fit.include(rows.data() + t * k, y[t], Eigen::Array<Scalar, 1, 1>::Ones());
    rss[to_size(i) + 1] = static_cast<double>(fit.rss()[0]);
  }
  return rss;
}

}  // namespace detail

/// Recursive residuals w_t = (y_t - x_t'b_{t-1}) / sqrt(1 + x_t'(X_{t-1}'X_{t-1})^-1 x_t),
/// t = k + 1..n: iid with the variance of u when the coefficients are constant.
/// @return  (n - k)
/// @throws numerical_error  the first k rows do not determine the coefficients
/// @see   Brown, Durbin & Evans (1975), J. Royal Statistical Society B 37(2), eq. 2
template <class Scalar>
[[nodiscard]] dense_vector<Scalar> recursive_residuals(const regression<Scalar>& model) {
  using std::sqrt;
  detail::check_stability("recursive_residuals", model);
  const Eigen::Index n = model.response.size();
  const Eigen::Index k = model.design.cols();
  const std::vector<Scalar> rows = row_major(model.design);
  recursive_least_squares<Scalar> fit(k);
  dense_vector<Scalar> w(n - k);
  for (Eigen::Index t = 0; t < n; ++t) {
    fit.include(rows.data() + t * k, model.response[t], Eigen::Array<Scalar, 1, 1>::Ones());
    if (t < k) {
      if (!(fit.weight()[0] <= Scalar(rank_tolerance<Scalar>(k)))) {
        throw numerical_error(text("recursive_residuals: the first ", k,
                                   " rows do not determine the coefficients; row ", t + 1,
                                   " repeats the rows before it"));
      }
      continue;
    }
    w[t - k] = sqrt(fit.weight()[0]) * fit.prediction_error()[0];
  }
  return w;
}

/// A path with the bound that it should stay within.
struct fluctuation_test {
  test_result test;
  std::vector<double> path;   ///< the process
  std::vector<double> bound;  ///< at 5%; the path should lie within -bound and +bound
};

/// CUSUM of recursive residuals.
///
///   W_t = sum_{s = k+1..t} w_s / (s sqrt(n - k)),   S = max |W_t| / (1 + 2 (t - k) / (n - k))
///
/// @return  statistic S with its asymptotic p-value; path (n - k + 1) from zero
/// @throws argument_error  a fit that is exact
/// @note  s^2 is the variance of the recursive residuals about their mean: statistic equal to R
///        strucchange efp(type = "Rec-CUSUM"). The p-value is the exact crossing probability of
///        Brownian motion; strucchange's drops terms below 1e-4 and is a line at p near 1
/// @see   Brown, Durbin & Evans (1975), J. Royal Statistical Society B 37(2), section 2.3
template <class Scalar>
[[nodiscard]] fluctuation_test cusum_test(const regression<Scalar>& model) {
  const dense_vector<Scalar> w = recursive_residuals(model);
  const Eigen::Index m = w.size();
  const double mean = static_cast<double>(w.sum()) / static_cast<double>(m);
  double variance = 0;
  for (Eigen::Index i = 0; i < m; ++i) {
    const double d = static_cast<double>(w[i]) - mean;
    variance += d * d;
  }
  require(detail::above_rounding(model, variance), "cusum_test",
          "the recursive residuals do not vary: the fit is exact");
  variance /= static_cast<double>(m - 1);
  const double unit = std::sqrt(variance * static_cast<double>(m));
  constexpr double five_percent = 0.9478982;  // two_lines_upper_tail(c, 2 c) = 0.05
  fluctuation_test r;
  r.path.push_back(0);
  r.bound.push_back(five_percent);
  double sum = 0;
  for (Eigen::Index i = 0; i < m; ++i) {
    sum += static_cast<double>(w[i]);
    const double line = 1 + 2 * static_cast<double>(i + 1) / static_cast<double>(m);
    r.path.push_back(sum / unit);
    r.bound.push_back(five_percent * line);
    r.test.statistic = (std::max)(r.test.statistic, std::abs(sum / unit) / line);
  }
  r.test.name = "CUSUM test (recursive residuals)";
  r.test.null = "constant coefficients";
  r.test.distribution = "Brownian motion over the lines 1 + 2 t";
  r.test.p_value = detail::two_lines_upper_tail(r.test.statistic, 2 * r.test.statistic);
  r.test.critical_values = {{"10%", 0.8499}, {"5%", 0.9479}, {"1%", 1.1430}};
  return r;
}

/// CUSUM of squares of recursive residuals.
///
///   S_t = sum_{s <= t} w_s^2 / sum_{s <= n} w_s^2,   statistic max |S_t - (t - k) / (n - k)|
///
/// @throws argument_error  a fit that is exact
/// @note  p by the Brownian bridge: sqrt((n - k) / 2) times the statistic is Kolmogorov's when the
///        errors are normal (fourth moment 3 sigma^4)
/// @see   Brown, Durbin & Evans (1975), section 2.4; Ploberger & Kramer (1990), Oxford Bulletin 52
template <class Scalar>
[[nodiscard]] fluctuation_test cusum_squares_test(const regression<Scalar>& model) {
  const dense_vector<Scalar> w = recursive_residuals(model);
  const double total = static_cast<double>(w.squaredNorm());
  require(detail::above_rounding(model, total), "cusum_squares_test",
          "the recursive residuals are zero: the fit is exact");
  const double m = static_cast<double>(w.size());
  const double bound = 1.3580986 / std::sqrt(m / 2);
  fluctuation_test r;
  r.path.push_back(0);
  r.bound.push_back(bound);
  double sum = 0;
  for (Eigen::Index i = 0; i < w.size(); ++i) {
    sum += static_cast<double>(w[i] * w[i]);
    r.path.push_back(sum / total - static_cast<double>(i + 1) / m);
    r.bound.push_back(bound);
    r.test.statistic = (std::max)(r.test.statistic, std::abs(r.path.back()));
  }
  r.test.name = "CUSUM of squares test";
  r.test.null = "constant variance and coefficients";
  r.test.distribution = "Brownian bridge, normal errors";
  r.test.p_value = detail::bridge_upper_tail(std::sqrt(m / 2) * r.test.statistic);
  return r;
}

/// CUSUM of least squares residuals: W_t = sum_{s <= t} e_s / (s sqrt n), statistic max |W_t|.
/// @throws argument_error  a fit that is exact
/// @note  s^2 = RSS / (n - k): equal to R strucchange efp(type = "OLS-CUSUM"); a design without an
///        intercept leaves the asymptotic p-value without foundation, which is noted
/// @see   Ploberger & Kramer (1992), Econometrica 60(2)
template <class Scalar>
[[nodiscard]] fluctuation_test ols_cusum_test(const regression<Scalar>& model) {
  detail::check_stability("ols_cusum_test", model);
  const auto fit = least_squares(model.design, model.response);
  const double n = static_cast<double>(model.response.size());
  const double rss = static_cast<double>(fit.residual_sum_of_squares);
  require(detail::above_rounding(model, rss), "ols_cusum_test",
          "the residuals are zero: the fit is exact");
  const double unit = std::sqrt(rss / (n - static_cast<double>(model.design.cols())) * n);
  fluctuation_test r;
  r.path.push_back(0);
  r.bound.push_back(1.3580986);
  double sum = 0;
  for (Eigen::Index i = 0; i < fit.residuals.size(); ++i) {
    sum += static_cast<double>(fit.residuals[i]);
    r.path.push_back(sum / unit);
    r.bound.push_back(1.3580986);
    r.test.statistic = (std::max)(r.test.statistic, std::abs(r.path.back()));
  }
  r.test.name = "CUSUM test (least squares residuals)";
  r.test.null = "constant coefficients";
  r.test.distribution = "Brownian bridge";
  r.test.p_value = detail::bridge_upper_tail(r.test.statistic);
  r.test.critical_values = {{"10%", 1.2239}, {"5%", 1.3581}, {"1%", 1.6276}};
  if (!model.intercept) {
    r.test.notes.push_back("without an intercept the residuals need not sum to zero");
  }
  return r;
}

/// Chow's test of a break after a known row.
///
///   F = ((RSS - RSS_1 - RSS_2) / k) / ((RSS_1 + RSS_2) / (n - 2 k)),  F(k, n - 2 k)
///
/// Where one side has no more than k rows, the predictive test on those m rows:
/// F = ((RSS - RSS_1) / m) / (RSS_1 / (n - m - k)), F(m, n - m - k).
/// @param after_row  last row of the first regime, from 1
/// @throws argument_error  after_row outside 1..n-1, too few rows on either side, regimes that fit
///         exactly
/// @note  equal variances; for robust errors interact the regressors and use wald_test
/// @see   Chow (1960), Econometrica 28(3), eq. 30 and 43
template <class Scalar>
[[nodiscard]] test_result chow_test(const regression<Scalar>& model, Eigen::Index after_row) {
  detail::check_stability("chow_test", model);
  const Eigen::Index n = model.response.size();
  const Eigen::Index k = model.design.cols();
  require(after_row >= 1 && after_row < n, "chow_test", "after_row is ", after_row,
          "; it must lie between 1 and ", n - 1);
  const auto rss_of = [&](Eigen::Index from, Eigen::Index rows) {
    return static_cast<double>(least_squares<Scalar>(model.design.middleRows(from, rows),
                                                     model.response.segment(from, rows))
                                   .residual_sum_of_squares);
  };
  const Eigen::Index one = after_row;
  const Eigen::Index two = n - after_row;
  test_result t;
  t.null = text("no break after row ", after_row);
  const double whole = rss_of(0, n);
  double d1 = 0, d2 = 0, parts = 0;
  if (one > k && two > k) {
    t.name = "Chow test";
    parts = rss_of(0, one) + rss_of(one, two);
    d1 = static_cast<double>(k);
    d2 = static_cast<double>(n - 2 * k);
  } else {
    t.name = "Chow test (predictive)";
    const Eigen::Index shorter = (std::min)(one, two);
    require(n - shorter > k, "chow_test", "neither side has more than ", k, " rows");
    parts = one > two ? rss_of(0, one) : rss_of(one, two);
    d1 = static_cast<double>(shorter);
    d2 = static_cast<double>(n - shorter - k);
    t.notes.push_back(text("one side has only ", shorter, " rows for ", k, " coefficients"));
  }
  require(d2 > 0, "chow_test", "no residual degrees of freedom are left");
  require(detail::above_rounding(model, parts), "chow_test",
          "the residuals of the regimes are zero: the fit is exact");
  t.statistic = (whole - parts) / d1 / (parts / d2);
  t.distribution = text("F(", d1, ", ", d2, ")");
  t.p_value = f_upper_tail(t.statistic, d1, d2);
  return t;
}

struct f_path_options {
  double from =
      0.15;  ///< share of the sample at which the search begins; it ends as far from the end
  sup_f_p_options p_value{};  ///< of sup F
};

/// F statistics of a break after each row and what becomes of them.
struct f_path_result {
  Eigen::Index first_row = 0;      ///< row, from 1, after which the first break of the path lies
  std::vector<double> statistics;  ///< chi-squared form: k times Chow's F
  Eigen::Index after_row = 0;      ///< of the largest
  test_result supremum, average, exponential;
  /// Breusch-Godfrey test of order 1 of the residuals with the break at `after_row`: sup F takes
  /// errors to be uncorrelated, and where this rejects its p-value means little; none where no degree
  /// of freedom is left for it.
  std::optional<test_result> serial_correlation;
};

namespace detail {

// F of a break after each row first..n - first
template <class Scalar>
std::vector<double> break_f_path(const regression<Scalar>& model, Eigen::Index first) {
  const Eigen::Index n = model.response.size();
  const Eigen::Index k = model.design.cols();
  const std::vector<Scalar> rows = row_major(model.design);
  const auto ahead = growing_rss(rows, model.response, k, false);
  const auto behind = growing_rss(rows, model.response, k, true);
  std::vector<double> f;
  for (Eigen::Index t = first; t <= n - first; ++t) {
    const double parts = ahead[to_size(t)] + behind[to_size(n - t)];
    require(above_rounding(model, parts), "break_f_tests", "the fit with a break after row ", t,
            " is exact");
    f.push_back((ahead.back() - parts) / (parts / static_cast<double>(n - 2 * k)));
  }
  return f;
}

// Is the error serially correlated when the break after `row` is allowed for? Breusch-Godfrey of
// order 1: n R2 of the residuals on both regimes' regressors and their own lag.
template <class Scalar>
std::optional<test_result> serial_correlation_with_break(const regression<Scalar>& model,
                                                         Eigen::Index row) {
  const Eigen::Index n = model.response.size();
  const Eigen::Index k = model.design.cols();
  if (n <= 2 * k + 1) return std::nullopt;
  dense_matrix<Scalar> x = dense_matrix<Scalar>::Zero(n, 2 * k + 1);
  x.topLeftCorner(row, k) = model.design.topRows(row);
  x.block(row, k, n - row, k) = model.design.bottomRows(n - row);
  const dense_matrix<Scalar> levels = x.leftCols(2 * k);
  const dense_vector<Scalar> e = least_squares(levels, model.response).residuals;
  if (!(e.squaredNorm() > Scalar(0))) return std::nullopt;
  x.col(2 * k).tail(n - 1) = e.head(n - 1);
  const auto again = least_squares(x, e);
  test_result t;
  t.name = "Breusch-Godfrey test, 1 lag, break allowed for";
  t.statistic =
      static_cast<double>(n) *
      (std::max)(0.0, 1 - static_cast<double>(again.residual_sum_of_squares / e.squaredNorm()));
  t.null = "no serial correlation";
  t.distribution = "chi-squared(1)";
  t.p_value = chi_squared_upper_tail(t.statistic, 1);
  return t;
}

}  // namespace detail

/// Tests of one break at an unknown date: sup F (Andrews), ave F and exp F (Andrews & Ploberger).
///
///   F_t = (RSS - RSS_1t - RSS_2t) / ((RSS_1t + RSS_2t) / (n - 2 k))
///   sup F = max F_t,  ave F = mean F_t,  exp F = log mean exp(F_t / 2)
///
/// @return  p-value of sup F by simulation of the design in small samples (simulated_sup_f_p_value),
///          else by its limit; ave F and exp F come without one
/// @throws argument_error  fewer than k + 1 rows before the first date
/// @note  dates t = floor(from n)..n - floor(from n): statistics equal to R strucchange::Fstats
/// @see   Andrews (1993), Econometrica 61(4), eq. 4.2; Andrews & Ploberger (1994), Econometrica 62(6)
template <class Scalar>
[[nodiscard]] f_path_result break_f_tests(const regression<Scalar>& model,
                                          const f_path_options& options = {}) {
  detail::check_stability("break_f_tests", model);
  require(options.from > 0 && options.from < 0.5, "break_f_tests", "from is ", options.from,
          "; it must lie between 0 and 0.5");
  const Eigen::Index n = model.response.size();
  const Eigen::Index k = model.design.cols();
  const double count = static_cast<double>(n);
  const auto first = static_cast<Eigen::Index>(std::floor(options.from * count));
  require(first > k, "break_f_tests", "the search begins after row ", first, "; with ", k,
          " regressors it needs more rows than that on either side");
  f_path_result r;
  r.first_row = first;
  r.statistics = detail::break_f_path(model, first);
  const auto largest = std::max_element(r.statistics.begin(), r.statistics.end());
  r.after_row = first + (largest - r.statistics.begin());
  double sum = 0, exponential = 0;
  for (const double f : r.statistics) {
    sum += f;
    exponential += std::exp((f - *largest) / 2);
  }
  const double dates = static_cast<double>(r.statistics.size());
  const double share = static_cast<double>(first) / count;
  const auto statistic = [](const char* name, double value, std::string distribution) {
    return test_result{name, value, "no break", std::move(distribution), std::nullopt, {}, {}};
  };
  r.supremum = statistic("sup F", *largest,
                         text("sup F with ", k, " parameters over ", dates, " dates; ",
                              sup_f_source(n, options.p_value)));
  r.supremum.p_value = sup_f_p_value(
      model, {{.first_row = 1, .last_row = n, .earliest = first, .latest = n - first}},
      static_cast<double>(n - 2 * k), *largest, share, 1 - share, n, options.p_value);
  if (n < options.p_value.exact_below && *r.supremum.p_value * (options.p_value.draws + 1) < 1.5) {
    r.supremum.notes.push_back(text("p is at most ", significant_text(*r.supremum.p_value, 2),
                                    ": no draw is beyond the statistic"));
  }
  r.average = statistic("ave F", sum / dates, "not tabulated");
  r.exponential = statistic("exp F", *largest / 2 + std::log(exponential / dates), "not tabulated");
  r.serial_correlation = detail::serial_correlation_with_break(model, r.after_row);
  return r;
}

}  // namespace bilateral
