#pragma once
/// One small writer of SVG: shapes, escaped text of known width, and round tick marks.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/report/escape.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

/// Round numbers along an axis.
struct axis_ticks {
  double low = 0;   ///< first tick, at or below the data
  double high = 1;  ///< last tick, at or above the data
  double step = 1;
  int decimals = 0;  ///< that tell two ticks apart
  std::vector<double> at;
};

namespace detail {

// 1, 2, 5 or 10 times a power of ten: the nearest to x, or the first that is not below it
inline double round_step(double x, bool nearest) {
  const double power = std::pow(10.0, std::floor(std::log10(x)));
  const double f = x / power;
  const std::array<double, 4> from =
      nearest ? std::array{1.5, 3.0, 7.0, 10.0} : std::array{1.0, 2.0, 5.0, 10.0};
  const std::array<double, 4> round = {1, 2, 5, 10};
  std::size_t i = 0;
  while (i < 3 && (nearest ? f >= from[i] : f > from[i] * (1 + 1e-12))) ++i;
  return round[i] * power;
}

}  // namespace detail

/// Ticks at round numbers that enclose [low, high].
///
///   step = the one of {1, 2, 5} 10^k nearest to nice(high - low) / (wanted - 1)
///
/// Equal ends are moved apart first, by a tenth of their size (by 1 around zero).
///
/// @param wanted      about how many ticks
/// @param least_step  1 for years and counts: no ticks between whole numbers
/// @throws argument_error  ends that are not finite or out of order, or further than 1e300 apart
/// @see Heckbert (1990), "Nice numbers for graph labels", Graphics Gems, 61-63 ("loose" labels)
[[nodiscard]] inline axis_ticks nice_ticks(double low, double high, int wanted = 5,
                                           double least_step = 0) {
  require(std::isfinite(low) && std::isfinite(high) && low <= high && high - low < 1e300,
          "nice_ticks", "there is no axis from ", low, " to ", high);
  require(wanted >= 2, "nice_ticks", "wanted is ", wanted, "; it must be at least 2");
  const double size = (std::max)(std::abs(low), std::abs(high));
  if (high - low <= 1e-12 * size || size < 1e-300) {  // rounding would hide the difference
    const double half = size > 1e-300 ? size / 10 : 1;
    low -= half;
    high += half;
  }
  axis_ticks t;
  const double range = detail::round_step(high - low, false);
  t.step = (std::max)(detail::round_step(range / (wanted - 1), true), least_step);
  const double slack = 1e-9;  // an end that is a round number up to rounding is its own tick
  const double first = std::floor(low / t.step + slack), last = std::ceil(high / t.step - slack);
  for (double k = first; k <= last; k += 1) t.at.push_back(k == 0 ? 0.0 : k * t.step);
  t.low = t.at.front();
  t.high = t.at.back();
  t.decimals = (std::max)(0, static_cast<int>(-std::floor(std::log10(t.step) + 1e-9)));
  return t;
}

/// A straight map of the numbers of an axis to the units of a picture.
struct linear_scale {
  double from_low = 0, from_high = 1;
  double to_low = 0, to_high = 1;

  [[nodiscard]] double operator()(double x) const {
    const double width = from_high - from_low;
    if (!(width > 0)) return (to_low + to_high) / 2;
    return to_low + (x - from_low) / width * (to_high - to_low);
  }
};

enum class text_anchor { start, middle, end };

struct text_style {
  double size = 12;
  std::string_view colour = "#444444";
  text_anchor anchor = text_anchor::start;
  bool bold = false;
};

/// Room for a line in the typeface of charts, in the unit of `size`: each character as wide as the
/// wider of Helvetica (with Arial, Liberation Sans and Nimbus Sans, cut to its measure) and DejaVu
/// Sans, which a machine without any of these draws; so no machine draws more than this. Characters
/// outside ASCII count as 0.65 of it, wide ones of East Asia as 1.
/// @see Adobe Core 14 font metrics (AFM), Helvetica, bold taken as 1.07 times as wide; DejaVu fonts
///      2.37, table hmtx of DejaVuSans.ttf and DejaVuSans-Bold.ttf
[[nodiscard]] inline double text_width(std::string_view line, double size, bool bold = false) {
  // clang-format off
  static constexpr std::array<short, 95> regular_widths = {
      318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337,
      636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 556,
      1015, 684, 686, 722, 770, 667, 611, 778, 752, 295, 500, 667, 557, 863, 748, 787,
      667, 787, 722, 667, 611, 732, 684, 989, 685, 667, 685, 390, 337, 390, 838, 556,
      500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612,
      635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838};
  static constexpr std::array<short, 95> bold_widths = {
      348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365,
      696, 696, 696, 696, 696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 595,
      1086, 774, 762, 773, 830, 714, 683, 832, 837, 372, 535, 775, 637, 995, 837, 850,
      733, 850, 773, 720, 682, 812, 774, 1103, 771, 724, 725, 457, 365, 457, 838, 595,
      500, 675, 716, 593, 716, 678, 435, 716, 712, 343, 343, 665, 343, 1042, 712, 687,
      716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838};
  // clang-format on
  const std::array<short, 95>& widths = bold ? bold_widths : regular_widths;
  double sum = 0;
  for (const char c : line) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 32 && byte < 127) {
      sum += widths[byte - 32U];
    } else if (byte >= 0xE3) {
      sum += 1000;
    } else if (byte >= 0xC0) {
      sum += bold ? 700 : 650;
    }
  }
  return sum / 1000 * size;
}

/// A text cut at blanks into lines of at most `width`; a longer word keeps a line of its own.
[[nodiscard]] inline std::vector<std::string> wrapped_text(std::string_view words, double width,
                                                           double size, bool bold = false) {
  std::vector<std::string> lines;
  std::string line;
  const std::string clean = printable(words);
  for (std::size_t at = 0; at < clean.size();) {
    const std::size_t end = (std::min)(clean.find(' ', at), clean.size());
    const std::string word = clean.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    const std::string longer = line.empty() ? word : line + " " + word;
    if (!line.empty() && text_width(longer, size, bold) > width) {
      lines.push_back(std::move(line));
      line = word;
    } else {
      line = longer;
    }
  }
  if (!line.empty()) lines.push_back(std::move(line));
  return lines;
}

/// How a shape is drawn; an empty colour leaves it out.
struct shape_style {
  std::string_view fill = "none";
  std::string_view stroke = "";
  double width = 1;
  std::string_view dash = "";  ///< "4 4"
  double opacity = 1;
};

/// A point of a picture: x to the right, y downwards.
struct svg_point {
  double x = 0, y = 0;
};

/// Collects shapes from back to front; the size is given once it is known.
///
///   svg_writer out;
///   out.rectangle(0, 0, 80, 20, {.fill = "#1f4e79"}).text(4, 14, "a < b", {.colour = "white"});
///   file << out.finish(80, 20, "Title", "What the picture shows.");
///
/// Texts are escaped, numbers have at most two decimals and never an exponent; a coordinate that is
/// not finite is refused.
class svg_writer {
 public:
  svg_writer& rectangle(double x, double y, double w, double h, const shape_style& style,
                        std::string_view hint = {}) {
    body_ += "<rect" + number("x", x) + number("y", y) + number("width", w) + number("height", h) +
             look(style);
    return close("rect", hint);
  }
  svg_writer& line(svg_point a, svg_point b, const shape_style& style) {
    body_ += "<line" + number("x1", a.x) + number("y1", a.y) + number("x2", b.x) +
             number("y2", b.y) + look(style);
    return close("line", {});
  }
  svg_writer& circle(svg_point centre, double radius, const shape_style& style,
                     std::string_view hint = {}) {
    body_ += "<circle" + number("cx", centre.x) + number("cy", centre.y) + number("r", radius) +
             look(style);
    return close("circle", hint);
  }
  /// An open line through the points.
  svg_writer& path(const std::vector<svg_point>& points, const shape_style& style) {
    if (points.size() < 2) return *this;
    body_ += "<path d=\"" + through(points) +
             "\" stroke-linejoin=\"round\" stroke-linecap=\"round\"" + look(style);
    return close("path", {});
  }
  /// A filled area between the points.
  svg_writer& area(const std::vector<svg_point>& points, const shape_style& style) {
    if (points.size() < 3) return *this;
    body_ += "<path d=\"" + through(points) + "Z\"" + look(style);
    return close("path", {});
  }
  /// One line of text; y is its base line.
  svg_writer& text(double x, double y, std::string_view words, const text_style& style = {}) {
    static constexpr std::array<std::string_view, 3> anchors = {"start", "middle", "end"};
    body_ += "<text" + number("x", x) + number("y", y) + number("font-size", style.size) +
             attribute("fill", style.colour);
    if (style.anchor != text_anchor::start) {
      body_ += attribute("text-anchor", anchors[to_size(style.anchor)]);
    }
    if (style.bold) body_ += " font-weight=\"700\"";
    body_ += ">" + html_escape(words) + "</text>\n";
    return *this;
  }

  /// The whole element, for a file of its own or for a page.
  /// @param style_class  of the element, for the style sheet of a page
  [[nodiscard]] std::string finish(double width, double height, std::string_view title,
                                   std::string_view description,
                                   std::string_view style_class = {}) const {
    std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\"";
    if (!style_class.empty()) out += attribute("class", style_class);
    out += " viewBox=\"0 0 " + coordinate(width) + " " + coordinate(height) + "\"" +
           number("width", width) + number("height", height) + " role=\"img\"" +
           attribute("aria-label", description.empty() ? title : description) +
           " font-family=\"Helvetica, Arial, 'Liberation Sans', 'Nimbus Sans', sans-serif\">\n";
    if (!title.empty()) out += "<title>" + html_escape(title) + "</title>\n";
    if (!description.empty()) out += "<desc>" + html_escape(description) + "</desc>\n";
    return out + "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n" + body_ + "</svg>\n";
  }

 private:
  static std::string coordinate(double v) {
    require(std::isfinite(v), "svg_writer", "a coordinate is ", v);
    std::string out = fixed_text(v, 2);
    while (out.back() == '0') out.pop_back();
    if (out.back() == '.') out.pop_back();
    return out;
  }
  static std::string number(std::string_view name, double v) {
    return " " + std::string(name) + "=\"" + coordinate(v) + "\"";
  }
  static std::string attribute(std::string_view name, std::string_view value) {
    return " " + std::string(name) + "=\"" + html_escape(value) + "\"";
  }
  static std::string look(const shape_style& style) {
    std::string out = attribute("fill", style.fill);
    if (!style.stroke.empty()) {
      out += attribute("stroke", style.stroke) + number("stroke-width", style.width);
    }
    if (!style.dash.empty()) out += attribute("stroke-dasharray", style.dash);
    if (style.opacity < 1) out += number("opacity", style.opacity);
    return out;
  }
  static std::string through(const std::vector<svg_point>& points) {
    std::string out;
    for (std::size_t i = 0; i < points.size(); ++i) {
      out += (i == 0 ? "M" : "L") + coordinate(points[i].x) + " " + coordinate(points[i].y);
    }
    return out;
  }
  // a hint is what a browser shows under the pointer
  svg_writer& close(std::string_view tag, std::string_view hint) {
    if (hint.empty()) {
      body_ += "/>\n";
    } else {
      body_ += "><title>" + html_escape(hint) + "</title></" + std::string(tag) + ">\n";
    }
    return *this;
  }

  std::string body_;
};

}  // namespace bilateral
