#pragma once
/// Regressors that structural gravity makes of its own index: borders by period, phases of an agreement,
/// remoteness, undirected pairs.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/data/factor.hpp>
#include <bilateral/econometrics/estimator/design.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/trade/gravity/pair_panel.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

namespace detail {

// for each row whether exporter and importer have one name
template <class = when_called>
std::vector<char> domestic_rows(const char* function, const gravity_index& index) {
  const factor &from = index.exporter, &to = index.importer;
  require_same_size(function, from.name, from.size(), to.name, to.size());
  require(!from.labels.empty() && !to.labels.empty(), function, from.name, " and ", to.name,
          " need labels, by which a country is known on both sides");
  std::vector<char> out(from.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = from.labels[to_size(from.codes[i])] == to.labels[to_size(to.codes[i])] ? 1 : 0;
  }
  return out;
}

// one period where the index has none
template <class = when_called>
factor period_of(const gravity_index& index) {
  if (!index.period.codes.empty()) return index.period;
  return {"period", std::vector<std::int32_t>(index.exporter.size(), 0), 1, {}};
}

}  // namespace detail

/// International borders by period: how much faster trade across borders grew than trade at home.
///
///   border_s(ij, t) = 1 where i != j and t = s, for every period s but the base
///
/// Beside effects of the pair a border common to all periods is absorbed: what is measured is against the base.
///
/// @param index  its exporter and importer labelled, its period the factor of dates; without one: one dummy
/// @param base   label of the period left out; by default the last
/// @throws argument_error  no row is domestic (effects of exporter and importer by period absorb a
///                         border that all rows cross), or all are; a base that is no period
/// @see    Bergstrand, Larch & Yotov (2015), European Economic Review 78
template <class = when_called>
[[nodiscard]] std::vector<named_column<double>> border_dummies(
    const gravity_index& index, const std::optional<std::string>& base = {}) {
  const std::vector<char> home = detail::domestic_rows("border_dummies", index);
  const auto inside = std::count(home.begin(), home.end(), char{1});
  require(inside > 0, "border_dummies", "no row is domestic (", index.exporter.name, " and ",
          index.importer.name, " the same): effects by period absorb a border that all rows cross");
  require(inside < std::ssize(home), "border_dummies", "every row is domestic");
  const factor period = detail::period_of(index);
  require_same_size("border_dummies", period.name, period.size(), index.exporter.name, home.size());
  std::int32_t left_out = period.levels - 1;
  if (base) {
    left_out = -1;
    for (std::int32_t s = 0; s < period.levels; ++s) {
      if (period.label(s) == *base) left_out = s;
    }
    require(left_out >= 0, "border_dummies", "the base ", *base, " is no level of ", period.name);
  }
  std::vector<named_column<double>> out;
  for (std::int32_t s = 0; s < period.levels; ++s) {
    if (s == left_out && period.levels > 1) continue;
    dense_vector<double> column(std::ssize(home));
    for (std::size_t i = 0; i < home.size(); ++i) {
      column[to_index(i)] = home[i] == 0 && period.codes[i] == s ? 1.0 : 0.0;
    }
    out.emplace_back(period.levels > 1 ? "border(" + period.label(s) + ")" : "border", column);
  }
  return out;
}

/// An agreement by years since it came into force.
///
///   phase_k(ij, t) = 1 where t - start_ij >= k
///
/// Phase 0 is the agreement; phase 4 what it adds from its fourth year on; phase -4 stands in the four
/// years before as well (a test of anticipation). The effect after h years is the sum of the
/// coefficients with 0 <= k <= h.
///
/// @param name   of the agreement; @param start  (n) year of coming into force, none where never
/// @param year   (n); @param phases  years since, none twice
/// @throws argument_error  lengths, no phases or one twice, no row with a start
/// @see    Baier & Bergstrand (2007), Journal of International Economics 71
template <class = when_called>
[[nodiscard]] std::vector<named_column<double>> agreement_phases(
    const std::string& name, const std::vector<std::optional<std::int64_t>>& start,
    const std::vector<std::int64_t>& year, const std::vector<std::int64_t>& phases) {
  require_same_size("agreement_phases", name, start.size(), "year", year.size());
  require(!phases.empty(), "agreement_phases", "no phases were asked for");
  require(std::any_of(start.begin(), start.end(), [](const auto& s) { return s.has_value(); }),
          "agreement_phases", name, " comes into force nowhere");
  std::vector<named_column<double>> out;
  for (std::size_t p = 0; p < phases.size(); ++p) {
    const auto here = phases.begin() + std::ptrdiff_t(p);
    require(std::find(phases.begin(), here, phases[p]) == here, "agreement_phases", "phase ",
            phases[p], " stands twice");
    dense_vector<double> column(std::ssize(start));
    for (std::size_t i = 0; i < start.size(); ++i) {
      column[to_index(i)] = start[i] && year[i] - *start[i] >= phases[p] ? 1.0 : 0.0;
    }
    out.emplace_back(text("phase(", name, ",", phases[p], ")"), column);
  }
  return out;
}

/// How far a country is from its markets and from its suppliers, by period, in logarithms.
struct remoteness_columns {
  dense_vector<double> exporter;  ///< (n) log sum_j d_ij / (E_jt / E_t)
  dense_vector<double> importer;  ///< (n) log sum_i d_ij / (Y_it / Y_t)
};

/// Remoteness indices: an atheoretical stand-in for multilateral resistance, kept to be compared with.
///
///   E_jt = sum_i X_ijt,  Y_it = sum_j X_ijt,  E_t = Y_t = sum_ij X_ijt
///
/// @param trade     (n) X, not negative, domestic sales among them where they are known
/// @param distance  (n) d > 0
/// @throws argument_error  lengths, a distance not above zero, negative trade, a country of the sums
///                         without spending or output, by name
/// @note   the guide's: its Table 1, column 2
/// @see    Yotov, Piermartini, Monteiro & Larch (2016), An Advanced Guide to Trade Policy Analysis, chapter 1
template <class = when_called>
[[nodiscard]] remoteness_columns remoteness(const dense_vector<double>& trade,
                                            const dense_vector<double>& distance,
                                            const gravity_index& index) {
  const auto n = to_size(trade.size());
  const factor period = detail::period_of(index);
  const factor from = interact(index.exporter, period), to = interact(index.importer, period);
  require_same_size("remoteness", "distance", to_size(distance.size()), "trade", n);
  require_same_size("remoteness", from.name, from.size(), "trade", n);
  require_same_size("remoteness", to.name, to.size(), "trade", n);
  std::vector<double> made(to_size(from.levels)), spent(to_size(to.levels)),
      world(to_size(period.levels)), far_out(made.size()), far_in(spent.size());
  for (std::size_t i = 0; i < n; ++i) {
    const double x = trade[to_index(i)], d = distance[to_index(i)];
    require(std::isfinite(x) && x >= 0, "remoteness", "trade is ", x, " in row ", i + 1);
    require(std::isfinite(d) && d > 0, "remoteness", "distance is ", d, " in row ", i + 1);
    made[to_size(from.codes[i])] += x;
    spent[to_size(to.codes[i])] += x;
    world[to_size(period.codes[i])] += x;
  }
  for (std::size_t i = 0; i < n; ++i) {
    const auto e = to_size(from.codes[i]), m = to_size(to.codes[i]);
    require(spent[m] > 0, "remoteness", to.label(to.codes[i]), " buys nothing in the period");
    require(made[e] > 0, "remoteness", from.label(from.codes[i]), " sells nothing in the period");
    const double all = world[to_size(period.codes[i])];
    far_out[e] += distance[to_index(i)] * (all / spent[m]);
    far_in[m] += distance[to_index(i)] * (all / made[e]);
  }
  remoteness_columns out{dense_vector<double>(trade.size()), dense_vector<double>(trade.size())};
  for (std::size_t i = 0; i < n; ++i) {
    out.exporter[to_index(i)] = std::log(far_out[to_size(from.codes[i])]);
    out.importer[to_index(i)] = std::log(far_in[to_size(to.codes[i])]);
  }
  return out;
}

/// One group for i to j and j to i: effects of a pair that are symmetric, clusters of both directions.
///
/// @throws argument_error  lengths; exporter or importer without labels
template <class = when_called>
[[nodiscard]] factor undirected_pair(const factor& exporter, const factor& importer) {
  (void)detail::domestic_rows("undirected_pair", {exporter, importer});
  std::vector<std::string> names(exporter.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string &a = exporter.labels[to_size(exporter.codes[i])],
                      &b = importer.labels[to_size(importer.codes[i])];
    names[i] = (std::min)(a, b) + "-" + (std::max)(a, b);
  }
  return make_factor("pair(" + exporter.name + "," + importer.name + ")", names);
}

}  // namespace bilateral
