#pragma once
/// A world of many sectors out of an inter-country input-output table.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/trade/equilibrium/sector_economy.hpp>
#include <bilateral/trade/input_output/multi_region.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

namespace bilateral {

/// Flows, shares of value added and shares of inputs out of a table of transactions.
///
///   M_rq^i = sum_j Z_(ri)(qj) + F_(ri)q,   gamma_q^j = 1 - sum_ri Z_(ri)(qj) / x_qj
///   g_q^ij = sum_r Z_(ri)(qj) / sum_rk Z_(rk)(qj)
///
/// @param table         Z and x: regions become countries, in their order
/// @param final_demand  (RS x R) F_(ri)q: what region q takes of sector i of region r for final use
/// @param theta         (S) trade elasticities
/// @param primary       (RS) value added, taxes included, where the table has it: columns are checked
/// @return              data without tariffs for sector_economy_of, whose final shares are then F's
/// @throws argument_error  flat's; shapes; a row whose sales are not its output within 1e-6 of it
///                         (taxes and stocks belong into final_demand); a column whose inputs and
///                         `primary` are not its output; a sector without output but with inputs
/// @note   a user takes the same mix of origins as everyone in its country: what the model assumes
///         and a table need not have
/// @see    Costinot & Rodriguez-Clare (2014), Handbook of International Economics 4, section 5
template <class Scalar>
[[nodiscard]] sector_data<Scalar> sector_data_of(const multi_region_table<Scalar>& table,
                                                 const dense_matrix<Scalar>& final_demand,
                                                 const dense_vector<Scalar>& theta,
                                                 const dense_vector<Scalar>& primary = {}) {
  constexpr auto f = "sector_data_of";
  using std::abs;
  const input_output_table<Scalar> whole = flat(table);
  const auto r = std::ssize(table.regions);
  const auto s = std::ssize(table.sectors);
  require(final_demand.rows() == r * s && final_demand.cols() == r, f, "final_demand is ",
          final_demand.rows(), " x ", final_demand.cols(), " for ", r, " regions and ", s,
          " sectors; it has a row for each sector of each region and a column for each region");
  require(primary.size() == 0 || primary.size() == r * s, f, "primary has ", primary.size(),
          " values for ", r * s, " sectors of all regions");
  for (Eigen::Index k = 0; k < r * s; ++k) {
    const Scalar sold = whole.transactions.row(k).sum() + final_demand.row(k).sum();
    require(abs(Scalar(sold - whole.output[k])) <= Scalar(1e-6) * abs(whole.output[k]), f,
            whole.sectors[to_size(k)], " sells ", static_cast<double>(sold), " but its output is ",
            static_cast<double>(whole.output[k]),
            "; what differs (taxes, stocks) belongs into final_demand");
    if (primary.size() == 0) continue;
    const Scalar inputs = whole.transactions.col(k).sum(), paid = inputs + primary[k];
    require(abs(Scalar(paid - whole.output[k])) <= Scalar(1e-6) * abs(whole.output[k]), f,
            whole.sectors[to_size(k)], " costs ", static_cast<double>(paid), " (inputs ",
            static_cast<double>(inputs), ", value added and taxes ",
            static_cast<double>(primary[k]), ") but its output is ",
            static_cast<double>(whole.output[k]));
  }
  sector_data<Scalar> d;
  d.countries = table.regions;
  d.sectors = table.sectors;
  d.theta = theta;
  d.value_added = dense_matrix<Scalar>::Ones(r, s);
  d.flows.assign(table.sectors.size(), dense_matrix<Scalar>::Zero(r, r));
  d.inputs.assign(table.regions.size(), dense_matrix<Scalar>::Zero(s, s));
  for (Eigen::Index q = 0; q < r; ++q) {
    auto& mix = d.inputs[to_size(q)];
    for (Eigen::Index o = 0; o < r; ++o) {
      const dense_matrix<Scalar> bought = whole.transactions.block(o * s, q * s, s, s);
      mix += bought;
      for (Eigen::Index i = 0; i < s; ++i) {
        d.flows[to_size(i)](o, q) = bought.row(i).sum() + final_demand(o * s + i, q);
      }
    }
    for (Eigen::Index j = 0; j < s; ++j) {
      const Scalar used = mix.col(j).sum(), output = whole.output[q * s + j];
      if (used == Scalar(0)) continue;
      require(output > Scalar(0), f, whole.sectors[to_size(q * s + j)],
              " uses inputs but has no output");
      d.value_added(q, j) = Scalar(1) - used / output;
      mix.col(j) /= used;
    }
  }
  return d;
}

}  // namespace bilateral
