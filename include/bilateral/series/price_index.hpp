#pragma once
/// Price and volume indices of a basket: Laspeyres, Paasche, Fisher, Tornqvist, Walsh; unit values.

#include <bilateral/core/check.hpp>

#include <cmath>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace bilateral {

enum class index_formula { laspeyres, paasche, fisher, tornqvist, walsh };

namespace detail {

inline void check_basket(std::string_view function, std::span<const double> p0,
                         std::span<const double> q0, std::span<const double> p1,
                         std::span<const double> q1, index_formula formula) {
  require(!p0.empty(), function, "the basket is empty");
  require_same_size(function, "base prices", p0.size(), "base quantities", q0.size());
  require_same_size(function, "base prices", p0.size(), "current prices", p1.size());
  require_same_size(function, "base prices", p0.size(), "current quantities", q1.size());
  require_positive(function, "base price", p0);
  require_positive(function, "current price", p1);
  const auto non_negative = [&](std::string_view name, std::span<const double> q) {
    require_finite(function, name, q);
    double sum = 0;
    for (std::size_t i = 0; i < q.size(); ++i) {
      require(q[i] >= 0, function, name, " is ", q[i], " in row ", i + 1,
              "; it must not be negative");
      sum += q[i];
    }
    return sum;
  };
  const double base = non_negative("base quantity", q0);
  const double current = non_negative("current quantity", q1);
  require(base > 0 || formula == index_formula::paasche, function,
          "every base quantity is zero: the base basket is empty");
  require(current > 0 || formula == index_formula::laspeyres, function,
          "every current quantity is zero: the current basket is empty");
}

inline double value_at(std::span<const double> p, std::span<const double> q) {
  double sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i) sum += p[i] * q[i];
  return sum;
}

}  // namespace detail

/// Price index of period 1 on period 0 (a ratio, 1 where nothing changed).
///
///   Laspeyres sum p1 q0 / sum p0 q0;  Paasche sum p1 q1 / sum p0 q1;  Fisher their geometric mean;
///   Tornqvist exp sum (s0 + s1)/2 log(p1/p0), s value shares;
///   Walsh sum p1 sqrt(q0 q1) / sum p0 sqrt(q0 q1)
///
/// @param p0,q0,p1,q1  prices (above zero) and quantities (not negative), one a commodity
/// @throws argument_error  lengths, prices not above zero, negative quantities, an empty basket
/// @see   IMF et al. (2009), Export and Import Price Index Manual, ch. 16, eq. 16.5-16.19 and 16.48
[[nodiscard]] inline double price_index(index_formula formula, std::span<const double> p0,
                                        std::span<const double> q0, std::span<const double> p1,
                                        std::span<const double> q1) {
  detail::check_basket("price_index", p0, q0, p1, q1, formula);
  switch (formula) {
    case index_formula::laspeyres: return detail::value_at(p1, q0) / detail::value_at(p0, q0);
    case index_formula::paasche: return detail::value_at(p1, q1) / detail::value_at(p0, q1);
    case index_formula::fisher:
      return std::sqrt(detail::value_at(p1, q0) / detail::value_at(p0, q0) *
                       (detail::value_at(p1, q1) / detail::value_at(p0, q1)));
    case index_formula::tornqvist: {
      const double v0 = detail::value_at(p0, q0);
      const double v1 = detail::value_at(p1, q1);
      double log_index = 0;
      for (std::size_t i = 0; i < p0.size(); ++i) {
        log_index += (p0[i] * q0[i] / v0 + p1[i] * q1[i] / v1) / 2 * std::log(p1[i] / p0[i]);
      }
      return std::exp(log_index);
    }
    case index_formula::walsh: {
      double top = 0, bottom = 0;
      for (std::size_t i = 0; i < p0.size(); ++i) {
        const double q = std::sqrt(q0[i] * q1[i]);
        top += p1[i] * q;
        bottom += p0[i] * q;
      }
      require(bottom > 0, "price_index", "no commodity is traded in both periods");
      return top / bottom;
    }
  }
  throw argument_error("price_index: unknown formula");
}

/// Volume index of period 1 on period 0: the same formulas with prices and quantities exchanged.
///
/// Tornqvist and Walsh need quantities above zero, as they do prices.
/// @throws argument_error  a quantity that is not above zero, where the formula needs it
[[nodiscard]] inline double volume_index(index_formula formula, std::span<const double> p0,
                                         std::span<const double> q0, std::span<const double> p1,
                                         std::span<const double> q1) {
  detail::check_basket("volume_index", p0, q0, p1, q1, formula);
  if (formula == index_formula::laspeyres || formula == index_formula::paasche ||
      formula == index_formula::fisher) {
    const double laspeyres = detail::value_at(p0, q1) / detail::value_at(p0, q0);
    const double paasche = detail::value_at(p1, q1) / detail::value_at(p1, q0);
    if (formula == index_formula::laspeyres) return laspeyres;
    if (formula == index_formula::paasche) return paasche;
    return std::sqrt(laspeyres * paasche);
  }
  require_positive("volume_index", "base quantity", q0);
  require_positive("volume_index", "current quantity", q1);
  return price_index(formula, q0, p0, q1, p1);
}

enum class index_base { fixed, chained };

/// Price index over T periods, 1 in the first: every period against the first, or links multiplied.
///
/// @param prices,quantities  one span a period, one value a commodity
/// @return  (T)
/// @throws argument_error  no periods, other numbers of prices and quantities
[[nodiscard]] inline std::vector<double> price_index_series(
    index_formula formula, index_base base, std::span<const std::vector<double>> prices,
    std::span<const std::vector<double>> quantities) {
  require(!prices.empty(), "price_index_series", "there are no periods");
  require_same_size("price_index_series", "prices", prices.size(), "quantities", quantities.size());
  std::vector<double> out{1.0};
  for (std::size_t t = 1; t < prices.size(); ++t) {
    const std::size_t from = base == index_base::fixed ? 0 : t - 1;
    const double link =
        price_index(formula, prices[from], quantities[from], prices[t], quantities[t]);
    out.push_back(base == index_base::fixed ? link : out.back() * link);
  }
  return out;
}

/// Value over weight. A unit value moves with the mix inside the commodity as well as with prices.
/// @throws argument_error  other lengths, a weight that is not above zero
[[nodiscard]] inline std::vector<double> unit_value(std::span<const double> value,
                                                    std::span<const double> weight) {
  require_same_size("unit_value", "value", value.size(), "weight", weight.size());
  require_finite("unit_value", "value", value);
  require_positive("unit_value", "weight", weight);
  std::vector<double> out(value.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = value[i] / weight[i];
  return out;
}

}  // namespace bilateral
