#pragma once
/// Specification tests and influence measures of a least-squares fit.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/data/earlier_rows.hpp>
#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/numeric/column.hpp>
#include <bilateral/numeric/symmetric_eigen.hpp>
#include <bilateral/stats/distribution.hpp>
#include <bilateral/stats/test_result.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

namespace detail {

// n R^2 of a regression of `response` on a constant and `x`, with the number of columns kept
template <class Scalar>
std::pair<double, double> n_r_squared(const dense_vector<Scalar>& response,
                                      const dense_matrix<Scalar>& x) {
  dense_matrix<Scalar> design(x.rows(), x.cols() + 1);
  design.col(0).setOnes();
  design.rightCols(x.cols()) = x;
  const auto fit = least_squares(design, response);
  const Scalar tss = (response.array() - response.mean()).matrix().squaredNorm();
  const double r2 = 1 - static_cast<double>(fit.residual_sum_of_squares / tss);
  return {static_cast<double>(response.size()) * r2, static_cast<double>(fit.kept.size()) - 1};
}

template <class = when_called>
test_result chi_squared_test(std::string name, std::string null, double statistic, double dof) {
  test_result t;
  t.name = std::move(name);
  t.null = std::move(null);
  t.statistic = statistic;
  t.distribution = text("chi-squared(", dof, ")");
  t.p_value = chi_squared_upper_tail(statistic, dof);
  return t;
}

template <class = when_called>
test_result f_test(std::string name, std::string null, double statistic, double d1, double d2) {
  test_result t;
  t.name = std::move(name);
  t.null = std::move(null);
  t.statistic = statistic;
  t.distribution = text("F(", d1, ", ", d2, ")");
  t.p_value = f_upper_tail(statistic, d1, d2);
  return t;
}

template <class Scalar>
dense_matrix<Scalar> without_intercept(const regression<Scalar>& model) {
  return model.design.rightCols(model.design.cols() - (model.intercept ? 1 : 0));
}

template <class Scalar>
dense_vector<Scalar> ols_residuals(const regression<Scalar>& model) {
  return least_squares(model.design, model.response).residuals;
}

}  // namespace detail

/// Breusch-Pagan test of constant variance: the squared residuals on the regressors (or on `z`).
///
/// Studentised (Koenker): n R^2 of u^2. Original: half the explained sum of squares of u^2 / s2 with
/// s2 = RSS / n. Both chi-squared(columns).
/// @note  equals R lmtest bptest; the studentised form statsmodels het_breuschpagan
/// @see   Breusch & Pagan (1979), Econometrica 47; Koenker (1981), J. Econometrics 17
template <class Scalar>
[[nodiscard]] test_result breusch_pagan_test(const regression<Scalar>& model,
                                             bool studentised = true,
                                             const dense_matrix<Scalar>& z = {}) {
  const dense_vector<Scalar> u = detail::ols_residuals(model);
  const dense_matrix<Scalar> x = z.size() > 0 ? z : detail::without_intercept(model);
  require(x.cols() > 0, "breusch_pagan_test", "there are no regressors");
  const double n = static_cast<double>(u.size());
  const Scalar s2 = u.squaredNorm() / Scalar(n);
  const dense_vector<Scalar> squares = u.cwiseAbs2() / s2;
  auto [statistic, dof] = detail::n_r_squared<Scalar>(squares, x);
  if (!studentised) {
    const double tss =
        static_cast<double>((squares.array() - squares.mean()).matrix().squaredNorm());
    statistic = statistic / n * tss / 2;
  }
  return detail::chi_squared_test(
      studentised ? "Breusch-Pagan test (studentised)" : "Breusch-Pagan test",
      "the variance is constant", statistic, dof);
}

/// White's test: squared residuals on regressors, their squares and cross products; n R^2,
/// chi-squared of the columns that are not redundant.
/// @throws argument_error  no regressors, too few observations for their squares and products
/// @note  equals statsmodels het_white, gretl modtest --white
/// @see   White (1980), Econometrica 48
template <class Scalar>
[[nodiscard]] test_result white_test(const regression<Scalar>& model) {
  const dense_matrix<Scalar> x = detail::without_intercept(model);
  require(x.cols() > 0, "white_test", "there are no regressors");
  const Eigen::Index k = x.cols();
  dense_matrix<Scalar> all(x.rows(), k + k * (k + 1) / 2);
  all.leftCols(k) = x;
  Eigen::Index at = k;
  for (Eigen::Index i = 0; i < k; ++i) {
    for (Eigen::Index j = i; j < k; ++j) all.col(at++) = x.col(i).cwiseProduct(x.col(j));
  }
  require(all.cols() + 1 < x.rows(), "white_test", "there are ", x.rows(), " observations for ",
          all.cols(), " squares and products");
  const dense_vector<Scalar> squares = detail::ols_residuals(model).cwiseAbs2();
  const auto [statistic, dof] = detail::n_r_squared<Scalar>(squares, all);
  return detail::chi_squared_test("White test", "the variance is constant", statistic, dof);
}

/// Goldfeld-Quandt: ratio of residual variances after and before `point`, F; rows in their order.
///
/// @param share  the share of rows before the split; @param omitted  share left out in the middle
/// @throws argument_error  shares outside 0 to 1, too few rows in a part
/// @note  equals R lmtest gqtest (alternative: variance increases)
/// @see   Goldfeld & Quandt (1965), JASA 60
template <class Scalar>
[[nodiscard]] test_result goldfeld_quandt_test(const regression<Scalar>& model, double share = 0.5,
                                               double omitted = 0) {
  require(share > 0 && share < 1 && omitted >= 0 && omitted < 1, "goldfeld_quandt_test",
          "share is ", share, " and omitted is ", omitted, "; both must lie between 0 and 1");
  const auto n = to_index(model.rows());
  const auto k = model.design.cols();
  const auto middle = static_cast<Eigen::Index>(std::floor(share * double(n)));
  const auto gap = static_cast<Eigen::Index>(std::floor(omitted * double(n)));
  const Eigen::Index first = middle - (gap + 1) / 2;
  const Eigen::Index second = n - (middle + (gap + 1) / 2);
  require(first > k && second > k, "goldfeld_quandt_test", "there are ", first, " and ", second,
          " observations in the two parts for ", k, " coefficients");
  const auto variance = [&](Eigen::Index from, Eigen::Index count) {
    const dense_matrix<Scalar> x = model.design.middleRows(from, count);
    const dense_vector<Scalar> y = model.response.segment(from, count);
    return static_cast<double>(least_squares(x, y).residual_sum_of_squares) /
           static_cast<double>(count - k);
  };
  return detail::f_test("Goldfeld-Quandt test", "the variance does not rise along the sample",
                        variance(n - second, second) / variance(0, first),
                        static_cast<double>(second - k), static_cast<double>(first - k));
}

/// Breusch-Godfrey test of serial correlation up to `order`: residuals on the regressors and their
/// own lags, those outside the sample zero. Chi-squared: n R^2; F: the lags are zero.
///
/// Lags go by the time of the model, and stay within the entities of a panel.
/// @throws argument_error  an order below 1 or that leaves no observations
/// @note  without gaps equals R lmtest bgtest (fill = 0), statsmodels acorr_breusch_godfrey
/// @see   Breusch (1978), Australian Economic Papers 17; Godfrey (1978), Econometrica 46
template <class Scalar>
[[nodiscard]] std::pair<test_result, test_result> breusch_godfrey_test(
    const regression<Scalar>& model, Eigen::Index order = 1) {
  const dense_vector<Scalar> u = detail::ols_residuals(model);
  const Eigen::Index n = u.size();
  const Eigen::Index k = model.design.cols();
  require(order >= 1 && k + order < n, "breusch_godfrey_test", "order is ", order,
          "; it must be at least 1 and leave observations (", n, " for ", k, " coefficients)");
  dense_matrix<Scalar> all(n, k + order);
  all.leftCols(k) = model.design;
  for (Eigen::Index l = 1; l <= order; ++l) {
    const auto before = earlier_rows(model.rows(), model.time, model.entity, l);
    for (Eigen::Index i = 0; i < n; ++i) {
      const auto from = before[to_size(i)];
      all(i, k + l - 1) = from ? u[to_index(*from)] : Scalar(0);
    }
  }
  const auto fit = least_squares(all, u);
  const double rss = static_cast<double>(fit.residual_sum_of_squares);
  const double tss = static_cast<double>(u.squaredNorm());
  const double q = static_cast<double>(order);
  const double rest = static_cast<double>(n - k - order);
  return {
      detail::chi_squared_test(text("Breusch-Godfrey test, order ", order), "no serial correlation",
                               static_cast<double>(n) * (1 - rss / tss), q),
      detail::f_test(text("Breusch-Godfrey test, order ", order), "no serial correlation",
                     (tss - rss) / q / (rss / rest), q, rest)};
}

namespace detail {

// A of d = u'Au / u'u: the sum over neighbours in time of (u_t - u_{t-1})^2
class neighbour_differences {
 public:
  template <class Scalar>
  explicit neighbour_differences(const regression<Scalar>& model)
      : degree_(Eigen::VectorXd::Zero(to_index(model.rows()))) {
    const auto before = earlier_rows(model.rows(), model.time, model.entity, 1);
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (!before[i]) continue;
      const auto t = to_index(i), earlier = to_index(*before[i]);
      pairs_.emplace_back(t, earlier);
      degree_[t] += 1;
      degree_[earlier] += 1;
    }
  }
  [[nodiscard]] double count() const { return static_cast<double>(pairs_.size()); }
  template <class Scalar>
  [[nodiscard]] double squares(const dense_vector<Scalar>& u) const {
    Scalar sum(0);
    for (const auto& [t, earlier] : pairs_) sum += (u[t] - u[earlier]) * (u[t] - u[earlier]);
    return static_cast<double>(sum);
  }
  [[nodiscard]] Eigen::VectorXd times(const Eigen::VectorXd& x) const {
    Eigen::VectorXd out = degree_.cwiseProduct(x);
    for (const auto& [t, earlier] : pairs_) {
      out[t] -= x[earlier];
      out[earlier] -= x[t];
    }
    return out;
  }
  [[nodiscard]] Eigen::MatrixXd dense() const {
    Eigen::MatrixXd a = degree_.asDiagonal();
    for (const auto& [t, earlier] : pairs_) a(t, earlier) = a(earlier, t) = -1;
    return a;
  }
  [[nodiscard]] double trace() const { return 2 * count(); }
  [[nodiscard]] double trace_of_square() const { return degree_.squaredNorm() + 2 * count(); }

 private:
  Eigen::VectorXd degree_;
  std::vector<std::pair<Eigen::Index, Eigen::Index>> pairs_;
};

// orthonormal basis of the columns kept, by modified Gram-Schmidt twice
template <class Scalar>
Eigen::MatrixXd orthonormal_basis(const dense_matrix<Scalar>& kept) {
  Eigen::MatrixXd q = kept.template cast<double>();
  for (int pass = 0; pass < 2; ++pass) {
    for (Eigen::Index j = 0; j < q.cols(); ++j) {
      for (Eigen::Index i = 0; i < j; ++i) q.col(j) -= q.col(i).dot(q.col(j)) * q.col(i);
      q.col(j).normalize();
    }
  }
  return q;
}

// Imhof: P(sum w_j chi2_1 < 0) = 1/2 - 1/pi integral_0^inf sin(theta(x)) / (x rho(x)) dx, by the
// trapezoid rule on x = exp(s): doubly exponential decay at both ends
template <class = when_called>
double probability_below_zero(const Eigen::VectorXd& w) {
  const auto integrand = [&w](double x) {
    double theta = 0, log_rho = 0;
    for (Eigen::Index j = 0; j < w.size(); ++j) {
      theta += std::atan(w[j] * x) / 2;
      log_rho += std::log1p(w[j] * w[j] * x * x) / 4;
    }
    return x == 0 ? w.sum() / 2 : std::sin(theta) * std::exp(-log_rho) / x;
  };
  double previous = 0, integral = 0;
  for (int level = 0; level < 8; ++level) {
    const int steps = 200 << level;
    const double low = -40, high = 12, h = (high - low) / steps;
    integral = 0;
    for (int i = 0; i <= steps; ++i) {
      const double x = std::exp(low + h * i);
      integral += integrand(x) * x * (i == 0 || i == steps ? 0.5 : 1.0);
    }
    integral *= h;
    if (level > 1 && std::abs(integral - previous) < 1e-12) break;
    previous = integral;
  }
  return (std::min)(1.0, (std::max)(0.0, 0.5 - integral / std::numbers::pi));
}

}  // namespace detail

/// Durbin-Watson: d = sum (u_t - u_{t-1})^2 / sum u_t^2, with p for positive serial correlation.
///
/// The sum goes over neighbours in the time of the model, within the entities of a panel: over a gap
/// there is no difference. For n <= 400 p is exact: P(d < observed) = P(sum (nu_j - d) chi2_j < 0)
/// with nu_j the n - k eigenvalues of MA, by Imhof's integral; beyond, the normal approximation with
/// the exact mean and variance. Which one is in the notes.
/// @throws argument_error  too few observations, no two of them neighbours in time
/// @note  without gaps equals R lmtest dwtest
/// @see   Durbin & Watson (1971), Biometrika 58; Imhof (1961), Biometrika 48; gaps and panels:
///        Bhargava, Franzini & Narendranathan (1982), Review of Economic Studies 49
template <class Scalar>
[[nodiscard]] test_result durbin_watson_test(const regression<Scalar>& model) {
  const checked_qr<Scalar> qr(model.design);
  const Eigen::Index n = model.design.rows();
  const Eigen::Index k = qr.rank();
  require(n > k + 1, "durbin_watson_test", "there are ", n, " observations for ", k,
          " coefficients");
  const detail::neighbour_differences a(model);
  require(a.count() > 0, "durbin_watson_test", "no two observations are neighbours in time");
  const dense_vector<Scalar> u = detail::ols_residuals(model);
  const double d = a.squares(u) / static_cast<double>(u.squaredNorm());
  test_result t;
  t.name = "Durbin-Watson test";
  t.null = "no first-order serial correlation (alternative: positive)";
  t.statistic = d;
  const Eigen::MatrixXd q = detail::orthonormal_basis<Scalar>(qr.kept_columns(model.design));
  Eigen::MatrixXd aq(n, k);
  for (Eigen::Index j = 0; j < k; ++j) aq.col(j) = a.times(q.col(j));
  const double m = static_cast<double>(n - k);
  if (n <= 400) {
    Eigen::MatrixXd mam = a.dense();  // M A M with M = I - QQ'
    mam -= q * aq.transpose();
    mam -= (mam * q).eval() * q.transpose();
    // M A M has k eigenvalues of zero besides those of the residuals: the k nearest to it go
    Eigen::VectorXd values = symmetric_eigen<double>(mam).values;
    std::sort(values.begin(), values.end(),
              [](double x, double y) { return std::abs(x) < std::abs(y); });
    t.p_value = detail::probability_below_zero(values.tail(n - k).array() - d);
    t.distribution = "exact (Imhof)";
  } else {
    // moments from traces of MA and (MA)^2
    const Eigen::MatrixXd g = q.transpose() * aq;
    const double p = a.trace() - g.trace();
    const double trace2 = a.trace_of_square() - 2 * aq.squaredNorm() + (g * g).trace();
    const double mean = p / m;
    const double variance = 2 / (m * (m + 2)) * (trace2 - p * mean);
    t.p_value = normal_upper_tail(-(d - mean) / std::sqrt(variance));
    t.distribution = "normal approximation";
  }
  t.notes.push_back("p-value: " + t.distribution);
  return t;
}

/// Ljung-Box Q = n (n + 2) sum_{l <= lags} r_l^2 / (n - l), chi-squared(lags - fitted).
/// @param fitted  parameters of a fitted ARMA model, taken off the degrees of freedom
/// @throws argument_error  lags outside fitted+1..n-1, a series without variance
/// @note  equals R Box.test(type = "Ljung-Box"), statsmodels acorr_ljungbox
/// @see   Ljung & Box (1978), Biometrika 65
template <class Scalar>
[[nodiscard]] test_result ljung_box_test(const dense_vector<Scalar>& x, Eigen::Index lags,
                                         Eigen::Index fitted = 0) {
  const Eigen::Index n = x.size();
  require(lags >= 1 && lags < n && fitted < lags, "ljung_box_test", "lags is ", lags,
          "; it must lie between ", (std::max)(Eigen::Index{1}, fitted + 1), " and ", n - 1);
  const dense_vector<Scalar> c = x.array() - x.mean();
  const Scalar c0 = c.squaredNorm();
  require(c0 > Scalar(0), "ljung_box_test", "the series has zero variance");
  double q = 0;
  for (Eigen::Index l = 1; l <= lags; ++l) {
    const double r = static_cast<double>(c.tail(n - l).dot(c.head(n - l)) / c0);
    q += r * r / static_cast<double>(n - l);
  }
  q *= static_cast<double>(n) * static_cast<double>(n + 2);
  return detail::chi_squared_test(text("Ljung-Box test, ", lags, " lags"), "no serial correlation",
                                  q, static_cast<double>(lags - fitted));
}

/// Engle's test of autoregressive conditional heteroskedasticity: squared residuals on `lags` of
/// their own, n R^2 with n the rows of that regression.
/// @throws argument_error  lags below 1 or too many for the rows
/// @note  equals statsmodels het_arch, R FinTS ArchTest
/// @see   Engle (1982), Econometrica 50
template <class Scalar>
[[nodiscard]] test_result arch_test(const dense_vector<Scalar>& residuals, Eigen::Index lags) {
  const Eigen::Index n = residuals.size();
  require(lags >= 1 && 2 * lags + 1 < n, "arch_test", "lags is ", lags, " for ", n,
          " observations");
  const dense_vector<Scalar> squares = residuals.cwiseAbs2();
  dense_matrix<Scalar> x(n - lags, lags);
  for (Eigen::Index l = 1; l <= lags; ++l) x.col(l - 1) = squares.segment(lags - l, n - lags);
  const auto [statistic, dof] = detail::n_r_squared<Scalar>(squares.tail(n - lags), x);
  return detail::chi_squared_test(text("ARCH test, ", lags, " lags"), "no ARCH effects", statistic,
                                  dof);
}

/// Ramsey's RESET: powers 2..max_power of the fitted values added to the regression, F.
/// @throws argument_error  max_power outside 2..5, fitted values that do not vary
/// @note  equals R lmtest resettest(type = "fitted"), Stata estat ovtest for max_power = 4
/// @see   Ramsey (1969), JRSS B 31
template <class Scalar>
[[nodiscard]] test_result reset_test(const regression<Scalar>& model, int max_power = 3) {
  require(max_power >= 2 && max_power <= 5, "reset_test", "max_power is ", max_power,
          "; it must lie between 2 and 5");
  const auto fit = least_squares(model.design, model.response);
  const dense_vector<Scalar> fitted = model.response - fit.residuals;
  // standardised, so that the powers do not make the design look collinear
  const Scalar mean = fitted.mean();
  const Scalar spread = (fitted.array() - mean).abs().maxCoeff();
  require(spread > Scalar(0), "reset_test", "the fitted values do not vary");
  const dense_vector<Scalar> z = (fitted.array() - mean) / spread;
  const Eigen::Index k = model.design.cols();
  dense_matrix<Scalar> wider(model.design.rows(), k + max_power - 1);
  wider.leftCols(k) = model.design;
  dense_vector<Scalar> power = z;
  for (int p = 2; p <= max_power; ++p) {
    power = power.cwiseProduct(z).eval();
    wider.col(k + p - 2) = power;
  }
  const auto other = least_squares(wider, model.response);
  const double added =
      static_cast<double>(other.kept.size()) - static_cast<double>(fit.kept.size());
  const double rest =
      static_cast<double>(model.response.size()) - static_cast<double>(other.kept.size());
  require(added > 0 && rest > 0, "reset_test", "there are too few distinct fitted values");
  const double rss = static_cast<double>(other.residual_sum_of_squares);
  return detail::f_test(
      "RESET", "the functional form is right",
      (static_cast<double>(fit.residual_sum_of_squares) - rss) / added / (rss / rest), added, rest);
}

/// Jarque-Bera: n / 6 (S^2 + (K - 3)^2 / 4) with moments over n, chi-squared(2).
/// @throws argument_error  fewer than 4 values, a series without variance
/// @note  equals R tseries jarque.bera.test, statsmodels jarque_bera
/// @see   Jarque & Bera (1987), International Statistical Review 55
template <class Scalar>
[[nodiscard]] test_result jarque_bera_test(const dense_vector<Scalar>& x) {
  require(x.size() > 3, "jarque_bera_test", "there are ", x.size(), " observations");
  const Eigen::ArrayXd c = (x.array() - x.mean()).template cast<double>();
  const double m2 = c.square().mean();
  require(m2 > 0, "jarque_bera_test", "the series has zero variance");
  const double skewness = c.cube().mean() / std::pow(m2, 1.5);
  const double kurtosis = c.square().square().mean() / (m2 * m2);
  return detail::chi_squared_test("Jarque-Bera test", "the errors are normal",
                                  static_cast<double>(x.size()) / 6 *
                                      (skewness * skewness + (kurtosis - 3) * (kurtosis - 3) / 4),
                                  2);
}

/// The same from whatever holds the values: std::vector, std::span, Eigen expressions.
/// @see   Jarque & Bera (1987), International Statistical Review 55
template <other_column Values>
[[nodiscard]] test_result jarque_bera_test(const Values& x) {
  return jarque_bera_test<double>(to_column<double>(x));
}

/// Variance inflation 1 / (1 - R_j^2) of each regressor but the intercept, in column order.
/// @throws argument_error  collinear columns, the first named
/// @note  equals R car vif (numeric regressors), statsmodels variance_inflation_factor with constant
template <class Scalar>
[[nodiscard]] std::vector<std::pair<std::string, double>> variance_inflation(
    const regression<Scalar>& model) {
  const checked_qr<Scalar> qr(model.design);
  require(qr.dropped().empty(), "variance_inflation",
          qr.dropped().empty() ? std::string() : model.names[to_size(qr.dropped().front().column)],
          " is determined by the other regressors: its inflation is infinite");
  const dense_matrix<Scalar> g = qr.inverse_gram();
  std::vector<std::pair<std::string, double>> out;
  for (Eigen::Index j = model.intercept ? 1 : 0; j < g.rows(); ++j) {
    const auto x = model.design.col(j);
    const Scalar mean = model.intercept ? x.mean() : Scalar(0);
    out.emplace_back(model.names[to_size(j)],
                     static_cast<double>((x.array() - mean).matrix().squaredNorm() * g(j, j)));
  }
  return out;
}

/// Cook's distance u_i^2 h_i / (K s^2 (1 - h_i)^2) of each observation.
/// @throws argument_error  a fit without scores, or with an observation of leverage one
/// @note  equals R cooks.distance
/// @see   Cook (1977), Technometrics 19
template <class Scalar>
[[nodiscard]] dense_vector<Scalar> cooks_distance(const ols_result<Scalar>& fit) {
  require(fit.scores.has_value() && fit.sigma.has_value(), "cooks_distance",
          "estimate with .keep_parts = keep::scores and more observations than coefficients");
  const auto& h = fit.scores->leverage;
  dense_vector<Scalar> d(h.size());
  for (Eigen::Index i = 0; i < h.size(); ++i) {
    const Scalar rest = Scalar(1) - h[i];
    require(rest > Scalar(1e-12), "cooks_distance", "row ", i + 1, " is fitted exactly");
    const Scalar u = fit.scores->residuals[i];
    d[i] = u * u * h[i] / (Scalar(fit.parameters) * *fit.sigma * *fit.sigma * rest * rest);
  }
  return d;
}

/// Likelihood-ratio test of nested fits: 2 (ll_full - ll_restricted), chi-squared of the difference
/// in parameters.
/// @throws argument_error  other samples, no likelihood, or no parameters between the two
/// @see   Wilks (1938), Annals of Mathematical Statistics 9(1)
template <estimation_result Full, estimation_result Restricted>
[[nodiscard]] test_result likelihood_ratio_test(const Full& full, const Restricted& restricted) {
  require(full.log_likelihood && restricted.log_likelihood, "likelihood_ratio_test",
          "both fits need a likelihood");
  require(full.sample.used == restricted.sample.used, "likelihood_ratio_test", "the fits use ",
          full.sample.used, " and ", restricted.sample.used, " observations");
  const double dof = full.parameters - restricted.parameters;
  require(dof > 0, "likelihood_ratio_test", "the full fit has ", full.parameters,
          " parameters, the restricted one ", restricted.parameters);
  return detail::chi_squared_test(
      "likelihood-ratio test", "the restrictions hold",
      (std::max)(0.0, 2 * (*full.log_likelihood - *restricted.log_likelihood)), dof);
}

/// Score (Lagrange multiplier) test of regressors left out: n R^2 of the restricted residuals on all
/// regressors, chi-squared of the columns added.
/// @throws argument_error  other rows, added columns in the span of the regressors
/// @see  Engle (1984), Handbook of Econometrics 2, ch. 13
template <class Scalar>
[[nodiscard]] test_result score_test(const regression<Scalar>& restricted,
                                     const dense_matrix<Scalar>& added) {
  require_same_size("score_test", "the added columns", to_size(added.rows()),
                    restricted.response_name, restricted.rows());
  const auto inner = least_squares(restricted.design, restricted.response);
  dense_matrix<Scalar> all(added.rows(), restricted.design.cols() + added.cols());
  all.leftCols(restricted.design.cols()) = restricted.design;
  all.rightCols(added.cols()) = added;
  const auto outer = least_squares(all, inner.residuals);
  const double dof =
      static_cast<double>(outer.kept.size()) - static_cast<double>(inner.kept.size());
  require(dof > 0, "score_test", "the added columns are in the span of the regressors");
  return detail::chi_squared_test(
      "score test", "the added regressors do not matter",
      static_cast<double>(restricted.rows()) *
          (1 - static_cast<double>(outer.residual_sum_of_squares / inner.residual_sum_of_squares)),
      dof);
}

}  // namespace bilateral
