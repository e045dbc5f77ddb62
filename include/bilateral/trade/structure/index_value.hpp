#pragma once
/// What an index is where it is defined, and why it is not where it is not.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/trade/structure/detail/checks.hpp>

#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

/// An index, or none and the reason in a sentence.
template <class Scalar = double>
struct index_value : std::optional<Scalar> {
  index_value(Scalar value) : std::optional<Scalar>(std::move(value)) {}
  /// Not defined for these data, and why.
  [[nodiscard]] static index_value none(std::string why) {
    index_value out;
    out.reason = std::move(why);
    return out;
  }

  std::string reason;  ///< empty where the index is defined

 private:
  index_value() = default;
};

/// An index for every country and product (or other lines of a matrix). Undefined elements hold a
/// NaN, so that one forgotten is loud; `at` gives them as none.
template <class Scalar = double>
struct index_matrix {
  dense_matrix<Scalar> values;
  std::vector<std::string> row_reasons;     ///< why a whole row is undefined; empty where it is not
  std::vector<std::string> column_reasons;  ///< likewise
  std::string element_reason;               ///< of single elements that are undefined

  [[nodiscard]] index_value<Scalar> at(Eigen::Index i, Eigen::Index j) const {
    require(i >= 0 && i < values.rows() && j >= 0 && j < values.cols(), "index_matrix", "element ",
            i, ", ", j, " of a matrix of ", values.rows(), " x ", values.cols());
    const Scalar v = values(i, j);
    if (v == v) return v;
    const std::string& row = row_reasons[to_size(i)];
    const std::string& column = column_reasons[to_size(j)];
    return index_value<Scalar>::none(!row.empty()      ? row
                                     : !column.empty() ? column
                                                       : element_reason);
  }
};

/// An index for each of some countries or products; undefined ones hold a NaN.
template <class Scalar = double>
struct index_vector {
  dense_vector<Scalar> values;
  std::vector<std::string> reasons;  ///< why an element is undefined; empty where it is defined

  [[nodiscard]] index_value<Scalar> at(Eigen::Index i) const {
    require(i >= 0 && i < values.size(), "index_vector", "element ", i, " of ", values.size());
    const std::string& why = reasons[to_size(i)];
    if (!why.empty()) return index_value<Scalar>::none(why);
    return values[i];
  }
};

}  // namespace bilateral
