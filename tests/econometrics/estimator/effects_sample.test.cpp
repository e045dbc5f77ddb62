#include <bilateral/econometrics/estimator/effects_sample.hpp>

#include <doctest/doctest.h>

using namespace bilateral;

TEST_CASE("effects_sample: singletons go until none are left") {
  // row 3 is alone in b; without it row 2 is alone in a
  const std::vector<factor> effects = {{"a", {0, 0, 1, 1}, 2, {}}, {"b", {0, 0, 0, 1}, 2, {}}};
  effects_sample sample("test", effects, 4);
  CHECK(sample.leave_out_singletons());
  CHECK(sample.used() == 2);
  CHECK(sample.singletons(0) == 1);
  CHECK(sample.singletons(1) == 1);
  CHECK(sample.kept() == std::vector<std::size_t>{0, 1});
  CHECK(sample.dropped().front().reason == "singleton of b");
  CHECK(sample.effects(sample.kept())[0].levels == 1);
  CHECK_FALSE(sample.leave_out_singletons());
}

TEST_CASE("effects_sample: a row that stands for many is no singleton") {
  const std::vector<factor> effects = {{"a", {0, 1, 1}, 2, {}}};
  effects_sample sample("test", effects, 3);
  CHECK_FALSE(sample.leave_out_singletons([](std::size_t row) { return row == 0; }));
  CHECK(sample.used() == 3);
}

TEST_CASE("effects_sample: a group without trade goes, and what it empties") {
  const std::vector<factor> effects = {{"exporter", {0, 0, 1, 1}, 2, {"CHN", "PER"}}};
  effects_sample sample("test", effects, 4);
  const auto gone = sample.leave_out_zero_groups([](std::size_t row) { return row < 2; });
  CHECK(gone.rows == std::vector<std::size_t>{2, 3});
  CHECK(gone.reason == "all of exporter = PER is zero");
}

TEST_CASE("effects_sample: refusals name the effect") {
  const std::vector<factor> none;
  CHECK_THROWS_WITH(effects_sample("ols", none, 3), "ols: there are no fixed effects");
  const std::vector<factor> off = {{"a", {0, 2}, 2, {}}};
  CHECK_THROWS_WITH(effects_sample("ols", off, 2),
                    "ols: a has the code 2 in row 2; it must lie between 0 and 1");
  const std::vector<factor> below = {{"a", {-1, 0}, 2, {}}};
  CHECK_THROWS_WITH(effects_sample("ols", below, 2),
                    "ols: a has the code -1 in row 1; it must lie between 0 and 1");
  const std::vector<factor> shorter = {{"a", {0, 1}, 2, {}}};
  CHECK_THROWS_WITH(effects_sample("ols", shorter, 3),
                    "ols: a has 2 values but the response has 3");
}
