#pragma once
/// Nonlinear ARDL: rises and falls of a regressor apart, asymmetry tests, dynamic multipliers.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/progress.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/econometrics/dynamics/detail/ardl_recursion.hpp>
#include <bilateral/econometrics/dynamics/error_correction.hpp>
#include <bilateral/econometrics/estimator/lagged_columns.hpp>
#include <bilateral/numeric/parallel.hpp>
#include <bilateral/stats/random.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// Partial sums of rises and of falls from the first row on: x_t = x_1 + rises_t + falls_t.
template <class Scalar>
struct partial_sums_result {
  dense_vector<Scalar> rises;  ///< sum of max(dx, 0), 0 in the first row
  dense_vector<Scalar> falls;  ///< sum of min(dx, 0)
};

/// @throws argument_error  no rows
template <class Scalar>
[[nodiscard]] partial_sums_result<Scalar> partial_sums(const dense_vector<Scalar>& x) {
  require(x.size() > 0, "partial_sums", "there are no observations");
  partial_sums_result<Scalar> out{dense_vector<Scalar>::Zero(x.size()),
                                  dense_vector<Scalar>::Zero(x.size())};
  for (Eigen::Index t = 1; t < x.size(); ++t) {
    const Scalar change = x[t] - x[t - 1];
    out.rises[t] = out.rises[t - 1] + (change > Scalar(0) ? change : Scalar(0));
    out.falls[t] = out.falls[t - 1] + (change < Scalar(0) ? change : Scalar(0));
  }
  return out;
}

/// Tests of one regressor's symmetry; each none, with a note, where its terms are missing.
struct asymmetry_tests {
  std::string regressor;
  std::optional<test_result> long_run;   ///< theta+ = theta-
  std::optional<test_result> short_run;  ///< sums of the coefficients of d.x+ and d.x- are equal
  std::optional<test_result> impact;     ///< current coefficients are equal
  std::vector<std::string> notes;
};

template <class Scalar>
struct nardl_result {
  ardl_result<Scalar> fit;              ///< regressors x+ and x- in place of x
  error_correction_result<Scalar> ecm;  ///< with its long run
  std::vector<std::string> split;       ///< regressors decomposed
  std::vector<asymmetry_tests> asymmetry;
};

/// The data with each named regressor replaced by NAME+ and NAME-; give it to ardl_order().
///
/// @throws argument_error  no such regressor
template <class Scalar>
[[nodiscard]] ardl_data<Scalar> split_regressors(const ardl_data<Scalar>& data,
                                                 const std::vector<std::string>& split) {
  for (const auto& name : split) {
    const bool known = std::any_of(data.regressors.begin(), data.regressors.end(),
                                   [&](const named_column<Scalar>& c) { return c.first == name; });
    require(known, "split_regressors", "there is no regressor ", name);
  }
  ardl_data<Scalar> out{data.response, {}, data.fixed};
  for (const auto& column : data.regressors) {
    if (std::find(split.begin(), split.end(), column.first) == split.end()) {
      out.regressors.push_back(column);
      continue;
    }
    require_finite("split_regressors", column.first,
                   std::span<const Scalar>(column.second.data(), to_size(column.second.size())));
    const auto parts = partial_sums(column.second);
    out.regressors.push_back({column.first + "+", parts.rises});
    out.regressors.push_back({column.first + "-", parts.falls});
  }
  return out;
}

/// Nonlinear ARDL of Shin, Yu and Greenwood-Nimmo.
///
///   y_t = c + sum phi_i y_(t-i) + sum_l (b+_l x+_(t-l) + b-_l x-_(t-l)) + other terms + u_t,
///   theta+- = sum_l b+-_l / (1 - sum phi_i)
///
/// @param data    as for ardl(); @param split  regressors decomposed into rises and falls
/// @param orders  one a regressor after the split: x+, x- in the place of x
/// @return        the ARDL, its ECM and long run, Wald tests of long-run, short-run and impact
///                symmetry: F(1, n - k) under iid errors
/// @throws argument_error  as ardl(); no such regressor
/// @note  with equal coefficients on both parts it is the ARDL of x (plus a constant); a regressor
///        that only rises has no x- and gives its ARDL
/// @see   Shin, Yu & Greenwood-Nimmo (2014), Festschrift in Honor of Peter Schmidt, eq. 9.11-9.17
/// Example: nardl<double>({{"volume", q}, {{"price", p}}, {}}, {"price"}, {2, {1, 1}})
template <class Scalar, class Spec = iid>
[[nodiscard]] nardl_result<Scalar> nardl(const ardl_data<Scalar>& data,
                                         const std::vector<std::string>& split,
                                         const ardl_orders& orders, const Spec& spec = {},
                                         const ardl_options& options = {}) {
  require(!split.empty(), "nardl", "no regressor is split");
  nardl_result<Scalar> out;
  out.split = split;
  out.fit = ardl(split_regressors(data, split), orders, spec, options);
  out.ecm = error_correction(out.fit, spec);
  const auto equal = [](const auto& r, const std::vector<std::string>& plus,
                        const std::vector<std::string>& minus,
                        std::string null) -> std::optional<test_result> {
    dense_matrix<Scalar> weights = dense_matrix<Scalar>::Zero(1, r.coefficients.size());
    int found = 0;
    for (const auto& [names, sign] : {std::pair{&plus, 1}, std::pair{&minus, -1}}) {
      for (const auto& name : *names) {
        const auto at = term_position(r.names, name);
        if (at < 0) return std::nullopt;
        weights(0, at) += Scalar(sign);
        ++found;
      }
    }
    if (found == 0 || !r.covariance) return std::nullopt;
    auto t = wald_test(r, weights, dense_vector<Scalar>::Zero(1).eval());
    t.null = std::move(null);
    return t;
  };
  for (const auto& name : split) {
    asymmetry_tests a;
    a.regressor = name;
    a.long_run = equal(out.ecm.long_run, {name + "+"}, {name + "-"},
                       text("rises and falls of ", name, " have the same long-run effect"));
    a.impact = equal(out.fit, {name + "+"}, {name + "-"},
                     text("rises and falls of ", name, " have the same effect at once"));
    std::vector<std::string> plus;
    std::vector<std::string> minus;
    for (std::size_t j = 0; j < out.fit.data.regressors.size(); ++j) {
      const auto& column = out.fit.data.regressors[j].first;
      const bool rise = column == name + "+";
      if (!rise && column != name + "-") continue;
      for (int l = options.conditional ? 0 : 1; l < orders.regressors[j]; ++l) {
        (rise ? plus : minus).push_back(l == 0 ? "d." + column : text("d.L", l, ".", column));
      }
    }
    if (!plus.empty() && !minus.empty()) {
      a.short_run = equal(out.ecm, plus, minus,
                          text("short-run effects of rises and falls of ", name, " sum alike"));
    }
    if (!a.long_run || !a.impact) {
      a.notes.push_back(text("a part of ", name, " was left out: no test of its symmetry"));
    } else if (!a.short_run) {
      a.notes.push_back(text("no differences of ", name, " on both sides: no short-run test"));
    }
    out.asymmetry.push_back(std::move(a));
  }
  return out;
}

struct multiplier_band {
  double estimate = 0, low = 0, high = 0;
};
/// Cumulative responses of y to a lasting rise and to a lasting fall of x by one unit, with percentile
/// bands. They have opposite signs where y follows x; `difference` is m+ - m-, zero under symmetry.
struct asymmetric_multiplier {
  int horizon = 0;
  multiplier_band rise, fall, difference;
};

struct multiplier_options {
  double level = 0.95;
  int replications = 999;  ///< at least 99
  std::uint64_t seed = 1;
  unsigned threads = 0;      ///< 0 is every core; the results do not depend on it
  progress_hook progress{};  ///< hears how far the work is and may stop it: core/progress.hpp
};

namespace detail {

template <class Scalar>
void check_multipliers(const char* function, const nardl_result<Scalar>& model,
                       const std::string& regressor, int horizon,
                       const multiplier_options& options) {
  require(std::find(model.split.begin(), model.split.end(), regressor) != model.split.end(),
          function, regressor, " was not split");
  require(horizon >= 0, function, "horizon is ", horizon, "; it must not be negative");
  require(options.level > 0 && options.level < 1, function, "level is ", options.level,
          "; it must lie between 0 and 1");
  require(options.replications >= 99, function, "replications is ", options.replications,
          "; a band needs at least 99");
  require(model.fit.residuals.size() > 0, function, "the fit kept no residuals");
}

// sum_(j<=h) dy_(t+j) / dx_t of one column, h = 0, 1, ...: positions of its lags and of those of y
template <class Scalar>
std::vector<double> cumulative_response(const dense_vector<Scalar>& b,
                                        const std::vector<Eigen::Index>& own,
                                        const std::vector<Eigen::Index>& lags, std::size_t count) {
  std::vector<double> effect(count), sum(count);
  double total = 0;
  for (std::size_t h = 0; h < count; ++h) {
    double e = h < lags.size() && lags[h] >= 0 ? static_cast<double>(b[lags[h]]) : 0;
    for (std::size_t l = 0; l < own.size() && l < h; ++l) {
      if (own[l] >= 0) e += static_cast<double>(b[own[l]]) * effect[h - l - 1];
    }
    effect[h] = e;
    total += e;
    sum[h] = total;
  }
  return sum;
}

// m+_h, m-_h and m+_h - m-_h
struct multiplier_paths {
  std::vector<double> rises, falls, difference;
};

// x+ is regressor `rise`, x- the next
template <class Scalar>
multiplier_paths paths_of_multipliers(const dense_vector<Scalar>& b,
                                      const ardl_terms<Scalar>& terms, std::size_t rise,
                                      std::size_t count) {
  multiplier_paths out{cumulative_response(b, terms.own, terms.lags[rise], count),
                       cumulative_response(b, terms.own, terms.lags[rise + 1], count),
                       std::vector<double>(count)};
  for (std::size_t h = 0; h < count; ++h) out.difference[h] = out.rises[h] - out.falls[h];
  return out;
}

// the values of named columns
template <class Scalar>
std::vector<dense_vector<Scalar>> values_of(const std::vector<named_column<Scalar>>& columns) {
  std::vector<dense_vector<Scalar>> out;
  for (const auto& c : columns) out.push_back(c.second);
  return out;
}

// one draw after the other: a sample remade from resampled residuals, estimated again
template <class Scalar>
std::vector<multiplier_paths> drawn_multipliers(const ardl_result<Scalar>& fit,
                                                const ardl_terms<Scalar>& terms, std::size_t rise,
                                                std::size_t count,
                                                const multiplier_options& options) {
  const auto x = values_of(fit.data.regressors), z = values_of(fit.data.fixed);
  const auto pool = residual_pool(fit);
  std::vector<multiplier_paths> out(to_size(options.replications));
  parallel_for(out.size(), options.threads, options.progress, "drawing multipliers",
               [&](std::size_t draw) {
                 philox stream(options.seed, draw);
                 const auto b = resampled_coefficients(fit, terms, x, z, pool, stream);
                 out[draw] = paths_of_multipliers(b, terms, rise, count);
               });
  return out;
}

// one path at one horizon with its percentile interval
template <class = when_called>
multiplier_band band_of(std::vector<double> multiplier_paths::*path, std::size_t h,
                        const multiplier_paths& estimate,
                        const std::vector<multiplier_paths>& drawn, double level) {
  std::vector<double> values;
  values.reserve(drawn.size());
  for (const auto& d : drawn) values.push_back((d.*path)[h]);
  const auto [low, high] = drawn_interval(std::move(values), level);
  return {(estimate.*path)[h], low, high};
}

}  // namespace detail

/// Dynamic multipliers m+_h = sum_(j<=h) dy_(t+j) / dx+_t and m-_h likewise, bands by bootstrap.
///
/// Every draw remakes the sample by recursion from resampled residuals and estimates again;
/// pointwise percentile intervals.
/// @return  rise: m+_h; fall: -m-_h, what a fall of one unit does to y; difference: m+_h - m-_h
/// @throws argument_error  the regressor was not split; horizon, level, replications
/// @see   Shin, Yu & Greenwood-Nimmo (2014), eq. 9.18
template <class Scalar>
[[nodiscard]] std::vector<asymmetric_multiplier> asymmetric_multipliers(
    const nardl_result<Scalar>& model, const std::string& regressor, int horizon,
    const multiplier_options& options = {}) {
  detail::check_multipliers("asymmetric_multipliers", model, regressor, horizon, options);
  const auto& columns = model.fit.data.regressors;
  const auto plus = std::find_if(columns.begin(), columns.end(),
                                 [&](const auto& c) { return c.first == regressor + "+"; });
  const auto rise = to_size(plus - columns.begin());
  const auto count = to_size(horizon) + 1;
  const detail::ardl_terms<Scalar> terms(model.fit);
  const auto estimate = detail::paths_of_multipliers(model.fit.coefficients, terms, rise, count);
  const auto drawn = detail::drawn_multipliers(model.fit, terms, rise, count, options);
  using paths = detail::multiplier_paths;
  std::vector<asymmetric_multiplier> out;
  for (std::size_t h = 0; h < count; ++h) {
    const auto band = [&](std::vector<double> paths::*path) {
      return detail::band_of(path, h, estimate, drawn, options.level);
    };
    const multiplier_band minus = band(&paths::falls);
    out.push_back({static_cast<int>(h),
                   band(&paths::rises),
                   {-minus.estimate, -minus.high, -minus.low},
                   band(&paths::difference)});
  }
  return out;
}

}  // namespace bilateral
