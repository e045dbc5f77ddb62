#pragma once
/// Newton's method with the Jacobian as an operator: GMRES inside, halved steps outside.

#include <bilateral/core/error.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/number.hpp>
#include <bilateral/numeric/dense.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace bilateral::detail {

/// Solves A x = b for an operator x -> A x, from x = 0, without restarts.
///
/// @see  Saad & Schultz (1986), SIAM Journal on Scientific and Statistical Computing 7(3)
template <class Scalar, class Apply>
[[nodiscard]] dense_vector<Scalar> gmres(const Apply& apply, const dense_vector<Scalar>& b,
                                         const Scalar& relative_tolerance, Eigen::Index limit) {
  using std::abs;
  using std::sqrt;
  const Scalar size = sqrt(b.squaredNorm());
  if (size == Scalar(0)) return dense_vector<Scalar>::Zero(b.size());
  limit = (std::min)(limit, b.size());
  std::vector<dense_vector<Scalar>> basis{b / size};
  dense_matrix<Scalar> h = dense_matrix<Scalar>::Zero(limit + 1, limit);
  dense_vector<Scalar> g = dense_vector<Scalar>::Zero(limit + 1), cosine(limit), sine(limit);
  g[0] = size;
  Eigen::Index k = 0;
  while (k < limit) {
    dense_vector<Scalar> v = apply(basis.back());
    for (int pass = 0; pass < 2; ++pass) {  // Gram-Schmidt twice: orthogonal to rounding
      for (Eigen::Index i = 0; i <= k; ++i) {
        const Scalar along = basis[to_size(i)].dot(v);
        h(i, k) += along;
        v -= along * basis[to_size(i)];
      }
    }
    h(k + 1, k) = sqrt(v.squaredNorm());
    const bool invariant = !(h(k + 1, k) > Scalar(0));
    if (!invariant) basis.push_back(v / h(k + 1, k));
    for (Eigen::Index i = 0; i < k; ++i) {
      const Scalar above = cosine[i] * h(i, k) + sine[i] * h(i + 1, k);
      h(i + 1, k) = cosine[i] * h(i + 1, k) - sine[i] * h(i, k);
      h(i, k) = above;
    }
    const Scalar radius = sqrt(h(k, k) * h(k, k) + h(k + 1, k) * h(k + 1, k));
    if (!(radius > Scalar(0))) break;
    cosine[k] = h(k, k) / radius;
    sine[k] = h(k + 1, k) / radius;
    h(k, k) = radius;
    g[k + 1] = -sine[k] * g[k];
    g[k] *= cosine[k];
    ++k;
    if (invariant || abs(g[k]) <= relative_tolerance * size) break;
  }
  dense_vector<Scalar> x = dense_vector<Scalar>::Zero(b.size());
  for (Eigen::Index i = k; i-- > 0;) {
    for (Eigen::Index l = i + 1; l < k; ++l) g[i] -= h(i, l) * g[l];
    g[i] /= h(i, i);
    x += g[i] * basis[to_size(i)];
  }
  return x;
}

struct newton_report {
  std::size_t iterations = 0;
  double residual = std::numeric_limits<double>::infinity();  ///< so where the start is no place
  bool converged = false;
  std::vector<double> trace;  ///< the largest residual before each step
};

/// Solves f(z) = 0. `system.evaluate(z)` is false where z lies outside the domain; afterwards
/// `system.residual()` is f(z) and `system.apply(v)` is -f'(z) v, scaled so as to be near the
/// identity.
///
/// A step is halved until the sum of squares falls; the inner accuracy follows the residual, so
/// that the last steps converge quadratically.
/// @see  Eisenstat & Walker (1996), SIAM Journal on Scientific Computing 17(1)
template <class Scalar, class System>
newton_report newton_krylov(System& system, dense_vector<Scalar>& z, double tolerance,
                            std::size_t max_iterations, double longest_step) {
  using std::sqrt;
  newton_report report;
  if (!system.evaluate(z)) return report;
  for (;;) {
    const dense_vector<Scalar> f = system.residual();
    report.residual = static_cast<double>(f.cwiseAbs().maxCoeff());
    report.trace.push_back(report.residual);
    report.converged = report.residual <= tolerance;
    if (report.converged || !std::isfinite(report.residual)) return report;
    if (report.iterations == max_iterations) return report;
    const Scalar before = f.squaredNorm();
    // no more inner digits than the outer step can use: the residual after it is about f^2
    const Scalar forcing = (std::max)((std::min)(Scalar(0.1), Scalar(sqrt(before))),
                                      Scalar(Scalar(tolerance) / Scalar(4) / sqrt(before)));
    dense_vector<Scalar> step =
        gmres<Scalar>([&](const dense_vector<Scalar>& v) { return system.apply(v); }, f, forcing,
                      Eigen::Index{400});
    const double largest = static_cast<double>(step.cwiseAbs().maxCoeff());
    if (largest > longest_step) step *= Scalar(longest_step / largest);
    const dense_vector<Scalar> from = z;
    Scalar length(1);
    bool better = false;
    for (int halving = 0; halving < 30 && !better; ++halving, length /= Scalar(2)) {
      z = from + length * step;
      better = system.evaluate(z) && system.residual().squaredNorm() < before;
    }
    ++report.iterations;
    if (!better) {
      z = from;
      (void)system.evaluate(z);
      return report;
    }
  }
}

}  // namespace bilateral::detail
