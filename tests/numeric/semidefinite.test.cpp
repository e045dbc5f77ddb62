#include <bilateral/numeric/semidefinite.hpp>

#include "support/close.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace bilateral;

namespace {

dense_matrix<double> factor_of(Eigen::Index n, Eigen::Index r) {
  dense_matrix<double> a(n, r);
  for (Eigen::Index i = 0; i < n; ++i) {
    for (Eigen::Index j = 0; j < r; ++j) {
      a(i, j) = std::sin(1.0 + double(i * i) * 0.37 + double(j) * 1.7 * double(i + 1));
    }
  }
  return a;
}

}  // namespace

TEST_CASE("S G S = S for singular and regular matrices, across blocks") {
  for (const Eigen::Index n : {1, 5, 64, 65, 200}) {
    for (const Eigen::Index r : {Eigen::Index{1}, n / 2 + 1, n}) {
      const dense_matrix<double> a = factor_of(n, r);
      const dense_matrix<double> s = a * a.transpose();
      const auto g = semidefinite_inverse(s);
      CAPTURE(n);
      CAPTURE(r);
      CHECK(g.rank() <= r);
      // 1e-6: the condition of the kept rows enters
      CHECK((s * g.inverse * s - s).norm() <= 1e-6 * s.norm());
    }
  }
}

TEST_CASE("a row that the ones before it determine is left out; zero is rank zero") {
  dense_matrix<double> s(3, 3);
  s << 4, 2, 6, 2, 3, 5, 6, 5, 11;  // the third row is the sum of the others
  const auto g = semidefinite_inverse(s);
  CHECK(g.kept == std::vector<Eigen::Index>{0, 1});
  CHECK(g.inverse.row(2).norm() == 0);
  CHECK_CLOSE_REL(g.inverse(0, 0), 3.0 / 8, 1e-14);
  CHECK(semidefinite_inverse(dense_matrix<double>::Zero(2, 2).eval()).rank() == 0);
}

TEST_CASE("shapes are refused") {
  CHECK_THROWS_WITH_AS((void)semidefinite_inverse(dense_matrix<double>::Zero(2, 3).eval()),
                       "semidefinite_inverse: the matrix is 2 x 3", argument_error);
}
