#pragma once
/// Constant market share analysis: why exports grew more or less than the world's imports.

#include <bilateral/trade/structure/index_value.hpp>

#include <span>
#include <string>
#include <vector>

namespace bilateral {

/// The growth of one country's exports, split; the parts of each line add up to the change exactly.
template <class Scalar = double>
struct constant_market_share_result {
  Scalar change{};  ///< X' - X

  // Leamer and Stern: change = growth + products + markets + competitiveness
  Scalar growth{};           ///< r X: had exports grown as world imports of everything
  Scalar products{};         ///< sum_k (r_k - r) X_k: what is sold
  Scalar markets{};          ///< sum_kj (r_kj - r_k) X_kj: where it is sold
  Scalar competitiveness{};  ///< sum_kj (X'_kj - X_kj - r_kj X_kj): what remains, = pure + dynamic

  // the shares of the exporter in each product and market: s = X_kj / M_kj
  Scalar pure{};     ///< sum_kj (s' - s) M_kj: shares gained in the markets as they were
  Scalar dynamic{};  ///< sum_kj (s' - s)(M'_kj - M_kj): shares gained where markets grew

  Scalar gains{},
      losses{};  ///< sums over the lines above and below zero of X'_kj - s M'_kj, = competitiveness
};

/// Constant market share analysis over products and markets.
///
///   X' - X = r X + sum_k (r_k - r) X_k + sum_kj (r_kj - r_k) X_kj + sum_kj (X'_kj - X_kj - r_kj
///   X_kj)
///
/// r, r_k, r_kj the growth rates of world imports: all, of product k, of product k in market j.
///
/// @param exports_before,exports_after  (markets x products) of the country
/// @param imports_before,imports_after  (markets x products) of the markets from the world (with or
///                                      without the country itself: state which)
/// @return   none where the country exports nothing before (there is no structure to hold constant)
/// @throws argument_error  shapes, elements that are negative or not finite, more exported to a
///                         market than it imports
/// @note     a product that a market did not import before has no rate: the country's exports there
///           were zero too and count under competitiveness (dynamic)
/// @see      Leamer & Stern (1970), Quantitative International Economics; Richardson (1971), J.
///           International Economics 1; Jepma (1986), Extensions and Application Possibilities of
///           the CMS Analysis (pure, dynamic)
/// Example: examples/indices/figures.cpp
template <class Scalar>
[[nodiscard]] index_value<constant_market_share_result<Scalar>> constant_market_share(
    const dense_matrix<Scalar>& exports_before, const dense_matrix<Scalar>& exports_after,
    const dense_matrix<Scalar>& imports_before, const dense_matrix<Scalar>& imports_after) {
  constexpr const char* name = "constant_market_share";
  for (const auto* m : {&exports_before, &exports_after, &imports_before, &imports_after}) {
    detail::require_trade_matrix(name, "trade", *m);
    detail::require_same_shape(name, exports_before, *m);
  }
  const auto within = [&](const dense_matrix<Scalar>& x, const dense_matrix<Scalar>& m,
                          const char* when) {
    for (Eigen::Index k = 0; k < x.cols(); ++k) {
      for (Eigen::Index j = 0; j < x.rows(); ++j) {
        require(!(x(j, k) > m(j, k) * (Scalar(1) + Scalar(1e-9))), name, "exports ", when,
                " of product ", k + 1, " to market ", j + 1, " are ", static_cast<double>(x(j, k)),
                " but the market imports ", static_cast<double>(m(j, k)));
      }
    }
  };
  within(exports_before, imports_before, "before");
  within(exports_after, imports_after, "after");
  const Scalar total = exports_before.sum(), world = imports_before.sum();
  if (total == Scalar(0)) {
    return index_value<constant_market_share_result<Scalar>>::none(
        "the country exports nothing before");
  }
  constant_market_share_result<Scalar> out;
  out.change = exports_after.sum() - total;
  const Scalar all = imports_after.sum() / world - Scalar(1);
  out.growth = all * total;
  for (Eigen::Index k = 0; k < exports_before.cols(); ++k) {
    const Scalar sold = exports_before.col(k).sum(), bought = imports_before.col(k).sum();
    const Scalar rate =
        bought > Scalar(0) ? Scalar(imports_after.col(k).sum() / bought - Scalar(1)) : Scalar(0);
    out.products += (rate - all) * sold;
    for (Eigen::Index j = 0; j < exports_before.rows(); ++j) {
      const Scalar x = exports_before(j, k), later = exports_after(j, k);
      const Scalar m = imports_before(j, k), m_later = imports_after(j, k);
      const Scalar share = m > Scalar(0) ? Scalar(x / m) : Scalar(0);
      const Scalar share_later = m_later > Scalar(0) ? Scalar(later / m_later) : Scalar(0);
      if (x > Scalar(0)) out.markets += (m_later / m - Scalar(1) - rate) * x;
      out.pure += (share_later - share) * m;
      out.dynamic += (share_later - share) * (m_later - m);
      const Scalar beyond = later - share * m_later;
      out.competitiveness += beyond;
      (beyond > Scalar(0) ? out.gains : out.losses) += beyond;
    }
  }
  return out;
}

}  // namespace bilateral
