#include <bilateral/econometrics/regression/wild_effects.hpp>

#include <bilateral/econometrics/regression/bootstrap.hpp>

#include "support/close.hpp"
#include "support/glm_data.hpp"
#include "support/reference.hpp"

using namespace bilateral;
using bilateral_test::close_abs;
using bilateral_test::close_rel;
using bilateral_test::glm_data;

TEST_CASE("wild_cluster_test with effects: equals that on explicit dummies") {
  const glm_data d;
  const auto model = d.model(d.y0);
  for (std::size_t s = 1; s <= 2; ++s) {
    auto dummies = d.model(d.y0, true);
    for (const factor& e : d.effects(s)) add_dummies(dummies, e);
    for (const double null : {0.0, 0.4}) {
      // 512 combinations of signs with 9 clusters; 17 clusters by draws, the same ones in both
      for (const factor& by : {d.second_cluster(), d.cluster()}) {
        CAPTURE(s);
        CAPTURE(null);
        const wild_cluster_options options{.null_value = null, .draws = 999};
        const auto absorbed = wild_cluster_test(model, d.effects(s), by, "x1", options);
        const auto whole = wild_cluster_test(dummies, by, "x1", options);
        CHECK(close_rel(absorbed.statistic, whole.statistic, 1e-9));
        CHECK(*absorbed.p_value == *whole.p_value);
        CHECK(absorbed.notes == whole.notes);
      }
    }
  }
  // effects within clusters need no absorption a draw: the same as those on dummies
  auto nested = d.model(d.y0, true);
  add_dummies(nested, d.effects(1)[0]);
  const factor coarse = [&] {  // clusters of whole levels of a
    std::vector<std::int64_t> c;
    for (const std::int64_t a : d.a) c.push_back(a % 4);
    return bilateral_test::grouping_of("a mod 4", c);
  }();
  const auto absorbed = wild_cluster_test(model, d.effects(1), coarse, "x2", {.null_value = -0.3});
  const auto whole = wild_cluster_test(nested, coarse, "x2", {.null_value = -0.3});
  CHECK(close_rel(absorbed.statistic, whole.statistic, 1e-9));
  CHECK(*absorbed.p_value == *whole.p_value);
}

TEST_CASE("score_cluster_test: equals all combinations of signs on explicit dummies") {
  const bilateral_test::reference_table r("score_bootstrap.csv");
  const glm_data d;
  for (std::size_t s = 1; s <= 2; ++s) {
    for (const std::string null : {"0", "0.35"}) {
      const std::string sets = s == 1 ? "one_" : "two_";
      CAPTURE(sets);
      CAPTURE(null);
      const wild_cluster_options options{.null_value = std::stod(null)};
      const auto poisson =
          score_cluster_test(d.model(d.y0), d.effects(s), d.second_cluster(), "x1", options);
      // the restricted fits stop at 1e-8 of a step that gains digits twofold
      CHECK(close_rel(poisson.statistic, r("ppml_" + sets + null + "_z"), 1e-7));
      CHECK(*poisson.p_value == r("ppml_" + sets + null + "_p"));
      CHECK(poisson.notes.front() == "512 combinations of signs, all there are, 9 clusters");
      const auto binary = score_cluster_test(d.model(d.bit), d.effects(s), logit_family<double>{},
                                             d.second_cluster(), "x1", options);
      CHECK(close_rel(binary.statistic, r("logit_" + sets + null + "_z"), 1e-7));
      CHECK(*binary.p_value == r("logit_" + sets + null + "_p"));
    }
  }
}

TEST_CASE(
    "score_cluster_test: the estimate itself is not rejected, draws repeat, weights may have six points") {
  const glm_data d;
  const auto fit = ppml(d.model(d.y0), d.effects(2));
  const auto at = score_cluster_test(d.model(d.y0), d.effects(2), d.cluster(), "x1",
                                     {.null_value = coefficient(fit, "x1"), .draws = 499});
  CHECK(close_abs(at.statistic, 0, 1e-6));  // the score is zero at the maximum
  CHECK(*at.p_value > 0.99);
  const wild_cluster_options six{.weight = wild_weight::webb, .draws = 499, .seed = 7};
  const auto one = score_cluster_test(d.model(d.y0), d.effects(2), d.cluster(), "x1", six);
  const auto two = score_cluster_test(d.model(d.y0), d.effects(2), d.cluster(), "x1", six);
  CHECK(*one.p_value == *two.p_value);
  CHECK(one.notes.front() == "499 draws, 17 clusters");
}

TEST_CASE("wild bootstraps with effects: what they refuse") {
  const glm_data d;
  CHECK_THROWS_WITH_AS((void)score_cluster_test(d.model(d.y0), d.effects(1), d.cluster(), "x9"),
                       "score_cluster_test: there is no x9 among x1, x2, x3", argument_error);
  const factor one{"all", std::vector<std::int32_t>(400, 0), 1, {}};
  CHECK_THROWS_WITH_AS((void)score_cluster_test(d.model(d.y0), d.effects(1), one, "x1"),
                       "score_cluster_test: all has a single cluster", argument_error);
  CHECK_THROWS_WITH_AS((void)wild_cluster_test(d.model(d.y0), d.effects(1), one, "x1"),
                       "wild_cluster_test: all has a single cluster", argument_error);
  Eigen::VectorXd level(400);
  for (Eigen::Index i = 0; i < 400; ++i) level[i] = double(d.a[std::size_t(i)]);
  const auto absorbed = regress(d.y0, {{"level", level}, {"x1", d.x1}}, {.intercept = false});
  CHECK_THROWS_WITH_AS(
      (void)score_cluster_test(absorbed, d.effects(1), d.cluster(), "level"),
      "score_cluster_test: level is determined by the other regressors and the fixed effects",
      argument_error);
}
