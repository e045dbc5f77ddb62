#pragma once
/// JSON written one value after another: shortest numbers, valid UTF-8, null for what is not finite.

#include <bilateral/core/check.hpp>
#include <bilateral/report/detail/utf8.hpp>
#include <bilateral/report/escape.hpp>

#include <cmath>
#include <concepts>
#include <cstddef>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

/// A text as a JSON string, quotes included. Control characters become \u00XX; bytes that are not
/// UTF-8 become U+FFFD. `<`, U+2028 and U+2029 are escaped, so that the result also stands inside a
/// script element.
[[nodiscard]] inline std::string json_string(std::string_view text) {
  static constexpr char hex[] = "0123456789abcdef";
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {
      ++i;
      switch (byte) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
          if (byte < 0x20 || byte == 0x7F || byte == '<') {
            out += "\\u00";
            out += hex[byte >> 4U];
            out += hex[byte & 15U];
          } else {
            out += static_cast<char>(byte);
          }
      }
      continue;
    }
    const std::size_t length = detail::utf8_length(text, i);
    if (length == 0) {
      out += "\\ufffd";
      ++i;
      continue;
    }
    const std::string_view character = text.substr(i, length);
    if (character == "\xE2\x80\xA8" || character == "\xE2\x80\xA9") {
      out += character.back() == '\xA8' ? "\\u2028" : "\\u2029";
    } else {
      out += character;
    }
    i += length;
  }
  return out + "\"";
}

/// A number in the shortest form that reads back the same; null unless finite.
[[nodiscard]] inline std::string json_number(double value) {
  return std::isfinite(value) ? shortest(value) : "null";
}

/// Writes one JSON value as text, two blanks to a level; arrays and objects opened with `flat` stay
/// on one line.
///
///   json_writer json;
///   json.object().member("n", 240).key("path").array();
///   json.value(1.5).end().end();
///   out << json.text();
///
/// Misuse (a value without a key in an object, an unclosed array) throws argument_error.
class json_writer {
 public:
  json_writer& object(bool flat = false) { return open('{', flat); }
  json_writer& array(bool flat = false) { return open('[', flat); }
  /// Closes the innermost object or array.
  json_writer& end() {
    require(!levels_.empty() && !keyed_, "json_writer", "end() without an open array or object");
    const level closing = levels_.back();
    levels_.pop_back();
    if (!closing.flat && closing.filled) new_line();
    text_ += closing.bracket == '{' ? '}' : ']';
    return *this;
  }
  json_writer& key(std::string_view name) {
    require(!levels_.empty() && levels_.back().bracket == '{' && !keyed_, "json_writer", "the key ",
            name, " stands outside an object");
    separate();
    text_ += json_string(name) + ": ";
    keyed_ = true;
    return *this;
  }

  json_writer& value(std::string_view v) { return raw(json_string(v)); }
  json_writer& value(const char* v) { return raw(json_string(v)); }
  json_writer& value(const std::string& v) { return raw(json_string(v)); }
  json_writer& value(bool v) { return raw(v ? "true" : "false"); }
  json_writer& value(std::nullptr_t) { return raw("null"); }
  template <std::floating_point Number>
  json_writer& value(Number v) {
    return raw(json_number(static_cast<double>(v)));
  }
  template <std::integral Number>
  json_writer& value(Number v) {
    return raw(std::to_string(v));
  }
  template <class Value>
  json_writer& value(const std::optional<Value>& v) {
    return v ? value(*v) : raw("null");
  }
  /// A list of values on one line.
  template <class Value>
  json_writer& value(const std::vector<Value>& values) {
    array(true);
    for (const auto& v : values) value(static_cast<const Value&>(v));
    return end();
  }
  template <class Value>
  json_writer& member(std::string_view name, const Value& v) {
    key(name);
    return value(v);
  }
  /// Text that is JSON already.
  json_writer& raw(std::string_view json) {
    require(levels_.empty() ? text_.empty() : (levels_.back().bracket == '[' || keyed_),
            "json_writer", "a value stands where a key is expected");
    if (!keyed_) separate();
    keyed_ = false;
    text_ += json;
    return *this;
  }

  /// The finished text, without a line end.
  [[nodiscard]] const std::string& text() const {
    require(levels_.empty() && !text_.empty(), "json_writer", "the value is not finished");
    return text_;
  }

 private:
  struct level {
    char bracket;
    bool flat;
    bool filled;
  };

  json_writer& open(char bracket, bool flat) {
    raw(std::string(1, bracket));
    levels_.push_back({bracket, flat || (!levels_.empty() && levels_.back().flat), false});
    return *this;
  }
  void separate() {
    if (levels_.empty()) return;
    level& inner = levels_.back();
    if (inner.filled) text_ += inner.flat ? ", " : ",";
    if (!inner.flat) new_line();
    inner.filled = true;
  }
  void new_line() {
    text_ += '\n';
    text_.append(2 * levels_.size(), ' ');
  }

  std::string text_;
  std::vector<level> levels_;
  bool keyed_ = false;
};

inline std::ostream& operator<<(std::ostream& out, const json_writer& json) {
  return out << json.text();
}

}  // namespace bilateral
