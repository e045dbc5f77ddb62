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

TEST_CASE("beyond 256 rows the inverse is put together from several blocks") {
  const dense_matrix<double> a = factor_of(300, 300);
  const dense_matrix<double> s =
      a * a.transpose() + 50 * dense_matrix<double>::Identity(300, 300);  // condition below 1e3
  const auto g = semidefinite_inverse(s);
  CHECK(g.rank() == 300);
  CHECK((s * g.inverse - dense_matrix<double>::Identity(300, 300)).cwiseAbs().maxCoeff() < 1e-10);
  CHECK(g.inverse == g.inverse.transpose());
}

TEST_CASE("a pivot is judged against the scale and the tolerance that are given") {
  dense_matrix<double> s(2, 2);
  s << 1, 0, 0, 1e-12;
  CHECK(semidefinite_inverse(s).rank() == 2);  // each against its own diagonal
  const dense_vector<double> ones = dense_vector<double>::Ones(2);
  const auto g = semidefinite_inverse(s, ones);
  CHECK(g.kept == std::vector<Eigen::Index>{0});
  CHECK(g.inverse(0, 0) == 1);
  CHECK(g.inverse(1, 1) == 0);
  CHECK_CLOSE_REL(semidefinite_inverse(s, ones, 1e-13).inverse(1, 1), 1e12, 1e-14);
  CHECK(semidefinite_inverse(s, ones, 1e-12).rank() == 1);  // not above it
  CHECK_REFUSES(argument_error, "scale has 3 entries for 2 rows",
                semidefinite_inverse(s, dense_vector<double>(dense_vector<double>::Ones(3))));
}
