#pragma once
/// Granger and instantaneous causality in a VAR; Toda and Yamamoto's test for integrated series.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/econometrics/dynamics/vector_autoregression.hpp>
#include <bilateral/stats/distribution.hpp>
#include <bilateral/stats/test_result.hpp>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

namespace bilateral {

namespace detail {

template <class Scalar>
std::vector<Eigen::Index> variables_of(const char* function,
                                       const vector_autoregression_result<Scalar>& fit,
                                       const std::vector<std::string>& names) {
  require(!names.empty(), function, "no variable is named");
  std::vector<Eigen::Index> at;
  for (const auto& name : names) {
    const auto found = std::find(fit.names.begin(), fit.names.end(), name);
    require(found != fit.names.end(), function, "there is no variable ", name);
    at.push_back(found - fit.names.begin());
    require(std::count(names.begin(), names.end(), name) == 1, function, name,
            " is named more than once");
  }
  return at;
}

template <class = when_called>
std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& n : names) out += (out.empty() ? "" : ", ") + n;
  return out;
}

template <class Scalar>
Scalar quadratic_form(const dense_matrix<Scalar>& variance, const dense_vector<Scalar>& gap,
                      const char* function) {
  const checked_qr<Scalar> qr(variance);
  if (qr.rank() < variance.cols()) {
    throw numerical_error(text(function, ": the covariance of the restrictions is singular"));
  }
  return gap.dot(qr.solve(variance, gap));
}

// Wald statistic of: lags 1..tested of `causing` are zero in the equations of `caused`
template <class Scalar>
std::pair<double, double> causality_wald(const vector_autoregression_result<Scalar>& fit,
                                         const std::vector<Eigen::Index>& causing,
                                         const std::vector<Eigen::Index>& caused, int tested) {
  const auto k = std::ssize(fit.names);
  const Eigen::Index lead = std::ssize(fit.terms) - k * fit.lags;
  std::vector<std::pair<Eigen::Index, Eigen::Index>> cells;
  for (const auto i : caused) {
    for (int l = 0; l < tested; ++l) {
      for (const auto j : causing) cells.emplace_back(i, lead + l * k + j);
    }
  }
  const auto q = std::ssize(cells);
  dense_vector<Scalar> b(q);
  dense_matrix<Scalar> v(q, q);
  for (Eigen::Index a = 0; a < q; ++a) {
    const auto [i, s] = cells[to_size(a)];
    b[a] = fit.coefficients(i, s);
    for (Eigen::Index c = 0; c < q; ++c) {
      const auto [j, t] = cells[to_size(c)];
      v(a, c) = fit.residual_covariance(i, j) * fit.inverse_gram(s, t);
    }
  }
  return {static_cast<double>(quadratic_form(v, b, "granger_causality")), static_cast<double>(q)};
}

}  // namespace detail

/// Tests that no lag of `causing` enters the equations of `caused`.
///
///   F = Wald / q,  q = p |causing| |caused|
///
/// @param fit  stationary VAR; for integrated series use toda_yamamoto()
/// @return     F against F(q, k (n - m)), k the equations of the system
/// @throws argument_error  unknown, repeated or overlapping variables, a VAR without lags
/// @note  equals JMulTi and statsmodels test_causality(kind = "f")
/// @see   Granger (1969), Econometrica 37(3); Lutkepohl (2005), 3.6
/// Example: granger_causality(vector_autoregression(y, names, {.lags = 4}), {"price"}, {"volume"})
template <class Scalar>
[[nodiscard]] test_result granger_causality(const vector_autoregression_result<Scalar>& fit,
                                            const std::vector<std::string>& causing,
                                            const std::vector<std::string>& caused) {
  const auto from = detail::variables_of("granger_causality", fit, causing);
  const auto to = detail::variables_of("granger_causality", fit, caused);
  for (const auto i : from) {
    require(std::find(to.begin(), to.end(), i) == to.end(), "granger_causality",
            fit.names[to_size(i)], " stands on both sides");
  }
  require(fit.lags >= 1, "granger_causality", "the VAR has no lags");
  const auto [wald, q] = detail::causality_wald(fit, from, to, fit.lags);
  const double dof = static_cast<double>(fit.names.size()) *
                     static_cast<double>(fit.observations - fit.terms.size());
  test_result t;
  t.name = "Granger causality";
  t.statistic = wald / q;
  t.null = text(detail::joined(causing), " does not Granger-cause ", detail::joined(caused));
  t.distribution = text("F(", q, ", ", dof, ")");
  t.p_value = f_upper_tail(t.statistic, q, dof);
  return t;
}

/// Tests that innovations of `causing` and of all other variables are uncorrelated.
///
///   n s' V^-1 s, s the covariances sigma_ij, V = sigma_ik sigma_jl + sigma_il sigma_jk
///
/// @return  chi-squared(|causing| (k - |causing|))
/// @throws argument_error  every variable is named as causing
/// @note    equals JMulTi and statsmodels test_inst_causality; sigma with n - m
/// @see     Lutkepohl (2005), 3.6.3
template <class Scalar>
[[nodiscard]] test_result instantaneous_causality(const vector_autoregression_result<Scalar>& fit,
                                                  const std::vector<std::string>& causing) {
  const auto from = detail::variables_of("instantaneous_causality", fit, causing);
  require(from.size() < fit.names.size(), "instantaneous_causality",
          "every variable is named; none is left to be caused");
  std::vector<std::pair<Eigen::Index, Eigen::Index>> cells;
  std::vector<std::string> rest;
  for (std::size_t j = 0; j < fit.names.size(); ++j) {
    const auto to = to_index(j);
    if (std::find(from.begin(), from.end(), to) != from.end()) continue;
    rest.push_back(fit.names[j]);
    for (const auto i : from) cells.emplace_back(i, to);
  }
  const auto q = std::ssize(cells);
  const auto& s = fit.residual_covariance;
  dense_vector<Scalar> gap(q);
  dense_matrix<Scalar> v(q, q);
  for (Eigen::Index a = 0; a < q; ++a) {
    const auto [i, j] = cells[to_size(a)];
    gap[a] = s(i, j);
    for (Eigen::Index c = 0; c < q; ++c) {
      const auto [k, l] = cells[to_size(c)];
      v(a, c) = s(i, k) * s(j, l) + s(i, l) * s(j, k);
    }
  }
  test_result t;
  t.name = "instantaneous causality";
  t.statistic = static_cast<double>(fit.observations) *
                static_cast<double>(detail::quadratic_form(v, gap, "instantaneous_causality"));
  t.null = text("no instantaneous causality between ", detail::joined(causing), " and ",
                detail::joined(rest));
  t.distribution = text("chi-squared(", q, ")");
  t.p_value = chi_squared_upper_tail(t.statistic, static_cast<double>(q));
  return t;
}

/// Granger causality between series that may be integrated or cointegrated: a VAR(p + d) in
/// levels, of which only lags 1..p are tested.
///
/// @param lags         p, the order of the VAR; @param integration  d, the largest order of
///                     integration among the series
/// @return  Wald statistic, chi-squared(p |causing| |caused|) asymptotically
/// @throws argument_error  as granger_causality()
/// @see   Toda & Yamamoto (1995), J. Econometrics 66
/// Example: toda_yamamoto(y, {"price", "volume"}, {"price"}, {"volume"}, 4, 1)
template <class Scalar>
[[nodiscard]] test_result toda_yamamoto(
    const dense_matrix<Scalar>& y, const std::vector<std::string>& names,
    const std::vector<std::string>& causing, const std::vector<std::string>& caused, int lags,
    int integration, std::type_identity_t<vector_autoregression_options<Scalar>> options = {}) {
  require(lags >= 1, "toda_yamamoto", "lags is ", lags, "; it must be at least 1");
  require(integration >= 0, "toda_yamamoto", "integration is ", integration,
          "; it must not be negative");
  options.lags = lags + integration;
  const auto fit = vector_autoregression(y, names, options);
  const auto from = detail::variables_of("toda_yamamoto", fit, causing);
  const auto to = detail::variables_of("toda_yamamoto", fit, caused);
  for (const auto i : from) {
    require(std::find(to.begin(), to.end(), i) == to.end(), "toda_yamamoto", fit.names[to_size(i)],
            " stands on both sides");
  }
  const auto [wald, q] = detail::causality_wald(fit, from, to, lags);
  test_result t;
  t.name = "Toda-Yamamoto causality";
  t.statistic = wald;
  t.null = text(detail::joined(causing), " does not Granger-cause ", detail::joined(caused));
  t.distribution = text("chi-squared(", q, ")");
  t.p_value = chi_squared_upper_tail(wald, q);
  t.notes.push_back(text("VAR(", lags + integration, ") in levels, lags 1 to ", lags, " tested"));
  return t;
}

}  // namespace bilateral
