#include <bilateral/econometrics/estimator/scores.hpp>

#include "support/close.hpp"

using namespace bilateral;

namespace {
struct by_scores {};
struct by_leverage {};
[[maybe_unused]] bool uses_scores(const by_leverage&) { return false; }
[[maybe_unused]] bool uses_leverage(const by_leverage&) { return true; }

estimation_scores<double> three_rows() {
  estimation_scores<double> s;
  s.scores = dense_matrix<double>::Zero(3, 1);
  s.observations = 3;
  s.parameters = 5;
  s.kept = {0, 2, 3};
  s.given = 5;
  return s;
}
}  // namespace

TEST_CASE("scores: a covariance says what it looks at") {
  CHECK(wants_scores(by_scores{}));
  CHECK_FALSE(wants_leverage(by_scores{}));
  CHECK_FALSE(wants_scores(by_leverage{}));
  CHECK(wants_leverage(by_leverage{}));
}

TEST_CASE("scores: a grouping of the data given is cut to the sample") {
  const factor given{"g", {0, 1, 1, 2, 1}, 3, {}};
  CHECK(of_sample("test", three_rows(), given).codes == std::vector<std::int32_t>{0, 1, 2});
  const factor sample{"g", {0, 1, 1}, 2, {}};
  CHECK(of_sample("test", three_rows(), sample).codes == sample.codes);
  CHECK_REFUSES(argument_error, "g has 2 values but the sample has 3",
                (void)of_sample("test", three_rows(), factor{"g", {0, 1}, 2, {}}));
}

TEST_CASE("scores: where rows were merged a grouping must not vary within") {
  auto s = three_rows();
  s.merged_into = {0, 0, 1, 2, 2};
  CHECK(of_sample("test", s, factor{"g", {0, 0, 1, 2, 2}, 3, {}}).codes ==
        std::vector<std::int32_t>{0, 1, 2});
  CHECK_REFUSES(argument_error, "g is 1 in row 1 and 2 in row 2",
                (void)of_sample("test", s, factor{"g", {0, 1, 1, 2, 2}, 3, {}}));
}

TEST_CASE("scores: effects nested in a grouping are not counted") {
  auto s = three_rows();
  s.effects = {{"pair", {0, 1, 2}, 3, {}}, {"year", {0, 1, 0}, 2, {}}};
  CHECK(unnested_parameters(s, {{"country", {0, 1, 1}, 2, {}}}) == 3);  // pair within country
  CHECK(unnested_parameters(s, {}) == 5);
}

TEST_CASE("scores: time and entity follow the rows kept") {
  regression<double> model;
  model.time = {10, 11, 12, 13, 14};
  model.entity = {0, 0, 0, 1, 1};
  auto s = three_rows();
  set_time(s, model, s.kept);
  CHECK(s.time == std::vector<std::int64_t>{10, 12, 13});
  CHECK(s.entity == std::vector<std::int32_t>{0, 0, 1});
  set_time(s, model, {});
  CHECK(s.time == model.time);
  set_time(s, regression<double>{}, s.kept);  // no time is known: positions in the data given
  CHECK(s.time == std::vector<std::int64_t>{1, 3, 4});
  CHECK(s.entity.empty());
}

TEST_CASE("scores: the sandwich is symmetric to the last bit") {
  dense_matrix<double> bread(2, 2), meat(2, 2);
  bread << 0.3, 0.1, 0.1, 0.7;
  meat << 1.1, 0.2, 0.2, 3.3;
  const dense_matrix<double> v = sandwich<double>(bread, meat);
  CHECK(v(0, 1) == v(1, 0));
  CHECK_CLOSE_REL(v(0, 0), 0.3 * 0.3 * 1.1 + 2 * 0.3 * 0.1 * 0.2 + 0.1 * 0.1 * 3.3, 1e-15);
}
