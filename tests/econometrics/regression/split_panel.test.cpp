#include <bilateral/econometrics/regression/split_panel.hpp>

#include <bilateral/econometrics/regression/generalised_linear.hpp>
#include <bilateral/stats/random.hpp>

#include "support/close.hpp"
#include "support/glm_data.hpp"

using namespace bilateral;
using bilateral_test::close_abs;
using bilateral_test::close_rel;
using bilateral_test::glm_data;

namespace {

// P(y = 1) = 1 / (1 + exp(-(x + effect))): true slope 1
struct choices {
  regression<double> model;
  factor entity;
  std::vector<std::int64_t> time;
  choices(int entities, int periods, std::uint64_t seed) {
    const Eigen::Index n = Eigen::Index(entities) * periods;
    Eigen::VectorXd y(n), x(n);
    std::vector<std::int64_t> who;
    philox draw(seed);
    for (Eigen::Index i = 0, e = 0; e < entities; ++e) {
      const double effect = draw.normal();
      for (int t = 0; t < periods; ++t, ++i) {
        x[i] = draw.normal() + 0.5 * effect;
        y[i] = draw.uniform() < 1 / (1 + std::exp(-x[i] - effect)) ? 1 : 0;
        who.push_back(e);
        time.push_back(t);
      }
    }
    model = regress(y, {{"x", x}}, {.intercept = false});
    entity = bilateral_test::grouping_of("entity", who);
  }
  [[nodiscard]] auto estimator() const {
    return [this](std::span<const std::size_t> rows) {
      return logit(rows_of_model(model, rows), {subset(entity, rows)}, heteroskedastic{},
                   {.separated = separation::drop});
    };
  }
};

}  // namespace

TEST_CASE("split_panel_jackknife: twice the whole less the mean of the halves") {
  const choices c(150, 10, 3);
  const auto j = split_panel_jackknife(halves_of_time(c.time), c.estimator());
  std::vector<std::size_t> first, second, all;
  for (std::size_t i = 0; i < c.time.size(); ++i) {
    (c.time[i] < 5 ? first : second).push_back(i);
    all.push_back(i);
  }
  const double b = c.estimator()(all).coefficients[0];
  const double one = c.estimator()(first).coefficients[0],
               two = c.estimator()(second).coefficients[0];
  CHECK(close_rel(j.corrected[0], 2 * b - (one + two) / 2, 1e-12));
  CHECK(close_rel(j.bias[0], (one + two) / 2 - b, 1e-10));
  CHECK(j.notes.size() == 2);
}

// 40 samples: the mean of a slope is known to about 0.008
TEST_CASE("split_panel_jackknife: takes most of the bias of a logit with effects out") {
  double raw = 0, corrected = 0;
  constexpr int samples = 40;
  for (int s = 0; s < samples; ++s) {
    const choices c(150, 12, 100 + std::uint64_t(s));
    const auto j = split_panel_jackknife(halves_of_time(c.time), c.estimator());
    raw += j.coefficients[0] / samples;
    corrected += j.corrected[0] / samples;
  }
  CAPTURE(raw);
  CAPTURE(corrected);
  CHECK(raw > 1.07);                                 // biased away from zero by about 1 / T
  CHECK(std::abs(corrected - 1) < 0.5 * (raw - 1));  // what is left is of order 1 / T^2
}

TEST_CASE("split_panel_jackknife: parts of trade panels, and what it refuses") {
  const glm_data d;
  const auto effects = d.effects(2);
  const factor quarters = quarters_of_trade(effects[0], effects[1]);
  CHECK(quarters.levels == 4);
  const factor one{"all", std::vector<std::int32_t>(400, 0), 1, {"1"}};
  const auto never = [&](std::span<const std::size_t> rows) {
    return logit(rows_of_model(d.model(d.bit), rows), {subset(effects[0], rows)});
  };
  CHECK_THROWS_WITH_AS((void)split_panel_jackknife(one, never),
                       "split_panel_jackknife: all has a single part", argument_error);
  const std::vector<std::int64_t> three = {1, 2, 3, 3};
  CHECK_THROWS_WITH_AS((void)halves_of_time(three),
                       "halves_of_time: there are 3 periods; at least 4", argument_error);
  // a regressor without variation in one half
  Eigen::VectorXd x = d.x3;
  std::vector<std::int64_t> time;
  for (Eigen::Index i = 0; i < 400; ++i) {
    time.push_back(i / 50);
    if (i < 200) x[i] = 0;
  }
  const auto model = regress(d.bit, {{"x1", d.x1}, {"late", x}}, {.intercept = false});
  CHECK_THROWS_WITH_AS(
      (void)split_panel_jackknife(halves_of_time(time),
                                  [&](std::span<const std::size_t> rows) {
                                    return logit(rows_of_model(model, rows),
                                                 {subset(effects[0], rows)});
                                  }),
      "split_panel_jackknife: late is not identified in half of time 1: it does not vary "
      "there",
      argument_error);
}
