#include <bilateral/numeric/cholesky.hpp>

#include "support/close.hpp"

#include <cmath>

using namespace bilateral;
using Eigen::MatrixXd;

TEST_CASE("L L' = A, and triangular solves undo L") {
  for (const Eigen::Index k : {1, 2, 5, 20}) {
    MatrixXd a(k + 3, k);
    for (Eigen::Index i = 0; i < a.size(); ++i) a.data()[i] = std::sin(1 + 0.7 * double(i * i));
    const MatrixXd s = a.transpose() * a + MatrixXd::Identity(k, k);
    const MatrixXd l = lower_cholesky<double>(s, "f", "the columns");
    // backward stable: k ulps of the norm
    CHECK((l * l.transpose() - s).norm() < 1e-14 * s.norm() * double(k));
    const MatrixXd b = MatrixXd::Ones(k, 2) + 0.5 * s.leftCols(1).replicate(1, 2);
    CHECK((l * solve_lower<double>(l, b) - b).norm() < 1e-13 * b.norm());
    CHECK((l.transpose() * solve_lower_transposed<double>(l, b) - b).norm() < 1e-13 * b.norm());
    CHECK(cholesky_above<double>(s, 1e-5).has_value());
  }
  const dense_matrix<double> example =
      (MatrixXd(2, 2) << 4, 0, 2, 5).finished();  // lower half only
  CHECK(lower_cholesky(example, "f", "x") == (MatrixXd(2, 2) << 2, 0, 1, 2).finished());
}

TEST_CASE("collinear columns are named by place") {
  const dense_matrix<double> a = (MatrixXd(3, 3) << 1, 2, 0, 2, 4, 0, 0, 0, 1).finished();
  CHECK_REFUSES(numerical_error, "johansen: the levels are collinear (column 2)",
                lower_cholesky(a, "johansen", "the levels"));
  CHECK(!cholesky_above(a, 1e-13));
  const dense_matrix<double> nearly = (MatrixXd(2, 2) << 1, 1, 1, 1 + 1e-6).finished();
  CHECK(cholesky_above(nearly, 1e-7).has_value());
  CHECK(!cholesky_above(nearly, 1e-5));
  CHECK_REFUSES(numerical_error, "column 1",
                lower_cholesky(dense_matrix<double>(MatrixXd::Zero(1, 1)), "f", "x"));
}
