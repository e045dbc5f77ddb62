#include <bilateral/report/chart.hpp>

#include "support/close.hpp"

#include <limits>
#include <string>
#include <vector>

using namespace bilateral;

namespace {
const std::vector<std::string> months = {"2016-01", "2016-02", "2016-03"};
const double none = std::numeric_limits<double>::quiet_NaN();
const double endless = std::numeric_limits<double>::infinity();
}  // namespace

TEST_CASE("a chart stands as a table too, with its unit and its source") {
  const chart c = line_chart(
      months, {{"exports", {1, none, 3.5}}},
      {.title = "Trade", .subtitle = "to China", .y_title = "million USD", .source = "SUNAT"});
  CHECK(c.title == "Trade");
  CHECK(c.numbers.rows.size() == 3);
  CHECK(c.numbers.rows[2][1].number == 3.5);
  CHECK(c.numbers.rows[1][1].kind == table_cell::content::empty);
  CHECK(c.numbers.notes == std::vector<std::string>{"in million USD", "to China", "Source: SUNAT"});
  CHECK(c.description == "Lines: Trade, 2016-01 to 2016-03.");
}

TEST_CASE("every kind of chart carries all its numbers") {
  const std::vector<double> x = {0, 1, 2};
  const std::vector<chart> charts = {
      line_chart(months, {{"a", x}}),
      bar_chart({"p", "q", "r"}, {{"a", x}, {"b", x}}),
      contribution_chart(months, {{"a", x}, {"b", {-1, -1, -1}}}, chart_line{"total", {-1, 0, 1}}),
      scatter_chart(x, x, chart_fit{0, 1, "fit"}),
      band_chart(x, x, x, x),
      band_chart(months, x, x, x),
      fan_chart(months, {{"forecast", x}}, {{"95 percent", x, x}, {"80 percent", x, x}}),
      panel_chart(months, {{"USD", {{"a", x}}}, {"percent", {{"b", x}, {"c", x}}}}),
      interval_chart({{"a", 1, 0, 2}, {"b", 1, -endless, 2}, {"c", 1, 1, 1}})};
  const std::vector<std::size_t> columns = {2, 3, 4, 2, 4, 4, 6, 4, 4};
  for (std::size_t i = 0; i < charts.size(); ++i) {
    CHECK(charts[i].numbers.rows.size() == 3);
    CHECK(charts[i].numbers.columns.size() == columns[i]);
  }
  CHECK(charts[7].numbers.columns[2].header == "b, percent");
}

TEST_CASE("periods are dates of their own length") {
  // days since 1970 by the Python standard library: (datetime.date(y, m, d) - datetime.date(1970, 1, 1)).days
  const auto at = [](const char* period) {
    return line_chart({period}, {{"x", {1}}}).axis.position[0];
  };
  CHECK(at("1970") == 0);
  CHECK(at("2016") == 16801);
  CHECK(at("2016-03") == 16861);
  CHECK(at("2016M03") == 16861);
  CHECK(at("2016-Q3") == 16983);
  CHECK(at("2016Q3") == 16983);
  CHECK(at("2016-08-31") == 17044);
  CHECK(at("1900-03-01") == -25508);
  CHECK(line_chart({"0", "1", "12"}, {{"x", {1, 2, 3}}}).axis.position[2] == 12);  // horizons
  CHECK(line_chart({"p", "2016"}, {{"x", {1, 2}}}).axis.type == chart_axis::kind::word);
  CHECK(line_chart({"2016-13"}, {{"x", {1}}}).axis.type == chart_axis::kind::word);
}

TEST_CASE("moving sums of twelve months") {
  std::vector<std::string> periods;
  std::vector<double> x;
  for (int i = 0; i < 36; ++i) {
    periods.push_back(std::to_string(2014 + i / 12) + (i % 12 < 9 ? "-0" : "-") +
                      std::to_string(i % 12 + 1));
    x.push_back(i);
  }
  x[20] = none;
  const chart c = line_chart(periods, {{"x", x}}, {.moving_sum = 12});
  const std::vector<double>& sums = c.panels[0].lines[0].values;
  CHECK(std::isnan(sums[10]));
  CHECK(sums[11] == 66);   // 0 + ... + 11
  CHECK(sums[19] == 162);  // 8 + ... + 19
  CHECK(std::isnan(sums[20]));
  CHECK(std::isnan(sums[31]));
  CHECK(sums[35] == 354);                     // 24 + ... + 35
  CHECK(c.numbers.rows[11][1].number == 66);  // the table has what is drawn
  CHECK(c.numbers.notes.back() == "sums of the last 12 months");
}

TEST_CASE("digits: as many as say it all, at most four significant ones") {
  const auto digits = [](std::vector<double> v) {
    return line_chart(months, {{"x", std::move(v)}}).panels[0].decimals;
  };
  CHECK(digits({1, 2, 3}) == 0);
  CHECK(digits({8.5, 6.3, 1}) == 1);
  CHECK(digits({1.0 / 3, 0.2, 0.1}) == 4);
  CHECK(digits({8492.34, 1, 1}) == 0);
  CHECK(line_chart(months, {{"x", {1, 2, 3}}}, {.decimals = 2}).panels[0].decimals == 2);
}

TEST_CASE("what cannot be drawn is refused") {
  CHECK_REFUSES(argument_error, "line_chart: the axis has 3 values but a has 2",
                line_chart(months, {{"a", {1, 2}}}));
  CHECK_REFUSES(argument_error, "every value is missing",
                line_chart(months, {{"a", {none, none, none}}}));
  CHECK_REFUSES(argument_error, "a has the value 1e+300, too large to draw",
                line_chart(months, {{"a", {1, 1e300, 2}}}));
  CHECK_REFUSES(argument_error, "nothing to draw", bar_chart({}, {}));
  CHECK_REFUSES(argument_error, "panel_chart: there is nothing to draw", panel_chart(months, {}));
  CHECK_REFUSES(argument_error, "scatter_chart: x is missing (NaN) in row 1",
                scatter_chart({none}, {1}));
  CHECK_REFUSES(argument_error, "which is no period",
                line_chart(months, {{"a", {1, 2, 3}}}, {.events = {{"soon", "x"}}}));
  CHECK_REFUSES(argument_error, "the row a", interval_chart({{"a", 1, 3, 2}}));
  CHECK_REFUSES(argument_error, "interval runs from 3 to 1 at its point 2",
                band_chart(months, {1, 2, 3}, {0, 3, 1}, {2, 1, 4}));
  CHECK_REFUSES(argument_error, "moving_sum is 12 for 3 periods",
                line_chart(months, {{"a", {1, 2, 3}}}, {.moving_sum = 12}));
  CHECK_REFUSES(argument_error, "fan_chart: there are no bands",
                fan_chart(months, {{"a", {1, 2, 3}}}, {}));
}
