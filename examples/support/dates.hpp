#pragma once
// Dates of any of the forms 2016, 2016-Q3, 2016Q3, 2016-08, 2016M08, 2016-08-31 as numbers.

#include <bilateral/core/number.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace example {

enum class frequency { annual, quarterly, monthly, daily };

struct date {
  frequency every = frequency::annual;
  std::int64_t at = 0;  // years, quarters, months from year 0; days from 1970-01-01

  friend bool operator==(const date&, const date&) = default;
};

inline int periods_a_year(frequency f) {
  return f == frequency::annual ? 1 : f == frequency::quarterly ? 4 : f == frequency::monthly ? 12 : 365;
}

inline std::optional<date> parse_date(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  const auto digits = [&](std::size_t from, std::size_t count) -> std::optional<int> {
    if (from + count > text.size()) return std::nullopt;
    int value = 0;
    for (std::size_t i = from; i < from + count; ++i) {
      if (text[i] < '0' || text[i] > '9') return std::nullopt;
      value = value * 10 + (text[i] - '0');
    }
    return value;
  };
  const auto year = digits(0, 4);
  if (!year || *year < 1) return std::nullopt;
  if (text.size() == 4) return date{frequency::annual, *year};
  std::size_t at = text[4] == '-' ? 5 : 4;
  if (at < text.size() && (text[at] == 'Q' || text[at] == 'q')) {
    const auto quarter = digits(at + 1, 1);
    if (!quarter || at + 2 != text.size() || *quarter < 1 || *quarter > 4) return std::nullopt;
    return date{frequency::quarterly, std::int64_t{*year} * 4 + *quarter - 1};
  }
  if (at < text.size() && (text[at] == 'M' || text[at] == 'm')) {
    ++at;
  } else if (at == 4) {
    return std::nullopt;
  }
  const auto month = digits(at, 2);
  if (!month || *month < 1 || *month > 12) return std::nullopt;
  if (at + 2 == text.size()) return date{frequency::monthly, std::int64_t{*year} * 12 + *month - 1};
  const auto day = digits(at + 3, 2);
  if (text[at + 2] != '-' || at != 5 || !day || at + 5 != text.size()) return std::nullopt;
  const std::chrono::year_month_day d{std::chrono::year{*year},
                                      std::chrono::month{static_cast<unsigned>(*month)},
                                      std::chrono::day{static_cast<unsigned>(*day)}};
  if (!d.ok()) return std::nullopt;
  return date{frequency::daily, std::chrono::sys_days{d}.time_since_epoch().count()};
}

inline std::string label(const date& d) {
  const auto padded = [](std::int64_t value, std::size_t width) {
    std::string s = std::to_string(value);
    return s.size() < width ? std::string(width - s.size(), '0') + s : s;
  };
  if (d.every == frequency::annual) return padded(d.at, 4);
  if (d.every == frequency::quarterly) {
    return padded(d.at / 4, 4) + "-Q" + std::to_string(d.at % 4 + 1);
  }
  if (d.every == frequency::monthly) return padded(d.at / 12, 4) + "-" + padded(d.at % 12 + 1, 2);
  const std::chrono::year_month_day day{std::chrono::sys_days{std::chrono::days{d.at}}};
  return padded(int{day.year()}, 4) + "-" + padded(unsigned{day.month()}, 2) + "-" +
         padded(unsigned{day.day()}, 2);
}

// Sorted days as months, quarters or years where they stand for those: exactly one in each, on the
// same day or at the end of its month. Days that do not stay as they are.
inline std::optional<std::vector<date>> days_as_periods(const std::vector<std::int64_t>& days) {
  using namespace std::chrono;
  std::vector<std::int64_t> month;
  bool same_day = true, month_ends = true;
  for (const std::int64_t d : days) {
    const year_month_day day{sys_days{std::chrono::days{d}}};
    const year_month_day first{sys_days{std::chrono::days{days.front()}}};
    same_day = same_day && day.day() == first.day();
    const year_month_day_last end{day.year(), month_day_last{day.month()}};
    month_ends = month_ends && day.day() == end.day();
    month.push_back(std::int64_t{int{day.year()}} * 12 + unsigned{day.month()} - 1);
  }
  if (!same_day && !month_ends) return std::nullopt;
  if (days.size() < 2) return std::nullopt;
  std::int64_t step = 12;
  for (std::size_t i = 1; i < month.size(); ++i) step = (std::min)(step, month[i] - month[i - 1]);
  const bool even = std::all_of(month.begin(), month.end(), [&](std::int64_t m) {
    return step > 0 && (m - month.front()) % step == 0;
  });
  const frequency every = step == 12 && even  ? frequency::annual
                          : step == 3 && even ? frequency::quarterly
                                              : frequency::monthly;
  std::vector<date> out;
  for (const std::int64_t m : month) {
    out.push_back({every, every == frequency::annual      ? m / 12
                          : every == frequency::quarterly ? m / 3
                                                          : m});
  }
  return out;
}

}  // namespace example
