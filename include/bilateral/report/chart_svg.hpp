#pragma once
/// Charts drawn as SVG: they open, print and go into a paper without a network or a script.

#include <bilateral/core/date.hpp>
#include <bilateral/report/chart.hpp>
#include <bilateral/report/detail/chart_parts.hpp>
#include <bilateral/report/svg.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

struct svg_options {
  double width = 720;            ///< of the picture; text keeps its size at any width
  std::string style_class = {};  ///< class of the svg element
};

namespace detail {

inline constexpr std::string_view chart_colours[] = {"#1f4e79", "#b5402a", "#3b7340", "#8a6100",
                                                     "#6b4c85", "#4f5d6b", "#1b766c", "#7d4a1d"};
inline constexpr std::string_view chart_ink = "#1a1a1a", chart_grey = "#555555",
                                  chart_pale = "#e3e3e3", comparator_colour = "#6b6b6b";

inline std::string_view colour_of(std::size_t i) { return chart_colours[i % 8]; }
// lines beyond the eighth share a colour: they are told apart by their strokes
inline std::string_view dash_of(std::size_t i) {
  constexpr std::string_view dashes[] = {"", "6 3", "2 3"};
  return dashes[(i / 8) % 3];
}

struct plot_frame {
  double left = 0, right = 0, top = 0, bottom = 0;
};

// least and most of what is to be seen
struct value_range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  void add(double v) {
    if (!std::isfinite(v)) return;
    low = (std::min)(low, v);
    high = (std::max)(high, v);
  }
  void add(const std::vector<double>& values) {
    for (const double v : values) add(v);
  }
};

inline double draw_head(svg_writer& out, const chart& c, double width) {
  double y = 4;
  for (const std::string& line : wrapped_text(c.title, width, 16, true)) {
    out.text(0, y += 17, line, {.size = 16, .colour = chart_ink, .bold = true});
    y += 3;
  }
  for (const std::string& line : wrapped_text(c.options.subtitle, width, 12.5)) {
    out.text(0, y += 16, line, {.size = 12.5, .colour = chart_grey});
  }
  return y + (y > 4 ? 8 : 0);
}

inline double draw_foot(svg_writer& out, const chart& c, double width, double y) {
  if (c.options.source.empty()) return y + 4;
  for (const std::string& line : wrapped_text("Source: " + c.options.source, width, 11)) {
    out.text(0, y += 15, line, {.size = 11, .colour = chart_grey});
  }
  return y + 6;
}

// a short line of words above a plot: the unit of its axis
inline double draw_heading(svg_writer& out, const std::string& words, double width, double y) {
  for (const std::string& line : wrapped_text(words, width, 12)) {
    out.text(0, y += 14, line, {.size = 12, .colour = chart_grey});
  }
  return y + (words.empty() ? 4 : 8);
}

inline std::string tick_text(double v, const axis_ticks& t) {
  const bool plain = std::abs(t.high) < 1e15 && std::abs(t.low) < 1e15 && t.decimals <= 6;
  return plain ? grouped_text(v, t.decimals) : significant_text(v, 6);
}
inline std::string value_text(double v, int decimals) {
  if (!std::isfinite(v)) return v > 0 ? "no upper end" : "no lower end";
  const bool plain = std::abs(v) < 1e15 && decimals <= 8;
  return plain ? grouped_text(v, (std::max)(decimals, 0)) : significant_text(v, 4);
}
inline double tick_width(const axis_ticks& t) {
  double widest = 0;
  for (const double v : t.at) widest = (std::max)(widest, text_width(tick_text(v, t), 11));
  return widest;
}

inline void draw_value_axis(svg_writer& out, const plot_frame& f, const axis_ticks& t,
                            const linear_scale& y) {
  for (const double v : t.at) {
    const bool zero = v == 0;
    out.line({f.left, y(v)}, {f.right, y(v)}, {.stroke = zero ? "#8a8a8a" : chart_pale});
    out.text(f.left - 6, y(v) + 4, tick_text(v, t),
             {.size = 11, .colour = chart_grey, .anchor = text_anchor::end});
  }
}

struct axis_mark {
  double position = 0;
  std::string label;
};

// every k-th label so that they do not touch
inline std::vector<axis_mark> word_marks(const chart_axis& axis, double pixels) {
  double widest = 0;
  for (const std::string& l : axis.labels) widest = (std::max)(widest, text_width(l, 11));
  const double fit = (std::max)(1.0, std::floor(pixels / (widest + 12)));
  const auto n = static_cast<double>(axis.labels.size());
  const auto every = static_cast<std::size_t>((std::max)(1.0, std::ceil(n / fit)));
  std::vector<axis_mark> marks;
  for (std::size_t i = 0; i < axis.labels.size(); i += every) {
    marks.push_back({axis.position[i], axis.labels[i]});
  }
  return marks;
}

inline double day_of_month(int year, int month) {
  return static_cast<double>(
      first_day({frequency_kind::monthly, 12 * std::int64_t{year} + month - 1}).at);
}

inline int year_of_day(double days) {
  int year = static_cast<int>(std::floor(1970 + days / 365.2425));
  while (day_of_month(year + 1, 1) <= days) ++year;
  while (day_of_month(year, 1) > days) --year;
  return year;
}

inline std::vector<axis_mark> year_marks(double low, double high, double pixels) {
  const int first = year_of_day(low), last = year_of_day(high);
  int step = 1;
  for (const int s : {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000}) {
    step = s;
    if ((last - first) / s + 1 <= pixels / 42) break;
  }
  std::vector<axis_mark> marks;
  for (int year = first; year <= last; ++year) {
    const double at = day_of_month(year, 1);
    if (year % step == 0 && at >= low) marks.push_back({at, std::to_string(year)});
  }
  return marks;
}

inline std::vector<axis_mark> month_marks(double low, double high, double pixels) {
  constexpr std::string_view names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const double months = (high - low) / 30.4;
  int step = 6;
  for (const int s : {1, 2, 3, 6}) {
    step = s;
    if (months / s + 1 <= pixels / 52) break;
  }
  std::vector<axis_mark> marks;
  for (int year = year_of_day(low); year <= year_of_day(high); ++year) {
    for (int m = 0; m < 12; m += step) {
      const double at = day_of_month(year, m + 1);
      if (at < low || at > high) continue;
      const bool with_year = marks.empty() || m == 0;
      marks.push_back({at, std::string(names[m]) + (with_year ? " " + std::to_string(year) : "")});
    }
  }
  return marks;
}

inline std::vector<axis_mark> axis_marks(const chart_axis& axis, double low, double high,
                                         double pixels) {
  if (axis.type == chart_axis::kind::word) return word_marks(axis, pixels);
  std::vector<axis_mark> marks;
  if (axis.type == chart_axis::kind::time) {
    if (axis.annual || high - low > 900) marks = year_marks(low, high, pixels);
    if (marks.empty() && high - low > 62) marks = month_marks(low, high, pixels);
    return marks.empty() ? word_marks(axis, pixels) : marks;
  }
  const bool whole = std::all_of(axis.position.begin(), axis.position.end(),
                                 [](double v) { return v == std::floor(v); });
  const axis_ticks t =
      nice_ticks(low, high, static_cast<int>(std::clamp(pixels / 70, 2.0, 13.0)), whole ? 1 : 0);
  const double slack = 1e-9 * (high - low);
  for (const double v : t.at) {
    if (v >= low - slack && v <= high + slack) marks.push_back({v, tick_text(v, t)});
  }
  return marks;
}

// labels under the plot, the outer ones kept inside the picture
inline double draw_axis_marks(svg_writer& out, const std::vector<axis_mark>& marks,
                              const linear_scale& x, double width, double y,
                              const std::string& title, const plot_frame& f) {
  double free_from = -1e9;
  for (const axis_mark& m : marks) {
    const double at = x(m.position), half = text_width(m.label, 11) / 2;
    const double centre = std::clamp(at, half, (std::max)(half, width - half));
    out.line({at, y}, {at, y + 4}, {.stroke = "#8a8a8a"});
    if (centre - half < free_from) continue;
    free_from = centre + half + 4;
    out.text(centre, y + 16, m.label,
             {.size = 11, .colour = chart_grey, .anchor = text_anchor::middle});
  }
  y += 20;
  for (const std::string& line : wrapped_text(title, f.right - f.left, 12)) {
    out.text(f.right, y += 14, line,
             {.size = 12, .colour = chart_grey, .anchor = text_anchor::end});
  }
  return y + (title.empty() ? 0 : 4);
}

// what stands at the end of a line: its name and its last value
struct end_label {
  double y = 0;
  std::string name, value;
  std::string_view colour;
  std::vector<std::string> lines = {};
  [[nodiscard]] double height() const { return 13.5 * static_cast<double>(lines.size()) + 3; }
};

// in one line where that fits, else the name above the value; the width that all need
inline double lay_out(std::vector<end_label>& labels, double limit) {
  double widest = 0;
  for (end_label& l : labels) {
    const std::string both = l.value.empty() ? l.name : l.name + " " + l.value;
    if (text_width(both, 12, true) <= limit) {
      l.lines = {both};
    } else {
      l.lines = wrapped_text(l.name, limit, 12, true);
      if (!l.value.empty()) l.lines.push_back(l.value);
    }
    for (const std::string& line : l.lines) {
      widest = (std::max)(widest, text_width(line, 12, true));
    }
  }
  return labels.empty() ? 0 : widest + 10;
}

// moved apart as little as needed: down where they overlap, and up again from the lower edge
inline void spread(std::vector<end_label>& labels, double top, double bottom) {
  std::stable_sort(labels.begin(), labels.end(),
                   [](const end_label& a, const end_label& b) { return a.y < b.y; });
  double free_from = top;
  for (end_label& l : labels) {
    l.y = (std::max)(l.y - l.height() / 2, free_from);
    free_from = l.y + l.height();
  }
  double free_to = (std::max)(bottom, top);
  for (std::size_t i = labels.size(); i-- > 0;) {
    labels[i].y = (std::min)(labels[i].y, free_to - labels[i].height());
    free_to = labels[i].y;
  }
}

inline void draw_end_labels(svg_writer& out, std::vector<end_label> labels, const plot_frame& f) {
  spread(labels, f.top - 8, f.bottom + 10);
  for (const end_label& l : labels) {
    double y = l.y;
    for (const std::string& line : l.lines) {
      out.text(f.right + 8, y += 12.5, line, {.size = 12, .colour = l.colour, .bold = true});
    }
  }
}

inline std::optional<std::size_t> last_value(const std::vector<double>& values) {
  for (std::size_t i = values.size(); i-- > 0;) {
    if (std::isfinite(values[i])) return i;
  }
  return std::nullopt;
}

// room for labels at the right: a quarter of a page, a third of a telephone
inline double label_limit(double width) { return width < 480 ? 0.30 * width : 0.24 * width; }

inline end_label label_of(const chart& c, const std::string& name,
                          const std::vector<double>& values, int decimals,
                          std::string_view colour) {
  end_label l{0, name, "", colour};
  const auto last = last_value(values);
  if (!last) return l;
  l.value = value_text(values[*last], decimals);
  if (*last + 1 < values.size() && *last < c.axis.labels.size()) {
    l.value += " (" + c.axis.labels[*last] + ")";
  }
  return l;
}

// pieces of a line without gaps
inline void draw_line(svg_writer& out, const chart& c, const std::vector<double>& values,
                      const linear_scale& x, const linear_scale& y, const shape_style& style,
                      bool dots) {
  std::vector<svg_point> piece;
  const auto flush = [&] {
    out.path(piece, style);
    if (piece.size() == 1 && !dots) out.circle(piece[0], 2, {.fill = style.stroke});
    piece.clear();
  };
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i])) {
      piece.push_back({x(c.axis.position[i]), y(values[i])});
    } else {
      flush();
    }
  }
  flush();
  const auto last = last_value(values);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i]) || (!dots && i != *last)) continue;
    out.circle(
        {x(c.axis.position[i]), y(values[i])}, i == *last ? 3 : 2, {.fill = style.stroke},
        c.axis.labels.empty() ? std::string() : c.axis.labels[i] + ": " + shortest(values[i]));
  }
}

inline void draw_band(svg_writer& out, const chart& c, const chart_band& band,
                      const linear_scale& x, const linear_scale& y, const plot_frame& f) {
  std::vector<svg_point> upper, lower;
  const auto flush = [&] {
    if (upper.size() == 1) {
      out.line(upper[0], lower[0], {.stroke = chart_colours[0], .width = 4, .opacity = 0.18});
    }
    upper.insert(upper.end(), lower.rbegin(), lower.rend());
    out.area(upper, {.fill = chart_colours[0], .opacity = 0.18});
    upper.clear();
    lower.clear();
  };
  for (std::size_t i = 0; i < band.low.size(); ++i) {
    if (std::isnan(band.low[i]) || std::isnan(band.high[i])) {
      flush();
      continue;
    }
    const double at = x(c.axis.position[i]);  // an end at infinity runs to the edge of the plot
    upper.push_back({at, std::isinf(band.high[i]) ? f.top : y(band.high[i])});
    lower.push_back({at, std::isinf(band.low[i]) ? f.bottom : y(band.low[i])});
  }
  flush();
}

struct placed_event {
  double position = 0;
  std::string label;
};

inline std::vector<placed_event> events_of(const chart& c) {
  std::vector<placed_event> events;
  if (c.axis.type != chart_axis::kind::time) return events;
  for (const chart_event& e : c.options.events) {
    events.push_back({static_cast<double>(first_day(*parse_date(e.period)).at), e.label});
  }
  return events;
}

// words above the plot, on rows of their own where they would overlap; dashed lines down through it
inline double draw_event_words(svg_writer& out, const std::vector<placed_event>& events,
                               const linear_scale& x, double width, double y) {
  std::vector<double> taken;  // right end of each row
  for (const placed_event& e : events) {
    const double w = text_width(e.label, 11);
    const double from = std::clamp(x(e.position) - w / 2, 0.0, (std::max)(0.0, width - w));
    std::size_t row = 0;
    while (row < taken.size() && taken[row] > from) ++row;
    if (row == taken.size()) taken.push_back(0);
    taken[row] = from + w + 10;
    out.text(from, y + 12 + 14 * static_cast<double>(row), e.label,
             {.size = 11, .colour = chart_grey});
  }
  return y + 14 * static_cast<double>(taken.size()) + (taken.empty() ? 0 : 4);
}

inline void draw_guides(svg_writer& out, const chart& c, const std::vector<placed_event>& events,
                        const linear_scale& x, const linear_scale& y, const plot_frame& f) {
  const shape_style dashed{.stroke = "#7a7a7a", .dash = "4 4"};
  for (const placed_event& e : events) {
    out.line({x(e.position), f.top}, {x(e.position), f.bottom}, dashed);
  }
  if (c.reference) out.line({f.left, y(*c.reference)}, {f.right, y(*c.reference)}, dashed);
}

inline value_range range_of(const chart& c, const chart_panel& p) {
  value_range r;
  for (const chart_line& l : p.lines) r.add(l.values);
  for (const chart_band& b : p.bands) {
    r.add(b.low);
    r.add(b.high);
  }
  if (c.options.zero) r.add(0.0);
  if (c.reference) r.add(*c.reference);
  return r;
}

inline std::string_view line_colour(const chart_panel& p, std::size_t i) {
  if (p.lines[i].role == line_role::comparator) return comparator_colour;
  std::size_t mains = 0;
  for (std::size_t j = 0; j < i; ++j) mains += p.lines[j].role == line_role::main ? 1U : 0U;
  return colour_of(mains);
}

inline std::vector<end_label> labels_of(const chart& c, const chart_panel& p) {
  std::vector<end_label> labels;
  for (std::size_t i = 0; i < p.lines.size(); ++i) {
    labels.push_back(
        label_of(c, p.lines[i].name, p.lines[i].values, p.decimals, line_colour(p, i)));
  }
  for (const chart_band& b : p.bands) {
    end_label l{0, b.name, "", "#4c7299"};
    std::optional<std::size_t> at;
    for (std::size_t i = 0; i < b.low.size(); ++i) {
      if (!std::isnan(b.low[i]) && !std::isnan(b.high[i])) at = i;
    }
    if (at) {
      l.value =
          std::isfinite(b.low[*at]) && std::isfinite(b.high[*at])
              ? value_text(b.low[*at], p.decimals) + " to " + value_text(b.high[*at], p.decimals)
          : std::isfinite(b.low[*at]) ? "from " + value_text(b.low[*at], p.decimals)
                                      : "to " + value_text(b.high[*at], p.decimals);
    }
    labels.push_back(std::move(l));
  }
  return labels;
}

// one panel of lines; the frame stands
inline void draw_panel(svg_writer& out, const chart& c, const chart_panel& p,
                       std::vector<end_label> labels, const plot_frame& f, const axis_ticks& t,
                       const linear_scale& x, const std::vector<placed_event>& events) {
  const linear_scale y{t.low, t.high, f.bottom, f.top};
  draw_value_axis(out, f, t, y);
  for (const chart_band& b : p.bands) draw_band(out, c, b, x, y, f);
  draw_guides(out, c, events, x, y, f);
  const bool dots = c.axis.position.size() <= 25;
  for (const line_role role : {line_role::comparator, line_role::main}) {
    for (std::size_t i = 0; i < p.lines.size(); ++i) {
      if (p.lines[i].role != role) continue;
      const bool main = role == line_role::main;
      draw_line(out, c, p.lines[i].values, x, y,
                {.stroke = line_colour(p, i),
                 .width = !main                    ? 1.3
                          : f.right - f.left < 300 ? 1.7
                                                   : 2.2,
                 .dash = dash_of(i)},
                dots && main);
    }
  }
  for (std::size_t i = 0; i < p.lines.size(); ++i) {
    const auto last = last_value(p.lines[i].values);
    labels[i].y = last ? y(p.lines[i].values[*last]) : f.bottom;
  }
  for (std::size_t i = 0; i < p.bands.size(); ++i) {
    double end = f.top;
    for (const double v : p.bands[i].high) {
      if (!std::isnan(v)) end = std::isfinite(v) ? y(v) : f.top;
    }
    labels[p.lines.size() + i].y = end;
  }
  draw_end_labels(out, std::move(labels), f);
}

inline double draw_lines(svg_writer& out, const chart& c, double width, double top) {
  std::vector<axis_ticks> ticks;
  std::vector<std::vector<end_label>> labels;
  double left = 0, right = 0;
  const std::size_t n = c.panels.size();
  const double height = n == 1 ? c.options.height : (std::max)(110.0, 0.6 * c.options.height);
  for (const chart_panel& p : c.panels) {
    const value_range r = range_of(c, p);
    ticks.push_back(nice_ticks(r.low, r.high, height < 200 ? 4 : 6));
    labels.push_back(labels_of(c, p));
    left = (std::max)(left, tick_width(ticks.back()) + 8);
    right = (std::max)(right, lay_out(labels.back(), label_limit(width)));
  }
  const std::vector<placed_event> events = events_of(c);
  value_range span;
  span.add(c.axis.position);
  for (const placed_event& e : events) span.add(e.position);
  plot_frame f{left, (std::max)(left + 60, width - right), top, top};
  const linear_scale x{span.low, span.high, f.left + 4, f.right - 4};
  double y = top;
  for (std::size_t i = 0; i < n; ++i) {
    y = draw_heading(out, c.panels[i].unit, width, y + (i > 0 ? 14 : 0));
    if (i == 0) y = draw_event_words(out, events, x, width, y);
    f.top = y + 4;
    f.bottom = f.top + height;
    double needed = 0;
    for (const end_label& l : labels[i]) needed += l.height();
    f.bottom = (std::max)(f.bottom, f.top + needed - 18);
    draw_panel(out, c, c.panels[i], labels[i], f, ticks[i], x, events);
    y = f.bottom;
  }
  const auto marks = axis_marks(c.axis, span.low, span.high, f.right - f.left);
  return draw_axis_marks(out, marks, x, width, y, c.options.x_title, f);
}

// the words of a row at the left of bars and intervals
inline double label_column(const std::vector<std::string>& names, double width) {
  double widest = 0;
  for (const std::string& name : names) widest = (std::max)(widest, text_width(name, 12));
  return (std::min)(widest, 0.36 * width) + 10;
}

inline void draw_row_label(svg_writer& out, const std::vector<std::string>& lines, double column,
                           double middle) {
  double y = middle - 7 * static_cast<double>(lines.size()) - 2;
  for (const std::string& line : lines) {
    out.text(column - 10, y += 14, line,
             {.size = 12, .colour = chart_ink, .anchor = text_anchor::end});
  }
}

// horizontal bars: every label, every value
inline double draw_bar_rows(svg_writer& out, const chart& c, double width, double top) {
  const chart_panel& p = c.panels[0];
  const std::size_t groups = p.lines.size();
  const double column = label_column(c.axis.labels, width), thick = groups == 1 ? 18 : 15;
  value_range r;
  r.add(0.0);
  double room_left = 0, room_right = 0;
  const auto words = [&](std::size_t g, std::size_t i) {
    const double v = p.lines[g].values[i];
    const std::string value = std::isfinite(v) ? value_text(v, p.decimals) : "no figure";
    return i == 0 && groups > 1 ? value + " " + p.lines[g].name : value;
  };
  for (std::size_t g = 0; g < groups; ++g) {
    for (std::size_t i = 0; i < c.axis.labels.size(); ++i) {
      const double v = p.lines[g].values[i], w = text_width(words(g, i), 12, i == 0) + 8;
      r.add(v);
      double& room = v < 0 && std::isfinite(v) ? room_left : room_right;
      room = (std::max)(room, w);
    }
  }
  const double plot_left = column + room_left;
  const double plot_right = (std::max)(plot_left + 60, width - room_right);
  const linear_scale x{r.low, r.high, plot_left, plot_right};
  double y = draw_heading(out, p.unit, width, top);
  const double first = y;
  for (std::size_t i = 0; i < c.axis.labels.size(); ++i) {
    const auto lines = wrapped_text(c.axis.labels[i], column - 10, 12);
    const double bars = thick * static_cast<double>(groups);
    const double height = (std::max)(bars, 14.0 * static_cast<double>(lines.size())) + 8;
    draw_row_label(out, lines, column, y + height / 2);
    for (std::size_t g = 0; g < groups; ++g) {
      const double v = p.lines[g].values[i], end = std::isfinite(v) ? x(v) : x(0);
      const double at = y + (height - bars) / 2 + thick * static_cast<double>(g);
      const std::string_view colour = line_colour(p, g);
      if (std::isfinite(v)) {
        out.rectangle((std::min)(x(0), end), at + 1, std::abs(end - x(0)), thick - 2,
                      {.fill = colour}, c.axis.labels[i] + ", " + words(g, i));
      }
      const bool negative = std::isfinite(v) && v < 0;
      out.text(end + (negative ? -5 : 5), at + thick / 2 + 4, words(g, i),
               {.size = 12,
                .colour = groups > 1 ? colour : chart_ink,
                .anchor = negative ? text_anchor::end : text_anchor::start,
                .bold = i == 0 && groups > 1});
    }
    y += height;
  }
  out.line({x(0), first}, {x(0), y}, {.stroke = "#8a8a8a"});
  for (const std::string& line : wrapped_text(c.options.x_title, width, 12)) {
    out.text(0, y += 15, line, {.size = 12, .colour = chart_grey});
  }
  return y;
}

// the frame of columns: labels at the right, ticks at the left, periods below
struct column_plot {
  plot_frame frame;
  linear_scale y, x;  // x: of the number of a period, to the middle of its column
  double slot = 0;    // width of a period
};

inline column_plot column_frame(svg_writer& out, const chart& c, const value_range& r,
                                double label_room, double width, double& top) {
  const axis_ticks t = nice_ticks(r.low, r.high, 6);
  const double left = tick_width(t) + 8;
  top = draw_heading(out, c.panels[0].unit, width, top);
  column_plot plot;
  plot.frame = {left, (std::max)(left + 60, width - label_room), top + 4,
                top + 4 + c.options.height};
  const auto n = static_cast<double>(c.axis.labels.size());
  plot.slot = (plot.frame.right - plot.frame.left) / n;
  plot.x = {0, (std::max)(n - 1, 1.0), plot.frame.left + plot.slot / 2,
            plot.frame.left + plot.slot / 2 + plot.slot * (std::max)(n - 1, 1.0)};
  plot.y = {t.low, t.high, plot.frame.bottom, plot.frame.top};
  draw_value_axis(out, plot.frame, t, plot.y);
  return plot;
}

inline double finish_columns(svg_writer& out, const chart& c, const column_plot& plot,
                             double width) {
  out.line({plot.frame.left, plot.y(0)}, {plot.frame.right, plot.y(0)}, {.stroke = "#7a7a7a"});
  const auto marks = word_marks(word_axis(c.axis.labels), plot.frame.right - plot.frame.left);
  return draw_axis_marks(out, marks, plot.x, width, plot.frame.bottom, c.options.x_title,
                         plot.frame);
}

inline double draw_bar_columns(svg_writer& out, const chart& c, double width, double top) {
  const chart_panel& p = c.panels[0];
  const auto groups = static_cast<double>(p.lines.size());
  value_range r = range_of(c, p);
  r.add(0.0);
  std::vector<end_label> labels;
  for (std::size_t g = 0; g < p.lines.size() && p.lines.size() > 1; ++g) {
    labels.push_back(
        label_of(c, p.lines[g].name, p.lines[g].values, p.decimals, line_colour(p, g)));
  }
  double room = lay_out(labels, label_limit(width));
  double widest = 0;
  for (const chart_line& l : p.lines) {
    for (const double v : l.values) {
      widest = (std::max)(widest, text_width(value_text(v, p.decimals), 11));
    }
  }
  const auto columns = groups * static_cast<double>(c.axis.labels.size());
  const bool values_above = widest + 2 <= 0.78 * (width - room - 40) / columns;
  if (values_above) {  // the last values need not be said twice
    for (end_label& l : labels) l.value.clear();
    room = lay_out(labels, label_limit(width));
  }
  const column_plot plot = column_frame(out, c, r, room, width, top);
  const double bar = 0.78 * plot.slot / groups;
  for (std::size_t g = 0; g < p.lines.size(); ++g) {
    for (std::size_t i = 0; i < c.axis.labels.size(); ++i) {
      const double v = p.lines[g].values[i];
      if (!std::isfinite(v)) continue;
      const double at =
          plot.x(static_cast<double>(i)) - 0.39 * plot.slot + bar * static_cast<double>(g);
      const std::string value = value_text(v, p.decimals);
      out.rectangle(at, (std::min)(plot.y(0), plot.y(v)), (std::max)(bar - 1, 0.5),
                    std::abs(plot.y(v) - plot.y(0)), {.fill = line_colour(p, g)},
                    c.axis.labels[i] + ", " + p.lines[g].name + ": " + value);
      if (values_above)
        out.text(at + bar / 2, plot.y(v) + (v < 0 ? 12 : -4), value,
                 {.size = 11, .colour = chart_ink, .anchor = text_anchor::middle});
    }
    if (!labels.empty()) {
      const auto last = last_value(p.lines[g].values);
      labels[g].y = last ? plot.y(p.lines[g].values[*last]) : plot.frame.bottom;
    }
  }
  draw_end_labels(out, std::move(labels), plot.frame);
  return finish_columns(out, c, plot, width);
}

inline value_range stacked_range(const chart& c) {
  value_range r;
  r.add(0.0);
  for (std::size_t i = 0; i < c.axis.labels.size(); ++i) {
    double above = 0, below = 0;
    for (const chart_line& l : c.panels[0].lines) {
      if (std::isfinite(l.values[i])) (l.values[i] < 0 ? below : above) += l.values[i];
    }
    r.add(above);
    r.add(below);
  }
  if (c.total) r.add(c.total->values);
  return r;
}

inline double draw_contributions(svg_writer& out, const chart& c, double width, double top) {
  const chart_panel& p = c.panels[0];
  std::vector<end_label> labels;
  for (std::size_t g = 0; g < p.lines.size(); ++g) {
    labels.push_back(
        label_of(c, p.lines[g].name, p.lines[g].values, p.decimals, line_colour(p, g)));
  }
  if (c.total) {
    labels.push_back(label_of(c, c.total->name, c.total->values, p.decimals, chart_ink));
  }
  const double room = lay_out(labels, label_limit(width));
  const column_plot plot = column_frame(out, c, stacked_range(c), room, width, top);
  for (end_label& l : labels) l.y = plot.y(0);
  for (std::size_t i = 0; i < c.axis.labels.size(); ++i) {
    double above = 0, below = 0;
    for (std::size_t g = 0; g < p.lines.size(); ++g) {
      const double v = p.lines[g].values[i];
      if (!std::isfinite(v)) continue;
      double& from = v < 0 ? below : above;
      const double low = plot.y((std::min)(from, from + v)),
                   high = plot.y((std::max)(from, from + v));
      out.rectangle(plot.x(static_cast<double>(i)) - 0.39 * plot.slot, high, 0.78 * plot.slot,
                    low - high, {.fill = line_colour(p, g)},
                    c.axis.labels[i] + ", " + p.lines[g].name + ": " + value_text(v, p.decimals));
      labels[g].y = (low + high) / 2;
      from += v;
    }
  }
  if (c.total) {
    chart by_number = c;
    by_number.axis = word_axis(c.axis.labels);
    draw_line(out, by_number, c.total->values, plot.x, plot.y, {.stroke = "#ffffff", .width = 4.5},
              false);
    draw_line(out, by_number, c.total->values, plot.x, plot.y, {.stroke = chart_ink, .width = 1.8},
              true);
    if (const auto last = last_value(c.total->values)) {
      labels.back().y = plot.y(c.total->values[*last]);
    }
  }
  draw_end_labels(out, std::move(labels), plot.frame);
  return finish_columns(out, c, plot, width);
}

struct text_box {
  double left = 0, right = 0, top = 0, bottom = 0;
  [[nodiscard]] bool meets(const text_box& o) const {
    return left < o.right && o.left < right && top < o.bottom && o.top < bottom;
  }
};

// right of its point, or left, above, below; left to the table where all four are taken
inline void draw_point_label(svg_writer& out, svg_point at, const std::string& label,
                             const plot_frame& f, std::vector<text_box>& taken) {
  const double w = text_width(label, 11);
  const std::array<svg_point, 4> places = {svg_point{at.x + 6, at.y + 4},
                                           {at.x - 6 - w, at.y + 4},
                                           {at.x - w / 2, at.y - 7},
                                           {at.x - w / 2, at.y + 15}};
  for (const svg_point& place : places) {
    const text_box box{place.x, place.x + w, place.y - 10, place.y + 3};
    const bool inside = box.left >= f.left && box.right <= f.right && box.top >= f.top - 6 &&
                        box.bottom <= f.bottom + 7;
    const bool free =
        std::none_of(taken.begin(), taken.end(), [&](const text_box& b) { return b.meets(box); });
    if (!inside || !free) continue;
    taken.push_back(box);
    out.text(place.x, place.y, label, {.size = 11, .colour = chart_grey});
    return;
  }
}

inline double draw_points(svg_writer& out, const chart& c, double width, double top) {
  const std::vector<double>& y_values = c.panels[0].lines[0].values;
  value_range across = {}, up = {};
  across.add(c.axis.position);
  up.add(y_values);
  std::vector<end_label> labels;
  if (c.fit) {
    for (const double end : {across.low, across.high})
      up.add(c.fit->intercept + c.fit->slope * end);
    labels.push_back({0, c.fit->name, "slope " + significant_text(c.fit->slope, 3), colour_of(1)});
  }
  if (c.options.zero) {
    across.add(0.0);
    up.add(0.0);
  }
  const double room = (std::max)(lay_out(labels, label_limit(width)), 12.0);
  const axis_ticks v = nice_ticks(up.low, up.high, 6);
  double y = draw_heading(out, c.options.y_title, width, top);
  const double left = tick_width(v) + 8;
  const plot_frame f{left, (std::max)(left + 60, width - room), y + 4, y + 4 + c.options.height};
  const axis_ticks h = nice_ticks(across.low, across.high,
                                  static_cast<int>(std::clamp((f.right - f.left) / 70, 2.0, 10.0)));
  const linear_scale to_x{h.low, h.high, f.left, f.right}, to_y{v.low, v.high, f.bottom, f.top};
  draw_value_axis(out, f, v, to_y);
  std::vector<text_box> taken;
  for (std::size_t i = 0; i < y_values.size(); ++i) {
    const svg_point at{to_x(c.axis.position[i]), to_y(y_values[i])};
    const std::string name = c.axis.labels.empty() ? "" : c.axis.labels[i] + ": ";
    out.circle(at, 3.4, {.fill = colour_of(0), .opacity = 0.65},
               name + shortest(c.axis.position[i]) + ", " + shortest(y_values[i]));
    taken.push_back({at.x - 3, at.x + 3, at.y - 3, at.y + 3});
  }
  for (std::size_t i = 0; i < c.axis.labels.size(); ++i) {
    draw_point_label(out, {to_x(c.axis.position[i]), to_y(y_values[i])}, c.axis.labels[i], f,
                     taken);
  }
  if (c.fit) {
    const double a = across.low, b = across.high;
    const auto at = [&](double x) { return to_y(c.fit->intercept + c.fit->slope * x); };
    out.line({to_x(a), at(a)}, {to_x(b), at(b)}, {.stroke = colour_of(1), .width = 2});
    labels[0].y = at(b);
    draw_end_labels(out, labels, f);
  }
  std::vector<axis_mark> marks;
  for (const double x : h.at) marks.push_back({x, tick_text(x, h)});
  return draw_axis_marks(out, marks, to_x, width, f.bottom, c.options.x_title, f);
}

// an end of an interval: a stop, or an arrow where it has none
inline void draw_interval_end(svg_writer& out, double x, double y, double direction, bool finite) {
  const shape_style style{.stroke = chart_colours[0], .width = 1.8};
  if (finite) {
    out.line({x, y - 4}, {x, y + 4}, style);
  } else {
    out.path({{x - 6 * direction, y - 5}, {x, y}, {x - 6 * direction, y + 5}}, style);
  }
}

// an interval on its row; ends and estimates beyond the axis are arrows at its edge
inline void draw_interval(svg_writer& out, const chart_interval& row, const axis_ticks& t,
                          const linear_scale& x, const plot_frame& f, double y,
                          const std::string& hint) {
  const bool from = row.low >= t.low && row.low <= t.high;
  const bool to = row.high <= t.high && row.high >= t.low;
  const auto inside = [&](double v) { return v < t.low ? f.left : v > t.high ? f.right : x(v); };
  const double a = inside(row.low), b = inside(row.high);
  out.line({a, y}, {b, y}, {.stroke = chart_colours[0], .width = 1.8});
  draw_interval_end(out, a, y, -1, from);
  draw_interval_end(out, b, y, 1, to);
  if (row.estimate < t.low || row.estimate > t.high) return;
  out.circle({x(row.estimate), y}, 4, {.fill = chart_colours[0]}, hint);
}

inline double draw_intervals(svg_writer& out, const chart& c, double width, double top) {
  value_range r;
  std::vector<std::string> names, figures;
  double room = 0;
  const std::vector<bool> in_view = rows_in_view(c.intervals);
  for (std::size_t i = 0; i < c.intervals.size(); ++i) {
    const chart_interval& row = c.intervals[i];
    for (const double v : {row.low, row.estimate, row.high}) {
      if (in_view[i]) r.add(v);
    }
    names.push_back(row.name);
    const auto figure = [&](double v) { return value_text(v, c.options.decimals); };
    figures.push_back(figure(row.estimate));
    if (width >= 480) figures.back() += " (" + figure(row.low) + " to " + figure(row.high) + ")";
    room = (std::max)(room, text_width(figures.back(), 12) + 16);
  }
  if (c.reference) r.add(*c.reference);
  const double column = label_column(names, width);
  double y = draw_heading(out, c.options.y_title, width, top);
  plot_frame f{column, (std::max)(column + 60, width - room), y, y};
  const axis_ticks t =
      nice_ticks(r.low, r.high, static_cast<int>(std::clamp((f.right - f.left) / 75, 2.0, 8.0)));
  const linear_scale x{t.low, t.high, f.left + 6, f.right - 6};
  std::vector<double> middle;
  std::vector<std::vector<std::string>> lines;
  for (const std::string& name : names) {
    lines.push_back(wrapped_text(name, column - 10, 12));
    const double height = (std::max)(26.0, 14.0 * static_cast<double>(lines.back().size()) + 10);
    middle.push_back(y + height / 2);
    y += height;
  }
  f.bottom = y;
  std::vector<axis_mark> marks;
  for (const double v : t.at) {
    out.line({x(v), f.top}, {x(v), f.bottom}, {.stroke = chart_pale});
    marks.push_back({v, tick_text(v, t)});
  }
  if (c.reference) {
    out.line({x(*c.reference), f.top}, {x(*c.reference), f.bottom},
             {.stroke = "#7a7a7a", .dash = "4 4"});
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    draw_row_label(out, lines[i], column, middle[i]);
    draw_interval(out, c.intervals[i], t, x, f, middle[i], names[i] + ": " + figures[i]);
    out.text(f.right + 12, middle[i] + 4, figures[i], {.size = 12, .colour = chart_ink});
  }
  return draw_axis_marks(out, marks, x, width, y, c.options.x_title, f);
}

}  // namespace detail

/// The chart as an SVG element: a file of its own, or a part of a page.
///
/// Every line, bar and part carries its name and last value where it ends instead of a legend; text
/// has the same size at any width, so that a narrow picture is laid out anew and not shrunk.
///
/// @throws argument_error  a width below 200 pixels
/// Example: std::ofstream("trade.svg") << to_svg(line_chart(months, {{"exports", values}}));
[[nodiscard]] inline std::string to_svg(const chart& c, const svg_options& options = {}) {
  const double width = options.width;
  require(width >= 200 && width <= 10000, "to_svg", "width is ", width,
          "; it must lie between 200 and 10000");
  svg_writer out;
  double y = detail::draw_head(out, c, width);
  const bool rows =
      c.options.direction == bar_direction::rows ||
      (c.options.direction == bar_direction::automatic && c.axis.type != chart_axis::kind::time);
  switch (c.kind) {
    case chart_kind::lines: y = detail::draw_lines(out, c, width, y); break;
    case chart_kind::bars:
      y = rows ? detail::draw_bar_rows(out, c, width, y)
               : detail::draw_bar_columns(out, c, width, y);
      break;
    case chart_kind::contributions: y = detail::draw_contributions(out, c, width, y); break;
    case chart_kind::points: y = detail::draw_points(out, c, width, y); break;
    case chart_kind::intervals: y = detail::draw_intervals(out, c, width, y); break;
  }
  y = detail::draw_foot(out, c, width, y);
  return out.finish(width, std::ceil(y), c.title, c.description, options.style_class);
}

}  // namespace bilateral
