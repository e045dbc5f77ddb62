#include <bilateral/report/chart_svg.hpp>

#include "support/close.hpp"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

using namespace bilateral;
using bilateral_test::holds;

namespace {

const std::vector<std::string> years = {"2013", "2014", "2015", "2016"};
const double none = std::numeric_limits<double>::quiet_NaN();
const double endless = std::numeric_limits<double>::infinity();

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++n;
  return n;
}

// the number behind name=" in the first element whose text or hint holds `mark`
double attribute(const std::string& svg, const std::string& mark, const std::string& name) {
  const std::size_t at = svg.find(mark);
  REQUIRE(at != std::string::npos);
  std::size_t open = svg.rfind('<', at);
  if (svg.compare(open, 7, "<title>") == 0) open = svg.rfind('<', open - 1);
  const std::size_t value = svg.find(" " + name + "=\"", open);
  return std::stod(svg.substr(value + name.size() + 3));
}

std::vector<chart> one_of_each() {
  const std::vector<double> x = {0, 1, 2, 3};
  return {line_chart(years, {{"a", x}}, {.events = {{"2014", "here"}}}),
          panel_chart(years, {{"USD", {{"a", x}}}, {"percent", {{"b", x}}}}),
          bar_chart(years, {{"a", x}, {"b", {1, none, -2, 3}}}),
          bar_chart({"p", "q", "r", "s"}, {{"a", {1, none, -2, 3}}}),
          contribution_chart(years, {{"a", x}, {"b", {-1, -1, -1, none}}},
                             chart_line{"total", {-1, 0, 1, 3}}),
          scatter_chart(x, x, chart_fit{0, 1, "fit"}, {}, {"P", "Q", "R", "S"}),
          band_chart(x, x, {-1, none, 1, -endless}, {1, none, 3, endless}),
          fan_chart(years, {{"forecast", x}}, {{"95 percent", x, x}}),
          interval_chart({{"a", 1, 0, 2}, {"b", 1, -endless, endless}, {"c", 1, 1, 1}})};
}

}  // namespace

TEST_CASE("every kind is drawn at any width, with all coordinates numbers") {
  for (const chart& c : one_of_each()) {
    for (const double width : {200.0, 350.0, 720.0, 2000.0}) {
      const std::string svg = to_svg(c, {.width = width});
      CHECK(svg.starts_with("<svg "));
      CHECK(svg.ends_with("</svg>\n"));
      CHECK(count(svg, "<text") == count(svg, "</text>"));
      CHECK(count(svg, "<path") + count(svg, "<rect x") + count(svg, "<circle") > 0);
      CHECK_FALSE(holds(svg, "nan"));
      CHECK_FALSE(holds(svg, "=\"inf"));
      CHECK_FALSE(holds(svg, "script"));
    }
  }
}

TEST_CASE("title, unit, source, and the last value at the end of each line") {
  const std::string svg =
      to_svg(line_chart(years, {{"China", {7.4, 7.0, 7.4, 8.5}}, {"Chile & co", {1, 2, 3, none}}},
                        {.title = "China overtook the United States in 2014",
                         .y_title = "billion USD",
                         .source = "SUNAT"}));
  CHECK(holds(svg, ">China overtook the United States in 2014</text>"));
  CHECK(holds(svg, ">billion USD</text>"));
  CHECK(holds(svg, ">Source: SUNAT</text>"));
  CHECK(holds(svg, ">China 8.5</text>"));
  CHECK(holds(svg, ">Chile &amp; co 3.0 (2015)</text>"));  // it ends before the others
  CHECK(holds(
      svg,
      "role=\"img\" aria-label=\"Lines: China overtook the United States in 2014, 2013 to 2016.\""));
}

TEST_CASE("a line is drawn to scale and broken where a value is missing") {
  const std::string svg = to_svg(line_chart(years, {{"a", {0, 10, none, 10}}}, {.height = 100}));
  CHECK(count(svg, "<path") == 1);  // 2013 to 2014; the lone 2016 is a dot
  CHECK(count(svg, "<circle") == 3);
  // 10 lies a full plot height above 0
  CHECK_CLOSE_ABS(attribute(svg, "2013: 0<", "cy") - attribute(svg, "2014: 10<", "cy"), 100, 0.011);
  // equal years are equal steps but for leap days
  const double step = attribute(svg, "2014: 10<", "cx") - attribute(svg, "2013: 0<", "cx");
  CHECK_CLOSE_REL(attribute(svg, "2016: 10<", "cx") - attribute(svg, "2013: 0<", "cx"), 3 * step,
                  2e-3);
}

TEST_CASE("labels that would lie on each other are moved apart") {
  const std::string svg = to_svg(
      line_chart(years, {{"a", {1, 2, 3, 4}}, {"b", {1, 2, 3, 4.01}}, {"c", {1, 2, 3, 4.02}}}));
  const double a = attribute(svg, ">a 4.00<", "y"), b = attribute(svg, ">b 4.01<", "y"),
               c = attribute(svg, ">c 4.02<", "y");
  CHECK(b - c >= 13);
  CHECK(a - b >= 13);
}

TEST_CASE("comparators are grey, and main lines keep their colours") {
  const std::string svg = to_svg(
      line_chart(years, {{"Japan", {1, 1, 1, 1}, line_role::comparator}, {"China", {2, 3, 4, 5}}}));
  CHECK(holds(svg, "fill=\"#6b6b6b\" font-weight=\"700\">Japan 1</text>"));
  CHECK(holds(svg, "fill=\"#1f4e79\" font-weight=\"700\">China 5</text>"));
}

TEST_CASE("words make horizontal bars with every label and value, periods columns") {
  std::vector<std::string> sectors;
  std::vector<double> jobs;
  for (int i = 0; i < 40; ++i) {
    sectors.push_back("Sector number " + std::to_string(i));
    jobs.push_back(i);
  }
  jobs[7] = none;
  const chart c = bar_chart(sectors, {{"jobs", jobs}});
  for (const double width : {350.0, 720.0}) {
    const std::string svg = to_svg(c, {.width = width});
    for (const std::string& s : sectors) CHECK(holds(svg, ">" + s + "</text>"));
    CHECK(holds(svg, ">no figure</text>"));
    CHECK(count(svg, "<rect x") == 39);
    // lengths are proportional to the values
    CHECK_CLOSE_REL(attribute(svg, "Sector number 38, 38<", "width"),
                    2 * attribute(svg, "Sector number 19, 19<", "width"), 1e-3);
  }
  const std::string columns = to_svg(bar_chart(years, {{"a", {1, 2, 3, 4}}}, {.height = 200}));
  CHECK_CLOSE_ABS(attribute(columns, "2016, a: 4<", "height"), 200, 0.011);
  CHECK_CLOSE_ABS(attribute(columns, "2014, a: 2<", "height"), 100, 0.011);
  const chart chosen = bar_chart(years, {{"a", {1, 2, 3, 4}}}, {.direction = bar_direction::rows});
  CHECK(to_svg(chosen) != to_svg(bar_chart(years, {{"a", {1, 2, 3, 4}}})));
}

TEST_CASE("stacked parts reach the sum of those above and below zero") {
  const std::string svg =
      to_svg(contribution_chart({"2015", "2016"}, {{"copper", {3, 4}}, {"other", {1, -2}}},
                                chart_line{"total", {4, 2}}, {.height = 120}));
  // the axis runs from -2 to 4: 20 pixels a point
  CHECK_CLOSE_ABS(attribute(svg, "2015, copper: 3<", "height"), 60, 0.011);
  CHECK_CLOSE_ABS(attribute(svg, "2015, other: 1<", "height"), 20, 0.011);
  CHECK_CLOSE_ABS(attribute(svg, "2015, copper: 3<", "y") - attribute(svg, "2015, other: 1<", "y"),
                  20, 0.011);
  CHECK_CLOSE_ABS(attribute(svg, "2016, other: -2<", "y") - attribute(svg, "2016, copper: 4<", "y"),
                  80, 0.011);
  CHECK(holds(svg, ">total 2</text>"));
}

TEST_CASE("intervals say their figures; an end at infinity is an arrow") {
  const std::string svg =
      to_svg(interval_chart({{"OLS", 0.82, 0.51, 1.13}, {"ARDL", 1, -1, endless}}));
  CHECK(holds(svg, ">0.82 (0.51 to 1.13)</text>"));
  CHECK(holds(svg, ">1.00 (-1.00 to no upper end)</text>"));
  CHECK(count(svg, "<path") == 1);
}

TEST_CASE("an interval that would hide the others is an arrow with its figures beside") {
  const chart c = interval_chart({{"loglog", 0.95, 0.8, 1.11},
                                  {"ardl", -30.7, -1630.7, 1569.4},
                                  {"dols", 0.93, 0.62, 1.25},
                                  {"iv", 0.98, 0.8, 1.17},
                                  {"far", 90, 80, 95}});
  const std::string svg = to_svg(c);
  CHECK(holds(svg, ">0.95 (0.80 to 1.11)</text>"));
  CHECK(holds(svg, ">-30.70 (-1,630.70 to 1,569.40)</text>"));
  CHECK_FALSE(holds(svg, "ardl: -30"));  // its point lies outside
  CHECK(count(svg, "<path") == 4);  // two arrows each for the wide one and the one ten medians wide
  CHECK(attribute(svg, "loglog: 0.95", "cx") - attribute(svg, "dols: 0.93", "cx") > 2);
}

TEST_CASE("a width that no chart fits is refused") {
  const chart c = line_chart(years, {{"a", {1, 2, 3, 4}}});
  CHECK_REFUSES(argument_error, "to_svg: width is 100", to_svg(c, {.width = 100}));
  CHECK_REFUSES(argument_error, "to_svg: width is nan", to_svg(c, {.width = none}));
}

TEST_CASE("limits: constants, huge and tiny values, one period, three hundred years") {
  for (const double v : {0.0, 1e-300, 1e290, -5.0}) {
    CHECK_FALSE(holds(to_svg(line_chart(years, {{"a", {v, v, v, v}}})), "nan"));
    CHECK_FALSE(holds(to_svg(bar_chart({"a", "b"}, {{"a", {v, v}}})), "nan"));
  }
  CHECK(holds(to_svg(line_chart({"2016-08"}, {{"a", {1}}})), "<circle"));
  std::vector<std::string> long_time;
  std::vector<double> values;
  for (int y = 1720; y < 2020; ++y) {
    long_time.push_back(std::to_string(y));
    values.push_back(y);
  }
  const std::string svg = to_svg(line_chart(long_time, {{"a", values}}), {.width = 350});
  CHECK(holds(svg, ">1800</text>"));
  CHECK_FALSE(holds(svg, ">1810</text>"));
}
