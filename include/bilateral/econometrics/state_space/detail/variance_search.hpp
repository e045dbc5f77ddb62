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

template <class Scalar>
struct variance_fit {
  std::vector<Scalar> variances;
  std::vector<std::optional<Scalar>> std_errors;
  Scalar log_likelihood{0};
  bool converged = false;
  int iterations = 0;
};

// variances given by the caller
template <class Scalar>
std::vector<Scalar> given_variances(const char* function, const std::vector<double>& given,
                                    std::size_t count) {
  require(given.size() == count, function, given.size(), " variances are given; the model has ",
          count);
  for (const double v : given) require(v >= 0 && std::isfinite(v), function, "a variance is ", v);
  return {given.begin(), given.end()};
}

// into a result
template <class Result, class Scalar>
void keep_variances(Result& r, const variance_fit<Scalar>& fit) {
  r.variances = fit.variances;
  r.variance_std_errors = fit.std_errors;
  r.converged = fit.converged;
  if (!fit.converged) r.notes.push_back("the likelihood was not maximised to tolerance");
}

// the best minimum of several starts; +infinity where there is no likelihood
template <class Scalar, class Function>
minimum<Scalar> lowest_of_starts(Function&& value, Eigen::Index count, int max_iterations) {
  minimum<Scalar> best;
  best.value = std::numeric_limits<Scalar>::infinity();
  for (const double share : {0.5, 0.1, 0.02}) {
    dense_vector<Scalar> start = dense_vector<Scalar>::Constant(count, Scalar(share));
    start[0] = Scalar(0.7);
    const minimise_options search{
        .max_iterations = max_iterations, .gradient_tolerance = 1e-8, .accept_unconverged = true};
    minimum<Scalar> m = minimise(value, start, search);
    const bool lower = m.value < best.value - Scalar(1e-9);
    const bool steadier = m.converged && !best.converged && m.value <= best.value + Scalar(1e-6);
    if (lower || steadier) best = std::move(m);
  }
  return best;
}

// errors of the variances `inside` by the Hessian in their logs; none where it is singular
template <class Scalar, class LogLikelihood>
void add_variance_errors(variance_fit<Scalar>& fit, LogLikelihood&& log_likelihood,
                         const std::vector<std::size_t>& inside) {
  using std::exp;
  using std::log;
  using std::sqrt;
  const auto q = std::ssize(inside);
  fit.std_errors.assign(fit.variances.size(), std::nullopt);
  if (q == 0) return;
  dense_vector<Scalar> free(q);
  for (Eigen::Index j = 0; j < q; ++j) free[j] = log(fit.variances[inside[to_size(j)]]);
  const auto in_logs = [&](const dense_vector<Scalar>& logs) {
    std::vector<Scalar> v = fit.variances;
    for (Eigen::Index j = 0; j < q; ++j) v[inside[to_size(j)]] = exp(logs[j]);
    return Scalar(-log_likelihood(std::span<const Scalar>(v)));
  };
  const checked_qr<Scalar> qr(central_hessian(in_logs, free));
  if (qr.rank() < q) return;
  for (Eigen::Index j = 0; j < q; ++j) {
    const dense_vector<Scalar> unit = dense_vector<Scalar>::Unit(q, j);
    const Scalar variance = qr.unrefined(unit)[j];
    const std::size_t i = inside[to_size(j)];
    if (variance > Scalar(0)) fit.std_errors[i] = Scalar(fit.variances[i] * sqrt(variance));
  }
}

// Maximum likelihood over variances theta_j^2 (zero is inside the domain), from several starts, in
// units of `unit`; standard errors of the variances that are not at zero by the numeric Hessian.
template <class Scalar, class LogLikelihood>
variance_fit<Scalar> maximise_variances(const char* function, LogLikelihood&& log_likelihood,
                                        std::size_t count, Scalar unit, int max_iterations) {
  using std::isfinite;
  std::vector<Scalar> variances(count);
  const auto value = [&](const dense_vector<Scalar>& theta) {
    for (std::size_t j = 0; j < count; ++j) {
      const Scalar s = theta[to_index(j)];
      variances[j] = unit * s * s;
    }
    try {
      return Scalar(-log_likelihood(std::span<const Scalar>(variances)));
    } catch (const numerical_error&) {
      return std::numeric_limits<Scalar>::infinity();
    }
  };
  const auto best = lowest_of_starts<Scalar>(value, to_index(count), max_iterations);
  if (!isfinite(best.value)) {
    throw convergence_error(text(function, ": no likelihood at the starting values"), best.trace);
  }
  variance_fit<Scalar> fit;
  fit.log_likelihood = -best.value;
  fit.converged = best.converged;
  fit.iterations = best.iterations;
  std::vector<std::size_t> inside;
  for (std::size_t j = 0; j < count; ++j) {
    const Scalar root = best.point[to_index(j)];
    const Scalar relative = root * root;
    fit.variances.push_back(relative > Scalar(1e-10) ? Scalar(unit * relative) : Scalar(0));
    if (relative > Scalar(1e-6)) inside.push_back(j);
  }
  add_variance_errors(fit, log_likelihood, inside);
  return fit;
}

}  // namespace bilateral::detail
