#pragma once
/// Results in print: one fit as a summary, several side by side as a journal table. Results that are
/// no table of coefficients (bounds tests, ratios, paths): report/results.hpp.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/estimator/result.hpp>
#include <bilateral/report/detail/people_text.hpp>
#include <bilateral/report/table.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bilateral {

namespace detail {

// a member of a result where it has one; optional members may be empty
template <class Value>
std::optional<double> as_figure(const Value& value) {
  if constexpr (requires { value.has_value(); }) {
    return value ? std::optional<double>(static_cast<double>(*value)) : std::nullopt;
  } else {
    return static_cast<double>(value);
  }
}

template <class Result>
std::vector<std::pair<std::string, std::optional<double>>> fit_statistics(const Result& r) {
  std::vector<std::pair<std::string, std::optional<double>>> out;
  if constexpr (requires { r.observations; }) {
    out.emplace_back("observations", as_figure(r.observations));
  } else {
    out.emplace_back("observations", static_cast<double>(r.sample.used));
  }
  if constexpr (requires { r.r2; }) out.emplace_back("R2", as_figure(r.r2));
  if constexpr (requires { r.adjusted_r2; }) {
    out.emplace_back("adjusted R2", as_figure(r.adjusted_r2));
  }
  if constexpr (requires { r.within_r2; }) out.emplace_back("within R2", as_figure(r.within_r2));
  if constexpr (requires { r.pseudo_r2; }) out.emplace_back("pseudo R2", as_figure(r.pseudo_r2));
  if constexpr (requires { r.sigma; }) out.emplace_back("sigma", as_figure(r.sigma));
  if constexpr (requires { r.deviance; }) out.emplace_back("deviance", as_figure(r.deviance));
  if constexpr (requires { r.log_likelihood; }) {
    out.emplace_back("log likelihood", as_figure(r.log_likelihood));
  }
  if constexpr (requires { r.aic; }) out.emplace_back("AIC", as_figure(r.aic));
  if constexpr (requires { r.bic; }) out.emplace_back("BIC", as_figure(r.bic));
  return out;
}

}  // namespace detail

/// The coefficients of a fit with errors, statistics, p-values and intervals, its fit statistics
/// above and below them what was dropped, omitted or noted.
///
/// @param title  first line; empty takes the response
/// @return  a table for to_text, to_markdown, to_latex, to_csv, to_json or to_html
template <estimation_result Result>
[[nodiscard]] table summary_table(const Result& r, std::string title = {}, double level = 0.95) {
  if (title.empty()) {
    if constexpr (requires { r.response_name; }) title = r.response_name;
  }
  const bool normal = std::isinf(r.inference_dof);
  table t(std::move(title),
          {{"", -1, alignment::left},
           {"estimate", -1, alignment::automatic, false},
           {"std. error", -1, alignment::automatic, false},
           {normal ? "z" : "t", 3},
           {normal ? "P>|z|" : "P>|t|", 4},
           {text(significant_text(100 * level, 4), "% from"), -1, alignment::automatic, false},
           {"to", -1, alignment::automatic, false}});
  for (const coefficient_row& row : coefficient_table(r, level)) {
    t.row({row.name, row.estimate, row.std_error, row.statistic, p_cell(row.p_value), row.low,
           row.high});
  }
  std::string line;
  for (const auto& [name, value] : detail::fit_statistics(r)) {
    if (!value) continue;
    line += (line.empty() ? "" : "; ") + name + " " + detail::people_text(*value, 6);
  }
  t.note(line);
  t.note(text("standard errors: ", r.covariance_label,
              !normal && r.inference_dof > 0
                  ? text("; t(", significant_text(r.inference_dof, 8), ")")
                  : std::string()));
  if (r.sample.dropped > 0) {
    std::string reason = r.sample.rows.empty()
                             ? ""
                             : ": row " + std::to_string(r.sample.rows.front().row) + ", " +
                                   r.sample.rows.front().reason;
    t.note(text("rows left out: ", r.sample.dropped, r.sample.dropped > 1 ? "; the first" : "",
                reason));
  }
  if constexpr (requires { r.omitted; }) {
    for (const omitted_term& o : r.omitted) {
      t.note(
          text("omitted: ", o.name, ", ", o.reason, " (ratio ", significant_text(o.ratio, 3), ")"));
    }
  }
  for (const std::string& note : r.notes) t.note(note);
  return t;
}

/// summary_table as text.
template <estimation_result Result>
[[nodiscard]] std::string summary(const Result& r, std::string title = {}, double level = 0.95) {
  return to_text(summary_table(r, std::move(title), level));
}

/// One column of compare(); an aggregate, so that a fit from elsewhere can stand beside.
struct compared_model {
  std::string title;
  std::vector<coefficient_row> terms;
  std::vector<std::pair<std::string, std::optional<double>>> statistics;
  std::string covariance_label;
  std::vector<std::string> fixed_effects;
};

/// A fit as a column of compare(), under a title.
template <estimation_result Result>
[[nodiscard]] compared_model column_of(std::string title, const Result& r, double level = 0.95) {
  compared_model m;
  m.title = std::move(title);
  m.terms = coefficient_table(r, level);
  m.statistics = detail::fit_statistics(r);
  m.covariance_label = r.covariance_label;
  if constexpr (requires { r.effects.front().name; }) {
    for (const auto& effect : r.effects) m.fixed_effects.push_back(effect.name);
  }
  return m;
}

/// What stands beneath an estimate.
enum class beneath { std_error, t_statistic, p_value, interval, nothing };
enum class enclosing { parentheses, brackets };

struct compare_options {
  std::string title = {};
  int digits = 4;  ///< significant ones, of estimates and errors
  beneath below = beneath::std_error;
  enclosing around = enclosing::parentheses;
  bool stars = true;
  std::array<double, 3> star_levels = {0.1, 0.05, 0.01};  ///< *, **, ***
  /// Terms in print and in this order, "price" as "log price"; the others follow under their own
  /// names.
  std::vector<std::pair<std::string, std::string>> labels = {};
  std::vector<std::string> leave_out = {};  ///< terms without a row; a note names them
  std::vector<std::string> statistics =
      {};  ///< which, in this order ("R2", "log likelihood"); empty: all
};

namespace detail {

inline const coefficient_row* term_of(const compared_model& m, const std::string& name) {
  for (const coefficient_row& row : m.terms) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

template <class Value>
bool among(const std::vector<Value>& all, const Value& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

inline std::string stars_of(std::optional<double> p, const compare_options& o) {
  if (!p || !o.stars) return "";
  std::string out;
  for (const double level : o.star_levels) out += *p < level ? "*" : "";
  return out;
}

inline table_cell beneath_cell(const coefficient_row& row, const compare_options& o) {
  const auto enclosed = [&](const std::string& figure) {
    return o.around == enclosing::parentheses ? "(" + figure + ")" : "[" + figure + "]";
  };
  const auto cell = [&](const std::optional<double>& v, const std::string& shown) {
    return v ? table_cell(*v, enclosed(shown)) : table_cell();
  };
  switch (o.below) {
    case beneath::std_error:
      return cell(row.std_error, people_text(row.std_error.value_or(0), o.digits));
    case beneath::t_statistic: return cell(row.statistic, fixed_text(row.statistic.value_or(0), 2));
    case beneath::p_value: return cell(row.p_value, fixed_text(row.p_value.value_or(0), 3));
    case beneath::interval:
      if (!row.low || !row.high) return {};
      return enclosed(people_text(*row.low, o.digits) + ", " + people_text(*row.high, o.digits));
    case beneath::nothing: break;
  }
  return {};
}

// labelled terms first, in the order of the labels, then the others as they come
inline std::vector<std::pair<std::string, std::string>> compared_terms(
    const std::vector<compared_model>& models, const compare_options& o) {
  std::vector<std::string> names;
  for (const compared_model& m : models) {
    for (const coefficient_row& term : m.terms) {
      if (!among(names, term.name)) names.push_back(term.name);
    }
  }
  for (const std::string& name : o.leave_out) {
    require(among(names, name), "compare", "no model has the term ", name,
            " that is to be left out");
  }
  std::vector<std::pair<std::string, std::string>> terms;
  for (const auto& [name, label] : o.labels) {
    require(among(names, name), "compare", "no model has the term ", name, " labelled '", label,
            "'");
    if (!among(o.leave_out, name)) terms.emplace_back(name, label);
  }
  for (const std::string& name : names) {
    const bool labelled = std::any_of(o.labels.begin(), o.labels.end(),
                                      [&](const auto& l) { return l.first == name; });
    if (!labelled && !among(o.leave_out, name)) terms.emplace_back(name, name);
  }
  return terms;
}

inline void add_terms(table& t, const std::vector<compared_model>& models,
                      const compare_options& o) {
  for (const auto& [name, label] : compared_terms(models, o)) {
    std::vector<table_cell> estimates{label}, below{""};
    for (const compared_model& m : models) {
      const coefficient_row* row = term_of(m, name);
      if (row == nullptr) {
        estimates.emplace_back();
        below.emplace_back();
        continue;
      }
      estimates.emplace_back(row->estimate,
                             people_text(row->estimate, o.digits) + stars_of(row->p_value, o));
      below.push_back(beneath_cell(*row, o));
    }
    t.row(std::move(estimates));
    if (o.below != beneath::nothing) t.row(std::move(below));
  }
}

inline void add_effects(table& t, const std::vector<compared_model>& models) {
  std::vector<std::string> effects;
  for (const compared_model& m : models) {
    for (const std::string& e : m.fixed_effects) {
      if (!among(effects, e)) effects.push_back(e);
    }
  }
  for (const std::string& effect : effects) {
    std::vector<table_cell> cells{effect + " effects"};
    for (const compared_model& m : models) {
      cells.emplace_back(among(m.fixed_effects, effect) ? "yes" : "no");
    }
    t.row(std::move(cells));
  }
  if (!effects.empty()) t.rule();
}

inline void add_statistics(table& t, const std::vector<compared_model>& models,
                           const compare_options& o) {
  std::vector<std::string> all;
  for (const compared_model& m : models) {
    for (const auto& s : m.statistics) {
      if (!among(all, s.first)) all.push_back(s.first);
    }
  }
  for (const std::string& name : o.statistics) {
    if (among(all, name)) continue;
    std::string known;
    for (const std::string& s : all) known += (known.empty() ? "" : ", ") + s;
    throw argument_error("compare: no model has the statistic " + name + "; there are " + known);
  }
  for (const std::string& name : o.statistics.empty() ? all : o.statistics) {
    std::vector<table_cell> cells{name};
    for (const compared_model& m : models) {
      table_cell cell;
      for (const auto& [label, value] : m.statistics) {
        if (label != name || !value) continue;
        cell = table_cell(*value, name == "observations" ? grouped_text(*value, 0)
                                                         : people_text(*value, o.digits));
      }
      cells.push_back(std::move(cell));
    }
    t.row(std::move(cells));
  }
}

inline void add_notes(table& t, const std::vector<compared_model>& models,
                      const compare_options& o) {
  constexpr std::string_view words[] = {"standard errors", "t statistics", "p-values", "intervals"};
  std::string note;
  if (o.below != beneath::nothing) {
    note = std::string(words[to_size(o.below)]) +
           (o.around == enclosing::parentheses ? " in parentheses" : " in brackets");
  }
  if (o.stars) {
    note += note.empty() ? "" : "; ";
    for (std::size_t i = 0; i < 3; ++i) {
      note += text(i > 0 ? ", " : "", std::string(i + 1, '*'), " p < ", o.star_levels[i]);
    }
  }
  if (!note.empty()) t.note(note);
  if (!o.leave_out.empty()) {
    std::string names;
    for (const std::string& name : o.leave_out) names += (names.empty() ? "" : ", ") + name;
    t.note("without rows here: " + names);
  }
  const bool same = std::all_of(models.begin(), models.end(), [&](const compared_model& m) {
    return m.covariance_label == models.front().covariance_label;
  });
  if (same) {
    t.note("errors: " + models.front().covariance_label);
  } else {
    for (const compared_model& m : models) t.note(text(m.title, ": ", m.covariance_label));
  }
}

}  // namespace detail

/// Several fits side by side, as journals print them: estimates with stars, standard errors beneath
/// in parentheses, then a row for each set of fixed effects, observations, fit and the kind of
/// errors.
///
///   out << compare({column_of("OLS", a), column_of("PPML", b)},
///                  {.labels = {{"log_distance", "log distance"}}, .statistics = {"observations",
///                  "R2"}});
///
/// CSV and JSON keep the numbers themselves.
/// @throws argument_error  no model; a label, term or statistic that no model has; star levels that
///                         do not fall
[[nodiscard]] inline table compare(const std::vector<compared_model>& models,
                                   const compare_options& options = {}) {
  require(!models.empty(), "compare", "there is no model");
  require(options.star_levels[0] > options.star_levels[1] &&
              options.star_levels[1] > options.star_levels[2],
          "compare", "star_levels must fall; they are ", options.star_levels[0], ", ",
          options.star_levels[1], ", ", options.star_levels[2]);
  std::vector<table_column> columns{{"", -1, alignment::left}};
  for (const compared_model& m : models) columns.push_back({m.title, -1, alignment::right});
  table t(options.title, std::move(columns));
  detail::add_terms(t, models, options);
  t.rule();
  detail::add_effects(t, models);
  detail::add_statistics(t, models, options);
  detail::add_notes(t, models, options);
  return t;
}
/// The same with a title, and else as it comes.
template <std::convertible_to<std::string> Title>
[[nodiscard]] table compare(const std::vector<compared_model>& models, const Title& title,
                            int digits = 4) {
  return compare(models, compare_options{.title = title, .digits = digits});
}

}  // namespace bilateral
