#include <bilateral/series/align.hpp>

#include "support/close.hpp"

#include <cmath>
#include <string>
#include <vector>

using namespace bilateral;

TEST_CASE("common_span: cuts and says what") {
  const series<annual, usd> a("a", period<annual>(2000), {1, 2, 3, 4});
  const series<annual, tonne> b("b", period<annual>(2002), {5, 6, 7});
  const auto both = common_span(a, b);
  CHECK(std::get<0>(both.series).values == std::vector<double>{3, 4});
  CHECK(std::get<1>(both.series).values == std::vector<double>{5, 6});
  CHECK(both.cut[0].before == 2);
  CHECK(both.cut[1].after == 1);
  const series<annual, tonne> late("late", period<annual>(2010), {1});
  CHECK_REFUSES(alignment_error, "no period in common", common_span(a, late));
  CHECK_REFUSES(alignment_error, "2009 is outside a",
                window(a, period<annual>(2001), period<annual>(2009)));
}

TEST_CASE("window: values, gaps and their reasons are those of the periods kept") {
  series<annual, usd> s("s", period<annual>(2000), {1, 2, 3, 4, 5, 6});
  for (const std::size_t i : {0U, 1U, 3U, 4U, 5U}) s.mask(i, "gap " + std::to_string(i));
  const auto w = window(s, period<annual>(2001), period<annual>(2004));
  CHECK(w.start == period<annual>(2001));
  CHECK(w.size() == 4);
  CHECK(w.name == "s");
  CHECK(w.values[1] == 3);
  CHECK_FALSE(w.missing[1]);
  CHECK(w.reason(0) == "gap 1");
  CHECK(w.reason(2) == "gap 3");
  CHECK(w.reason(3) == "gap 4");
  CHECK(w.reasons.size() == 3);
  const auto one = window(s, period<annual>(2002), period<annual>(2002));
  CHECK(one.values == std::vector<double>{3});
  CHECK_REFUSES(alignment_error, "1999 is outside s",
                window(s, period<annual>(1999), period<annual>(2001)));
  CHECK_REFUSES(argument_error, "2003 is after 2002",
                window(s, period<annual>(2003), period<annual>(2002)));
}

TEST_CASE("common_span: one period in common is enough, and nothing is cut off equal spans") {
  const series<annual, usd> a("a", period<annual>(2000), {1, 2, 3}),
      b("b", period<annual>(2002), {7});
  const auto both = common_span(a, b);
  CHECK(std::get<0>(both.series).values == std::vector<double>{3});
  CHECK(both.cut[0].name == "a");
  CHECK(both.cut[0].before == 2);
  CHECK(both.cut[0].after == 0);
  CHECK(both.cut[1].before == 0);
  CHECK(both.cut[1].after == 0);
  const auto same = common_span(a, a);
  CHECK(std::get<1>(same.series).values == a.values);
}
