#include <bilateral/econometrics/state_space/forecast.hpp>

#include "support/close.hpp"
#include "support/reference.hpp"
#include "support/seasonal_series.hpp"

using namespace bilateral;

TEST_CASE("Holt-Winters at given weights, and weights no worse than scipy's") {
  const auto y = bilateral_test::seasonal_series();
  const bilateral_test::reference_table ref("forecast.csv");
  for (const bool product : {false, true}) {
    const std::string key = product ? "mul_" : "add_";
    const auto form = product ? season_form::multiplicative : season_form::additive;
    const auto fit = holt_winters(y, {.form = form, .smoothing = {.3, .1, .2}});
    CHECK_CLOSE_REL(fit.sum_of_squares, ref(key + "sse"), 1e-11);
    const auto f = holt_winters_forecast(fit, 15, {.draws = 400});
    for (std::size_t h = 0; h < 15; ++h) {
      CHECK_CLOSE_REL(f.mean[h], ref(text(key, "mean_", h)), 1e-11);
      CHECK(f.low[h] < f.mean[h]);
      CHECK(f.high[h] > f.mean[h]);
      if (!product)
        CHECK_CLOSE_REL(f.std_error[h] / f.std_error[0], ref(text("add_ratio_", h)), 1e-10);
    }
    const auto best = holt_winters(y, {.form = form});
    CHECK(best.sum_of_squares <= ref(key + "best_sse") * (1 + 1e-6));
    for (const double v : best.smoothing) CHECK((v >= 0 && v <= 1));
  }
}

TEST_CASE("resampled intervals agree with the analytic ones") {
  const auto y = bilateral_test::seasonal_series();
  const auto fit = holt_winters(y, {.smoothing = {.3, .1, .2}});
  const auto a = holt_winters_forecast(fit, 14, {.level = 0.8});
  const auto b = holt_winters_forecast(fit, 14, {.level = 0.8, .bootstrap = true, .draws = 4000});
  // a sum of many residuals is near normal; 4000 draws leave 5 percent
  CHECK_CLOSE_REL(b.high[13] - b.low[13], a.high[13] - a.low[13], 0.08);
  const auto again =
      holt_winters_forecast(fit, 14, {.level = 0.8, .bootstrap = true, .draws = 4000});
  CHECK(again.low == b.low);
}

TEST_CASE("benchmarks by their formulas") {
  const std::vector<double> y{1, 4, 2, 6, 3, 8};
  const auto s = seasonal_naive(y, 2, 3);
  CHECK(s.mean == std::vector<double>{3, 8, 3});
  CHECK(s.method == "seasonal naive");
  CHECK(s.level == 0.95);
  CHECK_CLOSE_REL(s.high[2] - s.low[2], 2 * normal_quantile(0.975) * s.std_error[2], 1e-14);
  const double variance = (1 + 4 + 1 + 4) / 4.0;
  CHECK_CLOSE_REL(s.std_error[0], std::sqrt(variance), 1e-14);
  CHECK_CLOSE_REL(s.std_error[2], std::sqrt(2 * variance), 1e-14);
  const auto d = drift_forecast(y, 2);
  CHECK_CLOSE_REL(d.mean[1], 8 + 2 * 1.4, 1e-14);
  CHECK(d.method == "random walk with drift");
  double squares = 0;
  for (std::size_t t = 1; t < 6; ++t) squares += std::pow(y[t] - y[t - 1] - 1.4, 2);
  CHECK_CLOSE_REL(d.std_error[1], std::sqrt(squares / 4 * 2 * (1 + 2 / 5.0)), 1e-14);
  // a local level that hardly moves forecasts its last smoothed level
  const auto f = structural_forecast(fit_structural(y, {.variances = {1, 0.5}}), 2, 0.9);
  CHECK_CLOSE_REL(f.mean[0], f.mean[1], 1e-14);
  CHECK(f.std_error[1] > f.std_error[0]);
  CHECK(f.method == "structural model");
  CHECK(f.level == 0.9);
}

TEST_CASE("rolling origin") {
  std::vector<double> y;
  for (int t = 0; t < 30; ++t) y.push_back(10 + (t % 3) + 0.1 * ((t * 7) % 5));
  const auto r = rolling_origin(
      y, [](std::span<const double> past, int h) { return seasonal_naive(past, 3, h); },
      {.first = 15, .horizon = 4, .season = 3});
  CHECK(r.size() == 4);
  CHECK(r[0].origins == 15);
  CHECK(r[3].origins == 12);
  double squares = 0;
  for (std::size_t t = 15; t < 30; ++t) squares += std::pow(y[t] - y[t - 3], 2);
  CHECK_CLOSE_REL(r[0].rmse, std::sqrt(squares / 15), 1e-12);
  CHECK(*r[0].mase > 0.5);
  CHECK(*r[0].coverage >= 0.8);
  CHECK_REFUSES(
      argument_error, "first is 30",
      rolling_origin(y, [](std::span<const double> p, int h) { return drift_forecast(p, h); },
                     {.first = 30}));
}

TEST_CASE("Diebold-Mariano by an independent computation") {
  const bilateral_test::reference_table ref("forecast.csv");
  std::vector<double> a, b;
  for (int j = 1; j <= 60; ++j) {
    const double i = j;
    a.push_back(std::sin(3 * i * i));
    b.push_back(1.2 * std::cos(2 * i * i));
  }
  for (const int h : {1, 4}) {
    for (const int power : {1, 2}) {
      const auto t = *diebold_mariano(a, b, h, power).test;
      CHECK_CLOSE_REL(t.statistic, ref(text("dm_", h, "_", power)), 1e-11);
      CHECK(bilateral_test::holds(t.name, "Diebold-Mariano"));
      CHECK(t.null == "equal accuracy");
      CHECK_CLOSE_REL(*t.p_value, ref(text("dm_", h, "_", power, "_p")), 1e-10);
      CHECK_CLOSE_REL(diebold_mariano(b, a, h, power).test->statistic, -t.statistic, 1e-13);
    }
  }
  const auto same = diebold_mariano(a, a);
  CHECK_FALSE(same.test.has_value());
  CHECK(bilateral_test::holds(same.reason, "never vary"));
  // losses 1, 0, 1, 0, ...: their first autocovariance is nearly minus the variance
  std::vector<double> one(20), none(20, 0.0);
  for (std::size_t i = 0; i < 20; ++i) one[i] = i % 2 == 0 ? 1 : 0;
  const auto negative = diebold_mariano(one, none, 2);
  CHECK_FALSE(negative.test.has_value());
  CHECK(bilateral_test::holds(negative.reason, "1 autocovariances is not positive"));
  CHECK(diebold_mariano(one, none, 1).reason.empty());
  CHECK_REFUSES(argument_error, "horizon is 60", diebold_mariano(a, b, 60));
}

TEST_CASE("refusals") {
  const auto y = bilateral_test::seasonal_series();
  CHECK_REFUSES(argument_error, "at least 24", holt_winters(std::span<const double>(y).first(23)));
  CHECK_REFUSES(argument_error, "a weight is 2", holt_winters(y, {.smoothing = {2, 0, 0}}));
  CHECK_REFUSES(argument_error, "the method has 3", holt_winters(y, {.smoothing = {1}}));
  CHECK_REFUSES(argument_error, "horizon is 0", drift_forecast(y, 0));
  CHECK_REFUSES(argument_error, "at least 13",
                seasonal_naive(std::span<const double>(y).first(12), 12, 1));
}

TEST_CASE("refusals of series, levels and lengths") {
  const auto y = bilateral_test::seasonal_series();
  auto holed = y;
  holed[4] = std::nan("");
  CHECK_REFUSES(argument_error, "in row 5", drift_forecast(holed, 1));
  CHECK_REFUSES(argument_error, "level is 0", drift_forecast(y, 1, 0));
  CHECK_REFUSES(argument_error, "level is 1", drift_forecast(y, 1, 1));
  auto low = y;
  low[3] = 0;
  CHECK_REFUSES(argument_error, "the series is 0 in row 4",
                holt_winters(low, {.form = season_form::multiplicative}));
  CHECK_REFUSES(argument_error, "season is 1", holt_winters(y, {.season = 1}));
  const auto fit = holt_winters(y, {.smoothing = {.3, .1, .2}});
  CHECK_REFUSES(argument_error, "horizon is 0", holt_winters_forecast(fit, 0));
  CHECK_REFUSES(argument_error, "level is 1", holt_winters_forecast(fit, 1, {.level = 1}));
  CHECK_REFUSES(argument_error, "level is 0", holt_winters_forecast(fit, 1, {.level = 0}));
  CHECK_REFUSES(argument_error, "draws is 99", holt_winters_forecast(fit, 1, {.draws = 99}));
  const auto one = [](std::span<const double> past, int) { return drift_forecast(past, 1); };
  CHECK_REFUSES(argument_error, "the forecaster returned 1 values for a horizon of 2",
                rolling_origin(y, one, {.first = 20, .horizon = 2}));
  CHECK_REFUSES(
      argument_error, "no origin has a value 2 periods ahead",
      rolling_origin(y, [](std::span<const double> p, int h) { return drift_forecast(p, h); },
                     {.first = y.size() - 1, .horizon = 2}));
  CHECK_REFUSES(argument_error, "step and season",
                rolling_origin(y, one, {.first = 20, .horizon = 1, .step = 0}));
  const std::vector<double> a{1, 2, 3}, b{1, 2}, c{1, std::nan(""), 2};
  CHECK_REFUSES(argument_error, "the first errors has 3 values but the second errors has 2",
                diebold_mariano(a, b));
  CHECK_REFUSES(argument_error, "the first errors", diebold_mariano(c, a));
  CHECK_REFUSES(argument_error, "the second errors", diebold_mariano(a, c));
  CHECK_REFUSES(argument_error, "power is 0", diebold_mariano(a, c.size() == 3 ? a : b, 1, 0));
  CHECK_REFUSES(argument_error, "horizon is 0", diebold_mariano(a, a, 0));
}

TEST_CASE("fitted values, residuals and errors fit together") {
  const auto y = bilateral_test::seasonal_series();
  const auto fit = holt_winters(y, {.smoothing = {.3, .1, .2}});
  REQUIRE(fit.fitted.size() == fit.residuals.size());
  const std::size_t before = y.size() - fit.fitted.size();  // the start of the recursions
  double squares = 0;
  for (std::size_t t = 0; t < fit.fitted.size(); ++t) {
    CHECK_CLOSE_ABS(fit.fitted[t] + fit.residuals[t], y[before + t], 1e-12);
    squares += fit.residuals[t] * fit.residuals[t];
  }
  CHECK_CLOSE_REL(fit.sum_of_squares, squares, 1e-12);
  const auto r =
      rolling_origin(y, [](std::span<const double> p, int h) { return drift_forecast(p, h); },
                     {.first = 20, .horizon = 2, .step = 3});
  REQUIRE(r.size() == 2);
  CHECK(r[1].horizon == 2);
  double size = 0;
  std::size_t origins = 0;
  for (std::size_t origin = 20; origin + 1 < y.size(); origin += 3) {
    const double slope = (y[origin - 1] - y[0]) / static_cast<double>(origin - 1);
    const double error = y[origin + 1] - (y[origin - 1] + 2 * slope);
    CHECK_CLOSE_ABS(r[1].errors[origins], error, 1e-12);
    size += std::abs(error);
    ++origins;
  }
  CHECK(r[1].origins == origins);
  CHECK_CLOSE_REL(r[1].mae, size / static_cast<double>(origins), 1e-12);
  double scale = 0;
  for (std::size_t t = 1; t < 20; ++t) scale += std::abs(y[t] - y[t - 1]) / 19;
  CHECK_CLOSE_REL(*r[1].mase, r[1].mae / scale, 1e-12);
}
