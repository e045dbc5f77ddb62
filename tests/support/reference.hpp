#pragma once
// A committed table `quantity,value` of reference numbers, by name.

#include "support/data.hpp"

#include <map>
#include <string>

namespace bilateral_test {

class reference_table {
 public:
  explicit reference_table(const std::string& file) {
    const csv_cells cells = read_cells(reference(file));
    for (const auto& row : cells.rows) values_[row.at(0)] = std::stod(row.at(1));
  }
  [[nodiscard]] double operator()(const std::string& quantity) const {
    const auto found = values_.find(quantity);
    if (found == values_.end()) throw std::runtime_error("no reference " + quantity);
    return found->second;
  }

 private:
  std::map<std::string, double> values_;
};

}  // namespace bilateral_test
