#pragma once
/// Text made safe for the format it is written into: each writer has its own escaping.

#include <bilateral/report/detail/utf8.hpp>
#include <bilateral/version.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace bilateral {

/// Control characters as blanks, bytes that are not UTF-8 as U+FFFD: safe on a terminal.
[[nodiscard]] inline std::string printable(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t n = detail::utf8_length(text, i);
    const auto byte = static_cast<unsigned char>(text[i]);
    if (n == 0) {
      out += "\xEF\xBF\xBD";
      ++i;
    } else if (byte < 0x20 || byte == 0x7F ||
               (byte == 0xC2 && static_cast<unsigned char>(text[i + 1]) < 0xA0)) {
      out += ' ';
      i += n;
    } else {
      out += text.substr(i, n);
      i += n;
    }
  }
  return out;
}

/// Characters of printable text, as a terminal counts those of Latin scripts.
[[nodiscard]] inline std::size_t display_width(std::string_view text) {
  std::size_t n = 0;
  for (const char c : text) n += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1U : 0U;
  return n;
}

/// For text and attribute values of HTML and SVG.
[[nodiscard]] inline std::string html_escape(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

/// For a cell of a Markdown table.
[[nodiscard]] inline std::string markdown_escape(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '\\':
      case '|':
      case '*':
      case '_':
      case '`':
      case '[':
      case ']':
      case '~':
      case '$':
      case '#':
        out += '\\';
        out += c;
        break;
      default: out += c;
    }
  }
  return out;
}

/// For running text of LaTeX.
[[nodiscard]] inline std::string latex_escape(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    switch (c) {
      case '&':
      case '%':
      case '$':
      case '#':
      case '_':
      case '{':
      case '}':
        out += '\\';
        out += c;
        break;
      case '\\': out += "\\textbackslash{}"; break;
      case '~': out += "\\textasciitilde{}"; break;
      case '^': out += "\\textasciicircum{}"; break;
      case '<': out += "\\textless{}"; break;
      case '>': out += "\\textgreater{}"; break;
      case '|': out += "\\textbar{}"; break;
      case '"': out += "\\textquotedbl{}"; break;
      default: out += c;
    }
  }
  return out;
}

/// A field of CSV, in quotes where it must be. With `spreadsheet_safe` a text that a spreadsheet
/// would take for a formula (it starts with = + - @, a tabulator or a carriage return) gets an
/// apostrophe before it.
[[nodiscard]] inline std::string csv_escape(std::string_view text, char delimiter = ',',
                                            bool spreadsheet_safe = true) {
  std::string field;
  if (spreadsheet_safe && !text.empty() &&
      std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) {
    field += '\'';
  }
  field += text;
  const bool blank_ends = !field.empty() && (field.front() == ' ' || field.back() == ' ');
  if (!blank_ends && field.find_first_of("\"\r\n") == std::string::npos &&
      field.find(delimiter) == std::string::npos) {
    return field;
  }
  std::string quoted = "\"";
  for (const char c : field) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

}  // namespace bilateral
