#pragma once
/// Effects to be absorbed, as text: exporter^year, pair[year].

#include <bilateral/core/check.hpp>
#include <bilateral/data/data_table.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/data/group.hpp>
#include <bilateral/numeric/grouping.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace bilateral {

/// "F", "F[x]" or "F[[x]]": the groups F, perhaps with a coefficient of x that differs by group.
struct absorbed_term {
  std::string group;  ///< A^B for interactions
  std::string slope;  ///< a column of numbers; empty is none
  group_terms terms = group_terms::level_and_slopes;
};

/// Reads an effect: F[x] is the level of each group and its own slope of x, F[[x]] the slope alone.
/// A name that holds a bracket stands in quotes.
/// @throws argument_error  an empty name, a bracket that is not closed or not at the end
/// @see    Berge (2018), CREA Discussion Paper 13 (the syntax of fixest)
[[nodiscard]] inline absorbed_term parse_absorbed(std::string_view effect) {
  bool quoted = false;
  std::size_t open = std::string_view::npos;
  std::size_t close = std::string_view::npos;
  for (std::size_t i = 0; i < effect.size(); ++i) {
    if (effect[i] == '"') quoted = !quoted;
    if (quoted) continue;
    if (effect[i] == '[' && open == std::string_view::npos) open = i;
    if (effect[i] == ']' && close == std::string_view::npos) close = i;
  }
  if (open == std::string_view::npos) {
    require(close == std::string_view::npos, "absorb", "a bracket is not opened in '", effect, "'");
    return {std::string(effect), "", group_terms::level_and_slopes};
  }
  const bool alone = effect.substr(open).substr(0, 2) == "[[";
  const std::string_view end = alone ? "]]" : "]";
  require(close != std::string_view::npos && effect.substr(close) == end, "absorb", "'", effect,
          "' is not GROUP[SLOPE] or GROUP[[SLOPE]]");
  const std::size_t from = open + end.size();
  require(close > from, "absorb", "the slope is missing in '", effect, "'");
  require(open > 0, "absorb", "the group is missing in '", effect, "'");
  const auto slope = interaction_parts(effect.substr(from, close - from));
  require(slope.size() == 1, "absorb", "the slope of '", effect, "' is not one column");
  return {std::string(effect.substr(0, open)), slope.front(),
          alone ? group_terms::slopes_only : group_terms::level_and_slopes};
}

/// The effect of a table that a text names.
/// @throws argument_error  as parse_absorbed; a slope that is not finite, with its row
/// @throws data_error      no such column
[[nodiscard]] inline factor absorbed_factor(const data_table& table, std::string_view effect) {
  const absorbed_term term = parse_absorbed(effect);
  factor f = group(table, term.group);
  if (term.slope.empty()) return f;
  const auto& values = table[term.slope];
  return with_slope(std::move(f), term.slope, {values.begin(), values.end()}, term.terms);
}

}  // namespace bilateral
