// Growth rates of one column of any CSV file: over a year, month or quarter, and year to date; of a
// long file for each label.
#include <bilateral/core/index_cast.hpp>
#include <bilateral/report/chart.hpp>
#include <bilateral/report/table.hpp>
#include <bilateral/series/growth.hpp>

#include "support/chart_file.hpp"
#include "support/data.hpp"
#include "support/program.hpp"
#include "support/scale.hpp"

using namespace bilateral;

namespace {

struct request {
  std::string value, by, over = "year";
  int ytd = 0;
  bool cagr = false;
  example::chart_file picture = {};
  example::scale_flag scale = {};
};

struct ytd_row {
  int year;
  double total;
  std::optional<double> percent;
};

// What is said of one series, whatever its frequency.
struct answer {
  std::string label;  // of a long file
  example::common_report report;
  std::string last_period;
  double last_value = 0;
  std::vector<std::string> periods;
  std::vector<double> growth;  // NaN where there is none
  std::vector<std::optional<double>> values, percent;
  std::vector<ytd_row> ytd;
  std::optional<double> cagr;
  std::vector<std::string> notes;
};

template <frequency F>
growth_over span_of_growth(const std::string& over) {
  growth_over out = over_year<F>();
  if (over == "year") return out;
  const int length = over == "month" ? 12 : 4;
  if (F::periods_per_year < length)
    throw example::usage_error("--over " + over + ": the data are " + F::name);
  out.periods = to_size(F::periods_per_year / length);
  return out;
}

template <frequency F>
std::vector<ytd_row> years_to_date(const series<F, unspecified>& s, int through) {
  if (through > F::periods_per_year) {
    throw example::usage_error(
        text("--ytd ", through, ": a ", F::name, " year has ", F::periods_per_year, " periods"));
  }
  std::vector<ytd_row> rows;
  for (int y = s.start.year(); y <= s.last().year(); ++y) {
    if (!s.covers(period<F>(y, 1)) || !s.covers(period<F>(y, through))) continue;
    const auto now = year_to_date(s, y, through);
    std::optional<double> rate;
    if (s.covers(period<F>(y - 1, 1))) rate = growth(year_to_date(s, y - 1, through), now);
    rows.push_back({y, now.value, rate});
  }
  if (rows.empty()) throw data_error(text("no year has all periods 1 to ", through));
  return rows;
}

template <frequency F>
answer rates_of(const example::data_set& data, const request& want) {
  const series<F, unspecified> s(want.value, parse_period<F>(data.period(0)),
                                 data.column(want.value));
  const series<F, percent> g = growth(s, span_of_growth<F>(want.over));
  answer a;
  a.report = data.report();
  a.last_period = to_string(s.last());
  a.last_value = s.values.back();
  a.growth = g.values;
  for (std::size_t i = 0; i < g.size(); ++i) {
    a.periods.push_back(to_string(g.at(i)));
    a.values.push_back(s.value(g.at(i)));
    a.percent.push_back(g.missing[i] ? std::nullopt : std::optional<double>(g.values[i]));
    if (g.missing[i]) a.notes.push_back(to_string(g.at(i)) + ": " + g.reason(i));
  }
  if (want.ytd > 0) a.ytd = years_to_date(s, want.ytd);
  if (want.cagr) {
    a.cagr = compound_growth(s.values.front(), s.values.back(),
                             static_cast<double>(s.last() - s.start) / F::periods_per_year);
    if (!a.cagr)
      a.notes.push_back("compound growth is undefined from " + shortest(s.values.front()));
  }
  return a;
}

answer rates_of(const example::data_set& data, const request& want) {
  if (!data.dated()) throw example::usage_error("--date: growth needs the column of dates");
  switch (data.every()) {
    case example::frequency::annual: return rates_of<annual>(data, want);
    case example::frequency::quarterly: return rates_of<quarterly>(data, want);
    case example::frequency::monthly: return rates_of<monthly>(data, want);
    default: throw data_error(data.source() + ": growth needs annual, quarterly or monthly dates");
  }
}

std::string title_of(const request& want) {
  return "Growth of " + want.value + " over a " + want.over;
}

void write_json(json_writer& json, const answer& a, const request& want) {
  json.key("latest").object(true).member("period", a.last_period);
  json.member("value", a.last_value).member("percent", a.percent.back()).end();
  json.key("path").array();
  for (std::size_t i = 0; i < a.periods.size(); ++i) {
    json.object(true).member("period", a.periods[i]).member("percent", a.percent[i]).end();
  }
  json.end();
  if (want.ytd > 0) {
    json.key("ytd").array();
    for (const ytd_row& row : a.ytd) {
      json.object(true).member("year", row.year).member("through", want.ytd);
      json.member("total", row.total).member("percent", row.percent).end();
    }
    json.end();
  }
  if (want.cagr) json.member("cagr", a.cagr);
}

// one series in tables
void show(const example::program& app, const answer& a, const request& want, std::ostream& out) {
  table t(title_of(want) + ", percent",
          {{"period", -1, alignment::left}, {want.scale.header(want.value)}, {"percent", 2}});
  const std::size_t shown = a.periods.size() > 24 ? a.periods.size() - 24 : 0;
  for (std::size_t i = shown; i < a.periods.size(); ++i) {
    t.row({a.periods[i], want.scale.of(a.values[i]), a.percent[i]});
  }
  if (shown > 0) t.note(text("the last 24 of ", a.periods.size(), " periods; --json has all"));
  for (const auto& note : a.notes) t.note(note);
  for (const auto& note : a.report.notes) t.note(note);
  app.show(out, t);
  if (want.ytd > 0) {
    table y(text("Year to date, periods 1 to ", want.ytd),
            {{"year", -1, alignment::left}, {want.scale.header("total")}, {"percent", 2}});
    for (const ytd_row& row : a.ytd)
      y.row({std::to_string(row.year), want.scale.of(row.total), row.percent});
    app.show(out, y);
  }
  if (a.cagr) app.say(out, "Compound growth a year: " + fixed_text(*a.cagr, 2) + " percent");
}

// a long file: the latest of each label
void show(const example::program& app, const std::vector<answer>& all, const request& want,
          std::ostream& out) {
  table t(title_of(want) + ", percent, by " + want.by, {{want.by, -1, alignment::left},
                                                        {"latest", -1, alignment::left},
                                                        {want.scale.header(want.value)},
                                                        {"percent", 2}});
  if (want.ytd > 0) {
    t.columns.push_back({text("year to ", want.ytd), -1, alignment::left});
    t.columns.push_back({want.scale.header("total")});
    t.columns.push_back({"percent to date", 2});
  }
  if (want.cagr) t.columns.push_back({"a year since the start", 2});
  for (const answer& a : all) {
    std::vector<table_cell> cells{a.label, a.last_period, want.scale.of(a.last_value),
                                  a.percent.back()};
    if (want.ytd > 0) {
      const ytd_row& last = a.ytd.back();
      cells.insert(cells.end(),
                   {std::to_string(last.year), want.scale.of(last.total), last.percent});
    }
    if (want.cagr) cells.emplace_back(a.cagr);
    t.row(std::move(cells));
    for (const auto* list : {&a.notes, &a.report.notes}) {
      for (const auto& note : *list) t.note(a.label + ": " + note);
    }
  }
  app.show(out, t);
}

// "exports fell 4.2 percent over the year to 2016-08"
std::string finding_of(const std::vector<answer>& all, const request& want) {
  const answer& a = all.front();
  const auto rate = a.percent.back();
  if (all.size() > 1 || !rate) return title_of(want);
  return text(want.value, *rate < 0 ? " fell " : " rose ", fixed_text(std::abs(*rate), 1),
              " percent over the ", want.over, " to ", a.last_period);
}

// the growth of every label over all periods that any has
void draw(const std::vector<answer>& all, const example::data_options& input, const request& want) {
  if (!want.picture.wanted()) return;
  std::vector<std::string> periods;
  for (const answer& a : all) periods.insert(periods.end(), a.periods.begin(), a.periods.end());
  std::sort(periods.begin(), periods.end());
  periods.erase(std::unique(periods.begin(), periods.end()), periods.end());
  std::vector<chart_line> lines;
  for (const answer& a : all) {
    chart_line line{a.label.empty() ? want.value : a.label,
                    std::vector<double>(periods.size(), std::numeric_limits<double>::quiet_NaN())};
    for (std::size_t i = 0; i < a.periods.size(); ++i) {
      const auto at = std::lower_bound(periods.begin(), periods.end(), a.periods[i]);
      line.values[to_size(at - periods.begin())] = a.growth[i];
    }
    lines.push_back(std::move(line));
  }
  want.picture.write(line_chart(periods, lines,
                                {.title = finding_of(all, want),
                                 .subtitle = title_of(want),
                                 .y_title = "percent",
                                 .zero = true,
                                 .source = example::chart_source(input.csv)}));
}

void by_label(const example::program& app, const example::data_options& input, const request& want,
              std::ostream& out) {
  std::vector<answer> all;
  example::common_report common;
  for (const auto& [label, data] : read_data_by(input, {.numbers = {want.value}}, want.by)) {
    all.push_back(rates_of(data, want));
    all.back().label = label;
    common.n += data.report().n;
    common.rows_dropped += data.report().rows_dropped;
    common.rows.insert(common.rows.end(), data.report().rows.begin(), data.report().rows.end());
    for (const std::string& note : data.report().notes) common.notes.push_back(label + ": " + note);
  }
  draw(all, input, want);
  show(app, all, want, out);
  if (!app.json()) return;
  json_writer json = app.begin_json(common);
  json.key("by").array();
  std::vector<std::string> notes = common.notes;
  for (const answer& a : all) {
    json.object().member("group", a.label).member("n", a.report.n);
    write_json(json, a, want);
    json.end();
    for (const auto& note : a.notes) notes.push_back(a.label + ": " + note);
  }
  json.end();
  app.end_json(out, json, notes);
}

// one period, one row; a file with more is a long one
example::data_set read_series(const example::data_options& input, const request& want) {
  try {
    return read_data(input, {.numbers = {want.value}});
  } catch (const data_error& e) {
    if (std::string(e.what()).find("twice") == std::string::npos) throw;
    throw data_error(text(e.what(), "; of a long file --by names the column of labels"));
  }
}

void of_one_series(const example::program& app, const example::data_options& input,
                   const request& want, std::ostream& out) {
  const answer a = rates_of(read_series(input, want), want);
  draw({a}, input, want);
  show(app, a, want, out);
  if (!app.json()) return;
  json_writer json = app.begin_json(a.report);
  write_json(json, a, want);
  std::vector<std::string> notes = a.notes;
  notes.insert(notes.end(), a.report.notes.begin(), a.report.notes.end());
  app.end_json(out, json, notes);
}

}  // namespace

int main(int argc, char** argv) {
  example::program app("growth", "Growth rates of a column.",
                       "growth --csv examples/data/exports_to_china.csv --date date --value "
                       "million_usd_fob --ytd 8");
  example::data_options input;
  input.add_to(app, {.date = true});
  request want;
  app.option("--value", want.value, "The column")->required()->group("Data");
  app.option("--by", want.by, "Of a long file: the column of labels, each a series")->group("Data");
  app.choice("--over", want.over, "Growth over this span", {"year", "month", "quarter"});
  app.number("--ytd", want.ytd, "Also year to date through this month (quarter)",
             {.least = 1, .most = 12})
      ->default_str("");
  app.flag("--cagr", want.cagr, "Also compound growth a year from the first to the last period");
  want.picture.add_to(app);
  want.scale.add_to(app);
  app.with_tables();
  app.example("Data",
              "growth --csv examples/data/peru_exports_by_destination.csv --date year --value "
              "million_usd_fob --by destination --where 'year < 2017'");
  app.example("Model",
              "growth --csv examples/data/exports_to_china.csv --date date --value million_usd_fob "
              "--over quarter --ytd 8 --cagr");
  app.example("Output",
              "growth --csv examples/data/exports_to_china.csv --date date --value million_usd_fob "
              "--scale thousand --markdown");
  return app.run(argc, argv, [&](std::ostream& out) {
    want.scale.check(app);
    if (want.by.empty()) return of_one_series(app, input, want, out);
    by_label(app, input, want, out);
  });
}
