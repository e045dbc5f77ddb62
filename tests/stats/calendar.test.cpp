#include <bilateral/stats/calendar.hpp>

#include "support/close.hpp"

#include <cmath>

using namespace bilateral;

TEST_CASE("working days") {
  CHECK(working_days(2024, 2) == 21);  // 29 days, from a Thursday
  CHECK(working_days(2023, 2) == 20);
  CHECK(working_days(2021, 5) == 21);
  int year = 0;
  for (int m = 1; m <= 12; ++m) year += working_days(2023, m);
  CHECK(year == 260);
  CHECK_REFUSES(argument_error, "month is 13", working_days(2023, 13));
}

namespace {

// day of the new moon in China (UTC + 8) from lunation k: Meeus (1998), Astronomical Algorithms,
// ch. 49, the terms above 0.003 days
std::chrono::sys_days new_moon(int k) {
  constexpr double rad = 3.14159265358979323846 / 180;
  const double t = k / 1236.85;
  const double jde = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t;
  const double m = (2.5534 + 29.10535670 * k) * rad;
  const double mp = (201.5643 + 385.81693528 * k) * rad;
  const double f = (160.7108 + 390.67050284 * k) * rad;
  const double correction = -0.40720 * std::sin(mp) + 0.17241 * std::sin(m) +
                            0.01608 * std::sin(2 * mp) + 0.01039 * std::sin(2 * f) +
                            0.00739 * std::sin(mp - m) - 0.00514 * std::sin(mp + m);
  const double universal = jde + correction - 65.0 / 86400;
  const double days = universal - 2440587.5 + 8.0 / 24;
  return std::chrono::sys_days{std::chrono::days{static_cast<int>(std::floor(days))}};
}

}  // namespace

TEST_CASE("every New Year of the table is the new moon between 21 January and 20 February") {
  namespace c = std::chrono;
  for (int year = 1990; year <= 2035; ++year) {
    const c::year_month_day date = chinese_new_year(year);
    const c::sys_days early = c::sys_days{c::year{year} / c::January / 21};
    const c::sys_days late = c::sys_days{c::year{year} / c::February / 20};
    CHECK(c::sys_days{date} >= early);
    CHECK(c::sys_days{date} <= late);
    bool met = false;
    const int around = static_cast<int>((year - 2000) * 12.3685);
    for (int k = around - 3; k <= around + 4; ++k) met = met || new_moon(k) == c::sys_days{date};
    CHECK_MESSAGE(met, year);
  }
}

TEST_CASE("shares") {
  const auto raw = chinese_new_year_shares(2010, 1, 24, {.centred = false});
  double sum = 0;
  for (std::size_t i = 0; i < 12; ++i) sum += raw[i];
  CHECK_CLOSE_ABS(sum, 1, 1e-15);
  // 14 February 2010: 25 January to 24 February, 7 days in January of 31
  CHECK_CLOSE_ABS(raw[0], 7.0 / 31, 1e-15);
  CHECK_CLOSE_ABS(raw[1], 24.0 / 31, 1e-15);
  CHECK(raw[5] == 0);
  const auto centred = chinese_new_year_shares(1990, 1, 46 * 12);
  double january = 0;
  for (std::size_t i = 0; i < centred.size(); i += 12) january += centred[i];
  CHECK_CLOSE_ABS(january, 0, 1e-12);
  CHECK_REFUSES(argument_error, "the table runs from 1990 to 2035", chinese_new_year(2036));
  CHECK_REFUSES(argument_error, "month is 0", chinese_new_year_shares(2010, 0, 3));
}
