#pragma once
// What the command line asks of counterfactual, and the steps that its parts share.

#include "support/chart_file.hpp"
#include "support/data.hpp"
#include "support/program.hpp"

#include <bilateral/report/chart_data.hpp>
#include <bilateral/report/json.hpp>
#include <bilateral/report/table.hpp>
#include <bilateral/trade/equilibrium/counterfactual.hpp>
#include <bilateral/trade/equilibrium/partial_effect.hpp>
#include <bilateral/trade/equilibrium/sector_economy.hpp>
#include <bilateral/trade/equilibrium/trade_cost.hpp>

#include <cstddef>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <vector>

namespace counterfactual_program {

struct request {
  example::data_options input;
  std::string exporter, importer, trade, year;
  std::string shock, policy, beta, from_gravity;
  std::string theta, sigma, psi;
  std::string model, deficits = "keep", baseline = "observed";
  double stop = 0.01;
  std::string sector, tariffs, new_tariffs, inputs, value_added, output, thetas;
  std::string reference, flows;
  std::vector<std::string> columns;  // of --policy
  std::set<std::string> off;         // those named off:COL, which change from COL to nothing
  std::size_t draws = 0;
  example::chart_file picture;
  std::size_t starts = 4;
  bool starts_asked = false;
  std::string optimal_tariffs, tariff_choice = "all";
  std::string rebate = "lump-sum", icio;
  double labour_supply = 0;
};

// the flows of the file and the columns that change, pair by pair
struct loaded_flows {
  bilateral::trade_economy<double> economy;
  std::vector<std::string> columns;
  std::vector<bilateral::dense_matrix<double>> changes;
  example::common_report report;
  std::vector<std::string> notes;
};

// reading.cpp
[[nodiscard]] example::data_options dated(const request& want);
[[nodiscard]] loaded_flows read_flows(const request& want, const std::vector<std::string>& columns);
[[nodiscard]] bilateral::uncertain_value elasticity(const std::string& flag,
                                                    const std::string& text);
[[nodiscard]] bilateral::uncertain_value theta_of(const request& want);
[[nodiscard]] bilateral::deficit_rule deficits_of(const request& want);

// estimates.cpp: the terms and covariance in the JSON of another program
struct file_estimates {
  bilateral::named_estimates estimates;
  std::vector<std::string> notes;
};
[[nodiscard]] file_estimates read_estimates(const std::string& path);
[[nodiscard]] bilateral::dense_vector<double> chosen_coefficients(
    const bilateral::named_estimates& estimates, const std::vector<std::string>& columns);
// from --beta or --from-gravity, for the columns of --policy
[[nodiscard]] file_estimates estimates_of(const request& want,
                                          const std::vector<std::string>& columns);

// the flows that structural gravity has with the estimated costs (--baseline fitted): an economy of
// its own
[[nodiscard]] bilateral::trade_economy<double> fitted_economy(const request& want,
                                                              const loaded_flows& observed);

// one_sector.cpp, guide.cpp, multi_sector.cpp
void run_guide(const example::program& app, const request& want, std::ostream& out);
void run_one_sector(const example::program& app, const request& want, std::ostream& out);
void run_multi_sector(const example::program& app, const request& want, std::ostream& out);

// optimal_tariffs.cpp: what the countries of --optimal-tariffs set
struct chosen_tariff {
  std::string country, on;  // on all imports, a partner's or a sector's
  double percent = 0, slope = 0;
};
struct chosen_tariffs {
  std::vector<bilateral::dense_matrix<double>> tariffs;  // by sector
  std::vector<chosen_tariff> rates;
  std::size_t rounds = 0;
};
[[nodiscard]] chosen_tariffs choose_tariffs(const request& want,
                                            const bilateral::sector_data<double>& data);
[[nodiscard]] bilateral::table table_of(const chosen_tariffs& chosen);
void write_json(bilateral::json_writer& json, const chosen_tariffs& chosen);

// icio.cpp: elasticities are ones and must be set
struct icio_world {
  bilateral::sector_data<double> data;
  std::vector<std::string> notes;
};
[[nodiscard]] icio_world read_icio_world(const std::string& path);
void check_icio_flags(example::program& app, const request& want);

// page.cpp
struct country_row {
  std::string name;
  double real_income = 0, low = 0, high = 0;  // percent
};
struct flow_row {
  std::string from, to;
  double before = 0, after = 0;
  double partial = 0;  // the shock alone
};
[[nodiscard]] std::string page_of(const std::string& title, const std::string& lead,
                                  const std::vector<country_row>& countries,
                                  const bilateral::table& table, std::vector<flow_row> flows);
// what a country trades abroad, the shock alone beside the equilibrium: for those it touches
[[nodiscard]] std::optional<bilateral::table> partial_table(
    const std::vector<std::string>& countries, const bilateral::trade_change<double>& alone,
    const bilateral::trade_change<double>& whole);
// bars of real income, the largest changes; the title says where it moves most
[[nodiscard]] bilateral::chart income_chart(const std::vector<country_row>& countries,
                                            const std::string& source);
[[nodiscard]] std::string flows_csv(const std::vector<flow_row>& flows);

// the file that the flows are from
[[nodiscard]] inline const std::string& source_of(const request& want) {
  return want.icio.empty() ? want.input.csv : want.icio;
}

[[nodiscard]] inline double percent(double ratio) { return 100 * (ratio - 1); }

}  // namespace counterfactual_program
