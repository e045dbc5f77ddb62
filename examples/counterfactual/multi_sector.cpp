// Many sectors: flows by sector, tariffs, shares of value added and of inputs.
#include "counterfactual/request.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/report/table.hpp>
#include <bilateral/trade/equilibrium/multi_sector.hpp>
#include <bilateral/trade/equilibrium/partial_effect.hpp>
#include <bilateral/trade/equilibrium/sector_counterfactual.hpp>
#include <bilateral/trade/equilibrium/welfare.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace counterfactual_program {

using namespace bilateral;

namespace {

using matrices = std::vector<dense_matrix<double>>;

// names with their positions
struct index_of_names {
  std::vector<std::string> names;
  std::map<std::string, Eigen::Index> at;
  void add(const std::string& name) {
    if (at.emplace(name, std::ssize(names)).second) names.push_back(name);
  }
  [[nodiscard]] Eigen::Index size() const { return std::ssize(names); }
};

struct sector_files {
  index_of_names countries, sectors;
  matrices flows;                 // by sector
  std::vector<matrices> changes;  // by column of --policy, then by sector
  std::vector<sector_elasticity> thetas;
  file_estimates estimates;
  example::common_report report;
  std::vector<std::string> notes;
  std::optional<sector_data<double>> table;  // of --icio: with inputs and value added
};

// Reads a file with named columns row by row; `take` gets the reader.
void each_row(const request& want, const std::string& path,
              const std::function<void(csv_reader&)>& prepare,
              const std::function<void(csv_reader&)>& take) {
  csv_reader rows(example::open_input(path), path, want.input.csv_format());
  prepare(rows);
  while (rows.next()) take(rows);
}

Eigen::Index known(csv_reader& rows, std::size_t column, const index_of_names& names,
                   const char* what) {
  const auto found = names.at.find(std::string(rows[column]));
  if (found == names.at.end())
    rows.refuse(column, text("there is no such ", what, " among the flows"));
  return found->second;
}

// region, sector, value
dense_matrix<double> read_region_sector(const request& want, const std::string& path,
                                        const sector_files& f, const char* value) {
  dense_matrix<double> out =
      dense_matrix<double>::Constant(f.countries.size(), f.sectors.size(), -1);
  std::size_t region = 0, sector = 0, number = 0;
  each_row(
      want, path,
      [&](csv_reader& r) {
        region = r.column("region");
        sector = r.column("sector");
        number = r.column(value);
      },
      [&](csv_reader& r) {
        double& cell =
            out(known(r, region, f.countries, "region"), known(r, sector, f.sectors, "sector"));
        if (cell >= 0) r.refuse(sector, "is there twice for this region");
        cell = r.number(number);
        if (!(cell >= 0)) r.refuse(number, "cannot be negative");
      });
  for (Eigen::Index j = 0; j < out.cols(); ++j) {
    for (Eigen::Index i = 0; i < out.rows(); ++i) {
      if (out(i, j) >= 0) continue;
      throw data_error(text(path, ": there is no row for the sector ", f.sectors.names[to_size(j)],
                            " of ", f.countries.names[to_size(i)]));
    }
  }
  return out;
}

// sectors that are made but not traded appear in --output only
void add_names_of_output(const request& want, sector_files& f) {
  if (want.output.empty()) return;
  std::size_t region = 0, sector = 0;
  each_row(
      want, want.output,
      [&](csv_reader& r) {
        region = r.column("region");
        sector = r.column("sector");
      },
      [&](csv_reader& r) {
        f.countries.add(std::string(r[region]));
        f.sectors.add(std::string(r[sector]));
      });
}

void fill_flows(const request& want, const example::data_set& data,
                const std::vector<std::string>& columns, sector_files& f) {
  const auto n = f.countries.size();
  f.flows.assign(f.sectors.names.size(), dense_matrix<double>::Zero(n, n));
  f.changes.assign(columns.size(), f.flows);
  std::set<std::array<Eigen::Index, 3>> seen;
  for (std::size_t r = 0; r < data.rows(); ++r) {
    const Eigen::Index i = f.countries.at.at(data.group_text(want.exporter, r));
    const Eigen::Index j = f.countries.at.at(data.group_text(want.importer, r));
    const Eigen::Index s = f.sectors.at.at(data.group_text(want.sector, r));
    if (!seen.insert({i, j, s}).second) {
      throw data_error(data.source(), data.file_line(r), 0,
                       "the flow of this sector between these countries is "
                       "there already");
    }
    const double value = data.column(want.trade)[r];
    if (value < 0) {
      throw data_error(data.source(), data.file_line(r), 0,
                       text("the flow is ", value, "; it cannot be negative"), want.trade);
    }
    f.flows[to_size(s)](i, j) = value;
    for (std::size_t k = 0; k < columns.size(); ++k) {
      f.changes[k][to_size(s)](i, j) =
          (want.off.count(columns[k]) > 0 ? -1 : 1) * data.column(columns[k])[r];
    }
  }
}

// domestic sales are output less exports, output being at least exports
void fill_domestic(const request& want, sector_files& f) {
  if (want.output.empty()) return;
  const dense_matrix<double> output = read_region_sector(want, want.output, f, "output");
  std::size_t raised = 0;
  for (Eigen::Index s = 0; s < f.sectors.size(); ++s) {
    auto& flow = f.flows[to_size(s)];
    if (flow.diagonal().cwiseAbs().maxCoeff() > 0) {
      throw example::usage_error("--output: the flows hold domestic sales of " +
                                 f.sectors.names[to_size(s)] + " already");
    }
    const dense_vector<double> exports = flow.rowwise().sum();
    for (Eigen::Index i = 0; i < f.countries.size(); ++i) {
      if (output(i, s) < exports[i]) ++raised;
      flow(i, i) = (std::max)(output(i, s), exports[i]) - exports[i];
    }
  }
  if (raised > 0)
    f.notes.push_back(
        text("output was below exports in ", raised, " regions' sectors: raised to them"));
}

sector_files files_of_table(const request& want) {
  icio_world world = read_icio_world(want.icio);
  sector_files f;
  for (const auto& name : world.data.countries) f.countries.add(name);
  for (const auto& name : world.data.sectors) f.sectors.add(name);
  f.flows = world.data.flows;
  f.report.n = to_size(f.countries.size() * f.sectors.size());
  f.notes = std::move(world.notes);
  f.table = std::move(world.data);
  return f;
}

sector_files read_sector_files(const request& want) {
  if (!want.icio.empty()) return files_of_table(want);
  const std::vector<std::string>& columns = want.columns;
  std::vector<std::string> numbers{want.trade};
  numbers.insert(numbers.end(), columns.begin(), columns.end());
  const example::data_set data = read_data(
      dated(want), {.numbers = numbers, .groups = {want.exporter, want.importer, want.sector}});
  sector_files f;
  f.report = data.report();
  std::set<std::string> names;
  for (std::size_t r = 0; r < data.rows(); ++r) {
    names.insert(data.group_text(want.exporter, r));
    names.insert(data.group_text(want.importer, r));
    f.sectors.add(data.group_text(want.sector, r));
  }
  for (const auto& name : names) f.countries.add(name);
  add_names_of_output(want, f);
  f.estimates = estimates_of(want, columns);
  f.notes = f.estimates.notes;
  fill_flows(want, data, columns, f);
  fill_domestic(want, f);
  return f;
}

// importer, exporter, sector, tariff[, new_tariff] in percent
std::pair<matrices, matrices> read_tariffs(const request& want, const sector_files& f) {
  const auto n = f.countries.size();
  matrices now(f.sectors.names.size(), dense_matrix<double>::Zero(n, n));
  matrices then;
  const auto file = [&](const std::string& path, matrices& first, matrices* second) {
    std::size_t to = 0, from = 0, sector = 0, tariff = 0;
    std::optional<std::size_t> changed;
    std::set<std::array<Eigen::Index, 3>> seen;
    each_row(
        want, path,
        [&](csv_reader& r) {
          to = r.column("importer");
          from = r.column("exporter");
          sector = r.column("sector");
          tariff = second == nullptr && r.find("new_tariff") ? r.column("new_tariff")
                                                             : r.column("tariff");
          if (second != nullptr) changed = r.find("new_tariff");
          if (changed) *second = first;
        },
        [&](csv_reader& r) {
          const Eigen::Index i = known(r, from, f.countries, "exporter"),
                             j = known(r, to, f.countries, "importer");
          const Eigen::Index s = known(r, sector, f.sectors, "sector");
          if (!seen.insert({i, j, s}).second)
            r.refuse(sector, "has two tariffs between these countries");
          const double value = r.number(tariff);
          if (!(value > -100)) r.refuse(tariff, "must be above -100 percent");
          first[to_size(s)](i, j) = value / 100;
          if (!changed) return;
          const double next = r.number(*changed);
          if (!(next > -100)) r.refuse(*changed, "must be above -100 percent");
          (*second)[to_size(s)](i, j) = next / 100;
        });
  };
  if (!want.tariffs.empty()) file(want.tariffs, now, &then);
  if (!want.new_tariffs.empty()) {
    if (!then.empty())
      throw example::usage_error(
          "--new-tariffs: the column new_tariff of --tariffs says it already");
    then = now;
    file(want.new_tariffs, then, nullptr);
  }
  return {now, then};
}

matrices read_inputs(const request& want, const sector_files& f) {
  matrices out(f.countries.names.size(),
               dense_matrix<double>::Zero(f.sectors.size(), f.sectors.size()));
  std::size_t region = 0, input = 0, user = 0, share = 0;
  std::set<std::array<Eigen::Index, 3>> seen;
  each_row(
      want, want.inputs,
      [&](csv_reader& r) {
        region = r.column("region");
        input = r.column("input");
        user = r.column("user");
        share = r.column("share");
      },
      [&](csv_reader& r) {
        const Eigen::Index where = known(r, region, f.countries, "region");
        const Eigen::Index from = known(r, input, f.sectors, "sector"),
                           to = known(r, user, f.sectors, "sector");
        if (!seen.insert({where, from, to}).second)
          r.refuse(input, "has two shares for this user in this region");
        out[to_size(where)](from, to) = r.number(share);
      });
  return out;
}

// sector, theta[, std_error]: what the file says of each sector; the others share --theta
std::vector<char> read_theta_file(const request& want, sector_files& f, dense_vector<double>& out) {
  std::vector<char> read(f.sectors.names.size(), 0);
  if (want.thetas.empty()) return read;
  std::size_t sector = 0, theta = 0;
  std::optional<std::size_t> error;
  each_row(
      want, want.thetas,
      [&](csv_reader& r) {
        sector = r.column("sector");
        theta = r.column("theta");
        error = r.find("std_error");
      },
      [&](csv_reader& r) {
        const Eigen::Index s = known(r, sector, f.sectors, "sector");
        out[s] = r.number(theta);
        if (!(out[s] > 0)) r.refuse(theta, "must be above 0");
        if (read[to_size(s)]++ != 0) r.refuse(sector, "is there twice");
        if (!error || r[*error].empty()) return;
        const double spread = r.number(*error);
        if (spread < 0) r.refuse(*error, "cannot be negative");
        if (spread > 0) f.thetas.push_back({{out[s], spread_kind::normal, spread, 0}, {s}});
      });
  return read;
}

dense_vector<double> read_thetas(const request& want, sector_files& f) {
  const bool given = !want.theta.empty() || !want.sigma.empty();
  sector_elasticity rest;
  if (given) rest.value = theta_of(want);
  dense_vector<double> out = dense_vector<double>::Constant(f.sectors.size(), rest.value.value);
  const std::vector<char> read = read_theta_file(want, f, out);
  for (Eigen::Index s = 0; s < f.sectors.size(); ++s) {
    if (read[to_size(s)] != 0) continue;
    rest.sectors.push_back(s);
    if (given) continue;
    auto abroad = f.flows[to_size(s)];
    abroad.diagonal().setZero();
    const auto& name = f.sectors.names[to_size(s)];
    if (abroad.sum() > 0)
      throw example::usage_error("--thetas (or --theta): there is none for the sector " + name);
    out[s] = 1;  // nothing is traded, so that nothing depends on it
  }
  if (given && !rest.sectors.empty()) f.thetas.push_back(rest);
  return out;
}

sector_data<double> data_of(const request& want, sector_files& f, matrices now) {
  sector_data<double> d;
  d.countries = f.countries.names;
  d.sectors = f.sectors.names;
  d.flows = f.flows;
  d.tariffs = std::move(now);
  d.theta = read_thetas(want, f);
  if (want.rebate == "none") d.revenue = tariff_revenue::kept_by_state;
  d.labour_supply = want.labour_supply;
  if (f.table) {
    d.value_added = f.table->value_added;
    d.inputs = f.table->inputs;
    return d;
  }
  if (want.value_added.empty() != want.inputs.empty()) {
    throw example::usage_error(
        "--value-added and --inputs go together: shares of output and of all inputs");
  }
  if (want.value_added.empty()) {
    f.notes.push_back("no --value-added and --inputs: output is made of labour alone");
    return d;
  }
  d.value_added = read_region_sector(want, want.value_added, f, "share");
  d.inputs = read_inputs(want, f);
  return d;
}

// flows of all sectors: before, the shock alone, after
struct total_flows {
  dense_matrix<double> before, partial, after;
};

total_flows flows_of(const multi_sector_result<double>& r) {
  const auto sum = [&](const matrices& by_sector) {
    dense_matrix<double> all =
        dense_matrix<double>::Zero(r.before.countries(), r.before.countries());
    for (const auto& m : by_sector) all += m;
    return all;
  };
  return {sum(r.before.data.flows), sum(partial_flows(r.before, r.policy)),
          sum(r.after.data.flows)};
}

// where real income comes from, and what autarky would cost: empty where that has no bound
struct income_parts {
  real_income_split<double> split;
  std::vector<std::optional<dense_vector<double>>> autarky;  // by country, then sector: log points
};

income_parts parts_of(const multi_sector_result<double>& r, std::vector<std::string>& notes) {
  income_parts out{split_real_income(r), {}};
  const double labour = 1 + r.before.data.labour_supply;  // works less where wages fall
  for (Eigen::Index c = 0; c < r.before.countries(); ++c) {
    try {
      out.autarky.emplace_back(-labour * autarky_cost_of(r.before, c));
    } catch (const argument_error& e) {
      if (std::count(out.autarky.begin(), out.autarky.end(), std::nullopt) == 0)
        notes.push_back(text("the cost of autarky is null where it has no bound: ", e.what()));
      out.autarky.emplace_back();
    }
  }
  return out;
}

std::optional<double> autarky_percent(const std::optional<dense_vector<double>>& by_sector) {
  if (!by_sector) return std::nullopt;
  return 100 * std::expm1(by_sector->sum());
}

// what is shown of the equilibrium
struct solved_sectors {
  sector_counterfactual_result all;
  total_flows flows;
  trade_change<double> trade, partial;
  std::vector<Eigen::Index> order;  // of countries, by name
  income_parts parts;
};

// the percent changes of a country, in the order of the keys
struct country_changes {
  std::vector<std::pair<const char*, std::optional<double>>> values;
  double home_share = 0;
};

country_changes changes_of(const solved_sectors& s, Eigen::Index c) {
  const multi_sector_result<double>& r = s.all.point;
  const auto at = to_size(c);
  const auto share = [](const std::optional<double>& ratio) {
    return ratio ? std::optional<double>(percent(*ratio)) : std::nullopt;
  };
  const double output =
      r.after.output.row(c).sum() / r.after.output.row(c).cwiseQuotient(r.cost.row(c)).sum();
  country_changes out;
  const bool split = r.volume.size() > 0;  // not where the state keeps the revenue
  const auto part = [&](const dense_vector<double>& of) {
    return split ? std::optional<double>(100 * of[c]) : std::nullopt;
  };
  out.values = {{"welfare_percent", split ? part(r.welfare()) : std::nullopt},
                {"terms_of_trade_percent", part(r.terms_of_trade)},
                {"volume_percent", part(r.volume)},
                {"real_wage_percent", percent(r.real_wage[c])},
                {"real_income_percent", percent(r.real_income[c])},
                {"wage_percent", percent(r.wage[c])},
                {"output_price_percent", percent(output)},
                {"price_index_percent", percent(r.price_index[c])},
                {"exports_percent", share(s.trade.exports[at])},
                {"imports_percent", share(s.trade.imports[at])},
                {"trade_percent", share(s.trade.trade[at])},
                {"partial_exports_percent", share(s.partial.exports[at])},
                {"partial_imports_percent", share(s.partial.imports[at])},
                {"partial_trade_percent", share(s.partial.trade[at])},
                {"labour_percent", percent(r.labour[c])},
                {"inward_resistance_percent", std::nullopt},
                {"outward_resistance_percent", std::nullopt}};
  out.home_share = s.flows.after(c, c) / r.after.spending.row(c).sum();
  return out;
}

std::vector<flow_row> flow_rows(const solved_sectors& s) {
  std::vector<flow_row> rows;
  const auto& names = s.all.point.before.data.countries;
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (std::size_t j = 0; j < names.size(); ++j) {
      const auto a = to_index(i), b = to_index(j);
      rows.push_back(
          {names[i], names[j], s.flows.before(a, b), s.flows.after(a, b), s.flows.partial(a, b)});
    }
  }
  return rows;
}

// in the order of the countries' names
trade_change<double> ordered(const trade_change<double>& change,
                             const std::vector<Eigen::Index>& order) {
  trade_change<double> out;
  for (const Eigen::Index c : order) {
    out.exports.push_back(change.exports[to_size(c)]);
    out.imports.push_back(change.imports[to_size(c)]);
    out.trade.push_back(change.trade[to_size(c)]);
  }
  return out;
}

// sectors with a column each where they are few; otherwise they are in the JSON
table parts_table_of(const solved_sectors& s) {
  const sector_data<double>& data = s.all.point.before.data;
  const std::size_t few = data.sectors.size() <= 8 ? data.sectors.size() : 0;
  std::vector<table_column> columns{{"country", -1, alignment::left}};
  for (std::size_t k = 0; k < few; ++k) columns.push_back({data.sectors[k], 4});
  if (few == 0) columns.push_back({"all sectors", 4});
  if (data.labour_supply > 0) columns.push_back({"labour", 4});
  columns.push_back({"other income", 4});
  columns.push_back({"real income", 4});
  for (std::size_t k = 0; k < few; ++k) columns.push_back({"autarky: " + data.sectors[k], 4});
  columns.push_back({"autarky", 4});
  table t("Where real income comes from, 100 x log change", std::move(columns));
  const auto& split = s.parts.split;
  for (const Eigen::Index c : s.order) {
    std::vector<table_cell> cells{data.countries[to_size(c)]};
    for (std::size_t k = 0; k < few; ++k)
      cells.emplace_back(100 * split.wage_by_sector(c, to_index(k)));
    if (few == 0) cells.emplace_back(100 * split.wage_by_sector.row(c).sum());
    if (data.labour_supply > 0) cells.emplace_back(100 * split.labour[c]);
    cells.emplace_back(100 * split.other[c]);
    cells.emplace_back(100 * split.total[c]);
    const auto& autarky = s.parts.autarky[to_size(c)];
    for (std::size_t k = 0; k < few; ++k)
      cells.push_back(autarky ? table_cell(100 * (*autarky)[to_index(k)]) : std::nullopt);
    cells.push_back(autarky ? table_cell(100 * autarky->sum()) : std::nullopt);
    t.row(std::move(cells));
  }
  t.note(
      "sectors make up the real wage, other income is tariff revenue and deficits; autarky: before "
      "the change");
  return t;
}

void write_parts(json_writer& json, const solved_sectors& s, Eigen::Index c) {
  const auto& names = s.all.point.before.data.sectors;
  const auto& split = s.parts.split;
  const auto& autarky = s.parts.autarky[to_size(c)];
  json.member("autarky_percent", autarky_percent(autarky));
  json.key("real_income_log_percent").object();
  json.key("sectors").array();
  for (std::size_t k = 0; k < names.size(); ++k) {
    const auto at = to_index(k);
    json.object(true).member("name", names[k]);
    json.member("change", 100 * split.wage_by_sector(c, at));
    json.member("autarky", autarky ? std::optional<double>(100 * (*autarky)[at]) : std::nullopt);
    json.end();
  }
  json.end().member("labour", 100 * split.labour[c]).member("other_income", 100 * split.other[c]);
  json.member("total", 100 * split.total[c]).end();
}

std::optional<table> partial_table_of(const solved_sectors& s) {
  std::vector<std::string> names;
  for (const Eigen::Index c : s.order)
    names.push_back(s.all.point.before.data.countries[to_size(c)]);
  return partial_table(names, ordered(s.partial, s.order), ordered(s.trade, s.order));
}

table table_of(const solved_sectors& s) {
  const sector_counterfactual_result& all = s.all;
  const multi_sector_result<double>& r = all.point;
  const bool split = r.volume.size() > 0;
  std::vector<table_column> columns{{"country", -1, alignment::left}};
  if (split) {
    columns.push_back({"welfare", 4});
    columns.push_back({"terms of trade", 4});
    columns.push_back({"volume", 4});
  }
  columns.push_back({"real wage", 4});
  columns.push_back({"real income", 4});
  if (all.intervals) {
    columns.push_back({"95% from", 4});
    columns.push_back({"to", 4});
  }
  if (r.before.data.labour_supply > 0) columns.push_back({"labour", 4});
  columns.push_back({"exports", 4});
  columns.push_back({"imports", 4});
  table t("Percent changes, many sectors", std::move(columns));
  for (const Eigen::Index c : s.order) {
    const auto changes = changes_of(s, c);
    const auto value = [&](std::size_t k) {
      const auto& v = changes.values[k].second;
      return v ? table_cell(*v) : table_cell(std::nullopt);
    };
    std::vector<table_cell> cells{r.before.data.countries[to_size(c)]};
    for (std::size_t k = split ? 0 : 3; k < 5; ++k) cells.push_back(value(k));
    if (all.intervals) {
      const auto& income = all.countries[to_size(c)][to_size(sector_outcome::real_income)];
      cells.emplace_back(percent(income.low));
      cells.emplace_back(percent(income.high));
    }
    if (r.before.data.labour_supply > 0) cells.push_back(percent(r.labour[c]));
    cells.push_back(value(8));
    cells.push_back(value(9));
    t.row(std::move(cells));
  }
  return t;
}

void check_flags(const request& want) {
  if (want.rebate == "none" && want.tariffs.empty() && want.new_tariffs.empty() &&
      want.optimal_tariffs.empty())
    throw example::usage_error(
        "--rebate: there is no --tariffs and no --new-tariffs, so no revenue");
  if (want.sector.empty() && want.icio.empty())
    throw example::usage_error("--model multisector needs --sector, the column of sectors");
  if (!want.psi.empty()) throw example::usage_error("--psi belongs to --model universal");
  if (want.deficits == "multiplicative") {
    throw example::usage_error("--deficits: with sectors deficits are kept or set to zero");
  }
  if (want.baseline != "observed") {
    throw example::usage_error(
        "--baseline: with sectors the change starts from the flows of the file");
  }
  if (!want.reference.empty()) {
    throw example::usage_error(
        "--reference: with sectors values are in units of world value added");
  }
}

// the ends of the intervals, in percent
void write_end(json_writer& json, const char* key, const sector_counterfactual_result& all,
               Eigen::Index c, double outcome_interval::*end) {
  static constexpr std::array<std::pair<const char*, sector_outcome>, sector_outcome_count> shown{
      {{"real_income_percent", sector_outcome::real_income},
       {"real_wage_percent", sector_outcome::real_wage},
       {"wage_percent", sector_outcome::wage},
       {"price_index_percent", sector_outcome::price_index}}};
  json.key(key).object(true);
  const auto& row = all.countries[to_size(c)];
  for (const auto& [name, what] : shown) json.member(name, percent(row[to_size(what)].*end));
  json.end();
}

void write_json(const example::program& app, const request& want, const sector_files& f,
                const solved_sectors& s, const chosen_tariffs& chosen,
                const std::vector<flow_row>& flows, const std::vector<std::string>& notes,
                std::ostream& out) {
  const sector_counterfactual_result& all = s.all;
  const multi_sector_result<double>& r = all.point;
  json_writer json = app.begin_json(f.report);
  json.member("model", want.model).member("deficits", want.deficits);
  json.member("rebate", want.rebate).member("labour_supply", want.labour_supply);
  json.member("sectors", r.before.data.sectors);
  json.key("countries").array();
  for (const Eigen::Index c : s.order) {
    const auto changes = changes_of(s, c);
    json.object().member("name", r.before.data.countries[to_size(c)]);
    for (const auto& [key, value] : changes.values) json.member(key, value);
    json.member("home_share", changes.home_share);
    write_parts(json, s, c);
    if (all.intervals) {
      write_end(json, "low", all, c, &outcome_interval::low);
      write_end(json, "high", all, c, &outcome_interval::high);
    }
    json.end();
  }
  json.end();
  if (!chosen.rates.empty()) write_json(json, chosen);
  if (all.draws > 0) {
    json.key("draws").object(true).member("count", all.draws).member("failed", all.failed_draws);
    json.member("seed", app.seed()).member("level", 0.95).end();
  }
  if (!want.flows.empty()) {
    json.key("flows").array();
    for (const auto& x : flows) {
      json.object(true).member("exporter", x.from).member("importer", x.to);
      json.member("before", x.before).member("after", x.after).member("partial", x.partial).end();
    }
    json.end();
  }
  const auto& certificate = r.certificate;
  json.key("certificate").object();
  json.member("largest_excess_demand", certificate.largest_excess_demand);
  json.member("price_residual", certificate.price_residual)
      .member("iterations", certificate.iterations);
  json.member("uniqueness", certificate.uniqueness).end();
  app.end_json(out, json, notes);
}

sector_scenario scenario_of(const request& want, const sector_files& f, matrices tariffs) {
  sector_scenario s;
  s.columns = want.columns;
  s.changes = f.changes;
  s.tariffs = std::move(tariffs);
  if (!want.shock.empty())
    s.log_cost = log_cost_change(f.countries.names, parse_shocks(want.shock));
  if (s.tariffs.empty() && s.changes.empty() && s.log_cost.size() == 0) {
    throw example::usage_error("nothing changes: new tariffs, --shock or --policy is needed");
  }
  return s;
}

void add_notes(const sector_files& f, const sector_data<double>& data, bool costs_change,
               const sector_counterfactual_result& all, std::vector<std::string>& notes) {
  notes.insert(notes.end(), f.notes.begin(), f.notes.end());
  const auto negative = sector_economy_of(data).negative_final;
  if (!negative.empty()) {
    notes.push_back(
        text("implied final demand was negative in ", negative.size(),
             " cases (the first: ", negative.front(),
             ") and is set to zero; the change starts from the equilibrium with those shares"));
  }
  const bool split = data.revenue == tariff_revenue::rebated;
  notes.push_back(
      split ? "welfare is terms of trade plus volume, a first-order split; real income is "
              "the exact change"
            : "tariff revenue is not rebated: the state buys the consumers' basket with it, "
              "so that trade and prices are those of a rebate; real income is what "
              "consumers earn, and has no split into terms and volume of trade");
  if (data.labour_supply > 0) {
    notes.push_back(text("labour moves by the real wage to the power ",
                         significant_text(data.labour_supply, 4),
                         "; real income holds what more work earns, not what leisure was worth"));
  }
  if (costs_change && split) {
    notes.push_back(
        "terms and volume of trade leave the saving of trade costs itself out; real income has it");
  }
  notes.push_back(
      "autarky is what it would do to what labour earns, in goods, before the change; partial "
      "effects are those of the shock alone");
  notes.push_back("resistances are null: they belong to a model of one sector");
  notes.push_back("values are in units of world value added, flows net of tariffs");
  if (!all.method.empty()) {
    notes.push_back("95 percent intervals of real income, wages and prices: " + all.method);
  }
  if (all.failed_draws > 0) {
    notes.push_back(text(all.failed_draws, " of ", all.draws,
                         " draws have no solution and are left out: ", all.failures.front()));
  }
}

std::vector<Eigen::Index> sorted_countries(const std::vector<std::string>& names) {
  std::vector<Eigen::Index> order(names.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = to_index(i);
  std::sort(order.begin(), order.end(),
            [&](Eigen::Index a, Eigen::Index b) { return names[to_size(a)] < names[to_size(b)]; });
  return order;
}

std::vector<country_row> income_rows(const sector_counterfactual_result& all,
                                     const std::vector<Eigen::Index>& order) {
  std::vector<country_row> rows;
  for (const Eigen::Index c : order) {
    const auto at = to_size(c);
    const auto& income = all.countries[at][to_size(sector_outcome::real_income)];
    rows.push_back({all.point.before.data.countries[at], percent(income.estimate),
                    percent(income.low), percent(income.high)});
  }
  return rows;
}

}  // namespace

void run_multi_sector(const example::program& app, const request& want, std::ostream& out) {
  check_flags(want);
  sector_files f = read_sector_files(want);
  auto [now, then] = read_tariffs(want, f);
  const auto data = data_of(want, f, now);
  chosen_tariffs chosen;
  if (!want.optimal_tariffs.empty()) {
    if (!then.empty())
      throw example::usage_error(
          "--optimal-tariffs: the column new_tariff of --tariffs names the new tariffs already");
    chosen = choose_tariffs(want, data);
    then = chosen.tariffs;
  }
  const sector_scenario scenario = scenario_of(want, f, then);
  counterfactual_options options;
  options.draws = want.draws;
  options.seed = app.seed();
  options.threads = app.threads();
  const auto all = sector_counterfactual(data, scenario, f.estimates.estimates, f.thetas,
                                         deficits_of(want), options);
  if (want.draws > 0 && !all.intervals) {
    throw example::usage_error(
        "--draws: nothing is uncertain; give --beta B,SE, --theta T,SE, --theta LOW..HIGH or a "
        "column std_error in --thetas");
  }
  std::vector<std::string> notes;
  if (!chosen.rates.empty() && all.intervals)
    notes.push_back("intervals are at the tariffs chosen for the elasticities as they stand");
  add_notes(f, data, !scenario.changes.empty() || scenario.log_cost.size() > 0, all, notes);
  solved_sectors s{all,
                   flows_of(all.point),
                   {},
                   {},
                   sorted_countries(f.countries.names),
                   parts_of(all.point, notes)};
  s.trade = change_of_trade(s.flows.before, s.flows.after);
  s.partial = change_of_trade(s.flows.before, s.flows.partial);
  const std::vector<flow_row> flows = flow_rows(s);
  if (!want.flows.empty()) example::program::write_file(want.flows, flows_csv(flows));
  table t = table_of(s);
  for (const auto& note : notes) t.note(note);
  if (want.picture.wanted())
    want.picture.write(
        income_chart(income_rows(all, s.order), example::chart_source(source_of(want))));
  if (!app.html().empty()) {
    example::program::write_file(app.html(), page_of("Counterfactual", source_of(want),
                                                     income_rows(all, s.order), t, flows));
  }
  app.show(out, t);
  app.show(out, parts_table_of(s));
  if (const auto partial = partial_table_of(s)) app.show(out, *partial);
  if (!chosen.rates.empty()) app.show(out, table_of(chosen));
  if (app.json()) write_json(app, want, f, s, chosen, flows, notes, out);
}

}  // namespace counterfactual_program
