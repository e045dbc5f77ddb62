// Writes one chart of each kind into FOLDER: as specifications (.vl.json) and on one page.
//   samples FOLDER [NODE_MODULES]

#include <bilateral/report/page.hpp>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

int main(int argc, char** argv) {
  using namespace bilateral;
  if (argc < 2) return 2;
  const std::string folder = argv[1];
  std::vector<std::string> months, years;
  chart_line exports{"exports", {}}, imports{"imports", {}};
  for (int i = 0; i < 120; ++i) {
    months.push_back(std::to_string(2007 + i / 12) + (i % 12 < 9 ? "-0" : "-") +
                     std::to_string(i % 12 + 1));
    exports.values.push_back(300 + 2.5 * i + 60 * std::sin(i * 0.52) + 25 * std::sin(i * 2.1));
    imports.values.push_back(i == 40 || i == 41 ? std::numeric_limits<double>::quiet_NaN()
                                                : 250 + 2.0 * i + 30 * std::sin(i * 0.52 + 1));
  }
  for (int y = 2010; y < 2017; ++y) years.push_back(std::to_string(y));
  std::vector<double> x, y, at, path, low, high;
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
  const std::vector<chart> charts = {
      line_chart(months, {exports, imports},
                 {.title = "Trade by month", .subtitle = "million USD, made-up figures",
                  .events = {{"2010-03", "agreement in force"}}}),
      bar_chart(years, {{"exports", {5, 7, 8, 7.4, 7, 7.4, 8.5}}, {"imports", {5.1, 6, 7, 8, 8.5, 8.6, 8.3}}},
                {.title = "Trade by year", .subtitle = "billion USD, made-up figures"}),
      contribution_chart(years,
                         {{"copper", {6, 9, 2, -3, -5, 1, 4}}, {"fish meal", {1, 2, -1, 1, 0.5, -1, 1}},
                          {"other", {2, 3, 1, 1, -1, -2, 2}}},
                         chart_line{"total", {9, 14, 2, -1, -5.5, -2, 7}},
                         {.title = "Contributions to growth", .subtitle = "percentage points"}),
      scatter_chart(x, y, chart_fit{1, 0.7, "least squares"},
                    {.title = "Volume and price", .x_title = "log price", .y_title = "log volume"}),
      interval_chart({{"OLS", 0.82, 0.51, 1.13}, {"ARDL, long run", 1.1, 0.7, 1.5},
                      {"Johansen", 0.95, -0.2, std::numeric_limits<double>::infinity()}},
                     0.0, {.title = "Elasticity by method", .subtitle = "95 percent intervals"}),
      band_chart(at, path, low, high,
                 {.title = "Response to a price shock", .x_title = "months after the shock"}),
      band_chart(months, exports.values, imports.values, exports.values,
                 {.title = "A path over months", .subtitle = "million USD, made-up figures"}),
  };
  page p("Rendering test", "One chart of each kind, with made-up figures, and the awkward label </script> & <b>.");
  p.heading("Charts").paragraph("Every chart carries its numbers.");
  int number = 0;
  for (const chart& c : charts) {
    p.add(c);
    std::ofstream(folder + "/chart-" + std::to_string(++number) + ".vl.json") << c.spec << "\n";
  }
  table t("Elasticities", {{"method"}, {"long run", 3}, {"error", 3}});
  t.row({"OLS </td> & co", 0.823, 0.156}).row({"ARDL", 1.1, std::nullopt}).note("Made-up figures.");
  p.heading("A table").add(t).footer("Written by tests/render/samples.cpp.");
  std::ofstream(folder + "/page.html")
      << to_html(p, argc > 2 ? inlined_scripts(argv[2]) : pinned_scripts());
  return 0;
}
