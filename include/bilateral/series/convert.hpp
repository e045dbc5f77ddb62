#pragma once
/// Currencies, valuations and prices of whole series: the conversions of core/unit.hpp, period by
/// period.

#include <bilateral/series/series.hpp>

#include <cmath>
#include <cstddef>

namespace bilateral {

/// Another currency, every period at its own rate in To per From; valuation and basis stay. The
/// same as `amount * rate`, with the name of the series kept.
///
///   const series<monthly, usd_cif> dollars = convert<"USD">(imports, dollars_per_yuan);
///
/// @throws alignment_error  the spans differ (see common_span)
/// @note  a period without a rate is masked with the reason; nothing is interpolated
template <currency_code To, frequency F, class From, valuation V, class B>
[[nodiscard]] series<F, money<To, V, B>> convert(
    const series<F, money_in<From, V, B>>& amount,
    const series<F, per<money<To>, money_in<From>>>& rate) {
  return combined<money<To, V, B>>(amount, rate, amount.name,
                                   [](double x, double r) { return x * r; });
}
/// The same at one rate for all periods.
template <currency_code To, frequency F, class From, valuation V, class B>
[[nodiscard]] series<F, money<To, V, B>> convert(const series<F, money_in<From, V, B>>& amount,
                                                 quantity<per<money<To>, money_in<From>>> rate) {
  return mapped<money<To, V, B>>(amount, amount.name, [rate](double x) { return x * rate.value; });
}

/// FOB to CIF with freight and insurance as a share of the FOB value: CIF = FOB (1 + margin).
/// @throws argument_error  a margin not above -1
template <frequency F, class C, class B>
[[nodiscard]] series<F, money_in<C, valuation::cif, B>> to_cif(
    const series<F, money_in<C, valuation::fob, B>>& amount, double margin) {
  require(margin > -1, "to_cif", "margin is ", margin, "; it must be above -1");
  return mapped<money_in<C, valuation::cif, B>>(amount, amount.name,
                                                [margin](double x) { return x * (1 + margin); });
}
/// With a margin of its own for every period. @throws alignment_error  the spans differ
template <frequency F, class C, class B>
[[nodiscard]] series<F, money_in<C, valuation::cif, B>> to_cif(
    const series<F, money_in<C, valuation::fob, B>>& amount,
    const series<F, dimensionless>& margin) {
  return combined<money_in<C, valuation::cif, B>>(amount, margin, amount.name,
                                                  [](double x, double m) { return x * (1 + m); });
}

/// CIF to FOB: FOB = CIF / (1 + margin).
/// @throws argument_error  a margin not above -1
template <frequency F, class C, class B>
[[nodiscard]] series<F, money_in<C, valuation::fob, B>> to_fob(
    const series<F, money_in<C, valuation::cif, B>>& amount, double margin) {
  require(margin > -1, "to_fob", "margin is ", margin, "; it must be above -1");
  return mapped<money_in<C, valuation::fob, B>>(amount, amount.name,
                                                [margin](double x) { return x / (1 + margin); });
}
/// With a margin of its own for every period. @throws alignment_error  the spans differ
template <frequency F, class C, class B>
[[nodiscard]] series<F, money_in<C, valuation::fob, B>> to_fob(
    const series<F, money_in<C, valuation::cif, B>>& amount,
    const series<F, dimensionless>& margin) {
  return combined<money_in<C, valuation::fob, B>>(amount, margin, amount.name,
                                                  [](double x, double m) { return x / (1 + m); });
}

/// Current to constant prices: amount * 100 / deflator, the deflator 100 in the base year.
///
///   const series<annual, money<"USD", valuation::fob, constant_prices<2010>>> real =
///       deflate<2010>(exports, price_index);
///
/// @throws alignment_error  the spans differ; argument_error  a deflator that is not above zero, or
///         whose mean over a base year that it covers in full is not 100 within `tolerance`
template <int BaseYear, frequency F, class C, valuation V>
[[nodiscard]] series<F, money_in<C, V, constant_prices<BaseYear>>> deflate(
    const series<F, money_in<C, V, nominal>>& amount, const series<F, index_points>& deflator,
    double tolerance = 0.5) {
  double sum = 0;
  int found = 0;
  for (std::size_t i = 0; i < deflator.size(); ++i) {
    if (deflator.missing[i]) continue;
    require(deflator.values[i] > 0, "deflate", deflator.name, " is ", deflator.values[i], " in ",
            to_string(deflator.at(i)), "; it must be above zero");
    if (deflator.at(i).year() == BaseYear) {
      sum += deflator.values[i];
      ++found;
    }
  }
  const double mean = found > 0 ? sum / found : 100;
  require(found < F::periods_per_year || std::abs(mean - 100) <= tolerance, "deflate",
          deflator.name, " is ", mean, " on average in ", BaseYear, ", not 100");
  return combined<money_in<C, V, constant_prices<BaseYear>>>(
      amount, deflator, amount.name, [](double x, double d) { return x * 100 / d; });
}

// mistakes, each with its own words in the compiler's message
template <currency_code To, frequency F, class From, valuation V, class B, unit Rate>
requires(!std::same_as<Rate, per<money<To>, money_in<From>>>) rate_is_between_other_currencies
    convert(const series<F, money_in<From, V, B>>&, const series<F, Rate>&)
= delete;
template <currency_code To, frequency F, frequency G, class From, valuation V, class B, unit Rate>
requires(!std::same_as<F, G>) different_frequencies_do_not_combine
    convert(const series<F, money_in<From, V, B>>&, const series<G, Rate>&)
= delete;
template <frequency F, class C, class B, class Margin>
amount_is_cif_already to_cif(const series<F, money_in<C, valuation::cif, B>>&,
                             const Margin&) = delete;
template <frequency F, class C, class B, class Margin>
amount_is_fob_already to_fob(const series<F, money_in<C, valuation::fob, B>>&,
                             const Margin&) = delete;
template <int BaseYear, frequency F, frequency G, class C, valuation V>
requires(!std::same_as<F, G>) different_frequencies_do_not_combine
    deflate(const series<F, money_in<C, V, nominal>>&, const series<G, index_points>&)
= delete;
template <int BaseYear, frequency F, class C, valuation V, int Year>
amount_is_at_constant_prices_already deflate(
    const series<F, money_in<C, V, constant_prices<Year>>>&,
    const series<F, index_points>&) = delete;

}  // namespace bilateral
