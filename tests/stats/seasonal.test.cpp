#include <bilateral/stats/seasonal.hpp>

#include "support/close.hpp"
#include "support/reference.hpp"
#include "support/seasonal_series.hpp"

using namespace bilateral;

TEST_CASE("STL equals statsmodels") {
  const auto y = bilateral_test::seasonal_series();
  const bilateral_test::reference_table ref("seasonal.csv");
  const std::pair<const char*, stl_options> all[] = {
      {"plain", {}},
      {"robust", {.robust = true}},
      {"wide", {.seasonal_window = 13, .trend_window = 25, .low_pass_window = 15}},
      {"flat", {.seasonal_degree = 0, .trend_degree = 0, .low_pass_degree = 0}},
      {"long", {.seasonal_window = 35}},
  };
  for (const auto& [name, options] : all) {
    const auto d = stl(y, 12, options);
    for (const std::size_t t : {0U, 1U, 11U, 29U, 30U, 47U, 59U}) {
      CHECK_CLOSE_ABS(d.seasonal[t], ref(text(name, "_seasonal_", t)), 1e-11);
      CHECK_CLOSE_ABS(d.trend[t], ref(text(name, "_trend_", t)), 1e-11);
      CHECK_CLOSE_ABS(d.weights[t], ref(text(name, "_weight_", t)), 1e-11);
    }
    for (std::size_t t = 0; t < y.size(); ++t) {
      CHECK_CLOSE_ABS(d.seasonal[t] + d.trend[t] + d.remainder[t], y[t], 1e-13);
    }
  }
  CHECK(stl(y, 12, {.robust = true}).weights[29] < 0.01);  // the outlier
}

TEST_CASE("a straight line with a fixed pattern is decomposed exactly") {
  std::vector<double> y;
  const double pattern[] = {3, -1, -2, 0};
  for (int t = 0; t < 40; ++t) y.push_back(5 + 0.25 * t + pattern[t % 4]);
  const auto d = stl(y, 4, {.seasonal_window = 11});
  // the line is reproduced by local lines; five passes bring the pattern to 1e-6
  for (std::size_t t = 8; t < 32; ++t) CHECK_CLOSE_ABS(d.remainder[t], 0, 1e-4);
}

TEST_CASE("dummies and trigonometric terms span the same space") {
  const auto d = seasonal_dummies(4, 3, 10);
  CHECK(d.names == std::vector<std::string>{"season_2", "season_3", "season_4"});
  CHECK(d.values(0, 1) == 1);  // the first row is season 3
  CHECK(d.values(2, 0) == 0);  // season 1 is the base
  CHECK(d.values.row(2).sum() == 0);
  const auto c = seasonal_dummies(12, 1, 24, true);
  for (Eigen::Index j = 0; j < 11; ++j) CHECK_CLOSE_ABS(c.values.col(j).sum(), 0, 1e-14);
  const auto t = trigonometric_terms(12, 1, 24);
  CHECK(t.values.cols() == 11);
  for (Eigen::Index j = 0; j < 11; ++j) {
    CHECK_CLOSE_ABS(t.values.col(j).sum(), 0, 1e-13);
    for (Eigen::Index i = 0; i < j; ++i)
      CHECK_CLOSE_ABS(t.values.col(i).dot(t.values.col(j)), 0, 1e-13);
  }
  CHECK(trigonometric_terms(5, 1, 5).names.size() == 4);
  CHECK(trigonometric_terms(12, 1, 5, 2).names ==
        std::vector<std::string>{"cos_1", "sin_1", "cos_2", "sin_2"});
}

TEST_CASE("refusals") {
  const auto y = bilateral_test::seasonal_series();
  CHECK_REFUSES(argument_error, "seasonal_window is 8", stl(y, 12, {.seasonal_window = 8}));
  CHECK_REFUSES(argument_error, "two years", stl(std::span<const double>(y).first(23), 12));
  CHECK_REFUSES(argument_error, "a degree is 2", stl(y, 12, {.trend_degree = 2}));
  CHECK_REFUSES(argument_error, "first is 13", seasonal_dummies(12, 13, 5));
  CHECK_REFUSES(argument_error, "harmonics is 7", trigonometric_terms(12, 1, 5, 7));
}
