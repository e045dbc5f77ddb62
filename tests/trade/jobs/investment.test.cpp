#include <bilateral/trade/jobs/investment.hpp>

#include <bilateral/core/press_figure.hpp>

#include "support/close.hpp"

#include <cmath>

using namespace bilateral;

TEST_CASE("the report's figures: literal and conventional readings") {
  const auto money = parse_phrase("more than 14 billion USD"), firms = parse_phrase("over 170"),
             jobs = parse_phrase("tens of thousands");
  const auto literal = ratios_of({money.literal, jobs.literal, firms.literal});
  CHECK(std::isinf(literal.investment_per_firm->high()));
  CHECK(literal.investment_per_firm->low() == 0);
  CHECK_CLOSE_REL(literal.investment_per_job->low(), 14e9 / 1e5, 1e-15);
  const auto usual = ratios_of({money.conventional, jobs.conventional, firms.conventional});
  CHECK_CLOSE_REL(usual.investment_per_firm->low(), 14e9 / 180, 1e-15);
  CHECK_CLOSE_REL(usual.investment_per_firm->high(), 15e9 / 170, 1e-15);
  CHECK(usual.investment_per_firm->high_open());
  CHECK_CLOSE_REL(usual.jobs_per_million->low(), 1e4 / 15e3, 1e-15);
  CHECK_CLOSE_REL(usual.jobs_per_million->high(), 1e5 / 14e3, 1e-15);
  CHECK_FALSE(usual.tax_per_job.has_value());
}

TEST_CASE("bounds hold every pair of values inside them") {
  const bounds money = between(14e9, 15e9), jobs = between(1e4, 1e5), tax = between(2e8, 3e8);
  const auto r = ratios_of({money, jobs, std::nullopt, tax});
  for (double m = 14e9; m <= 15e9; m += 1e8) {
    for (double j = 1e4; j <= 1e5; j += 5e3) {
      CHECK(r.investment_per_job->contains(m / j));
      CHECK(r.tax_per_job->contains(2.5e8 / j));
    }
  }
  CHECK_FALSE(ratios_of({money, std::nullopt, std::nullopt}).jobs_per_million.has_value());
}

TEST_CASE("jobs per firm where both are known, none where one is not") {
  const auto both = ratios_of({bounds(14e9), between(1e4, 2e4), between(100, 200)});
  CHECK(both.jobs_per_firm->low() == 50);
  CHECK(both.jobs_per_firm->high() == 200);
  CHECK(both.investment_per_firm->low() == 7e7);
  const auto firms = ratios_of({bounds(14e9), std::nullopt, between(100, 200)});
  CHECK_FALSE(firms.jobs_per_firm.has_value());
  CHECK_FALSE(firms.investment_per_job.has_value());
  CHECK(firms.investment_per_firm->high() == 14e7);
  const auto jobs = ratios_of({bounds(14e9), between(1e4, 2e4), std::nullopt});
  CHECK_FALSE(jobs.jobs_per_firm.has_value());
  CHECK_FALSE(jobs.investment_per_firm.has_value());
  CHECK_REFUSES(argument_error, "firms is 0", ratios_of({bounds(1), std::nullopt, bounds(0)}));
}

TEST_CASE("net jobs, job-years, increments by hand") {
  const bounds net = net_jobs(bounds(1000), between(0.2, 0.4), bounds(0.1));
  CHECK_CLOSE_REL(net.low(), 1000 * 0.6 * 0.9, 1e-14);
  CHECK_CLOSE_REL(net.high(), 1000 * 0.8 * 0.9, 1e-14);
  CHECK_CLOSE_REL(cost_per_job_year(1e6, 10, {.horizon = 3, .discount = 0.1}),
                  1e6 / (10 * (1 + 1 / 1.1 + 1 / 1.21)), 1e-14);
  CHECK_CLOSE_REL(cost_per_job_year(1e6, 10, {.horizon = 2, .discount = 0, .decay = 0.5}), 1e6 / 15,
                  1e-14);
  CHECK(*incremental_ratio(100, 130, 10, 12) == 15);
  CHECK_FALSE(incremental_ratio(100, 130, 10, 10).has_value());
}

TEST_CASE("refusals") {
  CHECK_REFUSES(argument_error, "jobs is [0, 5]", ratios_of({bounds(1), between(0, 5)}));
  CHECK_REFUSES(argument_error, "deadweight is [0.5, 1.5]",
                net_jobs(bounds(1), between(0.5, 1.5), bounds(0)));
  CHECK_REFUSES(argument_error, "jobs are 0", cost_per_job_year(1, 0));
  CHECK_REFUSES(argument_error, "horizon is 0", cost_per_job_year(1, 1, {.horizon = 0}));
  CHECK_REFUSES(argument_error, "decay is 1", cost_per_job_year(1, 1, {.decay = 1}));
}

template <class M, class D>
concept divides = requires(quantity<M> m, quantity<D> d) {
  money_for_each(m, d);
};

TEST_CASE("typed ratios carry their units") {
  const quantity<usd> invested(14e9), revenue(3e8);
  const quantity<jobs> employed(20000);
  const quantity<per<usd, jobs>> each = money_for_each(invested, employed);
  CHECK(each.value == 700000);
  CHECK(money_for_each(revenue, employed).value == 15000);
  CHECK_CLOSE_REL(money_for_each(invested, quantity<firms>(170)).value, 14e9 / 170, 1e-15);
  CHECK_CLOSE_REL(jobs_per_million(employed, invested), 20000 / 14e3, 1e-15);
  static_assert(divides<usd, jobs> && !divides<usd, tonne> && !divides<tonne, jobs>);
  CHECK_REFUSES(argument_error, "jobs are 0; they must be above 0",
                (void)money_for_each(invested, quantity<jobs>(0)));
  CHECK_REFUSES(argument_error, "the investment is 0",
                (void)jobs_per_million(employed, quantity<usd>(0)));
}
