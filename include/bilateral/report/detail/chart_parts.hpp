#pragma once
// Parts of charts that making, drawing and exporting share: axes, digits, checks, tables.

#include <bilateral/core/check.hpp>
#include <bilateral/core/date.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/report/chart_data.hpp>
#include <bilateral/report/table.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace bilateral::detail {

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
    const auto period = parse_date(labels[i]);
    all_time = all_time && period;
    time.annual = time.annual && labels[i].size() == 4;
    if (all_time) time.position[i] = static_cast<double>(first_day(*period).at);
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
    const auto w = to_size(o.moving_sum);
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
    require(parse_date(event.period).has_value(), function, "the event ", event.label, " is at '",
            event.period, "', which is no period");
  }
  c.title = o.title;
  c.description = described(what, o, c.axis);
  c.numbers = numbers_of(c);
  return c;
}

// rows that set the axis: not those ten times as wide as the median row, which would hide the others
inline std::vector<bool> rows_in_view(const std::vector<chart_interval>& rows) {
  std::vector<double> widths;
  for (const chart_interval& row : rows) {
    const double width = row.high - row.low;
    if (std::isfinite(width)) widths.push_back(width);
  }
  std::vector<bool> out(rows.size(), true);
  if (widths.size() < 3) return out;
  std::nth_element(widths.begin(), widths.begin() + to_index(widths.size() / 2), widths.end());
  const double limit = 10 * widths[widths.size() / 2];
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double width = rows[i].high - rows[i].low;
    out[i] = !(limit > 0) || !std::isfinite(width) || width <= limit;
  }
  return out;
}

}  // namespace bilateral::detail
