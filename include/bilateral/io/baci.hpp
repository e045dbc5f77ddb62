#pragma once
/// CEPII's BACI: reconciled trade by exporter, importer and six-digit product, read in parallel
/// blocks.

#include <bilateral/core/country_codes.hpp>
#include <bilateral/io/flows_csv.hpp>
#include <bilateral/core/number.hpp>
#include <bilateral/io/source.hpp>
#include <bilateral/numeric/parallel.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

struct baci_options {
  std::vector<int> years = {};                     ///< only these; empty: all that the file has
  bool quantities = true;                          ///< keep q, eight bytes a row
  unsigned threads = 1;                            ///< the result does not depend on it
  std::size_t block_bytes = std::size_t{4} << 20;  ///< a thread's share of a read
  csv_limits limits = {};
};

namespace detail {

// the columns of one block, codes as the file has them
struct baci_block {
  std::vector<std::int16_t> year, exporter, importer;
  std::vector<std::int32_t> product;
  std::vector<double> value, quantity;
  std::size_t rows = 0, other_years = 0, zeros = 0, unknown_quantities = 0;
};

class baci_parser {
 public:
  baci_parser(std::string name, std::string_view header, const baci_options& options)
      : name_(std::move(name)), options_(options) {
    std::size_t column = 0;
    for (std::size_t at = 0; at <= header.size(); ++column) {
      const std::size_t end = (std::min)(header.find(',', at), header.size());
      const std::string_view field = unquoted(header.substr(at, end - at));
      const std::size_t place = std::string_view("tijkvq").find(field);
      if (field.size() != 1 || place == std::string_view::npos || column >= 6 || seen_[place]) {
        throw data_error(
            name_, 1, at + 1,
            text("'", excerpt(field), "' is no column of BACI, which has t,i,j,k,v,q once each"));
      }
      seen_[place] = true;
      role_[column] = place;
      at = end + 1;
    }
    if (column != 6)
      throw data_error(name_, 1, 0,
                       text("the header has ", column, " columns; BACI has t,i,j,k,v,q"));
  }

  // whole lines; `line` is the number of the first
  void parse(std::string_view text, std::size_t line, baci_block& out) const {
    const std::size_t guess = text.size() / 24 + 16;
    for (auto* v : {&out.year, &out.exporter, &out.importer}) v->reserve(guess);
    out.product.reserve(guess);
    out.value.reserve(guess);
    if (options_.quantities) out.quantity.reserve(guess);
    for (std::size_t at = 0; at < text.size(); ++line) {
      const void* found = std::memchr(text.data() + at, '\n', text.size() - at);
      const std::size_t end =
          found == nullptr
              ? text.size()
              : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
      std::string_view record = text.substr(at, end - at);
      if (!record.empty() && record.back() == '\r') record.remove_suffix(1);
      at = end + 1;
      if (record.empty()) {
        if (text.find_first_not_of("\r\n", (std::min)(at, text.size())) != std::string_view::npos) {
          throw data_error(name_, line, 0, "the line is empty where 6 fields are expected");
        }
        continue;
      }
      parse_record(record, line, out);
    }
  }

 private:
  static std::string_view unquoted(std::string_view field) {
    while (!field.empty() && (field.front() == ' ' || field.front() == '\t'))
      field.remove_prefix(1);
    while (!field.empty() && (field.back() == ' ' || field.back() == '\t')) field.remove_suffix(1);
    if (field.size() >= 2 && field.front() == '"' && field.back() == '"')
      field = field.substr(1, field.size() - 2);
    return field;
  }
  [[noreturn]] void refuse(std::string_view record, const std::string_view& field, std::size_t line,
                           std::size_t role, const std::string& what) const {
    const std::size_t column = static_cast<std::size_t>(field.data() - record.data()) + 1;
    throw data_error(name_, line, column, text("'", excerpt(field), "' ", what),
                     std::string(1, "tijkvq"[role]));
  }
  // 1 to `digits` digits
  std::int32_t code(std::string_view record, std::string_view field, std::size_t line,
                    std::size_t role, std::size_t digits) const {
    const std::string_view plain = unquoted(field);
    std::int32_t n = 0;
    bool good = !plain.empty() && plain.size() <= digits;
    for (const char c : plain) {
      good = good && c >= '0' && c <= '9';
      n = good ? n * 10 + (c - '0') : 0;
    }
    if (!good)
      refuse(record, field, line, role, text("is not a code of at most ", digits, " digits"));
    return n;
  }
  double number(std::string_view record, std::string_view field, std::size_t line,
                std::size_t role) const {
    const auto read = parse_number(unquoted(field));
    if (!read) refuse(record, field, line, role, "is not a number");
    if (read.value < 0) refuse(record, field, line, role, "is negative");
    return read.value;
  }

  void parse_record(std::string_view record, std::size_t line, baci_block& out) const {
    std::array<std::string_view, 6> fields;
    std::size_t count = 0;
    for (std::size_t at = 0; at <= record.size();) {
      const void* found = std::memchr(record.data() + at, ',', record.size() - at);
      const std::size_t end =
          found == nullptr
              ? record.size()
              : static_cast<std::size_t>(static_cast<const char*>(found) - record.data());
      if (count < 6) fields[role_[count]] = record.substr(at, end - at);
      ++count;
      at = end + 1;
    }
    if (count != 6)
      throw data_error(name_, line, 0,
                       text("the record has ", count, " fields but 6 are expected"));
    ++out.rows;
    const std::int32_t year = code(record, fields[0], line, 0, 4);
    if (!options_.years.empty() &&
        std::find(options_.years.begin(), options_.years.end(), year) == options_.years.end()) {
      ++out.other_years;
      return;
    }
    const std::string_view product = unquoted(fields[3]);
    if (product.size() != 6) {
      refuse(record, fields[3], line, 3,
             text("is not a product of 6 digits",
                  product.size() == 5 ? " (was a leading zero lost?)" : ""));
    }
    const double value = number(record, fields[4], line, 4);
    out.zeros += value == 0 ? 1U : 0U;
    out.year.push_back(static_cast<std::int16_t>(year));
    out.exporter.push_back(static_cast<std::int16_t>(code(record, fields[1], line, 1, 3)));
    out.importer.push_back(static_cast<std::int16_t>(code(record, fields[2], line, 2, 3)));
    out.product.push_back(code(record, fields[3], line, 3, 6));
    out.value.push_back(value);
    const std::string_view quantity = unquoted(fields[5]);
    const bool unknown = quantity.empty() || quantity == "NA";
    out.unknown_quantities += unknown ? 1U : 0U;
    if (options_.quantities) {
      out.quantity.push_back(unknown ? std::numeric_limits<double>::quiet_NaN()
                                     : number(record, fields[5], line, 5));
    }
  }

  std::string name_;
  const baci_options& options_;
  std::array<std::size_t, 6> role_{};
  std::array<bool, 6> seen_{};
};

// names of the codes that occur, sorted, and where each code went
template <class Code, class Name>
std::vector<std::string> named_codes(
    const std::vector<baci_block>& blocks, std::size_t codes, Name name,
    std::vector<std::int32_t>& to, std::initializer_list<std::vector<Code> baci_block::*> columns) {
  std::vector<char> present(codes, 0);
  for (const baci_block& b : blocks) {
    for (const auto column : columns) {
      for (const Code c : b.*column) present[static_cast<std::size_t>(c)] = 1;
    }
  }
  std::map<std::string, std::vector<std::size_t>> of;
  for (std::size_t c = 0; c < codes; ++c) {
    if (present[c] != 0) of[name(static_cast<int>(c))].push_back(c);
  }
  to.assign(codes, -1);
  std::vector<std::string> names;
  for (const auto& [label, members] : of) {
    for (const std::size_t c : members) to[c] = static_cast<std::int32_t>(names.size());
    names.push_back(label);
  }
  return names;
}

// one column of all blocks in order, each block's part freed once copied
template <class Code>
std::vector<std::int32_t> joined(std::vector<baci_block>& blocks,
                                 std::vector<Code> baci_block::*column, std::size_t rows,
                                 const std::vector<std::int32_t>& to) {
  std::vector<std::int32_t> out;
  out.reserve(rows);
  for (baci_block& b : blocks) {
    for (const Code c : b.*column) out.push_back(to[static_cast<std::size_t>(c)]);
    std::vector<Code>().swap(b.*column);
  }
  return out;
}
inline std::vector<double> joined(std::vector<baci_block>& blocks,
                                  std::vector<double> baci_block::*column, std::size_t rows) {
  std::vector<double> out;
  out.reserve(rows);
  for (baci_block& b : blocks) {
    out.insert(out.end(), (b.*column).begin(), (b.*column).end());
    std::vector<double>().swap(b.*column);
  }
  return out;
}

inline std::string six_digits(int code) {
  std::string out = std::to_string(code);
  return std::string(6 - out.size(), '0') + out;
}
inline std::string area_name(int number) {
  const auto area = comtrade_area(number);
  return area ? std::string(area->alpha_3) : std::to_string(number);
}

// pulls whole lines: what is behind the last line end stays for the next time
class line_blocks {
 public:
  line_blocks(byte_source source, std::string name, const csv_limits& limits)
      : source_(std::move(source)), name_(std::move(name)), limits_(limits) {}

  // up to about `wanted` bytes that end with a line end (or the input); empty at its end
  std::string_view next(std::size_t wanted) {
    buffer_.erase(0, used_);
    used_ = 0;
    std::size_t cut = ended_ ? buffer_.size() : 0;
    while (!ended_ && cut == 0) {
      const std::size_t held = buffer_.size();
      buffer_.resize(held + wanted);
      std::size_t filled = held;
      while (filled < buffer_.size()) {
        const std::size_t got = source_(buffer_.data() + filled, buffer_.size() - filled);
        if (got == 0) break;
        filled += got;
      }
      ended_ = filled < buffer_.size();
      total_ += filled - held;
      if (total_ > limits_.bytes)
        throw data_error(text(name_, ": longer than the limit of ", limits_.bytes, " bytes"));
      buffer_.resize(filled);
      const std::size_t last = buffer_.rfind('\n');
      cut = ended_ ? buffer_.size() : last == std::string::npos ? 0 : last + 1;
      if (cut == 0 && buffer_.size() > limits_.line_bytes) {
        throw data_error(
            text(name_, ": a line is longer than the limit of ", limits_.line_bytes, " bytes"));
      }
    }
    used_ = cut;
    return std::string_view(buffer_).substr(0, cut);
  }

 private:
  byte_source source_;
  std::string name_;
  csv_limits limits_;
  std::string buffer_;
  std::size_t used_ = 0;
  std::uint64_t total_ = 0;
  bool ended_ = false;
};

// n pieces of whole lines
inline std::vector<std::string_view> pieces_of(std::string_view text, std::size_t n) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0, i = 1; at < text.size(); ++i) {
    std::size_t end = i >= n ? text.size() : text.find('\n', (std::max)(at, text.size() / n * i));
    end = end == std::string_view::npos || end >= text.size() ? text.size() : end + 1;
    out.push_back(text.substr(at, end - at));
    at = end;
  }
  return out;
}

inline flow_file flows_of(std::vector<baci_block>& blocks, const baci_options& options,
                          const std::string& name) {
  flow_file out;
  std::size_t zeros = 0, unknown = 0, rows = 0;
  for (const baci_block& b : blocks) {
    out.rows += b.rows;
    out.other_periods += b.other_years;
    zeros += b.zeros;
    unknown += b.unknown_quantities;
    rows += b.value.size();
  }
  if (rows == 0)
    throw data_error(name + ": there are no flows" +
                     (out.rows > 0 ? " of the years asked for" : ""));
  product_flows& f = out.flows;
  std::vector<std::int32_t> country, product, year;
  f.countries = named_codes<std::int16_t>(blocks, 1000, area_name, country,
                                          {&baci_block::exporter, &baci_block::importer});
  f.products =
      named_codes<std::int32_t>(blocks, 1000000, six_digits, product, {&baci_block::product});
  f.periods = named_codes<std::int16_t>(blocks, 10000, [](int y) { return std::to_string(y); },
                                        year, {&baci_block::year});
  for (const int y : options.years) {
    if (!position_in(f.periods, std::to_string(y)))
      throw data_error(text(name, ": there are no rows of ", y));
  }
  f.exporter = joined(blocks, &baci_block::exporter, rows, country);
  f.importer = joined(blocks, &baci_block::importer, rows, country);
  f.product = joined(blocks, &baci_block::product, rows, product);
  if (f.periods.size() > 1) {
    f.period = joined(blocks, &baci_block::year, rows, year);
  }
  f.value = joined(blocks, &baci_block::value, rows);
  if (options.quantities) f.quantity = joined(blocks, &baci_block::quantity, rows);
  f.value_unit = "thousand current USD, FOB";
  f.quantity_unit = "metric tons";
  if (zeros > 0) f.notes.push_back(text(zeros, " flows have the value 0"));
  if (options.quantities && unknown > 0)
    f.notes.push_back(text(unknown, " flows have no quantity (NA)"));
  std::string numbers;
  for (const std::string& c : f.countries) {
    if (c[0] >= '0' && c[0] <= '9') numbers += (numbers.empty() ? "" : ", ") + c;
    if (c == "S19") f.notes.push_back("S19 is Other Asia, not elsewhere specified (mostly Taiwan)");
  }
  if (!numbers.empty())
    f.notes.push_back("areas without an ISO code are named by their number: " + numbers);
  return out;
}

}  // namespace detail

/// Reads a file of BACI: t,i,j,k,v,q, comma-separated with a header, columns in any order.
///
/// @param source  the file's bytes, read once; @param name  for messages
/// @return  flows by ISO alpha-3 code (areas without one by their number) and six-digit product, in
///          file order; value in thousand current USD, FOB, quantity in metric tons, NaN where the
///          file says NA. Periods are coded where the file (or the years asked for) has several
///          years
/// @throws data_error  another header, a code of the wrong form (a product that lost its leading
///                     zero), a number that is none or negative, no rows of a year that was asked
///                     for; with line, column and field
/// @note   Split at line ends and parsed in blocks by several threads, with the same result for any
///         number. About 28 bytes a row with quantities, 36 at most while columns are joined. What
///         is not in the file is zero only between countries that report: BACI leaves out flows
///         below 1000 USD and does not list zeros
/// @see    Gaulier & Zignago (2010), CEPII Working Paper 2010-23; cepii.fr, description of BACI
[[nodiscard]] inline flow_file read_baci(byte_source source, const std::string& name,
                                         const baci_options& options = {}) {
  detail::line_blocks lines(std::move(source), name, options.limits);
  const std::size_t share = (std::max)(options.block_bytes, std::size_t{64});
  const std::size_t threads = (std::max)(1U, options.threads);
  std::string_view block = lines.next(share * threads);
  if (block.substr(0, 3) == "\xEF\xBB\xBF") block.remove_prefix(3);
  if (block.empty()) throw data_error(name + ": is empty");
  const std::size_t end = (std::min)(block.find('\n'), block.size());
  std::string header(block.substr(0, end));
  if (!header.empty() && header.back() == '\r') header.pop_back();
  const detail::baci_parser parser(name, header, options);
  block.remove_prefix((std::min)(end + 1, block.size()));
  std::vector<detail::baci_block> blocks;
  std::size_t line = 2;
  for (; !block.empty(); block = lines.next(share * threads)) {
    const auto pieces = detail::pieces_of(block, threads);
    const std::size_t first = blocks.size();
    blocks.resize(first + pieces.size());
    std::vector<std::size_t> starts;
    for (const std::string_view piece : pieces) {
      starts.push_back(line);
      line += static_cast<std::size_t>(std::count(piece.begin(), piece.end(), '\n'));
    }
    parallel_for(pieces.size(), options.threads,
                 [&](std::size_t i) { parser.parse(pieces[i], starts[i], blocks[first + i]); });
  }
  return detail::flows_of(blocks, options, name);
}

}  // namespace bilateral
