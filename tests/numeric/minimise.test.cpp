#include <bilateral/numeric/minimise.hpp>

#include "support/close.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

using namespace bilateral;
using vec = dense_vector<double>;

namespace {
double rosenbrock(const vec& x) {
  double f = 0;
  for (Eigen::Index i = 0; i + 1 < x.size(); ++i) {
    const double a = x[i + 1] - x[i] * x[i];
    const double b = 1 - x[i];
    f += 100 * a * a + b * b;
  }
  return f;
}
vec usual_start() {
  vec x(2);
  x << -1.2, 1.0;
  return x;
}
}  // namespace

TEST_CASE("the minimum of Rosenbrock's function from the usual start") {
  const minimum<double> m = minimise(rosenbrock, usual_start());
  CHECK(m.converged);
  // the Hessian's condition number is 2500; central differences are good to 1e-10
  CHECK_CLOSE_ABS(m.point[0], 1.0, 1e-6);
  CHECK_CLOSE_ABS(m.point[1], 1.0, 1e-6);
  CHECK(m.trace.front() == doctest::Approx(24.2));
  for (std::size_t i = 1; i < m.trace.size(); ++i) CHECK(m.trace[i] <= m.trace[i - 1]);
  const minimum<double> ten = minimise(rosenbrock, vec::Constant(10, -0.5).eval());
  CHECK(ten.converged);
}

TEST_CASE("a quadratic with an analytic gradient") {
  dense_matrix<double> a(3, 3);
  a << 4, 1, 0, 1, 3, -1, 0, -1, 1000;
  const vec b{{1.0, -2.0, 5.0}};
  const auto f = [&](const vec& x) { return 0.5 * x.dot(a * x) - b.dot(x) + 7; };
  const auto g = [&](const vec& x) { return vec(a * x - b); };
  const minimum<double> m = minimise(f, g, vec::Zero(3).eval(), {.gradient_tolerance = 1e-12});
  CHECK(m.converged);
  // a gradient of 1e-8 moves f by 1e-17: no step lowers f further
  CHECK((a * m.point - b).cwiseAbs().maxCoeff() < 1e-7);
  // second differences are exact for a quadratic up to rounding
  CHECK((central_hessian(f, m.point) - a).cwiseAbs().maxCoeff() < 1e-5);
  CHECK((central_gradient(f, vec{{1.0, 2.0, 3.0}}) - g(vec{{1.0, 2.0, 3.0}})).norm() < 1e-6);
}

TEST_CASE("a barrier: values that are not finite send the search back") {
  const auto f = [](const vec& x) {
    return x[0] > 0 ? x[0] - std::log(x[0]) : std::numeric_limits<double>::quiet_NaN();
  };
  const minimum<double> m = minimise(f, vec{{20.0}});
  CHECK(m.converged);
  CHECK_CLOSE_ABS(m.point[0], 1.0, 1e-6);
}

TEST_CASE("refusals") {
  const auto bad = [](const vec&) { return std::numeric_limits<double>::infinity(); };
  CHECK_REFUSES(argument_error, "f is not finite at the start", minimise(bad, vec{{1.0}}));
  CHECK_REFUSES(argument_error, "no elements", minimise(bad, vec()));
  CHECK_REFUSES(convergence_error, "within 3 iterations",
                minimise(rosenbrock, usual_start(), {.max_iterations = 3}));
  minimise_options few;
  few.max_iterations = 3;
  few.accept_unconverged = true;
  const minimum<double> m = minimise(rosenbrock, usual_start(), few);
  CHECK_FALSE(m.converged);
}

TEST_CASE("a point is a minimum where the gradient is small beside the value") {
  // f = 1000 + x^2 / 2 from x = 1e-6: the gradient 1e-6 is within 1e-8 times 1000 (but not of 1 or 1/1000)
  int steps = 0;
  const auto f = [](const vec& x) { return 1000 + x[0] * x[0] / 2; };
  const auto g = [&](const vec& x) {
    ++steps;
    return vec(x);
  };
  const minimum<double> m = minimise(f, g, vec{{1e-6}}, {.gradient_tolerance = 1e-8});
  CHECK(m.converged);
  CHECK(m.point[0] == 1e-6);  // it is there already
  CHECK(steps == 1);
}

TEST_CASE("derivatives by central differences: steps grow with the point") {
  // exact for a quadratic up to rounding, 1e6 from zero as at zero
  const auto f = [](const vec& x) { return 3 * x[0] * x[0] + x[0] * x[1] - 2 * x[1] * x[1]; };
  for (const double far : {0.0, 1e6}) {
    const vec x{{far + 1, 2 - far}};
    const vec g = central_gradient(f, x);
    const double size = (std::max)(1.0, far);
    CHECK_CLOSE_ABS(g[0], 6 * x[0] + x[1], 1e-8 * size);
    CHECK_CLOSE_ABS(g[1], x[0] - 4 * x[1], 1e-8 * size);
    const auto h = central_hessian(f, x);
    CHECK_CLOSE_ABS(h(0, 0), 6, 1e-6);
    CHECK_CLOSE_ABS(h(0, 1), 1, 1e-6);
    CHECK(h(1, 0) == h(0, 1));
    CHECK_CLOSE_ABS(h(1, 1), -4, 1e-6);
  }
  // error h^2 f''' / 6 with h = epsilon^(1/3) max(|x|, 1): x^3 at 1 and at 100
  const auto cube = [](const vec& x) { return x[0] * x[0] * x[0]; };
  const double h = std::cbrt(std::numeric_limits<double>::epsilon());
  CHECK_CLOSE_ABS(central_gradient(cube, vec{{1.0}})[0], 3 + h * h, 2e-10);
  CHECK_CLOSE_REL(central_gradient(cube, vec{{100.0}})[0], 3e4 * (1 + h * h / 3), 2e-10);
}

TEST_CASE("the bracket of a step: the parabola's minimum within tenths, halves, doubling") {
  // slope -1 at 0 where f is 0: through f(1) = 0 the parabola x^2 - x has its minimum at 1/2
  detail::wolfe_bracket<double> b{.low_value = 0, .low_slope = -1};
  CHECK(b.shrink(1, 0) == 0.5);
  CHECK(b.closed);
  CHECK(b.high == 1);
  detail::wolfe_bracket<double> steep{.low_value = 0, .low_slope = -1};
  CHECK(steep.shrink(1, 99) == 0.1);  // its minimum at 1/200 is too near the low end
  detail::wolfe_bracket<double> flat{.low_value = 0, .low_slope = -1};
  CHECK_CLOSE_REL(flat.shrink(1, -0.45), 0.9, 1e-15);  // at 1 / 1.1, within a tenth of the high end
  detail::wolfe_bracket<double> wild{.low_value = 0, .low_slope = -1};
  CHECK(wild.shrink(1, std::nan("")) == 0.5);
  detail::wolfe_bracket<double> backward{.low = 2, .low_value = 0, .low_slope = 1};
  CHECK(backward.shrink(1, 0) == 1.5);  // the same from the right
  CHECK(detail::wolfe_bracket<double>{.low = 2, .low_value = 0, .low_slope = 1}.shrink(1, 99) ==
        1.9);

  detail::wolfe_bracket<double> open{.low_value = 0, .low_slope = -1};
  CHECK(open.move(1, -1, -0.95) == 2);  // still falling steeply: twice the step
  CHECK_FALSE(open.closed);
  CHECK(open.low == 1);
  CHECK(open.low_value == -1);
  CHECK(open.low_slope == -0.95);
  CHECK(open.move(2, -1.5, 0.95) == 1.5);  // rising: between the two
  CHECK(open.closed);
  CHECK(open.high == 1);
  CHECK(open.low == 2);
  CHECK(open.move(1.5, -1.6, 0.91) == 1.25);  // rising away from the high end 1: it stays there
  CHECK(open.high == 1);
  CHECK(open.move(1.25, -1.7, -0.92) ==
        1.375);  // falling away from 1: what was low is the other end
  CHECK(open.high == 1.5);
}

TEST_CASE("a line search ends in the strong Wolfe conditions") {
  const auto g = [](const vec& x) { return central_gradient(rosenbrock, x); };
  minimum<double> m;
  m.point = usual_start();
  m.value = rosenbrock(m.point);
  m.gradient = g(m.point);
  for (const double first : {1e-6, 1e-3, 1.0, 100.0}) {
    const vec direction = -m.gradient;
    const double slope = direction.dot(m.gradient);
    const auto next = detail::line_search(rosenbrock, g, m, direction, slope, first);
    REQUIRE(next.has_value());
    const double step = (next->point - m.point).norm() / direction.norm();
    CHECK(next->value == rosenbrock(next->point));
    CHECK(next->value <= m.value + 1e-4 * step * slope);
    CHECK(std::abs(next->gradient.dot(direction)) <= 0.9 * std::abs(slope));
  }
  // uphill there is nothing to find
  CHECK_FALSE(detail::line_search(rosenbrock, g, m, m.gradient, -1.0, 1.0).has_value());
}

TEST_CASE("the update of the inverse Hessian: symmetric, and it takes y to s") {
  dense_matrix<double> h(2, 2);
  h << 2, 0.5, 0.5, 1;
  const vec s{{1.0, -2.0}}, y{{3.0, -1.0}};
  auto updated = h;
  CHECK(detail::update_inverse_hessian(updated, s, y, false));
  CHECK((updated * y - s).norm() < 1e-14);
  CHECK(updated(0, 1) == updated(1, 0));
  // (I - r s y') H (I - r y s') + r s s', r = 1 / y's = 1/5
  const dense_matrix<double> left = dense_matrix<double>::Identity(2, 2) - 0.2 * s * y.transpose();
  CHECK((updated - (left * h * left.transpose() + 0.2 * s * s.transpose())).norm() < 1e-14);
  auto scaled = h;  // a fresh one is scaled by y's / y'y = 1/2 first
  CHECK(detail::update_inverse_hessian(scaled, s, y, true));
  CHECK((scaled - (left * (0.5 * h) * left.transpose() + 0.2 * s * s.transpose())).norm() < 1e-14);
  auto kept = h;
  CHECK_FALSE(detail::update_inverse_hessian(kept, s, vec(-y), false));
  CHECK(kept == h);
}

TEST_CASE("a quadratic takes few steps, and what the result says of the minimum is so") {
  const vec centre{{1.0, -2.0, 0.5}}, weight{{1.0, 4.0, 9.0}};
  const auto f = [&](const vec& x) -> double {
    return 0.5 * weight.dot((x - centre).cwiseAbs2()) + 3;
  };
  const auto g = [&](const vec& x) { return vec(weight.cwiseProduct(x - centre)); };
  const minimum<double> m = minimise(f, g, vec::Zero(3).eval(), {.gradient_tolerance = 1e-9});
  CHECK(m.converged);
  CHECK(m.iterations <= 15);
  CHECK(m.iterations + 1 == static_cast<int>(m.trace.size()));
  CHECK(m.value == f(m.point));
  CHECK(m.trace.back() == m.value);
  CHECK_CLOSE_REL(m.value, 3, 1e-15);
  CHECK((m.gradient - g(m.point)).norm() == 0);
  CHECK((m.point - centre).cwiseAbs().maxCoeff() < 1e-8);
  // BFGS has seen all directions: the approximation is near the inverse of the diagonal 1, 4, 9
  CHECK((m.inverse_hessian - dense_matrix<double>(weight.cwiseInverse().asDiagonal())).norm() <
        0.1);
  CHECK(minimise(f, g, centre).iterations == 0);
}

TEST_CASE(
    "a step: an ascent is given up for steepest descent, and where nothing is lower it ends") {
  const auto f = [](const vec& x) -> double { return x.squaredNorm() / 2; };
  const auto g = [](const vec& x) { return vec(x); };
  minimum<double> m;
  m.point = vec{{3.0, 4.0}};
  m.value = f(m.point);
  m.gradient = g(m.point);
  m.inverse_hessian = -dense_matrix<double>::Identity(2, 2);
  bool fresh = false;
  CHECK_FALSE(detail::descend(f, g, m, fresh, {}));
  CHECK(m.iterations == 1);
  CHECK(m.value < 12.5);
  CHECK(m.value == f(m.point));
  // along the gradient, whatever the length
  CHECK_CLOSE_REL(m.point[0] / m.point[1], 0.75, 1e-14);

  // a kink at its lowest point, with the slope of one side: no step is lower
  const auto kink = [](const vec& x) -> double { return std::abs(x[0]); };
  const auto one = [](const vec&) { return vec{{1.0}}; };
  minimum<double> k;
  k.point = vec{{0.0}};
  k.value = 0;
  k.gradient = one(k.point);
  k.inverse_hessian = 2 * dense_matrix<double>::Identity(1, 1);
  fresh = false;
  CHECK_FALSE(detail::descend(kink, one, k, fresh, {}));  // once more by steepest descent
  CHECK(fresh);
  CHECK(k.inverse_hessian(0, 0) == 1);
  CHECK(detail::descend(kink, one, k, fresh, {}));
  CHECK_FALSE(k.converged);  // the gradient says that it is no minimum
  CHECK(k.point[0] == 0);
  CHECK(k.iterations == 2);
  const minimum whole = minimise(kink, one, vec{{0.0}});
  CHECK_FALSE(whole.converged);
  CHECK(whole.iterations == 1);
  fresh = true;
  CHECK(detail::descend(kink, one, k, fresh, {.gradient_tolerance = 1e-4}));
  CHECK(k.converged);  // within 1e4 of the tolerance
}
