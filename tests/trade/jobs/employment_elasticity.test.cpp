#include <bilateral/trade/jobs/employment_elasticity.hpp>

#include "support/close.hpp"

#include <cmath>

using namespace bilateral;

namespace {

// the data of tests/reference/employment_elasticity.py, rows in the order of `step` (1: as there)
struct made {
  employment_panel logs, counts;
  made(int step = 1) {
    const int n = 80;
    std::vector<std::int64_t> who, when;
    Eigen::VectorXd investment(n), jobs_made(n), count(n);
    for (int r = 0; r < n; ++r) {
      const int at = (r * step) % n;
      const double i = at / 10, t = at % 10;
      const double now = 2 + std::sin(3 * i + t) + 0.1 * t,
                   before = 2 + std::sin(3 * i + t - 1) + 0.1 * (t - 1);
      const double level =
          0.4 * now + 0.2 * before + 0.3 * std::cos(5 * i) + 0.2 * std::sin(7 * i * i + 11 * t * t);
      investment[r] = std::exp(now);
      jobs_made[r] = std::exp(level);
      count[r] = std::exp(1.5 * level) > 2 ? std::floor(std::exp(1.5 * level) - 2) : 0;
      who.push_back(at / 10);
      when.push_back(2000 + at % 10);
    }
    logs = {jobs_made, investment, make_factor("sector", std::span<const std::int64_t>(who)), when};
    counts = {count, investment, logs.entity, when};
  }
};

}  // namespace

TEST_CASE("employment_elasticity: statsmodels on the same lags, effects and counts") {
  for (const int step : {1, 7}) {  // rows in order, and shuffled
    const made d(step);
    const auto pooled = employment_pooled(employment_equation(d.logs, {}, {.lags = 1}));
    CHECK(pooled.fit.observations == 72);
    CHECK_CLOSE_REL(pooled.impact.estimate, 0.4219924581351526, 1e-11);
    CHECK_CLOSE_REL(*pooled.impact.std_error, 0.03988324482871952, 1e-11);
    CHECK_CLOSE_REL(pooled.long_run.estimate, 0.6155546332659121, 1e-11);
    CHECK_CLOSE_REL(*pooled.long_run.std_error, 0.03632803909572757, 1e-11);
    const auto model = employment_equation(d.logs, {d.logs.entity}, {.lags = 1});
    CHECK(model.sample.dropped == 8);
    CHECK(model.sample.rows[0].reason == "no investment 1 period before");
    // rows left out are counted from 1: with the positions kept they are every row once
    std::size_t positions = 0;
    for (const auto& r : model.sample.rows) positions += r.row - 1;
    for (const std::size_t i : model.sample.kept) positions += i;
    CHECK(positions == 80 * 79 / 2);
    const auto within = employment_within(model);
    CHECK_CLOSE_REL(within.impact.estimate, 0.4008958750424608,
                    1e-9);  // tolerance of the absorption
    CHECK_CLOSE_REL(*within.impact.std_error, 0.023359719771311994, 1e-9);
    CHECK_CLOSE_REL(*within.long_run.std_error, 0.020985693714215253, 1e-9);
    const auto counts =
        employment_counts(employment_equation(d.counts, {d.counts.entity},
                                              {.lags = 1, .form = employment_form::count}),
                          heteroskedastic{hc::hc0});
    CHECK_CLOSE_REL(counts.impact.estimate, 0.8402507300640386, 1e-8);
    CHECK_CLOSE_REL(*counts.impact.std_error, 0.059281213140028086, 1e-8);
    CHECK_CLOSE_REL(counts.long_run.estimate, 1.2126429376920167, 1e-8);
    CHECK_CLOSE_REL(*counts.long_run.std_error, 0.05279000809491496, 1e-8);
  }
}

TEST_CASE("employment_elasticity: a lag is the period before, not the row before") {
  const made d;
  auto gap = d.logs;
  gap.time[15] += 100;  // that row has no neighbours in time any more
  const auto model = employment_equation(gap, {}, {.lags = 1});
  CHECK(model.sample.dropped == 8 + 2);
  // the unit of measurement does not matter to the slopes
  auto scaled = d.logs;
  scaled.investment *= 1e6;
  scaled.employment *= 1e-3;
  CHECK_CLOSE_REL(employment_pooled(employment_equation(scaled, {}, {.lags = 2})).long_run.estimate,
                  employment_pooled(employment_equation(d.logs, {}, {.lags = 2})).long_run.estimate,
                  1e-11);
}

TEST_CASE("employment_elasticity: Okun's form and the growth that keeps employment") {
  std::vector<double> y, e;
  for (int t = 0; t < 30; ++t) {
    const double wave = std::sin(static_cast<double>(t * t));
    y.push_back(std::exp(0.03 * t + 0.05 * wave));
    e.push_back(std::exp(0.01 * t + 0.03 * wave + 0.01 * std::cos(3.0 * t)));
  }
  const series<annual, persons> employment("employment", period<annual>(1990), e);
  const series<annual, usd> output("output", period<annual>(1990), y);
  const auto r = employment_growth_elasticity(employment, output);
  CHECK_CLOSE_REL(r.elasticity.estimate, 0.6658940784926064, 1e-11);
  CHECK_CLOSE_REL(*r.elasticity.std_error, 0.0498877424320177, 1e-11);
  REQUIRE(r.threshold);
  CHECK_CLOSE_REL(r.threshold->estimate, 0.015066933291168655, 1e-10);
  CHECK_CLOSE_REL(*r.threshold->std_error, 0.004292501772434772, 1e-10);
  CHECK_CLOSE_REL((*r.threshold->low + *r.threshold->high) / 2, r.threshold->estimate, 1e-12);
}

TEST_CASE("employment_elasticity: refusals") {
  const made d;
  CHECK_REFUSES(argument_error, "employment is 0 in row", (void)employment_equation(d.counts));
  auto twice = d.logs;
  twice.time[1] = twice.time[0];
  CHECK_REFUSES(argument_error, "0 is there twice in period 2000",
                (void)employment_equation(twice));
  auto zero = d.logs;
  zero.investment[4] = 0;
  CHECK_REFUSES(argument_error, "row 5", (void)employment_equation(zero));
  CHECK_REFUSES(argument_error, "no row has all 10 lags",
                (void)employment_equation(d.logs, {}, {.lags = 10}));
  CHECK_REFUSES(argument_error, "lags is -1", (void)employment_equation(d.logs, {}, {.lags = -1}));
  const auto logs = employment_equation(d.logs);
  CHECK_REFUSES(
      argument_error, "use employment_counts",
      (void)employment_pooled(employment_equation(d.counts, {}, {.form = employment_form::count})));
  CHECK_REFUSES(argument_error, "employment_form::count", (void)employment_counts(logs));
}
