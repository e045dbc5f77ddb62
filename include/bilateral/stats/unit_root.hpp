#pragma once
/// Tests whose null is a unit root: augmented Dickey-Fuller, Phillips-Perron, DF-GLS, Zivot-Andrews.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/numeric/scale.hpp>
#include <bilateral/stats/mackinnon.hpp>
#include <bilateral/stats/test_result.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bilateral {

/// How the lags of a Dickey-Fuller regression are chosen: the number given, the least information
/// criterion, or downward testing of the last lag (|t| >= 1.645).
enum class lag_choice { fixed, aic, bic, t };

struct adf_options {
  deterministic_terms terms = deterministic_terms::constant;
  lag_choice choose = lag_choice::aic;
  std::optional<int>
      lags{};  ///< the lags where fixed, else the most; default ceil(12 (n/100)^(1/4))
};

struct unit_root_result {
  test_result test;
  int lags = 0;                    ///< lagged differences in the regression, or bandwidth
  std::size_t observations = 0;    ///< rows of the test regression
  std::vector<std::string> names;  ///< terms of the test regression
  dense_vector<double> coefficients, std_errors;
  std::optional<double> finite_sample_p_value;  ///< see adf_test
  std::vector<test_result> joint;               ///< phi1; or phi2 and phi3
};

namespace detail {

template <class = when_called>
void require_series_varies(const char* function, std::span<const double> y) {
  require(!y.empty(), function, "the series has no values");
  require_finite(function, "the series", y);
  require_squares(function, "the series", y);
  const auto [low, high] = std::minmax_element(y.begin(), y.end());
  require(*low < *high, function, "the series has zero variance: every value is ", *low);
}

template <class = when_called>
Eigen::Index term_count(deterministic_terms terms) {
  return to_index(terms);
}

// dy_t on deterministic terms, y_{t-1} and lagged differences; rows t = lags + 2..n
struct dickey_fuller_design {
  dense_matrix<double> x;
  dense_vector<double> y;
  std::vector<std::string> names;
};
template <class = when_called>
dickey_fuller_design dickey_fuller_rows(std::span<const double> y, deterministic_terms terms,
                                        int lags) {
  const auto n = std::ssize(y);
  const Eigen::Index rows = n - 1 - lags;
  const Eigen::Index d = term_count(terms);
  dickey_fuller_design out;
  out.x.resize(rows, d + 1 + lags);
  out.y.resize(rows);
  const char* labels[] = {"(intercept)", "trend", "trend^2"};
  for (Eigen::Index j = 0; j < d; ++j) out.names.emplace_back(labels[j]);
  out.names.emplace_back("level");
  for (int j = 1; j <= lags; ++j) out.names.push_back(text("difference lag ", j));
  const auto at = [&](Eigen::Index t) { return y[to_size(t)]; };
  for (Eigen::Index i = 0; i < rows; ++i) {
    const Eigen::Index t = i + lags + 1;
    const double time = static_cast<double>(i + 1);
    double power = 1;
    for (Eigen::Index j = 0; j < d; ++j, power *= time) out.x(i, j) = power;
    out.x(i, d) = at(t - 1);
    for (int j = 1; j <= lags; ++j) out.x(i, d + j) = at(t - j) - at(t - j - 1);
    out.y[i] = at(t) - at(t - 1);
  }
  return out;
}

[[noreturn]] inline void refuse_perfect_fit(const char* function) {
  throw numerical_error(text(function,
                             ": perfect fit: the series follows its deterministic terms and lags "
                             "exactly, so that no error variance is left to test with"));
}

// the fit of a test regression, refused where it is exact (residuals below 1e-7 of the differences)
template <class = when_called>
least_squares_result<double> test_regression(const char* function,
                                             const dickey_fuller_design& design,
                                             Eigen::Index level) {
  const auto fit = least_squares(design.x, design.y);
  if (!(fit.residual_sum_of_squares > 1e-14 * design.y.squaredNorm())) refuse_perfect_fit(function);
  for (const auto& column : fit.dropped) {
    if (column.column <= level) refuse_perfect_fit(function);
    throw rank_deficiency_error(text(function, ": ", design.names[to_size(column.column)],
                                     " is determined by the terms before it"));
  }
  return fit;
}

// RSS of the nested regressions on the first k columns from one factorisation, and the last t
struct nested_fits {
  std::vector<double> rss, last_t;  // by k = 1..columns
};
template <class = when_called>
nested_fits nested_regressions(const dense_matrix<double>& x, const dense_vector<double>& y) {
  nested_fits out;
  const checked_qr<double> qr(x);
  const dense_vector<double> c = qr.rotated(y);
  const auto whole = least_squares(x, y);
  const Eigen::Index k = x.cols();
  out.rss.assign(to_size(k), 0);
  out.last_t.assign(to_size(k), 0);
  if (qr.rank() < k) return out;
  double rss = whole.residual_sum_of_squares;
  for (Eigen::Index j = k - 1; j >= 0; --j) {
    const auto at = to_size(j);
    out.rss[at] = rss;
    const double dof = static_cast<double>(x.rows() - j - 1);
    out.last_t[at] = dof > 0 && rss > 0 ? std::abs(c[j]) / std::sqrt(rss / dof) : 0;
    rss += c[j] * c[j];
  }
  return out;
}

template <class = when_called>
int choose_lags(const char* function, std::span<const double> y, deterministic_terms terms,
                lag_choice choose, int most) {
  if (choose == lag_choice::fixed || most == 0) return most;
  const auto design = dickey_fuller_rows(y, terms, most);
  const auto fits = nested_regressions(design.x, design.y);
  const double n = static_cast<double>(design.x.rows());
  const Eigen::Index d = term_count(terms);
  if (!(fits.rss.back() > 1e-14 * design.y.squaredNorm())) refuse_perfect_fit(function);
  if (choose == lag_choice::t) {
    for (int p = most; p > 0; --p) {
      if (fits.last_t[to_size(d + p)] >= 1.6448536269514722) return p;
    }
    return 0;
  }
  int best = 0;
  double least = std::numeric_limits<double>::infinity();
  for (int p = 0; p <= most; ++p) {
    const double k = static_cast<double>(d + 1 + p);
    const double value = n * std::log(fits.rss[to_size(d + p)] / n) +
                         k * (choose == lag_choice::aic ? 2.0 : std::log(n));
    if (value < least) {
      least = value;
      best = p;
    }
  }
  return best;
}

// most lags that leave a residual degree of freedom
template <class = when_called>
int most_lags(std::size_t n, deterministic_terms terms) {
  return static_cast<int>((to_index(n) - 3 - term_count(terms)) / 2);
}

template <class = when_called>
int lags_to_consider(const char* function, std::span<const double> y, deterministic_terms terms,
                     lag_choice choose, const std::optional<int>& given) {
  const int limit = most_lags(y.size(), terms);
  require(limit >= 0, function, "the series has ", y.size(), " values, too few for its ",
          name_of(terms));
  if (given) {
    require(*given >= 0, function, "lags is ", *given, "; it must not be negative");
    require(*given <= limit, function, "lags is ", *given, "; with ", y.size(),
            " values there is room for at most ", limit);
    return *given;
  }
  require(choose != lag_choice::fixed, function, "lags must be given where they are fixed");
  const double n = static_cast<double>(y.size());
  const auto most = static_cast<int>(std::ceil(12 * std::pow(n / 100, 0.25)));
  const auto half = static_cast<int>(y.size() / 2) - static_cast<int>(term_count(terms)) - 1;
  return (std::max)(0, (std::min)({most, half, limit}));
}

// phi statistics of Dickey & Fuller (1981), Econometrica 49(4), tables IV to VI, at n = 25, 50, 100,
// 250, 500 and infinity; 1, 5 and 10 percent
inline constexpr std::array<std::array<critical_triple, 6>, 3> phi_1981 = {{
    {{{7.88, 5.18, 4.12},
      {7.06, 4.86, 3.94},
      {6.70, 4.71, 3.86},
      {6.52, 4.63, 3.81},
      {6.47, 4.61, 3.79},
      {6.43, 4.59, 3.78}}},
    {{{8.21, 5.68, 4.67},
      {7.02, 5.13, 4.31},
      {6.50, 4.88, 4.16},
      {6.22, 4.75, 4.07},
      {6.15, 4.71, 4.05},
      {6.09, 4.68, 4.03}}},
    {{{10.61, 7.24, 5.91},
      {9.31, 6.73, 5.61},
      {8.73, 6.49, 5.47},
      {8.43, 6.34, 5.39},
      {8.34, 6.30, 5.36},
      {8.27, 6.25, 5.34}}},
}};

// linear in 1/n between the sizes tabulated
template <std::size_t Sizes>
critical_triple by_sample_size(const std::array<critical_triple, Sizes>& table,
                               const std::array<double, Sizes>& sizes, double n) {
  if (n <= sizes[0]) return table[0];
  for (std::size_t i = 1; i < Sizes; ++i) {
    if (n > sizes[i]) continue;
    const double w = (1 / n - 1 / sizes[i - 1]) / (1 / sizes[i] - 1 / sizes[i - 1]);
    const auto mix = [w](double a, double b) { return a + w * (b - a); };
    return {mix(table[i - 1].one, table[i].one), mix(table[i - 1].five, table[i].five),
            mix(table[i - 1].ten, table[i].ten)};
  }
  return table[Sizes - 1];
}

template <class = when_called>
std::vector<std::pair<std::string, double>> levels(const critical_triple& c) {
  return {{"1%", c.one}, {"5%", c.five}, {"10%", c.ten}};
}

// tau moved by the distance between finite-sample and asymptotic critical values (linear between the
// three tabulated, constant outside), then the asymptotic surface
template <class = when_called>
double finite_sample_tau_p_value(double tau, deterministic_terms terms, double n) {
  const auto at_n = mackinnon_critical_values(terms, n);
  const auto limit = mackinnon_critical_values(terms, std::numeric_limits<double>::infinity());
  double moved = 0;
  if (tau <= at_n.one) {
    moved = tau + limit.one - at_n.one;
  } else if (tau <= at_n.five) {
    moved = limit.one + (tau - at_n.one) * (limit.five - limit.one) / (at_n.five - at_n.one);
  } else if (tau <= at_n.ten) {
    moved = limit.five + (tau - at_n.five) * (limit.ten - limit.five) / (at_n.ten - at_n.five);
  } else {
    moved = tau + limit.ten - at_n.ten;
  }
  return mackinnon_tau_p_value(moved, terms);
}

template <class = when_called>
test_result phi_test(const char* name, const char* null, double statistic, std::size_t table,
                     double n) {
  test_result t;
  t.name = name;
  t.statistic = statistic;
  t.null = null;
  t.distribution = "tabulated, Dickey & Fuller (1981)";
  t.critical_values = levels(by_sample_size(
      phi_1981[table], {25.0, 50.0, 100.0, 250.0, 500.0, std::numeric_limits<double>::infinity()},
      n));
  return t;
}

template <class = when_called>
void keep_regression(unit_root_result& r, const dickey_fuller_design& design,
                     const least_squares_result<double>& fit) {
  const double dof = static_cast<double>(design.x.rows() - fit.coefficients.size());
  r.observations = to_size(design.x.rows());
  r.names = design.names;
  r.coefficients = fit.coefficients;
  r.std_errors = (fit.inverse_gram.diagonal() * (fit.residual_sum_of_squares / dof)).cwiseSqrt();
}

}  // namespace detail

/// Augmented Dickey-Fuller test.
///
///   dy_t = d_t + g y_{t-1} + a_1 dy_{t-1} + ... + a_p dy_{t-p} + u_t,   tau = g / se(g)
///
/// With a constant phi1 (g = c = 0); with a trend phi2 (g = c = b = 0) and phi3 (g = b = 0) as F
/// statistics.
/// @param y  (n), in time order
/// @return   tau with MacKinnon's asymptotic p-value (1994) and critical values for T rows (2010);
///           `finite_sample_p_value` is the asymptotic p-value of tau moved by the distance between
///           the finite-sample and the asymptotic critical values (interpolated between the three)
/// @throws argument_error   zero variance, lags that the sample has no room for, NaN
/// @throws numerical_error  perfect fit
/// @note  lags are chosen on one common sample, the regression then uses every row that it can:
///        equal to statsmodels adfuller; fixed lags equal to R urca ur.df
/// @see   Said & Dickey (1984), Biometrika 71(3); Dickey & Fuller (1981), Econometrica 49(4)
template <class = when_called>
[[nodiscard]] unit_root_result adf_test(std::span<const double> y,
                                        const adf_options& options = {}) {
  constexpr const char* function = "adf_test";
  detail::require_series_varies(function, y);
  const int most =
      detail::lags_to_consider(function, y, options.terms, options.choose, options.lags);
  unit_root_result r;
  r.lags = detail::choose_lags(function, y, options.terms, options.choose, most);
  const Eigen::Index level = detail::term_count(options.terms);
  const auto design = detail::dickey_fuller_rows(y, options.terms, r.lags);
  const auto fit = detail::test_regression(function, design, level);
  detail::keep_regression(r, design, fit);
  const double n = static_cast<double>(r.observations);
  const double tau = r.coefficients[level] / r.std_errors[level];
  r.test.name = "Augmented Dickey-Fuller test";
  r.test.statistic = tau;
  r.test.null = "unit root";
  r.test.distribution =
      text("Dickey-Fuller tau, ", name_of(options.terms), ", MacKinnon (1994, 2010)");
  r.test.p_value = mackinnon_tau_p_value(tau, options.terms);
  r.test.critical_values = detail::levels(mackinnon_critical_values(options.terms, n));
  r.finite_sample_p_value = detail::finite_sample_tau_p_value(tau, options.terms, n);
  const auto joint = [&](const char* name, const char* null, std::size_t table, Eigen::Index free) {
    // restricted: the first `free` deterministic terms and the lags
    dense_matrix<double> x(design.x.rows(), free + r.lags);
    x.leftCols(free) = design.x.leftCols(free);
    x.rightCols(r.lags) = design.x.rightCols(r.lags);
    const double rss =
        x.cols() == 0 ? design.y.squaredNorm() : least_squares(x, design.y).residual_sum_of_squares;
    const double q = static_cast<double>(level + 1 - free);
    const double dof = n - static_cast<double>(design.x.cols());
    const double f = (rss - fit.residual_sum_of_squares) / q / (fit.residual_sum_of_squares / dof);
    r.joint.push_back(detail::phi_test(name, null, f, table, n));
  };
  if (options.terms == deterministic_terms::constant) {
    joint("phi1", "unit root without drift", 0, 0);
  } else if (options.terms == deterministic_terms::trend) {
    joint("phi2", "unit root without drift or trend", 1, 0);
    joint("phi3", "unit root without trend", 2, 1);
  }
  return r;
}

/// DF-GLS test of Elliott, Rothenberg and Stock: the Dickey-Fuller regression without deterministic
/// terms on y detrended by quasi-differences with a = 1 - 7/n (constant) or 1 - 13.5/n (trend).
///
/// @param options  terms: constant or trend
/// @return  tau; with a constant p-value and critical values of the Dickey-Fuller distribution
///          without constant (its limit), with a trend the critical values of ERS alone
/// @note  fixed lags equal to R urca ur.ers(type = "DF-GLS"), whose lag.max is always used in full
/// @see   Elliott, Rothenberg & Stock (1996), Econometrica 64(4), section 3 and table I
template <class = when_called>
[[nodiscard]] unit_root_result df_gls_test(std::span<const double> y,
                                           const adf_options& options = {}) {
  constexpr const char* function = "df_gls_test";
  detail::require_series_varies(function, y);
  require(
      options.terms == deterministic_terms::constant || options.terms == deterministic_terms::trend,
      function, "the terms are ", name_of(options.terms),
      "; they must be constant, or constant and trend");
  const bool trend = options.terms == deterministic_terms::trend;
  const auto none = deterministic_terms::none;
  const int most = detail::lags_to_consider(function, y, none, options.choose, options.lags);
  const auto n = std::ssize(y);
  const double a = 1 - (trend ? 13.5 : 7.0) / static_cast<double>(n);
  dense_matrix<double> z(n, trend ? 2 : 1), quasi(n, z.cols());
  dense_vector<double> values(n), quasi_y(n);
  for (Eigen::Index t = 0; t < n; ++t) {
    values[t] = y[to_size(t)];
    z(t, 0) = 1;
    if (trend) z(t, 1) = static_cast<double>(t + 1);
    quasi_y[t] = t == 0 ? values[0] : values[t] - a * values[t - 1];
    for (Eigen::Index j = 0; j < z.cols(); ++j) {
      quasi(t, j) = t == 0 ? z(0, j) : z(t, j) - a * z(t - 1, j);
    }
  }
  const dense_vector<double> b = least_squares(quasi, quasi_y).coefficients;
  const dense_vector<double> rest = values - z * b;
  const std::span<const double> detrended(rest.data(), to_size(n));
  unit_root_result r;
  r.lags = detail::choose_lags(function, detrended, none, options.choose, most);
  const auto design = detail::dickey_fuller_rows(detrended, none, r.lags);
  const auto fit = detail::test_regression(function, design, 0);
  detail::keep_regression(r, design, fit);
  r.test.name = "DF-GLS test";
  r.test.statistic = r.coefficients[0] / r.std_errors[0];
  r.test.null = "unit root";
  if (trend) {
    r.test.distribution = "tabulated, Elliott, Rothenberg & Stock (1996), table I";
    constexpr std::array<critical_triple, 4> table = {{{-3.77, -3.19, -2.89},
                                                       {-3.58, -3.03, -2.74},
                                                       {-3.46, -2.93, -2.64},
                                                       {-3.48, -2.89, -2.57}}};
    r.test.critical_values = detail::levels(
        detail::by_sample_size(table, {50.0, 100.0, 200.0, std::numeric_limits<double>::infinity()},
                               static_cast<double>(n)));
    r.test.notes.push_back("no p-value: only critical values are published");
  } else {
    r.test.distribution = "Dickey-Fuller tau, no constant, MacKinnon (1994, 2010)";
    r.test.p_value = mackinnon_tau_p_value(r.test.statistic, none);
    r.test.critical_values =
        detail::levels(mackinnon_critical_values(none, static_cast<double>(r.observations)));
  }
  return r;
}

/// Which level stands in the moment of a Phillips-Perron statistic: y_{t-1}, as in the paper, or
/// y_t, as in R urca.
enum class phillips_perron_moment { lagged, current };

struct phillips_perron_options {
  deterministic_terms terms = deterministic_terms::constant;
  std::optional<int> bandwidth{};  ///< of the Bartlett kernel; default floor(4 (T/100)^(1/4))
  phillips_perron_moment moment = phillips_perron_moment::lagged;
};

struct phillips_perron_result {
  test_result z_tau, z_alpha;
  int bandwidth = 0;
  std::size_t observations = 0;  ///< T = n - 1
  double rho = 0;                ///< coefficient of y_{t-1}
};

/// Phillips-Perron test: the Dickey-Fuller regression without lags, corrected for autocorrelation.
///
///   y_t = d_t + r y_{t-1} + u_t,   l^2 = g_0 + 2 sum_j (1 - j / (b + 1)) g_j,  g_j = sum u_t u_{t-j} / T
///   Z_tau = sqrt(g_0 / l^2) t_r - (l^2 - g_0) / (2 l sqrt M),  Z_alpha = T (r - 1) - (l^2 - g_0) / (2 M)
///
/// M is the mean square of the detrended level over T (with a trend times 1 - 1/T^2).
/// @note  lagged moment, trend: Z_tau equal to R stats::PP.test; current: equal to urca ur.pp
/// @see   Phillips & Perron (1988), Biometrika 75(2), eq. 11 to 14; p by MacKinnon (1994)
template <class = when_called>
[[nodiscard]] phillips_perron_result phillips_perron_test(
    std::span<const double> y, const phillips_perron_options& options = {}) {
  constexpr const char* function = "phillips_perron_test";
  detail::require_series_varies(function, y);
  require(options.terms != deterministic_terms::quadratic, function,
          "a squared trend is not supported");
  const Eigen::Index d = detail::term_count(options.terms);
  const auto rows = std::ssize(y) - 1;
  require(rows > d + 1, function, "the series has ", y.size(), " values, too few for its ",
          name_of(options.terms));
  const double n = static_cast<double>(rows);
  phillips_perron_result r;
  r.observations = to_size(rows);
  r.bandwidth = options.bandwidth ? *options.bandwidth
                                  : static_cast<int>(std::floor(4 * std::pow(n / 100, 0.25)));
  require(r.bandwidth >= 0 && r.bandwidth < rows, function, "bandwidth is ", r.bandwidth,
          "; it must lie between 0 and ", rows - 1);
  const auto design = detail::dickey_fuller_rows(y, options.terms, 0);
  const auto fit = detail::test_regression(function, design, d);
  r.rho = 1 + fit.coefficients[d];
  const dense_vector<double>& u = fit.residuals;
  const double g0 = u.squaredNorm() / n;
  double l2 = g0;
  for (int j = 1; j <= r.bandwidth; ++j) {
    l2 += 2 * (1 - j / (r.bandwidth + 1.0)) * u.tail(rows - j).dot(u.head(rows - j)) / n;
  }
  if (!(l2 > 0)) throw numerical_error(text(function, ": the long-run variance is zero"));
  dense_vector<double> level(rows);
  for (Eigen::Index t = 0; t < rows; ++t) {
    const bool current = options.moment == phillips_perron_moment::current;
    level[t] = y[to_size(current ? t + 1 : t)];
  }
  double m = d == 0 ? level.squaredNorm()
                    : least_squares<double>(design.x.leftCols(d), level).residual_sum_of_squares;
  m /= n * n;
  if (d == 2) m *= 1 - 1 / (n * n);
  const double se = std::sqrt(fit.inverse_gram(d, d) * fit.residual_sum_of_squares /
                              (n - static_cast<double>(d + 1)));
  r.z_tau.name = "Phillips-Perron test, Z-tau";
  r.z_tau.statistic =
      std::sqrt(g0 / l2) * (r.rho - 1) / se - (l2 - g0) / (2 * std::sqrt(l2) * std::sqrt(m));
  r.z_tau.p_value = mackinnon_tau_p_value(r.z_tau.statistic, options.terms);
  r.z_tau.critical_values = detail::levels(mackinnon_critical_values(options.terms, n));
  r.z_alpha.name = "Phillips-Perron test, Z-alpha";
  r.z_alpha.statistic = n * (r.rho - 1) - (l2 - g0) / (2 * m);
  r.z_alpha.p_value = mackinnon_z_p_value(r.z_alpha.statistic, options.terms);
  for (test_result* t : {&r.z_tau, &r.z_alpha}) {
    t->null = "unit root";
    t->distribution = text("Dickey-Fuller, ", name_of(options.terms), ", MacKinnon (1994)");
  }
  return r;
}

/// What breaks in the alternative of Zivot and Andrews.
enum class break_in { intercept, trend, both };

struct zivot_andrews_options {
  break_in model = break_in::intercept;
  int lags = 0;
  double trim = 0;  ///< share of the sample at either end without a break; 0 as in the tables
};

struct zivot_andrews_result {
  test_result test;
  std::size_t after_row = 0;       ///< last row, from 1, before the break of the least statistic
  std::vector<double> statistics;  ///< by break date
  std::size_t first_row = 0;       ///< date of the first of them
};

/// Zivot-Andrews test: a unit root against a trend with one break at an unknown date.
///
///   y_t = c + r y_{t-1} + b t + a_1 dy_{t-1} + ... + h DU_t + g DT_t + u_t,  DU = 1, DT = t - T_B
///   after T_B; the statistic is the least t of r - 1 over T_B
///
/// @throws argument_error  zero variance, more lags than the sample has room for
/// @note  trim 0: equal to R urca ur.za; urca names the row before the break, as here
/// @see   Zivot & Andrews (1992), J. Business & Economic Statistics 10(3), eq. 1 to 3, tables 2 to 4
template <class = when_called>
[[nodiscard]] zivot_andrews_result zivot_andrews_test(std::span<const double> y,
                                                      const zivot_andrews_options& options = {}) {
  constexpr const char* function = "zivot_andrews_test";
  detail::require_series_varies(function, y);
  require(options.trim >= 0 && options.trim < 0.5, function, "trim is ", options.trim,
          "; it must lie between 0 and 0.5");
  const int limit = detail::most_lags(y.size(), deterministic_terms::trend) - 1;
  require(options.lags >= 0 && options.lags <= limit, function, "lags is ", options.lags, "; with ",
          y.size(), " values it must lie between 0 and ", limit);
  const bool shift = options.model != break_in::trend;
  const bool bend = options.model != break_in::intercept;
  const auto base = detail::dickey_fuller_rows(y, deterministic_terms::trend, options.lags);
  (void)detail::test_regression(function, base, 2);
  const Eigen::Index rows = base.x.rows();
  const Eigen::Index k = base.x.cols();
  const auto n = std::ssize(y);
  const auto cut = static_cast<Eigen::Index>(options.trim * static_cast<double>(n));
  dense_matrix<double> x(rows, k + (shift ? 1 : 0) + (bend ? 1 : 0));
  x.leftCols(k) = base.x;
  zivot_andrews_result r;
  const Eigen::Index first = (std::max)(Eigen::Index(1), cut);
  const Eigen::Index last = (std::min)(n - 1, n - cut);
  r.first_row = to_size(first);
  double least = std::numeric_limits<double>::infinity();
  for (Eigen::Index at = first; at <= last; ++at) {
    for (Eigen::Index i = 0; i < rows; ++i) {
      const Eigen::Index after = i + options.lags + 2 - at;  // periods since the break
      Eigen::Index column = k;
      if (shift) x(i, column++) = after > 0 ? 1 : 0;
      if (bend) x(i, column) = after > 0 ? static_cast<double>(after) : 0;
    }
    const auto fit = least_squares(x, base.y);
    double tau = std::numeric_limits<double>::infinity();
    const double dof = static_cast<double>(rows - fit.coefficients.size());
    if (std::find(fit.kept.begin(), fit.kept.end(), 2) != fit.kept.end() && dof > 0) {
      if (!(fit.residual_sum_of_squares > 1e-14 * base.y.squaredNorm())) {
        detail::refuse_perfect_fit(function);
      }
      tau = fit.coefficients[2] /
            std::sqrt(fit.inverse_gram(2, 2) * fit.residual_sum_of_squares / dof);
    }
    r.statistics.push_back(tau);
    if (tau < least) {
      least = tau;
      r.after_row = to_size(at);
    }
  }
  r.test.name = "Zivot-Andrews test";
  r.test.statistic = least;
  r.test.null = "unit root without break";
  r.test.distribution = "tabulated, Zivot & Andrews (1992), tables 2 to 4";
  constexpr std::array<critical_triple, 3> table = {
      {{-5.34, -4.80, -4.58}, {-4.93, -4.42, -4.11}, {-5.57, -5.08, -4.82}}};
  r.test.critical_values = detail::levels(table[to_size(options.model)]);
  r.test.notes.push_back("no p-value: only critical values are published");
  return r;
}

}  // namespace bilateral
