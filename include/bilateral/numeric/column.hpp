#pragma once
/// Whatever holds the values of a column: std::vector, std::span, std::array, an Eigen vector or
/// expression.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/dense.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <iterator>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace bilateral {

/// An Eigen expression; one of one column (or row): VectorXd, Vector3d, 2 * x, VectorXd::Ones(3).
template <class Values>
concept eigen_expression =
    std::derived_from<std::remove_cvref_t<Values>, Eigen::DenseBase<std::remove_cvref_t<Values>>>;

template <class Values>
concept eigen_column = eigen_expression<Values> &&
    bool(std::remove_cvref_t<Values>::IsVectorAtCompileTime);

/// A range of numbers in one piece of memory: it has std::data and std::size.
template <class Values>
concept number_range = !eigen_expression<Values> && requires(const Values& v) {
  { std::size(v) } -> std::convertible_to<std::size_t>;
  requires std::is_arithmetic_v<std::remove_cvref_t<decltype(*std::data(v))>>;
};

template <class Values>
concept column_values = eigen_column<Values> || number_range<Values>;

/// Values that are not yet a vector of the library's own.
template <class Values>
concept other_column = number_range<Values> ||
    (eigen_column<Values> &&
     !std::same_as<std::remove_cvref_t<Values>,
                   dense_vector<typename std::remove_cvref_t<Values>::Scalar>>);

/// The values as a vector of the library's own.
template <class Scalar, column_values Values>
[[nodiscard]] dense_vector<Scalar> to_column(const Values& values) {
  if constexpr (eigen_column<Values>) {
    dense_vector<Scalar> out(values.size());
    const auto plain = values.derived().eval();
    for (Eigen::Index i = 0; i < out.size(); ++i) out[i] = static_cast<Scalar>(plain(i));
    return out;
  } else {
    dense_vector<Scalar> out(to_index(std::size(values)));
    std::transform(std::data(values), std::data(values) + std::size(values), out.data(),
                   [](auto v) { return static_cast<Scalar>(v); });
    return out;
  }
}

/// A named column, from whatever holds its values: what the braces of regress(y, {{"x", x}}) make.
struct named_values {
  std::string name;
  dense_vector<double> values;

  template <column_values Values>
  named_values(std::string column_name, const Values& given)
      : name(std::move(column_name)), values(to_column<double>(given)) {}
};

/// Named columns as estimators take them.
[[nodiscard]] inline std::vector<std::pair<std::string, dense_vector<double>>> to_columns(
    const std::vector<named_values>& given) {
  std::vector<std::pair<std::string, dense_vector<double>>> out;
  for (const named_values& c : given) out.emplace_back(c.name, c.values);
  return out;
}

}  // namespace bilateral
