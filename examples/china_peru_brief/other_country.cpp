// Another country's input-output table, as an illustration.
#include "china_peru_brief/brief.hpp"

#include <bilateral/trade/input_output/multipliers.hpp>

#include "support/matrix.hpp"

namespace china_peru {

// Jobs per unit of final demand in a table that the reader chose: another country's.
void other_country(const std::vector<std::string>& files, const std::string& name, brief& b) {
  b.section("An illustration with another country's input-output table: " + name);
  example::data_options format;
  const auto m = example::read_matrix(format, files[0]);
  const input_output_table<double> io{m.sectors, m.values,
                                      example::read_vector(format, files[1], m.sectors)};
  const auto open = leontief(io);
  const auto jobs = effects(
      open, direct_coefficients(io, "jobs", example::read_vector(format, files[2], m.sectors)));
  table t("Jobs per unit of final demand, in the units of that table",
          {{"sector", -1, alignment::left}, {"direct"}, {"with suppliers"}, {"type I multiplier"}});
  for (Eigen::Index j = 0; j < jobs.simple.size(); ++j) {
    t.row(
        {m.sectors[static_cast<std::size_t>(j)], jobs.direct[j], jobs.simple[j], jobs.type_one(j)});
  }
  b.show(t);
  b.say("These are the jobs of " + name +
        ", not of Peru: they show by how much suppliers raise the jobs of "
        "a sector, and nothing about the number in the report.");
}

}  // namespace china_peru
