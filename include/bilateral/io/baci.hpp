#pragma once
/// CEPII's BACI: reconciled trade by exporter, importer and six-digit product, read in parallel
/// blocks.

#include <bilateral/core/country_codes.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/number.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/io/column_reader.hpp>
#include <bilateral/io/detail/csv_text.hpp>
#include <bilateral/io/flows_csv.hpp>
#include <bilateral/io/source_table.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

struct baci_options {
  std::vector<int> years = {};  ///< only these; empty: all that the file has
  bool quantities = true;       ///< keep q, eight bytes a row
  repeated_rows repeated = repeated_rows::refuse;
  unsigned threads = 1;             ///< the result does not depend on it
  std::size_t block_bytes = 65536;  ///< a thread's share of a read
  csv_limits limits = {};
};

namespace detail {

inline constexpr std::string_view baci_columns = "tijkvq";

// what the file calls t, i, j, k, v and q: the same but for blanks and quotes
template <class = when_called>
std::array<std::string, 6> baci_names(const std::vector<std::string>& names,
                                      const std::string& file) {
  std::array<std::string, 6> out;
  for (std::size_t c = 0; c < names.size(); ++c) {
    const std::string_view plain = trimmed_text(names[c]);
    const std::size_t place = baci_columns.find(plain);
    if (plain.size() != 1 || place == std::string_view::npos || !out[place].empty()) {
      throw data_error(
          file, 1, 0,
          text("'", excerpt(names[c]), "' is no column of BACI, which has t,i,j,k,v,q once each"));
    }
    out[place] = names[c];
  }
  if (names.size() != 6) {
    throw data_error(file, 1, 0,
                     text("the header has ", names.size(), " columns; BACI has t,i,j,k,v,q"));
  }
  return out;
}

// Codes of the columns t, i, j and k as numbers; remembers the first row with one that is none.
class baci_codes {
 public:
  explicit baci_codes(std::string file, std::size_t first_line)
      : file_(std::move(file)), first_line_(first_line) {}

  // the number of each label
  std::vector<std::int32_t> numbers(const text_column_data& column, std::size_t role) {
    std::vector<std::int32_t> out;
    bool good = true;
    for (const std::string& label : column.labels) {
      const std::string_view plain = trimmed_text(label);
      const bool digits = plain.find_first_not_of("0123456789") == std::string_view::npos;
      const bool length =
          role == 3 ? plain.size() == 6 : !plain.empty() && plain.size() <= most(role);
      good = good && digits && length;
      out.push_back(digits && length ? static_cast<std::int32_t>(parse_integer(plain).value) : -1);
    }
    if (good) return out;
    for (std::size_t r = 0; r < column.codes.size(); ++r) {
      const auto code = to_size(column.codes[r]);
      if (out[code] >= 0) continue;
      if (!bad_ || r < bad_->row) bad_ = {r, role, column.labels[code]};
      break;
    }
    return out;
  }

  void explain() const {
    if (!bad_) return;
    const std::string_view plain = trimmed_text(bad_->label);
    const bool six = bad_->role == 3 && plain.size() != 6;
    refuse(bad_->row, bad_->role, bad_->label,
           six ? text("is not a product of 6 digits",
                      plain.size() == 5 ? " (was a leading zero lost?)" : "")
               : text("is not a code of at most ", most(bad_->role), " digits"));
  }

  // a value or quantity below zero, a value that is missing
  void check_amounts(const std::vector<double>& values, std::size_t role) const {
    for (std::size_t r = 0; r < values.size(); ++r) {
      if (values[r] < 0) refuse(r, role, shortest(values[r]), "is negative");
      if (role == 4 && std::isnan(values[r])) refuse(r, role, "", "is a missing value");
    }
  }

 private:
  struct place {
    std::size_t row, role;
    std::string label;
  };
  static std::size_t most(std::size_t role) { return role == 0 ? 4 : role == 3 ? 6 : 3; }
  [[noreturn]] void refuse(std::size_t row, std::size_t role, std::string_view field,
                           const std::string& what) const {
    throw data_error(file_, first_line_ + row, 0, text("'", excerpt(field), "' ", what),
                     std::string(1, baci_columns[role]));
  }

  std::string file_;
  std::size_t first_line_;
  std::optional<place> bad_;
};

// Codes on one sorted list of names, whatever columns they come from.
class named_codes {
 public:
  template <class Name>
  void add(const std::vector<std::int32_t>& numbers, const std::vector<std::uint8_t>& used,
           Name name) {
    for (std::size_t l = 0; l < numbers.size(); ++l) {
      if (used[l] != 0) place_.emplace(name(numbers[l]), 0);
    }
  }
  std::vector<std::string> names() {
    std::vector<std::string> out;
    for (auto& [name, at] : place_) {
      at = static_cast<std::int32_t>(out.size());
      out.push_back(name);
    }
    return out;
  }
  // the codes of rows that are kept, renamed in place
  template <class Name>
  std::vector<std::int32_t> renamed(text_column_data column,
                                    const std::vector<std::int32_t>& numbers,
                                    const std::vector<std::uint8_t>& used, Name name) const {
    std::vector<std::int32_t> to;
    for (std::size_t l = 0; l < numbers.size(); ++l) {
      to.push_back(used[l] != 0 ? place_.at(name(numbers[l])) : -1);
    }
    for (std::int32_t& c : column.codes) c = to[to_size(c)];
    return std::move(column.codes);
  }

 private:
  std::map<std::string, std::int32_t> place_;
};

inline std::string six_digits(int code) {
  std::string out = std::to_string(code);
  return std::string(6 - out.size(), '0') + out;
}
inline std::string area_of_baci(int number) {
  const auto area = comtrade_area(number);
  return area ? std::string(area->alpha_3) : std::to_string(number);
}

// labels that a row has
template <class = when_called>
std::vector<std::uint8_t> used_labels(const text_column_data& column) {
  std::vector<std::uint8_t> out(column.labels.size(), 0);
  for (const std::int32_t c : column.codes) out[to_size(c)] = 1;
  return out;
}

// takes the rows of other years out of every column; how many they are
template <class = when_called>
std::size_t keep_years(column_data& read, const std::array<std::string, 6>& names,
                       const std::vector<std::int32_t>& year, const std::vector<int>& wanted) {
  if (wanted.empty()) return 0;
  std::vector<std::uint8_t> keep;
  const std::vector<std::int32_t>& codes = read.texts.at(names[0]).codes;
  keep.reserve(codes.size());
  for (const std::int32_t c : codes) {
    keep.push_back(std::find(wanted.begin(), wanted.end(), year[to_size(c)]) != wanted.end());
  }
  const auto compact = [&](auto& column) {
    std::size_t kept = 0;
    for (std::size_t r = 0; r < column.size(); ++r) {
      if (keep[r] != 0) column[kept++] = column[r];
    }
    column.resize(kept);
  };
  for (auto& [name, column] : read.texts) compact(column.codes);
  for (auto& [name, column] : read.numbers) compact(column.values);
  const std::size_t before = read.rows;
  read.rows = read.texts.at(names[0]).codes.size();
  return before - read.rows;
}

template <class = when_called>
void note_baci(product_flows& f, bool quantities) {
  const auto zeros = std::count(f.value.begin(), f.value.end(), 0.0);
  if (zeros > 0) f.notes.push_back(text(zeros, " flows have the value 0"));
  const auto unknown =
      std::count_if(f.quantity.begin(), f.quantity.end(), [](double q) { return std::isnan(q); });
  if (quantities && unknown > 0) {
    f.notes.push_back(text(unknown, " flows have no quantity (NA)"));
  }
  std::string numbers;
  for (const std::string& c : f.countries) {
    if (c[0] >= '0' && c[0] <= '9') numbers += (numbers.empty() ? "" : ", ") + c;
    if (c == "S19") {
      f.notes.push_back("S19 is Other Asia, not elsewhere specified (mostly Taiwan)");
    }
  }
  if (!numbers.empty()) {
    f.notes.push_back("areas without an ISO code are named by their number: " + numbers);
  }
}

// flows from the columns, which are used up one after another
template <class = when_called>
product_flows baci_flows(column_data& read, const std::array<std::string, 6>& names,
                         const std::array<std::vector<std::int32_t>, 4>& number, bool quantities) {
  product_flows f;
  const auto year_name = [](int y) { return std::to_string(y); };
  std::array<std::vector<std::uint8_t>, 4> used;
  for (std::size_t c = 0; c < 4; ++c) used[c] = used_labels(read.texts.at(names[c]));
  const auto column = [&](std::size_t c) { return std::move(read.texts.at(names[c])); };
  named_codes countries, products, years;
  for (const std::size_t c : {1U, 2U}) countries.add(number[c], used[c], area_of_baci);
  products.add(number[3], used[3], six_digits);
  years.add(number[0], used[0], year_name);
  f.countries = countries.names();
  f.products = products.names();
  f.periods = years.names();
  f.exporter = countries.renamed(column(1), number[1], used[1], area_of_baci);
  f.importer = countries.renamed(column(2), number[2], used[2], area_of_baci);
  f.product = products.renamed(column(3), number[3], used[3], six_digits);
  if (f.periods.size() > 1) f.period = years.renamed(column(0), number[0], used[0], year_name);
  f.value = std::move(read.numbers.at(names[4]).values);
  if (quantities) f.quantity = std::move(read.numbers.at(names[5]).values);
  f.value_unit = "thousand current USD, FOB";
  f.quantity_unit = "metric tons";
  note_baci(f, quantities);
  return f;
}

}  // namespace detail

/// Reads a file of BACI: t,i,j,k,v,q, comma-separated with a header, columns in any order.
///
/// @param input  the file, read once
/// @return  flows by ISO alpha-3 code (areas without one by their number) and six-digit product, in
///          file order; value in thousand current USD, FOB, quantity in metric tons, NaN where the
///          file says NA. Periods are coded where the file (or the years asked for) has several
///          years
/// @throws data_error  another header, a code of the wrong form (a product that lost its leading
///                     zero), a number that is none or negative, no rows of a year that was asked
///                     for; with line and field. A flow twice, with its rows
/// @note   Read by read_columns: in blocks by several threads, with the same result for any number.
///         32 bytes a row with quantities, of all rows of the file before other years are left out;
///         where the size of the input is not known, a column that grows is moved. What is not in
///         the file is zero only between countries that report: BACI leaves out flows below 1000
///         USD and does not list zeros
/// @see    Gaulier & Zignago (2010), CEPII Working Paper 2010-23; cepii.fr, description of BACI
template <class = when_called>
[[nodiscard]] flow_file read_baci(csv_input input, const baci_options& options = {}) {
  csv_options format;
  format.limits = options.limits;
  format.chunk_bytes = (std::max)(options.block_bytes, std::size_t{64});
  const std::string file = input.name;
  const std::string start = first_bytes(input, 64);
  const std::array<std::string, 6> names = detail::baci_names(header_of(input, format), file);
  column_request request;
  request.texts = {names[0], names[1], names[2], names[3]};
  request.numbers = {names[4]};
  if (options.quantities) request.numbers.push_back(names[5]);
  request.missing = {"NA"};
  column_data read =
      read_columns(std::move(input), request, format, (std::max)(1U, options.threads));
  flow_file out;
  out.rows = read.rows;
  // the line of the first record; blank lines may stand above the header
  const std::size_t above = (std::min)(start.find_first_not_of("\r\n"), start.size());
  detail::baci_codes codes(
      file, 2 + to_size(std::count(start.begin(), start.begin() + to_index(above), '\n')));
  std::array<std::vector<std::int32_t>, 4> number;
  for (std::size_t c = 0; c < 4; ++c) number[c] = codes.numbers(read.texts.at(names[c]), c);
  codes.explain();
  codes.check_amounts(read.numbers.at(names[4]).values, 4);
  if (options.quantities) codes.check_amounts(read.numbers.at(names[5]).values, 5);
  out.other_periods = detail::keep_years(read, names, number[0], options.years);
  if (read.rows == 0) {
    throw data_error(file + ": there are no flows" +
                     (out.rows > 0 ? " of the years asked for" : ""));
  }
  out.flows = detail::baci_flows(read, names, number, options.quantities);
  for (const int y : options.years) {
    if (!position_in(out.flows.periods, std::to_string(y))) {
      throw data_error(text(file, ": there are no rows of ", y));
    }
  }
  require_distinct_flows(file, out.flows, options.repeated);
  return out;
}

/// The same of bytes from anywhere. @param name  for messages
template <class = when_called>
[[nodiscard]] flow_file read_baci(byte_source source, const std::string& name,
                                  const baci_options& options = {}) {
  return read_baci(csv_input{std::move(source), name, 0}, options);
}

}  // namespace bilateral
