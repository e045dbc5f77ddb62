#pragma once
// An input-output table as the flags name it.

#include "jobs/jobs.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/trade/input_output/multipliers.hpp>

#include <utility>

namespace jobs_program {

struct loaded {
  input_output_table<double> table;
  leontief_system<double> open;
  std::optional<household_closure<double>> households;
  std::vector<std::pair<std::string, dense_vector<double>>> factors;  // direct coefficients
  std::vector<std::string> notes;
};

// Reads and checks the table, its factors and, for --type 2, its households.
loaded load(const table_request& want);

inline const std::string& name_at(const loaded& d, Eigen::Index j) {
  return d.open.sectors[bilateral::to_size(j)];
}

// columns of positive jobs or values as bars
inline std::vector<double> values_of(const dense_vector<double>& v) { return {v.begin(), v.end()}; }

}  // namespace jobs_program
