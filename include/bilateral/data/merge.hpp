#pragma once
/// Two tables side by side, row by row, where their keys agree.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/data/data_table.hpp>
#include <bilateral/data/row_key.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace bilateral {

/// Rows of the first table that have no match in the second: kept with missing values, left out, or
/// an error.
enum class unmatched_rows { keep, leave_out, refuse };

struct merge_result {
  data_table table;
  std::size_t matched = 0;
  std::size_t unmatched_left = 0;   ///< rows of the first table without a match
  std::size_t unmatched_right = 0;  ///< rows of the second that no row asked for
};

/// Adds the columns of `right` to the rows of `left` that have the same keys.
///
/// @param keys       columns of both tables, texts or numbers; a key stands once in `right`
/// @param unmatched  what becomes of rows of `left` without a match: missing numbers, empty texts
/// @throws data_error      a key twice in `right`, no such column, a row without a match (when refused)
/// @throws argument_error  a column besides the keys that both tables have: rename it first
[[nodiscard]] inline merge_result merge(const data_table& left, const data_table& right,
                                        const std::vector<std::string>& keys,
                                        unmatched_rows unmatched = unmatched_rows::refuse) {
  require(!keys.empty(), "merge", "there are no keys");
  std::unordered_map<std::string, std::size_t> at;
  for (std::size_t i = 0; i < right.rows(); ++i) {
    const std::string key = row_key(right, keys, i);
    const auto [found, fresh] = at.emplace(key, i);
    if (!fresh)
      throw right.at_row(i, text(key_text(right, keys, i), " stands twice, also in row ",
                                 right.file_row(found->second)));
  }
  std::vector<std::size_t> rows;
  std::vector<std::optional<std::size_t>> match;
  std::vector<bool> asked(right.rows(), false);
  merge_result out;
  for (std::size_t i = 0; i < left.rows(); ++i) {
    const auto found = at.find(row_key(left, keys, i));
    const bool there = found != at.end();
    if (!there && unmatched == unmatched_rows::refuse) {
      throw left.at_row(i, text(key_text(left, keys, i), " has no match in ", right.source()));
    }
    ++(there ? out.matched : out.unmatched_left);
    if (there) asked[found->second] = true;
    if (!there && unmatched == unmatched_rows::leave_out) continue;
    rows.push_back(i);
    match.push_back(there ? std::optional(found->second) : std::nullopt);
  }
  out.unmatched_right = to_size(std::count(asked.begin(), asked.end(), false));
  out.table = left.select(rows);
  const auto is_key = [&](const std::string& name) {
    return std::find(keys.begin(), keys.end(), name) != keys.end();
  };
  for (const number_column& c : right.numbers()) {
    if (is_key(c.name)) continue;
    require(!left.has_number(c.name), "merge", c.name, " stands in both tables");
    number_column added{c.name, {}, c.unit};
    for (const auto& m : match)
      added.values.push_back(m ? c.values[*m] : std::numeric_limits<double>::quiet_NaN());
    out.table.add(std::move(added));
  }
  for (const text_column& c : right.texts()) {
    if (is_key(c.name)) continue;
    require(!left.has_text(c.name), "merge", c.name, " stands in both tables");
    text_column added{c.name, {}, c.labels};
    added.labels.emplace_back();
    for (const auto& m : match) {
      added.codes.push_back(m ? c.codes[*m] : static_cast<std::int32_t>(c.labels.size()));
    }
    out.table.add(std::move(added));
  }
  return out;
}

}  // namespace bilateral
