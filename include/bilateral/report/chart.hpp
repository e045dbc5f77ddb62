#pragma once
/// The kinds of charts: lines, fans, bars, intervals, points with a fit.

#include <bilateral/core/check.hpp>
#include <bilateral/report/chart_data.hpp>
#include <bilateral/report/detail/chart_parts.hpp>
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
