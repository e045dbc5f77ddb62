#pragma once
/// A regular time series with its unit, its missing values marked and its source.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/period.hpp>
#include <bilateral/core/provenance.hpp>
#include <bilateral/core/unit.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace bilateral {

/// Values of one unit at consecutive periods of one frequency. A masked slot holds a NaN, so that a
/// forgotten mask is loud, and may carry the reason.
template <frequency F, unit U>
struct series {
  using frequency_type = F;
  using unit_type = U;

  std::string name;
  period<F> start;
  std::vector<double> values;                                ///< NaN where masked
  std::vector<bool> missing;                                 ///< same length
  std::vector<std::pair<std::size_t, std::string>> reasons;  ///< of masked slots, where known
  provenance source;

  series() = default;
  /// @param v  values; a NaN is a missing one. @throws argument_error  an infinite value
  series(std::string n, period<F> first, std::vector<double> v, provenance from = {})
      : name(std::move(n)),
        start(first),
        values(std::move(v)),
        missing(values.size()),
        source(std::move(from)) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      require(!std::isinf(values[i]), "series", name, " is infinite in ",
              to_string(start + static_cast<std::int64_t>(i)));
      missing[i] = std::isnan(values[i]);
    }
    if (!values.empty()) (void)last();  // the span must lie inside the calendar
  }

  [[nodiscard]] std::size_t size() const { return values.size(); }
  [[nodiscard]] bool empty() const { return values.empty(); }
  [[nodiscard]] period<F> at(std::size_t i) const { return start + static_cast<std::int64_t>(i); }
  [[nodiscard]] period<F> last() const {
    require(!values.empty(), "series", name, " is empty");
    return start + (static_cast<std::int64_t>(values.size()) - 1);
  }
  [[nodiscard]] bool covers(period<F> p) const {
    return !values.empty() && p >= start && p <= last();
  }
  /// Position of a period. @throws alignment_error  outside the span
  [[nodiscard]] std::size_t index(period<F> p) const {
    if (!covers(p)) {
      throw alignment_error(
          text("series: ", to_string(p), " is outside ", name,
               empty() ? " (empty)" : ", " + to_string(start) + " to " + to_string(last())));
    }
    return to_size(p - start);
  }
  /// The value of a period; none where it is missing. @throws alignment_error  outside the span
  [[nodiscard]] std::optional<quantity<U>> operator[](period<F> p) const {
    const std::size_t i = index(p);
    if (missing[i]) return std::nullopt;
    return quantity<U>(values[i]);
  }
  /// The value of a period that must be there. @throws data_error  missing
  [[nodiscard]] double value(period<F> p) const {
    const std::size_t i = index(p);
    if (missing[i]) throw data_error(text(name, " is missing in ", to_string(p)));
    return values[i];
  }
  void mask(std::size_t i, std::string reason) {
    values[i] = std::numeric_limits<double>::quiet_NaN();
    missing[i] = true;
    reasons.emplace_back(i, std::move(reason));
  }
  [[nodiscard]] std::string reason(std::size_t i) const {
    for (const auto& [at_index, why] : reasons) {
      if (at_index == i) return why;
    }
    return missing[i] ? "missing" : "";
  }
};

/// The values of a series without gaps: what estimators take.
/// @throws data_error  the first missing period is named
template <frequency F, unit U>
[[nodiscard]] std::span<const double> complete(const series<F, U>& s) {
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s.missing[i]) throw data_error(text(s.name, " is missing in ", to_string(s.at(i))));
  }
  return s.values;
}

/// Applies f to every value that is there.
template <unit To, frequency F, unit U, class Function>
[[nodiscard]] series<F, To> mapped(const series<F, U>& s, std::string name, Function f) {
  series<F, To> out;
  out.name = std::move(name);
  out.start = s.start;
  out.source = s.source;
  out.values.resize(s.size());
  out.missing.resize(s.size());
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s.missing[i]) {
      out.mask(i, s.reason(i));
    } else {
      out.values[i] = f(s.values[i]);
    }
  }
  return out;
}

/// Combines two series of one span. @throws alignment_error  the spans differ (see common_span)
template <unit To, frequency F, unit A, unit B, class Function>
[[nodiscard]] series<F, To> combined(const series<F, A>& a, const series<F, B>& b, std::string name,
                                     Function f) {
  if (a.start != b.start || a.size() != b.size()) {
    throw alignment_error(text("series: ", a.name, " and ", b.name,
                               " do not cover the same periods; cut them with common_span"));
  }
  series<F, To> out;
  out.name = std::move(name);
  out.start = a.start;
  out.source = joined(a.source, b.source);
  out.values.resize(a.size());
  out.missing.resize(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a.missing[i] || b.missing[i]) {
      out.mask(i, a.missing[i] ? a.reason(i) : b.reason(i));
    } else {
      out.values[i] = f(a.values[i], b.values[i]);
      if (!std::isfinite(out.values[i])) out.mask(i, "division by zero");
    }
  }
  return out;
}

template <frequency F, unit U>
[[nodiscard]] series<F, U> operator+(const series<F, U>& a, const series<F, U>& b) {
  return combined<U>(a, b, a.name + " + " + b.name, [](double x, double y) { return x + y; });
}
template <frequency F, unit U>
[[nodiscard]] series<F, U> operator-(const series<F, U>& a, const series<F, U>& b) {
  return combined<U>(a, b, a.name + " - " + b.name, [](double x, double y) { return x - y; });
}
template <frequency F, unit A, unit B>
[[nodiscard]] auto operator/(const series<F, A>& a, const series<F, B>& b) {
  return combined<unit_quotient<A, B>>(a, b, a.name + " / " + b.name,
                                       [](double x, double y) { return x / y; });
}
template <frequency F, unit A, unit B>
requires units_multiply<A, B>
[[nodiscard]] auto operator*(const series<F, A>& a, const series<F, B>& b) {
  return combined<unit_product<A, B>>(a, b, a.name + " * " + b.name,
                                      [](double x, double y) { return x * y; });
}
/// Every value by one quantity: tonnes at one price, yuan at one rate.
template <frequency F, unit A, unit B>
requires units_multiply<A, B>
[[nodiscard]] auto operator*(const series<F, A>& a, quantity<B> b) {
  return mapped<unit_product<A, B>>(a, a.name + " * " + to_string(b),
                                    [b](double x) { return x * b.value; });
}
template <frequency F, unit A, unit B>
[[nodiscard]] auto operator/(const series<F, A>& a, quantity<B> b) {
  require(b.value != 0, "series", a.name, " divided by zero");
  return mapped<unit_quotient<A, B>>(a, a.name + " / " + to_string(b),
                                     [b](double x) { return x / b.value; });
}
template <frequency F, unit A>
[[nodiscard]] series<F, A> operator*(double c, const series<F, A>& a) {
  return mapped<A>(a, text(c, " * ", a.name), [c](double x) { return c * x; });
}

// what compilers say where series are mixed: the types that the deleted operators below return
struct different_frequencies_do_not_combine {};

/// Series of different frequencies are aggregated first, never combined; series in different units do
/// not add or subtract. The message names both units.
template <frequency F, unit A, unit B>
requires different_units<A, B> different_units_do_not_add operator+(const series<F, A>&,
                                                                    const series<F, B>&) = delete;
template <frequency F, unit A, unit B>
requires different_units<A, B> different_units_do_not_subtract
operator-(const series<F, A>&, const series<F, B>&) = delete;
template <frequency F, unit A, unit B>
requires(!units_multiply<A, B>) units_whose_product_has_no_name operator*(
    const series<F, A>&, const series<F, B>&) = delete;
template <frequency F, frequency G, unit A, unit B>
requires(!std::same_as<F, G>) different_frequencies_do_not_combine operator+(
    const series<F, A>&, const series<G, B>&) = delete;
template <frequency F, frequency G, unit A, unit B>
requires(!std::same_as<F, G>) different_frequencies_do_not_combine operator-(
    const series<F, A>&, const series<G, B>&) = delete;
template <frequency F, frequency G, unit A, unit B>
requires(!std::same_as<F, G>) different_frequencies_do_not_combine operator*(
    const series<F, A>&, const series<G, B>&) = delete;
template <frequency F, frequency G, unit A, unit B>
requires(!std::same_as<F, G>) different_frequencies_do_not_combine operator/(
    const series<F, A>&, const series<G, B>&) = delete;

}  // namespace bilateral
