#pragma once
/// Who exports what with comparative advantage.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/numeric/dense.hpp>
#include <bilateral/trade/structure/detail/checks.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace bilateral {

/// Which countries export which products with comparative advantage: the 0/1 matrix M, by its ones.
struct advantage_network {
  std::vector<std::vector<std::int32_t>> products_of;   ///< by country, ascending
  std::vector<std::vector<std::int32_t>> countries_of;  ///< by product, ascending
  std::vector<int> diversity;                           ///< by country: sum_p M_cp
  std::vector<int> ubiquity;                            ///< by product: sum_c M_cp
  std::vector<bool> country_exports, product_exported;  ///< whether there is any trade at all

  [[nodiscard]] std::size_t countries() const noexcept { return products_of.size(); }
  [[nodiscard]] std::size_t products() const noexcept { return countries_of.size(); }
};

/// M_cp = 1 where RCA_cp >= threshold.
///
/// @param exports    (countries x products) not negative
/// @param threshold  of Balassa's index, above zero
/// @throws argument_error  an element that is negative or not finite, a threshold not above zero
/// @note   compared as x_cp X >= threshold X_c X_p with a slack of 1e-12 of the right side, so that
///         a country with just the world's share counts whatever the rounding of the totals
/// @see    Hidalgo & Hausmann (2009), PNAS 106
template <class Scalar>
[[nodiscard]] advantage_network advantage(const dense_matrix<Scalar>& exports,
                                          Scalar threshold = Scalar(1)) {
  require(threshold > Scalar(0), "advantage", "threshold is ", static_cast<double>(threshold),
          "; it must be above zero");
  detail::require_trade_matrix("advantage", "exports", exports);
  const dense_vector<Scalar> country = exports.rowwise().sum();
  const dense_vector<Scalar> product = exports.colwise().sum().transpose();
  const Scalar world = country.sum();
  advantage_network m;
  m.products_of.resize(to_size(exports.rows()));
  m.countries_of.resize(to_size(exports.cols()));
  for (Eigen::Index p = 0; p < exports.cols(); ++p) {
    const Scalar level = threshold * (Scalar(1) - Scalar(1e-12)) * (product[p] / world);
    for (Eigen::Index c = 0; c < exports.rows(); ++c) {
      if (!(exports(c, p) > Scalar(0)) || exports(c, p) < level * country[c]) continue;
      m.products_of[to_size(c)].push_back(static_cast<std::int32_t>(p));
      m.countries_of[to_size(p)].push_back(static_cast<std::int32_t>(c));
    }
    m.product_exported.push_back(product[p] > Scalar(0));
    m.ubiquity.push_back(static_cast<int>(m.countries_of[to_size(p)].size()));
  }
  for (Eigen::Index c = 0; c < exports.rows(); ++c) {
    m.country_exports.push_back(country[c] > Scalar(0));
    m.diversity.push_back(static_cast<int>(m.products_of[to_size(c)].size()));
  }
  return m;
}

}  // namespace bilateral
