#include <bilateral/report/escape.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace bilateral;

TEST_CASE("escape: each format's own characters") {
  CHECK(html_escape("<b> & \"x\"").find('<') == std::string::npos);
  CHECK(latex_escape("50% of A_b & $c").find("\\%") != std::string::npos);
  CHECK(latex_escape("A_b").find("\\_") != std::string::npos);
  CHECK(markdown_escape("a|b").find("\\|") != std::string::npos);
  CHECK(display_width("Perú") == 4);
}

TEST_CASE("escape: every special character of a format, and nothing else") {
  CHECK(html_escape("a<b>&\"'\x01é") == "a&lt;b&gt;&amp;&quot;&#39; é");
  CHECK(markdown_escape("&<>") == "&amp;&lt;&gt;");
  CHECK(markdown_escape("\\|*_`[]~$#") == "\\\\\\|\\*\\_\\`\\[\\]\\~\\$\\#");
  CHECK(latex_escape("&%$#_{}") == "\\&\\%\\$\\#\\_\\{\\}");
  CHECK(latex_escape("\\~^<>|\"") ==
        "\\textbackslash{}\\textasciitilde{}\\textasciicircum{}\\textless{}\\textgreater{}"
        "\\textbar{}\\textquotedbl{}");
  CHECK(latex_escape("plain (1.5), a+b") == "plain (1.5), a+b");
}

TEST_CASE("printable: controls of one and two bytes are blanks, broken bytes are marked") {
  CHECK(printable("a\x1F\x7F\xC2\x80\xC2\x9F") == "a    ");
  CHECK(printable("\xC2\xA0 ~") == "\xC2\xA0 ~");  // the no-break space stays
  CHECK(printable("x\xC3") == "x\xEF\xBF\xBD");
  CHECK(printable("\xFFy") == "\xEF\xBF\xBDy");
}

TEST_CASE("csv_escape: quotes where RFC 4180 wants them, an apostrophe before formulas") {
  CHECK(csv_escape("plain") == "plain");
  CHECK(csv_escape("") == "");
  CHECK(csv_escape("", ',', false) == "");
  for (const char* text : {"=1", "+1", "-1", "@x"}) {
    CHECK(csv_escape(text) == "'" + std::string(text));
    CHECK(csv_escape(text, ',', false) == text);
  }
  CHECK(csv_escape("\t1") == "'\t1");
  CHECK(csv_escape("a,b") == "\"a,b\"");
  CHECK(csv_escape("a,b", ';') == "a,b");
  CHECK(csv_escape("a;b", ';') == "\"a;b\"");
  CHECK(csv_escape("say \"x\"") == "\"say \"\"x\"\"\"");
  CHECK(csv_escape("two\nlines") == "\"two\nlines\"");
  CHECK(csv_escape("a\rb") == "\"a\rb\"");
  CHECK(csv_escape(" a") == "\" a\"");  // blanks at an end are lost by some readers
  CHECK(csv_escape("a ") == "\"a \"");
}
