// Investment and jobs: ratios with their uncertainty, bounds on press figures, multipliers of an
// input-output table, the jobs of an investment.
#include <bilateral/core/press_figure.hpp>
#include <bilateral/report/chart.hpp>
#include <bilateral/report/page.hpp>
#include <bilateral/report/table.hpp>
#include <bilateral/trade/input_output/linkages.hpp>
#include <bilateral/trade/input_output/multipliers.hpp>
#include <bilateral/trade/jobs/investment.hpp>
#include <bilateral/trade/input_output/investment_shock.hpp>
#include <bilateral/trade/jobs/ratio_estimation.hpp>

#include "support/data.hpp"
#include "support/matrix.hpp"
#include "support/program.hpp"

using namespace bilateral;

namespace {

using example::usage_error;

// flags of the program that a subcommand has no use for
void refuse_flags(const example::program& app, std::initializer_list<const char*> flags, const char* where) {
  for (const char* flag : flags) {
    if (app.given(flag)) throw usage_error(text(flag, ": it does nothing in jobs ", where));
  }
}

void write_page(const example::program& app, const std::string& title, const table& t) {
  if (app.html().empty()) return;
  page p(title);
  p.add(t);
  example::program::write_file(app.html(), to_html(p));
}

// ---------------------------------------------------------------- ratio
struct ratio_request {
  example::data_options input;
  std::string investment, jobs, by, method = "totals", interval = "delta";
  double population = 0;
};

// the estimate's note; an unbounded set comes of too few projects
std::string in_words(const ratio_estimate& r) {
  return r.bounded ? r.note : text("too few projects (", r.observations, ") to bound the ratio: ", r.note);
}

void write_ratio(json_writer& json, const ratio_estimate& r, const ratio_request& want,
                 std::vector<std::string>& notes, const std::string& group) {
  json.member("estimate", r.estimate).member("std_error", r.std_error);
  const std::optional<double> none;  // an unbounded set has no ends: null, with the reason in notes
  json.member("ci_low", r.bounded ? r.low : none).member("ci_high", r.bounded ? r.high : none);
  json.member("method", want.method).member("interval", want.interval).member("bounded", r.bounded);
  if (r.outside) {
    json.key("excluded").object(true).member("low", r.low).member("high", r.high).end();
  }
  if (!r.note.empty()) notes.push_back((group.empty() ? "" : group + ": ") + in_words(r));
}

void run_ratio(const example::program& app, const ratio_request& want, std::ostream& out) {
  example::data_request columns{{want.jobs, want.investment}, {}};
  if (!want.by.empty()) columns.groups.push_back(want.by);
  const example::data_set data = read_data(want.input, columns);
  if (data.empty()) throw data_error(want.input.csv + ": there are no observations");
  const auto& jobs = data.column(want.jobs);
  const auto& money = data.column(want.investment);
  for (std::size_t i = 0; i < money.size(); ++i) {
    if (money[i] < 0 || (money[i] == 0 && want.method == "mean")) {
      throw data_error(data.source(), data.file_line(i), 0,
                       text(shortest(money[i]), money[i] < 0 ? " is negative" : " has no ratio"),
                       want.investment);
    }
    if (jobs[i] < 0) {
      throw data_error(data.source(), data.file_line(i), 0, text(shortest(jobs[i]), " is negative"),
                       want.jobs);
    }
  }
  ratio_options options;
  options.method = want.method == "mean"     ? ratio_method::mean
                   : want.method == "origin" ? ratio_method::origin
                                             : ratio_method::totals;
  options.interval = want.interval == "fieller"     ? ratio_interval::fieller
                     : want.interval == "bootstrap" ? ratio_interval::bootstrap
                     : want.interval == "jackknife" ? ratio_interval::jackknife
                                                    : ratio_interval::delta;
  if (options.interval == ratio_interval::fieller && options.method != ratio_method::totals) {
    throw usage_error("--interval fieller is for --method totals");
  }
  if (want.population > 0) options.population = want.population;
  if (options.interval != ratio_interval::bootstrap) refuse_flags(app, {"--seed", "--threads"}, "ratio without --interval bootstrap");
  options.seed = app.seed();
  options.threads = app.threads();
  const auto of_rows = [&](const std::vector<std::size_t>& rows) {
    Eigen::VectorXd y(static_cast<Eigen::Index>(rows.size())), x(y.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      y[static_cast<Eigen::Index>(i)] = jobs[rows[i]];
      x[static_cast<Eigen::Index>(i)] = money[rows[i]];
    }
    return ratio(y, x, options);
  };
  std::vector<std::size_t> all(jobs.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  const ratio_estimate whole = of_rows(all);
  std::vector<std::pair<std::string, ratio_estimate>> groups;
  if (!want.by.empty()) {
    const factor by = data.group(want.by);
    for (std::int32_t l = 0; l < by.levels; ++l) {
      std::vector<std::size_t> rows;
      for (std::size_t i = 0; i < by.size(); ++i) {
        if (by.codes[i] == l) rows.push_back(i);
      }
      groups.emplace_back(by.label(l), of_rows(rows));
    }
  }
  std::vector<std::string> notes = data.report().notes;
  if (options.interval == ratio_interval::bootstrap) {
    notes.push_back(text("bootstrap of ", options.draws, " draws, percentile interval, seed ",
                         app.seed()));
  }
  std::vector<std::string> table_notes = notes;
  table t(text(want.jobs, " per unit of ", want.investment, ", ", want.method),
          {{want.by.empty() ? "" : want.by, -1, alignment::left}, {"n"}, {"ratio"}, {"std. error"},
           {"95% from"}, {"to"}});
  const auto line = [&](const std::string& name, const ratio_estimate& r) {
    t.row({name, r.observations, r.estimate, r.std_error, r.bounded ? table_cell(r.low) : table_cell("too few"),
           r.bounded ? table_cell(r.high) : table_cell("projects")});
    if (!r.note.empty()) {
      table_notes.push_back(name + ": " + in_words(r) +
                      (r.outside ? text(", ", significant_text(*r.low, 4), " and ",
                                        significant_text(*r.high, 4))
                                 : std::string()));
    }
  };
  for (const auto& [name, r] : groups) line(name, r);
  if (!groups.empty()) t.rule();
  line("all", whole);
  t.note(text(want.interval, " interval, t(n-1)",
              options.population ? ", finite-population factor" : ""));
  for (const auto& note : table_notes) t.note(note);
  write_page(app, text(want.jobs, " per unit of ", want.investment), t);
  if (app.json()) {
    json_writer json = app.begin_json(data.report());
    json.key("ratio").object();
    write_ratio(json, whole, want, notes, "");
    json.end();
    if (!want.by.empty()) {
      json.key("by").array();
      for (const auto& [name, r] : groups) {
        json.object().member("group", name).member("n", r.observations);
        write_ratio(json, r, want, notes, name);
        json.end();
      }
      json.end();
    }
    return app.end_json(out, json, notes);
  }
  out << to_text(t);
}

// ---------------------------------------------------------------- bounds
struct bounds_request {
  std::string investment, jobs, firms, tax;
};

void write_bounds(json_writer& json, const std::string& key, const bounds& b) {
  const auto end = [](double x) { return std::isfinite(x) ? std::optional<double>(x) : std::nullopt; };
  json.key(key).object(true).member("low", end(b.low())).member("high", end(b.high()));
  json.member("low_open", b.low_open()).member("high_open", b.high_open());
  json.member("text", to_string(b)).end();
}

press_figure read_phrase(const char* flag, const std::string& words, std::initializer_list<unit_kind> allowed) {
  press_figure f;
  try {
    f = parse_phrase(words);
  } catch (const bilateral::error& e) {
    throw usage_error(text(flag, ": ", e.what()));
  }
  const unit_kind kind = f.measured_in.of.kind;
  const bool fits = !f.measured_in.per && std::find(allowed.begin(), allowed.end(), kind) != allowed.end();
  if (f.measured_in.stated() && !fits) {
    throw usage_error(text(flag, ": '", words, "' is measured in ", to_string(f.measured_in)));
  }
  return f;
}

// Money against money: one currency, and what else lies between the two in words.
void check_money(const press_figure& investment, const press_figure& tax, std::vector<std::string>& notes) {
  const unit_match match = match_units(tax.measured_in, investment.measured_in);
  const bool both = tax.measured_in.stated() && investment.measured_in.stated();
  if (both && !match.factor) {
    throw usage_error(text("--tax: ", match.reason, ", which --investment is in; no rate joins them"));
  }
  if (both && !match.caveat.empty()) notes.push_back("tax and investment: " + match.caveat);
  if (both || (!tax.measured_in.stated() && !investment.measured_in.stated())) return;
  notes.push_back(tax.measured_in.stated() ? "the currency of the investment is not stated; taken to be the tax's"
                                           : "the currency of the tax is not stated; taken to be the investment's");
}

struct bounded_figure {
  std::string key;
  bounds literal, conventional;
  [[nodiscard]] bool nothing() const { return literal.low() <= 0 && !std::isfinite(literal.high()); }
};

std::vector<bounded_figure> ratios_in_both_readings(const press_figure& money, const std::optional<press_figure>& jobs,
                                                    const std::optional<press_figure>& firms,
                                                    const std::optional<press_figure>& tax) {
  const auto reading = [&](bool literal) {
    const auto of = [&](const std::optional<press_figure>& f) {
      return f ? std::optional<bounds>(literal ? f->literal : f->conventional) : std::nullopt;
    };
    return ratios_of({literal ? money.literal : money.conventional, of(jobs), of(firms), of(tax)});
  };
  const investment_ratios literal = reading(true), usual = reading(false);
  std::vector<bounded_figure> figures;
  const auto add = [&](const char* key, const std::optional<bounds>& a, const std::optional<bounds>& b) {
    if (a && b) figures.push_back({key, *a, *b});
  };
  add("investment_per_firm", literal.investment_per_firm, usual.investment_per_firm);
  add("investment_per_job", literal.investment_per_job, usual.investment_per_job);
  add("jobs_per_million", literal.jobs_per_million, usual.jobs_per_million);
  add("jobs_per_firm", literal.jobs_per_firm, usual.jobs_per_firm);
  add("tax_per_job", literal.tax_per_job, usual.tax_per_job);
  return figures;
}

void run_bounds(const example::program& app, const bounds_request& want, std::ostream& out) {
  refuse_flags(app, {"--seed", "--threads"}, "bounds");
  std::vector<std::string> notes{
      "literal: what the words say; conventional: a writer who had passed the next round figure would "
      "have said it (an assumption)"};
  const press_figure money = read_phrase("--investment", want.investment, {unit_kind::money});
  std::optional<press_figure> jobs, firms, tax;
  if (!want.jobs.empty()) jobs = read_phrase("--jobs", want.jobs, {unit_kind::jobs, unit_kind::persons});
  if (!want.firms.empty()) firms = read_phrase("--firms", want.firms, {unit_kind::firms});
  if (!want.tax.empty()) tax = read_phrase("--tax", want.tax, {unit_kind::money});
  if (!jobs && !firms) throw usage_error("--jobs or --firms is needed besides --investment");
  if (tax && !jobs) throw usage_error("--tax needs --jobs: it is spread over them");
  if (tax) check_money(money, *tax, notes);
  const auto figures = ratios_in_both_readings(money, jobs, firms, tax);
  const stated_unit& unit = money.measured_in.stated() || !tax ? money.measured_in : tax->measured_in;
  if (unit.stated()) notes.push_back("money in " + to_string(unit));
  for (const bounded_figure& f : figures) {
    if (f.nothing()) notes.push_back("literal " + f.key + ": the words give no information");
  }
  table t("", {{"", -1, alignment::left}, {"literal", -1, alignment::left},
               {"conventional", -1, alignment::left}});
  for (const bounded_figure& f : figures) {
    t.row({f.key, f.nothing() ? "no information" : to_string(f.literal, 4), to_string(f.conventional, 4)});
  }
  for (const auto& note : notes) t.note(note);
  write_page(app, "What the figures allow to say", t);
  if (app.json()) {
    json_writer json = app.begin_json();
    for (const bool words : {true, false}) {
      json.key(words ? "literal" : "conventional").object();
      for (const bounded_figure& f : figures) write_bounds(json, f.key, words ? f.literal : f.conventional);
      json.end();
    }
    return app.end_json(out, json, notes);
  }
  out << to_text(t);
}

// ---------------------------------------------------------------- multipliers and shock
struct table_request {
  example::data_options format;
  std::string transactions, output, final_demand, employment, value_added, imports, taxes, wages,
      consumption;
  int type = 1;
  // shock
  std::string spend, phasing = "1";
  double local = 1, productivity = 0, spread = 1000, within = 0;
  int draws = 0;
  const CLI::Option* concentration = nullptr;
  [[nodiscard]] bool concentration_given() const { return concentration != nullptr && concentration->count() > 0; }

  void add_to(CLI::App& app) {
    app.add_option("--transactions", transactions, "Square CSV: element i,j is bought by j from i")
        ->required();
    app.add_option("--output", output, "CSV sector,value: gross output")->required();
    app.add_option("--employment", employment, "CSV sector,value: jobs");
    app.add_option("--value-added", value_added, "CSV sector,value");
    app.add_option("--imports", imports, "CSV sector,value");
    app.add_option("--taxes", taxes, "CSV sector,value");
    app.add_option("--wages", wages, "CSV sector,value: labour income");
    app.add_option("--consumption", consumption, "CSV sector,value: household consumption");
    format.add_format(app);
  }
};

struct loaded {
  input_output_table<double> table;
  leontief_system<double> open;
  std::optional<household_closure<double>> households;
  std::vector<std::pair<std::string, dense_vector<double>>> factors;  // direct coefficients
  std::vector<std::string> notes;
};

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
      d.notes.push_back(text(name, " of ", d.table.sectors[static_cast<std::size_t>(j)], " is negative: ",
                             significant_text(values[j], 6)));
    }
  };
  factor_from("employment", want.employment);
  factor_from("value_added", want.value_added);
  factor_from("income", want.wages);
  factor_from("imports", want.imports);
  factor_from("taxes", want.taxes);
  if (want.type == 2) {
    if (want.wages.empty() || want.consumption.empty()) {
      throw usage_error("--type 2 needs --wages and --consumption");
    }
    d.households = close_for_households(d.table, vector(want.wages), vector(want.consumption));
  }
  return d;
}

void run_multipliers(const example::program& app, const table_request& want, std::ostream& out) {
  refuse_flags(app, {"--seed", "--threads"}, "multipliers");
  const loaded d = load(want);
  const auto n = static_cast<Eigen::Index>(d.open.size());
  std::optional<table_balance> balance;
  if (!want.final_demand.empty()) {
    balance = balance_of(d.table, example::read_vector(want.format, want.final_demand, d.table.sectors));
    if (balance->largest_imbalance > 1e-3) {
      throw data_error(text(want.final_demand, ": uses and output of ", balance->sector, " differ by ",
                            significant_text(100 * balance->largest_imbalance, 3),
                            " percent of its output; at most 0.1"));
    }
  }
  const household_closure<double>* closed = d.households ? &*d.households : nullptr;
  std::vector<std::pair<std::string, factor_effects<double>>> all;
  all.emplace_back("output", effects(d.open, dense_vector<double>(dense_vector<double>::Ones(n)), closed));
  for (const auto& [name, direct] : d.factors) all.emplace_back(name, effects(d.open, direct, closed));
  const auto link = linkages(d.open, d.table.output);
  const bool negative = d.open.coefficients.minCoeff() < 0;
  const double radius =
      spectral_radius<double>(negative ? d.open.coefficients.cwiseAbs().eval() : d.open.coefficients,
                              d.open.output_multipliers);
  std::vector<std::string> notes = d.notes;
  notes.push_back(want.type == 1 ? "type I: direct and indirect effects"
                                 : "type II: closed for households, consumption per unit of wages");
  notes.push_back("effect: per unit of final demand; multiplier: effect / own direct coefficient");
  const auto effect_of = [&](const factor_effects<double>& f, Eigen::Index j) {
    return f.total ? (*f.total)[j] : f.simple[j];
  };
  const auto multiplier_of = [&](const std::string& name, const factor_effects<double>& f, Eigen::Index j) {
    if (name == "output") return std::optional<double>(effect_of(f, j));
    return f.total ? f.type_two(j) : f.type_one(j);
  };
  for (const auto& [name, f] : all) {
    for (Eigen::Index j = 0; j < n; ++j) {
      if (!multiplier_of(name, f, j)) {
        notes.push_back(text(name, " of ", d.open.sectors[static_cast<std::size_t>(j)],
                             ": its own coefficient is zero, no multiplier"));
      }
    }
  }
  const auto find = [&](const char* name) -> const factor_effects<double>* {
    for (const auto& [key, f] : all) {
      if (key == name) return &f;
    }
    return nullptr;
  };
  if (!app.html().empty()) {
    page p("Multipliers");
    table t("Output multipliers", {{"sector", -1, alignment::left}, {"output", 4}, {"backward", 4},
                                   {"forward", 4}, {"kind", -1, alignment::left}});
    std::vector<double> values;
    for (Eigen::Index j = 0; j < n; ++j) {
      const auto at = static_cast<std::size_t>(j);
      values.push_back(effect_of(all[0].second, j));
      t.row({d.open.sectors[at], values.back(), link.backward[j], link.forward[j],
             name_of(link.kind[at])});
    }
    const auto of = [](const dense_vector<double>& v) { return std::vector<double>(v.begin(), v.end()); };
    p.add(bar_chart(d.open.sectors, {{"backward", of(link.backward)}, {"forward", of(link.forward)}},
                    {.title = "Linkages", .subtitle = "column sums of the Leontief, row sums of the Ghosh inverse"}));
    p.add(t);
    example::program::write_file(app.html(), to_html(p));
  }
  if (app.json()) {
    example::common_report common;
    common.n = d.open.size();
    json_writer json = app.begin_json(common);
    json.member("type", want.type).member("spectral_radius", radius);
    json.key("balance");
    if (balance) {
      json.object(true).member("largest_imbalance", balance->largest_imbalance);
      json.member("sector", balance->sector).end();
    } else {
      json.value(nullptr);
    }
    json.key("sectors").array();
    for (Eigen::Index j = 0; j < n; ++j) {
      const auto at = static_cast<std::size_t>(j);
      json.object().member("name", d.open.sectors[at]);
      for (const char* key : {"output", "employment", "value_added", "income", "imports", "taxes"}) {
        json.key(key);
        const auto* f = find(key);
        if (f == nullptr) {
          json.value(nullptr);
          continue;
        }
        json.object(true).member("effect", effect_of(*f, j));
        json.member("multiplier", multiplier_of(key, *f, j));
        if (std::string(key) != "output") json.member("direct", f->direct[j]);
        json.member("first_round", f->first_round[j]).member("simple", f->simple[j]);
        if (f->total) json.member("induced", f->induced()[j]);
        json.end();
      }
      json.member("backward", link.backward[j]).member("forward", link.forward[j]);
      json.member("normalised_backward", link.normalised_backward[j]);
      json.member("normalised_forward", link.normalised_forward[j]);
      json.member("linkage", name_of(link.kind[at])).end();
    }
    json.end();
    return app.end_json(out, json, notes);
  }
  std::vector<table_column> columns{{"sector", -1, alignment::left}};
  for (const auto& [name, f] : all) {
    columns.push_back({name, -1});
    if (name != "output") columns.push_back({name + " x", -1});
  }
  columns.push_back({"backward", 4});
  columns.push_back({"forward", 4});
  columns.push_back({"linkage", -1, alignment::left});
  table t(want.type == 1 ? "Type I effects and multipliers" : "Type II effects and multipliers",
          std::move(columns));
  for (Eigen::Index j = 0; j < n; ++j) {
    const auto at = static_cast<std::size_t>(j);
    std::vector<table_cell> cells{d.open.sectors[at]};
    for (const auto& [name, f] : all) {
      cells.emplace_back(effect_of(f, j));
      if (name != "output") cells.emplace_back(multiplier_of(name, f, j));
    }
    cells.emplace_back(link.backward[j]);
    cells.emplace_back(link.forward[j]);
    cells.emplace_back(name_of(link.kind[at]));
    t.row(std::move(cells));
  }
  t.note(text("spectral radius ", significant_text(radius, 6)));
  if (balance) {
    t.note(text("largest imbalance ", significant_text(100 * balance->largest_imbalance, 3),
                " percent, ", balance->sector));
  }
  for (const auto& note : notes) t.note(note);
  out << to_text(t);
}

void run_shock(const example::program& app, const table_request& want, std::ostream& out) {
  if (want.employment.empty()) throw usage_error("--employment is needed: the shock is counted in jobs");
  if (want.draws == 0) refuse_flags(app, {"--seed", "--threads"}, "shock without --draws");
  if (want.draws == 0 && want.concentration_given()) throw usage_error("--concentration: it does nothing without --draws");
  const std::vector<std::string> spending = example::split_list(want.spend);
  if (spending.empty()) throw usage_error("--spend: no sector is named");
  const loaded d = load(want);
  investment_shock<double> shock;
  shock.spending = dense_vector<double>::Zero(static_cast<Eigen::Index>(d.open.size()));
  for (const std::string& item : spending) {
    const std::size_t at = item.rfind('=');
    const auto value = at == std::string::npos ? parsed_number<double>{}
                                               : parse_number(item.substr(at + 1), '.');
    if (at == std::string::npos || !value) throw usage_error("--spend: '" + item + "' is not SECTOR=VALUE");
    const auto found =
        std::find(d.open.sectors.begin(), d.open.sectors.end(), item.substr(0, at));
    if (found == d.open.sectors.end()) {
      throw usage_error("--spend: there is no sector '" + item.substr(0, at) + "' in " + want.transactions);
    }
    shock.spending[found - d.open.sectors.begin()] += value.value;
  }
  shock.phasing.clear();
  for (const std::string& item : example::split_list(want.phasing)) {
    const auto value = parse_number(item, '.');
    if (!value) throw usage_error("--phasing: '" + item + "' is not a number");
    shock.phasing.push_back(value.value);
  }
  shock.local_content = want.local;
  shock.productivity_growth = want.productivity;
  const dense_vector<double>& direct = d.factors.front().second;  // employment comes first
  const household_closure<double>* closed = d.households ? &*d.households : nullptr;
  const auto r = jobs_of(d.open, direct, shock, closed);
  std::vector<std::string> notes = d.notes;
  std::optional<shock_uncertainty> range;
  if (want.draws > 0) {
    range = shock_draws(d.open, direct, shock,
                        {.concentration = want.spread, .draws = want.draws,
                         .seed = app.seed(), .threads = app.threads()});
    notes.push_back(text("uncertainty: ", want.draws, " draws of Dirichlet columns of coefficients, ",
                         "concentration ", significant_text(want.spread, 6),
                         ", seed ", app.seed(), "; type I"));
  }
  std::optional<bounds> ends;
  if (want.within != 0) {
    ends = shock_bounds(leontief_within(d.open, want.within), direct, shock);
    notes.push_back(text("bounds: every coefficient within ", significant_text(100 * want.within, 4),
                         " percent of the table's, all at once; type I"));
  }
  notes.push_back("jobs are job-years of the sectors of the table, not of people newly hired");
  const auto n = static_cast<Eigen::Index>(d.open.size());
  std::vector<table_column> columns{{"sector", -1, alignment::left}};
  for (Eigen::Index y = 0; y < r.jobs.cols(); ++y) columns.push_back({text("year ", y + 1), 1});
  columns.push_back({"all", 1});
  table t("Jobs of the investment, by sector and year", std::move(columns));
  const auto line = [&](const std::string& name, const auto& values) {
    std::vector<table_cell> cells{name};
    for (Eigen::Index y = 0; y < values.size(); ++y) cells.emplace_back(static_cast<double>(values[y]));
    cells.emplace_back(static_cast<double>(values.sum()));
    t.row(std::move(cells));
  };
  for (Eigen::Index j = 0; j < n; ++j) line(d.open.sectors[static_cast<std::size_t>(j)], r.jobs.row(j).eval());
  t.rule();
  line("all", r.jobs.colwise().sum().eval());
  t.note(text("direct ", significant_text(r.direct, 5), ", indirect ", significant_text(r.indirect, 5),
              r.induced ? text(", induced ", significant_text(*r.induced, 5)) : std::string()));
  if (range) {
    t.note(text("95 percent of the draws: ", significant_text(range->low, 5), " to ",
                significant_text(range->high, 5)));
  }
  if (ends) {
    t.note(text("bounds of the coefficients: ", significant_text(ends->low(), 5), " to ",
                significant_text(ends->high(), 5)));
  }
  for (const auto& note : notes) t.note(note);
  if (!app.html().empty()) {
    std::vector<std::string> years;
    std::vector<chart_line> bars;
    for (Eigen::Index y = 0; y < r.jobs.cols(); ++y) years.push_back(text("year ", y + 1));
    for (Eigen::Index j = 0; j < n; ++j) {
      std::vector<double> path;
      for (Eigen::Index y = 0; y < r.jobs.cols(); ++y) path.push_back(r.jobs(j, y));
      if (r.jobs.row(j).sum() > 0) bars.push_back({d.open.sectors[static_cast<std::size_t>(j)], path});
    }
    page p("Jobs of an investment", want.transactions);
    if (!bars.empty()) p.add(bar_chart(years, bars, {.title = "Jobs by year and sector", .subtitle = "job-years"}));
    p.add(t);
    example::program::write_file(app.html(), to_html(p));
  }
  if (app.json()) {
    example::common_report common;
    common.n = d.open.size();
    json_writer json = app.begin_json(common);
    json.key("total").object(true).member("jobs", r.jobs.sum()).member("direct", r.direct);
    json.member("indirect", r.indirect);
    json.member("induced", r.induced).end();
    if (range) {
      json.key("range").object(true).member("low", range->low).member("high", range->high);
      json.member("mean", range->mean).member("std_error", range->std_error).end();
    }
    if (ends) json.key("bounds").object(true).member("low", ends->low()).member("high", ends->high()).end();
    json.key("years").array();
    for (Eigen::Index y = 0; y < r.jobs.cols(); ++y) {
      json.object(true).member("year", y + 1).member("jobs", r.jobs.col(y).sum()).end();
    }
    json.end().key("sectors").array();
    for (Eigen::Index j = 0; j < n; ++j) {
      json.object(true).member("name", d.open.sectors[static_cast<std::size_t>(j)]);
      std::vector<double> path;
      for (Eigen::Index y = 0; y < r.jobs.cols(); ++y) path.push_back(r.jobs(j, y));
      json.member("jobs", r.jobs.row(j).sum()).member("by_year", path).end();
    }
    json.end();
    return app.end_json(out, json, notes);
  }
  out << to_text(t);
}

}  // namespace

int main(int argc, char** argv) {
  example::program app("jobs", "Investment and jobs: ratios, bounds, multipliers, shocks.",
                       "jobs bounds --investment \"more than 14 billion USD\" --jobs \"tens of "
                       "thousands\" --firms \"over 170\"");
  app.with_html();
  app.with_threads();
  app.with_seed(1);
  app.cli().require_subcommand(1);
  ratio_request ratios;
  CLI::App* ratio_command = app.cli().add_subcommand("ratio", "Jobs per unit of investment from a file");
  ratios.input.add_to(*ratio_command);
  ratio_command->add_option("--investment", ratios.investment, "Column of the denominator")->required();
  ratio_command->add_option("--jobs", ratios.jobs, "Column of the numerator")->required();
  ratio_command->add_option("--by", ratios.by, "Also for each group of this column");
  ratio_command->add_option("--method", ratios.method, "totals, mean or origin")
      ->capture_default_str()->check(CLI::IsMember({"totals", "mean", "origin"}));
  ratio_command->add_option("--interval", ratios.interval, "delta, fieller, jackknife or bootstrap")
      ->capture_default_str()->check(CLI::IsMember({"delta", "fieller", "jackknife", "bootstrap"}));
  example::add_number(*ratio_command, "--population", ratios.population, "Finite population the rows are drawn from",
                      {.least = 0, .above_least = true})->default_str("");

  bounds_request phrases;
  CLI::App* bounds_command = app.cli().add_subcommand("bounds", "What figures of the press allow to say");
  bounds_command->add_option("--investment", phrases.investment, "\"more than 14 billion USD\"")->required();
  bounds_command->add_option("--jobs", phrases.jobs, "\"tens of thousands\"");
  bounds_command->add_option("--firms", phrases.firms, "\"over 170\"");
  bounds_command->add_option("--tax", phrases.tax, "Tax revenue, for tax per job");

  table_request tables;
  CLI::App* multipliers = app.cli().add_subcommand("multipliers", "Multipliers of an input-output table");
  tables.add_to(*multipliers);
  multipliers->add_option("--final-demand", tables.final_demand, "CSV sector,value: checks the balance");
  example::add_number(*multipliers, "--type", tables.type, "1: open; 2: closed for households", {.least = 1, .most = 2});

  table_request spent;
  CLI::App* shock = app.cli().add_subcommand("shock", "Jobs of an investment by sector of spending");
  spent.add_to(*shock);
  shock->add_option("--spend", spent.spend, "SECTOR=VALUE,...")->required();
  shock->add_option("--phasing", spent.phasing, "Shares of the spending by year: 0.5,0.3,0.2")
      ->capture_default_str();
  example::add_number(*shock, "--local-content", spent.local, "Share bought at home", {.least = 0, .most = 1});
  example::add_number(*shock, "--productivity", spent.productivity, "Growth of labour productivity, percent a year",
                      {.least = -100, .above_least = true});
  example::add_number(*shock, "--type", spent.type, "1: open; 2: closed for households", {.least = 1, .most = 2});
  example::add_number(*shock, "--draws", spent.draws, "Monte Carlo draws of the coefficients", {.least = 1})->default_str("");
  example::add_number(*shock, "--within", spent.within, "Share to which every coefficient is known: bounds of the jobs",
                      {.least = 0, .most = 1, .above_least = true})->default_str("");
  spent.concentration = example::add_number(*shock, "--concentration", spent.spread,
                                            "Of the Dirichlet columns: larger is surer", {.least = 0, .above_least = true});

  for (CLI::App* command : {ratio_command, bounds_command, multipliers, shock}) command->fallthrough();
  return app.run(argc, argv, [&](std::ostream& out) {
    if (app.cli().got_subcommand(ratio_command)) return run_ratio(app, ratios, out);
    if (app.cli().got_subcommand(bounds_command)) return run_bounds(app, phrases, out);
    if (app.cli().got_subcommand(multipliers)) return run_multipliers(app, tables, out);
    return run_shock(app, spent, out);
  });
}
