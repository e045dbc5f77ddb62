#pragma once
/// Forecasts from an ARDL under a stated path of its regressors, with intervals.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/progress.hpp>
#include <bilateral/econometrics/dynamics/ardl.hpp>
#include <bilateral/econometrics/dynamics/detail/ardl_recursion.hpp>
#include <bilateral/numeric/parallel.hpp>
#include <bilateral/stats/random.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace bilateral {

/// Future values, h = 1..H, in the order of the fit's regressors and fixed columns.
template <class Scalar>
struct ardl_path {
  std::vector<dense_vector<Scalar>> regressors = {};
  std::vector<dense_vector<Scalar>> fixed = {};
};

enum class forecast_interval { analytic, bootstrap };

struct ardl_forecast_options {
  double level = 0.95;
  forecast_interval interval = forecast_interval::analytic;
  bool parameter_uncertainty = true;  ///< of the coefficients, beside that of the shocks
  int replications = 1999;            ///< of the bootstrap
  std::uint64_t seed = 1;
  unsigned threads = 0;      ///< 0 is every core; the results do not depend on it
  progress_hook progress{};  ///< hears how far the work is and may stop it: core/progress.hpp
};

template <class Scalar>
struct ardl_forecast_result {
  std::string response_name;
  dense_vector<Scalar> mean;       ///< (H)
  dense_vector<Scalar> std_error;  ///< (H) of the forecast error
  dense_vector<Scalar> low, high;  ///< (H)
  double level = 0.95;
  std::string method;
  std::vector<std::string> notes;
};

/// Dynamic forecast of y for H periods given the future of x and z.
///
///   y_(T+h) = c + d t + sum phi_i y_(T+h-i) + sum b_jl x_j,(T+h-l) + g' z_(T+h)
///   Var = sigma^2 sum_(i<h) psi_i^2 + G_h V G_h',  G_h = d y_(T+h) / d beta
///
/// Analytic intervals are Gaussian, with t quantiles of the fit. The bootstrap remakes the sample by
/// recursion from resampled residuals, estimates again and adds resampled shocks; its interval is the
/// percentile interval of the forecasts. An ECM forecasts as its ARDL does: they are one model.
/// @param fit   from ardl(), with residuals kept for the bootstrap
/// @param path  every vector H long; the price path is stated, not predicted: its error is left out
/// @throws argument_error  shapes, values not finite, a fit without covariance
/// @see   Lutkepohl (2005), 3.5 and 10.5; Pascual, Romo & Ruiz (2004), J. Time Series Analysis 25(4)
/// Example: ardl_forecast(fit, {{future_price}}, {.level = 0.9})
template <class Scalar>
[[nodiscard]] ardl_forecast_result<Scalar> ardl_forecast(
    const ardl_result<Scalar>& fit, const std::type_identity_t<ardl_path<Scalar>>& path,
    const ardl_forecast_options& options = {}) {
  using std::sqrt;
  const char* const function = "ardl_forecast";
  require(options.level > 0 && options.level < 1, function, "level is ", options.level,
          "; it must lie between 0 and 1");
  require(path.regressors.size() == fit.data.regressors.size(), function, "the path has ",
          path.regressors.size(), " regressors, the fit ", fit.data.regressors.size());
  require(path.fixed.size() == fit.data.fixed.size(), function, "the path has ", path.fixed.size(),
          " fixed columns, the fit ", fit.data.fixed.size());
  require(
      !path.regressors.empty() || !path.fixed.empty(), function,
      "the horizon is the length of the path: the fit has neither regressors nor fixed columns");
  const Eigen::Index horizon =
      path.regressors.empty() ? path.fixed.front().size() : path.regressors.front().size();
  require(horizon >= 1, function, "the path is empty");
  require(fit.covariance.has_value() && fit.sigma.has_value(), function,
          "the fit has no covariance");
  std::vector<dense_vector<Scalar>> x;
  std::vector<dense_vector<Scalar>> z;
  const auto extend = [&](const std::vector<named_column<Scalar>>& past,
                          const std::vector<dense_vector<Scalar>>& future,
                          std::vector<dense_vector<Scalar>>& out) {
    for (std::size_t j = 0; j < past.size(); ++j) {
      require_same_size(function, past[j].first, to_size(future[j].size()), "the horizon",
                        to_size(horizon));
      require_finite(function, past[j].first,
                     std::span<const Scalar>(future[j].data(), to_size(horizon)));
      out.push_back(detail::joined<Scalar>(past[j].second, future[j]));
    }
  };
  extend(fit.data.regressors, path.regressors, x);
  extend(fit.data.fixed, path.fixed, z);
  const detail::ardl_terms<Scalar> terms(fit);
  const Eigen::Index rows = fit.data.response.second.size();
  const Eigen::Index k = fit.coefficients.size();
  dense_vector<Scalar> y =
      detail::joined<Scalar>(fit.data.response.second, dense_vector<Scalar>::Zero(horizon).eval());
  ardl_forecast_result<Scalar> out;
  out.response_name = fit.data.response.first;
  out.level = options.level;
  out.mean.resize(horizon);
  out.std_error.resize(horizon);
  out.low.resize(horizon);
  out.high.resize(horizon);
  dense_vector<Scalar> row(k);
  std::vector<dense_vector<Scalar>> gradients;
  dense_vector<Scalar> psi = dense_vector<Scalar>::Zero(horizon);
  const Scalar variance = *fit.sigma * *fit.sigma;
  Scalar shocks(0);
  for (Eigen::Index h = 0; h < horizon; ++h) {
    terms.row(rows + h, y, x, z, row);
    y[rows + h] = row.dot(fit.coefficients);
    out.mean[h] = y[rows + h];
    dense_vector<Scalar> gradient = row;
    Scalar weight = h == 0 ? Scalar(1) : Scalar(0);
    for (std::size_t l = 0; l < terms.own.size(); ++l) {
      const Eigen::Index back = h - to_index(l) - 1;
      if (back < 0 || terms.own[l] < 0) continue;
      const Scalar phi = fit.coefficients[terms.own[l]];
      gradient += phi * gradients[to_size(back)];
      weight += phi * psi[back];
    }
    psi[h] = weight;
    gradients.push_back(gradient);
    shocks += weight * weight;
    Scalar total = variance * shocks;
    if (options.parameter_uncertainty) total += gradient.dot(*fit.covariance * gradient);
    out.std_error[h] = sqrt(total);
  }
  if (options.interval == forecast_interval::analytic) {
    const Scalar t(student_t_quantile((1 + options.level) / 2, fit.inference_dof));
    out.low = out.mean - t * out.std_error;
    out.high = out.mean + t * out.std_error;
    out.method = options.parameter_uncertainty ? "Gaussian, shocks and coefficients"
                                               : "Gaussian, shocks alone";
    return out;
  }

  require(options.replications >= 99, function, "replications is ", options.replications,
          "; an interval needs at least 99");
  require(fit.residuals.size() > 0, function, "the fit kept no residuals");
  const dense_vector<Scalar> pool = detail::residual_pool(fit);
  const auto draws = to_size(options.replications);
  dense_matrix<Scalar> paths(options.replications, horizon);
  parallel_for(draws, options.threads, options.progress, "drawing forecasts",
               [&](std::size_t draw) {
                 philox stream(options.seed, draw);
                 const dense_vector<Scalar> b =
                     options.parameter_uncertainty
                         ? detail::resampled_coefficients(fit, terms, x, z, pool, stream)
                         : fit.coefficients;
                 dense_vector<Scalar> local(k);
                 dense_vector<Scalar> future = fit.data.response.second;
                 future.conservativeResize(rows + horizon);
                 for (Eigen::Index h = 0; h < horizon; ++h) {
                   terms.row(rows + h, future, x, z, local);
                   future[rows + h] = local.dot(b) + detail::any_of(pool, stream);
                   paths(to_index(draw), h) = future[rows + h];
                 }
               });
  std::vector<Scalar> sorted(draws);
  for (Eigen::Index h = 0; h < horizon; ++h) {
    for (std::size_t i = 0; i < draws; ++i) sorted[i] = paths(to_index(i), h);
    std::sort(sorted.begin(), sorted.end());
    // order statistics floor(a (R + 1)) and its mirror image
    const double tail = (1 - options.level) / 2;
    const auto low = static_cast<std::size_t>(
        (std::max)(1.0, std::floor(tail * static_cast<double>(draws + 1) + 1e-9)));
    out.low[h] = sorted[low - 1];
    out.high[h] = sorted[draws - low];
    const auto column = paths.col(h);
    out.std_error[h] = sqrt((column.array() - column.mean()).square().mean());
  }
  out.method = text("bootstrap, ", options.replications, " draws, percentile");
  return out;
}

}  // namespace bilateral
