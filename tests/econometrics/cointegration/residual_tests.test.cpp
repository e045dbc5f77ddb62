#include <bilateral/econometrics/cointegration/residual_tests.hpp>

#include <bilateral/stats/random.hpp>

#include "support/close.hpp"
#include "support/reference_values.hpp"

using namespace bilateral;
using bilateral_test::column_of;
using bilateral_test::read_cells;
using bilateral_test::reference;
using bilateral_test::reference_values;
using Eigen::VectorXd;
using terms = deterministic_terms;

namespace {
const auto& cells() {
  static const auto c = read_cells(reference("dynamics_data.csv"));
  return c;
}
named_column<double> y() { return {"y", column_of(cells(), "y")}; }
std::vector<named_column<double>> x() {
  return {{"x", column_of(cells(), "x")}, {"z", column_of(cells(), "z")}};
}
}  // namespace

TEST_CASE("Engle-Granger equals statsmodels coint: statistic, p, critical values, lag choice") {
  const reference_values want("dynamics_statsmodels.csv");
  const std::pair<terms, const char*> kinds[] = {
      {terms::none, "n"}, {terms::constant, "c"}, {terms::trend, "ct"}, {terms::quadratic, "ctt"}};
  for (const auto& [kind, name] : kinds) {
    for (const int lags : {0, 3}) {
      const auto fit =
          engle_granger(y(), x(), {.terms = kind, .choose = lag_choice::fixed, .lags = lags});
      const std::string key = text("coint ", name, " ", lags, " ");
      CHECK_CLOSE_REL(fit.test.statistic, want(key + "t"), 1e-9);
      CHECK_CLOSE_REL(*fit.test.p_value, want(key + "p"), 1e-7);
      CHECK(fit.lags == lags);
      if (kind == terms::none) {
        CHECK(fit.test.critical_values.empty());
      } else {
        for (int i = 1; i <= 3; ++i) {
          CHECK_CLOSE_REL(fit.test.critical_values[static_cast<std::size_t>(i) - 1].second,
                          want(key + "crit", i), 1e-12);
        }
      }
    }
    const auto fit = engle_granger(y(), x(), {.terms = kind});
    CHECK_CLOSE_REL(fit.test.statistic, want(text("coint ", name, " aic t")), 1e-9);
    CHECK_CLOSE_REL(*fit.test.p_value, want(text("coint ", name, " aic p")), 1e-7);
  }
}

TEST_CASE("the second step corrects errors with the residual of the first") {
  const auto step = engle_granger(y(), x());
  const auto ecm = engle_granger_ecm(step, y(), x(), 1);
  CHECK(ecm.adjustment < 0);
  CHECK(ecm.half_life.periods.has_value());
  // the same regression by hand
  const VectorXd u = step.regression.residuals;
  const VectorXd v = y().second;
  const auto n = v.size();
  const auto diff = [n](const VectorXd& a, int lag) {
    return (a.segment(2 - lag, n - 2) - a.segment(1 - lag, n - 2)).eval();
  };
  const auto fit = ols(regress(diff(v, 0), {{"u", u.segment(1, n - 2).eval()},
                                            {"dx", diff(x()[0].second, 0)},
                                            {"dz", diff(x()[1].second, 0)},
                                            {"dy1", diff(v, 1)},
                                            {"dx1", diff(x()[0].second, 1)},
                                            {"dz1", diff(x()[1].second, 1)}}));
  CHECK_CLOSE_REL(ecm.adjustment, fit.coefficients[1], 1e-12);
  CHECK_CLOSE_REL(coefficient(ecm, "d.x"), fit.coefficients[2], 1e-12);
  CHECK_CLOSE_REL(*ecm.adjustment_error, *std_error(fit, 1), 1e-12);
}

TEST_CASE("Phillips-Ouliaris equals a naive second implementation, P_u also urca") {
  const reference_values want("cointegrating_regression.csv");
  const reference_values r("dynamics_R.csv");
  const std::pair<terms, const char*> kinds[] = {
      {terms::none, "none"}, {terms::constant, "constant"}, {terms::trend, "trend"}};
  for (const auto& [kind, name] : kinds) {
    for (const int bandwidth : {0, 4}) {
      const auto fit = phillips_ouliaris(y(), x(), {.terms = kind, .bandwidth = bandwidth});
      const std::string key = text("po ", name, " ", bandwidth);
      CHECK_CLOSE_REL(fit.z_alpha.statistic, want(key, 1), 1e-9);
      // the t of the regression has RSS / (n - 1), the paper RSS / n: 1 / (2 n) = .3 percent
      CHECK_CLOSE_REL(fit.z_t.statistic, want(key, 2), 5e-3);
      CHECK_CLOSE_REL(fit.p_z.statistic, want(text("pz ", name, " ", bandwidth), 1), 1e-8);
    }
    // urca's short is trunc(4 (n/100)^.25) = 4 lags, long trunc(12 ...) = 13
    const auto brief = phillips_ouliaris(y(), x(), {.terms = kind});
    CHECK(brief.bandwidth == 4);
    CHECK_CLOSE_REL(brief.p_u.statistic, r(text("ca.po ", name, " Pu short")), 1e-8);
    const auto wide = phillips_ouliaris(y(), x(), {.terms = kind, .bandwidth = 13});
    CHECK_CLOSE_REL(wide.p_u.statistic, r(text("ca.po ", name, " Pu long")), 1e-8);
    if (kind == terms::none) {
      CHECK_CLOSE_REL(wide.p_z.statistic, r("ca.po none Pz long"), 1e-8);
    }
    CHECK(brief.p_u.critical_values.size() == 3);
    CHECK(*brief.z_t.p_value < 0.01);
    CHECK(*brief.z_alpha.p_value < 0.01);
  }
}

TEST_CASE("residual-based tests refuse exact and collinear relations") {
  auto collinear = x();
  collinear.push_back({"again", (3 * collinear[0].second).eval()});
  CHECK_REFUSES(rank_deficiency_error, "again is determined", engle_granger(y(), collinear));
  const named_column<double> exact{"e", (2 * x()[0].second - x()[1].second).eval()};
  CHECK_REFUSES(numerical_error, "exact combination", engle_granger(exact, x()));
  CHECK_REFUSES(argument_error, "no regressors", engle_granger(y(), {}));
  CHECK_REFUSES(argument_error, "squared trend",
                phillips_ouliaris(y(), x(), {.terms = terms::quadratic}));
  CHECK_REFUSES(argument_error, "bandwidth is 500",
                phillips_ouliaris(y(), x(), {.bandwidth = 500}));
  CHECK_REFUSES(argument_error, "lags is -1",
                engle_granger_ecm(engle_granger(y(), x()), y(), x(), -1));
}

TEST_CASE("with seasonal columns a seasonal pattern in any series changes nothing") {
  const auto y0 = y();
  const auto x0 = x();
  const Eigen::Index n = y0.second.size();
  std::vector<named_column<double>> season;
  for (int q = 1; q < 4; ++q) {
    Eigen::VectorXd d(n);
    for (Eigen::Index i = 0; i < n; ++i) d[i] = i % 4 == q ? 1 : 0;
    season.emplace_back(text("season_", q + 1), d);
  }
  const auto shifted = [&](named_column<double> c, double a, double b) {
    for (Eigen::Index i = 0; i < n; ++i) c.second[i] += i % 4 == 1 ? a : i % 4 == 2 ? b : 0;
    return c;
  };
  const auto y1 = shifted(y0, 3, -1);
  const std::vector<named_column<double>> x1{shifted(x0[0], -2, 0.5), shifted(x0[1], 1, 4)};

  const auto a = engle_granger(y0, x0, {}, season), b = engle_granger(y1, x1, {}, season);
  CHECK_CLOSE_REL(b.test.statistic, a.test.statistic, 1e-8);
  CHECK_CLOSE_REL(coefficient(b.regression, "x"), coefficient(a.regression, "x"), 1e-9);
  CHECK(std::abs(engle_granger(y1, x1).test.statistic - a.test.statistic) >
        0.01);  // without them it does
  const auto e = engle_granger_ecm(a, y0, x0, 1, iid{}, season),
             f = engle_granger_ecm(b, y1, x1, 1, iid{}, season);
  CHECK_CLOSE_REL(f.adjustment, e.adjustment, 1e-8);
  const auto p = phillips_ouliaris(y0, x0, {}, season), q = phillips_ouliaris(y1, x1, {}, season);
  CHECK_CLOSE_REL(q.z_t.statistic, p.z_t.statistic, 1e-8);
  CHECK_CLOSE_REL(q.p_z.statistic, p.p_z.statistic, 1e-7);
  CHECK_CLOSE_REL(q.p_u.statistic, p.p_u.statistic, 1e-7);
}

TEST_CASE("the deterministic terms of the cases") {
  CHECK(long_run_terms(deterministic_case::none) == terms::none);
  CHECK(long_run_terms(deterministic_case::restricted_constant) == terms::constant);
  CHECK(long_run_terms(deterministic_case::unrestricted_constant) == terms::constant);
  CHECK(long_run_terms(deterministic_case::restricted_trend) == terms::trend);
  CHECK(long_run_terms(deterministic_case::unrestricted_trend) == terms::trend);
}

TEST_CASE("Phillips-Ouliaris says that it over-rejects under a negative moving average") {
  // unrelated random walks, y measured with much noise: differences follow a moving average
  philox stream(3);
  VectorXd w(150), v(150);
  double a = 0, b = 0;
  for (Eigen::Index i = 0; i < 150; ++i) {
    a += stream.normal();
    b += stream.normal();
    w[i] = a + 1.5 * stream.normal();
    v[i] = b;
  }
  const auto noisy = phillips_ouliaris({"w", w}, {{"v", v}});
  CHECK(noisy.over_rejects);
  CHECK(bilateral_test::holds(noisy.z_t.notes.back(), "not counted as evidence"));
  CHECK(*noisy.z_t.p_value < 0.01);  // it rejects, and is wrong
  const auto clean = phillips_ouliaris(y(), x());
  CHECK_FALSE(clean.over_rejects);
  CHECK(clean.z_t.notes.empty());
}

TEST_CASE("first autocorrelation of the innovations, by hand") {
  // r = (2 + 2 + 3) / (1 + 4 + 1) = 7/6; innovations 5/6, -8/6, 11/6
  CHECK_CLOSE_REL(detail::innovation_autocorrelation({1, 2, 1, 3}), -128.0 / 210.0, 1e-14);
}
