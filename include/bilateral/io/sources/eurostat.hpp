#pragma once
/// Eurostat's tab-separated tables, and COMEXT's bulk files of trade in goods.

#include <bilateral/core/country_codes.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/io/csv.hpp>
#include <bilateral/io/reported_flows.hpp>
#include <bilateral/io/source_table.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

struct eurostat_options {
  std::string frequency = {};  ///< "A", "Q", "M": only rows of it; empty: the only one of the file
  csv_limits limits = {};
};

namespace detail {

template <class = when_called>
std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

template <class = when_called>
std::vector<std::string> comma_parts(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = (std::min)(text.find(',', at), text.size());
    out.emplace_back(trimmed(text.substr(at, end - at)));
    at = end + 1;
  }
  return out;
}

// texts coded as they come
class text_collector {
 public:
  explicit text_collector(std::string name) : column_{std::move(name), {}, {}} {}
  std::int32_t code(std::string_view text) {
    const auto [at, fresh] =
        code_.emplace(std::string(text), static_cast<std::int32_t>(column_.labels.size()));
    if (fresh) column_.labels.emplace_back(text);
    return at->second;
  }
  void add(std::int32_t code) { column_.codes.push_back(code); }
  [[nodiscard]] text_column take() { return std::move(column_); }

 private:
  text_column column_;
  std::map<std::string, std::int32_t> code_;
};

// the long form of a tab-separated table
class eurostat_collector {
 public:
  eurostat_collector(const csv_reader& rows, const eurostat_options& options)
      : file_(rows.name()), options_(options) {
    const std::string& corner = rows.names()[0];
    const std::size_t split = corner.find('\\');
    if (split == std::string::npos) {
      throw data_error(rows.name(), 1, 1,
                       text("'", corner,
                            "' is no corner of a table of Eurostat, such as "
                            "freq,unit,geo\\TIME_PERIOD"));
    }
    for (std::string& id : comma_parts(std::string_view(corner).substr(0, split))) {
      if (id == "freq") frequency_ = dimensions_.size();
      for (const std::string& before : names_) {
        if (before == id)
          throw data_error(rows.name(), 1, 1, "the dimension " + id + " stands twice");
      }
      names_.push_back(id);
      dimensions_.emplace_back(id);
    }
    for (std::size_t j = 1; j < rows.names().size(); ++j) {
      periods_.push_back(period_.code(trimmed(rows.names()[j])));
      frequency_of_.push_back(frequency_of(trimmed(rows.names()[j])));
    }
  }

  void add(const csv_reader& rows) {
    ++rows_;
    const std::vector<std::string> key = comma_parts(rows[0]);
    if (key.size() != dimensions_.size()) {
      rows.refuse(0, text("has ", key.size(), " codes for ", dimensions_.size(), " dimensions"));
    }
    if (frequency_ && !options_.frequency.empty() && key[*frequency_] != options_.frequency) {
      ++other_frequency_;
      return;
    }
    if (frequency_ && frequencies_.insert(key[*frequency_]).second && frequencies_.size() > 1) {
      rows.refuse(0, "is of another frequency than the rows before; name one");
    }
    std::vector<std::int32_t> codes;
    for (std::size_t d = 0; d < key.size(); ++d) codes.push_back(dimensions_[d].code(key[d]));
    if (!keys_.insert(codes).second) rows.refuse(0, "is there twice");
    for (std::size_t j = 1; j < rows.size(); ++j) add_cell(rows, j, codes);
  }

  [[nodiscard]] source_table finish() {
    if (value_.values.empty()) throw data_error(file_ + ": there are no values");
    source_table out{data_table(file_), rows_, {}};
    for (text_collector& d : dimensions_) out.table.add(d.take());
    out.table.add(period_.take());
    out.table.add(std::move(value_));
    out.table.add(flag_.take());
    out.table.set_lines(std::move(lines_));
    const auto note = [&](std::size_t count, const char* what) {
      if (count > 0) out.notes.push_back(text(count, what));
    };
    note(other_frequency_, " rows left out: of another frequency");
    note(missing_, " cells are missing (:)");
    note(confidential_, " cells are confidential (: c)");
    return out;
  }

 private:
  // "12.5 b": a number and flags; ": c": none
  void add_cell(const csv_reader& rows, std::size_t j, const std::vector<std::int32_t>& codes) {
    const std::string_view cell = trimmed(rows[j]);
    const std::size_t blank = (std::min)(cell.find(' '), cell.size());
    const std::string_view number = cell.substr(0, blank), flags = trimmed(cell.substr(blank));
    if (number.empty() || number == ":") {
      ++(flags.find('c') != std::string_view::npos ? confidential_ : missing_);
      return;
    }
    const auto read = parse_number(number);
    if (!read) rows.refuse(j, "is no number with flags behind a blank");
    one_frequency(rows, j);
    for (std::size_t d = 0; d < codes.size(); ++d) dimensions_[d].add(codes[d]);
    period_.add(periods_[j - 1]);
    value_.values.push_back(read.value);
    flag_.add(flag_.code(flags));
    lines_.push_back(static_cast<std::uint32_t>(rows.line()));
  }

  // 2019, 2019-Q1 and 2019-01 differ by the letter behind the year, or by there being none
  static char frequency_of(std::string_view period) {
    const std::size_t dash = period.find('-');
    if (dash == std::string_view::npos || dash + 1 == period.size()) return 'A';
    const char letter = period[dash + 1];
    return letter >= '0' && letter <= '9' ? 'M' : letter;
  }

  void one_frequency(const csv_reader& rows, std::size_t j) {
    if (first_value_ == 0) first_value_ = j;
    if (frequency_of_[j - 1] == frequency_of_[first_value_ - 1]) return;
    rows.refuse(j,
                text("is a value of ", trimmed(rows.names()[j]), " in a table that has one of ",
                     trimmed(rows.names()[first_value_]), ": the frequencies must not be mixed"));
  }

  std::string file_;
  eurostat_options options_;
  std::vector<std::string> names_;
  std::vector<text_collector> dimensions_;
  std::optional<std::size_t> frequency_;
  text_collector period_{"TIME_PERIOD"}, flag_{"OBS_FLAG"};
  std::vector<std::int32_t> periods_;
  std::vector<char> frequency_of_;  // of each column of periods
  std::size_t first_value_ = 0;     // the column of the first value
  number_column value_{"OBS_VALUE", {}};
  std::vector<std::uint32_t> lines_;
  std::set<std::string> frequencies_;
  std::set<std::vector<std::int32_t>> keys_;
  std::size_t rows_ = 0, missing_ = 0, confidential_ = 0, other_frequency_ = 0;
};

}  // namespace detail

/// Reads a table of Eurostat in tab-separated values: "freq,unit,geo\TIME_PERIOD", then a column a
/// period.
///
/// @return  a row for each cell with a value: the dimensions, TIME_PERIOD and OBS_FLAG as texts,
///          OBS_VALUE in the unit that the dimension `unit` names. ":" is missing; letters behind a
///          blank are flags
/// @throws data_error  another corner, a row with too few codes or twice, rows of several
///                     frequencies, a cell that is no number
/// @see    Eurostat, Database bulk download, TSV format
template <class = when_called>
[[nodiscard]] source_table read_eurostat_tsv(csv_input input,
                                             const eurostat_options& options = {}) {
  csv_options format;
  format.delimiter = '\t';
  format.limits = options.limits;
  csv_reader rows(std::move(input.bytes), input.name, format);
  detail::eurostat_collector cells(rows, options);
  while (rows.next()) cells.add(rows);
  return cells.finish();
}

struct comext_options {
  std::vector<std::string> periods = {};  ///< "202401", "202452" (the year): only these; empty: all
  std::optional<int> level = {};          ///< digits of the products: 2, 4, 6, 8, 0 for TOTAL
  unsigned threads = 0;
};

namespace detail {

struct comext_names {
  std::string reporter, partner, product, flow, period, value, weight, procedure;
};

// the names of today's files (full_v2) or of the older ones
template <class = when_called>
comext_names comext_columns(const std::vector<std::string>& names, const std::string& file) {
  const auto there = [&](const char* name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  const auto either = [&](const char* now, const char* before) -> std::string {
    if (there(now)) return now;
    if (there(before)) return before;
    throw data_error(text(file, ": there is no column ", now, " or ", before, " of COMEXT"));
  };
  comext_names out;
  out.reporter = there("DECLARANT_ISO") ? "DECLARANT_ISO" : either("REPORTER", "DECLARANT_ISO");
  out.partner = there("PARTNER_ISO") ? "PARTNER_ISO" : either("PARTNER", "PARTNER_ISO");
  out.product = either("PRODUCT_NC", "PRODUCT");
  out.flow = "FLOW";
  out.period = "PERIOD";
  out.value = either("VALUE_EUR", "VALUE_IN_EUROS");
  out.weight = either("QUANTITY_KG", "QUANTITY_IN_KG");
  out.procedure = either("STAT_PROCEDURE", "STAT_REGIME");
  return out;
}

// ISO alpha-3 of a country, Eurostat's own letters for the rest; empty: a group of countries
template <class = when_called>
std::string comext_area(std::string_view code) {
  if (code.size() != 2) return {};
  const std::string_view iso = code == "EL" ? "GR" : code == "UK" ? "GB" : code;
  const auto country = country_of_alpha_2(iso);
  return country ? std::string(country->alpha_3) : std::string(code);
}

inline int comext_level(std::string_view product) {
  return product == "TOTAL" ? 0 : static_cast<int>(product.size());
}

template <class = when_called>
void require_one_level(const data_table& table, const std::string& column) {
  const text_column& product = table.text(column);
  for (std::size_t i = 1; i < table.rows(); ++i) {
    const int first = comext_level(text_at(product, 0)), here = comext_level(text_at(product, i));
    if (here == first) continue;
    throw table.at_row(i,
                       text("products of ", here, " and of ", first,
                            " digits stand together and must not be added; name a level"),
                       column);
  }
}

// a year's total (month 52) beside its months, the total of procedures (4) beside its parts
template <class = when_called>
void require_no_totals(const data_table& table, const comext_names& at) {
  const text_column &period = table.text(at.period), &procedure = table.text(at.procedure);
  const auto is_year = labels_where(
      period, [](const std::string& p) { return p.size() == 6 && p.substr(4) == "52"; });
  const auto is_total = labels_where(procedure, [](const std::string& p) { return p == "4"; });
  const auto mixed = [&](const text_column& c, const std::vector<std::uint8_t>& total,
                         const char* what) {
    for (std::size_t i = 1; i < table.rows(); ++i) {
      if (total[to_size(c.codes[i])] == total[to_size(c.codes[0])]) {
        continue;
      }
      throw table.at_row(i,
                         text(what, " ", text_at(c, 0), " and ", text_at(c, i),
                              " stand together: one holds the other"),
                         c.name);
    }
  };
  mixed(period, is_year, "the periods");
  mixed(procedure, is_total, "the procedures");
}

template <class = when_called>
data_table comext_rows(source_table& file, const comext_names& at, const comext_options& options,
                       reported_flows& out) {
  const auto lacks = [](const text_column& c, auto stays) {
    return [&c, keep = labels_where(c, stays)](std::size_t i) {
      return keep[to_size(c.codes[i])] == 0;
    };
  };
  row_selection rows(file.table.rows());
  rows.leave_out("partners that are groups of countries",
                 lacks(file.table.text(at.partner),
                       [](const std::string& c) { return !comext_area(c).empty(); }));
  rows.leave_out("reporters that are groups of countries",
                 lacks(file.table.text(at.reporter),
                       [](const std::string& c) { return !comext_area(c).empty(); }));
  if (options.level) {
    rows.leave_out("product levels other than the one asked for",
                   lacks(file.table.text(at.product),
                         [&](const std::string& c) { return comext_level(c) == *options.level; }));
  }
  data_table table = rows.apply(std::move(file.table), out.notes);
  if (options.periods.empty()) return table;
  row_selection asked(table.rows());
  std::vector<std::string> unsaid;
  asked.leave_out("", lacks(table.text(at.period), [&](const std::string& p) {
                    return std::find(options.periods.begin(), options.periods.end(), p) !=
                           options.periods.end();
                  }));
  data_table kept = asked.apply(table, unsaid);
  out.other_periods = table.rows() - kept.rows();
  return kept;
}

}  // namespace detail

/// Reads a bulk file of COMEXT (full_v2_*.dat, full*.dat): trade in goods of the EU's members.
///
/// Rows of the same flow by statistical procedure (normal, processing) and supplementary unit are
/// parts and stand beside each other: they add up in every matrix.
///
/// @return  exports FOB and imports CIF in current EUR with weight in kg, as reporters state them;
///          countries by ISO alpha-3 code, other areas by Eurostat's two letters (XK, QR, ...)
/// @throws data_error  products of several levels without options.level, a year (month 52) beside
///                     its months, the total of procedures beside its parts, another flow than 1
///                     and 2, a value that is missing or negative
/// @see    Eurostat, User guide on European statistics on international trade in goods
template <class = when_called>
[[nodiscard]] reported_flows read_comext(csv_input input, const comext_options& options = {}) {
  const detail::comext_names at = detail::comext_columns(header_of(input), input.name);
  source_schema schema{"COMEXT", {}, {}};
  for (const std::string* name :
       {&at.reporter, &at.partner, &at.product, &at.flow, &at.period, &at.procedure}) {
    schema.columns.push_back({*name, column_kind::text});
  }
  schema.columns.push_back({at.value, column_kind::number, "current EUR"});
  schema.columns.push_back({at.weight, column_kind::number, "kg"});
  source_table file = read_source(std::move(input), schema, {}, options.threads);
  reported_flows out;
  out.rows = file.rows;
  const data_table table = detail::comext_rows(file, at, options, out);
  if (table.rows() == 0) throw data_error(table.source() + ": there are no flows");
  detail::require_one_level(table, at.product);
  detail::require_no_totals(table, at);
  flow_builder exports(true, true, true), imports(true, true, true);
  std::set<std::string> reporters, unnamed;
  const text_column &reporter = table.text(at.reporter), &partner = table.text(at.partner),
                    &product = table.text(at.product), &flow = table.text(at.flow),
                    &period = table.text(at.period);
  const auto value = table[at.value], weight = table[at.weight];
  for (std::size_t i = 0; i < table.rows(); ++i) {
    if (std::isnan(value[i])) throw table.at_row(i, "the value is missing", at.value);
    if (value[i] < 0) throw table.at_row(i, "the value is negative", at.value);
    const std::string who = detail::comext_area(text_at(reporter, i));
    const std::string whom = detail::comext_area(text_at(partner, i));
    reporters.insert(who);
    if (whom.size() == 2) unnamed.insert(whom);
    const double kg = weight[i] > 0 ? weight[i] : std::numeric_limits<double>::quiet_NaN();
    if (text_at(flow, i) == "2") {
      exports.add(who, whom, text_at(product, i), value[i], kg, text_at(period, i));
    } else if (text_at(flow, i) == "1") {
      imports.add(whom, who, text_at(product, i), value[i], kg, text_at(period, i));
    } else {
      throw table.at_row(i, text("'", text_at(flow, i), "' is no flow (1 import, 2 export)"),
                         at.flow);
    }
  }
  out.taken = table.rows();
  out.level = detail::comext_level(text_at(product, 0));
  out.reporters.assign(reporters.begin(), reporters.end());
  out.exports = exports.finish();
  out.imports = imports.finish();
  out.exports.value_unit = "current EUR, FOB";
  out.imports.value_unit = "current EUR, CIF";
  out.exports.quantity_unit = out.imports.quantity_unit = "kg";
  std::string letters;
  for (const std::string& area : unnamed) letters += (letters.empty() ? "" : ", ") + area;
  if (!letters.empty()) {
    out.notes.push_back("areas without an ISO code keep Eurostat's letters: " + letters);
  }
  return out;
}

}  // namespace bilateral
