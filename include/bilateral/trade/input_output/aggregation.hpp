#pragma once
/// Aggregation of input-output tables by a concordance of sectors to groups.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/trade/input_output/system.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace bilateral {

/// One line of a concordance: all of `sector` goes to `group`.
struct sector_group {
  std::string sector;
  std::string group;
};

/// Where each sector of a table goes.
struct sector_grouping {
  std::vector<std::string> sectors;    ///< (n) as in the table
  std::vector<std::string> groups;     ///< (k) in the order of the concordance
  std::vector<Eigen::Index> group_of;  ///< (n) index into groups

  /// The sectors of a group, in the table's order.
  [[nodiscard]] std::vector<std::string> members(std::size_t group) const {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < sectors.size(); ++i) {
      if (to_size(group_of[i]) == group) out.push_back(sectors[i]);
    }
    return out;
  }
};

namespace detail {

template <class Names>
[[nodiscard]] std::string some_names(const Names& names) {  // the first five
  std::string out;
  for (std::size_t i = 0; i < names.size() && i < 5; ++i) out += (i > 0 ? ", " : "") + names[i];
  return names.size() > 5 ? out + text(" and ", names.size() - 5, " more") : out;
}

}  // namespace detail

/// Matches a concordance with the sectors of a table; every sector must have exactly one group.
///
/// @param sectors      (n) names in the table
/// @param concordance  in any order; the groups keep the order of their first line
/// @throws argument_error  a sector of the table without a line, a line for a sector that the table does
///                         not have, a sector with two groups or twice in the table, an empty name
template <class = when_called>
[[nodiscard]] sector_grouping group_sectors(const std::vector<std::string>& sectors,
                                            const std::vector<sector_group>& concordance) {
  require(!sectors.empty(), "group_sectors", "there are no sectors");
  sector_grouping out;
  out.sectors = sectors;
  std::unordered_map<std::string, std::size_t> position;
  for (std::size_t i = 0; i < sectors.size(); ++i) {
    require(position.emplace(sectors[i], i).second, "group_sectors", "the table has the sector ",
            sectors[i], " twice");
  }
  out.group_of.assign(sectors.size(), Eigen::Index(-1));
  std::unordered_map<std::string, Eigen::Index> number;
  std::vector<std::string> unknown;
  for (const sector_group& line : concordance) {
    require(!line.group.empty(), "group_sectors", "the group of ", line.sector, " has no name");
    const auto found = position.find(line.sector);
    if (found == position.end()) {
      unknown.push_back(line.sector);
      continue;
    }
    const auto group = number.emplace(line.group, std::ssize(out.groups));
    if (group.second) out.groups.push_back(line.group);
    Eigen::Index& place = out.group_of[found->second];
    require(place < 0 || place == group.first->second, "group_sectors", line.sector, " is in ",
            place < 0 ? std::string() : out.groups[to_size(place)], " and in ", line.group);
    place = group.first->second;
  }
  require(unknown.empty(), "group_sectors", "the table has no sector ",
          detail::some_names(unknown));
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < sectors.size(); ++i) {
    if (out.group_of[i] < 0) missing.push_back(sectors[i]);
  }
  require(missing.empty(), "group_sectors", "the concordance has no group for ",
          detail::some_names(missing));
  return out;
}

/// Sums of a vector by group: S v.
/// @param v  (n) flows (output, final demand, jobs), never coefficients
/// @throws argument_error  size, values that are not finite
template <class Scalar>
[[nodiscard]] dense_vector<Scalar> aggregate(const dense_vector<Scalar>& v,
                                             const sector_grouping& grouping) {
  detail::check_vector("aggregate", "the vector", v, grouping.sectors.size());
  dense_vector<Scalar> out = dense_vector<Scalar>::Zero(std::ssize(grouping.groups));
  for (Eigen::Index i = 0; i < v.size(); ++i) {
    out[grouping.group_of[to_size(i)]] += v[i];
  }
  return out;
}

/// Sums of the rows of a matrix by group: S F, for final demand by category.
/// @param rows  (n x c)
/// @throws argument_error  size
template <class Scalar>
[[nodiscard]] dense_matrix<Scalar> aggregate_rows(const dense_matrix<Scalar>& rows,
                                                  const sector_grouping& grouping) {
  require_same_size("aggregate_rows", "the matrix by rows", to_size(rows.rows()), "the sectors",
                    grouping.sectors.size());
  dense_matrix<Scalar> out = dense_matrix<Scalar>::Zero(std::ssize(grouping.groups), rows.cols());
  for (Eigen::Index i = 0; i < rows.rows(); ++i) {
    out.row(grouping.group_of[to_size(i)]) += rows.row(i);
  }
  return out;
}

/// The table of the groups: Z* = S Z S', x* = S x, with s_gi = 1 where sector i is in group g.
///
/// @throws argument_error  shapes, values that are not finite, sectors other than the grouping's
/// @note   flows inside a group stay in its diagonal, so all totals are kept
/// @see    Miller & Blair (2009), section 4.9
template <class Scalar>
[[nodiscard]] input_output_table<Scalar> aggregate(const input_output_table<Scalar>& table,
                                                   const sector_grouping& grouping) {
  detail::check_sectors("aggregate", table.sectors, table.transactions, "transactions");
  require(table.sectors == grouping.sectors, "aggregate",
          "the grouping was made for other sectors than the table's");
  input_output_table<Scalar> out;
  out.sectors = grouping.groups;
  const dense_matrix<Scalar> rows = aggregate_rows(table.transactions, grouping);
  out.transactions = aggregate_rows(dense_matrix<Scalar>(rows.transpose()), grouping).transpose();
  out.output = aggregate(table.output, grouping);
  return out;
}
/// @param concordance  see group_sectors
template <class Scalar>
[[nodiscard]] input_output_table<Scalar> aggregate(const input_output_table<Scalar>& table,
                                                   const std::vector<sector_group>& concordance) {
  return aggregate(table, group_sectors(table.sectors, concordance));
}

/// What the aggregate table misses of the output that a final demand calls for.
template <class Scalar>
struct aggregation_bias {
  dense_vector<Scalar> detailed;     ///< (k) S L f, of the detailed table
  dense_vector<Scalar> aggregated;   ///< (k) L* S f, of the aggregate table
  dense_vector<Scalar> bias;         ///< (k) aggregated - detailed
  dense_vector<Scalar> first_order;  ///< (k) (A* S - S A) f, its first term
};

/// Bias of aggregation: L* S f - S L f. Zero for the table's own final demand, and for any where the
/// sectors of a group buy with the same coefficients by group.
///
/// @param final_demand  (n) f, by the detailed sectors
/// @throws argument_error   shapes, sectors, see input_coefficients
/// @throws numerical_error  a table that is not productive
/// @see    Morimoto (1970), Review of Economic Studies 37; Miller & Blair (2009), section 4.9.2
template <class Scalar>
[[nodiscard]] aggregation_bias<Scalar> bias_of_aggregation(
    const input_output_table<Scalar>& table, const sector_grouping& grouping,
    const dense_vector<Scalar>& final_demand) {
  const input_output_table<Scalar> merged = aggregate(table, grouping);
  const leontief_system<Scalar> fine = leontief(table), coarse = leontief(merged);
  const dense_vector<Scalar> demand = aggregate(final_demand, grouping);
  aggregation_bias<Scalar> out;
  out.detailed = aggregate(fine.output_for(final_demand), grouping);
  out.aggregated = coarse.output_for(demand);
  out.bias = out.aggregated - out.detailed;
  out.first_order = coarse.coefficients * demand -
                    aggregate(dense_vector<Scalar>(fine.coefficients * final_demand), grouping);
  return out;
}

}  // namespace bilateral
