// jobs shock: the jobs of an investment by sector of spending.
#include "jobs/loaded.hpp"

#include <bilateral/trade/input_output/investment_shock.hpp>

#include <algorithm>
#include <iterator>

namespace jobs_program {

namespace {

struct study {
  loaded data;
  shock_result<double> jobs;
  std::optional<shock_uncertainty> range;  // of the draws
  std::optional<bounds> ends;              // of coefficients known within a share
  std::vector<std::string> notes;
};

void check_flags(const example::program& app, const shock_request& want) {
  if (want.employment.empty())
    throw usage_error("--employment is needed: the shock is counted in jobs");
  if (want.productivity != 0 && example::split_list(want.phasing).size() == 1)
    throw usage_error("--productivity: it does nothing with one year of --phasing");
  if (want.type == 1 && !want.wages.empty())
    throw usage_error("--wages: it does nothing in jobs shock without --type 2");
  if (want.within >= 1) throw usage_error("--within: must be below 1");
  if (want.draws > 0) return;
  refuse_flags(app, {"--seed", "--threads"}, "shock without --draws");
  if (want.concentration_given())
    throw usage_error("--concentration: it does nothing without --draws");
}

dense_vector<double> spending_of(const shock_request& want,
                                 const std::vector<std::string>& sectors) {
  const std::vector<std::string> items = example::split_list(want.spend);
  if (items.empty()) throw usage_error("--spend: no sector is named");
  dense_vector<double> out = dense_vector<double>::Zero(std::ssize(sectors));
  for (const std::string& item : items) {
    const std::size_t at = item.rfind('=');
    const auto value =
        at == std::string::npos ? parsed_number<double>{} : parse_number(item.substr(at + 1), '.');
    if (at == std::string::npos || !value)
      throw usage_error("--spend: '" + item + "' is not SECTOR=VALUE");
    const auto found = std::find(sectors.begin(), sectors.end(), item.substr(0, at));
    if (found == sectors.end()) {
      throw usage_error("--spend: there is no sector '" + item.substr(0, at) + "' in " +
                        want.transactions + suggestion(item.substr(0, at), sectors));
    }
    out[found - sectors.begin()] += value.value;
  }
  return out;
}

investment_shock<double> shock_of(const shock_request& want,
                                  const std::vector<std::string>& sectors) {
  investment_shock<double> shock;
  shock.spending = spending_of(want, sectors);
  shock.phasing.clear();
  for (const std::string& item : example::split_list(want.phasing)) {
    const auto value = parse_number(item, '.');
    if (!value) throw usage_error("--phasing: '" + item + "' is not a number");
    shock.phasing.push_back(value.value);
  }
  if (shock.phasing.empty()) throw usage_error("--phasing: no share is named");
  shock.local_content = want.local;
  shock.productivity_growth = want.productivity;
  return shock;
}

study studied(const context& c, const shock_request& want) {
  loaded d = load(want);
  const investment_shock<double> shock = shock_of(want, d.open.sectors);
  const dense_vector<double>& direct = d.factors.front().second;  // employment comes first
  const household_closure<double>* closed = d.households ? &*d.households : nullptr;
  study s{.data = {},
          .jobs = jobs_of(d.open, direct, shock, closed),
          .range = {},
          .ends = {},
          .notes = d.notes};
  if (want.draws > 0) {
    s.range = shock_draws(d.open, direct, shock,
                          {.concentration = want.spread,
                           .draws = want.draws,
                           .seed = c.app.seed(),
                           .threads = c.app.threads(),
                           .progress = example::shown_progress()});
    s.notes.push_back(text("uncertainty: ", want.draws,
                           " draws of Dirichlet columns of coefficients, concentration ",
                           significant_text(want.spread, 6), ", seed ", c.app.seed(), "; type I"));
  }
  if (want.within != 0) {
    s.ends = shock_bounds(leontief_within(d.open, want.within), direct, shock);
    s.notes.push_back(text("bounds: every coefficient within ",
                           significant_text(100 * want.within, 4),
                           " percent of the table's, all at once; type I"));
  }
  s.notes.push_back("jobs are job-years of the sectors of the table, not of people newly hired");
  s.data = std::move(d);
  return s;
}

table table_of(const study& s) {
  const auto& r = s.jobs;
  std::vector<table_column> columns{{"sector", -1, alignment::left}};
  for (Eigen::Index y = 0; y < r.jobs.cols(); ++y) columns.push_back({text("year ", y + 1), 1});
  columns.push_back({"all", 1});
  table t("Jobs of the investment, by sector and year", std::move(columns));
  const auto line = [&](const std::string& name, const auto& values) {
    std::vector<table_cell> cells{name};
    for (Eigen::Index y = 0; y < values.size(); ++y)
      cells.emplace_back(static_cast<double>(values[y]));
    cells.emplace_back(static_cast<double>(values.sum()));
    t.row(std::move(cells));
  };
  for (Eigen::Index j = 0; j < r.jobs.rows(); ++j) line(name_at(s.data, j), r.jobs.row(j).eval());
  t.rule();
  line("all", r.jobs.colwise().sum().eval());
  t.note(text("direct ", significant_text(r.direct, 5), ", indirect ",
              significant_text(r.indirect, 5),
              r.induced ? text(", induced ", significant_text(*r.induced, 5)) : std::string()));
  if (s.range) {
    t.note(text("95 percent of the draws: ", significant_text(s.range->low, 5), " to ",
                significant_text(s.range->high, 5)));
  }
  if (s.ends) {
    t.note(text("bounds of the coefficients: ", significant_text(s.ends->low(), 5), " to ",
                significant_text(s.ends->high(), 5)));
  }
  for (const auto& note : s.notes) t.note(note);
  return t;
}

// jobs of the sectors that have any, by year
std::optional<chart> chart_of(const study& s) {
  std::vector<std::string> years;
  std::vector<chart_line> bars;
  for (Eigen::Index y = 0; y < s.jobs.jobs.cols(); ++y) years.push_back(text("year ", y + 1));
  for (Eigen::Index j = 0; j < s.jobs.jobs.rows(); ++j) {
    const auto path = s.jobs.jobs.row(j).eval();
    if (path.sum() > 0) bars.push_back({name_at(s.data, j), {path.begin(), path.end()}});
  }
  if (bars.empty()) return std::nullopt;
  return bar_chart(years, bars, {.title = "Jobs by year and sector", .subtitle = "job-years"});
}

void write_json(const context& c, const study& s) {
  const auto& r = s.jobs;
  example::common_report common;
  common.n = s.data.open.size();
  json_writer json = c.app.begin_json(common);
  json.key("total").object(true).member("jobs", r.jobs.sum()).member("direct", r.direct);
  json.member("indirect", r.indirect).member("induced", r.induced).end();
  if (s.range) {
    json.key("range").object(true).member("low", s.range->low).member("high", s.range->high);
    json.member("mean", s.range->mean).member("std_error", s.range->std_error).end();
  }
  if (s.ends)
    json.key("bounds")
        .object(true)
        .member("low", s.ends->low())
        .member("high", s.ends->high())
        .end();
  json.key("years").array();
  for (Eigen::Index y = 0; y < r.jobs.cols(); ++y) {
    json.object(true).member("year", y + 1).member("jobs", r.jobs.col(y).sum()).end();
  }
  json.end().key("sectors").array();
  for (Eigen::Index j = 0; j < r.jobs.rows(); ++j) {
    const auto path = r.jobs.row(j).eval();
    json.object(true).member("name", name_at(s.data, j)).member("jobs", path.sum());
    json.member("by_year", std::vector<double>(path.begin(), path.end())).end();
  }
  json.end();
  c.app.end_json(c.out, json, s.notes);
}

}  // namespace

void shock_request::add_to(example::program& app) {
  const std::string base =
      "jobs shock --transactions examples/data/table.csv --output examples/data/table_output.csv "
      "--employment examples/data/table_jobs.csv --spend agriculture=1000 ";
  CLI::App& command = *app.subcommand("shock", "Jobs of an investment by sector of spending",
                                      base + "--phasing 0.5,0.5");
  add_table(command);
  command.add_option("--spend", spend, "SECTOR=VALUE,...")->required();
  command.add_option("--phasing", phasing, "Shares of the spending by year: 0.5,0.3,0.2")
      ->capture_default_str();
  example::add_number(command, "--local-content", local, "Share bought at home",
                      {.least = 0, .most = 1});
  example::add_number(command, "--productivity", productivity,
                      "Growth of labour productivity, percent a year",
                      {.least = -100, .above_least = true});
  command.option_defaults()->group("Inference");
  example::add_number(command, "--draws", draws, "Monte Carlo draws of the coefficients",
                      {.least = 20})
      ->default_str("");
  example::add_number(command, "--within", within,
                      "Share to which every coefficient is known: bounds of the jobs",
                      {.least = 0, .most = 1, .above_least = true})
      ->default_str("");
  concentration = example::add_number(command, "--concentration", spread,
                                      "Of the Dirichlet columns: larger is surer",
                                      {.least = 0, .above_least = true});
  app.example(command, "Model", base + "--local-content 0.6 --phasing 0.5,0.3,0.2");
  app.example(command, "Inference", base + "--draws 200 --seed 7");
  app.example(command, "Output", base + "--markdown");
}

void run_shock(const context& c, const shock_request& want) {
  check_flags(c.app, want);
  const study s = studied(c, want);
  std::optional<chart> picture;
  if (c.draws()) picture = chart_of(s);
  if (c.picture.wanted() && !picture) throw data_error("--chart: no sector has jobs to draw");
  if (picture) c.picture.write(*picture);
  const table t = table_of(s);
  write_page(c.app, "Jobs of an investment", picture, t, want.transactions);
  c.app.show(c.out, t);
  if (c.app.json()) write_json(c, s);
}

}  // namespace jobs_program
