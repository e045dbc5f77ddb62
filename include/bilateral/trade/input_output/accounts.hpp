#pragma once
/// A whole input-output table: transactions with final demand, value added, imports, taxes and jobs, typed.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/unit.hpp>
#include <bilateral/trade/input_output/multipliers.hpp>

#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// A column or row of the table beside its transactions, (n) in sector order.
template <class Scalar>
using sector_row = std::pair<std::string, dense_vector<Scalar>>;

/// The accounts of one economy in one money. Employment is in jobs; everything else is in `Money`.
template <unit Money, class Scalar = double>
requires(is_money<Money> || std::same_as<Money, unspecified>) struct input_output_accounts {
  using money_type = Money;
  input_output_table<Scalar> table;
  std::vector<sector_row<Scalar>> final_demand = {};     ///< by category: households, exports, ...
  std::optional<dense_vector<Scalar>> value_added = {};  ///< (n)
  std::optional<dense_vector<Scalar>> imports = {};      ///< (n) imported inputs
  std::optional<dense_vector<Scalar>> taxes = {};        ///< (n) less subsidies, on inputs
  std::optional<dense_vector<Scalar>> employment = {};   ///< (n) jobs

  /// Final demand of all categories together. @throws argument_error  there are none, shapes
  [[nodiscard]] dense_vector<Scalar> total_final_demand() const {
    require(!final_demand.empty(), "input_output_accounts", "there is no final demand");
    dense_vector<Scalar> sum = dense_vector<Scalar>::Zero(table.output.size());
    for (const auto& [name, column] : final_demand) {
      detail::check_vector("input_output_accounts", name, column, table.sectors.size());
      sum += column;
    }
    return sum;
  }
  /// One category. @throws argument_error  there is none of that name
  [[nodiscard]] const dense_vector<Scalar>& demand_of(const std::string& category) const {
    for (const auto& [name, column] : final_demand) {
      if (name == category) return column;
    }
    throw argument_error(text("input_output_accounts: there is no final demand named ", category));
  }
};

/// How far the accounts are from adding up, both ways.
struct accounts_balance {
  table_balance uses;                   ///< transactions and final demand against output, by row
  std::optional<table_balance> inputs;  ///< inputs, imports, taxes and value added, by column
};

/// Rows against output, and columns where value added is known.
/// @throws argument_error  shapes, no final demand
template <unit Money, class Scalar>
[[nodiscard]] accounts_balance balance_of(const input_output_accounts<Money, Scalar>& a) {
  accounts_balance out{balance_of(a.table, a.total_final_demand()), {}};
  if (!a.value_added) return out;
  const std::size_t n = a.table.sectors.size();
  dense_vector<Scalar> primary = *a.value_added;
  detail::check_vector("balance_of", "value added", primary, n);
  for (const auto& [name, part] :
       {std::pair{"imports", &a.imports}, std::pair{"taxes", &a.taxes}}) {
    if (!*part) continue;
    detail::check_vector("balance_of", name, **part, n);
    primary += **part;
  }
  // columns of Z with the primary inputs are rows of Z' with them
  out.inputs = balance_of(
      input_output_table<Scalar>{a.table.sectors, a.table.transactions.transpose(), a.table.output},
      primary);
  return out;
}

/// Effects of a unit of final demand for each sector, with their units: jobs for each unit of money,
/// value added, imports and taxes as shares of it.
template <unit Money, class Scalar = double>
struct account_effects {
  std::vector<std::string> sectors;
  std::optional<factor_effects<Scalar>> employment, value_added, imports, taxes;

  /// Direct and indirect jobs for a unit of final demand for a sector.
  /// @throws argument_error  the accounts have no employment
  [[nodiscard]] quantity<per<jobs, Money>> jobs_for(std::size_t sector) const {
    require(employment.has_value(), "account_effects", "the accounts have no employment");
    require(sector < sectors.size(), "account_effects", "sector ", sector, " of ", sectors.size());
    return quantity<per<jobs, Money>>(static_cast<double>(employment->simple[to_index(sector)]));
  }
};

/// @throws argument_error   shapes; numerical_error  a table that is not productive
/// @see    Miller & Blair (2009), section 6.2
template <unit Money, class Scalar>
[[nodiscard]] account_effects<Money, Scalar> effects_of(
    const input_output_accounts<Money, Scalar>& a) {
  const auto open = leontief(a.table);
  account_effects<Money, Scalar> out;
  out.sectors = a.table.sectors;
  const auto of = [&](const char* name, const std::optional<dense_vector<Scalar>>& row) {
    return row ? std::optional(effects(open, direct_coefficients(a.table, name, *row)))
               : std::nullopt;
  };
  out.employment = of("employment", a.employment);
  out.value_added = of("value added", a.value_added);
  out.imports = of("imports", a.imports);
  out.taxes = of("taxes", a.taxes);
  return out;
}

}  // namespace bilateral
