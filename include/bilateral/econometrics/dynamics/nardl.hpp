#pragma once
/// Nonlinear ARDL: rises and falls of a regressor apart, asymmetry tests, dynamic multipliers.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/progress.hpp>
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
  const char* const function = "asymmetric_multipliers";
  require(std::find(model.split.begin(), model.split.end(), regressor) != model.split.end(),
          function, regressor, " was not split");
  require(horizon >= 0, function, "horizon is ", horizon, "; it must not be negative");
  require(options.level > 0 && options.level < 1, function, "level is ", options.level,
          "; it must lie between 0 and 1");
  require(options.replications >= 99, function, "replications is ", options.replications,
          "; a band needs at least 99");
  const auto& fit = model.fit;
  require(fit.residuals.size() > 0, function, "the fit kept no residuals");
  const detail::ardl_terms<Scalar> terms(fit);
  std::vector<dense_vector<Scalar>> x;
  std::vector<dense_vector<Scalar>> z;
  std::size_t rise = 0;
  for (std::size_t j = 0; j < fit.data.regressors.size(); ++j) {
    if (fit.data.regressors[j].first == regressor + "+") rise = j;
    x.push_back(fit.data.regressors[j].second);
  }
  for (const auto& c : fit.data.fixed) z.push_back(c.second);
  const auto count = to_size(horizon) + 1;
  // rises, falls, differences, one after the other
  const auto paths_of = [&](const dense_vector<Scalar>& b) {
    std::vector<double> out(3 * count);
    for (std::size_t side = 0; side < 2; ++side) {
      const auto& lags = terms.lags[rise + side];
      std::vector<double> effect(count);
      double sum = 0;
      for (std::size_t h = 0; h < count; ++h) {
        double e = h < lags.size() && lags[h] >= 0 ? static_cast<double>(b[lags[h]]) : 0;
        for (std::size_t l = 0; l < terms.own.size() && l < h; ++l) {
          if (terms.own[l] >= 0) e += static_cast<double>(b[terms.own[l]]) * effect[h - l - 1];
        }
        effect[h] = e;
        sum += e;
        out[side * count + h] = sum;
      }
    }
    for (std::size_t h = 0; h < count; ++h) out[2 * count + h] = out[h] - out[count + h];
    return out;
  };
  const auto point = paths_of(fit.coefficients);
  const auto pool = detail::residual_pool(fit);
  const auto draws = to_size(options.replications);
  std::vector<std::vector<double>> drawn(draws);
  parallel_for(
      draws, options.threads, options.progress, "drawing multipliers", [&](std::size_t draw) {
        philox stream(options.seed, draw);
        drawn[draw] = paths_of(detail::resampled_coefficients(fit, terms, x, z, pool, stream));
      });
  const double tail = (1 - options.level) / 2;
  const auto low = static_cast<std::size_t>(
      (std::max)(1.0, std::floor(tail * static_cast<double>(draws + 1) + 1e-9)));
  std::vector<double> sorted(draws);
  const auto band = [&](std::size_t at) {
    for (std::size_t i = 0; i < draws; ++i) sorted[i] = drawn[i][at];
    std::sort(sorted.begin(), sorted.end());
    return multiplier_band{point[at], sorted[low - 1], sorted[draws - low]};
  };
  std::vector<asymmetric_multiplier> out;
  for (std::size_t h = 0; h < count; ++h) {
    const multiplier_band minus = band(count + h);
    out.push_back({static_cast<int>(h),
                   band(h),
                   {-minus.estimate, -minus.high, -minus.low},
                   band(2 * count + h)});
  }
  return out;
}

}  // namespace bilateral
