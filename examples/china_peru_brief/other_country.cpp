// Another country's input-output table, as an illustration.
#include "china_peru_brief/brief.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/trade/input_output/multipliers.hpp>

#include "support/matrix.hpp"

#include <filesystem>

namespace china_peru {

namespace {

const std::string chile = "Chile, 2013";

}  // namespace

// The analogue that comes with the examples, where the folder has it: Chile, a copper country too.
void analogue(const std::string& folder, brief& b) {
  const std::string base = folder + "/chile2013_";
  if (!std::filesystem::exists(base + "table.csv")) return;
  other_country({base + "table.csv", base + "output.csv", base + "jobs.csv"}, chile, b);
}

void other_country(const std::vector<std::string>& files, const std::string& name, brief& b) {
  b.section("An illustration with another country's input-output table: " + name);
  example::data_options format;
  const auto m = example::read_matrix(format, files[0]);
  const input_output_table<double> io{m.sectors, m.values,
                                      example::read_vector(format, files[1], m.sectors)};
  const auto open = leontief(io);
  const auto jobs = effects(
      open, direct_coefficients(io, "jobs", example::read_vector(format, files[2], m.sectors)));
  table t(name == chile ? "Jobs per billion pesos of final demand"
                        : "Jobs per unit of final demand, in the units of that table",
          {{"sector", -1, alignment::left}, {"direct"}, {"with suppliers"}, {"type I multiplier"}});
  for (Eigen::Index j = 0; j < jobs.simple.size(); ++j) {
    t.row({m.sectors[bilateral::to_size(j)], jobs.direct[j], jobs.simple[j], jobs.type_one(j)});
  }
  b.show(t);
  const Eigen::Index least = [&] {
    Eigen::Index at = 0;
    jobs.simple.minCoeff(&at);
    return at;
  }();
  Eigen::Index most = 0;
  jobs.simple.maxCoeff(&most);
  b.say(text("The same money makes ", fixed_text(jobs.simple[most] / jobs.simple[least], 0),
             " times as many jobs in ", m.sectors[bilateral::to_size(most)], " as in ",
             m.sectors[bilateral::to_size(least)],
             ": jobs per investment say little without the sector."));
  b.say("These are the jobs of " + name +
        ", not of Peru: they show by how much suppliers raise the jobs of "
        "a sector, and nothing about the number in the report.");
}

}  // namespace china_peru
