#pragma once
/// Ratios from project or firm data, such as jobs per unit invested, with their uncertainty.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/numeric/column.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/numeric/scale.hpp>
#include <bilateral/stats/bootstrap.hpp>
#include <bilateral/stats/distribution.hpp>
#include <bilateral/stats/test_result.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace bilateral {

enum class ratio_method {
  totals,  ///< sum of y / sum of x
  mean,    ///< mean of y_i / x_i
  origin   ///< slope of y on x without intercept
};
enum class ratio_interval { delta, fieller, jackknife, bootstrap };

struct ratio_options {
  ratio_method method = ratio_method::totals;
  ratio_interval interval = ratio_interval::delta;
  double level = 0.95;
  std::optional<double> population{};  ///< N: finite-population factor 1 - n/N
  int draws = 9999;                    ///< of the bootstrap, percentile interval
  std::uint64_t seed = 1;
  unsigned threads = 1;
};

/// A ratio with its error and a confidence set.
struct ratio_estimate {
  double estimate = 0;
  std::optional<double> std_error;  ///< none with one observation
  /// The set is [low, high] when bounded; none of both when it is the whole line; when `outside`, all
  /// numbers up to low and from high on.
  std::optional<double> low, high;
  bool bounded = true;
  bool outside = false;
  double inference_dof = 0;  ///< n - 1
  std::size_t observations = 0;
  std::string note;  ///< why a figure is missing or the set unbounded
};

namespace detail {

template <class Scalar>
void check_ratio(const char* function, const dense_vector<Scalar>& y,
                 const dense_vector<Scalar>& x) {
  require(y.size() > 0, function, "there are no observations");
  require_same_size(function, "the numerator", to_size(y.size()), "the denominator",
                    to_size(x.size()));
  const auto n = to_size(y.size());
  require_finite(function, "the numerator", std::span<const Scalar>(y.data(), n));
  require_finite(function, "the denominator", std::span<const Scalar>(x.data(), n));
  require_squares(function, "the numerator", std::span<const Scalar>(y.data(), n));
  require_squares(function, "the denominator", std::span<const Scalar>(x.data(), n));
}

// what the options ask of these data must exist
template <class Scalar>
void check_ratio_options(const char* function, const dense_vector<Scalar>& x,
                         const ratio_options& options) {
  require(options.level > 0 && options.level < 1, function, "level is ", options.level,
          "; it must lie between 0 and 1");
  const ratio_method method = options.method;
  if (method == ratio_method::totals) {
    require(x.sum() != Scalar(0), function, "the denominator sums to zero");
  }
  for (Eigen::Index i = 0; method == ratio_method::mean && i < x.size(); ++i) {
    require(x[i] != Scalar(0), function, "the denominator is 0 in row ", i + 1,
            "; its own ratio does not exist");
  }
  require(method != ratio_method::origin || x.squaredNorm() > Scalar(0), function,
          "the denominator is all zero");
  require(options.interval != ratio_interval::fieller || method == ratio_method::totals, function,
          "Fieller's interval is for the ratio of totals");
  const auto count = static_cast<double>(x.size());
  require(!options.population || *options.population >= count, function, "the population is ",
          options.population ? *options.population : 0, ", smaller than the sample of ", count);
  require(!options.population || options.interval != ratio_interval::bootstrap, function,
          "a finite population is for the intervals by formula: draws with replacement are of one "
          "without end");
}

// y and x of rows, in one ratio
template <class Scalar>
double ratio_value(ratio_method method, const dense_vector<Scalar>& y,
                   const dense_vector<Scalar>& x) {
  if (method == ratio_method::totals) return static_cast<double>(y.sum() / x.sum());
  if (method == ratio_method::mean) return static_cast<double>(y.cwiseQuotient(x).mean());
  return static_cast<double>(x.dot(y) / x.squaredNorm());
}

// the ratio without each row in turn
template <class Scalar>
dense_vector<double> left_out_ratios(ratio_method method, const dense_vector<Scalar>& y,
                                     const dense_vector<Scalar>& x) {
  dense_vector<double> out(y.size());
  if (method == ratio_method::mean) {
    const auto count = static_cast<double>(y.size());
    const double mean = ratio_value(method, y, x);
    for (Eigen::Index i = 0; i < out.size(); ++i) {
      out[i] = (mean * count - static_cast<double>(y[i] / x[i])) / (count - 1);
    }
    return out;
  }
  const bool totals = method == ratio_method::totals;
  const Scalar top = totals ? y.sum() : x.dot(y);
  const Scalar bottom = totals ? x.sum() : x.squaredNorm();
  for (Eigen::Index i = 0; i < out.size(); ++i) {
    const Scalar rest = bottom - (totals ? x[i] : Scalar(x[i] * x[i]));
    require(rest != Scalar(0), "ratio", "without row ", i + 1,
            " the denominator sums to zero: the jackknife has no ratio there");
    out[i] = static_cast<double>((top - (totals ? y[i] : Scalar(x[i] * y[i]))) / rest);
  }
  return out;
}

// the linearised variance, `finite` its factor 1 - f
template <class Scalar>
double linearised_variance(ratio_method method, const dense_vector<Scalar>& y,
                           const dense_vector<Scalar>& x, double ratio, double finite) {
  const auto count = static_cast<double>(y.size());
  const Scalar estimate(ratio);
  if (method == ratio_method::mean) {
    return finite * static_cast<double>((y.cwiseQuotient(x).array() - estimate).square().sum()) /
           count / (count - 1);
  }
  const double squares = static_cast<double>((y - estimate * x).squaredNorm()) / (count - 1);
  return method == ratio_method::origin
             ? finite * squares / static_cast<double>(x.squaredNorm())
             : finite * squares * count / std::pow(static_cast<double>(x.sum()), 2);
}

// (1 - f) (n - 1) / n sum (R_(-i) - their mean)^2
template <class Scalar>
double jackknife_variance(ratio_method method, const dense_vector<Scalar>& y,
                          const dense_vector<Scalar>& x, double finite) {
  const auto count = static_cast<double>(y.size());
  double mean = 0, squares = 0;
  const auto without = left_out_ratios(method, y, x);
  for (const double r : without) mean += r / count;
  for (const double r : without) squares += std::pow(r - mean, 2);
  return finite * (count - 1) / count * squares;
}

// ratios of rows drawn in pairs
template <class Scalar>
bootstrap_result<double> drawn_ratios(const dense_vector<Scalar>& y, const dense_vector<Scalar>& x,
                                      const ratio_options& options) {
  const auto ratio_of = [&](std::span<const std::size_t> rows) {
    double top = 0, bottom = 0;
    for (const std::size_t row : rows) {
      const auto i = to_index(row);
      const double a = static_cast<double>(y[i]), b = static_cast<double>(x[i]);
      if (options.method == ratio_method::mean) {
        top += a / b;
        bottom += 1;
      } else {
        top += options.method == ratio_method::origin ? a * b : a;
        bottom += options.method == ratio_method::origin ? b * b : b;
      }
    }
    if (bottom == 0) throw numerical_error("ratio: the denominator of a draw sums to zero");
    return dense_vector<double>(dense_vector<double>::Constant(1, top / bottom));
  };
  return bootstrap<double>(
      to_size(y.size()), ratio_of, pair_resampling{},
      {.draws = options.draws, .seed = options.seed, .threads = options.threads});
}

// Fieller's set of (y - R x)^2 <= t^2 (v_yy - 2 R v_xy + R^2 v_xx) for means y, x
template <class = when_called>
void fieller_set(ratio_estimate& r, double y, double x, double vyy, double vxy, double vxx,
                 double t) {
  const double a = x * x - t * t * vxx;
  const double b = x * y - t * t * vxy;
  const double c = y * y - t * t * vyy;
  const double root = b * b - a * c;
  if (a > 0 && root >= 0) {
    // the root of larger size without cancellation, the other from the product c / a
    const double s = b + (b < 0 ? -std::sqrt(root) : std::sqrt(root));
    const double one = s / a;
    const double two = s != 0 ? c / s : one;
    r.low = (std::min)(one, two);
    r.high = (std::max)(one, two);
    return;
  }
  r.bounded = false;
  if (root <= 0) {
    r.note = "Fieller's set is the whole line: the denominator is not told from zero";
    return;
  }
  const double s = b + (b < 0 ? -std::sqrt(root) : std::sqrt(root));
  const double one = s / a;
  const double two = c / s;
  r.outside = true;
  r.low = (std::min)(one, two);
  r.high = (std::max)(one, two);
  r.note = "Fieller's set is unbounded: everything but the numbers between its ends";
}

// the same of the means of y and x, t the quantile
template <class Scalar>
void set_fieller_interval(ratio_estimate& r, const dense_vector<Scalar>& y,
                          const dense_vector<Scalar>& x, double finite, double t) {
  const auto count = static_cast<double>(y.size());
  const Scalar ym = y.mean(), xm = x.mean();
  const double scale = finite / count / (count - 1);
  fieller_set(r, static_cast<double>(ym), static_cast<double>(xm),
              scale * static_cast<double>((y.array() - ym).square().sum()),
              scale * static_cast<double>(((y.array() - ym) * (x.array() - xm)).sum()),
              scale * static_cast<double>((x.array() - xm).square().sum()), t);
}

}  // namespace detail

/// Ratio of y to x.
///
///   totals: R = sum y / sum x, linearised variance (1 - f) / (n xbar^2) sum (y_i - R x_i)^2 / (n - 1)
///   mean:   mean of r_i = y_i / x_i, variance (1 - f) sum (r_i - rbar)^2 / (n (n - 1))
///   origin: b = sum x y / sum x^2, variance sum (y_i - b x_i)^2 / (n - 1) / sum x^2
///
/// with t(n - 1); f = n / N only where a population is given.
/// @param y  numerator, jobs for example;  @param x  denominator, investment
/// @throws argument_error  shapes, a denominator that sums to zero (totals), is zero (mean) or all zero
///                         (origin), N < n, N with the bootstrap, Fieller's interval of another method
///                         than totals, values beyond about 1e150 or all below 1e-150
/// @note   origin equals R lm(y ~ 0 + x)
/// @see    Cochran (1977), Sampling Techniques, eq. 2.39 and 6.9; Fieller (1954), JRSS B 16
/// Example: examples/jobs/ratio.cpp
template <class Scalar>
[[nodiscard]] ratio_estimate estimate_ratio(const dense_vector<Scalar>& y,
                                            const dense_vector<Scalar>& x,
                                            const ratio_options& options = {}) {
  detail::check_ratio("estimate_ratio", y, x);
  detail::check_ratio_options("estimate_ratio", x, options);
  const auto count = static_cast<double>(y.size());
  const ratio_method method = options.method;
  ratio_estimate r;
  r.observations = to_size(y.size());
  r.estimate = detail::ratio_value(method, y, x);
  r.inference_dof = count - 1;
  if (y.size() == 1) {
    r.note = "one observation: no standard error";
    r.bounded = false;
    return r;
  }
  const double finite = options.population ? 1 - count / *options.population : 1;
  const double t = student_t_quantile((1 + options.level) / 2, count - 1);
  if (options.interval == ratio_interval::bootstrap) {
    const auto draws = detail::drawn_ratios(y, x, options);
    r.std_error = draws.std_error[0];
    std::tie(r.low, r.high) = percentile_interval(draws, 0, options.level);
    return r;
  }
  r.std_error = std::sqrt(options.interval == ratio_interval::jackknife
                              ? detail::jackknife_variance(method, y, x, finite)
                              : detail::linearised_variance(method, y, x, r.estimate, finite));
  if (options.interval == ratio_interval::fieller) {
    detail::set_fieller_interval(r, y, x, finite, t);
    return r;
  }
  r.low = r.estimate - t * *r.std_error;
  r.high = r.estimate + t * *r.std_error;
  return r;
}
/// The same from whatever holds the values: std::vector, std::span, Eigen expressions.
template <column_values Y, column_values X>
[[nodiscard]] ratio_estimate estimate_ratio(const Y& y, const X& x,
                                            const ratio_options& options = {}) {
  return estimate_ratio<double>(to_column<double>(y), to_column<double>(x), options);
}

/// Change of the ratio when each row is left out: R_(-i) - R.
/// @throws argument_error  fewer than two rows; a row whose absence leaves no denominator
template <class Scalar>
[[nodiscard]] dense_vector<Scalar> ratio_influence(const dense_vector<Scalar>& y,
                                                   const dense_vector<Scalar>& x) {
  detail::check_ratio("ratio_influence", y, x);
  require(y.size() > 1, "ratio_influence", "there is one observation");
  const Scalar all = y.sum() / x.sum();
  dense_vector<Scalar> out(y.size());
  for (Eigen::Index i = 0; i < y.size(); ++i) {
    require(x.sum() - x[i] != Scalar(0), "ratio_influence", "without row ", i + 1,
            " the denominator sums to zero");
    out[i] = (y.sum() - y[i]) / (x.sum() - x[i]) - all;
  }
  return out;
}

/// Ratio of weighted totals sum w y / sum w x; rows are drawn independently with chances 1 / w.
///
///   variance n / (n - 1) sum w_i^2 (y_i - R x_i)^2 / (sum w x)^2,  t(n - 1)
///
/// @throws argument_error  other lengths, a weight that is not above zero, a denominator of zero
/// @see  Cochran (1977), section 6.4; Saerndal, Swensson & Wretman (1992), result 5.6.1
template <class Scalar>
[[nodiscard]] ratio_estimate weighted_ratio(const dense_vector<Scalar>& y,
                                            const dense_vector<Scalar>& x,
                                            const dense_vector<Scalar>& weights,
                                            double level = 0.95) {
  detail::check_ratio("weighted_ratio", y, x);
  require_same_size("weighted_ratio", "weights", to_size(weights.size()), "the numerator",
                    to_size(y.size()));
  require_positive("weighted_ratio", "weights",
                   std::span<const Scalar>(weights.data(), to_size(weights.size())));
  const Scalar total = weights.dot(x);
  require(total != Scalar(0), "weighted_ratio", "the weighted denominator sums to zero");
  ratio_estimate r;
  const auto count = static_cast<double>(y.size());
  r.observations = to_size(y.size());
  r.inference_dof = count - 1;
  r.estimate = static_cast<double>(weights.dot(y) / total);
  if (y.size() == 1) {
    r.note = "one observation: no standard error";
    r.bounded = false;
    return r;
  }
  const double squares =
      static_cast<double>(weights.cwiseProduct(y - Scalar(r.estimate) * x).squaredNorm());
  r.std_error = std::sqrt(count / (count - 1) * squares) / std::abs(static_cast<double>(total));
  const double reach = student_t_quantile((1 + level) / 2, count - 1) * *r.std_error;
  r.low = r.estimate - reach;
  r.high = r.estimate + reach;
  return r;
}

/// The same from whatever holds the values: std::vector, std::span, Eigen expressions.
template <column_values Y, column_values X, column_values Weights>
[[nodiscard]] ratio_estimate weighted_ratio(const Y& y, const X& x, const Weights& weights,
                                            double level = 0.95) {
  return weighted_ratio<double>(to_column<double>(y), to_column<double>(x),
                                to_column<double>(weights), level);
}

enum class stratified_kind { combined, separate };

/// What is known of the population of each stratum.
template <class Scalar>
struct strata_totals {
  dense_vector<Scalar> size;         ///< (H) N_h
  dense_vector<Scalar> denominator;  ///< (H) X_h, the known totals of x: for `separate`
};

namespace detail {

// sums and counts of each stratum, where all is as it must be
template <class Scalar>
struct strata_sums {
  dense_vector<Scalar> count, y, x;
};

template <class Scalar>
strata_sums<Scalar> sums_of_strata(const dense_vector<Scalar>& y, const dense_vector<Scalar>& x,
                                   const factor& strata, const strata_totals<Scalar>& population,
                                   bool separate) {
  const char* const function = "stratified_ratio";
  check_ratio(function, y, x);
  const auto levels = to_size(strata.levels);
  require_same_size(function, strata.name, strata.size(), "the numerator", to_size(y.size()));
  require_same_size(function, "the sizes", to_size(population.size.size()), "the strata", levels);
  if (separate) {
    require_same_size(function, "the known denominators", to_size(population.denominator.size()),
                      "the strata", levels);
  }
  const dense_vector<Scalar> zero = dense_vector<Scalar>::Zero(strata.levels);
  strata_sums<Scalar> sums{zero, zero, zero};
  for (Eigen::Index i = 0; i < y.size(); ++i) {
    const Eigen::Index s = strata.codes[to_size(i)];
    sums.count[s] += Scalar(1);
    sums.y[s] += y[i];
    sums.x[s] += x[i];
  }
  for (Eigen::Index s = 0; s < strata.levels; ++s) {
    const std::string name = strata.label(static_cast<std::int32_t>(s));
    require(sums.count[s] > Scalar(1), function, "stratum ", name,
            " has one row: its variance is unknown");
    require(population.size[s] >= sums.count[s], function, "stratum ", name, " has ",
            static_cast<double>(sums.count[s]), " rows of a population of ",
            static_cast<double>(population.size[s]));
    require(!separate || sums.x[s] != Scalar(0), function, "the denominator of stratum ", name,
            " sums to zero");
  }
  return sums;
}

// variance within each stratum of d_i = y_i - R_s x_i
template <class Scalar>
dense_vector<Scalar> variances_within(const dense_vector<Scalar>& y, const dense_vector<Scalar>& x,
                                      const factor& strata, const dense_vector<Scalar>& ratio,
                                      const dense_vector<Scalar>& count) {
  dense_vector<Scalar> mean = dense_vector<Scalar>::Zero(count.size()), squares = mean;
  const auto residual = [&](Eigen::Index i, Eigen::Index s) -> Scalar {
    return y[i] - ratio[s] * x[i];
  };
  for (Eigen::Index i = 0; i < y.size(); ++i) {
    const Eigen::Index s = strata.codes[to_size(i)];
    mean[s] += residual(i, s) / count[s];
  }
  for (Eigen::Index i = 0; i < y.size(); ++i) {
    const Eigen::Index s = strata.codes[to_size(i)];
    const Scalar d = residual(i, s) - mean[s];
    squares[s] += d * d / (count[s] - Scalar(1));
  }
  return squares;
}

}  // namespace detail

/// Ratio from a stratified sample.
///
///   combined: R = sum N_h ybar_h / sum N_h xbar_h,
///             V = sum N_h^2 (1 - f_h) s2_h(y - R x) / n_h / (sum N_h xbar_h)^2
///   separate: R = sum X_h R_h / X,  V = sum X_h^2 (1 - f_h) s2_h(y - R_h x) / (n_h xbar_h^2) / X^2
///
/// @throws argument_error  a denominator estimated as zero
/// @note  t(n - H); a stratum of one row has no variance and is refused
/// @see   Cochran (1977), eq. 6.44 to 6.50
template <class Scalar>
[[nodiscard]] ratio_estimate stratified_ratio(const dense_vector<Scalar>& y,
                                              const dense_vector<Scalar>& x, const factor& strata,
                                              const strata_totals<Scalar>& population,
                                              stratified_kind kind = stratified_kind::combined,
                                              double level = 0.95) {
  const bool separate = kind == stratified_kind::separate;
  const auto sums = detail::sums_of_strata(y, x, strata, population, separate);
  const dense_vector<Scalar> ybar = sums.y.cwiseQuotient(sums.count);
  const dense_vector<Scalar> xbar = sums.x.cwiseQuotient(sums.count);
  const Scalar total = separate ? Scalar(population.denominator.sum()) : population.size.dot(xbar);
  require(separate || total != Scalar(0), "stratified_ratio", "the estimated denominator is zero");
  // R = sum_s w_s ybar_s, and what y is compared with in each stratum
  const dense_vector<Scalar> weight =
      (separate ? population.denominator.cwiseQuotient(xbar).eval() : population.size) / total;
  const Scalar estimate = weight.dot(ybar);
  const dense_vector<Scalar> ratio = separate
                                         ? ybar.cwiseQuotient(xbar).eval()
                                         : dense_vector<Scalar>::Constant(strata.levels, estimate);
  const auto squares = detail::variances_within(y, x, strata, ratio, sums.count);
  double variance = 0;
  for (Eigen::Index s = 0; s < strata.levels; ++s) {
    const Scalar unsampled = Scalar(1) - sums.count[s] / population.size[s];
    variance += static_cast<double>(weight[s] * weight[s] * unsampled * squares[s] / sums.count[s]);
  }
  ratio_estimate r;
  r.observations = to_size(y.size());
  r.inference_dof = static_cast<double>(y.size() - strata.levels);
  r.estimate = static_cast<double>(estimate);
  r.std_error = std::sqrt(variance);
  const double reach = student_t_quantile((1 + level) / 2, r.inference_dof) * *r.std_error;
  r.low = r.estimate - reach;
  r.high = r.estimate + reach;
  return r;
}

/// Two independent groups' ratios are equal: (R1 - R2) / sqrt(v1 + v2), t with Welch's degrees.
/// @throws argument_error  a ratio without standard error
/// @see    Welch (1947), Biometrika 34
template <class = when_called>
[[nodiscard]] test_result compare_ratios(const ratio_estimate& a, const ratio_estimate& b) {
  require(a.std_error && b.std_error, "compare_ratios", "a ratio has no standard error");
  const double va = *a.std_error * *a.std_error, vb = *b.std_error * *b.std_error;
  require(va + vb > 0, "compare_ratios", "both ratios are exact");
  const double dof =
      (va + vb) * (va + vb) / (va * va / a.inference_dof + vb * vb / b.inference_dof);
  test_result t;
  t.name = "difference of two ratios";
  t.null = "the ratios are equal";
  t.statistic = (a.estimate - b.estimate) / std::sqrt(va + vb);
  t.distribution = text("t(", significant_text(dof, 5), ")");
  t.p_value = student_t_two_sided(t.statistic, dof);
  return t;
}

/// Ratios of groups drawn towards their common mean.
struct shrunken_ratios {
  double mean = 0;               ///< precision-weighted mean of the groups
  double variance_between = 0;   ///< tau^2
  std::vector<double> estimate;  ///< w R_g + (1 - w) mean, w = tau^2 / (tau^2 + v_g)
  std::vector<double> weight;    ///< w, kept of the group's own ratio
};

/// Empirical Bayes for small groups: R_g ~ N(theta_g, v_g), theta_g ~ N(mean, tau^2), tau^2 by the
/// moment equation sum (R_g - mean)^2 / (v_g + tau^2) = G - 1.
/// @throws argument_error  fewer than 3 groups, a group without standard error or with a zero one
/// @see    Paule & Mandel (1982), J. Research NBS 87; Efron & Morris (1975), JASA 70
template <class = when_called>
[[nodiscard]] shrunken_ratios shrink_ratios(const std::vector<ratio_estimate>& groups) {
  require(groups.size() > 2, "shrink_ratios", "there are ", groups.size(),
          " groups; at least 3 are needed");
  for (std::size_t g = 0; g < groups.size(); ++g) {
    require(groups[g].std_error && *groups[g].std_error > 0, "shrink_ratios", "group ", g + 1,
            " has no standard error above zero");
  }
  shrunken_ratios out;
  const auto excess = [&](double tau2) {
    double weights = 0, sum = 0, q = 0;
    for (const auto& g : groups) {
      const double w = 1 / (*g.std_error * *g.std_error + tau2);
      weights += w;
      sum += w * g.estimate;
    }
    out.mean = sum / weights;
    for (const auto& g : groups) {
      q += (g.estimate - out.mean) * (g.estimate - out.mean) / (*g.std_error * *g.std_error + tau2);
    }
    return q - static_cast<double>(groups.size() - 1);
  };
  if (excess(0) > 0) {  // decreasing in tau^2: double, then halve
    double low = 0, high = *groups[0].std_error * *groups[0].std_error;
    while (excess(high) > 0) high *= 2;
    for (int i = 0; i < 200 && high - low > 1e-15 * high; ++i) {
      const double middle = (low + high) / 2;
      (excess(middle) > 0 ? low : high) = middle;
    }
    out.variance_between = (low + high) / 2;
  }
  (void)excess(out.variance_between);  // the mean at the solution
  for (const auto& g : groups) {
    const double w = out.variance_between / (out.variance_between + *g.std_error * *g.std_error);
    out.weight.push_back(w);
    out.estimate.push_back(w * g.estimate + (1 - w) * out.mean);
  }
  return out;
}

}  // namespace bilateral
