#pragma once
// Indices over a network before they are known: who has one, and why others do not.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/trade/structure/advantage_network.hpp>
#include <bilateral/trade/structure/index_value.hpp>

#include <cstddef>

namespace bilateral::detail {

template <class Scalar>
index_vector<Scalar> blank_countries(const advantage_network& m) {
  index_vector<Scalar> out;
  out.values = dense_vector<Scalar>::Constant(to_index(m.countries()), undefined<Scalar>);
  for (std::size_t c = 0; c < m.countries(); ++c) {
    out.reasons.push_back(m.diversity[c] > 0     ? ""
                          : m.country_exports[c] ? "no product with comparative advantage"
                                                 : "the country exports nothing");
  }
  return out;
}

template <class Scalar>
index_vector<Scalar> blank_products(const advantage_network& m) {
  index_vector<Scalar> out;
  out.values = dense_vector<Scalar>::Constant(to_index(m.products()), undefined<Scalar>);
  for (std::size_t p = 0; p < m.products(); ++p) {
    out.reasons.push_back(m.ubiquity[p] > 0       ? ""
                          : m.product_exported[p] ? "no country with comparative advantage"
                                                  : "nobody exports the product");
  }
  return out;
}

template <class = when_called>
void require_network(const char* function, const advantage_network& m) {
  std::size_t active = 0;
  for (const int d : m.diversity) active += d > 0 ? 1U : 0U;
  require(active > 0, function, "no country has comparative advantage in any product");
}

}  // namespace bilateral::detail
