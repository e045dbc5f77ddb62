#pragma once
/// Split-panel jackknife: the bias of estimated fixed effects taken out by halves of the panel.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/econometrics/estimator/result.hpp>
#include <bilateral/numeric/dense.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// Slopes with the bias of order 1/T (or 1/N) taken out.
template <class Scalar>
struct split_panel_result {
  std::vector<std::string> names;
  dense_vector<Scalar> coefficients;  ///< of the whole panel
  dense_vector<Scalar> bias;          ///< mean of the parts less the whole
  dense_vector<Scalar> corrected;     ///< coefficients - bias
  dense_matrix<Scalar> parts;         ///< (parts x k) slopes of each part
  std::vector<std::string> part_names;
  std::vector<std::string> notes;
};

/// Halves of the periods: the first half of the distinct values and the rest.
/// @throws argument_error  fewer than four periods
[[nodiscard]] inline factor halves_of_time(std::span<const std::int64_t> time) {
  std::vector<std::int64_t> values(time.begin(), time.end());
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  require(values.size() >= 4, "halves_of_time", "there are ", values.size(),
          " periods; at least 4");
  const std::int64_t middle = values[values.size() / 2];
  std::vector<std::int64_t> half;
  for (const std::int64_t t : time) half.push_back(t < middle ? 1 : 2);
  return make_factor("half of time", std::span<const std::int64_t>(half));
}

/// Quarters of a trade panel: the levels of exporters and of importers are halved by turns (even and odd
/// codes), each pair of halves is a part.
/// @throws argument_error  other lengths, fewer than four exporters or importers
[[nodiscard]] inline factor quarters_of_trade(const factor& exporter, const factor& importer) {
  require_same_size("quarters_of_trade", exporter.name, exporter.size(), importer.name,
                    importer.size());
  require(exporter.levels >= 4 && importer.levels >= 4, "quarters_of_trade", "there are ",
          exporter.levels, " exporters and ", importer.levels, " importers; at least 4 of each");
  std::vector<std::int64_t> part;
  for (std::size_t i = 0; i < exporter.size(); ++i) {
    part.push_back(1 + exporter.codes[i] % 2 + 2 * (importer.codes[i] % 2));
  }
  return make_factor("quarter of trade", std::span<const std::int64_t>(part));
}

/// Rows of a model, in the order given.
template <class Scalar>
[[nodiscard]] regression<Scalar> rows_of_model(const regression<Scalar>& model,
                                               std::span<const std::size_t> rows) {
  regression<Scalar> out;
  out.response_name = model.response_name;
  out.names = model.names;
  out.intercept = model.intercept;
  const auto n = std::ssize(rows);
  out.response.resize(n);
  out.design.resize(n, model.design.cols());
  for (Eigen::Index i = 0; i < n; ++i) {
    const std::size_t from = rows[to_size(i)];
    out.response[i] = model.response[to_index(from)];
    out.design.row(i) = model.design.row(to_index(from));
    if (!model.time.empty()) out.time.push_back(model.time[from]);
    if (!model.entity.empty()) out.entity.push_back(model.entity[from]);
  }
  return out;
}

/// Split-panel jackknife of any estimator.
///
///   b_J = 2 b - mean over the parts of b_p
///
/// Estimated effects leave a bias b = B / T + O(1/T^2), where T rows stand behind each effect; parts with
/// half of them have twice that. Which rows are halved is the caller's: halves_of_time where T periods
/// stand behind the effect of an entity (logit, probit, negative binomial of a panel), quarters_of_trade
/// where N partners stand behind the effects of exporter and importer by year (three-way PPML, IV-PPML).
///
/// @param part      the part of each of the n rows
/// @param estimate  callable: the fit (a result of estimation) on rows std::span<const std::size_t>;
///                  first called with all rows
/// @return          corrected slopes; errors are those of the whole fit, to first order
/// @throws argument_error  one part alone; a part lacks a coefficient of the whole
/// @see     Dhaene & Jochmans (2015), Review of Economic Studies 82(3), eq. 1.3; Weidner & Zylkin (2021),
///          J. International Economics 132, eq. 17 (quarters)
template <class Estimate>
[[nodiscard]] auto split_panel_jackknife(const factor& part, const Estimate& estimate) {
  require(part.levels > 1, "split_panel_jackknife", part.name, " has a single part");
  std::vector<std::size_t> rows(part.size());
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = i;
  const auto whole = estimate(std::span<const std::size_t>(rows));
  using Scalar = scalar_of<decltype(whole)>;
  split_panel_result<Scalar> out;
  out.names = whole.names;
  out.coefficients = whole.coefficients;
  out.parts.resize(part.levels, out.coefficients.size());
  for (std::int32_t p = 0; p < part.levels; ++p) {
    rows.clear();
    for (std::size_t i = 0; i < part.size(); ++i) {
      if (part.codes[i] == p) rows.push_back(i);
    }
    out.part_names.push_back(part.label(p));
    const auto fit = estimate(std::span<const std::size_t>(rows));
    for (Eigen::Index j = 0; j < out.coefficients.size(); ++j) {
      const std::string& name = out.names[to_size(j)];
      const auto at = std::find(fit.names.begin(), fit.names.end(), name) - fit.names.begin();
      require(at < std::ssize(fit.names), "split_panel_jackknife", name, " is not identified in ",
              part.name, " ", part.label(p), ": it does not vary there");
      out.parts(p, j) = fit.coefficients[at];
    }
    out.notes.push_back(text(part.name, " ", part.label(p), ": ", fit.sample.used, " rows"));
  }
  out.bias = out.parts.colwise().mean().transpose() - out.coefficients;
  out.corrected = out.coefficients - out.bias;
  return out;
}

}  // namespace bilateral
