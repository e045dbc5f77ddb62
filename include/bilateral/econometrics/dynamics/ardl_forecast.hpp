#pragma once
/// Forecasts from an ARDL under a stated path of its regressors, with intervals.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/progress.hpp>
#include <bilateral/econometrics/dynamics/ardl.hpp>
#include <bilateral/econometrics/dynamics/detail/ardl_recursion.hpp>
#include <bilateral/numeric/parallel.hpp>
#include <bilateral/stats/random.hpp>

#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
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

namespace detail {

// checks what is asked for, and returns the horizon
template <class Scalar>
Eigen::Index forecast_horizon(const char* function, const ardl_result<Scalar>& fit,
                              const ardl_path<Scalar>& path, const ardl_forecast_options& options) {
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
  if (options.interval == forecast_interval::bootstrap) {
    require(options.replications >= 99, function, "replications is ", options.replications,
            "; an interval needs at least 99");
    require(fit.residuals.size() > 0, function, "the fit kept no residuals");
  }
  return horizon;
}

// the columns of the sample with their future behind them
template <class Scalar>
std::vector<dense_vector<Scalar>> extended_columns(const char* function,
                                                   const std::vector<named_column<Scalar>>& past,
                                                   const std::vector<dense_vector<Scalar>>& future,
                                                   Eigen::Index horizon) {
  std::vector<dense_vector<Scalar>> out;
  for (std::size_t j = 0; j < past.size(); ++j) {
    require_same_size(function, past[j].first, to_size(future[j].size()), "the horizon",
                      to_size(horizon));
    require_finite(function, past[j].first,
                   std::span<const Scalar>(future[j].data(), to_size(horizon)));
    out.push_back(joined<Scalar>(past[j].second, future[j]));
  }
  return out;
}

// the fit with the future of its columns: what both kinds of interval step through
template <class Scalar>
struct ardl_future {
  const ardl_result<Scalar>& fit;
  Eigen::Index horizon;
  std::vector<dense_vector<Scalar>> x, z;  // sample and future
  ardl_terms<Scalar> terms;

  // row of the design h periods (from 0) behind the sample, given y up to then
  void row(Eigen::Index h, const dense_vector<Scalar>& y, dense_vector<Scalar>& out) const {
    terms.row(sample_rows() + h, y, x, z, out);
  }
  [[nodiscard]] Eigen::Index sample_rows() const { return fit.data.response.second.size(); }
  [[nodiscard]] dense_vector<Scalar> response() const {
    return joined<Scalar>(fit.data.response.second, dense_vector<Scalar>::Zero(horizon).eval());
  }
};

// mean, and the error of shocks and coefficients by the recursions of psi_h and G_h
template <class Scalar>
void forecast_moments(ardl_forecast_result<Scalar>& out, const ardl_future<Scalar>& future,
                      bool parameter_uncertainty) {
  using std::sqrt;
  const ardl_result<Scalar>& fit = future.fit;
  dense_vector<Scalar> y = future.response();
  dense_vector<Scalar> row(fit.coefficients.size());
  std::vector<dense_vector<Scalar>> gradients;  // G_h
  dense_vector<Scalar> psi = dense_vector<Scalar>::Zero(future.horizon);
  const Scalar variance = *fit.sigma * *fit.sigma;
  Scalar shocks(0);
  for (Eigen::Index h = 0; h < future.horizon; ++h) {
    future.row(h, y, row);
    out.mean[h] = y[future.sample_rows() + h] = row.dot(fit.coefficients);
    dense_vector<Scalar> gradient = row;
    Scalar weight = h == 0 ? Scalar(1) : Scalar(0);
    for (std::size_t l = 0; l < future.terms.own.size(); ++l) {
      const Eigen::Index back = h - to_index(l) - 1;
      if (back < 0 || future.terms.own[l] < 0) continue;
      const Scalar phi = fit.coefficients[future.terms.own[l]];
      gradient += phi * gradients[to_size(back)];
      weight += phi * psi[back];
    }
    psi[h] = weight;
    gradients.push_back(gradient);
    shocks += weight * weight;
    Scalar total = variance * shocks;
    if (parameter_uncertainty) total += gradient.dot(*fit.covariance * gradient);
    out.std_error[h] = sqrt(total);
  }
}

// (replications x H) futures of samples remade from resampled residuals
template <class Scalar>
dense_matrix<Scalar> drawn_futures(const ardl_future<Scalar>& future,
                                   const ardl_forecast_options& options) {
  const dense_vector<Scalar> pool = residual_pool(future.fit);
  dense_matrix<Scalar> paths(options.replications, future.horizon);
  parallel_for(to_size(options.replications), options.threads, options.progress,
               "drawing forecasts", [&](std::size_t draw) {
                 philox stream(options.seed, draw);
                 const dense_vector<Scalar> b =
                     options.parameter_uncertainty
                         ? resampled_coefficients(future.fit, future.terms, future.x, future.z,
                                                  pool, stream)
                         : future.fit.coefficients;
                 dense_vector<Scalar> row(b.size());
                 dense_vector<Scalar> y = future.response();
                 for (Eigen::Index h = 0; h < future.horizon; ++h) {
                   future.row(h, y, row);
                   const Scalar drawn = row.dot(b) + any_of(pool, stream);
                   y[future.sample_rows() + h] = paths(to_index(draw), h) = drawn;
                 }
               });
  return paths;
}

// percentile intervals of each period over the drawn futures, and their deviation
template <class Scalar>
void drawn_intervals(ardl_forecast_result<Scalar>& out, const dense_matrix<Scalar>& paths) {
  using std::sqrt;
  for (Eigen::Index h = 0; h < paths.cols(); ++h) {
    const auto column = paths.col(h);
    std::tie(out.low[h], out.high[h]) =
        drawn_interval(std::vector<Scalar>(column.begin(), column.end()), out.level);
    out.std_error[h] = sqrt((column.array() - column.mean()).square().mean());
  }
}

}  // namespace detail

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
  constexpr const char* function = "ardl_forecast";
  const Eigen::Index horizon = detail::forecast_horizon(function, fit, path, options);
  const detail::ardl_future<Scalar> future{
      fit, horizon,
      detail::extended_columns(function, fit.data.regressors, path.regressors, horizon),
      detail::extended_columns(function, fit.data.fixed, path.fixed, horizon),
      detail::ardl_terms<Scalar>(fit)};
  ardl_forecast_result<Scalar> out;
  out.response_name = fit.data.response.first;
  out.level = options.level;
  for (auto* column : {&out.mean, &out.std_error, &out.low, &out.high}) column->resize(horizon);
  detail::forecast_moments(out, future, options.parameter_uncertainty);
  if (options.interval == forecast_interval::analytic) {
    const Scalar t(student_t_quantile((1 + options.level) / 2, fit.inference_dof));
    out.low = out.mean - t * out.std_error;
    out.high = out.mean + t * out.std_error;
    out.method = options.parameter_uncertainty ? "Gaussian, shocks and coefficients"
                                               : "Gaussian, shocks alone";
  } else {
    detail::drawn_intervals(out, detail::drawn_futures(future, options));
    out.method = text("bootstrap, ", options.replications, " draws, percentile");
  }
  return out;
}

}  // namespace bilateral
