#include <bilateral/report/results.hpp>

#include <bilateral/econometrics/breaks/stability.hpp>
#include <bilateral/econometrics/breaks/structural_break.hpp>
#include <bilateral/econometrics/cointegration/johansen.hpp>
#include <bilateral/econometrics/cointegration/vecm.hpp>
#include <bilateral/econometrics/dynamics/ardl_forecast.hpp>
#include <bilateral/econometrics/dynamics/bounds_test.hpp>
#include <bilateral/econometrics/dynamics/error_correction.hpp>
#include <bilateral/econometrics/dynamics/local_projection.hpp>
#include <bilateral/econometrics/dynamics/vector_autoregression.hpp>
#include <bilateral/econometrics/panel/hausman.hpp>
#include <bilateral/econometrics/regression/iv_tests.hpp>
#include <bilateral/econometrics/state_space/time_varying.hpp>
#include <bilateral/stats/bootstrap.hpp>
#include <bilateral/stats/seasonal.hpp>
#include <bilateral/stats/stationarity.hpp>
#include <bilateral/stats/unit_root.hpp>
#include <bilateral/trade/elasticity.hpp>
#include <bilateral/trade/equilibrium/one_sector.hpp>
#include <bilateral/trade/equilibrium/optimal_tariff.hpp>
#include <bilateral/trade/flow/claim.hpp>
#include <bilateral/trade/flow/mirror.hpp>
#include <bilateral/trade/flow/reported_flow.hpp>
#include <bilateral/trade/flow/value_decomposition.hpp>
#include <bilateral/trade/gravity/event_study.hpp>
#include <bilateral/trade/input_output/imports.hpp>
#include <bilateral/trade/input_output/investment_shock.hpp>
#include <bilateral/trade/input_output/linkages.hpp>
#include <bilateral/trade/structure/complexity.hpp>
#include <bilateral/trade/structure/import_elasticity.hpp>
#include <bilateral/trade/structure/intra_industry.hpp>
#include <bilateral/trade/structure/quality.hpp>

#include "support/close.hpp"

using namespace bilateral;
using bilateral_test::holds;

namespace {

const test_result adf{"ADF",       -2.512345, "a unit root",
                      "tabulated", 0.1123,    {{"5%", -2.86}, {"1%", -3.43}},
                      {"a remark"}};

dense_vector<double> numbers(std::initializer_list<double> v) {
  dense_vector<double> out(static_cast<Eigen::Index>(v.size()));
  std::copy(v.begin(), v.end(), out.begin());
  return out;
}

// a fit filled by hand: what is printed is known
template <class Fit>
Fit filled(Fit fit) {
  fit.names = {"price", "(intercept)"};
  fit.coefficients = numbers({0.8125, 3});
  fit.covariance = dense_matrix<double>::Identity(2, 2) * 0.0625;
  fit.covariance_label = "HC1";
  fit.inference_dof = 40;
  fit.sample.used = 42;
  return fit;
}

// every part stands in the print
void check_says(const std::string& print, std::initializer_list<const char*> parts) {
  for (const char* part : parts) CHECK_MESSAGE(holds(print, part), part << " is not in\n" << print);
}

}  // namespace

TEST_CASE("a test says its statistic, p, critical values, null and remarks") {
  check_says(summary(adf, "Exports"), {"Exports", "ADF, tabulated", "-2.51234", "0.1123",
                                       "5% -2.86; 1% -3.43", "a unit root", "a remark"});
  test_result bare;
  bare.name = "LM";
  bare.statistic = 4;
  CHECK_FALSE(holds(summary(bare), "nan"));
}

TEST_CASE("unit roots and stationarity") {
  unit_root_result u;
  u.test = adf;
  u.lags = 3;
  u.observations = 96;
  u.names = {"y(t-1)"};
  u.coefficients = numbers({-0.125});
  u.std_errors = numbers({0.05});
  u.finite_sample_p_value = 0.1219;
  u.joint = {{"phi1", 4.59, "no drift", "", {}, {}, {}}};
  check_says(summary(u), {"lags", "3", "96", "0.1219", "-0.125", "0.05", "phi1", "no drift"});
  check_says(summary(kpss_result{adf, 7}), {"lags", "7", "-2.51234"});
  check_says(summary(phillips_perron_result{adf, adf, 4, 99, 0.9375}),
             {"Z tau", "Z alpha", "bandwidth", "0.9375"});
}

TEST_CASE("bounds test: both statistics, their bounds and the decision at each level") {
  bounds_test_result b;
  b.f.test = {"F", 5.5, "no relation in levels", "", 0.02, {}, {}};
  b.f.tabulated = {{0.05, 4.94, 5.73, bounds_decision::inconclusive}};
  b.f.simulated = {{0.05, 4.5, 5.25, bounds_decision::relation}};
  b.f.p_lower = 0.015;
  b.f.p_upper = 0.0325;
  b.t = bounds_statistic{{"t", -3.1, "no relation in levels", "", {}, {}, {}},
                         {{0.1, -2.57, -2.91, bounds_decision::relation}},
                         {},
                         {},
                         {}};
  b.notes = {"case III"};
  check_says(summary(b, "Copper"),
             {"Copper", "F, asymptotic bounds", "4.940", "5.730", "inconclusive",
              "F, simulated bounds", "a relation in levels", "t, asymptotic bounds", "-2.910",
              "simulated p 0.015 with regressors I(0), 0.0325 with I(1)", "case III"});
}

TEST_CASE("an elasticity says the fit and what it means for volume") {
  elasticity_fit e;
  e.fit = filled(ols_result<double>{});
  e.elasticity.of = "value on price";
  e.elasticity.price = {"log(price)", 0.8125, 0.25, 3.25, 0.0023, 0.3072, 1.3178};
  e.elasticity.volume =
      coefficient_row{"implied volume elasticity", -0.1875, 0.25, -0.75, 0.4577, -0.6928, 0.3178};
  e.elasticity.residual_tests = {adf};
  check_says(summary(e), {"Elasticity, value on price", "implied volume elasticity", "-0.1875",
                          "0.4577", "ADF", "standard errors: HC1", "0.8125"});
}

TEST_CASE("an error correction prints its adjustment, half-life and long run behind the fit") {
  auto e = filled(error_correction_result<double>{});
  e.adjustment = -0.25;
  e.adjustment_error = 0.0625;
  e.half_life = half_life(-0.25);
  e.long_run.names = {"price"};
  e.long_run.coefficients = numbers({0.6875});
  e.long_run.covariance_label = "delta method";
  std::string all;
  for (const table& t : summary_tables(e)) all += to_text(t);
  check_says(all, {"adjustment", "-0.25", "half-life, periods", "2.40942", "Long run", "0.6875",
                   "delta method"});
  e.half_life = half_life(0.5);
  all.clear();
  for (const table& t : summary_tables(e)) all += to_text(t);
  check_says(all, {"none: the adjustment is 0.5, not below zero"});
}

TEST_CASE("systems: ranks, cointegrating vectors with errors, equations") {
  johansen_result<double> j;
  j.names = {"volume", "price"};
  j.beta_names = {"volume", "price", "(intercept)"};
  j.eigenvalues = numbers({0.375, 0.03125});
  j.rank_tests = {{0, adf, adf}};
  j.beta = dense_matrix<double>::Constant(3, 2, 1.75);
  j.alpha = dense_matrix<double>::Constant(2, 2, -0.5);
  check_says(summary(j), {"trace, rank 0", "largest eigenvalue, rank 0", "0.375", "0.03125", "1.75",
                          "-0.5", "(intercept)"});
  vecm_result<double> v;
  v.names = {"volume"};
  v.beta_names = {"volume", "price"};
  v.short_run_names = {"d.L1.volume"};
  v.rank = 1;
  v.beta = v.beta_errors = dense_matrix<double>::Constant(2, 1, 1.125);
  v.alpha = v.alpha_errors = dense_matrix<double>::Constant(1, 1, -0.375);
  v.short_run = v.short_run_errors = dense_matrix<double>::Constant(1, 1, 0.0625);
  check_says(summary(v), {"Long run (beta)", "(1.125)", "Adjustment (alpha)", "-0.375",
                          "d.L1.volume", "log likelihood"});
  vector_autoregression_result<double> a;
  a.names = {"y"};
  a.terms = {"(intercept)", "L1.y"};
  a.coefficients = a.errors = dense_matrix<double>::Constant(1, 2, 0.3125);
  check_says(summary(a), {"Equations", "L1.y", "0.3125", "standard errors in parentheses"});
}

TEST_CASE("paths: responses and forecasts by horizon") {
  local_projection_result p;
  p.response_name = "exports";
  p.impulse_name = "price";
  p.covariance_label = "Newey-West";
  p.points = {{0, 0.5, 0.25, 0.0, 1.0, 80, 0},
              {1, 0.75, std::nullopt, std::nullopt, std::nullopt, 79, 1}};
  check_says(summary(p), {"price on exports", "0.75", "79", "standard errors: Newey-West"});
  check_says(summary(state_projection_result{p, p, p.points}),
             {"State on", "State off", "Difference"});
  ardl_forecast_result<double> f;
  f.mean = numbers({7.5});
  f.std_error = numbers({0.5});
  f.low = numbers({6.5});
  f.high = numbers({8.5});
  f.level = 0.9;
  f.method = "analytic";
  check_says(summary(f), {"Forecast", "90% from", "7.5", "6.5", "analytic"});
}

TEST_CASE("breaks, panels, instruments") {
  bai_perron_result b;
  b.models = {{0, 10.5, 3.25, {}}, {2, 8.25, std::nullopt, {24, 60}}};
  b.selected = 2;
  check_says(summary(b), {"breaks selected", "10.5", "24, 60"});
  check_says(summary(sequential_break_result{{30}, {adf}, {1}}), {"break after row", "30", "ADF"});
  f_path_result f;
  f.after_row = 51;
  f.supremum = adf;
  check_says(summary(f), {"after row", "51", "sup F"});
  check_says(summary(hausman_result{std::nullopt, "V is not positive definite"}),
             {"V is not positive definite"});
  check_says(summary(first_stage_result{"price", adf, 0.25, 0.1875}),
             {"price", "partial R2", "0.25", "0.1875"});
  check_says(summary(kleibergen_paap_result{adf, 11.5}), {"11.5", "ADF"});
  check_says(summary(effective_f_result{12.5, 1.5, 23.1, 0.1}), {"12.5", "critical value", "23.1"});
}

TEST_CASE("resampling, state space, input-output") {
  bootstrap_result<double> r;
  r.estimate = numbers({1.5, 2.5});
  r.bias = numbers({0.125, -0.25});
  r.std_error = numbers({0.375, 0.625});
  check_says(summary(r), {"Resampling", "1.5", "-0.25", "0.625"});
  time_varying_result<double> t;
  t.variance_names = {"(error)"};
  t.variances = {0.0625};
  t.variance_std_errors = {std::nullopt};
  t.coefficients = {{"price",
                     true,
                     {},
                     numbers({0.5, 0.875}),
                     numbers({0.1, 0.2}),
                     numbers({0, 0.5}),
                     numbers({1, 1.25})}};
  t.converged = false;
  check_says(summary(t), {"Variances", "0.0625", "price", "0.875", "1.25", "not converged"});
  shock_result<double> s;
  s.jobs = dense_matrix<double>::Constant(2, 1, 1500);
  s.direct = 2000;
  s.indirect = 1000;
  check_says(summary(s), {"direct", "2000", "induced", "undefined", "year 1", "1500"});
  check_says(summary(half_life(0.5)), {"periods", "undefined", "not below zero"});
}

TEST_CASE("a result of a caller's own prints by its members; one without any is refused") {
  struct own {
    test_result test = adf;
    std::vector<std::string> notes = {"mine"};
  };
  check_says(summary(own{}), {"ADF", "mine"});
  struct empty {
    std::vector<test_result> tests;
  };
  CHECK_REFUSES(argument_error, "summary: there is nothing to print", summary(empty{}));
  struct nothing {
    std::string words = "of no result";
  };
  static_assert(printable_result<own> && printable_result<empty> && !printable_result<nothing>);
}

TEST_CASE("a verdict prints with its readings, two reports of a flow with their gaps") {
  const auto v = check_claim("+21.8", {level_reading("", 10.28, rounded(21.8, 1), "growth")});
  check_says(summary(v), {"+21.8", "contradicted by", "does not hold", "growth"});
  mirror_figures m;
  m.cif_fob = 1.125;
  m.reason = "no weights";
  m.assumed = "a margin of 6 percent";
  check_says(summary(m), {"CIF/FOB", "1.125", "asymmetry, percent", "undefined", "no weights",
                          "a margin of 6 percent"});
  reconciled_flow<annual, usd_fob> f;
  f.exporter_weight = 0.75;
  f.margin = 0.0625;
  check_says(summary(f), {"weight of the exporter's report", "0.75", "margin", "0.0625"});
}

TEST_CASE("indices, elasticities and decompositions print, undefined ones with their reason") {
  grubel_lloyd_result<double> g;
  g.plain = 0.375;
  check_says(summary(g), {"plain", "0.375", "adjusted", "none: all trade goes one way"});
  demand_elasticity e;
  e.value = 3.5;
  e.interval = demand_elasticity_interval{2.25, 5};
  check_says(summary(e), {"value", "3.5", "2.25 to 5", "none: no resampling was asked for"});
  value_decomposition d;
  d.price = 2;
  d.volume = 0.5;
  d.price_by = d.volume_by = d.composition_by = {0.125};
  check_says(summary(d), {"price", "volume", "composition", "total", "2.5", "0.125"});
  complexity_result<double> c;
  c.eci.values = numbers({1.25, -1.25});
  c.pci.values = numbers({0.5});
  c.eigenvalue = 0.625;
  c.notes = {"poorly determined"};
  check_says(summary(c), {"Countries", "-1.25", "Products", "0.625", "poorly determined"});
  quality_result<double> q;
  q.undefined = 7;
  q.reason = "no quantity";
  check_says(summary(q), {"undefined", "7", "no quantity"});
  stl_result s;
  s.trend = s.seasonal = s.remainder = s.weights = {0.875};
  check_says(summary(s), {"trend", "seasonal", "remainder", "weight", "0.875"});
  import_leakage<double> l;
  l.direct = l.total = l.domestic = l.closed = numbers({0.1875});
  check_says(summary(l), {"direct", "domestic multiplier", "0.1875"});
  event_path p;
  p.column = "agreement";
  p.points = {{-1, 0, std::nullopt, std::nullopt, std::nullopt}, {3, 0.4375, 0.25, 0, 1}};
  p.leads_are_zero = adf;
  p.treated = 12;
  check_says(summary(p), {"agreement", "treated", "12", "period", "0.4375", "no effect before"});
}

TEST_CASE("worlds after a change print by country, tariffs by who sets them") {
  one_sector_result<double> w;
  w.before.countries = {"PER", "CHN"};
  w.output = w.spending = w.price_index = w.real_income = w.real_output = w.home_share =
      numbers({1.5, 0.6875});
  check_says(summary(w), {"PER", "CHN", "real income", "home share", "0.6875"});
  multi_sector_result<double> m;
  m.before.data.countries = {"PER"};
  m.wage = m.price_index = m.income = m.real_income = m.real_wage = numbers({1.0625});
  check_says(summary(m), {"PER", "real wage", "1.0625"});
  tariff_war t;
  t.players = {"PER"};
  t.instruments = {{"CHN", "USA"}};
  t.rates = {numbers({0.25, 0.125})};
  t.rounds = 9;
  check_says(summary(t), {"rounds", "9", "PER", "CHN", "USA", "0.125"});
}
