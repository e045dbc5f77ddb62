#pragma once
/// Whole records of a CSV, in memory, to columns: the fast path beside csv_reader. It says only that
/// something is wrong; csv_reader, run on the same block, says what.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/number.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/io/csv.hpp>
#include <bilateral/io/detail/csv_text.hpp>
#include <bilateral/io/detail/label_codes.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace bilateral::detail {

// What becomes of a column of the file: a place among the numbers, among the texts, both or none.
struct column_task {
  static constexpr std::size_t none = to_size(-1);
  std::size_t number = none;
  std::size_t text = none;
};

struct column_plan {
  std::vector<column_task> tasks;  // one a column of the file
  std::size_t numbers = 0;
  std::size_t texts = 0;
  bool trailing = false;             // the header ends with a delimiter
  bool lines = false;                // the line of every record is wanted
  std::vector<std::string> missing;  // texts that mean a missing number
  csv_options options;

  [[nodiscard]] bool is_missing(std::string_view field) const {
    const std::string_view plain = trimmed_text(field);
    return plain.empty() || std::find(missing.begin(), missing.end(), plain) != missing.end();
  }
};

constexpr std::uint64_t each_byte(unsigned char value) { return 0x0101010101010101U * value; }
// 0x80 in every byte below `limit` (at most 128); exact for the lowest such byte
constexpr std::uint64_t bytes_below(std::uint64_t word, unsigned char limit) {
  return (word - each_byte(limit)) & ~word & each_byte(0x80);
}
constexpr std::size_t first_marked(std::uint64_t marks) {
  return to_size(std::countr_zero(marks)) / 8;
}
// how many of the first bytes of eight are decimal digits, after XOR with '0' in each
constexpr std::size_t leading_digits(std::uint64_t digits) {
  const std::uint64_t other =
      (((digits & each_byte(0x7F)) + each_byte(0x76)) | digits) & each_byte(0x80);
  return other == 0 ? 8 : first_marked(other);
}
// eight digits 0 to 9, one a byte, the first in the lowest
constexpr std::uint64_t eight_digits(std::uint64_t d) {
  d = d * 10 + (d >> 8U);
  constexpr std::uint64_t pairs = 0x000000FF000000FFU;
  return ((d & pairs) * 0x000F424000000064U + ((d >> 16U) & pairs) * 0x0000271000000001U) >> 32U;
}

// Bytes of a character of two to four bytes, 0 where it is not UTF-8.
template <class = when_called>
std::size_t utf8_length(const char* at, const char* end) {
  const auto byte = [at](std::size_t i) { return static_cast<unsigned char>(at[i]); };
  const unsigned lead = byte(0);
  const std::size_t length = lead >= 0xC2 && lead <= 0xDF   ? 2U
                             : lead >= 0xE0 && lead <= 0xEF ? 3U
                             : lead >= 0xF0 && lead <= 0xF4 ? 4U
                                                            : 0U;
  if (length == 0 || to_size(end - at) < length) return 0;
  const unsigned low = lead == 0xE0 ? 0xA0U : lead == 0xF0 ? 0x90U : 0x80U;
  const unsigned high = lead == 0xED ? 0x9FU : lead == 0xF4 ? 0x8FU : 0xBFU;
  if (byte(1) < low || byte(1) > high) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
  }
  return length;
}

// Parses blocks one after another; what it holds is the last block's columns.
class block_parser {
 public:
  block_parser(const column_plan& plan, hash_key key) : plan_(plan) {
    numbers_.resize(plan.numbers);
    blanks_.resize(plan.numbers);
    codes_.resize(plan.texts);
    for (std::size_t i = 0; i < plan.texts; ++i) labels_.emplace_back(key);
    const auto special = [](char c) {
      return (c >= '0' && c <= '9') || c == '+' || c == '-' || c == 'e' || c == 'E' || c == ' ';
    };
    plain_numbers_ = !special(plan.options.delimiter) && !special(plan.options.decimal) &&
                     plan.options.delimiter != '\t' && plan.options.decimal != '\t';
    for (const std::string& text :
         plan.missing) {  // one that is a number is looked for in every field
      plain_numbers_ = plain_numbers_ && !parse_number<double>(text, plan.options.decimal);
    }
    delimiters_ = each_byte(static_cast<unsigned char>(plan.options.delimiter));
  }

  // [begin, end) starts and ends between records; 16 readable bytes follow, the first of them NUL.
  // False where something is wrong.
  bool parse(const char* begin, const char* end) {
    at_ = begin;
    end_ = end;
    rows_ = lines_ = 0;
    ends_blank_ = false;
    for (auto& rows : blanks_) rows.clear();
    for (auto& labels : labels_) labels.forget();
    while (at_ != end_) {
      if (!take_record()) return false;
    }
    return true;
  }

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t lines() const { return lines_; }
  // the last lines are blank: an error where another record follows
  [[nodiscard]] bool ends_blank() const { return ends_blank_; }
  [[nodiscard]] const double* number(std::size_t i) const { return numbers_[i].data(); }
  [[nodiscard]] const std::vector<std::size_t>& blank_rows(std::size_t i) const {
    return blanks_[i];
  }
  // lines of the block before each record, where they are wanted
  [[nodiscard]] const std::uint32_t* lines_before() const { return lines_before_.data(); }
  [[nodiscard]] const std::int32_t* codes(std::size_t i) const { return codes_[i].data(); }
  [[nodiscard]] recent_labels& labels(std::size_t i) { return labels_[i]; }

 private:
  [[nodiscard]] bool at_line_end() const { return *at_ == '\n' || *at_ == '\r'; }
  [[nodiscard]] bool ends_field(const char* p) const {
    return *p == plan_.options.delimiter || *p == '\n' || *p == '\r' || p == end_;
  }

  void take_line_end() {
    if (at_ == end_) return;
    const bool carriage = *at_++ == '\r';
    if (carriage && at_ != end_ && *at_ == '\n') ++at_;
    ++lines_;
  }

  bool take_record() {
    const std::size_t width = plan_.tasks.size();
    const char* const start = at_;
    if (width > 1 && at_line_end()) {
      take_line_end();
      return ends_blank_ = true;
    }
    if (ends_blank_) return false;
    if (rows_ == capacity_) grow();
    if (plan_.lines) lines_before_[rows_] = static_cast<std::uint32_t>(lines_);
    bool more = true;
    std::size_t i = 0;
    for (; i < width && more; ++i) {
      if (!take_field(plan_.tasks[i])) return false;
      more = at_ != end_ && *at_ == plan_.options.delimiter;
      if (more) ++at_;
    }
    if (more) {
      if (!plan_.trailing || !take_empty_field()) return false;
    } else if (i < width || plan_.trailing) {
      if (plan_.options.ragged == ragged_rows::refuse) return false;
      for (; i < width; ++i) store_empty(plan_.tasks[i]);
    }
    if (to_size(at_ - start) > plan_.options.limits.line_bytes) return false;
    take_line_end();
    ++rows_;
    return true;
  }

  bool take_field(const column_task& task) {
    if (task.number != column_task::none) return take_number(task);
    if (task.text != column_task::none) return take_text(task.text);
    std::string_view field;
    return find_field(field);
  }

  // behind the delimiter that every record ends with
  bool take_empty_field() {
    std::string_view field;
    return find_field(field) && field.empty() && (at_ == end_ || *at_ != plan_.options.delimiter);
  }

  bool take_number(const column_task& task) {
    const char* const start = at_;
    double value = 0;
    if (plain_numbers_ && fast_number(value)) {
      if (task.text != column_task::none) {
        store_text(task.text, {start, to_size(at_ - start)});
      }
    } else {
      std::string_view field;
      if (!find_field(field)) return false;
      if (plan_.is_missing(field)) {
        value = std::numeric_limits<double>::quiet_NaN();
        blanks_[task.number].push_back(rows_);
      } else {
        const auto read = parse_number<double>(field, plan_.options.decimal);
        if (!read) return false;
        value = read.value;
      }
      if (task.text != column_task::none) store_text(task.text, field);
    }
    numbers_[task.number][rows_] = value;
    return true;
  }

  bool take_text(std::size_t text) {
    const std::uint64_t word = load_word(at_);
    const std::uint64_t marks = marked(word);
    if (marks != 0) {
      const std::size_t length = first_marked(marks);
      if (ends_field(at_ + length)) {
        const std::uint64_t kept = length == 0 ? 0 : word << (64 - 8 * length) >> (64 - 8 * length);
        codes_[text][rows_] = labels_[text].short_code(kept, {at_, length});
        at_ += length;
        return true;
      }
    }
    std::string_view field;
    if (!find_field(field)) return false;
    store_text(text, field);
    return true;
  }

  void store_text(std::size_t text, std::string_view field) {
    codes_[text][rows_] = labels_[text].code(field);
  }
  void store_empty(const column_task& task) {
    if (task.number != column_task::none) {
      numbers_[task.number][rows_] = std::numeric_limits<double>::quiet_NaN();
      blanks_[task.number].push_back(rows_);
    }
    if (task.text != column_task::none) store_text(task.text, {});
  }

  // bytes that may end an unquoted field or need a closer look
  [[nodiscard]] std::uint64_t marked(std::uint64_t word) const {
    return bytes_below(word, 0x0E) | bytes_below(word ^ each_byte('"'), 1) |
           bytes_below(word ^ delimiters_, 1) | (word & each_byte(0x80));
  }

  // The field at at_, which moves behind it; valid until the next call.
  bool find_field(std::string_view& field) {
    if (*at_ == '"' && at_ != end_) return find_quoted(field);
    const char* p = at_;
    for (;;) {
      const std::uint64_t marks = marked(load_word(p));
      if (marks == 0) {
        p += 8;
        continue;
      }
      p += first_marked(marks);
      if (ends_field(p)) break;
      if (static_cast<unsigned char>(*p) >= 0x80) {
        const std::size_t length = utf8_length(p, end_);
        if (length == 0) return false;
        p += length;
      } else {
        if (*p == '\0' || *p == '"') return false;
        ++p;
      }
    }
    field = {at_, to_size(p - at_)};
    at_ = p;
    return true;
  }

  bool find_quoted(std::string_view& field) {
    unquoted_.clear();
    const char* p = at_ + 1;
    const char* piece = p;  // what has not gone to unquoted_ yet
    for (;;) {
      if (p == end_ || *p == '\0') return false;
      if (static_cast<unsigned char>(*p) >= 0x80) {
        const std::size_t length = utf8_length(p, end_);
        if (length == 0) return false;
        p += length;
      } else if (*p == '"') {
        if (p + 1 == end_ || p[1] != '"') break;
        unquoted_.append(piece, p + 1);
        piece = p += 2;
      } else {
        if (*p == '\n' || *p == '\r') {
          ++lines_;
          if (*p == '\r' && p + 1 != end_ && p[1] == '\n') ++p;
        }
        ++p;
      }
    }
    field = {piece, to_size(p - piece)};
    if (!unquoted_.empty()) field = unquoted_.append(field);
    at_ = p + 1;
    return ends_field(at_);
  }

  // digits at p into `mantissa`, eight at a time
  static const char* take_digits(const char* p, std::uint64_t& mantissa) {
    static constexpr std::array<std::uint64_t, 9> ten = {1,      10,      100,      1000,     10000,
                                                         100000, 1000000, 10000000, 100000000};
    for (;;) {
      const std::uint64_t digits = load_word(p) ^ each_byte('0');
      const std::size_t count = leading_digits(digits);
      if (count == 0) return p;
      mantissa = mantissa * ten[count] + eight_digits(digits << (64 - 8 * count));
      p += count;
      if (count < 8) return p;
    }
  }

  // Numbers as programs write them; false leaves any other to the general way.
  bool fast_number(double& value) {
    const char* p = at_;
    const bool negative = *p == '-';
    if (negative) ++p;
    std::uint64_t mantissa = 0;
    const char* const whole = p;
    p = take_digits(p, mantissa);
    auto digits = p - whole;
    std::ptrdiff_t exponent = 0;
    if (*p == plan_.options.decimal && p != end_) {
      const char* const fraction = ++p;
      p = take_digits(p, mantissa);
      exponent = fraction - p;
      digits -= exponent;
    }
    if (digits == 0 || digits > 19) return false;
    if ((*p == 'e' || *p == 'E') && p != end_) {
      ++p;
      const bool down = *p == '-';
      if (*p == '-' || *p == '+') ++p;
      std::uint64_t power = 0;
      const char* const first = p;
      p = take_digits(p, power);
      if (p == first || p - first > 4) return false;
      exponent += down ? -to_index(power) : to_index(power);
    }
    if (!ends_field(p)) return false;
    return round_number(p, negative, mantissa, exponent, value);
  }

  // The nearest double: both factors exact and one rounding (Clinger 1990), else the standard library.
  bool round_number(const char* p, bool negative, std::uint64_t mantissa, std::ptrdiff_t exponent,
                    double& value) {
    static constexpr std::array<double, 23> ten = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                   1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                   1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    if (mantissa <= (std::uint64_t{1} << 53U) && exponent >= -22 && exponent <= 22) {
      const auto m = static_cast<double>(mantissa);
      const double size = exponent < 0 ? m / ten[to_size(-exponent)] : m * ten[to_size(exponent)];
      value = negative ? -size : size;
      at_ = p;
      return true;
    }
#if defined(__cpp_lib_to_chars)
    if (plan_.options.decimal == '.') {
      const auto read = std::from_chars(at_, p, value);
      if (read.ec != std::errc{} || read.ptr != p || (value == 0 && mantissa != 0)) return false;
      at_ = p;
      return true;
    }
#endif
    return false;
  }

  void grow() {
    capacity_ = capacity_ == 0 ? 512 : 2 * capacity_;
    for (auto& column : numbers_) column.resize(capacity_);
    for (auto& column : codes_) column.resize(capacity_);
    if (plan_.lines) lines_before_.resize(capacity_);
  }

  const column_plan& plan_;
  bool plain_numbers_ = true;
  std::uint64_t delimiters_ = 0;
  const char* at_ = nullptr;
  const char* end_ = nullptr;
  std::size_t rows_ = 0, lines_ = 0, capacity_ = 0;
  bool ends_blank_ = false;
  std::vector<std::vector<double>> numbers_;
  std::vector<std::vector<std::size_t>> blanks_;
  std::vector<std::vector<std::int32_t>> codes_;
  std::vector<recent_labels> labels_;
  std::vector<std::uint32_t> lines_before_;
  std::string unquoted_;
};

}  // namespace bilateral::detail
