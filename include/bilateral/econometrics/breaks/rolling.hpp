#pragma once
/// Rolling and expanding regressions, with simultaneous bands over the path of a coefficient.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/numeric/recursive_least_squares.hpp>
#include <bilateral/stats/distribution.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace bilateral {

struct rolling_options {
  Eigen::Index window = 60;              ///< rows in a window
  std::optional<int> newey_west_lags{};  ///< Bartlett lags inside each window; none is iid errors
};

/// Coefficients and standard errors of every window; row i belongs to the window that ends at row
/// first_end + i, counted from 1. Windows in `undefined` (collinear columns) hold NaN.
template <class Scalar>
struct coefficient_paths {
  std::vector<std::string> names;
  Eigen::Index window = 0;            ///< rows in each; 0 for expanding
  Eigen::Index first_end = 0;         ///< last row of the first window
  dense_matrix<Scalar> coefficients;  ///< (windows x k)
  dense_matrix<Scalar> std_errors;    ///< (windows x k)
  std::optional<int> newey_west_lags{};
  std::vector<Eigen::Index> undefined;  ///< rows of the path, from 0
};

namespace detail {

template <class Scalar>
void check_windows(const char* function, const regression<Scalar>& model, Eigen::Index window) {
  const Eigen::Index n = model.response.size();
  const Eigen::Index k = model.design.cols();
  require_same_size(function, "the design", to_size(model.design.rows()), "the response",
                    to_size(n));
  require(window > k, function, "the window has ", window, " rows; with ", k,
          " coefficients it must have more than ", k);
  require(window <= n, function, "the window has ", window, " rows and the sample only ", n);
  require_finite(function, "the response",
                 std::span<const Scalar>(model.response.data(), to_size(n)));
  for (Eigen::Index j = 0; j < k; ++j) {
    require_finite(function, text("column ", j + 1),
                   std::span<const Scalar>(model.design.col(j).data(), to_size(n)));
  }
}

// coefficients and iid standard errors of all lanes of a triangle
template <class Scalar, int Lanes>
struct lane_solution {
  using lane = Eigen::Array<Scalar, Lanes, 1>;
  using lanes = std::vector<lane, Eigen::aligned_allocator<lane>>;
  lanes coefficients, std_errors, inverse;  // inverse: U^-1, column by column
  Eigen::Array<bool, Lanes, 1> defined;

  explicit lane_solution(std::size_t k) : coefficients(k), std_errors(k), inverse(k * k) {}

  void solve(const recursive_least_squares<Scalar, Lanes>& fit, Scalar dof) {
    const std::size_t k = coefficients.size();
    defined.setConstant(true);
    for (std::size_t c = 0; c < k; ++c) {
      lane length = fit.diagonal(c);
      for (std::size_t i = 0; i < c; ++i) length += fit.diagonal(i) * fit.above(i, c).square();
      defined = defined && fit.diagonal(c) > Scalar(1e-18) * length;
    }
    for (std::size_t i = k; i-- > 0;) {
      lane sum = fit.rotated(i);
      for (std::size_t j = i + 1; j < k; ++j) sum -= fit.above(i, j) * coefficients[j];
      coefficients[i] = sum;
    }
    const lane s2 = fit.rss() / dof;
    for (std::size_t i = 0; i < k; ++i) {  // row i of U^-1
      lane variance = fit.diagonal(i).inverse();
      for (std::size_t j = i + 1; j < k; ++j) {
        lane sum = -fit.above(i, j);
        for (std::size_t m = i + 1; m < j; ++m) sum -= inverse[i * k + m] * fit.above(m, j);
        inverse[i * k + j] = sum;
        variance += sum.square() / fit.diagonal(j);
      }
      std_errors[i] = (s2 * variance).sqrt();
    }
  }
};

// (X'X)^-1 x_i u_i of one window: rows are observations
template <class Scalar>
struct window_influence {
  dense_matrix<Scalar> psi;
  bool defined = false;
};
template <class Scalar>
window_influence<Scalar> influence_of(const regression<Scalar>& model, Eigen::Index first,
                                      Eigen::Index rows) {
  window_influence<Scalar> w;
  const dense_matrix<Scalar> x = model.design.middleRows(first, rows);
  const dense_vector<Scalar> y = model.response.segment(first, rows);
  const auto fit = least_squares(x, y, {.strict = false, .refine = false});
  if (!fit.dropped.empty()) return w;
  w.defined = true;
  w.psi = (x * fit.inverse_gram).array().colwise() * fit.residuals.array();
  return w;
}

template <class Scalar>
Scalar bartlett_variance(const Eigen::Ref<const dense_vector<Scalar>>& psi, int lags) {
  const Eigen::Index n = psi.size();
  Scalar v = psi.squaredNorm();
  for (int l = 1; l <= lags && l < n; ++l) {
    v += Scalar(2 * (1 - l / (lags + 1.0))) * psi.tail(n - l).dot(psi.head(n - l));
  }
  return v;
}

// Least squares in all windows of w rows, eight blocks of the sample at once: lane l holds the block
// that begins l blocks behind the base, and each window joins the triangle of the last rows of a
// block with that of the first rows of the next.
template <class Scalar>
class window_fits {
 public:
  window_fits(const regression<Scalar>& model, Eigen::Index window)
      : model_(model),
        w_(window),
        suffix_(to_size(window), fits(model.design.cols())),
        prefix_(model.design.cols()),
        whole_(model.design.cols()),
        solution_(to_size(model.design.cols())) {}

  // fills coefficients and errors of r, and its undefined windows
  void run(coefficient_paths<Scalar>& r) {
    const Eigen::Index n = model_.response.size();
    for (Eigen::Index base = -w_; base + w_ < n; base += lanes * w_) {
      sum_ends(base);
      prefix_.clear();
      for (Eigen::Index j = 0; j < w_; ++j) {
        load(prefix_, base + w_ + j);
        whole_ = prefix_;
        whole_.include(suffix_[to_size(w_ - 1 - j)]);
        solution_.solve(whole_, Scalar(static_cast<double>(w_ - model_.design.cols())));
        for (int l = 0; l < lanes; ++l) keep(r, l, base + w_ + l * w_ + j);
      }
    }
    std::sort(r.undefined.begin(), r.undefined.end());
  }

 private:
  static constexpr int lanes = 8;
  using fits = recursive_least_squares<Scalar, lanes>;

  // suffix_[j]: the last j rows of each lane's block
  void sum_ends(Eigen::Index base) {
    suffix_[0].clear();
    for (Eigen::Index j = 1; j < w_; ++j) {
      fits& next = suffix_[to_size(j)];
      next = suffix_[to_size(j - 1)];
      load(next, base + w_ - j);
    }
  }

  // row `at` of each lane, weight 0 outside the sample
  void load(fits& fit, Eigen::Index at) {
    typename fits::lane y, weight;
    for (int l = 0; l < lanes; ++l) {
      const Eigen::Index i = at + l * w_;
      const bool inside = i >= 0 && i < model_.response.size();
      weight[l] = inside ? Scalar(1) : Scalar(0);
      y[l] = inside ? model_.response[i] : Scalar(0);
      for (Eigen::Index j = 0; j < model_.design.cols(); ++j) {
        fit.row()[to_size(j)][l] = inside ? model_.design(i, j) : Scalar(0);
      }
    }
    fit.include_row(y, weight);
  }

  // the solution of lane l is the window that ends at row `end`, if there is one
  void keep(coefficient_paths<Scalar>& r, int l, Eigen::Index end) {
    if (end < w_ - 1 || end >= model_.response.size()) return;
    const Eigen::Index row = end - w_ + 1;
    const bool defined = solution_.defined[l];
    if (!defined) r.undefined.push_back(row);
    const Scalar none = std::numeric_limits<Scalar>::quiet_NaN();
    for (Eigen::Index j = 0; j < r.coefficients.cols(); ++j) {
      r.coefficients(row, j) = defined ? solution_.coefficients[to_size(j)][l] : none;
      r.std_errors(row, j) = defined ? solution_.std_errors[to_size(j)][l] : none;
    }
  }

  const regression<Scalar>& model_;
  Eigen::Index w_;
  std::vector<fits> suffix_;
  fits prefix_, whole_;
  lane_solution<Scalar, lanes> solution_;
};

// Newey-West errors inside each window
template <class Scalar>
void correct_errors(coefficient_paths<Scalar>& r, const regression<Scalar>& model, int lags) {
  using std::sqrt;
  for (Eigen::Index i = 0; i < r.std_errors.rows(); ++i) {
    const auto influence = influence_of(model, i, r.window);
    for (Eigen::Index j = 0; j < r.std_errors.cols(); ++j) {
      r.std_errors(i, j) = influence.defined
                               ? Scalar(sqrt(bartlett_variance<Scalar>(influence.psi.col(j), lags)))
                               : std::numeric_limits<Scalar>::quiet_NaN();
    }
  }
}

}  // namespace detail

/// Least squares in every window of consecutive rows.
///
///   b_t = argmin sum_{s = t - w + 1..t} (y_s - x_s' b)^2
///
/// Rows are never removed: the sample is cut into blocks as long as the window, and each window joins
/// the triangle of the end of one block with that of the beginning of the next, so that errors do
/// not grow along the sample. Of order n k^3, Newey-West n w k (k + lags).
/// @throws argument_error  window <= k or longer than the sample, values that are not finite
/// @note  iid errors with s^2 = RSS / (w - k): equal to statsmodels RollingOLS; Newey-West without
///        small-sample factor
/// @see   Gentleman (1974), Applied Statistics 23, for the triangles
/// Example: examples/elasticity/rolling.cpp
template <class Scalar>
[[nodiscard]] coefficient_paths<Scalar> rolling_regression(const regression<Scalar>& model,
                                                           const rolling_options& options = {}) {
  detail::check_windows("rolling_regression", model, options.window);
  require(!options.newey_west_lags ||
              (*options.newey_west_lags >= 0 && *options.newey_west_lags < options.window),
          "rolling_regression", "newey_west_lags is ", options.newey_west_lags.value_or(0),
          "; it must lie between 0 and ", options.window - 1);
  const Eigen::Index windows = model.response.size() - options.window + 1;
  coefficient_paths<Scalar> r;
  r.names = model.names;
  r.window = r.first_end = options.window;
  r.newey_west_lags = options.newey_west_lags;
  r.coefficients.resize(windows, model.design.cols());
  r.std_errors.resize(windows, model.design.cols());
  detail::window_fits<Scalar>(model, options.window).run(r);
  if (options.newey_west_lags) detail::correct_errors(r, model, *options.newey_west_lags);
  return r;
}

/// Least squares on the rows 1..t for t = first..n (recursive estimates).
/// @param first  rows in the first sample, more than k
/// @note  iid standard errors with s^2 = RSS / (t - k)
template <class Scalar>
[[nodiscard]] coefficient_paths<Scalar> expanding_regression(const regression<Scalar>& model,
                                                             Eigen::Index first) {
  detail::check_windows("expanding_regression", model, first);
  const Eigen::Index n = model.response.size();
  const Eigen::Index k = model.design.cols();
  const std::vector<Scalar> rows = row_major(model.design);
  coefficient_paths<Scalar> r;
  r.names = model.names;
  r.first_end = first;
  r.coefficients.resize(n - first + 1, k);
  r.std_errors.resize(n - first + 1, k);
  recursive_least_squares<Scalar> fit(k);
  detail::lane_solution<Scalar, 1> solution(to_size(k));
  for (Eigen::Index t = 0; t < n; ++t) {
    fit.include(rows.data() + t * k, model.response[t], Eigen::Array<Scalar, 1, 1>::Ones());
    const Eigen::Index row = t + 1 - first;
    if (row < 0) continue;
    solution.solve(fit, Scalar(static_cast<double>(t + 1 - k)));
    const bool defined = solution.defined[0];
    if (!defined) r.undefined.push_back(row);
    for (Eigen::Index j = 0; j < k; ++j) {
      const auto c = to_size(j);
      const Scalar none = std::numeric_limits<Scalar>::quiet_NaN();
      r.coefficients(row, j) = defined ? solution.coefficients[c][0] : none;
      r.std_errors(row, j) = defined ? solution.std_errors[c][0] : none;
    }
  }
  return r;
}

struct sup_t_options {
  double level = 0.95;
  int draws = 2000;
  std::uint64_t seed = 20240501;
};

/// Band that holds the whole path at once.
struct sup_t_band {
  double critical_value = 0;       ///< c: b_t -+ c se_t
  double pointwise_value = 0;      ///< the normal quantile, for comparison
  dense_vector<double> low, high;  ///< (windows)
};

/// Simultaneous band over the path of one rolling coefficient.
///
/// c is the quantile of max_t |sum_{s in window t} psi_ts e_s| / se_t over draws of e, psi the
/// influence (X'X)^-1 x_s u_s: overlapping windows share their e. With Newey-West lags L, e is a
/// moving average of L + 1 normals, whose autocovariances are the Bartlett weights.
/// @param paths  of rolling_regression on the same model; @param name  of the coefficient
/// @throws argument_error  an undefined window, an unknown name, an expanding path
/// @note  of order draws x n w; seeded, the same on every machine up to rounding
/// @see   Montiel Olea & Plagborg-Moller (2019), J. Applied Econometrics 34(1), algorithm 1
template <class Scalar>
[[nodiscard]] sup_t_band simultaneous_band(const regression<Scalar>& model,
                                           const coefficient_paths<Scalar>& paths,
                                           const std::string& name,
                                           const sup_t_options& options = {}) {
  constexpr const char* function = "simultaneous_band";
  require(options.level > 0 && options.level < 1, function, "level is ", options.level,
          "; it must lie between 0 and 1");
  require(options.draws >= 100, function, "draws is ", options.draws, "; it must be at least 100");
  require(paths.window > 0, function, "the path expands; the band is for rolling windows");
  const auto found = std::find(paths.names.begin(), paths.names.end(), name);
  require(found != paths.names.end(), function, "there is no coefficient ", name);
  require(paths.undefined.empty(), function, "window ",
          paths.undefined.empty() ? Eigen::Index(0) : paths.undefined.front() + 1, " is undefined");
  const auto column = to_index(found - paths.names.begin());
  const Eigen::Index n = model.response.size();
  const Eigen::Index w = paths.window;
  const Eigen::Index windows = n - w + 1;
  require(paths.coefficients.rows() == windows, function, "the path has ",
          paths.coefficients.rows(), " windows; the model has ", windows);
  const int lags = paths.newey_west_lags.value_or(0);
  // influence in units of the standard error that the same draws would give
  dense_matrix<double> psi(w, windows);
  for (Eigen::Index i = 0; i < windows; ++i) {
    const auto influence = detail::influence_of(model, i, w);
    require(influence.defined, function, "window ", i + 1, " has collinear columns");
    psi.col(i) = influence.psi.col(column).template cast<double>();
    const double v = detail::bartlett_variance<double>(psi.col(i), lags);
    require(v > 0, function, "window ", i + 1, " has no residual variance");
    psi.col(i) /= std::sqrt(v);
  }
  std::uint64_t state = options.seed;
  const auto normal = [&state] {  // splitmix64, then the quantile: no rejection, any platform
    state += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    z ^= z >> 31;
    return normal_quantile((static_cast<double>(z >> 11) + 0.5) * 0x1.0p-53);
  };
  std::vector<double> largest;
  dense_vector<double> shocks(n + lags), e(n);
  for (int b = 0; b < options.draws; ++b) {
    for (Eigen::Index t = 0; t < shocks.size(); ++t) shocks[t] = normal();
    for (Eigen::Index t = 0; t < n; ++t) e[t] = shocks.segment(t, lags + 1).sum();
    e /= std::sqrt(lags + 1.0);
    double most = 0;
    for (Eigen::Index i = 0; i < windows; ++i) {
      most = (std::max)(most, std::abs(psi.col(i).dot(e.segment(i, w))));
    }
    largest.push_back(most);
  }
  std::sort(largest.begin(), largest.end());
  const auto rank = static_cast<std::size_t>(std::ceil(options.level * options.draws)) - 1;
  sup_t_band band;
  band.critical_value = largest[rank];
  band.pointwise_value = normal_quantile((1 + options.level) / 2);
  const dense_vector<double> b = paths.coefficients.col(column).template cast<double>();
  const dense_vector<double> se = paths.std_errors.col(column).template cast<double>();
  band.low = b - band.critical_value * se;
  band.high = b + band.critical_value * se;
  return band;
}

}  // namespace bilateral
