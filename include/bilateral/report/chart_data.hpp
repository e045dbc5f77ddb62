#pragma once
/// Charts as values: what is drawn, what it says, and the table of its numbers.
///
/// A chart is data; report/chart.hpp makes it, report/chart_svg.hpp draws it (to_svg),
/// report/vega_lite.hpp exports it (to_vega_lite), report/page.hpp puts it on a page.

#include <bilateral/report/table.hpp>

#include <optional>
#include <string>
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

}  // namespace bilateral
