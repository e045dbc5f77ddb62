#pragma once
/// Bootstrap and jackknife of any statistic: pairs, blocks, clusters; intervals from the draws.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/progress.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/numeric/column.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/numeric/parallel.hpp>
#include <bilateral/stats/distribution.hpp>
#include <bilateral/stats/random.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace bilateral {

/// Schemes of resampling n rows. `resample(scheme, n, stream, take)` calls take(first, count) for runs
/// of rows, n rows in all; a user may add a scheme by an overload found by its name.
/// @see  Efron (1979), Annals of Statistics 7
struct pair_resampling {};
/// Runs of `length` rows that start anywhere from 1 to n - length + 1; the last run is cut.
/// @see  Kuensch (1989), Annals of Statistics 17
struct moving_block {
  std::size_t length = 1;
};
/// Runs of `length` rows that start anywhere and go on at row 1 after row n.
/// @see  Politis & Romano (1992), in LePage & Billard, Exploring the Limits of Bootstrap
struct circular_block {
  std::size_t length = 1;
};
/// Runs of geometric length with the given mean, starting anywhere and going round.
/// @see  Politis & Romano (1994), JASA 89
struct stationary_block {
  double mean_length = 1;
};

/// One resample of n rows, told to `take(first, length)` as runs of rows: rows drawn one by one.
template <class Emit>
void resample(const pair_resampling&, std::size_t n, philox& stream, Emit&& take) {
  for (std::size_t i = 0; i < n; ++i) take(stream.index(n), std::size_t{1});
}
/// Blocks of one length that begin anywhere they fit; the last is cut at n rows.
template <class Emit>
void resample(const moving_block& s, std::size_t n, philox& stream, Emit&& take) {
  for (std::size_t done = 0; done < n; done += s.length) {
    take(stream.index(n - s.length + 1), (std::min)(s.length, n - done));
  }
}
/// Refuses a scheme that n rows do not allow; drawing rows one by one is always possible.
template <class = when_called>
void require_scheme(const pair_resampling&, std::size_t) {}

/// @throws argument_error  a block length outside 1..n
template <class = when_called>
void require_block_length(std::size_t length, std::size_t n) {
  require(length >= 1 && length <= n, "bootstrap", "the block length is ", length,
          "; it must lie between 1 and ", n);
}

/// @throws argument_error  a block length outside 1..n
template <class = when_called>
void require_scheme(const moving_block& s, std::size_t n) {
  require_block_length(s.length, n);
}

/// @throws argument_error  a block length outside 1..n
template <class = when_called>
void require_scheme(const circular_block& s, std::size_t n) {
  require_block_length(s.length, n);
}

/// @throws argument_error  a mean block length outside 1..n
template <class = when_called>
void require_scheme(const stationary_block& s, std::size_t n) {
  require(s.mean_length >= 1 && s.mean_length <= static_cast<double>(n), "bootstrap",
          "the mean block length is ", s.mean_length, "; it must lie between 1 and ", n);
}

/// A scheme of the user is taken as it is, unless it brings its own overload.
template <class Scheme>
void require_scheme(const Scheme&, std::size_t) {}  // a user's own

/// Refuses fewer than two observations or draws.
/// @throws argument_error  fewer than two of either
template <class = when_called>
void require_draws(const char* function, std::size_t n, int draws) {
  require(n > 1, function, "there are ", n, " observations; at least 2 are needed");
  require(draws > 1, function, "draws is ", draws, "; at least 2 are needed");
}

namespace detail {
template <class Emit>
void take_round(std::size_t first, std::size_t count, std::size_t n, Emit&& take) {
  while (count > 0) {
    const std::size_t part = (std::min)(count, n - first);
    take(first, part);
    count -= part;
    first = 0;
  }
}
}  // namespace detail
/// Blocks of one length on a circle: they may begin at every row.
template <class Emit>
void resample(const circular_block& s, std::size_t n, philox& stream, Emit&& take) {
  for (std::size_t done = 0; done < n; done += s.length) {
    detail::take_round(stream.index(n), (std::min)(s.length, n - done), n, take);
  }
}
/// Blocks on a circle of geometric length with the mean wanted. @see  Politis & Romano (1994), JASA 89
template <class Emit>
void resample(const stationary_block& s, std::size_t n, philox& stream, Emit&& take) {
  const double stop = 1 / s.mean_length;
  const double scale = stop < 1 ? 1 / std::log1p(-stop) : 0;
  for (std::size_t done = 0; done < n;) {
    const std::size_t first = stream.index(n);
    const double drawn = stop < 1 ? 1 + std::floor(std::log(stream.uniform()) * scale) : 1;
    const std::size_t count =
        drawn < static_cast<double>(n - done) ? static_cast<std::size_t>(drawn) : n - done;
    detail::take_round(first, count, n, take);
    done += count;
  }
}

struct bootstrap_options {
  int draws = 1999;
  std::uint64_t seed = 1;
  unsigned threads = 1;      ///< 0: as many as the machine has; the draws do not depend on it
  progress_hook progress{};  ///< hears how far the work is and may stop it: core/progress.hpp
};

/// Draws of a statistic with k parts.
template <class Scalar>
struct bootstrap_result {
  dense_vector<Scalar> estimate;   ///< (k) on the sample itself
  dense_matrix<Scalar> draws;      ///< (B x k)
  dense_vector<Scalar> bias;       ///< (k) mean of the draws less the estimate
  dense_vector<Scalar> std_error;  ///< (k) standard deviation of the draws, B - 1
};

/// Bias and standard error of the estimate from its draws.
template <class Scalar>
void set_moments(bootstrap_result<Scalar>& r) {
  const auto b = static_cast<double>(r.draws.rows());
  const dense_vector<Scalar> mean = r.draws.colwise().sum().transpose() / Scalar(b);
  r.bias = mean - r.estimate;
  r.std_error = ((r.draws.rowwise() - mean.transpose()).colwise().squaredNorm() / Scalar(b - 1))
                    .cwiseSqrt()
                    .transpose();
}

namespace detail {

// a number, of the user's own type too
template <class Value>
concept number_like = std::constructible_from<Value, int> && requires(const Value& v) {
  { v* v - v } -> std::convertible_to<Value>;
};

// the parts of a statistic: a number is one part
template <class Scalar, class Parts>
dense_vector<Scalar> as_parts(Parts&& given) {
  using parts = std::remove_cvref_t<Parts>;
  if constexpr (std::same_as<parts, dense_vector<Scalar>>) {
    return std::forward<Parts>(given);
  } else if constexpr (column_values<parts>) {
    return to_column<Scalar>(given);
  } else if constexpr (number_like<parts>) {
    return dense_vector<Scalar>::Constant(1, static_cast<Scalar>(given));
  } else {
    static_assert(number_like<parts>,
                  "the statistic of a bootstrap or jackknife returns a number, or a std::vector or "
                  "Eigen vector of numbers");
    return {};
  }
}

// the scalar of those parts; whole numbers have means that are none
template <class Parts>
constexpr auto scalar_of_parts() {
  const auto real = []<class Value>(std::type_identity<Value>) {
    return std::type_identity<std::conditional_t<std::is_integral_v<Value>, double, Value>>{};
  };
  if constexpr (eigen_column<Parts>) {
    return real(std::type_identity<typename Parts::Scalar>{});
  } else if constexpr (number_range<Parts>) {
    return real(
        std::type_identity<std::remove_cvref_t<decltype(*std::data(std::declval<Parts>()))>>{});
  } else if constexpr (number_like<Parts>) {
    return real(std::type_identity<Parts>{});
  } else {
    return std::type_identity<double>{};  // as_parts says what is wrong
  }
}

template <class Statistic>
using scalar_of_statistic =
    typename decltype(scalar_of_parts<std::remove_cvref_t<
                          std::invoke_result_t<Statistic&, std::span<const std::size_t>>>>())::type;

}  // namespace detail

/// Bootstrap of a statistic of rows.
///
/// @param n          rows
/// @param statistic  called with a span of n row numbers from 0 (the sample itself: 0..n-1), gives a
///                   number or a vector of parts; called from several threads at once
/// @param scheme     pair_resampling{}, moving_block{12}, circular_block{12}, stationary_block{12}, ...
/// @note  draw b takes stream b of the generator
/// @throws argument_error  n, draws or block length out of range
template <class Scalar, class Scheme, class Statistic>
[[nodiscard]] bootstrap_result<Scalar> bootstrap(std::size_t n, Statistic&& statistic,
                                                 const Scheme& scheme,
                                                 const bootstrap_options& options = {}) {
  require_draws("bootstrap", n, options.draws);
  require_scheme(scheme, n);
  std::vector<std::size_t> rows(n);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  bootstrap_result<Scalar> out;
  out.estimate = detail::as_parts<Scalar>(statistic(std::span<const std::size_t>(rows)));
  out.draws.resize(options.draws, out.estimate.size());
  parallel_for(
      to_size(options.draws), options.threads, options.progress, "bootstrap", [&](std::size_t b) {
        std::vector<std::size_t> drawn;
        drawn.reserve(n);
        philox stream(options.seed, b);
        resample(scheme, n, stream, [&](std::size_t first, std::size_t count) {
          for (std::size_t i = 0; i < count; ++i) drawn.push_back(first + i);
        });
        out.draws.row(to_index(b)) =
            detail::as_parts<Scalar>(statistic(std::span<const std::size_t>(drawn))).transpose();
      });
  set_moments(out);
  return out;
}

/// The same, its scalar deduced from what the statistic returns.
template <class Scheme, class Statistic>
[[nodiscard]] auto bootstrap(std::size_t n, Statistic&& statistic, const Scheme& scheme,
                             const bootstrap_options& options = {}) {
  using part = detail::scalar_of_statistic<Statistic>;
  return bootstrap<part, Scheme>(n, std::forward<Statistic>(statistic), scheme, options);
}

/// The statistic without each row in turn.
template <class Scalar>
struct jackknife_result {
  dense_vector<Scalar> estimate;   ///< (k)
  dense_matrix<Scalar> left_out;   ///< (n x k) row i: without row i
  dense_vector<Scalar> bias;       ///< (n - 1) (mean - estimate)
  dense_vector<Scalar> std_error;  ///< sqrt((n - 1) / n sum (left_out - mean)^2)
};

/// @throws argument_error  fewer than two observations
/// @see  Efron & Tibshirani (1993), An Introduction to the Bootstrap, eq. 11.5
template <class Scalar, class Statistic>
[[nodiscard]] jackknife_result<Scalar> jackknife(std::size_t n, Statistic&& statistic) {
  require(n > 1, "jackknife", "there are ", n, " observations; at least 2 are needed");
  std::vector<std::size_t> rows(n);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  jackknife_result<Scalar> out;
  out.estimate = detail::as_parts<Scalar>(statistic(std::span<const std::size_t>(rows)));
  out.left_out.resize(to_index(n), out.estimate.size());
  std::iota(rows.begin(), rows.end(), std::size_t{1});  // without row 0
  rows.pop_back();
  for (std::size_t i = 0; i < n; ++i) {
    out.left_out.row(to_index(i)) =
        detail::as_parts<Scalar>(statistic(std::span<const std::size_t>(rows))).transpose();
    if (i + 1 < n) rows[i] = i;
  }
  const Scalar count(static_cast<double>(n));
  const dense_vector<Scalar> mean = out.left_out.colwise().sum().transpose() / count;
  out.bias = (count - Scalar(1)) * (mean - out.estimate);
  out.std_error = ((out.left_out.rowwise() - mean.transpose()).colwise().squaredNorm() *
                   ((count - Scalar(1)) / count))
                      .cwiseSqrt()
                      .transpose();
  return out;
}

template <class Statistic>
[[nodiscard]] auto jackknife(std::size_t n, Statistic&& statistic) {
  using part = detail::scalar_of_statistic<Statistic>;
  return jackknife<part, Statistic>(n, std::forward<Statistic>(statistic));
}

namespace detail {

// quantile of sorted draws at the (B + 1) p-th order statistic, between two of them on the scale of
// normal quantiles
template <class = when_called>
double order_quantile(const std::vector<double>& sorted, double p) {
  const auto b = static_cast<double>(sorted.size());
  const double rank = (b + 1) * p;
  const double k = std::floor(rank + 1e-9);
  if (!(k >= 1 && k < b + 1e-9)) {
    throw argument_error(text("bootstrap interval: ", sorted.size(),
                              " draws are too few for the quantile ", significant_text(p, 4)));
  }
  const auto at = static_cast<std::size_t>(k) - 1;
  if (std::abs(rank - k) < 1e-9 || at + 1 >= sorted.size()) return sorted[at];
  const double low = normal_quantile(k / (b + 1));
  const double high = normal_quantile((k + 1) / (b + 1));
  return sorted[at] + (normal_quantile(p) - low) / (high - low) * (sorted[at + 1] - sorted[at]);
}

template <class Scalar>
std::vector<double> sorted_draws(const bootstrap_result<Scalar>& r, Eigen::Index part) {
  require(part >= 0 && part < r.draws.cols(), "bootstrap interval", "there is no part ", part + 1);
  std::vector<double> v;
  for (Eigen::Index b = 0; b < r.draws.rows(); ++b)
    v.push_back(static_cast<double>(r.draws(b, part)));
  std::sort(v.begin(), v.end());
  return v;
}

}  // namespace detail

/// [q(a/2), q(1 - a/2)] of the draws.
/// @note  order statistics (B + 1) p, between them on the scale of normal quantiles: R boot.ci
/// @see   Davison & Hinkley (1997), Bootstrap Methods and their Application, eq. 5.18 and 5.8
template <class Scalar>
[[nodiscard]] std::pair<double, double> percentile_interval(const bootstrap_result<Scalar>& r,
                                                            Eigen::Index part = 0,
                                                            double level = 0.95) {
  const auto v = detail::sorted_draws(r, part);
  return {detail::order_quantile(v, (1 - level) / 2), detail::order_quantile(v, (1 + level) / 2)};
}

/// [2 t - q(1 - a/2), 2 t - q(a/2)]: the percentile interval reflected at the estimate.
/// @see  Davison & Hinkley (1997), eq. 5.6
template <class Scalar>
[[nodiscard]] std::pair<double, double> basic_interval(const bootstrap_result<Scalar>& r,
                                                       Eigen::Index part = 0, double level = 0.95) {
  const auto [low, high] = percentile_interval(r, part, level);
  const double t = static_cast<double>(r.estimate[part]);
  return {2 * t - high, 2 * t - low};
}

/// Bias-corrected and accelerated interval.
///
/// @param influence  (n) empirical influence values, or the jackknife's mean - left_out
/// @note   equals R boot.ci(type = "bca", L = influence)
/// @throws argument_error  draws all on one side of the estimate, too few draws for the quantile
/// @see    Efron (1987), JASA 82
template <class Scalar>
[[nodiscard]] std::pair<double, double> bca_interval(const bootstrap_result<Scalar>& r,
                                                     const dense_vector<Scalar>& influence,
                                                     Eigen::Index part = 0, double level = 0.95) {
  const auto v = detail::sorted_draws(r, part);
  const double t = static_cast<double>(r.estimate[part]);
  const auto below =
      static_cast<double>(std::count_if(v.begin(), v.end(), [&](double d) { return d < t; }));
  require(below > 0 && below < static_cast<double>(v.size()), "bca_interval",
          "all draws lie on one side of the estimate ", t);
  const double bias = normal_quantile(below / static_cast<double>(v.size()));
  double squares = 0, cubes = 0;
  for (Eigen::Index i = 0; i < influence.size(); ++i) {
    const double l = static_cast<double>(influence[i]);
    squares += l * l;
    cubes += l * l * l;
  }
  require(squares > 0, "bca_interval", "the influence values are all zero");
  const double a = cubes / (6 * std::pow(squares, 1.5));
  const auto at = [&](double p) {
    const double z = bias + normal_quantile(p);
    return detail::order_quantile(v, 1 - normal_upper_tail(bias + z / (1 - a * z)));
  };
  return {at((1 - level) / 2), at((1 + level) / 2)};
}

/// [t - s q*(1 - a/2), t - s q*(a/2)] with q* the quantiles of (t* - t) / s*.
///
/// @param errors  (B) standard error of each draw;  @param error  that of the estimate
/// @throws argument_error  other numbers of errors and draws, an error that is not above zero
/// @see  Davison & Hinkley (1997), eq. 5.7
template <class Scalar>
[[nodiscard]] std::pair<double, double> studentised_interval(const bootstrap_result<Scalar>& r,
                                                             const dense_vector<Scalar>& errors,
                                                             Scalar error, Eigen::Index part = 0,
                                                             double level = 0.95) {
  require_same_size("studentised_interval", "errors", to_size(errors.size()), "the draws",
                    to_size(r.draws.rows()));
  std::vector<double> z;
  for (Eigen::Index b = 0; b < errors.size(); ++b) {
    require(errors[b] > Scalar(0), "studentised_interval", "the error of draw ", b + 1, " is ",
            static_cast<double>(errors[b]));
    z.push_back(static_cast<double>((r.draws(b, part) - r.estimate[part]) / errors[b]));
  }
  std::sort(z.begin(), z.end());
  const double t = static_cast<double>(r.estimate[part]), s = static_cast<double>(error);
  return {t - s * detail::order_quantile(z, (1 + level) / 2),
          t - s * detail::order_quantile(z, (1 - level) / 2)};
}

/// Automatic block length for the mean of a series, circular and stationary.
struct block_length {
  double circular = 1;
  double stationary = 1;
  std::size_t lags = 0;  ///< m: autocorrelations beyond are negligible
};

/// Politis-White rule with the correction of Patton, Politis and White:
///
///   b = (2 G^2 / D)^(1/3) n^(1/3), G = sum L(k/M) |k| R(k), g = sum L(k/M) R(k), M = 2 m, L flat to 1/2
///   then falling to 0 at 1; D = 4/3 g^2 (circular), 2 g^2 (stationary);  m the first lag followed by
///   max(5, sqrt(log10 n)) autocorrelations within 2 sqrt(log10(n) / n); b at most min(3 sqrt(n), n/3)
///
/// @throws argument_error  fewer than 10 values, a constant series
/// @see    Politis & White (2004), Econometric Reviews 23; Patton, Politis & White (2009), 28(4)
template <class Scalar>
[[nodiscard]] block_length automatic_block_length(std::span<const Scalar> x) {
  const std::size_t n = x.size();
  require(n >= 10, "automatic_block_length", "there are ", n, " values; at least 10 are needed");
  require_finite("automatic_block_length", "x", x);
  const auto count = static_cast<double>(n);
  double mean = 0;
  for (const Scalar& v : x) mean += static_cast<double>(v) / count;
  const auto covariance_at = [&](std::size_t k) {
    double s = 0;
    for (std::size_t t = k; t < n; ++t) {
      s += (static_cast<double>(x[t]) - mean) * (static_cast<double>(x[t - k]) - mean);
    }
    return s / count;
  };
  const auto run =
      static_cast<std::size_t>((std::max)(5.0, std::ceil(std::sqrt(std::log10(count)))));
  const std::size_t most =
      (std::min)(n - 1, static_cast<std::size_t>(std::ceil(std::sqrt(count))) + run);
  std::vector<double> r;
  for (std::size_t k = 0; k <= most; ++k) r.push_back(covariance_at(k));
  require(r[0] > 1e-28 * mean * mean, "automatic_block_length", "the series is constant");
  const double limit = 2 * std::sqrt(std::log10(count) / count);
  std::size_t m = 0;
  std::size_t in_a_row = 0;
  bool found = false;
  std::size_t last_large = 0;
  for (std::size_t k = 1; k <= most; ++k) {
    if (std::abs(r[k] / r[0]) < limit) {
      if (++in_a_row == run) {
        m = k - run;
        found = true;
        break;
      }
    } else {
      in_a_row = 0;
      last_large = k;
    }
  }
  if (!found) m = last_large;
  m = (std::max)(m, std::size_t{1});
  const std::size_t window = (std::min)(2 * m, most);
  double spectrum = r[0], slope = 0;
  for (std::size_t k = 1; k <= window; ++k) {
    const double share = static_cast<double>(k) / static_cast<double>(window);
    const double weight = share <= 0.5 ? 1 : 2 * (1 - share);
    spectrum += 2 * weight * r[k];
    slope += 2 * weight * static_cast<double>(k) * r[k];
  }
  const double largest = std::ceil((std::min)(3 * std::sqrt(count), count / 3));
  const auto length = [&](double d) {
    const double b = std::cbrt(2 * slope * slope / d * count);
    return (std::min)(largest, (std::max)(1.0, b));
  };
  return {length(4.0 / 3 * spectrum * spectrum), length(2 * spectrum * spectrum), m};
}

}  // namespace bilateral
