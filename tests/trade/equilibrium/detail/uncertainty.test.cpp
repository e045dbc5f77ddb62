// Roots, moments and quantiles of uncertain values, by hand.
#include <bilateral/trade/equilibrium/detail/uncertainty.hpp>

#include "support/close.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace bilateral;
using matrix = dense_matrix<double>;

TEST_CASE("the root of a covariance gives it back, singular or not") {
  matrix v(3, 3);
  v << 4, 2, -2, 2, 10, 5, -2, 5, 6;
  matrix want(3, 3);  // by hand: 4 = 2^2, 10 - 1 = 3^2, 6 - 1 - 2^2 = 1
  want << 2, 0, 0, 1, 3, 0, -1, 2, 1;
  CHECK((detail::covariance_root(v) - want).norm() < 1e-14);
  const dense_vector<double> a{{1.0, -2.0, 3.0}};
  const matrix one = a * a.transpose();  // of rank one
  const matrix root = detail::covariance_root(one);
  CHECK((root * root.transpose() - one).norm() < 1e-13);
  CHECK(root.rightCols(2).isZero(0));
  CHECK(detail::covariance_root(matrix(matrix::Zero(2, 2))).isZero(0));
  v(2, 2) = 4;  // 4 - 1 - 4 is below zero
  CHECK_REFUSES(argument_error, "is not positive semidefinite", detail::covariance_root(v));
}

TEST_CASE("variance and draws of what is known, normal or between two ends") {
  const uncertain_value known{5}, normal{5, spread_kind::normal, 0.5},
      uniform{5, spread_kind::uniform, 4, 7};
  CHECK(detail::variance_of(known) == 0);
  CHECK(detail::variance_of(normal) == 0.25);
  CHECK(detail::variance_of(uniform) == 0.75);  // (7 - 4)^2 / 12
  constexpr int n = 40000;
  double sum = 0, squares = 0, flat = 0, flat_squares = 0, worst = 0;
  for (int i = 0; i < n; ++i) {
    philox stream(5, static_cast<std::uint64_t>(i));
    const double z = detail::draw_of(normal, stream) - 5;
    const double u = detail::draw_of(uniform, stream) - 5.5;
    worst = (std::max)(worst, std::abs(u));
    sum += z;
    squares += z * z;
    flat += u;
    flat_squares += u * u;
  }
  CHECK(worst <= 1.5);
  CHECK(worst > 1.49);
  philox any(5, 0);
  CHECK(detail::draw_of(known, any) == 5);
  // five standard errors of means and mean squares: sd / sqrt(n); variance sqrt(2 / n) and sqrt(0.8 / n) of itself
  const double root = std::sqrt(double(n));
  CHECK_CLOSE_ABS(sum / n, 0, 5 * 0.5 / root);
  CHECK_CLOSE_ABS(squares / n, 0.25, 5 * 0.25 * std::sqrt(2.0) / root);
  CHECK_CLOSE_ABS(flat / n, 0, 5 * std::sqrt(0.75) / root);
  CHECK_CLOSE_ABS(flat_squares / n, 0.75, 5 * 0.75 * std::sqrt(0.8) / root);
}

TEST_CASE("ends in order, deviations not negative") {
  CHECK_REFUSES(argument_error, "the standard deviation of theta is -1",
                detail::check_uncertain("theta", {5, spread_kind::normal, -1}));
  CHECK_REFUSES(argument_error, "the range of theta is 8 to 4",
                detail::check_uncertain("theta", {5, spread_kind::uniform, 8, 4}));
  CHECK_REFUSES(argument_error, "the range of psi is 4 to 4",
                detail::check_uncertain("psi", {4, spread_kind::uniform, 4, 4}));
  detail::check_uncertain("theta", {5, spread_kind::normal, 0});
  detail::check_uncertain("theta", {5, spread_kind::fixed, 8, 4});
}

TEST_CASE("the terms that a scenario uses, in its order") {
  named_estimates all;
  all.names = {"a", "b", "c"};
  all.coefficients = dense_vector<double>{{1.0, 2.0, 3.0}};
  const auto known = detail::selected(all, {"c", "a"});
  CHECK(known.covariance.size() == 0);
  all.covariance.resize(3, 3);
  all.covariance << 1, 2, 3, 2, 5, 6, 3, 6, 9;
  const auto some = detail::selected(all, {"c", "a"});
  CHECK(some.names == std::vector<std::string>{"c", "a"});
  CHECK(some.coefficients[0] == 3);
  CHECK(some.coefficients[1] == 1);
  CHECK(some.covariance(0, 0) == 9);
  CHECK(some.covariance(0, 1) == 3);
  CHECK(some.covariance(1, 0) == 3);
  CHECK(some.covariance(1, 1) == 1);
  CHECK_REFUSES(argument_error, "the estimates have no term 'd'",
                detail::selected(all, {"a", "d"}));
}
