#include "support/models.hpp"

#include <bilateral/econometrics/estimator/formula.hpp>

namespace example {

using namespace bilateral;

std::string term_of(const std::string& name, const std::vector<std::string>& logged) {
  const bool plain = name.find_first_of(" \t()+|~:,*\"`") == std::string::npos;
  const std::string quoted = plain ? name : "`" + name + "`";
  return std::find(logged.begin(), logged.end(), name) == logged.end() ? quoted
                                                                       : "log(" + quoted + ")";
}

namespace {

model_spec spec_of_flags(const model_flags& want, const data_options& input) {
  model_spec spec;
  const auto logged = split_list(input.log);
  const auto endogenous = split_list(want.endogenous);
  std::vector<std::string> used = {want.y};
  spec.y = term_of(want.y, logged);
  for (const std::string& name : split_list(want.x)) {
    used.push_back(name);
    if (std::find(endogenous.begin(), endogenous.end(), name) == endogenous.end()) {
      spec.x.push_back(term_of(name, logged));
    }
  }
  for (const auto& [name, k] : input.lags()) {
    used.push_back(name);
    spec.x.push_back(text("lag(", term_of(name, logged), ",", k, ")"));
  }
  for (const std::string& name : endogenous) spec.endogenous.push_back(term_of(name, logged));
  for (const std::string& name : split_list(want.instruments)) {
    used.push_back(name);
    spec.instruments.push_back(term_of(name, logged));
  }
  used.insert(used.end(), endogenous.begin(), endogenous.end());
  for (const std::string& name : logged) {
    if (std::find(used.begin(), used.end(), name) == used.end()) {
      throw usage_error("--log: the column " + name + " is not used");
    }
  }
  spec.factors = split_list(want.factors);
  spec.absorb = split_list(want.absorb);
  spec.intercept = !want.no_intercept;
  return spec;
}

// ENTITY,TIME of --panel, or nothing
std::vector<std::string> panel_of(const model_flags& want, const data_options& input) {
  std::vector<std::string> panel = split_list(want.panel);
  if (!panel.empty() && panel.size() != 2) {
    throw usage_error("--panel: name the entity and the time column, ENTITY,TIME");
  }
  if (!panel.empty() && !input.date.empty()) {
    throw usage_error("--date: --panel names the time already");
  }
  return panel;
}

bool given(const CLI::App& cli, const std::string& flag) {
  const CLI::Option* option = cli.get_option_no_throw(flag);
  return option != nullptr && option->count() > 0;
}

}  // namespace

std::vector<model_spec> specs_of(const CLI::App& cli, const model_flags& want,
                                 const data_options& input, const covariance_flags& covariance) {
  (void)panel_of(want, input);  // before its names are used
  std::vector<model_spec> specs;
  try {
    if (want.formulas.empty()) {
      if (want.y.empty()) throw usage_error("--y: name the column to explain, or give a formula");
      specs.push_back(spec_of_flags(want, input));
    }
    for (const std::string& formula : want.formulas) {
      for (const char* flag : {"--y", "--x", "--absorb", "--factors", "--endogenous",
                               "--instruments", "--log", "--lag", "--no-intercept"}) {
        if (given(cli, flag)) throw usage_error(text(flag, ": the formula says that already"));
      }
      specs.push_back(parse_formula(formula));
    }
    for (const model_spec& spec : specs) (void)columns_read(spec);
  } catch (const argument_error& e) {
    throw usage_error(e.what());
  }
  for (model_spec& spec : specs) {
    spec.where = input.where;
    for (const std::string& where : spec.where) (void)condition_of(where);
    spec.weights = input.weights;
    spec.frequency_weights = input.frequency_weights;
    spec.groups = covariance.groups();
    spec.missing = input.missing == "drop" ? missing_rows::drop : missing_rows::refuse;
  }
  return specs;
}

bool over_time(const covariance_flags& covariance) {
  const std::string kind = covariance.parts().first;
  return kind == "newey_west" || kind == "andrews";
}

bool goes_by_order(const model_spec& spec, const covariance_flags& covariance) {
  const auto reaches = [](const std::vector<std::string>& terms) {
    return std::any_of(terms.begin(), terms.end(),
                       [](const auto& t) { return reaches_other_rows(parse_term(t)); });
  };
  return over_time(covariance) || reaches(spec.x) || reaches(spec.endogenous) ||
         reaches(spec.instruments);
}

data_table table_of(const model_flags& want, const data_options& input,
                    const std::vector<model_spec>& specs) {
  const auto panel = panel_of(want, input);
  model_columns columns;
  for (const model_spec& spec : specs) {
    const model_columns read = columns_read(spec);
    columns.numbers.insert(columns.numbers.end(), read.numbers.begin(), read.numbers.end());
    columns.texts.insert(columns.texts.end(), read.texts.begin(), read.texts.end());
  }
  for (const std::string& name : panel) {
    for (std::string& part : interaction_parts(name)) columns.texts.push_back(std::move(part));
  }
  if (!input.date.empty()) columns.texts.push_back(input.date);
  data_table table =
      read_columns(input, {std::move(columns.numbers), std::move(columns.texts), {}});
  if (panel.empty() && input.date.empty()) return table;
  if (panel.empty()) return in_order_of_date(table, input.date, input.where);
  index_panel(table, panel[0], panel[1]);
  return table;
}

common_report common_of(const model_frame& frame, const sample_summary& fitted,
                        const std::string& date) {
  const data_table& sample = frame.sample;
  common_report common;
  common.n = fitted.used;
  common.rows_dropped = frame.dropped + fitted.dropped;
  common.rows = frame.dropped_rows;
  for (const dropped_row& row : fitted.rows) {
    if (common.rows.size() < 20) common.rows.push_back({sample.file_row(row.row - 1), row.reason});
  }
  if (sample.time().dated && !sample.entity()) {
    common.first = sample.time().label(sample.time().time.front());
    common.last = sample.time().label(sample.time().time.back());
    check_gaps(sample, date, time_gaps::allow, common.notes);
  }
  common.notes.insert(common.notes.end(), frame.notes.begin(), frame.notes.end());
  return common;
}

}  // namespace example
