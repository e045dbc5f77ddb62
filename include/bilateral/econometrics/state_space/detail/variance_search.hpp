#pragma once
// Maximum likelihood over the variances of a state space model.

#include <bilateral/core/check.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/numeric/minimise.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace bilateral::detail {

struct variance_fit {
  std::vector<double> variances;
  std::vector<std::optional<double>> std_errors;
  double log_likelihood = 0;
  bool converged = false;
  int iterations = 0;
};

// Maximum likelihood over variances theta_j^2 (zero is inside the domain), from several starts, in
// units of `unit`; standard errors of the variances that are not at zero by the numeric Hessian.
template <class LogLikelihood>
variance_fit maximise_variances(const char* function, LogLikelihood&& log_likelihood,
                                std::size_t count, double unit, int max_iterations) {
  const auto k = static_cast<Eigen::Index>(count);
  std::vector<double> variances(count);
  const auto value = [&](const dense_vector<double>& theta) {
    for (std::size_t j = 0; j < count; ++j) {
      const double s = theta[static_cast<Eigen::Index>(j)];
      variances[j] = unit * s * s;
    }
    try {
      return -log_likelihood(std::span<const double>(variances));
    } catch (const numerical_error&) {
      return std::numeric_limits<double>::infinity();
    }
  };
  variance_fit best;
  best.log_likelihood = -std::numeric_limits<double>::infinity();
  dense_vector<double> at(k);
  std::vector<double> trace;
  for (const double share : {0.5, 0.1, 0.02}) {
    dense_vector<double> start = dense_vector<double>::Constant(k, share);
    start[0] = 0.7;
    const minimise_options search{.max_iterations = max_iterations, .gradient_tolerance = 1e-8,
                                  .accept_unconverged = true};
    const minimum m = minimise(value, start, search);
    if (-m.value > best.log_likelihood + 1e-9 || (m.converged && !best.converged)) {
      if (-m.value < best.log_likelihood - 1e-6) continue;
      best.log_likelihood = -m.value;
      best.converged = m.converged;
      best.iterations = m.iterations;
      at = m.point;
      trace = m.trace;
    }
  }
  if (!std::isfinite(best.log_likelihood)) {
    throw convergence_error(text(function, ": no likelihood at the starting values"), trace);
  }
  best.variances.resize(count);
  std::vector<Eigen::Index> inside;
  for (Eigen::Index j = 0; j < k; ++j) {
    const double relative = at[j] * at[j];
    best.variances[static_cast<std::size_t>(j)] = relative > 1e-10 ? unit * relative : 0.0;
    if (relative > 1e-6) inside.push_back(j);
  }
  best.std_errors.assign(count, std::nullopt);
  const auto q = static_cast<Eigen::Index>(inside.size());
  dense_vector<double> free(q);
  for (Eigen::Index j = 0; j < q; ++j) {
    free[j] = std::log(best.variances[static_cast<std::size_t>(inside[std::size_t(j)])]);
  }
  const auto in_logs = [&](const dense_vector<double>& logs) {
    std::vector<double> v = best.variances;
    for (Eigen::Index j = 0; j < q; ++j) {
      v[static_cast<std::size_t>(inside[std::size_t(j)])] = std::exp(logs[j]);
    }
    return -log_likelihood(std::span<const double>(v));
  };
  if (q > 0) {
    const dense_matrix<double> hessian = central_hessian(in_logs, free);
    const checked_qr<double> qr(hessian);
    dense_matrix<double> covariance = dense_matrix<double>::Zero(q, q);
    for (Eigen::Index j = 0; j < q && qr.rank() == q; ++j) {
      covariance.col(j) = qr.unrefined(dense_vector<double>::Unit(q, j));
    }
    for (Eigen::Index j = 0; j < q; ++j) {
      const auto i = static_cast<std::size_t>(inside[static_cast<std::size_t>(j)]);
      if (covariance(j, j) > 0) best.std_errors[i] = best.variances[i] * std::sqrt(covariance(j, j));
    }
  }
  return best;
}

}  // namespace bilateral::detail
