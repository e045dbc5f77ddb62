#pragma once
/// Columns of a table as grouping variables, A^B for interactions.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/data/data_table.hpp>
#include <bilateral/data/factor.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bilateral {

/// A column of text as a factor: its levels in numeric order where all are numbers (1 and 1.0 are one
/// level), else in the order of their bytes, or as listed where the column says so; labels that no row
/// has are left out.
[[nodiscard]] inline factor make_factor(const text_column& column) {
  if (column.levels == level_order::listed) {
    return factor_of_codes(column.name, column.codes, column.labels);
  }
  const std::size_t labels = column.labels.size();
  std::vector<bool> used(labels, false);
  for (const std::int32_t code : column.codes) used[to_size(code)] = true;
  std::vector<std::size_t> order;
  std::vector<double> value(labels, 0);
  bool numeric = true;
  for (std::size_t l = 0; l < labels; ++l) {
    if (!used[l]) continue;
    order.push_back(l);
    const auto read = parse_number(column.labels[l]);
    numeric = numeric && static_cast<bool>(read);
    value[l] = read.value;
  }
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return numeric && value[a] != value[b] ? value[a] < value[b]
                                           : column.labels[a] < column.labels[b];
  });
  factor out;
  out.name = column.name;
  std::vector<std::int32_t> code(labels, 0);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const bool same = i > 0 && numeric && value[order[i]] == value[order[i - 1]];
    if (!same) out.labels.push_back(column.labels[order[i]]);
    code[order[i]] = static_cast<std::int32_t>(out.labels.size()) - 1;
  }
  out.levels = static_cast<std::int32_t>(out.labels.size());
  out.codes.reserve(column.codes.size());
  for (const std::int32_t c : column.codes) out.codes.push_back(code[to_size(c)]);
  return out;
}

/// The parts of "A^B"; a name that holds a ^ stands in quotes, "" inside for a quote.
/// @throws argument_error  an empty part, an open quote
[[nodiscard]] inline std::vector<std::string> interaction_parts(std::string_view group) {
  std::vector<std::string> parts(1);
  bool quoted = false;
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (group[i] == '"') {
      if (quoted && i + 1 < group.size() && group[i + 1] == '"') {
        parts.back() += group[i++];
      } else {
        quoted = !quoted;
      }
    } else if (group[i] == '^' && !quoted) {
      parts.emplace_back();
    } else {
      parts.back() += group[i];
    }
  }
  require(!quoted, "group", "a quote is not closed in ", group);
  for (std::string& part : parts) {
    while (!part.empty() && part.front() == ' ') part.erase(0, 1);
    while (!part.empty() && part.back() == ' ') part.pop_back();
    require(!part.empty(), "group", "an empty name in '", group, "'");
  }
  return parts;
}

/// A grouping column, of text or of numbers, or an interaction A^B.
/// @throws data_error      no such column
/// @throws argument_error  a number that is missing
[[nodiscard]] inline factor group(const data_table& table, std::string_view name) {
  factor out;
  bool first = true;
  for (const std::string& part : interaction_parts(name)) {
    factor f = table.has_text(part) || !table.has_number(part) ? make_factor(table.text(part))
                                                               : make_factor(part, table[part]);
    out = first ? std::move(f) : interact(out, f);
    first = false;
  }
  out.name = name;
  return out;
}

/// The grouping of `group` with a name for each level of an interaction too, of those of its parts:
/// CHL^1990.
/// @throws data_error  no such column
[[nodiscard]] inline factor named_group(const data_table& table, std::string_view name) {
  factor out = group(table, name);
  std::vector<std::size_t> row(to_size(out.levels));
  for (std::size_t i = 0; i < out.size(); ++i) row[to_size(out.codes[i])] = i;
  out.labels.assign(row.size(), {});
  for (const std::string& part : interaction_parts(name)) {
    const factor one = group(table, part);
    for (std::size_t l = 0; l < row.size(); ++l) {
      std::string& label = out.labels[l];
      label += (label.empty() ? "" : "^") + one.label(one.codes[row[l]]);
    }
  }
  return out;
}

}  // namespace bilateral
