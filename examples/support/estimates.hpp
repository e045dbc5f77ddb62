#pragma once
// Estimates and tests under the JSON keys that all programs use.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/econometrics/estimator/result.hpp>
#include <bilateral/report/json.hpp>
#include <bilateral/report/summary.hpp>
#include <bilateral/stats/test_result.hpp>

#include <cmath>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace example {

inline Eigen::VectorXd vector_of(const std::vector<double>& v) {
  return Eigen::Map<const Eigen::VectorXd>(v.data(), std::ssize(v));
}

// terms: [{name, estimate, std_error, statistic, p_value, ci_low, ci_high}]
template <class Result>
void write_terms(bilateral::json_writer& json, const Result& fit, double level = 0.95) {
  json.key("terms").array();
  for (const bilateral::coefficient_row& row : bilateral::coefficient_table(fit, level)) {
    json.object(true).member("name", row.name).member("estimate", row.estimate);
    json.member("std_error", row.std_error).member("statistic", row.statistic);
    json.member("p_value", row.p_value).member("ci_low", row.low).member("ci_high", row.high).end();
  }
  json.end();
}

// How sure the errors are, and the fit statistics that a result has; a note where inference is normal.
template <class Result>
void write_fit(bilateral::json_writer& json, const Result& fit, std::vector<std::string>& notes) {
  json.member("covariance_label", fit.covariance_label);
  const bool normal = std::isinf(fit.inference_dof);
  json.member("inference_dof",
              normal ? std::optional<double>() : std::optional<double>(fit.inference_dof));
  if (normal) notes.emplace_back("inference is normal: z statistics");
  const auto figure = [&](const char* key, const auto& value) {
    json.member(key, bilateral::detail::as_figure(value));
  };
  if constexpr (requires { fit.r2; }) figure("r2", fit.r2);
  if constexpr (requires { fit.adjusted_r2; }) figure("adjusted_r2", fit.adjusted_r2);
  if constexpr (requires { fit.within_r2; }) figure("within_r2", fit.within_r2);
  if constexpr (requires { fit.pseudo_r2; }) figure("pseudo_r2", fit.pseudo_r2);
  if constexpr (requires { fit.sigma; }) figure("sigma", fit.sigma);
  if constexpr (requires { fit.deviance; }) figure("deviance", fit.deviance);
  if constexpr (requires { fit.log_likelihood; }) figure("loglik", fit.log_likelihood);
  if constexpr (requires { fit.aic; }) figure("aic", fit.aic);
  if constexpr (requires { fit.bic; }) figure("bic", fit.bic);
  if constexpr (requires { fit.parameters; }) json.member("parameters", fit.parameters);
}

// {estimate, std_error, ci_low, ci_high} of one coefficient or combination
inline void write_estimate(bilateral::json_writer& json, const std::string& key,
                           const bilateral::coefficient_row& row) {
  json.key(key).object(true).member("estimate", row.estimate).member("std_error", row.std_error);
  json.member("ci_low", row.low).member("ci_high", row.high).end();
}

// {statistic, p_value, null, distribution, and critical_values where tabulated}
inline void write_test(bilateral::json_writer& json, const std::string& key,
                       const bilateral::test_result& test) {
  json.key(key).object().member("statistic", test.statistic).member("p_value", test.p_value);
  json.member("null", test.null).member("distribution", test.distribution);
  if (!test.critical_values.empty()) {
    json.key("critical_values").object(true);
    for (const auto& [level, value] : test.critical_values) json.member(level, value);
    json.end();
  }
  if (!test.notes.empty()) json.member("notes", test.notes);
  json.end();
}

// tests: {name: {...}}
inline void write_tests(bilateral::json_writer& json,
                        const std::vector<std::pair<std::string, bilateral::test_result>>& tests) {
  json.key("tests").object();
  for (const auto& [key, test] : tests) write_test(json, key, test);
  json.end();
}

// Dummies NAME=LEVEL, more than three of one column in a row, as one row with their joint test; beside
// other models they are effects.
template <class Result>
void fold_dummies(const Result& fit, bilateral::table& summary, bilateral::compared_model& column) {
  const auto base_of = [&](std::size_t j) {
    const std::string& name = fit.names[j];
    const std::size_t at = name.find('=');
    return at == std::string::npos || at == 0 || name.find('(') < at ? std::string()
                                                                     : name.substr(0, at);
  };
  for (std::size_t end = fit.names.size();
       end > 0;) {  // from below, so that rows above keep their places
    std::size_t begin = end - 1;
    const std::string base = base_of(begin);
    while (!base.empty() && begin > 0 && base_of(begin - 1) == base) --begin;
    const std::size_t count = end - begin;
    end = begin;
    if (base.empty() || count <= 3) continue;
    const auto first = bilateral::to_index(begin), last = bilateral::to_index(begin + count);
    const std::vector<std::string> names(fit.names.begin() + first, fit.names.begin() + last);
    std::vector<bilateral::table_cell> folded(summary.columns.size());
    folded[0] = base + "=...";
    try {
      const bilateral::test_result joint = bilateral::wald_test(fit, names);
      folded[4] = bilateral::p_cell(joint.p_value);
      summary.note(bilateral::text(base, "=...: ", count, " dummies, jointly ",
                                   bilateral::p_value_text(joint.p_value), "; --json has each"));
    } catch (const bilateral::error&) {  // no variance, or they are more than the clusters
      summary.note(bilateral::text(base, "=...: ", count, " dummies; --json has each"));
    }
    summary.rows.erase(summary.rows.begin() + first, summary.rows.begin() + last);
    summary.rows.insert(summary.rows.begin() + first, std::move(folded));
    column.terms.erase(column.terms.begin() + first, column.terms.begin() + last);
    column.fixed_effects.insert(column.fixed_effects.begin(), base);
  }
}

}  // namespace example
