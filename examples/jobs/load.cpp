#include <bilateral/core/index_cast.hpp>

#include "jobs/loaded.hpp"

#include "support/matrix.hpp"

namespace jobs_program {

loaded load(const table_request& want) {
  loaded d;
  sector_matrix m = example::read_matrix(want.format, want.transactions);
  d.table.sectors = std::move(m.sectors);
  d.table.transactions = std::move(m.values);
  const auto vector = [&](const std::string& path) {
    return example::read_vector(want.format, path, d.table.sectors);
  };
  d.table.output = vector(want.output);
  d.open = leontief(d.table);
  d.notes = d.open.notes;
  const auto factor_from = [&](const char* name, const std::string& path) {
    if (path.empty()) return;
    const dense_vector<double> values = vector(path);
    d.factors.emplace_back(name, direct_coefficients(d.table, name, values));
    for (Eigen::Index j = 0; j < values.size(); ++j) {
      if (values[j] >= 0) continue;
      d.notes.push_back(text(name, " of ", d.table.sectors[bilateral::to_size(j)],
                             " is negative: ", significant_text(values[j], 6)));
    }
  };
  factor_from("employment", want.employment);
  factor_from("value_added", want.value_added);
  factor_from("income", want.wages);
  factor_from("imports", want.imports);
  factor_from("taxes", want.taxes);
  if (want.type == 1 && !want.consumption.empty()) {
    throw usage_error("--consumption: it does nothing without --type 2");
  }
  if (want.type == 2) {
    if (want.wages.empty() || want.consumption.empty()) {
      throw usage_error("--type 2 needs --wages and --consumption");
    }
    d.households = close_for_households(d.table, vector(want.wages), vector(want.consumption));
  }
  return d;
}

void table_request::add_table(CLI::App& command) {
  const std::string before = command.option_defaults()->get_group();
  command.option_defaults()->group("Data");
  command
      .add_option("--transactions", transactions, "Square CSV: element i,j is bought by j from i")
      ->required();
  command.add_option("--output", output, "CSV sector,value: gross output")->required();
  command.add_option("--employment", employment, "CSV sector,value: jobs");
  command.add_option("--wages", wages, "CSV sector,value: labour income");
  command.add_option("--consumption", consumption, "CSV sector,value: household consumption");
  format.add_format(command);
  command.option_defaults()->group(before);
  example::add_number(command, "--type", type, "1: open; 2: closed for households",
                      {.least = 1, .most = 2});
}

}  // namespace jobs_program
