#include <bilateral/econometrics/regression/iv_tests.hpp>

#include <bilateral/econometrics/covariance/newey_west.hpp>

#include "support/close.hpp"
#include "support/wave_equation.hpp"

#include <cmath>

using namespace bilateral;
using bilateral_test::diagnostics_of_r;
using bilateral_test::wave_data;
using bilateral_test::wave_equation;

TEST_CASE("iv tests: Sargan, Wu-Hausman, first stage equal R") {
  const auto fit = iv(wave_equation());
  CHECK_CLOSE_REL(sargan_test(fit)->statistic, diagnostics_of_r()("sargan"), 1e-11);
  CHECK_CLOSE_REL(durbin_wu_hausman_test(fit).statistic, diagnostics_of_r()("dwh"), 1e-10);
  CHECK(sargan_test(fit)->name == "Sargan test");
  CHECK(sargan_test(fit)->null == "the instruments are valid");
  CHECK(sargan_test(fit)->distribution == "chi-squared(1)");
  CHECK_CLOSE_REL(*sargan_test(fit)->p_value,
                  chi_squared_upper_tail(sargan_test(fit)->statistic, 1), 1e-14);
  CHECK(durbin_wu_hausman_test(fit).name == "Durbin-Wu-Hausman test");
  CHECK(durbin_wu_hausman_test(fit).null == "the regressors are exogenous");
  const auto moments = iv_gmm(wave_equation(), heteroskedastic{hc::hc0});
  const auto j = *hansen_j_test(moments);
  CHECK(j.name == "Hansen J test");
  CHECK(j.null == "the moment conditions hold");
  CHECK(j.statistic == moments.j_statistic);
  CHECK(j.distribution == "chi-squared(1)");
  CHECK_CLOSE_REL(*j.p_value, chi_squared_upper_tail(j.statistic, 1), 1e-14);
  const auto stage = first_stage(fit);
  REQUIRE(stage.size() == 1);
  CHECK(bilateral_test::holds(stage[0].f.null, "do not explain xe"));
  CHECK_CLOSE_REL(stage[0].f.statistic, diagnostics_of_r()("first_F"), 1e-11);
  CHECK_CLOSE_REL(stage[0].partial_r2, diagnostics_of_r()("partial_r2"), 1e-11);
  CHECK_CLOSE_REL(first_stage(fit, heteroskedastic{hc::hc1})[0].f.statistic,
                  diagnostics_of_r()("first_F_hc1"), 1e-11);
}

TEST_CASE("iv tests: with one endogenous regressor the strength measures are the first-stage F") {
  const auto fit = iv(wave_equation());
  CHECK_CLOSE_REL(cragg_donald(fit), diagnostics_of_r()("first_F"), 1e-11);
  CHECK_CLOSE_REL(first_stage(fit)[0].shea_r2, diagnostics_of_r()("partial_r2"), 1e-11);
  CHECK_CLOSE_REL(kleibergen_paap(fit, heteroskedastic{hc::hc1}).f,
                  diagnostics_of_r()("first_F_hc1"), 1e-11);
  const auto rank = kleibergen_paap(fit, heteroskedastic{hc::hc1}).wald;
  CHECK(rank.name == "Kleibergen-Paap rk Wald test");
  CHECK(rank.null == "the equation is under-identified");
  CHECK(rank.distribution == "chi-squared(2)");  // instruments less endogenous, plus one
  CHECK(bilateral_test::holds(rank.notes.front(), "covariance: "));
  // under iid the effective F is the first-stage F as well
  CHECK_CLOSE_REL(effective_f(fit, iid{}).f, diagnostics_of_r()("first_F"), 1e-11);
}

TEST_CASE("iv tests: the effective F's critical value for one instrument is 23.1 (tau 10%)") {
  const wave_data d;
  const auto fit =
      iv(iv_regression<double>{regress(d.y, {{"x2", d.x2}}), {{"xe", d.xe}}, {{"z1", d.z1}}});
  // Montiel Olea & Pflueger (2013), table 1; (sqrt(10) + 1.645)^2 up to the other tail
  CHECK_CLOSE_ABS(effective_f(fit, heteroskedastic{hc::hc1}).critical_value, 23.1, 0.05);
}

TEST_CASE("iv tests: the Anderson-Rubin set is where the test does not reject") {
  const auto fit = iv(wave_equation());
  const auto set = anderson_rubin_set(fit);
  REQUIRE(set.bounded);
  for (const double end : {set.intervals[0].first, set.intervals[0].second}) {
    const auto t = anderson_rubin_test(fit, Eigen::VectorXd::Constant(1, end));
    CHECK_CLOSE_ABS(*t.p_value, 0.05, 1e-9);
    CHECK(t.name == "Anderson-Rubin test");
    CHECK(t.null == "the endogenous coefficients are b0");
  }
  SUBCASE("irrelevant instruments: unbounded") {
    const wave_data d;
    Eigen::VectorXd noise(60);
    for (int i = 0; i < 60; ++i) noise[i] = std::sin(13.0 * i * i + 1);
    const auto weak =
        iv(iv_regression<double>{regress(d.y, {{"x2", d.x2}}), {{"xe", d.xe}}, {{"z", noise}}});
    const auto wide = anderson_rubin_set(weak);
    CHECK_FALSE(wide.bounded);
    for (const auto& [low, high] : wide.intervals) {
      for (const double end : {low, high}) {
        if (std::isinf(end)) continue;
        CHECK_CLOSE_ABS(*anderson_rubin_test(weak, Eigen::VectorXd::Constant(1, end)).p_value, 0.05,
                        1e-9);
      }
    }
  }
  SUBCASE("an invalid instrument: empty") {
    const wave_data d;
    const auto bad = iv(iv_regression<double>{
        regress(d.y, {{"x2", d.x2}}), {{"xe", d.xe}}, {{"z1", d.xe - .5 * d.e}, {"z2", d.e}}});
    CHECK(anderson_rubin_set(bad).intervals.empty());
    CHECK(bilateral_test::holds(anderson_rubin_set(bad).text, "empty"));
  }
}

TEST_CASE("iv tests: two endogenous regressors") {
  const wave_data d;
  Eigen::VectorXd second(60), z3(60);
  for (int i = 0; i < 60; ++i) {
    z3[i] = std::cos(17.0 * i);
    second[i] = z3[i] + 0.5 * d.e[i] + std::sin(19.0 * i * i);
  }
  const auto fit = iv(iv_regression<double>{regress(d.y, {{"x2", d.x2}}),
                                            {{"xe", d.xe}, {"second", second}},
                                            {{"z1", d.z1}, {"z2", d.z2}, {"z3", z3}}});
  // the rank test under iid is the Cragg-Donald statistic in its canonical-correlation form:
  // n c^2 / (1 - c^2) up to the factor (n - L) / n
  const auto stages = first_stage(fit);
  CHECK(cragg_donald(fit) < stages[0].f.statistic);
  CHECK(cragg_donald(fit) < stages[1].f.statistic);
  const double kp = kleibergen_paap(fit, heteroskedastic{hc::hc0}).wald.statistic;
  CHECK(kp > 0);
  CHECK(kleibergen_paap(fit, heteroskedastic{hc::hc0}).wald.distribution == "chi-squared(2)");
  // the upper tail of chi-squared(2) in closed form; 3 instruments in the F form
  CHECK_CLOSE_REL(*kleibergen_paap(fit, heteroskedastic{hc::hc0}).wald.p_value, std::exp(-kp / 2),
                  1e-12);
  CHECK_CLOSE_REL(kleibergen_paap(fit, heteroskedastic{hc::hc0}).f, kp / 3, 1e-15);
  CHECK_REFUSES(argument_error, "2 endogenous regressors", effective_f(fit, iid{}));
  CHECK_REFUSES(argument_error, "2 endogenous regressors", anderson_rubin_set(fit));
}

// scores two rows apart are not neighbours where the dates have gaps, in any of the tests
TEST_CASE("iv tests: every covariance goes by time") {
  const bilateral_test::wave_data d;
  const auto with_time = [&](std::int64_t apart) {
    iv_regression<double> m{
        regress(d.y, {{"x2", d.x2}}), {{"xe", d.xe}}, {{"z1", d.z1}, {"z2", d.z2}}};
    for (std::int64_t i = 0; i < 60; ++i) m.exogenous.time.push_back(apart * i);
    return iv(m, newey_west{.lags = 1}, {.keep_parts = keep::nothing});
  };
  const auto gapped = with_time(2), dense = with_time(1);
  const newey_west one{.lags = 1}, zero{.lags = 0};
  const auto agrees = [](double a, double b, double other) {
    CHECK_CLOSE_REL(a, b, 1e-12);  // no neighbours: one lag is no lag
    CHECK(a != other);
  };
  agrees(first_stage(gapped, one)[0].f.statistic, first_stage(dense, zero)[0].f.statistic,
         first_stage(dense, one)[0].f.statistic);
  agrees(durbin_wu_hausman_test(gapped, one).statistic,
         durbin_wu_hausman_test(dense, zero).statistic,
         durbin_wu_hausman_test(dense, one).statistic);
  agrees(kleibergen_paap(gapped, one).f, kleibergen_paap(dense, zero).f,
         kleibergen_paap(dense, one).f);
  agrees(effective_f(gapped, one).f, effective_f(dense, zero).f, effective_f(dense, one).f);
  const Eigen::VectorXd b0 = Eigen::VectorXd::Zero(1);
  agrees(anderson_rubin_test(gapped, b0, one).statistic,
         anderson_rubin_test(dense, b0, zero).statistic,
         anderson_rubin_test(dense, b0, one).statistic);
}

TEST_CASE("iv tests: the Kleibergen-Paap p-value belongs to its statistic and degrees of freedom") {
  const wave_data d;
  Eigen::VectorXd weak(60);
  for (int i = 0; i < 60; ++i) weak[i] = std::sin(13.0 * i * i + 1);
  SUBCASE("one endogenous, one instrument: chi-squared(1), twice the normal's tail") {
    const auto fit =
        iv(iv_regression<double>{regress(d.y, {{"x2", d.x2}}), {{"xe", d.xe}}, {{"weak", weak}}});
    const auto t = kleibergen_paap(fit, heteroskedastic{hc::hc1}).wald;
    CHECK(t.distribution == "chi-squared(1)");
    CHECK_CLOSE_REL(*t.p_value, std::erfc(std::sqrt(t.statistic / 2)), 1e-12);
    CHECK(*t.p_value > 0.01);  // the instrument has nothing to do with the regressor
  }
  SUBCASE("one endogenous, two instruments: chi-squared(2)") {
    const auto fit = iv(iv_regression<double>{
        regress(d.y, {{"x2", d.x2}}), {{"xe", d.xe}}, {{"weak", weak}, {"z1", d.z1}}});
    const auto kp = kleibergen_paap(fit, heteroskedastic{hc::hc1});
    CHECK(kp.wald.distribution == "chi-squared(2)");
    CHECK_CLOSE_REL(*kp.wald.p_value, std::exp(-kp.wald.statistic / 2), 1e-12);
    CHECK_CLOSE_REL(kp.f, kp.wald.statistic / 2, 1e-15);
  }
}
