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
