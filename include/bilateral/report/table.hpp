#pragma once
/// One table, written as aligned text, Markdown, LaTeX, CSV, JSON or HTML.

#include <bilateral/core/check.hpp>
#include <bilateral/core/unit.hpp>
#include <bilateral/report/detail/people_text.hpp>
#include <bilateral/report/escape.hpp>
#include <bilateral/report/json.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <limits>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

/// A text, a number, or nothing. A number may carry the text it is printed as, "(0.16)" or "0.82*";
/// CSV and JSON keep the number itself.
struct table_cell {
  enum class content { empty, text, number };

  table_cell() = default;
  table_cell(std::nullopt_t) {}
  table_cell(std::string text) : kind(content::text), shown(std::move(text)) {}
  table_cell(std::string_view text) : table_cell(std::string(text)) {}
  table_cell(const char* text) : table_cell(std::string(text)) {}
  table_cell(double value, std::string as = {})
      : kind(content::number), number(value), shown(std::move(as)) {}
  template <std::integral Integer>
  table_cell(Integer value)
      : kind(content::number), number(static_cast<double>(value)), shown(std::to_string(value)) {}
  /// Printed with its unit; CSV and JSON keep the number.
  template <unit U>
  table_cell(quantity<U> value) : table_cell(value.value, to_string(value)) {}
  template <class Value>
  table_cell(const std::optional<Value>& value) {
    if (value) *this = table_cell(*value);
  }

  content kind = content::empty;
  double number = 0;
  std::string shown;
};

/// A p-value in print: four decimals, "<0.0001" below them; CSV and JSON keep the number.
[[nodiscard]] inline table_cell p_cell(const std::optional<double>& p) {
  if (!p) return {};
  return {*p, *p < 1e-4 ? std::string("<0.0001") : fixed_text(*p, 4)};
}

enum class alignment { automatic, left, right, centre };

struct table_column {
  std::string header = {};
  /// Decimals of numbers; -1 prints `digits` significant digits, without an exponent from 10,000 on.
  int decimals = -1;
  alignment align = alignment::automatic;  ///< automatic: right where a cell is a number
  bool thousands = true;                   ///< 1,234.5 in print
  int digits = 6;
};

/// Columns, rows, a title above and notes below.
///
///   table t("Exports to China", {{"year"}, {"million USD", 1}, {"percent", 1}});
///   t.row({2015, 7391.4, std::nullopt}).row({2016, 8492.3, 14.9}).note("Source: customs");
///   out << to_text(t);
struct table {
  table() = default;
  table(std::string title_text, std::vector<table_column> table_columns)
      : title(std::move(title_text)), columns(std::move(table_columns)) {}

  /// @throws argument_error  the row has another number of cells than there are columns
  table& row(std::vector<table_cell> cells) {
    require(cells.size() == columns.size(), "table", "row ", rows.size() + 1, " has ", cells.size(),
            " cells; there are ", columns.size(), " columns");
    rows.push_back(std::move(cells));
    return *this;
  }
  /// A rule between the row above and the next.
  table& rule() {
    rules.push_back(rows.size());
    return *this;
  }
  table& note(std::string text) {
    notes.push_back(std::move(text));
    return *this;
  }

  std::string title;
  std::vector<table_column> columns;
  std::vector<std::vector<table_cell>> rows;
  std::vector<std::size_t> rules;  ///< a rule stands before each of these rows
  std::vector<std::string> notes;
};

namespace detail {

inline std::string cell_text(const table_cell& cell, const table_column& column) {
  if (cell.kind == table_cell::content::empty) return "";
  if (cell.kind == table_cell::content::text || !cell.shown.empty()) return cell.shown;
  if (!std::isfinite(cell.number)) return std::isnan(cell.number) ? "" : shortest(cell.number);
  if (column.decimals < 0) return people_text(cell.number, column.digits, column.thousands);
  return column.thousands ? grouped_text(cell.number, column.decimals)
                          : fixed_text(cell.number, column.decimals);
}

inline bool right_aligned(const table& t, std::size_t j) {
  if (t.columns[j].align != alignment::automatic) return t.columns[j].align == alignment::right;
  for (const auto& row : t.rows) {
    if (row[j].kind == table_cell::content::number) return true;
  }
  return false;
}

inline bool rule_before(const table& t, std::size_t row) {
  for (const std::size_t r : t.rules) {
    if (r == row && row > 0 && row < t.rows.size()) return true;
  }
  return false;
}

}  // namespace detail

/// Aligned columns between rules, two blanks apart; no line of headers where all are empty.
[[nodiscard]] inline std::string to_text(const table& t) {
  std::vector<std::size_t> width;
  std::vector<std::vector<std::string>> lines(t.rows.size() + 1);
  for (std::size_t j = 0; j < t.columns.size(); ++j) {
    lines[0].push_back(printable(t.columns[j].header));
    width.push_back(display_width(lines[0][j]));
    for (std::size_t i = 0; i < t.rows.size(); ++i) {
      lines[i + 1].push_back(printable(detail::cell_text(t.rows[i][j], t.columns[j])));
      width[j] = (std::max)(width[j], display_width(lines[i + 1][j]));
    }
  }
  std::size_t total = width.empty() ? 0 : 2 * (width.size() - 1);
  for (const std::size_t w : width) total += w;
  std::string out;
  if (!t.title.empty()) out += printable(t.title) + "\n";
  const std::string strong(total, '='), thin(total, '-');
  out += strong + "\n";
  const bool headed = std::any_of(t.columns.begin(), t.columns.end(),
                                  [](const table_column& c) { return !c.header.empty(); });
  for (std::size_t i = headed ? 0 : 1; i < lines.size(); ++i) {
    if (i > 0 && detail::rule_before(t, i - 1)) out += thin + "\n";
    std::string line;
    for (std::size_t j = 0; j < width.size(); ++j) {
      const std::size_t gap = width[j] - display_width(lines[i][j]);
      const std::size_t before = detail::right_aligned(t, j)               ? gap
                                 : t.columns[j].align == alignment::centre ? gap / 2
                                                                           : 0;
      line.append(before + (j == 0 ? 0 : 2), ' ');
      line += lines[i][j];
      line.append(gap - before, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
    if (i == 0) out += thin + "\n";
  }
  out += strong + "\n";
  for (const std::string& note : t.notes) out += printable(note) + "\n";
  return out;
}

/// A pipe table; title in bold above, notes below.
[[nodiscard]] inline std::string to_markdown(const table& t) {
  std::string out;
  if (!t.title.empty()) out += "**" + markdown_escape(t.title) + "**\n\n";
  out += "|";
  for (const table_column& column : t.columns) out += " " + markdown_escape(column.header) + " |";
  out += "\n|";
  for (std::size_t j = 0; j < t.columns.size(); ++j) {
    out += detail::right_aligned(t, j)               ? " ---: |"
           : t.columns[j].align == alignment::centre ? " :---: |"
                                                     : " --- |";
  }
  out += "\n";
  for (const auto& row : t.rows) {
    out += "|";
    for (std::size_t j = 0; j < row.size(); ++j) {
      out += " " + markdown_escape(detail::cell_text(row[j], t.columns[j])) + " |";
    }
    out += "\n";
  }
  for (const std::string& note : t.notes) out += "\n" + markdown_escape(note) + "\n";
  return out;
}

/// A `tabular` with booktabs rules inside a `table` float; needs \usepackage{booktabs} and T1 fonts.
[[nodiscard]] inline std::string to_latex(const table& t) {
  std::string out = "\\begin{table}[htbp]\n\\centering\n";
  if (!t.title.empty()) out += "\\caption{" + latex_escape(t.title) + "}\n";
  out += "\\begin{tabular}{";
  for (std::size_t j = 0; j < t.columns.size(); ++j) {
    out += detail::right_aligned(t, j) ? "r" : t.columns[j].align == alignment::centre ? "c" : "l";
  }
  out += "}\n\\toprule\n";
  const auto line = [&](const auto& cell) {
    for (std::size_t j = 0; j < t.columns.size(); ++j) out += (j == 0 ? "" : " & ") + cell(j);
    out += " \\\\\n";
  };
  line([&](std::size_t j) { return latex_escape(t.columns[j].header); });
  out += "\\midrule\n";
  for (std::size_t i = 0; i < t.rows.size(); ++i) {
    if (detail::rule_before(t, i)) out += "\\midrule\n";
    line([&](std::size_t j) {
      std::string cell = latex_escape(detail::cell_text(t.rows[i][j], t.columns[j]));
      const bool number = t.rows[i][j].kind == table_cell::content::number;
      if (number && cell.starts_with("-")) cell = "$-$" + cell.substr(1);
      // a row that starts with [ would be read as the optional argument of the line end above
      return cell.starts_with("[") ? "{}" + cell : cell;
    });
  }
  out += "\\bottomrule\n\\end{tabular}\n";
  for (const std::string& note : t.notes) {
    out += "\\par\\smallskip{\\footnotesize " + latex_escape(note) + "}\n";
  }
  return out + "\\end{table}\n";
}

struct table_csv_options {
  char delimiter = ',';
  char decimal = '.';
  bool spreadsheet_safe = true;  ///< see csv_escape; numbers are never touched
};

/// Header and rows with every digit of the numbers; title and notes are left to the other formats.
[[nodiscard]] inline std::string to_csv(const table& t, const table_csv_options& options = {}) {
  std::string out;
  const auto separate = [&](std::size_t j) {
    if (j > 0) out += options.delimiter;
  };
  for (std::size_t j = 0; j < t.columns.size(); ++j) {
    separate(j);
    out += csv_escape(t.columns[j].header, options.delimiter, options.spreadsheet_safe);
  }
  out += "\n";
  for (const auto& row : t.rows) {
    for (std::size_t j = 0; j < row.size(); ++j) {
      separate(j);
      if (row[j].kind == table_cell::content::text) {
        out += csv_escape(row[j].shown, options.delimiter, options.spreadsheet_safe);
      } else if (row[j].kind == table_cell::content::number && std::isfinite(row[j].number)) {
        std::string number = shortest(row[j].number);
        for (char& c : number) c = c == '.' ? options.decimal : c;
        out += number;
      }
    }
    out += "\n";
  }
  return out;
}

/// {"title", "columns": [...], "rows": [[...]], "notes": [...]} with every digit.
inline void write_json(json_writer& json, const table& t) {
  json.object().member("title", t.title).key("columns").array(true);
  for (const table_column& column : t.columns) json.value(column.header);
  json.end().key("rows").array();
  for (const auto& row : t.rows) {
    json.array(true);
    for (const table_cell& cell : row) {
      switch (cell.kind) {
        case table_cell::content::empty: json.value(nullptr); break;
        case table_cell::content::text: json.value(cell.shown); break;
        case table_cell::content::number: json.value(cell.number); break;
      }
    }
    json.end();
  }
  json.end().member("notes", t.notes).end();
}
/// The table as a JSON object, numbers in shortest form, missing cells null.
[[nodiscard]] inline std::string to_json(const table& t) {
  json_writer json;
  write_json(json, t);
  return json.text() + "\n";
}

namespace detail {

// characters of the widest cells side by side
inline std::size_t natural_width(const table& t) {
  std::size_t total = 0;
  for (std::size_t j = 0; j < t.columns.size(); ++j) {
    std::size_t widest = display_width(t.columns[j].header);
    for (const auto& row : t.rows) {
      widest = (std::max)(widest, display_width(cell_text(row[j], t.columns[j])));
    }
    total += widest + 2;
  }
  return total;
}

}  // namespace detail

/// A `table` element; numbers have the class `number`, rows below a rule the class `rule`. A table too
/// wide for a telephone has the class `stack`, and its cells name their column in `data-label`.
[[nodiscard]] inline std::string to_html(const table& t) {
  const bool stack = t.columns.size() > 1 && detail::natural_width(t) > 44;
  std::string out = stack ? "<table class=\"stack\">\n" : "<table>\n";
  if (!t.title.empty()) out += "<caption>" + html_escape(t.title) + "</caption>\n";
  std::vector<std::string> style;
  for (std::size_t j = 0; j < t.columns.size(); ++j) {
    style.push_back(detail::right_aligned(t, j)               ? " class=\"number\""
                    : t.columns[j].align == alignment::centre ? " class=\"centre\""
                                                              : "");
  }
  out += "<thead><tr>";
  for (std::size_t j = 0; j < t.columns.size(); ++j) {
    out += "<th scope=\"col\"" + style[j] + ">" + html_escape(t.columns[j].header) + "</th>";
  }
  out += "</tr></thead>\n<tbody>\n";
  for (std::size_t i = 0; i < t.rows.size(); ++i) {
    out += detail::rule_before(t, i) ? "<tr class=\"rule\">" : "<tr>";
    for (std::size_t j = 0; j < t.columns.size(); ++j) {
      out += "<td" + style[j];
      if (stack && !t.columns[j].header.empty()) {
        out += " data-label=\"" + html_escape(t.columns[j].header) + "\"";
      }
      out += ">" + html_escape(detail::cell_text(t.rows[i][j], t.columns[j])) + "</td>";
    }
    out += "</tr>\n";
  }
  out += "</tbody>\n";
  if (!t.notes.empty()) {
    out += "<tfoot>\n";
    for (const std::string& note : t.notes) {
      out += "<tr><td colspan=\"" + std::to_string(t.columns.size()) + "\">" + html_escape(note) +
             "</td></tr>\n";
    }
    out += "</tfoot>\n";
  }
  return out + "</table>\n";
}

inline std::ostream& operator<<(std::ostream& out, const table& t) { return out << to_text(t); }

}  // namespace bilateral
