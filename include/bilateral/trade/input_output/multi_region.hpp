#pragma once
/// Input-output tables of several regions: multipliers at home, spillovers to others, feedback.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/trade/input_output/system.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace bilateral {

/// A table of R regions with the same S sectors each; line r S + i is sector i of region r.
template <class Scalar>
struct multi_region_table {
  std::vector<std::string> regions;  ///< (R)
  std::vector<std::string> sectors;  ///< (S)
  dense_matrix<Scalar>
      transactions;             ///< (RS x RS) what sector j of region q buys from sector i of r
  dense_vector<Scalar> output;  ///< (RS)

  [[nodiscard]] std::size_t size() const { return regions.size() * sectors.size(); }
  /// Position of a sector.
  /// @throws argument_error  a region or sector that the table does not have
  [[nodiscard]] Eigen::Index position(const std::string& region, const std::string& sector) const {
    const auto r = std::find(regions.begin(), regions.end(), region);
    require(r != regions.end(), "multi_region_table", "there is no region ", region);
    const auto s = std::find(sectors.begin(), sectors.end(), sector);
    require(s != sectors.end(), "multi_region_table", "there is no sector ", sector);
    return to_index(r - regions.begin()) * std::ssize(sectors) + to_index(s - sectors.begin());
  }
};

/// The table as one of RS sectors, "region: sector".
/// @throws argument_error  no regions or sectors, a name twice, shapes
template <class Scalar>
[[nodiscard]] input_output_table<Scalar> flat(const multi_region_table<Scalar>& table) {
  require(!table.regions.empty() && !table.sectors.empty(), "multi_region_table", "there are ",
          table.regions.size(), " regions and ", table.sectors.size(), " sectors");
  for (const auto* names : {&table.regions, &table.sectors}) {
    std::unordered_set<std::string> seen;
    for (const std::string& name : *names) {
      require(seen.insert(name).second, "multi_region_table", name, " is there twice");
    }
  }
  input_output_table<Scalar> out;
  for (const std::string& r : table.regions) {
    for (const std::string& s : table.sectors) out.sectors.push_back(text(r, ": ", s));
  }
  detail::check_sectors("multi_region_table", out.sectors, table.transactions, "transactions");
  detail::check_vector("multi_region_table", "output", table.output, out.sectors.size());
  out.transactions = table.transactions;
  out.output = table.output;
  return out;
}

/// The Leontief system of all regions and of each by itself.
template <class Scalar>
struct multi_region_system {
  std::vector<std::string> regions, sectors;
  leontief_system<Scalar> whole;                ///< (RS) L
  std::vector<leontief_system<Scalar>> single;  ///< (R) (I - A^rr)^-1, cut off from the others

  [[nodiscard]] Eigen::Index block() const { return std::ssize(sectors); }
};

/// @throws argument_error   see flat and input_coefficients
/// @throws numerical_error  a table that is not productive
template <class Scalar>
[[nodiscard]] multi_region_system<Scalar> multi_region(const multi_region_table<Scalar>& table) {
  multi_region_system<Scalar> out;
  out.regions = table.regions;
  out.whole = leontief(flat(table));
  out.sectors = table.sectors;
  const Eigen::Index s = out.block();
  for (std::size_t r = 0; r < table.regions.size(); ++r) {
    const Eigen::Index at = to_index(r) * s;
    out.single.push_back(
        leontief(table.sectors, dense_matrix<Scalar>(out.whole.coefficients.block(at, at, s, s))));
  }
  return out;
}

/// Where the output goes that one unit of final demand for a sector calls for.
template <class Scalar>
struct regional_multipliers {
  dense_vector<Scalar> single;     ///< (RS) column sums of (I - A^rr)^-1: without other regions
  dense_vector<Scalar> own;        ///< (RS) intraregional: column sums of L^rr
  dense_vector<Scalar> feedback;   ///< (RS) own - single: what comes back through other regions
  dense_vector<Scalar> spillover;  ///< (RS) total - own: in all other regions
  dense_vector<Scalar> total;      ///< (RS) column sums of L
  dense_matrix<Scalar> by_region;  ///< (R x RS) column sums of L^qr: where the output is
  dense_matrix<Scalar>
      by_sector;  ///< (S x RS) national multipliers of sector i, in whatever region
};

/// Output multipliers of a multi-region table.
///
///   total = own + spillover,  own = single + feedback
///
/// @note   one solve for each region and each sector with the transposed system; the inverse is not formed
/// @see    Miller & Blair (2009), sections 3.3 and 6.3.1; Miller (1966), J. Regional Science 6
template <class Scalar>
[[nodiscard]] regional_multipliers<Scalar> multipliers_by_region(
    const multi_region_system<Scalar>& system) {
  const Eigen::Index s = system.block();
  const auto regions = std::ssize(system.regions);
  const Eigen::Index n = regions * s;
  dense_matrix<Scalar> sums = dense_matrix<Scalar>::Zero(n, regions + s);
  for (Eigen::Index k = 0; k < n; ++k) {
    sums(k, k / s) = Scalar(1);
    sums(k, regions + k % s) = Scalar(1);
  }
  const dense_matrix<Scalar> solved = system.whole.factorised.transpose().solve(sums);
  regional_multipliers<Scalar> out;
  out.by_region = solved.leftCols(regions).transpose();
  out.by_sector = solved.rightCols(s).transpose();
  out.total = out.by_region.colwise().sum().transpose();
  out.single.resize(n);
  out.own.resize(n);
  for (Eigen::Index r = 0; r < regions; ++r) {
    out.single.segment(r * s, s) = system.single[to_size(r)].output_multipliers;
    out.own.segment(r * s, s) = out.by_region.row(r).segment(r * s, s).transpose();
  }
  out.feedback = out.own - out.single;
  out.spillover = out.total - out.own;
  return out;
}

/// Output that a final demand of one region calls for, at home and elsewhere.
template <class Scalar>
struct regional_effects {
  std::string region;
  dense_matrix<Scalar> output;    ///< (S x R) L f, by sector and region
  dense_vector<Scalar> single;    ///< (S) at home without other regions
  dense_vector<Scalar> feedback;  ///< (S) output at home - single
  /// Feedback as a share of the output at home: what a table of the region alone misses; none for no output.
  std::optional<Scalar> feedback_share;
  std::optional<Scalar> spillover_share;  ///< output elsewhere / all output
};

/// Effects of a final demand for the products of one region.
///
/// @param region        where the products are made
/// @param final_demand  (S) f^r
/// @throws argument_error  an unknown region, sizes, values that are not finite
/// @see    Miller & Blair (2009), eq. 3.11 and 3.13, overall percentage error
template <class Scalar>
[[nodiscard]] regional_effects<Scalar> effects_of_region(const multi_region_system<Scalar>& system,
                                                         const std::string& region,
                                                         const dense_vector<Scalar>& final_demand) {
  const auto found = std::find(system.regions.begin(), system.regions.end(), region);
  require(found != system.regions.end(), "effects_of_region", "there is no region ", region);
  detail::check_vector("effects_of_region", "final_demand", final_demand, system.sectors.size());
  const Eigen::Index s = system.block();
  const auto r = to_index(found - system.regions.begin());
  const auto regions = std::ssize(system.regions);
  dense_vector<Scalar> demand = dense_vector<Scalar>::Zero(regions * s);
  demand.segment(r * s, s) = final_demand;
  regional_effects<Scalar> out;
  out.region = region;
  const dense_vector<Scalar> x = system.whole.output_for(demand);
  out.output.resize(s, regions);
  for (Eigen::Index q = 0; q < regions; ++q) out.output.col(q) = x.segment(q * s, s);
  out.single = system.single[to_size(r)].output_for(final_demand);
  out.feedback = out.output.col(r) - out.single;
  const Scalar home = out.output.col(r).sum(), all = x.sum();
  if (home != Scalar(0)) out.feedback_share = Scalar(out.feedback.sum() / home);
  if (all != Scalar(0)) out.spillover_share = Scalar((all - home) / all);
  return out;
}

}  // namespace bilateral
