// Mirror statistics: what two countries each report of the trade between them, and one figure from
// both.
#include <bilateral/core/index_cast.hpp>
#include <bilateral/io/comtrade.hpp>
#include <bilateral/io/sources/eurostat.hpp>
#include <bilateral/io/sources/imf_trade.hpp>
#include <bilateral/report/chart.hpp>
#include <bilateral/report/page.hpp>
#include <bilateral/report/table.hpp>
#include <bilateral/trade/flow/reported_flow.hpp>

#include "support/chart_file.hpp"
#include "support/data.hpp"
#include "support/program.hpp"

#include <cmath>
#include <iterator>
#include <limits>
#include <set>

using namespace bilateral;

namespace {

using example::usage_error;

struct request {
  std::string csv, delimiter = ",", decimal = ".", format = "comtrade", encoding = "utf-8", a, b,
                   year, level, weights = "equal";
  std::string reporter, partner, flow, value;                      // long: one report a row
  std::string exporter, importer, exporter_value, importer_value;  // long: both reports in a row
  double margin = 6;
  example::chart_file picture;
};

using flow_key = std::tuple<std::string, std::string, std::string>;  // exporter, importer, period

struct reports {
  std::map<flow_key, reported_flow> flows;
  example::common_report common;

  // false where the flow had this report already, to which the value is added
  bool add(const std::string& exporter, const std::string& importer, const std::string& period,
           bool by_exporter, double value) {
    reported_flow& f = flows[{exporter, importer, period}];
    f.exporter = exporter;
    f.importer = importer;
    f.period = period;
    std::optional<double>& side = by_exporter ? f.exporter_report : f.importer_report;
    const bool first = !side;
    side = side.value_or(0) + value;
    ++common.n;
    return first;
  }
};

csv_options csv_format(const request& want) {
  return example::csv_format_of(want.delimiter, want.decimal);
}

void needs(const request& want,
           const std::vector<std::pair<const char*, const std::string*>>& flags, bool needed) {
  for (const auto& [name, value] : flags) {
    if (needed && value->empty())
      throw usage_error(text(name, ": is needed with --format ", want.format));
    if (!needed && !value->empty())
      throw usage_error(
          text(name, ": not with --format ", want.format, needed ? "" : " as it is used here"));
  }
}

// ---------------------------------------------------------------- files of both reports
reported_flows read_file(const request& want) {
  std::vector<std::string> periods;
  if (!want.year.empty()) periods = {want.year};
  std::optional<int> level;
  if (!want.level.empty())
    level = static_cast<int>(example::whole_number("--level", want.level, 0));
  if (want.format == "comext" || want.format == "imf") {
    if (want.delimiter != ",") throw usage_error("--delimiter: not with --format " + want.format);
    if (want.decimal != ".") throw usage_error("--decimal: not with --format " + want.format);
    csv_input input{example::open_input(want.csv, want.encoding), want.csv, 0};
    if (want.format == "comext") {
      return read_comext(std::move(input), {.periods = periods, .level = level});
    }
    imf_trade_options options;
    options.periods = periods;
    return read_imf_trade(std::move(input), options);
  }
  comtrade_options options;
  options.periods = periods;
  options.level = level;
  options.levels = comtrade_levels::coarsest;
  csv_reader rows(example::open_input(want.csv, want.encoding), want.csv, csv_format(want));
  return want.format == "comtrade" ? read_comtrade(rows, options)
                                   : read_comtrade_legacy(rows, options);
}

reports read_file_of_reports(const request& want) {
  const reported_flows file = read_file(want);
  reports out;
  for (const bool exports : {true, false}) {
    const product_flows& f = exports ? file.exports : file.imports;
    for (std::size_t r = 0; r < f.size(); ++r) {
      out.add(f.countries[to_size(f.exporter[r])], f.countries[to_size(f.importer[r])],
              f.periods[to_size(f.period[r])], exports, f.value[r]);
    }
  }
  out.common.notes = file.notes;
  const std::string& unit = file.exports.value_unit;
  out.common.notes.push_back(
      text(unit.substr(0, unit.find(',')), "; commodity codes of ",
           file.level == 0 ? std::string("the total") : text(file.level, " digits, added up")));
  return out;
}

// ---------------------------------------------------------------- long files
struct period_column {
  std::string column, value;
};
period_column period_of(const request& want) {
  const std::size_t at = want.year.rfind('=');
  if (at == std::string::npos) return {want.year, ""};
  if (at == 0 || at + 1 == want.year.size())
    throw usage_error("--year: '" + want.year + "' is not COL or COL=VALUE");
  return {want.year.substr(0, at), want.year.substr(at + 1)};
}

bool is_exports(const csv_reader& rows, std::size_t at) {
  std::string word(rows[at]);
  for (char& c : word) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  if (word == "x" || word == "export" || word == "exports" || word == "2") return true;
  if (word == "m" || word == "import" || word == "imports" || word == "1") return false;
  rows.refuse(at, "is neither exports (X, export, 2) nor imports (M, import, 1)");
}

// the period of the row where it is wanted
std::optional<std::string> period_at(const csv_reader& rows, const std::optional<std::size_t>& at,
                                     const std::string& wanted) {
  if (!at) return std::string();
  if (!wanted.empty() && rows[*at] != wanted) return std::nullopt;
  return std::string(rows[*at]);
}

double amount(const csv_reader& rows, std::size_t at) {
  const double value = rows.number(at);
  if (value < 0) rows.refuse(at, "is negative");
  return value;
}

void require_rows(const reports& read, const request& want, const std::string& year) {
  if (!read.flows.empty() || year.empty()) return;
  throw data_error(text(want.csv, ": there are no reports of ", year));
}

reports read_one_report_a_row(const request& want) {
  csv_reader rows(example::open_input(want.csv, want.encoding), want.csv, csv_format(want));
  const period_column year = period_of(want);
  const std::size_t reporter = rows.column(want.reporter), partner = rows.column(want.partner),
                    flow = rows.column(want.flow), value = rows.column(want.value);
  std::optional<std::size_t> period;
  if (!year.column.empty()) period = rows.column(year.column);
  reports out;
  while (rows.next()) {
    const auto when = period_at(rows, period, year.value);
    if (!when) continue;
    const std::string who(rows[reporter]), with(rows[partner]);
    const bool exports = is_exports(rows, flow);
    if (!out.add(exports ? who : with, exports ? with : who, *when, exports, amount(rows, value)))
      rows.refuse(value, "is a second report of the same flow");
  }
  require_rows(out, want, year.value);
  return out;
}

reports read_both_reports(const request& want, const std::vector<std::string>& columns) {
  csv_reader rows(example::open_input(want.csv, want.encoding), want.csv, csv_format(want));
  const period_column year =
      want.format == "gravity" ? period_column{"year", want.year} : period_of(want);
  std::vector<std::size_t> at;
  for (const std::string& c : columns) at.push_back(rows.column(c));
  std::optional<std::size_t> period;
  if (!year.column.empty()) period = rows.column(year.column);
  reports out;
  while (rows.next()) {
    const auto when = period_at(rows, period, year.value);
    if (!when || rows[at[0]] == rows[at[1]]) continue;
    const std::string from(rows[at[0]]), to(rows[at[1]]);
    for (const bool exporter : {true, false}) {
      const std::size_t column = at[exporter ? 2 : 3];
      if (rows.empty(column) || rows[column] == "NA") continue;
      if (!out.add(from, to, *when, exporter, amount(rows, column)))
        rows.refuse(column, "is a second report of the same flow");
    }
  }
  require_rows(out, want, year.value);
  if (want.format == "gravity")
    out.common.notes.push_back("tradeflow_comtrade_o and _d, in thousand current USD");
  return out;
}

reports read_reports(const request& want) {
  const std::vector<std::pair<const char*, const std::string*>>
      single = {{"--reporter", &want.reporter},
                {"--partner", &want.partner},
                {"--flow", &want.flow},
                {"--value", &want.value}},
      both = {{"--exporter", &want.exporter},
              {"--importer", &want.importer},
              {"--exporter-value", &want.exporter_value},
              {"--importer-value", &want.importer_value}};
  const bool both_sides = want.format == "comtrade" || want.format == "comtrade-legacy" ||
                          want.format == "comext" || want.format == "imf";
  if (!both_sides || want.format == "imf") needs(want, {{"--level", &want.level}}, false);
  if (want.format != "long") {
    needs(want, single, false);
    needs(want, both, false);
  }
  if (want.format == "baci" || want.format == "itpd") {
    throw data_error(
        text(want.csv, ": ", want.format == "baci" ? "BACI" : "ITPD-E",
             " holds one reconciled value of each flow, not the two reports; take Comtrade"));
  }
  if (both_sides) return read_file_of_reports(want);
  if (want.format == "gravity") {
    return read_both_reports(want,
                             {"iso3_o", "iso3_d", "tradeflow_comtrade_o", "tradeflow_comtrade_d"});
  }
  const bool in_a_row = !want.exporter_value.empty() || !want.importer_value.empty();
  needs(want, in_a_row ? both : single, true);
  needs(want, in_a_row ? single : both, false);
  if (in_a_row)
    return read_both_reports(
        want, {want.exporter, want.importer, want.exporter_value, want.importer_value});
  return read_one_report_a_row(want);
}

// ---------------------------------------------------------------- figures
struct line {
  reported_flow flow;
  mirror_figures figures;
};

double weight_of(const request& want, const std::map<std::string, reporter_discrepancy>& gaps,
                 const reported_flow& f) {
  if (want.weights == "equal") return 0.5;
  const auto x = gaps.find(f.exporter), m = gaps.find(f.importer);
  if (x == gaps.end() || m == gaps.end())
    return 0.5;  // no flow with both reports: nothing to weigh
  const double a = x->second.mean_square, b = m->second.mean_square;
  return a + b > 0 ? b / (a + b) : 0.5;
}

std::vector<line> lines_of(const request& want, const reports& read,
                           std::vector<std::string>& notes) {
  std::vector<reported_flow> all;
  bool a = false, b = false;
  for (const auto& [key, f] : read.flows) {
    all.push_back(f);
    a = a || f.exporter == want.a || f.importer == want.a;
    b = b || f.exporter == want.b || f.importer == want.b;
  }
  if (!a || !b) throw data_error(text(want.csv, ": there is no country ", a ? want.b : want.a));
  const double margin = want.margin / 100;
  const auto gaps = discrepancies(all, margin);
  std::vector<line> out;
  for (const auto& [from, to] : {std::pair{want.a, want.b}, std::pair{want.b, want.a}}) {
    for (const reported_flow& f : all) {
      if (f.exporter != from || f.importer != to) continue;
      out.push_back(
          {f, mirror_of(f, {.margin = margin, .exporter_weight = weight_of(want, gaps, f)})});
      const std::string& why = out.back().figures.reason;
      if (!why.empty())
        notes.push_back(text(from, ">", to, f.period.empty() ? "" : " ", f.period, ": ", why));
    }
  }
  if (out.empty())
    throw data_error(text(want.csv, ": there is no flow between ", want.a, " and ", want.b));
  notes.push_back(
      text("cif_fob: importer's report over exporter's; gap_percent: 100 (importer - exporter) / "
           "exporter"));
  std::set<std::string> assumed;
  for (const line& l : out) assumed.insert(l.figures.assumed);
  for (const std::string& words : assumed) notes.push_back("reconciled (FOB): " + words);
  if (want.weights == "discrepancy") {
    for (const std::string& who : {want.a, want.b}) {
      const auto found = gaps.find(who);
      if (found == gaps.end()) continue;
      notes.push_back(text("reports of ", who, " and its partners differ by a root mean square of ",
                           significant_text(std::sqrt(found->second.mean_square), 3),
                           " in logs over ", found->second.flows, " flows"));
    }
  }
  return out;
}

void write_json(const example::program& app, const reports& read, const std::vector<line>& lines,
                const std::vector<std::string>& notes, std::ostream& out) {
  json_writer json = app.begin_json(read.common);
  json.key("flows").array();
  for (const line& l : lines) {
    json.object(true).member("flow", l.flow.exporter + ">" + l.flow.importer).key("year");
    const auto year = parse_integer(l.flow.period);
    if (year)
      json.value(year.value);
    else if (l.flow.period.empty())
      json.value(nullptr);
    else
      json.value(l.flow.period);
    json.member("exporter", l.flow.exporter_report).member("importer", l.flow.importer_report);
    json.member("cif_fob", l.figures.cif_fob).member("gap_percent", l.figures.gap_percent);
    json.member("asymmetry_percent", l.figures.asymmetry_percent)
        .member("reconciled", l.figures.reconciled);
    json.member("assumed", l.figures.assumed).end();
  }
  json.end();
  app.end_json(out, json, notes);
}

table table_of(const request& want, const std::vector<line>& lines) {
  table t(text("Trade of ", want.a, " and ", want.b, " as each reports it"),
          {{"flow", -1, alignment::left},
           {"year", -1, alignment::left},
           {"exporter"},
           {"importer"},
           {"cif/fob", 3},
           {"gap %", 1},
           {"reconciled"}});
  for (const line& l : lines) {
    t.row({l.flow.exporter + ">" + l.flow.importer, l.flow.period, l.flow.exporter_report,
           l.flow.importer_report, l.figures.cif_fob, l.figures.gap_percent, l.figures.reconciled});
  }
  return t;
}

double or_gap(const std::optional<double>& x) {
  return x.value_or(std::numeric_limits<double>::quiet_NaN());
}

void write_page(const example::program& app, const request& want, const std::vector<line>& lines,
                const std::vector<std::string>& notes) {
  page p(text("Trade of ", want.a, " and ", want.b),
         "The same flows as the exporter and as the importer report them.");
  for (const auto& [from, to] : {std::pair{want.a, want.b}, std::pair{want.b, want.a}}) {
    std::vector<std::string> periods;
    chart_line exporter{"exporter's report", {}}, importer{"importer's report", {}};
    for (const line& l : lines) {
      if (l.flow.exporter != from || l.flow.importer != to || l.flow.period.empty()) continue;
      periods.push_back(l.flow.period);
      exporter.values.push_back(or_gap(l.flow.exporter_report));
      importer.values.push_back(or_gap(l.flow.importer_report));
    }
    chart_options options;
    options.title = text("From ", from, " to ", to);
    options.zero = true;
    if (!periods.empty()) p.add(bar_chart(periods, {exporter, importer}, options));
  }
  p.add(table_of(want, lines)).heading("Notes").list(notes);
  example::program::write_file(app.html(), to_html(p));
}

// what the last flow with both reports says: "CHN reports 12 percent more than PER sold it in 2016"
std::string finding_of(const std::vector<line>& lines) {
  const line* last = nullptr;
  for (const line& l : lines) {
    if (!l.figures.gap_percent) continue;
    if (last == nullptr || l.flow.period > last->flow.period) last = &l;
  }
  if (last == nullptr) return "No flow has both reports";
  const reported_flow& f = last->flow;
  const double gap = *last->figures.gap_percent;
  const std::string when = f.period.empty() ? "" : text(" in ", f.period);
  return text("Of what ", f.exporter, " sells it, ", f.importer, " reports ",
              fixed_text(std::abs(gap), 1), " percent ", gap < 0 ? "less" : "more", when);
}

// Both reports of each flow: lines where there are several periods, bars otherwise.
chart chart_of(const request& want, const std::vector<line>& lines) {
  std::set<std::string> periods;
  for (const line& l : lines) periods.insert(l.flow.period);
  const chart_options options{.title = finding_of(lines),
                              .subtitle = "value, as the exporter and as the importer reports it",
                              .zero = true,
                              .source = example::chart_source(want.csv)};
  const std::vector<std::string> times(periods.begin(), periods.end());
  if (times.size() == 1) {
    std::vector<std::string> flows;
    chart_line exporter{"exporter's report", {}}, importer{"importer's report", {}};
    for (const line& l : lines) {
      flows.push_back(text("from ", l.flow.exporter, " to ", l.flow.importer));
      exporter.values.push_back(or_gap(l.flow.exporter_report));
      importer.values.push_back(or_gap(l.flow.importer_report));
    }
    return bar_chart(flows, {exporter, importer}, options);
  }
  std::vector<chart_panel> panels;
  for (const auto& [from, to] : {std::pair{want.a, want.b}, std::pair{want.b, want.a}}) {
    const std::vector<double> none(times.size(), std::numeric_limits<double>::quiet_NaN());
    chart_panel panel{text("from ", from, " to ", to),
                      {{from + "'s report", none}, {to + "'s report", none}}};
    bool found = false;
    for (const line& l : lines) {
      if (l.flow.exporter != from) continue;
      const auto at = to_size(std::distance(periods.begin(), periods.find(l.flow.period)));
      panel.lines[0].values[at] = or_gap(l.flow.exporter_report);
      panel.lines[1].values[at] = or_gap(l.flow.importer_report);
      found = true;
    }
    if (found) panels.push_back(std::move(panel));
  }
  return panel_chart(times, panels, options);
}

}  // namespace

int main(int argc, char** argv) {
  example::program app("mirror", "Both reports of the flows between two countries.",
                       "mirror --csv examples/data/comtrade.csv --format comtrade --a PER --b CHN");
  request want;
  app.section("Data");
  app.option("--csv", want.csv, "The file; - is standard input, .gz is read")->required();
  app.option("--delimiter", want.delimiter, "Between fields");
  app.choice("--encoding", want.encoding, "Of the file", {"utf-8", "latin-1"});
  app.option("--decimal", want.decimal, "Decimal sign");
  app.choice("--format", want.format,
             "comtrade, comtrade-legacy, comext, imf (SDMX-CSV), CEPII's gravity, or long with its "
             "columns named (baci and itpd have no mirror)",
             {"comtrade", "comtrade-legacy", "comext", "imf", "gravity", "long", "baci", "itpd"});
  app.option("--a", want.a, "One country")->required();
  app.option("--b", want.b, "The other")->required();
  app.option("--year", want.year, "Only this year; long: COL or COL=VALUE");
  app.option("--level", want.level,
             "comtrade, comext: digits of the commodity codes to add up; comtrade's default is "
             "the coarsest, TOTAL");
  app.option("--reporter", want.reporter, "long, one report a row: column of the reporter");
  app.option("--partner", want.partner, "long: column of the partner");
  app.option("--flow", want.flow, "long: column of X or M");
  app.option("--value", want.value, "long: column of the value");
  app.option("--exporter", want.exporter, "long, both reports in a row: column of the exporter");
  app.option("--importer", want.importer, "long: column of the importer");
  app.option("--exporter-value", want.exporter_value, "long: column of the exporter's report");
  app.option("--importer-value", want.importer_value, "long: column of the importer's report");
  app.section("Model");
  app.number("--margin", want.margin,
             "Freight and insurance in percent of the FOB value, for the reconciled flow");
  app.choice("--weights", want.weights,
             "Of the two reports: equal, or by how far each reporter is from its partners",
             {"equal", "discrepancy"});
  app.with_html();
  want.picture.add_to(app);
  app.with_tables();
  const std::string base = "mirror --csv examples/data/comtrade.csv --a PER --b CHN ";
  app.example("Data", base + "--format comtrade");
  app.example("Model", base + "--margin 8 --weights discrepancy");
  app.example("Output", base + "--markdown --digits 6");
  return app.run(argc, argv, [&](std::ostream& out) {
    if (want.a == want.b) throw usage_error("--b: is the same country as --a");
    if (!(want.margin > -100)) throw usage_error("--margin: must be above -100");
    const reports read = read_reports(want);
    std::vector<std::string> notes = read.common.notes;
    const std::vector<line> lines = lines_of(want, read, notes);
    if (!app.html().empty()) write_page(app, want, lines, notes);
    if (want.picture.wanted()) want.picture.write(chart_of(want, lines));
    table t = table_of(want, lines);
    for (const std::string& note : notes) t.note(note);
    app.show(out, std::move(t));
    if (app.json()) write_json(app, read, lines, notes, out);
  });
}
