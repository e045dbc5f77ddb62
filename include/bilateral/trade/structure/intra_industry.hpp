#pragma once
/// Intra-industry trade: Grubel-Lloyd, marginal (Brulhart), vertical and horizontal by unit values.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/trade/structure/flows.hpp>
#include <bilateral/trade/structure/index_value.hpp>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <vector>

namespace bilateral {

namespace detail {

template <class Scalar>
Scalar magnitude(const Scalar& v) {
  return v < Scalar(0) ? Scalar(-v) : v;
}
template <class Scalar>
void require_both_sides(const char* function, std::span<const Scalar> exports,
                        std::span<const Scalar> imports) {
  require_same_size(function, "exports", exports.size(), "imports", imports.size());
  (void)total_of(function, "exports", exports);
  (void)total_of(function, "imports", imports);
}

}  // namespace detail

/// Grubel-Lloyd index of one product, 1 - |x - m| / (x + m): 0 one way, 1 balanced.
/// @return  none where the product is not traded
/// @see  Grubel & Lloyd (1975), Intra-Industry Trade (there times 100)
template <class Scalar>
[[nodiscard]] index_value<Scalar> grubel_lloyd(const Scalar& exports, const Scalar& imports) {
  const Scalar values[] = {exports, imports};
  const Scalar both = detail::total_of("grubel_lloyd", "trade", std::span<const Scalar>(values));
  if (both == Scalar(0)) return index_value<Scalar>::none("the product is not traded");
  return Scalar(Scalar(1) - detail::magnitude(Scalar(exports - imports)) / both);
}

/// The index over products: the mean of the products' indices weighted by their trade.
template <class Scalar = double>
struct grubel_lloyd_result {
  Scalar plain{};  ///< 1 - sum |x - m| / sum (x + m)
  /// (sum (x + m) - sum |x - m|) / (sum (x + m) - |sum x - sum m|): corrected for the balance of
  /// all products; none where all trade goes one way
  index_value<Scalar> adjusted = index_value<Scalar>::none("all trade goes one way");
};

/// Grubel and Lloyd's index over products, plain and adjusted for overall imbalance.
///
/// @param exports,imports  (products)
/// @return   none where nothing is traded; 0 <= plain <= adjusted <= 1
/// @throws argument_error  sizes, a value that is negative or not finite
/// @note     one country's trade with the world or with one partner. Products added up before (a
///           coarser classification) never lower the index: categorical aggregation
/// @see      Grubel & Lloyd (1975), Intra-Industry Trade
template <class Scalar>
[[nodiscard]] index_value<grubel_lloyd_result<Scalar>> grubel_lloyd(
    std::span<const Scalar> exports, std::span<const Scalar> imports) {
  detail::require_both_sides("grubel_lloyd", exports, imports);
  Scalar both(0), gap(0), net(0);
  for (std::size_t k = 0; k < exports.size(); ++k) {
    both += exports[k] + imports[k];
    gap += detail::magnitude(Scalar(exports[k] - imports[k]));
    net += exports[k] - imports[k];
  }
  if (both == Scalar(0)) return index_value<grubel_lloyd_result<Scalar>>::none("nothing is traded");
  grubel_lloyd_result<Scalar> out;
  out.plain = Scalar(1) - gap / both;
  const Scalar matched = both - gap, possible = both - detail::magnitude(net);
  if (possible > Scalar(1e-14) * both) out.adjusted = Scalar(matched / possible);
  return out;
}

/// Brulhart's marginal indices of a product or of all products, from a first to a last year.
template <class Scalar = double>
struct marginal_trade {
  Scalar a{};  ///< 1 - sum |dx - dm| / sum (|dx| + |dm|), from 0 (one way) to 1 (matched changes)
  Scalar b{};  ///< sum (dx - dm) / sum (|dx| + |dm|), from -1 to 1: who gained; |B| = 1 - A for one
               ///< product
  Scalar c{};  ///< sum (|dx| + |dm| - |dx - dm|): the matched change in the unit of trade
};

/// Marginal intra-industry trade over the products.
///
/// @param exports_before,imports_before,exports_after,imports_after  (products), at constant prices
/// @return   none where nothing changed; weights of the products are |dx| + |dm|
/// @throws argument_error  sizes, a value that is negative or not finite
/// @see      Brulhart (1994), Weltwirtschaftliches Archiv 130
template <class Scalar>
[[nodiscard]] index_value<marginal_trade<Scalar>> marginal_intra_industry(
    std::span<const Scalar> exports_before, std::span<const Scalar> imports_before,
    std::span<const Scalar> exports_after, std::span<const Scalar> imports_after) {
  constexpr const char* name = "marginal_intra_industry";
  detail::require_both_sides(name, exports_before, imports_before);
  detail::require_both_sides(name, exports_after, imports_after);
  require_same_size(name, "exports before", exports_before.size(), "exports after",
                    exports_after.size());
  Scalar changes(0), gap(0), net(0), matched(0);
  for (std::size_t k = 0; k < exports_before.size(); ++k) {
    const Scalar dx = exports_after[k] - exports_before[k],
                 dm = imports_after[k] - imports_before[k];
    const Scalar size = detail::magnitude(dx) + detail::magnitude(dm),
                 apart = detail::magnitude(Scalar(dx - dm));
    changes += size;
    gap += apart;
    net += dx - dm;
    matched += size - apart;
  }
  if (changes == Scalar(0))
    return index_value<marginal_trade<Scalar>>::none("trade did not change");
  return marginal_trade<Scalar>{Scalar(Scalar(1) - gap / changes), Scalar(net / changes), matched};
}

/// Azhar and Elliott's index of trade-induced adjustment of one product, over one pair of years:
///
///   S = (dx - dm) / (2 max(|dx|, |dm|)),  from -1 (imports replace exports) to 1
///
/// @return  none where neither changed
/// @throws argument_error  a change that is not finite
/// @see  Azhar & Elliott (2003), Review of World Economics 139
template <class Scalar>
[[nodiscard]] index_value<Scalar> trade_induced_adjustment(const Scalar& export_change,
                                                           const Scalar& import_change) {
  const Scalar values[] = {export_change, import_change};
  require_finite("trade_induced_adjustment", "change", std::span<const Scalar>(values));
  const Scalar x = detail::magnitude(export_change), m = detail::magnitude(import_change);
  if (x == Scalar(0) && m == Scalar(0)) return index_value<Scalar>::none("trade did not change");
  return Scalar((export_change - import_change) / (Scalar(2) * (x > m ? x : m)));
}

/// Azhar and Elliott's product quality in vertical trade, 1 + (p_x - p_m) / (p_x + p_m): 1 for
/// equal unit values, towards 2 where exports are dearer, towards 0 where imports are.
/// @return  none where a unit value is not known (not above zero)
/// @see  Azhar & Elliott (2006), Review of World Economics 142
template <class Scalar>
[[nodiscard]] index_value<Scalar> product_quality(const Scalar& export_unit_value,
                                                  const Scalar& import_unit_value) {
  if (!(export_unit_value > Scalar(0)) || !(import_unit_value > Scalar(0))) {
    return index_value<Scalar>::none("a unit value is not known");
  }
  return Scalar(Scalar(1) +
                (export_unit_value - import_unit_value) / (export_unit_value + import_unit_value));
}

/// The band of relative unit values within which two-way trade is horizontal.
enum class unit_value_band {
  additive,  ///< 1 - a <= p_x / p_m <= 1 + a (Greenaway, Hine & Milner)
  ratio,     ///< 1 / (1 + a) <= p_x / p_m <= 1 + a (Fontagne & Freudenberg)
};

struct vertical_options {
  double dispersion = 0.15;  ///< a; 0.25 is the other usual one
  unit_value_band band = unit_value_band::additive;
};

/// The Grubel-Lloyd index in its parts.
template <class Scalar = double>
struct vertical_trade {
  Scalar total{};  ///< the plain index, the sum of the four below
  Scalar horizontal{};
  Scalar vertical_high{};  ///< exports dearer than the band
  Scalar vertical_low{};
  Scalar unknown{};  ///< matched trade of products whose unit values are not known
};

/// Intra-industry trade into horizontal and vertical by unit values.
///
///   GL = sum_k (x_k + m_k - |x_k - m_k|) / sum_k (x_k + m_k), product k in the part that p_x / p_m
///   names
///
/// @param export_unit_value,import_unit_value  (products) not above zero or NaN: not known
/// @return   none where nothing is traded
/// @throws argument_error  sizes, values that are negative or not finite, a dispersion outside (0,
///                         1)
/// @see      Greenaway, Hine & Milner (1995), Economic Journal 105; Fontagne & Freudenberg (1997),
///           CEPII WP 97-01
template <class Scalar>
[[nodiscard]] index_value<vertical_trade<Scalar>> vertical_intra_industry(
    std::span<const Scalar> exports, std::span<const Scalar> imports,
    std::span<const Scalar> export_unit_value, std::span<const Scalar> import_unit_value,
    const vertical_options& options = {}) {
  constexpr const char* name = "vertical_intra_industry";
  detail::require_both_sides(name, exports, imports);
  require_same_size(name, "exports", exports.size(), "export_unit_value", export_unit_value.size());
  require_same_size(name, "exports", exports.size(), "import_unit_value", import_unit_value.size());
  require(options.dispersion > 0 && options.dispersion < 1, name, "dispersion is ",
          options.dispersion, "; it must lie between 0 and 1");
  const Scalar high(1 + options.dispersion);
  const Scalar low = options.band == unit_value_band::ratio ? Scalar(Scalar(1) / high)
                                                            : Scalar(1 - options.dispersion);
  vertical_trade<Scalar> out;
  Scalar both(0);
  for (std::size_t k = 0; k < exports.size(); ++k) {
    both += exports[k] + imports[k];
    const Scalar matched =
        exports[k] + imports[k] - detail::magnitude(Scalar(exports[k] - imports[k]));
    out.total += matched;
    if (!(export_unit_value[k] > Scalar(0)) || !(import_unit_value[k] > Scalar(0))) {
      out.unknown += matched;
      continue;
    }
    const Scalar ratio = export_unit_value[k] / import_unit_value[k];
    (ratio > high ? out.vertical_high : ratio < low ? out.vertical_low : out.horizontal) += matched;
  }
  if (both == Scalar(0)) return index_value<vertical_trade<Scalar>>::none("nothing is traded");
  for (Scalar* part :
       {&out.total, &out.horizontal, &out.vertical_high, &out.vertical_low, &out.unknown})
    *part /= both;
  return out;
}

namespace detail {

// rows in the order of their products
template <class = when_called>
std::vector<std::uint32_t> by_product(const product_flows& flows) {
  std::vector<std::uint32_t> from(flows.products.size() + 1, 0), order(flows.size());
  for (const std::int32_t k : flows.product) ++from[to_size(k) + 1];
  for (std::size_t k = 1; k < from.size(); ++k) from[k] += from[k - 1];
  for (std::size_t r = 0; r < flows.size(); ++r) {
    order[from[to_size(flows.product[r])]++] = static_cast<std::uint32_t>(r);
  }
  return order;
}

}  // namespace detail

/// Grubel-Lloyd over products of every pair of countries, symmetric: one pass over the flows by
/// product.
/// @return  (countries x countries); undefined where the two do not trade with each other
/// @throws argument_error  flows without importers
/// @see  Grubel & Lloyd (1975), Intra-Industry Trade
template <class Scalar = double>
[[nodiscard]] index_matrix<Scalar> grubel_lloyd_pairs(const product_flows& flows) {
  require_bilateral("grubel_lloyd_pairs", flows);
  const auto n = std::ssize(flows.countries);
  dense_matrix<Scalar> both = dense_matrix<Scalar>::Zero(n, n), gap = both, product = both;
  const auto order = detail::by_product(flows);
  for (std::size_t first = 0, last = 0; first < order.size(); first = last) {
    while (last < order.size() && flows.product[order[last]] == flows.product[order[first]]) {
      product(flows.exporter[order[last]], flows.importer[order[last]]) +=
          Scalar(flows.value[order[last]]);
      ++last;
    }
    for (std::size_t at = first; at < last; ++at) {
      const std::int32_t i = flows.exporter[order[at]], j = flows.importer[order[at]];
      Scalar& there = product((std::min)(i, j), (std::max)(i, j));
      Scalar& back = product((std::max)(i, j), (std::min)(i, j));
      if (i == j || (there == Scalar(0) && back == Scalar(0))) continue;
      both((std::min)(i, j), (std::max)(i, j)) += there + back;
      gap((std::min)(i, j), (std::max)(i, j)) += detail::magnitude(Scalar(there - back));
      there = back = Scalar(0);
    }
    for (std::size_t at = first; at < last; ++at)
      product(flows.exporter[order[at]], flows.importer[order[at]]) = Scalar(0);
  }
  index_matrix<Scalar> out;
  out.row_reasons.assign(flows.countries.size(), "");
  out.column_reasons = out.row_reasons;
  out.element_reason = "the two do not trade with each other";
  out.values = dense_matrix<Scalar>::Constant(n, n, detail::undefined<Scalar>);
  for (Eigen::Index j = 0; j < n; ++j) {
    for (Eigen::Index i = 0; i < j; ++i) {
      if (both(i, j) > Scalar(0))
        out.values(i, j) = out.values(j, i) = Scalar(Scalar(1) - gap(i, j) / both(i, j));
    }
  }
  return out;
}

}  // namespace bilateral
