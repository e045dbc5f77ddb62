// The file as the columns of a method.
#include "elasticity/methods.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/stats/seasonal.hpp>

#include <algorithm>

namespace elasticity_program {

namespace {

// a name as an element of a list of names
std::string quoted(const std::string& name) {
  std::string out = "\"";
  for (const char c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

bool varies(const Eigen::VectorXd& v) { return v.minCoeff() < v.maxCoeff(); }

void require_variation(const std::string& csv, const sample& s, const request& want) {
  if (s.x.size() > 0 && !varies(s.x)) {
    throw data_error(text(csv, ": ", s.x_name, " does not vary: there is no response to it"));
  }
  const bool alone = want.method == "breaks" || want.method == "forecast" || want.method == "arc";
  if (!alone && !varies(s.y)) {
    throw data_error(text(csv, ": ", s.y_name, " does not vary: there is nothing to explain"));
  }
}

void add_seasonal(sample& s, const request& want) {
  if (want.seasonal == "none") return;
  if (s.periods_a_year != 4 && s.periods_a_year != 12) {
    throw usage_error("--seasonal " + want.seasonal +
                      ": needs monthly or quarterly dates (--date)");
  }
  const auto dummies = seasonal_dummies(s.periods_a_year, s.first_season,
                                        bilateral::to_size(s.y.size()), want.seasonal == "centred");
  for (std::size_t j = 0; j < dummies.names.size(); ++j) {
    s.seasonal.emplace_back(dummies.names[j], dummies.values.col(bilateral::to_index(j)));
  }
}

}  // namespace

std::vector<named_column<double>> sample::others() const {
  auto all = controls;
  all.insert(all.end(), seasonal.begin(), seasonal.end());
  return all;
}

std::vector<named_column<double>> sample::price_and(
    const std::vector<named_column<double>>& rest) const {
  std::vector<named_column<double>> all;
  if (!x_name.empty()) all.emplace_back(x_name, x);
  all.insert(all.end(), rest.begin(), rest.end());
  return all;
}

regression<double> sample::model() const {
  auto m = regress<double>(y, price_and(others()), {.response_name = y_name});
  m.time = time;
  return m;
}

ardl_data<double> sample::ardl_columns() const {
  return {{y_name, y}, price_and(controls), seasonal};
}

long number_between(const std::string& flag, const std::string& words, long least, long most) {
  const long value = example::whole_number(flag, words, least);
  if (value > most)
    throw usage_error(
        text(flag, ": ", words, " is more than ", most, ", the most that is computed"));
  return value;
}

sample read_sample(const example::data_options& options, const request& want) {
  example::data_options input = options;
  const auto controls = example::split_list(want.controls);
  sample s;
  s.logs = !want.no_log && want.method != "johansen" && want.method != "breaks";
  if (s.logs && want.method != "arc") {
    const auto given = example::split_list(options.log);
    for (const std::string& name : {want.trade, want.price}) {
      if (std::find(given.begin(), given.end(), name) != given.end()) {
        throw usage_error("--log: " + name +
                          " is in logarithms already; --no-log leaves trade and price as they are");
      }
      if (!name.empty()) input.log += (input.log.empty() ? "" : ",") + quoted(name);
    }
  }
  example::data_request columns;
  columns.numbers.push_back(want.trade);
  if (!want.price.empty()) columns.numbers.push_back(want.price);
  columns.numbers.insert(columns.numbers.end(), controls.begin(), controls.end());
  columns.groups = want.covariance.groups();
  const example::data_set data = read_data(input, columns);
  if (data.empty()) throw data_error(input.csv + ": there are no observations");
  s.y = vector_of(data.column(want.trade));
  s.y_name = data.label(want.trade);
  if (!want.price.empty()) {
    s.x = vector_of(data.column(want.price));
    s.x_name = data.label(want.price);
  }
  require_variation(input.csv, s, want);
  for (const std::string& name : controls)
    s.controls.emplace_back(data.label(name), vector_of(data.column(name)));
  for (std::size_t i = 0; i < data.rows(); ++i) s.periods.push_back(data.period(i));
  s.dated = data.dated();
  if (s.dated) {
    s.periods_a_year = example::periods_a_year(data.every());
    s.first_season = data.season(0);
    s.time = data.time();
    s.period_after = [data](std::int64_t h) { return data.period_at(data.time().back() + h); };
  }
  add_seasonal(s, want);
  s.spec = covariance_of(want.covariance, data);
  s.robust = covariance_of(want.covariance, data, s.dated ? "newey_west" : "iid");
  s.report = data.report();
  return s;
}

}  // namespace elasticity_program
