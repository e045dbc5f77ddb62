#include <bilateral/series/aggregate.hpp>

#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("aggregate: flows, stocks and rates; incomplete years are refused unless asked") {
  std::vector<double> x(15);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = double(i + 1);
  const series<monthly, usd> s("x", period<monthly>(2015, 1), x);
  CHECK_REFUSES(data_error, "2016 is incomplete: x has no 2016-04",
                aggregate<annual>(s, aggregation::sum));
  const auto year = aggregate<annual>(s, aggregation::sum, incomplete::mask);
  CHECK(year.values[0] == 78);
  CHECK(year.missing[1]);
  CHECK(aggregate<quarterly>(s, aggregation::last).values[1] == 6);
  CHECK(aggregate<quarterly>(s, aggregation::mean).values[4] == 14);
  // by way of quarters or directly: the same year
  const auto q = aggregate<quarterly>(s, aggregation::sum);
  CHECK(aggregate<annual>(q, aggregation::sum, incomplete::mask).values[0] == 78);
}

TEST_CASE("aggregate: a series that starts or ends inside a year, and one with a gap") {
  std::vector<double> x(26);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = double(i + 1);
  series<monthly, usd> s("x", period<monthly>(2014, 12), x);  // December 2014 to January 2017
  const auto year = aggregate<annual>(s, aggregation::sum, incomplete::mask);
  CHECK(year.start == period<annual>(2014));
  REQUIRE(year.size() == 4);
  CHECK(year.reason(0) == "2014 is incomplete: x has no 2014-01");
  CHECK(year.values[1] == 90);   // 2 + ... + 13
  CHECK(year.values[2] == 234);  // 14 + ... + 25
  CHECK(year.reason(3) == "2017 is incomplete: x has no 2017-02");
  CHECK(aggregate<annual>(s, aggregation::mean, incomplete::mask).values[1] == 7.5);
  CHECK(aggregate<annual>(s, aggregation::last, incomplete::mask).values[2] == 25);
  s.mask(5, "a strike");  // May 2015
  const auto gap = aggregate<quarterly>(s, aggregation::sum, incomplete::mask);
  CHECK(gap.start == period<quarterly>(2014, 4));
  CHECK(gap.values[1] == 9);
  CHECK(gap.reason(2) == "2015-Q2 is incomplete: x has no 2015-05");
  CHECK(gap.values[3] == 27);
  CHECK_REFUSES(data_error, "aggregate: 2014-Q4 is incomplete",
                aggregate<quarterly>(s, aggregation::sum));
}
