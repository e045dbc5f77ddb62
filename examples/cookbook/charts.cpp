// A chart as a file: SVG for a paper or a page, its numbers as a table, Vega-Lite for other tools.
#include <bilateral/io/series_csv.hpp>
#include <bilateral/report/chart_svg.hpp>
#include <bilateral/report/vega_lite.hpp>

#include <iostream>

int main() {
  using namespace bilateral;
  csv_reader rows(open_file("../data/peru_destinations.csv"), "peru_destinations.csv");
  const auto exports = read_wide_series<annual, unspecified>(
      rows, "date", {"China (million USD FOB)", "United States (million USD FOB)"});
  std::vector<std::string> years;
  for (std::size_t i = 0; i < exports[0].size(); ++i) years.push_back(to_string(exports[0].at(i)));
  const chart lines = line_chart(
      years,
      {{"China", exports[0].values}, {"United States", exports[1].values, line_role::comparator}},
      {.title = "China overtook the United States in 2014",
       .y_title = "million USD FOB",
       .source = "SUNAT"});
  const std::string svg = to_svg(lines), vega = to_vega_lite(lines);
  std::cout << svg.substr(0, 4) << " ... " << svg.substr(svg.size() - 7) << "\n"
            << vega.substr(0, 1) << " ... }\n"
            << lines.numbers;
}
