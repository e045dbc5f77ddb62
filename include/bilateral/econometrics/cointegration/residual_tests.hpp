#pragma once
/// Residual-based cointegration tests: Engle-Granger and Phillips-Ouliaris; the two-step ECM.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/econometrics/cointegration/detail/bartlett_long_run.hpp>
#include <bilateral/econometrics/cointegration/detail/without_terms.hpp>
#include <bilateral/econometrics/dynamics/error_correction.hpp>
#include <bilateral/econometrics/estimator/lagged_columns.hpp>
#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/stats/mackinnon.hpp>
#include <bilateral/stats/unit_root.hpp>

#include <array>
#include <cmath>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

namespace bilateral {

/// The deterministic terms that a cointegrating regression has in each case: none in I, a constant in
/// II and III, constant and trend in IV and V.
[[nodiscard]] constexpr deterministic_terms long_run_terms(deterministic_case c) {
  return has_trend(c)      ? deterministic_terms::trend
         : has_constant(c) ? deterministic_terms::constant
                           : deterministic_terms::none;
}

struct engle_granger_options {
  deterministic_terms terms = deterministic_terms::constant;  ///< of the cointegrating regression
  lag_choice choose = lag_choice::aic;
  std::optional<int> lags{};  ///< where fixed, else the most; default ceil(12 (n/100)^(1/4))
};

template <class Scalar>
struct engle_granger_result {
  test_result test;               ///< t statistic, MacKinnon p and critical values
  int lags = 0;                   ///< lagged differences in the test regression
  ols_result<Scalar> regression;  ///< of y on x in levels; its t statistics are not normal
};

namespace detail {

template <class Scalar>
ols_result<Scalar> cointegrating_ols(const char* function, const named_column<Scalar>& y,
                                     const std::vector<named_column<Scalar>>& x,
                                     deterministic_terms terms,
                                     const std::vector<named_column<Scalar>>& fixed) {
  require(!x.empty(), function, "there are no regressors");
  std::vector<named_column<Scalar>> columns = x;
  const Eigen::Index n = y.second.size();
  if (terms == deterministic_terms::trend || terms == deterministic_terms::quadratic) {
    columns.push_back({trend_name, trend_column<Scalar>(0, n)});
  }
  if (terms == deterministic_terms::quadratic) {
    columns.push_back({"trend^2", trend_column<Scalar>(0, n).cwiseAbs2().eval()});
  }
  columns.insert(columns.end(), fixed.begin(), fixed.end());
  auto fit = ols(
      regress<Scalar>(y.second, columns,
                      {.intercept = terms != deterministic_terms::none, .response_name = y.first}));
  if (!fit.omitted.empty()) {
    throw rank_deficiency_error(
        text(function, ": ", fit.omitted.front().name, " is determined by the columns before it"));
  }
  const double left = static_cast<double>(fit.residual_sum_of_squares / y.second.squaredNorm());
  if (!(left > 1e-24)) {
    throw numerical_error(
        text(function, ": ", y.first,
             " is an exact combination of the regressors: there is nothing to test"));
  }
  return fit;
}

template <class Scalar>
std::vector<double> as_doubles(const dense_vector<Scalar>& v) {
  std::vector<double> out;
  for (Eigen::Index i = 0; i < v.size(); ++i) out.push_back(static_cast<double>(v[i]));
  return out;
}

}  // namespace detail

/// Engle and Granger's test: a Dickey-Fuller regression without deterministic terms on the residuals
/// of y on x.
///
///   y_t = d_t + b' x_t + u_t,   du_t = g u_(t-1) + a_1 du_(t-1) + ... + e_t,   tau = t of g
///
/// @param y, x     levels, named, T rows; at most 5 regressors have p-values
/// @param fixed    deterministic columns of the regression: seasonal dummies and the like
/// @return         null: no cointegration; p (1994) asymptotic, critical values (2010) for T - 1 rows
/// @throws argument_error  shapes; rank_deficiency_error, numerical_error  collinear, exact
/// @note  equal to statsmodels coint
/// @see   Engle & Granger (1987), Econometrica 55(2); MacKinnon (2010)
/// Example: engle_granger({"m", m}, {{"y", y}, {"r", r}})
template <class Scalar = double>
[[nodiscard]] engle_granger_result<Scalar> engle_granger(
    const named_column<Scalar>& y, const std::vector<named_column<Scalar>>& x,
    const engle_granger_options& options = {},
    const std::type_identity_t<std::vector<named_column<Scalar>>>& fixed = {}) {
  engle_granger_result<Scalar> out;
  out.regression = detail::cointegrating_ols("engle_granger", y, x, options.terms, fixed);
  const auto residuals = detail::as_doubles(out.regression.residuals);
  const auto adf = adf_test(
      residuals,
      {.terms = deterministic_terms::none, .choose = options.choose, .lags = options.lags});
  out.lags = adf.lags;
  const int series = static_cast<int>(x.size()) + 1;
  out.test.name = "Engle-Granger";
  out.test.statistic = adf.test.statistic;
  out.test.null = "no cointegration";
  out.test.distribution = text("MacKinnon tau, ", series, " series, ", name_of(options.terms));
  if (series <= 6) {
    out.test.p_value = mackinnon_tau_p_value(out.test.statistic, options.terms, series);
  } else {
    out.test.notes.push_back("no p-value: the tables end at 6 series");
  }
  if (options.terms != deterministic_terms::none && series <= 12) {
    const auto c =
        mackinnon_critical_values(options.terms, static_cast<double>(residuals.size() - 1), series);
    out.test.critical_values = {{"1%", c.one}, {"5%", c.five}, {"10%", c.ten}};
  }
  return out;
}

/// Second step of Engle and Granger: differences on the lagged residual of the levels.
///
///   dy_t = c + a u_(t-1) + sum_j b_j dx_jt + sum_(i=1..p) (psi_i dy_(t-i) + sum_j omega_ji dx_j,(t-i)) + e_t
///
/// @param step  from engle_granger() on the same y and x; @param lags  p
/// @param fixed columns that enter as they are: seasonal dummies and the like
/// @return      adjustment a with its error and half-life; short run in the terms d.x
/// @note  treating b of the first step as known is right to first order (superconsistency)
/// @see   Engle & Granger (1987), theorem 2
template <class Scalar, class Spec = iid>
[[nodiscard]] error_correction_result<Scalar> engle_granger_ecm(
    const engle_granger_result<Scalar>& step, const named_column<Scalar>& y,
    const std::vector<named_column<Scalar>>& x, int lags = 0, const Spec& spec = {},
    const std::type_identity_t<std::vector<named_column<Scalar>>>& fixed = {}) {
  require(lags >= 0, "engle_granger_ecm", "lags is ", lags, "; it must not be negative");
  require_same_size("engle_granger_ecm", "the first step",
                    to_size(step.regression.residuals.size()), y.first, to_size(y.second.size()));
  const int first = lags + 1;
  require(y.second.size() > first, "engle_granger_ecm", "there are ", y.second.size(),
          " rows and lags use up ", first);
  std::vector<named_column<Scalar>> columns{
      {ect_name, lagged_rows(step.regression.residuals, first, 1)}};
  const auto difference = [&](const dense_vector<Scalar>& v, int lag) {
    return (lagged_rows(v, first, lag) - lagged_rows(v, first, lag + 1)).eval();
  };
  for (const auto& [name, values] : x) columns.push_back({"d." + name, difference(values, 0)});
  for (int l = 1; l <= lags; ++l) {
    columns.push_back({text("d.L", l, ".", y.first), difference(y.second, l)});
    for (const auto& [name, values] : x) {
      columns.push_back({text("d.L", l, ".", name), difference(values, l)});
    }
  }
  for (const auto& [name, values] : fixed) columns.push_back({name, lagged_rows(values, first, 0)});
  auto model = regress<Scalar>(difference(y.second, 0), columns, {.response_name = "d." + y.first});
  for (Eigen::Index t = first; t < y.second.size(); ++t) model.time.push_back(t + 1);
  error_correction_result<Scalar> out;
  static_cast<ols_result<Scalar>&>(out) = ols(model, spec);
  note_rows_used_by_lags(out.sample, first, y.second.size());
  out.adjustment_name = ect_name;
  out.adjustment = coefficient(out, ect_name);
  out.adjustment_error = std_error(out, ect_name);
  out.half_life = half_life(static_cast<double>(out.adjustment));
  if (!out.half_life.periods) out.notes.push_back(out.half_life.reason);
  out.long_run.names = step.regression.names;
  out.long_run.coefficients = step.regression.coefficients;
  out.long_run.covariance_label = "none: the first step's errors are not normal (use dols)";
  out.long_run.sample = step.regression.sample;
  return out;
}

struct phillips_ouliaris_options {
  deterministic_terms terms = deterministic_terms::constant;
  std::optional<int>
      bandwidth{};  ///< of the Bartlett kernel; default floor(4 (n/100)^(1/4)), n = T - 1
};

template <class Scalar>
struct phillips_ouliaris_result {
  test_result z_t, z_alpha;  ///< of the residuals; p by MacKinnon (1994)
  test_result p_u, p_z;      ///< variance ratio and multivariate trace; tabulated critical values
  int bandwidth = 0;
  ols_result<Scalar> regression;
  /// Signs of a negative moving average in the residuals: the first autocorrelation of the innovations
  /// u_t - r u_(t-1), and the sum of the coefficients of the lagged differences in the augmented
  /// Dickey-Fuller regression (lags by AIC). Where the first is under -2 / sqrt(n) or the second under
  /// -1/2, Z_t and Z_alpha reject too often and are no evidence.
  double innovation_autocorrelation = 0;
  double augmentation = 0;
  bool over_rejects = false;
};

namespace detail {

// Phillips & Ouliaris (1990), tables III (P_u) and IV (P_z): rows k = 1..5 regressors, terms none,
// constant, trend; 10, 5, 1 percent
using po_table = std::array<std::array<std::array<double, 3>, 5>, 3>;
// clang-format off
inline constexpr po_table po_p_u{{
    {{{20.3933, 25.9711, 38.3413}, {26.7022, 32.9392, 46.4097}, {33.5359, 40.122, 55.7341},
      {39.2826, 46.2691, 63.2149}, {44.3725, 51.8614, 69.4939}}},
    {{{27.8536, 33.713, 48.0021}, {33.6955, 40.5252, 53.8731}, {39.6949, 46.7281, 63.4128},
      {45.3308, 53.2502, 71.5214}, {50.3537, 57.7855, 76.7705}}},
    {{{41.2488, 48.8439, 65.1714}, {46.1061, 53.83, 69.2629}, {52.0015, 60.2384, 78.347},
      {57.3667, 65.8706, 84.548}, {61.6155, 70.7416, 91.0392}}},
}};
inline constexpr po_table po_p_z{{
    {{{33.9267, 40.8217, 55.1911}, {62.1436, 71.2751, 89.6679}, {99.2664, 109.7426, 131.5716},
      {143.0775, 155.8019, 180.4845}, {195.6202, 210.291, 237.7723}}},
    {{{47.5877, 55.2202, 71.9273}, {80.2034, 89.7619, 109.4525}, {120.3035, 132.2207, 153.4504},
      {168.8572, 182.0749, 209.8054}, {225.2303, 241.3316, 270.5018}}},
    {{{71.9586, 81.3812, 102.0167}, {113.4929, 124.3933, 145.8644}, {163.105, 175.9902, 201.0905},
      {219.5098, 234.2865, 264.4988}, {284.01, 301.0949, 335.9054}}},
}};
// clang-format on

// the columns of a list side by side
template <class Scalar>
dense_matrix<Scalar> side_by_side(const std::vector<named_column<Scalar>>& columns,
                                  Eigen::Index rows) {
  dense_matrix<Scalar> out(rows, std::ssize(columns));
  for (std::size_t j = 0; j < columns.size(); ++j) out.col(to_index(j)) = columns[j].second;
  return out;
}

// first autocorrelation of u_t - r u_(t-1), r by least squares
template <class = when_called>
double innovation_autocorrelation(const std::vector<double>& u) {
  double cross = 0, square = 0;
  for (std::size_t t = 1; t < u.size(); ++t) {
    cross += u[t] * u[t - 1];
    square += u[t - 1] * u[t - 1];
  }
  double products = 0, squares = 0, before = 0;
  for (std::size_t t = 1; t < u.size(); ++t) {
    const double now = u[t] - cross / square * u[t - 1];
    if (t > 1) products += now * before;
    squares += now * now;
    before = now;
  }
  return products / squares;
}

template <class = when_called>
void po_levels(test_result& t, const po_table& table, deterministic_terms terms,
               std::size_t regressors) {
  if (regressors > 5) {
    t.notes.push_back("no critical values: the tables end at 5 regressors");
    return;
  }
  const auto& row = table[to_size(terms)][regressors - 1];
  t.critical_values = {{"10%", row[0]}, {"5%", row[1]}, {"1%", row[2]}};
}

// P_u and P_z from the long-run covariance of the shocks of z_t on z_(t-1)
template <class Scalar>
void multivariate_po(phillips_ouliaris_result<Scalar>& out, const char* function,
                     const named_column<Scalar>& y, const std::vector<named_column<Scalar>>& x,
                     deterministic_terms terms, const dense_matrix<Scalar>& fixed) {
  const Eigen::Index n = y.second.size() - 1;
  const auto series = std::ssize(x) + 1;
  dense_matrix<Scalar> z(n + 1, series);
  z.col(0) = y.second;
  z.rightCols(series - 1) = side_by_side(x, n + 1);
  const dense_matrix<Scalar> now =
      without_terms<Scalar>(z.bottomRows(n), terms, fixed.bottomRows(n));
  const dense_matrix<Scalar> past = without_terms<Scalar>(z.topRows(n), terms, fixed.topRows(n));
  const checked_qr<Scalar> qr(past);
  if (qr.rank() < past.cols()) {
    throw rank_deficiency_error(text(function, ": the levels are collinear"));
  }
  dense_matrix<Scalar> shocks(n, series);
  for (Eigen::Index j = 0; j < series; ++j) {
    const dense_vector<Scalar> target = now.col(j);
    shocks.col(j) = target - past * qr.solve(past, target);
  }
  const dense_matrix<Scalar> omega = bartlett_long_run(shocks, out.bandwidth);
  const dense_vector<Scalar> cross = omega.col(0).tail(series - 1);
  const dense_matrix<Scalar> own = omega.bottomRightCorner(series - 1, series - 1);
  const checked_qr<Scalar> solver(own);
  const double conditional = static_cast<double>(omega(0, 0) - cross.dot(solver.solve(own, cross)));
  const double rows = static_cast<double>(n);
  out.p_u = {
      "Phillips-Ouliaris P_u",
      rows * conditional / (static_cast<double>(out.regression.residual_sum_of_squares) / rows),
      "no cointegration",
      "tabulated",
      std::nullopt,
      {},
      {}};
  po_levels(out.p_u, po_p_u, terms, x.size());
  const dense_matrix<Scalar> moment = now.transpose() * now / Scalar(rows);
  const checked_qr<Scalar> inverse(moment);
  double trace = 0;
  for (Eigen::Index j = 0; j < series; ++j) {
    const dense_vector<Scalar> column = omega.col(j);
    trace += static_cast<double>(inverse.solve(moment, column)[j]);
  }
  out.p_z = {
      "Phillips-Ouliaris P_z", rows * trace, "no cointegration", "tabulated", std::nullopt, {}, {}};
  po_levels(out.p_z, po_p_z, terms, x.size());
  for (test_result* t : {&out.p_u, &out.p_z}) {
    t->notes.push_back("rejects above the critical value; no p-value is tabulated");
  }
}

// Z_t and Z_alpha of the residuals
template <class Scalar>
void univariate_po(phillips_ouliaris_result<Scalar>& out, const std::vector<double>& residuals,
                   deterministic_terms terms, int series) {
  const auto pp = phillips_perron_test(
      residuals, {.terms = deterministic_terms::none, .bandwidth = out.bandwidth});
  out.innovation_autocorrelation = innovation_autocorrelation(residuals);
  const auto adf = adf_test(residuals, {.terms = deterministic_terms::none});
  out.augmentation = adf.coefficients.tail(adf.coefficients.size() - 1).sum();
  out.over_rejects =
      out.augmentation < -0.5 ||
      out.innovation_autocorrelation < -2 / std::sqrt(static_cast<double>(residuals.size()));
  const auto fill = [&](test_result& t, const char* name, double statistic) {
    t.name = name;
    t.statistic = statistic;
    t.null = "no cointegration";
    t.distribution = text("MacKinnon, ", series, " series, ", name_of(terms));
    if (series > 6) t.notes.push_back("no p-value: the tables end at 6 series");
    if (out.over_rejects) {
      t.notes.push_back(text("the innovations of the residuals have a first autocorrelation of ",
                             significant_text(out.innovation_autocorrelation, 2),
                             ", their lagged differences coefficients that sum to ",
                             significant_text(out.augmentation, 2),
                             ": under negative moving-average errors this test rejects too often; "
                             "it is not counted as evidence"));
    }
  };
  fill(out.z_t, "Phillips-Ouliaris Z_t", pp.z_tau.statistic);
  fill(out.z_alpha, "Phillips-Ouliaris Z_alpha", pp.z_alpha.statistic);
  if (series <= 6) {
    out.z_t.p_value = mackinnon_tau_p_value(out.z_t.statistic, terms, series);
    out.z_alpha.p_value = mackinnon_z_p_value(out.z_alpha.statistic, terms, series);
  }
}

}  // namespace detail

/// The tests of Phillips and Ouliaris.
///
///   u_t = r u_(t-1) + k_t:  Z_alpha, Z_t of the residuals, with the kernel's long-run variance
///   P_u = n w_11.2 / (u'u / n),   P_z = n tr(Omega M_zz^-1),  z = (y, x), Omega the long-run
///   covariance of the residuals of z_t on z_(t-1)
///
/// @param fixed  deterministic columns of the regression: seasonal dummies and the like
/// @return  null of all four: no cointegration; Z rejects when small, P when large
/// @throws argument_error  shapes, a squared trend; rank_deficiency_error  collinear levels
/// @note  P_u equal to urca ca.po(type = "Pu"); P_z equal to its "Pz" without deterministic terms:
///        with them M_zz here is of the detrended levels, as in the paper, there of the raw ones.
///        Z_t and Z_alpha reject too often where the k_t are a moving average with a negative
///        coefficient, whatever the sample: `over_rejects` says so
/// @see   Phillips & Ouliaris (1990), Econometrica 58(1), eq. 6-9 and 14; Haug (1996), Journal of
///        Econometrics 71, for the size under negative moving averages
/// Example: phillips_ouliaris({"m", m}, {{"y", y}})
template <class Scalar = double>
[[nodiscard]] phillips_ouliaris_result<Scalar> phillips_ouliaris(
    const named_column<Scalar>& y, const std::vector<named_column<Scalar>>& x,
    const phillips_ouliaris_options& options = {},
    const std::type_identity_t<std::vector<named_column<Scalar>>>& fixed = {}) {
  const char* const function = "phillips_ouliaris";
  require(options.terms != deterministic_terms::quadratic, function,
          "a squared trend is not supported");
  phillips_ouliaris_result<Scalar> out;
  out.regression = detail::cointegrating_ols(function, y, x, options.terms, fixed);
  const Eigen::Index n = y.second.size() - 1;
  out.bandwidth =
      options.bandwidth
          ? *options.bandwidth
          : static_cast<int>(std::floor(4 * std::pow(static_cast<double>(n) / 100, 0.25)));
  require(out.bandwidth >= 0 && out.bandwidth < n, function, "bandwidth is ", out.bandwidth,
          "; it must lie between 0 and ", n - 1);
  detail::univariate_po(out, detail::as_doubles(out.regression.residuals), options.terms,
                        static_cast<int>(x.size()) + 1);
  detail::multivariate_po(out, function, y, x, options.terms, detail::side_by_side(fixed, n + 1));
  return out;
}

}  // namespace bilateral
