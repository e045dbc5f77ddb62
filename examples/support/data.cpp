#include "support/data.hpp"

#include <algorithm>
#include <cctype>

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
  offers_log = flags.log;
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

csv_options csv_format_of(const std::string& delimiter, const std::string& decimal) {
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
      return message + "there is no column " + name + "; a logarithm is asked for by its column, " +
             inner + ", and --log " + inner;
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
    if (!options.offers_log || hint == e.what()) throw;
    throw data_error(hint);
  }
}

row_condition condition_of(const std::string& where) {
  try {
    return parse_condition(where);
  } catch (const argument_error& e) {
    throw usage_error(text("--", e.what()));
  }
}

namespace {

// what --log, --lag, --weights and the program ask of the rows
row_request rows_asked(const data_options& options, const data_request& asked) {
  row_request request{asked.numbers,
                      asked.groups,
                      options.date,
                      options.where,
                      split_list(options.log),
                      {},
                      options.missing == "drop" ? missing_rows::drop : missing_rows::refuse,
                      asked.gaps_allowed ? time_gaps::allow : time_gaps::refuse};
  for (const auto& [name, k] : options.lags()) {  // no table reaches back so far
    request.lags.emplace_back(name, static_cast<int>((std::min)(k, long{1} << 30)));
    request.numbers.push_back(name);
  }
  for (const std::string& name : {options.weights, options.frequency_weights}) {
    if (!name.empty()) request.numbers.push_back(name);
  }
  for (const std::string& name : request.log) {
    if (std::find(request.numbers.begin(), request.numbers.end(), name) == request.numbers.end()) {
      throw usage_error("--log: the column " + name + " is not used");
    }
  }
  return request;
}

// all columns that the flags name, as the file has them
data_table whole_file(const data_options& options, const row_request& request,
                      const std::string& label = {}) {
  table_columns columns{request.numbers, {}, {}};
  for (const std::string& group : request.groups) {
    for (const std::string& part : interaction_parts(group)) columns.texts.push_back(part);
  }
  for (const std::string& where : request.where) {
    columns.texts.push_back(condition_of(where).column);
  }
  for (const std::string& name : {request.date, label}) {
    if (!name.empty()) columns.texts.push_back(name);
  }
  return read_columns(options, columns);
}

}  // namespace

data_set::data_set(bilateral::working_rows rows)
    : table_(std::move(rows.table)), lagged_(std::move(rows.lagged)) {
  report_.n = table_.rows();
  if (dated()) {
    report_.first = period(0);
    report_.last = period(report_.n - 1);
  }
  report_.rows_dropped = rows.dropped;
  report_.rows = std::move(rows.dropped_rows);
  report_.notes = std::move(rows.notes);
}

data_set read_data(const data_options& options, const data_request& asked) {
  const row_request request = rows_asked(options, asked);
  return data_set(rows_for(whole_file(options, request), request));
}

std::vector<std::pair<std::string, data_set>> read_data_by(const data_options& options,
                                                           const data_request& asked,
                                                           const std::string& label) {
  const row_request request = rows_asked(options, asked);
  const data_table whole = whole_file(options, request, label);
  std::vector<std::pair<std::string, data_set>> out;
  for (const auto& [name, part] : split_by(whole, label)) {
    if (row_choice(part, request.where).rows().empty()) continue;
    try {
      out.emplace_back(name, data_set(rows_for(part, request)));
    } catch (const data_error& e) {
      throw data_error(text(e.what(), " (", label, " ", name, ")"));
    }
  }
  if (out.empty()) throw data_error(whole.source() + ": no rows are left to use");
  return out;
}

}  // namespace example
