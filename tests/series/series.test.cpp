#include <bilateral/series/series.hpp>

#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("series: periods, masks and units") {
  const series<monthly, usd_fob> value("exports", period<monthly>(2016, 11),
                                       {10, 20, std::nan(""), 40});
  const series<monthly, tonne> weight("weight", period<monthly>(2016, 11), {5, 0, 2, 8});
  CHECK(value.last() == period<monthly>(2017, 2));
  CHECK(value[period<monthly>(2016, 12)]->value == 20);
  CHECK_FALSE(value[period<monthly>(2017, 1)].has_value());
  const series<monthly, per<usd_fob, tonne>> unit_value = value / weight;
  CHECK(unit_value.values[0] == 2);
  CHECK(unit_value.reason(1) == "division by zero");
  CHECK(unit_value.missing[2]);
  CHECK_REFUSES(data_error, "exports is missing in 2017-01", complete(value));
  CHECK_REFUSES(alignment_error, "2017-03 is outside exports, 2016-11 to 2017-02",
                value[period<monthly>(2017, 3)]);
  CHECK_REFUSES(argument_error, "infinite in 2016-11",
                series<monthly, tonne>("w", period<monthly>(2016, 11), {INFINITY}));
  const series<monthly, tonne> other("o", period<monthly>(2016, 12), {1, 2, 3, 4});
  CHECK_REFUSES(alignment_error, "do not cover the same periods", weight + other);
}
