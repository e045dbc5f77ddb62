#include <bilateral/numeric/dense.hpp>

#include <doctest/doctest.h>

#include <type_traits>
#include <vector>

TEST_CASE("dense: plain Eigen types of dynamic size, so that no structure has an alignment trap") {
  static_assert(std::is_same_v<bilateral::dense_matrix<double>, Eigen::MatrixXd>);
  static_assert(std::is_same_v<bilateral::dense_vector<float>, Eigen::VectorXf>);
  CHECK(bilateral::dense_vector<double>().size() == 0);
}

TEST_CASE("row_major: the elements row after row") {
  bilateral::dense_matrix<double> x(2, 3);
  x << 1, 2, 3, 4, 5, 6;
  CHECK(bilateral::row_major(x) == std::vector<double>{1, 2, 3, 4, 5, 6});
  CHECK(bilateral::row_major(bilateral::dense_matrix<double>(0, 3)).empty());
}

TEST_CASE("beside: the columns of both; a matrix without columns may have no rows either") {
  using matrix = bilateral::dense_matrix<double>;
  matrix a(2, 1), b(2, 2), both(2, 3);
  a << 1, 4;
  b << 2, 3, 5, 6;
  both << 1, 2, 3, 4, 5, 6;
  CHECK(bilateral::beside(a, b) == both);
  CHECK(bilateral::beside(matrix(0, 0), b) == b);
  CHECK(bilateral::beside(a, matrix(0, 0)) == a);
  CHECK(bilateral::beside(matrix(0, 0), matrix(0, 0)).size() == 0);
}
