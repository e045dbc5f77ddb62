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
                  {"percent", 2}});
  for (std::size_t f = 0; f < flows.size() && f < 15; ++f) {
    const flow_row& x = rising ? flows[flows.size() - 1 - f] : flows[f];
    const double change = x.after - x.before;
    if (rising ? change <= 0 : change >= 0) break;
    t.row({x.from, x.to, x.before, x.after,
           x.before > 0 ? table_cell(percent(x.after / x.before)) : table_cell(std::nullopt)});
  }
  return t;
}

std::string csv_text(const std::string& s) {
  if (s.find_first_of(",\"\n\r") == std::string::npos) return s;
  std::string out = "\"";
  for (const char c : s) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

}  // namespace

std::string page_of(const std::string& title, const std::string& lead,
                    const std::vector<country_row>& countries, const table& whole,
                    std::vector<flow_row> flows) {
  page p(title, lead);
  std::vector<country_row> order = countries;
  std::stable_sort(order.begin(), order.end(), [](const country_row& a, const country_row& b) {
    return std::abs(a.real_income) > std::abs(b.real_income);
  });
  if (order.size() > 30) order.resize(30);
  std::stable_sort(order.begin(), order.end(), [](const country_row& a, const country_row& b) {
    return a.real_income > b.real_income;
  });
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
  std::string out = "exporter,importer,before,after\n";
  for (const auto& f : flows) {
    out += csv_text(f.from) + "," + csv_text(f.to) + "," + shortest(f.before) + "," +
           shortest(f.after) + "\n";
  }
  return out;
}

}  // namespace counterfactual_program
