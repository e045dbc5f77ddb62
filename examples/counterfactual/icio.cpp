// A world of sectors out of an inter-country input-output table.
#include "counterfactual/request.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/io/sources/icio.hpp>
#include <bilateral/trade/equilibrium/sector_table.hpp>

#include <utility>

namespace counterfactual_program {

using namespace bilateral;

void check_icio_flags(example::program& app, const request& want) {
  if (want.model != "multisector")
    throw example::usage_error("--icio belongs to --model multisector");
  for (const char* flag :
       {"--csv", "--where", "--missing", "--exporter", "--importer", "--trade", "--year",
        "--sector", "--output", "--value-added", "--inputs", "--policy"}) {
    if (app.cli().count(flag) > 0)
      throw example::usage_error(std::string("--icio: ") + flag +
                                 " does nothing, the table has flows, inputs and value added");
  }
  if (!want.tariffs.empty() || !want.new_tariffs.empty() || !want.thetas.empty()) return;
  for (const char* flag : {"--delimiter", "--decimal"}) {
    if (app.cli().count(flag) > 0)
      throw example::usage_error(std::string("--icio: ") + flag +
                                 " does nothing, the table has its own form");
  }
}

icio_world read_icio_world(const std::string& path) {
  multi_region_file file = read_icio({example::open_input(path), path});
  dense_vector<double> primary = dense_vector<double>::Zero(file.table.output.size());
  for (const primary_input& row : file.primary_inputs) primary += row.values;
  const auto s = to_index(file.table.sectors.size());
  icio_world out;
  try {
    out.data = sector_data_of(file.table, final_demand_of(file),
                              dense_vector<double>(dense_vector<double>::Ones(s)), primary);
  } catch (const argument_error& e) {
    throw data_error(text(path, ": ", e.what()));
  }
  out.notes = std::move(file.notes);
  out.notes.push_back(text(
      "flows, inputs and value added are those of the table, in ", file.unit,
      "; value added holds taxes on products used; everyone in a country has one mix of origins "
      "of each sector"));
  return out;
}

}  // namespace counterfactual_program
