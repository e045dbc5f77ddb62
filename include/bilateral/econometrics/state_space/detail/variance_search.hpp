#pragma once
// Maximum likelihood over the variances of a state space model.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/numeric/minimise.hpp>

#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace bilateral::detail {

struct variance_fit {
  std::vector<double> variances;
  std::vector<std::optional<double>> std_errors;
  double log_likelihood = 0;
  bool converged = false;
  int iterations = 0;
};

// the best minimum of several starts; +infinity where there is no likelihood
template <class Function>
minimum lowest_of_starts(Function&& value, Eigen::Index count, int max_iterations) {
  minimum best;
  best.value = std::numeric_limits<double>::infinity();
  for (const double share : {0.5, 0.1, 0.02}) {
    dense_vector<double> start = dense_vector<double>::Constant(count, share);
    start[0] = 0.7;
    const minimise_options search{
        .max_iterations = max_iterations, .gradient_tolerance = 1e-8, .accept_unconverged = true};
    minimum m = minimise(value, start, search);
    const bool lower = m.value < best.value - 1e-9;
    const bool steadier = m.converged && !best.converged && m.value <= best.value + 1e-6;
    if (lower || steadier) best = std::move(m);
  }
  return best;
}

// errors of the variances `inside` by the Hessian in their logs; none where it is singular
template <class LogLikelihood>
void add_variance_errors(variance_fit& fit, LogLikelihood&& log_likelihood,
                         const std::vector<std::size_t>& inside) {
  const auto q = std::ssize(inside);
  fit.std_errors.assign(fit.variances.size(), std::nullopt);
  if (q == 0) return;
  dense_vector<double> free(q);
  for (Eigen::Index j = 0; j < q; ++j) {
    free[j] = std::log(fit.variances[inside[to_size(j)]]);
  }
  const auto in_logs = [&](const dense_vector<double>& logs) {
    std::vector<double> v = fit.variances;
    for (Eigen::Index j = 0; j < q; ++j) v[inside[to_size(j)]] = std::exp(logs[j]);
    return -log_likelihood(std::span<const double>(v));
  };
  const checked_qr<double> qr(central_hessian(in_logs, free));
  if (qr.rank() < q) return;
  for (Eigen::Index j = 0; j < q; ++j) {
    const double variance = qr.unrefined(dense_vector<double>::Unit(q, j))[j];
    const std::size_t i = inside[to_size(j)];
    if (variance > 0) fit.std_errors[i] = fit.variances[i] * std::sqrt(variance);
  }
}

// Maximum likelihood over variances theta_j^2 (zero is inside the domain), from several starts, in
// units of `unit`; standard errors of the variances that are not at zero by the numeric Hessian.
template <class LogLikelihood>
variance_fit maximise_variances(const char* function, LogLikelihood&& log_likelihood,
                                std::size_t count, double unit, int max_iterations) {
  std::vector<double> variances(count);
  const auto value = [&](const dense_vector<double>& theta) {
    for (std::size_t j = 0; j < count; ++j) {
      const double s = theta[to_index(j)];
      variances[j] = unit * s * s;
    }
    try {
      return -log_likelihood(std::span<const double>(variances));
    } catch (const numerical_error&) {
      return std::numeric_limits<double>::infinity();
    }
  };
  const minimum best = lowest_of_starts(value, to_index(count), max_iterations);
  if (!std::isfinite(best.value)) {
    throw convergence_error(text(function, ": no likelihood at the starting values"), best.trace);
  }
  variance_fit fit;
  fit.log_likelihood = -best.value;
  fit.converged = best.converged;
  fit.iterations = best.iterations;
  std::vector<std::size_t> inside;
  for (std::size_t j = 0; j < count; ++j) {
    const double root = best.point[to_index(j)];
    const double relative = root * root;
    fit.variances.push_back(relative > 1e-10 ? unit * relative : 0.0);
    if (relative > 1e-6) inside.push_back(j);
  }
  add_variance_errors(fit, log_likelihood, inside);
  return fit;
}

}  // namespace bilateral::detail
