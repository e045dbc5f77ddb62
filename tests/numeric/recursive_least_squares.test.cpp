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
