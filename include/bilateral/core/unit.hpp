#pragma once
/// Units of measurement as types, and a value that carries one.

#include <bilateral/core/check.hpp>
#include <bilateral/core/currency.hpp>

#include <cmath>
#include <compare>
#include <concepts>
#include <string>
#include <type_traits>

namespace bilateral {

// what a figure can be measured in
struct unspecified {};    ///< the file states no unit
struct dimensionless {};
struct percent {};
struct log_points {};     ///< differences of natural logarithms
struct index_points {};   ///< an index number, 100 in its base period
struct tonne {};
struct kilogram {};
struct jobs {};
struct persons {};
struct firms {};

/// Where goods are valued: at the exporter's border, at the importer's, or in a sum of both.
enum class valuation { unstated, fob, cif, mixed };

struct nominal {};                 ///< current prices
template <int BaseYear>
struct constant_prices {};         ///< prices of a base year

/// An amount of money in whole units of a currency, with its valuation and price basis.
template <currency_code Currency, valuation Valuation = valuation::unstated, class Basis = nominal>
struct money {};

using usd = money<"USD">;
using usd_fob = money<"USD", valuation::fob>;
using usd_cif = money<"USD", valuation::cif>;
using usd_mixed = money<"USD", valuation::mixed>;
using cny = money<"CNY">;
using pen = money<"PEN">;

/// N per D: per<usd_fob, tonne> is a unit value.
template <class N, class D>
struct per {};

/// The natural logarithm of a quantity in U.
template <class U>
struct log_of {};

namespace detail {
template <class U>
struct unit_traits {
  static constexpr bool known = false;
};
#define BILATERAL_PLAIN_UNIT(type, text_)                     \
  template <>                                                 \
  struct unit_traits<type> {                                  \
    static constexpr bool known = true;                       \
    static std::string name() { return text_; }               \
  }
BILATERAL_PLAIN_UNIT(unspecified, "unit not stated");
BILATERAL_PLAIN_UNIT(dimensionless, "ratio");
BILATERAL_PLAIN_UNIT(percent, "percent");
BILATERAL_PLAIN_UNIT(log_points, "log points");
BILATERAL_PLAIN_UNIT(index_points, "index");
BILATERAL_PLAIN_UNIT(tonne, "tonnes");
BILATERAL_PLAIN_UNIT(kilogram, "kg");
BILATERAL_PLAIN_UNIT(jobs, "jobs");
BILATERAL_PLAIN_UNIT(persons, "persons");
BILATERAL_PLAIN_UNIT(firms, "firms");
#undef BILATERAL_PLAIN_UNIT

template <class Basis>
struct basis_traits;
template <>
struct basis_traits<nominal> {
  static std::string name() { return ""; }
};
template <int Year>
struct basis_traits<constant_prices<Year>> {
  static std::string name() { return " at prices of " + std::to_string(Year); }
};
template <currency_code C, valuation V, class B>
struct unit_traits<money<C, V, B>> {
  static constexpr bool known = true;
  static std::string name() {
    std::string out(C.view());
    if (V == valuation::fob) out += " FOB";
    if (V == valuation::cif) out += " CIF";
    if (V == valuation::mixed) out += " (exports FOB, imports CIF)";
    return out + basis_traits<B>::name();
  }
};
template <class N, class D>
struct unit_traits<per<N, D>> {
  static constexpr bool known = unit_traits<N>::known && unit_traits<D>::known;
  static std::string name() { return unit_traits<N>::name() + " per " + unit_traits<D>::name(); }
};
template <class U>
struct unit_traits<log_of<U>> {
  static constexpr bool known = unit_traits<U>::known;
  static std::string name() { return "log of " + unit_traits<U>::name(); }
};

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
template <class A, class B>
struct product;
template <class A>
struct product<A, dimensionless> {
  using type = A;
};
template <class A>
  requires(!std::same_as<A, dimensionless>)
struct product<dimensionless, A> {
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
}  // namespace detail

template <class U>
concept unit = detail::unit_traits<U>::known;

/// Money of any currency, valuation and basis.
template <class U>
inline constexpr bool is_money = false;
template <currency_code C, valuation V, class B>
inline constexpr bool is_money<money<C, V, B>> = true;

/// The unit in words: "USD FOB", "USD FOB per tonnes", "jobs".
template <unit U>
[[nodiscard]] std::string unit_name() {
  return detail::unit_traits<U>::name();
}

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

/// Quantities in different units do not add, subtract or compare.
template <unit A, unit B>
  requires(!std::same_as<A, B>)
constexpr void operator+(quantity<A>, quantity<B>) = delete;
template <unit A, unit B>
  requires(!std::same_as<A, B>)
constexpr void operator-(quantity<A>, quantity<B>) = delete;
template <unit A, unit B>
  requires(!std::same_as<A, B>)
constexpr bool operator==(quantity<A>, quantity<B>) = delete;

template <unit A, unit B>
[[nodiscard]] constexpr quantity<unit_quotient<A, B>> operator/(quantity<A> a, quantity<B> b) {
  return quantity<unit_quotient<A, B>>(a.value / b.value);
}
template <unit A, unit B>
[[nodiscard]] constexpr quantity<unit_product<A, B>> operator*(quantity<A> a, quantity<B> b) {
  return quantity<unit_product<A, B>>(a.value * b.value);
}

/// Another currency at a rate in To per From; valuation and basis stay.
template <currency_code To, currency_code From, valuation V, class B>
[[nodiscard]] constexpr quantity<money<To, V, B>> convert(
    quantity<money<From, V, B>> amount, quantity<per<money<To>, money<From>>> rate) {
  return quantity<money<To, V, B>>(amount.value * rate.value);
}

/// FOB to CIF with freight and insurance as a share of the FOB value: CIF = FOB (1 + margin).
template <currency_code C, class B>
[[nodiscard]] constexpr quantity<money<C, valuation::cif, B>> to_cif(
    quantity<money<C, valuation::fob, B>> amount, double margin) {
  return quantity<money<C, valuation::cif, B>>(amount.value * (1 + margin));
}
template <currency_code C, class B>
[[nodiscard]] constexpr quantity<money<C, valuation::fob, B>> to_fob(
    quantity<money<C, valuation::cif, B>> amount, double margin) {
  return quantity<money<C, valuation::fob, B>>(amount.value / (1 + margin));
}

/// Current to constant prices: amount * 100 / deflator, the deflator 100 in the base year.
template <int BaseYear, currency_code C, valuation V>
[[nodiscard]] constexpr quantity<money<C, V, constant_prices<BaseYear>>> deflate(
    quantity<money<C, V, nominal>> amount, quantity<index_points> deflator) {
  return quantity<money<C, V, constant_prices<BaseYear>>>(amount.value * 100 / deflator.value);
}

/// The unit of a sum of exports (FOB) and imports (CIF) of one currency and basis.
template <class Exports, class Imports>
struct mixed_unit;
template <currency_code C, valuation V, valuation W, class B>
struct mixed_unit<money<C, V, B>, money<C, W, B>> {
  using type = money<C, V == W ? V : valuation::mixed, B>;
};
template <>
struct mixed_unit<unspecified, unspecified> {
  using type = unspecified;
};
template <unit Exports, unit Imports>
using mixed_valuation = typename mixed_unit<Exports, Imports>::type;

}  // namespace bilateral
