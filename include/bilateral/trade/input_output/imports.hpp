#pragma once
/// Imports in an input-output table: domestic and total versions, leakage, import content.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/trade/input_output/system.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// A table split by where its inputs come from: total = domestic + imported.
template <class Scalar>
struct split_table {
  input_output_table<Scalar> domestic;  ///< transactions from the country's own sectors
  dense_matrix<Scalar> imported;        ///< (n x n) inputs of product i from abroad in sector j
  dense_vector<Scalar> final_imports;   ///< (n) imports that go to final demand
  std::vector<std::string> notes;
};

/// Splits a total table by a table of imported inputs.
/// @throws argument_error  shapes, imported inputs that are negative or above the total (cell named)
/// @see    Miller & Blair (2009), section 4.5
template <class Scalar>
[[nodiscard]] split_table<Scalar> split_imports(const input_output_table<Scalar>& total,
                                                const dense_matrix<Scalar>& imported) {
  constexpr const char* function = "split_imports";
  detail::check_sectors(function, total.sectors, total.transactions, "transactions");
  detail::check_sectors(function, total.sectors, imported, "imported inputs");
  for (Eigen::Index j = 0; j < imported.cols(); ++j) {
    for (Eigen::Index i = 0; i < imported.rows(); ++i) {
      require(imported(i, j) >= Scalar(0) && imported(i, j) <= total.transactions(i, j), function,
              total.sectors[to_size(j)], " buys ", static_cast<double>(imported(i, j)), " of ",
              total.sectors[to_size(i)], " from abroad and ",
              static_cast<double>(total.transactions(i, j)), " in all");
    }
  }
  split_table<Scalar> out;
  out.domestic = {total.sectors, total.transactions - imported, total.output};
  out.imported = imported;
  out.final_imports = dense_vector<Scalar>::Zero(total.output.size());
  return out;
}

/// Splits a total table under the assumption that every domestic user buys a product from abroad in the
/// same share, exports holding none.
///
///   m_i = imports_i / (output_i + imports_i - exports_i)
///
/// @param imports,exports  (n) of each product, not negative
/// @return  the split with the notes of what was assumed; final_imports is what the inputs leave of imports
/// @throws argument_error  shapes, negative values, a product without domestic supply that is used, imports
///                         above the domestic use (sector named)
/// @see    Miller & Blair (2009), section 4.5; OECD (2021), Inter-Country Input-Output tables: the
///         proportionality assumption
template <class Scalar>
[[nodiscard]] split_table<Scalar> split_imports(const input_output_table<Scalar>& total,
                                                const dense_vector<Scalar>& imports,
                                                const dense_vector<Scalar>& exports) {
  constexpr const char* function = "split_imports";
  detail::check_sectors(function, total.sectors, total.transactions, "transactions");
  detail::check_vector(function, "output", total.output, total.sectors.size());
  detail::check_vector(function, "imports", imports, total.sectors.size());
  detail::check_vector(function, "exports", exports, total.sectors.size());
  const Eigen::Index n = total.output.size();
  dense_vector<Scalar> share(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const std::string& name = total.sectors[to_size(i)];
    require(imports[i] >= Scalar(0) && exports[i] >= Scalar(0), function, name, " has imports of ",
            static_cast<double>(imports[i]), " and exports of ", static_cast<double>(exports[i]),
            "; neither may be negative");
    const Scalar supply = total.output[i] + imports[i] - exports[i];
    require(imports[i] <= supply || imports[i] == Scalar(0), function, "imports of ", name, " are ",
            static_cast<double>(imports[i]), ", more than its domestic use of ",
            static_cast<double>(supply));
    share[i] = supply > Scalar(0) ? Scalar(imports[i] / supply) : Scalar(0);
  }
  const dense_matrix<Scalar> imported = share.asDiagonal() * total.transactions;
  split_table<Scalar> out;
  out.domestic = {total.sectors, total.transactions - imported, total.output};
  out.imported = imported;
  out.final_imports = imports - imported.rowwise().sum();
  for (Eigen::Index i = 0; i < n; ++i) {
    require(out.final_imports[i] >= Scalar(-1e-9) * imports[i], function, total.sectors[to_size(i)],
            " uses ", static_cast<double>(imports[i] - out.final_imports[i]),
            " of imports as inputs, more than the ", static_cast<double>(imports[i]),
            " imported: transactions and supply disagree");
  }
  out.notes.push_back(
      "every domestic user is taken to import a product in the same share; exports hold no imports");
  return out;
}

/// What a unit of final demand for each sector's domestic product buys from abroad, and what that takes
/// from its multiplier.
template <class Scalar>
struct import_leakage {
  dense_vector<Scalar> direct;    ///< (n) imported inputs per unit of output, by sector
  dense_vector<Scalar> total;     ///< (n) with those of all suppliers: m' (I - A_d)^-1
  dense_vector<Scalar> domestic;  ///< (n) output multipliers of the domestic table
  dense_vector<Scalar> closed;    ///< (n) output multipliers were all inputs domestic: (I - A)^-1
  [[nodiscard]] dense_vector<Scalar> lost() const { return closed - domestic; }
};

/// @throws numerical_error  a table that is not productive
/// @note   value added per unit of final demand and total leakage add up to one where inputs, imports and
///         value added make the output
/// @see    Miller & Blair (2009), section 4.5 and 6.5
template <class Scalar>
[[nodiscard]] import_leakage<Scalar> leakage(const split_table<Scalar>& split) {
  const auto domestic = leontief(split.domestic);
  const input_output_table<Scalar> whole{
      split.domestic.sectors, split.domestic.transactions + split.imported, split.domestic.output};
  import_leakage<Scalar> out;
  const dense_vector<Scalar> bought = split.imported.colwise().sum().transpose();
  out.direct = direct_coefficients(split.domestic, "imported inputs", bought);
  out.total = domestic.effects_of(out.direct);
  out.domestic = domestic.output_multipliers;
  out.closed = leontief(whole).output_multipliers;
  return out;
}

/// Imports by product that a domestic final demand calls for: M_c (I - A_d)^-1 f, M_c the imported input
/// coefficients. Its sum is the import content; divided by the demand's sum, vertical specialisation.
/// @param final_demand  (n) for domestic products: exports, consumption, an investment
/// @see  Hummels, Ishii & Yi (2001), Journal of International Economics 54, eq. 3
template <class Scalar>
[[nodiscard]] dense_vector<Scalar> import_content(const split_table<Scalar>& split,
                                                  const dense_vector<Scalar>& final_demand) {
  const auto system = leontief(split.domestic);
  const dense_vector<Scalar> output = system.output_for(final_demand);
  dense_vector<Scalar> per_unit(output.size());
  for (Eigen::Index j = 0; j < output.size(); ++j) {
    per_unit[j] = split.domestic.output[j] == Scalar(0)
                      ? Scalar(0)
                      : Scalar(output[j] / split.domestic.output[j]);
  }
  return split.imported * per_unit;
}

}  // namespace bilateral
