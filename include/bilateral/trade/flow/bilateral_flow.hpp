#pragma once
/// Trade between two countries: totals, balances, implied growth of a component, nowcasts.

#include <bilateral/core/bounds.hpp>
#include <bilateral/core/when_called.hpp>
#include <bilateral/series/growth.hpp>
#include <bilateral/series/series.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

namespace bilateral {

/// What a reporter says of its trade with a partner: exports (usually FOB) and imports (CIF).
template <frequency F, unit Exports, unit Imports>
struct bilateral_series {
  std::string reporter, partner;
  series<F, Exports> exports;
  series<F, Imports> imports;
};

/// Exports plus imports. Where the valuations differ the sum is a mixed valuation, and says so.
template <frequency F, unit X, unit M>
[[nodiscard]] series<F, mixed_valuation<X, M>> total_trade(const bilateral_series<F, X, M>& b) {
  return combined<mixed_valuation<X, M>>(b.exports, b.imports,
                                         "trade of " + b.reporter + " with " + b.partner,
                                         [](double x, double m) { return x + m; });
}
/// Exports less imports, of mixed valuation where the two differ.
template <frequency F, unit X, unit M>
[[nodiscard]] series<F, mixed_valuation<X, M>> balance(const bilateral_series<F, X, M>& b) {
  return combined<mixed_valuation<X, M>>(b.exports, b.imports,
                                         "balance of " + b.reporter + " with " + b.partner,
                                         [](double x, double m) { return x - m; });
}
/// 100 exports / imports.
template <frequency F, unit X, unit M>
[[nodiscard]] series<F, percent> cover_ratio(const bilateral_series<F, X, M>& b) {
  return combined<percent>(b.exports, b.imports, "cover ratio",
                           [](double x, double m) { return 100 * x / m; });
}
/// 100 (exports + imports) / gdp, the GDP in the same currency.
template <frequency F, unit X, unit M, unit G>
[[nodiscard]] series<F, percent> openness(const bilateral_series<F, X, M>& b,
                                          const series<F, G>& gdp) {
  return combined<percent>(total_trade(b), gdp, "openness",
                           [](double t, double g) { return 100 * t / g; });
}

/// Growth of imports that the growth of the total and of exports imply:
///
///   m = (g - s x) / (1 - s),   s the share of exports in the total of the base period
///
/// all in percent; with bounds on the share the exact range, by monotonicity in s.
/// @throws argument_error  a share outside [0, 1)
template <class = when_called>
[[nodiscard]] bounds implied_component_growth(const bounds& total, const bounds& component,
                                              const bounds& share) {
  require(share.low() >= 0 && (share.high() < 1 || (share.high() == 1 && share.high_open())),
          "implied_component_growth", "the share is ", to_string(share), "; it must lie in [0, 1)");
  const auto at = [](double g, double x, double s) {
    if (s >= 1) return x > g ? -HUGE_VAL : x < g ? HUGE_VAL : g;
    return (g - s * x) / (1 - s);
  };
  // each corner is monotone in g (up), x (down) and s: the range is spanned by the corners
  double low = HUGE_VAL, high = -HUGE_VAL;
  bool low_open = false, high_open = false;
  for (const bool s_high : {false, true}) {
    const double s = s_high ? share.high() : share.low();
    const bool s_open = s_high ? share.high_open() : share.low_open();
    const double l = at(total.low(), component.high(), s), h = at(total.high(), component.low(), s);
    if (l < low) {
      low = l;
      low_open = s_open || total.low_open() || component.high_open();
    }
    if (h > high) {
      high = h;
      high_open = s_open || total.high_open() || component.low_open();
    }
  }
  if (low == high) return low;
  return {low, high, low_open, high_open};
}

/// A full year projected from its first months.
struct full_year_nowcast {
  int year = 0;
  double estimate = 0;         ///< with last year's share of the same months
  bounds range;                ///< with the lowest and highest share of the past years
  double last_share = 0;       ///< share of the first months in last year's total
  std::vector<double> shares;  ///< of the past years used, oldest first
};

/// estimate = year-to-date / share, the share of the same months in last year's total.
/// @param past  how many years of shares give the range
/// @throws data_error      missing months
/// @throws argument_error  no past year, or one whose first months or total are zero
template <frequency F, unit U>
[[nodiscard]] full_year_nowcast nowcast_full_year(const series<F, U>& s, int year, int through,
                                                  int past = 5) {
  require(past >= 1, "nowcast_full_year", "past is ", past, "; it must be at least 1");
  full_year_nowcast out;
  out.year = year;
  const double so_far = year_to_date(s, year, through).value;
  for (int y = year - past; y < year; ++y) {
    if (!s.covers(period<F>(y, 1))) continue;
    const double first = year_to_date(s, y, through).value, whole = full_year(s, y).value;
    require(first != 0 && whole != 0, "nowcast_full_year", s.name, " has nothing in ",
            first == 0 ? "the first months of " : "", y, ": there is no share to project with");
    out.shares.push_back(first / whole);
  }
  require(!out.shares.empty(), "nowcast_full_year", s.name, " has no full year before ", year);
  out.last_share = out.shares.back();
  out.estimate = so_far / out.last_share;
  const auto [low, high] = std::minmax_element(out.shares.begin(), out.shares.end());
  out.range = between(so_far / *high, so_far / *low);
  return out;
}

}  // namespace bilateral
