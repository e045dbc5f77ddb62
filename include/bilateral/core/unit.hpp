#pragma once
/// Units of measurement as types, and a value that carries one.

#include <bilateral/core/check.hpp>
#include <bilateral/core/currency.hpp>

#include <algorithm>
#include <cmath>
#include <compare>
#include <concepts>
#include <ostream>
#include <string>
#include <type_traits>

namespace bilateral {

/// What a figure can be measured in: any type with a `name`.
///
/// The set is open. A unit of your own is a struct of two lines, in your own namespace; sums,
/// quotients, products, series, tables and charts then know it:
///
///   struct barrels {
///     static constexpr const char* name = "barrels";
///     static constexpr const char* one = "barrel";   // optional: what follows "per"
///   };
///   const quantity<per<usd, barrels>> price(52.3);    // prints 52.3 USD per barrel
template <class U>
concept unit = requires {
  std::string(U::name);
}
|| requires { std::string(U::name()); };

/// The unit in words: "USD FOB", "USD FOB per tonne", "jobs".
template <unit U>
[[nodiscard]] std::string unit_name() {
  if constexpr (requires { std::string(U::name()); }) {
    return U::name();
  } else {
    return U::name;
  }
}

namespace detail {
template <unit U>
std::string name_of_one() {
  if constexpr (requires { std::string(U::one); }) {
    return U::one;
  } else {
    return unit_name<U>();
  }
}
}  // namespace detail

/// The file states no unit.
struct unspecified {
  static constexpr const char* name = "unit not stated";
};
struct dimensionless {
  static constexpr const char* name = "ratio";
};
struct percent {
  static constexpr const char* name = "percent";
};
/// Differences of natural logarithms.
struct log_points {
  static constexpr const char* name = "log points";
};
/// An index number, 100 in its base period.
struct index_points {
  static constexpr const char* name = "index";
};
struct tonne {
  static constexpr const char* name = "tonnes";
  static constexpr const char* one = "tonne";
};
struct kilogram {
  static constexpr const char* name = "kg";
};
struct jobs {
  static constexpr const char* name = "jobs";
  static constexpr const char* one = "job";
};
struct persons {
  static constexpr const char* name = "persons";
  static constexpr const char* one = "person";
};
struct firms {
  static constexpr const char* name = "firms";
  static constexpr const char* one = "firm";
};

/// Where goods are valued: at the exporter's border, at the importer's, or in a sum of both.
enum class valuation { unstated, fob, cif, mixed };

/// Current prices.
struct nominal {
  static std::string name() { return ""; }
};
/// Prices of a base year.
template <int BaseYear>
struct constant_prices {
  static std::string name() { return " at prices of " + std::to_string(BaseYear); }
};

/// An amount of money in whole units of a currency, with its valuation and price basis; written
/// money<"USD", valuation::fob>.
template <class Currency, valuation Valuation = valuation::unstated, class Basis = nominal>
struct money_in {
  static std::string name() {
    std::string out(Currency::code());
    if (Valuation == valuation::fob) out += " FOB";
    if (Valuation == valuation::cif) out += " CIF";
    if (Valuation == valuation::mixed) out += " (exports FOB, imports CIF)";
    return out + Basis::name();
  }
};

/// Money by the code of its currency. Where a template deduces the currency it deduces the type:
/// `template <class C> void f(quantity<money_in<C>>)`.
template <currency_code Currency, valuation Valuation = valuation::unstated, class Basis = nominal>
using money = money_in<currency_of<Currency>, Valuation, Basis>;

using usd = money<"USD">;
using usd_fob = money<"USD", valuation::fob>;
using usd_cif = money<"USD", valuation::cif>;
using usd_mixed = money<"USD", valuation::mixed>;
using cny = money<"CNY">;
using pen = money<"PEN">;

/// N per D: per<usd_fob, tonne> is a unit value.
template <class N, class D>
struct per {
  static std::string name() requires(unit<N>&& unit<D>) {
    return unit_name<N>() + " per " + detail::name_of_one<D>();
  }
};

/// The natural logarithm of a quantity in U.
template <class U>
struct log_of {
  static std::string name() requires unit<U> { return "log of " + unit_name<U>(); }
};

namespace detail {

// no valuation and current prices: how exchange rates are quoted
template <class U>
inline constexpr bool is_plain_money = false;
template <class C>
inline constexpr bool is_plain_money<money_in<C>> = true;

// A / B and A * B with what cancels
template <class A, class B>
struct quotient {
  using type = per<A, B>;
};
template <class A>
struct quotient<A, A> {
  using type = dimensionless;
};
template <class A>
struct quotient<A, dimensionless> {
  using type = A;
};
template <>
struct quotient<dimensionless, dimensionless> {
  using type = dimensionless;
};
template <class N, class D>
struct quotient<N, per<N, D>> {
  using type = D;
};
// an amount at a rate of exchange keeps its valuation and basis
template <class To, class From, valuation V, class B>
requires(!is_plain_money<money_in<From, V, B>>) struct quotient<money_in<From, V, B>,
                                                                per<money_in<From>, money_in<To>>> {
  using type = money_in<To, V, B>;
};

template <class A, class B>
struct product;
template <class A>
struct product<A, dimensionless> {
  using type = A;
};
template <class A>
requires(!std::same_as<A, dimensionless>) struct product<dimensionless, A> {
  using type = A;
};
template <class N, class D>
struct product<per<N, D>, D> {
  using type = N;
};
template <class N, class D>
struct product<D, per<N, D>> {
  using type = N;
};
template <class To, class From, valuation V, class B>
requires(!is_plain_money<money_in<From, V, B>>) struct product<money_in<From, V, B>,
                                                               per<money_in<To>, money_in<From>>> {
  using type = money_in<To, V, B>;
};
template <class To, class From, valuation V, class B>
requires(!is_plain_money<money_in<From, V, B>>) struct product<per<money_in<To>, money_in<From>>,
                                                               money_in<From, V, B>> {
  using type = money_in<To, V, B>;
};
}  // namespace detail

/// Money of any currency, valuation and basis.
template <class U>
inline constexpr bool is_money = false;
template <class C, valuation V, class B>
inline constexpr bool is_money<money_in<C, V, B>> = true;

/// Named in the compiler's message where units are mixed.
template <class A, class B>
concept different_units = unit<A> && unit<B> && !std::same_as<A, B>;
/// The product of these units is a unit: tonnes times USD per tonne, CNY CIF times USD per CNY.
template <class A, class B>
concept units_multiply = requires {
  typename detail::product<A, B>::type;
};

template <unit A, unit B>
using unit_quotient = typename detail::quotient<A, B>::type;
template <unit A, unit B>
using unit_product = typename detail::product<A, B>::type;

/// A number with its unit. Sums need equal units; quotients and products make new ones.
template <unit U>
struct quantity {
  double value = 0;

  constexpr quantity() = default;
  constexpr explicit quantity(double v) : value(v) {}

  friend constexpr quantity operator+(quantity a, quantity b) {
    return quantity(a.value + b.value);
  }
  friend constexpr quantity operator-(quantity a, quantity b) {
    return quantity(a.value - b.value);
  }
  friend constexpr quantity operator-(quantity a) { return quantity(-a.value); }
  friend constexpr quantity operator*(double c, quantity a) { return quantity(c * a.value); }
  friend constexpr quantity operator*(quantity a, double c) { return quantity(c * a.value); }
  friend constexpr quantity operator/(quantity a, double c) { return quantity(a.value / c); }
  friend constexpr auto operator<=>(quantity a, quantity b) = default;
  friend constexpr bool operator==(quantity a, quantity b) = default;
};

// what compilers say where units are mixed: the types that the deleted operators below return
struct different_units_do_not_add {};
struct different_units_do_not_subtract {};
struct different_units_do_not_compare {};
struct units_whose_product_has_no_name {};
struct rate_is_between_other_currencies {};
struct amount_is_fob_already {};
struct amount_is_cif_already {};
struct amount_is_at_constant_prices_already {};

/// Quantities in different units do not add, subtract or compare: the message names both units.
template <unit A, unit B>
requires different_units<A, B> different_units_do_not_add operator+(quantity<A>,
                                                                    quantity<B>) = delete;
template <unit A, unit B>
requires different_units<A, B> different_units_do_not_subtract operator-(quantity<A>,
                                                                         quantity<B>) = delete;
template <unit A, unit B>
requires different_units<A, B> different_units_do_not_compare operator==(quantity<A>,
                                                                         quantity<B>) = delete;
template <unit A, unit B>
requires different_units<A, B> different_units_do_not_compare operator<=>(quantity<A>,
                                                                          quantity<B>) = delete;

template <unit A, unit B>
[[nodiscard]] constexpr quantity<unit_quotient<A, B>> operator/(quantity<A> a, quantity<B> b) {
  return quantity<unit_quotient<A, B>>(a.value / b.value);
}
template <unit A, unit B>
requires units_multiply<A, B>
[[nodiscard]] constexpr quantity<unit_product<A, B>> operator*(quantity<A> a, quantity<B> b) {
  return quantity<unit_product<A, B>>(a.value * b.value);
}
/// USD times USD is no unit here.
template <unit A, unit B>
requires(!units_multiply<A, B>) units_whose_product_has_no_name operator*(quantity<A>,
                                                                          quantity<B>) = delete;

namespace detail {

// six significant digits, or all before the point; thousands separated; no zeros at the end
inline std::string figure_text(double v) {
  const double size = std::abs(v);
  if (!std::isfinite(v) || size >= 1e15 || (size > 0 && size < 1e-4)) return significant_text(v, 6);
  const int before = size >= 1 ? static_cast<int>(std::log10(size)) + 1 : 0;
  const int zeros = size > 0 && size < 1 ? static_cast<int>(-std::log10(size)) : 0;
  const int decimals = (std::max)(0, 6 - before + zeros);
  std::string out = grouped_text(v, decimals);
  if (decimals > 0) {
    while (out.back() == '0') out.pop_back();
    if (out.back() == '.') out.pop_back();
  }
  return out;
}

}  // namespace detail

/// "7,391.4 USD FOB per tonne", "14.9 percent"; a ratio is its number alone. Six significant
/// digits, more where that many stand before the point.
template <unit U>
[[nodiscard]] std::string to_string(quantity<U> q) {
  const std::string figure = detail::figure_text(q.value);
  return std::same_as<U, dimensionless> ? figure : figure + " " + unit_name<U>();
}
template <unit U>
std::ostream& operator<<(std::ostream& out, quantity<U> q) {
  return out << to_string(q);
}

/// "8,492.3 million USD FOB".
template <unit U>
[[nodiscard]] std::string in_millions(quantity<U> q, int decimals = 1) {
  return grouped_text(q.value / 1e6, decimals) + " million" +
         (std::same_as<U, dimensionless> ? std::string() : " " + unit_name<U>());
}

/// Another currency at a rate in To per From; valuation and basis stay.
template <currency_code To, class From, valuation V, class B>
[[nodiscard]] constexpr quantity<money<To, V, B>> convert(
    quantity<money_in<From, V, B>> amount, quantity<per<money<To>, money_in<From>>> rate) {
  return quantity<money<To, V, B>>(amount.value * rate.value);
}

template <currency_code To, class From, valuation V, class B, unit Rate>
requires(!std::same_as<Rate, per<money<To>, money_in<From>>>) rate_is_between_other_currencies
    convert(quantity<money_in<From, V, B>>, quantity<Rate>)
= delete;

/// FOB to CIF with freight and insurance as a share of the FOB value: CIF = FOB (1 + margin).
template <class C, class B>
[[nodiscard]] constexpr quantity<money_in<C, valuation::cif, B>> to_cif(
    quantity<money_in<C, valuation::fob, B>> amount, double margin) {
  return quantity<money_in<C, valuation::cif, B>>(amount.value * (1 + margin));
}
/// CIF to FOB: amount / (1 + margin), freight and insurance as a share of the FOB value.
template <class C, class B>
[[nodiscard]] constexpr quantity<money_in<C, valuation::fob, B>> to_fob(
    quantity<money_in<C, valuation::cif, B>> amount, double margin) {
  return quantity<money_in<C, valuation::fob, B>>(amount.value / (1 + margin));
}

template <class C, class B>
amount_is_cif_already to_cif(quantity<money_in<C, valuation::cif, B>>, double) = delete;
template <class C, class B>
amount_is_fob_already to_fob(quantity<money_in<C, valuation::fob, B>>, double) = delete;

/// Current to constant prices: amount * 100 / deflator, the deflator 100 in the base year.
template <int BaseYear, class C, valuation V>
[[nodiscard]] constexpr quantity<money_in<C, V, constant_prices<BaseYear>>> deflate(
    quantity<money_in<C, V, nominal>> amount, quantity<index_points> deflator) {
  return quantity<money_in<C, V, constant_prices<BaseYear>>>(amount.value * 100 / deflator.value);
}

template <int BaseYear, class C, valuation V, int Year>
amount_is_at_constant_prices_already deflate(quantity<money_in<C, V, constant_prices<Year>>>,
                                             quantity<index_points>) = delete;

/// The unit of a sum of exports (FOB) and imports (CIF) of one currency and basis.
template <class Exports, class Imports>
struct mixed_unit;
template <class C, valuation V, valuation W, class B>
struct mixed_unit<money_in<C, V, B>, money_in<C, W, B>> {
  using type = money_in<C, V == W ? V : valuation::mixed, B>;
};
template <>
struct mixed_unit<unspecified, unspecified> {
  using type = unspecified;
};
template <unit Exports, unit Imports>
using mixed_valuation = typename mixed_unit<Exports, Imports>::type;

}  // namespace bilateral
