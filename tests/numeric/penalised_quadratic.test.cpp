#include <bilateral/numeric/penalised_quadratic.hpp>

#include "support/close.hpp"

#include <doctest/doctest.h>

using namespace bilateral;
using vector = dense_vector<double>;
using matrix = dense_matrix<double>;

namespace {

matrix gram(Eigen::Index k) {
  matrix x(3 * k, k);
  for (Eigen::Index i = 0; i < x.rows(); ++i) {
    for (Eigen::Index j = 0; j < k; ++j)
      x(i, j) = std::sin(double((i + 1) * (j + 2))) + (j > 0 ? x(i, j - 1) : 0);
  }
  return x.transpose() * x;
}

}  // namespace

TEST_CASE("one coordinate: soft thresholding, with and without a square") {
  const matrix g = matrix::Constant(1, 1, 2.0);
  const auto at = [&](double c, double p, double r) {
    return penalised_quadratic<double>(g, vector::Constant(1, c), vector::Constant(1, p),
                                       vector::Constant(1, r))
        .solution[0];
  };
  CHECK(at(3, 1, 0) == 1);
  CHECK(at(-3, 1, 0) == -1);
  CHECK(at(1, 1, 0) == 0);
  CHECK(at(3, 1, 2) == 0.5);
  CHECK(at(3, 0, 0) == 1.5);
}

TEST_CASE("conditions of the minimum over a grid of penalties, correlated columns") {
  const matrix g = gram(12);
  vector c(12), square(12);
  for (Eigen::Index j = 0; j < 12; ++j) {
    c[j] = 20 * std::cos(3.0 * double(j));
    square[j] = double(j % 3);
  }
  Eigen::Index before = 13;
  for (const double p : {0.0, 0.1, 1.0, 5.0, 15.0, 30.0}) {
    const auto r = penalised_quadratic<double>(g, c, vector::Constant(12, p), square);
    const vector slope = c - g * r.solution - square.cwiseProduct(r.solution);
    Eigen::Index selected = 0;
    for (Eigen::Index j = 0; j < 12; ++j) {
      const double b = r.solution[j];
      selected += b != 0;
      // 1e-11 of right sides of 20: the tolerance asked for
      if (b == 0) CHECK(std::abs(slope[j]) <= p + 2e-10);
      if (b != 0) CHECK_CLOSE_ABS(slope[j], b > 0 ? p : -p, 2e-10);
    }
    CHECK(selected <= before);
    before = selected;
  }
  CHECK(before == 0);
}

TEST_CASE("a column twice: any split, one sum") {
  matrix g(2, 2);
  g << 1, 1, 1, 1;
  const auto r = penalised_quadratic<double>(g, vector::Constant(2, 3.0), vector::Constant(2, 1.0),
                                             vector::Zero(2));
  CHECK_CLOSE_ABS(r.solution.sum(), 2.0, 1e-11);
}

TEST_CASE("refusals and the limit of passes") {
  const matrix g = gram(4);
  const vector c = vector::Ones(4), zero = vector::Zero(4);
  CHECK_REFUSES(argument_error, "must not be negative",
                penalised_quadratic<double>(g, c, vector::Constant(4, -1.0), zero));
  CHECK_REFUSES(argument_error, "the matrix is 4 x 4",
                penalised_quadratic<double>(g, vector::Ones(3), zero, zero));
  CHECK_REFUSES(convergence_error, "not found after 2 passes",
                penalised_quadratic<double>(g, c, vector::Constant(4, 0.01), zero, {}, {1e-15, 2}));
}

TEST_CASE(
    "the start is used, a coordinate without curvature stays there, zero right sides are zero") {
  matrix g(2, 2);
  g << 2, 0, 0, 0;
  const vector zero = vector::Zero(2);
  const auto r = penalised_quadratic<double>(g, vector{{4.0, 0.0}}, zero, zero, vector{{7.0, 5.0}});
  CHECK(r.solution[0] == 2);
  CHECK(r.solution[1] == 5);
  CHECK(r.passes == 1);
  CHECK(r.violation == 0);
  const auto there =
      penalised_quadratic<double>(g, vector{{4.0, 0.0}}, zero, zero, vector{{2.0, 5.0}});
  CHECK(there.passes == 0);  // it is the minimum already
  const auto none = penalised_quadratic<double>(g, zero, zero, zero);
  CHECK(none.passes == 0);
  CHECK(none.solution.isZero(0));
  // the violation is the largest miss as a share of the largest right side: (4 - 2 - 1) / 4 and (3 - 1) / 4
  matrix unit(2, 2);
  unit << 2, 0, 0, 1;
  detail::coordinate_descent<double> d(unit, r.solution, zero, zero, zero);
  CHECK(d.violation() == 1);
  const vector right{{4.0, -3.0}}, penalty{{1.0, 1.0}};
  detail::coordinate_descent<double> e(unit, right, penalty, zero, vector{{1.0, 0.0}});
  CHECK(e.violation() == 0.5);
  e.pass();
  CHECK(e.solution() == vector{{1.5, -2.0}});
  CHECK(e.violation() == 0);
  CHECK_REFUSES(argument_error, "are 0 and -1; they must not be negative",
                penalised_quadratic<double>(g, right, zero, vector{{0.0, -1.0}}));
  CHECK_REFUSES(argument_error, "and 3 entries",
                penalised_quadratic<double>(g, right, zero, zero, vector(vector::Zero(3))));
}

TEST_CASE(
    "nearly collinear columns: few passes, for the equations are solved once the signs stand") {
  // passes alone shrink the error by the squared correlation each: 0.9998, some 90,000 of them to 1e-11
  matrix g(2, 2);
  g << 1, 0.9999, 0.9999, 1;
  const vector c{{3.0, 2.9998}};
  const auto r = penalised_quadratic<double>(g, c, vector::Constant(2, 0.5), vector::Zero(2));
  // both positive: G b = c - 1/2; by hand b1 + b2 = 4.9998 / 1.9999, b1 - b2 = 0.0002 / 0.0001
  CHECK_CLOSE_REL(r.solution[0], (4.9998 / 1.9999 + 2) / 2, 1e-10);
  CHECK_CLOSE_REL(r.solution[1], (4.9998 / 1.9999 - 2) / 2, 1e-9);
  CHECK(r.passes <= 20);
}
