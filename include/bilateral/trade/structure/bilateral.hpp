#pragma once
/// Who trades with whom: intensity, complementarity, propensities, introversion, orientation,
/// dependence.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/trade/structure/concentration.hpp>
#include <bilateral/trade/structure/detail/share_distance.hpp>
#include <bilateral/trade/structure/index_value.hpp>

#include <cmath>
#include <span>
#include <string>
#include <vector>

namespace bilateral {

/// What a pair's share is compared with.
enum class intensity_reference {
  world,      ///< the partner's share in the world's imports
  elsewhere,  ///< the partner's share in the imports of the world without the exporter, who cannot
              ///< buy from itself
};

/// Trade intensity of every pair of countries.
///
///   world:      T_ij = (x_ij / X_i) / (M_j / W)
///   elsewhere:  T_ij = (x_ij / X_i) / (M_j / (W - M_i))
///
/// @param pairs  (exporters x importers) total trade
/// @return       above 1 where more is traded than the partner's size says; from 0; undefined where
///               the exporter exports nothing or the importer imports nothing
/// @throws argument_error  not square, an element that is negative or not finite
/// @note   World: the definition of World Bank WITS and UN ESCAP; elsewhere: Kojima
/// @see    Brown (1949), Applied Economics; Kojima (1964), Hitotsubashi Journal of Economics 5;
///         Mikic & Gilbert (2009), Trade Statistics in Policymaking (UN ESCAP)
template <class Scalar>
[[nodiscard]] index_matrix<Scalar> trade_intensity(
    const dense_matrix<Scalar>& pairs, intensity_reference reference = intensity_reference::world) {
  detail::require_trade_matrix("trade_intensity", "pairs", pairs);
  require(pairs.rows() == pairs.cols(), "trade_intensity", "pairs is ", pairs.rows(), " x ",
          pairs.cols(), "; it must be square");
  const dense_vector<Scalar> x = pairs.rowwise().sum(), m = pairs.colwise().sum().transpose();
  const Scalar world = x.sum();
  index_matrix<Scalar> out;
  out.row_reasons = detail::reasons_of(x, "the exporter exports nothing");
  out.column_reasons = detail::reasons_of(m, "the importer imports nothing");
  out.values.resize(pairs.rows(), pairs.cols());
  for (Eigen::Index j = 0; j < pairs.cols(); ++j) {
    for (Eigen::Index i = 0; i < pairs.rows(); ++i) {
      const Scalar all = reference == intensity_reference::world ? world : Scalar(world - m[i]);
      out.values(i, j) = x[i] == Scalar(0) || m[j] == Scalar(0)
                             ? detail::undefined<Scalar>
                             : Scalar(pairs(i, j) / x[i] * (all / m[j]));
    }
  }
  return out;
}

/// Michaely's complementarity of one country's exports with another's imports, from 0 to 100:
///
///   C_ij = 100 (1 - sum_k |m_jk / M_j - x_ik / X_i| / 2)
///
/// @param exports,imports  (products) of the exporter and of the importer, with the world
/// @return  none where either trades nothing
/// @see  Michaely (1996), World Bank Policy Research Working Paper 1583; World Bank WITS, trade
///       indicators
template <class Scalar>
[[nodiscard]] index_value<Scalar> complementarity(std::span<const Scalar> exports,
                                                  std::span<const Scalar> imports) {
  auto apart = krugman_specialisation(exports, imports);
  if (!apart) {
    return index_value<Scalar>::none(detail::total_of("complementarity", "exports", exports) ==
                                             Scalar(0)
                                         ? "the exporter exports nothing"
                                         : "the importer imports nothing");
  }
  return Scalar(Scalar(100) - Scalar(50) * *apart);
}

/// Complementarity of every exporter (rows) with every importer (columns).
/// @param exports,imports  (countries x products)
/// @throws argument_error  shapes, an element that is negative or not finite
/// @see  Michaely (1996), World Bank Policy Research Working Paper 1583
template <class Scalar>
[[nodiscard]] index_matrix<Scalar> complementarity(const dense_matrix<Scalar>& exports,
                                                   const dense_matrix<Scalar>& imports) {
  detail::require_same_shape("complementarity", exports, imports);
  auto out =
      detail::share_distances("complementarity", exports, "exports", imports, "imports",
                              "the exporter exports nothing", "the importer imports nothing");
  out.values = (Scalar(100) - Scalar(50) * out.values.array()).matrix();
  return out;
}

namespace detail {

template <class Scalar>
index_value<Scalar> ratio_of(const char* function, const char* top_name, const Scalar& top,
                             const char* bottom_name, const Scalar& bottom) {
  const Scalar values[] = {top, bottom};
  require_finite(function, text(top_name, " or ", bottom_name), std::span<const Scalar>(values));
  require(!(top < Scalar(0)), function, top_name, " is ", static_cast<double>(top),
          "; it must not be negative");
  if (!(bottom > Scalar(0)))
    return index_value<Scalar>::none(text(bottom_name, " is not above zero"));
  return Scalar(top / bottom);
}

}  // namespace detail

/// Export propensity X / GDP. @return  none where GDP is not above zero
/// @see  Mikic & Gilbert (2009), Trade Statistics in Policymaking
template <class Scalar>
[[nodiscard]] index_value<Scalar> export_propensity(const Scalar& exports, const Scalar& gdp) {
  return detail::ratio_of("export_propensity", "exports", exports, "gdp", gdp);
}
/// Import propensity M / GDP. @return  none where GDP is not above zero
/// @see  Mikic & Gilbert (2009), Trade Statistics in Policymaking
template <class Scalar>
[[nodiscard]] index_value<Scalar> import_propensity(const Scalar& imports, const Scalar& gdp) {
  return detail::ratio_of("import_propensity", "imports", imports, "gdp", gdp);
}
/// Import penetration M / (GDP - X + M): the share of imports in what is used at home.
/// @return  none where nothing is used. @see  Mikic & Gilbert (2009); OECD Economic Globalisation
///          Indicators
template <class Scalar>
[[nodiscard]] index_value<Scalar> import_penetration(const Scalar& imports, const Scalar& exports,
                                                     const Scalar& gdp) {
  return detail::ratio_of("import_penetration", "imports", imports, "domestic use",
                          Scalar(gdp - exports + imports));
}
/// Dependence on trade (X + M) / GDP. @return  none where GDP is not above zero. @see  Mikic &
/// Gilbert (2009)
template <class Scalar>
[[nodiscard]] index_value<Scalar> trade_dependence(const Scalar& exports, const Scalar& imports,
                                                   const Scalar& gdp) {
  return detail::ratio_of("trade_dependence", "trade", Scalar(exports + imports), "gdp", gdp);
}
/// Share of an exporter in what a market imports. @return  none where the market imports nothing
template <class Scalar>
[[nodiscard]] index_value<Scalar> market_share(const Scalar& from_exporter,
                                               const Scalar& market_imports) {
  return detail::ratio_of("market_share", "exports to the market", from_exporter,
                          "imports of the market", market_imports);
}

/// Sectoral Hirschman index sqrt(sum s_k^2), from 1/sqrt(n) to 1; over partners the regional one.
/// @return  none where nothing is traded. @see  Mikic & Gilbert (2009), Trade Statistics in
///          Policymaking
template <class Scalar>
[[nodiscard]] index_value<Scalar> hirschman(std::span<const Scalar> values) {
  using std::sqrt;
  auto h = herfindahl(values);
  if (!h) return h;
  return Scalar(sqrt(*h));
}

/// Regional orientation of a product's exports: its share in exports to the region over its share
/// in exports elsewhere; above 1 the product goes to the region.
/// @param to_region,elsewhere  (products) exports to the region's markets and to all others
/// @return  none where the region or the rest buys nothing, or the rest buys none of the product
/// @throws argument_error  sizes, a value that is negative or not finite, no such product
/// @see  Yeats (1998), World Bank Economic Review 12
template <class Scalar>
[[nodiscard]] index_value<Scalar> regional_orientation(std::span<const Scalar> to_region,
                                                       std::span<const Scalar> elsewhere,
                                                       std::size_t product) {
  require_same_size("regional_orientation", "to_region", to_region.size(), "elsewhere",
                    elsewhere.size());
  require(product < to_region.size(), "regional_orientation", "product is ", product, " of ",
          to_region.size());
  const Scalar in = detail::total_of("regional_orientation", "to_region", to_region);
  const Scalar out = detail::total_of("regional_orientation", "elsewhere", elsewhere);
  if (in == Scalar(0)) return index_value<Scalar>::none("nothing is exported to the region");
  if (out == Scalar(0)) return index_value<Scalar>::none("nothing is exported elsewhere");
  if (elsewhere[product] == Scalar(0))
    return index_value<Scalar>::none("the product is not exported elsewhere");
  return Scalar(to_region[product] / in / (elsewhere[product] / out));
}

/// How a region trades with itself.
template <class Scalar = double>
struct introversion_result {
  Scalar share{};        ///< intra-regional trade over the region's trade
  Scalar intensity{};    ///< share over the region's share in world trade
  Scalar homogeneous{};  ///< HI = share over the weight of the region in the trade of the others
  Scalar
      introversion{};  ///< (HI - HE) / (HI + HE), from -1 (nothing inside) to 1 (nothing outside)
};

/// Iapadre's regional trade introversion.
///
///   HI = (T_rr / T_r) / (T_or / T_o),  HE = (1 - T_rr / T_r) / (1 - T_or / T_o),  I = (HI - HE) /
///   (HI + HE)
///
/// with T_r the region's exports and imports, T_rr those among its members, T_o the trade of all
/// others and T_or what they trade with the region.
///
/// @param pairs   (countries x countries) exports of rows to columns
/// @param member  (countries) whether the country is in the region
/// @return   none where the region or the rest does not trade, or the rest trades with the region
///           only or not at all
/// @throws argument_error  shapes, an element that is negative or not finite
/// @see      Iapadre (2006), in De Lombaerde, Assessment and Measurement of Regional Integration
template <class Scalar>
[[nodiscard]] index_value<introversion_result<Scalar>> regional_introversion(
    const dense_matrix<Scalar>& pairs, const std::vector<bool>& member) {
  using none = index_value<introversion_result<Scalar>>;
  detail::require_trade_matrix("regional_introversion", "pairs", pairs);
  require(pairs.rows() == pairs.cols() && member.size() == to_size(pairs.rows()),
          "regional_introversion", "pairs is ", pairs.rows(), " x ", pairs.cols(), " for ",
          member.size(), " countries");
  Scalar inside(0), across(0), outside(0);
  for (Eigen::Index j = 0; j < pairs.cols(); ++j) {
    for (Eigen::Index i = 0; i < pairs.rows(); ++i) {
      const bool from = member[to_size(i)], to = member[to_size(j)];
      (from && to ? inside : from || to ? across : outside) += pairs(i, j);
    }
  }
  const Scalar region = Scalar(2) * inside + across, others = Scalar(2) * outside + across;
  if (region == Scalar(0)) return none::none("the region does not trade");
  if (others == Scalar(0)) return none::none("nobody outside the region trades");
  if (across == Scalar(0))
    return none::none("the region and the others do not trade with each other");
  if (outside == Scalar(0)) return none::none("the others trade with the region only");
  introversion_result<Scalar> out;
  out.share = Scalar(2) * inside / region;
  out.intensity = out.share / (region / (region + others));
  out.homogeneous = out.share / (across / others);
  const Scalar extra = (Scalar(1) - out.share) / (Scalar(1) - across / others);
  out.introversion = (out.homogeneous - extra) / (out.homogeneous + extra);
  return out;
}

}  // namespace bilateral
