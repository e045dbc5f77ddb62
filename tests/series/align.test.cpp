#include <bilateral/series/align.hpp>

#include "support/close.hpp"

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
