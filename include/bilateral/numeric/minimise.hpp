#pragma once
/// Minimum of a smooth function of several variables by the BFGS quasi-Newton method.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/numeric/dense.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace bilateral {

struct minimise_options {
  int max_iterations = 500;
  double gradient_tolerance = 1e-7;  ///< on max_j |g_j| max(|x_j|, 1) / max(|f|, 1)
  double value_tolerance = 1e-14;    ///< relative fall of f over one step that counts as none
  bool accept_unconverged = false;   ///< return a flagged result at the limit instead of throwing
};

struct minimum {
  dense_vector<double> point;  ///< (k)
  double value = 0;
  dense_vector<double> gradient;         ///< (k) at `point`
  dense_matrix<double> inverse_hessian;  ///< BFGS approximation (k x k), not for standard errors
  int iterations = 0;
  bool converged = false;
  std::vector<double> trace;  ///< value at the start and after each step
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

namespace detail {

// where a line search has come: the step, f there and its gradient
struct line_point {
  dense_vector<double> point, gradient;
  double value = 0;
};

// the interval that holds a step of the strong Wolfe conditions
struct wolfe_bracket {
  double low = 0, low_value = 0, low_slope = 0;
  double high = 0;
  bool closed = false;

  // next step after one with too high a value: the minimum of the parabola through low with its
  // slope and high, kept away from both ends; halfway where f is not finite
  [[nodiscard]] double shrink(double step, double value) {
    high = step;
    closed = true;
    const double middle = (low + high) / 2;
    if (!std::isfinite(value)) return middle;
    const double gap = high - low;
    const double bend = value - low_value - low_slope * gap;
    const double guess = low - low_slope * gap * gap / (2 * bend);
    const double a = (std::min)(low, high) + 0.1 * std::abs(gap);
    const double b = (std::max)(low, high) - 0.1 * std::abs(gap);
    return std::isfinite(guess) ? (std::min)((std::max)(guess, a), b) : middle;
  }
  // next step after one that lowered f, where the slope is `slope`
  [[nodiscard]] double move(double step, double value, double slope) {
    if (closed) {
      if (slope * (high - low) >= 0) high = low;
    } else if (slope >= 0) {
      high = low;
      closed = true;
    }
    low = step;
    low_value = value;
    low_slope = slope;
    return closed ? (low + high) / 2 : 2 * step;
  }
};

// a step along a direction of descent to the strong Wolfe conditions, else the lowest point with a
// known gradient, else none
template <class Function, class Gradient>
std::optional<line_point> line_search(Function&& f, Gradient&& gradient, const minimum& m,
                                      const dense_vector<double>& direction, double slope,
                                      double step) {
  constexpr double sufficient = 1e-4;
  constexpr double curvature = 0.9;
  wolfe_bracket bracket{.low_value = m.value, .low_slope = slope};
  std::optional<line_point> best;
  double best_value = m.value;
  for (int trial = 0; trial < 60; ++trial) {
    line_point at;
    at.point = m.point + step * direction;
    at.value = f(at.point);
    if (!std::isfinite(at.value) || at.value > m.value + sufficient * step * slope ||
        (at.value >= bracket.low_value && trial > 0)) {
      step = bracket.shrink(step, at.value);
    } else {
      at.gradient = gradient(at.point);
      const double here = at.gradient.dot(direction);
      if (std::abs(here) <= -curvature * slope) return at;
      step = bracket.move(step, at.value, here);
      if (at.value < best_value) {
        best_value = at.value;
        best = std::move(at);
      }
    }
    if (bracket.closed && std::abs(bracket.high - bracket.low) * direction.cwiseAbs().maxCoeff() <
                              1e-15 * (std::max)(1.0, m.point.cwiseAbs().maxCoeff())) {
      break;
    }
  }
  return best;
}

// H <- (I - r s y') H (I - r y s') + r s s'; false where the curvature y's is not positive
template <class = void>
bool update_inverse_hessian(dense_matrix<double>& h, const dense_vector<double>& s,
                            const dense_vector<double>& y, bool fresh) {
  const double ys = y.dot(s);
  if (!(ys > 1e-12 * y.norm() * s.norm())) return false;
  if (fresh) h *= ys / y.squaredNorm();
  const dense_vector<double> hy = h * y;
  const double r = 1 / ys;
  h +=
      (r + r * r * y.dot(hy)) * (s * s.transpose()) - r * (hy * s.transpose() + s * hy.transpose());
  return true;
}

// max_j |g_j| max(|x_j|, 1) within the tolerance times max(|f|, 1)
template <class = void>
bool is_flat(const dense_vector<double>& g, const minimum& m, double tolerance) {
  double worst = 0;
  for (Eigen::Index j = 0; j < g.size(); ++j) {
    worst = (std::max)(worst, std::abs(g[j]) * (std::max)(std::abs(m.point[j]), 1.0));
  }
  return worst <= tolerance * (std::max)(std::abs(m.value), 1.0);
}

// one step; true where the search is at its end
template <class Function, class Gradient>
bool descend(Function&& f, Gradient&& gradient, minimum& m, bool& fresh,
             const minimise_options& options) {
  dense_vector<double> direction = -(m.inverse_hessian * m.gradient);
  double slope = direction.dot(m.gradient);
  if (!(slope < 0)) {
    m.inverse_hessian.setIdentity();
    fresh = true;
    direction = -m.gradient;
    slope = -m.gradient.squaredNorm();
  }
  const double step = fresh ? (std::min)(1.0, 1.0 / direction.norm()) : 1.0;
  const auto next = line_search(f, gradient, m, direction, slope, step);
  ++m.iterations;
  if (!next) {
    // not even steepest descent lowers f: the minimum to working accuracy
    if (fresh) m.converged = is_flat(m.gradient, m, 1e4 * options.gradient_tolerance);
    const bool ended = fresh;
    m.inverse_hessian.setIdentity();
    fresh = true;
    return ended;
  }
  const double fall = m.value - next->value;
  if (update_inverse_hessian(m.inverse_hessian, next->point - m.point, next->gradient - m.gradient,
                             fresh)) {
    fresh = false;
  }
  m.point = next->point;
  m.gradient = next->gradient;
  m.value = next->value;
  m.trace.push_back(m.value);
  m.converged = fall <= options.value_tolerance * (std::max)(std::abs(m.value), 1e-300) &&
                is_flat(m.gradient, m, 1e3 * options.gradient_tolerance);
  return m.converged;
}

}  // namespace detail

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
requires std::invocable < Gradient, const dense_vector<double>
& > [[nodiscard]] minimum minimise(Function&& f, Gradient&& gradient,
                                   const dense_vector<double>& start,
                                   const minimise_options& options = {}) {
  require(start.size() > 0, "minimise", "the start has no elements");
  minimum m;
  m.point = start;
  m.value = f(m.point);
  require(std::isfinite(m.value), "minimise", "f is not finite at the start");
  m.gradient = gradient(m.point);
  m.inverse_hessian.setIdentity(start.size(), start.size());
  m.trace.push_back(m.value);
  bool fresh = true;  // the inverse Hessian is still the identity
  while (m.iterations < options.max_iterations) {
    m.converged = detail::is_flat(m.gradient, m, options.gradient_tolerance);
    if (m.converged || detail::descend(f, gradient, m, fresh, options)) break;
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
