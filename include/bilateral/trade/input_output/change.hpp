#pragma once
/// Structural decomposition: why output, or a factor such as jobs, changed between two tables.

#include <bilateral/trade/input_output/system.hpp>

#include <cstddef>
#include <iterator>
#include <string>
#include <vector>

namespace bilateral {

/// The parts of a change by sector; they add up to `total`.
template <class Scalar>
struct structural_change {
  std::vector<std::string> sectors;
  dense_vector<Scalar> total;  ///< (n) change of output, or of the factor
  dense_vector<Scalar>
      intensity;  ///< (n) of the factor per unit of output; zeros for output itself
  dense_vector<Scalar> technology;          ///< (n) of the input coefficients, A and so L
  dense_vector<Scalar> level;               ///< (n) of the total of final demand
  dense_vector<Scalar> mix;                 ///< (n) of the shares of sectors in final demand
  dense_matrix<Scalar> technology_by_user;  ///< (n x n) column j: of the recipe of sector j alone
  dense_vector<Scalar> technology_first,
      technology_second;  ///< (n) the two polar forms; their mean is used
  dense_vector<Scalar> demand_first, demand_second;  ///< (n) level and mix in the polar forms

  [[nodiscard]] dense_vector<Scalar> demand() const { return level + mix; }
  /// The parts less the total, the largest in absolute value: rounding only.
  [[nodiscard]] double largest_residual() const {
    return static_cast<double>(
        (intensity + technology + level + mix - total).cwiseAbs().maxCoeff());
  }
};

namespace detail {

template <class Scalar>
struct change_side {  // one of the two tables
  leontief_system<Scalar> system;
  dense_vector<Scalar> output, demand, shares, direct;
  Scalar level;
};

template <class Scalar>
[[nodiscard]] change_side<Scalar> side_of(const char* function, const char* which,
                                          const input_output_table<Scalar>& table,
                                          const dense_vector<Scalar>& direct) {
  dense_vector<Scalar> demand = table.output - table.transactions.rowwise().sum();
  const Scalar level = demand.sum();
  require(level > Scalar(0), function, "the final demand of the ", which,
          " table (output less sales to "
          "sectors) adds up to ",
          static_cast<double>(level), "; it must be above 0");
  dense_vector<Scalar> shares = demand / level;
  return {leontief(table), table.output, std::move(demand), std::move(shares), direct, level};
}

template <class Scalar>
[[nodiscard]] structural_change<Scalar> decompose_change(const char* function,
                                                         const input_output_table<Scalar>& before,
                                                         const input_output_table<Scalar>& after,
                                                         const dense_vector<Scalar>& direct_before,
                                                         const dense_vector<Scalar>& direct_after) {
  const auto s0 = side_of(function, "first", before, direct_before);
  const auto s1 = side_of(function, "second", after, direct_after);
  const auto n = std::ssize(before.sectors);
  const Scalar half = Scalar(1) / Scalar(2);
  const dense_matrix<Scalar> recipes = s1.system.coefficients - s0.system.coefficients;
  const dense_vector<Scalar> shares = s1.shares - s0.shares;
  const Scalar level = s1.level - s0.level;
  structural_change<Scalar> out;
  out.sectors = before.sectors;
  out.total = s1.direct.cwiseProduct(s1.output) - s0.direct.cwiseProduct(s0.output);
  out.intensity = half * (s1.direct - s0.direct).cwiseProduct(s0.output + s1.output);
  // dL f1 = L0 dA x1 and dL f0 = L1 dA x0: no difference of two inverses
  const dense_matrix<Scalar> first =
      s0.direct.asDiagonal() * dense_matrix<Scalar>(s0.system.factorised.solve(
                                   dense_matrix<Scalar>(recipes * s1.output.asDiagonal())));
  const dense_matrix<Scalar> second =
      s1.direct.asDiagonal() * dense_matrix<Scalar>(s1.system.factorised.solve(
                                   dense_matrix<Scalar>(recipes * s0.output.asDiagonal())));
  out.technology_by_user = half * (first + second);
  out.technology_first = first.rowwise().sum();
  out.technology_second = second.rowwise().sum();
  out.technology = half * (out.technology_first + out.technology_second);
  dense_matrix<Scalar> demands(n, 2);
  demands << shares * s1.level, s0.shares * level;
  const dense_matrix<Scalar> d0 =
      s0.direct.asDiagonal() * dense_matrix<Scalar>(s0.system.factorised.solve(demands));
  demands << shares * s0.level, s1.shares * level;
  const dense_matrix<Scalar> d1 =
      s1.direct.asDiagonal() * dense_matrix<Scalar>(s1.system.factorised.solve(demands));
  out.mix = half * (d0.col(0) + d1.col(0));
  out.level = half * (d0.col(1) + d1.col(1));
  out.demand_first = d0.rowwise().sum();
  out.demand_second = d1.rowwise().sum();
  return out;
}

template <class Scalar>
void check_same_sectors(const char* function, const input_output_table<Scalar>& before,
                        const input_output_table<Scalar>& after) {
  for (const auto* t : {&before, &after}) {
    check_sectors(function, t->sectors, t->transactions, "transactions");
    check_vector(function, "output", t->output, t->sectors.size());
  }
  require_same_size(function, "the first table", before.sectors.size(), "the second",
                    after.sectors.size());
  for (std::size_t i = 0; i < before.sectors.size(); ++i) {
    require(before.sectors[i] == after.sectors[i], function, "sector ", i + 1, " is ",
            before.sectors[i], " in the first table and ", after.sectors[i], " in the second");
  }
}

}  // namespace detail

/// Decomposes the change of output between two tables into technology, level and mix of final demand.
///
///   dx = dL (f0 + f1) / 2 + (L0 + L1) / 2 df,   L = (I - A)^-1,   f = x - Z 1 = g b, g = sum of f
///   (L0 + L1) / 2 df = (L0 b0 + L1 b1) / 2 dg + (L0 db g1 + L1 db g0) / 2
///
/// the mean of the two polar forms. Their distance tells how far the answer hangs on the order of change.
///
/// @param before  first table
/// @param after   second table: the same sectors in the same order, in the prices of the first
/// @throws argument_error   other sectors, no final demand, see input_coefficients
/// @throws numerical_error  a table that is not productive
/// @see    Dietzenbacher & Los (1998), Economic Systems Research 10; Miller & Blair (2009), section 13.1
template <class Scalar>
[[nodiscard]] structural_change<Scalar> output_change(const input_output_table<Scalar>& before,
                                                      const input_output_table<Scalar>& after) {
  detail::check_same_sectors("output_change", before, after);
  const dense_vector<Scalar> ones = dense_vector<Scalar>::Ones(before.output.size());
  return detail::decompose_change<Scalar>("output_change", before, after, ones, ones);
}

/// Decomposes the change of a factor (jobs, income, emissions) into intensity, technology, level and mix.
///
///   d(e x) = de (x0 + x1) / 2 + (e0 dL f1 + e1 dL f0) / 2 + (e0 L0 + e1 L1) / 2 df,   e_j = v_j / x_j
///
/// @param factor_before  (n) v by sector at the first table
/// @param factor_after   (n) v by sector at the second
/// @throws argument_error   as output_change; a sector without output that has some of the factor
/// @see    Dietzenbacher & Los (1998), eq. 7
template <class Scalar>
[[nodiscard]] structural_change<Scalar> factor_change(const input_output_table<Scalar>& before,
                                                      const input_output_table<Scalar>& after,
                                                      const dense_vector<Scalar>& factor_before,
                                                      const dense_vector<Scalar>& factor_after) {
  detail::check_same_sectors("factor_change", before, after);
  return detail::decompose_change<Scalar>("factor_change", before, after,
                                          direct_coefficients(before, "the factor", factor_before),
                                          direct_coefficients(after, "the factor", factor_after));
}

}  // namespace bilateral
