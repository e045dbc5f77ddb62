#pragma once
/// Minimum of a smooth function of several variables by the BFGS quasi-Newton method.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/numeric/dense.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <limits>
#include <vector>

namespace bilateral {

struct minimise_options {
  int max_iterations = 500;
  double gradient_tolerance = 1e-7;  ///< on max_j |g_j| max(|x_j|, 1) / max(|f|, 1)
  double value_tolerance = 1e-14;    ///< relative fall of f over one step that counts as none
  bool accept_unconverged = false;   ///< return a flagged result at the limit instead of throwing
};

struct minimum {
  dense_vector<double> point;            ///< (k)
  double value = 0;
  dense_vector<double> gradient;         ///< (k) at `point`
  dense_matrix<double> inverse_hessian;  ///< BFGS approximation (k x k), not for standard errors
  int iterations = 0;
  bool converged = false;
  std::vector<double> trace;             ///< value at the start and after each step
};

/// Gradient by central differences, steps epsilon^(1/3) max(|x_j|, 1).
template <class Function>
[[nodiscard]] dense_vector<double> central_gradient(Function&& f, const dense_vector<double>& x) {
  dense_vector<double> g(x.size());
  dense_vector<double> at = x;
  const double root = std::cbrt(std::numeric_limits<double>::epsilon());
  for (Eigen::Index j = 0; j < x.size(); ++j) {
    const double h = root * (std::max)(std::abs(x[j]), 1.0);
    at[j] = x[j] + h;
    const double up_at = at[j];
    const double up = f(at);
    at[j] = x[j] - h;
    g[j] = (up - f(at)) / (up_at - at[j]);
    at[j] = x[j];
  }
  return g;
}

/// Hessian by central differences of f, steps epsilon^(1/4) max(|x_j|, 1).
template <class Function>
[[nodiscard]] dense_matrix<double> central_hessian(Function&& f, const dense_vector<double>& x) {
  const Eigen::Index k = x.size();
  dense_matrix<double> hessian(k, k);
  const double root = std::sqrt(std::sqrt(std::numeric_limits<double>::epsilon()));
  dense_vector<double> step(k);
  for (Eigen::Index j = 0; j < k; ++j) step[j] = root * (std::max)(std::abs(x[j]), 1.0);
  const double centre = f(x);
  const auto shifted = [&](Eigen::Index i, double a, Eigen::Index j, double b) {
    dense_vector<double> at = x;
    at[i] += a * step[i];
    at[j] += b * step[j];
    return static_cast<double>(f(at));
  };
  for (Eigen::Index i = 0; i < k; ++i) {
    hessian(i, i) = (shifted(i, 1, i, 0) - 2 * centre + shifted(i, -1, i, 0)) / (step[i] * step[i]);
    for (Eigen::Index j = 0; j < i; ++j) {
      hessian(i, j) = hessian(j, i) = (shifted(i, 1, j, 1) - shifted(i, 1, j, -1) -
                                       shifted(i, -1, j, 1) + shifted(i, -1, j, -1)) /
                                      (4 * step[i] * step[j]);
    }
  }
  return hessian;
}

/// argmin f(x) by BFGS with a line search to the strong Wolfe conditions.
///
///   x <- x - a H g,  H <- (I - r s y') H (I - r y s') + r s s',  r = 1 / y's
///
/// @param f         value at a vector (k); where it is not finite the line search steps back
/// @param gradient  gradient (k) at a vector (k)
/// @param start     (k), with f finite there
/// @throws argument_error     f is not finite at the start
/// @throws convergence_error  iteration limit, with the values as trace, unless accepted
/// @note  stops at the gradient tolerance, or where no step lowers f any further (then
///        `converged` holds if the fall over the last step was within the value tolerance)
/// @see   Nocedal & Wright (2006), Numerical Optimization, eq. 6.17, algorithms 3.5 and 3.6
template <class Function, class Gradient>
  requires std::invocable<Gradient, const dense_vector<double>&>
[[nodiscard]] minimum minimise(Function&& f, Gradient&& gradient, const dense_vector<double>& start,
                               const minimise_options& options = {}) {
  using vector = dense_vector<double>;
  const Eigen::Index k = start.size();
  require(k > 0, "minimise", "the start has no elements");
  minimum m;
  m.point = start;
  m.value = f(m.point);
  require(std::isfinite(m.value), "minimise", "f is not finite at the start");
  m.gradient = gradient(m.point);
  m.inverse_hessian.setIdentity(k, k);
  m.trace.push_back(m.value);
  const auto flat = [&](const vector& g, const vector& x, double value) {
    double worst = 0;
    for (Eigen::Index j = 0; j < k; ++j) {
      worst = (std::max)(worst, std::abs(g[j]) * (std::max)(std::abs(x[j]), 1.0));
    }
    return worst <= options.gradient_tolerance * (std::max)(std::abs(value), 1.0);
  };
  bool fresh = true;  // the inverse Hessian is still the identity
  while (m.iterations < options.max_iterations) {
    if (flat(m.gradient, m.point, m.value)) {
      m.converged = true;
      break;
    }
    vector direction = -(m.inverse_hessian * m.gradient);
    double slope = direction.dot(m.gradient);
    if (!(slope < 0)) {
      m.inverse_hessian.setIdentity();
      fresh = true;
      direction = -m.gradient;
      slope = -m.gradient.squaredNorm();
    }
    // strong Wolfe line search
    constexpr double sufficient = 1e-4;
    constexpr double curvature = 0.9;
    vector point, slope_vector;
    double value = 0;
    bool found = false;
    double low = 0, low_value = m.value, low_slope = slope;
    double high = 0;
    bool bracketed = false;
    double step = fresh ? (std::min)(1.0, 1.0 / direction.norm()) : 1.0;
    double best_value = m.value;
    vector best_point, best_gradient;
    for (int trial = 0; trial < 60; ++trial) {
      point = m.point + step * direction;
      value = f(point);
      if (!std::isfinite(value) || value > m.value + sufficient * step * slope ||
          (value >= low_value && trial > 0)) {
        high = step;
        bracketed = true;
        double next = (low + high) / 2;
        if (std::isfinite(value)) {  // minimum of the parabola through low with its slope and high
          const double gap = high - low;
          const double bend = value - low_value - low_slope * gap;
          const double guess = low - low_slope * gap * gap / (2 * bend);
          const double a = (std::min)(low, high) + 0.1 * std::abs(gap);
          const double b = (std::max)(low, high) - 0.1 * std::abs(gap);
          if (std::isfinite(guess)) next = (std::min)((std::max)(guess, a), b);
        }
        step = next;
      } else {
        slope_vector = gradient(point);
        const double here = slope_vector.dot(direction);
        if (value < best_value) {
          best_value = value;
          best_point = point;
          best_gradient = slope_vector;
        }
        if (std::abs(here) <= -curvature * slope) {
          found = true;
          break;
        }
        if (bracketed) {
          if (here * (high - low) >= 0) high = low;
          low = step;
          low_value = value;
          low_slope = here;
          step = (low + high) / 2;
        } else if (here >= 0) {
          high = low;
          low = step;
          low_value = value;
          low_slope = here;
          bracketed = true;
          step = (low + high) / 2;
        } else {
          low = step;
          low_value = value;
          low_slope = here;
          step *= 2;
        }
      }
      if (bracketed && std::abs(high - low) * direction.cwiseAbs().maxCoeff() <
                           1e-15 * (std::max)(1.0, m.point.cwiseAbs().maxCoeff())) {
        break;
      }
    }
    if (!found && best_point.size() > 0) {
      point = best_point;
      slope_vector = best_gradient;
      value = best_value;
      found = true;
    }
    ++m.iterations;
    if (!found) {
      if (fresh) {  // not even steepest descent lowers f: the minimum to working accuracy
        m.converged = flat(m.gradient / 1e4, m.point, m.value);
        break;
      }
      m.inverse_hessian.setIdentity();
      fresh = true;
      continue;
    }
    const vector s = point - m.point;
    const vector y = slope_vector - m.gradient;
    const double fall = m.value - value;
    m.point = point;
    m.gradient = slope_vector;
    m.value = value;
    m.trace.push_back(value);
    const double ys = y.dot(s);
    if (ys > 1e-12 * y.norm() * s.norm()) {
      if (fresh) m.inverse_hessian *= ys / y.squaredNorm();
      fresh = false;
      const vector hy = m.inverse_hessian * y;
      const double r = 1 / ys;
      m.inverse_hessian += (r + r * r * y.dot(hy)) * (s * s.transpose()) -
                           r * (hy * s.transpose() + s * hy.transpose());
    }
    if (fall <= options.value_tolerance * (std::max)(std::abs(m.value), 1e-300) &&
        flat(m.gradient / 1e3, m.point, m.value)) {
      m.converged = true;
      break;
    }
  }
  if (!m.converged && m.iterations >= options.max_iterations && !options.accept_unconverged) {
    throw convergence_error(text("minimise: no minimum within ", options.max_iterations,
                                 " iterations; the last value is ", m.value),
                            m.trace);
  }
  return m;
}

/// The same with a gradient by central differences.
template <class Function>
[[nodiscard]] minimum minimise(Function&& f, const dense_vector<double>& start,
                               const minimise_options& options = {}) {
  return minimise(
      f, [&f](const dense_vector<double>& x) { return central_gradient(f, x); }, start, options);
}

}  // namespace bilateral
