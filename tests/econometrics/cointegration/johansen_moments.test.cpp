#include <bilateral/econometrics/cointegration/johansen_moments.hpp>

#include "support/close.hpp"

#include <Eigen/LU>

#include <cmath>

using namespace bilateral;
using Eigen::MatrixXd;
using kind = deterministic_case;

TEST_CASE("the moments of long samples equal the careful ones") {
  MatrixXd y(3000, 3);
  double a = 0;
  double b = 0;
  for (int t = 0; t < 3000; ++t) {
    a += std::sin(12.9898 * t * t);
    b += std::cos(78.233 * t * t + 1);
    y.row(t) << 5 + a, -3 + b, 2 + a - 0.5 * b + std::sin(4.1 * t * t);
  }
  for (const kind c : {kind::unrestricted_constant, kind::restricted_constant}) {
    const auto design =
        vecm_design_of<double>("johansen", y, {"y", "x", "z"}, {.lags = 2, .deterministics = c});
    const auto fast = moments_of(design);
    const auto slow = detail::careful_moments(design);
    const auto f = reduced_rank(fast.s00, fast.root, fast.rotated);
    const auto g = reduced_rank(slow.s00, slow.root, slow.rotated);
    for (int i = 0; i < 3; ++i) CHECK_CLOSE_REL(f.eigenvalues[i], g.eigenvalues[i], 1e-10);
  }
}

TEST_CASE(
    "moments are those of residuals on the short-run terms, solutions solve the eigenproblem") {
  MatrixXd y(40, 2);
  for (int t = 0; t < 40; ++t) y.row(t) << std::sin(0.3 * t * t), std::cos(1.1 * t * t) + 0.1 * t;
  const auto d = vecm_design_of<double>("johansen", y, {"a", "b"}, {.lags = 3});
  const auto s = moments_of(d);
  const MatrixXd z = d.short_run;
  const MatrixXd out =
      MatrixXd::Identity(z.rows(), z.rows()) - z * (z.transpose() * z).inverse() * z.transpose();
  const double n = static_cast<double>(z.rows());
  const MatrixXd s01 = d.differences.transpose() * out * d.levels / n;
  const MatrixXd s11 = d.levels.transpose() * out * d.levels / n;
  // an explicit inverse of a well-conditioned 5 x 5 matrix: twelve digits
  CHECK((s.s01 - s01).norm() < 1e-12 * s01.norm());
  CHECK((s.s11 - s11).norm() < 1e-12 * s11.norm());
  CHECK((s.root * s.root.transpose() - s.s11).norm() < 1e-13 * s11.norm());
  CHECK((s.root * s.rotated - s.s01.transpose()).norm() < 1e-13 * s01.norm());
  const auto r = reduced_rank(s.s00, s.root, s.rotated);
  CHECK(r.eigenvalues[0] > r.eigenvalues[1]);
  const MatrixXd m = s.s01.transpose() * s.s00.inverse() * s.s01;
  for (int i = 0; i < 2; ++i) {
    const Eigen::VectorXd v = r.eigenvectors.col(i);
    CHECK((m * v - r.eigenvalues[i] * s.s11 * v).norm() < 1e-12);
    CHECK_CLOSE_REL(v.dot(s.s11 * v), 1, 1e-13);
  }
}

TEST_CASE("a level that the others determine is refused") {
  MatrixXd y(40, 2);
  for (int t = 0; t < 40; ++t) y.row(t) << std::sin(0.3 * t * t), 2 * std::sin(0.3 * t * t);
  const auto d = vecm_design_of<double>("johansen", y, {"a", "b"}, {.lags = 1});
  CHECK_REFUSES(numerical_error, "is determined by the other levels", moments_of(d));
}
