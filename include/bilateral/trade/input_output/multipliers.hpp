#pragma once
/// Multipliers of an input-output table: type I and II, split into direct, indirect and induced.

#include <bilateral/trade/input_output/system.hpp>

#include <cmath>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// Effect of one unit of final demand for each sector on a factor (output, jobs, income, taxes...).
///
/// @note  the literature's words: `simple` and `total` are effects (per unit of final demand), the type I
///        and type II multipliers are their ratios to the direct coefficient
/// @see   Miller & Blair (2009), ch. 6.2; Australian Bureau of Statistics (1995), Information Paper
///        5246.0, for first round and industrial support
template <class Scalar>
struct factor_effects {
  dense_vector<Scalar> direct;                ///< (n) e, per unit of output; ones for output itself
  dense_vector<Scalar> first_round;           ///< (n) A' e: of the direct suppliers
  dense_vector<Scalar> simple;                ///< (n) L' e: direct and indirect
  std::optional<dense_vector<Scalar>> total;  ///< (n) with induced effects, households inside

  [[nodiscard]] dense_vector<Scalar> indirect() const { return simple - direct; }
  [[nodiscard]] dense_vector<Scalar> industrial_support() const {
    return simple - direct - first_round;
  }
  /// @throws argument_error  the system is not closed for households
  [[nodiscard]] dense_vector<Scalar> induced() const {
    require(total.has_value(), "induced", "the system is not closed for households");
    return *total - simple;
  }
  /// simple_j / direct_j; none where the sector has none of the factor.
  [[nodiscard]] std::optional<Scalar> type_one(Eigen::Index j) const { return ratio(simple, j); }
  /// total_j / direct_j; none without the factor or without households.
  [[nodiscard]] std::optional<Scalar> type_two(Eigen::Index j) const {
    return total ? ratio(*total, j) : std::nullopt;
  }

 private:
  [[nodiscard]] std::optional<Scalar> ratio(const dense_vector<Scalar>& effect,
                                            Eigen::Index j) const {
    return direct[j] == Scalar(0) ? std::nullopt : std::optional<Scalar>(effect[j] / direct[j]);
  }
};

/// A system with households as one more sector: its row the wages per unit of output, its column
/// consumption per unit of wages.
template <class Scalar>
struct household_closure {
  leontief_system<Scalar> closed;  ///< (n + 1), households last
  double consumption_share = 0;    ///< total consumption / total wages
};

/// Closes a table for households (type II).
///
///   A* = [A, c; w', 0],  w_j = wages_j / x_j,  c_i = consumption_i / sum of wages
///
/// @param wages        (n) labour income by sector
/// @param consumption  (n) household consumption by sector
/// @throws argument_error   shapes, no wages at all
/// @throws numerical_error  households that spend so much more than wages that the system explodes
/// @note   other closures divide consumption by its own total or by all household income: scale
///         `consumption` for those
/// @see    Miller & Blair (2009), section 2.5
template <class Scalar>
[[nodiscard]] household_closure<Scalar> close_for_households(
    const input_output_table<Scalar>& table, const dense_vector<Scalar>& wages,
    const dense_vector<Scalar>& consumption) {
  detail::check_vector("close_for_households", "consumption", consumption, table.sectors.size());
  const dense_vector<Scalar> w = direct_coefficients(table, "wages", wages);
  const Scalar income = wages.sum();
  require(income > Scalar(0), "close_for_households", "total wages are ",
          static_cast<double>(income), "; they must be above 0");
  const auto n = std::ssize(table.sectors);
  dense_matrix<Scalar> a = dense_matrix<Scalar>::Zero(n + 1, n + 1);
  a.topLeftCorner(n, n) = input_coefficients(table);
  a.bottomLeftCorner(1, n) = w.transpose();
  a.topRightCorner(n, 1) = consumption / income;
  std::vector<std::string> sectors = table.sectors;
  sectors.emplace_back("households");
  return {leontief(std::move(sectors), std::move(a)),
          static_cast<double>(consumption.sum() / income)};
}

/// Effects of a factor with direct coefficients e, from the open system and, where given, the closed.
/// @param direct  (n) e; ones(n) gives the output multipliers
/// @throws argument_error  a closed system of another size
/// @note  the total effect counts the n sectors, not the income of households as output
template <class Scalar>
[[nodiscard]] factor_effects<Scalar> effects(
    const leontief_system<Scalar>& open, const dense_vector<Scalar>& direct,
    const household_closure<Scalar>* households = nullptr) {
  factor_effects<Scalar> out;
  out.simple = open.effects_of(direct);
  out.direct = direct;
  out.first_round = open.coefficients.transpose() * direct;
  if (households != nullptr) {
    const auto n = std::ssize(open);
    require(households->closed.size() == open.size() + 1, "effects", "the closed system has ",
            households->closed.size(), " sectors for ", open.size());
    dense_vector<Scalar> extended(n + 1);
    extended << direct, Scalar(0);
    out.total = households->closed.effects_of(extended).head(n);
  }
  return out;
}

/// Content of a final demand (exports, an investment) in a factor, by the sector that provides it:
/// e_i (L f)_i.
/// @see  Miller & Blair (2009), section 6.2
template <class Scalar>
[[nodiscard]] dense_vector<Scalar> factor_content(const leontief_system<Scalar>& open,
                                                  const dense_vector<Scalar>& direct,
                                                  const dense_vector<Scalar>& final_demand) {
  detail::check_vector("factor_content", "direct coefficients", direct, open.size());
  return direct.cwiseProduct(open.output_for(final_demand));
}

/// Prices that cover unit costs: p = L' v, all one where v is the table's own value added (and imports)
/// per unit of output.
///
/// @param primary  (n) primary costs per unit of output, in the base year's prices
/// @see  Miller & Blair (2009), eq. 2.34
template <class Scalar>
[[nodiscard]] dense_vector<Scalar> cost_prices(const leontief_system<Scalar>& open,
                                               const dense_vector<Scalar>& primary) {
  return open.effects_of(primary);
}

}  // namespace bilateral
