#pragma once
// The rows, regressors and instruments of an equation with absorbed effects.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/econometrics/estimator/result.hpp>
#include <bilateral/econometrics/regression/detail/absorbed_columns.hpp>
#include <bilateral/econometrics/regression/fixed_effects.hpp>
#include <bilateral/econometrics/regression/iv.hpp>
#include <bilateral/numeric/absorb.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/numeric/least_squares.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace bilateral::detail {

// the equation as if every regressor were its own instrument
template <class Scalar>
regression<Scalar> without_instruments(const char* function, const iv_regression<Scalar>& model) {
  regression<Scalar> all = model.exogenous;
  for (const auto* list : {&model.endogenous, &model.instruments}) {
    for (const auto& [name, values] : *list) {
      require_same_size(function, all.response_name, all.rows(), name, to_size(values.size()));
      require_finite(function, name,
                     std::span<const Scalar>(values.data(), to_size(values.size())));
    }
  }
  all.design.conservativeResize(model.exogenous.response.size(), Eigen::NoChange);
  for (const auto& [name, values] : model.endogenous) {
    all.design.conservativeResize(Eigen::NoChange, all.design.cols() + 1);
    all.design.col(all.design.cols() - 1) = values;
    all.names.push_back(name);
  }
  return all;
}

template <class Scalar>
struct instrumented_rows {
  dense_vector<Scalar> y;
  dense_matrix<Scalar> x, z;       // regressors and instruments, the exogenous ones first in both
  std::vector<std::string> names;  // of x
  std::vector<std::string> instrument_names;  // of z
  Eigen::Index exogenous = 0;                 // columns that x and z share
  std::vector<factor> effects;
  std::vector<grouping> groups;  // views of `effects`

  // columns within the effects at these weights, as they are where there are none
  [[nodiscard]] absorb_result<Scalar> within(const dense_matrix<Scalar>& columns,
                                             const dense_vector<Scalar>& weights,
                                             const absorb_options& options) const {
    if (groups.empty()) return {columns, {}};
    return absorb(columns, groups, weights, options);
  }
};

// rows and regressors that a fit without instruments kept
template <class Scalar, class Fit>
instrumented_rows<Scalar> rows_kept(const iv_regression<Scalar>& model,
                                    const regression<Scalar>& all,
                                    const std::vector<factor>& effects, const Fit& fit) {
  instrumented_rows<Scalar> out;
  const auto& kept = fit.sample.kept;
  const auto n = to_index(fit.sample.used);
  const auto gathered = [&](const auto& from) {
    dense_vector<Scalar> to(n);
    for (Eigen::Index i = 0; i < n; ++i) {
      to[i] = from[kept.empty() ? i : to_index(kept[to_size(i)])];
    }
    return to;
  };
  out.y = gathered(all.response);
  out.names = fit.names;
  out.x.resize(n, std::ssize(fit.names));
  for (std::size_t j = 0; j < fit.names.size(); ++j) {
    const auto at = std::find(all.names.begin(), all.names.end(), fit.names[j]) - all.names.begin();
    out.x.col(to_index(j)) = gathered(all.design.col(at));
    if (at < model.exogenous.design.cols()) ++out.exogenous;
  }
  const auto excluded = std::ssize(model.instruments);
  out.z.resize(n, out.exogenous + excluded);
  out.z.leftCols(out.exogenous) = out.x.leftCols(out.exogenous);
  out.instrument_names.assign(fit.names.begin(), fit.names.begin() + out.exogenous);
  for (Eigen::Index j = 0; j < excluded; ++j) {
    const auto& [name, values] = model.instruments[to_size(j)];
    out.z.col(out.exogenous + j) = gathered(values);
    out.instrument_names.push_back(name);
  }
  for (const factor& f : effects) {
    out.effects.push_back(kept.empty() ? f : subset(f, kept));
  }
  out.groups = groupings_of(out.effects);
  return out;
}

// Instruments that the effects or the columns before them determine go; too few left are refused.
template <class Scalar>
void choose_instruments(const char* function, instrumented_rows<Scalar>& rows,
                        const dense_vector<Scalar>& weights, const absorb_options& options,
                        std::vector<omitted_term>& omitted) {
  auto left = rows.within(rows.z, weights, options);
  std::vector<omitted_term> gone;
  if (!rows.groups.empty()) {
    gone = absorbed_columns(rows.z, left.residuals, rows.instrument_names, weights, left.report,
                            origin_of(rows.effects));
  }
  const checked_qr<Scalar> qr(
      dense_matrix<Scalar>(weights.cwiseSqrt().asDiagonal() * left.residuals));
  add_collinear(gone, qr.dropped(), rows.instrument_names, collinear_with_effects);
  const auto wanted = rows.x.cols() - rows.exogenous;
  const auto found = to_index(qr.kept().size()) - rows.exogenous;
  require(wanted > 0, function, "no endogenous regressor is left: the fixed effects absorb them");
  std::string why;
  for (const omitted_term& o : gone) why += "; " + o.name + " is " + o.reason;
  require(found >= wanted, function, "there ", found == 1 ? "is " : "are ", found,
          found == 1 ? " instrument for " : " instruments for ", wanted,
          wanted == 1 ? " endogenous regressor" : " endogenous regressors", why);
  if (gone.empty()) return;
  dense_matrix<Scalar> some(rows.z.rows(), to_index(qr.kept().size()));
  std::vector<std::string> names;
  for (std::size_t j = 0; j < qr.kept().size(); ++j) {
    some.col(to_index(j)) = rows.z.col(qr.kept()[j]);
    names.push_back(rows.instrument_names[to_size(qr.kept()[j])]);
  }
  rows.z = std::move(some);
  rows.instrument_names = std::move(names);
  omitted.insert(omitted.end(), gone.begin(), gone.end());
}

}  // namespace bilateral::detail
