#include <bilateral/series/transform.hpp>

#include "support/close.hpp"

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
