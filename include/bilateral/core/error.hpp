#pragma once
/// The exception family: everything the library throws derives from `bilateral::error`.

#include <bilateral/version.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// Base of every exception of the library.
class error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A bad argument: shape, domain, option. The message names function, argument, value and limit.
class argument_error : public error {
 public:
  using error::error;
};

/// Series or samples that do not cover the same periods.
class alignment_error : public error {
 public:
  using error::error;
};

/// Malformed or inconsistent data: `what()` is `source:line:column: message (column field)`.
/// Line and column count from 1; 0 where the position is unknown.
class data_error : public error {
 public:
  explicit data_error(const std::string& message) : error(message) {}
  data_error(const std::string& source, std::size_t line, std::size_t column,
             const std::string& message, std::string field = {})
      : error(located(source, line, column, message, field)),
        line_(line),
        column_(column),
        field_(std::move(field)) {}

  [[nodiscard]] std::size_t line() const noexcept { return line_; }
  [[nodiscard]] std::size_t column() const noexcept { return column_; }
  [[nodiscard]] const std::string& field() const noexcept { return field_; }

 private:
  static std::string located(const std::string& source, std::size_t line, std::size_t column,
                             const std::string& message, const std::string& field) {
    std::string text = source;
    if (line != 0) text += ":" + std::to_string(line);
    if (line != 0 && column != 0) text += ":" + std::to_string(column);
    text += ": " + message;
    if (!field.empty()) text += " (column " + field + ")";
    return text;
  }

  std::size_t line_ = 0;
  std::size_t column_ = 0;
  std::string field_;
};

/// The data do not determine the result: singular design, no root, spectral radius of one or more.
class numerical_error : public error {
 public:
  using error::error;
};

/// Collinear columns where the caller asked for none to be dropped.
class rank_deficiency_error : public numerical_error {
 public:
  using numerical_error::numerical_error;
};

/// A Poisson or binary sample in which some coefficients are infinite.
class separation_error : public numerical_error {
 public:
  using numerical_error::numerical_error;
};

/// An iteration that reached its limit; `trace()` holds the criterion at each step.
class convergence_error : public numerical_error {
 public:
  convergence_error(const std::string& message, std::vector<double> trace)
      : numerical_error(message), trace_(std::move(trace)) {}

  [[nodiscard]] const std::vector<double>& trace() const noexcept { return trace_; }

 private:
  std::vector<double> trace_;
};

}  // namespace bilateral
