#pragma once
/// Comma-separated values (RFC 4180): one pass, memory for one record, no locale, no guessing.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/number.hpp>
#include <bilateral/io/detail/csv_text.hpp>
#include <bilateral/io/source.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace bilateral {

/// What a reader accepts before it gives up.
struct csv_limits {
  std::size_t line_bytes = std::size_t{16} << 20;  ///< one record, quoted line ends included
  std::size_t fields = 65536;                      ///< fields in a record
  std::size_t rows = 1'000'000'000;                ///< records after the header
  std::uint64_t bytes = std::uint64_t{1} << 40;    ///< the whole input
};

/// A record with another number of fields than the header: an error, or short ones are filled up
/// with empty fields (long ones stay an error).
enum class ragged_rows { refuse, pad };

struct csv_options {
  char delimiter = ',';
  char decimal = '.';  ///< the decimal sign of numbers
  bool header = true;  ///< the first record names the columns; otherwise "1", "2", ...
  ragged_rows ragged = ragged_rows::refuse;
  std::size_t skip_records = 0;  ///< title records above the header
  csv_limits limits = {};
  std::size_t chunk_bytes =
      65536;  ///< asked of the source at once; the result does not depend on it
  std::string first_name =
      {};  ///< of the first column where the header leaves it blank; empty refuses
};

/// A place between two records: the line on which the next one starts, and what lies before it.
struct csv_position {
  std::size_t line = 1;
  std::uint64_t offset = 0;  ///< bytes before it
  std::size_t rows = 0;      ///< records before it, the header not counted
};

/// Reads records one after another. `next()` moves to the next one; fields stay valid until then.
///
///   csv_reader rows(open_file("data.csv"), "data.csv");
///   const std::size_t price = rows.column("price");
///   while (rows.next()) sum += rows.number(price);
///
/// Accepted: LF, CRLF and lone CR as line ends, a last line without one, quoted fields with
/// doubled quotes, delimiters and line ends inside, a UTF-8 byte-order mark at byte 0, blank lines
/// at the end of a file of several columns, a trailing delimiter when every record has it.
/// Refused (data_error with source:line:column): an unclosed quote and text after a closing quote
/// (at the opening quote), a quote inside an unquoted field, NUL bytes, text that is not UTF-8
/// (with the byte offset), UTF-16, records with more or fewer fields than the header, duplicate or
/// empty column names, anything beyond the limits. Columns in messages count bytes from 1.
/// Time is linear in the bytes read; memory is one record.
class csv_reader {
 public:
  /// @param source  pulled in chunks; @param name  the file's name, for messages
  /// @throws data_error  nothing to read, a malformed header
  csv_reader(byte_source source, std::string name, csv_options options = {})
      : source_(std::move(source)), name_(std::move(name)), options_(options) {
    if (options_.chunk_bytes == 0) options_.chunk_bytes = 1;
    for (const char c : {options_.delimiter, options_.decimal}) {
      if (c == '"' || c == '\r' || c == '\n' || c == '\0' ||
          static_cast<unsigned char>(c) >= 0x80) {
        throw data_error(name_ +
                         ": a delimiter or decimal sign is one ASCII character other than "
                         "a quote or a line end");
      }
    }
    if (options_.delimiter == options_.decimal) {
      throw data_error(name_ + ": the delimiter and the decimal sign are both '" +
                       options_.decimal + "'");
    }
    kind_.fill(ordinary);
    kind_['"'] = quote;
    kind_['\n'] = kind_['\r'] = line_end;
    kind_[0] = nul;
    for (std::size_t b = 0x80; b < 256; ++b) kind_[b] = high;
    kind_[static_cast<unsigned char>(options_.delimiter)] = delimiter;
    skip_byte_order_mark();
    for (std::size_t i = 0; i < options_.skip_records; ++i) {
      if (!scan()) throw data_error(name_ + ": ends before the header");
    }
    if (options_.header) read_header();
  }

  /// Goes on in the middle of an input whose header `head` has read.
  /// @param source  the bytes from there on; @param from  where that is, for messages and limits
  csv_reader(byte_source source, const csv_reader& head, csv_position from)
      : source_(std::move(source)),
        name_(head.name_),
        options_(head.options_),
        kind_(head.kind_),
        consumed_(to_size(from.offset)),
        total_(from.offset),
        line_(from.line),
        line_start_(consumed_),
        rows_(from.rows),
        width_(head.width_),
        trailing_(head.trailing_),
        names_(head.names_),
        position_(head.position_) {}

  csv_reader(const csv_reader&) = delete;
  csv_reader& operator=(const csv_reader&) = delete;

  /// Moves to the next record; false at the end.
  bool next() {
    if (!scan()) return false;
    while (fields_.size() == 1 && fields_[0].length == 0 && !fields_[0].quoted && width_ > 1) {
      const std::size_t at = record_line_;
      if (!scan()) return false;  // blank lines at the end
      if (fields_.size() > 1 || fields_[0].length > 0) {
        throw data_error(name_, at, 0,
                         text("the line is empty where ", width_, " fields are expected"));
      }
    }
    if (width_ == 0 && !options_.header) {
      width_ = fields_.size();
      for (std::size_t i = 0; i < width_; ++i) {
        names_.push_back(std::to_string(i + 1));
        position_.emplace(names_.back(), i);
      }
    }
    if (trailing_) {
      if (fields_.size() == width_ + 1 && fields_.back().length == 0) {
        fields_.pop_back();
      } else if (options_.ragged == ragged_rows::refuse) {
        throw data_error(name_, record_line_, 0,
                         text("the header ends with a delimiter but this record of ",
                              fields_.size(), " fields does not; ", width_ + 1, " are expected"));
      }
    }
    if (fields_.size() != width_) {
      if (options_.ragged == ragged_rows::refuse || fields_.size() > width_) {
        throw data_error(
            name_, record_line_, fields_[(std::min)(width_, fields_.size() - 1)].column,
            text("the record has ", fields_.size(), fields_.size() == 1 ? " field" : " fields",
                 " but ", width_, width_ == 1 ? " is" : " are", " expected"));
      }
      field_position filler = fields_.back();
      filler.begin += filler.length;
      filler.length = 0;
      filler.quoted = false;
      fields_.resize(width_, filler);
    }
    if (++rows_ > options_.limits.rows) {
      throw data_error(name_, record_line_, 0,
                       text("more than the limit of ", options_.limits.rows, " rows"));
    }
    return true;
  }

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }
  [[nodiscard]] const csv_options& options() const noexcept { return options_; }
  /// Number of columns; without a header known after the first record.
  [[nodiscard]] std::size_t width() const noexcept { return width_; }
  /// Records read so far, the header not counted.
  [[nodiscard]] std::size_t row() const noexcept { return rows_; }
  /// Line on which the current record starts, from 1.
  [[nodiscard]] std::size_t line() const noexcept { return record_line_; }

  /// Where the next record starts.
  [[nodiscard]] csv_position position() const { return {line_, consumed_ + next_, rows_}; }
  /// Whether the header ends with a delimiter, as then every record does.
  [[nodiscard]] bool trailing_delimiter() const noexcept { return trailing_; }

  /// Position of a named column.
  /// @throws data_error  there is none; the columns that exist are listed
  [[nodiscard]] std::size_t column(std::string_view wanted) const {
    const auto found = find(wanted);
    if (found) return *found;
    std::string all;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (i == 20) {
        all += text(", and ", names_.size() - i, " more");
        break;
      }
      all += (i == 0 ? "" : ", ") + detail::excerpt(names_[i]);
    }
    throw data_error(text(name_, ": there is no column ", wanted, " among ", all));
  }
  [[nodiscard]] std::optional<std::size_t> find(std::string_view wanted) const {
    const auto at = position_.find(std::string(wanted));
    if (at == position_.end()) return std::nullopt;
    return at->second;
  }

  /// The current record's field as text, quotes undone.
  [[nodiscard]] std::string_view operator[](std::size_t i) const {
    return {buffer_.data() + start_ + fields_[i].begin, fields_[i].length};
  }
  [[nodiscard]] std::size_t size() const noexcept { return fields_.size(); }
  /// Nothing but blanks: a missing value in a column of numbers.
  [[nodiscard]] bool empty(std::size_t i) const { return detail::blank_text((*this)[i]); }

  /// The field as a number. @throws data_error  it is none, or is out of the scalar's range
  template <class Scalar = double>
  [[nodiscard]] Scalar number(std::size_t i) const {
    const auto read = parse_number<Scalar>((*this)[i], options_.decimal);
    if (!read) refuse_number(i, read.fault);
    return read.value;
  }
  /// None where the field is empty.
  template <class Scalar = double>
  [[nodiscard]] std::optional<Scalar> optional_number(std::size_t i) const {
    if (empty(i)) return std::nullopt;
    return number<Scalar>(i);
  }
  [[nodiscard]] std::int64_t integer(std::size_t i) const {
    const auto read = parse_integer((*this)[i]);
    if (read.fault == number_fault::not_a_number) refuse(i, "is not a whole number");
    if (!read) refuse_number(i, read.fault);
    return read.value;
  }

  /// Throws data_error `source:line:column: 'field' what (column name)`.
  [[noreturn]] void refuse(std::size_t i, std::string_view what) const {
    throw data_error(name_, fields_[i].line, fields_[i].column,
                     text("'", detail::excerpt((*this)[i]), "' ", what), names_[i]);
  }

 private:
  enum byte_kind : unsigned char { ordinary, delimiter, quote, line_end, nul, high };

  struct field_position {
    std::size_t begin = 0;  // from the record's start
    std::size_t length = 0;
    std::size_t line = 0;
    std::size_t column = 0;
    bool quoted = false;
  };

  [[noreturn]] void refuse_number(std::size_t i, number_fault fault) const {
    if (empty(i)) {
      throw data_error(name_, fields_[i].line, fields_[i].column, "the field is empty", names_[i]);
    }
    refuse(i, fault == number_fault::too_large   ? "is too large for a number here"
              : fault == number_fault::too_small ? "is too small for a number here"
                                                 : "is not a number");
  }

  [[nodiscard]] std::size_t column_of(std::size_t at) const {
    return consumed_ + at - line_start_ + 1;
  }
  [[noreturn]] void fail(std::size_t at, const std::string& message) {
    finished_ = true;
    throw data_error(name_, line_, column_of(at), message);
  }

  // More bytes behind end_, moving the current record to the front of the buffer. The positions
  // given move with it. False at the end of the input.
  bool refill(std::size_t& at, std::size_t& out) {
    if (ended_) return false;
    if (over_) too_many_bytes();
    if (at - start_ > options_.limits.line_bytes) too_long();
    if (start_ > 0) {
      std::memmove(buffer_.data(), buffer_.data() + start_, end_ - start_);
      consumed_ += start_;
      end_ -= start_;
      at -= start_;
      out -= start_;
      start_ = 0;
    }
    const std::uint64_t left = options_.limits.bytes - total_;
    const std::size_t wanted =
        left < options_.chunk_bytes ? to_size(left) + 1 : options_.chunk_bytes;
    if (buffer_.size() < end_ + wanted) buffer_.resize((std::max)(end_ + wanted, 2 * end_));
    const std::size_t got = source_(buffer_.data() + end_, wanted);
    total_ += got;
    if (got == 0) {
      ended_ = true;
      return false;
    }
    end_ += got;
    over_ = total_ > options_.limits.bytes;  // the byte too many is met at the next refill
    if (over_ && --end_ == at) too_many_bytes();
    return true;
  }

  [[noreturn]] void too_many_bytes() {
    finished_ = true;
    throw data_error(text(name_, ": longer than the limit of ", options_.limits.bytes, " bytes"));
  }

  [[noreturn]] void too_long() {
    finished_ = true;
    throw data_error(
        name_, record_line_, 0,
        text("the record is longer than the limit of ", options_.limits.line_bytes, " bytes"));
  }

  void skip_byte_order_mark() {
    std::size_t at = 0, out = 0;
    while (end_ < 3 && refill(at, out)) {
    }
    const auto byte = [&](std::size_t i) {
      return i < end_ ? static_cast<unsigned char>(buffer_[i]) : 0U;
    };
    if ((byte(0) == 0xFF && byte(1) == 0xFE) || (byte(0) == 0xFE && byte(1) == 0xFF)) {
      throw data_error(name_, 1, 1,
                       "the file is UTF-16 (byte-order mark at offset 0); save it as "
                       "UTF-8");
    }
    if (byte(0) == 0xEF && byte(1) == 0xBB && byte(2) == 0xBF) next_ = line_start_ = 3;
  }

  // a character of two to four bytes at `at`; moves behind it
  void take_multibyte(std::size_t& at, std::size_t& out) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(buffer_[i]); };
    const unsigned lead = byte(at);
    unsigned more = lead >= 0xC2 && lead <= 0xDF   ? 1U
                    : lead >= 0xE0 && lead <= 0xEF ? 2U
                    : lead >= 0xF0 && lead <= 0xF4 ? 3U
                                                   : 0U;
    unsigned low = lead == 0xE0 ? 0xA0U : lead == 0xF0 ? 0x90U : 0x80U;
    unsigned last = lead == 0xED ? 0x9FU : lead == 0xF4 ? 0x8FU : 0xBFU;
    bool good = more > 0;
    std::size_t i = at + 1;
    for (; good && more > 0; --more, ++i) {
      while (good && i == end_) {
        const std::size_t behind = i - at;
        good = refill(at, out);
        i = at + behind;
      }
      good = good && byte(i) >= low && byte(i) <= last;
      low = 0x80;
      last = 0xBF;
    }
    if (!good) {
      static constexpr char hex[] = "0123456789ABCDEF";
      fail(at, text("the byte 0x", hex[lead >> 4U], hex[lead & 15U], " at offset ", consumed_ + at,
                    " is not UTF-8; save the file as UTF-8, or say that it is in Latin-1"));
    }
    if (out != at) std::memmove(buffer_.data() + out, buffer_.data() + at, i - at);
    out += i - at;
    at = i;
  }

  // one field; false at the end of the input
  bool take_field(std::size_t& at, std::size_t& out) {
    field_position field;
    field.line = line_;
    field.column = column_of(at);
    bool have = at != end_ || refill(at, out);
    out = at;
    if (have && buffer_[at] == '"') {
      field.quoted = true;
      field.begin = ++at - start_;
      out = at;
      take_quoted(field, at, out);
      field.length = out - start_ - field.begin;
      have = at != end_ || refill(at, out);
      if (have && kind(at) != delimiter && kind(at) != line_end) {
        finished_ = true;
        throw data_error(name_, field.line, field.column,
                         "text after the closing quote of the field that opens here");
      }
    } else {
      field.begin = at - start_;
      if (have) have = take_plain(at, out);
      field.length = at - start_ - field.begin;
    }
    fields_.push_back(field);
    return have;
  }
  // a field without quotes, up to its delimiter; false at the end of the input
  bool take_plain(std::size_t& at, std::size_t& out) {
    while (true) {
      const char* const bytes = buffer_.data();
      while (at != end_ && kind_[static_cast<unsigned char>(bytes[at])] == ordinary) ++at;
      if (at == end_) {
        if (!refill(at, out)) return false;
        continue;
      }
      const byte_kind found = kind(at);
      if (found == delimiter || found == line_end) return true;
      if (found == nul) refuse_nul(at);
      if (found == quote) fail(at, "a quote inside a field that does not start with one");
      out = at;
      take_multibyte(at, out);
    }
  }
  // Splits the next record into fields_. False when nothing is left.
  bool scan() {
    if (finished_) return false;
    std::size_t at = next_, out = next_;
    start_ = next_;
    fields_.clear();
    record_line_ = line_;
    while (at == end_) {
      if (!refill(at, out)) {
        finished_ = true;
        return false;
      }
    }
    for (bool more = true; more;) {
      if (fields_.size() == options_.limits.fields) {
        fail(at, text("more than the limit of ", options_.limits.fields, " fields"));
      }
      const bool have = take_field(at, out);
      if (at - start_ > options_.limits.line_bytes) too_long();
      more = have && kind(at) == delimiter;
      if (more) {
        ++at;
      } else if (have) {
        end_line(at, out);
      }
    }
    next_ = at;
    return true;
  }

  [[nodiscard]] byte_kind kind(std::size_t at) const {
    return static_cast<byte_kind>(kind_[static_cast<unsigned char>(buffer_[at])]);
  }
  [[noreturn]] void refuse_nul(std::size_t at) {
    fail(at, text("a NUL byte at offset ", consumed_ + at, "; is this a text file?"));
  }

  // behind the line end at `at`: LF, CRLF or a lone CR
  void end_line(std::size_t& at, std::size_t& out) {
    const bool carriage = buffer_[at++] == '\r';
    if (carriage && (at != end_ || refill(at, out)) && buffer_[at] == '\n') ++at;
    ++line_;
    line_start_ = consumed_ + at;
  }

  // from behind the opening quote to behind the closing one; the text is moved together at `out`
  void take_quoted(const field_position& field, std::size_t& at, std::size_t& out) {
    for (;;) {
      if (at == end_ && !refill(at, out)) {
        finished_ = true;
        throw data_error(name_, field.line, field.column,
                         "the quote that opens here is not closed");
      }
      const byte_kind found = kind(at);
      if (found == nul) refuse_nul(at);
      if (found == high) {
        take_multibyte(at, out);
        continue;
      }
      if (found == quote) {
        ++at;
        if ((at == end_ && !refill(at, out)) || buffer_[at] != '"') return;
      }
      const char c = buffer_[at++];
      buffer_[out++] = c;
      if (c == '\n' || c == '\r') {
        if (c == '\r' && (at != end_ || refill(at, out)) && buffer_[at] == '\n') {
          buffer_[out++] = buffer_[at++];
        }
        ++line_;
        line_start_ = consumed_ + at;
      }
    }
  }

  void read_header() {
    do {
      if (!scan()) throw data_error(name_ + ": is empty; a header with column names is expected");
    } while (fields_.size() == 1 && fields_[0].length == 0 && !fields_[0].quoted);
    if (fields_.size() > 1 && fields_.back().length == 0 && !fields_.back().quoted) {
      trailing_ = true;
      fields_.pop_back();
    }
    width_ = fields_.size();
    names_.reserve(width_);
    for (std::size_t i = 0; i < width_; ++i) {
      std::string column_name((*this)[i]);
      if (i == 0 && detail::blank_text(column_name)) column_name = options_.first_name;
      if (detail::blank_text(column_name)) {
        throw data_error(name_, fields_[i].line, fields_[i].column,
                         text("the name of column ", i + 1, " is empty"));
      }
      const auto [old, fresh] = position_.emplace(column_name, i);
      if (!fresh) {
        throw data_error(name_, fields_[i].line, fields_[i].column,
                         text("the columns ", old->second + 1, " and ", i + 1, " are both named ",
                              detail::excerpt(column_name)));
      }
      names_.push_back(std::move(column_name));
    }
  }

  byte_source source_;
  std::string name_;
  csv_options options_;
  std::array<unsigned char, 256> kind_{};
  std::vector<char> buffer_;
  std::size_t start_ = 0;     // of the current record in the buffer
  std::size_t next_ = 0;      // behind it
  std::size_t end_ = 0;       // behind the bytes read
  std::size_t consumed_ = 0;  // bytes of the input before the buffer
  std::uint64_t total_ = 0;
  std::size_t line_ = 1, line_start_ = 0, record_line_ = 1;
  std::size_t rows_ = 0, width_ = 0;
  bool ended_ = false, over_ = false, finished_ = false, trailing_ = false;
  std::vector<field_position> fields_;
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::size_t> position_;
};

}  // namespace bilateral
