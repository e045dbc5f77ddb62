// Writes one chart of each kind into FOLDER: as pictures (.svg), as Vega-Lite (.vl.json), on one page.
//   samples FOLDER

#include <bilateral/report/page.hpp>
#include <bilateral/report/vega_lite.hpp>

#include <cmath>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

namespace {

using namespace bilateral;

const double none = std::numeric_limits<double>::quiet_NaN();
const double endless = std::numeric_limits<double>::infinity();

struct sample_data {
  std::vector<std::string> months, years;
  chart_line exports{"exports", {}}, imports{"imports", {}}, price{"copper price", {}};
  std::vector<double> x, y, at, path, low, high, least, most;

  sample_data() {
    for (int i = 0; i < 120; ++i) {
      months.push_back(std::to_string(2007 + i / 12) + (i % 12 < 9 ? "-0" : "-") +
                       std::to_string(i % 12 + 1));
      exports.values.push_back(300 + 2.5 * i + 60 * std::sin(i * 0.52) + 25 * std::sin(i * 2.1));
      imports.values.push_back(i == 40 || i == 41 ? none
                                                  : 250 + 2.0 * i + 30 * std::sin(i * 0.52 + 1));
      least.push_back(i == 40 ? none : 0.85 * exports.values.back() - 20);
      most.push_back(1.2 * exports.values.back());
      price.values.push_back(7000 + 1800 * std::sin(i * 0.08));
    }
    for (int k = 2010; k < 2017; ++k) years.push_back(std::to_string(k));
    for (int i = 0; i < 60; ++i) {
      x.push_back(8 + 0.03 * i + 0.1 * std::sin(3.0 * i));
      y.push_back(1 + 0.7 * x.back() + 0.15 * std::sin(7.0 * i * i));
    }
    for (int h = 0; h <= 12; ++h) {
      at.push_back(h);
      path.push_back(0.9 * std::exp(-0.25 * h));
      low.push_back(path.back() - 0.1 - 0.02 * h);
      high.push_back(path.back() + 0.1 + 0.02 * h);
    }
  }
};

chart fan() {
  std::vector<std::string> years;
  chart_line forecast{"forecast", {}}, known{"what came", {}, line_role::comparator};
  chart_band wide{"95 percent", {}, {}}, narrow{"80 percent", {}, {}};
  for (int year = 2008; year <= 2020; ++year) {
    years.push_back(std::to_string(year));
    const double h = year - 2016;
    const double middle = h < 0 ? none : 8.5 + 0.6 * h;
    forecast.values.push_back(middle);
    wide.low.push_back(middle - 0.9 * h);
    wide.high.push_back(middle + 0.9 * h);
    narrow.low.push_back(middle - 0.55 * h);
    narrow.high.push_back(middle + 0.55 * h);
    known.values.push_back(4 + 0.5 * (year - 2008) + 0.4 * std::sin(1.7 * year));
  }
  return fan_chart(years, {forecast, known}, {wide, narrow},
                   {.title = "Exports came in below the forecast's middle, inside its fan",
                    .y_title = "billion USD",
                    .decimals = 1,
                    .source = "made-up figures"});
}

std::vector<chart> time_charts(const sample_data& d) {
  return {
      line_chart(d.months, {d.exports, d.imports},
                 {.title = "Trade doubled within ten years",
                  .y_title = "million USD a month",
                  .events = {{"2010-03", "agreement in force"}, {"2011-02", "price peak"}},
                  .source = "made-up figures"}),
      line_chart(d.months, {d.exports, d.imports},
                 {.title = "The same as moving sums of twelve months",
                  .y_title = "million USD",
                  .decimals = 0,
                  .moving_sum = 12}),
      panel_chart(
          d.months, {{"million USD a month", {d.exports}}, {"USD per tonne", {d.price}}},
          {.title = "Exports kept rising when the copper price fell", .source = "made-up figures"}),
      line_chart(d.years,
                 {{"China", {5.4, 7.0, 7.8, 7.4, 7.0, 7.4, 8.5}},
                  {"United States", {6.1, 6.0, 6.3, 7.8, 6.2, 5.0, 6.3}},
                  {"Switzerland", {3.8, 5.9, 5.1, 3.0, 2.7, 2.7, 2.6}, line_role::comparator},
                  {"Canada", {3.3, 4.2, 3.4, 2.7, 2.6, 2.4, 1.7}, line_role::comparator},
                  {"Japan", {1.8, 2.2, 2.6, 2.2, 1.6, 1.1, 1.3}, line_role::comparator}},
                 {.title = "China overtook the United States in 2014",
                  .subtitle = "exports of Peru by destination",
                  .y_title = "billion USD FOB",
                  .zero = true,
                  .source = "made-up figures in the size of customs'"}),
      band_chart(d.months, d.exports.values, d.least, d.most,
                 {.title = "A path over months", .y_title = "million USD"}),
      fan(),
  };
}

std::vector<chart> other_charts(const sample_data& d) {
  return {
      bar_chart(
          d.years,
          {{"exports", {5, 7, 8, 7.4, 7, 7.4, 8.5}}, {"imports", {5.1, 6, 7, 8, 8.5, 8.6, 8.3}}},
          {.title = "Exports passed imports again", .y_title = "billion USD"}),
      bar_chart(
          {"Mining and quarrying", "Fish meal", "Wearing apparel, leather and related products",
           "Business services", "Agriculture"},
          {{"growth of jobs", {12.4, -3.1, none, 4.0, 0.2}}},
          {.title = "Mining made three of four new jobs", .y_title = "thousand jobs"}),
      bar_chart({"Mining", "Fishing", "Textiles"},
                {{"backward", {1.62, 1.31, 1.88}}, {"forward", {2.1, 1.15, 1.4}}},
                {.title = "Textiles pull most, mining pushes most",
                 .subtitle = "column sums of the Leontief, row sums of the Ghosh inverse"}),
      contribution_chart(
          d.years,
          {{"copper", {6, 9, 2, -3, -5, 1, 4}},
           {"fish meal", {1, 2, -1, 1, 0.5, -1, 1}},
           {"other", {2, 3, 1, 1, -1, -2, 2}}},
          chart_line{"total", {9, 14, 2, -1, -5.5, -2, 7}},
          {.title = "Copper made most of the growth", .y_title = "percentage points"}),
      scatter_chart(d.x, d.y, chart_fit{1, 0.7, "least squares"},
                    {.title = "Volume rises with the price",
                     .x_title = "log price",
                     .y_title = "log volume"}),
      scatter_chart({1, 2, 2.1, 4}, {1, 3, 3.05, 2}, {},
                    {.x_title = "openness", .y_title = "growth"},
                    {"Peru", "Chile", "China", "Japan"}),
      interval_chart({{"OLS", 0.82, 0.51, 1.13},
                      {"ARDL, long run", 1.1, 0.7, 1.5},
                      {"Johansen, with a name that needs more than one line", 0.95, -0.2, endless}},
                     0.0,
                     {.title = "Every method finds an elasticity near one",
                      .subtitle = "95 percent intervals",
                      .x_title = "elasticity"}),
      band_chart(d.at, d.path, d.low, d.high,
                 {.title = "Half of a price shock is gone in three months",
                  .x_title = "months after the shock"}),
  };
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const std::string folder = argv[1];
  const sample_data d;
  std::vector<chart> charts = time_charts(d);
  for (chart& c : other_charts(d)) charts.push_back(std::move(c));
  page p("Rendering test",
         "One chart of each kind, with made-up figures, and the awkward label </script> & <b>.");
  p.heading("Charts").paragraph("Every chart carries its numbers.");
  int number = 0;
  for (const chart& c : charts) {
    p.add(c);
    const std::string stem = folder + "/chart-" + std::to_string(++number);
    std::ofstream(stem + ".svg") << to_svg(c);
    std::ofstream(stem + ".vl.json") << to_vega_lite(c) << "\n";
  }
  table t("Elasticities",
          {{"method"}, {"long run", 3}, {"error", 3}, {"what the reader should know of it"}});
  t.row({"OLS </td> & co", 0.823, 0.156, "levels that have no long run in common"});
  t.row({"ARDL", 1.1, std::nullopt, "bounds test passed"}).note("Made-up figures.");
  p.heading("A table").add(t).footer("Written by tests/render/samples.cpp.");
  std::ofstream(folder + "/page.html") << to_html(p);
  return 0;
}
