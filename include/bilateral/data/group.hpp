#pragma once
/// Columns of a table as grouping variables, A^B for interactions.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/data/data_table.hpp>
#include <bilateral/data/factor.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

namespace detail {

// a code with a leading zero, as 0101: 01 and 1 are two products
[[nodiscard]] inline bool has_leading_zero(std::string_view label) {
  return label.size() > 1 && label[0] == '0' && label[1] >= '0' && label[1] <= '9';
}

}  // namespace detail

/// A column of text as a factor: its levels in numeric order where all are numbers (1 and 1.0 are one
/// level) without leading zeros, else in the order of their bytes, or as listed where the column says
/// so; labels that no row has are left out.
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
    numeric = numeric && static_cast<bool>(read) && !detail::has_leading_zero(column.labels[l]);
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

namespace detail {

// a label as a part of a longer one: in quotes where it holds a ^, so that no two are alike
[[nodiscard]] inline std::string label_part(const std::string& label) {
  if (label.find_first_of("^\"") == std::string::npos) return label;
  std::string quoted = "\"";
  for (const char c : label) quoted += c == '"' ? std::string(2, c) : std::string(1, c);
  return quoted + "\"";
}

// CHL^1990: the levels of an interaction by those of its parts
[[nodiscard]] inline std::vector<std::string> joined_labels(const factor& whole,
                                                            const std::vector<factor>& parts) {
  std::vector<std::size_t> row(to_size(whole.levels));
  for (std::size_t i = 0; i < whole.size(); ++i) row[to_size(whole.codes[i])] = i;
  std::vector<std::string> out(row.size());
  for (const factor& part : parts) {
    for (std::size_t l = 0; l < row.size(); ++l) {
      out[l] += (&part == parts.data() ? "" : "^") + label_part(part.label(part.codes[row[l]]));
    }
  }
  return out;
}

// names of levels are for people: beyond so many of them an interaction has numbers only
inline constexpr std::int32_t most_named_levels = 100000;

[[nodiscard]] inline factor grouping_of(const data_table& table, std::string_view name,
                                        std::int32_t most_named) {
  std::vector<factor> parts;
  for (const std::string& part : interaction_parts(name)) {
    parts.push_back(table.has_text(part) || !table.has_number(part)
                        ? make_factor(table.text(part))
                        : make_factor(part, table[part]));
  }
  if (parts.size() == 1) {
    parts[0].name = name;
    return std::move(parts[0]);
  }
  factor out = interact(parts[0], parts[1]);
  for (std::size_t p = 2; p < parts.size(); ++p) out = interact(out, parts[p]);
  if (out.levels <= most_named) out.labels = joined_labels(out, parts);
  out.name = name;
  return out;
}

}  // namespace detail

/// A grouping column, of text or of numbers, or an interaction A^B, whose levels (up to 100,000) are
/// named by those of its parts: CHL^1990.
/// @throws data_error      no such column
/// @throws argument_error  a number that is missing
[[nodiscard]] inline factor group(const data_table& table, std::string_view name) {
  return detail::grouping_of(table, name, detail::most_named_levels);
}

/// The grouping of `group` with a name for each level however many they are: to find them in another
/// table.
/// @throws data_error  no such column
[[nodiscard]] inline factor named_group(const data_table& table, std::string_view name) {
  return detail::grouping_of(table, name, (std::numeric_limits<std::int32_t>::max)());
}

}  // namespace bilateral
