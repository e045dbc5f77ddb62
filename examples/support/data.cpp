#include "support/data.hpp"

#include <bilateral/data/row_filter.hpp>
#include <bilateral/data/transform.hpp>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <optional>

namespace example {

using namespace bilateral;

void data_options::add_to(CLI::App& app, const data_flags& flags) {
  const std::string before = app.option_defaults()->get_group();
  app.option_defaults()->group("Data");
  app.add_option("--csv", csv, "File with a header row; '-' is standard input, .gz is unpacked")
      ->required();
  add_format(app);
  app.add_option("--where", where, "Rows to keep: 'COLUMN OP VALUE[,...]', = != < <= > >=")
      ->allow_extra_args(false);
  add_choice(app, "--missing", missing, "Empty cells in the columns used", {"error", "drop"});
  if (flags.date) {
    app.add_option(
        "--date", date,
        "Column of dates: 2016, 2016-Q3, 2016-08, 2016M08, 2016-08-31; or YEAR,MONTH columns");
  }
  if (flags.log) app.add_option("--log", log, "Columns to take natural logarithms of: A,B");
  if (flags.lag) app.add_option("--lag", lag, "Lagged columns to add: COLUMN:K[,...]");
  if (flags.weights) {
    app.add_option("--weights", weights, "Column of analytic weights");
    app.add_option("--frequency-weights", frequency_weights, "Column of counts");
  }
  app.option_defaults()->group(before);
}

void data_options::add_format(CLI::App& app) {
  app.add_option("--delimiter", delimiter, "Between fields; 'tab' for a tabulator")
      ->capture_default_str()
      ->group("Data");
  app.add_option("--decimal", decimal, "The decimal sign of numbers: . or ,")
      ->capture_default_str()
      ->group("Data");
}

csv_options data_options::csv_format() const {
  csv_options format;
  if (delimiter == "tab" || delimiter == "\\t") {
    format.delimiter = '\t';
  } else if (delimiter.size() == 1) {
    format.delimiter = delimiter[0];
  } else {
    throw usage_error(text("--delimiter: '", delimiter, "' is not one character"));
  }
  if (decimal != "." && decimal != ",") {
    throw usage_error(text("--decimal: '", decimal, "' is neither . nor ,"));
  }
  format.decimal = decimal[0];
  if (format.delimiter == '"' || format.delimiter == '-' || format.delimiter == '+' ||
      format.delimiter == '.' || std::isalnum(static_cast<unsigned char>(format.delimiter)) != 0) {
    throw usage_error(text("--delimiter: '", delimiter, "' may be part of a field"));
  }
  if (format.delimiter == format.decimal) {
    throw usage_error("--delimiter and --decimal are the same character");
  }
  return format;
}

std::vector<std::pair<std::string, long>> data_options::lags() const {
  std::vector<std::pair<std::string, long>> out;
  for (const std::string& item : split_list(lag)) {
    const std::size_t at = item.rfind(':');
    if (at == std::string::npos) throw usage_error("--lag: '" + item + "' is not COLUMN:K");
    out.emplace_back(item.substr(0, at), whole_number("--lag", item.substr(at + 1), 1));
  }
  return out;
}

namespace {

// "log(copper)" asks for the logarithm of copper, by a flag of its own
std::string with_log_hint(std::string message, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    for (const std::string function : {"log", "ln"}) {
      if (!name.starts_with(function + "(") || !name.ends_with(")")) continue;
      const std::size_t at = message.find("there is no column " + name);
      if (at == std::string::npos) continue;
      const std::string inner = name.substr(function.size() + 1, name.size() - function.size() - 2);
      message.resize(at);
      return message + "there is no column " + name + ": name " + inner + " and add --log " + inner;
    }
  }
  return message;
}

// --date names one column of dates, or those of years and months (quarters)
std::vector<std::string> date_parts(const std::string& date) {
  std::vector<std::string> parts = split_list(date);
  if (parts.size() > 2)
    throw usage_error("--date: '" + date + "' is neither COLUMN nor YEAR,MONTH");
  return parts.size() == 2 ? parts : std::vector<std::string>{};
}

}  // namespace

data_table read_columns(const data_options& options, const table_columns& request) {
  table_columns columns = request;
  const std::vector<std::string> parts = date_parts(options.date);
  const auto date = std::find(columns.texts.begin(), columns.texts.end(), options.date);
  const bool joined = !parts.empty() && date != columns.texts.end();
  if (joined) {
    columns.texts.erase(date);
    columns.texts.insert(columns.texts.end(), parts.begin(), parts.end());
  }
  try {
    data_table table = read_table(
        watched({open_input(options.csv), options.csv, size_of(options.csv)}, shown_progress()),
        columns, options.csv_format(), 1);
    if (joined) add_dates(table, parts[0], parts[1]);
    return table;
  } catch (const data_error& e) {
    const std::string hint = with_log_hint(e.what(), columns.numbers);
    if (hint == e.what()) throw;
    throw data_error(hint);
  }
}

namespace {

std::vector<std::size_t> positions(const std::vector<bool>& chosen) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    if (chosen[i]) out.push_back(i);
  }
  return out;
}

bool has_period_twice(const data_table& table, const std::string& date) {
  const text_column& c = table.text(date);
  std::vector<bool> seen(c.labels.size(), false);
  for (const std::int32_t code : c.codes) {
    if (seen[static_cast<std::size_t>(code)]) return true;
    seen[static_cast<std::size_t>(code)] = true;
  }
  return false;
}

// an empty cell in one of the columns, by its name
std::optional<std::string> empty_cell(const data_table& table, const data_request& request,
                                      std::size_t i) {
  for (const std::string& name : request.numbers) {
    if (std::isnan(table[name][i])) return name;
  }
  for (const std::string& name : request.groups) {
    for (const std::string& part : interaction_parts(name)) {
      const text_column& c = table.text(part);
      const std::string& label = c.labels[static_cast<std::size_t>(c.codes[i])];
      if (label.find_first_not_of(" \t") == std::string::npos) return part;
    }
  }
  return std::nullopt;
}

}  // namespace

row_condition condition_of(const std::string& where) {
  try {
    return parse_condition(where);
  } catch (const argument_error& e) {
    throw usage_error(text("--", e.what()));
  }
}

data_table in_order_of_date(const data_table& table, const data_options& options) {
  if (options.date.empty()) return table;
  if (!options.where.empty() && has_period_twice(table, options.date)) {
    return index_by_date(table.select(positions(rows_where(table, options.where))), options.date);
  }
  return index_by_date(table, options.date);
}

// From the rows of a file to those that a program works on, step by step.
class data_reader {
 public:
  data_reader(const data_options& options, const data_request& asked)
      : options_(options),
        request_(asked),
        lags_(options.lags()),
        logged_(split_list(options.log)) {
    for (const auto& [name, k] : lags_) request_.numbers.push_back(name);
    for (const std::string& name : {options.weights, options.frequency_weights}) {
      if (!name.empty()) request_.numbers.push_back(name);
    }
    for (const std::string& name : logged_) {
      if (std::find(request_.numbers.begin(), request_.numbers.end(), name) ==
          request_.numbers.end()) {
        throw usage_error("--log: the column " + name + " is not used");
      }
    }
  }

  // all columns that the flags name, as the file has them
  [[nodiscard]] data_table whole_file(const std::string& label = {}) const {
    table_columns columns{request_.numbers, {}, {}};
    for (const std::string& group : request_.groups) {
      for (const std::string& part : interaction_parts(group)) columns.texts.push_back(part);
    }
    for (const std::string& where : options_.where)
      columns.texts.push_back(condition_of(where).column);
    if (!options_.date.empty()) columns.texts.push_back(options_.date);
    if (!label.empty()) columns.texts.push_back(label);
    return read_columns(options_, columns);
  }

  [[nodiscard]] data_set prepared(const data_table& whole) {
    data_set out;
    report_ = {};
    missing_ = 0;
    data_table table = in_order_of_date(whole, options_);
    std::vector<bool> keep = rows_where(table, options_.where);
    const std::size_t filtered = whole.rows() - positions(keep).size();
    leave_out_missing(table, keep);
    add_columns(table, keep, out.lagged_);
    const auto chosen = positions(keep);
    if (chosen.empty()) throw data_error(table.source() + ": no rows are left to use");
    out.table_ = chosen.size() == table.rows() ? std::move(table) : table.select(chosen);
    describe(out, whole.rows(), filtered);
    out.report_ = report_;
    return out;
  }

 private:
  void drop(const data_table& table, std::size_t i, const std::string& reason) {
    ++report_.rows_dropped;
    if (report_.rows.size() < 20) report_.rows.push_back({table.file_row(i), reason});
  }
  void leave_out_missing(const data_table& table, std::vector<bool>& keep) {
    for (std::size_t i = 0; i < table.rows(); ++i) {
      if (!keep[i]) continue;
      const auto hole = empty_cell(table, request_, i);
      if (!hole) continue;
      if (options_.missing == "error") {
        throw table.at_row(i, "the cell is empty (--missing drop leaves such rows out)", *hole);
      }
      ++missing_;
      keep[i] = false;
      drop(table, i, *hole + " is empty");
    }
  }
  // logarithms, then lags of them
  void add_columns(data_table& table, std::vector<bool>& keep, std::vector<std::string>& lagged) {
    for (const std::string& name : logged_) table.add(log_column(table, table.number(name), keep));
    for (const auto& [name, k] : lags_) {
      const std::string log_name = "log(" + name + ")";
      number_column c =
          lag_column(table, table.number(table.has_number(log_name) ? log_name : name), k);
      for (std::size_t i = 0; i < keep.size(); ++i) {
        if (!keep[i] || !std::isnan(c.values[i])) continue;
        keep[i] = false;
        drop(table, i, c.name + " is not known");
      }
      lagged.push_back(c.name);
      table.add(std::move(c));
    }
  }
  void describe(const data_set& out, std::size_t all, std::size_t filtered) {
    report_.n = out.rows();
    if (out.dated()) {
      report_.first = out.period(0);
      report_.last = out.period(out.rows() - 1);
      const bool allowed = request_.gaps_allowed || filtered > 0 || missing_ > 0;
      check_gaps(out.table(), options_.date, allowed ? time_gaps::allow : time_gaps::refuse,
                 report_.notes);
    }
    if (filtered > 0) {
      report_.notes.push_back(text("--where leaves out ", filtered, " of ", all, " rows"));
    }
    if (missing_ > 0) {
      report_.notes.push_back(text(missing_, missing_ == 1 ? " row" : " rows",
                                   " with empty cells dropped; the first is row ",
                                   report_.rows.front().row));
    }
  }

  const data_options& options_;
  data_request request_;
  std::vector<std::pair<std::string, long>> lags_;
  std::vector<std::string> logged_;
  common_report report_;
  std::size_t missing_ = 0;
};

data_set read_data(const data_options& options, const data_request& request) {
  data_reader reader(options, request);
  return reader.prepared(reader.whole_file());
}

std::vector<std::pair<std::string, data_set>> read_data_by(const data_options& options,
                                                           const data_request& request,
                                                           const std::string& label) {
  data_reader reader(options, request);
  const data_table whole = reader.whole_file(label);
  const factor by = group(whole, label);
  std::vector<std::vector<std::size_t>> rows(static_cast<std::size_t>(by.levels));
  const std::vector<bool> keep = rows_where(whole, options.where);
  std::vector<bool> kept(rows.size(), false);
  for (std::size_t i = 0; i < by.size(); ++i) {
    const auto level = static_cast<std::size_t>(by.codes[i]);
    rows[level].push_back(i);
    if (keep[i]) kept[level] = true;
  }
  std::vector<std::pair<std::string, data_set>> out;
  for (std::int32_t level = 0; level < by.levels; ++level) {
    if (!kept[static_cast<std::size_t>(level)]) continue;
    const std::string name = by.label(level);
    try {
      out.emplace_back(name, reader.prepared(whole.select(rows[static_cast<std::size_t>(level)])));
    } catch (const data_error& e) {
      throw data_error(text(e.what(), " (", label, " ", name, ")"));
    }
  }
  if (out.empty()) throw data_error(whole.source() + ": no rows are left to use");
  return out;
}

}  // namespace example
