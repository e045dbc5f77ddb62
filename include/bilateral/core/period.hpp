#pragma once
/// A year, quarter or month as a point in time; the difference of two is a count.

#include <bilateral/core/check.hpp>
#include <bilateral/core/date.hpp>
#include <bilateral/core/frequency.hpp>

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace bilateral {

/// One period of frequency F in the years 1 to 9999. Regular, totally ordered, constexpr.
///
///   period<monthly>(2016, 8) + 5 == period<monthly>(2017, 1);  later - earlier is a count
template <frequency F>
class period {
 public:
  static constexpr int first_year = 1;
  static constexpr int last_year = 9999;

  /// January (first quarter) of year 1.
  constexpr period() = default;
  /// The `part`-th period of a year, from 1; {2020, 1} where a period is asked for.
  /// @throws argument_error  out of range
  constexpr period(int year, int part) : count_(ordinal(year, part)) {}
  /// The first of a year; of annual data {2020} where a period is asked for.
  constexpr explicit(F::periods_per_year != 1) period(int year) : period(year, 1) {}

  [[nodiscard]] constexpr int year() const { return first_year + count_ / F::periods_per_year; }
  /// Month or quarter from 1; 1 for a year.
  [[nodiscard]] constexpr int part() const { return 1 + count_ % F::periods_per_year; }

  /// Periods since the first of year 1.
  [[nodiscard]] constexpr std::int64_t ordinal() const { return count_; }
  [[nodiscard]] static constexpr period from_ordinal(std::int64_t count) {
    if (count < 0 || count >= limit) {
      throw argument_error("period: outside the years 1 to 9999");
    }
    period p;
    p.count_ = static_cast<std::int32_t>(count);
    return p;
  }

  constexpr period& operator+=(std::int64_t n) {
    if (n > limit || n < -limit) throw argument_error("period: outside the years 1 to 9999");
    return *this = from_ordinal(count_ + n);
  }
  constexpr period& operator-=(std::int64_t n) {
    if (n > limit || n < -limit) throw argument_error("period: outside the years 1 to 9999");
    return *this = from_ordinal(count_ - n);
  }
  constexpr period& operator++() { return *this += 1; }
  constexpr period& operator--() { return *this -= 1; }
  constexpr period operator++(int) {
    const period old = *this;
    ++*this;
    return old;
  }
  constexpr period operator--(int) {
    const period old = *this;
    --*this;
    return old;
  }
  friend constexpr period operator+(period p, std::int64_t n) { return p += n; }
  friend constexpr period operator+(std::int64_t n, period p) { return p += n; }
  friend constexpr period operator-(period p, std::int64_t n) { return p -= n; }
  friend constexpr std::int64_t operator-(period a, period b) {
    return std::int64_t{a.count_} - b.count_;
  }
  friend constexpr auto operator<=>(period a, period b) = default;
  friend constexpr bool operator==(period a, period b) = default;

 private:
  static constexpr std::int64_t limit =
      std::int64_t{last_year - first_year + 1} * F::periods_per_year;

  static constexpr std::int32_t ordinal(int year, int part) {
    if (year < first_year || year > last_year) {
      throw argument_error(text("period: year is ", year, "; it must lie between 1 and 9999"));
    }
    if (part < 1 || part > F::periods_per_year) {
      throw argument_error(text("period: part is ", part, " of a ", F::name,
                                " year; it must lie between 1 and ", F::periods_per_year));
    }
    return (year - first_year) * F::periods_per_year + part - 1;
  }

  std::int32_t count_ = 0;
};

using year_period = period<annual>;
using quarter_period = period<quarterly>;
using month_period = period<monthly>;

/// "2016", "2016-Q3", "2016-08".
template <frequency F>
[[nodiscard]] std::string to_string(period<F> p) {
  std::string year = std::to_string(p.year());
  year.insert(0, 4 - (year.size() < 4 ? year.size() : 4), '0');
  if constexpr (F::periods_per_year == 1) return year;
  if constexpr (F::periods_per_year == 4) return year + "-Q" + std::to_string(p.part());
  const std::string part = std::to_string(p.part());
  return year + (part.size() < 2 ? "-0" : "-") + part;
}

template <frequency F>
inline constexpr frequency_kind kind_of = F::periods_per_year == 1   ? frequency_kind::annual
                                          : F::periods_per_year == 4 ? frequency_kind::quarterly
                                                                     : frequency_kind::monthly;

/// Reads a period of frequency F in a form of parse_date; a day stands for its month.
/// @throws data_error  not a date, or a date of another frequency
template <frequency F>
[[nodiscard]] period<F> parse_period(std::string_view s) {
  const auto read = parse_date(s);
  if (!read) throw data_error(text("'", std::string(s), "' is not a period"));
  const date when = month_of(*read);
  if (when.every != kind_of<F>) {
    throw data_error(text("'", std::string(s), "' is not a ", F::name, " period"));
  }
  return period<F>(static_cast<int>(year_of(when)), part_of(when));
}

/// A month as <chrono> has it, and back.
[[nodiscard]] constexpr std::chrono::year_month to_chrono(period<monthly> p) {
  return std::chrono::year_month{std::chrono::year(p.year()),
                                 std::chrono::month(static_cast<unsigned>(p.part()))};
}
/// The month of a calendar type of the standard library, std::chrono::year_month.
[[nodiscard]] constexpr period<monthly> from_chrono(std::chrono::year_month m) {
  return period<monthly>(static_cast<int>(m.year()),
                         static_cast<int>(static_cast<unsigned>(m.month())));
}

/// The coarser period that holds p: a month's quarter, a quarter's year.
template <frequency To, frequency From>
requires(From::periods_per_year % To::periods_per_year == 0)
    [[nodiscard]] constexpr period<To> containing(period<From> p) {
  return period<To>(p.year(), 1 + (p.part() - 1) / (From::periods_per_year / To::periods_per_year));
}

/// Name of a month from 1, in English: what "January-August" is printed with.
/// @throws argument_error  a month outside 1..12
[[nodiscard]] inline std::string month_name(int month) {
  constexpr const char* names[] = {"January",   "February", "March",    "April",
                                   "May",       "June",     "July",     "August",
                                   "September", "October",  "November", "December"};
  require(month >= 1 && month <= 12, "month_name", "month is ", month,
          "; it must lie between 1 and 12");
  return names[month - 1];
}

}  // namespace bilateral
