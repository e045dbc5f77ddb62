#include <bilateral/stats/bootstrap.hpp>

#include "support/close.hpp"
#include "support/reference.hpp"

#include <cmath>
#include <map>

using namespace bilateral;

namespace {

bootstrap_result<double> given_draws() {  // those of reference/bootstrap.R
  bootstrap_result<double> r;
  r.estimate = dense_vector<double>::Constant(1, 2.05);
  r.draws.resize(999, 1);
  for (int b = 1; b <= 999; ++b) {
    r.draws(b - 1, 0) =
        2 + 0.3 * normal_quantile((b * 617 % 1000) / 1000.0) + 0.02 * std::sin(b) * std::sin(b);
  }
  return r;
}

dense_vector<double> mean_and_square(std::span<const double> x, std::span<const std::size_t> rows) {
  double m = 0, s = 0;
  for (const std::size_t i : rows) {
    m += x[i];
    s += x[i] * x[i];
  }
  const auto n = static_cast<double>(rows.size());
  return (dense_vector<double>(2) << m / n, s / n).finished();
}

std::vector<double> series(std::size_t n, double phi) {
  std::vector<double> x;
  double e = 0;
  for (std::size_t t = 1; t <= n; ++t) {
    const auto i = static_cast<double>(t);
    x.push_back(e = phi * e + std::sin(3 * i * i));
  }
  return x;
}

}  // namespace

// 1e-10: the quantiles of the normal distribution of two libraries
TEST_CASE("intervals equal R boot.ci on the same draws") {
  const bilateral_test::reference_table r("bootstrap.csv");
  const auto draws = given_draws();
  dense_vector<double> influence(40);
  for (int i = 1; i <= 40; ++i) {
    influence[i - 1] = std::sin(i) + 0.5 * std::cos(3 * i) * std::cos(3 * i);
  }
  influence.array() -= influence.mean();
  dense_vector<double> errors(999);
  for (int b = 1; b <= 999; ++b) errors[b - 1] = 0.25 + 0.1 * std::cos(b) * std::cos(b);
  for (const double level : {0.9, 0.95, 0.993}) {
    const std::string n = std::to_string(static_cast<int>(level * 1000 + 0.5));
    const auto check = [&](const std::string& name, std::pair<double, double> ci) {
      CHECK_CLOSE_REL(ci.first, r(name + n + "_low"), 1e-10);
      CHECK_CLOSE_REL(ci.second, r(name + n + "_high"), 1e-10);
    };
    check("percentile", percentile_interval(draws, 0, level));
    check("basic", basic_interval(draws, 0, level));
    check("bca", bca_interval(draws, influence, 0, level));
    check("studentised", studentised_interval(draws, errors, 0.3, 0, level));
  }
}

TEST_CASE("draws do not depend on the threads; errors near the formula's") {
  const auto x = series(200, 0);
  const auto statistic = [&](std::span<const std::size_t> rows) {
    return mean_and_square(x, rows);
  };
  const auto one = bootstrap<double>(200, statistic, pair_resampling{}, {.draws = 2000, .seed = 5});
  const auto four = bootstrap<double>(200, statistic, pair_resampling{},
                                      {.draws = 2000, .seed = 5, .threads = 4});
  CHECK(one.draws == four.draws);
  CHECK(one.draws !=
        bootstrap<double>(200, statistic, pair_resampling{}, {.draws = 2000, .seed = 6}).draws);
  double v = 0;
  for (const double e : x) v += (e - one.estimate[0]) * (e - one.estimate[0]) / 200;
  CHECK_CLOSE_REL(one.std_error[0], std::sqrt(v / 200), 0.06);  // 1/sqrt(2 B) is 1.6 percent
  CHECK(std::abs(one.bias[0]) < 4 * one.std_error[0] / std::sqrt(2000.0));
}

TEST_CASE("schemes draw n rows in runs as they should") {
  const auto runs = [](const auto& scheme, std::size_t n) {
    std::vector<std::size_t> rows;
    std::map<std::size_t, int> lengths;
    philox stream(3, 9);
    resample(scheme, n, stream, [&](std::size_t first, std::size_t count) {
      ++lengths[count];
      for (std::size_t i = 0; i < count; ++i) rows.push_back(first + i);
    });
    CHECK(rows.size() == n);
    for (const std::size_t i : rows) CHECK_UNARY(i < n);
    return lengths;
  };
  CHECK(runs(moving_block{7}, 100) == std::map<std::size_t, int>{{2, 1}, {7, 14}});
  CHECK(runs(moving_block{100}, 100) == std::map<std::size_t, int>{{100, 1}});
  CHECK(runs(pair_resampling{}, 50) == std::map<std::size_t, int>{{1, 50}});
  (void)runs(circular_block{7}, 100);
  (void)runs(stationary_block{1}, 100);
  double count = 0;
  for (const auto& [length, times] : runs(stationary_block{20}, 20000)) count += times;
  CHECK(std::abs(20000 / count - 20) < 2);  // a few runs are cut at the end of the sample
}

TEST_CASE("jackknife of the mean is exact; of the variance its bias is known") {
  const auto x = series(25, 0.3);
  const auto r = jackknife<double>(25, [&](std::span<const std::size_t> rows) {
    const auto m = mean_and_square(x, rows);
    return dense_vector<double>((dense_vector<double>(2) << m[0], m[1] - m[0] * m[0]).finished());
  });
  double v = 0;
  for (const double e : x) v += (e - r.estimate[0]) * (e - r.estimate[0]);
  CHECK_CLOSE_REL(r.std_error[0], std::sqrt(v / 24 / 25), 1e-12);
  CHECK_CLOSE_ABS(r.bias[0], 0, 1e-13);
  CHECK_CLOSE_REL(r.estimate[1] - r.bias[1], v / 24, 1e-12);  // the unbiased variance
}

TEST_CASE("automatic block length: a second implementation of the papers' formulas") {
  const bilateral_test::reference_table r("block_length.csv");
  struct one {
    const char* name;
    std::size_t n;
    double phi;
  };
  for (const one& c : {one{"short", 60, 0.5}, one{"long", 400, 0.8}, one{"white", 200, 0}}) {
    const auto x = series(c.n, c.phi);
    const auto b = automatic_block_length(std::span<const double>(x));
    const std::string name = c.name;
    CHECK_CLOSE_REL(b.circular, r(name + "_circular"), 1e-10);
    CHECK_CLOSE_REL(b.stationary, r(name + "_stationary"), 1e-10);
    CHECK(static_cast<double>(b.lags) == r(name + "_lags"));
  }
}

TEST_CASE("refusals") {
  const auto one = [](std::span<const std::size_t>) {
    return dense_vector<double>::Ones(1).eval();
  };
  CHECK_REFUSES(argument_error, "there are 1 observations",
                bootstrap<double>(1, one, pair_resampling{}));
  CHECK_REFUSES(argument_error, "the block length is 11",
                bootstrap<double>(10, one, moving_block{11}));
  CHECK_REFUSES(argument_error, "the block length is 0",
                bootstrap<double>(10, one, circular_block{0}));
  CHECK_REFUSES(argument_error, "mean block length is 0.5",
                bootstrap<double>(10, one, stationary_block{0.5}));
  CHECK_REFUSES(argument_error, "draws is 1",
                bootstrap<double>(10, one, pair_resampling{}, {.draws = 1}));
  const auto r = bootstrap<double>(10, one, pair_resampling{}, {.draws = 20});
  CHECK_REFUSES(argument_error, "20 draws are too few", percentile_interval(r));
  CHECK_REFUSES(argument_error, "on one side",
                bca_interval(r, dense_vector<double>(dense_vector<double>::Ones(3)), 0, 0.5));
  const std::vector<double> flat(20, 1.5);
  CHECK_REFUSES(argument_error, "constant", automatic_block_length(std::span<const double>(flat)));
}

TEST_CASE("the moments of few draws: bias, and the error with one degree less") {
  bootstrap_result<double> r;
  r.estimate = (dense_vector<double>(2) << 2, 10).finished();
  r.draws.resize(3, 2);
  r.draws << 1, 10, 2, 14, 6, 12;
  set_moments(r);
  CHECK_CLOSE_REL(r.bias[0], 1, 1e-15);
  CHECK_CLOSE_REL(r.bias[1], 2, 1e-15);
  CHECK_CLOSE_REL(r.std_error[0], std::sqrt(14.0 / 2), 1e-15);
  CHECK_CLOSE_REL(r.std_error[1], 2, 1e-15);
}

TEST_CASE("resampling refuses what it cannot resample") {
  const auto constant = [](std::span<const std::size_t>) {
    return dense_vector<double>::Ones(1).eval();
  };
  CHECK_REFUSES(argument_error, "jackknife: there are 1 observations; at least 2 are needed",
                jackknife<double>(1, constant));
  std::vector<double> x = series(50, 0.5);
  x[7] = std::nan("");
  CHECK_REFUSES(argument_error, "x is missing (NaN) in row 8",
                automatic_block_length(std::span<const double>(x)));
}

TEST_CASE("a statistic is a number, a std::vector or an Eigen vector") {
  const std::vector<double> x = series(30, 0.5);
  const auto mean = [&](std::span<const std::size_t> rows) { return mean_and_square(x, rows)[0]; };
  const auto both = [&](std::span<const std::size_t> rows) { return mean_and_square(x, rows); };
  const auto listed = [&](std::span<const std::size_t> rows) {
    const auto m = mean_and_square(x, rows);
    return std::vector<double>{m[0], m[1]};
  };
  const auto fixed = [&](std::span<const std::size_t> rows) -> Eigen::Vector2d {
    return mean_and_square(x, rows);
  };
  const auto first = [](std::span<const std::size_t> rows) { return rows.front(); };
  const bootstrap_options few{.draws = 50};
  const auto want = bootstrap(30, both, moving_block{3}, few);
  CHECK(bootstrap(30, mean, moving_block{3}, few).draws == want.draws.leftCols(1));
  CHECK(bootstrap(30, listed, moving_block{3}, few).draws == want.draws);
  CHECK(bootstrap(30, fixed, moving_block{3}, few).std_error == want.std_error);
  CHECK(bootstrap(30, first, pair_resampling{}, few).std_error[0] > 1);  // no whole number's mean
  CHECK(jackknife(30, mean).left_out == jackknife(30, both).left_out.leftCols(1));
  CHECK(jackknife(30, listed).std_error == jackknife(30, both).std_error);
}
