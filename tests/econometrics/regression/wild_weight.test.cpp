#include <bilateral/econometrics/regression/wild_weight.hpp>

#include <bilateral/econometrics/regression/detail/wild_draws.hpp>

#include "support/close.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

using namespace bilateral;

TEST_CASE("weights have mean 0, variance 1 and as many points as they say") {
  for (const wild_weight kind : {wild_weight::rademacher, wild_weight::webb}) {
    double sum = 0, squares = 0;
    std::vector<double> points;
    constexpr int n = 60000;
    for (int i = 0; i < n; ++i) {
      philox stream(3, static_cast<std::uint64_t>(i));
      const double v = detail::draw_weight(kind, stream);
      sum += v;
      squares += v * v;
      if (std::find(points.begin(), points.end(), v) == points.end()) points.push_back(v);
    }
    // five standard errors: of the mean 1 / sqrt(n), of the mean square sqrt(1 / 6) / sqrt(n)
    CHECK_CLOSE_ABS(sum / n, 0, 5 / std::sqrt(double(n)));
    CHECK_CLOSE_ABS(squares / n, 1, 5 * 0.41 / std::sqrt(double(n)));
    CHECK(points.size() == (kind == wild_weight::webb ? 6U : 2U));
  }
}

TEST_CASE(
    "few clusters: every combination of signs is taken, and a symmetric statistic has p = 1") {
  test_result t;
  t.statistic = 3;
  detail::judge_by_weights<double>(t, 3, {}, [](const dense_vector<double>& v) { return v.sum(); });
  CHECK(*t.p_value == 0.25);  // +++ and --- of eight
  CHECK(t.notes.front() == "8 combinations of signs, all there are, 3 clusters");
  test_result drawn;
  drawn.statistic = 0;
  detail::judge_by_weights<double>(drawn, 3, {.weight = wild_weight::webb, .draws = 50},
                                   [](const dense_vector<double>& v) { return v.sum(); });
  CHECK(*drawn.p_value == 1);
  CHECK(drawn.notes.front() == "50 draws, 3 clusters");
}

TEST_CASE("the draws of the options make levels of 1, 5 and 10 percent exact") {
  // level times (draws + 1) is a whole number: Davidson & MacKinnon (2000), Econometric Reviews 19(1)
  const int ranks = wild_cluster_options{}.draws + 1;
  for (const int percent : {1, 5, 10}) CHECK(ranks * percent % 100 == 0);
}
