#pragma once
/// A gravity fit arranged by pairs of exporter and importer, periods side by side.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/regression/ppml.hpp>
#include <bilateral/numeric/absorb.hpp>
#include <bilateral/numeric/dense.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// Who sells, who buys, when: one factor each, of the rows given to the estimator.
struct gravity_index {
  factor exporter, importer;
  factor period{};  ///< without codes: one period
};

/// The rows of a fit by pair (columns) and period (rows); cells without a row are zero.
template <class Scalar>
struct pair_panel {
  Eigen::Index exporters = 0, importers = 0, periods = 0, pairs = 0;
  std::vector<Eigen::Index> exporter, importer;  ///< (pairs)
  std::vector<char> domestic;                    ///< (pairs) exporter and importer have one name
  bool pair_effects = false;                     ///< the model has an effect for each pair
  dense_matrix<Scalar> trade, mean;              ///< (periods x pairs) y and lambda
  std::vector<dense_matrix<Scalar>>
      within;  ///< each regressor within the effects at weights lambda
};

/// Refuses effects that are not those of exporter and importer by period, and of the pair or not.
/// @throws argument_error  other effects, or effects with slopes
template <class = when_called>
void require_effects_of_panel(const std::vector<absorbed_effect>& absorbed,
                              const std::vector<factor>& expected) {
  const auto same = [&](const factor& f) {
    return std::any_of(absorbed.begin(), absorbed.end(),
                       [&](const absorbed_effect& e) { return e.levels == f.levels; });
  };
  for (const absorbed_effect& e : absorbed) {
    require(!(e.slopes > 0), "pair_panel", e.name, " has slopes, which the panel of pairs has not");
  }
  for (const factor& f : expected) {
    require(same(f), "pair_panel", "the fit has no effect with the ", f.levels, " levels of ",
            f.name, ": its effects must be exporter and importer by period, and pair or not");
  }
}

/// The rows that a fit has kept, of all that were given; all where it has kept all.
template <class Scalar>
[[nodiscard]] dense_vector<Scalar> rows_of(const dense_vector<Scalar>& all,
                                           const std::vector<std::size_t>& kept) {
  if (kept.empty()) return all;
  dense_vector<Scalar> some(std::ssize(kept));
  for (std::size_t i = 0; i < kept.size(); ++i) {
    some[to_index(i)] = all[to_index(kept[i])];
  }
  return some;
}

[[nodiscard]] inline factor rows_of(const factor& f, const std::vector<std::size_t>& kept) {
  return kept.empty() ? f : subset(f, kept);
}

/// Exporter, importer and period of the rows of a sample.
struct pair_rows {
  factor exporter, importer, period;
  bool one_period = true;
};

/// @throws argument_error  other lengths
template <class Scalar>
[[nodiscard]] pair_rows pair_rows_of(const regression<Scalar>& model,
                                     const std::vector<std::size_t>& kept,
                                     const gravity_index& index) {
  for (const factor* f : {&index.exporter, &index.importer}) {
    require_same_size("pair_panel", f->name, f->size(), model.response_name, model.rows());
  }
  pair_rows out{
      rows_of(index.exporter, kept), rows_of(index.importer, kept), {}, index.period.codes.empty()};
  out.period = factor{"period", std::vector<std::int32_t>(out.exporter.size(), 0), 1, {}};
  if (!out.one_period) {
    require_same_size("pair_panel", index.period.name, index.period.size(), model.response_name,
                      model.rows());
    out.period = rows_of(index.period, kept);
  }
  return out;
}

namespace detail {

// columns of the fit within the effects at weights lambda; that they are orthogonal to y - lambda says
// that the fit is the maximum of this very model
template <class Scalar>
dense_matrix<Scalar> columns_within(const regression<Scalar>& model, const ppml_result<Scalar>& fit,
                                    const std::vector<factor>& effects,
                                    const dense_vector<Scalar>& error) {
  const auto k = std::ssize(fit.names);
  dense_matrix<Scalar> x(fit.fitted.size(), k);
  for (Eigen::Index j = 0; j < k; ++j) {
    const dense_vector<Scalar> column =
        model.design.col(column_position("pair_panel", model, fit.names[to_size(j)]));
    x.col(j) = rows_of(column, fit.sample.kept);
  }
  dense_matrix<Scalar> within = absorb(x, groupings_of(effects), fit.fitted).residuals;
  for (Eigen::Index j = 0; j < k; ++j) {
    using std::abs;
    const Scalar score = within.col(j).dot(error);
    const Scalar size = within.col(j).cwiseAbs().dot(error.cwiseAbs());
    require(
        !(abs(score) > Scalar(1e-6) * size), "pair_panel", "the score of ",
        fit.names[std::size_t(j)], " is ", static_cast<double>(score),
        ": the fit is not the maximum of this model with these effects (weights are not offered)");
  }
  return within;
}

}  // namespace detail

namespace detail {
// rows (period, pair) of the panel, each once
template <class Scalar>
void fill_pairs(pair_panel<Scalar>& out, const pair_rows& rows, const factor& pair,
                const dense_vector<Scalar>& y, const dense_vector<Scalar>& fitted,
                const dense_matrix<Scalar>& within) {
  const auto blank = [&] { return dense_matrix<Scalar>::Zero(out.periods, out.pairs).eval(); };
  out.trade = out.mean = blank();
  out.within.assign(to_size(within.cols()), blank());
  out.exporter.resize(to_size(out.pairs));
  out.importer.resize(to_size(out.pairs));
  out.domestic.resize(to_size(out.pairs));
  std::vector<char> seen(to_size(out.pairs * out.periods), 0);
  for (std::size_t i = 0; i < pair.size(); ++i) {
    const auto row = to_index(i);
    const std::int32_t p = pair.codes[i];
    const std::int32_t t = rows.period.codes[i];
    const std::string exporter = rows.exporter.label(rows.exporter.codes[i]);
    const std::string importer = rows.importer.label(rows.importer.codes[i]);
    char& there = seen[to_size(p) * to_size(out.periods) + to_size(t)];
    require(there == 0, "pair_panel", exporter, " to ", importer, " stands twice",
            rows.one_period ? "" : " in " + rows.period.label(t));
    there = 1;
    out.trade(t, p) = y[row];
    out.mean(t, p) = fitted[row];
    for (std::size_t j = 0; j < out.within.size(); ++j) {
      out.within[j](t, p) = within(row, to_index(j));
    }
    const auto at = to_size(p);
    out.exporter[at] = rows.exporter.codes[i];
    out.importer[at] = rows.importer.codes[i];
    out.domestic[at] = exporter == importer;
  }
}

}  // namespace detail

/// Arranges a fit of `ppml` with effects of exporter and importer by period, and of pair where it has
/// three sets.
///
/// @param model  as it was given to ppml
/// @param fit    with its fitted values kept
/// @param index  exporter, importer and period of the rows of the model
/// @throws argument_error  shapes; a cell that stands twice; effects of another form; a weighted fit
template <class Scalar>
[[nodiscard]] pair_panel<Scalar> arrange_pairs(const regression<Scalar>& model,
                                               const ppml_result<Scalar>& fit,
                                               const gravity_index& index) {
  require(to_size(fit.fitted.size()) == fit.sample.used, "pair_panel",
          "the fit has not kept its fitted values");
  require(fit.effects.size() == 2 || fit.effects.size() == 3, "pair_panel", "the fit has ",
          fit.effects.size(), " sets of effects; exporter and importer by period, and pair or not");
  const auto rows = pair_rows_of(model, fit.sample.kept, index);
  const factor pair = interact(rows.exporter, rows.importer);
  std::vector<factor> effects;
  effects.push_back(rows.one_period ? rows.exporter : interact(rows.exporter, rows.period));
  effects.push_back(rows.one_period ? rows.importer : interact(rows.importer, rows.period));
  pair_panel<Scalar> out;
  out.pair_effects = fit.effects.size() == 3;
  if (out.pair_effects) effects.push_back(pair);
  require_effects_of_panel(fit.effects, effects);
  out.exporters = rows.exporter.levels;
  out.importers = rows.importer.levels;
  out.periods = rows.period.levels;
  out.pairs = pair.levels;
  const dense_vector<Scalar> y = rows_of(model.response, fit.sample.kept);
  const dense_matrix<Scalar> within =
      detail::columns_within<Scalar>(model, fit, effects, y - fit.fitted);
  detail::fill_pairs(out, rows, pair, y, fit.fitted, within);
  return out;
}

}  // namespace bilateral
