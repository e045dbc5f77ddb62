#pragma once
/// Results in print: one fit as a summary, several side by side as a journal table.

#include <bilateral/econometrics/estimator/result.hpp>
#include <bilateral/report/table.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
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

inline std::string stars_of(std::optional<double> p) {
  if (!p) return "";
  return *p < 0.01 ? "***" : *p < 0.05 ? "**" : *p < 0.1 ? "*" : "";
}

}  // namespace detail

/// The coefficients of a fit with errors, statistics, p-values and intervals, its fit statistics above
/// and below them what was dropped, omitted or noted.
///
/// @param title  first line; empty takes the response
/// @return  a table for to_text, to_markdown, to_latex, to_csv, to_json or to_html
template <estimation_result Result>
[[nodiscard]] table summary_table(const Result& r, std::string title = {}, double level = 0.95) {
  if (title.empty()) {
    if constexpr (requires { r.response_name; }) title = r.response_name;
  }
  const bool normal = std::isinf(r.inference_dof);
  table t(std::move(title), {{"", -1, alignment::left},
                             {"estimate", -1, alignment::automatic, false},
                             {"std. error", -1, alignment::automatic, false},
                             {normal ? "z" : "t", 3},
                             {normal ? "P>|z|" : "P>|t|", 4},
                             {text(significant_text(100 * level, 4), "% from"), -1,
                              alignment::automatic, false},
                             {"to", -1, alignment::automatic, false}});
  for (const coefficient_row& row : coefficient_table(r, level)) {
    t.row({row.name, row.estimate, row.std_error, row.statistic, row.p_value, row.low, row.high});
  }
  std::string line;
  for (const auto& [name, value] : detail::fit_statistics(r)) {
    if (!value) continue;
    line += (line.empty() ? "" : "; ") + name + " " + significant_text(*value, 6);
  }
  t.note(line);
  t.note(text("standard errors: ", r.covariance_label,
              !normal && r.inference_dof > 0 ? text("; t(", significant_text(r.inference_dof, 8), ")")
                                             : std::string()));
  if (r.sample.dropped > 0) {
    std::string reason = r.sample.rows.empty() ? "" : ": row " +
        std::to_string(r.sample.rows.front().row) + ", " + r.sample.rows.front().reason;
    t.note(text("rows left out: ", r.sample.dropped, r.sample.dropped > 1 ? "; the first" : "", reason));
  }
  if constexpr (requires { r.omitted; }) {
    for (const omitted_term& o : r.omitted) {
      t.note(text("omitted: ", o.name, ", ", o.reason, " (ratio ", significant_text(o.ratio, 3), ")"));
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

/// One column of compare().
struct compared_model {
  std::string title;
  std::vector<coefficient_row> terms;
  std::vector<std::pair<std::string, std::optional<double>>> statistics;
  std::string covariance_label;
  std::vector<std::string> fixed_effects;
};

/// A fit as a column of compare(), under a title.
template <estimation_result Result>
[[nodiscard]] compared_model column_of(std::string title, const Result& r) {
  compared_model m;
  m.title = std::move(title);
  m.terms = coefficient_table(r);
  m.statistics = detail::fit_statistics(r);
  m.covariance_label = r.covariance_label;
  if constexpr (requires { r.fixed_effects; }) {
    for (const auto& effect : r.fixed_effects) {
      if constexpr (requires { effect.name; }) m.fixed_effects.push_back(effect.name);
    }
  }
  return m;
}

/// Several fits side by side, as journals print them: estimates with stars, standard errors beneath in
/// parentheses, then the fixed effects, observations, R2 and the kind of errors of each.
///
/// @throws argument_error  no model
/// Example: compare({column_of("OLS", a), column_of("IV", b)})
[[nodiscard]] inline table compare(const std::vector<compared_model>& models,
                                   std::string title = {}, int digits = 4) {
  require(!models.empty(), "compare", "there is no model");
  std::vector<table_column> columns{{"", -1, alignment::left}};
  std::vector<std::string> names, effects, statistics;
  const auto collect = [](std::vector<std::string>& all, const std::string& name) {
    if (std::find(all.begin(), all.end(), name) == all.end()) all.push_back(name);
  };
  for (const compared_model& m : models) {
    columns.push_back({m.title, -1, alignment::right});
    for (const auto& term : m.terms) collect(names, term.name);
    for (const auto& effect : m.fixed_effects) collect(effects, effect);
    for (const auto& s : m.statistics) collect(statistics, s.first);
  }
  table t(std::move(title), std::move(columns));
  for (const std::string& name : names) {
    std::vector<table_cell> estimate{name}, error{""};
    for (const compared_model& m : models) {
      const auto found = std::find_if(m.terms.begin(), m.terms.end(),
                                      [&](const coefficient_row& x) { return x.name == name; });
      if (found == m.terms.end()) {
        estimate.emplace_back();
        error.emplace_back();
        continue;
      }
      estimate.emplace_back(found->estimate, significant_text(found->estimate, digits) +
                                                 detail::stars_of(found->p_value));
      error.push_back(found->std_error ? table_cell(*found->std_error, "(" + significant_text(
                                                        *found->std_error, digits) + ")")
                                       : table_cell());
    }
    t.row(std::move(estimate)).row(std::move(error));
  }
  t.rule();
  for (const std::string& name : effects) {
    std::vector<table_cell> cells{name + " effects"};
    for (const compared_model& m : models) {
      cells.emplace_back(std::find(m.fixed_effects.begin(), m.fixed_effects.end(), name) !=
                                 m.fixed_effects.end()
                             ? "yes"
                             : "");
    }
    t.row(std::move(cells));
  }
  for (const std::string& name : statistics) {
    std::vector<table_cell> cells{name};
    for (const compared_model& m : models) {
      table_cell cell;
      for (const auto& s : m.statistics) {
        if (s.first == name && s.second) {
          cell = table_cell(*s.second, name == "observations" ? grouped_text(*s.second, 0)
                                                              : significant_text(*s.second, digits));
        }
      }
      cells.push_back(std::move(cell));
    }
    t.row(std::move(cells));
  }
  t.note("standard errors in parentheses; * p < 0.1, ** p < 0.05, *** p < 0.01");
  for (const compared_model& m : models) t.note(text(m.title, ": ", m.covariance_label));
  return t;
}

}  // namespace bilateral
