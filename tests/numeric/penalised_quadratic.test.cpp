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
