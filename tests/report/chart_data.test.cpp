#include <bilateral/report/chart.hpp>
#include <bilateral/report/chart_data.hpp>

#include "support/close.hpp"

#include <limits>

using namespace bilateral;

TEST_CASE("an axis is of time, of numbers or of words, by all of its labels") {
  const auto axis = [](const std::vector<std::string>& labels) {
    return line_chart(labels, {{"x", std::vector<double>(labels.size(), 1.0)}}, {.title = "t"})
        .axis;
  };
  const chart_axis months = axis({"1970-01", "1970-02"});
  CHECK(months.type == chart_axis::kind::time);
  CHECK(!months.annual);
  CHECK(months.position == std::vector<double>{0, 31});
  CHECK(axis({"1971", "1972"}).annual);
  CHECK(axis({"1970-Q2", "1970-Q3"}).position == std::vector<double>{90, 181});
  const chart_axis horizons = axis({"0", "12"});
  CHECK(horizons.type == chart_axis::kind::number);
  CHECK(horizons.position == std::vector<double>{0, 12});
  CHECK(axis({"2016", "Peru"}).type == chart_axis::kind::word);
  CHECK(axis({"2016-13", "2016-12"}).type == chart_axis::kind::word);
}

TEST_CASE("what is not said of a chart's parts is nothing") {
  const chart_interval bare{.name = "none"};
  CHECK(bare.estimate == 0);
  CHECK(bare.low == 0);
  CHECK(bare.high == 0);
  const chart_fit flat;  // a line along the axis
  CHECK(flat.intercept == 0);
  CHECK(flat.slope == 0);
  const chart c = line_chart({"2015", "2016"}, {{"x", {1.0, 2.0}}}, {.title = "t"});
  CHECK(c.options.moving_sum == 0);
  CHECK_FALSE(c.options.zero);
  CHECK_FALSE(c.total.has_value());
  CHECK_FALSE(c.reference.has_value());
  CHECK_FALSE(c.fit.has_value());
}
