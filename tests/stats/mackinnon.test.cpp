#include <bilateral/stats/mackinnon.hpp>

#include "support/close.hpp"
#include "support/data.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <utility>

using namespace bilateral;

TEST_CASE("mackinnon: asymptotic critical values of the constant case, one series") {
  // MacKinnon (2010), table 2: -3.43035, -2.86154, -2.56677
  const auto c = mackinnon_critical_values(deterministic_terms::constant, 1e9);
  CHECK_CLOSE_ABS(c.one, -3.43035, 1e-5);
  CHECK_CLOSE_ABS(c.five, -2.86154, 1e-5);
  CHECK_CLOSE_ABS(c.ten, -2.56677, 1e-5);
}

TEST_CASE("mackinnon: the p-value of a critical value is its level, to the surface's fit") {
  const auto c = mackinnon_critical_values(deterministic_terms::trend, 1e9);
  CHECK_CLOSE_ABS(mackinnon_tau_p_value(c.five, deterministic_terms::trend, 1), 0.05, 1e-3);
  CHECK(mackinnon_tau_p_value(-10, deterministic_terms::constant, 1) <
        mackinnon_tau_p_value(-3, deterministic_terms::constant, 1));
  CHECK_REFUSES(argument_error, "series",
                mackinnon_tau_p_value(-3, deterministic_terms::constant, 99));
}

namespace {
using terms = deterministic_terms;
constexpr terms every[] = {terms::none, terms::constant, terms::trend, terms::quadratic};
}  // namespace

TEST_CASE("mackinnon: both surfaces agree, for every number of series that both have") {
  const double far = std::numeric_limits<double>::infinity();
  for (const terms t : every) {
    for (int n = 1; n <= (t == terms::none ? 1 : 6); ++n) {
      CAPTURE(n);
      const auto c = mackinnon_critical_values(t, far, n);
      // simulated sixteen years apart: levels agree to a seventh at 1 percent, better above
      CHECK_CLOSE_ABS(mackinnon_tau_p_value(c.one, t, n), 0.01, 0.0015);
      CHECK_CLOSE_ABS(mackinnon_tau_p_value(c.five, t, n), 0.05, 0.003);
      CHECK_CLOSE_ABS(mackinnon_tau_p_value(c.ten, t, n), 0.10, 0.005);
    }
  }
}

TEST_CASE("mackinnon: p-values rise with the statistic from 0 to 1, with no jump at the seam") {
  for (const terms t : every) {
    for (int n = 1; n <= 6; ++n) {
      CAPTURE(n);
      CHECK(mackinnon_tau_p_value(-40, t, n) == 0);
      if (t != terms::none || n > 1) CHECK(mackinnon_tau_p_value(10, t, n) == 1);
      double last = 0, largest = 0;
      for (double tau = -12; tau < 0.8; tau += 0.01) {
        const double p = mackinnon_tau_p_value(tau, t, n);
        CHECK_MESSAGE(p >= last - 0.002, "tau " << tau);
        largest = (std::max)(largest, p - last);
        last = p;
      }
      CHECK(largest < 0.012);  // the density of a tau is below 0.7 everywhere, the seam is 0.005
      CHECK(last > 0.85);
    }
  }
}

TEST_CASE("mackinnon: critical values are in order of level, series, terms and length") {
  const double far = std::numeric_limits<double>::infinity();
  for (const terms t : {terms::constant, terms::trend, terms::quadratic}) {
    for (int n = 1; n <= 12; ++n) {
      CAPTURE(n);
      for (const double length : {25.0, 50.0, 100.0, 500.0, far}) {
        const auto c = mackinnon_critical_values(t, length, n);
        CHECK(c.one < c.five - 0.3);
        CHECK(c.five < c.ten - 0.2);
        if (n < 12) CHECK(mackinnon_critical_values(t, length, n + 1).five < c.five - 0.1);
        if (t != terms::quadratic) {
          const terms more = t == terms::constant ? terms::trend : terms::quadratic;
          CHECK(mackinnon_critical_values(more, length, n).five < c.five - 0.1);
        }
      }
      double before = -99;
      for (const double length : {25.0, 50.0, 100.0, 500.0, far}) {
        const double one = mackinnon_critical_values(t, length, n).one;
        CHECK(one > before);
        before = one;
      }
    }
  }
  // MacKinnon (2010), table 1, no constant: -2.56574 - 2.2358 / T - 3.627 / T^2
  CHECK_CLOSE_REL(mackinnon_critical_values(terms::none, 50).one,
                  -2.56574 - 2.2358 / 50 - 3.627 / 2500, 1e-12);
  CHECK_REFUSES(argument_error, "the table has 1 to 1",
                mackinnon_critical_values(terms::none, 50, 2));
  CHECK_REFUSES(argument_error, "the table has 1 to 12",
                mackinnon_critical_values(terms::trend, 50, 13));
  CHECK_REFUSES(argument_error, "observations is 0", mackinnon_critical_values(terms::trend, 0));
  CHECK_REFUSES(argument_error, "NaN", mackinnon_tau_p_value(std::nan(""), terms::trend));
  CHECK_REFUSES(argument_error, "NaN", mackinnon_z_p_value(std::nan(""), terms::trend));
}

TEST_CASE(
    "mackinnon: p-values of z rise, and are those of Fuller's table at its 5 percent points") {
  // Fuller (1976), table 8.5.1, n infinite
  CHECK_CLOSE_ABS(mackinnon_z_p_value(-8.1, terms::none), 0.05, 0.003);
  CHECK_CLOSE_ABS(mackinnon_z_p_value(-14.1, terms::constant), 0.05, 0.003);
  CHECK_CLOSE_ABS(mackinnon_z_p_value(-21.8, terms::trend), 0.05, 0.003);
  for (const terms t : every) {
    for (int n = 1; n <= 6; ++n) {
      CAPTURE(n);
      double last = 0, largest = 0;
      for (double z = -100; z < 0; z += 0.05) {
        const double p = mackinnon_z_p_value(z, t, n);
        CHECK_MESSAGE(p >= last - 0.006, "z " << z);  // the seam falls a little
        largest = (std::max)(largest, p - last);
        last = p;
      }
      CHECK(largest < 0.03);
      CHECK(last > 0.6);
      CHECK(mackinnon_z_p_value(-200, t, n) < 1e-6);
      CHECK(mackinnon_z_p_value(-30, t, n) < (n < 6 ? mackinnon_z_p_value(-30, t, n + 1) : 1.0));
    }
  }
}

TEST_CASE(
    "mackinnon: p-values of simulated quantiles are their levels, for every row of the tables") {
  // tests/reference/mackinnon_simulated.py: 1,000 steps, 20,000 samples; four standard errors of a share
  // and 0.004 for the length and the fit of the surfaces
  const auto cells =
      bilateral_test::read_cells(bilateral_test::reference("mackinnon_simulated.csv"));
  const std::map<std::string, terms> of_name{{"none", terms::none},
                                             {"constant", terms::constant},
                                             {"trend", terms::trend},
                                             {"quadratic", terms::quadratic}};
  CHECK(cells.rows.size() == 48);
  for (const auto& row : cells.rows) {
    const terms t = of_name.at(row[0]);
    const int series = std::stoi(row[1]);
    CAPTURE(row[0]);
    CAPTURE(series);
    CAPTURE(row[2]);
    const double levels[] = {0.05, 0.2, 0.5, 0.8};
    for (std::size_t i = 0; i < 4; ++i) {
      const double at = std::stod(row[3 + i]), level = levels[i];
      const double p =
          row[2] == "z" ? mackinnon_z_p_value(at, t, series) : mackinnon_tau_p_value(at, t, series);
      CHECK_CLOSE_ABS(p, level, 0.004 + 4 * std::sqrt(level * (1 - level) / 20000));
    }
  }
}

TEST_CASE("mackinnon: critical values are smooth in the number of series, at every length") {
  // second differences from 3 series on, which fall as terms are added: a wrong entry stands out
  const std::pair<terms, double> most[] = {
      {terms::constant, 0.05}, {terms::trend, 0.03}, {terms::quadratic, 0.022}};
  for (const auto& kind : most) {
    for (const double length : {25.0, 50.0, 100.0, 1e9}) {
      for (int n = 3; n <= 11; ++n) {
        CAPTURE(n);
        const auto a = mackinnon_critical_values(kind.first, length, n - 1);
        const auto b = mackinnon_critical_values(kind.first, length, n);
        const auto c = mackinnon_critical_values(kind.first, length, n + 1);
        CHECK_CLOSE_ABS(a.one - 2 * b.one + c.one, 0, kind.second);
        CHECK_CLOSE_ABS(a.five - 2 * b.five + c.five, 0, kind.second);
        CHECK_CLOSE_ABS(a.ten - 2 * b.ten + c.ten, 0, kind.second);
      }
    }
  }
}

TEST_CASE("mackinnon: terms by name") {
  CHECK(std::string(name_of(terms::none)) == "no constant");
  CHECK(std::string(name_of(terms::constant)) == "constant");
  CHECK(std::string(name_of(terms::trend)) == "constant and trend");
  CHECK(std::string(name_of(terms::quadratic)) == "constant, trend and squared trend");
}
