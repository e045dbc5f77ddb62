#pragma once
// A CSV file as the columns that a program asked for: filtered, checked, sorted by date, logged,
// lagged. See program.hpp for how a program uses it.

#include "support/dates.hpp"
#include "support/gzip.hpp"
#include "support/program.hpp"

#include <bilateral/data/factor.hpp>
#include <bilateral/io/csv.hpp>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace example {

// Which of the flags about data a program offers besides --csv, --delimiter, --decimal, --where
// and --missing.
struct data_flags {
  bool date = false;
  bool log = false;
  bool lag = false;
  bool weights = false;
};

struct data_options {
  std::string csv;
  std::string delimiter = ",", decimal = ".";
  std::string date, log, lag;
  std::vector<std::string> where;
  std::string missing = "error";
  std::string weights, frequency_weights;

  void add_to(program& app, const data_flags& flags = {}) { add_to(app.cli(), flags); }
  // to a subcommand
  void add_to(CLI::App& app, const data_flags& flags = {}) {
    app.add_option("--csv", csv, "File with a header row; '-' is standard input, .gz is unpacked")
        ->required();
    add_format(app);
    app.add_option("--where", where, "Rows to keep: 'COLUMN OP VALUE[,...]', = != < <= > >=")
        ->allow_extra_args(false);
    app.add_option("--missing", missing, "Empty cells in the columns used: error or drop")
        ->capture_default_str()
        ->check(CLI::IsMember({"error", "drop"}));
    if (flags.date) {
      app.add_option("--date", date, "Column of dates: 2016, 2016-Q3, 2016-08, 2016M08, 2016-08-31");
    }
    if (flags.log) app.add_option("--log", log, "Columns to take natural logarithms of: A,B");
    if (flags.lag) app.add_option("--lag", lag, "Lagged columns to add: COLUMN:K[,...]");
    if (flags.weights) {
      app.add_option("--weights", weights, "Column of analytic weights");
      app.add_option("--frequency-weights", frequency_weights, "Column of counts");
    }
  }
  void add_format(CLI::App& app) {
    app.add_option("--delimiter", delimiter, "Between fields; 'tab' for a tabulator")
        ->capture_default_str();
    app.add_option("--decimal", decimal, "The decimal sign of numbers")->capture_default_str();
  }

  [[nodiscard]] bilateral::csv_options csv_format() const {
    const auto one = [](const char* flag, const std::string& text) {
      if (text == "tab" || text == "\\t") return '\t';
      if (text.size() != 1) {
        throw usage_error(bilateral::text(flag, ": '", text, "' is not one character"));
      }
      return text[0];
    };
    bilateral::csv_options format;
    format.delimiter = one("--delimiter", delimiter);
    format.decimal = one("--decimal", decimal);
    if (format.decimal != '.' && format.decimal != ',') {
      throw usage_error(bilateral::text("--decimal: '", decimal, "' is neither '.' nor ','"));
    }
    if (format.delimiter == '"' || format.delimiter == '-' || format.delimiter == '+' || format.delimiter == '.' ||
        std::isalnum(static_cast<unsigned char>(format.delimiter)) != 0) {
      throw usage_error(bilateral::text("--delimiter: '", delimiter, "' may be part of a field"));
    }
    if (format.delimiter == format.decimal) {
      throw usage_error("--delimiter and --decimal are the same character");
    }
    return format;
  }
  // What --lag names: column and lag.
  [[nodiscard]] std::vector<std::pair<std::string, long>> lags() const {
    std::vector<std::pair<std::string, long>> out;
    for (const std::string& item : split_list(lag)) {
      const std::size_t at = item.rfind(':');
      if (at == std::string::npos) throw usage_error("--lag: '" + item + "' is not COLUMN:K");
      out.emplace_back(item.substr(0, at), whole_number("--lag", item.substr(at + 1), 1));
    }
    return out;
  }
};

// What a program needs of the file. Groups may be interactions A^B.
struct data_request {
  std::vector<std::string> numbers = {};
  std::vector<std::string> groups = {};
  bool gaps_allowed = false;  // in the dates: noted instead of refused
};

class data_set;
data_set read_data(const data_options& options, const data_request& request);

// The parts of "A^B"; a column may be in quotes.
inline std::vector<std::string> interaction_parts(const std::string& group) {
  return split_list(group, '^');
}

class data_set {
 public:
  [[nodiscard]] std::size_t rows() const { return row_.size(); }
  [[nodiscard]] bool empty() const { return row_.empty(); }
  [[nodiscard]] const std::string& source() const { return source_; }

  // Values of a number column by its name in the file, or of a lag by its label.
  [[nodiscard]] const std::vector<double>& column(const std::string& name) const {
    return numbers_[number(name)].values;
  }
  // How the column is called in the output: log(A) where --log names A.
  [[nodiscard]] const std::string& label(const std::string& name) const {
    return numbers_[number(name)].label;
  }
  // Labels of the lagged columns that --lag asked for, in its order: lag(A,K).
  [[nodiscard]] const std::vector<std::string>& lagged() const { return lagged_; }

  // A grouping column or interaction A^B; levels in numeric order where all are numbers.
  [[nodiscard]] bilateral::factor group(const std::string& name) const {
    std::optional<bilateral::factor> out;
    for (const std::string& part : interaction_parts(name)) {
      bilateral::factor f = single_group(part);
      out = out ? bilateral::interact(*out, f) : std::move(f);
    }
    out->name = name;
    return *out;
  }
  // The text of a grouping column in row i.
  [[nodiscard]] const std::string& group_text(const std::string& name, std::size_t i) const {
    const auto& column = texts_[text_column(name)];
    return column.distinct[static_cast<std::size_t>(column.codes[i])];
  }

  [[nodiscard]] bool dated() const { return !time_.empty(); }
  // Time index, 1 apart for neighbouring periods; empty without --date.
  [[nodiscard]] const std::vector<std::int64_t>& time() const { return time_; }
  [[nodiscard]] frequency every() const { return every_; }
  // The period of row i as text; its number in the file, from 1, without --date.
  [[nodiscard]] std::string period(std::size_t i) const {
    return dated() ? period_at(time_[i]) : std::to_string(row_[i]);
  }
  // Of a time index inside or outside the sample.
  [[nodiscard]] std::string period_at(std::int64_t time) const {
    return example::label(date{every_, origin_ + (time - 1) * step_});
  }
  // Month or quarter of row i from 1; 1 for annual data.
  [[nodiscard]] int season(std::size_t i) const {
    const int m = periods_a_year(every_);
    return m == 365 || m == 1 ? 1 : static_cast<int>((origin_ + (time_[i] - 1) * step_) % m) + 1;
  }
  // Date of row i as a count of its frequency's periods (see dates.hpp).
  [[nodiscard]] date date_of(std::size_t i) const {
    return {every_, origin_ + (time_[i] - 1) * step_};
  }
  // Row of the file (the header not counted) and its line.
  [[nodiscard]] std::size_t file_row(std::size_t i) const { return row_[i]; }
  [[nodiscard]] std::size_t file_line(std::size_t i) const { return line_[i]; }

  // n, sample, rows dropped so far, notes.
  [[nodiscard]] const common_report& report() const { return report_; }

 private:
  friend data_set read_data(const data_options&, const data_request&);

  struct number_column {
    std::string name, label;
    std::vector<double> values;
  };
  struct text_column_data {
    std::string name;
    std::vector<std::int32_t> codes;
    std::vector<std::string> distinct;
  };

  [[nodiscard]] std::size_t number(const std::string& name) const {
    for (std::size_t j = 0; j < numbers_.size(); ++j) {
      if (numbers_[j].name == name) return j;
    }
    throw usage_error("the column " + name + " was not read");
  }
  [[nodiscard]] std::size_t text_column(const std::string& name) const {
    for (std::size_t j = 0; j < texts_.size(); ++j) {
      if (texts_[j].name == name) return j;
    }
    throw usage_error("the grouping column " + name + " was not read");
  }

  [[nodiscard]] bilateral::factor single_group(const std::string& name) const {
    const text_column_data& column = texts_[text_column(name)];
    const std::size_t levels = column.distinct.size();
    std::vector<bool> used(levels, false);
    for (const std::int32_t code : column.codes) used[static_cast<std::size_t>(code)] = true;
    std::vector<double> value(levels, 0);
    bool numeric = true;
    for (std::size_t l = 0; l < levels && numeric; ++l) {
      if (!used[l]) continue;
      const auto read = bilateral::parse_number(column.distinct[l], decimal_);
      numeric = static_cast<bool>(read);
      value[l] = read.value;
    }
    std::vector<std::size_t> order;
    for (std::size_t l = 0; l < levels; ++l) {
      if (used[l]) order.push_back(l);
    }
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return numeric && value[a] != value[b] ? value[a] < value[b]
                                             : column.distinct[a] < column.distinct[b];
    });
    bilateral::factor out;
    out.name = name;
    std::vector<std::int32_t> code(levels, 0);
    for (std::size_t i = 0; i < order.size(); ++i) {
      // 1 and 1.0 are one level
      const bool same = i > 0 && numeric && value[order[i]] == value[order[i - 1]];
      if (!same) out.labels.push_back(column.distinct[order[i]]);
      code[order[i]] = static_cast<std::int32_t>(out.labels.size()) - 1;
    }
    out.levels = static_cast<std::int32_t>(out.labels.size());
    out.codes.reserve(column.codes.size());
    for (const std::int32_t c : column.codes) out.codes.push_back(code[static_cast<std::size_t>(c)]);
    return out;
  }

  void drop(std::size_t row, const std::string& reason) {
    ++report_.rows_dropped;
    if (report_.rows.size() < 20) report_.rows.push_back({row, reason});
  }
  void read(const data_options& options, const data_request& request);
  void sort_by_date(const std::vector<std::pair<frequency, std::int64_t>>& dates,
                    const std::string& date_column, bool gaps_allowed, std::vector<bool>& keep);
  void rearrange(const std::vector<std::size_t>& order);

  std::string source_;
  char decimal_ = '.';
  std::vector<number_column> numbers_;
  std::vector<text_column_data> texts_;
  std::vector<std::string> lagged_;
  std::vector<std::size_t> row_, line_;
  std::vector<std::int64_t> time_;
  frequency every_ = frequency::annual;
  std::int64_t origin_ = 0, step_ = 1;
  common_report report_;
};

}  // namespace example
