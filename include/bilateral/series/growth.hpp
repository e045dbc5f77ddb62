#pragma once
/// Growth rates and what belongs to them: year-to-date totals, contributions, targets, records.

#include <bilateral/core/index_cast.hpp>
#include <bilateral/series/series.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <vector>

namespace bilateral {

/// 100 (now / before - 1); none where it is undefined: a base of zero, a change of sign, or a base so
/// small that the rate is beyond the range of a double.
[[nodiscard]] inline std::optional<double> growth_rate(double before, double now) {
  if (!(before > 0 && now >= 0) && !(before < 0 && now < 0)) return std::nullopt;
  const double rate = 100 * (now / before - 1);
  if (!std::isfinite(rate)) return std::nullopt;
  return rate;
}
/// Why growth_rate gives none.
[[nodiscard]] inline std::string undefined_growth(double before, double now) {
  if (before == 0) return "growth from zero is undefined";
  if ((before > 0 && now >= 0) || (before < 0 && now < 0)) {
    return "growth is beyond the range of a double";
  }
  return "growth across a change of sign is undefined";
}

/// Over so many periods, and to the power of a year where annualised.
struct growth_over {
  std::size_t periods = 1;
  bool annualised = false;
};
/// On the same period a year before.
template <frequency F>
[[nodiscard]] constexpr growth_over over_year() {
  return {to_size(F::periods_per_year), false};
}

/// Growth in percent over a lag; annualised 100 ((x_t / x_{t-k})^(m / k) - 1), m periods a year.
/// Where it is undefined the slot is masked with the reason.
/// @throws argument_error  no periods, or as many as the series has
template <frequency F, unit U>
[[nodiscard]] series<F, percent> growth(const series<F, U>& s, growth_over over = over_year<F>()) {
  require(over.periods >= 1 && over.periods < s.size(), "growth", "over ", over.periods,
          " periods: ", s.name, " has only ", s.size());
  series<F, percent> out;
  out.name = "growth of " + s.name;
  out.start = s.at(over.periods);
  out.source = s.source;
  out.values.resize(s.size() - over.periods);
  out.missing.resize(out.values.size());
  for (std::size_t i = 0; i < out.values.size(); ++i) {
    const std::size_t now = i + over.periods;
    if (s.missing[i] || s.missing[now]) {
      out.mask(i, s.missing[now] ? s.reason(now) : s.reason(i));
      continue;
    }
    auto rate = growth_rate(s.values[i], s.values[now]);
    if (rate && over.annualised) {
      const double per_year =
          static_cast<double>(F::periods_per_year) / static_cast<double>(over.periods);
      rate = growth_rate(1, std::pow(1 + *rate / 100, per_year));
    }
    if (rate) {
      out.values[i] = *rate;
    } else {
      out.mask(i, undefined_growth(s.values[i], s.values[now]));
    }
  }
  return out;
}

/// log x_t - log x_{t-k}, masked where growth is undefined.
template <frequency F, unit U>
[[nodiscard]] series<F, log_points> log_growth(const series<F, U>& s, std::size_t periods = 1) {
  series<F, percent> g = growth(s, {.periods = periods});
  return mapped<log_points>(g, "log growth of " + s.name,
                            [](double p) { return std::log1p(p / 100); });
}

/// The total of a whole calendar year.
template <unit U>
struct full_year_total {
  int year = 0;
  double value = 0;
};
/// The total of a year's first periods, January to `through`: another type than a full year's, so
/// that the two cannot be compared by mistake.
template <frequency F, unit U>
struct year_to_date_total {
  int year = 0;
  int through = 0;  ///< last month or quarter, from 1
  double value = 0;
};

/// "January-August 2016: 4,948 USD FOB"; of quarters "2016, 1 to 3: ...".
template <frequency F, unit U>
[[nodiscard]] std::string to_string(const year_to_date_total<F, U>& t) {
  const std::string figure = to_string(quantity<U>(t.value));
  if (F::periods_per_year != 12) return text(t.year, ", 1 to ", t.through, ": ", figure);
  return text(t.through > 1 ? "January-" : "", month_name(t.through), " ", t.year, ": ", figure);
}
template <frequency F, unit U>
std::ostream& operator<<(std::ostream& out, const year_to_date_total<F, U>& t) {
  return out << to_string(t);
}

/// @throws data_error  a missing or uncovered period, named
template <frequency F, unit U>
[[nodiscard]] year_to_date_total<F, U> year_to_date(const series<F, U>& s, int year, int through) {
  require(through >= 1 && through <= F::periods_per_year, "year_to_date", "through is ", through,
          "; it must lie between 1 and ", F::periods_per_year);
  year_to_date_total<F, U> out{year, through, 0};
  for (int part = 1; part <= through; ++part) {
    const period<F> p(year, part);
    if (!s.covers(p)) throw data_error(text(s.name, " has no ", to_string(p)));
    out.value += s.value(p);
  }
  return out;
}
/// The total of a whole year, a type of its own: it is not compared with a part of a year.
/// @throws argument_error  a period of the year that the series has not
template <frequency F, unit U>
[[nodiscard]] full_year_total<U> full_year(const series<F, U>& s, int year) {
  return {year, year_to_date(s, year, F::periods_per_year).value};
}

template <unit U>
[[nodiscard]] std::optional<double> growth(const full_year_total<U>& before,
                                           const full_year_total<U>& now) {
  return growth_rate(before.value, now.value);
}
/// @throws alignment_error  the totals end in different months
template <frequency F, unit U>
[[nodiscard]] std::optional<double> growth(const year_to_date_total<F, U>& before,
                                           const year_to_date_total<F, U>& now) {
  if (before.through != now.through) {
    throw alignment_error(text("growth: the total of ", before.year, " runs through part ",
                               before.through, ", that of ", now.year, " through ", now.through,
                               ": the periods are not comparable"));
  }
  return growth_rate(before.value, now.value);
}
/// A partial year against a full one is not growth.
template <frequency F, unit U, unit V>
void growth(const year_to_date_total<F, U>&, const full_year_total<V>&) = delete;
template <frequency F, unit U, unit V>
void growth(const full_year_total<V>&, const year_to_date_total<F, U>&) = delete;

/// Year-to-date growth on the year before for every year that has both, through a month or quarter.
/// @throws argument_error  no two years run through that month or quarter
template <frequency F, unit U>
[[nodiscard]] series<annual, percent> growth_year_to_date(const series<F, U>& s, int through) {
  series<annual, percent> out;
  out.name = "year-to-date growth of " + s.name;
  out.source = s.source;
  require(!s.empty(), "growth_year_to_date", s.name, " is empty");
  const int first = s.start.part() == 1 ? s.start.year() : s.start.year() + 1;
  const int last = s.last().part() >= through ? s.last().year() : s.last().year() - 1;
  require(last > first, "growth_year_to_date", s.name, " does not cover two years through part ",
          through);
  out.start = period<annual>(first + 1);
  for (int y = first + 1; y <= last; ++y) {
    const auto before = year_to_date(s, y - 1, through), now = year_to_date(s, y, through);
    out.values.push_back(0);
    out.missing.push_back(false);
    const auto rate = growth(before, now);
    if (rate) {
      out.values.back() = *rate;
    } else {
      out.mask(out.values.size() - 1, undefined_growth(before.value, now.value));
    }
  }
  return out;
}

/// Compound growth a period that takes `before` to `now` in n periods: 100 ((now/before)^(1/n) - 1).
/// @throws argument_error  n not above zero
[[nodiscard]] inline std::optional<double> compound_growth(double before, double now, double n) {
  require(n > 0, "compound_growth", "n is ", n, "; it must be above zero");
  if (!(before > 0) || now < 0) return std::nullopt;
  const double ratio = now / before;
  if (!std::isfinite(ratio)) return std::nullopt;
  return growth_rate(1, std::pow(ratio, 1 / n));
}
/// Growth a period needed to reach a target: another name for the same arithmetic.
[[nodiscard]] inline std::optional<double> growth_needed(double now, double target, double n) {
  return compound_growth(now, target, n);
}
/// Periods to double at a rate in percent a period; none where it does not grow.
[[nodiscard]] inline std::optional<double> doubling_time(double rate) {
  if (!(rate > 0)) return std::nullopt;
  return std::log(2.0) / std::log1p(rate / 100);
}
/// Arithmetic mean of growth rates that are there.
template <frequency F>
[[nodiscard]] std::optional<double> average_growth(const series<F, percent>& g) {
  double sum = 0, n = 0;
  for (std::size_t i = 0; i < g.size(); ++i) {
    if (g.missing[i]) continue;
    sum += g.values[i];
    n += 1;
  }
  if (n == 0) return std::nullopt;
  return sum / n;
}

/// Contributions to growth in percentage points: 100 (now_i - before_i) / sum before; with the
/// residual of the total that the components do not explain they sum to its growth exactly.
struct growth_contributions {
  std::vector<double> points;
  double residual = 0;
  double total = 0;
};
/// Percentage points that each part adds to the growth of the total, and what the parts leave.
///
///   c_i = 100 (x_i1 - x_i0) / X_0
///
/// @throws argument_error  other lengths; a total before that is not above zero
[[nodiscard]] inline growth_contributions contributions(std::span<const double> before,
                                                        std::span<const double> now,
                                                        double total_before, double total_now) {
  require_same_size("contributions", "before", before.size(), "now", now.size());
  require(total_before > 0, "contributions", "the total before is ", total_before,
          "; it must be above zero");
  growth_contributions out;
  const auto total = growth_rate(total_before, total_now);
  require(total.has_value() || total_now < 0, "contributions", "the total of ", total_now, " on ",
          total_before, ": ", undefined_growth(total_before, total_now));
  out.total = total ? *total : 100 * (total_now / total_before - 1);
  double sum = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    out.points.push_back(100 * (now[i] - before[i]) / total_before);
    sum += out.points.back();
  }
  out.residual = out.total - sum;
  return out;
}

/// Shift-share of a component's change: what it would have been at the total's growth, and the rest.
struct shift_share_result {
  double share = 0;  ///< before times the growth of the total
  double shift = 0;  ///< the component's change less that
};
/// A change split into what growth with the total would have brought and the rest.
///
///   x1 - x0 = x0 (X1 / X0 - 1) + rest
///
/// @throws argument_error  a total before that is not above zero
[[nodiscard]] inline shift_share_result shift_share(double before, double now, double total_before,
                                                    double total_now) {
  require(total_before > 0, "shift_share", "the total before is ", total_before);
  const double share = before * (total_now / total_before - 1);
  return {share, now - before - share};
}

/// Growth of a ratio a / b from the growth of its parts, in log points: they add up exactly.
struct ratio_growth {
  double numerator = 0, denominator = 0, ratio = 0;
};
/// Growth of a ratio a / b in log points: log(a1 / a0), -log(b1 / b0), and their sum.
/// @throws argument_error  a value that is not above zero
[[nodiscard]] inline ratio_growth decompose_ratio(double a0, double a1, double b0, double b1) {
  require(a0 > 0 && a1 > 0 && b0 > 0 && b1 > 0, "decompose_ratio", "values must be above zero");
  const double a = std::log(a1 / a0), b = std::log(b1 / b0);
  return {a, -b, a - b};
}

/// Is the value of a period above all before it? None where nothing comes before or it is missing.
template <frequency F, unit U>
[[nodiscard]] std::optional<bool> record_high(const series<F, U>& s, period<F> p) {
  const std::size_t i = s.index(p);
  if (i == 0 || s.missing[i]) return std::nullopt;
  for (std::size_t j = 0; j < i; ++j) {
    if (!s.missing[j] && s.values[j] >= s.values[i]) return false;
  }
  return true;
}
/// Length of the run of rises (positive) or falls (negative) that ends at a period.
template <frequency F, unit U>
[[nodiscard]] int run_length(const series<F, U>& s, period<F> p) {
  std::size_t i = s.index(p);
  int run = 0;
  for (; i > 0 && !s.missing[i] && !s.missing[i - 1]; --i) {
    const int step = s.values[i] > s.values[i - 1] ? 1 : s.values[i] < s.values[i - 1] ? -1 : 0;
    if (step == 0 || (run != 0 && (run > 0) != (step > 0))) break;
    run += step;
  }
  return run;
}

/// Rounds to so many decimals so that the rounded parts add up to the rounded total (largest
/// remainder; ties to the earlier part).
/// @throws argument_error  a part that is not finite
[[nodiscard]] inline std::vector<double> rounded_to_total(std::span<const double> parts,
                                                          int decimals) {
  require_finite("rounded_to_total", "a part", parts);
  const double unit_step = std::pow(10.0, -decimals);
  std::vector<double> floors(parts.size());
  double sum = 0, floor_sum = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    sum += parts[i];
    floors[i] = std::floor(parts[i] / unit_step + 1e-9);
    floor_sum += floors[i];
  }
  auto left = static_cast<std::int64_t>(std::llround(sum / unit_step) - std::llround(floor_sum));
  std::vector<std::size_t> order(parts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return parts[a] / unit_step - floors[a] > parts[b] / unit_step - floors[b];
  });
  for (std::size_t i = 0; i < order.size() && left > 0; ++i, --left) floors[order[i]] += 1;
  for (double& f : floors) f *= unit_step;
  return floors;
}

}  // namespace bilateral
