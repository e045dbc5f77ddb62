// Growth rates of one column of any CSV file: over a year, month or quarter, and year to date.
#include <bilateral/report/table.hpp>
#include <bilateral/series/growth.hpp>

#include "support/chart_file.hpp"
#include "support/data.hpp"
#include "support/program.hpp"

using namespace bilateral;

namespace {

struct request {
  std::string over = "year";
  int ytd = 0;
  bool cagr = false;
  example::chart_file picture = {};
};

// The same steps whatever the frequency of the file turns out to be.
template <frequency F>
void report(const example::program& app, const example::data_set& data, const std::string& column,
            const request& want, std::ostream& out) {
  const series<F, unspecified> s(column, parse_period<F>(data.period(0)), data.column(column));
  growth_over over = over_year<F>();
  if (want.over == "month" || want.over == "quarter") {
    const int length = want.over == "month" ? 12 : 4;
    if (F::periods_per_year < length) {
      throw example::usage_error("--over " + want.over + ": the data are " + F::name);
    }
    over.periods = static_cast<std::size_t>(F::periods_per_year / length);
  }
  const series<F, percent> g = growth(s, over);
  std::vector<std::string> notes;
  for (std::size_t i = 0; i < g.size(); ++i) {
    if (g.missing[i]) notes.push_back(to_string(g.at(i)) + ": " + g.reason(i));
  }
  struct ytd_row {
    int year;
    double total;
    std::optional<double> percent;
  };
  std::vector<ytd_row> ytd;
  if (want.ytd > 0) {
    if (want.ytd > F::periods_per_year) {
      throw example::usage_error(text("--ytd ", want.ytd, ": a ", F::name, " year has ",
                                      F::periods_per_year, " periods"));
    }
    for (int y = s.start.year(); y <= s.last().year(); ++y) {
      if (!s.covers(period<F>(y, 1)) || !s.covers(period<F>(y, want.ytd))) continue;
      const auto now = year_to_date(s, y, want.ytd);
      std::optional<double> rate;
      if (s.covers(period<F>(y - 1, 1))) rate = growth(year_to_date(s, y - 1, want.ytd), now);
      ytd.push_back({y, now.value, rate});
    }
    if (ytd.empty()) throw data_error(text("no year has all periods 1 to ", want.ytd));
  }
  std::optional<double> cagr;
  if (want.cagr) {
    cagr = compound_growth(s.values.front(), s.values.back(),
                           static_cast<double>(s.last() - s.start) / F::periods_per_year);
    if (!cagr) notes.push_back("compound growth is undefined from " + shortest(s.values.front()));
  }
  const auto rate = [&](std::size_t i) {
    return g.missing[i] ? std::optional<double>() : std::optional<double>(g.values[i]);
  };
  if (want.picture.wanted()) {
    std::vector<std::string> periods;
    for (std::size_t i = 0; i < g.size(); ++i) periods.push_back(to_string(g.at(i)));
    want.picture.write(line_chart(periods, {{column, g.values}},
                                  {.title = "Growth of " + column + " over a " + want.over,
                                   .y_title = "percent", .zero = true}));
  }
  if (app.json()) {
    json_writer json = app.begin_json(data.report());
    json.key("latest").object(true).member("period", to_string(s.last()));
    json.member("value", s.values.back()).member("percent", rate(g.size() - 1)).end();
    json.key("path").array();
    for (std::size_t i = 0; i < g.size(); ++i) {
      json.object(true).member("period", to_string(g.at(i))).member("percent", rate(i)).end();
    }
    json.end();
    if (want.ytd > 0) {
      json.key("ytd").array();
      for (const ytd_row& row : ytd) {
        json.object(true).member("year", row.year).member("through", want.ytd);
        json.member("total", row.total).member("percent", row.percent).end();
      }
      json.end();
    }
    if (want.cagr) json.member("cagr", cagr);
    for (const auto& note : data.report().notes) notes.push_back(note);
    app.end_json(out, json, notes);
    return;
  }
  table t("Growth of " + column + " over a " + want.over + ", percent",
          {{"period", -1, alignment::left}, {column}, {"percent", 2}});
  const std::size_t shown = g.size() > 24 ? g.size() - 24 : 0;
  for (std::size_t i = shown; i < g.size(); ++i) {
    t.row({to_string(g.at(i)), s.value(g.at(i)), rate(i)});
  }
  if (shown > 0) t.note(text("the last 24 of ", g.size(), " periods; --json has all"));
  for (const auto& note : notes) t.note(note);
  out << to_text(t);
  if (want.ytd > 0) {
    table y(text("Year to date, periods 1 to ", want.ytd),
            {{"year", -1, alignment::left}, {"total"}, {"percent", 2}});
    for (const ytd_row& row : ytd) y.row({std::to_string(row.year), row.total, row.percent});
    out << "\n" << to_text(y);
  }
  if (cagr) out << "\nCompound growth a year: " << fixed_text(*cagr, 2) << " percent\n";
}

}  // namespace

int main(int argc, char** argv) {
  example::program app("growth", "Growth rates of a column.",
                       "growth --csv examples/data/exports_to_china.csv --date date --value "
                       "million_usd_fob --ytd 8");
  example::data_options input;
  input.add_to(app, {.date = true});
  std::string value;
  request want;
  app.option("--value", value, "The column")->required();
  app.choice("--over", want.over, "Growth over a year, month or quarter", {"year", "month", "quarter"});
  app.number("--ytd", want.ytd, "Also year to date through this month (quarter)", {.least = 1, .most = 12});
  want.picture.add_to(app);
  app.flag("--cagr", want.cagr, "Also compound growth a year from the first to the last period");
  return app.run(argc, argv, [&](std::ostream& out) {
    const example::data_set data = read_data(input, {.numbers = {value}});
    if (data.empty()) throw data_error(input.csv + ": there are no observations");
    if (!data.dated()) {
      throw example::usage_error("--date: growth needs the column of dates");
    }
    switch (data.every()) {
      case example::frequency::annual: return report<annual>(app, data, value, want, out);
      case example::frequency::quarterly: return report<quarterly>(app, data, value, want, out);
      case example::frequency::monthly: return report<monthly>(app, data, value, want, out);
      default: throw data_error(input.csv + ": growth needs annual, quarterly or monthly dates");
    }
  });
}
