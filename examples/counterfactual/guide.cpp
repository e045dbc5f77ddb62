// The Advanced Guide's loop of repeated estimation, to set beside its published tables.
#include "counterfactual/request.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/report/table.hpp>
#include <bilateral/trade/equilibrium/guide.hpp>

#include <utility>

namespace counterfactual_program {

using namespace bilateral;

namespace {

void refuse_flags_without_effect(const example::program& app, const request& want) {
  if (want.reference.empty())
    throw example::usage_error("--model guide needs --reference, its numeraire");
  if (!want.psi.empty()) throw example::usage_error("--psi belongs to --model universal");
  if (want.draws > 0) throw example::usage_error("--draws: --model guide has no intervals");
  if (!want.flows.empty()) throw example::usage_error("--flows: --model guide writes none");
  if (!app.html().empty()) throw example::usage_error("--html: --model guide writes no page");
  if (want.picture.wanted()) throw example::usage_error("--chart: --model guide draws none");
  if (want.deficits == "zero")
    throw example::usage_error("--deficits: the guide keeps spending over output");
}

}  // namespace

void run_guide(const example::program& app, const request& want, std::ostream& out) {
  refuse_flags_without_effect(app, want);
  const uncertain_value theta = theta_of(want);
  const std::vector<std::string>& columns = want.columns;
  loaded_flows data = read_flows(want, columns);
  const file_estimates estimates = estimates_of(want, columns);
  if (want.baseline == "fitted") data.economy = fitted_economy(want, data);
  trade_scenario scenario{data.columns, data.changes, {}};
  if (!want.shock.empty())
    scenario.log_cost = log_cost_change(data.economy.countries, parse_shocks(want.shock));
  const auto ease = ease_of(scenario, chosen_coefficients(estimates.estimates, columns),
                            theta.value, data.economy.size());
  const auto r = guide_procedure(data.economy, ease, theta.value,
                                 country_index(data.economy, want.reference), {.stop = want.stop});
  std::vector<std::string> notes = data.notes;
  notes.push_back(
      text("the loop of the Advanced Guide, left after ", r.iterations,
           " rounds with a last step of ", significant_text(r.last_step, 3),
           "; it is no solution of the model: --model endowment --deficits multiplicative is"));
  const std::pair<const char*, const dense_vector<double>*> shown[] = {
      {"exports_percent", &r.exports},
      {"conditional_exports_percent", &r.conditional_exports},
      {"output_price_percent", &r.output_price},
      {"inward_resistance_percent", &r.inward},
      {"real_income_percent", &r.real_output}};
  table t("Percent changes, the Advanced Guide's loop", {{"country", -1, alignment::left},
                                                         {"exports", 4},
                                                         {"conditional", 4},
                                                         {"output price", 4},
                                                         {"inward", 4},
                                                         {"real output", 4}});
  for (Eigen::Index i = 0; i < data.economy.size(); ++i) {
    std::vector<table_cell> cells{data.economy.countries[to_size(i)]};
    for (const auto& [key, values] : shown) cells.emplace_back(percent((*values)[i]));
    t.row(std::move(cells));
  }
  for (const auto& note : notes) t.note(note);
  app.show(out, t);
  if (app.json()) {
    json_writer json = app.begin_json(data.report);
    json.member("model", want.model)
        .member("theta", theta.value)
        .member("reference", want.reference);
    json.key("countries").array();
    for (Eigen::Index i = 0; i < data.economy.size(); ++i) {
      json.object().member("name", data.economy.countries[to_size(i)]);
      for (const auto& [key, values] : shown) json.member(key, percent((*values)[i]));
      json.end();
    }
    json.end().key("certificate").object(true).member("iterations", r.iterations);
    json.member("last_step", r.last_step).key("largest_excess_demand").value(nullptr).end();
    app.end_json(out, json, notes);
  }
}

}  // namespace counterfactual_program
