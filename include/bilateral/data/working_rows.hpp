#pragma once
/// The rows that an analysis works on: those that meet its conditions and have what it needs, and a
/// record of the others.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/provenance.hpp>
#include <bilateral/data/data_table.hpp>
#include <bilateral/data/group.hpp>
#include <bilateral/data/index.hpp>
#include <bilateral/data/row_filter.hpp>
#include <bilateral/data/transform.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

/// Rows with an empty cell in a column that is used.
enum class missing_rows { refuse, drop };

/// Which rows of a table are kept so far, and why others are not. It refers to the table.
class row_choice {
 public:
  /// @param conditions  as `rows_where` takes them
  /// @throws data_error, argument_error  as rows_where
  row_choice(const data_table& table, const std::vector<std::string>& conditions)
      : table_(table), kept_(rows_where(table, conditions)) {
    filtered_ = to_size(std::count(kept_.begin(), kept_.end(), false));
  }

  [[nodiscard]] const std::vector<bool>& kept() const { return kept_; }
  /// Positions of the rows kept, ascending.
  [[nodiscard]] std::vector<std::size_t> rows() const {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < kept_.size(); ++i) {
      if (kept_[i]) out.push_back(i);
    }
    return out;
  }
  /// Rows that did not meet the conditions; those left out since; those of them with an empty cell.
  [[nodiscard]] std::size_t filtered() const { return filtered_; }
  [[nodiscard]] std::size_t dropped() const { return dropped_; }
  [[nodiscard]] std::size_t empty() const { return empty_; }
  /// The first 20 left out, by row of the file.
  [[nodiscard]] const std::vector<dropped_row>& dropped_rows() const { return dropped_rows_; }

  void leave_out(std::size_t i, const std::string& reason) {
    kept_[i] = false;
    ++dropped_;
    if (dropped_rows_.size() < 20) dropped_rows_.push_back({table_.file_row(i), reason});
  }

  /// Rows with an empty cell in one of the columns: refused, or left out.
  /// @throws data_error  an empty cell, when refused; no such column
  void need(const std::vector<std::string>& numbers, const std::vector<std::string>& texts,
            missing_rows policy) {
    for (std::size_t i = 0; i < kept_.size(); ++i) {
      if (!kept_[i]) continue;
      const std::string column = empty_column(i, numbers, texts);
      if (column.empty()) continue;
      if (policy == missing_rows::refuse) {
        throw table_.at_row(i, "the cell is empty (missing = drop leaves such rows out)", column);
      }
      ++empty_;
      leave_out(i, column + " is empty");
    }
  }

  /// Rows whose value is not known: of a lag that reaches over a gap or before the start.
  void need_known(const number_column& c) {
    for (std::size_t i = 0; i < kept_.size(); ++i) {
      if (kept_[i] && std::isnan(c.values[i])) leave_out(i, c.name + " is not known");
    }
  }

  /// Sentences on what was left out.
  void describe(std::vector<std::string>& notes) const {
    if (filtered_ > 0) {
      notes.push_back(text("the conditions leave out ", filtered_, " of ", table_.rows(), " rows"));
    }
    if (empty_ > 0) {
      notes.push_back(text(empty_, empty_ == 1 ? " row" : " rows",
                           " with empty cells dropped; the first is row ",
                           dropped_rows_.front().row));
    }
  }

 private:
  [[nodiscard]] std::string empty_column(std::size_t i, const std::vector<std::string>& numbers,
                                         const std::vector<std::string>& texts) const {
    for (const std::string& name : numbers) {
      if (std::isnan(table_[name][i])) return name;
    }
    for (const std::string& name : texts) {
      if (!table_.has_text(name)) continue;
      if (table_.text(name).blank(i)) return name;
    }
    return {};
  }

  const data_table& table_;
  std::vector<bool> kept_;
  std::size_t filtered_ = 0, dropped_ = 0, empty_ = 0;
  std::vector<dropped_row> dropped_rows_;
};

/// What an analysis asks of the rows of a table.
struct row_request {
  std::vector<std::string> numbers{};  ///< columns that it uses
  std::vector<std::string> groups{};   ///< and groupings, A^B for interactions
  std::string date{};                  ///< column of dates; empty: rows stay as they are
  std::vector<std::string> where{};    ///< conditions: 'year >= 1990'
  std::vector<std::string> log{};      ///< columns of which log(A) is added
  std::vector<std::pair<std::string, int>>
      lags{};  ///< columns (logged where `log` names them) and lags
  missing_rows missing = missing_rows::refuse;
  time_gaps gaps = time_gaps::refuse;  ///< in dates where no row was left out
};

/// The rows, with the columns added to them, and what was left out.
struct working_rows {
  data_table table;
  std::vector<std::string> lagged;  ///< names of the lags added, in the order asked for
  std::size_t dropped = 0;
  std::vector<dropped_row> dropped_rows;  ///< the first of them, by row of the file
  std::vector<std::string> notes;
};

/// The rows in order of a column of dates, indexed by it: all of them, or where a period stands twice
/// among all, those that meet the conditions.
/// @throws data_error  as index_by_date and rows_where
[[nodiscard]] inline data_table in_order_of_date(const data_table& table, std::string_view date,
                                                 const std::vector<std::string>& where) {
  if (date.empty()) return table;
  const text_column& c = table.text(date);
  std::vector<bool> seen(c.labels.size(), false);
  bool twice = false;
  for (const std::int32_t code : c.codes) {
    twice = twice || seen[to_size(code)];
    seen[to_size(code)] = true;
  }
  if (!twice || where.empty()) return index_by_date(table, date);
  return index_by_date(table.select(row_choice(table, where).rows()), date);
}

/// The rows that meet the conditions and have every cell, in order of their dates, with logarithms and
/// lags added. Lags are looked up among all rows, those that the conditions leave out too.
///
/// @throws data_error  no such column, an empty cell (when refused), a logarithm of zero or below, a
///                     gap in the dates (when refused), no row left: with file and line
[[nodiscard]] inline working_rows rows_for(const data_table& whole, const row_request& request) {
  data_table table = in_order_of_date(whole, request.date, request.where);
  row_choice choice(table, request.where);
  std::vector<std::string> parts;
  for (const std::string& group : request.groups) {
    for (std::string& part : interaction_parts(group)) parts.push_back(std::move(part));
  }
  choice.need(request.numbers, parts, request.missing);
  working_rows out;
  for (const std::string& name : request.log) {
    table.add(log_column(table, table.number(name), choice.kept()));
  }
  for (const auto& [name, k] : request.lags) {
    const std::string logged = "log(" + name + ")";
    number_column c = lag_column(table, table.number(table.has_number(logged) ? logged : name), k);
    choice.need_known(c);
    out.lagged.push_back(c.name);
    table.add(std::move(c));
  }
  const std::vector<std::size_t> rows = choice.rows();
  if (rows.empty()) throw data_error(table.source() + ": no rows are left to use");
  out.table = rows.size() == table.rows() ? table : table.select(rows);
  if (!request.date.empty()) {
    const bool cut = choice.filtered() > 0 || choice.empty() > 0 || table.rows() < whole.rows();
    check_gaps(out.table, request.date, cut ? time_gaps::allow : request.gaps, out.notes);
  }
  if (table.rows() < whole.rows()) {
    out.notes.push_back(text("the conditions leave out ", whole.rows() - table.rows(), " of ",
                             whole.rows(), " rows"));
  }
  choice.describe(out.notes);
  out.dropped = choice.dropped();
  out.dropped_rows = choice.dropped_rows();
  return out;
}

/// A long table: the rows of each label of a column, in sorted order of the labels.
/// @throws data_error  no such column
[[nodiscard]] inline std::vector<std::pair<std::string, data_table>> split_by(
    const data_table& table, std::string_view column) {
  const factor by = group(table, column);
  std::vector<std::vector<std::size_t>> rows(to_size(by.levels));
  for (std::size_t i = 0; i < by.size(); ++i) {
    rows[to_size(by.codes[i])].push_back(i);
  }
  std::vector<std::pair<std::string, data_table>> out;
  for (std::int32_t level = 0; level < by.levels; ++level) {
    out.emplace_back(by.label(level), table.select(rows[to_size(level)]));
  }
  return out;
}

}  // namespace bilateral
