#pragma once
/// A response and its named regressors, as an estimator wants them.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/numeric/column.hpp>
#include <bilateral/numeric/dense.hpp>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// Name of the constant column.
inline constexpr const char* intercept_name = "(intercept)";

/// y = X b + u: the sample that an estimator gets. Rows are observations.
template <class Scalar>
struct regression {
  std::string response_name;
  dense_vector<Scalar> response;   ///< (n)
  std::vector<std::string> names;  ///< (k), one a column of the design
  dense_matrix<Scalar> design;     ///< (n x k), with the column of ones where there is an intercept
  bool intercept = true;           ///< the first column is the constant
  std::vector<std::int64_t> time;  ///< (n) time index; empty is 1..n
  std::vector<std::int32_t> entity{};  ///< (n) whose time it is, in a panel; empty: one series

  [[nodiscard]] std::size_t rows() const { return to_size(response.size()); }
};

template <class Scalar>
using named_column = std::pair<std::string, dense_vector<Scalar>>;

struct regress_options {
  bool intercept = true;
  std::string response_name = "y";
};

/// Puts a response and named columns together, after a column of ones unless told otherwise.
///
/// @throws argument_error  lengths differ, a value is not finite, a name stands twice, no rows
template <class Scalar>
[[nodiscard]] regression<Scalar> regress(const dense_vector<Scalar>& response,
                                         const std::vector<named_column<Scalar>>& columns,
                                         const regress_options& options = {}) {
  const auto n = response.size();
  const auto span_of = [](const dense_vector<Scalar>& v) {
    return std::span<const Scalar>(v.data(), to_size(v.size()));
  };
  require(n > 0, "regress", "there are no observations");
  require_finite("regress", options.response_name, span_of(response));
  const Eigen::Index first = options.intercept ? 1 : 0;
  require(first + std::ssize(columns) > 0, "regress", "there are no regressors and no intercept");
  regression<Scalar> model;
  model.response_name = options.response_name;
  model.response = response;
  model.intercept = options.intercept;
  model.design.resize(n, first + std::ssize(columns));
  if (options.intercept) {
    model.names.emplace_back(intercept_name);
    model.design.col(0).setOnes();
  }
  for (std::size_t j = 0; j < columns.size(); ++j) {
    const auto& [name, values] = columns[j];
    require_same_size("regress", options.response_name, to_size(n), name, to_size(values.size()));
    require_finite("regress", name, span_of(values));
    for (const std::string& other : model.names) {
      require(other != name, "regress", "two regressors are named ", name);
    }
    model.names.push_back(name);
    model.design.col(first + to_index(j)) = values;
  }
  return model;
}
/// The same from whatever holds the values: std::vector, std::span, Eigen vectors and expressions of any
/// number type and size.
///
///   regress(jobs, {{"investment", investment}, {"log size", sizes.array().log().matrix()}})
template <column_values Response>
[[nodiscard]] regression<double> regress(const Response& response,
                                         std::initializer_list<named_values> columns,
                                         const regress_options& options = {}) {
  std::vector<named_column<double>> named;
  for (const named_values& c : columns) named.emplace_back(c.name, c.values);
  return regress<double>(to_column<double>(response), named, options);
}

/// Appends a dummy for each level but the first (in sorted order), named `NAME=LEVEL`.
/// @throws argument_error  other rows than the model
template <class Scalar>
void add_dummies(regression<Scalar>& model, const factor& group) {
  require_same_size("add_dummies", model.response_name, model.rows(), group.name, group.size());
  const Eigen::Index first = model.design.cols();
  model.design.conservativeResize(Eigen::NoChange, first + group.levels - 1);
  model.design.rightCols(group.levels - 1).setZero();
  for (std::int32_t level = 1; level < group.levels; ++level) {
    model.names.push_back(group.name + "=" + group.label(level));
  }
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (group.codes[i] > 0) {
      model.design(to_index(i), first + group.codes[i] - 1) = Scalar(1);
    }
  }
}

/// Position of a column of the design by its name.
/// @param function  that the refusal speaks for
/// @throws argument_error  no such column
template <class Scalar>
[[nodiscard]] Eigen::Index column_position(const char* function, const regression<Scalar>& model,
                                           const std::string& name) {
  const auto found = std::find(model.names.begin(), model.names.end(), name);
  require(found != model.names.end(), function, "the model has no column ", name);
  return found - model.names.begin();
}

}  // namespace bilateral
