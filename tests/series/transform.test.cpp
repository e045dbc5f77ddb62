#include <bilateral/series/transform.hpp>

#include "support/close.hpp"

#include <cmath>
#include <string>
#include <vector>

using namespace bilateral;

namespace {
series<monthly, usd> wave(std::size_t n) {
  std::vector<double> x(n);
  for (std::size_t i = 0; i < n; ++i) x[i] = 1e6 + std::sin(double(i * i));
  return {"x", period<monthly>(2015, 3), x};
}
}  // namespace

TEST_CASE("transform: lag, difference, log") {
  const auto s = wave(30);
  CHECK(lag(s, 2)[s.at(5)]->value == s.values[3]);
  CHECK(lead(lag(s)).start == s.start);
  const auto d = difference(s, 3);
  CHECK(d.start == s.at(3));
  CHECK(d.values[0] == s.values[3] - s.values[0]);
  static_assert(std::same_as<decltype(difference(log(s)))::unit_type, log_points>);
  CHECK(seasonal_difference(s).size() == 18);
  CHECK_CLOSE_REL(index_to(s, s.at(4)).values[4], 100, 1e-15);
}

TEST_CASE("rolling: equals the naive window, without drift over a million values") {
  const auto s = wave(500);
  for (const std::size_t w : std::vector<std::size_t>{2, 7, 60, 500}) {
    const auto mean = rolling(s, w, rolling_statistic::mean);
    const auto sd = rolling(s, w, rolling_statistic::standard_deviation);
    for (std::size_t i = 0; i < mean.size(); ++i) {
      double m = 0, v = 0;
      for (std::size_t j = i; j < i + w; ++j) m += (s.values[j] - 1e6) / double(w);
      for (std::size_t j = i; j < i + w; ++j) v += std::pow(s.values[j] - 1e6 - m, 2);
      CHECK_CLOSE_ABS(mean.values[i] - 1e6, m, 1e-9);
      CHECK_CLOSE_ABS(sd.values[i], std::sqrt(v / double(w - 1)), 1e-9);
    }
  }
  const auto rising = series<annual, tonne>("y", period<annual>(2000), {1, 2, 3});
  CHECK(rolling(rising, 3, rolling_statistic::sum).values[0] == 6);
  CHECK_REFUSES(argument_error, "window is 4", rolling(rising, 4, rolling_statistic::sum));
}

TEST_CASE("cumulative_within_year: restarts in January, a gap masks the rest of its year") {
  auto s = wave(24);
  s.mask(12, "not published");
  const auto c = cumulative_within_year(s);
  CHECK(c.missing[0]);  // the year began before the series
  CHECK(c.values[10] == s.values[10]);
  CHECK(c.missing[21]);
  CHECK(c.values[22] == s.values[22]);
}

TEST_CASE("transform: refusals name the period") {
  auto s = wave(5);
  s.values[2] = 0;
  CHECK_REFUSES(argument_error, "x is 0 in 2015-05", log(s));
  CHECK_REFUSES(argument_error, "zero in the base period 2015-05", index_to(s, s.at(2)));
  CHECK_REFUSES(argument_error, "lag is 5", difference(s, 5));
}

TEST_CASE("transform: names, dates, gaps and values by hand") {
  series<quarterly, usd> s("x", period<quarterly>(2015, 3), {1, 2, 4, 8, 16, 32});
  CHECK(lag(s).name == "lag(x,1)");
  CHECK(lag(s).start == period<quarterly>(2015, 4));
  CHECK(lead(s, 2).name == "lead(x,2)");
  CHECK(lead(s, 2).start == period<quarterly>(2015, 1));
  CHECK(lag(s, 0).name == "lag(x,0)");
  CHECK(difference(s).values == std::vector<double>{1, 2, 4, 8, 16});
  CHECK(difference(s, 2).values == std::vector<double>{3, 6, 12, 24});
  CHECK(difference(s, 2).name == "difference(x,2)");
  CHECK(difference(s, 5).start == period<quarterly>(2016, 4));
  CHECK(seasonal_difference(s).values == std::vector<double>{15, 30});
  CHECK_REFUSES(argument_error, "lag is 0 for the 6 values of x", difference(s, 0));
  CHECK_REFUSES(argument_error, "lag is 6", difference(s, 6));
  CHECK_CLOSE_REL(log(s).values[3], std::log(8), 1e-15);
  CHECK(log(s).name == "log(x)");
  const auto index = index_to(s, period<quarterly>(2016, 1));
  CHECK(index.values == std::vector<double>{25, 50, 100, 200, 400, 800});
  CHECK(index.name == "x (2016-Q1 = 100)");
  s.mask(2, "a strike");
  const auto d = difference(s);
  CHECK(d.values[0] == 1);
  CHECK(d.reason(1) == "a strike");
  CHECK(d.reason(2) == "a strike");
  CHECK(d.values[3] == 8);
  CHECK_REFUSES(data_error, "x is missing in 2016-Q1", index_to(s, period<quarterly>(2016, 1)));
  CHECK_REFUSES(data_error, "x is missing", rolling(s, 2, rolling_statistic::sum));
}

TEST_CASE("rolling and cumulative sums by hand") {
  const series<quarterly, usd> s("x", period<quarterly>(2015, 3), {1, 2, 4, 8, 16, 32});
  CHECK(rolling(s, 1, rolling_statistic::sum).values == s.values);
  const auto pairs = rolling(s, 2, rolling_statistic::sum);
  CHECK(pairs.values == std::vector<double>{3, 6, 12, 24, 48});
  CHECK(pairs.start == period<quarterly>(2015, 4));
  CHECK(pairs.name == "rolling(x,2)");
  CHECK_CLOSE_REL(rolling(s, 2, rolling_statistic::standard_deviation).values[4],
                  16 / std::sqrt(2.0), 1e-15);
  CHECK_CLOSE_REL(rolling(s, 4, rolling_statistic::mean).values[1], 30.0 / 4, 1e-15);
  CHECK_REFUSES(argument_error, "window is 1; it must lie between 2 and 6",
                rolling(s, 1, rolling_statistic::standard_deviation));
  CHECK_REFUSES(argument_error, "window is 0", rolling(s, 0, rolling_statistic::sum));
  auto c = cumulative_within_year(s);
  CHECK(c.reason(0) == "the year starts before the series");
  CHECK(c.missing[1]);
  CHECK(c.values[2] == 4);
  CHECK(c.values[3] == 12);
  CHECK(c.values[5] == 60);
  auto gap = s;
  gap.mask(3, "a strike");
  c = cumulative_within_year(gap);
  CHECK(c.values[2] == 4);
  CHECK(c.reason(3) == "a strike");
  CHECK(c.reason(4) == "x is missing in 2016-Q2");
  CHECK(c.missing[5]);
}
