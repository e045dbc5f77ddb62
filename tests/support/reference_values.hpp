#pragma once
// Committed reference values: quantity,value tables under tests/reference, and named data columns.

#include "data.hpp"

#include <Eigen/Core>

#include <map>
#include <stdexcept>
#include <string>

namespace bilateral_test {

class reference_values {
 public:
  explicit reference_values(const std::string& file) {
    for (const auto& row : read_cells(reference(file)).rows) values_[row[0]] = std::stod(row[1]);
  }
  [[nodiscard]] double operator()(const std::string& quantity) const {
    const auto found = values_.find(quantity);
    if (found == values_.end()) throw std::runtime_error("no reference value " + quantity);
    return found->second;
  }
  // element i from 1 of a vector written as quantity[i]
  [[nodiscard]] double operator()(const std::string& quantity, int i) const {
    return (*this)(quantity + "[" + std::to_string(i) + "]");
  }

 private:
  std::map<std::string, double> values_;
};

inline Eigen::VectorXd column_of(const csv_cells& cells, const std::string& name) {
  const auto v = cells.numbers(name);
  return Eigen::Map<const Eigen::VectorXd>(v.data(), static_cast<Eigen::Index>(v.size()));
}

inline Eigen::MatrixXd columns_of(const csv_cells& cells, const std::vector<std::string>& names) {
  Eigen::MatrixXd m(static_cast<Eigen::Index>(cells.rows.size()),
                    static_cast<Eigen::Index>(names.size()));
  for (std::size_t j = 0; j < names.size(); ++j) {
    m.col(static_cast<Eigen::Index>(j)) = column_of(cells, names[j]);
  }
  return m;
}

}  // namespace bilateral_test
