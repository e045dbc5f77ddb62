#pragma once
/// Charts as Vega-Lite v5 specifications, each with the table of its numbers.

#include <bilateral/core/check.hpp>
#include <bilateral/report/json.hpp>
#include <bilateral/report/table.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

/// A finished chart: a Vega-Lite v5 specification as JSON text, and its numbers.
struct chart {
  std::string title;
  std::string description;  ///< one sentence for readers who do not see the picture
  std::string spec;
  table numbers;
};

/// Values along the periods of a chart; NaN where there is none (drawn as a gap).
struct chart_line {
  std::string name;
  std::vector<double> values;
};

/// A vertical line at a period with a word beside it.
struct chart_event {
  std::string period;
  std::string label;
};

struct chart_options {
  std::string title = {};
  std::string subtitle = {};    ///< unit, source
  std::string x_title = {};
  std::string y_title = {};
  int decimals = 1;             ///< in the table of numbers
  bool zero = false;            ///< the vertical axis starts at zero
  int height = 300;             ///< pixels; the width follows the page
  std::vector<chart_event> events = {};
};

/// A straight line through a scatter: y = intercept + slope x.
struct chart_fit {
  double intercept = 0;
  double slope = 0;
  std::string name = "fit";
};

/// One estimate with its interval.
struct chart_interval {
  std::string name;
  double estimate = 0;
  double low = 0;
  double high = 0;
};

namespace detail {

inline constexpr const char* chart_colours[] = {"#1f4e79", "#c8553d", "#5b8c5a", "#d9a441",
                                                "#7a5c8e", "#6c7a89", "#2a9d8f", "#8d5524"};

// The x axis of a chart: periods (2016, 2016-Q3, 2016-08, 2016-08-31), numbers, or words.
struct chart_axis {
  enum class kind { time, number, word };
  kind type = kind::word;
  bool annual = false;
  std::vector<std::string> labels, dates;  // dates: ISO, for time
  std::vector<double> numbers;
};

inline std::optional<std::string> iso_date(std::string_view period) {
  const auto digits = [&](std::size_t from, std::size_t count) {
    if (from + count > period.size()) return false;
    for (std::size_t i = from; i < from + count; ++i) {
      if (period[i] < '0' || period[i] > '9') return false;
    }
    return true;
  };
  if (!digits(0, 4)) return std::nullopt;
  const std::string year(period.substr(0, 4));
  if (period.size() == 4) return year + "-01-01";
  const std::size_t at = period[4] == '-' ? 5 : 4;
  if (at + 2 == period.size() && period[at] == 'Q' && period[at + 1] >= '1' && period[at + 1] <= '4') {
    const char* const month[] = {"-01-01", "-04-01", "-07-01", "-10-01"};
    return year + month[period[at + 1] - '1'];
  }
  const std::size_t month = period[at] == 'M' ? at + 1 : at;
  if ((at == 4 && month == 4) || !digits(month, 2)) return std::nullopt;
  const std::string start = year + "-" + std::string(period.substr(month, 2));
  if (month + 2 == period.size()) return start + "-01";
  if (period.size() == 10 && period[7] == '-' && digits(8, 2)) return std::string(period);
  return std::nullopt;
}

inline chart_axis axis_of(const std::vector<std::string>& labels) {
  chart_axis axis;
  axis.labels = labels;
  axis.type = chart_axis::kind::time;
  axis.annual = true;
  for (const std::string& label : labels) {
    const auto date = iso_date(label);
    axis.annual = axis.annual && label.size() == 4;
    if (!date) {
      axis.type = chart_axis::kind::word;
      axis.dates.clear();
      return axis;
    }
    axis.dates.push_back(*date);
  }
  return axis;
}

inline chart_axis axis_of(const std::vector<double>& values) {
  chart_axis axis;
  axis.type = chart_axis::kind::number;
  axis.numbers = values;
  for (const double v : values) axis.labels.push_back(shortest(v));
  return axis;
}

inline void put_x(json_writer& json, const chart_axis& axis, std::size_t i) {
  json.key("x");
  switch (axis.type) {
    case chart_axis::kind::time: json.value(axis.dates[i]); break;
    case chart_axis::kind::number: json.value(axis.numbers[i]); break;
    case chart_axis::kind::word: json.value(axis.labels[i]); break;
  }
  json.member("period", axis.labels[i]);
}

inline void put_x_encoding(json_writer& json, const chart_axis& axis, const std::string& title) {
  json.key("x").object(true).member("field", "x");
  switch (axis.type) {
    case chart_axis::kind::time:
      json.member("type", "temporal").key("scale").object().member("type", "utc").end();
      json.key("axis").object().member("grid", false).member("labelOverlap", true);
      if (axis.annual) {
        json.member("format", "%Y");
        if (axis.labels.size() <= 16) json.member("tickCount", "year");
      }
      json.end();
      break;
    case chart_axis::kind::number:
      json.member("type", "quantitative").key("scale").object().member("zero", false).end();
      json.key("axis").object().member("grid", false);
      if (std::all_of(axis.numbers.begin(), axis.numbers.end(),
                      [](double v) { return v == std::floor(v); })) {
        json.member("tickMinStep", 1).member("format", "d");
      }
      json.end();
      break;
    case chart_axis::kind::word:
      json.member("type", "nominal").member("sort", nullptr);
      json.key("axis").object().member("labelOverlap", true).member("labelLimit", 140);
      json.member("labelAngle", 0).end();
      break;
  }
  if (title.empty()) {
    json.member("title", nullptr);
  } else {
    json.member("title", title);
  }
  json.end();
}

inline void put_y_encoding(json_writer& json, const std::string& field, const std::string& title,
                           bool zero) {
  json.key("y").object(true).member("field", field).member("type", "quantitative");
  json.key("scale").object().member("zero", zero).end();
  if (title.empty()) {
    json.member("title", nullptr);
  } else {
    json.member("title", title);
  }
  json.end();
}

// colours in the order of the names, the legend on top
inline void put_colour(json_writer& json, const std::vector<std::string>& names) {
  json.key("color").object(true).member("field", "series").member("type", "nominal");
  json.member("sort", nullptr).key("scale").object().member("domain", names).key("range").array();
  for (std::size_t i = 0; i < names.size(); ++i) json.value(chart_colours[i % 8]);
  json.end().end();
  if (names.size() == 1) {
    json.member("legend", nullptr);
  } else {
    json.key("legend").object().member("title", nullptr).member("orient", "top");
    json.member("labelLimit", 220).member("columns", names.size() > 4 ? 3 : 0).end();
  }
  json.end();
}

inline void put_tooltip(json_writer& json,
                        const std::vector<std::pair<std::string, std::string>>& fields) {
  json.key("tooltip").array();
  for (const auto& [field, title] : fields) {
    json.object(true).member("field", field).member("title", title).end();
  }
  json.end();
}

// opens the specification: schema, title, size, look
inline json_writer begin_spec(const chart_options& o, const std::string& description,
                              int height = 0) {
  json_writer json;
  json.object().member("$schema", "https://vega.github.io/schema/vega-lite/v5.json");
  json.member("description", description);
  if (!o.title.empty()) {
    json.key("title").object().member("text", o.title);
    if (!o.subtitle.empty()) json.member("subtitle", o.subtitle);
    json.end();
  }
  json.member("width", "container").member("height", height > 0 ? height : o.height);
  json.key("autosize").object(true).member("type", "fit").member("contains", "padding").end();
  json.key("config").object();
  const char* const font = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif";
  json.member("font", font).member("background", "white");
  json.key("view").object(true).member("stroke", nullptr).end();
  json.key("title").object(true).member("anchor", "start").member("fontSize", 15);
  json.member("fontWeight", 600).member("color", "#1a1a1a").member("subtitleColor", "#555555");
  json.member("subtitleFontSize", 12).member("subtitlePadding", 4).member("offset", 12);
  json.member("limit", 0).end();
  json.key("axis").object(true).member("labelColor", "#444444").member("titleColor", "#444444");
  json.member("labelFontSize", 11).member("titleFontSize", 12).member("titleFontWeight", "normal");
  json.member("gridColor", "#e8e8e8").member("domainColor", "#999999");
  json.member("labelSeparation", 8).member("tickColor", "#999999").end();
  json.key("axisY").object(true).member("domain", false).member("ticks", false);
  json.member("tickCount", 5).end();
  json.key("legend").object(true).member("labelColor", "#333333").member("labelFontSize", 12);
  json.member("symbolStrokeWidth", 3).end();
  return json.end(), json;
}

inline void put_rule_at_zero(json_writer& json) {
  json.object().key("data").object(true).key("values").array().object().member("v", 0).end().end();
  json.end().key("mark").object(true).member("type", "rule").member("color", "#777777").end();
  json.key("encoding").object().key("y").object(true).member("field", "v");
  json.member("type", "quantitative").end().end().end();
}

inline void put_events(json_writer& json, const chart_axis& axis, const chart_options& o) {
  if (o.events.empty() || axis.type != chart_axis::kind::time) return;
  json.object().key("data").object().key("values").array();
  for (const chart_event& event : o.events) {
    const auto date = iso_date(event.period);
    require(date.has_value(), "chart", "the event ", event.label, " is at '", event.period,
            "', which is no period");
    json.object(true).member("x", *date).member("label", event.label).end();
  }
  json.end().end().key("encoding").object().key("x").object(true).member("field", "x");
  json.member("type", "temporal").key("scale").object().member("type", "utc").end().end().end();
  json.key("layer").array().object().key("mark").object(true).member("type", "rule");
  json.member("color", "#888888").member("strokeDash", std::vector<int>{4, 4}).end().end();
  json.object().key("mark").object(true).member("type", "text").member("align", "left");
  json.member("baseline", "top").member("dx", 5).member("dy", 2).member("color", "#555555");
  json.member("fontSize", 11).member("y", 0).end();
  json.key("encoding").object().key("text").object(true).member("field", "label").end().end();
  json.end().end().end();
}

inline table numbers_of(const chart_axis& axis, const std::vector<chart_line>& lines,
                        const chart_options& o) {
  table numbers(o.title, {{o.x_title.empty() ? "period" : o.x_title, -1, alignment::left}});
  for (const chart_line& line : lines) numbers.columns.push_back({line.name, o.decimals});
  for (std::size_t i = 0; i < axis.labels.size(); ++i) {
    std::vector<table_cell> cells{table_cell(axis.labels[i])};
    for (const chart_line& line : lines) {
      cells.push_back(std::isfinite(line.values[i]) ? table_cell(line.values[i]) : table_cell());
    }
    numbers.row(std::move(cells));
  }
  if (!o.subtitle.empty()) numbers.note(o.subtitle);
  return numbers;
}

inline void check_lines(const char* function, std::size_t periods,
                        const std::vector<chart_line>& lines) {
  require(periods > 0 && !lines.empty(), function, "there is nothing to draw");
  bool any = false;
  for (const chart_line& line : lines) {
    require_same_size(function, "the axis", periods, line.name, line.values.size());
    for (const double v : line.values) any = any || std::isfinite(v);
  }
  require(any, function, "every value is missing");
}

inline void put_values(json_writer& json, const chart_axis& axis,
                       const std::vector<chart_line>& lines, bool keep_gaps) {
  json.key("data").object().key("values").array();
  for (const chart_line& line : lines) {
    for (std::size_t i = 0; i < line.values.size(); ++i) {
      if (!keep_gaps && !std::isfinite(line.values[i])) continue;
      json.object(true);
      put_x(json, axis, i);
      json.member("series", line.name).member("value", line.values[i]).end();
    }
  }
  json.end().end();
}

inline std::vector<std::string> names_of(const std::vector<chart_line>& lines) {
  std::vector<std::string> names;
  for (const chart_line& line : lines) names.push_back(line.name);
  return names;
}

inline std::string described(const char* what, const chart_options& o, const chart_axis& axis) {
  return text(what, o.title.empty() ? "" : ": ", o.title, ", ", axis.labels.front(), " to ",
              axis.labels.back(), ".");
}

}  // namespace detail

/// Lines over periods ("2016", "2016-Q3", "2016-08", ...), with gaps where values are missing.
/// @throws argument_error  nothing to draw, lines of other lengths than the periods
[[nodiscard]] inline chart line_chart(const std::vector<std::string>& periods,
                                      const std::vector<chart_line>& lines,
                                      const chart_options& options = {}) {
  detail::check_lines("line_chart", periods.size(), lines);
  const detail::chart_axis axis = detail::axis_of(periods);
  const std::string description = detail::described("Lines", options, axis);
  json_writer json = detail::begin_spec(options, description);
  json.key("layer").array().object();
  detail::put_values(json, axis, lines, true);
  json.key("mark").object(true).member("type", "line").member("strokeWidth", 2);
  if (periods.size() <= 40) json.key("point").object().member("size", 28).end();
  json.member("invalid", "break-paths-show-path-domains").end();
  json.key("encoding").object();
  detail::put_x_encoding(json, axis, options.x_title);
  detail::put_y_encoding(json, "value", options.y_title, options.zero);
  detail::put_colour(json, detail::names_of(lines));
  detail::put_tooltip(json, {{"series", "series"}, {"period", "period"}, {"value", "value"}});
  json.end().end();
  detail::put_events(json, axis, options);
  json.end().end();
  return {options.title, description, json.text(), detail::numbers_of(axis, lines, options)};
}

/// Bars over periods or categories; several lines of values stand side by side.
[[nodiscard]] inline chart bar_chart(const std::vector<std::string>& categories,
                                     const std::vector<chart_line>& values,
                                     const chart_options& options = {}) {
  detail::check_lines("bar_chart", categories.size(), values);
  detail::chart_axis axis;
  axis.labels = categories;
  const std::string description = detail::described("Bars", options, axis);
  json_writer json = detail::begin_spec(options, description);
  json.key("layer").array().object();
  detail::put_values(json, axis, values, false);
  json.key("mark").object(true).member("type", "bar").end().key("encoding").object();
  detail::put_x_encoding(json, axis, options.x_title);
  detail::put_y_encoding(json, "value", options.y_title, true);
  detail::put_colour(json, detail::names_of(values));
  if (values.size() > 1) {
    json.key("xOffset").object(true).member("field", "series").member("sort", nullptr).end();
  }
  detail::put_tooltip(json, {{"series", "series"}, {"period", "category"}, {"value", "value"}});
  json.end().end();
  detail::put_rule_at_zero(json);
  json.end().end();
  return {options.title, description, json.text(), detail::numbers_of(axis, values, options)};
}

/// Contributions of parts to a total: stacked bars, those below zero downwards, and the total as a
/// line of dots where it is given.
[[nodiscard]] inline chart contribution_chart(const std::vector<std::string>& periods,
                                              const std::vector<chart_line>& parts,
                                              const std::optional<chart_line>& total = {},
                                              const chart_options& options = {}) {
  detail::check_lines("contribution_chart", periods.size(), parts);
  std::vector<chart_line> all = parts;
  if (total) {
    all.push_back(*total);
    detail::check_lines("contribution_chart", periods.size(), {*total});
  }
  detail::chart_axis axis;
  axis.labels = periods;
  const std::string description = detail::described("Contributions", options, axis);
  json_writer json = detail::begin_spec(options, description);
  json.key("layer").array().object();
  detail::put_values(json, axis, parts, false);
  json.key("mark").object(true).member("type", "bar").end().key("encoding").object();
  detail::put_x_encoding(json, axis, options.x_title);
  json.key("y").object(true).member("field", "value").member("type", "quantitative");
  json.member("stack", "zero");
  if (options.y_title.empty()) {
    json.member("title", nullptr);
  } else {
    json.member("title", options.y_title);
  }
  json.end();
  detail::put_colour(json, detail::names_of(parts));
  detail::put_tooltip(json, {{"series", "part"}, {"period", "period"}, {"value", "contribution"}});
  json.end().end();
  detail::put_rule_at_zero(json);
  if (total) {
    json.object();
    detail::put_values(json, axis, {*total}, false);
    json.key("mark").object(true).member("type", "line").member("color", "#1a1a1a");
    json.member("strokeWidth", 1.5).key("point").object().member("color", "#1a1a1a");
    json.member("size", 36).end().end().key("encoding").object();
    detail::put_x_encoding(json, axis, options.x_title);
    json.key("y").object(true).member("field", "value").member("type", "quantitative").end();
    detail::put_tooltip(json, {{"series", "series"}, {"period", "period"}, {"value", "value"}});
    json.end().end();
  }
  json.end().end();
  return {options.title, description, json.text(), detail::numbers_of(axis, all, options)};
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
  const std::string x_name = options.x_title.empty() ? "x" : options.x_title;
  const std::string y_name = options.y_title.empty() ? "y" : options.y_title;
  const std::string description =
      text("Scatter of ", y_name, " against ", x_name, ", ", x.size(), " points.");
  json_writer json = detail::begin_spec(options, description);
  const auto encode = [&] {
    json.key("x").object(true).member("field", "x").member("type", "quantitative");
    json.key("scale").object().member("zero", options.zero).end().member("title", x_name).end();
    detail::put_y_encoding(json, "y", y_name, options.zero);
  };
  json.key("layer").array().object().key("data").object().key("values").array();
  for (std::size_t i = 0; i < x.size(); ++i) {
    json.object(true).member("x", x[i]).member("y", y[i]);
    if (!labels.empty()) json.member("label", labels[i]);
    json.end();
  }
  json.end().end().key("mark").object(true).member("type", "circle").member("size", 36);
  json.member("opacity", 0.65).member("color", detail::chart_colours[0]).end();
  json.key("encoding").object();
  encode();
  if (labels.empty()) {
    detail::put_tooltip(json, {{"x", x_name}, {"y", y_name}});
  } else {
    detail::put_tooltip(json, {{"label", "label"}, {"x", x_name}, {"y", y_name}});
  }
  json.end().end();
  table numbers(options.title, {{x_name}, {y_name}});
  if (!labels.empty()) numbers.columns.insert(numbers.columns.begin(), table_column{"label"});
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (labels.empty()) {
      numbers.row({x[i], y[i]});
    } else {
      numbers.row({labels[i], x[i], y[i]});
    }
  }
  if (fit) {
    const auto [low, high] = std::minmax_element(x.begin(), x.end());
    json.object().key("data").object().key("values").array();
    for (const double end : {*low, *high}) {
      json.object(true).member("x", end).member("y", fit->intercept + fit->slope * end).end();
    }
    json.end().end().key("mark").object(true).member("type", "line").member("strokeWidth", 2);
    json.member("color", detail::chart_colours[1]).end().key("encoding").object();
    encode();
    json.end().end();
    numbers.note(text(fit->name, ": ", significant_text(fit->intercept, 6),
                      fit->slope < 0 ? " - " : " + ", significant_text(std::abs(fit->slope), 6),
                      " x"));
  }
  json.end().end();
  if (!options.subtitle.empty()) numbers.note(options.subtitle);
  return {options.title, description, json.text(), numbers};
}

/// Estimates with their intervals, one below the other: a coefficient plot. A thin line stands at
/// `reference` (0, 1, a published value). Ends at infinity are cut at the widest finite end.
[[nodiscard]] inline chart interval_chart(const std::vector<chart_interval>& rows,
                                          std::optional<double> reference = 0.0,
                                          const chart_options& options = {}) {
  require(!rows.empty(), "interval_chart", "there is nothing to draw");
  double least = rows[0].estimate, most = rows[0].estimate;
  for (const chart_interval& row : rows) {
    require(std::isfinite(row.estimate) && !(row.low > row.high), "interval_chart", "the row ",
            row.name, " has the estimate ", row.estimate, " in [", row.low, ", ", row.high, "]");
    for (const double end : {row.low, row.estimate, row.high}) {
      if (!std::isfinite(end)) continue;
      least = (std::min)(least, end);
      most = (std::max)(most, end);
    }
  }
  const std::string description = text("Estimates with intervals: ", options.title, ", ",
                                       rows.size(), rows.size() == 1 ? " row." : " rows.");
  json_writer json =
      detail::begin_spec(options, description, static_cast<int>(30 * rows.size()) + 100);
  json.key("data").object().key("values").array();
  for (const chart_interval& row : rows) {
    json.object(true).member("name", row.name).member("estimate", row.estimate);
    json.member("low", std::isfinite(row.low) ? row.low : least);
    json.member("high", std::isfinite(row.high) ? row.high : most).end();
  }
  json.end().end().key("encoding").object().key("y").object(true).member("field", "name");
  json.member("type", "nominal").member("sort", nullptr).member("title", nullptr);
  json.key("axis").object().member("labelLimit", 220).end().end().end();
  const auto position = [&](const char* channel, const char* field) {
    json.key(channel).object(true).member("field", field);
    if (std::string_view(channel) == "x") {
      json.member("type", "quantitative").key("scale").object().member("zero", false).end();
      json.member("title", options.x_title.empty() ? std::optional<std::string>()
                                                   : std::optional(options.x_title));
    }
    json.end();
  };
  json.key("layer").array();
  if (reference) {
    json.object().key("data").object(true).key("values").array().object();
    json.member("v", *reference).end().end().end().key("mark").object(true).member("type", "rule");
    json.member("color", "#777777").member("strokeDash", std::vector<int>{4, 4}).end();
    json.key("encoding").object().key("x").object(true).member("field", "v");
    json.member("type", "quantitative").end().key("y").value(nullptr).end().end();
  }
  json.object().key("mark").object(true).member("type", "rule").member("strokeWidth", 2);
  json.member("color", detail::chart_colours[0]).end().key("encoding").object();
  position("x", "low");
  position("x2", "high");
  json.end().end().object().key("mark").object(true).member("type", "point");
  json.member("filled", true).member("size", 60).member("opacity", 1);
  json.member("color", detail::chart_colours[0]).end().key("encoding").object();
  position("x", "estimate");
  detail::put_tooltip(json, {{"name", "name"}, {"estimate", "estimate"}, {"low", "low"},
                             {"high", "high"}});
  json.end().end().end().end();
  table numbers(options.title, {{"", -1, alignment::left}, {"estimate"}, {"low"}, {"high"}});
  for (const chart_interval& row : rows) numbers.row({row.name, row.estimate, row.low, row.high});
  if (!options.subtitle.empty()) numbers.note(options.subtitle);
  return {options.title, description, json.text(), numbers};
}

namespace detail {

inline chart band(const char* function, const chart_axis& axis, const std::vector<double>& estimate,
                  const std::vector<double>& low, const std::vector<double>& high,
                  const chart_options& options, std::optional<double> reference) {
  check_lines(function, axis.labels.size(), {{"estimate", estimate}, {"low", low}, {"high", high}});
  const std::string description = described("Path with its interval", options, axis);
  json_writer json = begin_spec(options, description);
  json.key("data").object().key("values").array();
  for (std::size_t i = 0; i < estimate.size(); ++i) {
    json.object(true);
    put_x(json, axis, i);
    json.member("estimate", estimate[i]).member("low", low[i]).member("high", high[i]).end();
  }
  json.end().end().key("encoding").object();
  put_x_encoding(json, axis, options.x_title);
  json.end().key("layer").array().object().key("mark").object(true).member("type", "area");
  json.member("opacity", 0.18).member("color", chart_colours[0]).end().key("encoding").object();
  put_y_encoding(json, "low", options.y_title, options.zero);
  json.key("y2").object(true).member("field", "high").end().end().end();
  json.object().key("mark").object(true).member("type", "line").member("strokeWidth", 2);
  if (estimate.size() <= 40) json.key("point").object().member("size", 28).end();
  json.member("color", chart_colours[0]).end().key("encoding").object();
  put_y_encoding(json, "estimate", options.y_title, options.zero);
  put_tooltip(json, {{"period", "at"}, {"estimate", "estimate"}, {"low", "low"}, {"high", "high"}});
  json.end().end();
  if (reference) {
    json.object().key("mark").object(true).member("type", "rule").member("color", "#777777");
    json.member("strokeDash", std::vector<int>{4, 4}).end().key("encoding").object();
    json.key("x").value(nullptr).key("y").object(true).member("datum", *reference).end().end().end();
  }
  put_events(json, axis, options);
  json.end().end();
  return {options.title, description, json.text(),
          numbers_of(axis, {{"estimate", estimate}, {"low", low}, {"high", high}}, options)};
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

}  // namespace bilateral
