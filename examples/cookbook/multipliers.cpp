// Jobs per million of final demand, from an input-output table.
#include <bilateral/core/index_cast.hpp>
#include <bilateral/io/input_output_csv.hpp>
#include <bilateral/trade/input_output/multipliers.hpp>

#include <iostream>

int main() {
  using namespace bilateral;
  csv_reader flows(open_file("../data/table.csv"), "table.csv");
  const sector_matrix z = read_sector_matrix(flows);
  const auto vector = [&](const std::string& name) {
    csv_reader rows(open_file("../data/" + name), name);
    return read_sector_vector(rows, z.sectors);
  };
  const input_output_table<double> table{z.sectors, z.values, vector("table_output.csv")};
  const auto jobs =
      effects(leontief(table), direct_coefficients(table, "jobs", vector("table_jobs.csv")));
  for (std::size_t j = 0; j < z.sectors.size(); ++j) {
    const auto at = to_index(j);
    std::cout << z.sectors[j] << ": " << fixed_text(jobs.direct[at], 2) << " direct, "
              << fixed_text(jobs.simple[at], 2) << " with suppliers\n";
  }
}
