#include <bilateral/report/vega_lite.hpp>

#include "support/close.hpp"

#include <nlohmann/json.hpp>

#include <limits>
#include <string>
#include <vector>

using namespace bilateral;

namespace {
const std::vector<std::string> months = {"2016-01", "2016-02", "2016-03"};
const double none = std::numeric_limits<double>::quiet_NaN();
}  // namespace

TEST_CASE("an exported chart holds its numbers, gaps as null") {
  const chart c =
      line_chart(months, {{"exports", {1, none, 3.5}}},
                 {.title = "Trade <b>", .subtitle = "USD", .events = {{"2016-02", "here"}}});
  const auto spec = nlohmann::json::parse(to_vega_lite(c));
  CHECK(spec["$schema"] == "https://vega.github.io/schema/vega-lite/v5.json");
  const auto& values = spec["layer"][0]["data"]["values"];
  REQUIRE(values.size() == 3);
  CHECK(values[2]["x"] == "2016-03-01");
  CHECK(values[2]["value"] == 3.5);
  CHECK(values[1]["value"].is_null());
  CHECK(spec["layer"][0]["encoding"]["x"]["type"] == "temporal");
  CHECK(spec["layer"][1]["data"]["values"][0]["x"] == "2016-02-01");
}

TEST_CASE("every kind of chart is exported as valid JSON") {
  const std::vector<double> x = {0, 1, 2};
  const double endless = std::numeric_limits<double>::infinity();
  const std::vector<chart> charts = {
      line_chart({"2016-Q1", "2016Q2", "2016-Q3"}, {{"a", x}}),
      bar_chart({"p", "q", "r"}, {{"a", x}, {"b", x}}),
      contribution_chart(months, {{"a", x}, {"b", {-1, -1, -1}}}, chart_line{"total", {-1, 0, 1}}),
      scatter_chart(x, x, chart_fit{0, 1, "fit"}),
      band_chart(x, x, x, x),
      band_chart(months, x, x, x),
      fan_chart(months, {{"forecast", x}}, {{"95 percent", x, x}}),
      panel_chart(months, {{"USD", {{"a", x}}}, {"percent", {{"b", x}}}}),
      interval_chart({{"a", 1, 0, 2}, {"b", 1, -endless, 2}, {"c", 1, 1, 1}})};
  for (const chart& c : charts) CHECK(nlohmann::json::accept(to_vega_lite(c)));
  CHECK(nlohmann::json::parse(to_vega_lite(charts[7]))["vconcat"].size() == 2);
  // an end at infinity stops at the widest finite one
  CHECK(nlohmann::json::parse(to_vega_lite(charts[8]))["data"]["values"][1]["low"] == 0);
}
