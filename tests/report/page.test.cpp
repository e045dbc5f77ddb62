#include "support/close.hpp"

#include <bilateral/report/page.hpp>

#include <string>
#include <vector>

using namespace bilateral;
using bilateral_test::holds;

namespace {
const std::vector<std::string> months = {"2016-01", "2016-02", "2016-03"};
}  // namespace

TEST_CASE("a page holds pictures and their numbers, and needs nothing else") {
  page p("Title & <x>", "lead");
  p.heading("h<2>").paragraph("p & q").list({"one"}).add(
      line_chart(months, {{"a</script>", {1, 2, 3}}}));
  p.add(table("t", {{"c"}}).row({"</td>"})).footer("f");
  const std::string html = to_html(p);
  CHECK(holds(html, "<title>Title &amp; &lt;x&gt;</title>"));
  CHECK(holds(html, "<summary>Numbers</summary>"));
  CHECK(holds(html, "<td>&lt;/td&gt;</td>"));
  CHECK(holds(html, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"desk\""));
  CHECK(holds(html, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"telephone\""));
  for (const char* outside :
       {"<script", "</script", " src=", "<link", "url(", "@import", "https:"}) {
    CHECK_FALSE(holds(html, outside));
  }
  CHECK(p.charts() == 1);
}

TEST_CASE("what is folded stands on the page, behind its line") {
  page inner("");
  inner.paragraph("the test").add(line_chart(months, {{"a", {1, 2, 3}}}));
  page p("t");
  p.paragraph("finding").fold("How it was tested & why", inner);
  const std::string html = to_html(p);
  const auto at =
      html.find("<details class=\"fold\"><summary>How it was tested &amp; why</summary>");
  REQUIRE(at != std::string::npos);
  CHECK(html.find("the test") > at);
  CHECK(p.charts() == 1);
}

TEST_CASE("wide tables stack on a telephone, their cells named; narrow ones stay tables") {
  table wide("w", {{"method"}, {"long run", 3}, {"what the reader should know of it, in words"}});
  wide.row({"OLS", 0.5, "x"});
  const std::string html = to_html(wide);
  CHECK(html.starts_with("<table class=\"stack\">"));
  CHECK(holds(html, "<td class=\"number\" data-label=\"long run\">0.500</td>"));
  const std::string narrow = to_html(table("n", {{"a"}, {"b"}}).row({1, 2}));
  CHECK(narrow.starts_with("<table>\n"));
  CHECK_FALSE(holds(narrow, "data-label"));
}
