#pragma once
/// Effects to be absorbed: as text, as sets of groups, and how many coefficients they stand for.

#include <bilateral/core/check.hpp>
#include <bilateral/data/data_table.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/data/group.hpp>
#include <bilateral/numeric/grouping.hpp>
#include <bilateral/numeric/slope_rank.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace bilateral {

/// "F", "F[x]" or "F[[x]]": the groups F, perhaps with a coefficient of x that differs by group.
struct absorbed_term {
  std::string group;  ///< A^B for interactions
  std::string slope;  ///< a column of numbers; empty is none
  group_terms terms = group_terms::level_and_slopes;
};

/// Reads an effect: F[x] is the level of each group and its own slope of x, F[[x]] the slope alone. A name
/// that holds a bracket stands in quotes.
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

/// The effects as sets of groups that view them: for `absorb`.
[[nodiscard]] inline std::vector<grouping> groupings_of(const std::vector<factor>& effects) {
  std::vector<grouping> out;
  for (const factor& f : effects) {
    grouping g{f.codes, f.levels, {}, f.terms};
    for (const varying_slope& s : f.slopes) g.slopes.emplace_back(s.values);
    out.push_back(std::move(g));
  }
  return out;
}

/// Whether the effects hold the constant: any of them has levels.
[[nodiscard]] inline bool absorb_constant(const std::vector<factor>& effects) {
  return std::any_of(effects.begin(), effects.end(), [](const factor& f) {
    return f.terms == group_terms::level_and_slopes;
  });
}

/// Coefficients of one effect besides the constant: levels - 1, and its slopes where they vary.
[[nodiscard]] inline double absorbed_coefficients(const factor& f) {
  const bool level = f.terms == group_terms::level_and_slopes;
  const double levels = level ? f.levels - 1 : 0;
  return levels + static_cast<double>(slope_rank(groupings_of({f}).front()));
}

}  // namespace bilateral
