#include <bilateral/numeric/symmetric_eigen.hpp>

#include "support/close.hpp"

using bilateral::symmetric_eigen;

TEST_CASE("symmetric_eigen: the second-difference matrix has the eigenvalues of its formula") {
  // 2 - 2 cos(j pi / (k + 1)), e.g. Golub & Van Loan (2013), 4.8.3
  const Eigen::Index k = 12;
  Eigen::MatrixXd a = Eigen::MatrixXd::Zero(k, k);
  for (Eigen::Index i = 0; i < k; ++i) {
    a(i, i) = 2;
    if (i > 0) a(i, i - 1) = a(i - 1, i) = -1;
  }
  const auto e = symmetric_eigen<double>(a);
  for (Eigen::Index j = 0; j < k; ++j) {
    const double exact = 2 - 2 * std::cos(double(j + 1) * 3.14159265358979323846 / double(k + 1));
    CHECK_CLOSE_REL(e.values[j], exact, 1e-13);  // Jacobi is relatively accurate here
  }
  CHECK((e.vectors.transpose() * e.vectors - Eigen::MatrixXd::Identity(k, k)).norm() < 1e-13);
  CHECK((a * e.vectors - e.vectors * e.values.asDiagonal()).norm() < 1e-13);
}

TEST_CASE("symmetric_eigen: small eigenvalues of a graded matrix keep their digits") {
  Eigen::MatrixXd a(2, 2);
  a << 1e20, 1e9, 1e9, 1;  // eigenvalues 1e20 + 1e-2... and 1 - 1e-2
  const auto e = symmetric_eigen<double>(a);
  CHECK_CLOSE_REL(e.values[0], 0.99, 1e-12);
}

TEST_CASE("symmetric_eigen: limits and refusals") {
  CHECK(symmetric_eigen<double>(Eigen::MatrixXd::Constant(1, 1, 3.0)).values[0] == 3.0);
  CHECK(symmetric_eigen<double>(Eigen::MatrixXd::Zero(3, 3)).values.isZero());
  CHECK_REFUSES(bilateral::argument_error, "2 x 3", symmetric_eigen<double>(Eigen::MatrixXd(2, 3)));
  CHECK_REFUSES(bilateral::argument_error, "missing",
                symmetric_eigen<double>(Eigen::MatrixXd::Constant(2, 2, std::nan(""))));
}
