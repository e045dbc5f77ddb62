#include <bilateral/report/series.hpp>

#include "support/close.hpp"

#include <limits>

using namespace bilateral;
using bilateral_test::holds;

namespace {

const double none = std::numeric_limits<double>::quiet_NaN();

series<annual, usd_fob> exports() {
  return {"exports", period<annual>(2014), {7042.6e6, 7391.4e6, 8492.3e6}, {"SUNAT", "2017", ""}};
}
series<annual, usd_fob> others() {
  return {"to Japan", period<annual>(2015), {1117.4e6, none, 1300e6}};
}
series<annual, per<usd, tonne>> price() {
  return {"copper", period<annual>(2014), {6863, 5510, 4868}, {"World Bank", "", ""}};
}

}  // namespace

TEST_CASE("series go into a chart as they are: names, units, sources, gaps") {
  const chart c = line_chart(exports(), others(), {.title = "Exports"});
  REQUIRE(c.panels.size() == 1);
  CHECK(c.axis.labels == std::vector<std::string>{"2014", "2015", "2016", "2017"});
  CHECK(c.panels[0].unit == "million USD FOB");
  CHECK(c.panels[0].lines[0].name == "exports");
  CHECK_CLOSE_REL(c.panels[0].lines[0].values[2], 8492.3, 1e-15);  // one division
  CHECK(std::isnan(c.panels[0].lines[0].values[3]));
  CHECK(std::isnan(c.panels[0].lines[1].values[0]));
  CHECK(std::isnan(c.panels[0].lines[1].values[2]));
  CHECK(c.options.source == "SUNAT");
  CHECK(line_chart(exports(), {.source = "mine"}).options.source == "mine");
}

TEST_CASE("series of different units stand in panels of their own") {
  const chart c = line_chart(exports(), price(), others());
  REQUIRE(c.panels.size() == 2);
  CHECK(c.panels[0].unit == "million USD FOB");
  CHECK(c.panels[0].lines.size() == 2);
  CHECK(c.panels[1].unit == "USD per tonne");
  CHECK(c.panels[1].lines[0].values[0] == 6863);
  CHECK(c.options.source == "SUNAT; World Bank");
  CHECK(c.numbers.columns.size() == 4);
  CHECK(line_chart(exports(), price(), others(), price()).panels[1].lines.size() == 2);
}

TEST_CASE("scales: millions, billions, and none for figures without a unit") {
  const auto unit_of = [](double v) {
    return line_chart(series<annual, usd>("x", period<annual>(2014), {v, v / 2})).panels[0].unit;
  };
  CHECK(unit_of(999999) == "USD");
  CHECK(unit_of(1e6) == "million USD");
  CHECK(unit_of(-2e10) == "billion USD");
  CHECK(unit_of(2e13) == "trillion USD");
  const series<annual, unspecified> x("x", period<annual>(2014), {5e9});
  CHECK(line_chart(x).panels[0].unit.empty());
  CHECK(line_chart(x).panels[0].lines[0].values[0] == 5e9);
}

TEST_CASE("a table of series has a row for each period of any of them") {
  const table t = series_table("Trade", exports(), price(), others());
  CHECK(t.columns[1].header == "exports, USD FOB");
  CHECK(t.columns[2].header == "copper, USD per tonne");
  REQUIRE(t.rows.size() == 4);
  CHECK(t.rows[2][1].number == 8492.3e6);
  CHECK(t.rows[0][3].kind == table_cell::content::empty);
  CHECK(t.rows[2][3].kind == table_cell::content::empty);
  CHECK(holds(to_text(t), "8,492,300,000"));
  CHECK(t.notes.back() == "Source: SUNAT; World Bank");
}

TEST_CASE("nothing to draw is refused; a quantity is a cell with its unit") {
  CHECK_REFUSES(argument_error, "there is nothing to draw", line_chart(series<annual, usd>{}));
  table t("", {{"year"}, {"exports"}});
  t.row({"2016", exports()[period<annual>(2016)]}).row({"2017", std::optional<quantity<usd>>()});
  CHECK(holds(to_text(t), "8,492,300,000 USD FOB"));
  CHECK(holds(to_csv(t), "2016,8492300000\n"));
  CHECK(t.rows[1][1].kind == table_cell::content::empty);
}
