#pragma once
/// A model in one line, as fixest writes it: log(y) ~ x + l(x, 1) | firm + year | endogenous ~ z.

#include <bilateral/core/check.hpp>
#include <bilateral/econometrics/estimator/model_frame.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

namespace detail {

// parts between separators that stand outside brackets and quotes, blanks around them taken off
inline std::vector<std::string> split_outside(std::string_view text, char separator) {
  std::vector<std::string> parts(1);
  int depth = 0;
  char quote = 0;
  for (const char c : text) {
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '`') {
      quote = c;
    } else if (c == '(' || c == '[') {
      ++depth;
    } else if (c == ')' || c == ']') {
      --depth;
    }
    if (c == separator && depth == 0 && quote == 0) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  require(quote == 0 && depth == 0, "formula", quote != 0 ? "a quote" : "a bracket",
          " is not closed in '", text, "'");
  for (std::string& part : parts) {
    while (!part.empty() && (part.front() == ' ' || part.front() == '\t')) part.erase(0, 1);
    while (!part.empty() && (part.back() == ' ' || part.back() == '\t')) part.pop_back();
  }
  return parts;
}

// terms between pluses; 0 and 1 set the intercept where `intercept` is given
inline std::vector<std::string> sum_of_terms(std::string_view text, std::string_view whole,
                                             bool* intercept) {
  std::vector<std::string> out;
  for (std::string& part : split_outside(text, '+')) {
    require(!part.empty(), "formula", "a term is missing in '", whole, "'");
    if (part == "0" || part == "1") {
      require(intercept != nullptr, "formula", "'", part, "' stands outside the regressors in '",
              whole, "'");
      *intercept = part == "1";
    } else {
      out.push_back(std::move(part));
    }
  }
  return out;
}

}  // namespace detail

/// Reads a formula into a model.
///
///   y ~ x1 + log(x2) + l(x2, 1:3) + i(sector) + 0 | exporter^year + pair[year] | endogenous ~ z1 + z2
///
/// The parts behind the regressors are the absorbed effects, the instruments, or both in this order.
/// pair[year] is an effect of each pair and its own slope of year, pair[[year]] the slope alone.
/// `0 +` leaves the intercept out, `1` alone is the intercept. l, f, d are lag, lead and difference.
/// @throws argument_error  what cannot be read, in words
/// @see  parse_term; Berge (2018), CREA Discussion Paper 13 (the syntax of fixest)
/// Example: examples/support/models.cpp
[[nodiscard]] inline model_spec parse_formula(std::string_view formula) {
  const auto parts = detail::split_outside(formula, '|');
  require(parts.size() <= 3, "formula", "'", formula, "' has ", parts.size(),
          " parts; regressors, effects and instruments are at most 3");
  const auto sides = detail::split_outside(parts[0], '~');
  require(sides.size() == 2 && !sides[0].empty() && !sides[1].empty(), "formula", "'", formula,
          "' is not 'response ~ regressors'");
  model_spec spec;
  spec.y = sides[0];
  spec.x = detail::sum_of_terms(sides[1], formula, &spec.intercept);
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const auto halves = detail::split_outside(parts[i], '~');
    require(!parts[i].empty() && halves.size() <= 2, "formula", "part ", i + 1, " of '", formula,
            "' cannot be read");
    if (halves.size() == 2) {
      require(i + 1 == parts.size(), "formula", "the instruments come last in '", formula, "'");
      spec.endogenous = detail::sum_of_terms(halves[0], formula, nullptr);
      spec.instruments = detail::sum_of_terms(halves[1], formula, nullptr);
    } else {
      require(i == 1, "formula", "part 3 of '", formula, "' is not 'endogenous ~ instruments'");
      spec.absorb = detail::sum_of_terms(parts[i], formula, nullptr);
    }
  }
  return spec;
}

}  // namespace bilateral
