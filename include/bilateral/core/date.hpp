#pragma once
/// A date whose frequency is known at run time only: what files, command lines and charts hold.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bilateral {

enum class frequency_kind { annual, quarterly, monthly, daily };

/// A year, quarter, month or day as a count of its own kind.
struct date {
  frequency_kind every = frequency_kind::annual;
  std::int64_t at = 0;  ///< years, quarters, months from year 0; days from 1970-01-01

  friend bool operator==(const date&, const date&) = default;
};

/// Periods in a year; 365 for days.
[[nodiscard]] constexpr int periods_a_year(frequency_kind f) {
  return f == frequency_kind::annual      ? 1
         : f == frequency_kind::quarterly ? 4
         : f == frequency_kind::monthly   ? 12
                                          : 365;
}

/// Year of a date that is no day.
[[nodiscard]] constexpr std::int64_t year_of(const date& d) {
  return d.at / periods_a_year(d.every);
}
/// Month or quarter from 1 of a date that is no day; 1 for a year.
[[nodiscard]] constexpr int part_of(const date& d) {
  return static_cast<int>(d.at % periods_a_year(d.every)) + 1;
}

namespace detail {

// so many digits from a place of the text
inline std::optional<int> digits_at(std::string_view text, std::size_t from, std::size_t count) {
  if (from + count > text.size()) return std::nullopt;
  int value = 0;
  for (std::size_t i = from; i < from + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

}  // namespace detail

/// Reads `2016`, `2016-Q3`, `2016Q3`, `2016-08`, `2016M08` or `2016-08-31`, of the years 1 to 9999;
/// none where the text is none of these.
[[nodiscard]] inline std::optional<date> parse_date(std::string_view text) {
  const auto year = detail::digits_at(text, 0, 4);
  if (!year || *year < 1) return std::nullopt;
  if (text.size() == 4) return date{frequency_kind::annual, *year};
  std::size_t at = text[4] == '-' ? 5 : 4;
  if (at < text.size() && (text[at] == 'Q' || text[at] == 'q')) {
    const auto quarter = detail::digits_at(text, at + 1, 1);
    if (!quarter || text.size() != at + 2 || *quarter < 1 || *quarter > 4) return std::nullopt;
    return date{frequency_kind::quarterly, std::int64_t{*year} * 4 + *quarter - 1};
  }
  const bool letter = at < text.size() && (text[at] == 'M' || text[at] == 'm');
  if (letter) ++at;
  if (!letter && at == 4) return std::nullopt;  // 201608 is a number, not a date
  const auto month = detail::digits_at(text, at, 2);
  if (!month || *month < 1 || *month > 12) return std::nullopt;
  if (text.size() == at + 2) {
    return date{frequency_kind::monthly, std::int64_t{*year} * 12 + *month - 1};
  }
  if (letter || text[at + 2] != '-' || text.size() != at + 5) return std::nullopt;
  const auto day = detail::digits_at(text, at + 3, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day d{std::chrono::year{*year},
                                      std::chrono::month{static_cast<unsigned>(*month)},
                                      std::chrono::day{static_cast<unsigned>(*day)}};
  if (!d.ok()) return std::nullopt;
  return date{frequency_kind::daily, std::chrono::sys_days{d}.time_since_epoch().count()};
}

/// "2016", "2016-Q3", "2016-08", "2016-08-31".
[[nodiscard]] inline std::string to_string(const date& d) {
  const auto padded = [](std::int64_t value, std::size_t width) {
    std::string s = std::to_string(value);
    return s.size() < width ? std::string(width - s.size(), '0') + s : s;
  };
  if (d.every == frequency_kind::daily) {
    const std::chrono::year_month_day day{std::chrono::sys_days{std::chrono::days{d.at}}};
    return padded(int{day.year()}, 4) + "-" + padded(unsigned{day.month()}, 2) + "-" +
           padded(unsigned{day.day()}, 2);
  }
  const std::string year = padded(year_of(d), 4);
  if (d.every == frequency_kind::quarterly) return year + "-Q" + std::to_string(part_of(d));
  return d.every == frequency_kind::monthly ? year + "-" + padded(part_of(d), 2) : year;
}

/// The first day of a year, quarter or month; a day as it is.
[[nodiscard]] inline date first_day(const date& d) {
  if (d.every == frequency_kind::daily) return d;
  const int months = 12 / periods_a_year(d.every);
  const std::chrono::year_month_day day{
      std::chrono::year{static_cast<int>(year_of(d))},
      std::chrono::month{static_cast<unsigned>(months * (part_of(d) - 1) + 1)},
      std::chrono::day{1}};
  return {frequency_kind::daily, std::chrono::sys_days{day}.time_since_epoch().count()};
}

/// The month that holds a day; other dates as they are.
[[nodiscard]] inline date month_of(const date& d) {
  if (d.every != frequency_kind::daily) return d;
  const std::chrono::year_month_day day{std::chrono::sys_days{std::chrono::days{d.at}}};
  return {frequency_kind::monthly, std::int64_t{int{day.year()}} * 12 + unsigned{day.month()} - 1};
}

}  // namespace bilateral
