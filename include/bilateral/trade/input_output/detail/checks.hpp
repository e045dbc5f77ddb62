#pragma once
// Checks that every routine on input-output tables makes.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/dense.hpp>

#include <cstddef>
#include <iterator>
#include <span>
#include <string>
#include <vector>

namespace bilateral::detail {

template <class Scalar>
void check_sectors(const char* function, const std::vector<std::string>& sectors,
                   const dense_matrix<Scalar>& m, const char* what) {
  const auto n = std::ssize(sectors);
  require(n > 0, function, "there are no sectors");
  require(m.rows() == n && m.cols() == n, function, what, " is ", m.rows(), " x ", m.cols(),
          " for ", n, " sectors");
  for (Eigen::Index j = 0; j < n; ++j) {
    require_finite(function, text(what, ", column ", sectors[to_size(j)]),
                   std::span<const Scalar>(m.col(j).data(), to_size(n)));
  }
}

template <class Scalar>
void check_vector(const char* function, const std::string& what, const dense_vector<Scalar>& v,
                  std::size_t n) {
  require_same_size(function, what, to_size(v.size()), "the sectors", n);
  require_finite(function, what, std::span<const Scalar>(v.data(), n));
}

}  // namespace bilateral::detail
