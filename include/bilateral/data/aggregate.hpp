#pragma once
/// One row a group: totals, means, counts.

#include <bilateral/data/data_table.hpp>
#include <bilateral/data/row_key.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace bilateral {

enum class summary_kind { total, mean, least, largest, count };

/// A column to be made of each group's rows.
struct column_summary {
  std::string column;
  summary_kind kind = summary_kind::total;
  std::string name{};  ///< empty: that of the column; a count has no unit
};

/// Groups of rows with equal keys, in order of appearance, and a summary of columns over each.
///
/// @throws data_error  no such column, a missing number: nothing is passed over
[[nodiscard]] inline data_table aggregate(const data_table& table,
                                          const std::vector<std::string>& by,
                                          const std::vector<column_summary>& summaries) {
  require(!by.empty() && !summaries.empty(), "aggregate", "there are ", by.size(), " keys and ",
          summaries.size(), " columns; at least one of each");
  std::unordered_map<std::string, std::size_t> groups;
  std::vector<std::size_t> of_row, first, count;
  for (std::size_t i = 0; i < table.rows(); ++i) {
    const auto [found, fresh] = groups.emplace(row_key(table, by, i), first.size());
    if (fresh) {
      first.push_back(i);
      count.push_back(0);
    }
    of_row.push_back(found->second);
    ++count[found->second];
  }
  data_table out(table.source());
  for (const std::string& name : by) {
    if (table.has_text(name)) {
      text_column c{name, {}, table.text(name).labels};
      for (const std::size_t i : first) c.codes.push_back(table.text(name).codes[i]);
      out.add(std::move(c));
    } else {
      number_column c{name, {}, table.number(name).unit};
      for (const std::size_t i : first) c.values.push_back(table[name][i]);
      out.add(std::move(c));
    }
  }
  for (const column_summary& s : summaries) {
    const number_column& from = table.number(s.column);
    number_column c{s.name.empty() ? s.column : s.name, std::vector<double>(first.size(), 0.0),
                    s.kind == summary_kind::count ? "" : from.unit};
    std::vector<double> lost(first.size(), 0.0);  // Neumaier's compensation
    for (std::size_t i = 0; i < of_row.size(); ++i) {
      const double v = from.values[i];
      if (std::isnan(v)) throw table.at_row(i, "the cell is empty", s.column);
      const std::size_t g = of_row[i];
      double& to = c.values[g];
      if (s.kind == summary_kind::count) {
        to += 1;
      } else if (s.kind == summary_kind::least || s.kind == summary_kind::largest) {
        if (i == first[g] || (s.kind == summary_kind::least ? v < to : v > to)) to = v;
      } else {
        const double sum = to + v;
        lost[g] += std::abs(to) >= std::abs(v) ? (to - sum) + v : (v - sum) + to;
        to = sum;
      }
    }
    for (std::size_t g = 0; g < lost.size(); ++g) {
      if (s.kind == summary_kind::total || s.kind == summary_kind::mean) c.values[g] += lost[g];
      if (s.kind == summary_kind::mean) c.values[g] /= static_cast<double>(count[g]);
    }
    out.add(std::move(c));
  }
  return out;
}

}  // namespace bilateral
