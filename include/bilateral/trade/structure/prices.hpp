#pragma once
/// Prices of trade: unit values by product with a stated rule for outliers, terms of trade by product.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/trade/structure/flows.hpp>
#include <bilateral/trade/structure/index_value.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

struct unit_value_options {
  /// A flow whose unit value is beyond this factor of the product's median, either way, is left out;
  /// 0: none is. At least 1.
  double median_factor = 0;
};

/// Unit values by product over all flows.
struct unit_values {
  std::vector<index_value<double>> by_product;  ///< sum of values over sum of quantities
  std::size_t without_quantity = 0;             ///< flows whose quantity is unknown or zero
  std::size_t outliers = 0;                     ///< flows left out by the rule
  double outlier_value = 0;                     ///< their value
};

namespace detail {

template <class = when_called>
double median_of(std::vector<double> values) {
  const auto middle = values.begin() + to_index(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

}  // namespace detail

/// Unit values of the products.
///
///   p_k = sum v / sum q over the flows of k with a quantity, those beyond the rule left out
///
/// @return  none for a product without such a flow
/// @throws argument_error  flows without quantities, a factor above 0 but below 1
/// @see    Kravis & Lipsey (1971), Price Competitiveness in World Trade; Silver (2009), IMF Staff
///         Papers 56, on what unit values are not
template <class = when_called>
[[nodiscard]] unit_values unit_values_of(const product_flows& flows,
                                         const unit_value_options& options = {}) {
  require(flows.quantity.size() == flows.size() && flows.size() > 0, "unit_values_of",
          "the flows have no quantities");
  require(options.median_factor == 0 || options.median_factor >= 1, "unit_values_of",
          "median_factor is ", options.median_factor, "; it must be 0 or at least 1");
  unit_values out;
  std::vector<std::vector<std::size_t>> rows(flows.products.size());
  for (std::size_t r = 0; r < flows.size(); ++r) {
    if (flows.quantity[r] > 0) {
      rows[to_size(flows.product[r])].push_back(r);
    } else {
      ++out.without_quantity;
    }
  }
  for (const auto& of_product : rows) {
    if (of_product.empty()) {
      out.by_product.push_back(index_value<double>::none("no flow of the product has a quantity"));
      continue;
    }
    double low = 0, high = std::numeric_limits<double>::infinity();
    if (options.median_factor > 0) {
      std::vector<double> prices;
      for (const std::size_t r : of_product) prices.push_back(flows.value[r] / flows.quantity[r]);
      const double median = detail::median_of(std::move(prices));
      low = median / options.median_factor;
      high = median * options.median_factor;
    }
    double value = 0, quantity = 0;
    for (const std::size_t r : of_product) {
      const double price = flows.value[r] / flows.quantity[r];
      if (price < low || price > high) {
        ++out.outliers;
        out.outlier_value += flows.value[r];
        continue;
      }
      value += flows.value[r];
      quantity += flows.quantity[r];
    }
    out.by_product.push_back(quantity > 0
                                 ? index_value<double>(value / quantity)
                                 : index_value<double>::none("every flow is beyond the rule"));
  }
  return out;
}

/// Terms of trade by product, the unit value of exports over that of imports.
/// @return  none where either is, or imports are free of charge
/// @throws argument_error  sizes
/// @see  UNCTAD, Handbook of Statistics, terms of trade
template <class = when_called>
[[nodiscard]] std::vector<index_value<double>> product_terms_of_trade(const unit_values& exports,
                                                                      const unit_values& imports) {
  require_same_size("product_terms_of_trade", "exports", exports.by_product.size(), "imports",
                    imports.by_product.size());
  std::vector<index_value<double>> out;
  for (std::size_t k = 0; k < exports.by_product.size(); ++k) {
    const auto& x = exports.by_product[k];
    const auto& m = imports.by_product[k];
    if (!x || !m || !(*m > 0)) {
      out.push_back(index_value<double>::none(!x   ? "exports: " + x.reason
                                              : !m ? "imports: " + m.reason
                                                   : "the unit value of imports is zero"));
    } else {
      out.push_back(*x / *m);
    }
  }
  return out;
}

}  // namespace bilateral
