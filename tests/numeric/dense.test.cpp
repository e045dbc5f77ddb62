#include <bilateral/numeric/dense.hpp>

#include <doctest/doctest.h>

#include <type_traits>

TEST_CASE("dense: plain Eigen types of dynamic size, so that no structure has an alignment trap") {
  static_assert(std::is_same_v<bilateral::dense_matrix<double>, Eigen::MatrixXd>);
  static_assert(std::is_same_v<bilateral::dense_vector<float>, Eigen::VectorXf>);
  CHECK(bilateral::dense_vector<double>().size() == 0);
}
