#pragma once
/// The product space: proximity of products, density around a country, distance, opportunity value.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/trade/structure/complexity.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace bilateral {

/// Proximity of products: the smaller of the two probabilities to export one with advantage given
/// the other.
///
///   phi_pq = sum_c M_cp M_cq / max(u_p, u_q)
///
/// @return  (products x products) symmetric, from 0 to 1, ones on the diagonal; undefined lines for
///          products without advantage anywhere
/// @throws argument_error  no advantage at all
/// @see  Hidalgo, Klinger, Barabasi & Hausmann (2007), Science 317; Hausmann & Klinger (2007), CID
///       WP 146
template <class Scalar = double>
[[nodiscard]] index_matrix<Scalar> proximity(const advantage_network& m) {
  detail::require_network("proximity", m);
  const auto n = to_index(m.products());
  dense_matrix<Scalar> both = dense_matrix<Scalar>::Zero(n, n);
  for (const auto& products : m.products_of) {
    for (std::size_t b = 0; b < products.size(); ++b) {
      Scalar* column = both.col(products[b]).data();
      for (std::size_t a = 0; a <= b; ++a) column[products[a]] += Scalar(1);  // the upper triangle
    }
  }
  index_matrix<Scalar> out;
  const auto blank = detail::blank_products<Scalar>(m);
  out.row_reasons = out.column_reasons = blank.reasons;
  for (Eigen::Index q = 0; q < n; ++q) {
    for (Eigen::Index p = 0; p <= q; ++p) {
      const int most = (std::max)(m.ubiquity[to_size(p)], m.ubiquity[to_size(q)]);
      const bool defined = m.ubiquity[to_size(p)] > 0 && m.ubiquity[to_size(q)] > 0;
      both(p, q) = defined ? Scalar(both(p, q) / Scalar(most)) : detail::undefined<Scalar>;
      both(q, p) = both(p, q);
    }
  }
  out.values = std::move(both);
  return out;
}

/// Whether a product's proximity to itself (one) counts in its density, as in the printed formula.
enum class own_proximity { counts, left_out };

/// Density of a country's exports around a product, from 0 to 1.
///
///   omega_cp = sum_q M_cq phi_qp / sum_q phi_qp
///
/// @param phi  of `proximity`
/// @return     (countries x products); undefined where the country or the product is
/// @throws argument_error  a matrix of another size
/// @note   its complement 1 - omega is the distance of the Atlas
/// @see    Hausmann & Klinger (2007), CID Working Paper 146; Hausmann et al. (2014), Atlas
template <class Scalar>
[[nodiscard]] index_matrix<Scalar> density(const advantage_network& m,
                                           const index_matrix<Scalar>& phi,
                                           own_proximity own = own_proximity::counts) {
  const auto n = to_index(m.products());
  require(phi.values.rows() == n && phi.values.cols() == n, "density", "phi is ", phi.values.rows(),
          " x ", phi.values.cols(), " for ", n, " products");
  dense_matrix<Scalar> closeness =
      phi.values.unaryExpr([](const Scalar& v) { return v == v ? v : Scalar(0); });
  if (own == own_proximity::left_out) closeness.diagonal().setZero();
  const dense_vector<Scalar> all = closeness.colwise().sum().transpose();
  dense_matrix<Scalar> by_product = dense_matrix<Scalar>::Zero(n, to_index(m.countries()));
  for (std::size_t c = 0; c < m.countries(); ++c) {
    for (const std::int32_t q : m.products_of[c]) by_product.col(to_index(c)) += closeness.col(q);
  }
  index_matrix<Scalar> out;
  out.row_reasons = detail::blank_countries<Scalar>(m).reasons;
  out.column_reasons = detail::blank_products<Scalar>(m).reasons;
  out.element_reason = "the product is near no other";
  out.values = by_product.transpose();
  for (Eigen::Index p = 0; p < n; ++p) {
    for (Eigen::Index c = 0; c < out.values.rows(); ++c) {
      const bool defined = all[p] > Scalar(0) && out.row_reasons[to_size(c)].empty();
      out.values(c, p) = defined ? Scalar(out.values(c, p) / all[p]) : detail::undefined<Scalar>;
    }
  }
  return out;
}

/// Distance of a country to a product, 1 - density.
template <class Scalar>
[[nodiscard]] index_matrix<Scalar> distance(index_matrix<Scalar> density) {
  density.values = (Scalar(1) - density.values.array()).matrix();
  return density;
}

/// What a country could reach: the complexity of the products it does not export with advantage,
/// weighted by how near they are (complexity outlook of the Atlas).
///
///   OV_c = sum_p (1 - M_cp) omega_cp PCI_p
///
/// @param density  of `density`
/// @param pci      by product
/// @return         undefined for a country without advantage
/// @throws argument_error  sizes
/// @see  Hausmann et al. (2014), The Atlas of Economic Complexity
template <class Scalar>
[[nodiscard]] index_vector<Scalar> opportunity_value(const advantage_network& m,
                                                     const index_matrix<Scalar>& density,
                                                     const index_vector<Scalar>& pci) {
  require(density.values.rows() == to_index(m.countries()) &&
              density.values.cols() == to_index(m.products()) &&
              pci.values.size() == density.values.cols(),
          "opportunity_value", "density is ", density.values.rows(), " x ", density.values.cols(),
          " and pci has ", pci.values.size(), " values for ", m.countries(), " countries and ",
          m.products(), " products");
  index_vector<Scalar> out = detail::blank_countries<Scalar>(m);
  for (std::size_t c = 0; c < m.countries(); ++c) {
    if (!out.reasons[c].empty()) continue;
    std::vector<bool> has(m.products(), false);
    for (const std::int32_t p : m.products_of[c]) has[to_size(p)] = true;
    Scalar sum(0);
    for (std::size_t p = 0; p < m.products(); ++p) {
      const Scalar closeness = density.values(to_index(c), to_index(p));
      if (!has[p] && pci.reasons[p].empty() && closeness == closeness)
        sum += closeness * pci.values[to_index(p)];
    }
    out.values[to_index(c)] = sum;
  }
  return out;
}

}  // namespace bilateral
