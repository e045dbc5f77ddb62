#pragma once
/// A model named by the columns of a table, and the sample that it leaves: rows, regressors, effects.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/data/data_table.hpp>
#include <bilateral/data/group.hpp>
#include <bilateral/data/row_filter.hpp>
#include <bilateral/data/term.hpp>
#include <bilateral/data/working_rows.hpp>
#include <bilateral/econometrics/estimator/absorbed.hpp>
#include <bilateral/econometrics/estimator/absorbed_term.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/econometrics/estimator/result.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// Which columns play which part. Terms may be log(price), lag(price, 1), d(price), a:b (see
/// parse_term); groups may be interactions A^B.
struct model_spec {
  std::string y{};                        ///< none: regressors and effects alone, to predict
  std::vector<std::string> x{};           ///< terms; i(COL) gives dummies
  std::vector<std::string> factors{};     ///< groups as dummies, the first level the base
  std::vector<std::string> absorb{};      ///< effects to be absorbed: A^B, A[x] with slopes, A[[x]]
  std::vector<std::string> endogenous{};  ///< terms that need instruments
  std::vector<std::string> instruments{};                ///< terms excluded from the equation
  std::string weights{}, frequency_weights{}, offset{};  ///< columns of numbers
  std::vector<std::string> groups{};   ///< columns or A^B that rows must have besides: of clusters
  std::vector<std::string> numbers{};  ///< columns of numbers that rows must have besides
  bool intercept = true;  ///< a constant; where absorbed effects have levels it is theirs
  std::vector<std::string> where{};  ///< conditions on rows: 'year >= 1990'
  missing_rows missing = missing_rows::refuse;
};

/// The sample of a model: everything that an estimator takes, row by row.
struct model_frame {
  regression<double> model;
  std::vector<factor> effects;
  std::vector<named_column<double>> endogenous, instruments;
  dense_vector<double> weights, frequency_weights, offset;  ///< empty where not asked for
  data_table sample;                                        ///< the columns used, of these rows
  std::size_t dropped = 0;                ///< rows left out for empty cells and unknown lags
  std::vector<dropped_row> dropped_rows;  ///< the first of them, by row of the file
  std::vector<std::string> notes;

  /// A grouping of the rows of the sample: for clusters.
  [[nodiscard]] factor group(std::string_view name) const { return bilateral::group(sample, name); }
};

namespace detail {

struct parsed_model {
  std::vector<term> y, x, endogenous, instruments;
  std::vector<std::string> factors;
  std::vector<std::string> numbers, groups;  // columns of the file
};

inline std::vector<term> parsed(const std::vector<std::string>& terms) {
  std::vector<term> out;
  for (const std::string& t : terms) out.push_back(parse_term(t));
  return out;
}

inline parsed_model parse_model(const model_spec& spec) {
  require(spec.endogenous.empty() == spec.instruments.empty(), "model",
          "endogenous regressors and instruments belong together");
  parsed_model m{{},           {}, parsed(spec.endogenous), parsed(spec.instruments), spec.factors,
                 spec.numbers, {}};
  if (!spec.y.empty()) m.y.push_back(parse_term(spec.y));
  for (term& t : parsed(spec.x)) {
    if (t.kind == term_kind::dummies) {
      m.factors.push_back(t.column);
    } else {
      m.x.push_back(std::move(t));
    }
  }
  for (const auto* list : {&m.y, &m.x, &m.endogenous, &m.instruments}) {
    for (const term& t : *list) collect_columns(t, m.numbers, m.groups);
  }
  for (const std::string& name : {spec.weights, spec.frequency_weights, spec.offset}) {
    if (!name.empty()) m.numbers.push_back(name);
  }
  std::vector<std::string> grouped = m.factors;
  grouped.insert(grouped.end(), spec.groups.begin(), spec.groups.end());
  for (const std::string& effect : spec.absorb) {
    absorbed_term absorbed = parse_absorbed(effect);
    grouped.push_back(std::move(absorbed.group));
    if (!absorbed.slope.empty()) m.numbers.push_back(std::move(absorbed.slope));
  }
  for (const std::string& name : grouped) {
    for (std::string& part : interaction_parts(name)) m.groups.push_back(std::move(part));
  }
  return m;
}

// the columns of terms; rows of the sample whose lag is not known go
inline std::vector<number_column> evaluated(const data_table& table, const std::vector<term>& terms,
                                            row_choice& rows) {
  std::vector<number_column> out;
  for (const term& t : terms) {
    for (number_column& c : columns_of(table, t, rows.kept())) {
      if (reaches_other_rows(t)) rows.need_known(c);
      out.push_back(std::move(c));
    }
  }
  return out;
}

inline dense_vector<double> picked(const number_column& c, const std::vector<std::size_t>& rows) {
  dense_vector<double> out(std::ssize(rows));
  for (std::size_t i = 0; i < rows.size(); ++i) out[to_index(i)] = c.values[rows[i]];
  return out;
}

inline std::vector<named_column<double>> picked(const std::vector<number_column>& columns,
                                                const std::vector<std::size_t>& rows) {
  std::vector<named_column<double>> out;
  for (const number_column& c : columns) out.emplace_back(c.name, picked(c, rows));
  return out;
}

// response and regressors; with effects absorbed there may be none of these
inline regression<double> regression_of_columns(const number_column& y,
                                                const std::vector<number_column>& x,
                                                const std::vector<std::size_t>& rows,
                                                bool intercept) {
  if (!x.empty() || intercept) {
    return regress<double>(picked(y, rows), picked(x, rows),
                           {.intercept = intercept, .response_name = y.name});
  }
  regression<double> model;
  model.response_name = y.name;
  model.response = picked(y, rows);
  model.intercept = false;
  model.design.resize(model.response.size(), 0);
  return model;
}

// whether an absorbed effect has levels
inline bool absorbs_constant(const model_spec& spec) {
  return std::any_of(spec.absorb.begin(), spec.absorb.end(), [](const std::string& effect) {
    return parse_absorbed(effect).terms == group_terms::level_and_slopes;
  });
}

// lags need an order: rows of a file stand for 1..n, but not where effects say that they are a panel
inline void check_order(const data_table& table, const parsed_model& m, const model_spec& spec) {
  if (!table.time().empty() || spec.absorb.empty()) return;
  for (const auto* list : {&m.x, &m.endogenous, &m.instruments}) {
    for (const term& t : *list) {
      require(
          !reaches_other_rows(t), "model",
          "lags and differences with absorbed effects need to know whose row it is and when: name the "
          "entity and the time");
    }
  }
}

}  // namespace detail

/// The sample of a model in a table; the response is empty where the model has none.
///
/// Lags are looked up among all rows, those that `where` leaves out too; then the rows wanted are cut
/// to those that have every cell and lag. Time and entity of the table go along, so that covariances
/// and tests know them.
///
/// @throws data_error      no such column, an empty cell (when refused), a logarithm of zero or below,
///                         no row left: with file and line
/// @throws argument_error  a term or group that cannot be read; a lag in a panel without entity and time
/// Example: examples/regress.cpp
[[nodiscard]] inline model_frame frame_of(data_table table, const model_spec& spec) {
  const detail::parsed_model m = detail::parse_model(spec);
  detail::check_order(table, m, spec);
  model_frame frame;
  row_choice choice(table, spec.where);
  choice.need(m.numbers, m.groups, spec.missing);
  const auto y = detail::evaluated(table, m.y, choice);
  require(y.size() == m.y.size(), "model", "the response '", spec.y, "' stands for ", y.size(),
          " columns");
  const auto x = detail::evaluated(table, m.x, choice);
  const auto endogenous = detail::evaluated(table, m.endogenous, choice);
  const auto instruments = detail::evaluated(table, m.instruments, choice);
  choice.describe(frame.notes);
  frame.dropped = choice.dropped();
  frame.dropped_rows = choice.dropped_rows();
  const std::vector<std::size_t> rows = choice.rows();
  if (rows.empty()) throw data_error(table.source() + ": there are no observations");
  number_column none;
  if (y.empty()) none.values.resize(table.rows());
  frame.model = detail::regression_of_columns(y.empty() ? none : y[0], x, rows,
                                              spec.intercept && !detail::absorbs_constant(spec));
  frame.endogenous = detail::picked(endogenous, rows);
  frame.instruments = detail::picked(instruments, rows);
  const auto column = [&](const std::string& name) {
    return name.empty() ? dense_vector<double>() : detail::picked(table.number(name), rows);
  };
  frame.weights = column(spec.weights);
  frame.frequency_weights = column(spec.frequency_weights);
  frame.offset = column(spec.offset);
  frame.sample = rows.size() == table.rows() ? std::move(table) : table.select(rows);
  for (const std::string& name : m.factors) add_dummies(frame.model, frame.group(name));
  if (y.empty()) frame.model.response.resize(0);
  for (const std::string& name : spec.absorb) {
    frame.effects.push_back(absorbed_factor(frame.sample, name));
  }
  frame.model.time = frame.sample.time().time;
  if (frame.sample.entity()) frame.model.entity = frame.sample.entity()->codes;
  return frame;
}

/// The columns of the file that a model reads, for a reader: numbers, and texts for groups and
/// conditions.
struct model_columns {
  std::vector<std::string> numbers, texts;
};
/// The columns of a file that a formula needs. @throws argument_error  a formula that cannot be read
[[nodiscard]] inline model_columns columns_read(const model_spec& spec) {
  detail::parsed_model m = detail::parse_model(spec);
  model_columns out{std::move(m.numbers), std::move(m.groups)};
  for (const std::string& condition : spec.where)
    out.texts.push_back(parse_condition(condition).column);
  return out;
}

}  // namespace bilateral
