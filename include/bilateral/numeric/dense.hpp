#pragma once
/// Names for the dense matrices that the library passes around: dynamic size, column-major.

#include <bilateral/version.hpp>

#include <Eigen/Core>

static_assert(EIGEN_WORLD_VERSION > 3 || (EIGEN_WORLD_VERSION == 3 && EIGEN_MAJOR_VERSION >= 4),
              "bilateral needs Eigen 3.4 or later");

namespace bilateral {

template <class Scalar>
using dense_vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;

template <class Scalar>
using dense_matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;

}  // namespace bilateral
