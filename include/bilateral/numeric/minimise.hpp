#pragma once
/// Minimum of a smooth function of several variables by the BFGS quasi-Newton method.

#include <bilateral/core/check.hpp>
#include <bilateral/core/error.hpp>
#include <bilateral/numeric/dense.hpp>

#include <algorithm>
#include <cmath>
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

template <class Scalar>
struct minimum {
  dense_vector<Scalar> point;  ///< (k)
  Scalar value{0};
  dense_vector<Scalar> gradient;         ///< (k) at `point`
  dense_matrix<Scalar> inverse_hessian;  ///< BFGS approximation (k x k), not for standard errors
  int iterations = 0;
  bool converged = false;
  std::vector<double> trace;  ///< value at the start and after each step
};

/// Gradient by central differences, steps epsilon^(1/3) max(|x_j|, 1).
template <class Function, class Scalar>
[[nodiscard]] dense_vector<Scalar> central_gradient(Function&& f, const dense_vector<Scalar>& x) {
  using std::abs;
  using std::cbrt;
  dense_vector<Scalar> g(x.size());
  dense_vector<Scalar> at = x;
  const Scalar root = cbrt(std::numeric_limits<Scalar>::epsilon());
  for (Eigen::Index j = 0; j < x.size(); ++j) {
    const Scalar h = root * (std::max)(Scalar(abs(x[j])), Scalar(1));
    at[j] = x[j] + h;
    const Scalar up_at = at[j];
    const Scalar up = f(at);
    at[j] = x[j] - h;
    g[j] = (up - f(at)) / (up_at - at[j]);
    at[j] = x[j];
  }
  return g;
}

/// Hessian by central differences of f, steps epsilon^(1/4) max(|x_j|, 1).
template <class Function, class Scalar>
[[nodiscard]] dense_matrix<Scalar> central_hessian(Function&& f, const dense_vector<Scalar>& x) {
  using std::abs;
  using std::sqrt;
  const Eigen::Index k = x.size();
  dense_matrix<Scalar> hessian(k, k);
  const Scalar root = sqrt(Scalar(sqrt(std::numeric_limits<Scalar>::epsilon())));
  dense_vector<Scalar> step(k);
  for (Eigen::Index j = 0; j < k; ++j) step[j] = root * (std::max)(Scalar(abs(x[j])), Scalar(1));
  const Scalar centre = f(x);
  const auto shifted = [&](Eigen::Index i, int a, Eigen::Index j, int b) {
    dense_vector<Scalar> at = x;
    at[i] += Scalar(a) * step[i];
    at[j] += Scalar(b) * step[j];
    return static_cast<Scalar>(f(at));
  };
  for (Eigen::Index i = 0; i < k; ++i) {
    hessian(i, i) =
        (shifted(i, 1, i, 0) - Scalar(2) * centre + shifted(i, -1, i, 0)) / (step[i] * step[i]);
    for (Eigen::Index j = 0; j < i; ++j) {
      hessian(i, j) = hessian(j, i) = (shifted(i, 1, j, 1) - shifted(i, 1, j, -1) -
                                       shifted(i, -1, j, 1) + shifted(i, -1, j, -1)) /
                                      (Scalar(4) * step[i] * step[j]);
    }
  }
  return hessian;
}

namespace detail {

// where a line search has come: the step, f there and its gradient
template <class Scalar>
struct line_point {
  dense_vector<Scalar> point, gradient;
  Scalar value{0};
};

// the interval that holds a step of the strong Wolfe conditions
template <class Scalar>
struct wolfe_bracket {
  Scalar low{0}, low_value{0}, low_slope{0};
  Scalar high{0};
  bool closed = false;

  // next step after one with too high a value: the minimum of the parabola through low with its
  // slope and high, kept away from both ends; halfway where f is not finite
  [[nodiscard]] Scalar shrink(Scalar step, Scalar value) {
    using std::abs;
    using std::isfinite;
    high = step;
    closed = true;
    const Scalar middle = (low + high) / Scalar(2);
    if (!isfinite(value)) return middle;
    const Scalar gap = high - low;
    const Scalar bend = value - low_value - low_slope * gap;
    const Scalar guess = low - low_slope * gap * gap / (Scalar(2) * bend);
    const Scalar a = (std::min)(low, high) + Scalar(0.1) * abs(gap);
    const Scalar b = (std::max)(low, high) - Scalar(0.1) * abs(gap);
    return isfinite(guess) ? (std::min)((std::max)(guess, a), b) : middle;
  }
  // next step after one that lowered f, where the slope is `slope`
  [[nodiscard]] Scalar move(Scalar step, Scalar value, Scalar slope) {
    if (closed) {
      if (slope * (high - low) >= Scalar(0)) high = low;
    } else if (slope >= Scalar(0)) {
      high = low;
      closed = true;
    }
    low = step;
    low_value = value;
    low_slope = slope;
    return closed ? Scalar((low + high) / Scalar(2)) : Scalar(Scalar(2) * step);
  }
};

// a step along a direction of descent to the strong Wolfe conditions, else the lowest point with a
// known gradient, else none
template <class Function, class Gradient, class Scalar>
std::optional<line_point<Scalar>> line_search(Function&& f, Gradient&& gradient,
                                              const minimum<Scalar>& m,
                                              const dense_vector<Scalar>& direction, Scalar slope,
                                              Scalar step) {
  using std::abs;
  using std::isfinite;
  const Scalar sufficient(1e-4), curvature(0.9);
  wolfe_bracket<Scalar> bracket;
  bracket.low_value = m.value;
  bracket.low_slope = slope;
  std::optional<line_point<Scalar>> best;
  Scalar best_value = m.value;
  for (int trial = 0; trial < 60; ++trial) {
    line_point<Scalar> at;
    at.point = m.point + step * direction;
    at.value = f(at.point);
    if (!isfinite(at.value) || at.value > m.value + sufficient * step * slope ||
        (at.value >= bracket.low_value && trial > 0)) {
      step = bracket.shrink(step, at.value);
    } else {
      at.gradient = gradient(at.point);
      const Scalar here = at.gradient.dot(direction);
      if (abs(here) <= -curvature * slope) return at;
      step = bracket.move(step, at.value, here);
      if (at.value < best_value) {
        best_value = at.value;
        best = std::move(at);
      }
    }
    const Scalar width = abs(Scalar(bracket.high - bracket.low)) * direction.cwiseAbs().maxCoeff();
    const Scalar size = (std::max)(Scalar(1), Scalar(m.point.cwiseAbs().maxCoeff()));
    if (bracket.closed && width < Scalar(1e-15) * size) break;
  }
  return best;
}

// H <- (I - r s y') H (I - r y s') + r s s'; false where the curvature y's is not positive
template <class Scalar>
bool update_inverse_hessian(dense_matrix<Scalar>& h, const dense_vector<Scalar>& s,
                            const dense_vector<Scalar>& y, bool fresh) {
  const Scalar ys = y.dot(s);
  if (!(ys > Scalar(1e-12) * y.norm() * s.norm())) return false;
  if (fresh) h *= ys / y.squaredNorm();
  const dense_vector<Scalar> hy = h * y;
  const Scalar r = Scalar(1) / ys;
  h +=
      (r + r * r * y.dot(hy)) * (s * s.transpose()) - r * (hy * s.transpose() + s * hy.transpose());
  return true;
}

// max_j |g_j| max(|x_j|, 1) within the tolerance times max(|f|, 1)
template <class Scalar>
bool is_flat(const dense_vector<Scalar>& g, const minimum<Scalar>& m, double tolerance) {
  using std::abs;
  Scalar worst(0);
  for (Eigen::Index j = 0; j < g.size(); ++j) {
    const Scalar size = (std::max)(Scalar(abs(m.point[j])), Scalar(1));
    worst = (std::max)(worst, Scalar(abs(g[j]) * size));
  }
  return worst <= Scalar(tolerance) * (std::max)(Scalar(abs(m.value)), Scalar(1));
}

// one step; true where the search is at its end
template <class Function, class Gradient, class Scalar>
bool descend(Function&& f, Gradient&& gradient, minimum<Scalar>& m, bool& fresh,
             const minimise_options& options) {
  using std::abs;
  dense_vector<Scalar> direction = -(m.inverse_hessian * m.gradient);
  Scalar slope = direction.dot(m.gradient);
  if (!(slope < Scalar(0))) {
    m.inverse_hessian.setIdentity();
    fresh = true;
    direction = -m.gradient;
    slope = -m.gradient.squaredNorm();
  }
  const Scalar step =
      fresh ? (std::min)(Scalar(1), Scalar(Scalar(1) / direction.norm())) : Scalar(1);
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
  const Scalar fall = m.value - next->value;
  const dense_vector<Scalar> moved = next->point - m.point, turned = next->gradient - m.gradient;
  if (update_inverse_hessian(m.inverse_hessian, moved, turned, fresh)) {
    fresh = false;
  }
  m.point = next->point;
  m.gradient = next->gradient;
  m.value = next->value;
  m.trace.push_back(static_cast<double>(m.value));
  m.converged =
      fall <= Scalar(options.value_tolerance) * (std::max)(Scalar(abs(m.value)), Scalar(1e-300)) &&
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
template <class Function, class Gradient, class Scalar>
[[nodiscard]] minimum<Scalar> minimise(Function&& f, Gradient&& gradient,
                                       const dense_vector<Scalar>& start,
                                       const minimise_options& options = {}) {
  using std::isfinite;
  require(start.size() > 0, "minimise", "the start has no elements");
  minimum<Scalar> m;
  m.point = start;
  m.value = f(m.point);
  require(isfinite(m.value), "minimise", "f is not finite at the start");
  m.gradient = gradient(m.point);
  m.inverse_hessian.setIdentity(start.size(), start.size());
  m.trace.push_back(static_cast<double>(m.value));
  bool fresh = true;  // the inverse Hessian is still the identity
  while (m.iterations < options.max_iterations) {
    m.converged = detail::is_flat(m.gradient, m, options.gradient_tolerance);
    if (m.converged || detail::descend(f, gradient, m, fresh, options)) break;
  }
  if (!m.converged && m.iterations >= options.max_iterations && !options.accept_unconverged) {
    throw convergence_error(text("minimise: no minimum within ", options.max_iterations,
                                 " iterations; the last value is ", m.trace.back()),
                            m.trace);
  }
  return m;
}

/// The same with a gradient by central differences.
template <class Function, class Scalar>
[[nodiscard]] minimum<Scalar> minimise(Function&& f, const dense_vector<Scalar>& start,
                                       const minimise_options& options = {}) {
  return minimise(
      f, [&f](const dense_vector<Scalar>& x) { return central_gradient(f, x); }, start, options);
}

}  // namespace bilateral
