#include <bilateral/report/svg.hpp>

#include "support/close.hpp"

#include <limits>
#include <string>

using namespace bilateral;
using bilateral_test::holds;

TEST_CASE("ticks are multiples of 1, 2 or 5 powers of ten and enclose the data") {
  for (const double scale : {1e-200, 1e-9, 1e-3, 1.0, 7.3, 1e6, 1e150}) {
    for (const double low : {-3.7, 0.0, 0.01, 2.2}) {
      for (const double width : {0.013, 0.5, 1.0, 9.99, 47.0}) {
        const axis_ticks t = nice_ticks(low * scale, (low + width) * scale);
        REQUIRE(t.at.size() >= 2);
        CHECK(t.at.size() <= 12);
        CHECK(t.low <= low * scale + 1e-9 * t.step);
        CHECK(t.high >= (low + width) * scale - 1e-9 * t.step);
        CHECK(low * scale - t.low < t.step);  // no empty step at either end
        CHECK(t.high - (low + width) * scale < t.step);
        const double mantissa = t.step / std::pow(10.0, std::floor(std::log10(t.step) + 1e-9));
        const double nearest = mantissa < 1.5 ? 1 : mantissa < 3 ? 2 : mantissa < 7 ? 5 : 10;
        CHECK(std::abs(mantissa - nearest) < 1e-9);
      }
    }
  }
}

TEST_CASE("Heckbert's own example: 105 to 543 in about five ticks") {
  // Graphics Gems, page 62: labels 100, 200, ..., 600 for data from 105 to 543
  const axis_ticks t = nice_ticks(105, 543, 5);
  CHECK(t.at == std::vector<double>{100, 200, 300, 400, 500, 600});
  CHECK(t.decimals == 0);
  CHECK(nice_ticks(2.03, 2.17, 5).decimals == 2);
}

TEST_CASE("ticks of constants, of years, and of ends that make no axis") {
  const axis_ticks t = nice_ticks(8.5, 8.5);
  CHECK(t.low < 8.5);
  CHECK(t.high > 8.5);
  CHECK(nice_ticks(0, 0).low == -1);
  CHECK(nice_ticks(5e-324, 1e-323).at.size() >= 2);
  CHECK(nice_ticks(2014, 2016, 5, 1).at == std::vector<double>{2014, 2015, 2016});
  CHECK(nice_ticks(1e16, 1e16 + 2).at.size() >= 2);  // closer than rounding can tell apart
  const double endless = std::numeric_limits<double>::infinity();
  CHECK_REFUSES(argument_error, "there is no axis from 2 to 1", nice_ticks(2, 1));
  CHECK_REFUSES(argument_error, "there is no axis from 0 to inf", nice_ticks(0, endless));
  CHECK_REFUSES(argument_error, "there is no axis", nice_ticks(-1e308, 1e308));
  CHECK_REFUSES(argument_error, "wanted is 1", nice_ticks(0, 1, 1));
}

TEST_CASE("a scale keeps its ends; a point range goes to the middle") {
  const linear_scale s{10, 20, 300, 100};
  CHECK(s(10) == 300);
  CHECK(s(20) == 100);
  CHECK(s(15) == 200);
  CHECK(linear_scale{3, 3, 0, 10}(3) == 5);
}

TEST_CASE("widths are those of Helvetica, and words break at blanks") {
  // Adobe AFM: H 722, i 222, space 278, 0 556
  CHECK_CLOSE_REL(text_width("Hi 0", 1000), 752 + 278 + 318 + 636, 1e-12);  // sums of integers
  // all of ASCII, each the wider of Adobe's AFM and DejaVu 2.37's hmtx: their sums
  std::string ascii;
  for (char c = ' '; c <= '~'; ++c) ascii += c;
  CHECK_CLOSE_REL(text_width(ascii, 1000), 57319, 1e-12);
  CHECK_CLOSE_REL(text_width(ascii, 1000, true), 63062, 1e-12);
  CHECK(text_width("", 12) == 0);
  CHECK(text_width("\xC3\xA9", 10) == 6.5);     // one letter, not two bytes
  CHECK(text_width("\xE4\xB8\xAD", 10) == 10);  // a wide one
  CHECK(text_width("Peru", 12, true) > text_width("Peru", 12));
  const auto lines = wrapped_text("Wearing apparel, leather  and related products", 100, 12);
  REQUIRE(lines.size() > 1);
  std::string joined;
  for (const std::string& line : lines) {
    CHECK(text_width(line, 12) <= 100);
    joined += (joined.empty() ? "" : " ") + line;
  }
  CHECK(joined == "Wearing apparel, leather and related products");
  CHECK(wrapped_text("indivisible", 5, 12) == std::vector<std::string>{"indivisible"});
  CHECK(wrapped_text("  ", 50, 12).empty());
}

TEST_CASE("texts are escaped, numbers short, coordinates numbers") {
  svg_writer out;
  out.text(1.0 / 3, 2, "a < b & \"c\" </svg>\x1B", {.anchor = text_anchor::end, .bold = true});
  out.rectangle(0, 0, 10.50, 1e-9, {.fill = "red"}, "1 > 0");
  out.path({{0, 0}, {1, 2}}, {.stroke = "blue", .dash = "4 4", .opacity = 0.5});
  const std::string svg = out.finish(100, 50, "T & t", "d", "desk");
  CHECK(holds(svg, ">a &lt; b &amp; &quot;c&quot; &lt;/svg&gt; </text>"));
  CHECK(holds(svg, "x=\"0.33\" y=\"2\""));
  CHECK(holds(svg, "width=\"10.5\" height=\"0\""));
  CHECK(holds(svg, "<title>1 &gt; 0</title></rect>"));
  CHECK(holds(svg, "d=\"M0 0L1 2\""));
  CHECK(holds(svg, "text-anchor=\"end\" font-weight=\"700\""));
  CHECK(svg.starts_with(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"desk\" viewBox=\"0 0 100 50\""));
  CHECK(holds(svg, "<title>T &amp; t</title>"));
  CHECK_REFUSES(argument_error, "a coordinate is nan",
                out.circle({std::numeric_limits<double>::quiet_NaN(), 0}, 1, {}));
}
