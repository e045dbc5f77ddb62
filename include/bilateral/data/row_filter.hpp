#pragma once
/// Rows that meet a condition: COLUMN OP VALUE[,...] with = != < <= > >=.

#include <bilateral/core/date.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/number.hpp>
#include <bilateral/data/data_table.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

/// Names separated by `separator`; one that holds it is written in quotes, "" inside for a quote.
/// Blanks around a name are no part of it; empty text is an empty list.
/// @throws argument_error  an open quote, text behind a closing one, an empty name
[[nodiscard]] inline std::vector<std::string> split_names(std::string_view text,
                                                          char separator = ',') {
  std::vector<std::string> names;
  const auto blank = [&](std::size_t at) {
    return at < text.size() && (text[at] == ' ' || text[at] == '\t');
  };
  if (text.find_first_not_of(" \t") == std::string_view::npos) return names;
  for (std::size_t at = 0;; ++at) {
    while (blank(at)) ++at;
    std::string name;
    if (at < text.size() && text[at] == '"') {
      for (++at;; ++at) {
        require(at < text.size(), "list", "a quote is not closed in ", text);
        if (text[at] == '"' && at + 1 < text.size() && text[at + 1] == '"') {
          ++at;
        } else if (text[at] == '"') {
          break;
        }
        name += text[at];
      }
      for (++at; blank(at);) ++at;
      require(at >= text.size() || text[at] == separator, "list", "text after a closing quote in ",
              text);
    } else {
      while (at < text.size() && text[at] != separator) name += text[at++];
      while (!name.empty() && (name.back() == ' ' || name.back() == '\t')) name.pop_back();
      require(!name.empty(), "list", "an empty name in the list ", text);
    }
    names.push_back(std::move(name));
    if (at >= text.size()) return names;
  }
}

/// A condition on one column, read from text.
struct row_condition {
  std::string text;  ///< as given
  std::string column;
  std::string operation;  ///< = != < <= > >=
  std::vector<std::string> values;
};

/// @param text  'COLUMN OP VALUE[,...]'; several values with = (any of them) and != (none of them)
/// @throws argument_error  anything else
[[nodiscard]] inline row_condition parse_condition(std::string_view text) {
  std::size_t at = 0;
  bool quoted = false;
  constexpr std::string_view signs = "=!<>";
  while (at < text.size() && (quoted || signs.find(text[at]) == std::string_view::npos)) {
    quoted = quoted != (text[at++] == '"');
  }
  std::size_t behind = at;
  while (behind < text.size() && signs.find(text[behind]) != std::string_view::npos) ++behind;
  row_condition out;
  out.text = text;
  out.operation = text.substr(at, behind - at);
  if (out.operation == "==") out.operation = "=";
  static constexpr std::array<std::string_view, 6> known = {"=", "!=", "<", "<=", ">", ">="};
  const auto names = split_names(text.substr(0, at));
  require(names.size() == 1 && std::find(known.begin(), known.end(), out.operation) != known.end(),
          "where", "'", out.text, "' is not COLUMN OP VALUE with = != < <= > >=");
  out.column = names[0];
  out.values = split_names(text.substr(behind));
  const bool set = out.operation == "=" || out.operation == "!=";
  require(!out.values.empty() && (set || out.values.size() == 1), "where", "'", out.text,
          "' needs one value (several only with = and !=)");
  return out;
}

namespace detail {

// whether one text meets a condition; none where it cannot be compared
inline std::optional<bool> meets(const row_condition& c, std::string_view label) {
  const auto read = parse_number(label);
  if (c.operation == "=" || c.operation == "!=") {
    bool any = false;
    for (const std::string& v : c.values) {
      const auto wanted = parse_number(v);
      any = any || label == v || (read && wanted && read.value == wanted.value);
    }
    return any == (c.operation == "=");
  }
  if (label.find_first_not_of(" \t") == std::string_view::npos) return false;
  const auto ordered = [&](auto a, auto b) {
    if (c.operation == "<") return a < b;
    if (c.operation == "<=") return a <= b;
    return c.operation == ">" ? a > b : a >= b;
  };
  const auto wanted = parse_number(c.values[0]);
  if (read && wanted) return ordered(read.value, wanted.value);
  const auto day = parse_date(c.values[0]), when = parse_date(label);
  if (day && when && day->every == when->every) return ordered(when->at, day->at);
  return std::nullopt;
}

}  // namespace detail

/// Which rows meet a condition on a column of text, numbers and dates compared as what they are; an
/// empty cell is below and above nothing.
/// @throws data_error  no such column, a cell that cannot be compared
[[nodiscard]] inline std::vector<bool> rows_where(const data_table& table,
                                                  const row_condition& condition) {
  std::vector<bool> out(table.rows());
  if (!table.has_text(condition.column) && table.has_number(condition.column)) {
    const auto values = table[condition.column];
    for (std::size_t i = 0; i < out.size(); ++i) {
      const auto met = detail::meets(condition, std::isnan(values[i]) ? "" : shortest(values[i]));
      require(met.has_value(), "where", "'", condition.text, "' does not compare numbers");
      out[i] = *met;
    }
    return out;
  }
  const text_column& c = table.text(condition.column);
  std::vector<std::optional<bool>> met;
  for (const std::string& label : c.labels) met.push_back(detail::meets(condition, label));
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto code = to_size(c.codes[i]);
    if (!met[code]) {
      throw table.at_row(i,
                         bilateral::text("'", c.labels[code], "' cannot be compared as '",
                                         condition.text, "' asks"),
                         c.name);
    }
    out[i] = *met[code];
  }
  return out;
}

/// Which rows meet all of some conditions; all rows where there are none.
/// @throws data_error      as above
/// @throws argument_error  a text that is no condition
[[nodiscard]] inline std::vector<bool> rows_where(const data_table& table,
                                                  const std::vector<std::string>& conditions) {
  std::vector<bool> out(table.rows(), true);
  for (const std::string& condition : conditions) {
    const std::vector<bool> met = rows_where(table, parse_condition(condition));
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = out[i] && met[i];
  }
  return out;
}

/// The rows that meet all of some conditions ("exporter = PER", "date >= 2016-01"), with units, time and
/// entity as they were.
/// @throws data_error, argument_error  as rows_where; no row is left
[[nodiscard]] inline data_table where(const data_table& table,
                                      const std::vector<std::string>& conditions) {
  const std::vector<bool> met = rows_where(table, conditions);
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < met.size(); ++i) {
    if (met[i]) rows.push_back(i);
  }
  if (rows.empty()) throw data_error(table.source() + ": no row meets the conditions");
  return table.select(rows);
}

}  // namespace bilateral
