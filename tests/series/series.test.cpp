#include <bilateral/series/series.hpp>

#include "support/close.hpp"

#include <cmath>
#include <string>
#include <type_traits>
#include <vector>

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

TEST_CASE("series: spans, positions and reasons") {
  series<monthly, usd> s("x", period<monthly>(2016, 11), {1, 2, 3});
  CHECK(s.size() == 3);
  CHECK(s.at(2) == period<monthly>(2017, 1));
  CHECK(s.covers(period<monthly>(2016, 11)));
  CHECK(s.covers(period<monthly>(2017, 1)));
  CHECK_FALSE(s.covers(period<monthly>(2016, 10)));
  CHECK_FALSE(s.covers(period<monthly>(2017, 2)));
  CHECK(s.index(period<monthly>(2016, 12)) == 1);
  CHECK(s.value(period<monthly>(2016, 12)) == 2);
  CHECK(complete(s).size() == 3);
  s.mask(1, "a strike");
  CHECK(std::isnan(s.values[1]));
  CHECK(s.missing[1]);
  CHECK(s.reason(0).empty());
  CHECK(s.reason(1) == "a strike");
  CHECK_REFUSES(data_error, "x is missing in 2016-12", s.value(period<monthly>(2016, 12)));
  const series<monthly, usd> gap("y", period<monthly>(2016, 11), {1, std::nan(""), 3});
  CHECK(gap.reason(1) == "missing");
  const series<monthly, usd> none;
  CHECK(none.empty());
  CHECK_FALSE(none.covers(period<monthly>(2016, 11)));
  CHECK_REFUSES(argument_error, "is empty", none.last());
  CHECK_REFUSES(alignment_error, "(empty)", none.index(period<monthly>(2016, 11)));
  CHECK_REFUSES(argument_error, "x is infinite in 2017-01",
                series<monthly, usd>("x", period<monthly>(2016, 11), {1, 2, -INFINITY}));
}

TEST_CASE("series: arithmetic by hand, names, and gaps with the reason of the first that has one") {
  series<annual, usd> a("a", period<annual>(2000), {6, 8, 10, 12});
  series<annual, usd> b("b", period<annual>(2000), {2, 4, 5, 0});
  a.mask(1, "lost");
  b.mask(1, "burnt");
  b.mask(2, "drowned");
  const auto sum = a + b;
  CHECK(sum.name == "a + b");
  CHECK(sum.start == a.start);
  CHECK(sum.values[0] == 8);
  CHECK(sum.reason(1) == "lost");
  CHECK(sum.reason(2) == "drowned");
  CHECK((a - b).values[0] == 4);
  CHECK((a - b).name == "a - b");
  const auto ratio = a / b;
  CHECK(ratio.values[0] == 3);
  CHECK(ratio.reason(3) == "division by zero");
  const auto twice = 2.0 * a;
  CHECK(twice.values[3] == 24);
  CHECK(twice.name == "2 * a");
  CHECK(twice.reason(1) == "lost");
  const series<annual, tonne> mass("mass", period<annual>(2000), {2, 3});
  const auto worth = mass * quantity<per<usd, tonne>>(5);
  CHECK(worth.values == std::vector<double>{10, 15});
  const auto each = worth / quantity<tonne>(4);
  CHECK(each.values == std::vector<double>{2.5, 3.75});
  CHECK_REFUSES(argument_error, "divided by zero", worth / quantity<tonne>(0));
  const series<annual, per<usd, tonne>> price("price", period<annual>(2000), {3, 4});
  CHECK((mass * price).values == std::vector<double>{6, 12});
  const series<annual, usd> shorter("c", period<annual>(2000), {1, 2, 3});
  CHECK_REFUSES(alignment_error, "a and c do not cover the same periods", a + shorter);
}

TEST_CASE("series: a start in braces, a year alone where data are annual") {
  const series<annual, usd_fob> a("a", {2020}, {1, 2, 3});
  CHECK(a.last() == period<annual>(2022));
  CHECK(series<quarterly, usd>("q", {2020, 2}, {1, 2}).last() == period<quarterly>(2020, 3));
  CHECK(series<monthly, usd>("m", {2020, 12}, {1, 2}).last() == period<monthly>(2021, 1));
  // a year is no month
  static_assert(std::is_convertible_v<int, period<annual>>);
  static_assert(!std::is_convertible_v<int, period<monthly>>);
}
