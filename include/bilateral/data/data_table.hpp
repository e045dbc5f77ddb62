#pragma once
/// The table of observations: columns of numbers with their units, columns of text coded once, and
/// on request whose row it is and when.

#include <bilateral/core/check.hpp>
#include <bilateral/core/date.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/number.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/data/nearest_name.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

/// Numbers of one unit; a missing one holds a NaN, so that a forgotten hole is loud.
struct number_column {
  std::string name;
  std::vector<double> values;  ///< (n)
  std::string unit{};          ///< as stated: "million USD FOB"; empty where nobody stated one
};

/// How the levels of a grouping column stand: numbers by value and texts by their bytes, or as its
/// labels are listed (a factor of R, a categorical of pandas).
enum class level_order { sorted, listed };

/// Texts as codes of their distinct labels.
struct text_column {
  std::string name;
  std::vector<std::int32_t> codes;  ///< (n)
  std::vector<std::string> labels;  ///< in order of appearance
  level_order levels = level_order::sorted;

  /// Whether there is nothing but blanks in a row.
  [[nodiscard]] bool blank(std::size_t row) const {
    return labels[to_size(codes[row])].find_first_not_of(" \t") == std::string::npos;
  }
};

/// When the rows of a table are: the time index that lags and covariances go by.
struct time_index {
  std::vector<std::int64_t> time{};  ///< (n), neighbours in time are 1 apart
  frequency_kind every = frequency_kind::annual;
  std::int64_t origin = 0, step = 1;  ///< time t is the date origin + (t - 1) step where `dated`
  bool dated = false;                 ///< times are dates; otherwise numbers

  [[nodiscard]] bool empty() const noexcept { return time.empty(); }
  /// The date of a time inside or outside the sample.
  [[nodiscard]] date date_at(std::int64_t t) const { return {every, origin + (t - 1) * step}; }
  /// The time as the file states it.
  [[nodiscard]] std::string label(std::int64_t t) const {
    return dated ? to_string(date_at(t)) : std::to_string(origin + (t - 1) * step);
  }
};

/// Columns of equal length by name. Columns of numbers and of texts have names of their own: a column
/// of years may be both.
class data_table {
 public:
  /// @param source  what messages call it: a file's name
  explicit data_table(std::string source = "the table") : source_(std::move(source)) {}

  [[nodiscard]] const std::string& source() const noexcept { return source_; }
  [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
  [[nodiscard]] const std::vector<number_column>& numbers() const noexcept { return numbers_; }
  [[nodiscard]] const std::vector<text_column>& texts() const noexcept { return texts_; }

  /// @throws argument_error  another length, a name that stands twice, an infinite value
  void add(number_column c) {
    take_length(c.name, c.values.size());
    require(find(numbers_, c.name) == nullptr, "data_table", "two columns of numbers are named ",
            c.name);
    for (std::size_t i = 0; i < c.values.size(); ++i) {
      require(!std::isinf(c.values[i]), "data_table", c.name, " is infinite in row ", i + 1);
    }
    numbers_.push_back(std::move(c));
  }
  /// @throws argument_error  another length, a name that stands twice, a code without label
  void add(text_column c) {
    take_length(c.name, c.codes.size());
    require(find(texts_, c.name) == nullptr, "data_table", "two columns of text are named ",
            c.name);
    for (std::size_t i = 0; i < c.codes.size(); ++i) {
      require(c.codes[i] >= 0 && to_size(c.codes[i]) < c.labels.size(), "data_table", c.name,
              " has the code ", c.codes[i], " in row ", i + 1, " for ", c.labels.size(), " labels");
    }
    texts_.push_back(std::move(c));
  }

  [[nodiscard]] bool has_number(std::string_view name) const {
    return find(numbers_, name) != nullptr;
  }
  [[nodiscard]] bool has_text(std::string_view name) const { return find(texts_, name) != nullptr; }
  /// @throws data_error  no such column; the nearest name is suggested
  [[nodiscard]] const number_column& number(std::string_view name) const {
    if (const number_column* c = find(numbers_, name)) return *c;
    no_column("column of numbers ", name, names_of(numbers_));
  }
  [[nodiscard]] const text_column& text(std::string_view name) const {
    if (const text_column* c = find(texts_, name)) return *c;
    no_column("column of text ", name, names_of(texts_));
  }
  [[nodiscard]] std::span<const double> operator[](std::string_view name) const {
    return number(name).values;
  }

  /// Whose row it is and when; see index_by_date and index_panel.
  [[nodiscard]] const time_index& time() const noexcept { return time_; }
  [[nodiscard]] const std::optional<factor>& entity() const noexcept { return entity_; }
  void set_index(time_index time, std::optional<factor> entity = std::nullopt) {
    require_same_size("data_table", "the time index", time.time.size(), source_, rows_);
    require(!entity || entity->size() == rows_, "data_table", "the entity has ",
            entity ? entity->size() : 0, " values for ", rows_, " rows");
    time_ = std::move(time);
    entity_ = std::move(entity);
  }

  /// Row of the file, from 1 (the header not counted), and the line on which it starts.
  [[nodiscard]] std::size_t file_row(std::size_t i) const { return row_.empty() ? i + 1 : row_[i]; }
  [[nodiscard]] std::size_t file_line(std::size_t i) const {
    return line_.empty() ? 0 : to_size(line_[i]);
  }
  void set_lines(std::vector<std::uint32_t> lines) {
    require_same_size("data_table", "lines", lines.size(), source_, rows_);
    line_ = std::move(lines);
  }
  /// "file.csv:17: what (column price)", as far as the place is known.
  [[nodiscard]] data_error at_row(std::size_t i, const std::string& what,
                                  std::string column = {}) const {
    return data_error(source_, file_line(i), 0, bilateral::text("row ", file_row(i), ": ", what),
                      std::move(column));
  }

  /// Some rows, in the order given: every column, the index and the places in the file follow.
  [[nodiscard]] data_table select(std::span<const std::size_t> chosen) const {
    data_table out(source_);
    out.rows_ = chosen.size();
    out.known_length_ = true;
    const auto pick = [&](const auto& from, auto& to) {
      if (from.empty()) return;
      to.reserve(chosen.size());
      for (const std::size_t i : chosen) to.push_back(from[i]);
    };
    for (const number_column& c : numbers_) {
      out.numbers_.push_back({c.name, {}, c.unit});
      pick(c.values, out.numbers_.back().values);
    }
    for (const text_column& c : texts_) {
      out.texts_.push_back({c.name, {}, c.labels, c.levels});
      pick(c.codes, out.texts_.back().codes);
    }
    out.time_ = time_;
    out.time_.time.clear();
    pick(time_.time, out.time_.time);
    if (entity_) out.entity_ = subset(*entity_, chosen);
    for (const std::size_t i : chosen) out.row_.push_back(file_row(i));
    pick(line_, out.line_);
    return out;
  }

 private:
  template <class Column>
  [[nodiscard]] static const Column* find(const std::vector<Column>& columns,
                                          std::string_view name) {
    for (const Column& c : columns) {
      if (c.name == name) return &c;
    }
    return nullptr;
  }
  template <class Column>
  [[nodiscard]] static std::vector<std::string> names_of(const std::vector<Column>& columns) {
    std::vector<std::string> out;
    for (const Column& c : columns) out.push_back(c.name);
    return out;
  }
  [[noreturn]] void no_column(const char* kind, std::string_view name,
                              const std::vector<std::string>& names) const {
    throw data_error(bilateral::text(source_, ": there is no ", kind, std::string(name),
                                     suggestion(name, names)));
  }
  void take_length(const std::string& name, std::size_t length) {
    require(!known_length_ || length == rows_, "data_table", name, " has ", length,
            " values, the table has ", rows_, " rows");
    rows_ = length;
    known_length_ = true;
  }

  std::string source_;
  std::size_t rows_ = 0;
  bool known_length_ = false;
  std::vector<number_column> numbers_;
  std::vector<text_column> texts_;
  time_index time_;
  std::optional<factor> entity_;
  std::vector<std::size_t> row_;
  std::vector<std::uint32_t> line_;
};

}  // namespace bilateral
