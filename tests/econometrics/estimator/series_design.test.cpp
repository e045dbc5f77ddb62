#include <bilateral/econometrics/estimator/series_design.hpp>
#include <bilateral/econometrics/regression/ols.hpp>
#include <bilateral/series/transform.hpp>

#include "support/close.hpp"

using namespace bilateral;

TEST_CASE("series_design: the columns, names and time index of the series") {
  const period<quarterly> start(2015, 3);
  const series<quarterly, usd> y("exports", start, {10, 12, 15, 17, 22, 24});
  const series<quarterly, index_points> x("activity", start, {1, 2, 3, 4, 5, 6});
  const auto model = regress(log(y), {{"activity", x}});
  CHECK(model.response_name == "log(exports)");
  CHECK(model.names == std::vector<std::string>{intercept_name, "activity"});
  CHECK(model.time.front() == start.ordinal());
  CHECK(model.time.back() == start.ordinal() + 5);
  // the slope by its definition
  double xy = 0, xx = 0;
  for (std::size_t i = 0; i < 6; ++i) {
    xy += (x.values[i] - 3.5) * std::log(y.values[i]);
    xx += (x.values[i] - 3.5) * (x.values[i] - 3.5);
  }
  CHECK_CLOSE_REL(ols(model).coefficients[1], xy / xx, 1e-12);
  CHECK(regress(y, {{"activity", x}}, {.intercept = false}).design.cols() == 1);
}

TEST_CASE("series_design: other spans and gaps are refused by name") {
  const period<annual> start(2015);
  const series<annual, usd> y("exports", start, {10, 12, 15});
  const series<annual, usd> shorter("price", start, {10, 12});
  CHECK_REFUSES(alignment_error,
                "p covers 2015 to 2016, exports covers 2015 to 2017; cut them with common_span",
                (void)regress(y, {{"p", shorter}}));
  auto gap = y;
  gap.mask(1, "not reported");
  CHECK_REFUSES(data_error, "exports is missing in 2016", (void)regress(gap, {{"p", y}}));
}
