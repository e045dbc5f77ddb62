#include "support/close.hpp"

#include <bilateral/io/csv.hpp>
#include <bilateral/report/table.hpp>

#include <nlohmann/json.hpp>

#include <limits>
#include <string>

using namespace bilateral;
using bilateral_test::holds;

namespace {
table sample() {
  table t("Exports to China", {{"year"}, {"million USD", 1}, {"percent", 1}, {"remark"}});
  t.row({2015, 7391.4, std::nullopt, "base"}).rule();
  t.row({2016, 8492.3, table_cell(14.894, "14.9*"), "S\xC3\xA3o"}).note("Source: customs");
  return t;
}
}  // namespace

TEST_CASE("aligned text") {
  CHECK(to_text(sample()) ==
        "Exports to China\n"
        "==================================\n"
        "year  million USD  percent  remark\n"
        "----------------------------------\n"
        "2015      7,391.4           base\n"
        "----------------------------------\n"
        "2016      8,492.3    14.9*  S\xC3\xA3o\n"
        "==================================\n"
        "Source: customs\n");
  CHECK_REFUSES(argument_error, "row 1 has 1 cells; there are 2 columns",
                table("t", {{"a"}, {"b"}}).row({1}));
}

TEST_CASE("CSV keeps every digit and disarms formulas in texts only") {
  table t("", {{"=name"}, {"value"}});
  t.row({"=1+1", -0.1}).row({"+x", 1.0 / 3}).row({"-x", -5}).row({"@x", std::nullopt});
  t.row({"\tx", std::numeric_limits<double>::infinity()}).row({"a,\"b\"\nc", 1e-300});
  CHECK(to_csv(t) ==
        "'=name,value\n'=1+1,-0.1\n'+x,0.3333333333333333\n'-x,-5\n'@x,\n'\tx,\n"
        "\"a,\"\"b\"\"\nc\",1e-300\n");
  CHECK(holds(to_csv(t, {.spreadsheet_safe = false}), "\n=1+1,-0.1\n"));
  CHECK(holds(to_csv(t, {.delimiter = ';', .decimal = ','}), "'=1+1;-0,1\n"));
  // what is written is read back
  csv_reader rows(bytes_of(to_csv(t, {.spreadsheet_safe = false})), "t.csv");
  REQUIRE(rows.next());
  CHECK(rows[0] == "=1+1");
  REQUIRE(rows.next());
  CHECK(rows.number(1) == 1.0 / 3);
}

TEST_CASE("each format has its own escaping") {
  const std::string nasty = "a_b & 50% $x #1 {y} ~z ^2 \\ <td> \"q\" 'r' |p| *s* [l] \x01\x1B";
  table t(nasty, {{nasty}});
  t.row({nasty}).note(nasty);
  const std::string latex = to_latex(t);
  CHECK(holds(latex,
              "a\\_b \\& 50\\% \\$x \\#1 \\{y\\} \\textasciitilde{}z \\textasciicircum{}2 "
              "\\textbackslash{} \\textless{}td\\textgreater{}"));
  CHECK(holds(latex, "\\toprule"));
  const std::string html = to_html(t);
  CHECK(holds(html, "a_b &amp; 50% $x #1 {y} ~z ^2 \\ &lt;td&gt; &quot;q&quot; &#39;r&#39;"));
  CHECK_FALSE(holds(html, "<td> "));
  const std::string markdown = to_markdown(t);
  CHECK(holds(markdown, "| a\\_b &amp; 50% \\$x \\#1"));
  CHECK(holds(markdown, "\\|p\\| \\*s\\* \\[l\\]"));
  const auto json = nlohmann::json::parse(to_json(t));
  CHECK(json["title"] == nasty);
  CHECK(json["rows"][0][0] == nasty);
  for (const std::string& out : {latex, html, markdown, to_text(t)}) {
    CHECK_FALSE(holds(out, "\x1B"));  // no control character reaches a terminal or a page
  }
}

TEST_CASE("numbers in print and in JSON") {
  table t("", {{"six"}, {"fixed", 2}, {"plain", 0, alignment::automatic, false}});
  t.row({1234567.891, 1234567.891, 1234567.891});
  t.row({-0.0000012345678, -0.001, std::numeric_limits<double>::quiet_NaN()});
  CHECK(to_markdown(t) ==
        "| six | fixed | plain |\n| ---: | ---: | ---: |\n"
        "| 1,234,568 | 1,234,567.89 | 1234568 |\n| -1.23457e-06 | 0.00 |  |\n");
  const auto json = nlohmann::json::parse(to_json(t));
  CHECK(json["rows"][0][0] == 1234567.891);
  CHECK(json["rows"][1][2].is_null());
  CHECK(holds(to_latex(t), "$-$1.23457e-06 & 0.00 &"));
  CHECK(holds(to_html(t), "<th scope=\"col\" class=\"number\">six</th>"));
}

TEST_CASE("bytes that are not UTF-8 become the replacement character") {
  table t("", {{"a"}});
  t.row({"x\xFFy"});
  CHECK(holds(to_text(t), "x\xEF\xBF\xBDy"));
  CHECK(holds(to_html(t), "x\xEF\xBF\xBDy"));
  CHECK(nlohmann::json::parse(to_json(t))["rows"][0][0] == "x\xEF\xBF\xBDy");
}

TEST_CASE("p-values and large numbers as people write them") {
  table t("", {{"p", 4},
               {"x", -1, alignment::automatic, true, 4},
               {"plain", -1, alignment::automatic, false, 6}});
  t.row({p_cell(0.00004), 2415800000.0, 12345.67});
  t.row({p_cell(0.0001), 9999.4, 12345.0});
  t.row({p_cell(std::nullopt), -31234.5, 0.00012345678});
  CHECK(to_markdown(t) ==
        "| p | x | plain |\n| ---: | ---: | ---: |\n"
        "| &lt;0.0001 | 2,415,800,000 | 12345.7 |\n| 0.0001 | 9999 | 12345 |\n"
        "|  | -31,234 | 0.000123457 |\n");
  CHECK(nlohmann::json::parse(to_json(t))["rows"][0][0] == 0.00004);
  table few("", {{"one", -1, alignment::automatic, true, 1},
                 {"four", -1, alignment::automatic, true, 4}});
  few.row({838.2, 9999.6}).row({-1018.4, 9999.4}).row({0.0834, 12.3456});
  CHECK(to_csv(few).find("838.2,9999.6") != std::string::npos);
  CHECK(to_markdown(few) ==
        "| one | four |\n| ---: | ---: |\n| 838 | 10000 |\n| -1018 | 9999 |\n| 0.08 | 12.35 |\n");
}
