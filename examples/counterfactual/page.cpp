// The page of --html and the file of --flows.
#include "counterfactual/request.hpp"

#include <bilateral/report/chart.hpp>
#include <bilateral/report/page.hpp>
#include <bilateral/report/table.hpp>

#include <algorithm>

namespace counterfactual_program {

using namespace bilateral;

namespace {

table largest(const char* title, const std::vector<flow_row>& flows, bool rising) {
  table t(title, {{"from", -1, alignment::left},
                  {"to", -1, alignment::left},
                  {"before", -1},
                  {"after", -1},
                  {"percent", 2},
                  {"partial", 2}});
  for (std::size_t f = 0; f < flows.size() && f < 15; ++f) {
    const flow_row& x = rising ? flows[flows.size() - 1 - f] : flows[f];
    const double change = x.after - x.before;
    if (rising ? change <= 0 : change >= 0) break;
    const auto of_before = [&](double value) {
      return x.before > 0 ? table_cell(percent(value / x.before)) : table_cell(std::nullopt);
    };
    t.row({x.from, x.to, x.before, x.after, of_before(x.after), of_before(x.partial)});
  }
  t.note("partial: percent, the shock alone with resistances, output and spending as they were");
  return t;
}

std::string csv_text(const std::string& s) {
  if (s.find_first_of(",\"\n\r") == std::string::npos) return s;
  std::string out = "\"";
  for (const char c : s) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

// the largest changes, gains first
std::vector<country_row> most_changed(std::vector<country_row> order, std::size_t most = 30) {
  std::stable_sort(order.begin(), order.end(), [](const country_row& a, const country_row& b) {
    return std::abs(a.real_income) > std::abs(b.real_income);
  });
  if (order.size() > most) order.resize(most);
  std::stable_sort(order.begin(), order.end(), [](const country_row& a, const country_row& b) {
    return a.real_income > b.real_income;
  });
  return order;
}

std::string signed_percent(double x) {
  return text(x < 0 ? "" : "+", significant_text(x, 2), " percent");
}

}  // namespace

std::optional<table> partial_table(const std::vector<std::string>& countries,
                                   const trade_change<double>& alone,
                                   const trade_change<double>& whole) {
  table t("Trade, percent: the shock alone (partial) and in equilibrium",
          {{"country", -1, alignment::left},
           {"exports partial", 4},
           {"equilibrium", 4},
           {"imports partial", 4},
           {"equilibrium", 4},
           {"trade partial", 4},
           {"equilibrium", 4}});
  const auto cell = [](const std::optional<double>& ratio) {
    return ratio ? table_cell(percent(*ratio)) : table_cell(std::nullopt);
  };
  for (std::size_t i = 0; i < countries.size(); ++i) {
    if (alone.exports[i].value_or(1) == 1 && alone.imports[i].value_or(1) == 1) continue;
    t.row({countries[i], cell(alone.exports[i]), cell(whole.exports[i]), cell(alone.imports[i]),
           cell(whole.imports[i]), cell(alone.trade[i]), cell(whole.trade[i])});
  }
  if (t.rows.empty()) return std::nullopt;
  t.note(
      "partial: resistances, output and spending as they were; it is zero for the countries that "
      "are not here");
  return t;
}

chart income_chart(const std::vector<country_row>& countries, const std::string& source) {
  const std::vector<country_row> order = most_changed(countries, 12);
  if (order.empty()) throw data_error("--chart: no country has a change of real income to draw");
  const country_row &first = order.front(), &last = order.back();
  chart_options options;
  options.title = first.real_income > 0 ? text("Real income rises most in ", first.name, ": ",
                                               signed_percent(first.real_income))
                                        : text("Real income rises nowhere");
  if (last.real_income < 0)
    options.title += text("; it falls most in ", last.name, ": ", signed_percent(last.real_income));
  options.subtitle =
      text("change in percent",
           order.size() < countries.size() ? ", the largest changes" : ", all countries");
  if (first.low != first.high)
    options.subtitle += text("; ", first.name, " from ", significant_text(first.low, 2), " to ",
                             significant_text(first.high, 2), " (95 percent interval)");
  options.source = source;
  options.direction = bar_direction::rows;
  std::vector<std::string> names;
  std::vector<double> bars;
  for (const auto& c : order) {
    names.push_back(c.name);
    bars.push_back(c.real_income);
  }
  return bar_chart(names, {{"real income", bars}}, options);
}

std::string page_of(const std::string& title, const std::string& lead,
                    const std::vector<country_row>& countries, const table& whole,
                    std::vector<flow_row> flows) {
  page p(title, lead);
  const std::vector<country_row> order = most_changed(countries);
  if (!order.empty()) {
    std::vector<std::string> names;
    std::vector<double> bars;
    std::vector<chart_interval> intervals;
    bool drawn = false;
    for (const auto& c : order) {
      names.push_back(c.name);
      bars.push_back(c.real_income);
      intervals.push_back({c.name, c.real_income, c.low, c.high});
      drawn = drawn || c.low != c.high;
    }
    p.heading("Real income");
    p.add(bar_chart(
        names, {{"real income", bars}},
        {.title = "Real income by country", .subtitle = "percent change; the largest changes"}));
    if (drawn) {
      p.add(
          interval_chart(intervals, 0.0,
                         {.title = "Real income with its interval", .subtitle = "percent change"}));
    }
  }
  p.heading("Countries").add(whole);
  std::stable_sort(flows.begin(), flows.end(), [](const flow_row& a, const flow_row& b) {
    return a.after - a.before < b.after - b.before;
  });
  p.heading("Flows").add(largest("The flows that rise most", flows, true));
  p.add(largest("The flows that fall most", flows, false));
  return to_html(p);
}

std::string flows_csv(const std::vector<flow_row>& flows) {
  std::string out = "exporter,importer,before,after,partial\n";
  for (const auto& f : flows) {
    out += csv_text(f.from) + "," + csv_text(f.to) + "," + shortest(f.before) + "," +
           shortest(f.after) + "," + shortest(f.partial) + "\n";
  }
  return out;
}

}  // namespace counterfactual_program
