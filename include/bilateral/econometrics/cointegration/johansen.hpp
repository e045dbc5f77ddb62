#pragma once
/// Johansen's reduced-rank regression: cointegration rank tests in all five deterministic cases.

#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/econometrics/cointegration/johansen_moments.hpp>
#include <bilateral/econometrics/cointegration/johansen_p_value.hpp>
#include <bilateral/econometrics/cointegration/vecm_design.hpp>
#include <bilateral/stats/test_result.hpp>

#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace bilateral {

/// Tests of rank r (trace against full rank, maximum eigenvalue against r + 1).
struct johansen_rank_test {
  int rank = 0;
  test_result trace;
  test_result max_eigenvalue;
};

template <class Scalar>
struct johansen_result {
  std::vector<std::string> names;              ///< (k) variables
  std::vector<std::string> beta_names;         ///< (k1) with (intercept) or trend where restricted
  dense_vector<Scalar> eigenvalues;            ///< (k), descending
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

namespace detail {

// beta by its first element, where it loads on it; alpha = S01 b (b' S11 b)^-1, vector by vector: the
// vectors are orthogonal in S11
template <class Scalar>
void scale_relations(johansen_result<Scalar>& out) {
  const auto& s = out.moments;
  const dense_vector<Scalar> spread = s.s11.diagonal().cwiseSqrt();
  for (Eigen::Index j = 0; j < out.beta.cols(); ++j) {
    const Scalar first = out.beta(0, j);
    const dense_vector<Scalar> sizes = out.beta.col(j).cwiseProduct(spread).cwiseAbs();
    if (sizes[0] > Scalar(1e-12) * sizes.maxCoeff()) {
      out.beta.col(j) /= first;
    } else {
      out.notes.push_back(text("vector ", j + 1, " does not load on ", out.names.front(),
                               ": left with beta' S11 beta = 1"));
    }
  }
  out.alpha = s.s01 * out.beta;
  for (Eigen::Index j = 0; j < out.beta.cols(); ++j) {
    out.alpha.col(j) /= Scalar(out.beta.col(j).dot(s.s11 * out.beta.col(j)));
  }
}

template <class = when_called>
test_result rank_statistic(johansen_statistic which, double value, int rank, int trends,
                           deterministic_case c) {
  const bool trace = which == johansen_statistic::trace;
  test_result t{trace ? "Johansen trace" : "Johansen maximum eigenvalue",
                value,
                text(trace ? "rank <= " : "rank = ", rank),
                "Doornik (1998) gamma",
                std::nullopt,
                johansen_critical_values(which, trends, c),
                {}};
  if (trends > 15) {
    t.notes.push_back("no p-value: more than 15 common trends");
  } else {
    t.p_value = trace ? johansen_trace_p_value(value, trends, c)
                      : johansen_max_eigenvalue_p_value(value, trends, c);
  }
  return t;
}

template <class Scalar>
void add_rank_tests(johansen_result<Scalar>& out) {
  const double n = static_cast<double>(out.observations);
  const int k = static_cast<int>(out.eigenvalues.size());
  double trace = 0;
  for (int r = k - 1; r >= 0; --r) {
    const double lambda = static_cast<double>(out.eigenvalues[r]);
    if (!(lambda < 1)) {
      throw numerical_error("johansen: an eigenvalue is 1: a relation holds exactly");
    }
    const double largest = -n * std::log1p(-lambda);
    trace += largest;
    const auto c = out.deterministics;
    out.rank_tests.insert(
        out.rank_tests.begin(),
        {r, rank_statistic(johansen_statistic::trace, trace, r, k - r, c),
         rank_statistic(johansen_statistic::max_eigenvalue, largest, r, k - r, c)});
  }
}

}  // namespace detail

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
  const auto design = vecm_design_of<Scalar>("johansen", y, names, options);
  johansen_result<Scalar> out;
  out.names = names;
  out.beta_names = design.level_names;
  out.deterministics = options.deterministics;
  out.lags = options.lags;
  out.observations = to_size(design.differences.rows());
  out.moments = moments_of(design);
  const auto solution = reduced_rank(out.moments.s00, out.moments.root, out.moments.rotated);
  out.eigenvalues = solution.eigenvalues.head(y.cols());
  out.beta = solution.eigenvectors.leftCols(y.cols());
  detail::scale_relations(out);
  detail::add_rank_tests(out);
  return out;
}

}  // namespace bilateral
