#include <bilateral/core/period.hpp>

#include "support/close.hpp"

#include <type_traits>

using namespace bilateral;

static_assert(std::is_trivially_copyable_v<period<monthly>> && std::regular<period<monthly>>);
static_assert(period<monthly>(2016, 8) + 5 == period<monthly>(2017, 1));
static_assert(period<monthly>(2017, 1) - period<monthly>(2016, 8) == 5);
static_assert(period<quarterly>(2016, 1) - 1 == period<quarterly>(2015, 4));
static_assert(containing<annual>(period<monthly>(2016, 8)) == period<annual>(2016));
static_assert(from_chrono(to_chrono(period<monthly>(2016, 8))) == period<monthly>(2016, 8));

TEST_CASE("period: parse and print are inverses over every period of a century") {
  for (period<monthly> p(1950); p < period<monthly>(2050); ++p) {
    CHECK(parse_period<monthly>(to_string(p)) == p);
    CHECK(period<monthly>::from_ordinal(p.ordinal()) == p);
  }
  CHECK(parse_period<quarterly>("2016-Q3") == period<quarterly>(2016, 3));
  CHECK(parse_period<quarterly>("2016Q3") == period<quarterly>(2016, 3));
  CHECK(parse_period<monthly>("2016M08") == period<monthly>(2016, 8));
  CHECK(parse_period<monthly>("2016-08-31") == period<monthly>(2016, 8));
  CHECK(to_string(period<annual>(987)) == "0987");
}

TEST_CASE("period: refusals") {
  for (const char* bad : {"", "16", "2016-13", "2016-00", "2016Q5", "2016-02-30", "201608",
                          "2016-8", "2016M8", " 2016", "0000"}) {
    CHECK_REFUSES(data_error, "is not a period", parse_period<monthly>(bad));
  }
  CHECK_REFUSES(data_error, "is not a monthly period", parse_period<monthly>("2016Q1"));
  CHECK_REFUSES(argument_error, "part is 13", period<monthly>(2016, 13));
  CHECK_REFUSES(argument_error, "year is 10000", period<annual>(10000));
  CHECK_REFUSES(argument_error, "outside the years", period<annual>(9999) + 1);
  CHECK_REFUSES(argument_error, "outside the years", period<monthly>(1, 1) - 1);
  CHECK_REFUSES(argument_error, "outside the years", period<annual>(2000) + INT64_MAX);
}

TEST_CASE("period: months by name, coarser periods, the calendar of the standard library") {
  const char* names[] = {"January", "February", "March",     "April",   "May",      "June",
                         "July",    "August",   "September", "October", "November", "December"};
  for (int m = 1; m <= 12; ++m) {
    const period<monthly> p(2016, m);
    CHECK(month_name(m) == names[m - 1]);
    CHECK(containing<quarterly>(p) == period<quarterly>(2016, (m + 2) / 3));
    CHECK(containing<annual>(p) == period<annual>(2016));
    CHECK(static_cast<unsigned>(to_chrono(p).month()) == static_cast<unsigned>(m));
    CHECK(static_cast<int>(to_chrono(p).year()) == 2016);
    CHECK(from_chrono(to_chrono(p)) == p);
    CHECK(p - period<monthly>(2015, 12) == m);
    CHECK(to_string(p) == std::string("2016-") + (m < 10 ? "0" : "") + std::to_string(m));
  }
  for (int q = 1; q <= 4; ++q) {
    CHECK(containing<annual>(period<quarterly>(2016, q)) == period<annual>(2016));
  }
  CHECK_REFUSES(argument_error, "month is 13", month_name(13));
  CHECK_REFUSES(argument_error, "month is 0", month_name(0));
  auto p = period<quarterly>(2016, 4);
  CHECK(p++ == period<quarterly>(2016, 4));
  CHECK(p-- == period<quarterly>(2017, 1));
  CHECK(--p == period<quarterly>(2016, 3));
  CHECK(++p == 1 + period<quarterly>(2016, 3));
}
