#pragma once
/// Quality of traded products from prices and quantities: Khandelwal, Schott and Wei.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/numeric/absorb.hpp>
#include <bilateral/trade/structure/index_value.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <vector>

namespace bilateral {

/// Quality of every flow, in logarithms and relative to its product and market.
template <class Scalar = double>
struct quality_result {
  dense_vector<Scalar> log_quality;         ///< (n) NaN where it is undefined
  dense_vector<Scalar> log_adjusted_price;  ///< (n) ln p - ln quality
  std::string reason;                       ///< of the flows that have none
  std::size_t undefined = 0;                ///< how many those are
  absorb_report absorbed;

  /// ln quality of flow r, or none and why.
  [[nodiscard]] index_value<Scalar> at(Eigen::Index r) const {
    require(r >= 0 && r < log_quality.size(), "quality_result", "flow ", r, " of ",
            log_quality.size());
    if (log_quality[r] == log_quality[r]) return log_quality[r];
    return index_value<Scalar>::none(reason);
  }
};

namespace detail {

// flows that stay when those alone in their product or market go, again and again
template <class = when_called>
std::vector<Eigen::Index> flows_with_company(std::span<const std::int32_t> product,
                                             std::span<const std::int32_t> market,
                                             std::size_t products, std::size_t markets) {
  std::vector<std::size_t> in_product(products, 0), in_market(markets, 0);
  for (std::size_t r = 0; r < product.size(); ++r) {
    ++in_product[to_size(product[r])];
    ++in_market[to_size(market[r])];
  }
  std::vector<bool> kept(product.size(), true);
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t r = 0; r < product.size(); ++r) {
      std::size_t& k = in_product[to_size(product[r])];
      std::size_t& m = in_market[to_size(market[r])];
      if (!kept[r] || (k > 1 && m > 1)) continue;
      kept[r] = false;
      --k;
      --m;
      changed = true;
    }
  }
  std::vector<Eigen::Index> out;
  for (std::size_t r = 0; r < kept.size(); ++r) {
    if (kept[r]) out.push_back(to_index(r));
  }
  return out;
}

template <class = when_called>
std::size_t levels_of(const char* name, std::span<const std::int32_t> codes) {
  std::int32_t most = -1;
  for (std::size_t r = 0; r < codes.size(); ++r) {
    require(codes[r] >= 0, "quality", name, " is ", codes[r], " in row ", r + 1,
            "; codes start at 0");
    most = codes[r] > most ? codes[r] : most;
  }
  return to_size(most + 1);
}

}  // namespace detail

/// Quality as what sells more than its price explains.
///
///   ln q + sigma ln p = a_product + a_market + e,  ln quality = e / (sigma - 1)
///
/// @param price,quantity  (n) unit values and quantities of the flows, above zero
/// @param product         (n) codes from 0
/// @param market          (n) codes from 0 of destination and period together
/// @param sigma           (n) elasticity of substitution of the flow's product, above 1
/// @return                mean 0 in every product and in every market; undefined for a flow that
///                        is alone in its product or market, which its effect takes up whole
/// @throws argument_error     sizes, values not above zero, negative codes, a sigma not above 1
/// @throws convergence_error  the effects are not found
/// @note   relative within product and market only: levels do not compare across them
/// @see    Khandelwal, Schott & Wei (2013), American Economic Review 103, eq. 3 and 4
template <class Scalar>
[[nodiscard]] quality_result<Scalar> quality(std::span<const Scalar> price,
                                             std::span<const Scalar> quantity,
                                             std::span<const std::int32_t> product,
                                             std::span<const std::int32_t> market,
                                             std::span<const Scalar> sigma) {
  using std::log;
  const std::size_t n = price.size();
  require_same_size("quality", "price", n, "quantity", quantity.size());
  require_same_size("quality", "price", n, "product", product.size());
  require_same_size("quality", "price", n, "market", market.size());
  require_same_size("quality", "price", n, "sigma", sigma.size());
  require_positive("quality", "price", price);
  require_positive("quality", "quantity", quantity);
  require_finite("quality", "sigma", sigma);
  for (std::size_t r = 0; r < n; ++r) {
    require(sigma[r] > Scalar(1), "quality", "sigma is ", static_cast<double>(sigma[r]), " in row ",
            r + 1, "; it must be above 1");
  }
  const auto rows = detail::flows_with_company(
      product, market, detail::levels_of("product", product), detail::levels_of("market", market));
  quality_result<Scalar> out;
  out.reason = "the flow is alone in its product or its market";
  out.undefined = n - rows.size();
  out.log_quality = dense_vector<Scalar>::Constant(to_index(n), detail::undefined<Scalar>);
  out.log_adjusted_price = out.log_quality;
  if (rows.empty()) return out;
  dense_matrix<Scalar> sold(std::ssize(rows), 1);
  std::vector<std::int32_t> k, m;
  for (const Eigen::Index r : rows) {
    const auto at = to_size(r);
    sold(std::ssize(k), 0) = log(quantity[at]) + sigma[at] * log(price[at]);
    k.push_back(product[at]);
    m.push_back(market[at]);
  }
  const auto levels = [](std::span<const std::int32_t> codes) {
    return static_cast<std::int32_t>(detail::levels_of("code", codes));
  };
  const auto found = absorb<Scalar>(sold, {{k, levels(k)}, {m, levels(m)}});
  out.absorbed = found.report;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto at = to_size(rows[i]);
    out.log_quality[rows[i]] = found.residuals(to_index(i), 0) / (sigma[at] - Scalar(1));
    out.log_adjusted_price[rows[i]] = log(price[at]) - out.log_quality[rows[i]];
  }
  return out;
}

}  // namespace bilateral
