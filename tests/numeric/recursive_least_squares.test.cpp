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

TEST_CASE("recursive_least_squares: the error of a prediction and its weight, by hand") {
  // y on x alone: rows (1, 2), (2, 1), then (3, 5): b = 4/5, x'Px = 9/5
  recursive_least_squares<double> r(1);
  using lane = decltype(r)::lane;
  const double x[] = {1, 2, 3};
  r.include(&x[0], 2, lane::Ones());
  CHECK(r.weight()[0] == 0);  // a direction not seen before
  CHECK(r.rss()[0] == 0);
  r.include(&x[1], 1, lane::Ones());
  CHECK_CLOSE_REL(r.prediction_error()[0], 1 - 2 * 2, 1e-15);  // b was 2
  CHECK_CLOSE_REL(r.weight()[0], 1 / (1 + 4.0), 1e-15);
  CHECK_CLOSE_REL(r.rss()[0], 9.0 / 5, 1e-15);
  CHECK_CLOSE_REL(r.coefficients()[0], 4.0 / 5, 1e-15);
  r.include(&x[2], 5, lane::Ones());
  CHECK_CLOSE_REL(r.prediction_error()[0], 5 - 12.0 / 5, 1e-15);
  CHECK_CLOSE_REL(r.weight()[0], 1 / (1 + 9.0 / 5), 1e-15);
  CHECK_CLOSE_REL(r.coefficients()[0], 19.0 / 14, 1e-15);
  CHECK_CLOSE_REL(r.inverse_gram()(0, 0), 1.0 / 14, 1e-15);
  CHECK_CLOSE_REL(r.rotated(0)[0], 19.0 / 14, 1e-15);
  r.clear();
  CHECK(r.rss()[0] == 0);
  CHECK(r.coefficients()[0] == 0);
  CHECK_REFUSES(numerical_error, "column 1 is determined", r.inverse_gram());
}

TEST_CASE("recursive_least_squares: lanes are samples of their own, and samples may be joined") {
  Eigen::MatrixXd x(24, 3);
  Eigen::VectorXd y(24);
  recursive_least_squares<double, 2> odd_and_all(3), joined(3), rest(3), of_rows(3);
  using lane = decltype(odd_and_all)::lane;
  for (Eigen::Index i = 0; i < 24; ++i) {
    const double t = static_cast<double>(i);
    x.row(i) << 1, std::sin(t), std::cos(t * t);
    y[i] = std::sin(3 * t) + 0.1 * t;
    const double row[] = {x(i, 0), x(i, 1), x(i, 2)};
    const lane weight(i % 2 == 1 ? 1.0 : 0.0, 1.0);
    odd_and_all.include(row, y[i], weight);
    (i < 9 ? joined : rest).include(row, y[i], weight);
    // each lane with its own row: the second has the row times two
    for (std::size_t c = 0; c < 3; ++c) of_rows.row()[c] = lane(row[c], 2 * row[c]);
    of_rows.include_row(lane(y[i], 2 * y[i]), lane::Ones());
  }
  joined.include(rest);
  const Eigen::MatrixXd odd = x(Eigen::seq(1, 23, 2), Eigen::all);
  const Eigen::VectorXd odd_y = y(Eigen::seq(1, 23, 2));
  const auto of_odd = least_squares<double>(odd, odd_y), of_all = least_squares<double>(x, y);
  for (const auto* r : {&odd_and_all, &joined}) {
    CHECK_CLOSE_REL(r->rss()[0], of_odd.residual_sum_of_squares, 1e-12);
    CHECK_CLOSE_REL(r->rss()[1], of_all.residual_sum_of_squares, 1e-12);
    for (Eigen::Index j = 0; j < 3; ++j) {
      CHECK_CLOSE_REL(r->coefficients(0)[j], of_odd.coefficients[j], 1e-11);
      CHECK_CLOSE_REL(r->coefficients(1)[j], of_all.coefficients[j], 1e-11);
      CHECK_CLOSE_REL(r->inverse_gram(0)(0, j), of_odd.inverse_gram(0, j), 1e-11);
    }
  }
  CHECK_CLOSE_REL(of_rows.rss()[1], 4 * of_all.residual_sum_of_squares, 1e-12);
  CHECK_CLOSE_REL(of_rows.rss()[0], of_all.residual_sum_of_squares, 1e-12);
  CHECK_CLOSE_REL(of_rows.coefficients(1)[2], of_all.coefficients[2], 1e-11);
}

TEST_CASE("recursive_least_squares: a direction not seen yet has the coefficient zero") {
  recursive_least_squares<double> r(2);
  const double first[] = {2, 0}, second[] = {4, 0};
  r.include(first, 6, decltype(r)::lane::Ones());
  r.include(second, 12, decltype(r)::lane::Ones());
  CHECK_CLOSE_REL(r.coefficients()[0], 3, 1e-15);
  CHECK(r.coefficients()[1] == 0);
  CHECK(r.rss()[0] == 0);
  CHECK_REFUSES(numerical_error, "column 2 is determined by the columns before it",
                r.inverse_gram());
}
