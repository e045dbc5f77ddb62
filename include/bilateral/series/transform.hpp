#pragma once
/// Lags, differences, logarithms, index numbers, rolling and cumulative sums.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/series/series.hpp>

#include <cmath>

namespace bilateral {

/// x_{t-k} at t: the same values dated k periods later. A negative k leads.
template <frequency F, unit U>
[[nodiscard]] series<F, U> lag(const series<F, U>& s, std::int64_t k = 1) {
  series<F, U> out = s;
  out.name = text(k >= 0 ? "lag(" : "lead(", s.name, ",", k >= 0 ? k : -k, ")");
  out.start = s.start + k;
  return out;
}
/// The value of k periods later, at each period.
template <frequency F, unit U>
[[nodiscard]] series<F, U> lead(const series<F, U>& s, std::int64_t k = 1) {
  return lag(s, -k);
}

namespace detail {
template <class U>
struct difference_unit {
  using type = U;
};
template <class U>
struct difference_unit<log_of<U>> {
  using type = log_points;
};
}  // namespace detail

/// x_t - x_{t-k}; of logarithms the unit is log points. k = periods a year is the seasonal one.
/// @throws argument_error  k below 1 or as long as the series
template <frequency F, unit U>
[[nodiscard]] auto difference(const series<F, U>& s, std::size_t k = 1) {
  using To = typename detail::difference_unit<U>::type;
  require(k >= 1 && k < s.size(), "difference", "lag is ", k, " for the ", s.size(), " values of ",
          s.name);
  series<F, To> out;
  out.name = text("difference(", s.name, ",", k, ")");
  out.start = s.at(k);
  out.source = s.source;
  out.values.resize(s.size() - k);
  out.missing.resize(out.values.size());
  for (std::size_t i = k; i < s.size(); ++i) {
    if (s.missing[i] || s.missing[i - k]) {
      out.mask(i - k, s.missing[i] ? s.reason(i) : s.reason(i - k));
    } else {
      out.values[i - k] = s.values[i] - s.values[i - k];
    }
  }
  return out;
}
/// The difference from the same season a year before: x_t - x_{t-s}.
template <frequency F, unit U>
[[nodiscard]] auto seasonal_difference(const series<F, U>& s) {
  return difference(s, to_size(F::periods_per_year));
}

/// Natural logarithm. @throws argument_error  a value that is not above zero, its period named
template <frequency F, unit U>
[[nodiscard]] series<F, log_of<U>> log(const series<F, U>& s) {
  for (std::size_t i = 0; i < s.size(); ++i) {
    require(s.missing[i] || s.values[i] > 0, "log", s.name, " is ", s.values[i], " in ",
            to_string(s.at(i)), "; it must be above zero");
  }
  return mapped<log_of<U>>(s, "log(" + s.name + ")", [](double x) { return std::log(x); });
}

/// 100 x_t / x_base. @throws data_error  the base is missing; argument_error  it is zero
template <frequency F, unit U>
[[nodiscard]] series<F, index_points> index_to(const series<F, U>& s, period<F> base) {
  const double b = s.value(base);
  require(b != 0, "index_to", s.name, " is zero in the base period ", to_string(base));
  return mapped<index_points>(s, s.name + " (" + to_string(base) + " = 100)",
                              [b](double x) { return 100 * x / b; });
}

enum class rolling_statistic { sum, mean, standard_deviation };

/// Over windows of w values ending at t, O(n) and drift-free: windows are the suffix of one block of
/// w values and the prefix of the next, so nothing is ever subtracted.
///
/// Standard deviations divide by w - 1, moments merged as in Chan, Golub & LeVeque (1983).
/// @throws data_error  a missing value; argument_error  w below 1 (2) or above n
template <frequency F, unit U>
[[nodiscard]] series<F, U> rolling(const series<F, U>& s, std::size_t w,
                                   rolling_statistic statistic) {
  const std::size_t least = statistic == rolling_statistic::standard_deviation ? 2 : 1;
  require(w >= least && w <= s.size(), "rolling", "window is ", w, "; it must lie between ", least,
          " and ", s.size());
  const std::span<const double> x = complete(s);
  struct moments {
    double n = 0, mean = 0, squares = 0;
  };
  const auto merged = [](const moments& a, const moments& b) {
    if (a.n == 0) return b;
    if (b.n == 0) return a;
    const double n = a.n + b.n, d = b.mean - a.mean;
    return moments{n, a.mean + d * (b.n / n), a.squares + b.squares + d * d * (a.n * b.n / n)};
  };
  std::vector<moments> suffix(x.size()), prefix(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    const moments one{1, x[i], 0};
    prefix[i] = i % w == 0 ? one : merged(prefix[i - 1], one);
  }
  for (std::size_t i = x.size(); i-- > 0;) {
    const moments one{1, x[i], 0};
    suffix[i] = i % w == w - 1 || i + 1 == x.size() ? one : merged(one, suffix[i + 1]);
  }
  series<F, U> out;
  out.name = text("rolling(", s.name, ",", w, ")");
  out.start = s.at(w - 1);
  out.source = s.source;
  for (std::size_t i = w - 1; i < x.size(); ++i) {
    const std::size_t from = i + 1 - w;
    const moments m = from % w == 0 ? prefix[i] : merged(suffix[from], prefix[i]);
    const double n = static_cast<double>(w);
    out.values.push_back(statistic == rolling_statistic::sum    ? m.mean * n
                         : statistic == rolling_statistic::mean ? m.mean
                                                                : std::sqrt(m.squares / (n - 1)));
  }
  out.missing.assign(out.values.size(), false);
  return out;
}

/// Sum since the first period of the year; masked from a missing value to the end of its year, and
/// in a first year that does not start the series.
template <frequency F, unit U>
[[nodiscard]] series<F, U> cumulative_within_year(const series<F, U>& s) {
  series<F, U> out = s;
  out.name = "cumulative(" + s.name + ")";
  double sum = 0;
  std::string broken;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const int part = s.at(i).part();
    if (part == 1) {
      sum = 0;
      broken.clear();
    } else if (i == 0) {
      broken = "the year starts before the series";
    }
    if (s.missing[i]) broken = s.name + " is missing in " + to_string(s.at(i));
    if (!broken.empty()) {
      if (!s.missing[i]) out.mask(i, broken);
    } else {
      out.values[i] = sum += s.values[i];
    }
  }
  return out;
}

}  // namespace bilateral
