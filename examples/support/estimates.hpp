#pragma once
// Estimates and tests under the JSON keys that all programs use.

#include <bilateral/econometrics/estimator/result.hpp>
#include <bilateral/report/json.hpp>
#include <bilateral/stats/test_result.hpp>

#include <string>
#include <utility>
#include <vector>

namespace example {

inline Eigen::VectorXd vector_of(const std::vector<double>& v) {
  return Eigen::Map<const Eigen::VectorXd>(v.data(), static_cast<Eigen::Index>(v.size()));
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
inline void write_tests(
    bilateral::json_writer& json,
    const std::vector<std::pair<std::string, bilateral::test_result>>& tests) {
  json.key("tests").object();
  for (const auto& [key, test] : tests) write_test(json, key, test);
  json.end();
}

}  // namespace example
