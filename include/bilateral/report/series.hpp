#pragma once
/// Series as they are, in tables and charts: names, periods, units and gaps come along.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/unit.hpp>
#include <bilateral/report/chart.hpp>
#include <bilateral/report/detail/chart_parts.hpp>
#include <bilateral/report/table.hpp>
#include <bilateral/series/series.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

namespace detail {

// one column or line, without its types
struct named_values {
  std::string name, unit, source;
  std::int64_t first = 0;  // number of its first period
  std::vector<double> values;
};

template <frequency F, unit U>
named_values named(const series<F, U>& s) {
  std::string source = s.source.source;
  return {s.name,
          std::same_as<U, unspecified> || std::same_as<U, dimensionless> ? "" : unit_name<U>(),
          std::move(source), s.start.ordinal(), s.values};
}

// 1e6 and "million " where the largest figures have seven digits and more; one scale for a unit
inline std::pair<double, std::string> scale_of(const std::vector<named_values>& all,
                                               const std::string& unit) {
  double largest = 0;
  for (const named_values& s : all) {
    if (s.unit != unit) continue;
    for (const double v : s.values) {
      if (std::isfinite(v)) largest = (std::max)(largest, std::abs(v));
    }
  }
  if (unit.empty() || largest < 1e6) return {1, ""};
  if (largest < 1e10) return {1e6, "million "};
  if (largest < 1e13) return {1e9, "billion "};
  return {1e12, "trillion "};
}

// the periods that any of them has, and the values along these; missing where a series has none
template <frequency F>
std::vector<std::string> common_axis(std::vector<named_values>& all) {
  std::int64_t first = (std::numeric_limits<std::int64_t>::max)(), last = -1;
  for (const named_values& s : all) {
    if (s.values.empty()) continue;
    first = (std::min)(first, s.first);
    last = (std::max)(last, s.first + static_cast<std::int64_t>(s.values.size()) - 1);
  }
  std::vector<std::string> periods;
  for (std::int64_t p = first; p <= last; ++p)
    periods.push_back(to_string(period<F>::from_ordinal(p)));
  for (named_values& s : all) {
    std::vector<double> along(periods.size(), std::numeric_limits<double>::quiet_NaN());
    for (std::size_t i = 0; i < s.values.size(); ++i) {
      along[to_size(s.first - first) + i] = s.values[i];
    }
    s.values = std::move(along);
  }
  return periods;
}

inline std::string sources_of(const std::vector<named_values>& all) {
  std::vector<std::string> each;
  std::string joined_text;
  for (const named_values& s : all) {
    if (s.source.empty() || std::find(each.begin(), each.end(), s.source) != each.end()) continue;
    each.push_back(s.source);
    joined_text += (joined_text.empty() ? "" : "; ") + s.source;
  }
  return joined_text;
}

// one panel for each unit, in the order in which the units come
template <frequency F>
chart chart_of(std::vector<named_values> all, chart_options options) {
  const std::vector<std::string> periods = common_axis<F>(all);
  std::vector<chart_panel> panels;
  std::vector<std::string> units;
  for (const named_values& s : all) {
    const auto [scale, word] = scale_of(all, s.unit);
    const auto found = std::find(units.begin(), units.end(), s.unit);
    const auto at = to_size(found - units.begin());
    if (found == units.end()) {
      units.push_back(s.unit);
      panels.push_back({word + s.unit, {}});
    }
    chart_line line{s.name, s.values};
    for (double& v : line.values) v /= scale;
    panels[at].lines.push_back(std::move(line));
  }
  if (options.source.empty()) options.source = sources_of(all);
  if (panels.size() > 1) return panel_chart(periods, panels, options);
  if (options.y_title.empty()) options.y_title = panels[0].unit;
  return line_chart(periods, panels[0].lines, options);
}

}  // namespace detail

/// Series as lines, each named and in its unit: large figures in millions or billions, series of
/// different units in panels of their own, periods that one of them lacks as gaps.
///
///   page.add(line_chart(exports, imports, {.title = "Exports overtook imports in 2016"}));
///
/// @throws argument_error  nothing to draw
template <frequency F, unit A>
[[nodiscard]] chart line_chart(const series<F, A>& a, const chart_options& options = {}) {
  return detail::chart_of<F>({detail::named(a)}, options);
}
template <frequency F, unit A, unit B>
[[nodiscard]] chart line_chart(const series<F, A>& a, const series<F, B>& b,
                               const chart_options& options = {}) {
  return detail::chart_of<F>({detail::named(a), detail::named(b)}, options);
}
template <frequency F, unit A, unit B, unit C>
[[nodiscard]] chart line_chart(const series<F, A>& a, const series<F, B>& b, const series<F, C>& c,
                               const chart_options& options = {}) {
  return detail::chart_of<F>({detail::named(a), detail::named(b), detail::named(c)}, options);
}
template <frequency F, unit A, unit B, unit C, unit D>
[[nodiscard]] chart line_chart(const series<F, A>& a, const series<F, B>& b, const series<F, C>& c,
                               const series<F, D>& d, const chart_options& options = {}) {
  return detail::chart_of<F>(
      {detail::named(a), detail::named(b), detail::named(c), detail::named(d)}, options);
}

template <frequency F, frequency G, unit A, unit B>
requires(!std::same_as<F, G>) different_frequencies_do_not_combine
    line_chart(const series<F, A>&, const series<G, B>&, const chart_options& = {})
= delete;

/// Series as the columns of a table, a row for each period that any of them has; an empty cell
/// where a value is missing. Figures are in their unit, unscaled, and the header names it.
template <frequency F, unit... U>
[[nodiscard]] table series_table(std::string title, const series<F, U>&... s) {
  std::vector<detail::named_values> all{detail::named(s)...};
  const std::vector<std::string> periods = detail::common_axis<F>(all);
  table t(std::move(title), {{"period", -1, alignment::left}});
  for (const detail::named_values& column : all) {
    t.columns.push_back({column.unit.empty() ? column.name : column.name + ", " + column.unit,
                         detail::decimals_for(column.values)});
  }
  for (std::size_t i = 0; i < periods.size(); ++i) {
    std::vector<table_cell> cells{table_cell(periods[i])};
    for (const detail::named_values& column : all)
      cells.push_back(detail::chart_cell(column.values[i]));
    t.row(std::move(cells));
  }
  const std::string source = detail::sources_of(all);
  if (!source.empty()) t.note("Source: " + source);
  return t;
}

}  // namespace bilateral
