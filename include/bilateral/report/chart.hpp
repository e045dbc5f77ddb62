#pragma once
/// Charts as values: what is drawn, what it says, and the table of its numbers.
///
/// A chart is data; report/chart_svg.hpp draws it (to_svg), report/vega_lite.hpp exports it
/// (to_vega_lite), report/page.hpp puts it on a page.

#include <bilateral/core/check.hpp>
#include <bilateral/report/table.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

/// A comparator is drawn in grey behind the lines that the title speaks of.
enum class line_role { main, comparator };

/// Values along the periods of a chart; NaN where there is none (drawn as a gap).
struct chart_line {
  std::string name;
  std::vector<double> values;
  line_role role = line_role::main;
};

/// A band between two paths: the interval of an estimate, the fan of a forecast.
struct chart_band {
  std::string name;  ///< "95 percent"
  std::vector<double> low, high;
};

/// A vertical line at a period with a word beside it.
struct chart_event {
  std::string period;
  std::string label;
};

enum class bar_direction { automatic, columns, rows };

struct chart_options {
  std::string title = {};     ///< the finding: "China overtook the United States in 2014"
  std::string subtitle = {};  ///< what is shown: "exports of Peru, million USD FOB"
  std::string x_title = {};
  std::string y_title = {};  ///< the unit
  int decimals = -1;         ///< of labels and table; -1: those that show four digits
  bool zero = false;         ///< the vertical axis starts at zero
  int height = 300;          ///< pixels of the plot; the width follows the page
  std::vector<chart_event> events = {};
  std::string source = {};  ///< "SUNAT", printed as a line below
  int moving_sum = 0;       ///< lines: every value becomes the sum of the last so many (12)
  /// Bars: columns for periods, rows for words unless chosen.
  bar_direction direction = bar_direction::automatic;
};

/// A straight line through a scatter: y = intercept + slope x.
struct chart_fit {
  double intercept = 0;
  double slope = 0;
  std::string name = "fit";
};

/// One estimate with its interval; an end at infinity is drawn as an arrow.
struct chart_interval {
  std::string name;
  double estimate = 0;
  double low = 0;
  double high = 0;
};

/// Lines of one unit; a chart of lines has one panel for each unit.
struct chart_panel {
  std::string unit;
  std::vector<chart_line> lines;
  std::vector<chart_band> bands = {};
  int decimals = -1;
};

/// The points of an axis: periods (2016, 2016-Q3, 2016-08, 2016-08-31), numbers, or words.
struct chart_axis {
  enum class kind { time, number, word };
  kind type = kind::word;
  bool annual = false;
  std::vector<std::string> labels;
  std::vector<double> position;  ///< days since 1970 (time), the number, or 0, 1, 2, ...
};

enum class chart_kind { lines, bars, contributions, points, intervals };

/// A finished chart.
struct chart {
  chart_kind kind = chart_kind::lines;
  std::string title;
  std::string description;  ///< one sentence for readers who do not see the picture
  chart_options options;
  chart_axis axis;
  std::vector<chart_panel>
      panels;  ///< bars: one, a line for each group; points: one, x on the axis
  std::optional<chart_line> total;  ///< of contributions
  std::vector<chart_interval> intervals;
  std::optional<chart_fit> fit;
  std::optional<double> reference;  ///< 0, 1, a published value
  table numbers;
};

namespace detail {

// days since 1970-01-01 of a date of the Gregorian calendar
// (Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil)
constexpr int days_from_civil(int year, int month, int day) {
  year -= month <= 2 ? 1 : 0;
  const int era = (year >= 0 ? year : year - 399) / 400;
  const int of_era = year - era * 400;
  const int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct calendar_day {
  int year = 0, month = 1, day = 1;
  [[nodiscard]] int days() const { return days_from_civil(year, month, day); }
};

// the first day of a period: 2016, 2016-Q3, 2016Q3, 2016-08, 2016M08, 2016-08-31
inline std::optional<calendar_day> first_day(std::string_view period) {
  const auto number = [&](std::size_t from, std::size_t count) {
    int value = 0;
    for (std::size_t i = from; i < from + count; ++i) {
      if (i >= period.size() || period[i] < '0' || period[i] > '9') return -1;
      value = 10 * value + (period[i] - '0');
    }
    return value;
  };
  const int year = number(0, 4);
  if (year < 0) return std::nullopt;
  if (period.size() == 4) return calendar_day{year};
  const std::size_t at = period[4] == '-' ? 5 : 4;
  if (at + 2 == period.size() && period[at] == 'Q') {
    const int quarter = number(at + 1, 1);
    if (quarter < 1 || quarter > 4) return std::nullopt;
    return calendar_day{year, 3 * quarter - 2};
  }
  const std::size_t month_at = at < period.size() && period[at] == 'M' ? at + 1 : at;
  if (month_at == 4) return std::nullopt;
  const int month = number(month_at, 2);
  if (month < 1 || month > 12) return std::nullopt;
  if (month_at + 2 == period.size()) return calendar_day{year, month};
  if (period.size() != 10 || period[7] != '-') return std::nullopt;
  const int day = number(8, 2);
  if (day < 1 || day > 31) return std::nullopt;
  return calendar_day{year, month, day};
}

inline chart_axis word_axis(const std::vector<std::string>& labels) {
  chart_axis axis;
  axis.labels = labels;
  for (std::size_t i = 0; i < labels.size(); ++i) axis.position.push_back(static_cast<double>(i));
  return axis;
}

// periods where all labels are some, else whole numbers ("0", "12": horizons), else words
inline chart_axis axis_of(const std::vector<std::string>& labels) {
  chart_axis time = word_axis(labels), numbers = time;
  time.type = chart_axis::kind::time;
  numbers.type = chart_axis::kind::number;
  bool all_time = true, all_numbers = true;
  time.annual = true;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto day = first_day(labels[i]);
    all_time = all_time && day;
    time.annual = time.annual && labels[i].size() == 4;
    if (all_time) time.position[i] = day->days();
    const bool whole = !labels[i].empty() && labels[i].size() < 4 &&
                       labels[i].find_first_not_of("0123456789") == std::string::npos;
    all_numbers = all_numbers && whole;
    if (all_numbers) numbers.position[i] = std::stoi(labels[i]);
  }
  return all_time ? time : all_numbers ? numbers : word_axis(labels);
}

inline chart_axis axis_of(const std::vector<double>& values) {
  chart_axis axis;
  axis.type = chart_axis::kind::number;
  axis.position = values;
  for (const double v : values) axis.labels.push_back(shortest(v));
  return axis;
}

// decimals that show four significant digits of the largest value, or fewer where those say it all
inline int decimals_for(const std::vector<double>& values) {
  double largest = 0;
  for (const double v : values) {
    if (std::isfinite(v)) largest = (std::max)(largest, std::abs(v));
  }
  if (largest == 0) return 0;
  const int most = std::clamp(3 - static_cast<int>(std::floor(std::log10(largest))), 0, 12);
  int decimals = 0;
  for (const double v : values) {
    double scaled = v * std::pow(10.0, decimals);
    while (decimals < most && std::isfinite(v) && std::abs(scaled - std::round(scaled)) > 1e-7) {
      scaled = v * std::pow(10.0, ++decimals);
    }
  }
  return decimals;
}

inline int decimals_for(const std::vector<chart_line>& lines,
                        const std::vector<chart_band>& bands) {
  std::vector<double> all;
  for (const chart_line& l : lines) all.insert(all.end(), l.values.begin(), l.values.end());
  for (const chart_band& b : bands) {
    all.insert(all.end(), b.low.begin(), b.low.end());
    all.insert(all.end(), b.high.begin(), b.high.end());
  }
  return decimals_for(all);
}

// x_{t-w+1} + ... + x_t; none where one of them is missing
inline std::vector<double> moving_sums(const std::vector<double>& x, std::size_t w) {
  std::vector<double> out(x.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = w - 1; i < x.size(); ++i) {
    double sum = 0;
    for (std::size_t j = i + 1 - w; j <= i; ++j) sum += x[j];
    out[i] = sum;
  }
  return out;
}

inline table_cell chart_cell(double v) { return std::isfinite(v) ? table_cell(v) : table_cell(); }

inline void add_notes(table& numbers, const chart_options& o) {
  if (!o.subtitle.empty()) numbers.note(o.subtitle);
  if (!o.source.empty()) numbers.note("Source: " + o.source);
}

inline std::string in_unit(const std::string& name, const std::string& unit, bool several) {
  return unit.empty() || !several ? name : name + ", " + unit;
}

// a column for each line and two for each band
inline table numbers_of(const chart& c) {
  const chart_options& o = c.options;
  table numbers(o.title, {{o.x_title.empty() ? "period" : o.x_title, -1, alignment::left}});
  const bool several = c.panels.size() > 1;
  for (const chart_panel& p : c.panels) {
    for (const chart_line& l : p.lines) {
      numbers.columns.push_back({in_unit(l.name, p.unit, several), p.decimals});
    }
    for (const chart_band& b : p.bands) {
      numbers.columns.push_back({b.name + " from", p.decimals});
      numbers.columns.push_back({"to", p.decimals});
    }
  }
  if (c.total) numbers.columns.push_back({c.total->name, c.panels[0].decimals});
  for (std::size_t i = 0; i < c.axis.labels.size(); ++i) {
    std::vector<table_cell> cells{table_cell(c.axis.labels[i])};
    for (const chart_panel& p : c.panels) {
      for (const chart_line& l : p.lines) cells.push_back(chart_cell(l.values[i]));
      for (const chart_band& b : p.bands) {
        cells.push_back(chart_cell(b.low[i]));
        cells.push_back(chart_cell(b.high[i]));
      }
    }
    if (c.total) cells.push_back(chart_cell(c.total->values[i]));
    numbers.row(std::move(cells));
  }
  if (!several && !o.y_title.empty()) numbers.note("in " + o.y_title);
  add_notes(numbers, o);
  return numbers;
}

inline void check_lines(const char* function, std::size_t periods,
                        const std::vector<chart_line>& lines) {
  require(periods > 0 && !lines.empty(), function, "there is nothing to draw");
  bool any = false;
  for (const chart_line& line : lines) {
    require_same_size(function, "the axis", periods, line.name, line.values.size());
    for (const double v : line.values) {
      any = any || std::isfinite(v);
      require(!(std::abs(v) > 1e299) || std::isinf(v), function, line.name, " has the value ", v,
              ", too large to draw");
    }
  }
  require(any, function, "every value is missing");
}

inline void check_band(const char* function, std::size_t periods, const chart_band& band) {
  require_same_size(function, "the axis", periods, band.name, band.low.size());
  require_same_size(function, "the axis", periods, band.name, band.high.size());
  for (std::size_t i = 0; i < periods; ++i) {
    require(!(band.low[i] > band.high[i]), function, band.name, " runs from ", band.low[i], " to ",
            band.high[i], " at its point ", i + 1);
  }
}

inline std::string described(const char* what, const chart_options& o, const chart_axis& axis) {
  return text(what, o.title.empty() ? "" : ": ", o.title, ", ", axis.labels.front(), " to ",
              axis.labels.back(), ".");
}

// moving sums, digits, description and table, once the panels stand
inline chart finished(const char* function, const char* what, chart c) {
  chart_options& o = c.options;
  require(o.moving_sum >= 0, function, "moving_sum is ", o.moving_sum, "; it must not be negative");
  if (o.moving_sum > 1) {
    const auto w = static_cast<std::size_t>(o.moving_sum);
    const bool months = c.axis.type == chart_axis::kind::time && c.axis.labels[0].size() == 7 &&
                        c.axis.labels[0].find('Q') == std::string::npos;
    require(w <= c.axis.labels.size(), function, "moving_sum is ", w, " for ", c.axis.labels.size(),
            " periods");
    for (chart_panel& p : c.panels) {
      for (chart_line& l : p.lines) l.values = moving_sums(l.values, w);
      check_lines(function, c.axis.labels.size(), p.lines);
    }
    o.subtitle += (o.subtitle.empty() ? "" : "; ") +
                  text("sums of the last ", w, months ? " months" : " periods");
  }
  for (chart_panel& p : c.panels) {
    std::vector<chart_line> all = p.lines;
    if (c.total) all.push_back(*c.total);
    p.decimals = o.decimals >= 0 ? o.decimals : decimals_for(all, p.bands);
  }
  for (const chart_event& event : o.events) {
    require(first_day(event.period).has_value(), function, "the event ", event.label, " is at '",
            event.period, "', which is no period");
  }
  c.title = o.title;
  c.description = described(what, o, c.axis);
  c.numbers = numbers_of(c);
  return c;
}

}  // namespace detail

/// Lines in several units over the same periods: one panel below the other, each with its own axis.
/// @throws argument_error  nothing to draw, lines of other lengths than the periods
[[nodiscard]] inline chart panel_chart(const std::vector<std::string>& periods,
                                       const std::vector<chart_panel>& panels,
                                       const chart_options& options = {}) {
  require(!panels.empty(), "panel_chart", "there is nothing to draw");
  for (const chart_panel& p : panels) {
    detail::check_lines("panel_chart", periods.size(), p.lines);
    for (const chart_band& b : p.bands) detail::check_band("panel_chart", periods.size(), b);
  }
  chart c;
  c.options = options;
  c.axis = detail::axis_of(periods);
  c.panels = panels;
  return detail::finished("panel_chart", "Lines in panels", std::move(c));
}

/// Lines over periods ("2016", "2016-Q3", "2016-08", ...), with gaps where values are missing. Each
/// ends in its name and last value.
/// @throws argument_error  nothing to draw, lines of other lengths than the periods
[[nodiscard]] inline chart line_chart(const std::vector<std::string>& periods,
                                      const std::vector<chart_line>& lines,
                                      const chart_options& options = {}) {
  detail::check_lines("line_chart", periods.size(), lines);
  chart c;
  c.options = options;
  c.axis = detail::axis_of(periods);
  c.panels.push_back({options.y_title, lines});
  return detail::finished("line_chart", "Lines", std::move(c));
}

/// Bars over periods (columns) or words (rows, every one labelled); several lines of values stand
/// side by side.
[[nodiscard]] inline chart bar_chart(const std::vector<std::string>& categories,
                                     const std::vector<chart_line>& values,
                                     const chart_options& options = {}) {
  detail::check_lines("bar_chart", categories.size(), values);
  chart c;
  c.kind = chart_kind::bars;
  c.options = options;
  c.options.moving_sum = 0;
  c.axis = detail::axis_of(categories);
  c.panels.push_back({options.y_title, values});
  return detail::finished("bar_chart", "Bars", std::move(c));
}

/// Contributions of parts to a total: stacked columns, those below zero downwards, and the total as
/// a line of dots where it is given.
[[nodiscard]] inline chart contribution_chart(const std::vector<std::string>& periods,
                                              const std::vector<chart_line>& parts,
                                              const std::optional<chart_line>& total = {},
                                              const chart_options& options = {}) {
  detail::check_lines("contribution_chart", periods.size(), parts);
  if (total) detail::check_lines("contribution_chart", periods.size(), {*total});
  chart c;
  c.kind = chart_kind::contributions;
  c.options = options;
  c.options.moving_sum = 0;
  c.axis = detail::axis_of(periods);
  c.panels.push_back({options.y_title, parts});
  c.total = total;
  return detail::finished("contribution_chart", "Contributions", std::move(c));
}

/// Points (x, y), with labels for those that have one, and a fitted line where one is given.
/// @throws argument_error  other lengths; a value that is not finite
[[nodiscard]] inline chart scatter_chart(const std::vector<double>& x, const std::vector<double>& y,
                                         const std::optional<chart_fit>& fit = {},
                                         const chart_options& options = {},
                                         const std::vector<std::string>& labels = {}) {
  require_same_size("scatter_chart", "x", x.size(), "y", y.size());
  require(!x.empty(), "scatter_chart", "there is nothing to draw");
  require(labels.empty() || labels.size() == x.size(), "scatter_chart", labels.size(),
          " labels for ", x.size(), " points");
  require_finite("scatter_chart", "x", std::span<const double>(x));
  require_finite("scatter_chart", "y", std::span<const double>(y));
  chart c;
  c.kind = chart_kind::points;
  c.options = options;
  if (c.options.x_title.empty()) c.options.x_title = "x";
  if (c.options.y_title.empty()) c.options.y_title = "y";
  c.title = options.title;
  c.description = text("Scatter of ", c.options.y_title, " against ", c.options.x_title, ", ",
                       x.size(), " points.");
  c.axis = detail::axis_of(x);
  c.axis.labels = labels;
  c.panels.push_back({c.options.y_title, {{c.options.y_title, y}}});
  c.fit = fit;
  c.numbers = table(options.title,
                    {{c.options.x_title, options.decimals}, {c.options.y_title, options.decimals}});
  if (!labels.empty()) c.numbers.columns.insert(c.numbers.columns.begin(), table_column{"label"});
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (labels.empty()) {
      c.numbers.row({x[i], y[i]});
    } else {
      c.numbers.row({labels[i], x[i], y[i]});
    }
  }
  if (fit) {
    c.numbers.note(text(fit->name, ": ", significant_text(fit->intercept, 6),
                        fit->slope < 0 ? " - " : " + ", significant_text(std::abs(fit->slope), 6),
                        " x"));
  }
  detail::add_notes(c.numbers, options);
  return c;
}

namespace detail {

// rows that set the axis: not those ten times as wide as the median row, which would hide the others
inline std::vector<bool> rows_in_view(const std::vector<chart_interval>& rows) {
  std::vector<double> widths;
  for (const chart_interval& row : rows) {
    const double width = row.high - row.low;
    if (std::isfinite(width)) widths.push_back(width);
  }
  std::vector<bool> out(rows.size(), true);
  if (widths.size() < 3) return out;
  std::nth_element(widths.begin(), widths.begin() + static_cast<std::ptrdiff_t>(widths.size() / 2),
                   widths.end());
  const double limit = 10 * widths[widths.size() / 2];
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double width = rows[i].high - rows[i].low;
    out[i] = !(limit > 0) || !std::isfinite(width) || width <= limit;
  }
  return out;
}

}  // namespace detail

/// Estimates with their intervals, one below the other: a coefficient plot. A thin line stands at
/// `reference` (0, 1, a published value). Ends at infinity are arrows,
/// and so are those of an interval ten times as wide as the median: their figures stand beside.
[[nodiscard]] inline chart interval_chart(const std::vector<chart_interval>& rows,
                                          std::optional<double> reference = 0.0,
                                          const chart_options& options = {}) {
  require(!rows.empty(), "interval_chart", "there is nothing to draw");
  std::vector<double> all;
  for (const chart_interval& row : rows) {
    require(std::isfinite(row.estimate) && !(row.low > row.high), "interval_chart", "the row ",
            row.name, " has the estimate ", row.estimate, " in [", row.low, ", ", row.high, "]");
  }
  const std::vector<bool> in_view = detail::rows_in_view(rows);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!in_view[i]) continue;
    for (const double v : {rows[i].estimate, rows[i].low, rows[i].high}) all.push_back(v);
  }
  chart c;
  c.kind = chart_kind::intervals;
  c.options = options;
  if (c.options.decimals < 0) c.options.decimals = detail::decimals_for(all);
  c.title = options.title;
  c.description = text("Estimates with intervals: ", options.title, ", ", rows.size(),
                       rows.size() == 1 ? " row." : " rows.");
  c.intervals = rows;
  c.reference = reference;
  const int decimals = c.options.decimals;
  c.numbers = table(
      options.title,
      {{"", -1, alignment::left}, {"estimate", decimals}, {"from", decimals}, {"to", decimals}});
  for (const chart_interval& row : rows) c.numbers.row({row.name, row.estimate, row.low, row.high});
  detail::add_notes(c.numbers, options);
  return c;
}

namespace detail {

inline chart band(const char* function, chart_axis axis, const std::vector<double>& estimate,
                  const std::vector<double>& low, const std::vector<double>& high,
                  const chart_options& options, std::optional<double> reference) {
  check_lines(function, axis.labels.size(), {{"estimate", estimate}});
  check_band(function, axis.labels.size(), {"interval", low, high});
  chart c;
  c.options = options;
  c.axis = std::move(axis);
  c.panels.push_back({options.y_title, {{"estimate", estimate}}, {{"interval", low, high}}});
  c.reference = reference;
  return finished(function, "Path with its interval", std::move(c));
}

}  // namespace detail

/// A path with its interval, over periods: rolling estimates, a smoothed state, a forecast.
[[nodiscard]] inline chart band_chart(const std::vector<std::string>& periods,
                                      const std::vector<double>& estimate,
                                      const std::vector<double>& low,
                                      const std::vector<double>& high,
                                      const chart_options& options = {},
                                      std::optional<double> reference = {}) {
  return detail::band("band_chart", detail::axis_of(periods), estimate, low, high, options,
                      reference);
}
/// The same over horizons or any other numbers: an impulse response.
[[nodiscard]] inline chart band_chart(const std::vector<double>& at,
                                      const std::vector<double>& estimate,
                                      const std::vector<double>& low,
                                      const std::vector<double>& high,
                                      const chart_options& options = {},
                                      std::optional<double> reference = 0.0) {
  return detail::band("band_chart", detail::axis_of(at), estimate, low, high, options, reference);
}

/// A forecast with nested intervals, widest in the palest tone, and the lines known beside it: the
/// history, and what came afterwards.
///
///   fan_chart(months, {{"forecast", path}, {"what came", after}}, {{"95 percent", lo95, hi95},
///                                                                 {"80 percent", lo80, hi80}});
/// @param lines  the first is the one that the bands belong to; NaN where a line has no value
[[nodiscard]] inline chart fan_chart(const std::vector<std::string>& periods,
                                     const std::vector<chart_line>& lines,
                                     const std::vector<chart_band>& bands,
                                     const chart_options& options = {}) {
  detail::check_lines("fan_chart", periods.size(), lines);
  require(!bands.empty(), "fan_chart", "there are no bands");
  for (const chart_band& b : bands) detail::check_band("fan_chart", periods.size(), b);
  chart c;
  c.options = options;
  c.options.moving_sum = 0;
  c.axis = detail::axis_of(periods);
  c.panels.push_back({options.y_title, lines, bands});
  return detail::finished("fan_chart", "Forecast with intervals", std::move(c));
}

}  // namespace bilateral
