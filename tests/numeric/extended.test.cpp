#include <bilateral/numeric/extended.hpp>

#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("two_sum and two_product are exact") {
  const auto s = two_sum(1e16, 1.0);
  CHECK(s.high == 1e16);
  CHECK(s.low == 1.0);
  const double a = 1 + 0x1p-30, b = 1 - 0x1p-30;  // a b = 1 - 2^-60
  const auto p = two_product(a, b);
  CHECK(p.high == 1.0);
  CHECK(p.low == -0x1p-60);
  const auto f = two_product(1 + 0x1p-13F, 1 - 0x1p-13F);
  CHECK(f.high == 1.0F);
  CHECK(f.low == -0x1p-26F);
}

TEST_CASE("extended_residual: cancellation that plain arithmetic loses") {
  Eigen::MatrixXd x(600, 2);
  Eigen::VectorXd b(2), y(600);
  b << 1 + 0x1p-30, 1;
  for (Eigen::Index i = 0; i < 600; ++i) {
    x(i, 0) = 1 - 0x1p-30;
    x(i, 1) = 0;
    y[i] = 1;
  }
  const Eigen::VectorXd r = extended_residual(x, b, y);
  for (const Eigen::Index i : {0, 511, 512, 599}) CHECK(r[i] == 0x1p-60);
  const Eigen::VectorXd plain = y - x * b;
  CHECK(plain[0] == 0);
}
