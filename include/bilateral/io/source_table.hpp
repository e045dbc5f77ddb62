#pragma once
/// Tables of a known source: which columns its files have, in which units, and which rows are left
/// out for what reason.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/data/data_table.hpp>
#include <bilateral/data/group.hpp>
#include <bilateral/io/column_reader.hpp>
#include <bilateral/io/csv.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

enum class column_kind { number, text };
enum class column_presence { required, optional };

/// A column as the documentation of a source describes it.
struct source_column {
  std::string name;
  column_kind kind = column_kind::number;
  std::string unit = {};  ///< as the source states it; empty: none, or not stated
  column_presence presence = column_presence::required;
};

/// What files of a source hold. Columns that it does not name are passed over.
struct source_schema {
  std::string source;  ///< "CEPII GeoDist": for messages
  std::vector<source_column> columns;
  std::vector<std::string> missing = {};  ///< texts that mean a missing number besides blanks
};

/// A table and what became of the rows of its file.
struct source_table {
  data_table table;
  std::size_t rows = 0;            ///< in the file
  std::vector<std::string> notes;  ///< what was left out or stands out, how many rows, and why
};

/// The first bytes of an input, which it gives once more when it is read.
/// @param bytes  at most so many
template <class = when_called>
[[nodiscard]] std::string first_bytes(csv_input& input, std::size_t bytes) {
  auto pulled = std::make_shared<std::string>(bytes, '\0');
  std::size_t filled = 0;
  while (filled < bytes) {
    const std::size_t got = input.bytes(pulled->data() + filled, bytes - filled);
    if (got == 0) break;
    filled += got;
  }
  pulled->resize(filled);
  input.bytes = [pulled, at = std::size_t{0}, rest = std::move(input.bytes)](
                    char* to, std::size_t capacity) mutable {
    if (at == pulled->size()) return rest(to, capacity);
    const std::size_t n = (std::min)(capacity, pulled->size() - at);
    pulled->copy(to, n, at);
    at += n;
    return n;
  };
  return *pulled;
}

/// The names in the header of an input, which can then be read from its start.
/// @throws data_error  a malformed header
template <class = when_called>
[[nodiscard]] std::vector<std::string> header_of(csv_input& input,
                                                 const csv_options& options = {}) {
  auto pulled = std::make_shared<std::string>();
  std::vector<std::string> names;
  {
    const byte_source tee = [&](char* to, std::size_t capacity) {
      const std::size_t got = input.bytes(to, capacity);
      pulled->append(to, got);
      return got;
    };
    const csv_reader head(tee, input.name, options);
    names = head.names();
  }
  input.bytes = [pulled, at = std::size_t{0}, rest = std::move(input.bytes)](
                    char* to, std::size_t capacity) mutable {
    if (at == pulled->size()) return rest(to, capacity);
    const std::size_t n = (std::min)(capacity, pulled->size() - at);
    pulled->copy(to, n, at);
    at += n;
    return n;
  };
  return names;
}

/// Which rows of a table stay; the first reason that fits a row is counted.
class row_selection {
 public:
  explicit row_selection(std::size_t rows) : out_(rows, 0) {}

  /// @param why  in words that follow "12 rows left out: "
  /// @param out  out(i) is true for a row to leave out; asked only of rows that are still there
  template <class Predicate>
  row_selection& leave_out(std::string why, Predicate out) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < out_.size(); ++i) {
      if (out_[i] != 0 || !out(i)) continue;
      out_[i] = 1;
      ++count;
    }
    if (count > 0) reasons_.emplace_back(std::move(why), count);
    return *this;
  }

  /// The table of the rows that stay; a note for each reason.
  [[nodiscard]] data_table apply(data_table table, std::vector<std::string>& notes) const {
    for (const auto& [why, count] : reasons_) {
      notes.push_back(text(count, count == 1 ? " row" : " rows", " left out: ", why));
    }
    if (reasons_.empty()) return table;
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < out_.size(); ++i) {
      if (out_[i] == 0) kept.push_back(i);
    }
    return table.select(kept);
  }

 private:
  std::vector<std::uint8_t> out_;
  std::vector<std::pair<std::string, std::size_t>> reasons_;
};

/// The text of a row in a column of texts.
[[nodiscard]] inline const std::string& text_at(const text_column& column, std::size_t row) {
  return column.labels[to_size(column.codes[row])];
}

/// Whether the label of each row passes a test that is made once a label.
template <class Predicate>
[[nodiscard]] std::vector<std::uint8_t> labels_where(const text_column& column, Predicate test) {
  std::vector<std::uint8_t> out;
  out.reserve(column.labels.size());
  for (const std::string& label : column.labels) out.push_back(test(label) ? 1 : 0);
  return out;
}

/// A row that repeats an earlier one.
struct repeated_row {
  std::size_t row = 0, first = 0;  ///< positions in the table
  std::size_t count = 0;           ///< of all rows that repeat an earlier one
};

/// The first row that repeats an earlier one in all of these columns; none where there is none.
/// @param columns  at least one
/// @throws argument_error  a missing number in one of the columns
template <class = when_called>
[[nodiscard]] std::optional<repeated_row> find_repeated(const data_table& table,
                                                        const std::vector<std::string>& columns) {
  std::optional<factor> joint;
  for (const std::string& name : columns) {
    factor part =
        table.has_text(name) ? make_factor(table.text(name)) : make_factor(name, table[name]);
    joint = joint ? interact(*joint, part) : std::move(part);
  }
  const factor& key = joint.value();
  std::vector<std::size_t> first(to_size(key.levels), table.rows());
  std::optional<repeated_row> out;
  for (std::size_t i = 0; i < table.rows(); ++i) {
    std::size_t& before = first[to_size(key.codes[i])];
    if (before == table.rows()) {
      before = i;
    } else {
      if (!out) out = repeated_row{i, before, 0};
      ++out->count;
    }
  }
  return out;
}

/// Reads the columns of a schema that the file has.
///
/// @param schema   a required column that is not there is an error, an optional one is not
/// @return         the table with its units; rows counted, nothing left out yet
/// @throws data_error  as read_columns; no rows
template <class = when_called>
[[nodiscard]] source_table read_source(csv_input input, const source_schema& schema,
                                       const csv_options& options = {}, unsigned threads = 0) {
  const std::vector<std::string> names = header_of(input, options);
  const std::string file = input.name;
  column_request request;
  request.missing = schema.missing;
  request.lines = true;
  std::vector<const source_column*> present;
  for (const source_column& c : schema.columns) {
    if (std::find(names.begin(), names.end(), c.name) == names.end()) {
      if (c.presence == column_presence::optional) continue;
      throw data_error(text(file, ": there is no column ", c.name, ", which ", schema.source,
                            " has", suggestion(c.name, names)));
    }
    (c.kind == column_kind::number ? request.numbers : request.texts).push_back(c.name);
    present.push_back(&c);
  }
  column_data read = read_columns(std::move(input), request, options, threads);
  if (read.rows == 0) throw data_error(file + ": there are no rows");
  source_table out{data_table(file), read.rows, {}};
  for (const source_column* c : present) {
    if (c->kind == column_kind::number) {
      out.table.add(number_column{c->name, std::move(read.numbers.at(c->name).values), c->unit});
    } else {
      text_column_data& column = read.texts.at(c->name);
      out.table.add(text_column{c->name, std::move(column.codes), std::move(column.labels)});
    }
  }
  out.table.set_lines(std::move(read.lines));
  return out;
}

}  // namespace bilateral
