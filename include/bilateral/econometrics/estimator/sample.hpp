#pragma once
/// The rows of a sample by their weights.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/estimator/result.hpp>
#include <bilateral/numeric/dense.hpp>

#include <cmath>
#include <cstddef>
#include <iterator>
#include <span>
#include <string>
#include <vector>

namespace bilateral {

/// The rows that take part and the square roots of their weights.
template <class Scalar>
struct weighted_rows {
  std::vector<Eigen::Index> used;  ///< positions; empty: all
  dense_vector<Scalar> root;       ///< empty: no weights
  std::vector<dropped_row> left_out;
};

/// Analytic weights are inverse variances, frequency weights counts of observations.
enum class weight_kind { analytic, frequency };

/// Rows of weight zero are left out and said.
/// @throws argument_error  another length, a negative or missing weight, a count that is no whole number,
///                         weights that are all zero
template <class Scalar>
[[nodiscard]] weighted_rows<Scalar> check_weights(const char* function, const char* name,
                                                  const dense_vector<Scalar>& w, std::size_t n,
                                                  weight_kind kind) {
  using std::floor;
  using std::sqrt;
  weighted_rows<Scalar> out;
  if (w.size() == 0) return out;
  require_same_size(function, name, to_size(w.size()), "the response", n);
  require_finite(function, name, std::span<const Scalar>(w.data(), n));
  for (Eigen::Index i = 0; i < w.size(); ++i) {
    require(w[i] >= Scalar(0), function, name, " is ", static_cast<double>(w[i]), " in row ", i + 1,
            "; weights must not be negative");
    require(kind == weight_kind::analytic || floor(w[i]) == w[i], function, name, " is ",
            static_cast<double>(w[i]), " in row ", i + 1, "; frequency weights are whole numbers");
    if (w[i] > Scalar(0)) {
      out.used.push_back(i);
    } else {
      out.left_out.push_back({to_size(i) + 1, "weight is zero"});
    }
  }
  require(!out.used.empty(), function, name, " are all zero");
  out.root.resize(std::ssize(out.used));
  for (Eigen::Index i = 0; i < out.root.size(); ++i) {
    out.root[i] = sqrt(w[out.used[to_size(i)]]);
  }
  if (out.left_out.empty()) out.used.clear();
  return out;
}

}  // namespace bilateral
