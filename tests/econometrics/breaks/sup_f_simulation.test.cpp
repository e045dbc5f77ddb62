#include <bilateral/econometrics/breaks/sup_f_simulation.hpp>
#include <bilateral/numeric/least_squares.hpp>
#include <bilateral/stats/sup_f.hpp>

#include "support/breaks.hpp"
#include "support/close.hpp"

#include <cmath>
#include <cstdint>

using namespace bilateral;

namespace {

// 55 rows: a constant, two white regressors and one that trends
regression<double> small_design() {
  Eigen::VectorXd a(55), b(55), c(55), y(55);
  philox stream(7);
  for (Eigen::Index i = 0; i < 55; ++i) {
    a[i] = double(i);
    b[i] = stream.normal();
    c[i] = stream.normal();
    y[i] = stream.normal();
  }
  return regress<double>(y, {{"a", a}, {"b", b}, {"c", c}});
}

double rss(const regression<double>& m, const Eigen::VectorXd& y, Eigen::Index from,
           Eigen::Index rows) {
  return least_squares<double>(m.design.middleRows(from, rows), y.segment(from, rows))
      .residual_sum_of_squares;
}

// the share of the same draws, every regime of every date refitted
double naive(const regression<double>& m, const std::vector<searched_regime>& regimes, double dof,
             double statistic, int draws, std::uint64_t seed) {
  int beyond = 1;
  for (int d = 0; d < draws; ++d) {
    philox stream(seed, std::uint64_t(d));
    Eigen::VectorXd y(m.response.size());
    for (double& v : y) v = stream.normal();
    double total = 0, gain = 0;
    for (const auto& r : regimes) {
      const Eigen::Index start = r.first_row - 1, rows = r.last_row - start;
      const double whole = rss(m, y, start, rows);
      total += whole;
      for (auto t = r.earliest; t <= r.latest; ++t) {
        gain = std::max(gain, whole - rss(m, y, start, t) - rss(m, y, start + t, rows - t));
      }
    }
    if (gain / ((total - gain) / dof) >= statistic) ++beyond;
  }
  return double(beyond) / (draws + 1);
}

}  // namespace

TEST_CASE("the simulation counts what refitting every date counts") {
  const auto m = small_design();
  const std::vector<searched_regime> one{{1, 55, 8, 47}}, two{{1, 25, 6, 19}, {26, 55, 0, -1}};
  for (const double statistic : {6.0, 10.0, 16.0}) {
    CHECK(simulated_sup_f_p_value(m, one, 47, statistic, {.draws = 149, .seed = 5}) ==
          naive(m, one, 47, statistic, 149, 5));
    CHECK(simulated_sup_f_p_value(m, two, 43, statistic, {.draws = 149, .seed = 5}) ==
          naive(m, two, 43, statistic, 149, 5));
  }
}

TEST_CASE("55 rows and 4 coefficients: the limit gives a seventh of the p-value") {
  // another implementation, 100,000 draws each on four designs: .0063 to .0074
  const double p =
      simulated_sup_f_p_value(small_design(), {{1, 55, 8, 47}}, 47, 24.605, {.draws = 39999});
  CHECK(p > 0.0055);  // three standard errors of the draws: .0013
  CHECK(p < 0.0082);
  CHECK(sup_f_upper_tail(24.605, 4, 8.0 / 55, 47.0 / 55, 55) < 0.0011);
}

TEST_CASE("at 800 rows the simulation is the limit") {
  Eigen::VectorXd x(800), y = Eigen::VectorXd::Zero(800);
  philox stream(11);
  for (double& v : x) v = stream.normal();
  const auto m = regress<double>(y, {{"x", x}});
  const double limit = sup_f_upper_tail(11.0, 2, 0.15, 0.85, 800);
  // three standard errors of 9999 draws at .05, and the small sample: .0065 + .003
  CHECK_CLOSE_ABS(simulated_sup_f_p_value(m, {{1, 800, 120, 680}}, 796, 11.0), limit, 0.0095);
}

TEST_CASE("the p-value does not depend on the number of threads, units or the response") {
  auto m = small_design();
  const double p = simulated_sup_f_p_value(m, {{1, 55, 8, 47}}, 47, 14.0, {.draws = 999});
  CHECK(p == simulated_sup_f_p_value(m, {{1, 55, 8, 47}}, 47, 14.0, {.draws = 999, .threads = 3}));
  m.response.setConstant(7);
  CHECK(p == simulated_sup_f_p_value(m, {{1, 55, 8, 47}}, 47, 14.0, {.draws = 999}));
  CHECK(simulated_sup_f_p_value(m, {{1, 55, 8, 47}}, 47, 1e9, {.draws = 999}) == 0.001);
  CHECK(simulated_sup_f_p_value(m, {{1, 55, 8, 47}}, 47, 0, {.draws = 999}) == 1);
}

TEST_CASE(
    "a simulation tells how far it is, the figure does not depend on it, and it can be stopped") {
  const auto m = small_design();
  std::uint64_t done = 0, all = 0;
  const progress_hook hook = [&](const work_state& w) {
    CHECK(w.stage == "simulating sup F");
    done = w.done;
    all = w.all;
    return true;
  };
  const double told =
      simulated_sup_f_p_value(m, {{1, 55, 8, 47}}, 47, 14.0, {.draws = 999, .progress = hook});
  CHECK(told == simulated_sup_f_p_value(m, {{1, 55, 8, 47}}, 47, 14.0, {.draws = 999}));
  CHECK(all > 0);
  CHECK(done == all);
  const progress_hook stop = [](const work_state&) { return false; };
  CHECK_THROWS_AS((void)simulated_sup_f_p_value(m, {{1, 55, 8, 47}}, 47, 14.0,
                                                {.draws = 999, .progress = stop}),
                  interrupted_error);
}

TEST_CASE("refusals") {
  const auto m = small_design();
  CHECK_REFUSES(argument_error, "draws is 10",
                simulated_sup_f_p_value(m, {{1, 55, 8, 47}}, 47, 3, {.draws = 10}));
  CHECK_REFUSES(argument_error, "degrees of freedom",
                simulated_sup_f_p_value(m, {{1, 55, 8, 47}}, 0, 3));
  CHECK_REFUSES(argument_error, "no regimes", simulated_sup_f_p_value(m, {}, 47, 3));
}
