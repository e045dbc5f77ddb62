#include <bilateral/numeric/minimise.hpp>

#include "support/close.hpp"

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
  const minimum m = minimise(rosenbrock, usual_start());
  CHECK(m.converged);
  // the Hessian's condition number is 2500; central differences are good to 1e-10
  CHECK_CLOSE_ABS(m.point[0], 1.0, 1e-6);
  CHECK_CLOSE_ABS(m.point[1], 1.0, 1e-6);
  CHECK(m.trace.front() == doctest::Approx(24.2));
  for (std::size_t i = 1; i < m.trace.size(); ++i) CHECK(m.trace[i] <= m.trace[i - 1]);
  const minimum ten = minimise(rosenbrock, vec::Constant(10, -0.5).eval());
  CHECK(ten.converged);
}

TEST_CASE("a quadratic with an analytic gradient") {
  dense_matrix<double> a(3, 3);
  a << 4, 1, 0, 1, 3, -1, 0, -1, 1000;
  const vec b{{1.0, -2.0, 5.0}};
  const auto f = [&](const vec& x) { return 0.5 * x.dot(a * x) - b.dot(x) + 7; };
  const auto g = [&](const vec& x) { return vec(a * x - b); };
  const minimum m = minimise(f, g, vec::Zero(3).eval(), {.gradient_tolerance = 1e-12});
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
  const minimum m = minimise(f, vec{{20.0}});
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
  const minimum m = minimise(rosenbrock, usual_start(), few);
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
  const minimum m = minimise(f, g, vec{{1e-6}}, {.gradient_tolerance = 1e-8});
  CHECK(m.converged);
  CHECK(m.point[0] == 1e-6);  // it is there already
  CHECK(steps == 1);
}
