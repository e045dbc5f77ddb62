// jobs multipliers: effects and multipliers of an input-output table, its linkages.
#include "jobs/loaded.hpp"

#include "support/matrix.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/trade/input_output/linkages.hpp>

namespace jobs_program {

namespace {

struct study {
  loaded data;
  std::optional<table_balance> balance;
  std::vector<std::pair<std::string, factor_effects<double>>> effects;  // output first
  linkage_result<double> link;
  double radius = 0;
  int type = 1;
  std::vector<std::string> notes;
};

double effect_of(const factor_effects<double>& f, Eigen::Index j) {
  return f.total ? (*f.total)[j] : f.simple[j];
}

std::optional<double> multiplier_of(const std::string& name, const factor_effects<double>& f,
                                    Eigen::Index j) {
  if (name == "output") return effect_of(f, j);
  return f.total ? f.type_two(j) : f.type_one(j);
}

std::optional<table_balance> balance_with(const multipliers_request& want, const loaded& d) {
  if (want.final_demand.empty()) return std::nullopt;
  const auto balance =
      balance_of(d.table, example::read_vector(want.format, want.final_demand, d.table.sectors));
  if (balance.largest_imbalance > 1e-3) {
    throw data_error(text(want.final_demand, ": uses and output of ", balance.sector, " differ by ",
                          significant_text(100 * balance.largest_imbalance, 3),
                          " percent of its output; at most 0.1"));
  }
  return balance;
}

study studied(const multipliers_request& want) {
  study s{.data = load(want),
          .balance = {},
          .effects = {},
          .link = {},
          .radius = 0,
          .type = want.type,
          .notes = {}};
  const loaded& d = s.data;
  const auto n = std::ssize(d.open);
  s.balance = balance_with(want, d);
  const household_closure<double>* closed = d.households ? &*d.households : nullptr;
  s.effects.emplace_back(
      "output", effects(d.open, dense_vector<double>(dense_vector<double>::Ones(n)), closed));
  for (const auto& [name, direct] : d.factors)
    s.effects.emplace_back(name, effects(d.open, direct, closed));
  s.link = linkages(d.open, d.table.output);
  const bool negative = d.open.coefficients.minCoeff() < 0;
  s.radius = spectral_radius<double>(
      negative ? d.open.coefficients.cwiseAbs().eval() : d.open.coefficients,
      d.open.output_multipliers);
  s.notes = d.notes;
  s.notes.push_back(want.type == 1
                        ? "type I: direct and indirect effects"
                        : "type II: closed for households, consumption per unit of wages");
  s.notes.push_back(
      "effect: per unit of final demand; multiplier: effect / own direct coefficient");
  for (const auto& [name, f] : s.effects) {
    for (Eigen::Index j = 0; j < n; ++j) {
      if (multiplier_of(name, f, j)) continue;
      s.notes.push_back(
          text(name, " of ", name_at(d, j), ": its own coefficient is zero, no multiplier"));
    }
  }
  return s;
}

chart linkage_chart(const study& s) {
  return bar_chart(
      s.data.open.sectors,
      {{"backward", values_of(s.link.backward)}, {"forward", values_of(s.link.forward)}},
      {.title = "Linkages",
       .subtitle = "column sums of the Leontief, row sums of the Ghosh inverse"});
}

table page_table(const study& s) {
  table t("Output multipliers", {{"sector", -1, alignment::left},
                                 {"output", 4},
                                 {"backward", 4},
                                 {"forward", 4},
                                 {"kind", -1, alignment::left}});
  for (Eigen::Index j = 0; j < s.link.backward.size(); ++j) {
    t.row({name_at(s.data, j), effect_of(s.effects[0].second, j), s.link.backward[j],
           s.link.forward[j], name_of(s.link.kind[bilateral::to_size(j)])});
  }
  return t;
}

table table_of(const study& s) {
  std::vector<table_column> columns{{"sector", -1, alignment::left}};
  for (const auto& [name, f] : s.effects) {
    columns.push_back({name, -1});
    if (name != "output") columns.push_back({name + " x", -1});
  }
  columns.push_back({"backward", 4});
  columns.push_back({"forward", 4});
  columns.push_back({"linkage", -1, alignment::left});
  table t(s.type == 1 ? "Type I effects and multipliers" : "Type II effects and multipliers",
          std::move(columns));
  for (Eigen::Index j = 0; j < s.link.backward.size(); ++j) {
    std::vector<table_cell> cells{name_at(s.data, j)};
    for (const auto& [name, f] : s.effects) {
      cells.emplace_back(effect_of(f, j));
      if (name != "output") cells.emplace_back(multiplier_of(name, f, j));
    }
    cells.emplace_back(s.link.backward[j]);
    cells.emplace_back(s.link.forward[j]);
    cells.emplace_back(name_of(s.link.kind[bilateral::to_size(j)]));
    t.row(std::move(cells));
  }
  t.note(text("spectral radius ", significant_text(s.radius, 6)));
  if (s.balance) {
    t.note(text("largest imbalance ", significant_text(100 * s.balance->largest_imbalance, 3),
                " percent, ", s.balance->sector));
  }
  for (const auto& note : s.notes) t.note(note);
  return t;
}

void write_factor(json_writer& json, const std::string& key, const factor_effects<double>& f,
                  Eigen::Index j) {
  json.object(true).member("effect", effect_of(f, j));
  json.member("multiplier", multiplier_of(key, f, j));
  if (key != "output") json.member("direct", f.direct[j]);
  json.member("first_round", f.first_round[j]).member("simple", f.simple[j]);
  if (f.total) json.member("induced", f.induced()[j]);
  json.end();
}

void write_sector(json_writer& json, const study& s, Eigen::Index j) {
  json.object().member("name", name_at(s.data, j));
  for (const char* key : {"output", "employment", "value_added", "income", "imports", "taxes"}) {
    json.key(key);
    const auto f = std::find_if(s.effects.begin(), s.effects.end(),
                                [&](const auto& e) { return e.first == key; });
    if (f == s.effects.end()) {
      json.value(nullptr);
    } else {
      write_factor(json, key, f->second, j);
    }
  }
  json.member("backward", s.link.backward[j]).member("forward", s.link.forward[j]);
  json.member("normalised_backward", s.link.normalised_backward[j]);
  json.member("normalised_forward", s.link.normalised_forward[j]);
  json.member("linkage", name_of(s.link.kind[bilateral::to_size(j)])).end();
}

void write_json(const context& c, const study& s) {
  example::common_report common;
  common.n = s.data.open.size();
  json_writer json = c.app.begin_json(common);
  json.member("type", s.type).member("spectral_radius", s.radius);
  json.key("balance");
  if (s.balance) {
    json.object(true).member("largest_imbalance", s.balance->largest_imbalance);
    json.member("sector", s.balance->sector).end();
  } else {
    json.value(nullptr);
  }
  json.key("sectors").array();
  for (Eigen::Index j = 0; j < s.link.backward.size(); ++j) write_sector(json, s, j);
  json.end();
  c.app.end_json(c.out, json, s.notes);
}

}  // namespace

void multipliers_request::add_to(example::program& app) {
  const std::string base =
      "jobs multipliers --transactions examples/data/table.csv --output "
      "examples/data/table_output.csv ";
  CLI::App& command = *app.subcommand("multipliers", "Multipliers of an input-output table",
                                      base + "--employment examples/data/table_jobs.csv");
  add_table(command);
  for (const auto& [flag, path] :
       {std::pair{"--value-added", &value_added}, std::pair{"--imports", &imports},
        std::pair{"--taxes", &taxes}}) {
    command.add_option(flag, *path, "CSV sector,value")->group("Data");
  }
  command.add_option("--final-demand", final_demand, "CSV sector,value: checks the balance")
      ->group("Data");
  app.example(command, "Data", base + "--final-demand examples/data/table_final.csv");
  app.example(command, "Model",
              base +
                  "--type 2 --wages examples/data/table_wages.csv --consumption "
                  "examples/data/table_consumption.csv");
  app.example(command, "Output", base + "--latex");
}

void run_multipliers(const context& c, const multipliers_request& want) {
  refuse_flags(c.app, {"--seed", "--threads"}, "multipliers");
  const study s = studied(want);
  if (c.picture.wanted()) c.picture.write(linkage_chart(s));
  if (!c.app.html().empty()) write_page(c.app, "Multipliers", linkage_chart(s), page_table(s));
  c.app.show(c.out, table_of(s));
  if (c.app.json()) write_json(c, s);
}

}  // namespace jobs_program
