// One sector: from flows and a change of costs or of policy to every country.
#include "counterfactual/request.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/report/table.hpp>
#include <bilateral/trade/equilibrium/welfare.hpp>

#include <array>
#include <optional>
#include <utility>

namespace counterfactual_program {

using namespace bilateral;

namespace {

struct shown_outcome {
  const char* key;
  const char* header;  // none: not in the table of countries
  country_outcome what;
};
constexpr std::array<shown_outcome, outcome_count> shown{{
    {"real_income_percent", "real income", country_outcome::real_income},
    {"output_price_percent", "output price", country_outcome::output_price},
    {"exports_percent", "exports", country_outcome::exports},
    {"imports_percent", "imports", country_outcome::imports},
    {"trade_percent", "trade", country_outcome::trade},
    {"inward_resistance_percent", "inward", country_outcome::inward_resistance},
    {"outward_resistance_percent", "outward", country_outcome::outward_resistance},
    {"home_share_percent", "home share", country_outcome::home_share},
    {"real_output_percent", nullptr, country_outcome::real_output},
    {"partial_exports_percent", nullptr, country_outcome::partial_exports},
    {"partial_imports_percent", nullptr, country_outcome::partial_imports},
    {"partial_trade_percent", nullptr, country_outcome::partial_trade},
}};

// which closure and elasticities the flags name
std::pair<gravity_model<double>, uncertain_value> model_of(const request& want) {
  gravity_model<double> model;
  model.deficits = deficits_of(want);
  uncertain_value psi;
  if (!want.psi.empty()) psi = elasticity("--psi", want.psi);
  if (want.model == "conditional") {
    model.adjusts = equilibrium_closure::conditional;
    if (want.deficits != "keep") {
      throw example::usage_error(
          "--deficits: the conditional equilibrium keeps output and spending as they are");
    }
  }
  if ((want.model == "conditional" || want.model == "endowment") && !want.psi.empty()) {
    throw example::usage_error("--psi belongs to --model universal");
  }
  if (want.model == "universal" && want.psi.empty()) {
    throw example::usage_error(
        "--model universal needs --psi, the elasticity of supply (0 is --model endowment)");
  }
  return {model, psi};
}

trade_scenario scenario_of(const request& want, const loaded_flows& data) {
  trade_scenario s;
  s.columns = data.columns;
  s.changes = data.changes;
  if (!want.shock.empty())
    s.log_cost = log_cost_change(data.economy.countries, parse_shocks(want.shock));
  return s;
}

std::vector<flow_row> flow_rows(const one_sector_result<double>& r) {
  std::vector<flow_row> rows;
  const dense_matrix<double> partial = partial_flows(r.before, r.ease);
  for (Eigen::Index i = 0; i < r.before.size(); ++i) {
    for (Eigen::Index j = 0; j < r.before.size(); ++j) {
      rows.push_back({r.before.countries[to_size(i)], r.before.countries[to_size(j)],
                      r.before.flows(i, j), r.flows(i, j), partial(i, j)});
    }
  }
  return rows;
}

void add_notes(const request& want, const counterfactual_result& r,
               std::vector<std::string>& notes) {
  const bool moves = r.point.model.adjusts == equilibrium_closure::endowment;
  if (!moves) {
    notes.push_back(
        "real income and output prices are null: the conditional equilibrium holds output and "
        "spending, so that they do not move");
  }
  if (!want.reference.empty()) {
    notes.push_back("values, prices and resistances are relative to the price index of " +
                    want.reference);
  } else if (moves) {
    notes.push_back("values and prices are in units of world output");
  } else {
    notes.push_back(
        "resistances are normalised so that the outward ones, weighted by output, do not change on "
        "average in logs; --reference names a country instead");
  }
  bool none = false;
  for (const auto& x : r.point.exports) none = none || !x;
  for (const auto& x : r.point.imports) none = none || !x;
  if (none) notes.push_back("exports or imports are null where a country had none");
  if (!r.method.empty()) notes.push_back("95 percent intervals: " + r.method);
  if (r.failed_draws > 0) {
    notes.push_back(text(r.failed_draws, " of ", r.draws,
                         " draws have no solution and are left out: ", r.failures.front()));
  }
}

// What happens to the imports of a country, in percent of those before; empty where it had none.
struct import_change {
  bool has_partner = false;  // trade with an exporter becomes easier
  std::optional<double> created, diverted, displaced;
};

// partners are those with whom trade becomes easier
std::vector<import_change> import_changes(const one_sector_result<double>& r) {
  const auto n = r.before.size();
  dense_matrix<double> partners = dense_matrix<double>::Zero(n, n);
  for (Eigen::Index j = 0; j < n; ++j) {
    for (Eigen::Index i = 0; i < n; ++i) partners(i, j) = i != j && r.ease(i, j) > 1 ? 1 : 0;
  }
  const auto changes = trade_creation(r.before.flows, r.flows, partners);
  std::vector<import_change> out(changes.size());
  for (std::size_t j = 0; j < changes.size(); ++j) {
    const auto at = to_index(j);
    out[j].has_partner = partners.col(at).any();
    const double imports = r.before.flows.col(at).sum() - r.before.flows(at, at);
    if (!(imports > 0)) continue;
    out[j].created = 100 * changes[j].creation / imports;
    out[j].diverted = 100 * changes[j].diversion / imports;
    out[j].displaced = 100 * changes[j].domestic / imports;
  }
  return out;
}

// for the countries whose trade with someone becomes easier; none: no such country
std::optional<table> imports_table(const counterfactual_result& r) {
  const auto changes = import_changes(r.point);
  table t("Imports created and diverted, percent of imports before",
          {{"country", -1, alignment::left},
           {"from partners", 4},
           {"away from others", 4},
           {"away from home", 4}});
  for (std::size_t j = 0; j < changes.size(); ++j) {
    const import_change& c = changes[j];
    if (c.has_partner) t.row({r.point.before.countries[j], c.created, c.diverted, c.displaced});
  }
  if (t.rows.empty()) return std::nullopt;
  t.note("partners are those with whom trade becomes easier (Viner 1950)");
  return t;
}

// share of real output that autarky would cost in the world before the change
dense_vector<double> autarky_losses(const counterfactual_result& r) {
  return gains_from_trade(r.point.before, r.point.model.theta, r.point.model.psi);
}

void write_countries(json_writer& json, const counterfactual_result& r) {
  const auto imports = import_changes(r.point);
  const dense_vector<double> autarky = autarky_losses(r);
  json.key("countries").array();
  for (std::size_t i = 0; i < r.countries.size(); ++i) {
    const auto at = to_index(i);
    json.object().member("name", r.point.before.countries[i]);
    const auto cells = [&](double outcome_interval::*end) {
      for (const auto& o : shown) {
        const auto& cell = r.countries[i][to_size(o.what)];
        json.member(o.key, cell ? std::optional<double>(percent((*cell).*end)) : std::nullopt);
      }
    };
    cells(&outcome_interval::estimate);
    json.member("home_share", r.point.home_share[at] * r.point.before.shares(at, at));
    json.member("autarky_percent", -100 * autarky[at]);
    json.member("imports_created_percent", imports[i].created)
        .member("imports_diverted_percent", imports[i].diverted)
        .member("home_sales_displaced_percent", imports[i].displaced);
    if (r.intervals) {
      json.key("low").object(true);
      cells(&outcome_interval::low);
      json.end().key("high").object(true);
      cells(&outcome_interval::high);
      json.end();
    }
    json.end();
  }
  json.end();
}

void write_certificate(json_writer& json, const equilibrium_certificate& c) {
  json.key("certificate").object();
  json.member("largest_excess_demand", c.largest_excess_demand)
      .member("price_residual", c.price_residual);
  json.member("iterations", c.iterations).member("stages", c.stages).member("starts", c.starts);
  json.member("start_distance", c.start_distance).member("uniqueness", c.uniqueness).end();
}

table table_of(const request& want, const counterfactual_result& r) {
  const bool moves = r.point.model.adjusts == equilibrium_closure::endowment;
  std::vector<table_column> columns{{"country", -1, alignment::left}};
  for (const auto& o : shown) {
    if (!moves &&
        (o.what == country_outcome::real_income || o.what == country_outcome::output_price))
      continue;
    if (o.header == nullptr) continue;
    columns.push_back({o.header, 4});
    if (o.what == country_outcome::real_income && r.intervals) {
      columns.push_back({"95% from", 4});
      columns.push_back({"to", 4});
    }
  }
  columns.push_back({"autarky", 4});
  const dense_vector<double> autarky = autarky_losses(r);
  table t(text("Percent changes, ", want.model, " equilibrium, theta ",
               significant_text(r.point.model.theta, 4),
               r.point.model.psi > 0 ? ", psi " + significant_text(r.point.model.psi, 4)
                                     : std::string()),
          std::move(columns));
  for (std::size_t i = 0; i < r.countries.size(); ++i) {
    std::vector<table_cell> cells{r.point.before.countries[i]};
    for (const auto& o : shown) {
      if (!moves &&
          (o.what == country_outcome::real_income || o.what == country_outcome::output_price))
        continue;
      if (o.header == nullptr) continue;
      const auto& cell = r.countries[i][to_size(o.what)];
      cells.push_back(cell ? table_cell(percent(cell->estimate)) : table_cell(std::nullopt));
      if (o.what == country_outcome::real_income && r.intervals) {
        cells.emplace_back(percent(cell->low));
        cells.emplace_back(percent(cell->high));
      }
    }
    cells.emplace_back(-100 * autarky[to_index(i)]);
    t.row(std::move(cells));
  }
  t.note("autarky: what it would do to real output before the change");
  const auto& c = r.point.certificate;
  t.note(text("largest excess demand ",
              c.largest_excess_demand < 1e-10 ? std::string("below 1e-10")
                                              : significant_text(c.largest_excess_demand, 2),
              " of output"));
  t.note(c.uniqueness);
  return t;
}

void write_json(const example::program& app, const request& want, const loaded_flows& data,
                const uncertain_value& theta, const uncertain_value& psi,
                const counterfactual_result& r, const std::vector<flow_row>& flows,
                const std::vector<std::string>& notes, std::ostream& out) {
  json_writer json = app.begin_json(data.report);
  json.member("model", want.model).member("deficits", want.deficits);
  json.member("theta", theta.value).member("psi", psi.value);
  json.member("reference", want.reference.empty() ? std::optional<std::string>() : want.reference);
  write_countries(json, r);
  if (!want.flows.empty()) {
    json.key("flows").array();
    for (const auto& f : flows) {
      json.object(true).member("exporter", f.from).member("importer", f.to);
      json.member("before", f.before).member("after", f.after).member("partial", f.partial).end();
    }
    json.end();
  }
  if (r.draws > 0) {
    json.key("draws").object(true).member("count", r.draws).member("failed", r.failed_draws);
    json.member("seed", app.seed()).member("level", 0.95).end();
  }
  write_certificate(json, r.point.certificate);
  app.end_json(out, json, notes);
}

std::vector<country_row> income_rows(const counterfactual_result& r) {
  std::vector<country_row> rows;
  for (std::size_t i = 0; i < r.countries.size(); ++i) {
    const auto& cell = r.countries[i][to_size(country_outcome::real_income)];
    if (!cell) continue;
    rows.push_back({r.point.before.countries[i], percent(cell->estimate), percent(cell->low),
                    percent(cell->high)});
  }
  return rows;
}

}  // namespace

void run_one_sector(const example::program& app, const request& want, std::ostream& out) {
  const uncertain_value theta = theta_of(want);
  const auto [model, psi] = model_of(want);
  const std::vector<std::string>& columns = want.columns;
  loaded_flows data = read_flows(want, columns);
  if (want.baseline == "fitted") {
    data.economy = fitted_economy(want, data);
    data.notes.push_back(
        "the change starts from the flows that structural gravity has with the estimated costs and "
        "the output and spending of the file");
  }
  const file_estimates estimates = estimates_of(want, columns);
  const trade_scenario scenario = scenario_of(want, data);
  counterfactual_options options;
  options.draws = want.draws;
  options.seed = app.seed();
  options.threads = app.threads();
  options.progress = example::shown_progress();
  options.equilibrium.starts = want.starts;
  if (!want.reference.empty())
    options.equilibrium.reference = country_index(data.economy, want.reference);
  const counterfactual_result r =
      counterfactual(data.economy, scenario, estimates.estimates, model, theta, psi, options);
  if (want.draws > 0 && !r.intervals) {
    throw example::usage_error(
        "--draws: nothing is uncertain; give --beta B,SE, --theta T,SE or --theta LOW..HIGH");
  }
  if (want.starts_asked && r.point.certificate.starts != want.starts) {
    throw example::usage_error("--starts: nothing to look for, " + r.point.certificate.uniqueness);
  }
  std::vector<std::string> notes = data.notes;
  notes.insert(notes.end(), estimates.notes.begin(), estimates.notes.end());
  add_notes(want, r, notes);
  const std::vector<flow_row> flows = flow_rows(r.point);
  if (!want.flows.empty()) example::program::write_file(want.flows, flows_csv(flows));
  table t = table_of(want, r);
  for (const auto& note : notes) t.note(note);
  if (!app.html().empty() || want.picture.wanted()) {
    const std::vector<country_row> rows = income_rows(r);
    if (want.picture.wanted())
      want.picture.write(income_chart(rows, example::chart_source(want.input.csv)));
    if (!app.html().empty())
      example::program::write_file(app.html(),
                                   page_of("Counterfactual", want.input.csv, rows, t, flows));
  }
  app.show(out, t);
  const trade_change<double> whole{r.point.exports, r.point.imports, r.point.trade};
  if (const auto partial = partial_table(r.point.before.countries, r.point.partial, whole))
    app.show(out, *partial);
  if (const auto imports = imports_table(r)) app.show(out, *imports);
  if (app.json()) write_json(app, want, data, theta, psi, r, flows, notes, out);
}

}  // namespace counterfactual_program
