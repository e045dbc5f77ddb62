#pragma once
/// Revealed comparative advantage: Balassa's index and its transforms, Lafay, Vollrath, Michaely.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/trade/structure/index_value.hpp>

#include <cmath>
#include <cstddef>
#include <span>
#include <utility>

namespace bilateral {

namespace detail {

inline constexpr const char* no_exports = "the country exports nothing";
inline constexpr const char* no_trade_of_country = "the country trades nothing";
inline constexpr const char* product_not_exported = "nobody exports the product";

/// What all indices on exports need: totals by country and product.
template <class Scalar>
struct export_totals {
  dense_vector<Scalar> country, product;
  Scalar world;
};

template <class Scalar>
export_totals<Scalar> totals_of(const char* function, const dense_matrix<Scalar>& exports) {
  auto sums = sums_of_trade(function, "exports", exports, also_summed::columns);
  export_totals<Scalar> out;
  out.country = std::move(sums.rows);
  out.product = std::move(sums.columns);
  out.world = out.country.sum();
  return out;
}

// product by product, as columns lie in memory: column(to, exports, totals of the countries, of the
// product, of the world); NaN where a total is zero
template <class Scalar, class Column>
index_matrix<Scalar> on_exports(const char* function, const dense_matrix<Scalar>& exports,
                                Column column) {
  const auto t = totals_of(function, exports);
  index_matrix<Scalar> out;
  out.row_reasons = reasons_of(t.country, no_exports);
  out.column_reasons = reasons_of(t.product, product_not_exported);
  out.values.resize(exports.rows(), exports.cols());
  for (Eigen::Index k = 0; k < exports.cols(); ++k) {
    if (t.product[k] == Scalar(0)) {
      out.values.col(k).setConstant(undefined<Scalar>);
      continue;
    }
    column(out.values.col(k).array(), exports.col(k).array(), t.country.array(), t.product[k],
           t.world);
  }
  for (Eigen::Index i = 0; i < exports.rows(); ++i) {
    if (t.country[i] == Scalar(0)) out.values.row(i).setConstant(undefined<Scalar>);
  }
  return out;
}

}  // namespace detail

/// One country's exports of one product among all exports.
template <class Scalar = double>
struct export_position {
  Scalar exports{};  ///< of the product by the country
  Scalar country{};  ///< of all products by the country
  Scalar product{};  ///< of the product by all countries
  Scalar world{};    ///< of all products by all countries
};

namespace detail {

// Each of one number, or of a column of them with the totals of its countries.
template <class Exports, class Country, class Scalar>
auto balassa_of(const Exports& x, const Country& country, const Scalar& product,
                const Scalar& world) {
  return x / country * (world / product);
}
// of Balassa's index
template <class Scalar, class Index>
auto symmetric_of(const Index& r) {
  return (r - Scalar(1)) / (r + Scalar(1));
}
template <class Exports, class Country, class Scalar>
auto normalised_of(const Exports& x, const Country& country, const Scalar& product,
                   const Scalar& world) {
  return x / world - country / world * (product / world);
}
template <class Exports, class Country, class Scalar>
auto additive_of(const Exports& x, const Country& country, const Scalar& product,
                 const Scalar& world) {
  return x / country - product / world;
}

template <class Scalar, class Element>
index_value<Scalar> of_position(const char* function, const export_position<Scalar>& p,
                                const Element& element) {
  const Scalar parts[] = {p.exports, p.country, p.product, p.world};
  (void)total_of(function, "exports or a total", std::span<const Scalar>(parts));
  require(p.exports <= p.country && p.exports <= p.product && p.country <= p.world &&
              p.product <= p.world,
          function, "exports ", static_cast<double>(p.exports), ", of the country ",
          static_cast<double>(p.country), ", of the product ", static_cast<double>(p.product),
          ", of the world ", static_cast<double>(p.world), ": a part exceeds its total");
  if (p.country == Scalar(0)) return index_value<Scalar>::none(no_exports);
  if (p.product == Scalar(0)) return index_value<Scalar>::none(product_not_exported);
  return Scalar(element(p.exports, p.country, p.product, p.world));
}

}  // namespace detail

/// Balassa's index of one country and product.
/// @return  none where the country exports nothing or nobody exports the product
/// @throws argument_error  a value that is negative or not finite, a part above its total
/// @see  Balassa (1965), The Manchester School 33
template <class Scalar>
[[nodiscard]] index_value<Scalar> balassa(const export_position<Scalar>& position) {
  return detail::of_position("balassa", position,
                             [](const auto&... of) { return Scalar(detail::balassa_of(of...)); });
}
/// The symmetric index of one country and product.
/// @see  Dalum, Laursen & Villumsen (1998), International Review of Applied Economics 12
template <class Scalar>
[[nodiscard]] index_value<Scalar> symmetric_balassa(const export_position<Scalar>& position) {
  return detail::of_position("symmetric_balassa", position, [](const auto&... of) {
    return Scalar(detail::symmetric_of<Scalar>(Scalar(detail::balassa_of(of...))));
  });
}
/// The normalised index of one country and product.
/// @see  Yu, Cai & Leung (2009), Annals of Regional Science 43
template <class Scalar>
[[nodiscard]] index_value<Scalar> normalised_balassa(const export_position<Scalar>& position) {
  return detail::of_position("normalised_balassa", position, [](const auto&... of) {
    return Scalar(detail::normalised_of(of...));
  });
}
/// The additive index of one country and product.
/// @see  Hoen & Oosterhaven (2006), Annals of Regional Science 40
template <class Scalar>
[[nodiscard]] index_value<Scalar> additive_balassa(const export_position<Scalar>& position) {
  return detail::of_position("additive_balassa", position,
                             [](const auto&... of) { return Scalar(detail::additive_of(of...)); });
}

/// Balassa's index of revealed comparative advantage.
///
///   RCA_ik = (x_ik / X_i) / (X_k / X),  X_i, X_k, X the totals of country, product and world
///
/// @param exports  (countries x products) not negative
/// @return         from 0 to X / X_i; 1 is the share of the world; undefined where the country
///                 exports nothing or nobody exports the product
/// @throws argument_error  an element that is negative or not finite
/// @note   bilateral form: the exports of all countries to one market (exports_to). The
///         export-weighted mean over a country's products, sum_k (X_k / X) RCA_ik, is 1
/// @see    Balassa (1965), The Manchester School 33
/// Example: examples/indices/figures.cpp
template <class Scalar>
[[nodiscard]] index_matrix<Scalar> balassa(const dense_matrix<Scalar>& exports) {
  return detail::on_exports<Scalar>(
      "balassa", exports, [](auto to, const auto&... of) { to = detail::balassa_of(of...); });
}

/// Symmetric index (RCA - 1) / (RCA + 1), from -1 to below 1.
/// @see  Dalum, Laursen & Villumsen (1998), International Review of Applied Economics 12
template <class Scalar>
[[nodiscard]] index_matrix<Scalar> symmetric_balassa(const dense_matrix<Scalar>& exports) {
  return detail::on_exports<Scalar>("symmetric_balassa", exports, [](auto to, const auto&... of) {
    to = detail::balassa_of(of...);
    to = detail::symmetric_of<Scalar>(to);
  });
}

/// Normalised index x_ik / X - X_k X_i / X^2, from -1/4 to 1/4: its sum over products is 0, over
/// countries too.
/// @see  Yu, Cai & Leung (2009), Annals of Regional Science 43
template <class Scalar>
[[nodiscard]] index_matrix<Scalar> normalised_balassa(const dense_matrix<Scalar>& exports) {
  return detail::on_exports<Scalar>("normalised_balassa", exports, [](auto to, const auto&... of) {
    to = detail::normalised_of(of...);
  });
}

/// Additive index x_ik / X_i - X_k / X, from -1 to 1: its sum over products is 0.
/// @see  Hoen & Oosterhaven (2006), Annals of Regional Science 40
template <class Scalar>
[[nodiscard]] index_matrix<Scalar> additive_balassa(const dense_matrix<Scalar>& exports) {
  return detail::on_exports<Scalar>("additive_balassa", exports, [](auto to, const auto&... of) {
    to = detail::additive_of(of...);
  });
}

/// Proudman and Redding's weighted index: RCA over its mean across the country's K exported
/// products of the world, RCA_ik / ((1/K) sum_k RCA_ik), so that every country's mean is 1.
///
/// @note   K counts the products that somebody exports
/// @see    Proudman & Redding (2000), Review of International Economics 8; De Benedictis & Tamberi
///         (2004), Open Economies Review 15, call it the weighted index
template <class Scalar>
[[nodiscard]] index_matrix<Scalar> weighted_balassa(const dense_matrix<Scalar>& exports) {
  index_matrix<Scalar> out = balassa(exports);
  for (Eigen::Index i = 0; i < exports.rows(); ++i) {
    Scalar sum(0), count(0);
    for (Eigen::Index k = 0; k < exports.cols(); ++k) {
      const Scalar v = out.values(i, k);
      if (v != v) continue;
      sum += v;
      count += Scalar(1);
    }
    if (count > Scalar(0)) out.values.row(i) *= count / sum;
  }
  return out;
}

/// The weighted index of one product of a country: its Balassa index over their mean.
///
/// @param exports  (products) of the country
/// @param world    (products) of all countries, the country among them
/// @param product  position of the product
/// @return  none where the country exports nothing or nobody exports the product
/// @throws argument_error  sizes, a value that is negative or not finite, a part above its total, a
///                         position beyond the last
/// @see    Proudman & Redding (2000), Review of International Economics 8
template <class Scalar>
[[nodiscard]] index_value<Scalar> weighted_balassa(std::span<const Scalar> exports,
                                                   std::span<const Scalar> world,
                                                   std::size_t product) {
  constexpr const char* name = "weighted_balassa";
  require_same_size(name, "exports", exports.size(), "the world's", world.size());
  require(product < exports.size(), name, "product ", product, " of ", exports.size());
  const Scalar country = detail::total_of(name, "exports", exports);
  const Scalar all = detail::total_of(name, "the world's exports", world);
  Scalar sum(0), count(0);
  index_value<Scalar> own = index_value<Scalar>::none(detail::product_not_exported);
  for (std::size_t k = 0; k < exports.size(); ++k) {
    const auto index = detail::of_position<Scalar>(
        name, {exports[k], country, world[k], all},
        [](const auto&... of) { return Scalar(detail::balassa_of(of...)); });
    if (k == product) own = index;
    if (!index) continue;
    sum += *index;
    count += Scalar(1);
  }
  if (!own) return own;
  return Scalar(*own * (count / sum));
}

namespace detail {

// product by product: of(exports, imports of the countries) gives column(to, exports, imports of the
// product), which leaves a NaN where a total is zero
template <class Scalar, class Of>
index_matrix<Scalar> on_both_sides(const char* function, const dense_matrix<Scalar>& exports,
                                   const dense_matrix<Scalar>& imports, Of of) {
  const auto x = sums_of_trade(function, "exports", exports, also_summed::nothing).rows;
  const auto m = sums_of_trade(function, "imports", imports, also_summed::nothing).rows;
  require_same_shape(function, exports, imports);
  index_matrix<Scalar> out;
  out.values.resize(exports.rows(), exports.cols());
  out.row_reasons = reasons_of(dense_vector<Scalar>(x + m), no_trade_of_country);
  out.column_reasons.assign(to_size(exports.cols()), "");
  const auto column = of(x, m);
  for (Eigen::Index k = 0; k < exports.cols(); ++k)
    column(out.values.col(k).array(), exports.col(k).array(), imports.col(k).array());
  return out;
}

}  // namespace detail

/// One country's trade of one product in both directions.
template <class Scalar = double>
struct product_trade {
  Scalar exports{};          ///< of the product
  Scalar imports{};          ///< of the product
  Scalar country_exports{};  ///< of all products
  Scalar country_imports{};  ///< of all products
};

namespace detail {

inline constexpr const char* one_sided_country = "the country exports nothing or imports nothing";

template <class Scalar>
index_value<Scalar> defined_or(Scalar value, const char* why_none) {
  return value == value ? index_value<Scalar>(value) : index_value<Scalar>::none(why_none);
}

template <class Scalar>
Scalar lafay_of(Scalar x, Scalar m, Scalar X, Scalar M) {
  const Scalar t = X + M;
  if (t == Scalar(0)) return undefined<Scalar>;
  return Scalar(100) * ((x - m) / t - (X - M) / t * ((x + m) / t));
}
template <class Scalar>
Scalar michaely_of(Scalar x, Scalar m, Scalar X, Scalar M) {
  return X == Scalar(0) || M == Scalar(0) ? undefined<Scalar> : Scalar(x / X - m / M);
}

template <class Scalar>
index_value<Scalar> of_product_trade(const char* function, const product_trade<Scalar>& t,
                                     Scalar (*element)(Scalar, Scalar, Scalar, Scalar),
                                     const char* why_none) {
  const Scalar parts[] = {t.exports, t.imports, t.country_exports, t.country_imports};
  (void)total_of(function, "trade or a total", std::span<const Scalar>(parts));
  require(t.exports <= t.country_exports && t.imports <= t.country_imports, function, "exports ",
          static_cast<double>(t.exports), " of ", static_cast<double>(t.country_exports),
          ", imports ", static_cast<double>(t.imports), " of ",
          static_cast<double>(t.country_imports), ": a part exceeds its total");
  const Scalar value = element(t.exports, t.imports, t.country_exports, t.country_imports);
  const bool none_at_all = t.country_exports + t.country_imports == Scalar(0);
  return defined_or(value, none_at_all ? no_trade_of_country : why_none);
}

}  // namespace detail

/// Lafay's index of one country and product.
/// @return  none where the country trades nothing
/// @throws argument_error  a value that is negative or not finite, a part above its total
/// @see  Lafay (1992), in Dagenais & Muet, International Trade Modelling
template <class Scalar>
[[nodiscard]] index_value<Scalar> lafay(const product_trade<Scalar>& trade) {
  return detail::of_product_trade("lafay", trade, &detail::lafay_of<Scalar>,
                                  detail::no_trade_of_country);
}
/// Michaely's index of one country and product.
/// @return  none where the country exports or imports nothing
/// @throws argument_error  a value that is negative or not finite, a part above its total
/// @see  Michaely (1962), Concentration in International Trade
template <class Scalar>
[[nodiscard]] index_value<Scalar> michaely(const product_trade<Scalar>& trade) {
  return detail::of_product_trade("michaely", trade, &detail::michaely_of<Scalar>,
                                  detail::one_sided_country);
}

/// Lafay's index: the product's normalised balance beyond the country's, weighted by its trade.
///
///   LFI = 100 ((x - m)/(x + m) - (X - M)/(X + M)) (x + m)/(X + M)
///
/// @param exports,imports  (countries x products)
/// @return  in percent of the country's trade, from -50 to 50; its sum over products is 0; 0 for a
///          product that is not traded; undefined where the country trades nothing
/// @note    equal to the contribution to the trade balance scaled by trade (OECD)
/// @see     Lafay (1992), in Dagenais & Muet, International Trade Modelling; Zaghini (2005), MOCT
///          15
template <class Scalar>
[[nodiscard]] index_matrix<Scalar> lafay(const dense_matrix<Scalar>& exports,
                                         const dense_matrix<Scalar>& imports) {
  using totals = dense_vector<Scalar>;
  return detail::on_both_sides<Scalar>(
      "lafay", exports, imports, [](const totals& sold, const totals& bought) {
        const totals both = sold + bought, balance = (sold - bought).cwiseQuotient(both);
        return [both, balance](auto to, const auto& x, const auto& m) {
          to = Scalar(100) * ((x - m) / both.array() - balance.array() * ((x + m) / both.array()));
        };
      });
}

/// Contribution to the trade balance in per mille of GDP: the product's balance beyond its share of
/// the country's.
///
///   CTB = (1000 / Y)((x - m) - (X - M)(x + m)/(X + M))
///
/// @param gdp  (countries) Y, above zero, in the unit of trade
/// @return     its sum over products is 0
/// @throws argument_error  other shapes, a gdp that is not above zero
/// @see  Lafay (1990), in Macro-economic modelling (CEPII's indicator of comparative advantage)
template <class Scalar>
[[nodiscard]] index_matrix<Scalar> contribution_to_balance(const dense_matrix<Scalar>& exports,
                                                           const dense_matrix<Scalar>& imports,
                                                           const dense_vector<Scalar>& gdp) {
  require_same_size("contribution_to_balance", "gdp", to_size(gdp.size()), "exports by countries",
                    to_size(exports.rows()));
  require_positive("contribution_to_balance", "gdp",
                   std::span<const Scalar>(gdp.data(), to_size(gdp.size())));
  index_matrix<Scalar> out = lafay(exports, imports);
  for (Eigen::Index i = 0; i < exports.rows(); ++i) {
    out.values.row(i) *= Scalar(10) * (exports.row(i).sum() + imports.row(i).sum()) / gdp[i];
  }
  return out;
}

/// Michaely's index x / X - m / M, from -1 (imported only) to 1; its sum over products is 0.
/// @return  undefined where the country exports or imports nothing
/// @see  Michaely (1962), Concentration in International Trade
template <class Scalar>
[[nodiscard]] index_matrix<Scalar> michaely(const dense_matrix<Scalar>& exports,
                                            const dense_matrix<Scalar>& imports) {
  using totals = dense_vector<Scalar>;
  auto out = detail::on_both_sides<Scalar>(
      "michaely", exports, imports, [](const totals& sold, const totals& bought) {
        return [sold, bought](auto to, const auto& x, const auto& m) {
          to = x / sold.array() - m / bought.array();
        };
      });
  out.element_reason = detail::one_sided_country;
  return out;
}

/// Vollrath's three indices of competitive advantage.
template <class Scalar = double>
struct vollrath_indices {
  index_matrix<Scalar> export_advantage;      ///< RXA, in levels
  index_matrix<Scalar> import_advantage;      ///< RMA, in levels
  index_matrix<Scalar> trade_advantage;       ///< RTA = RXA - RMA
  index_matrix<Scalar> log_export_advantage;  ///< ln RXA; undefined for RXA = 0
  index_matrix<Scalar> competitiveness;       ///< RC = ln RXA - ln RMA; undefined where either is 0
};

namespace detail {

inline constexpr const char* no_other_trade =
    "the country trades no other product, or no other country trades the product";
inline constexpr const char* no_log_of_advantage =
    "the relative export advantage is zero or undefined";
inline constexpr const char* no_pair_of_advantages =
    "a relative advantage is undefined, or zero where its logarithm is taken";

// (x_ik / x_i,other products) / (x_others,k / x_others,other products): no double counting
template <class Scalar>
Scalar relative_advantage_of(Scalar x, Scalar country, Scalar product, Scalar world) {
  const Scalar own_rest = country - x, product_rest = product - x;
  const Scalar rest = world - country - product_rest;
  // differences of sums: what rounding leaves of a zero is one
  const Scalar negligible = Scalar(1e-14) * world;
  if (own_rest <= negligible || product_rest <= negligible || rest <= negligible)
    return undefined<Scalar>;
  return x / own_rest / (product_rest / rest);
}
template <class Scalar>
Scalar log_of_advantage(Scalar x) {
  using std::log;
  return x > Scalar(0) ? Scalar(log(x)) : undefined<Scalar>;
}

template <class Scalar>
index_matrix<Scalar> vollrath_side(const dense_matrix<Scalar>& trade) {
  const auto t = totals_of("vollrath", trade);
  index_matrix<Scalar> out;
  out.values.resize(trade.rows(), trade.cols());
  out.row_reasons.assign(to_size(trade.rows()), "");
  out.column_reasons.assign(to_size(trade.cols()), "");
  out.element_reason = no_other_trade;
  const Scalar negligible = Scalar(1e-14) * t.world;
  for (Eigen::Index k = 0; k < trade.cols(); ++k) {
    const auto x = trade.col(k).array();
    const auto own_rest = t.country.array() - x;
    const auto product_rest = t.product[k] - x;
    const auto rest = (t.world - t.country.array()) - product_rest;
    out.values.col(k) = (x / own_rest / (product_rest / rest)).matrix();
    const bool clear = own_rest.minCoeff() > negligible && product_rest.minCoeff() > negligible &&
                       rest.minCoeff() > negligible;
    if (clear) continue;
    for (Eigen::Index i = 0; i < trade.rows(); ++i)
      out.values(i, k) = relative_advantage_of(trade(i, k), t.country[i], t.product[k], t.world);
  }
  return out;
}

// an index of the same rows and columns, its values to be filled
template <class Scalar>
index_matrix<Scalar> unfilled_like(const index_matrix<Scalar>& other, const char* element_reason) {
  index_matrix<Scalar> out;
  out.values.resize(other.values.rows(), other.values.cols());
  out.row_reasons = other.row_reasons;
  out.column_reasons = other.column_reasons;
  out.element_reason = element_reason;
  return out;
}

template <class Scalar>
index_value<Scalar> vollrath_position(const export_position<Scalar>& position) {
  const auto known = of_position("vollrath", position, &relative_advantage_of<Scalar>);
  return known ? defined_or(*known, no_other_trade) : index_value<Scalar>::none(no_other_trade);
}

}  // namespace detail

/// Vollrath's three indices of one country and product.
template <class Scalar = double>
struct vollrath_values {
  index_value<Scalar> export_advantage;      ///< RXA
  index_value<Scalar> import_advantage;      ///< RMA
  index_value<Scalar> trade_advantage;       ///< RTA = RXA - RMA
  index_value<Scalar> log_export_advantage;  ///< ln RXA; none for RXA = 0
  index_value<Scalar> competitiveness;       ///< RC = ln RXA - ln RMA; none where either is 0
};

/// Vollrath's indices of one country and product, of its place in the world's exports and imports.
/// @return  none, each with its reason, as the elements of the matrices
/// @throws argument_error  a value that is negative or not finite, a part above its total
/// @see  Vollrath (1991), Weltwirtschaftliches Archiv 127
template <class Scalar>
[[nodiscard]] vollrath_values<Scalar> vollrath(const export_position<Scalar>& exports,
                                               const export_position<Scalar>& imports) {
  constexpr Scalar none = detail::undefined<Scalar>;
  const auto rxa = detail::vollrath_position(exports), rma = detail::vollrath_position(imports);
  const Scalar x = rxa.value_or(none), m = rma.value_or(none);
  return {rxa, rma, detail::defined_or(Scalar(x - m), detail::no_pair_of_advantages),
          detail::defined_or(detail::log_of_advantage(x), detail::no_log_of_advantage),
          detail::defined_or(Scalar(detail::log_of_advantage(x) - detail::log_of_advantage(m)),
                             detail::no_pair_of_advantages)};
}

/// Vollrath's relative trade advantage RTA, log of relative export advantage, and revealed
/// competitiveness RC. Own country and own product are taken out of the totals that they are
/// compared with.
///
///   RXA_ik = (x_ik / x_i,n) / (x_r,k / x_r,n),  n all other products, r all other countries; RMA
///   on imports
///
/// @throws argument_error  exports and imports of other shapes
/// @see  Vollrath (1991), Weltwirtschaftliches Archiv 127
template <class Scalar>
[[nodiscard]] vollrath_indices<Scalar> vollrath(const dense_matrix<Scalar>& exports,
                                                const dense_matrix<Scalar>& imports) {
  detail::require_same_shape("vollrath", exports, imports);
  vollrath_indices<Scalar> out;
  out.export_advantage = detail::vollrath_side(exports);
  out.import_advantage = detail::vollrath_side(imports);
  out.trade_advantage = detail::unfilled_like(out.export_advantage, detail::no_pair_of_advantages);
  out.competitiveness = detail::unfilled_like(out.export_advantage, detail::no_pair_of_advantages);
  out.log_export_advantage =
      detail::unfilled_like(out.export_advantage, detail::no_log_of_advantage);
  out.trade_advantage.values = out.export_advantage.values - out.import_advantage.values;
  for (Eigen::Index k = 0; k < exports.cols(); ++k) {
    for (Eigen::Index i = 0; i < exports.rows(); ++i) {
      const Scalar x = out.export_advantage.values(i, k), m = out.import_advantage.values(i, k);
      const Scalar log_x = detail::log_of_advantage(x);
      out.log_export_advantage.values(i, k) = log_x;
      out.competitiveness.values(i, k) = log_x - detail::log_of_advantage(m);
    }
  }
  return out;
}

}  // namespace bilateral
