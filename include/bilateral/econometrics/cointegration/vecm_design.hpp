#pragma once
/// The columns of a vector error-correction model: differences, lagged levels, short-run terms.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/econometrics/estimator/deterministic_case.hpp>
#include <bilateral/econometrics/estimator/lagged_columns.hpp>
#include <bilateral/numeric/scale.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>
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
  std::vector<std::pair<std::string, dense_vector<Scalar>>> fixed =
      {};  ///< unrestricted columns (T)
};

/// The three groups of columns of a vector error-correction model, n = T - K rows.
template <class Scalar>
struct vecm_design {
  dense_matrix<Scalar> differences;  ///< Z0 (n x k)
  dense_matrix<Scalar> levels;       ///< Z1 (n x k1)
  dense_matrix<Scalar> short_run;    ///< Z2 (n x m)
  std::vector<std::string> level_names, short_run_names;
};

namespace detail {

template <class Scalar>
void require_system(const char* function, const dense_matrix<Scalar>& y,
                    const std::vector<std::string>& names,
                    const johansen_options<Scalar>& options) {
  const Eigen::Index k = y.cols();
  require(k >= 1, function, "there are no variables");
  require(names.size() == to_size(k), function, "there are ", names.size(), " names for ", k,
          " variables");
  require(options.lags >= 1, function, "lags is ", options.lags, "; it must be at least 1");
  require(options.season == 0 || options.season >= 2, function, "season is ", options.season,
          "; it is 0 or at least 2");
  require(options.first_season >= 1 && options.first_season <= (std::max)(options.season, 1),
          function, "first_season is ", options.first_season, "; it runs from 1 to season");
  const auto rows = to_size(y.rows());
  const auto check = [&](const std::string& name, const Scalar* values) {
    require_finite(function, name, std::span<const Scalar>(values, rows));
    require_squares(function, name, std::span<const Scalar>(values, rows));
  };
  for (Eigen::Index j = 0; j < k; ++j) check(names[to_size(j)], y.col(j).data());
  for (const auto& [name, column] : options.fixed) {
    require_same_size(function, "the system", rows, name, to_size(column.size()));
    check(name, column.data());
  }
}

// Z1: the lagged levels and the terms that are restricted to the relations
template <class Scalar>
void add_levels(vecm_design<Scalar>& d, const dense_matrix<Scalar>& y,
                const std::vector<std::string>& names, const johansen_options<Scalar>& options) {
  const Eigen::Index k = y.cols();
  const Eigen::Index n = d.differences.rows();
  const auto c = options.deterministics;
  const bool inside =
      c == deterministic_case::restricted_constant || c == deterministic_case::restricted_trend;
  d.levels.resize(n, k + (inside ? 1 : 0));
  const int back = options.form == vecm_form::transitory ? 1 : options.lags;
  d.levels.leftCols(k) = y.middleRows(options.lags - back, n);
  for (const auto& name : names) d.level_names.push_back(lag_name(name, back));
  if (c == deterministic_case::restricted_constant) {
    d.levels.col(k).setOnes();
    d.level_names.emplace_back(intercept_name);
  }
  if (c == deterministic_case::restricted_trend) {
    d.levels.col(k) = trend_column<Scalar>(options.lags - 1, n);
    d.level_names.emplace_back(trend_name);
  }
}

// columns of Z2 before the lagged differences
template <class Scalar>
std::vector<named_column<Scalar>> deterministic_columns(const johansen_options<Scalar>& options,
                                                        Eigen::Index n) {
  const auto c = options.deterministics;
  std::vector<named_column<Scalar>> out;
  if (has_constant(c) && c != deterministic_case::restricted_constant) {
    out.emplace_back(intercept_name, dense_vector<Scalar>::Ones(n));
  }
  if (c == deterministic_case::unrestricted_trend) {
    out.emplace_back(trend_name, trend_column<Scalar>(options.lags, n));
  }
  for (int s = 0; s + 1 < options.season; ++s) {
    dense_vector<Scalar> dummy =
        dense_vector<Scalar>::Constant(n, Scalar(-1.0 / double(options.season)));
    for (Eigen::Index i = 0; i < n; ++i) {
      if ((options.lags + i + options.first_season - 1) % options.season == s)
        dummy[i] += Scalar(1);
    }
    out.emplace_back(text("season", s + 1), std::move(dummy));
  }
  for (const auto& [name, column] : options.fixed) out.emplace_back(name, column.tail(n));
  return out;
}

}  // namespace detail

/// Columns of dy_t = alpha beta' [y_(t-1); d_r] + sum_(i<K) Gamma_i dy_(t-i) + Phi d_u + e_t.
///
/// @param function  the caller, for messages
/// @param y         (T x k) levels, finite; @param names  (k)
/// @return          Z0 = dy, Z1 = the levels with restricted terms, Z2 = deterministic terms, fixed
///                  columns and lagged differences
/// @throws argument_error  shapes, lags, seasons, too few rows, values beyond 1e150 or below 1e-150
/// @see    Johansen (1995), Likelihood-based Inference in Cointegrated VAR Models, 6.1
template <class Scalar>
[[nodiscard]] vecm_design<Scalar> vecm_design_of(const char* function,
                                                 const dense_matrix<Scalar>& y,
                                                 const std::vector<std::string>& names,
                                                 const johansen_options<Scalar>& options) {
  detail::require_system(function, y, names, options);
  const Eigen::Index k = y.cols();
  const int lags = options.lags;
  const Eigen::Index n = y.rows() - lags;
  const auto outside = detail::deterministic_columns(options, (std::max)(n, Eigen::Index{0}));
  const Eigen::Index m = std::ssize(outside) + k * (lags - 1);
  require(n > m + 2 * k, function, "there are ", y.rows(), " rows, of which lags use up ", lags,
          "; the system needs more than ", m + 2 * k);
  vecm_design<Scalar> d;
  d.differences = y.bottomRows(n) - y.middleRows(lags - 1, n);
  detail::add_levels(d, y, names, options);
  d.short_run.resize(n, m);
  Eigen::Index at = 0;
  for (const auto& [name, column] : outside) {
    d.short_run.col(at++) = column;
    d.short_run_names.push_back(name);
  }
  for (int l = 1; l < lags; ++l) {
    d.short_run.middleCols(at, k) = y.middleRows(lags - l, n) - y.middleRows(lags - l - 1, n);
    for (const auto& name : names) d.short_run_names.push_back("d." + lag_name(name, l));
    at += k;
  }
  return d;
}

}  // namespace bilateral
