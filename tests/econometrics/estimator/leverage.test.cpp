#include <bilateral/econometrics/estimator/leverage.hpp>

#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("leverage: a constant fits each of n rows by 1/n, and the sum is the rank") {
  const dense_matrix<double> ones = dense_matrix<double>::Ones(4, 1);
  const dense_matrix<double> bread = dense_matrix<double>::Constant(1, 1, 0.25);
  const auto h = leverage_of(ones, bread);
  CHECK(h[3] == 0.25);
  dense_matrix<double> line(3, 2);
  line << 1, -1, 1, 0, 1, 1;
  dense_matrix<double> inverse(2, 2);
  inverse << 1. / 3, 0, 0, 0.5;
  const auto both = leverage_of(line, inverse);
  CHECK_CLOSE_REL(both.sum(), 2, 1e-15);
  CHECK_CLOSE_REL(both[0], 1. / 3 + 0.5, 1e-15);
}
