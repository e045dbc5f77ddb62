#include <bilateral/numeric/conjugate_gradients.hpp>

#include <bilateral/numeric/dense.hpp>
#include <bilateral/numeric/least_squares.hpp>

#include "support/close.hpp"

using namespace bilateral;

namespace {

using vector = std::vector<double>;

// a least squares problem: S = A'A, b = A'y
struct problem {
  dense_matrix<double> a;
  dense_vector<double> y;
  [[nodiscard]] dense_matrix<double> s() const { return a.transpose() * a; }
};

problem random_problem(Eigen::Index n, Eigen::Index k, double spread) {
  problem p{dense_matrix<double>(n, k), dense_vector<double>(n)};
  std::uint64_t state = 7;
  const auto draw = [&] {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return double(state >> 11) / 9007199254740992.0 - 0.5;
  };
  for (Eigen::Index i = 0; i < n; ++i) {
    for (Eigen::Index j = 0; j < k; ++j)
      p.a(i, j) = draw() * std::pow(spread, double(j) / double(k));
    p.y[i] = draw();
  }
  return p;
}

struct outcome {
  dense_vector<double> x;
  conjugate_gradients_progress progress;
};

outcome solve(const problem& p, const conjugate_gradients_options& options) {
  const dense_matrix<double> s = p.s();
  const dense_vector<double> b = p.a.transpose() * p.y;
  const auto system = [&](const vector& v, vector& out) {
    dense_vector<double>::Map(out.data(), s.rows()) =
        s * dense_vector<double>::Map(v.data(), s.rows());
  };
  const auto diagonal = [&](const vector& r, vector& z) {
    lanes<double, 1> sum{};
    for (std::size_t u = 0; u < r.size(); ++u) {
      z[u] = r[u] / s(Eigen::Index(u), Eigen::Index(u));
      sum[0] += r[u] * z[u];
    }
    return sum;
  };
  lanes<double, 1> length{};
  length[0] = p.y.squaredNorm();
  conjugate_gradients<double, 1> solver(vector(b.data(), b.data() + b.size()), length, length,
                                        diagonal);
  outcome out;
  solver.run(system, diagonal, options.max_iterations, options, out.progress);
  out.x = dense_vector<double>::Map(solver.solution().data(), b.size());
  return out;
}

}  // namespace

TEST_CASE("conjugate gradients: least squares to the error asked for") {
  for (const double spread : {1.0, 1e2, 1e4}) {
    const problem p = random_problem(80, 30, spread);
    const auto exact = least_squares<double>(p.a, p.y);
    for (const double tolerance : {1e-3, 1e-6, 1e-9}) {
      const outcome out = solve(p, {.tolerance = tolerance});
      const double error = (p.a * (out.x - exact.coefficients)).norm() / exact.residuals.norm();
      CHECK(out.progress.converged);
      CHECK(out.progress.error <= tolerance);
      CHECK(error < 2 * tolerance);
      CHECK(out.progress.trace.size() == std::size_t(out.progress.iterations));
    }
  }
}

TEST_CASE("conjugate gradients: a singular system with a solution") {
  problem p = random_problem(50, 12, 1.0);
  p.a.col(11) = p.a.col(2) + p.a.col(5);
  const auto exact = least_squares<double>(p.a, p.y);
  const outcome out = solve(p, {.tolerance = 1e-10});
  CHECK(out.progress.converged);
  CHECK((p.y - p.a * out.x - exact.residuals).norm() < 2e-10 * exact.residuals.norm());
}

TEST_CASE("conjugate gradients: a plateau is not the end") {
  // eigenvalues in two far clusters: the error falls, stands still, and falls again
  problem p = random_problem(200, 60, 1.0);
  for (Eigen::Index j = 0; j < 60; ++j) p.a.row(j) *= 30 * (1 + 0.1 * double(j));
  const auto exact = least_squares<double>(p.a, p.y);
  const outcome out = solve(p, {.tolerance = 1e-8});
  CHECK((p.a * (out.x - exact.coefficients)).norm() < 2e-8 * exact.residuals.norm());
}

TEST_CASE("conjugate gradients: the limit of iterations is told, zeros need none") {
  const problem p = random_problem(80, 30, 1e4);
  const outcome out = solve(p, {.tolerance = 1e-12, .max_iterations = 3});
  CHECK_FALSE(out.progress.converged);
  CHECK(out.progress.iterations == 3);
  problem zero = p;
  zero.y.setZero();
  CHECK(solve(zero, {}).progress.iterations == 0);
}

TEST_CASE("conjugate gradients: products of lanes have the same bits for any number of threads") {
  std::vector<double> a(4 * (2 * rows_of_block + 5)), b(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    a[i] = std::sin(double(i));
    b[i] = std::cos(double(3 * i));
  }
  const auto one = lane_products<4>(a, b, 1), three = lane_products<4>(a, b, 3);
  for (std::size_t j = 0; j < 4; ++j) {
    CHECK(one[j] == three[j]);
    double plain = 0;
    for (std::size_t u = j; u < a.size(); u += 4) plain += a[u] * b[u];
    CHECK_CLOSE_ABS(one[j], plain, 1e-10);  // 33,000 terms below one
  }
}
