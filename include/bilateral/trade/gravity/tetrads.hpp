#pragma once
/// Ratios of ratios of trade, in which all that is of one country alone cancels.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/trade/gravity/pair_panel.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace bilateral {

struct tetrad_reference {
  std::string exporter, importer;  ///< labels: l and k
};

struct tetrad_result {
  std::vector<named_column<double>> columns;  ///< each (m), names as given
  std::vector<std::size_t> rows;              ///< (m) the row i -> n of each tetrad, counted from 0
  std::size_t incomplete = 0;                 ///< rows without one of the three others
};

namespace detail {

template <class = when_called>
void check_tetrads(const std::vector<named_column<double>>& columns, const gravity_index& index) {
  const factor &from = index.exporter, &to = index.importer;
  require_same_size("tetrads", from.name, from.size(), to.name, to.size());
  for (const auto& [name, values] : columns) {
    require_same_size("tetrads", name, to_size(values.size()), from.name, from.size());
    for (Eigen::Index i = 0; i < values.size(); ++i) {
      require(std::isfinite(values[i]), "tetrads", name, " is ", values[i], " in row ", i + 1,
              ": rows without trade have no logarithm and are left out first");
    }
  }
}

}  // namespace detail

/// Tetrads of columns in logarithms: a check of gravity that needs no effects.
///
///   tetrad(x)_in = x_in - x_ik - x_ln + x_lk      k reference importer, l reference exporter, one period
///
/// What differs by exporter and period, or by importer and period, is zero in it. Least squares of the tetrad of log
/// trade on those of the costs, without a constant, estimates their elasticities; it should agree with
/// exporter and importer effects, and depend on l and k by sampling error alone. Errors are dependent by
/// the shared cells: cluster by exporter and importer.
///
/// @param columns    logarithms of trade, of distance, dummies, ...: (n) each and finite
/// @param index      exporter and importer labelled; a period or none
/// @param reference  who trades with everybody in every period
/// @throws argument_error  lengths, a column that is not finite in a row, a reference that is no level,
///                         two rows of one cell, no complete tetrad
/// @see    Head, Mayer & Ries (2010), Journal of International Economics 81(1)
template <class = when_called>
[[nodiscard]] tetrad_result tetrads(const std::vector<named_column<double>>& columns,
                                    const gravity_index& index, const tetrad_reference& reference) {
  const factor &from = index.exporter, &to = index.importer;
  detail::check_tetrads(columns, index);
  const auto level = [](const factor& f, const std::string& label) {
    for (std::int32_t c = 0; c < f.levels; ++c) {
      if (f.label(c) == label) return c;
    }
    throw argument_error("tetrads: the reference " + label + " is no level of " + f.name);
  };
  const std::int32_t l = level(from, reference.exporter), k = level(to, reference.importer);
  const bool dated = !index.period.codes.empty();
  std::map<std::tuple<std::int32_t, std::int32_t, std::int32_t>, std::size_t> cells;
  for (std::size_t i = 0; i < from.size(); ++i) {
    const std::int32_t t = dated ? index.period.codes[i] : 0;
    require(cells.emplace(std::tuple(t, from.codes[i], to.codes[i]), i).second, "tetrads",
            "two rows are of ", from.label(from.codes[i]), " to ", to.label(to.codes[i]),
            " in one period");
  }
  tetrad_result out;
  std::vector<std::array<std::size_t, 4>> four;
  for (std::size_t i = 0; i < from.size(); ++i) {
    const std::int32_t t = dated ? index.period.codes[i] : 0;
    if (from.codes[i] == l || to.codes[i] == k) continue;  // they cancel to zero
    const auto ik = cells.find({t, from.codes[i], k}), ln = cells.find({t, l, to.codes[i]}),
               lk = cells.find({t, l, k});
    if (ik == cells.end() || ln == cells.end() || lk == cells.end()) {
      ++out.incomplete;
      continue;
    }
    four.push_back({i, ik->second, ln->second, lk->second});
    out.rows.push_back(i);
  }
  require(!four.empty(), "tetrads",
          "no row has the three others of its tetrad: ", reference.exporter, " and ",
          reference.importer, " must trade with the others");
  for (const named_column<double>& c : columns) {
    const dense_vector<double>& x = c.second;
    dense_vector<double> column(std::ssize(four));
    for (std::size_t r = 0; r < four.size(); ++r) {
      const auto at = [&](std::size_t part) { return x[to_index(four[r][part])]; };
      column[to_index(r)] = at(0) - at(1) - at(2) + at(3);
    }
    out.columns.emplace_back(c.first, column);
  }
  return out;
}

}  // namespace bilateral
