#include <bilateral/stats/unit_root.hpp>

#include "support/close.hpp"
#include "support/reference.hpp"
#include "support/unit_root_series.hpp"

#include <array>
#include <limits>

using namespace bilateral;
using bilateral_test::reference_table;
using terms = deterministic_terms;

namespace {
// the regressions' condition number is about 1e3: 12 digits are what both sides have
constexpr double tolerance = 1e-11;
}  // namespace

TEST_CASE("R urca: ur.df, ur.pp, ur.ers and ur.za on the committed series") {
  const auto y = bilateral_test::unit_root_series();
  const reference_table ref("unit_root_r.csv");
  const std::pair<terms, std::string> types[] = {
      {terms::none, "none"}, {terms::constant, "drift"}, {terms::trend, "trend"}};
  for (const auto& [t, name] : types) {
    for (const int lags : {0, 3}) {
      const auto r = adf_test(y, {.terms = t, .choose = lag_choice::fixed, .lags = lags});
      const std::string key = text("adf_", name, "_", lags, "_");
      CHECK_CLOSE_REL(r.test.statistic, ref(text(key, "tau", static_cast<int>(t) + 1)), tolerance);
      for (const auto& phi : r.joint)
        CHECK_CLOSE_REL(phi.statistic, ref(key + phi.name), tolerance);
      CHECK(r.joint.size() == (t == terms::none ? 0U : (t == terms::constant ? 1U : 2U)));
    }
  }
  for (const auto& [t, name] :
       {std::pair<terms, std::string>{terms::constant, "constant"}, {terms::trend, "trend"}}) {
    for (const std::string lags : {"short", "long"}) {
      phillips_perron_options o{.terms = t, .moment = phillips_perron_moment::current};
      if (lags == "long") o.bandwidth = static_cast<int>(12 * std::pow(1.49, 0.25));
      const auto r = phillips_perron_test(y, o);
      CHECK_CLOSE_REL(r.z_tau.statistic, ref("pp_tau_" + name + "_" + lags), tolerance);
      CHECK_CLOSE_REL(r.z_alpha.statistic, ref("pp_alpha_" + name + "_" + lags), tolerance);
    }
    for (const int lag : {0, 4}) {
      const auto r = df_gls_test(y, {.terms = t, .choose = lag_choice::fixed, .lags = lag});
      CHECK_CLOSE_REL(r.test.statistic, ref(text("gls_", name, "_", lag)), tolerance);
    }
  }
  const std::pair<break_in, std::string> models[] = {
      {break_in::intercept, "intercept"}, {break_in::trend, "trend"}, {break_in::both, "both"}};
  for (const auto& [m, name] : models) {
    for (const int lags : {0, 2}) {
      const auto r = zivot_andrews_test(y, {.model = m, .lags = lags});
      CHECK_CLOSE_REL(r.test.statistic, ref(text("za_", name, "_", lags)), tolerance);
      CHECK(double(r.after_row) == ref(text("za_", name, "_", lags, "_row")));
    }
  }
  // R stats::PP.test has the lagged level; floor(4 (n/100)^(1/4)) and floor(12 ...) with n = 149
  CHECK_CLOSE_REL(phillips_perron_test(y, {.terms = terms::trend}).z_tau.statistic, ref("pp_stats"),
                  1e-9);  // PP.test forms raw determinants
  CHECK_CLOSE_REL(phillips_perron_test(y, {.terms = terms::trend, .bandwidth = 13}).z_tau.statistic,
                  ref("pp_stats_long"), 1e-9);
}

TEST_CASE("statsmodels: lag choice, p-values and critical values") {
  const auto y = bilateral_test::unit_root_series();
  const reference_table ref("unit_root_py.csv");
  const std::pair<terms, std::string> all[] = {
      {terms::none, "n"}, {terms::constant, "c"}, {terms::trend, "ct"}, {terms::quadratic, "ctt"}};
  const std::pair<lag_choice, std::string> rules[] = {
      {lag_choice::aic, "AIC"}, {lag_choice::bic, "BIC"}, {lag_choice::t, "t-stat"}};
  for (const auto& [t, name] : all) {
    for (const auto& [rule, label] : rules) {
      const auto r = adf_test(y, {.terms = t, .choose = rule});
      const std::string key = "adf_" + name + "_" + label + "_";
      CHECK(double(r.lags) == ref(key + "lags"));
      CHECK(double(r.observations) == ref(key + "n"));
      // statsmodels' pseudo-inverse loses digits with the squared trend
      CHECK_CLOSE_REL(r.test.statistic, ref(key + "stat"), 1e-8);
      CHECK_CLOSE_REL(*r.test.p_value, ref(key + "p"), 1e-7);
      for (const auto& [level, c] : r.test.critical_values)
        CHECK_CLOSE_REL(c, ref(key + level), 1e-13);
    }
    for (int series = 1; series <= 6; ++series) {
      for (const int stat : {-6, -4, -3, -2, -1, 0}) {
        CHECK_CLOSE_REL(mackinnon_tau_p_value(stat, t, series),
                        ref(text("p_", name, "_", series, "_", stat)), 1e-12);
      }
    }
    if (t == terms::none) continue;
    for (const int series : {1, 2, 5, 12}) {
      const auto c = mackinnon_critical_values(t, 77, series);
      CHECK_CLOSE_REL(c.one, ref(text("crit_", name, "_", series, "_1")), 1e-13);
      CHECK_CLOSE_REL(c.five, ref(text("crit_", name, "_", series, "_5")), 1e-13);
      CHECK_CLOSE_REL(c.ten, ref(text("crit_", name, "_", series, "_10")), 1e-13);
    }
  }
  CHECK_CLOSE_REL(zivot_andrews_test(y, {.lags = 2, .trim = 0.15}).test.statistic, ref("za_c_stat"),
                  tolerance);
  CHECK_CLOSE_REL(
      zivot_andrews_test(y, {.model = break_in::both, .lags = 2, .trim = 0.15}).test.statistic,
      ref("za_ct_stat"), tolerance);
}

TEST_CASE("published figures: urca's Nelson-Plosser and consumption data") {
  if (!bilateral_test::data_available("urca_raotbl3.csv")) return;
  const auto folder = bilateral_test::data_folder();
  const auto lc = bilateral_test::read_cells(folder / "urca_raotbl3.csv").numbers("lc");
  const auto three = [&](terms t) {
    return adf_test(lc, {.terms = t, .choose = lag_choice::fixed, .lags = 3});
  };
  const auto trend = three(terms::trend);
  CHECK_CLOSE_REL(trend.test.statistic, -2.2388654327308, 1e-11);
  CHECK_CLOSE_REL(trend.joint[0].statistic, 3.73815072115608, 1e-10);
  CHECK_CLOSE_REL(trend.joint[1].statistic, 2.59721050265366, 1e-10);
  const auto drift = three(terms::constant);
  CHECK_CLOSE_REL(drift.test.statistic, -0.0930674811320472, 1e-9);
  CHECK_CLOSE_REL(drift.joint[0].statistic, 2.88058895387108, 1e-10);
  std::vector<double> gnp;
  for (const double v :
       bilateral_test::read_cells(folder / "urca_nelson_plosser.csv").numbers("gnp.r")) {
    if (!std::isnan(v)) gnp.push_back(std::log(v));
  }
  const auto pp =
      phillips_perron_test(gnp, {.terms = terms::trend, .moment = phillips_perron_moment::current});
  CHECK_CLOSE_REL(pp.z_tau.statistic, -2.4261959430165, 1e-11);
  const auto gls =
      df_gls_test(gnp, {.terms = terms::trend, .choose = lag_choice::fixed, .lags = 4});
  CHECK_CLOSE_REL(gls.test.statistic, -2.07927219366964, 1e-11);
  const auto za = zivot_andrews_test(gnp, {.model = break_in::both, .lags = 2});
  CHECK_CLOSE_REL(za.test.statistic, -5.09513537479006, 1e-11);
  CHECK(za.after_row == 30);
}

TEST_CASE("nothing moves with the units of the series") {
  const auto y = bilateral_test::unit_root_series();
  std::vector<double> z;
  for (const double v : y) z.push_back(1e-6 * v + 3e-5);
  const auto t = terms::trend;
  // condition grows with the level added: 9 digits
  CHECK_CLOSE_REL(adf_test(z, {.terms = t}).test.statistic,
                  adf_test(y, {.terms = t}).test.statistic, 1e-9);
  CHECK_CLOSE_REL(df_gls_test(z).test.statistic, df_gls_test(y).test.statistic, 1e-9);
  CHECK_CLOSE_REL(phillips_perron_test(z).z_alpha.statistic,
                  phillips_perron_test(y).z_alpha.statistic, 1e-9);
  CHECK_CLOSE_REL(zivot_andrews_test(z).test.statistic, zivot_andrews_test(y).test.statistic, 1e-9);
}

TEST_CASE("p-values: finite sample beside asymptotic, z in both tails") {
  const double far = std::numeric_limits<double>::infinity();
  for (const auto t : {terms::none, terms::constant, terms::trend, terms::quadratic}) {
    const auto c = mackinnon_critical_values(t, 40);
    const auto a = mackinnon_critical_values(t, far);
    CHECK_CLOSE_REL(detail::finite_sample_tau_p_value(c.five, t, 40),
                    mackinnon_tau_p_value(a.five, t), 1e-12);
    // the surfaces of 1994 at the critical values of 2010: within half a point of the level
    CHECK_CLOSE_ABS(mackinnon_tau_p_value(a.five, t), 0.05, 0.003);
    CHECK_CLOSE_ABS(mackinnon_tau_p_value(a.one, t), 0.01, 0.002);
  }
  // Fuller (1976), table 8.5.1, n infinite: -14.1 and -21.8 are the 5% points of T (rho - 1)
  CHECK_CLOSE_ABS(mackinnon_z_p_value(-14.1, terms::constant), 0.05, 0.003);
  CHECK_CLOSE_ABS(mackinnon_z_p_value(-21.8, terms::trend), 0.05, 0.003);
  CHECK_CLOSE_ABS(mackinnon_z_p_value(-8.1, terms::none), 0.05, 0.003);
  double last = 0;
  for (double z = -60; z < 12; z += 0.25) {  // rises, but for the seam of the two polynomials
    const double p = mackinnon_z_p_value(z, terms::constant);
    CHECK(p >= last - 0.005);
    last = p;
  }
  // a root of 0.999: no refusal, a finite-sample p-value
  std::vector<double> y{0};
  for (int i = 1; i < 200; ++i) y.push_back(0.999 * y.back() + std::sin(3.0 * i * i));
  const auto r = adf_test(y);
  CHECK(r.finite_sample_p_value.has_value());
  CHECK(bilateral_test::holds(r.test.distribution, "MacKinnon"));
}

TEST_CASE("each test says its name, its null and where its critical values are from") {
  const auto y = bilateral_test::unit_root_series();
  const auto za = zivot_andrews_test(y, {.model = break_in::trend}).test;
  CHECK(za.name == "Zivot-Andrews test");
  CHECK(za.null == "unit root without break");
  CHECK(bilateral_test::holds(za.distribution, "Zivot & Andrews (1992)"));
  CHECK(za.notes.front() == "no p-value: only critical values are published");
  CHECK_FALSE(za.p_value);
  CHECK(za.critical_values[1].second == -4.42);                          // their table 3, 5 percent
  CHECK(zivot_andrews_test(y).test.critical_values[1].second == -4.80);  // table 2
  CHECK(zivot_andrews_test(y, {.model = break_in::both}).test.critical_values[1].second ==  // 4
        -5.08);
  const auto adf = adf_test(y);
  CHECK(adf.test.name == "Augmented Dickey-Fuller test");
  CHECK(adf.test.null == "unit root");
  CHECK(adf.joint.front().name == "phi1");
  CHECK(adf.joint.front().null == "unit root without drift");
  CHECK(adf.joint.front().distribution == "tabulated, Dickey & Fuller (1981)");
  const auto gls = df_gls_test(y, {.terms = terms::trend}).test;
  CHECK(gls.name == "DF-GLS test");
  CHECK(gls.null == "unit root");
  CHECK(bilateral_test::holds(gls.distribution, "Elliott, Rothenberg & Stock (1996)"));
  CHECK_FALSE(gls.p_value);
  const auto pp = phillips_perron_test(y);
  CHECK(pp.z_tau.name == "Phillips-Perron test, Z-tau");
  CHECK(pp.z_alpha.name == "Phillips-Perron test, Z-alpha");
  for (const auto* t : {&pp.z_tau, &pp.z_alpha}) {
    CHECK(t->null == "unit root");
    CHECK(t->distribution == "Dickey-Fuller, constant, MacKinnon (1994)");
  }
}

TEST_CASE("tables between their sizes, and p-values of finite samples at the critical values") {
  // linear in 1/n: 1/40 lies halfway between 1/20 and 0, 1/32 at 3/8 of the way
  const std::array<critical_triple, 2> table{{{-4, -3, -2}, {-3, -2, -1.5}}};
  const std::array<double, 2> sizes{20, std::numeric_limits<double>::infinity()};
  const auto half = detail::by_sample_size(table, sizes, 40);
  CHECK(half.one == -3.5);
  CHECK(half.five == -2.5);
  CHECK(half.ten == -1.75);
  CHECK(detail::by_sample_size(table, sizes, 32).one == -4 + 3.0 / 8);
  CHECK(detail::by_sample_size(table, sizes, 12).one == -4);
  CHECK(detail::by_sample_size(table, {20, 50}, 60).five == -2);
  for (const auto t : {terms::none, terms::constant, terms::trend}) {
    const auto n = mackinnon_critical_values(t, 30);
    const auto far = mackinnon_critical_values(t, std::numeric_limits<double>::infinity());
    const auto p = [&](double tau) { return detail::finite_sample_tau_p_value(tau, t, 30); };
    const auto asymptotic = [&](double tau) { return mackinnon_tau_p_value(tau, t); };
    CHECK_CLOSE_REL(p(n.one - 0.5), asymptotic(far.one - 0.5), 1e-12);
    CHECK_CLOSE_REL(p(n.one), asymptotic(far.one), 1e-12);
    CHECK_CLOSE_REL(p((n.one + n.five) / 2), asymptotic((far.one + far.five) / 2), 1e-12);
    CHECK_CLOSE_REL(p(n.five), asymptotic(far.five), 1e-12);
    CHECK_CLOSE_REL(p(0.75 * n.five + 0.25 * n.ten), asymptotic(0.75 * far.five + 0.25 * far.ten),
                    1e-12);
    CHECK_CLOSE_REL(p(n.ten + 0.5), asymptotic(far.ten + 0.5), 1e-12);
  }
}

TEST_CASE("nested regressions: residual squares and the last t of each from one factorisation") {
  dense_matrix<double> x(30, 4);
  dense_vector<double> y(30);
  for (Eigen::Index i = 0; i < 30; ++i) {
    const double t = static_cast<double>(i);
    x.row(i) << 1, std::sin(t), std::cos(t * t), 0.1 * t;
    y[i] = std::sin(3 * t) + 0.05 * t;
  }
  const auto all = detail::nested_regressions(x, y);
  REQUIRE(all.rss.size() == 4);
  for (Eigen::Index k = 1; k <= 4; ++k) {
    const auto fit = least_squares<double>(x.leftCols(k), y);
    CHECK_CLOSE_REL(all.rss[to_size(k - 1)], fit.residual_sum_of_squares, 1e-12);
    const double error = std::sqrt(fit.residual_sum_of_squares / static_cast<double>(30 - k) *
                                   fit.inverse_gram(k - 1, k - 1));
    CHECK_CLOSE_REL(all.last_t[to_size(k - 1)], std::abs(fit.coefficients[k - 1]) / error, 1e-10);
  }
}

TEST_CASE("refusals") {
  const std::vector<double> flat(40, 2.5);
  CHECK_REFUSES(argument_error, "zero variance", adf_test(flat));
  CHECK_REFUSES(argument_error, "zero variance", df_gls_test(flat));
  CHECK_REFUSES(argument_error, "zero variance", phillips_perron_test(flat));
  CHECK_REFUSES(argument_error, "zero variance", zivot_andrews_test(flat));
  std::vector<double> line, almost;
  for (int i = 0; i < 100; ++i) {
    line.push_back(3 + 2.0 * i);
    almost.push_back(3 + 2.0 * i + 1e-8 * std::sin(3.0 * i * i));
  }
  for (const auto& y :
       {line, almost}) {  // statsmodels' p goes from 1.8e-12 to 0.99 between the two
    CHECK_REFUSES(numerical_error, "perfect fit", adf_test(y, {.terms = terms::trend}));
    CHECK_REFUSES(numerical_error, "perfect fit", adf_test(y));
    CHECK_REFUSES(numerical_error, "perfect fit", zivot_andrews_test(y));
    CHECK_REFUSES(numerical_error, "perfect fit", phillips_perron_test(y));
  }
  const auto y = bilateral_test::unit_root_series();
  CHECK_REFUSES(argument_error, "room for at most 73", adf_test(y, {.lags = 74}));
  CHECK_REFUSES(argument_error, "lags is -1", adf_test(y, {.lags = -1}));
  CHECK_REFUSES(argument_error, "must be given", adf_test(y, {.choose = lag_choice::fixed}));
  CHECK_REFUSES(argument_error, "bandwidth is 149", phillips_perron_test(y, {.bandwidth = 149}));
  CHECK_REFUSES(argument_error, "lags is 100", zivot_andrews_test(y, {.lags = 100}));
  CHECK_REFUSES(argument_error, "they must be constant", df_gls_test(y, {.terms = terms::none}));
  CHECK_REFUSES(argument_error, "the table has 1 to 6", mackinnon_tau_p_value(-3, terms::trend, 7));
  const double nan = std::nan("");
  CHECK_REFUSES(argument_error, "row 2", adf_test(std::vector<double>{1, nan, 3, 4}));
  CHECK_REFUSES(argument_error, "too few", adf_test(std::vector<double>{1, 3}));
  // the largest lag that is allowed leaves one degree of freedom
  CHECK(adf_test(y, {.choose = lag_choice::fixed, .lags = 73}).observations == 76);
}
