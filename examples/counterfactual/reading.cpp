// The flows of the file as an economy, and elasticities with what is believed about them.
#include "counterfactual/request.hpp"

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/number.hpp>
#include <bilateral/trade/equilibrium/resistance.hpp>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace counterfactual_program {

using namespace bilateral;

example::data_options dated(const request& want) {
  example::data_options input = want.input;
  if (want.year.empty()) return input;
  const std::size_t at = want.year.rfind('=');
  if (at == std::string::npos || at == 0 || at + 1 == want.year.size()) {
    throw example::usage_error("--year: '" + want.year + "' is not COLUMN=VALUE");
  }
  input.where.push_back(want.year.substr(0, at) + " = " + want.year.substr(at + 1));
  return input;
}

namespace {

// every name of either column, in sorted order
std::vector<std::string> countries_of(const example::data_set& data, const request& want) {
  std::set<std::string> names;
  for (std::size_t r = 0; r < data.rows(); ++r) {
    names.insert(data.group_text(want.exporter, r));
    names.insert(data.group_text(want.importer, r));
  }
  return {names.begin(), names.end()};
}

}  // namespace

loaded_flows read_flows(const request& want, const std::vector<std::string>& columns) {
  const example::data_options input = dated(want);
  std::vector<std::string> numbers{want.trade};
  numbers.insert(numbers.end(), columns.begin(), columns.end());
  const example::data_set data =
      read_data(input, {.numbers = numbers, .groups = {want.exporter, want.importer}});
  if (data.empty()) throw data_error(input.csv + ": no rows are left");
  const std::vector<std::string> names = countries_of(data, want);
  std::map<std::string, Eigen::Index> position;
  for (const auto& name : names) position.emplace(name, std::ssize(position));
  const auto n = std::ssize(names);
  loaded_flows out;
  out.columns = columns;
  out.changes.assign(columns.size(), dense_matrix<double>::Zero(n, n));
  out.report = data.report();
  dense_matrix<double> flows = dense_matrix<double>::Zero(n, n);
  Eigen::Matrix<std::size_t, Eigen::Dynamic, Eigen::Dynamic> line(n, n);
  line.setZero();
  for (std::size_t r = 0; r < data.rows(); ++r) {
    const auto& from = data.group_text(want.exporter, r);
    const auto& to = data.group_text(want.importer, r);
    const Eigen::Index i = position.at(from), j = position.at(to);
    if (line(i, j) != 0) {
      throw data_error(
          data.source(), data.file_line(r), 0,
          text("the flow from ", from, " to ", to, " is there already in line ", line(i, j),
               want.year.empty() ? "; name one year with --year COL=VALUE" : ""));
    }
    line(i, j) = data.file_line(r);
    const double value = data.column(want.trade)[r];
    if (value < 0) {
      throw data_error(
          data.source(), data.file_line(r), 0,
          text("the flow from ", from, " to ", to, " is ", value, "; a flow cannot be negative"),
          want.trade);
    }
    flows(i, j) = value;
    for (std::size_t k = 0; k < columns.size(); ++k)
      out.changes[k](i, j) = (want.off.count(columns[k]) > 0 ? -1 : 1) * data.column(columns[k])[r];
  }
  for (std::size_t k = 0; k < columns.size(); ++k) {
    if (out.changes[k].cwiseAbs().maxCoeff() == 0) {
      throw data_error(data.source() + ": the column " + columns[k] +
                       " is zero everywhere: nothing changes");
    }
    if (out.changes[k].diagonal().cwiseAbs().maxCoeff() != 0) {
      out.notes.push_back("the column " + columns[k] + " also changes domestic trade");
    }
  }
  const auto absent = (line.array() == 0).count();
  if (absent > 0) {
    out.notes.push_back(
        text(absent, " of ", n * n, " pairs have no row: their flows are taken as zero"));
  }
  out.economy = economy_of<double>(flows, names);
  return out;
}

trade_economy<double> fitted_economy(const request& want, const loaded_flows& observed) {
  if (want.from_gravity.empty()) {
    throw example::usage_error(
        "--baseline fitted needs --from-gravity, whose terms are the trade costs");
  }
  const named_estimates b = read_estimates(want.from_gravity).estimates;
  std::vector<std::string> columns;
  std::vector<bool> logged;
  std::vector<double> slope;
  for (std::size_t k = 0; k < b.names.size(); ++k) {
    const std::string& name = b.names[k];
    if (name == "(intercept)") continue;
    logged.push_back(name.starts_with("log(") && name.ends_with(")"));
    columns.push_back(logged.back() ? name.substr(4, name.size() - 5) : name);
    slope.push_back(b.coefficients[to_index(k)]);
  }
  request costs = want;
  costs.off.clear();
  const loaded_flows z = read_flows(costs, columns);
  const auto n = observed.economy.size();
  dense_matrix<double> log_ease = dense_matrix<double>::Zero(n, n);
  for (std::size_t k = 0; k < columns.size(); ++k) {
    if (logged[k] && !(z.changes[k].minCoeff() > 0)) {
      throw data_error(want.input.csv + ": the logarithm of " + columns[k] +
                       " is undefined where it is not above zero "
                       "or a pair has no row");
    }
    log_ease += logged[k] ? dense_matrix<double>(slope[k] * z.changes[k].array().log())
                          : dense_matrix<double>(slope[k] * z.changes[k]);
  }
  // a common factor is no cost
  const dense_matrix<double> ease = (log_ease.array() - log_ease.maxCoeff()).exp();
  const auto r =
      resistances_of_costs<double>(observed.economy.output, observed.economy.spending, ease, 1.0);
  return economy_of<double>(r.flows, observed.economy.countries);
}

uncertain_value elasticity(const std::string& flag, const std::string& text) {
  const auto number = [&](const std::string& part) {
    const auto read = parse_number(part, '.');
    if (!read) {
      throw example::usage_error(flag + ": '" + text +
                                 "' is none of T, T,STANDARD_ERROR and LOW..HIGH");
    }
    return read.value;
  };
  const std::size_t dots = text.find("..");
  if (dots != std::string::npos) {
    const double low = number(text.substr(0, dots)), high = number(text.substr(dots + 2));
    return {(low + high) / 2, spread_kind::uniform, low, high};
  }
  const std::size_t comma = text.find(',');
  if (comma == std::string::npos) return {number(text)};
  return {number(text.substr(0, comma)), spread_kind::normal, number(text.substr(comma + 1)), 0};
}

uncertain_value theta_of(const request& want) {
  if (want.theta.empty() == want.sigma.empty()) {
    throw example::usage_error("one of --theta T and --sigma S is needed (theta = S - 1)");
  }
  if (!want.theta.empty()) return elasticity("--theta", want.theta);
  uncertain_value sigma = elasticity("--sigma", want.sigma);
  if (!(sigma.value > 1)) {
    throw argument_error(
        text("sigma is ", sigma.value, "; it must be above 1 (theta = sigma - 1)"));
  }
  sigma.value -= 1;
  if (sigma.how == spread_kind::uniform) {
    sigma.first -= 1;
    sigma.second -= 1;
  }
  return sigma;
}

deficit_rule deficits_of(const request& want) {
  if (want.deficits == "keep") return deficit_rule::keep;
  return want.deficits == "zero" ? deficit_rule::zero : deficit_rule::multiplicative;
}

}  // namespace counterfactual_program
