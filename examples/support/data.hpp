#pragma once
// The flags about data that the programs share, and the columns that they ask for. See program.hpp
// for how a program uses it.

#include "support/gzip.hpp"
#include "support/program.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/data/data_table.hpp>
#include <bilateral/data/group.hpp>
#include <bilateral/data/index.hpp>
#include <bilateral/data/row_filter.hpp>
#include <bilateral/data/working_rows.hpp>
#include <bilateral/io/csv.hpp>
#include <bilateral/io/table_csv.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace example {

using frequency = bilateral::frequency_kind;
using bilateral::periods_a_year;

// Which of the flags about data a program offers besides --csv, --delimiter, --decimal, --where
// and --missing.
struct data_flags {
  bool date = false;
  bool log = false;
  bool lag = false;
  bool weights = false;
};

// --delimiter and --decimal as the format of a file; a sign that cannot be one is a usage error.
bilateral::csv_options csv_format_of(const std::string& delimiter, const std::string& decimal);

struct data_options {
  std::string csv;
  std::string delimiter = ",", decimal = ".";
  std::string date, log, lag;
  std::vector<std::string> where;
  std::string missing = "error";
  std::string weights, frequency_weights;
  bool offers_log = false;

  void add_to(program& app, const data_flags& flags = {}) { add_to(app.cli(), flags); }
  // to a subcommand
  void add_to(CLI::App& app, const data_flags& flags = {});
  void add_format(CLI::App& app);
  [[nodiscard]] bilateral::csv_options csv_format() const {
    return csv_format_of(delimiter, decimal);
  }
  // What --lag names: column and lag.
  [[nodiscard]] std::vector<std::pair<std::string, long>> lags() const;
};

// The columns of a file as a table.
bilateral::data_table read_columns(const data_options& options,
                                   const bilateral::table_columns& request);

// --where as a condition; a mistake in it is a usage error.
bilateral::row_condition condition_of(const std::string& where);

// What a program needs of the file. Groups may be interactions A^B.
struct data_request {
  std::vector<std::string> numbers = {};
  std::vector<std::string> groups = {};
  bool gaps_allowed = false;  // in the dates: noted instead of refused
};

// The rows that a program works on: filtered, checked, in order of date, logged and lagged as the
// flags say.
class data_set {
 public:
  explicit data_set(bilateral::working_rows rows);

  [[nodiscard]] const bilateral::data_table& table() const { return table_; }
  [[nodiscard]] std::size_t rows() const { return table_.rows(); }
  [[nodiscard]] bool empty() const { return rows() == 0; }
  [[nodiscard]] const std::string& source() const { return table_.source(); }

  // Values of a column by its name in the file (logged where --log names it), or of a lag by its label.
  [[nodiscard]] const std::vector<double>& column(const std::string& name) const {
    return table_.number(label(name)).values;
  }
  // How the column is called in the output: log(A) where --log names A.
  [[nodiscard]] std::string label(const std::string& name) const {
    const std::string logged = "log(" + name + ")";
    return table_.has_number(logged) ? logged : name;
  }
  // Labels of the lagged columns that --lag asked for, in its order: lag(A,K).
  [[nodiscard]] const std::vector<std::string>& lagged() const { return lagged_; }

  // A grouping column or interaction A^B.
  [[nodiscard]] bilateral::factor group(const std::string& name) const {
    return bilateral::group(table_, name);
  }
  // The text of a grouping column in row i.
  [[nodiscard]] const std::string& group_text(const std::string& name, std::size_t i) const {
    const bilateral::text_column& c = table_.text(name);
    return c.labels[bilateral::to_size(c.codes[i])];
  }

  [[nodiscard]] bool dated() const { return !table_.time().empty(); }
  // Time index, 1 apart for neighbouring periods; empty without --date.
  [[nodiscard]] const std::vector<std::int64_t>& time() const { return table_.time().time; }
  [[nodiscard]] frequency every() const { return table_.time().every; }
  // The period of row i as text; its number in the file, from 1, without --date.
  [[nodiscard]] std::string period(std::size_t i) const {
    return dated() ? period_at(time()[i]) : std::to_string(table_.file_row(i));
  }
  // Of a time index inside or outside the sample.
  [[nodiscard]] std::string period_at(std::int64_t time) const { return table_.time().label(time); }
  // Month or quarter of row i from 1; 1 for annual data.
  [[nodiscard]] int season(std::size_t i) const {
    return every() == frequency::daily ? 1 : part_of(table_.time().date_at(time()[i]));
  }
  // Row of the file (the header not counted) and its line.
  [[nodiscard]] std::size_t file_row(std::size_t i) const { return table_.file_row(i); }
  [[nodiscard]] std::size_t file_line(std::size_t i) const { return table_.file_line(i); }

  // n, sample, rows dropped so far, notes.
  [[nodiscard]] const common_report& report() const { return report_; }

 private:
  bilateral::data_table table_;
  std::vector<std::string> lagged_;
  common_report report_;
};

// Reads the file. Errors name file, line, column; see examples' --help for the flags.
data_set read_data(const data_options& options, const data_request& request);

// A long file: the rows of each label of a column, each as read_data has a file of its own; in sorted
// order.
std::vector<std::pair<std::string, data_set>> read_data_by(const data_options& options,
                                                           const data_request& request,
                                                           const std::string& label);

}  // namespace example
