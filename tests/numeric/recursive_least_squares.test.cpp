#include <bilateral/numeric/recursive_least_squares.hpp>

#include <bilateral/numeric/least_squares.hpp>

#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("recursive_least_squares: after every row the fit of all rows so far") {
  Eigen::MatrixXd x(40, 3);
  Eigen::VectorXd y(40);
  recursive_least_squares<double> r(3);
  for (Eigen::Index i = 0; i < 40; ++i) {
    x.row(i) << 1, std::sin(double(i)), std::cos(double(i * i));
    y[i] = std::sin(double(3 * i));
    const double row[] = {x(i, 0), x(i, 1), x(i, 2)};
    r.include(row, y[i], decltype(r)::lane::Ones());
    if (i < 4) continue;
    const auto fit = least_squares<double>(x.topRows(i + 1), y.head(i + 1));
    CHECK_CLOSE_REL(r.rss()[0], fit.residual_sum_of_squares, 1e-11);
    const auto b = r.coefficients();
    for (Eigen::Index j = 0; j < 3; ++j) CHECK_CLOSE_REL(b[j], fit.coefficients[j], 1e-10);
  }
}

TEST_CASE(
    "recursive_least_squares: the inverse Gram matrix and the triangle are those of all rows") {
  Eigen::MatrixXd x(30, 4);
  recursive_least_squares<double> r(4);
  for (Eigen::Index i = 0; i < 30; ++i) {
    const double t = static_cast<double>(i);
    x.row(i) << 1, std::sin(t), std::cos(t * t), std::sin(2 * t) + 0.3 * t;
    const double row[] = {x(i, 0), x(i, 1), x(i, 2), x(i, 3)};
    r.include(row, std::cos(t), decltype(r)::lane::Ones());
  }
  const Eigen::MatrixXd gram = x.transpose() * x;
  const Eigen::MatrixXd identity = r.inverse_gram() * gram;
  for (Eigen::Index i = 0; i < 4; ++i) {
    for (Eigen::Index j = 0; j < 4; ++j) CHECK_CLOSE_ABS(identity(i, j), i == j ? 1.0 : 0.0, 1e-11);
  }
  // X'X = U' D U with ones on the diagonal of U
  Eigen::MatrixXd u = Eigen::MatrixXd::Identity(4, 4), d = Eigen::MatrixXd::Zero(4, 4);
  for (std::size_t i = 0; i < 4; ++i) {
    d(Eigen::Index(i), Eigen::Index(i)) = r.diagonal(i)[0];
    for (std::size_t j = i + 1; j < 4; ++j) u(Eigen::Index(i), Eigen::Index(j)) = r.above(i, j)[0];
  }
  const Eigen::MatrixXd made = u.transpose() * d * u;
  for (Eigen::Index i = 0; i < 4; ++i) {
    for (Eigen::Index j = 0; j < 4; ++j) CHECK_CLOSE_ABS(made(i, j), gram(i, j), 1e-10);
  }
}
