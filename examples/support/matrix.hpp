#pragma once
// Tables and vectors of sectors in the files that the command line names.

#include "support/data.hpp"

#include <bilateral/io/input_output_csv.hpp>

#include <string>
#include <vector>

namespace example {

inline bilateral::sector_matrix read_matrix(const data_options& format, const std::string& path) {
  bilateral::csv_reader rows(open_input(path), path, format.csv_format());
  return read_sector_matrix(rows);
}
inline bilateral::dense_vector<double> read_vector(const data_options& format,
                                                   const std::string& path,
                                                   const std::vector<std::string>& sectors) {
  bilateral::csv_reader rows(open_input(path), path, format.csv_format());
  return read_sector_vector(rows, sectors);
}

}  // namespace example
