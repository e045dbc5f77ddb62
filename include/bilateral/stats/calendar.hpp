#pragma once
/// Calendar effects as regressors: working days of a month and the Chinese New Year.

#include <bilateral/core/check.hpp>
#include <bilateral/core/index_cast.hpp>
#include <bilateral/core/when_called.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <vector>

namespace bilateral {

/// Days from Monday to Friday in a month; holidays are not known to it.
/// @throws argument_error  a month outside 1..12
template <class = when_called>
[[nodiscard]] int working_days(int year, int month) {
  namespace c = std::chrono;
  require(month >= 1 && month <= 12, "working_days", "month is ", month,
          "; it must lie between 1 and 12");
  const c::year_month_day first{c::year{year}, c::month{static_cast<unsigned>(month)}, c::day{1}};
  const c::year_month_day_last last{c::year{year},
                                    c::month_day_last{c::month{static_cast<unsigned>(month)}}};
  int count = 0;
  for (c::sys_days d = first; d <= c::sys_days{last}; d += c::days{1}) {
    const unsigned weekday = c::weekday{d}.iso_encoding();
    if (weekday <= 5) ++count;
  }
  return count;
}

namespace detail {

// month * 100 + day of the first day of the Chinese year, 1990 to 2035: the second new moon after the
// winter solstice (China time), computed again in the tests. Two fall within minutes of midnight, 2027
// (6 February 23:56) and 2030 (3 February 0:07), where approximate calendars (ICU) are a day off
inline constexpr int first_new_year = 1990;
inline constexpr std::array<int, 46> new_year_dates = {
    127, 215, 204, 123, 210, 131, 219, 207, 128, 216, 205, 124, 212, 201, 122, 209,
    129, 218, 207, 126, 214, 203, 123, 210, 131, 219, 208, 128, 216, 205, 125, 212,
    201, 122, 210, 129, 217, 206, 126, 213, 203, 123, 211, 131, 219, 208};

}  // namespace detail

/// First day of the Chinese year that begins in the Gregorian `year`. @throws argument_error  a year
/// before 1990 or after 2035
template <class = when_called>
[[nodiscard]] std::chrono::year_month_day chinese_new_year(int year) {
  namespace c = std::chrono;
  const int last = detail::first_new_year + static_cast<int>(detail::new_year_dates.size()) - 1;
  require(year >= detail::first_new_year && year <= last, "chinese_new_year", "year is ", year,
          "; the table runs from ", detail::first_new_year, " to ", last);
  const int date = detail::new_year_dates[to_size(year - detail::first_new_year)];
  return {c::year{year}, c::month{static_cast<unsigned>(date / 100)},
          c::day{static_cast<unsigned>(date % 100)}};
}

struct new_year_options {
  int days_before = 20;  ///< the effect begins so many days before the first day of the year
  int days_after = 10;   ///< and ends so many days after it, that day not counted
  bool centred = true;   ///< minus the mean of the calendar month over 1990..2035
};

/// Share of the days around the Chinese New Year that fall into a month: an effect spread evenly over
/// the days t - before, ..., t + after.
/// @param year,month  of the first value; @param months  how many
/// @return  (months); each year's shares sum to one before centring
/// @see   Bell & Hillmer (1983), Journal of Business & Economic Statistics 1(1), section 3, for
///        shares minus their monthly means
template <class = when_called>
[[nodiscard]] std::vector<double> chinese_new_year_shares(int year, int month, std::size_t months,
                                                          const new_year_options& options = {}) {
  namespace c = std::chrono;
  constexpr const char* function = "chinese_new_year_shares";
  require(month >= 1 && month <= 12, function, "month is ", month,
          "; it must lie between 1 and 12");
  require(options.days_before >= 0 && options.days_before <= 60 && options.days_after >= 0 &&
              options.days_after <= 60,
          function, "the days before and after are ", options.days_before, " and ",
          options.days_after, "; each must lie between 0 and 60");
  const auto share = [&](int y, int m) {
    // the effect of one New Year lies within a calendar year or at its turn: look at both
    int days = 0;
    for (int festival = y; festival <= y + 1; ++festival) {
      const int last = detail::first_new_year + static_cast<int>(detail::new_year_dates.size()) - 1;
      if (festival > last && festival == y + 1) continue;
      const c::sys_days start = c::sys_days{chinese_new_year(festival)};
      for (int d = -options.days_before; d <= options.days_after; ++d) {
        const c::year_month_day day{start + c::days{d}};
        if (static_cast<int>(day.year()) == y &&
            day.month() == c::month{static_cast<unsigned>(m)}) {
          ++days;
        }
      }
    }
    return static_cast<double>(days) / (options.days_before + options.days_after + 1);
  };
  std::array<double, 13> mean{};
  if (options.centred) {
    for (int m = 1; m <= 12; ++m) {
      for (std::size_t i = 0; i < detail::new_year_dates.size(); ++i) {
        mean[to_size(m)] += share(detail::first_new_year + static_cast<int>(i), m) /
                            static_cast<double>(detail::new_year_dates.size());
      }
    }
  }
  std::vector<double> out;
  for (std::size_t i = 0; i < months; ++i) {
    const int at = month - 1 + static_cast<int>(i);
    const int m = at % 12 + 1;
    out.push_back(share(year + at / 12, m) - mean[to_size(m)]);
  }
  return out;
}

}  // namespace bilateral
