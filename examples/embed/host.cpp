// The library's side of the packages: columns to a table, a formula to a fit, a fit to plain numbers.
#include "host.hpp"

#include <bilateral/data/index.hpp>
#include <bilateral/econometrics/estimator/formula.hpp>
#include <bilateral/econometrics/regression/chosen_covariance.hpp>
#include <bilateral/report/summary.hpp>

#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace embed {

using namespace bilateral;

struct model {
  request want;
  model_spec spec;
  covariance_name covariance;
  data_table table;
};

namespace {

void require_column(const frame& data, const std::string& name) {
  const std::vector<std::string> names = data.names();
  for (const std::string& n : names) {
    if (n == name) return;
  }
  throw data_error("the data have no column " + name + suggestion(name, names));
}

// a grouping column: categories as they are, numbers by their values, what is missing an empty text
text_column grouping(const frame& data, const std::string& name) {
  text_column out;
  if (data.is_number(name)) {
    std::vector<double> values = data.numbers(name);
    std::vector<bool> missing(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      missing[i] = std::isnan(values[i]);
      if (missing[i]) values[i] = 0;
    }
    factor f = make_factor(name, std::span<const double>(values));
    out = {name, std::move(f.codes), std::move(f.labels)};
    for (std::size_t i = 0; i < missing.size(); ++i) {
      if (missing[i]) out.codes[i] = -1;
    }
  } else {
    out = data.categories(name);
  }
  const auto empty = static_cast<std::int32_t>(out.labels.size());
  out.labels.emplace_back();
  for (std::int32_t& code : out.codes) {
    if (code == -1) code = empty;
  }
  return out;
}

// the columns of the frame that the model reads
data_table table_of(const frame& data, const model_spec& spec) {
  data_table table("the data");
  const model_columns read = columns_read(spec);
  std::set<std::string> done;
  for (const std::string& name : read.numbers) {
    if (!done.insert(name).second) continue;
    require_column(data, name);
    if (!data.is_number(name)) throw data_error("the column " + name + " holds no numbers");
    table.add(number_column{name, data.numbers(name)});
  }
  done.clear();
  for (const std::string& name : read.texts) {
    if (!done.insert(name).second) continue;
    require_column(data, name);
    table.add(grouping(data, name));
  }
  return table;
}

// rows without entity or time stand nowhere: refused, or left out before lags are looked up
data_table indexed(const data_table& all, const request& want, const model_spec& spec,
                   std::vector<dropped_row>& rows, std::size_t& dropped) {
  if (want.time.empty()) {
    require(want.entity.empty(), "regress", "an entity needs a time");
    return all;
  }
  row_choice choice(all, {});
  std::vector<std::string> index = {want.time};
  if (!want.entity.empty()) index.push_back(want.entity);
  choice.need({}, index, spec.missing);
  dropped = choice.dropped();
  rows = choice.dropped_rows();
  data_table table = all.select(choice.rows());
  if (want.entity.empty()) return index_by_date(table, want.time);
  index_panel(table, want.entity, want.time);
  return table;
}

model_spec spec_of(const request& want) {
  model_spec spec = parse_formula(want.formula);
  require(spec.endogenous.empty(), "regress", "instruments are not offered by this package");
  require(want.estimator == "ols" || want.estimator == "ppml", "regress", "the estimator '",
          want.estimator, "' is neither ols nor ppml");
  require(want.missing == "refuse" || want.missing == "drop", "regress", "missing '", want.missing,
          "' is neither refuse nor drop");
  require(want.offset.empty() || want.estimator == "ppml", "regress", "an offset goes with ppml");
  spec.weights = want.weights;
  spec.offset = want.offset;
  spec.missing = want.missing == "drop" ? missing_rows::drop : missing_rows::refuse;
  return spec;
}

template <class Fit>
answer told(const Fit& fit, const model_frame& frame, const std::string& kind) {
  answer out;
  out.title = kind + ": " + frame.model.response_name;
  out.covariance = fit.covariance_label;
  for (const coefficient_row& r : coefficient_table(fit)) {
    out.terms.push_back({r.name, r.estimate, r.std_error, r.statistic, r.p_value, r.low, r.high});
  }
  out.used = fit.sample.used;
  out.dropped = frame.dropped + fit.sample.dropped;
  out.dropped_rows = frame.dropped_rows;
  for (const dropped_row& row : fit.sample.rows) {
    if (out.dropped_rows.size() < 20) {
      out.dropped_rows.push_back({frame.sample.file_row(row.row - 1), row.reason});
    }
  }
  out.inference_dof = fit.inference_dof;
  table t = summary_table(fit, out.title);
  for (const std::string& note : frame.notes) t.note(note);
  out.summary = to_text(t);
  out.notes = frame.notes;
  out.notes.insert(out.notes.end(), fit.notes.begin(), fit.notes.end());
  for (const omitted_term& term : fit.omitted)
    out.notes.push_back(term.name + " left out: " + term.reason);
  return out;
}

answer estimate(const request& want, const model_frame& frame, const covariance_name& covariance) {
  std::optional<package> as;
  if (!want.preset.empty()) as = package_named(want.preset);
  const auto choice = choose_covariance<double>(covariance, frame.sample, as);
  report_progress(want.alive, {"estimating", 0, 0, {}});
  if (want.estimator == "ppml") {
    ppml_options<double> options;
    options.weights = frame.weights;
    options.offset = frame.offset;
    options.progress = want.alive;
    if (as == package::ppmlhdfe || as == package::fixest) options.separated = separation::drop;
    return told(ppml(frame.model, frame.effects, choice, options), frame,
                "Poisson pseudo maximum likelihood");
  }
  if (!frame.effects.empty()) {
    fixed_effects_options<double> options;
    options.weights = frame.weights;
    return told(ols(frame.model, frame.effects, choice, options), frame,
                "OLS with absorbed effects");
  }
  ols_options<double> options;
  options.weights = frame.weights;
  return told(ols(frame.model, choice, options), frame,
              want.weights.empty() ? "OLS" : "Weighted least squares");
}

}  // namespace

prepared prepare(const request& want, const frame& data) {
  try {
    model out{want, spec_of(want), {}, data_table("the data")};
    const std::string fallback = want.estimator == "ppml" ? "hc1" : "iid";
    out.covariance = parse_covariance(want.covariance.empty() ? fallback : want.covariance);
    out.spec.groups = out.covariance.groups;
    model_spec all = out.spec;  // its columns and those of the index
    for (const std::string& name : {want.entity, want.time}) {
      if (!name.empty()) all.groups.push_back("\"" + name + "\"");
    }
    out.table = table_of(data, all);
    return std::make_shared<const model>(std::move(out));
  } catch (const error& e) {
    throw std::invalid_argument(e.what());
  }
}

answer regress(const prepared& p) {
  try {
    std::vector<dropped_row> rows;
    std::size_t dropped = 0;
    data_table table = indexed(p->table, p->want, p->spec, rows, dropped);
    answer out = estimate(p->want, frame_of(std::move(table), p->spec), p->covariance);
    out.dropped += dropped;
    out.dropped_rows.insert(out.dropped_rows.begin(), rows.begin(), rows.end());
    if (dropped > 0) {
      const std::string note = text(dropped, " rows without entity or time dropped");
      out.notes.insert(out.notes.begin(), note);
      out.summary += note + "\n";
    }
    return out;
  } catch (const interrupted_error&) {
    throw;
  } catch (const error& e) {
    throw std::invalid_argument(e.what());
  }
}

}  // namespace embed
