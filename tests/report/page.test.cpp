#include "support/close.hpp"

#include <bilateral/report/page.hpp>

#include <nlohmann/json.hpp>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

using namespace bilateral;
using bilateral_test::holds;

namespace {
const std::vector<std::string> months = {"2016-01", "2016-02", "2016-03"};
const double none = std::numeric_limits<double>::quiet_NaN();
}  // namespace

TEST_CASE("a chart is a Vega-Lite specification with its numbers as a table") {
  const chart c = line_chart(months, {{"exports", {1, none, 3.5}}},
                             {.title = "Trade <b>", .subtitle = "USD", .events = {{"2016-02", "here"}}});
  const auto spec = nlohmann::json::parse(c.spec);
  CHECK(spec["$schema"] == "https://vega.github.io/schema/vega-lite/v5.json");
  const auto& values = spec["layer"][0]["data"]["values"];
  REQUIRE(values.size() == 3);
  CHECK(values[2]["x"] == "2016-03-01");
  CHECK(values[2]["value"] == 3.5);
  CHECK(values[1]["value"].is_null());
  CHECK(c.numbers.rows.size() == 3);
  CHECK(c.numbers.rows[2][1].number == 3.5);
  CHECK(c.numbers.rows[1][1].kind == table_cell::content::empty);
  CHECK(spec["layer"][0]["encoding"]["x"]["type"] == "temporal");
}

TEST_CASE("every kind of chart is valid JSON and carries all its numbers") {
  const std::vector<double> x = {0, 1, 2};
  const std::vector<chart> charts = {
      line_chart({"2016-Q1", "2016Q2", "2016-Q3"}, {{"a", x}}), bar_chart({"p", "q", "r"}, {{"a", x}, {"b", x}}),
      contribution_chart(months, {{"a", x}, {"b", {-1, -1, -1}}}, chart_line{"total", {-1, 0, 1}}),
      scatter_chart(x, x, chart_fit{0, 1, "fit"}), band_chart(x, x, x, x), band_chart(months, x, x, x),
      interval_chart({{"a", 1, 0, 2}, {"b", 1, -std::numeric_limits<double>::infinity(), 2}, {"c", 1, 1, 1}})};
  for (const chart& c : charts) {
    CHECK(nlohmann::json::accept(c.spec));
    CHECK(c.numbers.rows.size() == 3);
  }
}

TEST_CASE("what cannot be drawn is refused") {
  CHECK_REFUSES(argument_error, "line_chart: the axis has 3 values but a has 2", line_chart(months, {{"a", {1, 2}}}));
  CHECK_REFUSES(argument_error, "every value is missing", line_chart(months, {{"a", {none, none, none}}}));
  CHECK_REFUSES(argument_error, "nothing to draw", bar_chart({}, {}));
  CHECK_REFUSES(argument_error, "scatter_chart: x is missing (NaN) in row 1", scatter_chart({none}, {1}));
  CHECK_REFUSES(argument_error, "which is no period",
                line_chart(months, {{"a", {1, 2, 3}}}, {.events = {{"soon", "x"}}}));
  CHECK_REFUSES(argument_error, "the row a", interval_chart({{"a", 1, 3, 2}}));
}

TEST_CASE("a page holds charts, their numbers and pinned scripts") {
  page p("Title & <x>", "lead");
  p.heading("h<2>").paragraph("p & q").list({"one"}).add(line_chart(months, {{"a</script>", {1, 2, 3}}}));
  p.add(table("t", {{"c"}}).row({"</td>"})).footer("f");
  const std::string html = to_html(p);
  CHECK(holds(html, "<title>Title &amp; &lt;x&gt;</title>"));
  CHECK(holds(html, "<summary>The numbers of this chart</summary>"));
  CHECK(holds(html, "<td>&lt;/td&gt;</td>"));
  CHECK_FALSE(holds(html, "a</script>"));
  for (const page_script& script : pinned_scripts()) {
    CHECK(holds(html, "src=\"" + script.address + "\" integrity=\"" + script.integrity + "\""));
    CHECK(script.integrity.size() == 7 + 64);
  }
  // a page without charts fetches nothing
  CHECK_FALSE(holds(to_html(page("no charts")), "<script"));
}

TEST_CASE("scripts from a local folder stand in the page") {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / "bilateral_page_test";
  for (const char* name : {"vega", "vega-lite", "vega-embed"}) {
    fs::create_directories(folder / name / "build");
    std::ofstream(folder / name / "build" / (std::string(name) + ".min.js")) << "let s = '</script>'; //" << name;
  }
  page p("t");
  p.add(line_chart(months, {{"a", {1, 2, 3}}}));
  const std::string html = to_html(p, inlined_scripts(folder.string()));
  CHECK(holds(html, "<script>let s = '<\\/script>'; //vega-lite</script>"));
  CHECK_FALSE(holds(html, "https://cdn"));
  fs::remove_all(folder);
  CHECK_REFUSES(data_error, "vega.min.js: cannot be read", inlined_scripts(folder.string()));
}
