// Scenarios with intervals: derivatives, delta method, draws, refusals.
#include <bilateral/trade/equilibrium/counterfactual.hpp>
#include <bilateral/trade/equilibrium/trade_cost.hpp>

#include <cmath>
#include <string>
#include <vector>

#include "support/close.hpp"
#include "support/economies.hpp"

using namespace bilateral;

namespace {

using model = gravity_model<double>;

struct world {
  trade_economy<double> economy = bilateral_test::random_economy(6, 7);
  trade_scenario scenario;
  named_estimates estimates;

  world() {
    dense_matrix<double> deal = dense_matrix<double>::Zero(6, 6);
    deal(0, 1) = deal(1, 0) = deal(2, 4) = 1;
    scenario.columns = {"deal"};
    scenario.changes = {deal};
    scenario.log_cost = log_cost_change(economy.countries, parse_shocks("c1+c2>c3,-10%; c4<>*,5%"));
    estimates.names = {"distance", "deal"};
    estimates.coefficients = dense_vector<double>::Constant(2, 0.4);
    estimates.covariance = dense_matrix<double>::Identity(2, 2) * 1e-4;
  }
  [[nodiscard]] one_sector_result<double> at(const model& m, double beta,
                                             const equilibrium_options& options) const {
    return one_sector_equilibrium(
        economy,
        ease_of(scenario, dense_vector<double>(dense_vector<double>::Constant(1, beta)), m.theta,
                6),
        m, options);
  }
};

constexpr uncertain_value five{5.0, spread_kind::fixed, 0, 0};

}  // namespace

TEST_CASE("Derivatives by the implicit function theorem are those of two solutions") {
  const world w;
  const dense_matrix<double> zero = dense_matrix<double>::Zero(6, 6);
  for (const auto& m :
       {model{5, 0.3, equilibrium_closure::endowment, deficit_rule::keep},
        model{5, 1.24, equilibrium_closure::endowment, deficit_rule::multiplicative},
        model{5, 0.3, equilibrium_closure::conditional, deficit_rule::keep}}) {
    for (const auto& reference : {std::optional<Eigen::Index>{}, std::optional<Eigen::Index>{2}}) {
      const equilibrium_options options{.tolerance = 1e-14, .reference = reference};
      const auto base = w.at(m, 0.4, options);
      const double h = 1e-5;
      for (int parameter = 0; parameter < 3; ++parameter) {
        const auto moved = [&](double step) {
          model other = m;
          if (parameter == 1) other.theta += step;
          if (parameter == 2) other.psi += step;
          return w.at(other, parameter == 0 ? 0.4 + step : 0.4, options);
        };
        const auto up = moved(h), down = moved(-h);
        const auto slopes =
            parameter == 0   ? outcome_derivatives(base, w.scenario.changes[0], reference)
            : parameter == 1 ? theta_derivatives(base, w.scenario.log_cost, reference)
                             : outcome_derivatives(base, zero, reference, true);
        for (Eigen::Index i = 0; i < 6; ++i) {
          const auto high = outcomes_of(up, i), low = outcomes_of(down, i);
          for (std::size_t o = 0; o < outcome_count; ++o) {
            REQUIRE(high[o].has_value() == slopes[static_cast<std::size_t>(i)][o].has_value());
            if (!high[o]) continue;
            // the difference quotient errs by h^2 and 1e-15 / h
            CHECK_CLOSE_ABS(std::log(*high[o] / *low[o]) / (2 * h),
                            *slopes[static_cast<std::size_t>(i)][o], 1e-8);
          }
        }
      }
    }
  }
}

TEST_CASE("Small shocks agree with the linearised model") {
  const world w;
  const auto base =
      w.at({5, 0, equilibrium_closure::endowment, deficit_rule::keep}, 0, {.tolerance = 1e-15});
  const auto none =
      one_sector_equilibrium(w.economy, dense_matrix<double>(dense_matrix<double>::Ones(6, 6)),
                             model{5}, {.tolerance = 1e-15});
  const double step = 1e-6;
  const auto little = one_sector_equilibrium(
      w.economy, dense_matrix<double>((step * w.scenario.changes[0].array()).exp()), model{5},
      {.tolerance = 1e-15});
  const auto slopes = outcome_derivatives(none, w.scenario.changes[0]);
  for (Eigen::Index i = 0; i < 6; ++i) {
    CHECK_CLOSE_ABS(std::log(little.real_income[i]) / step, *slopes[static_cast<std::size_t>(i)][0],
                    1e-6);
  }
  CHECK(base.certificate.largest_excess_demand < 1e-13);
}

TEST_CASE("Draws: the same figures for every number of threads, others for another seed") {
  const world w;
  const model m{5};
  const uncertain_value theta{5, spread_kind::normal, 0.5, 0};
  const auto one =
      counterfactual(w.economy, w.scenario, w.estimates, m, theta, {}, {.draws = 60, .seed = 9});
  const auto three = counterfactual(w.economy, w.scenario, w.estimates, m, theta, {},
                                    {.draws = 60, .seed = 9, .threads = 3});
  const auto other =
      counterfactual(w.economy, w.scenario, w.estimates, m, theta, {}, {.draws = 60, .seed = 10});
  CHECK(one.intervals);
  CHECK(one.failed_draws == 0);
  CHECK(one.draws == 60);
  for (std::size_t i = 0; i < 6; ++i) {
    for (std::size_t o = 0; o < outcome_count; ++o) {
      CHECK(one.countries[i][o]->low == three.countries[i][o]->low);
      CHECK(one.countries[i][o]->high == three.countries[i][o]->high);
      CHECK(one.countries[i][o]->low <= one.countries[i][o]->high);
    }
  }
  CHECK(one.countries[0][0]->low != other.countries[0][0]->low);
}

TEST_CASE("The delta method and many draws agree where the errors are small") {
  const world w;
  for (const deficit_rule rule : {deficit_rule::keep, deficit_rule::zero}) {
    const model m{5, 0.5, equilibrium_closure::endowment, rule};
    const uncertain_value theta{5, spread_kind::normal, 0.05, 0},
        psi{0.5, spread_kind::normal, 0.02, 0};
    const auto delta = counterfactual(w.economy, w.scenario, w.estimates, m, theta, psi);
    const auto drawn = counterfactual(w.economy, w.scenario, w.estimates, m, theta, psi,
                                      {.draws = 4000, .threads = 2});
    CHECK(bilateral_test::holds(delta.method, "implicit function theorem"));
    for (std::size_t i = 0; i < 6; ++i) {
      for (std::size_t o = 0; o < outcome_count; ++o) {
        const double width = delta.countries[i][o]->high - delta.countries[i][o]->low;
        // a 2.5 percent quantile of 4,000 draws has a standard error of 2.6 percent of the
        // deviation's scale
        CHECK_CLOSE_ABS(drawn.countries[i][o]->high - drawn.countries[i][o]->low, width,
                        0.08 * width);
        CHECK_CLOSE_ABS(drawn.countries[i][o]->low, delta.countries[i][o]->low, 0.08 * width);
      }
    }
  }
}

TEST_CASE("A range of elasticities: the interval lies between the solutions at its ends") {
  world w;
  w.estimates.covariance.setZero();
  const auto r = counterfactual(w.economy, w.scenario, w.estimates, model{},
                                {6, spread_kind::uniform, 4, 8}, {}, {.draws = 200});
  const auto low = w.at({4, 0, equilibrium_closure::endowment, deficit_rule::keep}, 0.4, {});
  const auto high = w.at({8, 0, equilibrium_closure::endowment, deficit_rule::keep}, 0.4, {});
  const double a = (std::min)(low.real_income[0], high.real_income[0]);
  const double b = (std::max)(low.real_income[0], high.real_income[0]);
  CHECK(r.countries[0][0]->low > a);
  CHECK(r.countries[0][0]->high < b);
  CHECK(r.countries[0][0]->high - r.countries[0][0]->low > 0.8 * (b - a));
}

TEST_CASE("Nothing uncertain: no interval") {
  world w;
  w.estimates.covariance.resize(0, 0);
  const auto r = counterfactual(w.economy, w.scenario, w.estimates, model{}, five);
  CHECK_FALSE(r.intervals);
  CHECK(r.method.empty());
  CHECK(r.countries[2][0]->low == r.countries[2][0]->estimate);
}

TEST_CASE("Draws without a solution are counted and left out") {
  const world w;
  const uncertain_value theta{2, spread_kind::normal, 2, 0};  // one in six is below zero
  const auto r =
      counterfactual(w.economy, w.scenario, w.estimates, model{}, theta, {}, {.draws = 200});
  CHECK(r.failed_draws > 10);
  CHECK(r.failed_draws < 80);
  REQUIRE_FALSE(r.failures.empty());
  CHECK(bilateral_test::holds(r.failures.front(), "theta"));
}

TEST_CASE("Sentences") {
  world w;
  CHECK_REFUSES(argument_error, "no term 'deal'",
                counterfactual(w.economy, w.scenario, {{"x"}, dense_vector<double>::Ones(1), {}},
                               model{}, five));
  CHECK_REFUSES(
      argument_error, "at least 2 draws",
      counterfactual(w.economy, w.scenario, w.estimates, model{}, five, {}, {.draws = 1}));
  CHECK_REFUSES(
      argument_error, "level is 1",
      counterfactual(w.economy, w.scenario, w.estimates, model{}, five, {}, {.level = 1}));
  CHECK_REFUSES(
      argument_error, "ends must be in order",
      counterfactual(w.economy, w.scenario, w.estimates, model{}, {5, spread_kind::uniform, 8, 4}));
  CHECK_REFUSES(argument_error, "standard deviation of psi is -1",
                counterfactual(w.economy, w.scenario, w.estimates, model{}, five,
                               {0, spread_kind::normal, -1, 0}));
  CHECK_REFUSES(
      argument_error, "theta is -2",
      counterfactual(w.economy, w.scenario, w.estimates, model{}, {-2, spread_kind::fixed, 0, 0}));
  w.estimates.covariance(1, 1) = -1;
  CHECK_REFUSES(
      argument_error, "not positive semidefinite",
      counterfactual(w.economy, w.scenario, w.estimates, model{}, five, {}, {.draws = 10}));
}
